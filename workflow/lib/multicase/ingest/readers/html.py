"""HTML, through lxml: the words of headings, paragraphs, list items and table rows, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html

from multicase.ingest.blocks import HEADING, TEXT, Block, squeezed
from multicase.ingest.formats import decode
from multicase.ingest.refusal import refuse

SILENT = frozenset({"head", "script", "style", "template", "noscript", "title"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "tbody", "thead", "section", "article", "header",
    "footer", "main", "nav", "aside", "blockquote", "pre", "figure", "figcaption", "body", "html", "hr", "address",
}  # fmt: skip


def read(data: bytes, format: str, name: str) -> list[Block]:
    """One block per block element with words of its own."""
    text = decode(data, name)
    if "<" not in text:
        todo = "Mend the column format in sources.csv."
        raise refuse(name, "no markup", "an html file", todo)
    try:
        root = html.document_fromstring(text)
    except Exception:  # what the parser says may quote the text
        raise refuse(name, "broken html", "an html file", "Save the page again from a browser.") from None
    lines = [(squeezed(words), role) for words, role in _lines(root) if words.strip()]
    return [Block(words, f"element {number}", role=role) for number, (words, role) in enumerate(lines, 1)]


def _lines(root) -> Iterator[tuple[str, str]]:
    pieces: list[str] = []
    role = TEXT

    def flush() -> Iterator[tuple[str, str]]:
        if pieces:
            yield "".join(pieces), role
            pieces.clear()

    stack = [iter([("open", root)])]
    while stack:
        event = next(stack[-1], None)
        if event is None:
            stack.pop()
            continue
        what, item = event
        if what == "text":
            pieces.append(item)
        elif what == "close":
            yield from flush()
            role = TEXT
        elif isinstance(item.tag, str) and item.tag not in SILENT:
            if item.tag in BLOCKS or item.tag == "br":
                yield from flush()
                role = HEADING if item.tag in HEADINGS else role if item.tag == "br" else TEXT
            stack.append(iter(_events(item)))
    yield from flush()


def _events(element) -> list[tuple[str, object]]:
    events: list[tuple[str, object]] = [("text", element.text)] if element.text else []
    for child in element:
        events.append(("open", child))
        if child.tag in {"td", "th"}:
            events.append(("text", "\t"))
        if child.tail:
            events.append(("text", child.tail))
    if element.tag in BLOCKS:
        events.append(("close", None))
    return events
