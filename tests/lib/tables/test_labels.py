"""How a table's values and columns are called; the CSV keeps the ids."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.study import attributes, codebook
from multicase.tables import labels

BOOK = codebook.codes(
    {"version": "1", "themes": [
        {"theme": "pace", "label": "The pace", "subthemes": [{"subtheme": "speed", "label": "How fast", "codes": [
            {"code": "slow", "label": "It is slow", "polarity": "supports", "attributes": {"factor": "time", "tempo": "low"}},
            {"code": "fast", "label": "It is fast", "polarity": "contradicts", "attributes": {"factor": "time"}},
            {"code": "even", "label": "even", "attributes": {"factor": "trust"}}]}]},
        {"theme": "aims", "label": "The aims", "subthemes": [{"subtheme": "ends", "label": "What for", "codes": [
            {"code": "plain", "label": "It is plain", "polarity": "contradicts"}]}]}]}
)  # fmt: skip
STUDY = {
    "cases": {"region": {"label": "Region of the case", "values": {"n": "The north"}, "in_design": True}, "size": {"in_design": False}},
    "sources": {"tone": {"label": "Tone", "values": {"calm": "Calm and even"}}},
    "participants": {
        "level": {"label": "Level of work", "values": {"top": "At the top", "front": "front"}},
        "role_group": {"values": {"gp": "GPs"}}, "post": {"values": ["formal_post", "none"]}, "union": None,
    },
    "codes": {"factor": {"label": "What helps", "values": {"time": "Time and money"}}},
}  # fmt: skip
DECLARED = attributes.declared({"attributes": STUDY})
NOTHING = attributes.declared({})


def of(declared=DECLARED, book=BOOK, rows=None, **columns):
    return labels.of(pd.DataFrame(columns), {"rows": rows} if rows else {}, book, declared)


def named(column, *values, **options):
    """What the values of one column are called."""
    return of(**{column: list(values)}, **options)["labels"].get(column, {})


# The codebook's


@pytest.mark.parametrize(
    ("column", "value", "called"),
    [
        ("theme", "pace", "The pace"),
        ("subtheme", "speed", "How fast"),
        ("code", "slow", "It is slow"),
        ("code_a", "slow", "It is slow"),
        ("code_b", "fast", "It is fast"),
        ("parent", "pace > speed", "The pace > How fast"),
        ("parent", "aims", "The aims"),
        ("themes", "pace; aims", "The pace; The aims"),
        ("codes_for", "slow; plain; even", "It is slow; It is plain; even"),
        ("codes_against", "fast", "It is fast"),
    ],
)
def test_themes_subthemes_and_codes_are_called_as_in_the_codebook_alone_and_in_lists(column, value, called):
    assert named(column, value) == {value: called}


@pytest.mark.parametrize(
    ("column", "value"),
    [("theme", "mood"), ("theme", "slow"), ("code", "pace"), ("themes", "pace; mood"), ("codes_for", "slow, fast"), ("code", "even"), ("codes_against", "")],
)  # fmt: skip
def test_what_the_codebook_has_no_other_name_for_is_not_listed(column, value):
    assert named(column, value) == {}


def test_without_a_codebook_its_ids_have_no_names():
    assert of(book=None, theme=["pace"], code=["slow"])["labels"] == {}


# Kinds, roles, words


@pytest.mark.parametrize(
    ("kind", "called"),
    [("interview", "interviews"), ("group_interview", "group interviews"), ("observation", "observations"), ("document", "documents")],
)  # fmt: skip
def test_kinds_of_source_are_called_in_the_plural(kind, called):
    assert named("kind", kind) == {kind: called}


@pytest.mark.parametrize(
    ("declared", "role", "called"),
    [
        (DECLARED, "gp", "GPs"),
        (DECLARED, "practice_nurse", "Practice nurse"),
        (NOTHING, "gp", "Gp"),
        (NOTHING, "withheld", "Withheld"),
    ],
)
def test_roles_are_called_as_their_groups_are_declared_else_by_their_words(declared, role, called):
    assert named("role", role, declared=declared) == {role: called}


@pytest.mark.parametrize("column", ["construct", "theory", "polarity", "relation"])
def test_ids_without_a_name_are_called_by_their_words(column):
    assert named(column, "distributed_work", "supports") == {
        "distributed_work": "Distributed work",
        "supports": "Supports",
    }


# Declared values


@pytest.mark.parametrize(
    ("column", "value", "called"),
    [
        ("level", "top", "At the top"),
        ("region", "n", "The north"),
        ("post", "formal_post", "Formal post"),
        ("level", "top; front", "At the top; front"),
    ],
)
def test_attributes_of_participants_and_cases_are_called_as_declared(column, value, called):
    assert named(column, value) == {value: called}


@pytest.mark.parametrize(
    ("column", "value"), [("level", "front"), ("level", "bottom"), ("union", "yes_indeed"), ("tone", "calm"), ("factor", "time"), ("statement", "pace")]
)  # fmt: skip
def test_what_is_not_declared_or_is_no_column_of_the_table_s_own_is_not_listed(column, value):
    assert named(column, value) == {}


def test_only_values_that_occur_are_listed_and_numbers_are_not():
    found = of(theme=["pace", "pace"], level=["front", "top"], n_segments=[1, 2])["labels"]
    assert found == {"theme": {"pace": "The pace"}, "level": {"top": "At the top"}}


def test_a_number_is_no_value_though_one_is_declared_that_looks_like_it():
    declared = attributes.declared({"attributes": {"cases": {"region": {"values": {"1": "The first"}}}}})
    assert named("region", 1, declared=declared) == {} and named("region", "1", declared=declared) == {"1": "The first"}


# Declared tables


@pytest.mark.parametrize(
    ("row", "value", "called"),
    [
        ({"code": "factor"}, "time", "Time and money"),
        ({"speaker": "level"}, "top", "At the top"),
        ({"source": "tone"}, "calm", "Calm and even"),
        ({"case": "region"}, "n", "The north"),
        ({"code": "factor", "over": "speaker"}, "time", "Time and money"),
        ({"code": "factor", "denied": " (against)"}, "time (against)", "Time and money (against)"),
        ({"code": "factor", "denied": " (against)"}, "time", "Time and money"),
    ],
)
def test_a_column_that_is_declared_is_called_by_the_values_of_its_attribute_whatever_its_own_name(row, value, called):
    for column in ("x", "level", "theme"):
        assert named(column, value, rows={column: row}) == {value: called}


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ({"code": "factor"}, "time (against)"),
        ({"code": "factor"}, "trust"),
        ({"code": "tempo"}, "low"),
        ({"source": "year"}, "2014"),
        ({"speaker": "tone"}, "calm"),  # an attribute of sources
        ({"speaker": "role_group"}, "nurse_x"),
    ],
)
def test_a_value_of_a_declared_column_that_has_no_name_is_not_listed(row, value):
    assert named("x", value, rows={"x": row}) == {}


@pytest.mark.parametrize(
    ("column", "value", "called"), [("theme", "pace", "The pace"), ("kind", "document", "documents"), ("polarity", "supports", "Supports")]
)  # fmt: skip
def test_a_column_that_needs_no_declaration_is_called_as_in_other_tables(column, value, called):
    assert named(column, value, rows={column: {}}) == {value: called}


def test_a_declared_column_named_like_an_attribute_is_not_taken_for_it():
    assert named("level", "top", rows={"level": {}}) == {} and of(level=["top"], rows={"level": {}})["headings"] == {}


def test_several_values_of_a_speaker_are_called_each_by_its_name():
    row = {"code": "factor", "over": "speaker"}
    assert named("x", "time; time", rows={"x": row}) == {"time; time": "Time and money; Time and money"}


def test_several_values_that_are_joined_otherwise_are_called_each_by_its_name():
    row = {"speaker": "level", "over": "speaker", "join": " + "}
    assert named("x", "front + top", rows={"x": row}) == {"front + top": "front + At the top"}


# Headings, codes, design


@pytest.mark.parametrize(
    ("column", "heading"),
    [
        ("level", "Level of work"),
        ("region", "Region of the case"),
        ("union", "Union"),
        ("size", "Size"),
        ("role_group", "Role group"),
    ],
)
def test_attributes_of_participants_and_cases_have_their_labels_as_headings(column, heading):
    assert of(**{column: ["x"]})["headings"] == {column: heading}


@pytest.mark.parametrize("column", ["theme", "case", "n_segments", "tone", "factor"])
def test_other_columns_have_no_heading_of_their_own(column):
    assert of(**{column: ["x"]})["headings"] == {}


@pytest.mark.parametrize(
    ("row", "expected"), [({"code": "factor", "label": "Factor"}, {"x": "Factor"}), ({"code": "factor"}, {}), ({"label": "Theme"}, {"x": "Theme"})]
)  # fmt: skip
def test_a_declared_column_has_the_heading_that_it_says(row, expected):
    assert of(x=["time"], rows={"x": row})["headings"] == expected


def test_a_column_of_numbers_has_its_heading_too():
    assert of(level=[1, 2])["headings"] == {"level": "Level of work"} and of(level=[1])["labels"] == {}


def codes(**row):
    return of(x=["time"], rows={"x": row})["codes"]


def test_of_a_declared_column_the_codes_behind_each_value_are_told():
    assert codes(code="factor") == {"x": {"over": "coding", "values": {"time": ["slow", "fast"], "trust": ["even"]}}}
    assert codes(code="tempo") == {"x": {"over": "coding", "values": {"low": ["slow"]}}}


def test_codes_that_contradict_stand_behind_the_denied_value():
    assert codes(code="factor", denied=" (no)")["x"]["values"] == {
        "time": ["slow"],
        "time (no)": ["fast"],
        "trust": ["even"],
    }


@pytest.mark.parametrize("over", ["coding", "speaker", "segment"])
def test_it_is_told_over_whose_codes_a_column_looks(over):
    assert codes(code="factor", over=over)["x"]["over"] == over


@pytest.mark.parametrize("row", [{}, {"speaker": "level"}, {"case": "region"}, {"source": "tone"}, {"code": "nowhere"}])
def test_no_codes_stand_behind_a_column_that_shows_no_attribute_of_codes(row):
    assert codes(**row) == {}


def test_no_codes_are_told_without_a_codebook_or_a_declaration():
    assert (
        of(book=None, x=["time"], rows={"x": {"code": "factor"}})["codes"] == {} and of(theme=["pace"])["codes"] == {}
    )


def test_columns_of_the_design_are_those_of_cases_that_say_so_in_the_order_of_the_table():
    declared = attributes.declared(
        {"attributes": {"cases": {"a": {"in_design": True}, "b": {"in_design": True}, "c": None}, "participants": {"p": {"in_design": True}}}}
    )  # fmt: skip
    assert of(declared, b=["x"], c=["x"], p=["x"], a=["x"])["in_design"] == ["b", "a"]
    assert of(declared, p=["x"])["in_design"] == []


def test_a_table_without_rows_has_no_labels_and_keeps_its_headings():
    found = labels.of(pd.DataFrame(columns=["theme", "level"]), {}, BOOK, DECLARED)
    assert found == {
        "labels": {},
        "headings": {"level": "Level of work"},
        "codes": {},
        "in_design": [],
        "names": ["theme", "level"],
    }


@pytest.mark.parametrize(
    ("columns", "rows", "names"),
    [
        ({"case": ["1"], "size": ["1.1"], "region": ["n"], "sampling_rationale": ["2"]}, None, ["case", "size", "region"]),
        ({"role": ["gp"], "level": ["1"], "union": ["1.10"], "case": ["1"], "n": [3]}, None, ["role", "level", "union", "case"]),
        ({"own": ["1"], "year": ["2014"], "n_segments": [1]}, {"own": {"code": "factor"}, "year": {"source": "year"}}, ["own", "year"]),
        ({"theme": ["pace"], "code": ["slow"], "share": ["0.500"], "n_segments": [1]}, None, ["theme", "code"]),
        ({"decision": ["a"], "variation": ["1"], "verdict": ["x"]}, None, ["variation"]),
    ],
)  # fmt: skip
def test_columns_of_what_something_is_called_are_told(columns, rows, names):
    assert of(rows=rows, **columns)["names"] == names
