"""One reader per format: the bytes of a raw file become blocks."""

from __future__ import annotations

from importlib import import_module

from multicase.ingest import formats
from multicase.ingest.blocks import Block
from multicase.ingest.refusal import refuse

MODULES = {
    "docx": "word", "odt": "odf", "rtf": "rtf", "txt": "plain", "md": "plain", "rst": "plain",
    "vtt": "captions", "srt": "captions", "pdf": "pdf", "html": "html", "csv": "rows",
}  # fmt: skip


def read(data: bytes, format: str, name: str) -> list[Block]:
    """The blocks of a raw file.

    Raises StudyError, naming the file and the reason, if it is unreadable, empty, encrypted, broken or mislabelled.
    """
    formats.check(data, format, name)
    reader = import_module(f"multicase.ingest.readers.{MODULES[format]}")
    blocks = reader.read(data, format, name)
    if not any(block.text.strip() for block in blocks):
        todo = (
            "If it is a scan, run text recognition on it first." if format == "pdf" else "Replace it by the full file."
        )
        raise refuse(name, f"a {format} file without text", "text", todo)
    return blocks
