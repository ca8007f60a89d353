"""One reader per format: the bytes of a raw file become blocks, and a list of what is none.

A reader is a module with `read(data, format, name, budget) -> Reading`. Whatever a parser stumbles over becomes one
refusal here, since what it says may quote the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

from multicase.ingest import formats
from multicase.ingest.blocks import Reading
from multicase.ingest.columns import Declared
from multicase.ingest.limits import Budget
from multicase.ingest.refusal import refuse
from multicase.study.problems import StudyError

if TYPE_CHECKING:
    from multicase.ingest.readers.word_comments import Following

TABLES = frozenset({"csv", "xlsx"})
WITH_TABLES = TABLES | {"docx", "odt", "rtf", "html"}
MENDING = {
    "pdf": "Open it in a PDF viewer, and print it to a new PDF.",
    "html": "Save the page again from a browser.",
    "csv": "Mend the quotes and delimiters, or export it again.",
    "xlsx": "Open it in a spreadsheet program, and save it again as xlsx.",
    "vtt": "Export the captions again, or declare the file as txt in sources.csv.",
    "srt": "Export the captions again, or declare the file as txt in sources.csv.",
}


def read(
    data: bytes,
    format: str,
    name: str,
    budget: Budget | None = None,
    columns: Declared | None = None,
    follow: Following | None = None,
) -> Reading:
    """The blocks of a raw file, and what of it was left out.

    columns: what a table's columns hold, as far as people have said it. follow: of a docx file, what is told of its
    comments.

    Raises StudyError, naming the file and the reason, if it is unreadable, empty, encrypted, broken, mislabelled or
    past a limit.
    """
    formats.check(data, format, name)
    budget = budget or Budget(name)
    budget.bytes(0)
    with opening(format, name, budget):
        told = {"declared": columns.holds} if columns and format in WITH_TABLES else {}
        told |= {"own": columns.own} if columns and format in TABLES else {}
        told |= {"follow": follow} if follow else {}
        reading = _reader(format).read(data, format, name, budget, **told)
    if not any(block.text.strip() for block in reading.blocks):
        todo = (
            "If it is a scan, run text recognition on it first." if format == "pdf" else "Replace it by the full file."
        )
        raise refuse(name, f"a {format} file without text", "text", todo)
    return reading


@contextmanager
def opening(format: str, name: str, budget: Budget) -> Iterator[None]:
    """Within this a file is read, in no more than the seconds of the limit. Raises StudyError for whatever a parser
    stumbles over.
    """
    try:
        with budget.time():
            yield
    except (StudyError, ImportError):  # a library that is lacking is no fault of the file
        raise
    except Exception:
        todo = MENDING.get(format, f"Open it in a word processor, and save it again as {format}.")
        raise refuse(name, f"a broken {format} file", f"a {format} file that can be opened", todo) from None


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
        case "csv" | "xlsx":
            from multicase.ingest.readers import rows as reader
        case _:
            from multicase.ingest.readers import plain as reader
    return reader
