"""The United States: their numbers, addresses and names are found, dates begin with the month, and ordinary talk is left alone."""

from __future__ import annotations

import pytest
from multicase.anonymise import decide, dictionary, languages, lexicon, locale, patterns, register
from multicase.anonymise.detect import Settings, detect

US, GB = locale.load("en_US"), locale.load("en_GB")
KNOWN = register.build((), (), None, US)
SETTINGS = Settings(locale="en_US")


def spans_of(text, settings=SETTINGS):
    return detect(text, known=KNOWN, lexicon=lexicon.of_texts([text], US), locale=US, settings=settings)


def found(text):
    """(words, kind, rule) of everything found."""
    return {(text[span.start : span.end], span.kind, span.rule_id) for span in spans_of(text)}


def words(text):
    return {it for it, _, _ in found(text)}


def sure(text):
    """What patterns find, but for what is found and kept."""
    return {text[span.start : span.end] for span in patterns.find(text, US) if span.layer == "pattern"}


@pytest.mark.parametrize(
    ("text", "it", "rule"),
    [
        ("Her social is 219-09-9999 then.", "219-09-9999", "social_security_told"),
        ("SSN: 219 09 9999", "219 09 9999", "social_security_told"),
        ("It read xxx-xx-7736 there.", "xxx-xx-7736", "social_security"),
        ("Hers, 536 22 8726, was lost.", "536 22 8726", "social_security"),
        ("They want the last four of my social, 7736.", "7736", "social_security_told"),
        ("the last four digits of his SSN are 1998", "1998", "social_security_told"),
        ("Last four of SSN (4471), and date.", "4471", "social_security_told"),
        ("they wanted her social and i said six two one eight", "six two one eight", "social_security_told"),
        ("Her EIN is 47-3390215 now.", "47-3390215", "ein"),
        ("Medicare number 1EG4-TE5-MK73.", "1EG4-TE5-MK73", "medicare"),
        ("It is 1EG4TE5MK73 then.", "1EG4TE5MK73", "medicare"),
        ("Your A209-441-876 is here.", "A209-441-876", "alien_number"),
        ("See A# 209 441 876 for it.", "A# 209 441 876", "alien_number"),
        ("Filed as No. 19-cv-04412 there.", "19-cv-04412", "docket"),
        ("Civil Action No. 7:19-cv-00412-RKW.", "7:19-cv-00412-RKW", "docket"),
        ("It is 2021-CF-000318 now.", "2021-CF-000318", "docket"),
        ("It is CV-2019-0143 now.", "CV-2019-0143", "docket"),
        ("the license W426-545-30-761-0 was bad", "W426-545-30-761-0", "drivers_license"),
        ("a license (M04-218-557) that was bad", "M04-218-557", "drivers_license"),
        ("A gray one, 8KDL229, was there.", "8KDL229", "plate_of_a_state"),
        ("My rental, KS 418 GRT, is clean.", "KS 418 GRT", "plate_of_a_state"),
        ("plate CKA 7L42", "CKA 7L42", "plate_told"),
        ("and i said it out loud six two one eight and cried", "six two one eight", "code_spoken"),
        ("it is zero six h h one one seven four nine", "zero six h h one one seven four nine", "code_spoken"),
        ("See protocol #07213 for it.", "07213", "code_told"),
        ("Census # 318,204", "318,204", "code_told"),
        ("NPI 1245319599", "1245319599", "code_told"),
        ("MRN 44-18-07", "44-18-07", "code_told"),
        ("index no. 450123/2019", "450123/2019", "code_told"),
    ],
)
def test_numbers_of_persons_and_cases(text, it, rule):
    assert (it, "code", rule) in found(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Mine is (504) 555-0134 at home.", "(504) 555-0134"),
        ("Mine is 504.555.0134 at home.", "504.555.0134"),
        ("Mine is 504-555-0134 ext. 12 at home.", "504-555-0134 ext. 12"),
        ("Try 555-0134 after six.", "555-0134"),
        ("Try 1-800-555-0199 after six.", "1-800-555-0199"),
        ("call me at five oh four five five five oh one three four", "five oh four five five five oh one three four"),
    ],
)
def test_telephones(text, number):
    assert (number, "phone") in {(it, kind) for it, kind, _ in found(text)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("She has 1427 N. Rampart St., Apt 3B, still.", "1427 N. Rampart St., Apt 3B"),
        ("Write to 369 E. 148th Street, 2nd Fl., please.", "369 E. 148th Street, 2nd Fl."),
        ("They burned 4417 E. Clay, Apt 6, down.", "4417 E. Clay, Apt 6"),
        ("at 2200 Martin Luther King Jr. Blvd, Unit 4.", "2200 Martin Luther King Jr. Blvd, Unit 4"),
        ("We stay on W 181st Street there.", "W 181st Street"),
        ("He has a house on North 8th, paid off.", "North 8th"),
        ("Take 14th Street NW down.", "14th Street NW"),
        ("It is on Fifth Avenue now.", "Fifth Avenue"),
        ("i stay fourteen twenty seven north rampart upstairs", "fourteen twenty seven north rampart"),
        ("she was at thirty four hundred magazine street then", "thirty four hundred magazine street"),
        ("he has apartment three b but i left", "apartment three b"),
        ("It is off County Road 12 now.", "County Road 12"),
        ("It is off Highway 50 now.", "Highway 50"),
        ("It is off I-40 now.", "I-40"),
        ("Mail goes to Rural Route 2, Box 44 now.", "Rural Route 2, Box 44"),
        ("Mail goes to PO Box 1188 now.", "PO Box 1188"),
        ("We went to Biloxi, MS, then.", "Biloxi, MS"),
        ("He left Tulsa, OK, and died.", "Tulsa, OK"),
        ("He left Portland, OR and died.", "Portland, OR"),
        ("in Winslow AZ 86047-1188 now", "Winslow AZ 86047-1188"),
        ("in St. Paul, MN 55101 now", "St. Paul, MN 55101"),
        ("We buried her in Tupelo, Mississippi.", "Tupelo, Mississippi"),
        ("We drove to Annapolis, MD then.", "Annapolis, MD"),
        ("zip 10033", "10033"),
        ("my zip code is seven oh one one seven now", "seven oh one one seven"),
        ("He is in Orleans Parish now.", "Orleans Parish"),
        ("He is in Cook County now.", "Cook County"),
        ("We live in the Magnolia Projects now.", "Magnolia Projects"),
    ],
)
def test_places(text, place):
    assert (place, "place") in {(it, kind) for it, kind, _ in found(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("She teaches at P.S. 118 now.", "P.S. 118"),
        ("He went to Lincoln High.", "Lincoln High"),
        ("He went to Jordan Middle School.", "Jordan Middle School"),
        ("She died at Methodist Hospital.", "Methodist Hospital"),
        ("She works for Catholic Charities.", "Catholic Charities"),
        ("He went to Seminole High School.", "Seminole High School"),
        ("She writes for the Navajo Times.", "Navajo Times"),
        ("He went to Ohio State University.", "Ohio State University"),
        ("He went to the University of Puerto Rico.", "University of Puerto Rico"),
        ("I was in the 82nd Airborne then.", "82nd Airborne"),
        ("I was in the 890th Engineers then.", "890th Engineers"),
        ("He was with 2/5 Marines then.", "2/5 Marines"),
        ("It meets at VFW Post 4931 now.", "VFW Post 4931"),
        ("He is in UAW Local 600 now.", "UAW Local 600"),
    ],
)
def test_schools_hospitals_and_units(text, name):
    assert (name, "organisation") in {(it, kind) for it, kind, _ in found(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then Deputy Marcus Yellowhair came.", "Deputy Marcus Yellowhair"),
        ("Then Coach Hutch came.", "Coach Hutch"),
        ("Then Principal Ortega-Ng came.", "Principal Ortega-Ng"),
        ("Then Councilwoman Esparza came.", "Councilwoman Esparza"),
        ("Then Officer D. Pruitt came.", "Officer D. Pruitt"),
        ("Then Det. Ruiz came.", "Det. Ruiz"),
        ("Then Rev. Dr. Otis Pinkney III came.", "Rev. Dr. Otis Pinkney III"),
        ("Then Mamaw Stumbo came.", "Mamaw Stumbo"),
        ("Then Mr. D'Angelo Washington-Bey came.", "Mr. D'Angelo Washington-Bey"),
        ("Then Jesus Ramirez came.", "Jesus Ramirez"),
        ("Then Israel Vega came.", "Israel Vega"),
        ("Then Ms. Her came.", "Ms. Her"),
        ("Then Mr. Do came.", "Mr. Do"),
        ("Then Standing Bear came.", "Standing Bear"),
        ("Then Mary Her Many Horses came.", "Mary Her Many Horses"),
        ('Then Eduardo "Eddie" Vela came.', 'Eduardo "Eddie" Vela'),
        ('Then Darnell "Peanut" Whitfield Jr. came.', 'Darnell "Peanut" Whitfield Jr'),
        ('Then Eduardo "Eddie" Vela came. I asked Vela.', "Vela"),
        ("Shaniqua told me.", "Shaniqua"),
        ("Xiomara cried.", "Xiomara"),
        ("Thuy laughed.", "Thuy"),
        ("DOC: He told me.\nTASHA: Then Doc came by.", "Doc"),
    ],
)
def test_persons(text, name):
    assert name in words(text)


