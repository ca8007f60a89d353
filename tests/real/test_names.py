"""The shipped study's places and organisations are none of the real ones; needs the lists of real names."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest
from multicase.study import study
from small_study import REPOSITORY

REAL = Path(os.environ.get("MULTICASE_REAL_DATA", REPOSITORY.parent / "shared/real")) / "gazetteers"
# Words of the names of the clinical commissioning groups of 2013 that are no place's own.
SHARED = {
    "and",
    "nhs",
    "of",
    "the",
    "st",
    "s",
    "royal",
    "harrow",
    "on",
    "in",
    "with",
    "city",
    "east",
    "west",
    "north",
    "south",
    "central",
    "mid",
    "upper",
    "lower",
    "great",
    "greater",
    "coast",
    "coastal",
    "county",
    "valley",
    "valleys",
    "vale",
    "hill",
    "hills",
    "borough",
    "district",
    "town",
    "island",
    "isle",
    "forest",
    "new",
    "old",
    "wold",
    "moor",
    "marsh",
    "haven",
    "park",
    "green",
    "bridge",
    "castle",
    "heath",
    "wood",
    "ford",
    "over",
    "under",
    "by",
    "sea",
    "rural",
    "urban",
}


@pytest.mark.skipif(not REAL.is_dir(), reason="the lists of real names are not there")
def test_no_commissioning_group_of_2013_and_no_hospital_trust_is_named_as_a_case_or_participant():
    with (REAL / "CCG_APR_2013_ons.csv").open(encoding="cp1252", newline="") as file:
        real = [row["CCG13NM"] for row in csv.DictReader(file)]
    names = [
        row["name"]
        for row in study.load(REPOSITORY / "data/gp-leadership").register
        if row["kind"] in {"organisation", "place"}
    ]
    own = {word.lower() for name in names for word in re.findall(r"[A-Za-z]+", name)} - SHARED
    assert own.isdisjoint({word for name in real for word in re.findall(r"[a-z]+", name.lower())} - SHARED)
