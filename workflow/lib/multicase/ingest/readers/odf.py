"""OpenDocument text, through odfpy."""

from __future__ import annotations

import io
from collections.abc import Iterator

from odf.element import Element, Text
from odf.namespaces import OFFICENS, TABLENS, TEXTNS
from odf.opendocument import load
from odf.table import TableCell, TableRow

from multicase.ingest.blocks import HEADING, TEXT, Block, squeezed
from multicase.ingest.readers.tables import table_blocks
from multicase.ingest.refusal import refuse

SKIPPED = {(TEXTNS, "tracked-changes"), (OFFICENS, "annotation"), (TEXTNS, "note"), (TEXTNS, "sequence-decls")}
SPECIAL = {(TEXTNS, "tab"): "\t", (TEXTNS, "line-break"): "\n"}


def read(data: bytes, format: str, name: str) -> list[Block]:
    """One block per paragraph or heading, per line break within one, and per table row."""
    try:
        document = load(io.BytesIO(data))
        return list(_blocks(document.text))
    except Exception:  # odfpy raises whatever its parsers do; what they say may quote the text
        todo = "Open it in a word processor, and save it again as odt."
        raise refuse(name, "a broken odt file", "an odt file that can be opened", todo) from None


def _blocks(body: Element) -> Iterator[Block]:
    paragraphs = tables = 0
    for element in _outermost(body):
        if element.qname == (TABLENS, "table"):
            tables += 1
            rows = [
                [_cell(cell) for cell in row.getElementsByType(TableCell)]
                for row in element.getElementsByType(TableRow)
            ]
            yield from table_blocks(rows, f"table {tables}")
            continue
        paragraphs += 1
        role = HEADING if element.qname == (TEXTNS, "h") else TEXT
        for line in text_of(element).split("\n"):
            if line.strip():
                yield Block(squeezed(line), f"paragraph {paragraphs}", role=role)


def _outermost(element: Element) -> Iterator[Element]:
    for child in element.childNodes:
        if isinstance(child, Text) or child.qname in SKIPPED:
            continue
        if child.qname in {(TEXTNS, "p"), (TEXTNS, "h"), (TABLENS, "table")}:
            yield child
        else:
            yield from _outermost(child)


def _cell(cell: Element) -> list[str]:
    return [squeezed(line) for item in _outermost(cell) for line in text_of(item).split("\n") if line.strip()]


def text_of(element: Element) -> str:
    """An element's text with tabs, spaces and line breaks; notes, comments and tracked deletions left out."""
    pieces = []
    for child in element.childNodes:
        if isinstance(child, Text) or child.nodeType in {Element.TEXT_NODE, Element.CDATA_SECTION_NODE}:
            pieces.append(str(child.data))
        elif child.qname in SPECIAL:
            pieces.append(SPECIAL[child.qname])
        elif child.qname == (TEXTNS, "s"):
            pieces.append(" " * int(child.getAttrNS(TEXTNS, "c") or 1))
        elif child.qname not in SKIPPED:
            pieces.append(text_of(child))
    return "".join(pieces)
