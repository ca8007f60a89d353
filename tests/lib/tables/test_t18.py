"""T18 and what is said of it: what came of the interviews, and what can't be known."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.tables import t18

UNJUDGED = "cannot be judged"
SETTINGS = {"base": 2, "run": 1, "threshold": 0.0, "permutations": 20, "seed": 1}


def built(codes, dates=None, unread=(), changes=(), in_codebook=9, people=None, consent="quote", **settings):
    """T18 of interviews with these codes, a letter each; people: who speaks in each."""
    ids = [f"x-i{n:02d}" for n in range(len(codes))]
    sources = pd.DataFrame(
        {"source_id": ids, "kind": "interview", "consent": consent, "read": [i not in unread for i in range(len(ids))]}
    )
    sources["date"] = dates or [f"{2000 + n}" for n in range(len(ids))]
    evidence = pd.DataFrame(
        [(source, code, f"{source}:1.1") for source, given in zip(ids, codes, strict=True) for code in given],
        columns=["source_id", "code", "segment_id"],
    )
    evidence["participant_id"] = evidence["source_id"].map(dict(zip(ids, people or ids, strict=True)))
    migrations = (
        {"migrations": [{"date": date} for date in changes]} if changes else pd.DataFrame(columns=["migrations"])
    )
    data = {"read_sources": sources, "evidence": evidence, "migrations": migrations}
    return t18.build(data | {"codebook": pd.DataFrame({"code": range(in_codebook)})}, **SETTINGS | settings)


@pytest.mark.parametrize(("codes", "consent"), [([], "quote"), (["a", "b"], "closed")])
def test_where_no_interview_counts_none_was_read(codes, consent):
    table = built(codes, consent=consent)
    assert table.frame.empty and table.missing == "Not available: nobody has read an interview."


def rows(reached, had=None, new=1, undated=0, base=2, run=1):
    n = len(reached)
    return pd.DataFrame(
        {"order": range(1, n + 1), "dated": ["yes"] * (n - undated) + ["no"] * undated, "new_codes": new,
         "codes": range(1, n + 1), "base": base, "run": run, "reached": reached, "orders_reached": had or [0] * n,
         "orders": 100, "in_codebook": 40}
    )  # fmt: skip


def said(*reached, **more):
    return " ".join(t18.sentences(rows(list(reached), **more)))


@pytest.mark.parametrize(
    ("reached", "first", "lost", "since"),
    [
        ("--nnn", None, (), None),
        ("--nyy", 4, (), 4),
        ("--yyy", 3, (), 3),
        ("--ynny", 3, (4, 5), 6),
        ("--ynyn", 3, (4, 6), None),
        ("--nyn", 4, (5,), None),
    ],
)
def test_when_it_is_reached_lost_and_holds(reached, first, lost, since):
    found = t18.outcome(rows([{"y": "yes", "n": "no", "-": UNJUDGED}[state] for state in reached]))
    assert (found.first, found.lost, found.since) == (first, lost, since)


def test_what_is_read_again_as_words_comes_to_the_same():
    made = rows([UNJUDGED, UNJUDGED, "yes", "no"], had=[0, 0, 60, 90])
    assert t18.outcome(made.astype(str)) == t18.outcome(made)


@pytest.mark.parametrize(
    ("had", "spans"),
    [
        ([0, 0, 0, 0], (None, None, None)),
        ([0, 0, 100, 100], (3, 3, 3)),
        ([0, 0, 5, 100], (3, 4, 4)),
        ([0, 0, 4, 100], (4, 4, 4)),
        ([0, 0, 50, 94, 95, 100], (3, 3, 5)),
        ([0, 0, 7, 133, 140], (3, 4, 4)),  # 5% and 95% of 140 are whole
    ],
)
def test_by_which_interview_5_50_and_95_percent_of_the_orders_that_reach_it_have(had, spans):
    found = t18.outcome(rows(["no"] * len(had), had=had))
    assert (found.low, found.median, found.high) == spans


def test_the_result_says_when_it_was_reached_and_how_many_codes_came_after():
    told = said(UNJUDGED, UNJUDGED, "no", "yes", "yes")
    assert told.startswith(
        "Saturation, by new codes in a run of 1 interview over those in the first 2, was reached by interview 4 of 5;"
    )
    assert "; 1 code came in for the first time after it." in told and "lost" not in told
    assert "; no code came in after it." in said(UNJUDGED, UNJUDGED, "no", "yes", "yes", new=0)
    assert "was not reached in 3 interviews." in said(UNJUDGED, UNJUDGED, "no")


def test_what_was_lost_is_told_with_the_interviews():
    again = said(UNJUDGED, UNJUDGED, "yes", "no", "no", "yes")
    assert "was reached by interview 3 of 6 and lost again at 4 and 5; it holds again from interview 6 on;" in again
    assert "lost again at 4; it does not hold at the end;" in said(UNJUDGED, UNJUDGED, "yes", "no")


@pytest.mark.parametrize(
    ("places", "text"),
    [((), ""), ((3,), "3"), ((3, 4), "3 and 4"), ((3, 4, 5), "3 to 5"), ((1, 3, 4, 7, 8, 9), "1, 3, 4 and 7 to 9")],
)
def test_interviews_in_a_row_are_a_stretch(places, text):
    assert t18.numbers(places) == text


def test_too_few_interviews_are_told_with_how_many_are_needed():
    told = built(["a", "b", "c"], base=4, run=2).note
    assert "Saturation cannot be judged: there are 3 interviews, and 6 are needed, a base of 4 and a run of 2" in told
    assert "not reached" not in told and "other orders" not in told
    assert "there is 1 interview, and 6" in built(["a"], base=4, run=2).note


def test_a_base_without_codes_cannot_be_judged_though_other_orders_can():
    told = built(["", "", "a", "b"]).note
    assert "cannot be judged: the base of 2 interviews brings no code" in told and "20 other orders" in told


def test_other_orders_are_told_with_those_that_never_reach_it():
    never = said(UNJUDGED, UNJUDGED, "no", "yes", had=[0, 0, 50, 97])
    assert (
        "In 100 other orders of the same interviews it would be reached by interviews 3 to 4 (middle 90% of those that "
        "reach it; median 3), and in 3 of them never." in never
    )
    assert (
        "In each of 100 other orders of the same interviews it would be reached, by interview 4 (middle 90%; median 4)."
        in said(UNJUDGED, UNJUDGED, "no", "yes", had=[0, 0, 0, 100])
    )
    assert "In none of 100 other orders of the same interviews would it be reached." in said(UNJUDGED, UNJUDGED, "no")


def test_undated_interviews_are_counted_and_their_place_called_arbitrary():
    last = "2 of 3 interviews are undated; their places, the last, are arbitrary."
    assert last in built(["a", "b", "c"], dates=["", "", "2015"]).note
    assert "1 of 3 interviews is undated; its place, the last, is arbitrary." in said("no", "no", "no", undated=1)
    assert "The interviews are undated, so that their order is arbitrary." in built(["a", "b"], dates=["", ""]).note
    assert "undated" not in built(["a", "b", "c"]).note


def test_unread_interviews_stand_in_no_row_and_are_counted():
    table = built(["a", "b", "", "", "a"], unread=(2, 3))
    assert list(table.frame["source"]) == ["x-i00", "x-i01", "x-i04"] and list(table.frame["new_codes"]) == [1, 1, 0]
    assert "2 interviews that nobody has read, or that are not analysed, do not stand here." in table.note
    assert (
        "1 interview that nobody has read, or that is not analysed, does not" in built(["a", "b", ""], unread=(2,)).note
    )
    assert "nobody has read" not in built(["a", "b"]).note


def test_the_curve_is_told_to_end_at_the_codebook():
    table = built(["ab", "b", "c"], in_codebook=12)
    assert set(table.frame["in_codebook"]) == {12}
    assert "The codebook holds 12 codes, and the curve can't rise beyond that; these interviews bring 3" in table.note
    assert "When a code was added is not recorded" in table.note


def test_changes_of_the_codebook_are_told_where_they_are_recorded():
    told = built(["ab", "b", "c"], changes=("2016-01-02", "2015-03-02")).note
    assert "2 changes of the codebook after coding had begun are recorded, the last on 2016-01-02;" in told
    assert "1 change of the codebook after coding had begun is recorded" in built(["a"], changes=("2015-01-01",)).note
    assert "change" not in built(["ab", "b", "c"]).note


def test_interviews_dated_alike_are_counted_and_stand_by_their_ids():
    told = built(["a", "b", "c"], dates=["2020", "2020-02-01", "2021"])
    assert list(told.frame["dated"]) == ["tied", "tied", "yes"]
    assert "2 of 3 interviews are dated alike, or only to the month or year of another" in told.note
    assert "dated alike" not in built(["a", "b", "c"]).note


def test_interviews_with_people_interviewed_before_are_told():
    told = built(["a", "b", "a", "b"], people=["p1", "p2", "p1", "p2"])
    assert "2 of 4 interviews are with somebody who was interviewed before" in told.note
    assert "different people, of whom there are 2." in told.note
    for people in (None, ["p1", "", "p2", ""]):  # of who is unknown nobody can tell
        assert "interviewed before" not in built(["a", "b", "a", "b"], people=people).note
