"""The crate: the study, its files, runs, settings and claims, as other programs read them.

Reads   <results>/tables/T27.*, T23.csv, <results>/audit/settings.csv, the jobs' records; the study's open files
Writes  <results>/ro-crate-metadata.json, <results>/Snakefile, <results>/README.md
"""


rule write_crate:
    """Say as a Workflow Run RO-Crate what was made from what, and which claims rest on it."""
    input:
        manifest=expand(
            "<results>/tables/T27{ending}",
            ending=[".csv", ".evidence.parquet", ".json"],
        ),
        records=[*listed_records(), "<results>/logs/build_table/T27.json"],
        settings="<results>/audit/settings.csv",
        claims="<results>/tables/T23.csv",
        supplied=open_study_files(),
        snakefile=str(HOME / "Snakefile"),
    output:
        crate="<results>/ro-crate-metadata.json",
        workflow="<results>/Snakefile",
        readme="<results>/README.md",
    log:
        "<results>/logs/write_crate.log",
    conda:
        "../../environment.yml"
    params:
        results=lambda wildcards, output: str(Path(output[0]).parent),
        study=about.of_crate(STUDY),
        rules=described_rules,
        engine=snakemake_version,
        code=code_of("write_crate", files=[HOME / "Snakefile"]),
    script:
        "../../scripts/write_crate.py"
