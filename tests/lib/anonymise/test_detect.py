"""What points to somebody is found, layer by layer; what doesn't is left readable."""

from __future__ import annotations

from itertools import pairwise

import pytest
from multicase.anonymise import lexicon, locale, patterns, register, structure
from multicase.anonymise.detect import Settings, detect
from multicase.errors import StudyError

GB = locale.load("en_GB")
REGISTER = [
    {"entity": "holt", "kind": "person", "name": "Dr Sarah Holt", "aliases": "Sal", "replacement": "GP chair"},
    {"entity": "field", "kind": "person", "name": "Dr Mark Field", "aliases": "", "replacement": "GP partner"},
    {"entity": "krish", "kind": "person", "name": "Anand Krishnamurthy", "aliases": "AK", "replacement": "consultant"},
    {"entity": "gansey", "kind": "organisation", "name": "Gansey Road Surgery", "aliases": "Gansey Road", "replacement": "practice A"},
]  # fmt: skip


def found(text, rows=(), decisions=(), others=""):
    """(words, kind, layer, entity) of everything found; `others` is further text of the case."""
    known = register.build(rows, decisions, None, GB)
    spans = detect(text, known=known, lexicon=lexicon.of_texts([text, others]), locale=GB, settings=Settings())
    for a, b in pairwise(spans):
        assert a.end <= b.start
    return [(text[span.start : span.end], span.kind, span.layer, span.entity) for span in spans]


def words(text, *args, **kwargs):
    return [item[0] for item in found(text, *args, **kwargs)]


@pytest.mark.parametrize(
    "text",
    [
        "I saw Dr Sarah Holt.",
        "i saw sarah holt",
        "Then HOLT left.",
        "It was Holt's idea.",
        "S. Holt wrote it.",
        "Mrs Holt? No.",
        "I asked Sarah.",
        "We call her Sal.",
    ],
)
def test_a_registered_name_is_found_in_every_form(text):
    assert "holt" in [item[3] for item in found(text, REGISTER)]


def test_the_whole_form_is_one_span():
    assert found("I saw Dr Sarah Holt there.", REGISTER)[0] == ("Dr Sarah Holt", "person", "register", "holt")


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("it lay in the field.", None),
        ("I asked Field about it.", "field"),
        ("I asked Mark about it.", "field"),
        ("you mark my words", None),
        ("Dr Field came.", "field"),
        ("we saw mark field there", "field"),
    ],
)
def test_names_that_are_also_words_count_only_with_a_capital(text, entity):
    entities = [item[3] for item in found(text, REGISTER)]
    assert entities == ([entity] if entity else [])


def test_a_name_that_is_also_a_word_is_left_to_people_at_a_sentences_start():
    (span,) = found("Field notes were kept.", REGISTER)
    assert span[0] == "Field" and span[3] == ""


def test_a_name_that_is_an_auxiliary_verb_is_told_from_it():
    rows = [{"entity": "will", "kind": "person", "name": "Dr Will Pickup", "aliases": "Will", "replacement": "GP"}]
    assert found("Will that do? It will.", rows) == []
    assert [item[3] for item in found("Will rang. I asked Will.", rows)] == ["will", "will"]


def test_a_form_that_two_people_share_is_nobodys_pseudonym():
    rows = [*REGISTER, {"entity": "lee", "kind": "person", "name": "Sarah Lee", "aliases": "", "replacement": "nurse"}]
    assert found("Then Sarah came.", rows)[0][2:] == ("register", "")


@pytest.mark.parametrize("slip", ["Krishnamurty", "Krishnamurthi", "Krisnamurthy"])
def test_a_misspelt_name_is_left_to_people(slip):
    (span,) = found(f"It was {slip} who came.", REGISTER)
    assert span[0] == slip and span[2] in {"fuzzy", "truecase"} and span[3] == ""


