"""Languages: sources in another language than the study's locale are asked about, with the locale that fits better."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.anonymise import find, languages, lexicon
from multicase.anonymise import locale as locales
from multicase.anonymise.detect import Settings
from multicase.contracts import CONTRACTS
from multicase.study.problems import StudyError

ENGLISH = (
    "I would say that it was the staff who made that decision with us in the end, and that nobody knew about it. " * 4
)
DUTCH = (
    "Ik kwam toen samen met de ouders van de leerlingen, en wij hebben dat in de klas besproken omdat het niet goed ging. "
    * 4
)
GERMAN = (
    "Ich war damals in der Schule und wir haben das mit den Eltern besprochen, weil es so nicht weitergehen konnte. "
    * 4
)
LIST = "registers, timetables, lesson plans, marked exercise books, playground rotas, lunch menus, school trips. " * 6


def asked(texts, locale="en_GB", allowed=False):
    sources = [{"source_id": f"s{n}", "text": text} for n, text in enumerate(texts, 1)]
    return languages.problems(sources, locale, allowed)


@pytest.mark.parametrize(
    ("texts", "locale", "of", "better"),
    [
        ([DUTCH], "en_GB", "s1", "nl_NL"), ([DUTCH[: len(DUTCH) // 4]], "en_GB", "s1", "nl_NL"), ([ENGLISH, DUTCH, DUTCH], "en_GB", "s2, s3", "nl_NL"), ([ENGLISH], "nl_NL", "s1", "en_GB"),
        ([DUTCH, ENGLISH, DUTCH], "en_IE", "s1, s3", "nl_NL"), ([DUTCH] * 7, "en_GB", "s1, s2, s3, s4, s5 and 2 more", "nl_NL"), ([DUTCH, ENGLISH], "nl_NL", "s2", "en_GB"),
    ],
)  # fmt: skip
def test_another_language_is_asked_about_with_the_locale_that_fits(texts, locale, of, better):
    (one,) = asked(texts, locale)
    assert one.file == of and f"{{locale: {better}}}" in one.todo and "else list whom" in one.todo


def test_a_language_of_no_locale_is_asked_about_without_one_and_apart_from_others():
    (one,) = asked([GERMAN])
    assert one.file == "s1" and "No locale that there is fits" in one.todo and "locale:" not in one.todo
    assert [one.file for one in asked([DUTCH, ENGLISH, GERMAN, DUTCH])] == ["s1, s4", "s3"]


def test_what_to_set_names_the_sources_or_all_and_is_never_cut():
    (few,), (many,) = asked([DUTCH] * 5), asked([DUTCH] * 60)
    assert "allow_other_language: [s1, s2, s3, s4, s5]" in few.todo
    assert "allow_other_language: true}, or a list of their ids, in the study's config.yaml" in many.todo
    assert all(one.todo in str(one) for one in (few, many))


@pytest.mark.parametrize(
    ("allowed", "left"), [(True, []), (False, ["s1, s2"]), (None, ["s1, s2"]), (["s2"], ["s1"]), (["s1", "s2"], []), (["s9"], ["s1, s2"])]
)  # fmt: skip
def test_what_is_accepted_by_its_id_or_all_of_it_is_asked_no_more(allowed, left):
    assert [one.file for one in asked([GERMAN, GERMAN, ENGLISH], allowed=allowed)] == left


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        (ENGLISH, "en_GB"), (ENGLISH, "en_SCT"), (DUTCH, "nl_NL"), (LIST, "en_GB"), ("Ja, dat klopt.", "en_GB"),
        (ENGLISH.lower(), "en_GB"), (ENGLISH, "en_US"), (DUTCH.upper(), "en_GB"), ("", "en_GB"), (ENGLISH * 3 + DUTCH, "en_GB"), (DUTCH, "xx_XX"),
    ],
)  # fmt: skip
def test_the_locales_language_and_what_is_too_short_are_asked_nothing(text, locale):
    assert asked([text], locale) == []


@pytest.mark.parametrize("name", [name for name in locales.shipped() if name.startswith("en")])
def test_english_is_told_by_the_same_small_words_in_each_of_its_countries(name):
    """Else one of them would fit a text better than the usual one, and be proposed in its place."""
    assert languages._small(name) == languages._small("en_GB")


def test_nothing_is_found_in_another_language_before_it_is_accepted():
    texts = pd.DataFrame([{"source_id": "s1", "case_id": "c", "text": GERMAN}]).reindex(
        columns=[*CONTRACTS["texts"].columns]
    )
    turns = pd.DataFrame(columns=[*CONTRACTS["turns"].columns])
    words = lexicon.of_texts([GERMAN], find.locales.load("en_GB"))
    with pytest.raises(StudyError, match="s1: found most words in another language"):
        find.find(texts, turns, words, None, None, Settings())
    find.find(texts, turns, words, None, None, Settings(allow_other_language=["s1"]))
