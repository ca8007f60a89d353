"""Codings of an older codebook come to today's codes as the history says, and what it doesn't say is asked."""

from __future__ import annotations

import pytest
from multicase.exchange import migrate as module
from multicase.exchange.migrate import migrate, of_today
from multicase.study import checking
from multicase.study.problems import StudyError

CODES = ["slow", "steady", "shared", "told"]


def entry(change, before, after, date="2015-01-01", **more):
    return {"date": date, "change": change, "from": before.split(), "to": after.split(), "reason": "why"} | more


def row(code, exact="It was slow", coder="ann", memo="", **more):
    return {"source_id": "east-i01", "start": "3", "exact": exact, "code": code, "coder": coder, "memo": memo} | more


def codes(rows):
    return [item["code"] for item in rows]


def test_a_code_that_was_renamed_has_its_new_name():
    given = [row("sluggish"), row("told")]
    rows, report = migrate(given, [entry("rename", "sluggish", "slow")], CODES)
    assert codes(rows) == ["slow", "told"]
    assert codes(given) == ["sluggish", "told"]
    assert [(c.before, c.after, c.n, c.what) for c in report.changes] == [("sluggish", "slow", 1, "mapped")]


def test_changes_are_replayed_in_order_of_date():
    history = [entry("rename", "b", "slow", "2016-01-01"), entry("rename", "a", "b", "2015-01-01")]
    assert codes(migrate([row("a")], history, CODES)[0]) == ["slow"]


def test_merged_codes_make_codings_one_that_are_now_the_same():
    given = [row("a", memo="x"), row("slow", memo="y"), row("a", coder="bob"), row("a", "other words")]
    rows, report = migrate(given, [entry("merge", "a slow", "slow")], CODES)
    assert [(item["coder"], item["exact"], item["memo"]) for item in rows] == [
        ("ann", "It was slow", "x | y"),
        ("bob", "It was slow", ""),
        ("ann", "other words", ""),
    ]
    assert report.twice == 1
    assert report.changes[0].n == 3


def test_retired_codes_take_their_codings_with_them_and_it_is_told():
    rows, report = migrate([row("a"), row("slow")], [entry("retire", "a", "")], CODES)
    assert codes(rows) == ["slow"]
    assert codes(report.removed) == ["a"]


def test_a_split_asks_about_every_coding_that_it_does_not_name():
    assign = {"It was  slow": "shared", "east-i01:2.1": "told"}
    given = [row("a"), row("a", "x", segment_id="east-i01:2.1"), row("a", "y", segment_id="east-i01:3.1"), row("slow")]
    rows, report = migrate(given, [entry("split", "a", "shared told", assign=assign)], CODES)
    assert codes(rows) == ["shared", "told", "a", "slow"]
    (problem,) = report.problems
    assert "east-i01:3.1" in problem.found and "ann" in problem.found


def test_a_split_knows_the_segments_that_a_coding_reaches_and_asks_where_they_disagree():
    assign = {"east-i01:2.1": "told", "east-i01:3.1": "shared", "x": "told"}
    given = [row("a", "v", segments=["east-i01:2.1"]), row("a", "w", segments=["east-i01:2.1", "east-i01:3.1"]),
             row("a", "x", segments=["east-i01:2.1"]), row("a", "x", segments=["east-i01:3.1"])]  # fmt: skip
    rows, report = migrate(given, [entry("split", "a", "shared told", assign=assign)], CODES)
    assert codes(rows) == ["told", "a", "told", "a"]
    assert ["give several codes" in problem.found for problem in report.problems] == [True, True]
    assert "east-i01:2.1, east-i01:3.1" in report.problems[0].found


def test_a_coding_over_segments_that_have_several_codes_is_named_by_its_words():
    assign = {"east-i01:2.1": "told", "east-i01:3.1": "shared"}
    given = [row("a", "v", segments=["east-i01:2.1"]), row("a", "u", segments=["east-i01:3.1"]),
             row("a", "over both", segments=["east-i01:2.1", "east-i01:3.1"])]  # fmt: skip
    _, report = migrate(given, [entry("split", "a", "shared told", assign=assign)], CODES)
    (problem,) = report.problems
    assert problem.todo == "Add its words to assign, with the code: they go before its segments."
    for code in ("told", "shared"):
        changes = [entry("split", "a", "shared told", assign=assign | {"over both": code})]
        rows, report = migrate(given, changes, CODES)
        assert codes(rows) == ["told", "shared", code] and not report.problems


