"""Show what audits by sample found."""

from pathlib import Path

from multicase import site
from multicase.audit.results import Results
from multicase.digest import file_sha256
from multicase.journal import journal
from multicase.site import audits
from multicase.site.context import Context
from multicase.study import files

with journal(snakemake):
    found = audits.pages(
        Context(Results(snakemake.params.results), snakemake.params.per_case),
        audits={Path(path).stem: files.mapping([path]) for path in snakemake.input.audits},
        build=file_sha256(snakemake.input.manifest),
    )
    site.write(found, Path(snakemake.output[0]).parent)
