"""A Taguette project is the same byte for byte, Taguette takes it, and what is in it is read back as it was."""

from __future__ import annotations

import dataclasses
import sqlite3

import other_tools as tools
import pytest
import small_study
from hypothesis import given
from hypothesis import strategies as st
from multicase.exchange import exporting, taguette, taguette_out
from multicase.exchange.names import Known
from multicase.ingest.cleaning import UNSEEN
from multicase.study import files

BOOK = files.parse_yaml(small_study.FILES["codebook.yaml"])


def coded(source, words, code, coder="coder_1", **more):
    row = tools.coded(source, words, code, coder, **more)
    return row | {"passage_start": row["start"], "passage_end": row["end"]}


def parts_of(*rows, **more):
    return tools.study_parts(list(rows), **more)


def small_parts():
    return parts_of(
        coded("east-i01", "take 😀 people", "collaborative", memo="a note"),
        coded("east-i01", "take 😀 people", "slow"),
        coded("east-i01", "take 😀 people", "collaborative", "coder_2"),
        coded("east-i01", "people with you.\nIt was very slow", "slow"),
        coded("east-d01", "take people", "collaborative", "dictionary", origin="dictionary"),
        coded("west-i01", "somebody has to decide", "directive"),
    )


def read(parts):
    """(Source, start, end, code, coder) of every coding as it is read back."""
    imported = taguette.read_sqlite(taguette_out.project(parts), "t.sqlite3")
    names = {source.guid: source.name for source in imported.sources}
    known = Known(parts.codebook)
    return sorted(
        (names[item.source], item.start, item.end, *known.find(item.code_path), item.coder) for item in imported.codings
    ), imported


def meant(parts):
    return sorted({(row["source_id"], row["start"], row["end"], row["code"], row["coder"]) for row in parts.rows})


def test_our_project_read_back_gives_the_same_codings_and_texts():
    parts = small_parts()
    found, imported = read(parts)
    assert found == meant(parts) and len(found) == 5
    assert imported.notes == ()
    assert {source.name: source.text for source in imported.sources} == {
        name: tools.TEXTS[name] for name in ("east-d01", "east-i01")
    }


def test_what_looks_like_markup_is_text():
    text = "a <b>c</b> &amp; <p>very slow</p> & <!-- d"
    texts = {"east-d01": text, "east-i01": "", "west-i01": ""}
    parts = parts_of(coded("east-d01", "<p>very slow</p> &", "slow", texts=texts), texts=texts)
    found, imported = read(parts)
    assert found == meant(parts) and {source.text for source in imported.sources} == {text, ""}


WORDS = st.text(
    st.one_of(st.sampled_from("😀ö&<>\n \u00a0"), st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])),
    min_size=1,
    max_size=60,
).filter(lambda text: not UNSEEN.search(text))
SPANS = st.lists(
    st.tuples(
        st.integers(0, 80), st.integers(1, 80), st.sampled_from(["slow", "directive"]), st.sampled_from(["ann", "bob"])
    ),
    max_size=6,
)


@given(WORDS, SPANS, st.booleans())
def test_any_text_and_any_passage_comes_back(text, spans, masked):
    text = f"[person]{text}[practice A]" if masked else text
    texts = {"east-d01": text, "east-i01": "", "west-i01": ""}
    rows = [
        coded("east-d01", "", code, coder, start=start, end=end, exact=text[start:end], texts=texts)
        for start, n, code, coder in [*spans, (0, len(text), "slow", "ann")]
        if (end := start + n) <= len(text) and text[start:end].strip()  # a blank alone tells nothing of positions
    ]
    rows = [row | {"passage_start": row["start"], "passage_end": row["end"]} for row in rows]
    parts = parts_of(*rows, texts=texts)
    found, imported = read(parts)
    assert found == meant(parts)
    assert {source.text for source in imported.sources if source.name == "east-d01"} == {text}


def test_two_builds_are_the_same_bytes_whatever_the_order_of_rows():
    parts = small_parts()
    other = dataclasses.replace(
        parts, codings=parts.codings.sample(frac=1, random_state=1), sources=list(parts.sources)[::-1]
    )
    assert taguette_out.project(parts) == taguette_out.project(small_parts()) == taguette_out.project(other)


def test_a_passage_is_one_highlight_for_each_coder_with_all_tags():
    base = sqlite3.connect(":memory:")
    base.deserialize(taguette_out.project(small_parts()))
    given = base.execute(
        "SELECT c.user_login, group_concat(t.path, ' + ') FROM highlights h JOIN commands c"
        " ON json_extract(c.payload, '$.highlight_id') = h.id JOIN highlight_tags g ON g.highlight_id = h.id"
        " JOIN tags t ON t.id = g.tag_id WHERE h.snippet LIKE '<p>take 😀%' GROUP BY h.id ORDER BY 1"
    ).fetchall()
    assert given == [
        ("coder_1", "Style > Manner > Collaborative + Pace > Speed > Slow"),
        ("coder_2", "Style > Manner > Collaborative"),
    ]


def test_nothing_of_a_source_that_may_not_be_quoted_is_in_it():
    data = taguette_out.project(small_parts())
    assert b"west" not in data and b"somebody has to decide" not in data


def test_long_names_are_cut_and_stay_apart():
    sources = [
        tools.SOURCES[1] | {"source_id": f"east-{'a' * 60}{end}"} for end in "xy"
    ]  # fmt: skip
    parts = parts_of(sources=sources, texts={row["source_id"]: "Words." for row in sources})
    names = {taguette_out.document_name(parts, row["source_id"]) for row in sources}
    assert len(names) == 2 and {len(name) for name in names} == {taguette_out.DOCUMENT_NAME}
    lost = {(row["format"], row["what"]): row["n"] for row in exporting.losses(parts)}
    assert lost[exporting.TAGUETTE, "ends of long names of sources"] == 2


def test_a_tag_that_is_too_long_with_its_theme_goes_without():
    text = small_study.FILES["codebook.yaml"].replace("label: Pace", f"label: {'Pace ' * 40}")
    rows = list(taguette_out.tags(files.parse_yaml(text)))
    assert [row["tag"] for row in rows] == ["Style > Manner > Collaborative", "Style > Manner > Directive", "Slow"]


def test_memos_and_cases_are_told_as_lost():
    lost = {row["what"]: row["n"] for row in exporting.losses(small_parts()) if row["format"] == exporting.TAGUETTE}
    assert (lost["memos of codings"], lost["cases"], lost["coders"], lost["origin"]) == (1, 1, 3, 1)


def test_taguette_itself_imports_it(tmp_path):
    pytest.importorskip("taguette", reason="Taguette isn't installed")
    from taguette import database, extract

    parts = small_parts()
    path = tmp_path / "study.sqlite3"
    path.write_bytes(taguette_out.project(parts))
    source = database.connect(f"sqlite:///{path}", external=True)()
    own = database.connect(f"sqlite:///{tmp_path / 'own.sqlite3'}")()
    own.add(database.User(login="somebody"))
    own.commit()
    database.copy_project(source, own, 1, "somebody")
    highlights = own.query(database.Highlight).all()
    assert len(highlights) == 4
    for item in highlights:
        assert extract.extract(item.document.contents, item.start_offset, item.end_offset) == item.snippet
    assert {tag.path for tag in own.query(database.Tag)} == {
        "Style/Manner/Collaborative", "Style/Manner/Directive", "Pace/Speed/Slow",
    }  # fmt: skip
