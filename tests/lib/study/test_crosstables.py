"""A study's own tables and figures are checked against what it declares, before any is built."""

from __future__ import annotations

import copy

import pytest
import yaml
from multicase.study import study
from multicase.study.problems import StudyError

# A table and a figure of each drawing, all of them right.
SPEAKERS = {
    "title": "Who speaks",
    "rows": {"case": None, "side": {"speaker": "profession", "none": "not said"}, "code": {}},
}
TIMES = {"title": "When", "rows": {"period": {"source": "year"}, "theme": {}, "polarity": {}}}
RIGHT = {
    "bars": (SPEAKERS, {"title": "F", "of": "T11", "draw": "bars", "rows": ["case", "code"], "bars": "side", "counts": ["n_segments", "n_cases"]}),
    "bars alone": (SPEAKERS, {"title": "F", "of": "T11", "draw": "bars", "rows": "case", "labels": {"not said": "documents"}}),
    "diverging": (SPEAKERS, {"title": "F", "of": "T11", "draw": "diverging", "rows": "case", "left": {"side": "clinician"}, "right": {"side": "manager"}, "by": "code"}),
    "diverging in panels": (SPEAKERS, {"title": "F", "of": "T11", "draw": "diverging", "rows": "case", "left": {"side": "clinician"}, "right": {"side": "manager"}, "panels": "code"}),
    "timeline": (TIMES, {"title": "F", "of": "T11", "draw": "timeline", "rows": "theme", "across": "period", "stack": "polarity", "events": "timeline"}),
    "matrix": (SPEAKERS, {"title": "F", "caption": "c", "of": "T11", "draw": "matrix", "rows": "code", "across": "case"}),
}  # fmt: skip


