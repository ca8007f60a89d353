"""The database holds the open study, with words only where they may be quoted, and is the same byte for byte."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import other_tools as tools
import pandas as pd
import pytest
from multicase.contracts import CONTRACTS
from multicase.exchange import database, exporting
from multicase.exchange.parts import may_be_quoted
from multicase.study import attributes
from multicase.study.consent import is_open

CASES = [{"case_id": "west", "label": "West", "size": "large"}, {"case_id": "east", "label": "East", "size": "small"}]
DECLARED = attributes.declared({"attributes": {"cases": {"size": {"label": "Size"}}}})["cases"]
CLOSED = {"source_id": "east-o01", "case_id": "east", "participants": "", "consent": "closed"}
PIECES = [
    ("east-d01", 1, "The programme will take people with you."),
    ("east-i01", 1, "You have to take 😀 people with you."),
    ("east-i01", 2, "It was very slow at [practice A], and we all said so."),
    ("west-i01", 1, "In the end somebody has to decide."),
]


def segments():
    rows = []
    for source, turn, text in PIECES:
        start = tools.TEXTS[source].index(text)
        empty = {name: "" if kind == "string" else 0 for name, kind in CONTRACTS["segments"].columns.items()}
        rows.append(
            empty | {"segment_id": f"{source}:{turn}.1", "source_id": source, "case_id": source[:4], "turn": turn, "part": 1}
            | {"start": start, "end": start + len(text), "text": text, "words": len(text.split())}
            | {"participant_id": "east-p01" if source == "east-i01" else "", "is_interviewer": False}
        )  # fmt: skip
    return pd.DataFrame(rows)


def small_parts(**more):
    whole = "people with you.\nIt was very slow"
    first = tools.coded("east-i01", whole, "slow", memo="thinks of last year")
    middle = first["start"] + whole.index("\n")
    spans = {"passage_start": first["start"], "passage_end": first["end"]}
    other = tools.coded("west-i01", "somebody has to decide", "directive", "coder_2", memo="a note on the quiet one")
    rows = [
        first | spans | {"end": middle, "exact": "people with you."},
        first | spans | {"segment_id": "east-i01:2.1", "start": middle + 1, "exact": "It was very slow"},
        other | {"passage_start": other["start"], "passage_end": other["end"]},
    ]
    sources = [*tools.SOURCES, CLOSED]
    given = tools.study_parts(rows, sources=sources, attributes=("role_group", "level"))
    return dataclasses.replace(given, **({"chosen": is_open} | more))


def build(parts=None, pieces=None):
    return database.build(parts or small_parts(), segments() if pieces is None else pieces, CASES, DECLARED)


@pytest.fixture(scope="module")
def base():
    connection = sqlite3.connect(":memory:")
    connection.deserialize(build())
    return connection


def test_counts_agree_with_the_study_and_a_passage_is_one_coding(base):
    assert base.execute("SELECT code, codings, segments, sources, cases FROM code_counts ORDER BY code").fetchall() == [
        ("collaborative", 0, 0, 0, 0), ("directive", 1, 1, 1, 1), ("slow", 1, 2, 1, 1),
    ]  # fmt: skip
    assert base.execute("SELECT code, case_id, codings, segments FROM code_by_case ORDER BY code").fetchall() == [
        ("directive", "west", 1, 1), ("slow", "east", 1, 2),
    ]  # fmt: skip
    assert base.execute("SELECT segment_id, coder, codes FROM coded_segments ORDER BY 1").fetchall() == [
        ("east-i01:1.1", "coder_1", "Slow"), ("east-i01:2.1", "coder_1", "Slow"), ("west-i01:1.1", "coder_2", "Directive"),
    ]  # fmt: skip


def test_attributes_of_sources_that_the_study_declares_are_columns_and_the_wave_is_told_where_it_isnt():
    waves = {"east-i01": {"wave": "1", "setting": "home"}, "west-i01": {"wave": "3", "setting": ""}}
    sources = [dict(row) | waves.get(row["source_id"], {}) for row in small_parts().sources]
    parts = small_parts(sources=sources, of_sources=("wave", "setting"))
    connection = sqlite3.connect(":memory:")
    connection.deserialize(build(parts))
    told = connection.execute("SELECT source_id, wave, setting FROM sources WHERE wave != '' ORDER BY 1").fetchall()
    assert told == [("east-i01", "1", "home"), ("west-i01", "3", "")]
    assert (
        "setting"
        in json.loads(database.metadata({"title": "T"}, parts, DECLARED))["databases"]["study"]["tables"]["sources"][
            "columns"
        ]
    )
    lost = {(row["format"], row["what"]) for row in exporting.losses(parts)}
    assert (exporting.QDPX, "attribute 'setting' of sources") in lost
    assert (exporting.DATABASE, "wave of sources") not in lost
    lost = {(row["format"], row["what"]) for row in exporting.losses(small_parts(sources=sources))}
    assert (exporting.DATABASE, "wave of sources") in lost


def test_codings_quote_what_stands_at_their_place(base):
    rows = base.execute('SELECT s.text, c.start, c."end", c.exact FROM codings c JOIN sources s USING (source_id)')
    assert [text[start:end] == exact for text, start, end, exact in rows if text] == [True]


def test_only_sources_that_may_be_quoted_have_words(base):
    silent = "SELECT source_id, text FROM {} WHERE source_id = 'west-i01'"
    assert base.execute(silent.format("sources")).fetchall() == [("west-i01", None)]
    assert base.execute(silent.format("segments")).fetchall() == [("west-i01", None)]
    assert base.execute("SELECT exact, memo FROM codings WHERE source_id = 'west-i01'").fetchall() == [(None, None)]
    data = build()
    assert not [word for word in ("somebody", "decide", "quiet one", "east-o01", "GP, chair") if word.encode() in data]


def test_a_word_is_found_with_its_source_and_codes(base):
    found = "SELECT p.segment_id, p.codes FROM segments_fts f JOIN segments_in_context p ON p.id = f.rowid WHERE f.text MATCH ?"
    assert base.execute(found, ("SLOW",)).fetchall() == [("east-i01:2.1", "Slow")]
    assert base.execute(found, ('"practice a"',)).fetchall() == [("east-i01:2.1", "Slow")]
    assert base.execute(found, ("programme",)).fetchall() == [("east-d01:1.1", None)]
    assert base.execute(found, ("decide",)).fetchall() == []


def test_the_database_is_sound_and_its_references_lead_somewhere(base):
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.execute("INSERT INTO segments_fts (segments_fts, rank) VALUES ('integrity-check', 1)")


def test_cases_and_participants_have_the_studys_own_columns(base):
    assert base.execute("SELECT case_id, label, size FROM cases ORDER BY 1").fetchall() == [
        ("east", "East", "small"), ("west", "West", "large"),
    ]  # fmt: skip
    assert base.execute("SELECT * FROM participants ORDER BY 1").fetchall() == [
        ("east-p01", "east", "gp", "strategy"), ("west-p01", "west", "manager", ""),
    ]  # fmt: skip


def test_two_builds_are_the_same_bytes_whatever_the_order_of_rows_and_the_process():
    parts = small_parts()
    shuffled = dataclasses.replace(
        parts,
        codings=parts.codings.sample(frac=1, random_state=1),
        sources=list(parts.sources)[::-1],
        participants=list(parts.participants)[::-1],
    )
    once = build()
    assert once == build(shuffled, segments()[::-1])
    paths = [str(Path(__file__).parent), *filter(None, sys.path)]
    code = f"import sys; sys.path[:0] = {paths}; import test_database; sys.stdout.buffer.write(test_database.build())"
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert again.stdout == once


def test_its_header_does_not_say_which_sqlite_wrote_it():
    assert build()[96:100] == bytes(4)


def test_the_metadata_describe_every_table_and_column(base):
    about = {"title": "A study", "question": "Why?", "licence": {"name": "CC BY 4.0", "url": "https://x.org"}}
    told = json.loads(database.metadata(about, small_parts(), DECLARED))
    assert (told["title"], told["description"], told["license"]) == ("A study", "Why?", "CC BY 4.0")
    tables = told["databases"]["study"]["tables"]
    for (name,) in base.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'segments_fts%'"
    ):
        columns = [row[1] for row in base.execute(f"PRAGMA table_info({name})")]
        assert list(tables[name]["columns"]) == columns and all(tables[name]["columns"].values())
        for key in ("facets", "sortable_columns"):
            assert set(tables[name].get(key, [])) <= set(columns)
    views = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views == set(database.VIEWS) <= set(tables)


def test_losses_name_what_the_database_leaves_behind():
    lost = {row["what"]: row["n"] for row in exporting.losses(small_parts(chosen=may_be_quoted))
            if row["format"] == exporting.DATABASE}  # fmt: skip
    assert lost["words of sources that may be counted, not quoted"] == 1
    assert lost["sources whose consent is 'closed'"] == 1
    assert lost["codings alike but for their rule or segment"] == 1


def test_datasette_serves_it_and_finds_a_word(tmp_path):
    pytest.importorskip("datasette", reason="Datasette isn't installed")
    from datasette.app import Datasette

    path = tmp_path / "study.sqlite3"
    path.write_bytes(build())
    served = Datasette([str(path)], metadata=json.loads(database.metadata({"title": "T"}, small_parts(), DECLARED)))

    async def ask():
        await served.invoke_startup()
        pages = [await served.client.get(f"/study/{name}") for name in (*database.TABLES, *database.VIEWS, "codes")]
        asked = ("segments.json?_search=slow&_shape=array", "where_a_word_stands.json?word=very+slow&_shape=array",
                 "codes_by_case.json?_shape=array")  # fmt: skip
        return [page.status_code for page in pages], [(await served.client.get(f"/study/{at}")).json() for at in asked]

    statuses, (searched, stands, by_case) = asyncio.run(ask())
    assert set(statuses) == {200}
    assert [row["segment_id"] for row in searched] == ["east-i01:2.1"]
    assert [(row["segment_id"], row["codes"]) for row in stands] == [("east-i01:2.1", "Slow")]
    assert [(row["label"], row["case_id"]) for row in by_case] == [("Directive", "west"), ("Slow", "east")]
