"""What was missed becomes a decision once, and the next detection finds and masks it, or somebody is told that not."""

from __future__ import annotations

import jsonschema
import pandas as pd
import pytest
from multicase.anonymise import apply, decided, find, lexicon
from multicase.anonymise import locale as locales
from multicase.anonymise.decide import Decisions
from multicase.anonymise.detect import Settings
from multicase.contracts import CONTRACTS
from multicase.ingest import ingest_source
from multicase.study import files

CASES = {"s": "a", "t": "a", "u": "b"}
TEXT = (
    "Int: So?\n\nP: The plumber told us, the only plumber there. Plumber that he is, a plumber talks. We saw dunny and the royal, "
    "and marsh, a marsh, the marsh, any marsh. It was flat 4b, aged 84, on day 12.\n"
)


def missed(words, kind="job", source="s", reader="r1", text=TEXT, cls="quasi"):
    start = text.index(words)
    return {
        "reader": reader, "source_id": source, "start": str(start), "end": str(start + len(words)), "missed": words,
        "kind": kind, "class": cls, "date": "2024-05-01",
    }  # fmt: skip


def decision(text, action="redact", kind="job", scope="study", replacement=""):
    return {"text": text, "kind": kind, "scope": scope, "action": action, "replacement": replacement, "entity": ""}


def anonymised(text, decisions, case="a"):
    read = ingest_source(
        text.encode(),
        {"source_id": "s", "case_id": case, "kind": "interview", "format": "txt"},
        {"Int": "interviewer", "P": "a-p01"},
    )
    texts = pd.DataFrame([read.text], columns=list(CONTRACTS["texts"].columns))
    turns = pd.DataFrame(read.turns, columns=list(CONTRACTS["turns"].columns))
    words = lexicon.of_texts(texts["text"], locales.load("en_GB"))
    found = find.find(texts, turns, words, None, decisions, Settings())
    return apply.anonymise(
        texts, turns, found, lexicon=words, register=None, decisions=decisions, pseudonyms=None, settings=Settings()
    )[3]["s"]


def unfound(*record, decisions=None):
    fresh, _ = decided.of_missed(record, [], CASES)
    lexicons, locale = {"a": lexicon.of_texts([TEXT], locales.load("en_GB"))}, locales.load("en_GB")
    held = fresh if decisions is None else decisions
    rows = decided.unfound(record, held, texts={"s": TEXT}, cases=CASES, lexicons=lexicons, locale=locale)
    return [row["missed"] for row in rows]


def test_a_miss_becomes_a_decision_that_fits_the_schema_and_masks_by_its_kind():
    fresh, kept = decided.of_missed([missed("", text=""), missed("plumber")], [], CASES)
    assert fresh == [
        {
            "text": "plumber", "kind": "job", "scope": "case:a", "action": "redact", "replacement": "", "entity": "",
            "reviewer": "r1", "date": "2024-05-01", "note": "missed, found on rereading",
        }
    ]  # fmt: skip
    jsonschema.validate(fresh[0], files.schema("decisions"))
    assert kept == []


@pytest.mark.parametrize(
    "words", ["plumber", "only plumber", "Plumber", "dunny", "the royal", "flat 4b", "84", "12", "aged 84, on day 12"]
)  # fmt: skip
def test_the_next_detection_finds_what_was_missed_and_masks_it(words):
    kind = "person" if words == "dunny" else "organisation" if words == "the royal" else "job"
    row = missed(words, kind)
    before, after = anonymised(TEXT, []), anonymised(TEXT, decided.of_missed([row], [], CASES)[0])
    assert before != after and f"[{kind}]" in after
    assert unfound(row) == []
    if words in before and words.lower() != "plumber":
        assert after == before.replace(words, f"[{kind}]")


def test_a_word_decided_about_in_small_letters_goes_wherever_it_stands_in_its_case_and_stays_in_others():
    decisions, _ = decided.of_missed([missed("plumber")], [], CASES)
    assert "plumber" not in anonymised(TEXT, decisions).lower()
    assert anonymised(TEXT, decisions, case="b") == anonymised(TEXT, [], case="b")