def write(root, table, figure=None, *, table_id="T11", figure_id="F07"):
    content = {"tables": {table_id: table}} | ({"figures": {figure_id: figure}} if figure else {})
    (root / "tables.yaml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def told(root):
    """The problems as place, what was found and what to do; each names the file, and what was expected."""
    with pytest.raises(StudyError) as caught:
        study.load(root)
    assert {problem.file for problem in caught.value.problems} == {str(root / "tables.yaml")}
    assert all(problem.expected for problem in caught.value.problems)
    return [(problem.place, problem.found, problem.todo) for problem in caught.value.problems]


def declare(root, **attributes):
    path = root / "study.yaml"
    text = path.read_text(encoding="utf-8")
    more = "".join(f"  {of}: {{{', '.join(f'{name}: {{}}' for name in names)}}}\n" for of, names in attributes.items())
    path.write_text(text.replace("attributes:\n", f"attributes:\n{more}"), encoding="utf-8")


@pytest.mark.parametrize("drawing", RIGHT)
def test_a_right_declaration_of_each_drawing_passes(small_study, drawing):
    table, figure = RIGHT[drawing]
    write(small_study, table, figure)
    assert study.load(small_study).tables["figures"]["F07"]["draw"] == figure["draw"]


@pytest.mark.parametrize(
    "rows",
    [
        {"theme": None, "subtheme": None, "code": None, "case": None, "kind": None, "polarity": None},
        {"who": {"speaker": "role"}, "group": {"speaker": "role_group"}, "level": {"speaker": "level"}},
        {"when": {"source": "year"}, "region": {"case": "region_type"}},
        {"pace": {"code": "pace"}},
        {"pace": {"code": "pace", "over": "speaker", "join": " + ", "none": "not said", "order": "codebook"}},
        {"pace": {"code": "pace", "over": "segment", "denied": " (against)", "order": ["slow"], "label": "Pace"}},
        {"of_source": {"source": "setting"}},
    ],
)
def test_rows_can_be_of_anything_that_every_study_has_or_this_one_declares(small_study, rows):
    declare(small_study, codes=["pace"], sources=["setting"])
    write(small_study, {"title": "T", "rows": rows, "of": ["pace"], "themes": ["style"], "list": ["cases", "kinds"]})
    study.load(small_study)


@pytest.mark.parametrize(
    ("table_id", "figure_id"), [("T11", "F07"), ("T15", "F09"), ("T33", "F15"), ("T40", "F19"), ("T97", "F99")]
)
def test_ids_that_are_a_studys_own_pass(small_study, table_id, figure_id):
    table, figure = RIGHT["matrix"]
    write(small_study, table, figure | {"of": table_id}, table_id=table_id, figure_id=figure_id)
    study.load(small_study)


@pytest.mark.parametrize("table_id", ["T01", "T06", "T10", "T16", "T28", "T32", "T100", "T7", "t11", "style"])
def test_a_reserved_or_malformed_table_id_is_refused(small_study, table_id):
    write(small_study, SPEAKERS, table_id=table_id)
    ((place, found, _),) = told(small_study)
    assert place.startswith("line ") and "tables" in place and found == f"'{table_id}'"


@pytest.mark.parametrize("figure_id", ["F01", "F04", "F06", "F10", "F14", "F16", "F18", "F100", "f07"])
def test_a_reserved_or_malformed_figure_id_is_refused(small_study, figure_id):
    write(small_study, *RIGHT["bars"], figure_id=figure_id)
    ((place, found, _),) = told(small_study)
    assert place.startswith("line ") and "figures" in place and found == f"'{figure_id}'"


def test_a_reserved_id_is_told_with_its_own_line(small_study):
    write(small_study, SPEAKERS, table_id="T28")
    assert told(small_study)[0][0].startswith("line 2,")


# change of the table -> place, what was found, what to do
TABLES = {
    "an undeclared attribute of codes": ({"of": ["pase"]}, "tables.T11.of", "the undeclared attribute 'pase'", "(nearest: 'pace'), or declare it in study.yaml: attributes: {codes: {pase: {}}}"),
    "an unknown theme": ({"themes": ["styl"]}, "tables.T11.themes", "'styl'", "Mend it (nearest: 'style')."),
    "an undeclared code attribute in a row": ({"rows": {"x": {"code": "pase"}}}, "tables.T11.rows.x.code", "the undeclared attribute 'pase'", "{codes: {pase: {}}}"),
    "an undeclared attribute of participants": ({"rows": {"x": {"speaker": "titulr"}}}, "tables.T11.rows.x.speaker", "the undeclared attribute 'titulr'", "(nearest: 'titular'), or declare it in study.yaml: attributes: {participants: {titulr: {}}}"),
    "an undeclared attribute of sources": ({"rows": {"x": {"source": "yaer"}}}, "tables.T11.rows.x.source", "the undeclared attribute 'yaer'", "(nearest: 'year')"),
    "a core column of sources": ({"rows": {"x": {"source": "kind"}}}, "tables.T11.rows.x.source", "the undeclared attribute 'kind'", "{sources: {kind: {}}}"),
    "an undeclared attribute of cases": ({"rows": {"x": {"case": "region"}}}, "tables.T11.rows.x.case", "the undeclared attribute 'region'", "(nearest: 'region_type')"),
    "values from two places": ({"rows": {"x": {"code": "pace", "speaker": "level"}}}, "tables.T11.rows.x", "code and speaker", "Take the others away."),
    "a column from nowhere": ({"rows": {"cse": {}}}, "tables.T11.rows.cse", "'cse' alone", "Say code, speaker, source or case with an attribute (nearest: 'case')."),
    "a column from nowhere, with nothing said": ({"rows": {"level": None}}, "tables.T11.rows.level", "'level' alone", "Say code, speaker, source or case with an attribute"),
    "over without code": ({"rows": {"x": {"speaker": "level", "over": "segment"}}}, "tables.T11.rows.x.over", "over segment", "Take it away."),
    "over of a plain column": ({"rows": {"case": {"over": "speaker"}}}, "tables.T11.rows.case.over", "over speaker", "Take it away."),
}  # fmt: skip


@pytest.mark.parametrize("mistake", TABLES)
def test_what_is_wrong_with_a_table_is_told_with_place_finding_and_remedy(small_study, mistake):
    change, place, found, todo = TABLES[mistake]
    declare(small_study, codes=["pace"])
    write(small_study, SPEAKERS | change)
    ((at, what, remedy),) = told(small_study)
    assert (at, what) == (place, found)
    assert todo in remedy


# drawing, change of the figure (None takes a key away) -> place, what was found, what to do
FIGURES = {
    "of a table that isn't there": ("bars", {"of": "T12"}, "figures.F07.of", "'T12'", "Declare the table, or mend it (nearest: 'T11')."),
    "of a table of the package": ("bars", {"of": "T06"}, "figures.F07.of", "'T06'", "Declare the table"),
    "rows that the table hasn't got": ("bars", {"rows": "cse"}, "figures.F07.rows", "'cse'", "Mend it (nearest: 'case')."),
    "one of two rows that the table hasn't got": ("bars", {"rows": ["case", "sid"]}, "figures.F07.rows", "'sid'", "Mend it (nearest: 'side')."),
    "bars that the table hasn't got": ("bars", {"bars": "sides"}, "figures.F07.bars", "'sides'", "Mend it (nearest: 'side')."),
    "a colour that the table hasn't got": ("diverging", {"by": "cod"}, "figures.F07.by", "'cod'", "Mend it (nearest: 'code')."),
    "panels that the table hasn't got": ("diverging in panels", {"panels": "cod"}, "figures.F07.panels", "'cod'", "Mend it"),
    "a column across that the table hasn't got": ("matrix", {"across": "period"}, "figures.F07.across", "'period'", "Mend it"),
    "a stack that the table hasn't got": ("timeline", {"stack": "polarty"}, "figures.F07.stack", "'polarty'", "Mend it (nearest: 'polarity')."),
    "sides of two columns": ("diverging", {"right": {"code": "slow"}}, "figures.F07", "the columns side and code", "Give both sides values of one column."),
    "no left": ("diverging", {"left": None}, "figures.F07", "no left", "Add it."),
    "no right": ("diverging", {"right": None}, "figures.F07", "no right", "Add it."),
    "no years": ("timeline", {"across": None}, "figures.F07", "no across", "Add it."),
    "no stack": ("timeline", {"stack": None}, "figures.F07", "no stack", "Add it."),
    "a matrix without columns": ("matrix", {"across": None}, "figures.F07", "no across", "Add it."),
    "bars in a matrix": ("matrix", {"bars": "side"}, "figures.F07.bars", "'bars'", "Take it away."),
    "a stack of bars": ("bars", {"stack": "side"}, "figures.F07.stack", "'stack'", "Take it away."),
    "panels of bars": ("bars", {"panels": "side"}, "figures.F07.panels", "'panels'", "Take it away."),
    "events beside a matrix": ("matrix", {"events": "timeline"}, "figures.F07.events", "'events'", "Take it away."),
    "years across a diverging figure": ("diverging", {"across": "case"}, "figures.F07.across", "'across'", "Take it away."),
    "a colour of a timeline": ("timeline", {"by": "polarity"}, "figures.F07.by", "'by'", "Take it away."),
}  # fmt: skip


@pytest.mark.parametrize("mistake", FIGURES)
def test_what_is_wrong_with_a_figure_is_told_with_place_finding_and_remedy(small_study, mistake):
    drawing, change, place, found, todo = FIGURES[mistake]
    table, figure = copy.deepcopy(RIGHT[drawing])
    changed = {key: value for key, value in (figure | change).items() if value is not None}
    write(small_study, table, changed)
    ((at, what, remedy),) = told(small_study)
    assert (at, what) == (place, found)
    assert todo in remedy


def test_a_column_of_a_side_that_the_table_has_not_got_is_told_for_that_side(small_study):
    table, figure = RIGHT["diverging"]
    write(small_study, table, figure | {"left": {"sde": "clinician"}, "right": {"sde": "manager"}})
    assert [(place, found) for place, found, _ in told(small_study)] == [
        ("figures.F07.left", "'sde'"),
        ("figures.F07.right", "'sde'"),
    ]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"title": None}, "title"),
        ({"draw": "pie"}, "draw"),
        ({"rows": ["case", "side", "code"]}, "rows"),
        ({"counts": ["n_codes"]}, "counts"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_figure_of_another_form_is_refused_with_its_line(small_study, change, key):
    table, figure = RIGHT["bars"]
    write(small_study, table, {name: value for name, value in (figure | change).items() if value is not None})
    ((place, found, _),) = told(small_study)
    assert place.startswith("line ") and "figures.F07" in place
    assert key in place + found


@pytest.mark.parametrize("column", ["n_segments", "case_id", "Case", "1st", "a b"])
def test_a_column_named_like_the_counts_or_the_ids_of_every_table_is_refused(small_study, column):
    write(small_study, {"title": "T", "rows": {column: {"speaker": "level"}}})
    ((place, found, _),) = told(small_study)
    assert place.startswith("line ") and found == f"'{column}'"


def test_what_is_wrong_with_several_tables_and_figures_is_told_at_once(small_study):
    content = {
        "tables": {"T11": SPEAKERS | {"themes": ["none"]}, "T12": {"title": "T", "rows": {"x": None}}},
        "figures": {
            "F07": RIGHT["matrix"][1] | {"across": "x"},
            "F08": RIGHT["bars"][1] | {"of": "T99"},
        },
    }
    (small_study / "tables.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    assert [place for place, _, _ in told(small_study)] == [
        "figures.F07.across", "figures.F08.of", "tables.T11.themes", "tables.T12.rows.x",
    ]  # fmt: skip


def test_a_value_of_a_side_that_nothing_has_is_refused(small_study):
    table, figure = RIGHT["diverging"]
    write(small_study, table, figure | {"left": {"side": "clinicain"}})
    ((place, found, todo),) = told(small_study)
    assert "left" in place and "clinicain" in found and "clinician" in todo


@pytest.mark.parametrize("key", ["join", "denied"])
def test_join_and_denied_without_a_code_are_refused(small_study, key):
    write(small_study, {"title": "T", "rows": {"x": {"speaker": "level", key: " + "}}})
    ((place, _, _),) = told(small_study)
    assert key in place


# Typologies

TYPES = {"title": "Types", "typology": {"rows": "region_type", "columns": "population_band"}}


def test_a_right_typology_passes(small_study):
    write(small_study, TYPES | {"caption": "c", "group": "g"}, table_id="T35")
    assert "typology" in study.load(small_study).tables["tables"]["T35"]


@pytest.mark.parametrize(
    ("table", "place", "found"),
    [
        ({"title": "T"}, "tables.T35", "neither rows nor typology"),
        (TYPES | {"rows": {"case": None}}, "tables.T35", "rows and typology"),
        (TYPES | {"list": ["cases"]}, "tables.T35.list", "list with a typology"),
        (TYPES | {"themes": ["style"]}, "tables.T35.themes", "themes with a typology"),
        (TYPES | {"typology": {"rows": "region_typ", "columns": "population_band"}}, "tables.T35.typology.rows", "the undeclared attribute 'region_typ'"),
        (TYPES | {"typology": {"rows": "region_type", "columns": "level"}}, "tables.T35.typology.columns", "the undeclared attribute 'level'"),
        (TYPES | {"typology": {"rows": "region_type", "columns": "region_type"}}, "tables.T35.typology", "'region_type' twice"),
    ],
)  # fmt: skip
def test_a_wrong_typology_is_told_with_its_place_and_what_to_do(small_study, table, place, found):
    write(small_study, table, table_id="T35")
    ((told_place, told_found, todo),) = told(small_study)
    assert (told_place, told_found) == (place, found) and todo


def test_a_slip_in_a_typology_is_told_with_the_nearest_attribute(small_study):
    write(small_study, TYPES | {"typology": {"rows": "region_typ", "columns": "population_band"}})
    assert "(nearest: 'region_type')" in told(small_study)[0][2]


def test_an_attribute_called_like_the_column_of_cases_is_refused(small_study):
    path = small_study / "study.yaml"
    path.write_text(path.read_text().replace("cases: {region_type: {}", "cases: {cases: {}, region_type: {}"))
    write(small_study, TYPES | {"typology": {"rows": "cases", "columns": "region_type"}})
    assert told(small_study)[0][:2] == ("tables.T11.typology.rows", "'cases', the column that lists the cases")


@pytest.mark.parametrize(
    "typology",
    [{}, {"rows": "region_type"}, {"rows": "region_type", "columns": ""}, {"rows": "a", "columns": "b", "cells": "c"}],
)
def test_a_typology_names_two_attributes_and_nothing_else(small_study, typology):
    write(small_study, TYPES | {"typology": typology})
    assert told(small_study)[0][0].startswith("line ")


def test_no_figure_is_drawn_from_a_typology(small_study):
    write(
        small_study,
        TYPES,
        {"title": "F", "of": "T35", "draw": "matrix", "rows": "region_type", "across": "population_band"},
        table_id="T35",
    )
    assert told(small_study) == [("figures.F07.of", "'T35', a typology", "Name another, or take the figure away.")]


LEVELS = {"title": "T", "rows": {"level": {"speaker": "level", "none": "not said"}, "polarity": {}}}
BY_LEVEL = {"title": "F", "of": "T11", "draw": "bars", "rows": "level", "bars": "polarity"}


@pytest.mark.parametrize(
    ("order", "labels", "place"),
    [
        (["stratgy", "frontline"], {}, "tables.T11.rows.level.order"),
        ([], {"stratgy": "Strategy"}, "figures.F07.labels"),
        ([], {"Supports": "For"}, "figures.F07.labels"),
    ],
)
def test_a_value_that_no_column_can_have_is_neither_ordered_nor_named(small_study, order, labels, place):
    table, figure = copy.deepcopy(LEVELS), BY_LEVEL | {"labels": labels}
    table["rows"]["level"] |= {"order": order} if order else {}
    write(small_study, table, figure)
    [(where, found, todo)] = told(small_study)
    assert where == place and found.strip("'") in {*order, *labels} and "nearest" in todo


def test_values_that_can_stand_in_a_column_may_be_ordered_and_named_and_where_nobody_knows_them_any(small_study):
    table = copy.deepcopy(LEVELS)
    table["rows"]["level"]["order"] = ["not said", "frontline"]
    table["rows"] |= {"post": {"speaker": "role_group", "order": ["chair"]}, "denied": {"code": "level"}}
    table["rows"]["denied"] |= {"over": "speaker", "order": ["a; b"]}
    declare(small_study, codes=["level"])
    write(small_study, table, BY_LEVEL | {"labels": {"not said": "documents", "supports": "For"}})
    study.load(small_study)
    write(small_study, table, BY_LEVEL | {"rows": ["level", "post"], "labels": {"chair": "Chair"}})
    study.load(small_study)
