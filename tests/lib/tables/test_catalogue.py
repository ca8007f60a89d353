"""The catalogue of tables: those of every study, those that a study declares, and the settings that each gets."""

from __future__ import annotations

import json
import re
from importlib import import_module

import pytest
from multicase.contracts import CONTRACTS
from multicase.figures import catalogue as figures
from multicase.study import files
from multicase.tables import catalogue, labels
from multicase.tables.catalogue import COUNTS, Entry
from small_study import REPOSITORY

CONFIG = files.mapping([str(REPOSITORY / "config.yaml")])


def of(**told):
    """The entry of a table T33 that a study declares so."""
    return catalogue.of_study({"tables": {"T33": {"title": "Own", "rows": {"theme": None}} | told}})["T33"]


# Every study


@pytest.mark.parametrize("name", catalogue.core())
def test_a_table_of_every_study_is_described_in_full_and_built_by_its_own_module(name):
    entry = catalogue.core()[name]
    assert (entry.id, entry.module) == (name, name.lower()) and entry.title and entry.group and entry.caption
    assert entry.needs and "\n" not in entry.caption and "  " not in entry.caption and not entry.declaration
    assert callable(import_module(f"multicase.tables.{entry.module}").build)


@pytest.mark.parametrize("name", catalogue.core())
def test_a_table_whose_caption_speaks_of_counts_has_them_and_the_other_way_round(name):
    columns = import_module(f"multicase.tables.{name.lower()}").COLUMNS
    assert (COUNTS in catalogue.core()[name].caption) == (
        {"n_segments", "n_cases", "n_sources", "n_participants"} <= set(columns)
    )


@pytest.mark.parametrize("name", catalogue.core())
def test_a_table_on_codings_says_on_which(name):
    entry = catalogue.core()[name]
    assert "evidence" not in entry.needs or "analysed" in entry.needs


def test_tables_of_every_study_stand_in_order_and_none_can_be_declared():
    names = list(catalogue.core())
    assert names == sorted(names)
    pattern = files.schema("tables")["properties"]["tables"]["propertyNames"]["pattern"]
    free = {f"T{n:02d}" for n in range(1, 100) if re.match(pattern, f"T{n:02d}")}
    assert free and not free & set(names)


@pytest.mark.parametrize("name", ["T18", "T19"])
def test_what_has_no_place_in_the_reflexive_school_says_why(name):
    assert catalogue.core()[name].not_reflexive.startswith("In reflexive thematic analysis")


# What a study declares


@pytest.mark.parametrize("told", [None, {}, {"tables": None}, {"tables": {}}, {"figures": {"F20": {}}}])
def test_a_study_that_declares_no_table_has_those_of_every_study(told):
    assert catalogue.of_study(told) == catalogue.core()


def test_all_tables_of_a_study_stand_in_the_order_of_their_ids():
    rows = {"title": "Own", "rows": {"theme": None}}
    found = list(catalogue.of_study({"tables": {"T97": rows, "T11": rows, "T33": rows}}))
    assert found == sorted([*catalogue.core(), "T97", "T11", "T33"]) and found.index("T11") == found.index("T10") + 1


def test_a_declared_table_that_says_only_what_it_must_is_complete():
    assert of() == Entry(
        id="T33", title="Own", caption=COUNTS, group="The study's own", module="crosstable",
        needs=("cases", "codebook", "attributes", "evidence", "analysed"), options={}, not_reflexive="",
        declaration={"title": "Own", "of": [], "themes": [], "list": [], "rows": {"theme": {}}},
    )  # fmt: skip


def test_a_declared_table_keeps_all_that_it_says():
    rows = {"style": {"code": "style", "none": "?"}, "case": None}
    entry = of(caption="What\n  is said.", group="Mine", of=["style"], themes=["pace"], list=["cases"], rows=rows)
    assert (entry.caption, entry.group) == (f"What is said. {COUNTS}", "Mine")
    kept = {name: entry.declaration[name] for name in ("of", "themes", "list", "rows")}
    assert kept == {
        "of": ["style"],
        "themes": ["pace"],
        "list": ["cases"],
        "rows": {"style": rows["style"], "case": {}},
    }


def test_columns_of_a_declared_table_stay_in_the_order_of_their_declaration():
    assert list(of(rows={"polarity": None, "case": None, "code": None}).declaration["rows"]) == [
        "polarity",
        "case",
        "code",
    ]


def test_a_declaration_is_left_as_it_was():
    told = {"tables": {"T33": {"title": "Own", "rows": {"theme": None}}}}
    catalogue.of_study(told)
    assert told == {"tables": {"T33": {"title": "Own", "rows": {"theme": None}}}}


def test_declared_tables_of_one_study_are_not_those_of_another():
    of()
    assert "T33" not in catalogue.core() and "T33" not in catalogue.of_study(None)


