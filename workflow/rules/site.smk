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


rule write_source_pages:
    """Show each source to read, its codings beside the text, and what rests on each of its segments."""
    input:
        LAID_OPEN,
        [
            f"<results>/tables/{table}.{ending}"
            for table in WILDCARDS["table"]
            for ending in ("csv", "json", "evidence.parquet")
        ],
    output:
        directory("<results>/audit/sources/{batch}"),
    log:
        "<results>/logs/write_source_pages/{batch}.log",
        "<results>/logs/write_source_pages/{batch}.json",
    conda:
        "../../environment.yml"
    params:
        results=RESULTS,
        per_case=config["batches_per_case"],
        tables=WILDCARDS["table"],
        code=code_of("write_source_pages"),
    script:
        "../../scripts/write_source_pages.py"
