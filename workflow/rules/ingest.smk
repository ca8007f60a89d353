"""Ingest: raw files become canonical text and turns, and every word of theirs is accounted for.

Reads   <study>/raw/, <study>/private/speakers.csv, columns.csv
Writes  <results>/private/texts, turns, left_out, questions/{batch}.parquet; <results>/private/questions.csv
"""


rule ingest_sources:
    """Read the raw files of a batch, each by its declared format, and parse who says what; refuse what can't be read."""
    input:
        raw=raw_files,
        # whether their rows for this batch changed is told by the digests below
        speakers=ancient(study_file("speakers")),
        columns=ancient(study_file("columns")),
    output:
        texts="<results>/private/texts/{batch}.parquet",
        turns="<results>/private/turns/{batch}.parquet",
        left_out="<results>/private/left_out/{batch}.parquet",
        questions="<results>/private/questions/{batch}.parquet",
    log:
        "<results>/private/logs/ingest_sources/{batch}.log",
        "<results>/logs/ingest_sources/{batch}.json",
    # before all that hangs on no text: questions are told at once
    priority: 2
    conda:
        "../../environment.yml"
    params:
        root=lambda wildcards: str(STUDY.root),
        sources=source_rows,
        speakers=rows_digest_of("speakers"),
        columns=rows_digest_of("columns"),
        limits=config["ingest"],
        code=code_of("ingest_sources"),
    script:
        "../../scripts/ingest_sources.py"


rule settle_speakers:
    """Refuse to go on while a question is open about who speaks: multicase check lists them, with how to answer."""
    input:
        questions=per_batch("<results>/private/questions/{batch}.parquet"),
        turns=per_batch("<results>/private/turns/{batch}.parquet"),
        speakers=study_file("speakers"),
    output:
        "<results>/private/questions.csv",
    log:
        "<results>/private/logs/settle_speakers.log",
        "<results>/logs/settle_speakers.json",
    priority: 2
    conda:
        "../../environment.yml"
    params:
        code=code_of("settle_speakers"),
    script:
        "../../scripts/settle_speakers.py"
