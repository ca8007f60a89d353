"""T29, how often each code was given in each case; T31 and `themes.omissions`, what stands in no count."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import frames
from multicase.contracts import CONTRACTS
from multicase.study import files
from multicase.tables import t29, t31
from multicase.themes import omissions

NO_WORDS = pd.DataFrame(columns=list(CONTRACTS["balance"].columns))

# T29

CASES = pd.DataFrame({"case_id": ["b", "a"], "label": ["Case: B; (1)", "Case A"]})
BOOK = pd.DataFrame({"code": ["slow", "fast"]})


def coded(*rows):
    """rows: segment, participant, code; source and case are the segment's."""
    found = [
        dict.fromkeys(CONTRACTS["evidence"].columns, "")
        | {"segment_id": segment, "source_id": segment.partition(":")[0], "case_id": segment[0]}
        | {"participant_id": person, "code": code}
        for segment, person, code in rows
    ]
    return pd.DataFrame(found, columns=list(CONTRACTS["evidence"].columns))


def sources(*rows, coders="coder_1"):
    """rows: source, words, read."""
    frame = pd.DataFrame(rows, columns=["source_id", "words", "read"])
    return frame.assign(case_id=frame["source_id"].str[0], coders=coders)


def t29_table(evidence, read):
    return t29.build({"cases": CASES, "read_sources": read, "codebook": BOOK, "evidence": evidence})


def slow_in_a(evidence, read):
    return t29_table(evidence, read).frame.set_index(["code", "case"]).loc[("slow", "Case A")]


