"""Reading Taguette projects: its SQLite file, and the highlights it writes as CSV.

Taguette keeps a document as HTML and counts UTF-8 bytes of what stands between the tags. Who highlighted something is
only in its log of commands, and an exported project calls everybody `admin`.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser

from multicase.exchange.archive import refusal
from multicase.exchange.counting import Selection, agreement, count, written
from multicase.exchange.imported import NO_LENGTH, Code, Coding, Imported, Note, Source
from multicase.wording import counted

MAGIC = b"SQLite format 3\x00"
CONTEXT = 32
COLUMNS = ("id", "document", "tag", "content")
NEEDED = {
    "projects": ("id", "name"),
    "documents": ("id", "project_id", "name", "contents"),
    "highlights": ("id", "document_id", "start_offset", "end_offset", "snippet"),
    "tags": ("id", "project_id", "path", "description"),
    "highlight_tags": ("highlight_id", "tag_id"),
}
# Elements between which a reader sees no line end.
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
    ]
)


def read_sqlite(data: bytes, file: str, project: int | None = None) -> Imported:
    """A project from a Taguette database's bytes; project: its number, if the database holds several.

    Raises StudyError for what isn't a Taguette database, and where the project must be named.
    """
    if not data.startswith(MAGIC):
        raise refusal(file, "", "no SQLite database", "a Taguette project", "Export it from Taguette again.")
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            # A database in write-ahead mode can't be opened from memory; its header says which mode it is in.
            db.deserialize(data[:18] + data[18:20].replace(b"\x02", b"\x01") + data[20:])
            db.execute("PRAGMA trusted_schema = OFF")
            db.row_factory = sqlite3.Row
            _check(db, file)
            return _project(db, _chosen(db, file, project))
        except (sqlite3.Error, OverflowError, TypeError) as error:
            raise refusal(file, "", "a broken database", "a Taguette project", "Export it again.") from error


def _check(db: sqlite3.Connection, file: str) -> None:
    tables = {row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, columns in NEEDED.items():
        known = {row["name"] for row in db.execute(f"PRAGMA table_info({table})")} if table in tables else set()
        missing = [column for column in columns if column not in known]
        if missing:
            found = f"no {', '.join(missing)} in the table {table}" if known else f"no table {table}"
            todo = "Export the project from Taguette 1.0 or later."
            raise refusal(file, "", found, "a Taguette project", todo)


def _chosen(db: sqlite3.Connection, file: str, project: int | None) -> int:
    projects = {row["id"]: row["name"] for row in db.execute("SELECT id, name FROM projects ORDER BY id")}
    if project is None and len(projects) == 1:
        return next(iter(projects))
    if project not in projects:
        listed = "; ".join(f"{number}: {name}" for number, name in projects.items()) or "none"
        found = f"the projects {listed}" if project is None else f"no project {project}, but {listed}"
        raise refusal(file, "", found, "one project", "Say the number of the one to read.")
    return project


def _project(db: sqlite3.Connection, project: int) -> Imported:
    notes: list[Note] = []
    tags = {
        row["id"]: Code(f"tag-{row['id']}", row["path"], row["path"], True, row["description"] or "")
        for row in db.execute("SELECT id, path, description FROM tags WHERE project_id = ? ORDER BY id", (project,))
    }
    given = defaultdict(list)
    for row in db.execute("SELECT highlight_id, tag_id FROM highlight_tags ORDER BY highlight_id, tag_id"):
        given[row["highlight_id"]].append(row["tag_id"])
    who = _commands(db, project, notes)
    sources, codings = [], []
    documents = db.execute("SELECT id, name, contents FROM documents WHERE project_id = ? ORDER BY id", (project,))
    for document in documents.fetchall():
        marks = db.execute(
            "SELECT id, start_offset, end_offset, snippet FROM highlights WHERE document_id = ?"
            " ORDER BY start_offset, id",
            (document["id"],),
        ).fetchall()
        source, rows = _document(document, marks, given, tags, who, notes)
        sources.append(source)
        codings += rows
    users = tuple(sorted({coder for coder, _ in who.values() if coder}))
    return Imported(tuple(tags.values()), tuple(sources), tuple(codings), tuple(notes), users=users)


def _document(
    document: Mapping,
    marks: Sequence[Mapping],
    given: Mapping[int, list[int]],
    tags: Mapping[int, Code],
    who: Mapping[int, tuple[str, str]],
    notes: list[Note],
) -> tuple[Source, list[Coding]]:
    """One document and its codings, with offsets into its text as a person reads it."""
    page, name, key = readable(document["contents"]), document["name"], f"document-{document['id']}"
    snippets = [readable(row["snippet"]) for row in marks]
    selections = [
        Selection(row["start_offset"], row["end_offset"], snippet.data)
        for row, snippet in zip(marks, snippets, strict=True)
    ]
    counted = count(written(page.data), selections, units=("UTF-8 bytes",))
    codings = []
    for row, span, snippet in zip(marks, counted.spans, snippets, strict=True):
        place = f"{name}, highlight {row['id']}"
        known = [tags[tag] for tag in given[row["id"]] if tag in tags]
        if not known:
            notes.append(Note(place, "a highlight without a tag: a comment"))
        elif span is None:
            notes.append(Note(place, "positions outside the text or inside a character; only its words may find it"))
        elif span[0] < span[1] and not agreement(snippet.data, page.data[slice(*span)]):
            notes.append(Note(place, "its snippet isn't what stands at its position; position taken"))
        start, end = page.span(*span) if span else (-1, -1)
        exact = page.text[start:end] if span else snippet.text
        before = page.text[max(0, start - CONTEXT) : start] if span else ""
        after = page.text[end : end + CONTEXT] if span else ""
        coder, date = who.get(row["id"], ("", ""))
        without = NO_LENGTH if span and span[0] == span[1] else ""
        codings += [
            Coding(
                key,
                start,
                end,
                exact,
                before,
                after,
                tag.name,
                tag.path,
                coder,
                date=date,
                without=without,
                code_guid=tag.guid,
            )
            for tag in known
        ]
    return Source(key, name, page.text, counted.how if marks else ""), codings


def _commands(db: sqlite3.Connection, project: int, notes: list[Note]) -> dict[int, tuple[str, str]]:
    """Who last set a highlight's tags, and when, as far as the log of commands says it."""
    found: dict[int, tuple[str, str]] = {}
    several: set[int] = set()
    try:
        rows = db.execute(
            "SELECT user_login, date, payload FROM commands WHERE project_id = ? ORDER BY id", (project,)
        ).fetchall()
    except sqlite3.Error:
        notes.append(Note("", "no log of commands: who coded what is unknown"))
        return found
    for row in rows:
        try:
            payload = json.loads(row["payload"])
        except (TypeError, ValueError):
            continue
        if not isinstance(payload, dict) or payload.get("type") != "highlight_add":
            continue
        highlight = payload.get("highlight_id", payload.get("id"))
        if highlight in found and found[highlight][0] != row["user_login"]:
            several.add(highlight)
        found[highlight] = (row["user_login"] or "", str(row["date"] or "").replace(" ", "T"))
    if several:
        notes.append(Note("", f"{counted(len(several), 'highlight')} set by several people: the last one is named"))
    if {coder for coder, _ in found.values()} == {"admin"}:
        notes.append(Note("", "every coder is called admin: Taguette's export doesn't say who coded"))
    return found


