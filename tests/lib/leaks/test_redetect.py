"""An anonymised text in which somebody still stands is found out."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.anonymise import lexicon, locale
from multicase.leaks.redetect import redetect

REGISTER = [{"entity": "holt", "kind": "person", "name": "Sarah Holt", "aliases": "", "replacement": "GP"}]


def hits(text, kept=(), decisions=None):
    rows = pd.DataFrame([{"source_id": "s", "text": words} for words in kept], columns=["source_id", "text"])
    return redetect(
        {"s": text}, {"s": "a"}, {"a": lexicon.of_texts([text], locale.load("en_GB"))}, REGISTER, decisions, locale.load("en_GB"), rows
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "[GP]: We asked\nsarah holt.",
        "Then\nDr Prewett came.",
        "It was\nJudith Cammish.",
        "[GP], that is\na.b@c.example",
    ],
)
def test_what_slipped_through_is_found_with_its_line(text):
    (hit,) = hits(text)
    assert hit.place == "line 2" and "olt" not in str(hit) and "Prewett" not in str(hit)


def test_replacements_are_no_finds():
    assert hits("[Dr Sarah Holt]: [person] met [GP chair of CCG A] at [practice A].") == []


def test_what_people_keep_is_no_find():
    keep = {"text": "Mr X", "kind": "person", "scope": "study", "action": "keep", "replacement": ""}
    assert hits("I asked Mr Prewett.", kept=["Mr Prewett"]) == []
    assert hits("I asked Mr Xavier.", decisions=[keep | {"text": "Mr Xavier"}]) == []