@pytest.mark.parametrize(
    ("text", "it"),
    [
        ("He's an 11th grader now.", "11th grader"), ("She was a sophomore then.", "sophomore"), ("I left in ninth grade.", "ninth grade"),
        ("He is a junior at Lincoln.", "junior"), ("He is Oglala and she is Hmong.", "Hmong"), ("My wife is Puerto Rican.", "Puerto Rican"),
        ("I'm on disability now.", "on disability"), ("He got deported.", "deported"), ("He is 5'11\" and tall.", "5'11\""),
        ("Wt 212 lbs today.", "212 lbs"), ("Forty-three dollars it was.", "Forty-three dollars"), ("She's an assistant principal.", "assistant principal"),
        ("I was a longshoreman then.", "longshoreman"), ("It was back in oh nine.", "oh nine"), ("It was the fall of 2014.", "the fall of 2014"),
        ("A Black man came.", "Black"),
    ],
)  # fmt: skip
def test_what_tells_of_somebody(text, it):
    assert it in words(text)


@pytest.mark.parametrize(
    "text",
    [
        "OK, so I was in or out, and hi to me. He is in. Oh, OK.",
        "I got it in the mail. Is it OR or IN? She said HI.",
        "COME IN, OR ELSE. Well, OK. Mom, OK, I said.",
        "Stroke, MI and X-ray, CT. Name, ID, DOB. THERE IS 3 OF THEM. Vitals: RR 18.",
        "The US economy. It costs 100 MCG. On 325 po 20. A 3rd ID card.",
        "There were 250 to 1250 people in it, which was reduced by 1/2.",
        "In my opinion 3/4 of them left by 9. About 1/2 of it is 24/7 anyway.",
        "It was 1/3 of it on 2/3 of days.",
        "We use 555 cards. The 911 call. Dial 911.",
        "I may be in the fall. In the fall we plant, in spring it falls.",
        "I pray to Jesus. Jesus Christ, it was a black bear.",
        'The "Big" House was red. She read "Yes" Again.',
        "we count one two three four",
        "it was four five times and three of them",
        "they were twenty five south of it and one of two north of it",
        "The IRS, the VA, CPS and HUD sent letters. ICE came. FEMA did not.",
        "Grade A beef. First grade beef. Highway noise. The route is long.",
        "The cell door. A deputy came, then the coach, the principal and the pastor.",
        "He has a W-2, a 401(k) and an I-9.",
        "The Attorney General said so. General Hospital. The Principal Investigator asked.",
        "Social workers said last year was bad. Social Security is late.",
        "Brown rice and black coffee. The second street is closed.",
        "The color of the center is gray. My neighbor apologized.",
        "Medicaid paid for it at Walmart. Thanksgiving was cold.",
    ],
)
def test_ordinary_sentences_are_left_alone(text):
    kept = {"time_of_day", "years", "occupation"}
    assert {it for it, _, rule in found(text) if rule not in kept} == set()
    assert sure(text) == set()


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("12/3/2014", "[winter 2014]"), ("Tue 12/3/2014", "[winter 2014]"), ("12-3-2014", "[winter 2014]"), ("12.3.14", "[winter 2014]"), ("10/2/87", "[fall 1987]"),
        ("9/1/2014", "[fall 2014]"), ("1/9/2014", "[winter 2014]"), ("12/3-5/2014", "[winter 2014]"), ("3/14/2015", "[spring 2015]"),
        ("31/12/2014", "[winter 2014]"), ("14/3/2015", "[spring 2015]"), ("Tue 14/3/2015", "[spring 2015]"), ("2014-03-12", "[spring 2014]"), ("12/2014", "[winter 2014]"), ("07041958", "[summer 1958]"),
        ("March 14th, 2015", "[spring 2015]"), ("Sept. 3, 2021", "[fall 2021]"), ("June of '21", "[summer 2021]"), ("3/14", "[date]"), ("13/14/2015", "[2015]"),
    ],
)  # fmt: skip
def test_the_month_comes_first_unless_it_can_be_none(date, shown):
    assert decide.season(date, US) == shown


