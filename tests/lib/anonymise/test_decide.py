"""People decide first, then the register, then the rules of the configuration; what nobody settles is masked."""

from __future__ import annotations

import pytest
from multicase.anonymise import locale, register
from multicase.anonymise.decide import Decisions, Verdict, band, decide, season, vaguer, year
from multicase.anonymise.detect import Settings
from multicase.anonymise.span import BROKEN

GB = locale.load("en_GB")
KNOWN = register.build(
    [{"entity": "holt", "kind": "person", "name": "Sarah Holt", "aliases": "", "replacement": "GP chair"},
     {"entity": "lee", "kind": "person", "name": "Ann Lee", "aliases": "", "replacement": ""}],
    None, [{"entity": "lee", "replacement": "P01"}], GB,
)  # fmt: skip


def find(text="Holt", kind="person", layer="register", entity="", source="a-i01"):
    return {"text": text, "kind": kind, "layer": layer, "entity": entity, "source_id": source, "case_id": "a"}


def row(text, kind="person", scope="study", action="pseudonymise", replacement="nurse"):
    return {"text": text, "kind": kind, "scope": scope, "action": action, "replacement": replacement, "entity": ""}


def verdict(item, *decisions, **settings):
    return decide(item, Decisions(decisions), KNOWN, Settings(**settings))


def test_a_speaker_label_becomes_its_participant():
    assert verdict(find(layer="structure", entity="a-p01")) == Verdict("pseudonymise", "structure", "[a-p01]")


def test_a_registered_entity_gets_its_replacement_or_its_pseudonym():
    assert verdict(find(entity="holt")).replacement == "[GP chair]"
    assert verdict(find(entity="lee")).replacement == "[P01]"


@pytest.mark.parametrize(
    ("kind", "mask"), [("person", "[person]"), ("other", "[name]"), ("phone", "[telephone number]")]
)
def test_what_nobody_decided_is_masked(kind, mask):
    assert verdict(find(kind=kind, layer="truecase")) == Verdict("mask", "nobody", mask)


def test_the_narrowest_scope_wins():
    rows = [
        row("Holt"),
        row("Holt", scope="case:a", replacement="B"),
        row("Holt", scope="source:a-i01", replacement="C"),
    ]
    assert verdict(find(), *rows).replacement == "[C]"
    assert verdict(find(source="a-i02"), *rows).replacement == "[B]"


def test_a_decision_holds_for_the_string_in_any_case_and_possessive():
    assert verdict(find("HOLT’S"), row("Holt", action="keep")) == Verdict("keep", "decision", "")


def test_what_is_kept_as_a_name_is_still_a_date():
    kept, gone = row("June", action="keep", replacement=""), row("June", action="redact", replacement="")
    month = find("June", kind="date", layer="pattern")
    assert verdict(month, kept) == Verdict("generalise", "rule", "[summer]")
    assert verdict(find("June", kind="place", layer="truecase"), kept).action == "keep"
    assert verdict(month, gone) == Verdict("redact", "decision", "[date]")  # masked in any case, if it may be a name


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("May", "date", "[spring]"), ("June", "date", "[summer]"), ("seven", "age", "[under 13]"),
        ("Grace", "other", "[nurse]"),
    ],
)  # fmt: skip
def test_what_stands_for_somebody_stands_for_no_date_and_no_age(text, kind, shown):
    assert verdict(find(text, kind, "pattern"), row(text)).replacement == shown
    assert verdict(find(text, layer="context"), row(text)).replacement == "[nurse]"


def test_what_stands_for_a_date_stands_for_nobody_and_what_is_masked_is_masked_as_either():
    spring = row("May", kind="date", action="generalise", replacement="that spring")
    assert verdict(find("May", layer="context"), spring) == Verdict("mask", "nobody", "[person]")
    assert verdict(find("May", "date", "pattern"), row("May", action="redact", replacement="")).replacement == "[date]"


def test_a_date_and_an_age_are_generalised_by_rule_without_a_replacement():
    row_of = {"action": "generalise", "replacement": ""}
    assert verdict(find("June", kind="date"), row("June", kind="date", **row_of)).replacement == "[summer]"
    assert verdict(find("eighty", kind="age"), row("eighty", kind="age", **row_of)).replacement == "[80-89]"
    assert verdict(find("plumber", kind="job"), row("plumber", kind="job", **row_of)).replacement == "[job]"


