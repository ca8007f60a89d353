"""The shipped study is whole: its counts, its gold standard, its decisions."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from multicase import ingest, study
from small_study import REPOSITORY

ROOT = REPOSITORY / "data/gp-leadership"


@pytest.fixture(scope="module")
def shipped():
    return study.load(ROOT)


@pytest.fixture(scope="module")
def texts(shipped):
    frame, _ = ingest.ingest(shipped.sources, shipped.speakers, shipped.root)
    return dict(zip(frame["source_id"], frame["text"], strict=True))


def test_every_case_has_sources_of_every_kind(shipped):
    kinds = Counter((row["case_id"], row["kind"]) for row in shipped.sources)
    for case in shipped.cases:
        assert kinds[case["case_id"], "interview"] >= 6
        assert kinds[case["case_id"], "group_interview"] >= 1
        assert kinds[case["case_id"], "observation"] >= 2 and kinds[case["case_id"], "document"] >= 2
    assert len({row["format"] for row in shipped.sources}) >= 8


def test_every_gold_span_is_what_stands_there(texts):
    with (ROOT / "gold/identifiers.csv").open(encoding="utf-8", newline="") as file:
        gold = list(csv.DictReader(file))
    assert len(gold) > 1000
    for row in gold:
        assert texts[row["source_id"]][int(row["start"]) : int(row["end"])] == row["text"]
    assert {row["source_id"] for row in gold} == set(texts)


def test_no_eight_words_stand_in_two_sources(texts):
    seen: dict[str, str] = {}
    for source, text in texts.items():
        letters = [char.lower() if char.isalpha() or char == "'" else " " for char in text.replace("’", "'")]
        words = "".join(letters).split()
        for place in range(len(words) - 7):
            gram = " ".join(words[place : place + 8])
            assert seen.setdefault(gram, source) == source, gram


def test_a_quarter_of_the_persons_are_not_in_the_register(shipped):
    with (ROOT / "gold/identifiers.csv").open(encoding="utf-8", newline="") as file:
        persons = {
            (row["source_id"].split("-")[0], row["entity"]) for row in csv.DictReader(file) if row["kind"] == "person"
        }
    registered = {row["entity"] for row in shipped.register}
    unknown = [entity for case, entity in persons if f"{case}-{entity}" not in registered]
    assert len(unknown) >= len(persons) / 4
