"""A locale declares its patterns, each with its source; what is wrong with one is told with its id."""

from __future__ import annotations

import json
import re

import pytest
from multicase.anonymise import locale, patterns
from multicase.study import files
from multicase.study.problems import StudyError

NAMES = sorted(file.stem for file in locale.HERE.glob("*.yaml") if "." not in file.stem)
KINDS = files.schema("decisions")["properties"]["kind"]["enum"]
SOUND = {"id": "badge", "kind": "code", "regex": r"badge [ ] \d+", "source": "usage"}


@pytest.fixture
def of_ones_own(tmp_path, monkeypatch):
    """A function that writes the locale xx, which extends en_GB, and loads it."""
    for file in locale.HERE.glob("en_GB*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(locale, "HERE", tmp_path)
    locale.load.cache_clear()

    def load(text):
        (tmp_path / "xx.yaml").write_text(f"extends: en_GB\n{text}", encoding="utf-8")
        return locale.load("xx")

    yield load
    locale.load.cache_clear()


def entry(**changes):
    """The YAML of a locale with one pattern: a sound one but for the changes; a key changed to None isn't there."""
    keys = {key: value for key, value in {**SOUND, **changes}.items() if value is not None}
    return "patterns:\n  - {" + ", ".join(f"{key}: {json.dumps(value)}" for key, value in keys.items()) + "}\n"


def found(text, known):
    return {(text[span.start : span.end], span.rule_id) for span in patterns.find(text, known)}


@pytest.mark.parametrize("name", NAMES)
def test_every_pattern_has_an_id_a_kind_and_a_source(name):
    entries = [item for _, item in locale.load(name).patterns]
    assert len(entries) > 40
    for item in entries:
        assert re.fullmatch("[a-z][a-z_]+", item["id"])
        assert item["kind"] in KINDS
        assert item["source"].strip()


@pytest.mark.parametrize("name", NAMES)
def test_every_term_is_of_use(name):
    """Those that no pattern or trigger leads to would only seem to count."""
    known = locale.load(name)
    todo = [item["regex"] for _, item in known.patterns] + [regex for _, regex in known.triggers.values()]
    used = set()
    while todo:
        for term in {reference[1] for reference in patterns.TERM.finditer(todo.pop())} - used:
            used.add(term)
            todo += known.terms[term]
    assert used == set(known.terms)


def test_a_pattern_of_ones_own_is_found_and_may_use_the_terms_of_the_other_locale(of_ones_own):
    known = of_ones_own(entry(regex=r"badge [ ] (?P<it> <<ones>> | \d+ )"))
    assert found("badge seven, badge 12", known) == {("seven", "badge"), ("12", "badge")}


def test_terms_go_on_where_those_of_the_other_locale_end(of_ones_own):
    known = of_ones_own("terms: {money: ['talers?'], colour: ['red #1', dark blue]}\n" + entry(regex="<<colour>>"))
    assert found("five talers, five pounds", known) == {("five talers", "currency"), ("five pounds", "currency")}
    assert found("it is dark blue, darkblue, red #1", known) == {("dark blue", "badge"), ("red #1", "badge")}


def test_words_are_put_in_with_a_small_or_a_capital_first_letter(of_ones_own):
    known = of_ones_own("terms: {hue: [red, blue]}\n" + entry(regex="<<hue:either>> s"))
    assert found("Reds, blues, REDs", known) == {("Reds", "badge"), ("blues", "badge")}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"regex": "<<moneys>>"}, r"<<moneys>>, which is unknown.*nearest: 'money'"),
        ({"regex": "<<ones:loud>>"}, "<<ones:loud>>, a form that is none of either, stems"),
        ({"regex": "<<figures:either>>"}, "<<figures:either>>, a form that only words have"),
        ({"regex": r"(?P<it> \d"}, "a broken regex"),
        ({"check": "nhs_numbr"}, "the unknown check 'nhs_numbr'.*nearest: 'nhs_number'"),
        ({"near": "digits"}, "the unknown near 'digits'"),
        ({"kind": "codes"}, "the unknown kind 'codes'"),
        ({"source": None}, "no 'source'"),
        ({"wide": "yes"}, "wide 'yes'; expected true or false"),
        ({"igorne_case": True}, "the unknown key 'igorne_case'.*nearest: 'ignore_case'"),
    ],
)
def test_a_broken_pattern_is_refused_with_its_file_and_id(of_ones_own, changes, wrong):
    known = of_ones_own(entry(**changes))
    with pytest.raises(StudyError, match=rf"locales/xx\.yaml, pattern 'badge': found {wrong}"):
        patterns.patterns(known)


def test_what_is_wrong_with_several_is_told_at_once(of_ones_own):
    known = of_ones_own(entry(regex="(") + entry(id="pass", check="none").removeprefix("patterns:\n") + "  - regex\n")
    with pytest.raises(StudyError, match=r"3 problems(?s:.)*pattern 3(?s:.)*'badge'(?s:.)*'pass'"):
        patterns.patterns(known)


def test_a_pattern_without_id_is_told_by_its_place(of_ones_own):
    with pytest.raises(StudyError, match="pattern 1: found no 'id'"):
        patterns.patterns(of_ones_own(entry(id=None)))


def test_a_term_made_of_itself_is_refused(of_ones_own):
    known = of_ones_own("terms: {egg: [<<hen>>], hen: ['a <<egg>>']}\n" + entry(regex="<<egg>>"))
    with pytest.raises(StudyError, match="'badge': found <<egg>>, which is made of itself"):
        patterns.patterns(known)


def test_a_broken_trigger_is_refused_with_its_name(of_ones_own):
    known = of_ones_own("triggers: {month: '<<moons>>'}\n")
    with pytest.raises(StudyError, match=r"locales/xx\.yaml, trigger 'month': found <<moons>>"):
        list(patterns.find("It was May.", known))


def test_a_term_that_yaml_takes_for_a_truth_value_is_refused(of_ones_own):
    with pytest.raises(StudyError, match=r"terms\.numbered: found 'false', which is no text"):
        of_ones_own("terms: {numbered: [No]}\n")


def test_a_key_stands_in_one_of_a_locales_two_files(of_ones_own):
    (locale.HERE / "xx.patterns.yaml").write_text(entry(), encoding="utf-8")
    with pytest.raises(StudyError, match=r"locales/xx\.patterns\.yaml, patterns: found a key of locales/xx\.yaml too"):
        of_ones_own(entry(id="pass"))


def test_the_second_file_is_no_locale_by_itself():
    with pytest.raises(StudyError, match=r"found 'en_GB\.patterns'; expected one of en_GB, en_IE"):
        locale.load("en_GB.patterns")


def test_ireland_has_all_of_the_united_kingdoms_patterns_and_its_own():
    british, irish = patterns.patterns(locale.load("en_GB")), patterns.patterns(locale.load("en_IE"))
    assert [pattern.rule_id for pattern in irish[:3]] == ["eircode", "pps_number", "irish_phone"]
    assert irish[3:] == british