def test_a_decision_about_a_name_says_nothing_of_the_word():
    about = row("Bishop", replacement="GP B")
    assert verdict(find("bishop", kind="job", layer="wide"), about).action == "keep"
    assert verdict(find("BISHOP", kind="other", layer="truecase"), about).replacement == "[GP B]"
    assert verdict(find("bishop", layer="context"), about).replacement == "[GP B]"


def test_a_phrase_that_is_kept_with_capitals_is_kept_in_small_letters_and_no_other_decision_is_about_those():
    small = find("blue badge", kind="unclear", layer="cue")
    kept, gone = row("Blue Badge", kind="other", action="keep", replacement=""), row("Blue Badge", kind="other")
    assert verdict(small, kept) == Verdict("keep", "decision", "")
    assert verdict(small, gone) == verdict(small) == Verdict("keep", "nobody", "")
    assert verdict(small, kept, row("Blue Badge", kind="organisation")).by == "nobody"
    assert verdict(find("Blue Badge", kind="unclear", layer="fuzzy"), kept).by == "nobody"
    own = row("blue badge", kind="unclear", action="redact", replacement="")
    assert verdict(small, kept, own) == Verdict("redact", "decision", "[name]")


def test_the_register_goes_before_a_decision_and_a_decision_before_the_rules():
    assert verdict(find(entity="holt"), row("Holt", action="redact", replacement="")).replacement == "[GP chair]"
    assert verdict(find(), row("Holt", action="redact", replacement="")).replacement == "[person]"


@pytest.mark.parametrize(
    ("date", "vague"),
    [
        ("3rd of May 2014", "[spring 2014]"),
        ("26 September", "[autumn]"),
        ("12/03/15", "[spring 2015]"),
        ("2016-07-01", "[summer 2016]"),
        ("Dec 2013", "[winter 2013]"),
        ("August 10, 1871", "[summer 1871]"),
        ("05 Nov 17", "[autumn 2017]"),
        ("3-Apr-52", "[spring 1952]"),
        ("Apr-52", "[spring 1952]"),
        ("January 5 and 12", "[winter]"),
        ("2017/11/05", "[autumn 2017]"),
        ("2014-03-12T10:30:00Z", "[spring 2014]"),
        ("05/2014", "[spring 2014]"),
        ("01.-03.04.2015", "[spring 2015]"),
        ("1-3/4/15", "[date]"),
        ("05/2013 to 06/2014", "[spring 2013 – summer 2014]"),
        ("November to March 2015", "[autumn 2014 – spring 2015]"),
        ("November until January 2015", "[autumn 2014 – winter 2015]"),
        ("Nov-Jan 2015", "[autumn 2014 – winter 2015]"),
        ("November and January 2015", "[autumn–winter 2015]"),
        ("June and March 2015", "[summer–spring 2015]"),
        ("45/2014", "[2014]"),
        ("week 45/2014", "[2014]"),
        ("13-2014", "[2014]"),
        ("00/2014", "[2014]"),
        ("5.².2014", "[2014]"),
        ("May or January 2015", "[spring–winter 2015]"),
        ("March–October 2015", "[spring–autumn 2015]"),
        ("March to May 2015", "[spring 2015]"),
        ("June to August", "[summer]"),
        ("November to March", "[autumn–spring]"),
    ],
)
def test_dates_become_seasons(date, vague):
    assert season(date, GB) == vague


def test_months_over_a_new_year_keep_both_years_where_years_are_shown():
    assert year("November to March 2015", GB) == "[2014–2015]"
    assert year("March to October 2015", GB) == "[2015]"
    assert year("March", GB) == "[date]"
    assert year("June and March 2015", GB) == "[2015]"
    assert season("mei en januari 2015", locale.load("nl_NL")) == "[voorjaar–winter 2015]"
    assert season("november t/m januari 2015", locale.load("nl_NL")) == "[najaar 2014 – winter 2015]"
    assert season("maandag 5 mei 2014", locale.load("nl_NL")) == "[voorjaar 2014]"
    assert season("maandag 5 juli 2014", locale.load("nl_NL")) == "[zomer 2014]"


