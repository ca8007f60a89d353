"""Files that can't be read as codings: refused with what they are, by their name or their first bytes."""

from __future__ import annotations

from multicase.exchange.archive import refusal
from multicase.study.foreign import ENDINGS, Kind

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Microsoft's compound files: old Office, and encrypted new ones
QDPX = "a .qdpx project (REFI-QDA)"


HTML = Kind(
    "a web page, of which nobody can tell what is coded",
    "Export from the tool itself: from Dedoose the excerpts as XLSX, from Delve the snippets as CSV, from MAXQDA the "
    "coded segments as XLSX.",
)
ENCRYPTED = Kind("an encrypted file, or one of an old Office", "Save it without a password, as .docx or .xlsx.")


def refuse(data: bytes, file: str) -> None:
    """Raises StudyError for an empty file, and for one whose name or beginning says that it can't be read."""
    if not data.strip():
        raise refusal(file, "", "an empty file", f"{QDPX}, or another form of codings", "Export it again.")
    ending = file.lower().rpartition(".")[2]
    kind = ENDINGS.get(ending)
    if kind is None and data.startswith(OLE):
        kind = ENCRYPTED
    if kind is None and data.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        kind = HTML
    if kind is None and data.startswith(b"%PDF"):
        kind = ENDINGS["pdf"]
    if kind is not None:
        raise refusal(file, "", kind.what, f"{QDPX}, or another form of codings", kind.todo)
