"""A codebook becomes a table in its own order, and what can't be matched is told before anything is matched."""

from __future__ import annotations

import pytest
from multicase.study import codebook


def code(name, *indicators, **more):
    return {"code": name, "label": name.title(), "definition": "d", "indicators": list(indicators)} | more


def book(*codes, theme="t1"):
    subtheme = {"subtheme": f"{theme}_s", "label": "S", "codes": list(codes), "rationale": "because"}
    return {"version": 2, "themes": [{"theme": theme, "label": "T", "definition": "d", "subthemes": [subtheme]}]}


def joined(*books):
    return {"version": 2, "themes": [theme for each in books for theme in each["themes"]]}


def told(*indicators):
    return [
        (problem.place, problem.found) for problem in codebook.problems(book(code("c", *indicators)), "codebook.yaml")
    ]


def test_codes_stand_in_the_codebooks_order_with_what_belongs_to_them():
    frame = codebook.codes(joined(book(code("zeal"), code("art", polarity="supports")), book(code("mood"), theme="a")))
    assert frame["code"].tolist() == ["zeal", "art", "mood"]
    assert frame["polarity"].tolist() == ["neutral", "supports", "neutral"]
    assert frame["theme"].tolist() == ["t1", "t1", "a"]
    assert set(frame["version"]) == {"2"} and set(frame["rationale"]) == {"because"} and set(frame["theory"]) == {""}


def test_reading_keeps_the_order_of_the_file(tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_text("\ufeffversion: '1'\nthemes: []\n", encoding="utf-8")
    assert codebook.read(path) == {"version": "1", "themes": []}


def test_indicators_come_with_their_code():
    found = codebook.indicators(book(code("a", {"id": "i1", "phrase": "x"}), code("b"), code("c", {"id": "i1"})))
    assert [(name, indicator["id"]) for name, indicator in found] == [("a", "i1"), ("c", "i1")]


@pytest.mark.parametrize(
    "indicator",
    [
        {"id": "i1", "phrase": "take people with you", "except": ["don't"], "negation": "cancel"},
        {"id": "i1", "pattern": [{"LOWER": {"IN": ["ask", "asked"]}}, {"OP": "?"}, {"LOWER": {"REGEX": "^pract"}}]},
        {"id": "i1", "pattern": [{"IS_DIGIT": True, "OP": "{1,2}"}, {}]},
    ],
)
def test_a_sound_indicator_is_passed(indicator):
    assert told(indicator) == []


@pytest.mark.parametrize(
    ("indicator", "found"),
    [
        ({"phrase": "…"}, "a phrase without a word"),
        ({"phrase": "so", "except": [" "]}, "a phrase without a word"),
        ({"pattern": [{"LEMMA": "be"}, {"POS": "VERB"}]}, "the keys LEMMA, POS"),
        ({"pattern": [{"ENT_TYPE": "ORG"}]}, "the keys ENT_TYPE"),
        ({"pattern": [{"LOWR": "be"}]}, "a pattern that can't be matched"),
        ({"pattern": [{"LOWER": {"REGEX": "(("}}]}, "a pattern that can't be matched"),
        ({"pattern": [{"LOWER": "be", "OP": "**"}]}, "a pattern that can't be matched"),
        ({"pattern": []}, "a pattern that can't be matched"),
        ({"phrase": "so", "pattern": [{"LOWER": "so"}]}, "a phrase and a pattern, or neither"),
        ({}, "a phrase and a pattern, or neither"),
    ],
)
def test_an_indicator_that_cannot_match_is_told_with_its_place(indicator, found):
    assert told({"id": "i1"} | indicator) == [("indicator c.i1", found)]


def test_ids_that_come_twice_are_told_all_at_once():
    twice = {"id": "i1", "phrase": "so"}
    wrong = joined(book(code("a", twice, twice), code("b")), book(code("b")))
    assert [problem.place for problem in codebook.problems(wrong, "codebook.yaml")] == [
        "theme t1", "subtheme t1_s", "code b", "indicator a.i1",
    ]  # fmt: skip
