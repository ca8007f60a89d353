"""Languages: sources in another language than the study's locale are told, with the locale that fits better."""

from __future__ import annotations

import pytest
from multicase.cli import languages

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


def told(texts, locale="en_GB"):
    sources = [{"source_id": f"s{n}", "text": text} for n, text in enumerate(texts, 1)]
    return [note.replace("\n", " ") for note in languages.notes(sources, {"anonymise": {"locale": locale}})]


@pytest.mark.parametrize(
    ("texts", "locale", "of", "better"),
    [
        ([DUTCH], "en_GB", "s1", "nl_NL"), ([DUTCH[: len(DUTCH) // 4]], "en_GB", "s1", "nl_NL"), ([ENGLISH, DUTCH, DUTCH], "en_GB", "s2, s3", "nl_NL"), ([ENGLISH], "nl_NL", "s1", "en_GB"),
        ([DUTCH, ENGLISH, DUTCH], "en_IE", "s1, s3", "nl_NL"), ([DUTCH] * 7, "en_GB", "s1, s2, s3, s4, s5 and 2 more", "nl_NL"),
    ],
)  # fmt: skip
def test_another_language_is_told_with_the_locale_that_fits(texts, locale, of, better):
    (note,) = told(texts, locale)
    assert note.startswith(f"{of}: ") and f"{{locale: {better}}}" in note


@pytest.mark.parametrize(
    ("texts", "locale", "of", "n"),
    [
        ([DUTCH, DUTCH, ENGLISH], "nl_NL", "s3", "2 sources"), ([ENGLISH, DUTCH, ENGLISH], "en_GB", "s2", "2 sources"),
        ([DUTCH, *[ENGLISH] * 4, DUTCH], "en_IE", "s1, s6", "4 sources"), ([DUTCH, ENGLISH], "nl_NL", "s2", "1 source"), ([DUTCH, ENGLISH], "en_GB", "s1", "1 source"),
    ],
)  # fmt: skip
def test_the_locale_that_fits_most_sources_stays(texts, locale, of, n):
    (note,) = told(texts, locale)
    assert note.startswith(f"{of}: ") and f"{locale} fits {n}: keep it" in note and "{locale:" not in note


@pytest.mark.parametrize(("locale", "of"), [("nl_NL", "s3, s4"), ("en_GB", "s1, s2")])
def test_a_third_language_makes_no_locale_fit_fewer_sources(locale, of):
    found = told([DUTCH, DUTCH, ENGLISH, ENGLISH, GERMAN], locale)
    assert [note.split(":")[0] for note in found] == [of, "s5"]
    assert f"{locale} fits 2 sources: keep it" in found[0] and "no locale that there is fits" in found[1]


def test_a_language_of_no_locale_is_told_without_one():
    (note,) = told([GERMAN])
    assert note.startswith("s1: ") and "no locale that there is fits" in note


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        (ENGLISH, "en_GB"), (ENGLISH, "en_SCT"), (DUTCH, "nl_NL"), (LIST, "en_GB"), ("Ja, dat klopt.", "en_GB"),
        (ENGLISH.lower(), "en_GB"), (DUTCH.upper(), "en_GB"), ("", "en_GB"), (ENGLISH * 3 + DUTCH, "en_GB"), (DUTCH, "xx_XX"),
    ],
)  # fmt: skip
def test_the_locales_language_and_what_is_too_short_are_told_nothing(text, locale):
    assert told([text], locale) == []
