"""`multicase adjudicate`: where coders differ, decided by people, in the terminal or in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place

SEVERAL = "may be given several times"


def command(
    study: place.Study = None,
    by: Annotated[str, typer.Option(help="who decides: ids, separated by ;")] = "",
    code: Annotated[list[str] | None, typer.Option(help=f"only this code; {SEVERAL}")] = None,
    source: Annotated[list[str] | None, typer.Option(help=f"only in this source; {SEVERAL}")] = None,
    theme: Annotated[list[str] | None, typer.Option(help=f"only codes of this theme; {SEVERAL}")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="at most so many")] = None,
    again: Annotated[bool, typer.Option("--again", help="ask what is decided already too, to change it")] = False,
    sheet: Annotated[Path | None, typer.Option(help="write them to an .xlsx or .csv file instead")] = None,
    from_: Annotated[Path | None, typer.Option("--from", help="read decisions from such a file")] = None,
) -> None:
    """Decide where coders differ: each code on its words, with who gave it and who didn't; saved after each answer."""
    import datetime

    from multicase.cli.adjudicate import desk
    from multicase.study.problems import Problem, StudyError

    if sheet and from_:
        todo = "Take the filled one with --from first, then write another with --sheet."
        raise StudyError([Problem("--sheet", "", "--from beside it", "one of the two", todo)])
    where = place.of(study)
    found = desk.Desk.of(where.study, where.results, by, datetime.date.today().isoformat())
    if from_:
        print(found.take(from_, again))
        return
    chosen = found.choose(code or (), source or (), theme or (), again, limit)
    print(found.write(chosen, sheet) if sheet else found.session(chosen))