@pytest.mark.parametrize(
    ("kind", "stays"), [("person", True), ("organisation", True), ("place", True), ("job", False), ("code", False)]
)
def test_a_name_that_is_a_word_is_not_looked_for_in_small_letters_and_that_is_told(kind, stays):
    row = missed("marsh", kind)
    assert ("a marsh, the marsh" in anonymised(TEXT, decided.of_missed([row], [], CASES)[0])) == stays
    assert unfound(row) == (["marsh"] if stays else [])


def test_a_decision_about_a_word_with_a_capital_says_nothing_of_it_in_small_letters():
    row = missed("marsh", "code") | {"missed": "Marsh"}
    assert "a marsh, the marsh" in anonymised(TEXT, decided.of_missed([row], [], CASES)[0])


def test_each_string_is_decided_about_once_in_its_case():
    record = [
        missed("plumber"),
        missed("plumber", reader="r2"),
        missed("plumber", source="t"),
        missed("plumber", source="u"),
        missed("Plumber"),
    ]
    fresh, _ = decided.of_missed(record, [], CASES)
    assert [(row["text"], row["scope"]) for row in fresh] == [("plumber", "case:a"), ("plumber", "case:b")]


@pytest.mark.parametrize(
    ("before", "n", "kept"),
    [
        (decision("plumber"), 0, 0), (decision("plumber", scope="case:a"), 0, 0), (decision("plumber", scope="source:s"), 0, 0),
        (decision("plumber", kind="person"), 0, 0), (decision("plumber", "keep"), 0, 1), (decision("plumber", scope="case:b"), 1, 0),
        (decision("plumber", "keep", scope="source:t"), 1, 0), (decision("Plumber", "keep", kind="person"), 1, 0), (decision("plumbers"), 1, 0),
    ],
)  # fmt: skip
def test_what_a_decision_holds_gives_none_and_what_one_keeps_is_told(before, n, kept):
    fresh, told = decided.of_missed([missed("plumber")], [before], CASES)
    assert (len(fresh), len(told)) == (n, kept)
    assert Decisions([before, *fresh]).about("plumber", "job", "s", "a")["action"] == ("keep" if kept else "redact")


def test_a_missed_date_becomes_vaguer_by_rule_as_others_do():
    (fresh,), _ = decided.of_missed([missed("day 12", kind="date")], [], CASES)
    assert (fresh["action"], fresh["replacement"]) == ("generalise", "")


def test_what_was_missed_in_a_source_that_is_closed_now_decides_nothing():
    assert decided.of_missed([missed("plumber", source="gone")], [], CASES) == ([], [])


def test_what_is_kept_or_undecided_or_of_another_source_is_not_told_as_unfound():
    assert unfound(missed("marsh", "place"), decisions=[decision("marsh", "keep", "place")]) == []
    assert unfound(missed("marsh", "place"), decisions=[]) == []
    assert unfound(missed("marsh", "place", source="t")) == []


def test_what_a_decision_about_a_word_keeps_is_told_though_the_name_is_masked():
    """`Hope`: as a name it is masked; at the places at which it may be a word people keep it, and a reader missed one."""
    text = "P: Then Hope rang me. I asked Hope about it. I hope so. We hope it works. Hope is late.\n"
    start = text.index("Hope is")
    row = missed("", kind="person", text=text) | {"missed": "Hope", "start": str(start), "end": str(start + 4)}
    name, word = decision("Hope", "pseudonymise", "person", replacement="P01"), decision("Hope", "keep", "unclear")
    locale = locales.load("en_GB")
    given = {
        "texts": {"s": text},
        "cases": CASES,
        "lexicons": {"a": lexicon.of_texts([text], locale)},
        "locale": locale,
    }
    assert [found["missed"] for found in decided.unfound([row], [name, word], **given)] == ["Hope"]
    assert decided.unfound([row], [name], **given) == []
