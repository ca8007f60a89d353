"""`multicase kwic`: keyword in context."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from multicase.cli import place
from multicase.wording import counted, listed

if TYPE_CHECKING:
    import pandas as pd

    from multicase.audit.kwic import Concordance


class Sort(StrEnum):
    """By what the lines are sorted; see `multicase.audit.kwic`."""

    source = "source"
    left = "left"
    right = "right"


SEVERAL = "may be given several times"


def command(
    word: Annotated[str, typer.Argument(help="a word or a phrase; * stands for any letters within a word")],
    study: place.Study = None,
    case: Annotated[list[str] | None, typer.Option(help=f"only in this case; {SEVERAL}")] = None,
    kind: Annotated[list[str] | None, typer.Option(help=f"only in this kind of source; {SEVERAL}")] = None,
    code: Annotated[list[str] | None, typer.Option(help=f"only in segments with this code; {SEVERAL}")] = None,
    window: Annotated[int, typer.Option(min=1, help="characters on each side")] = 60,
    sort: Annotated[Sort, typer.Option(help="by place, or by the words before or after")] = Sort.source,
    whole: Annotated[bool, typer.Option("--all", help="in interviewers' turns, headings and events too")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="print CSV")] = False,
) -> None:
    """Print each place of a word in the anonymised texts, with what stands around it."""
    from multicase.audit import kwic

    results = place.of(study).results
    found = kwic.concordance(
        results,
        word,
        cases=case or (),
        kinds=kind or (),
        codes=code or (),
        whole=whole,
        order=sort.value,
        window=window,
    )
    if found.rows.empty:
        print(nothing(word, found), file=sys.stderr)
        raise typer.Exit(1)
    if as_csv:
        found.rows.to_csv(sys.stdout, index=False, lineterminator="\n")
    else:
        print("\n".join([*lines(found.rows, window), summary(found)]))


def lines(rows: pd.DataFrame, window: int) -> list[str]:
    """A line for each row, the words one under the other."""
    names = [row.segment or row.source for row in rows.itertuples()]
    widths = max(map(len, names)), max(map(len, rows["role"]))
    told = []
    for name, row in zip(names, rows.itertuples(), strict=True):
        beside = "  ".join(f"{text:<{width}}" for text, width in zip((name, row.role), widths, strict=True) if width)
        around = f"{row.left:>{window}}{row.word}{row.right}" if row.segment else f"{counted(row.n, 'hit')} {row.word}"
        told.append(f"{beside}  {around}".rstrip())
    return told


def summary(found: Concordance) -> str:
    """How many hits there are, and in how many of the sources that were searched."""
    hits, sources = int(found.rows["n"].sum()), found.rows["source"].nunique()
    return f"{counted(hits, 'hit')} in {sources:,} of {counted(found.searched, 'source')} searched"


def nothing(word: str, found: Concordance) -> str:
    """That a word stands nowhere, and which words that are there are most like it."""
    like = f" Most like it: {listed(found.like)}." if found.like else ""
    return f"No hit for '{word}' in {counted(found.searched, 'source')}.{like}"
