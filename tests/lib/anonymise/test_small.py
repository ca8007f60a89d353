"""Names in small letters are found where the case writes them with a capital."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.anonymise import lexicon, register
from multicase.anonymise.detect import Settings, detect
from ruled import GB


def found(text, *others):
    known, told = register.build(None, None, None, GB), lexicon.of_texts([text, *others], GB)
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


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Then gareth said so.", "gareth", "person"),
        ("We met, so i asked denise.", "denise", "person"),
        ("It is keith’s van.", "keith", "person"),
        ("Then gareth pugh came.", "gareth pugh", "person"),
        ("Then tracy said so.", "tracy", "unclear"),
        ("The letter for rosie and me.", "rosie", "unclear"),
        ("We all like kim there.", "kim", "unclear"),
        ("So harry said no.", "harry", "unclear"),
        ("I told molly that.", "molly", "unclear"),
        ("So I asked tirion about it.", "tirion", "unclear"),
        ("Then thandeka laughed at us.", "thandeka", "unclear"),
        ("It was garys bike.", "garys", "unclear"),
        ("Then ruby p had a fight.", "ruby p", "unclear"),
        ("It was sent by kate m.", "kate m", "unclear"),
    ],
)
def test_a_given_name_that_is_no_word_is_found_among_capitals(text, name, kind):
    assert found(f"We sat in the Hall of it all day. {text}").get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "It was in june and april.",
        "They harry the birds.",
        "She will mark it.",
        "The mike was off.",
        "He may rob me.",
        "I daren't say.",
        "It had 7 hrs left.",
        "We had a grrm of it.",
    ],
)
def test_small_words_that_name_somebody_elsewhere_stay(text):
    assert "unclear" not in found(text).values() and "person" not in found(text).values()


def test_a_handle_makes_no_word_of_a_name():
    told = found("The man before me, Marek, left. His handle is @marek_kites and that is all.")
    assert told["Marek"] == "other"


ELSEWHERE = "We moved to Haxwold. I like Gansey Road and Cinder Hill. The Copper Kettle shut, and Olwen Grace left the Copper Kettle."


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("You get up to haxwold and back.", "haxwold", "other"),
        ("The others say it's haxwold's.", "haxwold", "other"),
        ("The others say it's gansey road's.", "gansey road", "place"),
        ("We were on gansey road then.", "gansey road", "place"),
        ("I went up gansey.", "gansey", "other"),
        ("And olwen grace came.", "olwen grace", "person"),
    ],
)
def test_what_another_source_of_the_case_writes_with_a_capital_is_found_in_small_letters(text, name, kind):
    assert found(f"Well. {text}", ELSEWHERE) == {name: kind}


@pytest.mark.parametrize(
    ("text", "name"),
    [("We met at cinder hill again.", "cinder hill"), ("I sat in the copper kettle.", "copper kettle")],
)
def test_of_ordinary_words_it_is_put_before_a_person(text, name):
    assert found(f"Well. {text}", ELSEWHERE) == {name: "unclear"}


@pytest.mark.parametrize("text", ["A hill of cinder.", "We sat in the road.", "We grace it with three of them."])
def test_one_word_of_a_name_that_is_an_ordinary_word_is_none(text):
    assert found(f"Well. {text}", ELSEWHERE) == {}


def test_what_a_case_writes_small_again_and_again_and_sometimes_not_is_asked_about_everywhere():
    told = found("She liked haxwold. I never liked haxwold, and he was in haxwold then.", "In haxwold we saw Haxwold.")
    assert told == {"haxwold": "unclear"}
    assert found("We saw Haxwold. " + "She liked haxwold, and I liked haxwold. " * 2) == {
        "Haxwold": "unclear",
        "haxwold": "unclear",
    }


def test_what_a_case_speaks_of_as_a_thing_is_none():
    assert found("The telecare works, a telecare unit is my telecare. We use the Telecare system.") == {}


def test_names_of_several_words_come_back_from_the_contract():
    texts = pd.DataFrame({"source_id": ["s"], "case_id": ["c"], "text": [ELSEWHERE]})
    told = lexicon.from_rows(lexicon.of_case(texts, GB))
    assert {told.names[name] for name in ("gansey road", "cinder hill")} == {"place"}
    assert told.names == lexicon.of_texts([ELSEWHERE], GB).names
    assert found("Well. I went up gansey.", ELSEWHERE) == {"gansey": "other"}


@pytest.mark.parametrize(
    "told", ["Weir-Cliff Lane", "Weir-Cliff\u00a0Lane", "O'Brien Street", "O’Brien Street", "Zeb's Haxwold Lane"]
)
@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_name_of_several_words_is_found_with_its_apostrophes_hyphens_and_blanks_however_written(told, mark):
    name = told.lower().replace("’", "'").replace("'", mark).replace("\u00a0", " ")
    assert name in found(f"Well. It is on {name} now.", f"We like {told}. They know {told}.")
