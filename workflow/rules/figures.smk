"""Figures: what the tables show, drawn.

Reads   <results>/tables/*.csv and what stands around them; for declared figures <results>/themes/evidence.parquet;
        for F13 the verdicts, for F18 evidence, segments and what was read
Writes  <results>/figures/{figure}.svg, .pdf, .png, .csv (what is drawn), .json (title, caption, alternative text)
"""


rule draw_figure:
    """Draw a figure from the tables alone, in colours that colour-blind readers can tell apart."""
    input:
        unpack(figure_inputs),
    output:
        svg=report(
            "<results>/figures/{figure}.svg",
            caption="../report/entry.rst",
            category="Figures",
            subcategory=figure_group,
            labels=figure_labels("drawing"),
        ),
        pdf="<results>/figures/{figure}.pdf",
        png="<results>/figures/{figure}.png",
        csv=report(
            "<results>/figures/{figure}.csv",
            caption="../report/entry.rst",
            category="Figures",
            subcategory=figure_group,
            labels=figure_labels("rows, as CSV"),
        ),
        about="<results>/figures/{figure}.json",
    log:
        "<results>/logs/draw_figure/{figure}.log",
        "<results>/logs/draw_figure/{figure}.json",
    conda:
        "../../environment.yml"
    params:
        entry=lambda wildcards: figures.as_mapping(FIGURES[wildcards.figure]),
        timeline=timeline,
        code=lambda wildcards: code_of(
            "draw_figure", f"multicase.figures.{FIGURES[wildcards.figure].module}"
        )(wildcards),
    script:
        "../../scripts/draw_figure.py"
