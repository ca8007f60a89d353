"""Names in small letters are found where the case writes them with a capital."""

from __future__ import annotations

import pytest
from multicase.anonymise import lexicon, register
from multicase.anonymise.detect import Settings, detect
from ruled import GB


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


def test_a_handle_makes_no_word_of_a_name():
    told = found("The man before me, Marek, left. His handle is @marek_kites and that is all.")
    assert told["Marek"] == "other"
