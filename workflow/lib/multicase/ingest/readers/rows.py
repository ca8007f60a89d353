"""Transcripts as CSV: one row a piece of speech."""

from __future__ import annotations

import csv
import io

from multicase.ingest.blocks import Block, squeezed
from multicase.ingest.formats import decode
from multicase.ingest.refusal import refuse

WORDS = ("words", "text", "transcript", "utterance", "content")
SPEAKER = ("speaker", "name", "participant", "who")


def read(data: bytes, format: str, name: str) -> list[Block]:
    """One block per row with words; an empty speaker continues the one before."""
    try:
        rows = list(csv.DictReader(io.StringIO(decode(data, name), newline=""), strict=True))
    except csv.Error:
        raise refuse(name, "broken CSV", "a CSV file", "Mend the quotes, or export it again.") from None
    columns = {(column or "").strip().lower(): column for column in (rows[0] if rows else {})}
    words = next((columns[column] for column in WORDS if column in columns), None)
    speaker = next((columns[column] for column in SPEAKER if column in columns), None)
    if words is None:
        expected = f"a column of speech, called one of {', '.join(WORDS)}"
        raise refuse(name, "no column of speech", expected, "Rename the column.", "line 1")
    found = [
        (number, squeezed(row[words] or ""), (row.get(speaker) or "").strip()) for number, row in enumerate(rows, 1)
    ]
    return [Block(text, f"row {number}", label) for number, text, label in found if text]