PATTERNS = {
    "Write to a.holt@thornsea.example.nhs.uk now": ("a.holt@thornsea.example.nhs.uk", "email"),
    "See www.thornsea.example/minutes.": ("www.thornsea.example/minutes", "url"),
    "Ring 01632 960123 after ten": ("01632 960123", "phone"),
    "or 07700 900 123": ("07700 900 123", "phone"),
    "NHS number 999 000 0018": ("999 000 0018", "nhs_number"),
    "in HX1 2AB somewhere": ("HX1 2AB", "place"),
    "NI number QQ 12 34 56 C": None,
    "on 3rd May 2014 we": ("3rd May 2014", "date"),
    "on the 22nd of May": ("22nd of May", "date"),
    "by May 2014 it": ("May 2014", "date"),
    "on 12/03/2015 at": ("12/03/2015", "date"),
    "she was eighty-four years old": ("eighty-four", "age"),
    "a man aged 71 who": ("71", "age"),
    "exhibit INQ000474283 says": ("INQ000474283", "code"),
    "it cost £4,200 then": ("£4,200", "quantity"),
    "there were 40 of them in 2013": None,
}


@pytest.mark.parametrize("text", PATTERNS)
def test_patterns(text):
    assert [item[:2] for item in found(text) if item[2] == "pattern"] == ([PATTERNS[text]] if PATTERNS[text] else [])


@pytest.mark.parametrize(("number", "valid"), [("9990000018", True), ("9990000019", False), ("999000001", False)])
def test_nhs_numbers_are_checked_by_modulus_11(number, valid):
    assert patterns.nhs_number(number) is valid


CONTEXT = {
    "I saw Dr Anwen Tully there": [("Dr Anwen Tully", "person")],
    "and Councillor Swift agreed": [("Councillor Swift", "person")],
    "He rang Judith Cammish twice": [("Judith Cammish", "person")],
    "at Spa Crescent Surgery they": [("Spa Crescent Surgery", "organisation")],
    "the University of Thornsea said": [("University of Thornsea", "organisation")],
    "She lives in Haxwold now": [("Haxwold", "place")],
    "It was Prewett who rang": [("Prewett", "other")],
    "the NHS and the CCG and a GP on Monday in England": [],
    "The Council met. Nobody came. Obviously not.": [],
}


@pytest.mark.parametrize("text", CONTEXT)
def test_context_and_capitals(text):
    assert [item[:2] for item in found(text)] == CONTEXT[text]


def test_a_name_found_once_is_found_through_its_document():
    assert words("I met Dr Prewett. Later Prewett rang. PREWETT'S there.") == ["Dr Prewett", "Prewett", "PREWETT"]


def test_a_sentences_first_word_is_a_name_unless_the_case_writes_it_small():
    assert words("Gladly we went. Haxwold was shut.", others="they gladly came") == ["Haxwold"]


def test_names_of_speakers_are_found_in_the_text():
    text = "Ms Ohrenstein: Thank you.\n\nA: As Ohrenstein said."
    spans = detect(
        text, labels=[structure.Label(0, 13, "p1")], label_names={"Ms Ohrenstein"}, known=register.build(None, None, None, GB),
        lexicon=lexicon.of_texts([text]), locale=GB, settings=Settings(),
    )  # fmt: skip
    assert [(text[span.start : span.end], span.layer) for span in spans] == [
        ("Ms Ohrenstein", "structure"),
        ("Ohrenstein", "context"),
    ]


def test_a_decision_finds_its_string_in_every_source():
    decision = {
        "text": "the Duchess",
        "kind": "person",
        "scope": "study",
        "action": "pseudonymise",
        "replacement": "chair",
        "entity": "",
    }
    assert words("We asked the duchess again.", decisions=[decision]) == ["the duchess"]


def test_a_text_without_capitals_is_refused():
    with pytest.raises(StudyError, match="almost without capitals"):
        structure.refuse_small_letters("well i went there and sarah said so " * 10, "a-i01")


def test_no_find_leaves_its_line():
    assert all("\n" not in item[0] for item in found("I met Sarah\nHolt and Dr\nPrewett there.", REGISTER))


def test_cues_are_found_and_not_names():
    assert ("job", "cue") in {item[1:3] for item in found("She was the only woman partner there.")}


def test_a_registered_name_does_not_break_up_an_address():
    assert found("You wrote to s.holt@thornsea.example now", REGISTER)[0][:2] == ("s.holt@thornsea.example", "email")
