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


rule write_figure_page:
    """Show a figure with each mark a link to what it rests on, and the evidence of marks that are sums."""
    input:
        LAID_OPEN,
        figure_tables,
        [f"<results>/figures/{{figure}}.{ending}" for ending in ("svg", "csv", "json")],
    output:
        page="<results>/audit/figures/{figure}.html",
        evidence=directory("<results>/audit/evidence/{figure}"),
    log:
        "<results>/logs/write_figure_page/{figure}.log",
        "<results>/logs/write_figure_page/{figure}.json",
    conda:
        "../../environment.yml"
    params:
        results=lambda wildcards, output: str(Path(output.page).parents[2]),
        per_case=config["batches_per_case"],
        code=code_of("write_figure_page"),
    script:
        "../../scripts/write_figure_page.py"
