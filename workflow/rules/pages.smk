"""Pages: the study's front page, and the settings that hold.

Reads   <results>/tables/T02, T03, T23 (.csv, .json), <results>/figures/*.json
Writes  <results>/index.html, <results>/audit/settings.csv
"""


rule write_index:
    """Show the question, the material, the verdicts at a glance, and the doors to all the rest."""
    input:
        tables=[f"<results>/tables/{table}.csv" for table in order.FRONT],
        about=[f"<results>/tables/{table}.json" for table in order.FRONT],
        figures=[f"<results>/figures/{figure}.json" for figure in FIGURES],
    output:
        "<results>/index.html",
    log:
        "<results>/logs/write_index.log",
        "<results>/logs/write_index.json",
    conda:
        "../../environment.yml"
    params:
        name=STUDY.name,
        study=about.of_pages(STUDY),
        notebooks=NOTEBOOKS,
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
        packages=PACKAGES,
        code=code_of("record_environment"),
    script:
        "../../scripts/record_environment.py"
