"""Ingest: raw files become canonical text and turns.

Reads   <study>/raw/, <study>/private/speakers.csv
Writes  <results>/private/texts/{batch}.parquet, <results>/private/turns/{batch}.parquet
"""


rule ingest_sources:
    """Read the raw files of a batch, each by its declared format, and parse who says what; refuse what can't be read."""
    input:
        raw=raw_files,
        # whether its rows for this batch changed is told by the digest below
        speakers=ancient(study_file("speakers")),
    output:
        texts="<results>/private/texts/{batch}.parquet",
        turns="<results>/private/turns/{batch}.parquet",
    log:
        "<results>/private/logs/ingest_sources/{batch}.log",
    conda:
        "../../environment.yml"
    params:
        root=lambda wildcards: str(STUDY.root),
        sources=source_rows,
        speakers=speaker_rows_digest,
        code=code_of("ingest_sources"),
    script:
        "../../scripts/ingest_sources.py"
