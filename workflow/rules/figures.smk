"""Figures: what the tables show, drawn.

Reads   <results>/tables/*.csv and their captions
Writes  <results>/figures/{figure}.svg, .png, .csv (what is drawn), .json (title, caption, alternative text)
"""


rule draw_figure:
    """Draw a figure from the tables alone, in colours that colour-blind readers can tell apart."""
    input:
        unpack(figure_inputs),
    output:
        svg="<results>/figures/{figure}.svg",
        png="<results>/figures/{figure}.png",
        csv="<results>/figures/{figure}.csv",
        about="<results>/figures/{figure}.json",
    log:
        "<results>/logs/draw_figure/{figure}.log",
    conda:
        "../../environment.yml"
    params:
        code=lambda wildcards: source_digest(
            "multicase.figures.draw", f"multicase.figures.{wildcards.figure.lower()}"
        ),
    script:
        "../../scripts/draw_figure.py"
