"""Every schema is closed, and every property says what it is."""

from __future__ import annotations

import csv
from dataclasses import fields

import pytest
import small_study
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from multicase.claims import Criterion
from multicase.study import checking, files, settings
from multicase.study.criterion import usual_criterion

NAMES = sorted(path.stem for path in files.SCHEMAS.glob("*.yaml"))


def objects(schema):
    """Every object schema within a schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_sound_and_closed(name):
    schema = files.schema(name)
    Draft202012Validator.check_schema(schema)
    for found in objects(schema):
        assert found["additionalProperties"] is False


TABLES = [name for name in NAMES if "x-key" in files.schema(name)]
VALUES = st.one_of(
    st.sampled_from(
        ["", " ", "yes", "no", "quote", "interview", "raw/a.txt", "a-b-1", "2031-02-30", "2031-02", "12", "a\n"]
    ),
    st.text(max_size=6),
    st.from_regex(r"[a-z]{1,3}(-[a-z0-9]{1,3})?"),
)


@pytest.mark.parametrize("name", TABLES)
@given(data=st.data())
def test_a_row_that_is_told_quickly_to_be_right_is_right(name, data):
    columns = list(files.schema(name)["properties"])
    row = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(columns, VALUES)))
    if checking._quick(name)(row):
        assert list(checking._validator(name).iter_errors(row)) == []


def test_rows_as_they_should_be_are_told_quickly():
    for name in ("cases", "sources", "participants"):
        for row in csv.DictReader(small_study.FILES[f"{name}.csv"].splitlines()):
            assert checking._quick(name)({key: row[key] for key in row if key in files.schema(name)["properties"]})


@pytest.mark.parametrize("name", NAMES)
def test_every_property_of_a_schema_is_described(name):
    for found in objects(files.schema(name)):
        assert [key for key, value in found["properties"].items() if "description" not in value] == []


def test_the_shipped_configuration_fits_its_schema():
    from small_study import REPOSITORY

    settings.check(files.parse_yaml((REPOSITORY / "config.yaml").read_text(encoding="utf-8")))


def test_what_the_schema_says_that_a_criterion_is_without_being_told_so_it_is():
    described = files.schema("claims")["$defs"]["criterion"]["properties"]
    for name, default in usual_criterion().items():
        assert f"({default})" in described[name]["description"], name
    assert set(described) == {field.name for field in fields(Criterion)}
