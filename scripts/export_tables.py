"""Write the tables as authors take them into a paper: a workbook, and a document of those that fit a page."""

from multicase import paper
from multicase.journal import journal

with journal(snakemake):
    paper.write(
        tables=snakemake.input,
        title=snakemake.params.title,
        xlsx=snakemake.output.xlsx,
        docx=snakemake.output.docx,
    )
