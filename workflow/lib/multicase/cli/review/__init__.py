"""`multicase review`: decisions about what was found, asked in the terminal or taken from a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place


def command(
    study: place.Study = None,
    reviewer: Annotated[str, typer.Option(help="your id")] = "reviewer_1",
    second: Annotated[bool, typer.Option("--second", help="answer blind what another reviewer decided")] = False,
    disagreements: Annotated[bool, typer.Option("--disagreements", help="show where two reviewers differ")] = False,
    unmatched: Annotated[bool, typer.Option("--unmatched", help="show decisions that match nothing any more")] = False,
    residual: Annotated[
        bool, typer.Option("--residual", help="look at names that the leak scan can't tell from ordinary words")
    ] = False,
    export: Annotated[Path | None, typer.Option(help="write the queue to a .csv or .xlsx file")] = None,
    import_: Annotated[Path | None, typer.Option("--import", help="read decisions from such a file")] = None,
) -> None:
    """Decide about the identifiers that wait: in the terminal, saved after each answer, or in a spreadsheet."""
    import datetime

    from multicase.cli.review import decisions, looking

    where = place.unlocked(study)
    who = {"reviewer": reviewer, "today": datetime.date.today().isoformat()}
    if disagreements:
        print(decisions.show_disagreements(where.study))
    elif unmatched:
        print(decisions.show_unmatched(where.study, where.results))
    elif residual:
        print(looking.look(where.study, where.results, **who))
    elif export:
        print(decisions.export_queue(where.study, where.results, export, reviewer=reviewer, second=second))
    elif import_:
        print(decisions.import_sheet(where.study, where.results, import_, second=second, **who))
    else:
        print(decisions.review(where.study, where.results, second=second, **who))
