"""Words for people: numbers with their nouns."""

from __future__ import annotations

from collections.abc import Sequence

UNDEFINED = "undefined"  # a statistic that isn't defined, in every table: never 0, never 1


def counted(n: int, noun: str) -> str:
    """`1 source`, `2 sources`; the noun is given in the singular."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def listed(items: Sequence[str], word: str = "and") -> str:
    """Items in a sentence: `a, b and c`; nothing for none."""
    return f" {word} ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""
