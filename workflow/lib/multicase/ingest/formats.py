"""Formats of raw files: what their bytes say they are, and whether that is what was declared."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise

from multicase.ingest.refusal import refuse

FORMATS = ("docx", "odt", "rtf", "txt", "md", "rst", "vtt", "srt", "pdf", "html", "csv", "xlsx")
TEXT_FORMATS = frozenset({"txt", "md", "rst", "vtt", "srt", "html", "csv"})
ENDINGS = {"htm": "html", "markdown": "md", "text": "txt", "rest": "rst", "tsv": "csv"}
OLDER = {"doc": "docx", "xls": "xlsx"}  # endings of what programs save anew as that
# What to do with files of formats that no reader knows, by their endings.
RECORDINGS = ("mp3", "m4a", "wav", "wma", "ogg", "aac", "flac", "mp4", "mov", "avi", "mkv", "webm")
PICTURES = ("jpg", "jpeg", "png", "tif", "tiff", "heic", "gif", "bmp")
REMEDIES = {
    **dict.fromkeys(RECORDINGS, "Put its transcript into the folder instead of the recording."),
    **dict.fromkeys(PICTURES, "If it shows a text, run text recognition on it; take the picture out of the folder."),
    "zip": "Unpack it, put the files in it into the folder, and take it out.",
    "pages": "Export it from Pages as docx.",
    "numbers": "Export it from Numbers as xlsx.",
    "ods": "Save it as xlsx.",
    "pptx": "Save it as pdf.",
    "odp": "Save it as pdf.",
    "key": "Export it from Keynote as pdf.",
}
ISO_2022 = re.compile(rb"\x1b\$(?:[@AB]|[()*+][@-~])")  # from here on two bytes are a character (ISO-2022-JP, -KR, -CN)
PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def content_format(data: bytes) -> str:
    """What the first bytes show: docx, odt, zip, pdf, rtf, vtt, ole, binary, or text for any text format."""
    if data.startswith(b"PK\x03\x04"):
        return _zip_format(data)
    if data.startswith(OLE):
        return "ole"
    head = data[:1024]
    if _is_wide(data) and not _is_utf32(data):
        head = head.decode(
            "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else _utf16_without_mark(data), "replace"
        ).encode()
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"WEBVTT"):
        return "vtt"
    return "binary" if b"\0" in data[:4096] and not _is_wide(data) else "text"


def _zip_format(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return "docx"
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "content.xml" in names:
                with archive.open("mimetype") as file:
                    if b"opendocument.text" in file.read(200):
                        return "odt"
    except (zipfile.BadZipFile, KeyError, RuntimeError, OSError):
        return "broken zip"
    return "zip"


def _is_wide(data: bytes) -> bool:
    """Whether zeros among the bytes are those of UTF-16 or UTF-32."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or bool(
        _utf16_without_mark(data) or _is_utf32(data)
    )


def check(data: bytes, declared: str, name: str) -> None:
    """Raises StudyError if the file is empty, encrypted, broken or not what it is declared to be."""
    if not data.strip():
        raise refuse(name, "an empty file", f"a {declared} file with text", "Replace it by the full file.")
    seen = content_format(data)
    if seen == "ole":
        expected = f"a {declared} file without a password"
        save = "docx" if declared != "xlsx" else declared
        todo = f"Open it in the program that it was written with, remove its password, and save it as {save}."
        raise refuse(name, "an encrypted or old Office file", expected, todo)
    if seen == "broken zip" and declared in {"docx", "odt", "xlsx"}:
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
    ending = OLDER.get(ending, ENDINGS.get(ending, ending))
    seen = content_format(data)
    if seen in {"ole", "broken zip"} or not data.strip():
        check(data, ending if ending in FORMATS else "txt" if seen == "text" else "docx", name)
    if seen in FORMATS:
        return seen
    if seen == "text" and ending not in TEXT_FORMATS and PAGE.match(data[:1024]):
        return "html"  # as some programs save what they call .doc or .xls
    if seen == "text":
        return ending if ending in TEXT_FORMATS else "txt"
    todo = REMEDIES.get(ending, f"Save it as one of {', '.join(FORMATS)}, or take it out of the folder.")
    raise refuse(name, f"a file of no known format ({seen})", f"one of {', '.join(FORMATS)}", todo)


