"""`multicase with`: what a study would be with cases of another, in a directory of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

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
    about = target / "study.yaml"
    if variants.are_synthetic(parts[:1]) and not variants.are_synthetic(parts):
        print(f"note: {about} says that it isn't synthetic, for {there.study} isn't.", file=sys.stderr)
    for key, said in variants.unstated(parts).items():
        print(_unstated(about, key, said, (where.study, there.study)), file=sys.stderr)


def _unstated(about: Path, key: str, said: Sequence[Any], studies: Sequence[Path]) -> str:
    """A note on what study.yaml doesn't say, since the two studies say it otherwise, or one of them doesn't."""
    each = [f"{study} says {_shown(one)}" for study, one in zip(studies, said, strict=True)]
    return f"note: {about} states no {key}: {listed(each)}. State what holds for the cases of both."


def _shown(said: Any) -> str:
    named = " ".join(said.values()) if isinstance(said, dict) else said
    return f"'{named}'" if named else "nothing"
