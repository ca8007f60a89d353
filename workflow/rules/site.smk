"""Site: the audit, a static site from which a reviewer gets from any number to the words behind it.

Reads   <results>/themes, segments, codings, tables, figures; files of the study
Writes  <results>/audit/
"""


rule list_evidence:
    """Lay open every coding that is analysed, and what it is counted by, in plain files."""
    input:
        evidence="<results>/themes/evidence.parquet",
        removed="<results>/themes/removed.parquet",
        codings=[
            "<results>/codings/manual.parquet",
            *per_batch("<results>/codings/dictionary/{batch}.parquet"),
            *of_programs(codings="<results>/codings/program.parquet").values(),
        ],
        segments=per_batch("<results>/segments/{batch}.parquet"),
        read_sources="<results>/themes/sources.parquet",
        cases=study_file("cases"),
        sources=study_file("sources"),
        participants=study_file("participants"),
        codebook=study_file("codebook"),
        claims=study_file("claims"),
    output:
        **{name: f"<results>/audit/{name}.csv" for name in listing.FILES},
        claims="<results>/audit/claims.json",
    log:
        "<results>/logs/list_evidence.log",
        "<results>/logs/list_evidence.json",
    conda:
        "../../environment.yml"
    params:
        people=("cases", "sources", "participants"),
        study={"attributes": ATTRIBUTES} | about.added(STUDY),
        judged=unmet.judged(STUDY),
        k=SHOWN_K,
        k_beside_words=config["disclosure"]["k"],
        code=code_of("list_evidence"),
    script:
        "../../scripts/list_evidence.py"


rule write_table_page:
    """Show a table, and behind each of its numbers what it rests on, in the words that were said."""
    input:
        "<results>/tables/{table}.csv",
        "<results>/tables/{table}.json",
        "<results>/tables/{table}.evidence.parquet",
        LAID_OPEN,
    output:
        page="<results>/audit/tables/{table}.html",
        evidence=directory("<results>/audit/evidence/{table}"),
    log:
        "<results>/logs/write_table_page/{table}.log",
        "<results>/logs/write_table_page/{table}.json",
    conda:
        "../../environment.yml"
    params:
        results=results_folder,
        per_case=config["batches_per_case"],
        figures=lambda wildcards: [
            name for name, entry in FIGURES.items() if wildcards.table in entry.needs
        ],
        code=code_of("write_table_page"),
    script:
        "../../scripts/write_table_page.py"


rule write_site:
    """Write the audit's first page, its style sheet and its script."""
    input:
        LAID_OPEN,
        tables=[f"<results>/tables/{table}.json" for table in TABLES if table != "T27"],
        verdicts=["<results>/tables/T23.csv", "<results>/tables/T23.evidence.parquet"],
        figures=[f"<results>/figures/{figure}.json" for figure in FIGURES],
    output:
        page=report(
            "<results>/audit/index.html",
            caption="../report/audit.rst",
            category="Audit",
            labels={"Page": "Where the audit begins"},
        ),
        style="<results>/audit/site.css",
        script="<results>/audit/site.js",
        words="<results>/audit/words.js",
    log:
        "<results>/logs/write_site.log",
        "<results>/logs/write_site.json",
    conda:
        "../../environment.yml"
    params:
        results=results_folder,
        per_case=config["batches_per_case"],
        study=about.of_pages(STUDY),
        manifest={
            name: value
            for name, value in tables.as_mapping(TABLES["T27"]).items()
            if name in ("id", "title", "caption", "group")
        },
        code=code_of("write_site"),
    script:
        "../../scripts/write_site.py"


rule write_provenance:
    """Show the graph of all jobs and files; it is made from the manifest, which therefore doesn't list it."""
    input:
        records=lambda wildcards: provenance_records(),
        manifest="<results>/tables/T27.csv",
        segments=per_batch("<results>/segments/{batch}.parquet"),
        environment="<results>/audit/environment.csv",
        study=open_study_files(),
        notebooks=expand(NOTEBOOK, notebook=NOTEBOOKS),
    output:
        directory("<results>/audit/provenance"),
    log:
        "<results>/logs/write_provenance.log",
    conda:
        "../../environment.yml"
    params:
        study=lambda wildcards: str(STUDY.root),
        locked=STUDY.locked,
        rules=declared.rules((HOME / "workflow/rules").glob("*.smk")),
        code=code_of("write_provenance", files=expand(NOTEBOOK, notebook=NOTEBOOKS)),
    script:
        "../../scripts/write_provenance.py"


rule write_figure_page:
    """Show a figure with each mark a link to what it rests on, and the evidence of marks that are sums."""
    input:
        LAID_OPEN,
        figure_tables,
        [f"<results>/figures/{{figure}}.{ending}" for ending in ("svg", "csv", "json")],
    output:
        page="<results>/audit/figures/{figure}.html",
        evidence=directory("<results>/audit/evidence/{figure}"),
    log:
        "<results>/logs/write_figure_page/{figure}.log",
        "<results>/logs/write_figure_page/{figure}.json",
    conda:
        "../../environment.yml"
    params:
        results=lambda wildcards, output: str(Path(output.page).parents[2]),
        per_case=config["batches_per_case"],
        code=code_of("write_figure_page"),
    script:
        "../../scripts/write_figure_page.py"