def read_csv(data: bytes, file: str) -> Imported:
    """The codings of a Taguette highlights file (columns id, document, tag, content), without positions and coders.

    Raises StudyError for another header or bytes that aren't UTF-8.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        header = tuple(rows[0]) if rows else ()
    except (UnicodeDecodeError, csv.Error) as error:
        raise refusal(
            file, "", "a file that isn't CSV in UTF-8", "Taguette's highlights", "Export it again."
        ) from error
    if rows and not set(COLUMNS) <= {column for column in header if column}:
        expected = f"the columns {', '.join(COLUMNS)}"
        raise refusal(file, "line 1", "another header", expected, "Export the highlights from Taguette as CSV.")
    codings, notes = [], []
    for row in rows:
        quote, tag, place = row["content"] or "", row["tag"] or "", f"{row['document'] or ''}, highlight {row['id']}"
        if tag and quote.strip():
            codings.append(Coding(row["document"] or "", -1, -1, quote.strip(), "", "", tag, tag, "", code_guid=tag))
        else:
            notes.append(Note(place, "a highlight without a tag: a comment" if quote.strip() else "without words"))
    names = dict.fromkeys(row["document"] or "" for row in rows)
    tags = dict.fromkeys(row["tag"] for row in rows if row["tag"])
    sources = tuple(Source(name, name, "") for name in names)
    return Imported(tuple(Code(tag, tag, tag) for tag in tags), sources, tuple(codings), tuple(notes))


@dataclass(frozen=True)
class Page:
    """A page's text as a person reads it; data: what stands between its tags, in which Taguette counts."""

    data: str
    text: str
    at: tuple[tuple[int, int], ...]  # where runs begin: in the data, in the text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the data as a span of the text."""
        if start == end:
            return self._place(start), self._place(start)
        return self._place(start), self._place(end - 1) + 1

    def _place(self, place: int) -> int:
        run, text = self.at[bisect_right(self.at, (place, len(self.text))) - 1]
        return text + place - run


def readable(html: str) -> Page:
    """A page's text, with a line end where an element that isn't inline begins or ends."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return Page("".join(parser.data), "".join(parser.pieces), tuple(parser.at))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.data: list[str] = []
        self.pieces: list[str] = []
        self.at: list[tuple[int, int]] = [(0, 0)]
        self._read = self._written = 0
        self._broken = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._broken |= tag not in INLINE

    def handle_endtag(self, tag: str) -> None:
        self._broken |= tag not in INLINE

    def handle_data(self, data: str) -> None:
        data = data.replace("\r\n", "\n").replace("\r", "\n")
        if self._broken and self.pieces and not self.pieces[-1][-1].isspace() and not data[0].isspace():
            self.pieces.append("\n")
            self._written += 1
        self._broken = False
        self.at.append((self._read, self._written))
        self.data.append(data)
        self.pieces.append(data)
        self._read += len(data)
        self._written += len(data)
