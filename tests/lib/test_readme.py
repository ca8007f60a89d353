"""The README's figures are those that are measured."""

from __future__ import annotations

import importlib.util

from small_study import REPOSITORY

SPEC = importlib.util.spec_from_file_location("gold", REPOSITORY / "tests/bench/gold.py")


def test_the_table_of_identifiers_found_is_the_measured_one():
    """After a change of the detector: python tests/bench/gold.py --write"""
    gold = importlib.util.module_from_spec(SPEC)
    SPEC.loader.exec_module(gold)
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert readme == gold.written(readme, gold.table(gold.figures()))
