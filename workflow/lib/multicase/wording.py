"""Words for people: numbers with their nouns."""

from __future__ import annotations

from collections.abc import Sequence

ALL_CASES = "all cases"  # what tables call all of them together
UNDEFINED = "undefined"  # a statistic that isn't defined, in every table: never 0, never 1


def counted(n: int, noun: str) -> str:
    """`1 source`, `2 sources`; the noun is given in the singular."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def per_cent(part: int, whole: int) -> str:
    """A share in whole per cent, which is 0% and 100% only of none and of all: `<1%`, `>99%`."""
    share = part / whole
    if 0 < part < whole and f"{share:.0%}" in ("0%", "100%"):
        return "<1%" if share < 0.5 else ">99%"
    return f"{share:.0%}"


def share(value: float) -> str:
    """A share that was declared, in per cent, with all its digits (`12.5%`), so that it can be counted by."""
    return f"{100 * value:.12g}%"


def listed(items: Sequence[str], word: str = "and") -> str:
    """Items in a sentence: `a, b and c`; nothing for none."""
    return f" {word} ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""