@pytest.mark.parametrize(
    ("age", "vague"),
    [
        ("84", "[80-89]"),
        ("eighty-four", "[80-89]"),
        ("nineteen", "[13-19]"),
        ("96", "[90 or over]"),
        ("a hundred", "[90 or over]"),
        ("six", "[under 13]"),
        ("twelve", "[under 13]"),
        ("late seventies", "[seventies]"),
        ("80s", "[eighties]"),
        ("mid-teens", "[teens]"),
        ("seventy-five, seventy-six", "[70-79]"),
        ("18 and 25", "[13-29]"),
        ("5-16", "[under 20]"),
        ("twenty five to thirty", "[20-39]"),
        ("18 months", "[under 13]"),
        ("twenty-week", "[under 13]"),
        ("a hundred and two", "[90 or over]"),
        ("one hundred and twenty", "[90 or over]"),
        ("eighty to a hundred and one", "[80 or over]"),
        ("two hundred months", "[13-19]"),
        ("84²", "[80-89]"),
    ],
)
def test_ages_become_bands(age, vague):
    assert band(age, GB) == vague


def test_settings_say_what_becomes_of_dates_ages_and_sums():
    date = find("May 2014", kind="date", layer="pattern")
    assert verdict(date).action == "generalise"
    assert verdict(date, dates="mask").replacement == "[date]"
    assert verdict(date, dates="keep").action == "keep"
    assert verdict(find("£5", kind="quantity", layer="pattern"), quantities="mask").replacement == "[quantity]"


def test_letters_that_may_be_initials_are_masked_in_what_is_published_until_decided():
    letters = find("MS", kind="unclear", layer="cue") | {"rule_id": "letters"}
    assert verdict(letters) == Verdict("keep", "nobody", "")
    assert verdict(letters, profile="publication") == Verdict("mask", "nobody", "[name]")


@pytest.mark.parametrize("kind", ["code", "date", "quantity"])
def test_long_digits_are_masked_though_only_the_layer_learned_sees_them(kind):
    assert verdict(find("06 12 34 56 78", kind=kind, layer="learned")) == Verdict("mask", "nobody", "[code]")
    assert verdict(find("12 34", kind=kind, layer="learned")).action == "keep"
    assert verdict(find("week 12 34 56 78 90", kind=kind, layer="learned")).action == "keep"
    kept = row("06 12 34 56 78", kind, action="keep", replacement="")
    assert verdict(find("06 12 34 56 78", kind=kind, layer="learned"), kept) == Verdict("keep", "decision", "")


def test_halves_of_a_broken_age_are_masked_for_neither_tells_it():
    half = find("two", kind="age", layer="pattern") | {"rule_id": BROKEN}
    assert verdict(half) == Verdict("mask", "nobody", "[age]")
    assert verdict(half, ages="keep").action == "keep"


def test_cues_are_queued_and_not_masked():
    assert verdict(find("the only woman", kind="job", layer="cue")) == Verdict("keep", "nobody", "")


@pytest.mark.parametrize("profile", ["internal", "deposit"])
def test_a_birth_stays_in_its_century_whoever_says_that_its_date_becomes_vaguer(profile):
    born = find("3/4/32", "date", "pattern") | {"rule_id": "date_of_birth"}
    by_rule = verdict(born, profile=profile)
    decided = verdict(born, row("3/4/32", "date", action="generalise", replacement=""), profile=profile)
    assert decided == Verdict("generalise", "decision", by_rule.replacement) and "1932" in by_rule.replacement


def test_where_kinds_are_decided_differently_none_holds_for_a_third():
    rows = [row("Marsh", "person"), row("Marsh", "place", replacement="town A")]
    assert verdict(find("Marsh", "place"), *rows).replacement == "[town A]"
    assert verdict(find("Marsh", "other"), *rows) == Verdict("mask", "nobody", "[name]")
    assert verdict(find("Marsh", "other"), *rows[:1]).by == "decision"
    as_date = row("Marsh", "date", action="keep", replacement="")  # says nothing of a name
    assert verdict(find("Marsh", "other"), rows[0], as_date).replacement == "[nurse]"


@pytest.mark.parametrize(
    ("replacement", "profile", "shown"),
    [
        ("[school A]", "internal", "school A"), (" [school A] ", "publication", "school"), ("school A", "deposit", "school A"),
        ("school [A]", "internal", "school [A]"), ("[school] [A]", "internal", "[school] [A]"),
    ],
)  # fmt: skip
def test_brackets_that_people_write_round_a_replacement_are_those_that_it_gets(replacement, profile, shown):
    assert vaguer(replacement, profile) == shown
