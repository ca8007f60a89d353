"""Site: the audit, a static site from which a reviewer gets from any number to the words behind it.

Reads   <results>/themes, segments, codings, tables, figures; files of the study
Writes  <results>/audit/
"""


rule list_evidence:
    """Lay open every coding that is analysed, and what it is counted by, in plain files."""
    input:
        evidence="<results>/themes/evidence.parquet",
        removed="<results>/themes/removed.parquet",
        codings=[
            "<results>/codings/manual.parquet",
            *per_batch("<results>/codings/dictionary/{batch}.parquet"),
        ],
        segments=per_batch("<results>/segments/{batch}.parquet"),
        read_sources="<results>/themes/sources.parquet",
        cases=study_file("cases"),
        participants=study_file("participants"),
        codebook=study_file("codebook"),
        claims=study_file("claims"),
    output:
        **{name: f"<results>/audit/{name}.csv" for name in listing.FILES},
        claims="<results>/audit/claims.json",
    log:
        "<results>/logs/list_evidence.log",
        "<results>/logs/list_evidence.json",
    conda:
        "../../environment.yml"
    params:
        study={"attributes": ATTRIBUTES},
        k=SHOWN_K,
        k_beside_words=config["disclosure"]["k"],
        code=code_of("list_evidence"),
    script:
        "../../scripts/list_evidence.py"


rule write_recount:
    """Lay the program that recounts the results without this library beside what it counts."""
    output:
        "<results>/audit/recount.py",
    log:
        "<results>/logs/write_recount.log",
        "<results>/logs/write_recount.json",
    conda:
        "../../environment.yml"
    params:
        code=code_of("write_recount"),
    script:
        "../../scripts/write_recount.py"
