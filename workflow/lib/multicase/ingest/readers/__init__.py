"""One reader per format: the bytes of a raw file become blocks."""

from __future__ import annotations

from types import ModuleType

from multicase.ingest import formats
from multicase.ingest.blocks import Block
from multicase.ingest.refusal import refuse


def read(data: bytes, format: str, name: str) -> list[Block]:
    """The blocks of a raw file.

    Raises StudyError, naming the file and the reason, if it is unreadable, empty, encrypted, broken or mislabelled.
    """
    formats.check(data, format, name)
    blocks = _reader(format).read(data, format, name)
    if not any(block.text.strip() for block in blocks):
        todo = (
            "If it is a scan, run text recognition on it first." if format == "pdf" else "Replace it by the full file."
        )
        raise refuse(name, f"a {format} file without text", "text", todo)
    return blocks


def _reader(format: str) -> ModuleType:
    """The module that reads a format; what it needs is imported only where there is such a file."""
    match format:
        case "docx":
            from multicase.ingest.readers import word as reader
        case "odt":
            from multicase.ingest.readers import odf as reader
        case "rtf":
            from multicase.ingest.readers import rtf as reader
        case "vtt" | "srt":
            from multicase.ingest.readers import captions as reader
        case "pdf":
            from multicase.ingest.readers import pdf as reader
        case "html":
            from multicase.ingest.readers import html as reader
        case "csv":
            from multicase.ingest.readers import rows as reader
        case _:
            from multicase.ingest.readers import plain as reader
    return reader
