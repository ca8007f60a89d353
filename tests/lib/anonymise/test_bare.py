"""In a text without capitals, names are told by what they are made of and by what stands beside them."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.anonymise import find, learned, lexicon, register
from multicase.anonymise.detect import Settings, detect
from ruled import GB

NONE = register.build(None, None, None, GB)


def spans(text, known=NONE):
    """(words, kind, layer) of everything found, in order."""
    told = lexicon.of_texts([text], GB)
    found = detect(text, known=known, lexicon=told, locale=GB, settings=Settings(allow_register_only=True))
    return [(text[span.start : span.end], span.kind, span.layer) for span in found]


def found(text):
    return {words: kind for words, kind, layer in spans(text) if layer != "wide"}


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
        ("those two and craig is a prison officer up there", "craig"),
        ("it broke so dan came round with his van and fixed it", "dan"),
        ("then there was jan and after that nobody came", "jan"),
        ("waste not want not um thank you jo that is it", "jo"),
        ("they had snails and mo cooked them for us", "mo"),
        ("i think di would know about that one", "di"),
        ("they have no teeth in the gums well con says twenty eight", "con"),
        ("and gruff who never met him was jumping round the room", "gruff"),
        ("no one is laughing and there is a fella called field over my head", "field"),
        ("they put my name as sheep on the letter", "sheep"),
    ],
)
def test_a_name_that_is_a_word_is_asked_about_in_captions(text, word):
    assert found(f"{text}\n")[word] in {"unclear", "person"}


def test_captions_tell_countries_and_peoples_in_small_letters():
    text = "the physio emeka he was from nigeria and the coffee man he is brazilian you know"
    told = {(words, kind) for words, kind, _ in spans(text)}
    assert {("nigeria", "place"), ("brazilian", "demographic")} <= told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("and mister hussain has the van", "mister hussain"),
        ("so i went to mrs k every tuesday", "mrs k"),
        ("a letter calling me mr p duffy and so on", "mr p duffy"),
        ("his name was chow li you know", "chow li"),
        ("okay so my name is abdul karim shah i drove the bus", "abdul karim shah"),
        ("it says gloria hyacinth beckles-ward thank you so", "gloria hyacinth beckles-ward"),
        ("before the tea which may o brien made for us", "may o brien"),
        ("oh look who it is may tunstall come in", "may tunstall"),
    ],
)
def test_a_person_is_found_with_all_that_belongs_to_the_name(text, name):
    """Each part is found; parts that stand side by side are one name."""
    places = [
        word for words, kind, _ in spans(text) for word in words.split() if kind in {"person", "other", "unclear"}
    ]
    assert set(name.split()) <= set(places)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("will you pass me that pan and it may be", "will"),
        ("it will be fine and you may go home now", "may"),
        ("you mark my words it was so", "mark"),
        ("they made a mark there on the wall", "mark"),
        ("i ran all the way i i i did", "i"),
        ("she got a dan at judo and then gave up", "dan"),
        ("there is a daisy in the grass over there", "daisy"),
        ("hang on a mo i will be with you", "mo"),
        ("we watched t v all evening and it was fine", "t v"),
        ("we went there um i a bit later on", "i a"),
    ],
)
def test_what_plainly_is_a_word_is_no_name(text, word):
    assert word not in found(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("and the lads in the garage called me the bishop for a reason", "called me the bishop"),
        ("they nicknamed him the gaffer and it stuck", "nicknamed him the gaffer"),
        ("he was known to everybody as the walker up there", "known to everybody as the walker"),
        ("He came late, and we call him the Sheriff.", "call him the Sheriff"),
    ],
)
def test_what_somebody_is_called_in_ordinary_words_is_put_before_a_person(text, told):
    assert (told, "job", "cue") in spans(text)


def test_what_somebody_is_called_needs_an_article_to_be_told_from_an_insult():
    for text in ("they called me lazy and he called her a liar", "she called me the other day and called him the next"):
        assert not any(layer == "cue" for *_, layer in spans(text))


def test_persons_are_asked_about_at_lower_chances_where_nothing_has_a_capital():
    chances = np.full((2, len(learned.KINDS)), 0.0)
    chances[:, learned.KINDS.index("none")] = 0.5
    chances[0, learned.KINDS.index("person")], chances[1, learned.KINDS.index("job")] = 0.5, 0.5
    for bare, expected in ((True, [True, False]), (False, [False, False])):
        likely, beside = learned._thresholds(chances, bare)
        assert (1 - chances[:, 0] >= likely).tolist() == expected
        assert (beside[0] < beside[1]) == bare


def test_a_word_is_asked_about_throughout_once_somebody_is_called_so():
    text = "for will in the ward who is listening and get well soon will you are missed"
    assert [words for words, kind, _ in spans(text) if kind == "unclear"] == ["will", "will"]
    text = "four hives and faith looks after those faith is sixteen and clever"
    assert [words for words, kind, _ in spans(text) if kind == "unclear"] == ["faith", "faith"]


def test_a_name_that_is_spelt_is_found_and_a_stutter_is_not():
    assert "brother rui r u i" in found("her brother rui r u i he was on the pressing")
    assert found("the ref is for pupil t j in year nine") == {"t j": "other"}
    assert found("well i i i said so then") == {}


def test_letters_beside_numbers_are_no_initials():
    assert "b d" not in found("its plate was b d five one and it was the blue one")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("we stood at dunnikier primary in the rain", "dunnikier primary"),
        ("they had the restaurant on steep hill then", "steep hill"),
        ("i live at four mill lane and it floods", "four mill lane"),
        ("somebody from fallowfield lane allotment association came", "fallowfield lane allotment association"),
        ("sister philomena at saint aelred's gave me soup", "saint aelred's"),
        ("she was at the university of lindholme then", "university of lindholme"),
    ],
)
def test_a_noun_that_names_is_found_with_what_it_names(text, place):
    assert place in found(text)


def test_a_noun_behind_ordinary_words_names_nothing():
    assert found("we sat in the big hall and went to the primary school on the main road") == {}


NOUNS = sorted({noun.lower() for noun in GB.head_nouns})


@pytest.mark.parametrize("noun", NOUNS)
def test_each_noun_that_names_is_one_in_small_letters_too(noun):
    """Also those that nobody writes as a title: `FC`, `plc`, `Barber's`."""
    told = found(f"so they met at holmthwaite {noun} and it rained all day")
    assert f"holmthwaite {noun}" in told


@given(
    st.lists(
        st.sampled_from(
            [
                *NOUNS,
                *[
                    "the",
                    "a",
                    "at",
                    "of",
                    "mrs",
                    "dr",
                    "o",
                    "will",
                    "may",
                    "rose",
                    "said",
                    "and",
                    "i",
                    "p",
                    "two",
                    "holm",
                    "li",
                ],
            ]
        ),
        min_size=4,
    )
)
def test_whatever_words_follow_each_other_finds_lie_in_order_and_apart(words):
    text = " ".join(words)
    known = lexicon.of_texts([text], GB)
    places = detect(text, known=NONE, lexicon=known, locale=GB, settings=Settings(allow_register_only=True))
    assert all(one.end <= other.start for one, other in pairwise(places))


def test_an_illness_that_no_dictionary_knows_is_no_name():
    assert ("lewy body", "demographic", "wide") in spans("and she has lewy body and she is with me")


WORDS = "my name is glenys hughes and doctor okafor lives on cinder lane in holmthwaite so ring oh one six three two nine six"


@given(st.sets(st.integers(0, WORDS.count(" ") - 1)))
def test_where_the_lines_end_changes_nothing_but_the_lines(ends):
    """Captions break their lines anywhere: the same words are found, and no find leaves its line."""
    words = WORDS.split()
    text = "".join(word + ("\n" if place in ends else " ") for place, word in enumerate(words))[:-1]
    broken, whole = spans(text), spans(WORDS)
    assert not any("\n" in words for words, *_ in broken)
    assert [w for words, *_ in broken for w in words.split()] == [w for words, *_ in whole for w in words.split()]


def test_a_speaker_who_begins_a_line_is_no_part_of_the_line_before():
    text = "she came from deal\ngrace: so we did and it was late"
    assert not any("deal" in words and "grace" in words for words, *_ in spans(text))


LABELLED = re.sub(
    r"(?m)^",
    "Speaker 1: ",
    "so denise left on monday and she never said a word about it\n"
    "no well she went up to thornaby because of the row she had with marek\n"
    "oh she has gone and was not that the same with the others",
)


def in_a_study(text):
    """What is found in a source with labels, and its lexicon; in order."""
    starts = [label.start() for label in re.finditer(r"(?m)^Speaker 1", text)]
    turns = pd.DataFrame(
        [
            {"source_id": "s", "participant_id": "p", "layer": "speech", "label_start": at, "label_end": at + 9}
            for at in starts
        ]
    )
    texts = pd.DataFrame({"source_id": ["s"], "case_id": ["c"], "text": [text]})
    told = lexicon.of_texts([text], GB, (), find.spoken(texts, turns))
    found = find.find(texts, turns, told, None, None, Settings(allow_register_only=True))
    return list(found.loc[~found["layer"].isin(("structure", "wide")), "text"]), told


def test_speaker_labels_make_no_text_with_capitals_of_one_that_has_none():
    names, told = in_a_study(LABELLED)
    assert names == ["denise", "thornaby", "marek"]
    assert not told.lower


def test_a_text_that_has_capitals_beside_its_labels_is_read_as_one():
    text = LABELLED.replace("denise", "Denise").replace("marek", "Marek").replace("on monday", "on Monday")
    assert in_a_study(text)[0] == ["Denise", "Marek"]
