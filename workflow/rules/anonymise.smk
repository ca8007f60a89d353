"""Anonymise: identifiers are found, decided about and replaced. The last stage that reads the closed zone.

Reads   <results>/private/texts, turns; <study>/private/register.csv, decisions.csv, pseudonyms.csv, programs/,
        rereading.csv
Writes  <results>/private/lexicon, found, identifiers, queue.csv, pseudonyms.proposed.csv; <results>/anonymised/
        with anonymise.model, train or programs also <results>/private/suggested, names, names.csv, programs.csv
"""


rule build_lexicon:
    """Collect what the words of a case are, ordinary ones and names that its texts tell; first, who speaks must be settled."""
    input:
        texts=lambda wildcards: expand(
            "<results>/private/texts/{batch}.parquet",
            batch=batches_of_case(wildcards.case),
        ),
        turns=lambda wildcards: expand(
            "<results>/private/turns/{batch}.parquet",
            batch=batches_of_case(wildcards.case),
        ),
        questions=lambda wildcards: expand(
            "<results>/private/questions/{batch}.parquet",
            batch=batches_of_case(wildcards.case),
        ),
    output:
        "<results>/private/lexicon/{case}.parquet",
    log:
        "<results>/private/logs/build_lexicon/{case}.log",
        "<results>/logs/build_lexicon/{case}.json",
    conda:
        "../../environment.yml"
    params:
        locale=config["anonymise"]["locale"],
        words=LOCALE,
        code=code_of("build_lexicon"),
    script:
        "../../scripts/build_lexicon.py"


rule find_identifiers:
    """Find what points to a person, organisation or place, layer by layer, misspelt names among it."""
    input:
        texts="<results>/private/texts/{batch}.parquet",
        turns="<results>/private/turns/{batch}.parquet",
        lexicon=lambda wildcards: f"<results>/private/lexicon/{case_of_batch(wildcards.batch)}.parquet",
        register=study_file("register"),
        speakers=ancient(study_file("speakers")),  # its digest is below
        decisions=study_file("decisions"),
    output:
        "<results>/private/found/{batch}.parquet",
    log:
        "<results>/private/logs/find_identifiers/{batch}.log",
        "<results>/logs/find_identifiers/{batch}.json",
    conda:
        "../../environment.yml"
    params:
        settings=DETECTION,
        case_of=sources_of_case,
        speakers=rows_digest_of("speakers", sources_of_case),
        words=LOCALE,
        code=code_of("find_identifiers"),
    script:
        "../../scripts/find_identifiers.py"


rule train_names:
    """Train a small recogniser of names on the study's own decisions; report what it adds on sources held out."""
    input:
        texts=per_batch("<results>/private/texts/{batch}.parquet"),
        turns=per_batch("<results>/private/turns/{batch}.parquet"),
        found=per_batch("<results>/private/found/{batch}.parquet"),
        register=study_file("register"),
        decisions=study_file("decisions"),
        pseudonyms=study_file("pseudonyms"),
    output:
        model=directory("<results>/private/names"),
        report="<results>/private/names.csv",
    log:
        "<results>/private/logs/train_names.log",
        "<results>/logs/train_names.json",
    conda:
        "../../environment.yml"
    params:
        settings=DETECTION,
        seed=config["seed"],
        words=LOCALE,
        code=code_of("train_names"),
    script:
        "../../scripts/train_names.py"


rule suggest_names:
    """Add to what the rules found what only a model or another program sees: it waits for people's decisions."""
    input:
        texts="<results>/private/texts/{batch}.parquet",
        found="<results>/private/found/{batch}.parquet",
        trained=["<results>/private/names"] if config["anonymise"]["train"] else [],
        records=program_records(),
    output:
        "<results>/private/suggested/{batch}.parquet",
    log:
        "<results>/private/logs/suggest_names/{batch}.log",
        "<results>/logs/suggest_names/{batch}.json",
    conda:
        "../../environment.yml"
    params:
        model=config["anonymise"]["model"],
        programs=lambda wildcards: config["anonymise"]["programs"],
        study=lambda wildcards: str(STUDY.root),
        locale=config["anonymise"]["locale"],
        words=LOCALE,
        code=code_of("suggest_names"),
    script:
        "../../scripts/suggest_names.py"


