"""Tables: what the study reports, each with the evidence behind its cells.

Reads   <results>/themes, claims, segments, reliability, anonymised/*.log.parquet; files of the study
Writes  <results>/tables/{table}.csv, .evidence.parquet, .json (title, caption, labels)
"""


rule build_table:
    """Count distinct segments, sources, participants and cases; never a prevalence."""
    input:
        unpack(table_inputs),
    output:
        csv=report(
            "<results>/tables/{table}.csv",
            caption="../report/entry.rst",
            category=table_group,
            labels=table_labels("rows, as CSV"),
        ),
        evidence="<results>/tables/{table}.evidence.parquet",
        about="<results>/tables/{table}.json",
    log:
        "<results>/logs/build_table/{table}.log",
        "<results>/logs/build_table/{table}.json",
    conda:
        "../../environment.yml"
    params:
        entry=lambda wildcards: tables.as_mapping(TABLES[wildcards.table]),
        options=lambda wildcards: tables.settings(
            TABLES[wildcards.table], config, DERIVED
        ),
        study=table_study,
        code=lambda wildcards: code_of(
            "build_table", f"multicase.tables.{TABLES[wildcards.table].module}"
        )(wildcards),
    script:
        "../../scripts/build_table.py"