rule write_recount:
    """Lay the program that recounts the results without this library beside what it counts."""
    output:
        "<results>/audit/recount.py",
    log:
        "<results>/logs/write_recount.log",
        "<results>/logs/write_recount.json",
    conda:
        "../../environment.yml"
    params:
        code=code_of("write_recount"),
    script:
        "../../scripts/write_recount.py"


rule write_audits:
    """Show what audits by sample found. The page tells of the manifest, so that the manifest doesn't list it."""
    input:
        manifest="<results>/tables/T27.csv",
        listed=LAID_OPEN,
        tables=[
            f"<results>/tables/{table}.{ending}"
            for table in TABLES
            if table != "T27"
            for ending in ("csv", "json", "evidence.parquet")
        ],
        audits=[str(path) for path in STUDY.audit_paths()],
    output:
        "<results>/audit/audits.html",
        "<results>/audit/sample.html",
    log:
        "<results>/logs/write_audits.log",
    conda:
        "../../environment.yml"
    params:
        results=lambda wildcards, output: str(Path(output[0]).parents[1]),
        per_case=config["batches_per_case"],
        code=code_of("write_audits"),
    script:
        "../../scripts/write_audits.py"


rule write_source_pages:
    """Show each source to read, its codings beside the text, and what rests on each of its segments."""
    input:
        LAID_OPEN,
        [
            f"<results>/tables/{table}.{ending}"
            for table in WILDCARDS["table"]
            for ending in ("csv", "json", "evidence.parquet")
        ],
    output:
        directory("<results>/audit/sources/{batch}"),
    log:
        "<results>/logs/write_source_pages/{batch}.log",
        "<results>/logs/write_source_pages/{batch}.json",
    conda:
        "../../environment.yml"
    params:
        results=results_folder,
        per_case=config["batches_per_case"],
        tables=WILDCARDS["table"],
        code=code_of("write_source_pages"),
    script:
        "../../scripts/write_source_pages.py"


rule write_code_pages:
    """Show each code: what it means, how it came to be, how often and where it is given, and what it counts for."""
    input:
        LAID_OPEN,
        tables=tables_of_pages("codes"),
    output:
        directory("<results>/audit/codes"),
    log:
        "<results>/logs/write_code_pages.log",
        "<results>/logs/write_code_pages.json",
    conda:
        "../../environment.yml"
    params:
        results=results_folder,
        per_case=config["batches_per_case"],
        code=code_of("write_code_pages"),
    script:
        "../../scripts/write_code_pages.py"


rule write_case_pages:
    """Show each case whole: its account, its sources and people, and what it says of each claim."""
    input:
        LAID_OPEN,
        tables=tables_of_pages("cases"),
        figure=["<results>/figures/F18.csv", "<results>/figures/F18.json"],
    output:
        directory("<results>/audit/cases"),
    log:
        "<results>/logs/write_case_pages.log",
        "<results>/logs/write_case_pages.json",
    conda:
        "../../environment.yml"
    params:
        results=results_folder,
        per_case=config["batches_per_case"],
        code=code_of("write_case_pages"),
    script:
        "../../scripts/write_case_pages.py"


rule write_participant_pages:
    """Show of each participant what may be told, where they speak, and what of it is coded."""
    input:
        LAID_OPEN,
        tables=tables_of_pages("participants"),
    output:
        directory("<results>/audit/participants"),
    log:
        "<results>/logs/write_participant_pages.log",
        "<results>/logs/write_participant_pages.json",
    conda:
        "../../environment.yml"
    params:
        results=results_folder,
        per_case=config["batches_per_case"],
        k=SHOWN_K,
        k_beside_words=config["disclosure"]["k"],
        code=code_of("write_participant_pages"),
    script:
        "../../scripts/write_participant_pages.py"


rule write_claim_pages:
    """Show each claim: its verdict step by step, what would change it, and what speaks for it and against it."""
    input:
        LAID_OPEN,
        tables=tables_of_pages("claims"),
    output:
        directory("<results>/audit/claims"),
    log:
        "<results>/logs/write_claim_pages.log",
        "<results>/logs/write_claim_pages.json",
    conda:
        "../../environment.yml"
    params:
        results=results_folder,
        per_case=config["batches_per_case"],
        code=code_of("write_claim_pages"),
    script:
        "../../scripts/write_claim_pages.py"


rule write_account_pages:
    """Tell what was left out, stage by stage, and who decided what."""
    input:
        LAID_OPEN,
        tables=tables_of_pages("left_out", "decisions"),
        unplaced="<results>/codings/unplaced.parquet",
        settings="<results>/audit/settings.csv",
    output:
        left_out="<results>/audit/left_out.html",
        decisions="<results>/audit/decisions.html",
    log:
        "<results>/logs/write_account_pages.log",
        "<results>/logs/write_account_pages.json",
    conda:
        "../../environment.yml"
    params:
        results=results_folder,
        per_case=config["batches_per_case"],
        code=code_of("write_account_pages"),
    script:
        "../../scripts/write_account_pages.py"
