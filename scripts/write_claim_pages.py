"""Write the pages of claims."""

from pathlib import Path

from multicase import site
from multicase.audit.results import Results
from multicase.journal import journal
from multicase.site import claims
from multicase.site.context import Context

with journal(snakemake):
    folder = Path(snakemake.output[0])
    folder.mkdir(parents=True, exist_ok=True)  # also where there is none to write
    context = Context(Results(snakemake.params.results), snakemake.params.per_case)
    site.write(claims.pages(context), folder.parent)
