"""Every schema is closed, and every property says what it is."""

from __future__ import annotations

from dataclasses import fields

import pytest
from jsonschema import Draft202012Validator
from multicase.claims import Criterion
from multicase.study import files, settings

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


@pytest.mark.parametrize("name", NAMES)
def test_every_property_of_a_schema_is_described(name):
    for found in objects(files.schema(name)):
        assert [key for key, value in found["properties"].items() if "description" not in value] == []


def test_the_shipped_configuration_fits_its_schema():
    from small_study import REPOSITORY

    settings.check(files.parse_yaml((REPOSITORY / "config.yaml").read_text(encoding="utf-8")))


def test_what_the_schema_says_that_a_criterion_is_without_being_told_so_it_is():
    described = files.schema("claims")["$defs"]["criterion"]["properties"]
    for name, default in files.usual_criterion().items():
        assert f"({default})" in described[name]["description"], name
    assert set(described) == {field.name for field in fields(Criterion)}