def test_t29_has_a_row_for_each_code_and_case_in_the_order_of_codebook_and_cases():
    frame = t29_table(coded(("a-i1:1.1", "p", "fast")), sources(("a-i1", 10, True))).frame
    assert frame[["code", "case", "n_segments"]].to_numpy().tolist() == [
        ["slow", "Case: B; (1)", 0], ["slow", "Case A", 0], ["fast", "Case: B; (1)", 0], ["fast", "Case A", 1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("segments", "words", "rate"),
    [
        (1, 1000, "1.000"),
        (3, 1000, "3.000"),
        (1, 500, "2.000"),
        (1, 3000, "0.333"),
        (2, 3000, "0.667"),
        (0, 10, "0.000"),
        (1, 1, "1000.000"),
    ],
)
def test_t29_tells_segments_with_the_code_per_thousand_words(segments, words, rate):
    rows = coded(*((f"a-i1:{n}.1", "p", "slow") for n in range(segments)))
    row = slow_in_a(rows, sources(("a-i1", words, True)))
    assert (row["n_segments"], row["words"], row["per_1000_words"]) == (segments, words, rate)


@pytest.mark.parametrize(
    ("with_it", "of", "share"), [(1, 1, "1.000"), (1, 2, "0.500"), (2, 3, "0.667"), (1, 8, "0.125"), (0, 2, "0.000")]
)
def test_t29_tells_the_share_of_sources_with_the_code(with_it, of, share):
    rows = coded(*((f"a-i{n}:{turn}.1", "p", "slow") for n in range(with_it) for turn in (1, 2)))
    row = slow_in_a(rows, sources(*((f"a-i{n}", 10, True) for n in range(of))))
    assert (row["n_sources"], row["sources_read"], row["share_of_sources"]) == (with_it, of, share)


def test_t29_takes_words_and_sources_of_what_somebody_has_read_only():
    row = slow_in_a(coded(("a-i1:1.1", "p", "slow")), sources(("a-i1", 200, True), ("a-i2", 800, False)))
    assert row[["words", "per_1000_words", "sources_read", "share_of_sources"]].tolist() == [200, "5.000", 1, "1.000"]


def test_t29_takes_words_of_the_same_case_only():
    row = slow_in_a(coded(("a-i1:1.1", "p", "slow")), sources(("a-i1", 200, True), ("b-i1", 800, True)))
    assert (row["words"], row["sources_read"]) == (200, 1)


@pytest.mark.parametrize("read", [sources(), sources(("a-i1", 100, False)), sources(("b-i1", 100, True))])
def test_t29_has_no_rate_and_no_share_where_nobody_has_read_anything(read):
    row = slow_in_a(coded(), read.astype({"words": "int64", "read": bool}))
    assert row[["words", "per_1000_words", "sources_read", "share_of_sources"]].tolist() == [
        0,
        "undefined",
        0,
        "undefined",
    ]


def test_t29_has_no_rate_but_a_share_of_sources_without_words():
    row = slow_in_a(coded(), sources(("a-i1", 0, True)))
    assert row[["per_1000_words", "share_of_sources"]].tolist() == ["undefined", "0.000"]


@pytest.mark.parametrize(
    ("coders", "read", "several"),
    [
        (["c1", "c1;c2"], [True, True], 1),
        (["c1;c2;c3", "c1;c2"], [True, True], 2),
        (["c1", "c2"], [True, True], 0),  # two coders, and no source that both have read
        (["", "c1;c2"], [True, False], 0),  # marked as not analysed
        (["", ""], [False, False], 0),
    ],
)
def test_t29_counts_sources_that_several_have_read_among_those_read(coders, read, several):
    named = sources(("a-i1", 10, read[0]), ("a-i2", 10, read[1]), coders=coders)
    row = slow_in_a(coded(), named)
    assert row["read_by_several"] == several <= row["sources_read"]
    of_b = t29_table(coded(), named).frame.set_index(["code", "case"]).loc[("slow", "Case: B; (1)")]
    assert of_b["read_by_several"] == 0


def test_t29_counts_segments_sources_and_people_once_and_nobody_not_at_all():
    rows = coded(
        ("a-i1:1.1", "p", "slow"), ("a-i1:1.1", "p", "slow"), ("a-i1:2.1", "p", "slow"), ("a-i2:1.1", "", "slow")
    )
    row = slow_in_a(rows, sources(("a-i1", 10, True), ("a-i2", 10, True)))
    assert row[["n_segments", "n_sources", "n_participants"]].tolist() == [3, 2, 1]


def test_t29_names_the_segments_behind_each_code_and_case():
    table = t29_table(coded(("a-i1:1.1", "p", "slow"), ("b-i1:1.1", "q", "slow")), sources(("a-i1", 10, True)))
    assert sorted(table.evidence.to_numpy().tolist()) == [
        ["code=slow;case=Case A", "counts", "a-i1:1.1"], ["code=slow;case=Case: B; (1)", "counts", "b-i1:1.1"],
    ]  # fmt: skip


# Codings that are not analysed

UNPLACED = pd.DataFrame(columns=list(CONTRACTS["unplaced"].columns))


def codings(*rows, **more):
    """rows: segment, code, left_out; each passage is of its own unless it is said to be another."""
    base = {"source_id": "s", "coder": "c1", "origin": "manual", "rule_id": ""} | more
    found = [
        base | {"segment_id": segment, "code": code, "left_out": why, "passage_start": n, "passage_end": n + 1} | more
        for n, (segment, code, why) in enumerate(rows)
    ]
    return pd.DataFrame(found, columns=["segment_id", "code", "left_out", "passage_start", "passage_end", *base])


def test_codings_are_counted_by_the_reason_that_they_are_left_out_for():
    rows = codings(("s:1.1", "slow", "x"), ("s:2.1", "slow", ""), ("s:3.1", "slow", "y"), ("s:4.1", "slow", "x"))
    assert omissions.of_codings(rows, UNPLACED) == {"x": 2, "y": 1}


def test_where_all_is_analysed_nothing_is_left_out():
    assert omissions.of_codings(codings(("s:1.1", "slow", "")), UNPLACED) == {}
    assert omissions.of_codings(codings(), UNPLACED) == {}


WHOLE = {"passage_start": 0, "passage_end": 90}


@pytest.mark.parametrize(
    ("segments", "expected"),
    [(["", "x"], {}), (["x", "", "y"], {}), (["x", "x"], {"x": 1}), (["x", "y"], {"x": 1, "y": 1}), (["", ""], {})],
)
def test_a_coding_of_which_one_segment_is_analysed_is_analysed(segments, expected):
    rows = codings(*((f"s:{n}.1", "slow", why) for n, why in enumerate(segments)), **WHOLE)
    assert omissions.of_codings(rows, UNPLACED) == expected


@pytest.mark.parametrize(
    "other",
    [{"source_id": "t"}, {"passage_start": 1}, {"passage_end": 91}, {"code": "fast"}, {"coder": "c2"}, {"origin": "dictionary"}],
)  # fmt: skip
def test_another_coding_that_is_analysed_does_not_make_one_analysed(other):
    one, two = codings(("s:1.1", "slow", "x"), **WHOLE), codings(("s:1.1", "slow", ""), **WHOLE).assign(**other)
    assert omissions.of_codings(pd.concat([one, two], ignore_index=True), UNPLACED) == {"x": 1}


def test_codings_that_lie_in_no_segment_are_counted_beside_the_others():
    unplaced = pd.DataFrame(
        [
            ("s", "slow", "c1", "c1.csv", "2", 0, "in closed sources"),
            ("s", "slow", "c1", "c1.csv", "3", 4, "in closed sources"),
            ("s", "slow", "c1", "c1.csv", "4", 9, "lost"),
        ],
        columns=list(CONTRACTS["unplaced"].columns),
    )
    assert omissions.of_codings(codings(("s:1.1", "slow", "x")), unplaced) == {
        "x": 1,
        "in closed sources": 2,
        "lost": 1,
    }


# What stands in no count, by stage


def complete(*rows):
    """Sources as `files.frame` reads them: name, consent, analysed."""
    empty = dict.fromkeys(files.schema("sources")["properties"], "")
    told = [empty | dict(zip(("source_id", "consent", "analysed"), row, strict=True)) for row in rows]
    return pd.DataFrame(told, columns=list(empty))


def read_sources(*rows):
    """rows: name, consent, whether it is read."""
    return pd.DataFrame(rows, columns=["source_id", "consent", "read"]).astype({"read": bool})


def segments(*rows):
    return pd.DataFrame(rows, columns=["left_out", "words"]).astype({"words": "int64"})


def left_out(named=complete(), read=read_sources(), cut=segments(), by_reason=None, unused=None):  # noqa: B008
    frame = omissions.table(NO_WORDS, named, read, cut, by_reason or {}, unused or {})
    frames.conform(frame, "omissions")
    return frame[["stage", "reason", "unit", "n"]].to_numpy().tolist()


NOBODY, CLOSED = "nobody has read them", "consent: closed, they appear nowhere"
AGGREGATE, MARKED = "consent: aggregate, they are counted and not quoted", "marked as not analysed"


@pytest.mark.parametrize(
    ("named", "read", "expected"),
    [
        ([("s", "", ""), ("t", "quote", "yes")], [("s", "quote", 1), ("t", "quote", 1)], []),
        ([("s", "closed", ""), ("t", "closed", "")], [], [(CLOSED, 2)]),
        ([("s", "", "no")], [("s", "quote", 0)], [(MARKED, 1)]),  # and not counted as unread as well
        ([("s", "", "")], [("s", "quote", 0)], [(NOBODY, 1)]),
        ([("s", "aggregate", "")], [("s", "aggregate", 1)], [(AGGREGATE, 1)]),
        ([("s", "aggregate", "")], [("s", "aggregate", 0)], [(NOBODY, 1)]),  # not counted, so not counted and unquoted
    ],
)
def test_sources_are_told_by_what_keeps_them_out(named, read, expected):
    found = left_out(complete(*named), read_sources(*read))
    assert found == [["sources", reason, "sources", n] for reason, n in expected]


@pytest.mark.parametrize(
    ("why", "told"), [("interviewer", "an interviewer's turns"), ("no speech", "headings and events")]
)
def test_segments_are_told_by_their_number_and_their_words(why, told):
    cut = segments((why, 4), (why, 5), ("", 9))
    assert left_out(cut=cut) == [["segments", told, "segments", 2], ["segments", told, "words", 9]]


def test_what_has_no_words_has_no_row_of_words():
    assert left_out(cut=segments(("no speech", 0))) == [["segments", "headings and events", "segments", 1]]


def test_codings_are_told_by_reason_and_by_an_origin_that_is_not_analysed():
    assert left_out(by_reason={"lost": 3, "none": 0}, unused={"model": 8}) == [
        ["codings", "lost", "codings", 3], ["codings", "of the origin model, which is not analysed", "codings", 8],
    ]  # fmt: skip


def test_stages_stand_in_their_order_and_reasons_in_theirs():
    named = complete(("s", "closed", ""), ("t", "", "no"), ("u", "", ""), ("v", "aggregate", ""))
    read = read_sources(("t", "quote", 0), ("u", "quote", 0), ("v", "aggregate", 1))
    found = left_out(named, read, segments(("no speech", 1), ("interviewer", 2)), {"x": 1}, {"model": 1})
    assert [row[1] for row in found if row[0] == "sources"] == [CLOSED, MARKED, NOBODY, AGGREGATE]
    assert list(dict.fromkeys(row[0] for row in found)) == ["sources", "segments", "codings"]
    assert [row[1:3] for row in found if row[0] == "segments"] == [
        ["an interviewer's turns", "segments"], ["an interviewer's turns", "words"],
        ["headings and events", "segments"], ["headings and events", "words"],
    ]  # fmt: skip


def test_places_count_the_rows_that_are_shown():
    frame = omissions.table(NO_WORDS, complete(("s", "", "no")), read_sources(), segments(), {"x": 2}, {})
    assert frame["place"].tolist() == [0, 1]


# T31


def test_t31_shows_what_was_left_out_as_it_was_counted():
    rows = omissions.table(
        NO_WORDS, complete(("s", "closed", "")), read_sources(), segments(("interviewer", 3)), {"x": 2}, {}
    )
    table = t31.build({"omissions": rows})
    assert table.frame.to_numpy().tolist() == [
        ["sources", CLOSED, "sources", 1], ["segments", "an interviewer's turns", "segments", 1],
        ["segments", "an interviewer's turns", "words", 3], ["codings", "x", "codings", 2],
    ]  # fmt: skip
    assert (
        list(table.frame.columns) == ["stage", "reason", "unit", "n"] and table.missing == "" and table.evidence.empty
    )


def test_t31_says_that_nothing_was_left_out():
    table = t31.build({"omissions": omissions.table(NO_WORDS, complete(), read_sources(), segments(), {}, {})})
    assert table.frame.empty and table.missing == "Nothing was left out: every coding stands in the counts."


def test_words_of_raw_files_that_stand_in_no_row_are_summed_by_their_reason():
    rows = [
        ("a-d1", "a", "left out", "page furniture", 12), ("b-d1", "b", "left out", "page furniture", 30),
        ("a-i1", "a", "left out", "time stamp", 4), ("a-i1", "a", "left out", "control character", 0),
        ("a-i1", "a", "turns", "speech", 900), ("a-i1", "a", "other rows", "label", 9),
    ]  # fmt: skip
    balance = pd.DataFrame(rows, columns=list(CONTRACTS["balance"].columns))
    frame = omissions.table(balance, complete(("s", "closed", "")), read_sources(), segments(), {}, {})
    assert frame[["stage", "reason", "unit", "n"]].to_numpy().tolist()[:2] == [
        ["raw files", "page furniture", "words", 42], ["raw files", "time stamp", "words", 4],
    ]  # fmt: skip
    assert frame["stage"].tolist()[2:] == ["sources"]
