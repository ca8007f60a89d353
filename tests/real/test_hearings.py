"""The whole workflow on real speech: a public hearing day of each of five cases, 220,000 words.

The data is not part of the project. It is looked for where MULTICASE_REAL_DATA says, else in ../shared/real.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
import small_study
import workspace

DATA = Path(os.environ.get("MULTICASE_REAL_DATA", small_study.REPOSITORY.parent / "shared/real")) / "covid-inquiry/raw"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no hearings in {DATA}; set MULTICASE_REAL_DATA")
LABEL = re.compile(r"^\*\*([^*]+)\*\*:", re.M)
EVENT = re.compile(r"^\*[^*].*\*$", re.M)
ROLES = {"inquiry", "witness", "counsel", "chair", "remarks", "closing"}  # last words of labels that are no names


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A study made of the hearings by `multicase new-study`, with a codebook, and built."""
    made, days = workspace.make(tmp_path_factory.mktemp("hearings")), tmp_path_factory.mktemp("days")
    for case in sorted(DATA.iterdir()):
        (days / case.name).mkdir()
        shutil.copy2(min(case.glob("*.rst")), days / case.name)
    made.run("multicase", "new-study", "data/hearings", "--from", str(days))
    shutil.copyfile(small_study.REPOSITORY / "tests/real/codebook.yaml", made.root / "data/hearings/codebook.yaml")
    made.run("multicase", "check", "data/hearings")
    made.snakemake("--config", "study=data/hearings")
    return made.root


@pytest.fixture(scope="module")
def raw(built):
    """The text of each raw file by the id of its source."""
    return {
        path.stem: path.read_text(encoding="utf-8") for path in sorted((built / "data/hearings/raw").rglob("*.rst"))
    }


@pytest.fixture(scope="module")
def turns(built):
    return pd.concat(
        pd.read_parquet(path) for path in sorted((built / "results/hearings/private/turns").glob("*.parquet"))
    )


@pytest.fixture(scope="module")
def anonymised(built):
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((built / "results/hearings/anonymised").rglob("*.txt"))
    }


def test_every_labelled_line_is_a_turn(raw, turns):
    spoken = turns[(turns["layer"] == "speech") & (turns["speaker_label"] != "")]
    assert spoken.groupby("source_id").size().to_dict() == {
        source: len(LABEL.findall(text)) for source, text in raw.items()
    }
    assert sum(len(LABEL.findall(text)) for text in raw.values()) > 3500


def test_every_event_is_an_event(raw, turns):
    events = turns[turns["layer"] == "event"].groupby("source_id")["text"].apply(list)
    for source, text in raw.items():
        found = list(events[source])
        for event in EVENT.findall(text):
            found.remove(event)


def test_no_name_of_a_witness_or_a_speaker_is_left(raw, anonymised):
    names = set()
    for text in raw.values():
        lines = text.split("\n")
        names |= {line.split()[-1] for line, below in pairwise(lines) if re.fullmatch(r"-{3,}", below)}
        names |= {label.split()[-1] for label in LABEL.findall(text)}
    names = {name for name in names if len(name) > 3 and name.lower() not in ROLES}
    assert len(names) > 25
    left = {}
    for source, text in anonymised.items():
        for name in names:
            # a surname that is also a word ("young people") is a word in small letters
            if re.search(rf"\b(?:{re.escape(name)}|{re.escape(name.upper())})\b", text):
                left.setdefault(name, []).append(source)
    assert left == {}


def test_the_dictionary_finds_real_passages(built):
    evidence = pd.read_parquet(built / "results/hearings/themes/evidence.parquet")
    assert evidence["code"].nunique() == 10 and evidence["case_id"].nunique() == 5
    quotes = set(evidence["exact"].str.lower())
    assert {"too late", "worked together", "lack of clarity"} <= quotes
    for row in evidence.sample(50, random_state=1).itertuples():
        text = (built / f"results/hearings/anonymised/{row.case_id}-0/{row.source_id}.txt").read_text(encoding="utf-8")
        assert text[row.start : row.end] == row.exact


def test_tables_come_out_and_make_sense(built):
    with (built / "results/hearings/tables/T02.csv").open(encoding="utf-8") as file:
        cases = list(csv.DictReader(file))
    assert len(cases) == 5 and 190_000 < sum(int(case["words"]) for case in cases) < 230_000
    themes = pd.read_csv(built / "results/hearings/tables/T06.csv")
    # counsel, who ask in every hearing, are taken for interviewers: their words are not analysed
    assert (themes.groupby("case")["n_segments"].sum() > 8).all()
