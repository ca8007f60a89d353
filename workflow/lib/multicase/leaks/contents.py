"""What can be read in an open file: its text piece by piece, each with the place to name in a report."""

from __future__ import annotations

import html
import io
import re
import sqlite3
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from pypdf import PageObject

TAG = re.compile(r"<[^>]*>")
# What is said in one cell, item or label and what is said in the next are no one name.
APART = re.compile(r"</?(?:td|th|tr|li|dt|dd|p|h\d|figcaption|text|w:p|w:tc|is|si)\b[^>]*>", re.I)
# What says of words which language they are in, and in which fonts they are set (ja-JP, Times New Roman) is no text.
LANGUAGE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?"
SETTING = re.compile(
    r"<(?:w:(?:lang|themeFontLang|rFonts)|a:(?:latin|ea|cs|font))\b[^<>]*>"
    rf'|\b(?:xml:)?(?:href)?lang="{LANGUAGE}"'
)
BETWEEN = " ¦ "
ENTITY = re.compile(r"&#?\w+;")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
EMBEDDED = re.compile(r"base64,[A-Za-z0-9+/=]+")
QUALIFIED = re.compile(r"(?<=\w)\.(?=\w)")  # in SQL, between the names of a table and its column
WORD = re.compile(r"[^\W_]+")
FULL_TEXT = re.compile(r"\s*create\s+virtual\s+table\b.*\busing\s+fts5\b", re.I | re.S)
LONGEST_MEMBER = 256 * 1024 * 1024  # bytes of an archive's member that are read
Piece = tuple[str, str]  # place, text


def pieces(path: Path) -> Iterator[Piece]:
    """Every piece of text in a file. Places name rows and lines of the file, members of an archive, or metadata."""
    yield from contents(path.read_bytes(), path.suffix.lower(), path)


def contents(data: bytes, ending: str, path: Path | None = None) -> Iterator[Piece]:
    """The pieces of a file's bytes; `path` is only needed for SQLite, which is read from disk."""
    if ending == ".parquet":
        yield from _parquet(data)
    elif data.startswith(b"PK\x03\x04"):
        yield from _archive(data) if zipfile.is_zipfile(io.BytesIO(data)) else _text(decoded(data), ending)
    elif data.startswith(b"\x1f\x8b"):
        yield from contents(_unzipped(data), ending)
    elif data.startswith(b"\x89PNG"):
        yield from _png(data)
    elif data.startswith(b"SQLite format 3\0") and path is not None:
        yield from _sqlite(path)
    elif data.startswith(b"%PDF"):
        yield from _pdf(data)
    else:
        yield from _text(decoded(data), ending)


