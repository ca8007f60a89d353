"""Audit: the last gates. Nothing of the closed zone is in an open file; the results are the published ones, or not.

Reads   every open file of <results>; the closed zone, to know what must not be found; results/published/<study>
Writes  <results>/audit/leaks.json, <results>/audit/reproduction.csv, <results>/private/manifest.csv
"""


rule hash_closed:
    """List the hash of every file of the closed zone, inside it, so that one that is altered later is noticed."""
    input:
        lambda wildcards: [path for path in files_of(CLOSED_RULES) if is_closed(path)],
    output:
        "<results>/private/manifest.csv",
    log:
        "<results>/private/logs/hash_closed.log",
        "<results>/logs/hash_closed.json",
    conda:
        "../../environment.yml"
    params:
        code=code_of("hash_closed"),
    script:
        "../../scripts/hash_closed.py"


rule scan_leaks:
    """Search every open file, its name and its metadata for every original identifier; one hit fails the run."""
    input:
        manifest="<results>/tables/T27.csv",
        identifiers=per_batch("<results>/private/identifiers/{batch}.parquet"),
        lexicons=expand("<results>/private/lexicon/{case}.parquet", case=CASES),
        queue="<results>/private/queue.csv",
        texts=per_batch("<results>/anonymised/{batch}"),
        unlisted=lambda wildcards: after_manifest(),
        register=study_file("register"),
        speakers=study_file("speakers"),
        decisions=study_file("decisions"),
        looked=study_file("looked"),
    output:
        report="<results>/audit/leaks.json",
        residual="<results>/private/residual.csv",
    log:
        "<results>/private/logs/scan_leaks.log",
    conda:
        "../../environment.yml"
    threads: 2
    params:
        results=lambda wildcards, output: str(Path(output[0]).parents[1]),
        locale=config["anonymise"]["locale"],
        words=LOCALE,
        case_of=lambda wildcards: {
            row["source_id"]: row["case_id"] for row in STUDY.open_sources
        },
        code=code_of("scan_leaks"),
    script:
        "../../scripts/scan_leaks.py"


rule compare_published:
    """Compare this build with the version of record, file by file."""
    input:
        manifest="<results>/tables/T27.csv",
        leaks="<results>/audit/leaks.json",
        published=published_files,
    output:
        "<results>/audit/reproduction.csv",
    log:
        "<results>/logs/compare_published.log",
    conda:
        "../../environment.yml"
    params:
        results=lambda wildcards, output: str(Path(output[0]).parents[1]),
        published=PUBLISHED,
        code=code_of("compare_published"),
    script:
        "../../scripts/compare_published.py"
