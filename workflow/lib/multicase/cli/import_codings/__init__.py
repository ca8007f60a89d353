"""`multicase import-codings`: the codings of another tool's project, or of a table of raters, on a study's texts."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place
from multicase.cli.import_codings import projects, ratings


class Missing(StrEnum):
    """What it means that a rater has no row for a unit; see `multicase.exchange.rated`."""

    unread = "unread"
    nothing = "nothing"


SEVERAL = "may be given several times"


def command(
    file: Annotated[
        Path,
        typer.Argument(
            help="a project (.qdpx, Taguette's .sqlite3), a coding sheet, commented .docx or a folder of them, a table"
        ),
    ],
    study: place.Study = None,
    write: Annotated[
        bool, typer.Option(help="write <coder>.csv into codings/ or private/codings/; of raters, readings.csv too")
    ] = False,
    coder: Annotated[str | None, typer.Option(help="who coded, whatever the tool calls them")] = None,
    project: Annotated[int | None, typer.Option(help="the project's number, in a Taguette database of several")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="change a coder's file without asking")] = False,
    source_column: Annotated[
        str | None, typer.Option(help="of a table of raters: the column of sources (source)")
    ] = None,
    unit_column: Annotated[str | None, typer.Option(help="the column of units (unit)")] = None,
    coder_column: Annotated[str | None, typer.Option(help="the column of raters (coder)")] = None,
    code_column: Annotated[list[str] | None, typer.Option(help=f"a column of codes (code); {SEVERAL}")] = None,
    rater_column: Annotated[list[str] | None, typer.Option(help=f"a column that is one rater's; {SEVERAL}")] = None,
    units: Annotated[
        str, typer.Option(help="what a unit is that is no segment's id: turn, row, or column:NAME of the source")
    ] = "",
    none: Annotated[
        list[str] | None, typer.Option(help=f"a cell that means no code, as an empty one does; {SEVERAL}")
    ] = None,
    missing: Annotated[Missing | None, typer.Option(help="what it means that a rater has no row for a unit")] = None,
) -> None:
    """Show what a project, sheet, commented text or table of raters holds, how it lies on the texts, and what waits."""
    from multicase.exchange import raters

    where = place.of(study)
    given = {"source": source_column, "unit": unit_column, "coder": coder_column}
    several = {"codes": code_column, "raters": rater_column}
    named = {name: value for name, value in given.items() if value}
    named |= {name: tuple(values) for name, values in several.items() if values}
    if named or (not file.is_dir() and raters.is_table(projects.read_bytes(file), str(file))):
        layout = raters.Layout(**named)
        print(ratings.import_ratings(file, where, layout, units, none or (), missing or "", write))
        return
    print("\n".join(projects.bring(file, where, coder or "", write, None if yes else _confirmed, project)))


def _confirmed(question: str) -> bool:
    """What a person says; without a terminal, nobody says yes."""
    return sys.stdin.isatty() and typer.confirm(question)
