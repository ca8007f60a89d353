"""Pages: one page that shows every table and figure.

Reads   <results>/tables/*.json, *.csv, <results>/figures/*.json, *.svg
Writes  <results>/index.html
"""


rule write_index:
    """Show every table and figure on one page that needs no network."""
    input:
        tables=[
            f"<results>/tables/{table}.{ending}"
            for table in TABLES
            if table != "T27"
            for ending in ("json", "csv")
        ],
        figures=[
            f"<results>/figures/{figure}.{ending}"
            for figure in FIGURES
            for ending in ("json", "svg")
        ],
        study=study_file("study"),
    output:
        "<results>/index.html",
    log:
        "<results>/logs/write_index.log",
    conda:
        "../../environment.yml"
    params:
        name=STUDY.name,
        notebooks=NOTEBOOKS,
        code=source_digest("multicase.pages.index"),
    script:
        "../../scripts/write_index.py"
