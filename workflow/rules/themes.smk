"""Themes: the analysed codings, joined to who said them, where and when; what was read; what was left out.

Reads   <results>/codings, segments, anonymised; the study's tables, codebook.yaml
Writes  <results>/themes/evidence.parquet, removed.parquet (by adjudication), sources.parquet, omissions.parquet,
        analysed.json
"""


rule gather_evidence:
    """Choose the analysed codings, apply the adjudication, and put them into one long table."""
    input:
        **of_programs(
            program="<results>/codings/program.parquet",
            program_unplaced="<results>/codings/program_unplaced.parquet",
            program_coders="<results>/codings/programs.json",
        ),
        dictionary=per_batch("<results>/codings/dictionary/{batch}.parquet"),
        manual="<results>/codings/manual.parquet",
        unplaced="<results>/codings/unplaced.parquet",
        model=[
            "<results>/codings/model.parquet"
            for origin in config["themes"]["origins"]
            if origin == "model"
        ],
        segments=per_batch("<results>/segments/{batch}.parquet"),
        balance=per_batch("<results>/anonymised/{batch}.balance.parquet"),
        cases=study_file("cases"),
        sources=study_file("sources"),
        participants=study_file("participants"),
        adjudication=study_file("adjudication"),
        readings=study_file("readings"),
        codebook=study_file("codebook"),
    output:
        evidence="<results>/themes/evidence.parquet",
        removed="<results>/themes/removed.parquet",
        sources="<results>/themes/sources.parquet",
        omissions="<results>/themes/omissions.parquet",
        analysed="<results>/themes/analysed.json",
    log:
        "<results>/logs/gather_evidence.log",
        "<results>/logs/gather_evidence.json",
    conda:
        "../../environment.yml"
    params:
        people=("cases", "sources", "participants", "adjudication", "readings"),
        study={"attributes": ATTRIBUTES},
        origins=config["themes"]["origins"],
        k=SHOWN_K,
        k_beside_words=config["disclosure"]["k"],
        code=code_of("gather_evidence"),
    script:
        "../../scripts/gather_evidence.py"
