"""Names in small letters are found where the case writes them with a capital, and where a text has no capitals."""

from __future__ import annotations

import pytest
from multicase.anonymise import lexicon, locale, register
from multicase.anonymise.detect import Settings, detect

GB = locale.load("en_GB")


def found(text):
    known, told = register.build(None, None, None, GB), lexicon.of_texts([text], GB)
    spans = detect(text, known=known, lexicon=told, locale=GB, settings=Settings(allow_register_only=True))
    return {text[span.start : span.end]: span.kind for span in spans if span.layer != "wide"}


def test_a_surname_that_stands_with_a_title_is_found_small():
    told = found("Mrs Wolcott came in. I said to wolcott that she could have it.")
    assert (told["Mrs Wolcott"], told["wolcott"]) == ("person", "person")


@pytest.mark.parametrize(
    ("text", "word", "asked"),
    [
        ("Dr Young came. and then young told me to rest.", "young", True),
        ("Mr Price came. I told price that I knew.", "price", True),
        ("Mr Price came. The price went up, and a price is a price.", "price", False),
        ("Dr Young came. They were young people then.", "young", False),
    ],
)
def test_one_that_is_a_word_too_is_left_to_people_where_a_name_may_stand(text, word, asked):
    assert (found(text).get(word) == "unclear") == asked


@pytest.mark.parametrize(
    "text", ["so dr patel rang", "then Dr patel rang", "we saw mrs wolcott there", "ask cllr hussain"]
)
def test_a_title_in_any_case_tells_a_name_in_small_letters(text):
    assert "person" in found(f"It was late. {text}.").values()


@pytest.mark.parametrize("text", ["we saw the dr about it", "a prof of law", "dr said so"])
def test_a_title_before_a_word_tells_nothing(text):
    assert found(f"It was late, and {text}.") == {}


CAPTIONS = (
    "hello and welcome back this is grace and i have got mark adeyemi here with me and mister hussain has the van "
    "we are on cinder lane in holmthwaite and you may say grace before you eat and i will mark the tables "
    "so mark's mum made a cake"
)


def test_in_a_text_without_capitals_what_is_no_word_is_a_name():
    told = found(CAPTIONS)
    assert {"mark", "adeyemi", "hussain", "holmthwaite"} <= {word for name in told for word in name.split()}
    assert any("cinder lane" in name for name in told)


def test_in_a_text_without_capitals_ordinary_words_stay():
    told = {word for name in found(CAPTIONS) for word in name.split()}
    assert told.isdisjoint({"welcome", "tables", "cake", "may", "will", "you", "hello", "made"})


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("so on the buttons today we have faith who is doing her year here", "faith"),
        ("the talk is mine because\nfrank was meant to do this and he is ill", "frank"),
        ("in the back room of michael rice's pub and\nrice never took a penny off us", "rice"),
        ("and our young fella will was only two and he was afraid of me", "will"),
        ("this one is for yourselves and for will in the ward who is listening", "will"),
        ("may i just say before we start that may who normally does the cake is ill", "may"),
        ("with me is carol and ah we love you carol", "carol"),
    ],
)
def test_a_name_that_is_a_word_is_asked_about_in_captions(text, word):
    assert found(f"{text}\n")[word] in {"unclear", "person"}


def test_captions_tell_countries_and_peoples_in_small_letters():
    text = "the physio emeka he was from nigeria and the coffee man he is brazilian you know"
    known, told = register.build(None, None, None, GB), lexicon.of_texts([text], GB)
    spans = detect(text, known=known, lexicon=told, locale=GB, settings=Settings(allow_register_only=True))
    assert {("nigeria", "place"), ("brazilian", "demographic")} <= {(text[s.start : s.end], s.kind) for s in spans}


def test_a_handle_makes_no_word_of_a_name():
    told = found("The man before me, Marek, left. His handle is @marek_kites and that is all.")
    assert told["Marek"] == "other"
