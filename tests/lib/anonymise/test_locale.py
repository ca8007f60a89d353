"""A locale declares its patterns, each with its source; what is wrong with one is told with its id."""

from __future__ import annotations

import json
import re

import pytest
from multicase.anonymise import decide, locale, patterns, telephones, terms
from multicase.study import files
from multicase.study.problems import StudyError

NAMES = sorted(file.stem for file in locale.HERE.glob("*.yaml") if "." not in file.stem)
KINDS = files.schema("decisions")["properties"]["kind"]["enum"]
SOUND = {"id": "badge", "kind": "code", "regex": r"badge [ ] \d+", "source": "usage"}


@pytest.fixture
def of_ones_own(tmp_path, monkeypatch):
    """A function that writes the locale xx, which extends en_GB, and loads it."""
    for file in locale.HERE.glob("*.yaml"):
        if not file.name.startswith("en_IE"):
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
    """Those that no pattern or trigger, and nothing that asks for one, leads to would only seem to count."""
    known = locale.load(name)
    todo = [f"<<{telephones.DATES}>>", *(item["regex"] for _, item in known.patterns)] + [
        regex for _, regex in known.triggers.values()
    ]
    todo += [f"<<{term}>>" for told in (known.doing, known.living, known.counting) for term in told]
    used = set()
    while todo:
        for term in {reference[1] for reference in terms.TERM.finditer(todo.pop())} - used:
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
        ({"check": "given_nam"}, "the unknown check 'given_nam'.*nearest: 'given_name'"),
        ({"check": "stdnum.pl.nobody"}, "the unknown check 'stdnum.pl.nobody'"),
        ({"check": "stdnum.util"}, "the unknown check 'stdnum.util'"),
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
    with pytest.raises(StudyError, match=r"found 'en_GB\.patterns'; expected one of en, en_GB, en_IE"):
        locale.load("en_GB.patterns")


def of(name):
    return [(pattern.rule_id, pattern.regex.pattern) for pattern in patterns.patterns(locale.load(name))]


def test_the_countries_have_their_own_patterns_those_of_english_and_those_of_no_language():
    british, irish, english = of("en_GB"), of("en_IE"), of("en")
    common = [item["id"] for file, item in locale.load("en").patterns if file == "locales/common.patterns.yaml"]
    assert [rule for rule, _ in irish[:3]] == ["eircode", "pps_number", "irish_plate"]
    assert [rule for rule, _ in english[-len(common) :]] == common
    assert {rule for rule, _ in english} < {rule for rule, _ in british}
    own = {"postcode", "ni_number", "nhs_number", "sort_code", "plate_of_the_uk", "pin", "driving_licence"}
    assert own <= {rule for rule, _ in british}
    assert not own & {rule for rule, _ in [*irish, *english]}


UK_ONLY = {
    "at HX1 2AB now": "HX1 2AB",
    "it is AB 12 34 56 C then": "AB 12 34 56 C",
    "sort code 20-45-53 there": "20-45-53",
    "the car was BD51SMR then": "BD51SMR",
    "the car was ABC 123D then": "ABC 123D",
    "see thornsea.gov.uk there": "thornsea.gov.uk",
    "GMC number 7654321 is": "7654321",
}


@pytest.mark.parametrize("text", UK_ONLY)
def test_what_belongs_to_the_united_kingdom_is_found_there_alone(text):
    there, elsewhere = ({it for it, _ in found(text, locale.load(name))} for name in ("en_GB", "en_IE"))
    assert UK_ONLY[text] in there
    assert UK_ONLY[text] not in elsewhere or "7654321" in text  # any number of seven digits identifies


GERMAN = {
    "regions": ["DE"], "months": ["Januar", "Mai"], "weekdays": ["Montag"], "seasons": ["Winter"] * 2 + ["Frühling"] * 10,
    "parts_of_a_year": ["Monat Monate", "Woche Wochen", "Tag Tage"],
    "month_stems": ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"],
    "numbers": {"ones": ["eins"], "teens": ["zehn"], "tens": ["zwanzig"], "hundreds": ["hundert"]},
    "decades": ["Teens", "Zwanziger", "Dreißiger", "Vierziger", "Fünfziger", "Sechziger", "Siebziger", "Achtziger", "Neunziger"],
    "ranges": {"under": "unter {}", "over": "{} oder älter", "either": "{} oder {}"}, "placeholders": {"date": "Datum"},
    "occupation_and": "und", "plural": "en",
}  # fmt: skip
BLOCKS = ("head_nouns", "demographics", "doing", "living", "counting")


