"""The shipped study is whole: its counts, its gold standard, its decisions."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pandas as pd
import pytest
from multicase import ingest
from multicase.code.manual import texts_below
from multicase.exchange import coders
from multicase.study import codebook, study
from small_study import REPOSITORY

ROOT = REPOSITORY / "data/gp-leadership"
RESULTS = REPOSITORY / "results/gp-leadership"


@pytest.fixture(scope="module")
def shipped():
    return study.load(ROOT)


@pytest.fixture(scope="module")
def texts(shipped):
    frame = ingest.ingest(shipped.sources, shipped.speakers, shipped.root, shipped.columns).texts
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


LEAST = {"case": 6, "source": 66, "words": 75_000, "format": 9, "code": 28, "gold": 2_500, "participant": 60}
ROLES = {"gp", "manager", "hospital_doctor", "nurse", "councillor", "lay_member", "patient_representative"}
WORDS = {"interview": 1200, "group_interview": 1500, "observation": 600, "document": 800}


def test_the_corpus_is_as_large_as_it_says(shipped, texts):
    codes = codebook.code_ids(shipped.codebook)
    with (ROOT / "gold/identifiers.csv").open(encoding="utf-8", newline="") as file:
        gold = sum(1 for _ in file) - 1
    counts = {
        "case": len(shipped.cases),
        "source": len(shipped.sources),
        "words": sum(len(text.split()) for text in texts.values()),
        "format": len({row["format"] for row in shipped.sources}),
        "code": len(codes),
        "gold": gold,
        "participant": len(shipped.participants),
    }
    assert {name: n for name, n in counts.items() if n < LEAST[name]} == {}
    assert len(codes) <= 40 and 6 <= len(shipped.codebook["themes"]) <= 8
    assert {row["role_group"] for row in shipped.participants} >= ROLES
    titular = {row["titular"] for row in shipped.participants if row["role_group"] == "gp"}
    assert titular == {"yes", "no"}


def test_sources_are_long_enough_on_average(shipped, texts):
    for case in shipped.cases:
        for kind, least in WORDS.items():
            mine = [row for row in shipped.sources if (row["case_id"], row["kind"]) == (case["case_id"], kind)]
            assert sum(len(texts[row["source_id"]].split()) for row in mine) / len(mine) >= least


def test_plain_text_comes_with_labels_in_many_styles(shipped):
    """The first label of each plain text, with names and words taken for one another."""
    styles = set()
    for row in shipped.sources:
        if row["format"] in {"txt", "md", "rst"}:
            raw = (ROOT / row["path"]).read_text(encoding="utf-8")
            labels = [entry["label"] for entry in shipped.speakers if entry["source_id"] in {row["source_id"], "*"}]
            for label in filter(None, labels):
                found = re.search(rf"(?m)^(.{{0,4}}){re.escape(label)}(.{{0,4}})", raw)
                if found:
                    styles.add((re.sub(r"\w", "", found[1]), re.sub(r"[\w“\"'’]", "", found[2]).rstrip(".")))
                    break
    assert len(styles) >= 5, styles


LEAST_CODED = {"coder_1": 66, "both": 22}  # sources


def test_two_people_coded_and_what_they_differ_on_is_decided(shipped):
    texts = texts_below(sorted((RESULTS / "anonymised").glob("*-*[0-9]"))) if RESULTS.is_dir() else {}
    if not texts:
        pytest.skip("the shipped study has not been built")
    rows = pd.DataFrame(coders.read(shipped.coding_paths(), texts, shipped.codebook))
    read = rows.groupby("coder")["source_id"].agg(set)
    both = read["coder_1"] & read["coder_2"]
    assert len(read["coder_1"]) >= LEAST_CODED["coder_1"] and len(both) >= LEAST_CODED["both"]
    kinds = Counter((row["case_id"], row["kind"]) for row in shipped.sources if row["source_id"] in both)
    assert len({kind for _, kind in kinds}) == 4 and len({case for case, _ in kinds}) == 6
    assert set().union(*shipped.study["double_coding"].values()) == both
    assert (rows.groupby("coder").size() >= 150).all()
    assert len(shipped.adjudication or []) >= 60 and all(row["reason"].strip() for row in shipped.adjudication)