def doubt(format: str, ending: str) -> str:
    """A note on a file that was taken for plain text though its name ends otherwise; nothing for any other."""
    ending = ENDINGS.get(ending, ending)
    if format != "txt" or ending in {"txt", ""}:
        return ""
    return "read as plain text, which its name doesn't end as: take it out if it is something else"


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a text file with LF line ends, and notes on how it was read.

    UTF-8; UTF-16 with a byte order mark or without; Windows-1252 where the bytes are text in it and in nothing else.
    Raises StudyError naming what was found: UTF-32, ISO-2022 (which is ASCII byte by byte), or bytes of no encoding
    that can be told.
    """
    encoding, note = encoding_of(data, name)
    text = data.decode(encoding)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), note


def encoding_of(data: bytes, name: str) -> tuple[str, list[str]]:
    """The encoding of a text file, and what there is to say of it."""
    todo = "Save the file as UTF-8 (in a word processor or editor: encoding UTF-8)."
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")) or _is_utf32(data):
        raise refuse(name, "text in UTF-32", "text in UTF-8", todo)
    if data.isascii() and ISO_2022.search(data):
        raise refuse(name, "text in ISO-2022 (ISO-2022-JP or its kin)", "text in UTF-8", todo)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(data, "utf-16", name)
    if half := _utf16_without_mark(data):
        return _checked(data, half, name)[0], ["read as UTF-16, which it doesn't say of itself"]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_windows_1252(data):
            return "cp1252", ["read as Windows-1252, since it is no UTF-8: look at its accents and quotation marks"]
        found = f"a byte that is not UTF-8 at offset {error.start}"
        raise refuse(name, found, "text in UTF-8", todo) from None
    return "utf-8", []


def _checked(data: bytes, encoding: str, name: str) -> tuple[str, list[str]]:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        todo = "Save the file as UTF-8 (in a word processor or editor: encoding UTF-8)."
        found = f"a byte that is not UTF-16 at offset {error.start}"
        raise refuse(name, found, "text in UTF-8", todo) from None
    return encoding, []


def _is_utf32(data: bytes) -> bool:
    """Two of four bytes are zero, always the first or the last ones."""
    head = data[:4096]
    if len(head) < 8 or len(data) % 4:
        return False
    return any(not any(head[n] for part in zeros for n in range(part, len(head), 4)) for zeros in ((2, 3), (0, 1)))


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 whose text is mostly of one alphabet: every second byte is zero, or all the same few."""
    head = data[:4096]
    if len(data) % 2 or len(head) < 8 or b"\0" not in head:
        return ""
    even, odd = head[0::2], head[1::2]
    for zeros, words, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros.count(0) >= 0.7 * len(zeros) and words.count(0) <= 0.02 * len(words):
            return encoding
    return ""


def _is_windows_1252(data: bytes) -> bool:
    """Whether what is above ASCII is what one finds in Windows-1252: letters inside words, and typographic marks.

    A byte that the code page leaves open, or a control character, speaks against it.
    """
    if any(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a" for byte in data):
        return False
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    high = [(before, char) for before, char in pairwise(f" {text}") if ord(char) > 127]
    usual = sum(
        char in "‘’“”„‚–—…•€£§°«»¿¡ ·´¼½¾²³®©™" or (char.isalpha() and not (char.isupper() and before.islower()))
        for before, char in high
    )
    doubled = sum(a in "ÃÂ" and not b.isalpha() for a, b in pairwise(text) if ord(a) > 127)
    return usual >= 0.9 * len(high) and doubled <= 0.2 * len(high) and len(high) <= 0.3 * len(text)
