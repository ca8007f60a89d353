"""Keyword in context, of a results folder written by hand: which places are found, in what order, and what is withheld."""

from __future__ import annotations

import json
import re
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import frames
from multicase.audit import kwic
from multicase.contracts import CONTRACTS
from multicase.study.problems import StudyError

EMPTY = {"string": "", "int32": 0, "float64": 0.0, "bool": False}
# segment -> (kind, participant, left_out, text)
TEXTS = {
    "n-d1:1.1": ("document", "", "", "The Pace of change, and the pace\nof growth."),
    "n-i1:1.1": ("interview", "", "interviewer", "And your pace?"),
    "n-i1:2.1": ("interview", "n-p1", "", "Leaders don’t lead; leadership is shared, said [GP chair A]. Café society."),
    "n-i1:10.1": ("interview", "n-p1", "", "At my own pace."),
    "s-i1:1.1": ("interview", "s-p1", "", "A secretive pace, a hidden pace."),
    "x-i1:1.1": ("interview", "x-p1", "", "The pace in a closed source."),
}
CONSENT = {"n-d1": "quote", "n-i1": "quote", "s-i1": "aggregate"}  # x-i1 is closed: it is among no sources


def rows(contract, given):
    base = {name: EMPTY[kind] for name, kind in CONTRACTS[contract].columns.items()}
    return pd.DataFrame([base | row for row in given], columns=list(base))


@pytest.fixture(scope="session")
def results(tmp_path_factory):
    root = tmp_path_factory.mktemp("kwic") / "small"
    for name in ("tables", "themes", "segments"):
        (root / name).mkdir(parents=True)
    segments = [
        {
            "segment_id": name, "source_id": name.partition(":")[0], "case_id": name[0], "kind": kind, "participant_id": person,
            "turn": int(name.partition(":")[2].partition(".")[0]), "part": 1, "left_out": left_out, "text": text,
            "is_interviewer": left_out == "interviewer",
        }
        for name, (kind, person, left_out, text) in TEXTS.items()
    ]  # fmt: skip
    for case in "nsx":
        own = rows("segments", [row for row in segments if row["case_id"] == case])
        frames.write(own, root / f"segments/{case}-0.parquet", "segments")
    coded = [("n-i1:10.1", "slow", "n-p1", "gp"), ("n-d1:1.1", "fast", "", ""), ("s-i1:1.1", "slow", "s-p1", "nurse")]
    evidence = [
        {"segment_id": name, "source_id": name.partition(":")[0], "case_id": name[0], "code": code, "participant_id": person,
         "role": role, "role_group": role, "consent": CONSENT[name.partition(":")[0]]}
        for name, code, person, role in coded
    ]  # fmt: skip
    frames.write(rows("evidence", evidence), root / "themes/evidence.parquet", "evidence")
    sources = [{"source_id": name, "case_id": name[0], "consent": consent} for name, consent in CONSENT.items()]
    frames.write(rows("read_sources", sources), root / "themes/sources.parquet", "read_sources")
    (root / "themes/analysed.json").write_text(json.dumps({"k": 1, "stands_for_role": ""}))
    pd.DataFrame({"code": ["slow", "fast", "never"]}).to_csv(root / "tables/T05.csv", index=False)
    return root


def found(results, word, **how):
    return kwic.concordance(results, word, **how).rows


def words(results, word, **how):
    hits = found(results, word, **how)
    return list(hits.loc[hits["segment"] != "", "word"])


def test_each_place_is_told_with_its_turn_the_speakers_role_and_what_stands_around_it(results):
    (hit,) = found(results, "own").to_dict("records")
    assert hit == {
        "segment": "n-i1:10.1", "source": "n-i1", "case": "n", "kind": "interview", "role": "gp", "left": "At my ",
        "word": "own", "right": " pace.", "n": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("pace", ["Pace", "pace", "pace"]), ("PACE", ["Pace", "pace", "pace"]), ("pac", []), ("ace", []),
        ("lead", ["lead"]), ("lead*", ["Leaders", "lead", "leadership"]), ("*ship", ["leadership"]), ("l*p", ["leadership"]),
        ("pace of", ["Pace of", "pace of"]), ("pace  of", ["Pace of", "pace of"]), ("pace * growth", ["pace of growth"]),
        ("pace * change and", []),
        ("pace of *", ["Pace of change", "pace of growth"]),
        ("don't", ["don’t"]), ("don’t", ["don’t"]), ("don*", ["don’t"]),
        ("café", ["Café"]), ("cafe\u0301", ["Café"]), ("cafe", []),
        ("[gp chair a]", ["[GP chair A]"]), ("shared, said", ["shared, said"]), ("l.ad", []),
    ],
)  # fmt: skip
def test_a_word_is_whole_its_case_is_none_its_accents_are_and_a_star_is_any_letters(results, word, places):
    assert words(results, word) == places


@pytest.mark.parametrize("sign", "-‑–—")
@pytest.mark.parametrize("asked", "-‑–—")
def test_hyphens_quotes_and_apostrophes_are_one_however_they_are_typed(sign, asked):
    said = f"a follow{sign}up, “so{sign}so” it‘s"
    assert kwic.pattern(f"follow{asked}up").findall(said) == [f"follow{sign}up"]
    assert kwic.pattern(f'"so{asked}so" it\'s').findall(said) == [f"“so{sign}so” it‘s"]