@pytest.fixture
def german(tmp_path, monkeypatch):
    """A locale that extends nothing: all keys, most of them empty."""
    (tmp_path / locale.COMMON).write_bytes((locale.HERE / locale.COMMON).read_bytes())
    english = files.parse_yaml((locale.HERE / "en.yaml").read_text(encoding="utf-8"))
    keys = {key: GERMAN.get(key, {} if key in BLOCKS else []) for key in english}
    monkeypatch.setattr(locale, "HERE", tmp_path)
    locale.load.cache_clear()

    def load(**changes):
        left = {key: value for key, value in {**keys, **changes}.items() if value is not None}
        (tmp_path / "de_DE.yaml").write_text(json.dumps(left), encoding="utf-8")
        return locale.load("de_DE")

    yield load
    locale.load.cache_clear()


def test_a_locale_that_extends_nothing_has_the_patterns_of_no_language(german):
    text = "Tel. 030 12345678, a.orr@haxwold.example, DE89 3704 0044 0532 0130 00, 192.168.20.1, 01632 960123"
    assert {it for it, _ in found(text, german())} >= {
        "030 12345678", "a.orr@haxwold.example", "DE89 3704 0044 0532 0130 00", "192.168.20.1",
    }  # fmt: skip


def test_the_words_that_dates_and_ages_become_are_the_locales(german):
    words = german()
    assert decide.season("3. Mai 2014", words) == "[Frühling 2014]"
    assert decide.season("irgendwann", words) == "[Datum]"
    assert [decide.band(age, words) for age in ("zwanzig", "95", "5")] == ["[20-29]", "[90 oder älter]", "[unter 13]"]


def test_ones_and_tens_in_one_word_are_read_and_what_is_no_number_is_no_child(german):
    words = german(numbers={**GERMAN["numbers"], "joins": ["und"]}, placeholders={"age": "Alter"})
    assert [decide.band(age, words) for age in ("einsundzwanzig", "zwanzigste")] == ["[20-29]", "[Alter]"]


def test_every_key_that_a_locale_lacks_is_told(german):
    with pytest.raises(StudyError, match=r"2 problems(?s:.)*de_DE\.yaml, months(?s:.)*de_DE\.yaml, weekdays"):
        german(months=None, weekdays=None)


def test_a_text_of_a_locale_takes_the_place_of_the_other_locales(of_ones_own):
    known = of_ones_own("placeholders: {phone: number}\nplural: x\n")
    assert known.placeholders["phone"] == "number" and known.placeholders["other"] == "name" and known.plural == "x"


def test_what_a_pattern_passes_over_is_no_find(of_ones_own):
    known = of_ones_own(entry(regex=r"old[ ]badge[ ]\d+ | badge [ ] (?P<it> \d+ )"))
    assert ("12", "badge") in found("badge 12", known) and ("12", "badge") not in found("old badge 12", known)


def test_an_unknown_key_and_a_list_of_the_wrong_length_are_told(of_ones_own):
    with pytest.raises(StudyError) as caught:
        of_ones_own("titels: [Dhr]\nreplace: [seasons]\nseasons: [winter, summer]\n")
    told = str(caught.value)
    assert "titels: found an unknown key" in told and "nearest: 'titles'" in told
    assert "seasons: found a list of 2; expected a list of 12" in told


@pytest.mark.parametrize("value", ["moth", "Month", "mdy", "'03'"])
def test_what_comes_first_in_dates_is_the_day_or_the_month_and_nothing_else(of_ones_own, value):
    with pytest.raises(StudyError, match=r"first_in_dates: found .*; expected day or month"):
        of_ones_own(f"first_in_dates: {value}\n")


@pytest.mark.parametrize(("value", "shown"), [("day", "[spring 2014]"), ("month", "[winter 2014]")])
def test_a_date_in_numbers_is_read_as_a_locale_says(of_ones_own, value, shown):
    known = of_ones_own(f"first_in_dates: {value}\n")
    assert [decide.season(date, known) for date in ("12/3/2014", "Fri 12/3/2014", "12.03.14")] == [shown] * 3
    assert (
        decide.season("2014-03-12", known) == "[spring 2014]" and decide.season("31/12/2014", known) == "[winter 2014]"
    )


