"""Site: pages from which a reviewer walks from any file back to what it was made from, and on to what rests on it.

Reads   <results>/tables/T27.csv, the jobs' records in <results>/logs, <results>/segments, <results>/audit/environment.csv; open
        files of the study
Writes  <results>/audit/provenance/
"""


rule write_provenance:
    """Show the graph of all jobs and files; it is made from the manifest, which therefore doesn't list it."""
    input:
        records=lambda wildcards: provenance_records(),
        manifest="<results>/tables/T27.csv",
        segments=per_batch("<results>/segments/{batch}.parquet"),
        environment="<results>/audit/environment.csv",
        study=open_study_files(),
        notebooks=[str(HOME / f"notebooks/{name}.py") for name in NOTEBOOKS],
    output:
        directory("<results>/audit/provenance"),
    log:
        "<results>/logs/write_provenance.log",
    conda:
        "../../environment.yml"
    params:
        study=lambda wildcards: str(STUDY.root),
        rules=declared.rules((HOME / "workflow/rules").glob("*.smk")),
        code=code_of("write_provenance"),
    script:
        "../../scripts/write_provenance.py"
