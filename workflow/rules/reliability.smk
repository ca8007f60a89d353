"""Reliability: agreement of those who coded the same sources, and where they differ.

Reads   <results>/codings/manual.parquet, <results>/segments, <results>/anonymised; codebook.yaml, study.yaml, adjudication.csv,
        readings.csv, participants.csv; what programs of the user's own coded, if they did
Writes  <results>/reliability/ratings.csv and sets.csv (the raw input of every coefficient), agreement.csv, disagreements.csv;
        where programs coded program_ratings.csv and programs.csv
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


rule compare_programs:
    """Compare programs that coded with people, taken together as adjudication left it, and with themselves if asked twice."""
    input:
        manual="<results>/codings/manual.parquet",
        program=[
            "<results>/codings/program.parquet",
            "<results>/codings/program_again.parquet",
        ],
        standing="<results>/codings/programs.json",
        segments=per_batch("<results>/segments/{batch}.parquet"),
        codebook=study_file("codebook"),
        adjudication=study_file("adjudication"),
        readings=study_file("readings"),
        participants=study_file("participants"),
    output:
        ratings="<results>/reliability/program_ratings.csv",
        agreement="<results>/reliability/programs.csv",
    log:
        "<results>/logs/compare_programs.log",
        "<results>/logs/compare_programs.json",
    conda:
        "../../environment.yml"
    params:
        units=config["reliability"]["units"],
        replicates=config["reliability"]["replicates"],
        seed=config["seed"],
        code=code_of("compare_programs"),
    script:
        "../../scripts/compare_programs.py"
