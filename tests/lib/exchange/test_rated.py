"""A table of raters becomes codings and readings, from which the published coefficients come out again."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.code import manual
from multicase.contracts import CONTRACTS
from multicase.exchange import rated, raters
from multicase.exchange.raters import Layout, Rating
from multicase.exchange.unit_names import Units, UnknownUnitError
from multicase.ingest.keyed import Keyed, keyed
from multicase.ingest.limits import Limits
from multicase.reliability import agreement
from multicase.reliability import coefficients as co
from multicase.study.problems import StudyError
from raters import EXAMPLES, MISSING


def segments_of(source, n, **more):
    """n turns of one segment each, and their text."""
    lines = [f"P: words {number}" for number in range(1, n + 1)]
    text, place, rows = "\n".join(lines), 0, []
    for number, line in enumerate(lines, 1):
        row = dict.fromkeys(CONTRACTS["segments"].columns, "") | {
            "segment_id": f"{source}:{number}.1", "source_id": source, "turn": number, "part": 1, "layer": "speech",
            "is_interviewer": False, "start": place + 3, "end": place + len(line), "text": line[3:],
            "locator": f"row {number}",
        }  # fmt: skip
        rows.append(row | {name: values[number - 1] for name, values in more.items()})
        place += len(line) + 1
    return pd.DataFrame(rows, columns=list(CONTRACTS["segments"].columns)), text


def book(codes, **labels):
    named = [{"code": code, "label": labels.get(code, code.upper()), "definition": "d"} for code in codes]
    sub = {"subtheme": "sub", "label": "Sub", "codes": named}
    return {"version": "1", "themes": [{"theme": "top", "label": "Top", "definition": "d", "subthemes": [sub]}]}


def table(*rows, header=("source", "unit", "coder", "code")):
    file = io.StringIO()
    csv.writer(file).writerows([header, *rows])
    return file.getvalue().encode()


SEGMENTS, TEXT = segments_of("s1", 4)
BOOK = book(["slow", "fast"], slow="Slow going")


def brought(*ratings, codebook=BOOK, kind="", keyed=None, tables=(), **more):
    """ratings: unit, coder, code(s)."""
    read = [Rating(n, "s1", unit, coder, tuple(codes)) for n, (unit, coder, *codes) in enumerate(ratings, 1)]
    units = Units(SEGMENTS, kind, keyed or {}, tables)
    return rated.rate(read, units, SEGMENTS, {"s1": TEXT}, codebook, "t.csv", **more)


def wrong(*ratings, **more):
    with pytest.raises(StudyError) as caught:
        brought(*ratings, **more)
    return [(problem.place, problem.found) for problem in caught.value.problems]


def all_four(coder, *codes):
    return [(str(turn), coder, code) for turn, code in enumerate(codes, 1)]


def test_codes_become_codings_on_the_anonymised_words_and_an_empty_cell_none():
    found = brought(*all_four("ann", "slow", "", "Slow going", "FAST"))
    told = [(row["exact"], row["code"], TEXT[int(row["start"]) : int(row["end"])]) for row in found.codings["ann"]]
    assert told == [("words 1", "slow", "words 1"), ("words 3", "slow", "words 3"), ("words 4", "fast", "words 4")]
    assert found.readings == [{"coder": "ann", "source_id": "s1", "unread": ""}]


def test_who_gave_nothing_has_read_and_has_no_codings():
    found = brought(*all_four("ann", "", "", "n/a", ""), none=["n/a"])
    assert found.codings == {} and [row["coder"] for row in found.readings] == ["ann"]


def test_several_columns_and_several_codes_in_a_cell_are_all_given():
    found = brought(("1", "ann", "slow", "fast"), ("2", "ann", "slow; fast", "slow"), missing="unread")
    assert [(row["exact"], row["code"]) for row in found.codings["ann"]] == [
        ("words 1", "fast"), ("words 1", "slow"), ("words 2", "fast"), ("words 2", "slow"),
    ]  # fmt: skip


def test_a_rater_without_rows_for_some_units_is_asked_about():
    rows = [*all_four("ann", "slow", "slow", "slow"), *all_four("bob", "slow", "slow")]
    assert wrong(*rows) == [("source s1", "no row for some of 4 units: 1 of ann and 2 of bob (1 have none)")]
    unread = {row["coder"]: row["unread"] for row in brought(*rows, missing="unread").readings}
    assert unread == {"ann": "s1:4.1", "bob": "s1:3.1;s1:4.1"}
    assert {row["unread"] for row in brought(*rows, missing="nothing").readings} == {""}


def test_all_that_is_wrong_is_told_at_once():
    assert wrong(
        ("1", "ann", "slow"), ("s1:1.1", "ann", "fast"), ("9", "ann", "slow"), ("s2:1.1", "ann", "slow"),
        ("s1:8.1", "ann", "slow"), ("2", "ann", "slwo"), ("3", "ann", "x" * 90), ("4", "A b", ""), ("4", "a b", ""),
    ) == [
        ("raters", "raters called alike once they are ids ('a b')"),
        ("row 2", "a second rating of s1:1.1 by ann, after row 1"),
        ("row 3, unit", "'9', which isn't there, or holds no words"),
        ("row 4, unit", "the unknown source 's2'"),
        ("row 5, unit", "the unknown segment 's1:8.1'"),
        ("row 6", "the unknown code 'slwo'"),
        ("row 7", "a cell of 90 characters"),
    ]  # fmt: skip


def test_an_unknown_code_is_told_with_the_nearest_and_a_label_of_two_codes_with_both():
    with pytest.raises(StudyError, match=r"the unknown code 'slwo'.*\(nearest: 'slow'\)"):
        brought(("1", "ann", "slwo"))
    twice = book(["slow", "fast"], slow="Pace", fast="Pace")
    assert wrong(("1", "ann", "pace"), codebook=twice) == [("row 1", "'pace', a name of several codes (fast, slow)")]


def test_many_unknown_codes_are_counted():
    found = wrong(*((f"s1:{turn}.1", f"r{n}", f"odd {turn} {n}") for turn in range(1, 5) for n in range(10)))
    assert len(found) == rated.SHOWN + 1 and ("codes", "20 more names of no code") in found


def test_raters_that_are_numbers_are_called_raters():
    found = brought(*all_four("7", "slow", "", "", ""), *all_four("Dr. Ann", "slow", "", "", ""))
    assert found.coders == {"7": "rater_7", "Dr. Ann": "Dr. Ann"} and set(found.codings) == {"rater_7", "Dr. Ann"}


# Units of tables


def test_a_number_in_a_table_is_a_turn_or_a_row_and_must_be_told_which():
    assert wrong(("1", "ann", "slow"), tables=["s1"]) == [("row 1, unit", "'1', which may be a turn or a row")]
    assert brought(("1", "ann", "slow"), tables=["s1"], kind="turn", missing="unread").codings
    assert brought(("s1:1.1", "ann", "slow"), tables=["s1"], missing="unread").codings
    assert wrong(("1", "ann", "slow"), kind="row") == [("row 1, unit", "a source that is no table")]


@pytest.mark.parametrize(
    ("starts", "parts", "unit", "found"),
    [
        ((2, 3, 5), (1, 1, 1), "u2", "s1:2.1"),
        ((2, 3, 5), (1, 1, 1), "u9", None),
        ((2, 5), (1, 1), "u2", None),  # rows 2 and 3 are one segment
        ((2, 5), (2, 1), "u2", "s1:1.2"),  # each of them a paragraph
        ((2, 5), (2, 1), "u3", None),  # two rows of one name, in one segment
        ((2, 3, 5, 6), (1, 1, 1, 1), "u3", None),  # two rows of one name
        ((2, 3, 5), (2, 1, 1), "u1", None),  # a row of two segments
        ((2, 3, 5), (2, 1, 1), "u2", "s1:2.1"),
    ],
)
def test_a_unit_is_a_row_only_where_the_row_is_one_segment(starts, parts, unit, found):
    segments = pd.DataFrame(
        [
            {"segment_id": f"s1:{turn}.{part}", "source_id": "s1", "turn": turn, "part": part, "locator": f"row {row}"}
            for turn, (row, n) in enumerate(zip(starts, parts, strict=True), 1)
            for part in range(1, n + 1)
        ]
    )
    units = Units(segments, "column:id", {"s1": Keyed((2, 3, 5, 6), {2: "u1", 3: "u2", 5: "u3", 6: "u3"})}, ["s1"])
    if found:
        assert units.find("s1", unit) == found
    else:
        with pytest.raises(UnknownUnitError):
            units.find("s1", unit)


def test_rows_are_named_by_their_number_or_by_a_column():
    data = b"id,who,words\nu7,Ann,It was late\nu8,Bob,\nu9,Bob,So it was\n"
    source = {"source_id": "s1", "format": "csv"}
    assert keyed(data, source, [], Limits()) == Keyed((1, 3), {1: "1", 2: "2", 3: "3"})
    assert keyed(data, source, [], Limits(), "id") == Keyed((1, 3), {1: "u7", 2: "u8", 3: "u9"})
    with pytest.raises(StudyError, match="no column 'key'"):
        keyed(data, source, [], Limits(), "key")


def test_a_source_may_be_called_by_the_file_that_it_comes_from_unless_two_are_called_so():
    origins = [("s1", "one/12.csv"), ("s2", "one/13.csv"), ("s3", "two/13.csv"), ("s2", "one/s1.csv")]
    units = Units(SEGMENTS, "", {}, (), origins)
    assert units.find("12", "2") == units.find("s1", "2") == units.find("12", "s1:2.1") == "s1:2.1"
    with pytest.raises(UnknownUnitError, match="the unknown source '13'"):
        units.find("13", "2")


# Tables of raters


def test_a_table_is_one_row_a_rating_or_one_column_a_rater():
    long = table(("s1", "1", "ann", "slow"), ("s1", "2", "ann", ""))
    assert raters.is_table(long, "t.csv") and not raters.is_table(b"id,document\n1,a\n", "t.csv")
    assert raters.read(long, "t.csv", Layout()) == [
        Rating(1, "s1", "1", "ann", ("slow",)), Rating(2, "s1", "2", "ann", ("",)),
    ]  # fmt: skip
    wide = table(("s1:1.1", "slow", ""), ("s1:2.1", "", "fast"), header=("unit", "ann", "bob"))
    assert raters.read(wide, "t.csv", Layout(raters=("ann", "bob"))) == [
        Rating(1, "", "s1:1.1", "ann", ("slow",)), Rating(2, "", "s1:2.1", "bob", ("fast",)),
    ]  # fmt: skip


def test_columns_that_are_not_there_and_empty_cells_are_all_told():
    with pytest.raises(StudyError) as caught:
        raters.read(table(), "t.csv", Layout(unit="unti", codes=("code", "kind")))
    assert [problem.found for problem in caught.value.problems] == ["no column 'kind'", "no column 'unti'"]
    with pytest.raises(StudyError) as caught:
        raters.read(table(("", "1", "ann", ""), ("s1", "", "", "")), "t.csv", Layout())
    assert [problem.place for problem in caught.value.problems] == [
        "row 1, column source", "row 2, column coder", "row 2, column unit",
    ]  # fmt: skip


def test_readings_are_extended_and_never_changed():
    there = [{"coder": "ann", "source_id": "s1", "unread": "s1:4.1", "round": "1"}]
    new = [{"coder": "ann", "source_id": "s1", "unread": "s1:4.1"}, {"coder": "bob", "source_id": "s1", "unread": ""}]
    assert rated.extended(there, new, "r") == [*there, new[1]]
    with pytest.raises(StudyError, match="other unread segments"):
        rated.extended(there, [new[0] | {"unread": ""}], "r")


# The worked examples


def measured(strings):
    """T19's rows of a table of raters: read, laid on a text, coded, rated and measured as the workflow does."""
    n = len(strings[0])
    segments, text = segments_of("s1", n)
    rows = [
        ("s1", unit, f"rater_{number}", f"v_{value}")
        for number, string in enumerate(strings)
        for unit, value in enumerate(string, 1)
        if value != MISSING
    ]
    codes = sorted({row[3] for row in rows})
    read = raters.read(table(*rows), "t.csv", Layout())
    found = rated.rate(read, Units(segments, "", {}), segments, {"s1": text}, book(codes), "t.csv", missing="unread")
    given = [row | {"coder": coder, "file": "f", "line": 1} for coder, coded in found.codings.items() for row in coded]
    codings, _ = manual.code(given, {"s1": text}, segments, codes)
    ratings = agreement.ratings(codings, segments, codes, pd.DataFrame(found.readings))
    one_of = [{"set": "x", "codes": codes}]
    return agreement.table(
        ratings, codings, {"s1": len(text)}, codes, {}, exclusive=one_of, replicates=100, seed=1
    ).set_index("code")


@pytest.mark.parametrize(("strings", "expected"), EXAMPLES.values(), ids=EXAMPLES)
def test_the_published_coefficients_come_out_of_the_table(strings, expected):
    row = measured(strings).loc["(one of x)"]
    assert {name: row[name] if name == "kappa_by" else float(row[name]) for name in expected} == {
        name: value if name == "kappa_by" else pytest.approx(value, abs=6e-4) for name, value in expected.items()
    }


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.text("ab*", min_size=6, max_size=6), min_size=n, max_size=n)))
def test_any_table_has_the_alpha_of_its_matrix(strings):
    shared = [unit for unit in zip(*strings, strict=True) if sum(value != MISSING for value in unit) >= 2]
    if len({value for unit in shared for value in unit} - {MISSING}) < 2:
        return
    values = [[None if value == MISSING else value for value in unit] for unit in zip(*strings, strict=True)]
    assert measured(strings).loc["(one of x)", "alpha"] == agreement.shown(co.krippendorff_alpha(values))
