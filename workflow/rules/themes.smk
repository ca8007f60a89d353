"""Themes: the analysed codings, joined to who said them, where and when, and to their themes.

Reads   <results>/codings, <results>/segments; <study>/sources.csv, participants.csv, codebook.yaml, adjudication.csv
Writes  <results>/themes/evidence.parquet, <results>/themes/analysed.json
"""


rule gather_evidence:
    """Choose the analysed codings ({params.origins}), apply the adjudication, and put them into one long table."""
    input:
        dictionary=per_batch("<results>/codings/dictionary/{batch}.parquet"),
        manual="<results>/codings/manual.parquet",
        model=[
            "<results>/codings/model.parquet"
            for origin in config["themes"]["origins"]
            if origin == "model"
        ],
        segments=per_batch("<results>/segments/{batch}.parquet"),
        sources=study_file("sources"),
        participants=study_file("participants"),
        adjudication=study_file("adjudication"),
        codebook=study_file("codebook"),
    output:
        evidence="<results>/themes/evidence.parquet",
        analysed="<results>/themes/analysed.json",
    log:
        "<results>/logs/gather_evidence.log",
    conda:
        "../../environment.yml"
    params:
        origins=config["themes"]["origins"],
        k=SHOWN_K,
        k_beside_words=config["disclosure"]["k"],
        code=source_digest(
            "multicase.themes", "multicase.study.disclosure", "multicase.frames"
        ),
    script:
        "../../scripts/gather_evidence.py"
