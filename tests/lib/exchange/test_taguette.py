"""Taguette's projects: bytes between HTML's tags, several projects in a file, coders only in the log of commands."""

from __future__ import annotations

import json
import sqlite3

import pytest
from multicase.exchange import taguette
from multicase.exchange.importing import read
from multicase.study.problems import StudyError

HTML = "<h1>Café 😀</h1><p>It was <b>very</b> slow &amp; long.</p>\n<p>And we all said so.</p>"
DATA = "Café 😀It was very slow & long.\nAnd we all said so."
TEXT = "Café 😀\nIt was very slow & long.\nAnd we all said so."


def database(marks, projects=1, commands=True, wal=False):
    """A database with highlights: words, snippet, tags, users who set them."""
    db = sqlite3.connect(":memory:")
    db.executescript(
        """
        CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE documents (id INTEGER PRIMARY KEY, project_id INTEGER, name TEXT, contents TEXT);
        CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT);
        CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
        CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
        INSERT INTO tags VALUES (1, 1, 'pace.slow', 'It takes long'), (2, 1, 'style', '');
        """
    )
    db.executemany("INSERT INTO projects VALUES (?, ?)", [(n + 1, f"study {n}") for n in range(projects)])
    db.execute("INSERT INTO documents VALUES (1, 1, 'Interview', ?)", (HTML,))
    if commands:
        db.execute(
            "CREATE TABLE commands (id INTEGER PRIMARY KEY, date TEXT, user_login TEXT, project_id INTEGER, document_id INTEGER, payload TEXT)"
        )
    for number, (start, end, snippet, tags, users) in enumerate(marks, 1):
        db.execute("INSERT INTO highlights VALUES (?, 1, ?, ?, ?)", (number, start, end, snippet))
        db.executemany("INSERT INTO highlight_tags VALUES (?, ?)", [(number, tag) for tag in tags])
        for user in users if commands else ():
            payload = json.dumps({"type": "highlight_add", "highlight_id": number, "tags": tags})
            db.execute("INSERT INTO commands VALUES (NULL, '2020-01-02 03:04:05', ?, 1, 1, ?)", (user, payload))
    db.commit()
    data = db.serialize()
    return data[:18] + b"\x02\x02" + data[20:] if wal else data


def another_database():
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE projects (id INTEGER PRIMARY KEY)")
    db.commit()
    return db.serialize()


def mark(words, tags=(1,), users=("ann",), snippet=None):
    start = len(DATA[: DATA.index(words)].encode())
    return start, start + len(words.encode()), words if snippet is None else snippet, list(tags), users


@pytest.mark.parametrize("wal", [False, True])
def test_bytes_become_places_in_the_text_as_it_is_read(wal):
    marks = [mark("very slow"), mark("😀It was", snippet="<h1>😀</h1><p>It was</p>"), mark("so.", tags=(1, 2))]
    imported = read(database(marks, wal=wal), "t.sqlite3")
    assert imported.sources[0].text == TEXT
    assert [(coding.exact, coding.code) for coding in imported.codings] == [
        ("😀\nIt was", "pace.slow"),
        ("very slow", "pace.slow"),
        ("so.", "pace.slow"),
        ("so.", "style"),
    ]
    assert all(TEXT[coding.start : coding.end] == coding.exact for coding in imported.codings)
    assert {(coding.coder, coding.date) for coding in imported.codings} == {("ann", "2020-01-02T03:04:05")}
    assert imported.notes == ()


def test_who_is_unclear_is_told():
    imported = read(database([mark("slow", users=("ann", "bob"))]), "t.sqlite3")
    assert imported.codings[0].coder == "bob"
    assert "several people" in imported.notes[0].what
    assert "admin" in read(database([mark("slow", users=("admin",))]), "t.sqlite3").notes[0].what
    assert "no log" in read(database([mark("slow")], commands=False), "t.sqlite3").notes[0].what


def test_what_is_no_coding_is_told():
    marks = [mark("slow", tags=()), (5, 5, "", [1], ()), (900, 905, "said", [1], ()), mark("long", snippet="other")]
    imported = read(database(marks), "t.sqlite3")
    found = [(coding.exact, coding.without) for coding in imported.codings]
    assert found == [("", "of no length"), ("long", ""), ("said", "")]
    whats = " ".join(note.what for note in imported.notes)
    assert all(part in whats for part in ("a comment", "outside the text", "isn't what stands"))


def test_one_of_several_projects_must_be_named():
    data = database([mark("slow")], projects=2)
    with pytest.raises(StudyError, match="1: study 0; 2: study 1"):
        read(data, "t.sqlite3")
    assert len(read(data, "t.sqlite3", 1).codings) == 1
    assert read(data, "t.sqlite3", 2).codings == ()


@pytest.mark.parametrize("data", [b"", taguette.MAGIC, taguette.MAGIC + b"x" * 5000, another_database()])
def test_a_database_of_another_kind_is_refused(data):
    with pytest.raises(StudyError):
        taguette.read_sqlite(data, "t.sqlite3")


def test_highlights_as_csv():
    data = b'\xef\xbb\xbfid,document,tag,content\r\n1,Interview,slow,"very ""slow"""\r\n1,Interview,style,"very ""slow"""\r\n2,Other,,so\r\n'
    imported = read(data, "highlights.csv")
    assert [(c.source, c.start, c.exact, c.code) for c in imported.codings] == [
        ("Interview", -1, 'very "slow"', "slow"),
        ("Interview", -1, 'very "slow"', "style"),
    ]
    assert [source.name for source in imported.sources] == ["Interview", "Other"]
    assert len(imported.notes) == 1


@pytest.mark.parametrize(
    ("data", "file"), [(b"a,b\n1,2\n", "h.csv"), (b"\xff\xfe", "h.csv"), (b"id,document\n", "h.docx")]
)
def test_other_files_are_refused(data, file):
    with pytest.raises(StudyError):
        read(data, file)