def decoded(data: bytes) -> str:
    """Bytes as text: UTF-16 if marked so, UTF-8, else Latin-1, in which every byte means something."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _unzipped(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, LONGEST_MEMBER)
    except zlib.error:
        return data


def _text(text: str, ending: str) -> Iterator[Piece]:
    markup = ending in {".html", ".htm", ".svg", ".xml", ".rels"} or "<" in text[:200]
    text = SETTING.sub("", text) if markup else text
    lines = (EMBEDDED.sub("base64", text) if markup else text).split("\n")
    # Lines in blocks, each with the end of the one before, so that a name that is broken over two lines is found.
    # What is spelled ends no word: shan&#39;t is nobody called Shan.
    yield "text", html.unescape("\n".join(lines)) if markup else text
    yield from _spelled(text, unescaped=not markup)
    if markup:
        apart = APART.sub(BETWEEN, "\n".join(lines))
        plain = TAG.sub("", apart)
        yield "text between tags", html.unescape(plain) if ENTITY.search(plain) else plain
        spaced = TAG.sub(" ", apart)
        yield "text between tags", html.unescape(spaced)


def _spelled(text: str, unescaped: bool) -> Iterator[Piece]:
    """The text with its escapes read: JSON's, those of addresses, and entities where these haven't been read yet."""
    if ESCAPE.search(text):
        read = ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)
        yield "text with escapes", read
    if PERCENT.search(text):
        yield "an address", unquote(text)
    if unescaped and ENTITY.search(text):
        yield "text with entities", html.unescape(text)


def _parquet(data: bytes) -> Iterator[Piece]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(data), pre_buffer=False)
    for key, value in sorted((file.schema_arrow.metadata or {}).items()):
        yield "metadata", f"{key.decode('utf-8', 'replace')} {value.decode('utf-8', 'replace')}"
    table = file.read(use_threads=False)
    yield "column names", "\n".join(table.column_names)
    for name in table.column_names:
        column = table.column(name)
        plain = (
            pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_boolean(column.type)
        )
        if plain:
            continue
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            column = column.unique()
        yield f"column {name}", f"\n{BETWEEN}\n".join(_strings(column.to_pylist()))


def _strings(value: object) -> Iterator[str]:
    """Every text in a value, however deep: lists, structs and bytes too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield decoded(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


def _archive(data: bytes) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield "comment of the archive", archive.comment.decode("utf-8", "replace")
        for member in archive.infolist():
            yield "name of a member", member.filename
            if member.file_size > LONGEST_MEMBER:
                raise ValueError(f"a member of an archive of {member.file_size} bytes is too large to be searched")
            ending = Path(member.filename).suffix.lower()
            for place, text in contents(archive.read(member), ending):
                yield f"a member, {place}", text


def _png(data: bytes) -> Iterator[Piece]:
    place = 8
    while place + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if kind == b"tEXt":
            yield "metadata", body.decode("latin-1")
        elif kind in {b"zTXt", b"iTXt"}:
            yield "metadata", _inflated(body, kind)
        place += 12 + length


def _inflated(body: bytes, kind: bytes) -> str:
    head, _, rest = body.partition(b"\0")
    try:
        if kind == b"zTXt":
            return head.decode("latin-1") + " " + zlib.decompress(rest[1:]).decode("latin-1")
        text = rest[2:].split(b"\0", 2)[-1]
        return (
            head.decode("latin-1")
            + " "
            + (zlib.decompress(text) if rest[:1] == b"\1" else text).decode("utf-8", "replace")
        )
    except zlib.error:
        return body.decode("latin-1")


def _sqlite(path: Path) -> Iterator[Piece]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        schema = "\n".join(sql for (sql,) in base.execute("select sql from sqlite_master where sql is not null"))
        yield "schema", QUALIFIED.sub(f"\n{BETWEEN}\n", schema)
        tables = dict(base.execute("select name, sql from sqlite_master where type = 'table' order by name"))
        indexes = [name for name, sql in tables.items() if FULL_TEXT.match(sql or "")]
        shadows = {f"{index}_{part}" for index in indexes for part in ("data", "idx", "docsize", "config")}
        for name in sorted({*tables} - shadows):
            for number, row in enumerate(base.execute(f"select * from {_quoted(name)}"), 1):
                for what, text in _text(f"\n{BETWEEN}\n".join(_strings(row)), ""):
                    yield f"table {name}, row {number}, {what}", text
        for name in indexes:
            yield from _index(base, name)


def _index(base: sqlite3.Connection, name: str) -> Iterator[Piece]:
    """The words of a full-text index as they follow each other, of rows that are gone or were other ones.

    Of a row that is there the index says what its table says, and less: it parts *shan't* into two words.
    """
    base.execute(f"create virtual table temp.words using fts5vocab(main, {_quoted(name)}, 'instance')")
    found = base.execute("select doc, col, term from words order by doc, col, offset")
    for (row, column), terms in groupby(found, key=itemgetter(0, 1)):
        words = [term for *_, term in terms]
        there = f"select {_quoted(column)} from {_quoted(name)} where rowid = ?"
        if words != _words(str((base.execute(there, (row,)).fetchone() or ("",))[0] or "")):
            yield f"index {name}, row {row}, {column}", " ".join(words)
    base.execute("drop table temp.words")


def _words(text: str) -> list[str]:
    """A text's words as SQLite's tokenizer unicode61 tells them: letters and digits, small and without their marks."""
    plain = (char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return WORD.findall("".join(plain).lower())


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _pdf(data: bytes) -> Iterator[Piece]:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    yield "metadata", "\n".join(str(value) for value in (reader.metadata or {}).values())
    for number, page in enumerate(reader.pages, 1):
        text, labels = _page(page)
        yield f"page {number}", text
        yield f"page {number}, label by label", labels


def _page(page: PageObject) -> tuple[str, str]:
    """The text of a page, and its labels one by one. In the text, labels at a slant that stand side by side are a word,
    and a word whose letters are of several fonts is several.
    """
    drawn: list[tuple[str, str]] = []  # where, what
    text = page.extract_text(visitor_text=lambda text, at, *_: drawn.append((str(at), text)))
    labels = ("".join(part for _, part in parts) for _, parts in groupby(drawn, key=itemgetter(0)))
    return text, "\n".join(label.replace("\n", "") for label in labels)