@pytest.mark.parametrize(
    ("key", "value"), [("negators", "niet"), ("titles", "''"), ("acronyms", "{AB: CD}"), ("capital_words", "I")]
)
def test_what_is_no_list_is_told_where_one_is_due(of_ones_own, key, value):
    with pytest.raises(StudyError, match=rf"locales/xx\.yaml, {key}: found .* no list"):
        of_ones_own(f"{key}: {value}\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ambiguous_names: bakker", "ambiguous_names: found 'bakker', which is no list"),
        ("repeats: dubbel", "repeats: found 'dubbel', which is no list"),
        ("head_nouns: {place: straat}", "head_nouns.place: found 'straat', which is no list"),
        ("numbers: {ones: een}", "numbers.ones: found 'een', which is no list"),
        ("demographics: {m: married}", "demographics.m: found 'married', which is no list"),
        ("head_nouns: [straat]", "head_nouns: found .* which is no block"),
        ("placeholders: [persoon]", "placeholders: found .* which is no block"),
        ("terms: [day]", "terms: found .* which is no block"),
        ("plural: [s]", "plural: found .* which is no text"),
        ("replace: titles", "replace: found 'titles', which is no list"),
        ("replace: [titels]\ntitles: [Dhr]", "replace: found 'titels'; expected a key of this file.*titles"),
    ],
)
def test_what_has_another_shape_than_its_key_asks_for_is_told(of_ones_own, text, told):
    with pytest.raises(StudyError, match=rf"locales/xx\.yaml, {told}"):
        of_ones_own(f"{text}\n")


@pytest.mark.parametrize("base", ["xx", "yy", "[en_GB]", "nowhere"])
@pytest.mark.parametrize("read", [locale.load, locale.paths])
def test_a_locale_that_extends_itself_or_nothing_that_is_there_is_told(of_ones_own, base, read):
    of_ones_own("")
    (locale.HERE / "xx.yaml").write_text(f"extends: {base}\n", encoding="utf-8")
    (locale.HERE / "yy.yaml").write_text("extends: xx\n", encoding="utf-8")
    locale.load.cache_clear()
    with pytest.raises(StudyError, match=r"locales/(xx|yy)\.yaml, extends: found "):
        read("xx")


@pytest.mark.parametrize("text", ["", "no keys at all", "- en_GB"])
def test_a_locale_without_any_key_is_told(of_ones_own, text):
    of_ones_own("")
    (locale.HERE / "xx.yaml").write_text(text, encoding="utf-8")
    locale.load.cache_clear()
    with pytest.raises(StudyError, match=r"locales/xx\.yaml: found no keys"):
        locale.load("xx")


@pytest.mark.parametrize(
    ("key", "text", "entry"),
    [
        ("abbreviations", "['(', dhr]", "("),
        ("abbreviations_before_numbers", "[Nr, 'No*+?+']", "No*+?+"),
        ("abbreviations_unless_opener", "['(?i)st']", "(?i)st"),
        ("abbreviations", "['x?']", "x?"),
        ("capital_words", "['']", ""),
        ("fictitious_numbers", "['[0-9']", "[0-9"),
        ("cues", "['the only )']", "the only )"),
        ("demographics.m", "{m: ['married (']}", "married ("),
    ],
)
def test_a_broken_expression_is_told_with_its_file_key_and_entry(of_ones_own, key, text, entry):
    wrong = rf"locales/xx\.yaml, {key}: found '{re.escape(entry)}', .*expected a regular expression"
    with pytest.raises(StudyError, match=wrong):
        of_ones_own(f"{key.split('.')[0]}: {text}\n")


def test_weights_that_are_not_there_are_told_with_the_file_and_the_key(of_ones_own):
    of_ones_own("learned: xx\n")
    with pytest.raises(StudyError, match=r"learned: found 'xx'; expected a file locales/xx\.learned\.tsv"):
        locale.paths("xx")


def test_scotlands_has_all_of_britains_and_its_own_names_and_places():
    british, scottish = locale.load("en_GB"), locale.load("en_SCT")
    assert of("en_SCT") == of("en_GB")
    for mine, theirs in ((british.given_names, scottish.given_names), (british.acronyms, scottish.acronyms)):
        assert set(mine) < set(theirs)


def test_words_told_by_a_term_that_there_is_not_are_refused(of_ones_own):
    with pytest.raises(StudyError, match=r"doing\.paints: found no such term"):
        of_ones_own("doing: {paints: [boats]}\n")
