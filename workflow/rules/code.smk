"""Code: codes are given to segments, by the codebook's indicators and by people. Origins are kept apart.

Reads   <results>/segments, <results>/anonymised; <study>/codebook.yaml, <study>/codings/, adjudication.csv, readings.csv
Writes  <results>/codings/dictionary/{batch}.parquet, manual.parquet, unplaced.parquet (codings that wait or lie in no
        segment) and waiting.csv (those that people can help), model.parquet (suggestions), <results>/model/evaluation.csv;
        where programs of the user's own coded also program.parquet, program_again.parquet, program_unplaced.parquet,
        programs.json
"""


rule apply_dictionary:
    """Give each segment the codes whose indicators it matches, unless an exception or a negation cancels the hit."""
    input:
        segments="<results>/segments/{batch}.parquet",
        anonymised="<results>/anonymised/{batch}.parquet",
        codebook=study_file("codebook"),
    output:
        "<results>/codings/dictionary/{batch}.parquet",
    log:
        "<results>/logs/apply_dictionary/{batch}.log",
        "<results>/logs/apply_dictionary/{batch}.json",
    conda:
        "../../environment.yml"
    params:
        locale=config["anonymise"]["locale"],
        words=LOCALE,
        code=code_of("apply_dictionary"),
    script:
        "../../scripts/apply_dictionary.py"


rule anchor_codings:
    """Find the words that people coded in the anonymised text, by quote and offset; what has no place waits, and is counted."""
    input:
        codings=[str(path) for path in STUDY.coding_paths() if str(path) not in RECORDS],
        handed_in="<results>/codings/handed_in.parquet",
        segments=per_batch("<results>/segments/{batch}.parquet"),
        texts=per_batch("<results>/anonymised/{batch}"),
        codebook=study_file("codebook"),
        migrations=study_file("migrations"),
    output:
        codings="<results>/codings/manual.parquet",
        unplaced="<results>/codings/unplaced.parquet",
        waiting="<results>/codings/waiting.csv",
    log:
        "<results>/logs/anchor_codings.log",
        "<results>/logs/anchor_codings.json",
    conda:
        "../../environment.yml"
    params:
        closed=sorted(
            row["source_id"]
            for row in STUDY.sources
            if row["consent"] == consent.CLOSED
        ),
        code=code_of("anchor_codings"),
    script:
        "../../scripts/anchor_codings.py"


rule anchor_programs:
    """Find the words that programs of the user's own coded, as recorded; nobody is asked now, and what is lost is counted."""
    input:
        records=RECORDS,
        segments=per_batch("<results>/segments/{batch}.parquet"),
        texts=per_batch("<results>/anonymised/{batch}"),
        codebook=study_file("codebook"),
        migrations=study_file("migrations"),
        sources=study_file("sources"),
        participants=study_file("participants"),
    output:
        program="<results>/codings/program.parquet",
        retest="<results>/codings/program_again.parquet",
        unplaced="<results>/codings/program_unplaced.parquet",
        standing="<results>/codings/programs.json",
    log:
        "<results>/logs/anchor_programs.log",
        "<results>/logs/anchor_programs.json",
    conda:
        "../../environment.yml"
    params:
        closed=sorted(
            row["source_id"]
            for row in STUDY.sources
            if row["consent"] == consent.CLOSED
        ),
        study={"attributes": ATTRIBUTES},
        k=SHOWN_K,
        code=code_of("anchor_programs"),
    script:
        "../../scripts/anchor_programs.py"


rule suggest_codes:
    """Learn from what people coded and adjudication kept, tell how well that does, and suggest codes for what nobody read."""
    input:
        manual="<results>/codings/manual.parquet",
        dictionary=per_batch("<results>/codings/dictionary/{batch}.parquet"),
        segments=per_batch("<results>/segments/{batch}.parquet"),
        codebook=study_file("codebook"),
        adjudication=study_file("adjudication"),
        readings=study_file("readings"),
    output:
        evaluation="<results>/model/evaluation.csv",
        suggestions="<results>/codings/model.parquet",
    log:
        "<results>/logs/suggest_codes.log",
        "<results>/logs/suggest_codes.json",
    # takes longest, and nothing but the manifest waits for it
    priority: 1
    conda:
        "../../environment.yml"
    params:
        least=config["model"]["least"],
        code=code_of("suggest_codes"),
    script:
        "../../scripts/suggest_codes.py"
