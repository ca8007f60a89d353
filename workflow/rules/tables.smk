"""Tables: what the study reports, each with the evidence behind its cells.

Reads   <results>/themes, segments, anonymised/*.log.parquet; files of the study
Writes  <results>/tables/{table}.csv, .evidence.parquet, .json (title and caption), .html
"""


rule build_table:
    """Count distinct segments, sources, participants and cases; never a prevalence."""
    input:
        unpack(table_inputs),
    output:
        csv="<results>/tables/{table}.csv",
        evidence="<results>/tables/{table}.evidence.parquet",
        about="<results>/tables/{table}.json",
        page="<results>/tables/{table}.html",
    log:
        "<results>/logs/build_table/{table}.log",
    conda:
        "../../environment.yml"
    params:
        options=table_options,
        code=lambda wildcards: source_digest(
            "multicase.tables.build", f"multicase.tables.{wildcards.table.lower()}"
        ),
    script:
        "../../scripts/build_table.py"
