"""Export: the anonymised, coded study for other tools, and what each format leaves behind; the tables for authors.

Reads   <results>/anonymised, <results>/segments, <results>/codings/manual.parquet, <results>/themes/evidence.parquet;
        codebook.yaml, cases.csv, participants.csv, sources.csv; claims.yaml, tables.yaml, migrations.yaml, frozen.yaml;
        <results>/tables/*.json, *.csv
Writes  <results>/exports/study.qdpx, codebook.qdc, annotations.jsonld, codings.csv, taguette.sqlite3, taguette_codebook.csv,
        losses.csv; study.sqlite3, metadata.json; tables.xlsx, tables.docx; <results>/instrument
"""


rule export_study:
    """Only sources that may be quoted, with participants made as vague as T03 shows them."""
    input:
        texts=per_batch("<results>/anonymised/{batch}"),
        codings="<results>/codings/manual.parquet",
        codebook=study_file("codebook"),
        participants=study_file("participants"),
        sources=study_file("sources"),
    output:
        qdpx="<results>/exports/study.qdpx",
        qdc="<results>/exports/codebook.qdc",
        annotations="<results>/exports/annotations.jsonld",
        codings="<results>/exports/codings.csv",
        taguette="<results>/exports/taguette.sqlite3",
        tags="<results>/exports/taguette_codebook.csv",
        losses="<results>/exports/losses.csv",
    log:
        "<results>/logs/export_study.log",
        "<results>/logs/export_study.json",
    conda:
        "../../environment.yml"
    params:
        name=STUDY.name,
        study={"attributes": ATTRIBUTES},
        k=config["disclosure"]["k"],
        code=code_of("export_study"),
    script:
        "../../scripts/export_study.py"


rule export_database:
    """Every open source with its codings, to be searched; words only of those that may be quoted."""
    input:
        texts=per_batch("<results>/anonymised/{batch}"),
        segments=per_batch("<results>/segments/{batch}.parquet"),
        codings="<results>/codings/manual.parquet",
        codebook=study_file("codebook"),
        cases=study_file("cases"),
        participants=study_file("participants"),
        sources=study_file("sources"),
    output:
        database="<results>/exports/study.sqlite3",
        metadata="<results>/exports/metadata.json",
    log:
        "<results>/logs/export_database.log",
        "<results>/logs/export_database.json",
    conda:
        "../../environment.yml"
    params:
        name=STUDY.name,
        about=about.of_crate(STUDY),
        study={"attributes": ATTRIBUTES},
        k=config["disclosure"]["k"],
        code=code_of("export_database"),
    script:
        "../../scripts/export_database.py"


rule export_tables:
    """Take the tables into a paper: all as a workbook, those that fit a page as a document; numbers stay numbers."""
    input:
        table_files(),
    output:
        xlsx="<results>/exports/tables.xlsx",
        docx="<results>/exports/tables.docx",
    log:
        "<results>/logs/export_tables.log",
        "<results>/logs/export_tables.json",
    conda:
        "../../environment.yml"
    params:
        title=about.of_pages(STUDY).get("title", STUDY.name),
        code=code_of("export_tables"),
    script:
        "../../scripts/export_tables.py"


rule write_instrument:
    """Lay the instrument open, so that the results alone are enough to replicate the study."""
    input:
        **{name: study_file(name) for name in originals.DOCUMENTS},
        sources=study_file("sources"),
        evidence="<results>/themes/evidence.parquet",
    output:
        directory("<results>/instrument"),
    log:
        "<results>/logs/write_instrument.log",
        "<results>/logs/write_instrument.json",
    conda:
        "../../environment.yml"
    params:
        name=STUDY.name,
        about=about.of_instrument(STUDY),
        settings=instrument.settings(config),
        passed_on=replication.passed_on(STUDY),
        code=code_of("write_instrument"),
    script:
        "../../scripts/write_instrument.py"
