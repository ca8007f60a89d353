"""Tables in word processor files: transcripts in two columns, and others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from multicase.ingest.blocks import Block

LONGEST_LABEL = 40
HEADER = frozenset({"speaker", "who", "name", "participant", "person", "initials"})


def table_blocks(rows: Sequence[Sequence[Sequence[str]]], locator: str) -> Iterator[Block]:
    """One block per line of a row. rows: cells as lists of lines.

    In a table of two columns whose first holds short labels, a row says who speaks (an empty label: the same as
    before); a header row is left out. Any other table's row becomes one block, its cells separated by tabs.
    """
    if is_transcript(rows):
        for number, (label, words) in enumerate(rows, 1):
            speaker = " ".join(label).strip().rstrip(":").strip()
            if number == 1 and speaker.lower() in HEADER:
                continue
            for place, line in enumerate(words or ([""] if speaker else [])):
                yield Block(line, f"{locator}, row {number}", speaker if place == 0 else "")
        return
    for number, cells in enumerate(rows, 1):
        text = "\t".join(" ".join(cell) for cell in cells)
        if text.strip():
            yield Block(text, f"{locator}, row {number}")


def is_transcript(rows: Sequence[Sequence[Sequence[str]]]) -> bool:
    """Whether a table has two columns, short labels in the first, and something longer in the second."""
    if not rows or any(len(row) != 2 for row in rows):
        return False
    labels = [" ".join(row[0]).rstrip(": ") for row in rows]
    words = [" ".join(row[1]) for row in rows]
    short = sum(len(label) <= LONGEST_LABEL and not _is_sentence(label) for label in labels)
    return (
        short >= 0.9 * len(rows) and len(set(labels)) < len(rows) and sum(map(len, words)) > 3 * sum(map(len, labels))
    )


def _is_sentence(label: str) -> bool:
    """`Int.` is an abbreviated label; `We asked them.` is none."""
    return label.endswith("?") or (label.endswith(".") and len(label.split()) > 2)
