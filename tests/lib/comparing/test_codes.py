"""Rates of codes in two studies: the difference, its interval, where a code occurs, whether it is the same code."""

from __future__ import annotations

import numpy as np
import pytest
from multicase.comparing import codes, outcome
from multicase.comparing.codes import Rates, difference
from multicase.comparing.design import design
from multicase.wording import UNDEFINED
from replicated import codes as book
from replicated import said, write

CALLED = ("original", "replication")


def rates(study, seed=1):
    return Rates(study, 200, seed)


def ends(interval):
    return [float(end) for end in interval.split(" to ")]


def test_a_rate_is_segments_per_thousand_words_of_what_was_read(tmp_path):
    given = rates(write(tmp_path, ["ffm"], words=50)).given("yes")
    assert (given.n_segments, given.n_sources, given.words, given.shown) == (3, 3, 150, "20.000")


def test_a_code_that_is_not_in_the_codebook_has_no_rate_and_one_never_given_a_rate_of_nought(tmp_path):
    one, other = write(tmp_path / "one", ["ff"]), write(tmp_path / "other", ["ff"], "n", book=book("yes", "also"))
    assert rates(one).given("no").shown == "0.000" and rates(other).given("no").shown == UNDEFINED
    assert difference("no", rates(one), rates(other)) == (UNDEFINED, UNDEFINED)


def test_the_difference_is_the_second_less_the_first_within_its_interval_and_mirrored_when_exchanged(tmp_path):
    one, other = write(tmp_path / "one", ["ffaaaa"]), write(tmp_path / "other", ["ffffam"], "n")
    there, back = difference("yes", rates(one), rates(other)), difference("yes", rates(other), rates(one))
    assert there[0] == "+5.000" and back[0] == "-5.000"
    low, high = ends(there[1])
    assert low < 5 < high and ends(back[1]) == pytest.approx([-high, -low], abs=0.0011)


def test_the_same_material_differs_by_nothing(tmp_path):
    one, other = write(tmp_path / "one", ["ffam"]), write(tmp_path / "copy", ["ffam"])
    assert difference("yes", rates(one), rates(other)) == ("+0.000", UNDEFINED)


def test_two_studies_are_drawn_independently_of_each_other(tmp_path):
    one, other = write(tmp_path / "one", ["ffam" * 3]), write(tmp_path / "other", ["ffam" * 3], "n")
    first, second = rates(one).drawn("yes"), rates(other).drawn("yes")
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.25
    assert (rates(one).drawn("yes") == first).all() and (rates(one, seed=2).drawn("yes") != first).any()


def test_from_one_source_there_is_no_interval(tmp_path):
    one, other = write(tmp_path / "one", ["f"]), write(tmp_path / "other", ["fff"], "n")
    assert difference("yes", rates(one), rates(other)) == ("+0.000", UNDEFINED)


def test_where_a_study_gives_a_code_nowhere_there_is_no_interval(tmp_path):
    one, other = write(tmp_path / "one", ["fafa"]), write(tmp_path / "other", ["aaaa"], "n")
    assert difference("yes", rates(one), rates(other)) == ("-5.000", UNDEFINED)
    assert difference("yes", rates(other), rates(one)) == ("+5.000", UNDEFINED)
    assert difference("also", rates(one), rates(other)) == ("+0.000", UNDEFINED)


@pytest.mark.parametrize(
    ("first", "second", "where"),
    [("f", "m", "both"), ("f", "a", "original alone"), ("a", "f", "replication alone"), ("a", "a", "neither")],
)
def test_where_a_code_occurs(tmp_path, first, second, where):
    one, other = write(tmp_path / "one", [first]), write(tmp_path / "other", [second], "n")
    assert codes.occurs(rates(one).given("yes"), rates(other).given("yes"), CALLED) == where


def test_whether_a_code_is_the_same_in_both_codebooks(tmp_path):
    one = write(tmp_path / "one", ["f"], book=book("yes", "no"))
    other = write(tmp_path / "two", ["f"], "n", book=book("new", "yes", yes={"label": "Oui", "polarity": "neutral"}))
    assert list(codes.listed_codes([one, other])["code"]) == ["yes", "no", "new"]
    assert [codes.instrument(code, one, other, CALLED) for code in ("yes", "no", "new")] == [
        "differs in: label and polarity",
        "in the codebook of the original alone",
        "in the codebook of the replication alone",
    ]
    assert codes.instrument("yes", one, one, CALLED) == "the same"


