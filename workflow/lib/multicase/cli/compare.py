"""`multicase compare`: the results of several studies side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place
from multicase.study.problems import Problem, StudyError


def command(
    studies: Annotated[
        list[Path], typer.Argument(help="studies, or their results, built or published; the first is the original")
    ],
    to: Annotated[Path | None, typer.Option(help="write a page instead, which needs nothing beside it")] = None,
) -> None:
    """Print what each study makes of each claim, how often it has each code, and what else they differ in."""
    from multicase.pages import comparison

    if len(studies) < 2:
        todo = "Name another study, or its results."
        raise StudyError([Problem("multicase compare", "", "one study", "two at least", todo)])
    if to is not None:
        place.refuse_existing([to])
    outcomes = comparison.read([place.results_of(study) for study in studies])
    settings = outcomes[0].settings
    shown = comparison.blocks(outcomes, int(settings["reliability.replicates"]), int(settings["seed"]))
    if to is None:
        print("\n".join(comparison.lines(shown)))
        return
    to.write_text(comparison.html(shown, outcomes), encoding="utf-8")
    print(f"written: {to}")
