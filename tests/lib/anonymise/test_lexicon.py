"""What the sources of a case write small tells of words only where they write names with a capital."""

from __future__ import annotations

import time

import pytest
from multicase.anonymise import lexicon, register
from multicase.anonymise.detect import Settings, detect
from ruled import GB

NONE = register.build(None, None, None, GB)
CAPTIONS = (
    "so sarah rang and then sarah came and i said chidinma is off and chidinma was upset and chidinma rang and we went to"
    " huddersfield and huddersfield was busy and then huddersfield was shut and abernathy was there and abernathy said so"
    " and abernathy left and marsh was there and then marsh said that marsh had told marsh to ask carl or carl or carl"
)


def found(text, *others):
    told = lexicon.of_texts([text, *others], GB)
    spans = detect(text, known=NONE, lexicon=told, locale=GB, settings=Settings())
    return [text[span.start : span.end] for span in spans if span.layer != "learned"]


@pytest.mark.parametrize("name", ["Chidinma", "Huddersfield", "Abernathy", "Marsh", "Sarah", "Carl"])
@pytest.mark.parametrize("text", ["I think that {} is right. We all agree.", "We all agree. {} had no idea. So there."])
def test_captions_make_no_word_of_a_name_that_another_source_writes_with_a_capital(name, text):
    alone = found(text.format(name))
    assert found(text.format(name), CAPTIONS) == alone
    assert alone == [name] or name == "Marsh"


def test_texts_without_capitals_dont_count_for_how_a_word_is_written():
    told = lexicon.of_texts([CAPTIONS, "We told the warden, Marsh."], GB)
    assert (told.lower.get("marsh", 0), told.capital["marsh"], told.lower["warden"]) == (0, 1, 1)
    assert "upset" in told.language  # which the dictionary is asked of all the same


@pytest.mark.parametrize("text", ["{small} said so. {name} said so.", "I saw {small}. Then {small} left. {name} rang."])
@pytest.mark.parametrize("name", ["Sarah", "Deepak", "Carl", "Beryl"])
def test_a_given_name_that_somebody_also_writes_small_is_found_at_a_sentences_start(name, text):
    assert name in found(text.format(name=name, small=name.lower()))


@pytest.mark.parametrize("text", ["Abernathy had no idea.", "Abernathy rang.", "Abernathy, can you?"])
@pytest.mark.parametrize(
    ("before", "kinds"),
    [
        ("I saw abernathy. ", ["unclear"]),
        ("I saw abernathy. " * 5, ["unclear"]),
        ("I saw abernathy. " * 4 + "It was our abernathy. They read the abernathy case. ", ["unclear"]),
        ("We saw the abernathy. In abernathy we sat. " * 2, []),  # a word, as nobody's name
    ],
)
def test_what_may_be_a_name_that_somebody_writes_small_is_asked_about(text, before, kinds):
    told = lexicon.of_texts([before := before + text], GB)
    spans = detect(before, known=NONE, lexicon=told, locale=GB, settings=Settings())
    assert [span.kind for span in spans if before[span.start] == "A"] == kinds


@pytest.mark.parametrize(
    "small", ["I saw thandeka.", "We met thandeka's mother, and thandeka.", "and thandeka, she went. so thandeka said."]
)
@pytest.mark.parametrize("text", ["{} Thandeka rang.", "We left. Thandeka had no idea. {}"])
def test_what_may_be_a_name_is_asked_about_in_small_letters_too(text, small):
    text = text.format(small)
    spans = detect(text, known=NONE, lexicon=lexicon.of_texts([text], GB), locale=GB, settings=Settings())
    found = [text[span.start : span.end].lower() for span in spans if span.layer != "learned"]
    assert found == ["thandeka"] * text.lower().count("thandeka")


@pytest.mark.parametrize("text", ["Ginnel?", "Ginnel or not.", "Ginnel that nobody likes.", "Nobody'd like that."])
def test_a_word_that_no_list_has_is_one_where_nothing_does_what_people_do(text):
    assert found(f"We went up a ginnel, and that ginnel nobody'd know. {text}") == []


def test_a_name_that_is_written_small_once_is_found_with_and_without_its_capital():
    assert found("I asked Abernathy about it. Then abernathy left.") == ["Abernathy", "abernathy"]


@pytest.mark.parametrize("words", ["the kettle's on", "the manager's lovely", "my throat's sore", "the rota’s awful"])
def test_a_word_that_captions_have_only_with_its_ending_is_one(words):
    text = f"{words} and we went on and on about it and we said so and then it was over for us"
    spans = detect(text, known=NONE, lexicon=lexicon.of_texts([text], GB), locale=GB, settings=Settings())
    assert [span for span in spans if span.rule_id == "small"] == []


@pytest.mark.parametrize("name", ["faith", "sarah", "abernathy"])
def test_a_name_behind_such_a_word_and_with_such_an_ending_is_found(name):
    text = f"my name's {name} and {name}'s here and we went on and on about it and we said so and then it was over"
    told = lexicon.of_texts([text], GB)
    spans = detect(text, known=NONE, lexicon=told, locale=GB, settings=Settings())
    assert [text[span.start : span.end] for span in spans] == [name, name]


def test_a_text_without_a_space_takes_no_time():
    began = time.perf_counter()
    told = lexicon.of_texts(["A1" * 50_000, "mail ada@grace.org, (x@rose) and rose"], GB)
    assert time.perf_counter() - began < 5
    assert "rose" in told.language and "grace" not in told.lower
