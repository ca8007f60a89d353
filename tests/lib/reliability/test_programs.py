"""A program is compared with people, taken as one, and with itself; it is nobody's second coder."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.reliability import agreement, programs
from multicase.tables import t19

CODES = ["slow", "fast"]
SEGMENTS = pd.DataFrame(
    [
        {"segment_id": f"{source}:{n}.1", "source_id": source, "left_out": "interviewer" if n == 4 else "", "layer": "speech",
         "is_interviewer": n == 4, "participant_id": "p"}
        for source in "abc" for n in range(1, 5)
    ]
)  # fmt: skip


def codings(*rows):
    return pd.DataFrame(
        [
            {"segment_id": segment, "source_id": segment[0], "code": code, "coder": coder}
            for segment, code, coder in rows
        ],
        columns=["segment_id", "source_id", "code", "coder"],
    )


MANUAL = codings(
    ("a:1.1", "slow", "anna"), ("a:2.1", "slow", "ben"), ("a:2.1", "fast", "ben"), ("b:1.1", "fast", "anna")
)
PROGRAM = codings(("a:1.1", "slow", "eyes"), ("a:3.1", "fast", "eyes"), ("b:1.1", "fast", "eyes"), ("c:1.1", "slow", "eyes"),
                  ("a:1.1", "slow", "eyes.again"))  # fmt: skip
READ = {"eyes": ["a", "b", "c"], "eyes.again": ["a"]}


def people(manual=MANUAL, removed=()):
    return programs.together(agreement.ratings(manual, SEGMENTS, CODES, least=1), set(removed))


def compared(manual=MANUAL, removed=(), read=READ):
    return programs.ratings(people(manual, removed), PROGRAM, read, SEGMENTS, CODES)


def values(rows, column):
    return {(row.segment_id, row.code): getattr(row, column) for row in rows.rename(columns={"eyes.again": "again"}).itertuples()}  # fmt: skip


def table(rows):
    return programs.table(rows, CODES, replicates=100, seed=1)


def test_what_any_of_the_people_gave_counts_unless_adjudication_took_it_away():
    told = values(people(), "people")
    assert {pair for pair, value in told.items() if value == 1} == {
        ("a:1.1", "slow"), ("a:2.1", "slow"), ("a:2.1", "fast"), ("b:1.1", "fast"),
    }  # fmt: skip
    assert values(people(removed=[("a:2.1", "fast")]), "people")["a:2.1", "fast"] == 0
    assert not any(segment.startswith("c") for segment, _ in told)


def test_a_program_has_read_the_analysed_segments_of_the_sources_it_was_given_and_no_others():
    rows = compared(read=READ | {"eyes": ["a", "c"]})
    assert {segment for segment, _ in values(rows, "eyes")} == {f"{source}:{n}.1" for source in "ac" for n in (1, 2, 3)}
    assert values(rows, "people")["c:1.1", "slow"] == -1
    assert values(rows, "again")["c:1.1", "slow"] == -1 and values(rows, "again")["a:1.1", "slow"] == 1


def test_there_is_a_row_for_each_code_with_people_and_with_itself():
    found = table(compared()).set_index(["coder", "with", "code"])
    assert list(found.index) == [
        ("eyes", other, code) for other in ("itself", "people") for code in (*CODES, agreement.ALL)
    ]
    # a and b: of 6 segments both gave slow to one and people alone to one; fast both to one, each alone to one
    with_people = found.loc["eyes", "people"]
    assert list(with_people.loc[agreement.ALL, ["units", "given_by_all", "given_by_some", "agreement"]]) == [
        12,
        2,
        3,
        "0.750",
    ]
    # a alone was read twice: slow alike, fast given in the first run only
    assert list(found.loc["eyes", "itself"].loc["fast", ["units", "given_by_all", "given_by_some"]]) == [3, 0, 1]


@pytest.mark.parametrize("manual", [codings(), codings(("c:4.1", "slow", "anna"))])
def test_where_people_read_nothing_that_a_program_read_there_is_nothing_to_compare(manual):
    found = table(compared(manual, read={"eyes": ["a"]}))
    assert list(found.columns) == list(programs.COMPARED) and found.empty


def t19_of(rows, **more):
    ratings = agreement.ratings(MANUAL, SEGMENTS, CODES)
    two = agreement.table(
        ratings,
        MANUAL.assign(passage_start=0, passage_end=1),
        dict.fromkeys("abc", 9),
        CODES,
        {},
        replicates=100,
        seed=1,
    )
    data = {
        "ratings": ratings, "agreement": two, "readings": pd.DataFrame(),
        "codebook": pd.DataFrame({"code": CODES, "label": CODES}),
    }  # fmt: skip
    return t19.build(data | more | ({} if rows is None else {"program_agreement": table(rows)}), "participants")


def test_t19_has_a_column_and_rows_of_a_program_and_leaves_those_of_people_alone():
    before, after = t19_of(None), t19_of(compared())
    assert list(before.frame.columns) == list(t19.COLUMNS)
    assert list(after.frame.columns) == [*t19.COLUMNS, "alpha_eyes"]
    n = len(before.frame)
    assert after.frame.iloc[:n][list(t19.COLUMNS)].equals(before.frame)
    assert list(after.frame["code"].iloc[n:]) == ["(all codes, eyes and itself)", "(all codes, eyes and people)"]
    of_codes = table(compared()).set_index(["with", "code"]).loc["people", "alpha"]
    assert list(after.frame["alpha_eyes"].iloc[:3]) == list(of_codes)
    assert t19.HOW in after.note and t19.HOW not in before.note


def test_t19_compares_a_program_also_where_no_two_people_read_the_same():
    empty = pd.DataFrame(columns=list(t19.COLUMNS))
    told = t19_of(compared(), agreement=empty)
    assert list(told.frame["code"]) == [
        *CODES,
        agreement.ALL,
        "(all codes, eyes and itself)",
        "(all codes, eyes and people)",
    ]
    assert told.note.startswith(t19.NOBODY) and not told.missing
    assert t19_of(None, agreement=empty).missing


def test_t19_says_what_changed_since_a_program_was_asked():
    one = {"coder": "eyes", "what": "w", "read": 3, "sources": ["a"], "changed": 2, "new": 0, "codebook_changed": True,
           "codings": 4, "answers": 4, "refused": {}, "unplaced": {"on words that are gone": 1}}  # fmt: skip
    note = t19_of(compared(), program_coders=[one]).note
    assert "Since eyes was asked, the codebook has changed and 2 sources have changed." in note
    assert "1 coding of eyes stands nowhere: 1 on words that are gone." in note
