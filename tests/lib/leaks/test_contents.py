"""What the leak scan reads in a file: words as people read them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import other_tools as tools
import pandas as pd
import pytest
import searching
from multicase.contracts import CONTRACTS
from multicase.exchange import database, taguette_out, writing
from multicase.leaks import contents, scan


def test_a_spelled_apostrophe_ends_no_word(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<p>We shan&#39;t.</p>", encoding="utf-8")
    assert all("shan&" not in text for _, text in contents.pieces(path))


NAME = "Cammish"
SCANNER = scan.Scanner({"judith cammish": "person", "cammish": "person"})


def planted(field, words):
    """The files of exports in which something of the study says `words`."""
    texts, memo = dict(tools.TEXTS), ""
    if field == "text":
        texts["east-d01"] = f"{words} will take people with you."
    elif field == "memo":
        memo = words
    row = tools.coded("east-d01", "take people", "collaborative", memo=memo, texts=texts)
    parts = tools.study_parts([row | {"passage_start": row["start"], "passage_end": row["end"]}], texts)
    segment = {name: "" if kind == "string" else 0 for name, kind in CONTRACTS["segments"].columns.items()}
    segments = pd.DataFrame(
        [segment | {"segment_id": "east-d01:1.1", "source_id": "east-d01", "text": texts["east-d01"]}]
    )
    cases = [{"case_id": "east", "label": words if field == "label" else "East"}]
    return {
        "study.sqlite3": database.build(parts, segments, cases, {}),
        "taguette.sqlite3": taguette_out.project(parts),
        "study.qdpx": writing.qdpx(parts),
    }


@pytest.mark.parametrize(
    ("field", "file"),
    [
        ("text", "study.sqlite3"), ("memo", "study.sqlite3"), ("label", "study.sqlite3"), ("text", "taguette.sqlite3"),
        ("text", "study.qdpx"), ("memo", "study.qdpx"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_every_export_that_holds_it(tmp_path, field, file):
    for words, found in ((f"Judith {NAME}", True), ("Nobody", False)):
        (tmp_path / file).write_bytes(planted(field, words)[file])
        assert bool(searching.hits([tmp_path / file], tmp_path, SCANNER)) == found


def test_words_that_only_the_full_text_index_still_holds_are_found(tmp_path):
    path = tmp_path / "study.sqlite3"
    path.write_bytes(planted("text", f"Judith {NAME}")["study.sqlite3"])
    with closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE segments SET text = 'Somebody will take people with you.'")
        base.execute("UPDATE sources SET text = NULL")
        base.commit()
        base.execute("VACUUM")
    places = {hit.place for hit in searching.hits([path], tmp_path, scan.Scanner({"judith cammish": "person"}))}
    assert [place.split(",")[0] for place in places] == ["index segments_fts"]


def test_a_name_behind_markup_and_entities_in_a_cell_is_found(tmp_path):
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE pages (html TEXT)")
        base.execute("INSERT INTO pages VALUES ('<p>Judith <b>Cam</b>m&#105;sh</p>')")
        base.commit()
    assert searching.hits([path], tmp_path, SCANNER)


def test_what_ends_one_cell_of_a_database_and_begins_the_next_is_no_name(tmp_path):
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE people (a TEXT, b TEXT)")
        base.execute("INSERT INTO people VALUES ('said Judith', 'Cammish')")
        base.commit()
    assert not searching.hits([path], tmp_path, scan.Scanner({"judith cammish": "person"}))


def test_an_index_of_rows_that_are_there_says_no_more_than_they_do(tmp_path):
    path = tmp_path / "study.sqlite3"
    path.write_bytes(planted("text", "Nobody shan't go; Café Ärger.")["study.sqlite3"])
    assert not searching.hits([path], tmp_path, scan.Scanner({"shan": "person"}))
    assert not [place for place, _ in contents.pieces(path) if place.startswith("index")]


def test_an_alias_and_a_column_in_a_schema_are_no_initial_and_surname(tmp_path):
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE a (case_id TEXT)")
        base.execute("CREATE VIEW b AS SELECT s.case_id FROM a s")
        base.execute("CREATE TABLE cammish (c TEXT)")
        base.commit()
    assert not searching.hits([path], tmp_path, scan.Scanner({"s.case": "person"}))
    assert searching.hits([path], tmp_path, scan.Scanner({"cammish": "person"}))


WORD_FILE = (
    '<w:style><w:rPr><w:rFonts w:ascii="Times New Roman"/><w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr>'
    '</w:style><a:latin typeface="Georgia"/>'
)


@pytest.mark.parametrize("name", ["jp", "roman", "georgia", "sa", "gb"])
def test_languages_and_fonts_are_no_text_and_what_stands_beside_them_is(tmp_path, name):
    scanner = scan.Scanner({name: "person"})
    shown = name.upper() if len(name) == 2 else name.title()
    for file, setting in (
        ("styles.xml", WORD_FILE),
        ("page.html", '<html lang="en-GB"><a hreflang="ar-SA" href="a%20b">'),
    ):
        for text, found in (("", False), (f"<p>It was {shown}.</p>", True), (f'<i author="{shown}"/>', True)):
            (tmp_path / file).write_text(setting + text, encoding="utf-8")
            assert bool(searching.hits([tmp_path / file], tmp_path, scanner)) == found
    (tmp_path / "page.html").write_text(f'<p lang="{shown} {shown}">', encoding="utf-8")
    assert searching.hits([tmp_path / "page.html"], tmp_path, scanner)
