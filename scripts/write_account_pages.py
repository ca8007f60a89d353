"""Write the pages of what was left out, and of who decided what."""

from pathlib import Path

import pandas as pd
from multicase import frames, site
from multicase.audit.results import Results
from multicase.journal import journal
from multicase.site import decisions, left_out
from multicase.site.context import Context

with journal(snakemake):
    context = Context(Results(snakemake.params.results), snakemake.params.per_case)
    unplaced = frames.read(snakemake.input.unplaced, "unplaced")
    settings = pd.read_csv(snakemake.input.settings, dtype=str, keep_default_na=False)
    made = left_out.pages(context, unplaced) | decisions.pages(context, settings)
    site.write(made, Path(snakemake.output.left_out).parent)
