"""Write the findings in words."""

from multicase.audit.results import Results
from multicase.journal import journal
from multicase.pages import findings
from multicase.site.context import Context
from multicase.site.links import Links

with journal(snakemake):
    context = Context(Results(snakemake.params.results), snakemake.params.per_case)
    findings.write(
        tables=snakemake.input.tables,
        figures=snakemake.input.figures,
        study=snakemake.params.study,
        read_sources=snakemake.input.read_sources,
        links=Links(context, "../audit/"),
        html=snakemake.output.html,
        markdown=snakemake.output.markdown,
    )
