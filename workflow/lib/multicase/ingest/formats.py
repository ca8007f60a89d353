"""Formats of raw files: what their bytes say they are, and whether that is what was declared."""

from __future__ import annotations

import io
import zipfile

from multicase.ingest.refusal import refuse

FORMATS = ("docx", "odt", "rtf", "txt", "md", "rst", "vtt", "srt", "pdf", "html", "csv")
TEXT_FORMATS = frozenset({"txt", "md", "rst", "vtt", "srt", "html", "csv"})
ENDINGS = {"htm": "html", "markdown": "md", "text": "txt", "rest": "rst"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def content_format(data: bytes) -> str:
    """What the first bytes show: docx, odt, zip, pdf, rtf, vtt, ole, binary, or text for any text format."""
    if data.startswith(b"PK\x03\x04"):
        return _zip_format(data)
    if data.startswith(OLE):
        return "ole"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"WEBVTT"):
        return "vtt"
    return "binary" if b"\0" in data[:4096] and not _is_utf16(data) else "text"


def _zip_format(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return "docx"
            if "content.xml" in names and b"opendocument.text" in archive.read("mimetype"):
                return "odt"
    except (zipfile.BadZipFile, KeyError, RuntimeError, OSError):
        return "broken zip"
    return "zip"


def _is_utf16(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff"))


def check(data: bytes, declared: str, name: str) -> None:
    """Raises StudyError if the file is empty, encrypted, broken or not what it is declared to be."""
    if not data.strip():
        raise refuse(name, "an empty file", f"a {declared} file with text", "Replace it by the full file.")
    seen = content_format(data)
    if seen == "ole":
        expected = f"a {declared} file without a password"
        todo = "Open it in a word processor, remove its password, and save it as docx."
        raise refuse(name, "an encrypted or old Office file", expected, todo)
    if seen == "broken zip" and declared in {"docx", "odt"}:
        todo = "Get the file again, or let a word processor repair it."
        raise refuse(name, f"a broken {declared} file", f"a {declared} file that can be opened", todo)
    fits = seen == declared or (seen in {"text", "vtt"} and declared in TEXT_FORMATS and declared != "vtt")
    if not fits:
        found = {"text": "plain text", "binary": "binary data"}.get(seen, f"a {seen} file")
        todo = "Mend the column format in sources.csv, or replace the file."
        raise refuse(name, f"{found}", f"a {declared} file, as sources.csv declares", todo)


def detect(data: bytes, ending: str, name: str) -> str:
    """The format of a file whose format nobody declared, from its bytes and, for text, the ending of its name.

    Raises StudyError for a file of no known format.
    """
    seen = content_format(data)
    ending = ENDINGS.get(ending, ending)
    if seen in FORMATS:
        return seen
    if seen == "text" and ending in TEXT_FORMATS:
        return ending
    if seen == "text":
        return "txt"
    if seen in {"ole", "broken zip"} or not data.strip():
        check(data, ending if ending in FORMATS else "docx", name)
    todo = f"Save it as one of {', '.join(FORMATS)}, or take it out of the folder."
    raise refuse(name, f"a file of no known format ({seen})", f"one of {', '.join(FORMATS)}", todo)


def decode(data: bytes, name: str) -> str:
    """The text of a text file: UTF-8, or UTF-16 with a byte order mark; LF line ends.

    Raises StudyError naming the first byte that isn't UTF-8.
    """
    encoding = "utf-16" if _is_utf16(data) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        todo = "Save the file as UTF-8 (in a word processor or editor: encoding UTF-8)."
        found = f"a byte that is not {encoding.removesuffix('-sig').upper()} at offset {error.start}"
        raise refuse(name, found, "text in UTF-8", todo) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
