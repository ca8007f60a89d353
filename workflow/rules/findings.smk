"""Findings: the study's results in words, and notebooks that walk through them.

Reads   <results>/tables, <results>/figures; study.yaml; notebooks/
Writes  <results>/findings/findings.html, findings.md, <results>/notebooks/{notebook}.html
"""


rule write_findings:
    """Tell the findings claim by claim, with every number and quotation taken from the tables."""
    input:
        tables=[
            f"<results>/tables/{table}.csv"
            for table in order.tables(ORIGINAL is not None)
        ],
        figures=[
            f"<results>/figures/{figure}.json"
            for figure in order.figures(DECLARED_FIGURES, ORIGINAL is not None)
        ],
        around=[
            f"<results>/tables/{table}.json"
            for table in order.tables(ORIGINAL is not None)
        ],
        drawn=[
            f"<results>/figures/{figure}.svg"
            for figure in order.figures(DECLARED_FIGURES, ORIGINAL is not None)
        ],
        read_sources="<results>/themes/sources.parquet",
        evidence=[
            f"<results>/tables/{table}.evidence.parquet"
            for table in order.linked(ORIGINAL is not None)
        ],
        laid_open=LAID_OPEN,
    output:
        html=report(
            "<results>/findings/findings.html",
            caption="../report/findings.rst",
            category="Findings",
            labels={"Page": "The findings in words"},
        ),
        markdown="<results>/findings/findings.md",
    log:
        "<results>/logs/write_findings.log",
        "<results>/logs/write_findings.json",
    conda:
        "../../environment.yml"
    params:
        study=about.of_pages(STUDY),
        results=results_folder,
        per_case=config["batches_per_case"],
        code=code_of("write_findings"),
    script:
        "../../scripts/write_findings.py"


rule run_notebook:
    """Run a notebook on the results and show it as a page."""
    input:
        notebook=NOTEBOOK,
        results=notebook_results,
    output:
        "<results>/notebooks/{notebook}.html",
    log:
        "<results>/logs/run_notebook/{notebook}.log",
        "<results>/logs/run_notebook/{notebook}.json",
    conda:
        "../../environment.yml"
    params:
        results=lambda wildcards, output: str(Path(output[0]).parents[1]),
        code=lambda wildcards: code_of(
            "run_notebook",
            *digest.imported(notebook_path(wildcards)),
            files=[notebook_path(wildcards)],
        )(wildcards),
    script:
        "../../scripts/run_notebook.py"
