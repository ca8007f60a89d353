"""Numbers and codes are found by their form, checked by libraries; what only looks like one is left readable."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.anonymise import lexicon, locale, patterns, register, telephones, terms
from multicase.anonymise.checks import spoken_digits
from multicase.anonymise.decide import Decisions, decide
from multicase.anonymise.detect import Settings, detect
from ruled import GB

IE = locale.load("en_IE")


def spans(text, known=GB):
    found = detect(
        text, known=register.build((), (), None, known), lexicon=lexicon.of_texts([text], known), locale=known,
        settings=Settings(locale=known.name),
    )  # fmt: skip
    return [(text[span.start : span.end], span.kind) for span in found if span.layer == "pattern"]


PHONES = [
    "07700 900123", "07700900123", "0 7 7 0 0 9 0 0 1 2 3", "077 00 90 01 23", "07700.900.123", "07700-900-123",
    "(01632) 960123", "01632/960123", "(01632) 960 123", "020 7946 0018", "0800 1111 222",
    "+44 7700 900123", "+44 (0) 7700 900123", "+44(0)1632 960 123", "0044 7700 900123", "00 44 1632 960123",
    "+353 87 123 4567", "00353 1 234 5678", "087 123 4567", "+1 202 555 0143", "+48 512 345 678", "+91 98765 43210",
    "+49 30 12345678", "0049 30 1234567", "+33 6 12 34 56 78", "+61 412 345 678", "01632 960123 ext 45", "01632 960123 x7",
]  # fmt: skip


@pytest.mark.parametrize("number", PHONES)
@pytest.mark.parametrize("sentence", ["He left {} on the pad.", "It was {}, I think", "({})"])
def test_telephone_numbers_are_found_whole(number, sentence):
    assert (number, "phone") in spans(sentence.format(number))


TOLD = [
    ("my mobile is 7700 900123 now", "7700 900123"),
    ("ring me on 7700 900 123 then", "7700 900 123"),
    ("tel: 960123.", "960123"),
    ("Phone no. 7700900123, ask", "7700900123"),
    ("text him on 07700 90012 tonight", "07700 90012"),  # a digit is missing
]


@pytest.mark.parametrize(("text", "number"), TOLD)
def test_a_number_that_a_word_announces_may_lack_its_first_digit_or_its_last(text, number):
    assert (number, "phone") in spans(text)


@given(
    st.sampled_from(["07700900123", "01632960123", "02079460018", "447700900123", "353871234567", "12025550143"]),
    st.lists(st.sampled_from(["", " ", "-", ".", " - ", "\u00a0"]), min_size=12, max_size=12),
)
def test_a_telephone_number_is_found_whole_whatever_separates_its_digits(number, between):
    shown = "".join(digit + gap for digit, gap in zip(number[:-1], between, strict=False)) + number[-1]
    shown = shown if number.startswith("0") else f"+{shown}"
    found = list(patterns.find(f"so {shown} it was", GB))
    assert any(span.start == 3 and span.end == 3 + len(shown) for span in found)


def test_two_numbers_in_a_row_stay_two():
    assert spans("07700 900123 07700 900456") == [("07700 900123", "phone"), ("07700 900456", "phone")]


def test_national_numbers_are_those_of_the_locales_countries():
    dates = terms.compiled(telephones.DATES, GB)
    assert telephones.length("087 123 4567", ["IE"], [], dates) == 12
    assert telephones.length("0612345678", ["NL"], [], dates) == 10
    assert telephones.length("(212) 555-0143", ["US"], [], dates) == 14
    assert telephones.length("07700 900123 2014", ["GB"], GB.fictitious_numbers, dates) == 12
    assert telephones.length("0121 496 00 12 14", ["GB"], GB.fictitious_numbers, dates) == 14
    assert telephones.length("1632 960123", ["GB"], GB.fictitious_numbers, dates) == 0
    assert telephones.length("03/04/2015", ["GB", "IE"], [], dates) == 0
    assert telephones.length("0612345678", [], [], dates) == 0


@pytest.mark.parametrize("regions", [("GB", "IE"), ("NL", "BE")])
@pytest.mark.parametrize(
    ("number", "behind"),
    [("0176/44 81 92 03", ""), ("0176 44 81 92 03", ""), ("030 / 12 34 56 78", ""), ("(0951) 503-0", ""), ("0176 44 81 92 03", " 2014"),
     ("0176 44 81 92 03", " 5 times")],
)  # fmt: skip
def test_a_number_of_a_country_that_nobody_named_is_not_cut(number, behind, regions):
    dates = terms.compiled(telephones.DATES, GB)
    assert telephones.length(number + behind, regions, [], dates) == len(number)


@pytest.mark.parametrize("number", ["06 12 34 56 78", "020 624 11 11"])
def test_what_stands_behind_a_countrys_own_number_is_not_of_it(number):
    dates = terms.compiled(telephones.DATES, GB)
    assert telephones.length(f"{number} 25", ["NL"], [], dates) == len(number)


@pytest.mark.parametrize("text", ["01/04/2014 - 31/03/2015", "01.-03.04.2015", "04/2014-03/2015", "3/4/2015"])
def test_what_is_a_date_in_digits_is_told_once_and_asked_for(text):
    term = GB.terms | {"dates_in_numbers": ("nothing",)}
    assert list(patterns.find(f"Tel: {text}.", GB)) != []
    assert {span.kind for span in patterns.find(f"Tel: {text}.", GB)} == {"date"}
    assert "phone" in {span.kind for span in patterns.find(f"Tel: {text}.", replace(GB, terms=term))}


SPOKEN = [
    "oh seven seven double oh nine hundred one two three",
    "zero one six three two, nine six zero, one two three",
    "oh one one three four nine six oh double eight seven",
    "nought two nought seven nine four six treble one five",
    "seven seven double oh nine double oh one two three",
]


@pytest.mark.parametrize("words", SPOKEN)
def test_a_number_told_in_words_is_found_whole(words):
    assert (words, "phone") in spans(f"Yes it's {words}, that one.")


def test_digits_are_told_in_words():
    assert spoken_digits("oh seven seven double oh nine hundred one two three", GB) == "07700900123"
    assert spoken_digits("treble two twenty one twelve", GB) == "2222112"


@pytest.mark.parametrize(
    "text", ["One, two, three, four, five, six, seven, eight.", "two or three of the four", "five four three two one"]
)
def test_what_counts_is_no_number_told_in_words(text):
    assert spans(text) == []


CHECKED = {
    "GB82 WEST 1234 5698 7654 32": "code", "gb82west12345698765432": "code", "DE89 3704 0044 0532 0130 00": "code",
    "4111 1111 1111 1111": "code", "5500-0000-0000-0004": "code", "378282246310005": "code",
    "44051401359": "code", "1234567T": "code", "12345678Z": "code", "X1234567L": "code", "RSSMRA85T10A562S": "code",
    "2 84 05 88 157 008 22": "code", "811228-9874": "code", "234123412346": "code", "219-09-9999": "code",
    "999 000 0018": "nhs_number", "AB 12 34 56 C": "code", "ab123456c": "code", "TAYLO755218DE9WB": "code",
    "198.51.100.23": "code", "198.51.100.23:8080": "code", "2001:db8::ff00:42:8329": "code",
    "2001:0db8:0000:0000:0000:ff00:0042:8329": "code", "00:00:5E:00:53:AF": "code", "00-00-5e-00-53-af": "code",
    "HX1 2AB": "place", "hx12ab": "place", "EC1A 1BB": "place", "w1a0ax": "place", "bd5  1sp": "place",
    "BD51 SMR": "code", "BD51SMR": "code", "bd51-smr": "code", "P123 ABC": "code", "ABC 123D": "code", "AXZ 1234": "code",
    "50012346": "code", "13240012345": "code", "A12345678": "code", "054SM9IJ": "code", "RR8 123 456": "code",
    "orr_and_out": "url", "OrrGoose#4417": "url", "bit.ly/3xYz12": "url", "20-45-53 12345678": "code", "60-83-71": "code",
    "W-118764": "code", "V-008": "code", "HK-02": "code", "ABC-123/4": "code", "ORR/C/22/019": "code", "P/FUL/2031/06118": "code",
    "22/00417/FUL": "code", "INC 20931": "code",
}  # fmt: skip


@pytest.mark.parametrize("it", CHECKED)
def test_what_its_form_gives_away_is_found_whole(it):
    assert (it, CHECKED[it]) in spans(f"He wrote {it} there.")


INTRODUCED = {
    "sort code 20-45-53 and": ("20-45-53", "code"),
    "the sort code, which I know, is 204553 now": ("204553", "code"),
    "a/c no. 1234567 with them": ("1234567", "code"),
    "my account number is 7 123 4567.": ("7 123 4567", "code"),
    "passport number GBR 112233 is": ("GBR 112233", "code"),
    "her passport, which was new, 112233445": ("112233445", "code"),
    "driving licence number ORRAX 7552 it": ("ORRAX 7552", "code"),
    "PESEL 44051401358": ("44051401358", "code"),  # these have a digit wrong
    "his BSN is 111222334 I": ("111222334", "code"),
    "IdNr. 36574261808": ("36574261808", "code"),
    "PPS no 1234567X": ("1234567X", "code"),
    "NHS number 999 000 0017": ("999 000 0017", "nhs_number"),
    "IBAN GB00 WEST 1234 5698 7654 32": ("GB00 WEST 1234 5698 7654 32", "code"),
    "NI number ab 12 34 56 c": ("ab 12 34 56 c", "code"),
    "National Insurance number is ZZ 12-34-56": ("ZZ 12-34-56", "code"),
    "Zoom meeting ID: 845 1234 5678": ("845 1234 5678", "code"),
    "the passcode is 4x7Kq2": ("4x7Kq2", "code"),
    "Passcode: orrgate": ("orrgate", "code"),
    "username: sorr84": ("sorr84", "url"),
    "my login is s.orr.84, yes": ("s.orr.84", "code"),
    "crime ref 13/24/0012 they": ("13/24/0012", "code"),
    "case number 4471-B was": ("4471-B", "code"),
    "invoice INV-00451, unpaid": ("INV-00451", "code"),
    "customer no: 00451288": ("00451288", "code"),
    "payroll number 30471 now": ("30471", "code"),
    "complaint ref orr-1234-x8 still": ("orr-1234-x8", "code"),
    "postcode is LS6, I": ("LS6", "place"),
    "the reg was K1 ORR then": ("K1 ORR", "code"),
    "the reg was p12 orr then": ("p12 orr", "code"),
    "my card ending in 4417 went": ("4417", "code"),
    "she is orr1980 on Reddit": ("orr1980", "url"),
    "on Insta as moors.walker1 mostly": ("moors.walker1", "url"),
    "john dot smith at example dot org": ("john dot smith at example dot org", "email"),
    "s.orr at haxwold.example.org": ("s.orr at haxwold.example.org", "email"),
    "orr [at] haxwold [dot] org": ("orr [at] haxwold [dot] org", "email"),
    "it is haxwold news dot co dot uk": ("news dot co dot uk", "url"),
    "www dot haxwold dot org": ("www dot haxwold dot org", "url"),
    "at orr underscore ninety": ("at orr underscore ninety", "url"),
    "staff number is four four seven one": ("four four seven one", "code"),
    "sort code is twelve, thirty-four, fifty-six": ("twelve, thirty-four, fifty-six", "code"),
    "employee 30471 said": ("30471", "code"),
    "my extension is 4471 now": ("4471", "code"),
    "the key safe is 4471 now": ("4471", "code"),
    "Key safe: 4471": ("4471", "code"),
    "door code 0471 there": ("0471", "code"),
    "Police log 217 of it": ("217", "code"),
    "incident number 471 was": ("471", "code"),
    "my login was orr.admin there": ("orr.admin", "code"),
    "under u/orrwold there": ("u/orrwold", "url"),
    "see orrwold.shop there": ("orrwold.shop", "url"),
    "o7700 900123 it": ("o7700 900123", "phone"),
    "j orr at haxwold hyphen walks dot co dot uk": ("j orr at haxwold hyphen walks dot co dot uk", "email"),
    "Yankee Juliet six eight, Oscar Romeo Romeo": ("Yankee Juliet six eight, Oscar Romeo Romeo", "code"),
}


@pytest.mark.parametrize("text", INTRODUCED)
def test_what_a_word_announces_is_found_even_with_a_digit_wrong(text):
    assert INTRODUCED[text] in spans(text)


BIRTHS = [
    ("dob 3.4.71", "3.4.71", "[spring 1971]"),
    ("D.O.B.: 03/04/1971", "03/04/1971", "[spring 1971]"),
    ("date of birth is 3 4 71, yes", "3 4 71", "[spring 1971]"),
    ("born on 03-04-28 there", "03-04-28", "[spring 1928]"),
    ("born 1971-04-03", "1971-04-03", "[spring 1971]"),
    ("DOB 030471", "030471", "[spring 1971]"),
    ("dob 03041971", "03041971", "[spring 1971]"),
    ("DOB 3-Apr-71", "3-Apr-71", "[spring 1971]"),
    ("born 3 April 71", "3 April 71", "[spring 1971]"),
    ("dob third of the fourth, seventy-one", "third of the fourth, seventy-one", "[date]"),
    ("born on 12.30.71 in Ohio", "12.30.71", "[winter 1971]"),
]


@pytest.mark.parametrize(("text", "it", "vague"), BIRTHS)
def test_a_birth_is_a_date_and_lies_in_the_past(text, it, vague):
    (span,) = [span for span in patterns.find(text, GB) if span.layer == "pattern"]
    assert (text[span.start : span.end], span.kind) == (it, "date")
    find = {
        "text": it,
        "kind": "date",
        "layer": span.layer,
        "rule_id": span.rule_id,
        "entity": "",
        "source_id": "",
        "case_id": "",
    }
    assert decide(find, Decisions(()), register.build((), (), None, GB), Settings()).replacement == vague


LEFT = [
    "PM10 and PM2.5 fell", "COVID19 and H1N1", "vitamin B12", "up the M25", "my P60 came", "there is no PM10 here", "Form SA100 is long",
    "paragraph 4.2.15 of it", "section 12.1.3 says", "rule 10.2.1.4 says", "They won 3-1 and 21-19.", "version 3.4.12", "v 10.2.1.4 is out",
    "Version 2.0.1", "about 45.6 per 100,000", "a mean of 3.42 (SD 1.05)", "500 mg twice", "0.5 ml", "ISO 9001", "ISO9001", "BS 7666",
    "1,234,567 people", "12 000 people", "population of 67000000", "in the ratio 3:2:1", "at 10:20:30 it", "blood pressure 120/80",
    "the dot com years", "Look at the dot on it", "pages 112-115", "sections 3, 4 and 5", "grade 7 in 3 subjects",
    "Chapter 11 and article 50", "24/7", "24/7/365", "A/B/C", "50/50", "an F-16", "HIV-1", "COVID-19", "a 4x4", "an MP3", "A4 paper", "Windows 10",
]  # fmt: skip


@pytest.mark.parametrize("text", LEFT)
@pytest.mark.parametrize("known", [GB, IE], ids=["en_GB", "en_IE"])
def test_what_only_looks_like_an_identifier_is_left(text, known):
    assert [find for find in spans(text, known) if find[1] != "quantity"] == []


@pytest.mark.parametrize(
    "text",
    [
        "since 2013",
        "2013 to 2014",
        "2013/14 and 2014-2015",
        "from 1998-2001",
        "£1,234,567",
        "EUR 4,000,000",
        "GBP 20000",
        "NHS 2030",
    ],
)
def test_years_and_sums_are_no_numbers_of_anybody(text):
    assert not {"code", "phone", "nhs_number"} & {kind for _, kind in spans(text)}


@pytest.mark.parametrize(
    "text", ["02/10 0915. Visit made.", "Seen at home.\n17/10. Well.", "31/12: no reply", "04/10\nNo reply"]
)
def test_a_day_at_the_head_of_an_entry_is_a_date(text):
    assert [kind for words, kind in spans(text) if "/" in words] == ["date"]


@pytest.mark.parametrize(
    "text", ["They gave it 10/10.", "10/10ths of it", "50/50 it was", "24/7 care", "10/120 of them", "10/10/"]
)
def test_a_share_is_no_day(text):
    assert "date" not in {kind for _, kind in spans(text)}
