"""What stands as identifiers stood in marked texts is asked about: by the words around it, in each profile as it says."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.anonymise import capitals, learned, lexicon, locale, register
from multicase.anonymise.decide import Decisions, Verdict, decide
from multicase.anonymise.detect import Settings, detect
from multicase.anonymise.lexicon import Lexicon
from multicase.anonymise.names import Reader
from multicase.anonymise.propose import queue
from multicase.anonymise.span import Span
from multicase.leaks.terms import let_through

GB = locale.load("en_GB")
KNOWN = register.build(None, None, None, GB)
KINDS = learned.KINDS


def reader(text):
    return Reader(text, capitals.capitals(text), Lexicon({}, {}), GB)


def row(kind="", steps=200):
    """Weights that make a token be of a kind, or of none."""
    weights = np.zeros(len(KINDS), dtype=np.int16)
    weights[KINDS.index(kind or learned.NONE)] = steps
    return weights


def seen(places, **of):
    """The weights of a feature: place -> those from there."""
    told = np.zeros((len(places), len(KINDS)), dtype=np.int16)
    for place, weights in of.items():
        told[places.index(int(place.replace("before_", "-").removeprefix("at_")))] = weights
    return told


@pytest.fixture
def weights(monkeypatch):
    """A function that makes some weights those of English: feature -> its weights; any token is of no kind."""

    def use(tokens, pairs=(), bare=None):
        places = np.array([*dict(pairs).values()], dtype=np.int16).reshape(-1, len(learned.BESIDE), len(KINDS))
        of_pairs = learned.by_form([*dict(pairs)], places)
        rows = {feature: number for number, feature in enumerate(tokens)}
        seen = np.array([*tokens.values()], dtype=np.int16).reshape(-1, len(learned.AROUND), len(KINDS))
        told = learned.Weights(rows, seen, of_pairs, row("", 80), row() * 0 if bare is None else bare)
        monkeypatch.setattr(learned, "load", lambda name: told)

    return use


def found(text, profile="publication", spans=()):
    return [(text[span.start : span.end], span.kind) for span in learned.find(reader(text), spans, profile)]


def test_a_word_is_judged_by_itself_and_by_its_neighbours(weights):
    weights({"w=drove": seen(learned.AROUND, at_0=row("job")), "w=wagon": seen(learned.AROUND, before_1=row("place"))})
    # of `wagon` the weight is of the word after it
    assert found("He drove a wagon slowly.") == [("drove", "job"), ("slowly", "place")]


def test_a_pair_of_words_is_judged_together(weights):
    weights({}, {"p=bin wagon": seen(learned.BESIDE, at_0=row("job"), before_1=row("job"))})
    assert found("the bin wagon, a bin, the wagon") == [("bin wagon", "job")]


def test_a_pair_is_judged_by_one_word_and_the_form_of_the_other(weights):
    weights(
        {},
        {"p<ward Xx": seen(learned.BESIDE, before_1=row("place")), "p>XX ref": seen(learned.BESIDE, at_0=row("code"))},
    )
    assert found("ward Bo, ward bo, AB ref, ab ref") == [("Bo", "place"), ("AB", "code")]


def test_endings_and_forms_tell_of_words_never_seen(weights):
    weights({"e=wife": seen(learned.AROUND, at_0=row("job")), "s=XXXd": seen(learned.AROUND, at_0=row("code"))})
    assert found("A midwife, a housewife's cat, ABC4.") == [
        ("midwife", "job"),
        ("housewife's", "job"),
        ("ABC4", "code"),
    ]


def test_a_less_likely_word_belongs_to_a_find_beside_it_and_to_no_other(weights):
    weights({"w=sure": seen(learned.AROUND, at_0=row("place")), "w=less": seen(learned.AROUND, at_0=row("place", 76))})
    assert found("less here, sure less less, and less") == [("sure less less", "place")]
    assert found("less less sure") == [("less less sure", "place")]


def test_a_less_likely_word_beside_what_the_rules_found_is_found(weights):
    weights({"w=barracks": seen(learned.AROUND, at_0=row("place", 76))})
    text = "at Whitby barracks then"
    assert found(text, spans=[Span(3, 9, "place", "context", "r")]) == [("barracks", "place")]
    assert found(text) == []


def test_what_the_rules_found_is_theirs(weights):
    weights({"w=whitby": seen(learned.AROUND, at_0=row("place"))})
    assert found("Whitby and Whitby", spans=[Span(0, 6, "place", "context", "r")]) == [("Whitby", "place")]


def test_a_word_that_meets_what_the_rules_found_is_theirs_as_a_whole(weights):
    weights(
        {"w=him/anna": seen(learned.AROUND, at_0=row("person")), "w=anna&co": seen(learned.AROUND, at_0=row("person"))}
    )
    assert (
        found("him/Anna, Anna&co", spans=[Span(4, 8, "person", "context", "r"), Span(10, 14, "person", "context", "r")])
        == []
    )


def test_a_find_ends_with_a_word_and_with_its_line(weights):
    weights(
        {f"w={word}": seen(learned.AROUND, at_0=row("person")) for word in ("ann", ",", "-", "bo", learned.LINE_END)}
    )
    assert found("- Ann, Bo,\nBo -") == [("Ann, Bo", "person"), ("Bo", "person")]


def test_a_text_without_capitals_has_weights_of_its_own(weights):
    weights({"w=bo": seen(learned.AROUND, at_0=row("person", 50))}, bare=row("person", 40))
    assert found("so bo came in here") == [("bo", "person")]
    assert found("So Bo came in here") == []


@pytest.mark.parametrize(
    ("kind", "steps", "asked"),
    [
        ("person", 200, {"internal", "deposit", "publication"}),
        ("job", 200, {"deposit", "publication"}),
        ("quantity", 200, {"publication"}),
        ("person", 94, {"publication"}),  # likely, and not sure
    ],
)
def test_the_more_are_to_read_a_text_the_more_is_asked(weights, kind, steps, asked):
    weights({"w=quoin": seen(learned.AROUND, at_0=row(kind, steps))})
    for profile in ("internal", "deposit", "publication"):
        assert found("a quoin here", profile) == ([("quoin", kind)] if profile in asked else [])


def test_words_that_name_nobody_are_asked_about_only_where_the_text_is_published(weights):
    weights({"w=monday": seen(learned.AROUND, at_0=row("person"))})
    assert found("So Monday came", "internal") == []
    assert found("So Monday came") == [("Monday", "person")]


def test_listed_words_beside_a_find_are_none_by_themselves(weights):
    weights({"w=monday": seen(learned.AROUND, at_0=row("place", 76))})
    text = "at Whitby Monday came"
    assert found(text, spans=[Span(3, 9, "place", "context", "r")]) == []


def test_a_locale_without_weights_asks_nothing():
    text = "Wij zagen de buschauffeur uit Delfzijl."
    nl = locale.load("nl_NL")
    assert nl.learned == ""
    assert list(learned.find(Reader(text, capitals.capitals(text), Lexicon({}, {}), nl), [], "publication")) == []


def asked(text, profile="publication"):
    words = lexicon.of_texts([text], GB)
    rows = []
    for span in detect(text, known=KNOWN, lexicon=words, locale=GB, settings=Settings(profile=profile)):
        rows.append({"text": text[span.start : span.end], "source_id": "s", "case_id": "c", "entity": "", "n": 1})
        rows[-1] |= {name: getattr(span, name) for name in ("start", "end", "kind", "layer", "rule_id")}
        verdict = decide(rows[-1], Decisions(None), KNOWN, Settings(profile=profile))
        rows[-1] |= {"action": verdict.action, "by": verdict.by, "replacement": verdict.replacement}
    return rows


TOLD = "He drives the number nine bus."


def test_shipped_weights_ask_about_jobs_told_by_what_somebody_does():
    rows = [row for row in asked(TOLD) if row["layer"] == learned.LAYER]
    assert [(row["text"], row["kind"]) for row in rows] == [("drives the number nine bus", "job")]
    assert {(row["action"], row["by"]) for row in rows} == {("keep", "nobody")}
    assert not [row for row in asked(TOLD, "internal") if row["layer"] == learned.LAYER]


def test_a_find_waits_in_the_queue_and_excuses_nothing():
    rows = pd.DataFrame(asked(TOLD))
    waiting = queue(rows, pd.DataFrame([{"source_id": "s", "text": TOLD}]))
    told = set(rows.loc[rows["layer"] == learned.LAYER, "text"])
    assert told <= set(waiting["text"])
    assert set(let_through(rows)["text"]).isdisjoint(told)


def test_a_decision_about_a_find_is_obeyed():
    find = {"text": "bin wagon", "kind": "job", "layer": learned.LAYER, "rule_id": learned.RULE, "entity": ""}
    decision = {"text": "bin wagon", "kind": "job", "scope": "study", "action": "generalise", "replacement": "driver"}
    told = Decisions([decision | {"entity": ""}])
    given = find | {"source_id": "s", "case_id": "c"}
    assert decide(given, told, KNOWN, Settings()) == Verdict("generalise", "decision", "[driver]")


PIECES = st.lists(
    st.sampled_from(
        ["Anna", "the ", "drives a ", "bus ", "in ", "Whitby", ", ", "\n", "age ", "38", "o'", "–", "é", "x", " ", "07700 900 123", "the only woman", "/", "&", "nurse", "Mrs Holt"]
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(PIECES, st.sampled_from(["internal", "deposit", "publication"]))
def test_finds_are_in_order_inside_their_line_and_meet_no_other(pieces, profile):
    text = "".join(pieces)
    words = lexicon.of_texts([text], GB)
    given_settings = Settings(profile=profile, allow_register_only=True)
    spans = detect(text, known=KNOWN, lexicon=words, locale=GB, settings=given_settings)
    place = 0
    for span in spans:
        assert place <= span.start < span.end <= len(text)
        place = span.end
        if span.layer == learned.LAYER:
            assert "\n" not in text[span.start : span.end]
            assert text[span.start].isalnum()
            assert text[span.end - 1].isalnum()
            assert span.kind in KINDS[1:]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=6).filter(lambda token: token.strip()), max_size=12), st.booleans())
def test_chances_add_up_and_what_a_text_repeats_changes_nothing(tokens, bare):
    told = learned.load("en")
    alone = told.chances(tokens, bare)
    assert alone.shape == (len(tokens), len(KINDS))
    np.testing.assert_allclose(alone.sum(axis=1), 1)
    far = told.chances([*tokens, *["the"] * 5, *tokens], bare)
    inner = max(0, len(tokens) - 2)  # the last two have other neighbours
    np.testing.assert_allclose(far[:inner], alone[:inner])


def test_every_row_of_the_table_is_one_that_a_text_can_have():
    table = pd.read_csv(locale.weights_of("en"), sep="\t", quoting=3, keep_default_na=False, dtype=str)
    assert list(table.columns) == ["feature", learned.FROM, *KINDS]
    assert not table.duplicated(["feature", learned.FROM]).any()
    whole = table["feature"].isin([learned.ALWAYS, learned.BARE])
    assert set(table.loc[whole, "feature"]) == {learned.ALWAYS, learned.BARE}
    assert table.loc[~whole, "feature"].str.match(re.compile(r"(?:[wsbe]=|p[=<>]).", re.S)).all()
    double = table["feature"].str.startswith("p") & ~whole
    assert set(table.loc[double, learned.FROM].astype(int)) == set(learned.BESIDE)
    assert set(table.loc[~double & ~whole, learned.FROM].astype(int)) == set(learned.AROUND)


def test_the_weights_are_part_of_their_locale():
    assert locale.weights_of("en") in locale.paths("en_GB")
    assert locale.weights_of("en") in locale.paths("en_IE")
    assert not [path for path in locale.paths("nl_NL") if path.suffix == ".tsv"]
