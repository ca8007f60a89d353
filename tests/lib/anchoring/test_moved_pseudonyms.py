"""Codings survive changed pseudonyms and profiles: each still marks the same segment."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import ingest, segment
from multicase.anonymise import apply, find, lexicon, locale
from multicase.anonymise.detect import Settings
from multicase.code import manual
from multicase.study import codebook, files, study
from small_study import REPOSITORY

ROOT = REPOSITORY / "data/gp-leadership"


@pytest.fixture(scope="module")
def case():
    shipped = study.load(ROOT)
    of_case = [row for row in shipped.sources if row["case_id"] == "harbour"]
    read = ingest.ingest(of_case, shipped.speakers, shipped.root, shipped.columns)
    texts, turns = read.texts, read.turns
    register, decisions = (files.rows([ROOT / f"private/{name}.csv"], name) for name in ("register", "decisions"))
    words = lexicon.of_texts(texts["text"], locale.load("en_GB"))
    found = find.find(texts, turns, words, register, decisions, Settings())
    return texts, turns, words, found, register, decisions


def coded(case, moved=lambda shown: shown, profile="internal") -> tuple[pd.DataFrame, dict[str, str]]:
    """The first coder's codings of the case, laid over its texts with every replacement changed by `moved`."""
    texts, turns, words, found, register, decisions = case

    def with_moved(rows):
        return [row | {"replacement": moved(row["replacement"]) if row["replacement"] else ""} for row in rows]

    anonymised, _, _, new = apply.anonymise(
        texts, turns, found.copy(), lexicon=words, register=with_moved(register), decisions=with_moved(decisions),
        pseudonyms=None, settings=Settings(profile=profile),
    )  # fmt: skip
    codings = [row for row in manual.read([ROOT / "codings/coder_1.csv"]) if row["source_id"] in new]
    codes = codebook.code_ids(codebook.read(ROOT / "codebook.yaml"))
    laid, unplaced = manual.code(codings, new, segment.cut(anonymised, "turn"), codes)
    assert unplaced.empty
    return laid, new


@pytest.fixture(scope="module")
def before(case):
    return coded(case)


@pytest.mark.parametrize(
    "moved",
    [lambda shown: f"{shown} of the upper valley, formerly elsewhere", lambda shown: f"the {shown}", lambda _: "X"],
    ids=["longer", "with an article", "shorter"],
)
def test_moving_every_pseudonym_loses_no_coding(case, before, moved):
    unmoved(before, coded(case, moved))


@pytest.mark.parametrize("profile", ["deposit", "publication"])
def test_a_vaguer_profile_loses_no_coding(case, before, profile):
    unmoved(before, coded(case, profile=profile))


def unmoved(one, other):
    (before, old), (after, new) = one, other
    assert len(before) > 200 and old != new
    keys = ["segment_id", "code", "memo"]
    pd.testing.assert_frame_equal(
        before[keys].sort_values(keys, ignore_index=True), after[keys].sort_values(keys, ignore_index=True)
    )
