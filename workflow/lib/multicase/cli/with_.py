"""`multicase with`: what a study would be with cases of another, in a directory of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place
from multicase.cli.without import loaded, projects, told
from multicase.wording import listed


def command(
    study: Annotated[Path, typer.Argument(help="the study's directory; its codebook, claims and settings hold")],
    other: Annotated[Path, typer.Argument(help="the directory of the study whose cases are added")],
    cases: Annotated[list[str] | None, typer.Argument(help="which of its cases; else all")] = None,
    to: Annotated[
        Path | None, typer.Option(help="the new directory; else one beside the study, named after both")
    ] = None,
) -> None:
    """Write a study with cases of another added into a directory of its own, to be built and compared."""
    from multicase.study import variants

    where, there = place.unlocked(study), place.unlocked(other)
    first, second = loaded(where.study), loaded(there.study)
    chosen = cases or [row["case_id"] for row in second.cases]
    target = to or where.study.with_name(f"{first.name}-with-{'-'.join(chosen)}")
    parts = [
        variants.part(first, [row["case_id"] for row in first.cases], projects(first, where.results)),
        variants.part(second, chosen, projects(second, there.results)),
    ]
    variants.write(parts, target)
    print("\n".join([f"{target}: {where.study} with {listed(chosen)} of {there.study}", *told(target, where)]))
    if variants.are_synthetic(parts[:1]) and not variants.are_synthetic(parts):
        print(f"note: {target / 'study.yaml'} says that it isn't synthetic, for {there.study} isn't.", file=sys.stderr)