@pytest.mark.parametrize(
    ("date", "british", "american"),
    [("12/3/2014", "[spring 2014]", "[winter 2014]"), ("Tue 1/9/2014", "[autumn 2014]", "[winter 2014]"), ("3/14/2014", "[spring 2014]", "[spring 2014]")],
)  # fmt: skip
def test_a_numeric_date_is_read_as_its_country_writes_it(date, british, american):
    assert (decide.season(date, GB), decide.season(date, US)) == (british, american)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Seen on 3/14 and left.", {"3/14"}), ("Next meeting 2/19.", {"2/19"}), ("Seen 02/19 there.", {"02/19"}), ("Out on 1/7; nobody hurt.", {"1/7"}),
        ("It ran 12/3/2014-12/9/2014 there.", {"12/3/2014", "12/9/2014"}), ("It ran 3/14-16/2015 there.", {"3/14-16/2015"}),
    ],
)  # fmt: skip
def test_dates_without_a_year_and_from_one_to_another(text, dates):
    assert {it for it, kind, _ in found(text) if kind == "date"} == dates


def test_spelling_and_seasons_are_american():
    assert dictionary.is_word("color", US.dictionary) and not dictionary.is_word("colour", US.dictionary)
    assert "fall" in US.seasons and "autumn" not in US.seasons and GB.first_in_dates == "day"


def test_an_american_text_is_in_english_and_never_fits_the_united_states_better_than_britain():
    text = (
        "Well y'all, I gotta tell you, sir, my daddy was in the mill and my mom, ma'am, she cleaned houses for folks. "
        * 4
    )
    assert languages.other(text, "en_GB") is None and languages.other(text, "en_US") is None
    assert languages.other(text, "nl_NL") == "en_GB"