# Settings


def entry(**options):
    return Entry("T01", "", "", "", (), "t01", options=options)


NESTED = {"seed": 7, "saturation": {"base": 4, "more": {"run": 2}}, "falsy": {"zero": 0, "none": ""}}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("seed", 7),
        ("saturation.base", 4),
        ("saturation.more.run", 2),
        ("falsy.zero", 0),
        ("falsy.none", ""),
        ("saturation.more", {"run": 2}),
    ],
)
def test_a_setting_is_the_value_at_its_dotted_place(place, value):
    assert catalogue.settings(entry(x=place), NESTED, {}) == {"x": value}


@pytest.mark.parametrize(("derived", "value"), [({"shown_k": 3}, 3), ({"shown_k": 0}, 0), ({"shown_k": None}, None)])
def test_a_derived_setting_needs_no_place_in_the_configuration(derived, value):
    assert catalogue.settings(entry(k="shown_k"), NESTED, derived) == {"k": value}


def test_a_derived_setting_goes_before_one_of_the_configuration():
    assert catalogue.settings(entry(a="seed", b="saturation.base"), NESTED, {"saturation.base": 9}) == {"a": 7, "b": 9}


@pytest.mark.parametrize("place", ["shown_k", "saturation.bases", "nothing.here"])
def test_a_setting_that_is_nowhere_is_an_error(place):
    with pytest.raises(KeyError):
        catalogue.settings(entry(x=place), NESTED, {})


def test_a_table_without_options_gets_no_settings():
    assert catalogue.settings(entry(), NESTED, {"shown_k": 3}) == {}


@pytest.mark.parametrize("name", [name for name, told in catalogue.core().items() if told.options])
def test_every_option_of_a_table_has_a_place_and_its_module_takes_it(name):
    told = catalogue.core()[name]
    found = catalogue.settings(told, CONFIG, {"shown_k": 5, "empty": [], "frozen": []})
    taken = import_module(f"multicase.tables.{told.module}").build.__code__
    assert set(found) == set(told.options) <= set(taken.co_varnames[: taken.co_argcount + taken.co_kwonlyargcount])


def test_an_entry_is_plain_values_when_a_rule_gets_it():
    told = catalogue.as_mapping(of())
    lists = {name: tuple(told[name]) for name in ("needs", "optional")}
    assert json.loads(json.dumps(told)) | lists == told
    assert set(told) == {
        "id", "title", "caption", "group", "needs", "module", "optional", "options", "not_reflexive", "lists",
        "matrix", "declaration", "derived", "told_on", "sums",
    }  # fmt: skip


@pytest.mark.parametrize("name", catalogue.core())
def test_only_what_a_table_needs_can_be_absent_and_codings_never(name):
    told = catalogue.core()[name]
    assert set(told.optional) <= set(told.needs) - {"evidence", "cases", "codebook", "analysed"}


def test_quotations_are_chosen_also_in_a_study_without_participants():
    assert catalogue.core()["T21"].optional == ("participants",) and of().optional == ()


def test_labels_know_the_columns_of_the_codebook_that_tables_of_every_study_have():
    columns = {
        column for name in catalogue.core() for column in import_module(f"multicase.tables.{name.lower()}").COLUMNS
    }
    assert set(labels.OF_CODEBOOK) <= columns


def test_needs_are_contracts_files_of_the_study_or_what_the_workflow_makes():
    made = {
        "attributes",
        "analysed",
        "artefacts",
        "records",
        "ratings",
        "agreement",
        "program_coders",
        "program_agreement",
        "disagreements",
        "study",
        "instrument",
    }
    for name, told in catalogue.core().items():
        strange = [
            need for need in told.needs if need not in CONTRACTS and not files.has_schema(need) and need not in made
        ]
        assert not strange, name


# What a study can't fill


@pytest.mark.parametrize(
    ("lacking", "school", "found"),
    [
        ((), "", []),
        ((), "codebook", []),
        ((), "reflexive", ["T18", "T19", "T23", "T24"]),
        (("migrations", "readings"), "", []),
        (("adjudication",), "", ["T20"]),
        (("claims",), "", ["T21", "T22", "T23", "T24"]),
        (("summaries",), "reflexive", ["T18", "T19", "T23", "T24"]),
        (("participants",), "", ["T03", "T07"]),
    ],
)
def test_a_table_is_empty_for_want_of_a_file_or_a_place_in_the_school(lacking, school, found):
    assert catalogue.empty(catalogue.core(), lacking, school) == found


def test_a_figure_is_empty_with_a_table_that_it_is_drawn_from():
    assert figures.empty(figures.core(), ["T18", "T23"]) == ["F11", "F13"]
    assert figures.empty(figures.core(), []) == []
