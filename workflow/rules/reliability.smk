"""Reliability: agreement of those who coded the same sources, and where they differ.

Reads   <results>/codings/manual.parquet, <results>/segments, <results>/anonymised; codebook.yaml, study.yaml, adjudication.csv
Writes  <results>/reliability/ratings.csv (the raw input of every coefficient), agreement.csv, disagreements.csv
"""


rule measure_agreement:
    """Coefficients for each code and over all, with intervals bootstrapped over sources."""
    input:
        manual="<results>/codings/manual.parquet",
        segments=per_batch("<results>/segments/{batch}.parquet"),
        texts=per_batch("<results>/anonymised/{batch}"),
        codebook=study_file("codebook"),
        adjudication=study_file("adjudication"),
    output:
        ratings="<results>/reliability/ratings.csv",
        agreement="<results>/reliability/agreement.csv",
        disagreements="<results>/reliability/disagreements.csv",
    log:
        "<results>/logs/measure_agreement.log",
        "<results>/logs/measure_agreement.json",
    conda:
        "../../environment.yml"
    params:
        rounds=(STUDY.study or {}).get("double_coding", {}),
        replicates=config["reliability"]["replicates"],
        seed=config["seed"],
        code=code_of("measure_agreement"),
    script:
        "../../scripts/measure_agreement.py"
