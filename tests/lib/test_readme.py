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


@pytest.mark.parametrize(
    ("mark", "telling"),
    [("the Maelor", ["Maelor"]), ("Mrs Young", ["Young"]), ("in her forties", ["forties"]), ("of the", ["of", "the"])],
)
def test_words_that_tell_nothing_count_on_neither_side_of_a_marks_edge(gold, mark, telling):
    text = f"So {mark} it was"
    assert [text[slice(*span)] for span in gold.genres.telling(text, 3, 3 + len(mark))] == telling


def test_a_mention_is_found_without_its_article_and_a_title_beside_a_mark_is_no_mask_too_many(
    gold, tmp_path, monkeypatch
):
    (tmp_path / "minutes.txt").write_text(
        "At the [[quasi|organisation|o1|the Maelor]] Mrs [[direct|person|p1|Young]] sat."
    )
    finds = {"name": [(11, 17), (18, 27)], "whole": [(7, 17), (18, 27)], "more": [(7, 31)]}
    for found, (quasi, whole, flagged) in {"name": (1, 0, 0), "whole": (1, 1, 0), "more": (1, 1, 1 / 4)}.items():
        monkeypatch.setattr(gold.genres, "finds", lambda text, name, found=found: finds[found])
        told = gold.genres.figures(str(tmp_path))
        assert (told["quasi"], told[f"quasi {gold.genres.WHOLE}"], told[gold.genres.FLAGGED]) == (quasi, whole, flagged)


def test_the_texts_of_other_genres_are_marked_soundly(gold):
    read = {path: gold.genres.read(path) for path in gold.genres.HERE.glob("*/*.txt") if path.parent.name != "words"}
    assert read and all(cls in gold.genres.CLASSES for marked in read.values() for *_, cls, _ in marked.marks)
