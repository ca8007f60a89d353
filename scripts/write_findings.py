"""Write the findings in words."""

from multicase.journal import journal
from multicase.pages import findings

with journal(snakemake.log[0]):
    findings.write(
        tables=[path for path in snakemake.input.tables if path.endswith(".csv")],
        figures=[path for path in snakemake.input.figures if path.endswith(".json")],
        study=list(snakemake.input.study),
        html=snakemake.output.html,
        markdown=snakemake.output.markdown,
    )
