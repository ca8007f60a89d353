"""Rich Text Format, through striprtf."""

from __future__ import annotations

from striprtf.striprtf import rtf_to_text

from multicase.ingest.blocks import Block, squeezed
from multicase.ingest.refusal import refuse


def read(data: bytes, format: str, name: str) -> list[Block]:
    """One block per paragraph."""
    try:
        text = rtf_to_text(data.decode("latin-1"))
    except Exception:  # striprtf raises whatever it stumbles over; what it says may quote the text
        todo = "Open it in a word processor, and save it again as rtf or docx."
        raise refuse(name, "a broken rtf file", "an rtf file that can be opened", todo) from None
    lines = text.replace("\r\n", "\n").split("\n")
    return [Block(squeezed(line), f"paragraph {number}") for number, line in enumerate(lines, 1) if line.strip()]
