"""T30: within each case its kinds of source are compared with one another, and with nothing of another case."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.contracts import CONTRACTS
from multicase.tables import t30

BOOK = pd.DataFrame({"theme": ["style", "style", "mood"], "code": ["yes", "no", "odd"],
                     "polarity": ["supports", "contradicts", "neutral"]})  # fmt: skip
LETTERS = {"s": "yes", "c": "no", "n": "odd"}
CASES = pd.DataFrame({"case_id": ["b", "a"], "label": ["Case: B; (1)", "Case A"]})
B, A = CASES["label"]
KIND = {"i": "interview", "d": "document", "o": "observation"}


def built(said, unread=()):
    """said: source -> letters (s: for style, c: against it, n: neutral), each of a segment; of 100 words each."""
    by_code = BOOK.set_index("code")
    places = [
        {"source_id": name, "case_id": name[0], "kind": KIND[name[2]], "read": name not in unread, "words": 100}
        for name in said
    ]
    found = [
        dict.fromkeys(CONTRACTS["evidence"].columns, "")
        | {name: place[name] for name in ("source_id", "case_id", "kind")}
        | {"segment_id": f"{place['source_id']}:{n}.1", "code": LETTERS[letter]}
        | by_code.loc[LETTERS[letter]].to_dict()
        for place in places
        for n, letter in enumerate(said[place["source_id"]], 1)
    ]
    evidence = pd.DataFrame(found, columns=list(CONTRACTS["evidence"].columns))
    read = pd.DataFrame(places, columns=["source_id", "case_id", "kind", "read", "words"])
    data = {"cases": CASES, "read_sources": read, "codebook": BOOK, "evidence": evidence}
    return t30.build(data, replicates=200, seed=7)


def frame(said, unread=()):
    return built(said, unread).frame.set_index(["theme", "case", "kind"])


TWO = {"a-i1": "s", "a-i2": "s", "a-d1": "s", "a-d2": "s", "b-i1": "s", "b-i2": "s", "b-d1": "c", "b-d2": "c"}


def test_each_theme_and_case_has_a_row_for_the_kinds_that_the_case_has():
    found = frame({"a-o1": "", "a-i1": "s", "b-d1": "", "b-i1": "c"}).index.tolist()
    kinds = [(B, "interview"), (B, "document"), (A, "interview"), (A, "observation")]
    assert found == [(theme, *pair) for theme in ("style", "mood") for pair in kinds]
    assert set(t30.COLUMNS) <= set(built(TWO).frame.columns)


def test_kinds_are_compared_within_their_case():
    found = frame(TWO)["convergence"]
    assert found["style", A, "interview"] == found["style", A, "document"] == "converge"
    assert found["style", B, "interview"] == found["style", B, "document"] == "dissonant"


def test_one_source_of_a_kind_in_a_case_is_on_no_side_though_the_study_has_more():
    found = frame({"a-i1": "s", "a-d1": "s", "a-d2": "s", "b-i1": "s", "b-i2": "s"})["convergence"]
    assert found["style", A, "interview"] == found["style", A, "document"] == "undecided"


def test_a_case_of_one_kind_has_nothing_to_compare_it_with():
    assert frame({"a-i1": "s", "a-i2": "s", "b-d1": "s", "b-d2": "s"}).loc[("style", A, "interview"), "convergence"] == "one kind"  # fmt: skip


@pytest.mark.parametrize(
    ("letters", "unread", "theme", "expected"),
    [
        ("", (), "style", "silent"),
        ("", ("a-d1", "a-d2"), "style", "not read"),
        ("", ("a-d1",), "style", "silent"),
        ("n", (), "mood", "no side"),
        ("", (), "mood", "silent"),
    ],
)
def test_silence_is_told_from_what_nobody_has_read_in_this_case(letters, unread, theme, expected):
    said = TWO | {"a-d1": letters, "a-d2": ""}
    assert frame(said, unread).loc[(theme, A, "document"), "convergence"] == expected


def test_counts_words_and_sources_are_of_the_kind_in_the_case():
    found = frame({"a-i1": "ss", "a-i2": "sc", "a-i3": "", "a-d1": "s", "b-i1": "c"}, unread=["a-i3"])
    columns = ["n_segments", "n_sources", "words", "per_1000_words", "sources_read", "n_for", "n_mixed", "n_against", "balance"]  # fmt: skip
    assert found.loc[("style", A, "interview"), columns].tolist() == [4, 2, 200, "20.000", 2, 1, 1, 0, "0.75"]
    assert found.loc[("style", B, "interview"), columns].tolist() == [1, 1, 100, "10.000", 1, 0, 0, 1, "0.00"]


def test_every_row_names_its_segments():
    behind = built({"a-i1": "s", "b-i1": "n"}).evidence
    assert sorted(behind.to_numpy().tolist()) == [
        [f"theme=mood;case={B};kind=interview", "counts", "b-i1:1.1"], [f"theme=style;case={A};kind=interview", "counts", "a-i1:1.1"],
    ]  # fmt: skip


def test_without_codings_all_is_silent():
    assert set(frame(dict.fromkeys(TWO, ""))["convergence"]) == {"silent"}


def test_without_sources_that_may_be_seen_there_are_no_rows():
    table = built({})
    assert table.frame.empty and set(t30.COLUMNS) <= set(table.frame.columns) and table.evidence.empty


SAYS = st.dictionaries(st.sampled_from(["i1", "i2", "d1", "d2", "o1"]), st.text("scn", max_size=3), max_size=5)


@settings(max_examples=15)
@given(SAYS, SAYS)
def test_what_another_case_says_changes_nothing(mine, others):
    of_a = {f"a-{name}": letters for name, letters in mine.items()}
    of_b = {f"b-{name}": letters for name, letters in others.items()}
    alone, beside = (built(said).frame for said in (of_a, of_a | of_b))
    assert beside[beside["case"] == A].to_csv(index=False) == alone.to_csv(index=False)
