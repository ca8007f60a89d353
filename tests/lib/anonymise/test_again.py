"""What a second reading finds is masked before the leak scan reads the text in the same way."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase import ingest
from multicase.anonymise import again, apply, find, lexicon, locale
from multicase.anonymise.detect import Settings
from multicase.contracts import CONTRACTS
from multicase.leaks import redetect

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


def built(text, decisions=None):
    about = {"source_id": "s", "case_id": "a", "kind": "document", "format": "txt"}
    read = ingest.ingest_source(text.encode(), about, {})
    texts = pd.DataFrame([read.text], columns=list(CONTRACTS["texts"].columns))
    turns = pd.DataFrame(read.turns, columns=list(CONTRACTS["turns"].columns))
    told = lexicon.of_texts(texts["text"], GB)
    found = find.find(texts, turns, told, None, decisions, Settings(allow_register_only=True))
    known = {"register": None, "decisions": decisions, "pseudonyms": None}
    return told, apply.anonymise(texts, turns, found, lexicon=told, settings=Settings(), **known)


@settings(max_examples=150)
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_the_leak_scan_finds_nothing_that_the_anonymiser_left(words):
    told, done = built("P1: " + " ".join(words))
    kept = done[1][done[1]["action"] == "keep"]
    assert redetect.redetect(done[3], {"s": "a"}, {"a": told}, None, None, GB, kept) == []


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