def test_texts_of_a_codebook_in_another_language_are_translated_and_what_else_differs_is_named(tmp_path):
    french = {"label": "Oui", "definition": "Ce qui parle pour."}
    one = write(tmp_path / "one", ["f"], book=book("yes", "no", "maybe"))
    other = write(tmp_path / "two", ["f"], "n", book=book("yes", "no", "maybe", yes=french, no={"polarity": "neutral"}))
    (tmp_path / "two/instrument").mkdir(exist_ok=True)
    (tmp_path / "two/instrument/codebook.yaml").write_text(f"translation_of: {one.name}\n")
    first, second = outcome.Outcome.read(one.root), outcome.Outcome.read(other.root)
    assert [codes.instrument(code, first, second, CALLED) for code in ("yes", "no", "maybe")] == [
        "translated: label and definition",
        "differs in: polarity",
        "the same",
    ]
    assert codes.instrument("yes", second, first, CALLED) == "translated: label and definition"


OTHERS = """
themes:
  - theme: style
    label: Style
    subthemes:
      - {subtheme: pace, label: Pace, codes: [{code: 'yes', label: Other}, {code: 'no', label: %s}]}
      - {subtheme: money, label: Money, codes: [{code: also, label: Other}]}
version: 1
"""


@pytest.mark.parametrize(("shown", "is_there"), [("Other (Pace)", True), ("Other (added)", True), ("Other", False)])
def test_codes_are_compared_by_their_labels_as_they_are_written(tmp_path, shown, is_there):
    one = write(tmp_path / "one", ["f"], book=book("yes", "no", yes={"label": "Other"}))
    other = write(tmp_path / "two", ["f"], "n", book=book("yes", "no", yes={"label": shown}, no={"label": "Nay"}))
    for root, label in ((one.root, "No"), (other.root, "Nay")):
        (root / "instrument").mkdir()
        if is_there:
            (root / outcome.CODEBOOK).write_text(OTHERS % label, encoding="utf-8")
    first, second = (outcome.Outcome.read(each.root) for each in (one, other))
    assert codes.instrument("yes", first, second, CALLED) == "the same"
    assert codes.instrument("no", first, second, CALLED) == "differs in: label"
    assert list(codes.listed_codes([first, second])["label"]) == [shown, "Nay"]


@pytest.mark.parametrize("of", [0, 1])
def test_a_code_that_one_study_renamed_is_one_code_and_called_as_the_last_calls_it(tmp_path, of):
    one = write(tmp_path / "one", ["ff"], book=book("yes", "no"))
    again = book("assent", "no", assent={"label": "Yes"})
    heard = said(["ff"], "n").assign(code="assent")
    other = write(tmp_path / "two", ["ff"], "n", evidence=heard, book=again, register=())
    root = (one, other)[of].root
    (root / "instrument").mkdir()
    pair = [("yes", "assent"), ("assent", "yes")][not of]
    (root / outcome.MIGRATIONS).write_text(RENAME % pair, encoding="utf-8")
    for first, second, now in ((one, other, "assent"), (other, one, "yes")):
        both = outcome.alike([outcome.Outcome.read(first.root), outcome.Outcome.read(second.root)])
        assert list(codes.listed_codes(both)["code"]) == [now, "no"]
        assert codes.occurs(*(rates(study).given(now) for study in both), CALLED) == "both"
        former = "yes" if now == "assent" else "assent"
        assert codes.instrument(now, *both, CALLED) == f"renamed: {former} in the original; differs in: definition"
        assert outcome.alike(both) == both


RENAME = "migrations:\n  - {date: '2020-01-01', change: rename, from: ['%s'], to: ['%s'], reason: Clearer.}\n"


def test_the_design_is_told_aspect_by_aspect(tmp_path):
    agreed = [["(all codes)", 9, 2, 8, 1, "0.9", "0.8", "Cohen", "0.812", "0.8", "0.700 to 0.900", "tentative"]]
    one = write(tmp_path / "one", ["ff", "f"], agreement=agreed)
    other = write(tmp_path / "two", ["f"], "n", book=book("yes"), minimum=4)
    told = dict(design([one, other]))
    assert told["cases"] == ["2: Case k1 and Case k2", "1: Case n1"]
    assert told["sources"] == ["3: 3 interviews", "1: 1 interview"] and told["words in the sources read"] == [
        "300",
        "100",
    ]
    assert told["agreement over all codes"] == ["alpha 0.812 (0.700 to 0.900), tentative", "not measured"]
    assert told["codebook"][0].startswith("version 1.0, 3 codes (") and told["codebook"][0] != told["codebook"][1]
    assert "minimum 2" in told["criterion of the claims"][0] and "minimum 4" in told["criterion of the claims"][1]
    assert told["unit of coding"] == ["turn", "turn"] and told["results, and their manifest"][0] == "one, this build"
