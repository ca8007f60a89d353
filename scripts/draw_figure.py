"""Draw one figure, with the numbers behind it, its caption and its alternative text."""

from multicase.figures import draw
from multicase.journal import journal

with journal(snakemake):
    figure, rows, about = draw.draw(
        snakemake.params.entry, inputs=dict(snakemake.input.items()), timeline=snakemake.params.timeline
    )
    draw.write(
        figure,
        rows,
        about,
        svg=snakemake.output.svg,
        pdf=snakemake.output.pdf,
        png=snakemake.output.png,
        csv=snakemake.output.csv,
        about_path=snakemake.output.about,
    )
