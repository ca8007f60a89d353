"""Pages: one page that shows every table and figure, and the settings that hold.

Reads   <results>/tables/*.json, *.csv, <results>/figures/*.json, *.svg
Writes  <results>/index.html, <results>/audit/settings.csv, environment.csv
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
    output:
        "<results>/index.html",
    log:
        "<results>/logs/write_index.log",
        "<results>/logs/write_index.json",
    conda:
        "../../environment.yml"
    params:
        name=STUDY.name,
        study=about_study(),
        notebooks=NOTEBOOKS,
        manifest={
            name: value
            for name, value in tables.as_mapping(TABLES["T27"]).items()
            if name in ("id", "title", "caption", "group")
        },
        code=code_of("write_index"),
    script:
        "../../scripts/write_index.py"


rule record_settings:
    """Record which settings hold, and whether the repository, the study or the command line set them."""
    output:
        "<results>/audit/settings.csv",
    log:
        "<results>/logs/record_settings.log",
        "<results>/logs/record_settings.json",
    conda:
        "../../environment.yml"
    params:
        settings=SETTINGS,
        code=code_of("record_settings"),
    script:
        "../../scripts/record_settings.py"


rule record_environment:
    """Record the versions of Python and of the packages that the lock file pins; no result is made from it."""
    output:
        "<results>/audit/environment.csv",
    log:
        "<results>/logs/record_environment.log",
        "<results>/logs/record_environment.json",
    conda:
        "../../environment.yml"
    params:
        packages=lambda wildcards: environment.installed(HOME / "requirements.lock"),
        code=code_of("record_environment"),
    script:
        "../../scripts/record_environment.py"
