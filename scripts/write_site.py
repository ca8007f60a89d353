"""Write the audit's first page, its style sheet, its script, and the words that this searches."""

import json
from pathlib import Path

from multicase import site
from multicase.audit.results import Results
from multicase.journal import journal
from multicase.site import front
from multicase.site.context import Context

with journal(snakemake):
    context = Context(Results(snakemake.params.results), snakemake.params.per_case)
    tables, figures = (
        [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]
        for paths in (snakemake.input.tables, snakemake.input.figures)
    )
    tables = sorted([*tables, snakemake.params.manifest | {"missing": ""}], key=lambda entry: entry["id"])
    made = {
        snakemake.output.page: front.render(context, snakemake.params.study, tables, figures),
        snakemake.output.words: front.words(context),
        snakemake.output.style: site.style(),
        snakemake.output.script: (site.HERE / site.SCRIPT).read_text(encoding="utf-8"),
    }
    for path, text in made.items():
        Path(path).write_text(text, encoding="utf-8")
