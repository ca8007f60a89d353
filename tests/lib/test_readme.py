"""The figures of README.md and docs/anonymisation.md are those that are measured."""

from __future__ import annotations

import importlib.util
import sys

import pytest
from small_study import REPOSITORY

BENCH = REPOSITORY / "tests/bench"


@pytest.fixture(scope="module")
def gold():
    sys.path.insert(0, str(BENCH))
    try:
        spec = importlib.util.spec_from_file_location("gold", BENCH / "gold.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(BENCH))


def test_the_table_of_identifiers_found_is_the_measured_one(gold):
    """After a change of the detector: python tests/bench/gold.py --write"""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert readme == gold.written(readme, gold.table(gold.figures()))


@pytest.mark.parametrize("title", ["held out", "in ordinary words, held out"])
def test_the_table_of_other_genres_is_the_measured_one(gold, title):
    page = (REPOSITORY / "docs/anonymisation.md").read_text(encoding="utf-8")
    assert gold.genres.column_in(page, title) == gold.genres.column(gold.genres.SETS[title])


def test_the_texts_of_other_genres_are_marked_soundly(gold):
    read = {path: gold.genres.read(path) for path in gold.genres.HERE.glob("*/*.txt") if path.parent.name != "words"}
    assert read and all(cls in gold.genres.CLASSES for marked in read.values() for *_, cls, _ in marked.marks)
