"""Every schema is closed, and every property says what it is."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator
from multicase.study import files

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
def test_a_schema_is_sound_closed_and_described(name):
    schema = files.schema(name)
    Draft202012Validator.check_schema(schema)
    for found in objects(schema):
        assert found["additionalProperties"] is False
        assert all("description" in value for value in found["properties"].values())


def test_the_shipped_configuration_fits_its_schema():
    from small_study import REPOSITORY

    files.check_config(files.parse_yaml((REPOSITORY / "config.yaml").read_text(encoding="utf-8")))
