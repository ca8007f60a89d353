"""Results of several studies side by side: the same tables as text and as a page that stands alone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from multicase.comparing import codes, verdicts
from multicase.comparing.design import about_nobody, design
from multicase.comparing.outcome import Outcome, alike
from multicase.comparing.verdicts import Standing
from multicase.pages import page
from multicase.wording import UNDEFINED, listed

POOLED = "pooled"
FEWEST, MOST = 8, 22  # characters of a column of text, beyond which its cells are broken
RULE = (
    "Every other study is compared with the first. Same: both verdicts are the same; reversed: one is for the claim, "
    "the other against it; else stronger or weaker, as the other study's verdict stands higher or lower in the order "
    "contradicted, leaning against, divided, leaning for, supported, and so always towards the claim as it is stated. "
    "Not testable: one has too little to judge it, or doesn't ask it, or it is another claim there: no code for it is "
    "the same, or one is on the other side. The numbers are the units that speak for the "
    "claim alone, on both sides, and against it alone. Pooled: each case keeps the verdict that its own study gave it, "
    "and all are weighed together; where criteria differ, by the stricter of each threshold, and of two "
    "tolerances by what both grant."
)
RATES = (
    "Segments with the code per 1,000 words of the sources that somebody has read; how many, in brackets. Difference: "
    "the study's rate less the first's, with a 95% interval bootstrapped over the sources of each; none where one "
    "of the two gives the code nowhere. A rate compares studies, and is no prevalence; an interval is no test."
)


@dataclass(frozen=True)
class Block:
    """A table of the comparison, all cells in words."""

    title: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def read(roots: Sequence[Path]) -> list[Outcome]:
    """The studies, each called by its name; those of one name are numbered. Raises StudyError: see `Outcome.read`."""
    named: dict[str, int] = {}
    found = []
    for root in roots:
        name = root.resolve().name
        named[name] = named.get(name, 0) + 1
        found.append(Outcome.read(root, name if named[name] == 1 else f"{name} ({named[name]})"))
    return found


def blocks(outcomes: Sequence[Outcome], replicates: int, seed: int) -> list[Block]:
    """What is compared: claims, codes, designs. outcomes: two at least, the first of which the others stand beside.

    replicates, seed: of the bootstrap.
    """
    compared = alike(outcomes)
    return [_claims(compared), _codes(compared, replicates, seed), _design(outcomes)]


def _claims(outcomes: Sequence[Outcome]) -> Block:
    first, *others = outcomes
    headings = ["claim", first.called, *chain(*((other.called, "so it is") for other in others)), POOLED]
    caption = about_nobody({one.called: one for one in outcomes}) + RULE
    return Block("Claims", caption, headings, [_claim(name, outcomes) for name in verdicts.asked(outcomes)])


def _claim(name: str, outcomes: Sequence[Outcome]) -> list[str]:
    first, *others = outcomes
    before = verdicts.standing(first, name)
    cells = [f"{name} {verdicts.statement(outcomes, name)}", _told(before)]
    for other in others:
        after = verdicts.standing(other, name)
        differing = verdicts.differs(first, other, name)
        asked = f"; differs in: {listed(differing)}" if differing else ""
        cells += [_told(after), verdicts.stands(before.verdict, after.verdict, differing) + asked]
    return [*cells, _told(verdicts.pooled(outcomes, name))]


def _told(standing: Standing) -> str:
    """`leaning for (31 for, 28 mixed, 2 against)`."""
    n_for = standing.counts["n_for"]
    if n_for in ("", UNDEFINED):
        return standing.verdict
    counts = standing.counts
    return f"{standing.verdict} ({n_for} for, {counts['n_mixed']} mixed, {counts['n_against']} against)"


def _codes(outcomes: Sequence[Outcome], replicates: int, seed: int) -> Block:
    first, *others = outcomes
    rates = [codes.Rates(outcome, replicates, seed) for outcome in outcomes]
    compared = chain(*((other.called, "difference", "interval", "the code") for other in others))
    rows = []
    for code in codes.listed_codes(outcomes).to_dict("records"):
        name = code["code"]
        cells = [code["label"], _rate(rates[0].given(name))]
        for other, own in zip(others, rates[1:], strict=True):
            called, given = (first.called, other.called), (rates[0].given(name), own.given(name))
            where = f"given in {codes.occurs(*given, called)}; {codes.instrument(name, first, other, called)}"
            cells += [_rate(given[1]), *codes.difference(name, rates[0], own), where]
        rows.append(cells)
    return Block("Codes", RATES, ["code", first.called, *compared], rows)


def _rate(given: codes.Given) -> str:
    return f"{given.shown} ({given.n_segments:,})" if given.is_there else ""


def _design(outcomes: Sequence[Outcome]) -> Block:
    rows = [[aspect, *told] for aspect, told in design(outcomes)]
    return Block("Design", "What the studies differ in beside their results.", _headings(outcomes), rows)


def _headings(outcomes: Sequence[Outcome]) -> list[str]:
    return ["", *(outcome.called for outcome in outcomes)]


def lines(shown: Sequence[Block]) -> Iterator[str]:
    """The tables as text, each under its title."""
    for block in shown:
        yield from (block.title, *textwrap.wrap(block.caption, 100), "")
        columns = list(zip(block.headings, *block.rows, strict=True))
        widths = [min(MOST, max(FEWEST, *map(len, column))) for column in columns]
        for row in (block.headings, *block.rows):
            broken = [textwrap.wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
            for line in zip_longest(*broken, fillvalue=""):
                yield "  ".join(f"{part:<{width}}" for part, width in zip(line, widths, strict=True)).rstrip()
            if any(len(cell) > 1 for cell in broken):
                yield ""
        yield ""


def html(shown: Sequence[Block], outcomes: Sequence[Outcome]) -> str:
    """The same as a page that needs nothing beside it."""
    studies: list[Mapping[str, str]] = [{"called": one.called, "manifest": one.published_as} for one in outcomes]
    return page("comparison.html.j2", blocks=shown, studies=studies)
