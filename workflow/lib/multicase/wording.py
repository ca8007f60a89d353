"""Words for people: numbers with their nouns."""

from __future__ import annotations


def counted(n: int, noun: str) -> str:
    """`1 source`, `2 sources`; the noun is given in the singular."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