def test_a_vowel_sign_belongs_to_its_word():
    assert kwic.pattern("धीमा").findall("यह धीमा है") == ["धीमा"]
    assert kwic.pattern("धीम").findall("यह धीमा है") == []


@given(st.text(min_size=1).filter(lambda text: re.search(r"[^\W_]", text)))
def test_any_words_find_themselves(text):
    phrase = unicodedata.normalize("NFC", " ".join(text.replace("*", "x").split()))
    assert kwic.pattern(text.replace("*", "x")).search(f"( {phrase} )")[0] == phrase


@pytest.mark.parametrize("word", ["", " ", "*", "* *", "--", "_"])
def test_a_word_without_a_letter_is_refused(results, word):
    with pytest.raises(StudyError, match="a word with a letter or a digit"):
        kwic.concordance(results, word)


def test_of_a_source_that_may_not_be_quoted_the_places_are_counted_and_no_word_is_told(results):
    hits = found(results, "pace").to_dict("records")
    assert hits[-1] == {
        "segment": "", "source": "s-i1", "case": "s", "kind": "interview", "role": "", "left": "",
        "word": "(may be counted, not quoted)", "right": "", "n": 2,
    }  # fmt: skip
    assert "hidden" not in str(hits) and "secretive" not in str(hits)


def test_a_closed_source_is_neither_shown_nor_counted(results):
    asked = kwic.concordance(results, "pace", whole=True)
    assert set(asked.rows["source"]) == {"n-d1", "n-i1", "s-i1"} and asked.searched == 3


def test_what_is_not_analysed_is_searched_on_demand(results):
    assert "n-i1:1.1" not in set(found(results, "pace")["segment"])
    asked = found(results, "pace", whole=True).set_index("segment")
    assert asked.loc["n-i1:1.1", "role"] == "interviewer"


@pytest.mark.parametrize(
    ("how", "segments", "searched"),
    [
        ({}, ["n-d1:1.1", "n-d1:1.1", "n-i1:10.1", ""], 3),
        ({"cases": ["n"]}, ["n-d1:1.1", "n-d1:1.1", "n-i1:10.1"], 2),
        ({"cases": ["s", "n"], "kinds": ["interview"]}, ["n-i1:10.1", ""], 2),
        ({"codes": ["slow"]}, ["n-i1:10.1", ""], 2),
        ({"codes": ["slow"], "cases": ["n"]}, ["n-i1:10.1"], 1),
        ({"codes": ["slow", "fast"], "kinds": ["document"]}, ["n-d1:1.1", "n-d1:1.1"], 1),
        ({"codes": ["never"]}, [], 0),
    ],
)
def test_cases_kinds_and_codes_narrow_where_it_is_looked(results, how, segments, searched):
    asked = kwic.concordance(results, "pace", **how)
    assert (list(asked.rows["segment"]), asked.searched) == (segments, searched)


def test_unknown_cases_kinds_and_codes_are_refused_all_at_once_with_those_that_are_there(results):
    with pytest.raises(StudyError) as error:
        kwic.concordance(results, "pace", cases=["x"], kinds=["interviews"], codes=["slo"])
    told = str(error.value)
    assert "--case: found 'x'" in told and "There are n and s." in told  # nor is a closed source's case told
    assert "nearest: 'interview'" in told and "nearest: 'slow'" in told


@pytest.mark.parametrize(
    ("order", "after"),
    [
        ("source", [" of change", " of growth", "."]),
        ("left", [".", " of change", " of growth"]),  # own; the; the, and before it: nothing, and
        ("right", [".", " of change", " of growth"]),
    ],
)
def test_hits_are_sorted_by_place_or_by_the_words_before_or_after(results, order, after):
    hits = found(results, "pace", order=order, cases=["n"])
    assert [right.partition(",")[0].rstrip(".") or "." for right in hits["right"]] == after


def test_the_words_before_are_compared_from_the_nearest_on(results):
    hits = found(results, "pace", order="left", cases=["n"], whole=True)
    assert [hit.left.split()[-1].casefold() for hit in hits.itertuples()] == ["own", "the", "the", "your"]


def test_the_window_cuts_what_is_told_on_each_side(results):
    (hit,) = found(results, "leadership", window=5).to_dict("records")
    assert (hit["left"], hit["right"]) == ("ead; ", " is s")


def test_without_a_hit_the_words_most_like_it_are_named_from_what_may_be_quoted_alone(results):
    asked = kwic.concordance(results, "leadershp")
    assert asked.rows.empty and asked.like[0] == "leadership" and asked.searched == 3
    assert kwic.concordance(results, "secretiv").like == ()
    assert kwic.concordance(results, "pace growth").like == ()  # each of them is there
    assert kwic.concordance(results, "pac growth").like[0] == "pace"


def test_without_a_finished_build_nothing_is_searched(tmp_path):
    with pytest.raises(StudyError, match=r"no finished build.*Run make first"):
        kwic.concordance(tmp_path, "pace")
