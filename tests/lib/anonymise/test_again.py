"""What a second reading finds is masked before the leak scan reads the text in the same way."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase import ingest
from multicase.anonymise import again, apply, beyond, find, lexicon, locale
from multicase.anonymise.beyond import Find
from multicase.anonymise.detect import Settings
from multicase.contracts import CONTRACTS
from multicase.leaks import redetect
from multicase.leaks.terms import let_through

GB = locale.load("en_GB")
WORDS = st.sampled_from(
    [
        "Will",
        "May",
        "Mark",
        "Grace",
        "rang",
        "told",
        "asked",
        "the",
        "and",
        "Dr",
        "Mrs",
        "Holt",
        "Rice",
        "Wolcott",
        "in",
        "Bill",
        "Lane",
        "Surgery",
        "said",
        "I",
        "was",
        "Hope",
        ",",
        ".",
        "\n",
        "went",
    ]
)


def built(text, decisions=None, asked=()):
    """The lexicon, and what becomes of a text; asked: spans that only a model, a program or marked texts tell of."""
    about = {"source_id": "s", "case_id": "a", "kind": "document", "format": "txt"}
    read = ingest.ingest_source(text.encode(), about, {})
    texts = pd.DataFrame([read.text], columns=list(CONTRACTS["texts"].columns))
    turns = pd.DataFrame(read.turns, columns=list(CONTRACTS["turns"].columns))
    told = lexicon.of_texts(texts["text"], GB)
    found = find.find(texts, turns, told, None, decisions, Settings(allow_register_only=True))
    inside = [Find(*span, "organisation", layer, "r") for *span, layer in asked if span[1] <= len(read.text["text"])]
    found = beyond.add(texts, found, lambda _: inside)
    known = {"register": None, "decisions": decisions, "pseudonyms": None}
    return told, apply.anonymise(texts, turns, found, lexicon=told, settings=Settings(), **known)


ASKED = st.tuples(st.integers(4, 60), st.integers(1, 12), st.sampled_from(beyond.LAYERS))


@settings(max_examples=150)
@given(st.lists(WORDS, min_size=1, max_size=25), st.lists(ASKED, max_size=4))
def test_the_leak_scan_finds_nothing_that_the_anonymiser_left(words, asked):
    told, done = built("P1: " + " ".join(words), asked=[(start, start + n, layer) for start, n, layer in asked])
    kept = let_through(done[1])
    assert redetect.redetect(done[3], {"s": "a"}, {"a": told}, None, None, GB, kept) == []
    places = done[1].sort_values("start")[["start", "end"]].to_numpy().tolist()
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


@pytest.mark.parametrize("layer", beyond.LAYERS)
def test_what_is_only_asked_about_keeps_no_name_from_being_masked(layer):
    """The first `May` is seen by the second reading alone, once the other is masked; a layer that asks has it, too."""
    text = "P1: said went May May"
    told, done = built(text, asked=[(14, 17, layer)])
    assert done[3] == built(text)[1][3]
    assert "May" not in done[3]["s"]
    assert redetect.redetect(done[3], {"s": "a"}, {"a": told}, None, None, GB, let_through(done[1])) == []


def test_a_text_is_read_again_until_nothing_more_is_seen():
    told, done = built("P1: " + " ".join(["May"] * 12))
    assert redetect.redetect(done[3], {"s": "a"}, {"a": told}, None, None, GB, done[1].iloc[:0]) == []


def test_what_people_keep_is_not_masked_again():
    decisions = [
        {"text": "Dr Foster", "kind": "person", "scope": "study", "action": "keep", "replacement": "", "entity": ""}
    ]
    _, done = built("We read Dr Foster aloud, and then Dr Holt came.", decisions)
    assert done[3]["s"].startswith("We read Dr Foster aloud, and then [person] came.")
    assert again.emptied("a [person] b") == f"a {again.GAP} b"
