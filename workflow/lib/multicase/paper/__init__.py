"""What authors take into their paper: all tables as a workbook, and those that fit a page as a document of Word's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from multicase.paper import document, shown, workbook


def write(tables: Sequence[str], title: str, *, xlsx: str, docx: str) -> None:
    """Write both files. tables: paths of the tables' CSV and JSON files. title: of the study."""
    read = shown.read(tables)
    Path(xlsx).write_bytes(workbook.made(read, title))
    Path(docx).write_bytes(document.made(read, title))
