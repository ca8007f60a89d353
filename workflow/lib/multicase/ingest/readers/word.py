"""Word files: paragraphs and tables in the order in which they stand, through python-docx."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from docx.table import Table

from multicase.ingest.blocks import HEADING, TEXT, Block, squeezed
from multicase.ingest.readers.tables import table_blocks
from multicase.ingest.refusal import refuse

TEXT_TAG, TAB, BREAKS, HYPHEN = qn("w:t"), qn("w:tab"), {qn("w:br"), qn("w:cr")}, qn("w:noBreakHyphen")
TABSTOPS = qn("w:tabs")


def read(data: bytes, format: str, name: str) -> list[Block]:
    """One block per paragraph, per line break within one, and per table row.

    Inserted text that is tracked counts, deleted text doesn't; comments, headers and footers are no part of the text.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        return list(_blocks(document))
    except Exception:  # python-docx raises whatever its parsers do; what they say may quote the text
        todo = "Open it in a word processor, and save it again as docx."
        raise refuse(name, "a broken docx file", "a docx file that can be opened", todo) from None


def _blocks(document: docx.document.Document) -> Iterator[Block]:
    paragraphs = tables = 0
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            tables += 1
            rows = [[_cell(cell) for cell in row.cells] for row in item.rows]
            yield from table_blocks(rows, f"table {tables}")
            continue
        paragraphs += 1
        role = HEADING if (item.style.name or "").lower().startswith(("heading", "title")) else TEXT
        for line in text_of(item._p).split("\n"):
            if line.strip():
                yield Block(squeezed(line), f"paragraph {paragraphs}", role=role)


def _cell(cell) -> list[str]:
    lines = [line for paragraph in cell.paragraphs for line in text_of(paragraph._p).split("\n")]
    return [squeezed(line) for line in lines if line.strip()]


def text_of(paragraph) -> str:
    """A paragraph's text with tabs and line breaks, tracked insertions included, deletions left out."""
    pieces = []
    for element in paragraph.iter():
        if element.tag == TEXT_TAG:
            pieces.append(element.text or "")
        elif element.tag == TAB and element.getparent().tag != TABSTOPS:
            pieces.append("\t")
        elif element.tag in BREAKS:
            pieces.append("\n")
        elif element.tag == HYPHEN:
            pieces.append("-")
    return "".join(pieces)