def test_a_line_of_assign_that_no_coding_needs_is_told():
    _, report = migrate(
        [row("a")], [entry("split", "a", "shared told", assign={"elsewhere": "told", "It was slow": "told"})], CODES
    )
    assert [problem.place.rpartition(", ")[2] for problem in report.unused] == ["line 1"] and not report.problems


@pytest.mark.parametrize(
    ("now", "later"),
    [
        ("told", []),  # a sheet of today's codes came back
        ("shared", []),  # ... in which the coder thought better of it
        ("steady", [entry("rename", "told", "steady", "2016-01-01")]),
        ("steady", [entry("split", "told", "steady slow", "2016-01-01")]),
        ("b", [entry("rename", "told", "b", "2016-01-01"), entry("rename", "b", "steady", "2017-01-01")]),
    ],
)
@pytest.mark.parametrize("line", ["It was slow", "east-i01:2.1"])
def test_a_line_of_assign_whose_coding_has_a_code_of_after_the_split_is_no_stray(now, later, line):
    history = [entry("split", "a", "shared told", assign={line: "told"}), *later]
    known = [code for code in CODES if not (later and code == "told")]
    rows, report = migrate([row(now, segments=["east-i01:2.1"])], history, known)
    assert codes(rows) == ["steady" if now == "b" else now] and not report.problems + report.unused
    _, report = migrate([row(now, "else", segments=["east-i01:9.9"])], history, known)
    assert len(report.unused) == 1


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ([entry("rename", "a", "b")], "the code 'b'"),
        ([entry("rename", "slow", "steady")], "exists afterwards too"),
        ([entry("rename", "a b", "slow")], "a rename of 2 codes to 1"),
        ([entry("split", "a", "slow")], "a split of 1 codes to 1"),
        ([entry("split", "slow", "slow told")], "exists afterwards too"),
        ([entry("retire", "a", "slow")], "a retire of 1 codes to 1"),
        ([entry("split", "a", "slow told", assign={"x": "shared"})], "'shared' in assign"),
        ([entry("rename", "a", "slow", assign={"x": "slow"})], "assign"),
        (
            [entry("rename", "a", "slow", "2015-01-01"), entry("rename", "a", "told", "2016-01-01")],
            "exists afterwards too",
        ),
        ([entry("rename", "z", "slow")], "1 coding of 'a'"),
    ],
)
def test_a_history_that_cannot_be_is_an_error(history, said):
    with pytest.raises(StudyError, match=said):
        migrate([row("a")], history, CODES)


def test_all_problems_are_told_at_once():
    with pytest.raises(StudyError) as error:
        migrate([row("x"), row("y")], [entry("rename", "a", "b")], CODES)
    assert len(error.value.problems) == 3


def test_migrating_twice_changes_nothing_more():
    history = [entry("rename", "a", "slow"), entry("retire", "z", "")]
    once, _ = migrate([row("a"), row("z"), row("told")], history, CODES)
    assert migrate(once, history, CODES)[0] == once


@pytest.mark.parametrize(
    ("change", "sound"),
    [
        ({}, True),
        ({"change": "reword"}, False),
        ({"from": []}, False),
        ({"to": ["Not a slug"]}, False),
        ({"date": "2015"}, False),
        ({"who": "me"}, False),
        ({"assign": {"words": "slow"}}, True),
    ],
)
def test_the_file_has_a_closed_schema(change, sound):
    content = {"migrations": [entry("rename", "a", "slow") | change]}
    assert (not list(checking.yaml_problems(content, "migrations", "migrations.yaml"))) == sound


def test_each_row_is_told_its_code_of_today_while_the_history_is_gone_through_once(monkeypatch):
    gone = [entry("retire", "told", "", "2016-01-01"), entry("rename", "c", "slow")]
    history = [entry("split", "a", "shared told", assign={"x": "shared", "y": "told"}), *gone]
    rows = [row("a", "x"), row("a", "y"), row("a", "z"), row("c"), row("c"), row("slow"), row("told"), row("a", "x")]
    looked, unused = [], module._unused
    monkeypatch.setattr(module, "_unused", lambda *given: looked.append(given) or unused(*given))
    found = of_today(rows, history, ["slow", "shared"])
    assert found == ["shared", "", "a", "slow", "slow", "slow", "", "shared"]
    assert len(looked) == 1 and of_today([], history, ["slow", "shared"]) == []
