"""What the findings and the front page are told from and show."""

from __future__ import annotations

from collections.abc import Iterable

FRONT = ("T02", "T03", "T23")
TABLES = ("T01", "T02", "T03", "T06", "T08", "T09", "T10", "T18", "T19", "T21", "T22", "T23", "T24", "T26", "T32")

LINKED = ("T06", "T10", "T23")  # of which the findings name cells
OF_REPLICATIONS = ("T28", "T98", "T99")


def tables(replicates: bool) -> list[str]:
    """The tables that the findings are told from; replicates: whether the study replicates another."""
    return [*TABLES, *(OF_REPLICATIONS if replicates else ())]


def linked(replicates: bool) -> list[str]:
    """The tables of which the findings name cells."""
    return [*LINKED, *(["T28"] if replicates else [])]


def figures(declared: Iterable[str], replicates: bool) -> list[str]:
    """The figures of the findings, in their order; declared: the study's own."""
    return ["F13", *(["F16"] if replicates else []), "F04", *sorted(declared), "F17", "F14"]
