"""Findings: the study's results in words, and notebooks that walk through them.

Reads   <results>/tables, <results>/figures; study.yaml; notebooks/
Writes  <results>/findings/findings.html, findings.md, <results>/notebooks/{notebook}.html
"""


rule write_findings:
    """Tell the findings claim by claim, with every number and quotation taken from the tables."""
    input:
        tables=[
            f"<results>/tables/{table}.{ending}"
            for table in findings_tables()
            for ending in ("csv", "json")
        ],
        figures=[
            f"<results>/figures/{figure}.{ending}"
            for figure in findings_figures()
            for ending in ("json", "svg")
        ],
        study=study_file("study"),
    output:
        html="<results>/findings/findings.html",
        markdown="<results>/findings/findings.md",
    log:
        "<results>/logs/write_findings.log",
    conda:
        "../../environment.yml"
    params:
        code=source_digest("multicase.pages.findings"),
    script:
        "../../scripts/write_findings.py"


rule run_notebook:
    """Run a notebook on the results and show it as a page."""
    input:
        notebook="notebooks/{notebook}.py",
        tables=[f"<results>/tables/{table}.csv" for table in TABLES if table != "T27"],
        figures=[f"<results>/figures/{figure}.png" for figure in FIGURES],
        evidence="<results>/themes/evidence.parquet",
        segments=per_batch("<results>/segments/{batch}.parquet"),
    output:
        "<results>/notebooks/{notebook}.html",
    log:
        "<results>/logs/run_notebook/{notebook}.log",
    conda:
        "../../environment.yml"
    params:
        results=lambda wildcards, output: str(Path(output[0]).parents[1]),
        code=source_digest("multicase.pages.notebook"),
    script:
        "../../scripts/run_notebook.py"
