"""`multicase graph`: the workflow's rules, drawn."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from multicase.study.problems import Problem, StudyError
from multicase.wording import counted


def command(
    output: Annotated[Path, typer.Argument(help="where the drawing goes")] = Path("rulegraph.svg"),
    rules: Annotated[Path, typer.Option(help="the folder of the workflow's rule files")] = Path("workflow/rules"),
) -> None:
    """Draw what `snakemake --rulegraph` prints, read from the standard input, as SVG."""
    from multicase.audit import declared
    from multicase.site import graph

    drawn = graph.of_dot(sys.stdin.read(), declared.rules(rules.glob("*.smk")))
    if not drawn.nodes:
        found, expected = "no rule", "what snakemake --rulegraph prints"
        raise StudyError([Problem("standard input", "", found, expected, "snakemake --rulegraph | multicase graph")])
    output.write_text(graph.svg(drawn, linked=False), encoding="utf-8")
    print(f"{counted(len(drawn.nodes), 'rule')} drawn in {output}")