rule report_programs:
    """Tell what each of the user's own programs found, how much of it the rules find too, and what people decided."""
    input:
        texts=per_batch("<results>/private/texts/{batch}.parquet"),
        turns=per_batch("<results>/private/turns/{batch}.parquet"),
        lexicons=expand("<results>/private/lexicon/{case}.parquet", case=CASES),
        identifiers=per_batch("<results>/private/identifiers/{batch}.parquet"),
        register=study_file("register"),
        records=program_records(),
    output:
        "<results>/private/programs.csv",
    log:
        "<results>/private/logs/report_programs.log",
        "<results>/logs/report_programs.json",
    conda:
        "../../environment.yml"
    params:
        programs=lambda wildcards: config["anonymise"]["programs"],
        study=lambda wildcards: str(STUDY.root),
        settings=DETECTION,
        words=LOCALE,
        code=code_of("report_programs"),
    script:
        "../../scripts/report_programs.py"


rule replace_identifiers:
    """Replace what people decided about by role-bearing pseudonyms, and mask what nobody has decided about."""
    input:
        texts="<results>/private/texts/{batch}.parquet",
        turns="<results>/private/turns/{batch}.parquet",
        left_out="<results>/private/left_out/{batch}.parquet",
        found=FOUND,
        lexicon=lambda wildcards: f"<results>/private/lexicon/{case_of_batch(wildcards.batch)}.parquet",
        register=study_file("register"),
        speakers=ancient(study_file("speakers")),  # its digest is below
        decisions=study_file("decisions"),
        pseudonyms=study_file("pseudonyms"),
    output:
        identifiers="<results>/private/identifiers/{batch}.parquet",
        anonymised="<results>/anonymised/{batch}.parquet",
        log="<results>/anonymised/{batch}.log.parquet",
        balance="<results>/anonymised/{batch}.balance.parquet",
        texts=directory("<results>/anonymised/{batch}"),
    log:
        "<results>/private/logs/replace_identifiers/{batch}.log",
        "<results>/logs/replace_identifiers/{batch}.json",
    conda:
        "../../environment.yml"
    params:
        settings=DETECTION,
        case_of=sources_of_case,
        speakers=rows_digest_of("speakers", sources_of_case),
        words=LOCALE,
        code=code_of("replace_identifiers"),
    script:
        "../../scripts/replace_identifiers.py"


rule carry_codings:
    """Carry what people coded before anonymisation over to the anonymised texts, by position; its words stay closed."""
    input:
        codings=closed_codings(),
        texts=per_batch("<results>/private/texts/{batch}.parquet"),
        identifiers=per_batch("<results>/private/identifiers/{batch}.parquet"),
        settled="<results>/private/questions.csv",
    output:
        "<results>/codings/handed_in.parquet",
    log:
        "<results>/private/logs/carry_codings.log",
        "<results>/logs/carry_codings.json",
    conda:
        "../../environment.yml"
    params:
        code=code_of("carry_codings"),
    script:
        "../../scripts/carry_codings.py"


rule measure_rereading:
    """Count what people found left when they read anonymised passages again; the counts are open, and hold no word."""
    input:
        texts=per_batch("<results>/private/texts/{batch}.parquet"),
        rereading=study_file("rereading"),
    output:
        "<results>/anonymised/rereading.parquet",
    log:
        "<results>/private/logs/measure_rereading.log",
        "<results>/logs/measure_rereading.json",
    conda:
        "../../environment.yml"
    params:
        code=code_of("measure_rereading"),
    script:
        "../../scripts/measure_rereading.py"


rule propose_decisions:
    """Propose, for people to accept or change, what to do about identifiers without a decision or a pseudonym."""
    input:
        texts=per_batch("<results>/private/texts/{batch}.parquet"),
        identifiers=per_batch("<results>/private/identifiers/{batch}.parquet"),
        register=study_file("register"),
        pseudonyms=study_file("pseudonyms"),
        decisions=study_file("decisions"),
    output:
        queue="<results>/private/queue.csv",
        unmatched="<results>/private/unmatched.csv",
        pseudonyms="<results>/private/pseudonyms.proposed.csv",
    log:
        "<results>/private/logs/propose_decisions.log",
        "<results>/logs/propose_decisions.json",
    conda:
        "../../environment.yml"
    params:
        locale=config["anonymise"]["locale"],
        words=LOCALE,
        code=code_of("propose_decisions"),
    script:
        "../../scripts/propose_decisions.py"
