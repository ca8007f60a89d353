"""Reliability: agreement of those who coded the same sources, and where they differ.

Reads   <results>/codings/manual.parquet, <results>/segments, <results>/anonymised; codebook.yaml, study.yaml, adjudication.csv,
        readings.csv, participants.csv
Writes  <results>/reliability/ratings.csv and sets.csv (the raw input of every coefficient), agreement.csv, disagreements.csv
"""


rule measure_agreement:
    """Coefficients for each code, over all and for sets of codes, with intervals bootstrapped over sources."""
    input:
        manual="<results>/codings/manual.parquet",
        segments=per_batch("<results>/segments/{batch}.parquet"),
        texts=per_batch("<results>/anonymised/{batch}"),
        codebook=study_file("codebook"),
        adjudication=study_file("adjudication"),
        readings=study_file("readings"),
        participants=study_file("participants"),
    output:
        ratings="<results>/reliability/ratings.csv",
        sets="<results>/reliability/sets.csv",
        agreement="<results>/reliability/agreement.csv",
        disagreements="<results>/reliability/disagreements.csv",
    log:
        "<results>/logs/measure_agreement.log",
        "<results>/logs/measure_agreement.json",
    conda:
        "../../environment.yml"
    params:
        rounds=(STUDY.study or {}).get("double_coding", {}),
        units=config["reliability"]["units"],
        replicates=config["reliability"]["replicates"],
        seed=config["seed"],
        code=code_of("measure_agreement"),
    script:
        "../../scripts/measure_agreement.py"
