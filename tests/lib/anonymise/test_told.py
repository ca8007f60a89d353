"""Ages, days, references and roles are found in the many ways in which people tell them, and not where they tell others."""

from __future__ import annotations

import re

import pytest
from multicase.anonymise import lexicon, patterns, register
from multicase.anonymise.detect import Settings, detect
from ruled import GB

NONE = register.build(None, None, None, GB)
MARK = re.compile(r"{(.*?)}")


def finds(text):
    settings = Settings(profile="publication", allow_register_only=True)
    return detect(text, known=NONE, lexicon=lexicon.of_texts([text], GB), locale=GB, settings=settings)


def told(marked, *kinds):
    """Of a text with its finds in braces: what is expected, and what is found of some kinds."""
    text = MARK.sub(r"\1", marked)
    return MARK.findall(marked), [text[span.start : span.end] for span in finds(text) if span.kind in kinds]


AGES = [
    "Pt is a {28} y.o. primip.", "The daughter is {six}.", "Kids {4, 7 and 11}.", "Two boys, {eight and ten}.",
    "He has a daughter ({6}) and a son ({9}).", "Her ch Jayden ({3}) came.", "children aged {3 and 5}",
    "three girls aged {two, four and seven}", "I came over at {19} with one bag.", "{27}F, presented with pain.",
    "He's nearly {seven}.", "The boy ({12}) was silent.", "my eldest is {twenty-six} and my youngest {nineteen}",
    "The mother is {24} and the father {31}.", "She is {38}, he {41}.", "age: {37}", "Age {37} F", "from when he was {nine}",
    "Since I was {six or seven}.", "Now {sixty-six}, he still bakes.", "His sister Ola, {fourteen}, cooks.",
    "A is {8} and B is {5}.", "went to sea at {sixteen}", "You must be about {thirty}, I said.", "I found out at {forty-four}, and left.",
    "My son Tiago is {six} and has a cough.", "She is a widow and is {17}.", "Pat would be {seventy} in November.",
    "Mrs Young is {81} and lives there.", "She was born there and is therefore {38}.", "Summer D., {16}. Booked late.",
    "and he's {ninety one} penny he can't find it", "and my granddaughter summer is {eleven} she did it", "he was only {two} and he cried",
    "He was {18 months} old.", "an {eighteen-month-old} baby", "a {20-week-old} and a {15 day} old baby", "{18-24 month} olds",
    "She is {one hundred and two} years old.", "She's {a hundred}.", "a lady of {a hundred and four}", "{three and a half} years old",
    "between {25 and 30} years old", "he was {twenty five to thirty} years old", "My age is {45}.", "He was aged {5-6}.", "Ages {16 to 18} were there.",
    "She lived to {90}.", "He lived to be {a hundred and one}.", "a {two-and-a-half-year-old} boy", "He is {fifteen} years and three months old.",
    "Those of ages {18 to 65} years came.", "aged between {30 and 40} years", "women aged {50-70} years", "aged {forty to fifty} years", "aged {40} and two patients",
    "She turned {40} in May.", "The age was {47}. The mean age is {5}.",
    "He is {84} yrs.", "She is now {84} years, and well.", "A woman ({84} yrs) came.", "Female, {84} yrs, fell.", "My dad's {84} years.", "pt {84}yrs, seen today",
    "Her son, then {nine}, slept.", "Mother: Joy Obuya, {24}   Father: away",
]  # fmt: skip


@pytest.mark.parametrize("marked", AGES)
def test_an_age_is_found_however_it_is_told(marked):
    expected, found = told(marked, "age")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "Come at nine.", "It starts at twenty to six.", "We met at fifteen minutes past.", "The total is 38.", "It was 81 and counting.",
        "He's forty five minutes late.", "The answer is 42.", "She's twenty one days overdue.", "We sold two, four and seven.",
        "It costs nineteen pounds.", "My own aunt was one. So.", "They sat at table 19 with friends.",
        "He is 20 years in the firm.", "It was 20 yrs.", "He worked for 20 yrs.", "That's 20 years.", "They have been there long (20 yrs).", "The lease is 20 yrs.",
        "It turned 40 to 50 degrees.", "ages 18 to 65 patients", "It turned 20 years ago.", "Average age was 47.3 years.", "The mean age is 5.5 in that group.",
        "The age was 5.6 million years.", "Ages 18 to 65.5 were in.", "We are pushing 40.5 now.", "aged 30.5 on average",
    ],
)  # fmt: skip
def test_other_numbers_are_no_ages(text):
    assert told(text, "age")[1] == []


@pytest.mark.parametrize(
    "marked",
    [
        "It was {november seventy four} when he died.", "He died six years ago on {the nineteenth of this month}.".replace("{the ", "the {"),
        "It was {August the ninth} by then.", "since {November two thousand and eleven} I was there", "We met on the {sixth}.",
    ],
)  # fmt: skip
def test_a_day_is_found_however_it_is_told(marked):
    expected, found = told(marked, "date")
    assert found == expected


DATES = [
    "WE WENT ON {5 JANUARY 2014}.", "MEET ON {5 MAY}.", "on {january 5th}, {5 january 2014} and {5 january}", "in {january 2014}", "in {MARCH 2014}",
    "Date: {05 JAN 2014}.", "seen {05-Jan-2014} and {03-Apr-1952}", "It was on {05 Nov 17} at work.", "{05Nov2017}", "since {Jan-2014}", "from {Apr-52} on",
    "{2017/11/05} and {2014.01.05}", "On {5-5-'14} I left.", "in {05-2014} and from {05/2013 to 06/2014}", "On {3/4 April 1952}.", "On {3rd/4th April}.",
    "it was {march the fifth twenty twenty}", "at {2014-03-12T10:30:00Z} and {2014-03-12T10:30}", "{March 5-7, 2014}", "On {5 Nov} 17 people came.",
    "THE {5TH MAY} WE MET", "ON {12 MARCH}.", "THE {5TH OF MAY} WE MET", "{5 MAY 2014} IT WAS", "since {may}, and late {march}", "in {may} i left", "IN {MAY 2014} AND IN {MARCH}.",
    "In {March 2020} people stopped.", "in {may 2019} people came", "{May 2019} patients and {June 2016} times", "{June 2019-20} was bad.", "{March 2014-2015}, in {September 2019/20}",
    "WE MET ON {5 MAY} WITH HIM.", "BY {12 MARCH} WE WERE DONE.", "ON {MONDAY 5 MAY} LEEDS CLOSED.", "SINCE {5 MAY} NOTHING WORKS.", "THAT WAS {5 MAY} WHEN SHE CAME.",
]  # fmt: skip


MONTHS = [
    "In {May} we met.", "In {January} I left the firm.", "Since {June} I was off.", "Last {October} we moved.", "From {April} on it was hard.", "By {August} I'd gone.",
    "off from {January to March} and between {June and August}", "He came in {March, April and May}.", "in {November and December}", "In {April or May}.",
    "{January} was awful.", "It's {November} now.", "all {October}, and a {December} wedding", "Mid-{July} was hot.", "IN {MAY} WE MET.", "FROM {MARCH TO JUNE}.",
    "in {january} i left the firm and in {may} i came back", "from {january to march} i was off", "from {june to august}", "last {may}, in {april and may} it was hard",
    "In {June} came the flood.", "By {May} came the end.", "Last {June} left us cold.", "in {june} left me with nothing", "In {August} told us enough.",
    "Every meeting since {November}'s been about that.", "next {may} we go", "end of {may} we went", "till {may} i was ill", "throughout {march} i was ill", "next {march} we go",
]  # fmt: skip


@pytest.mark.parametrize("marked", MONTHS)
def test_a_month_is_one_wherever_it_stands(marked):
    expected, found = told(marked, "date")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "Since {May} left, we are fewer.", "It's quiet since {May} left.", "We waited until {June} said yes.", "After {May} left we sat.", "Before {June} came we sat.",
        "In {May}'s office we met.", "In {June}'s house.", "the house of {April}'s mother", "We met in {May}'s office.",
    ],
)  # fmt: skip
def test_whoever_is_called_like_a_month_and_owns_or_does_something_is_asked_about(text):
    expected, found = told(text, "unclear", "person")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "May I ask?", "March on.", "And May asked me.", "By May Smith.", "After May left we sat.", "June came.", "I asked April about it.",
        "the people we believe in may come", "the house we live in may change", "i got that from june and april said no", "i sat by june and may i ask",
        "We met in May's office.", "She said March and they march.",
        "Each may, in their own way, decide.", "what each may, however, want", "Every may and march was the same.", "ITEM 5 MAY APPLY TO YOU.", "GROUP 3 MAY GO FIRST.",
        "OF THE 12 MARCH PARTICIPANTS", "ITEM 5 MAY AND ITEM 6 MAY NOT.", "In June's house.", "Since May left, we are fewer.", "Since June left we wait.",
    ],
)  # fmt: skip
def test_a_name_or_verb_like_a_month_is_none(text):
    assert told(text, "date")[1] == []


@pytest.mark.parametrize("marked", DATES)
def test_a_date_is_found_however_it_is_written(marked):
    expected, found = told(f"{marked} So it went, and we said so.", "date")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "the 5th may be late", "THE 5 MAY BE WRONG", "10 or 12 may have it", "on the 2nd march on", "they may 2000 times", "a march 2000 miles long",
        "Version 2014.01.05 is out.", "Case 5/2014 was heard.", "in 10-20 days", "They sep 12 and dec 3 apart.",
    ],
)  # fmt: skip
def test_other_words_beside_numbers_are_no_dates(text):
    settings = Settings(allow_register_only=True)
    spans = detect(text, known=NONE, lexicon=lexicon.of_texts([text], GB), locale=GB, settings=settings)
    assert [text[span.start : span.end] for span in spans if span.kind == "date" and span.layer == "pattern"] == []


def test_the_first_of_several_is_no_day():
    assert told("We agreed on the first, and on the second.", "date")[1] == []


REFERENCES = [
    "It's {r four four seven one nine} and so on.", "It says {l c zero zero three eight two}, look.",
    "By heart: {A-L-T, two-zero-five, oblique, nine}.", "My number is {n i two two slash oh six one eight} then.",
    "I got {one one k zero four two seven} then.", "They gave me {oh six a slash four one eight three} there.",
    "The claim, no. {EVU 24 0611 B}, is closed.", "Our policy {HX 44 7120 9} says so.", "Under {MX/118-40736-B} it won't.",
    "Our ref {SK.5520.fai} of then.", "She was registered {SO 614} that year.", "His prison number, {A4471EK}, was wrong.",
    "It said {22/104471K} there.", "She's a beauty, {p x seventy one k l v} she was.",
]  # fmt: skip


@pytest.mark.parametrize("marked", REFERENCES)
def test_a_reference_is_found_whole(marked):
    expected, found = told(marked, "code")
    assert found == expected


@pytest.mark.parametrize(
    ("marked"),
    ["It's all on his page, {at kevin liu lincs} on tik tok.", "the Facebook, it's {kirk shed gordy} all one word"],
)
def test_a_handle_is_found_as_it_is_told(marked):
    expected, found = told(marked, "url")
    assert found == expected


@pytest.mark.parametrize(
    "marked",
    [
        "I'm a {skipper on the harbour pilot boat} here.", "He was an {engineer on the tugs} then.",
        "She is {chair of the residents group} now.", "He's {coxswain of the lifeboat}, you know.",
        "Ask the {man who runs the food bank} about it.", "Mrs Pickles the {ward manager} was there.",
        "Ada Nwosu | {sound recordist} | London", "I told the {harbour master}, that's Kasia Nowicka.",
        "Kath is our {registered manager} there.",
    ],
)  # fmt: skip
def test_a_role_is_found_with_what_it_is_of(marked):
    expected, found = told(marked, "job")
    assert found == expected


@pytest.mark.parametrize(
    "marked",
    [
        "He is {deaf in the left ear}, so I walk there.", "They {took off two of my toes} that year.", "He had {his leg off below the knee}.",
        "I've got {Crohn's}, and I know.", "She has {Down's syndrome} and sings.", "He has {byssinosis} from the mill.",
    ],
)  # fmt: skip
def test_what_ails_somebody_is_found_whole(marked):
    expected, found = told(marked, "demographic")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "I typed it with two fingers.",
        "On the one hand it is so.",
        "The diagnosis came late.",
        "It was a sort of osmosis.",
        "The prognosis is good.",
    ],
)
def test_what_only_looks_like_an_illness_or_a_loss_is_none(text):
    assert told(text, "demographic")[1] == []


def test_a_given_name_in_capitals_is_a_label_or_goes_with_a_surname_in_capitals():
    text = "WILL: I drive the bus.\nANN: Do you?\nWILL: I do that every day.\nClient: FRANK ADEWALE came."
    persons = " ".join(text[span.start : span.end] for span in finds(text))
    assert persons.count("WILL") == 2 and "ADEWALE" in persons


@pytest.mark.parametrize(
    "marked",
    [
        "send it to {info at the choir dot org} please", "so {pat double l at yahoo dot com} it is",
        "{b e r n i e at talk talk dot net} that is me", "write to {secretary at st cuthberts choir dot co dot uk} then",
        "it's {kev dot obi twelve at the green dot example} he said",
    ],
)  # fmt: skip
def test_an_address_told_aloud_is_found_whole(marked):
    expected, found = told(marked, "email")
    assert found == expected


def test_a_place_at_which_somebody_is_makes_no_address():
    assert told("we stood at the station dot and com came later", "email")[1] == []


@pytest.mark.parametrize(
    "marked",
    [
        "D.T. has {K}'s passport. Police? {K} says no. {K} asked.", "Said that {K} left. {K} is home.", "All right, I'll say {M}. She'd come. {M}'s terrifying.",
        "We know that {L} threw it. {L} had done it before, and we asked {L}.", "Language used re {T}'s colour.", "Say it's my knee.\n\n{D xx}\n\nYes.", "At school {K} was shy. In hospital {K}'s mum stayed.", "The team K was in lost. I like {K}.",
    ],
)  # fmt: skip
def test_a_letter_that_owns_or_does_something_is_somebody(marked):
    expected, found = told(marked, "person")
    assert [it for it in found if it != "D.T."] == expected


@pytest.mark.parametrize(
    "text",
    [
        "I got two B's and a C in French. B's are fine.", "She had straight B's at school and three C's last year.", "Vitamin K's good for you.",
        "Plan B's better. C wing was locked. Grade D was worst.", "He's on hep C's new tablets.", "Wing C's noisy.", "The T's and C's apply.",
        "Company X's accounts were late.", "The R number was high, and that R number fell.", "The D's silent.",
        "Hospital E's wards were full.", "Site C's manager left. Site D had no rota.", "School B's results beat School C's results.", "Case D's nurses met.",
        "Practice K's receptionist told us.", "Participant P's view was shared.", "Arm B's patients did better.", "Pump K's leaking.", "Player B's hand was weak.",
    ],
)  # fmt: skip
def test_a_letter_of_a_thing_is_nobody(text):
    assert [it for it in told(text, "person")[1] if len(it) == 1] == []


def test_an_initial_behind_what_is_called_by_letters_is_one():
    expected, found = told("The speaker {K. Hall} came, and at the hospital {J. Tate} sang.", "person")
    assert found == expected


def test_the_letter_in_brackets_behind_a_name_is_its_bearers_where_lines_begin_with_it():
    text = "Present: Marjorie (M), Hew (H).\nM: Large.\nH: I sold. It was type H, and M and S.\nX: No. (X)"
    persons = [(span.start, text[span.start : span.end]) for span in finds(text) if span.kind == "person"]
    assert [it for _, it in persons if len(it) == 1] == ["M", "H", "M", "H"]
    assert [span for span in finds("Present: Marjorie (M), Hew (H).") if span.end - span.start == 1] == []


@pytest.mark.parametrize(
    "marked",
    [
        "On tonight: {Old Mark} and {Young Mark}.", "{Little Jean} found pears, and {Big Norman} rang.", "{Little Ian} turned it down.",
        "Then {Old Mr Pugh} came on.", "{Trevor} \"{Day}\" {Ferris}.", "Apologies from {Dolly} \"{the Bank}\" (eye operation)", "{Hugo} “{the Hat}” {Wragg}",
        "{TREVOR} \"{DAY}\" {TATE}      here", "He met {John} '{Sparky}' {Odell}.",
    ],
)  # fmt: skip
def test_what_a_person_is_called_besides_the_name_is_found_with_it(marked):
    expected, found = told(marked, "person", "other")
    assert found == expected


@pytest.mark.parametrize(
    "text", ["Young people came.", 'He asked Mark "Why" and left.', 'She told Ann "No" And went.', "Old is gold."]
)
def test_what_is_said_to_a_person_is_no_name_of_theirs(text):
    assert set(told(text, "person", "other")[1]) <= {"Mark", "Ann"}


def test_a_registered_person_keeps_the_name_before_which_a_byname_stands():
    rows = [{"entity": "field", "kind": "person", "name": "Mark Tate", "aliases": "", "replacement": "GP"}]
    text = "Old Mark rang, and so did young Mark."
    spans = detect(
        text,
        known=register.build(rows, None, None, GB),
        lexicon=lexicon.of_texts([text], GB),
        locale=GB,
        settings=Settings(),
    )
    assert [text[span.start : span.end] for span in spans if span.entity == "field"] == ["Mark", "Mark"]


@pytest.mark.parametrize(
    "marked",
    [
        "county court form, {F3QZ81PL}, from them.", "The code for the cabinet is {C159Y}. Training follows.", "Accident form {AF 24/031}. Not needed",
        "an exhibit, number {JK/7}. My officer", "if they want to look. Case {10/0047}.", "Please use the new passcode, {toffee1989}.",
        "Their ref for the unit is {TL/U7}.", "Transcript code {DP-W4-RN}. All there", "audio file {ALT-MW-07.wav}", "she has a login, {berniemac1954}, and",
        "A/c {IE64 SHED 9053 0012 3456 78}. It is", "by number:\n - {004417}: owes four\n - {001983}: retired",
    ],
)  # fmt: skip
def test_a_reference_of_a_form_of_its_own_is_found_whole(marked):
    expected, found = told(marked, "code")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "It came in march2020, on windows2000, in covid2020.", "120/80 and 24/30 and 3/4 of it.", "an iPhone12, 4x4, 50p, B12, MP3 and HbA1c",
        "Minute 23/045 was taken.", "See Drawing 12/045 and item 7/012.", "at 060000 hours", "The code is red. Highway code 5.", "COVID19 and COVID2019", "2019/20 and 2019/2020",
        "of survey2018 and census2011", "in module1999 and Matlab2016", "The branch feature2020 was merged.", "C6H12O6", "CYP2D6 and CYP3A4",
        "S355J steel and S355K2", "saved as Interview1.wav and Test_01.wav", "Focus-Group-2.mp3",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_reference_is_left(text):
    assert told(text, "code")[1] == []


def test_a_road_is_found_by_its_number_and_no_paper():
    expected, found = told(
        "on the {M25}, off the {A386}, down the {B4391}; the A4 sheet, the A4 printer, the A3 plan, the M12 bolt, the B205 module, on A4, the B12 jab, an A level",
        "place",
    )
    assert found == expected


@pytest.mark.parametrize(
    "marked",
    [
        "Fell on {Boxing Day}, then again on {Christmas Eve}.", "came off the quad on {new year's day twenty nineteen}", "it was {easter that year}",
        "not known me since the {christmas before last}", "taken ill in the {first lockdown}", "We met last {Easter}.", "{the back end of ninety eight}",
        "It was {the summer of seventy six}.", "at the registry in {January oh six}", "avalanche, {'63}; heart", "he came in {'79} at twelve",
        "I was mashman in {96}. Newly divorced", "from {1969} to {81}, came home", "[2]  {20/1}  email in", "[3]  {22/1} tel. Re her",
        "Notes\n{2/10} TAF mtg", "Notes\n{6/2}   Unlock late", "{25 MAR} — called", "{wed 07/02/24} – found", "{fri 09/02} – same spot",
    ],
)  # fmt: skip
def test_a_day_or_a_year_is_found_as_notes_and_talk_have_it(marked):
    expected, found = told(marked, "date")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "at Christmas, by Easter, every Christmas, in Ramadan", "last Christmas party", "the second wave of applicants", "Happy New Year",
        "1 in 87. One in 50.", "'45 quid' and '20 people came'", "'50 of us went', he said, '12 of them twice'.", "3/4 cup of flour\n2/5 of it went", "we sat 10 of us", "In 96 cases", "a bank holiday",
        "the harvest, the lent term",
    ],
)  # fmt: skip
def test_what_comes_every_year_or_counts_is_no_date(text):
    assert [span for span in finds(text) if span.kind == "date" and span.layer in {"pattern", "wide"}] == []


@pytest.mark.parametrize(
    "marked",
    [
        "Ch: Jago ({6}), and the boy.", "Twins Hafsa and Hiba ({3}), at home.", "Lexi ({7}) and Bond ({5}; aye)", "Sat with Blessing, {nine}, who's off.",
        "wee boy (Finlay, {4}) in a jacket", "Mrs Bridie McGowan ({83}), there", "A man ({40s}, work boots) sat.", "diagnosed at {four}, so I know",
        "in care from {six}, there", "she'd left school in Ballina at {eleven} to mind them", "he came in with it in '79 at {twelve} as a boy",
        "she was ill since she was {7} they said", "A bugler who was {twelve}.", "he was about {twelve} really", "{Forty} next month!", "she is {eight} now",
        "from the age of {six}.", "they'd known since they were {ten}.",
    ],
)  # fmt: skip
def test_an_age_is_found_beside_a_name_and_what_no_clock_tells(marked):
    expected, found = told(marked, "age")
    assert [it for it in found if it not in {"age of", "ninety and"}] == expected


@pytest.mark.parametrize(
    "text", ["Letters came from Leeds (7) and Hull (9).", "Wycombe (4; a draw).", "Then Otley (2) was played."]
)
def test_a_number_behind_what_may_be_a_place_is_asked_about_and_not_taken_for_an_age(text):
    ages = [span for span in finds(text) if span.kind == "age"]
    assert ages and {span.layer for span in ages} == {"cue"}


@pytest.mark.parametrize("text", ["Her boy Jago (6) was in.", "Mark (6) was in Leeds.", "Ch: Keighley (7), the boy."])
def test_a_number_behind_a_name_is_an_age_where_somebody_is_spoken_of(text):
    assert [span.layer for span in finds(text) if span.kind == "age"] == ["pattern"]


@pytest.mark.parametrize("told", ["ex-Navy", "ex-miner", "August Bank Holiday", "August bank holiday"])
def test_what_has_a_capital_or_none_is_told_alike(told):
    text = f"And then it was on {told}, as he said."
    assert told in {text[span.start : span.end] for span in patterns.find(text, GB)}


@pytest.mark.parametrize(
    "text",
    [
        "I was excluded at nine o'clock.", "He started work at nine today.", "They are over forty miles off.", "when he was 5 minutes late",
        "Wolves, 3, Villa, 2.", "See Tate (2, 3).", "Table (3) and Section (4).", "Anna, three of them came.", "We were about to.",
        "Most named were Samsung (5), Siemens (6) and Nokia (3).", "Respondents came from Essex (6), Leeds (8) and Bristol (6).",
        "Apple (6), Samsung (5), Nokia (3).", "Topics were Housing (6), Schools (3), Benefits (4) and Transport (2).", "The drugs were Seroxat (2), Prozac (4) and Zoloft (5).",
    ],
)  # fmt: skip
def test_a_number_beside_a_name_or_a_clock_is_no_age(text):
    assert [span for span in finds(text) if span.kind == "age" and span.layer != "learned"] == []


@pytest.mark.parametrize(
    "marked",
    [
        "I served on {HMS Hermes}.", "the {RMS Lancastria} sank", "{MV Loch Seaforth} sailed.", "He goes to {Our Lady of the Angels}.", "{Our Lady's} is shut.",
        "She taught at {Christ the King} for years.", "The choir of {All Saints} sang.", "He is at {Sacred Heart}, and she at {Holy Trinity}.",
    ],
)  # fmt: skip
def test_ships_and_what_is_dedicated_are_found_whole(marked):
    expected, found = told(marked, "organisation")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "MS Word is shut.",
        "SS Between was 12, SS Within 40, SS Total 52.",
        "RMS Error fell, and the RMS Value.",
        "the MV Cable",
        "PS Tell her.",
        "We prayed to Our Lady.",
        "on All Souls' Day",
        "all saints and sinners",
    ],
)
def test_what_is_said_like_a_ship_or_a_saint_is_none(text):
    assert [span for span in finds(text) if span.rule_id in {"ship", "dedication"}] == []


def test_rooms_wings_and_numbers_of_houses_are_found():
    expected, found = told(
        "He is in {Rm 11}, then {lounge 2}, and on {C wing 2-14}. Those of {Nos. 1 and 2}, too.", "place"
    )
    assert found == expected


@pytest.mark.parametrize(
    "marked",
    [
        "She {drove a taxi} then, and he {drives the school bus}.", "My brother was {on the buses}.", "I {did the wages} at the mart, and {do the turnstiles}.",
        "He's {in the merchant navy}.", "She {worked in a bakery}.", "She {teaches physics} and {plays the cornet}.", "He {keeps bees} and {runs the auction mart}.",
        "He's a {slaughterman}, she is a {weighbridge clerk}.", "I was a {clippie}, then a {lollipop man}.", "I'm {in hosiery}.", "He {has the chippy}, my dad.",
        "Percy Oke, 79, a {haulier}, came.", "{Head teacher}, thirty-six years.", "{Skipper}: Davy Purvis. The {controller} (Wayne) said no.", "He was {lorry driving} for years.",
    ],
)  # fmt: skip
def test_work_is_found_as_it_is_told(marked):
    expected, found = told(marked, "job")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "I drove the car home, and he ran the bath.", "The patient was on the phone, and she was in the kitchen.", "We did the shopping and had a takeaway.",
        "He sold the house, and kept the letter.", "They teach us a lesson each time.", "He plays a part in the team and keeps the minutes.", "She is on the line below.",
        "The matter is with the police.", "She ran the meeting, and he does the minutes.", "We were in the pub.", "He saw the owners (two of them), and lovely lads.",
    ],
)  # fmt: skip
def test_what_people_do_besides_is_no_work(text):
    assert told(text, "job")[1] == []


@pytest.mark.parametrize("name", ["Messenger", "Huntsman", "Mariner"])
def test_papers_and_pubs_called_like_callings_are_asked_about(name):
    text = f"We met in the {name} that day, and he wrote to the {name} again."
    found = {text[span.start : span.end] for span in finds(text) if span.kind != "job"}
    assert name in found


@pytest.mark.parametrize(
    "marked",
    [
        "We {lost a son} that year.", "He had a {stent} and she an ulcer.".replace("an ulcer", "a new {ulcer}"), "He {took his own life}.", "My {hips have gone}.", "It was {the pancreas}, they said.",
        "I have {settled status}.", "She was in {direct provision} then.", "He was {sleeping rough}.", "She's {in remission}.", "He is the {youngest of nine}.",
        "Her {father was killed} there.", "She is on {methadone}.", "I was {brought up by my nan}.", "He has a {degree in pharmacy}, she said.", "He was {bad with his nerves}.",
        "She {served time}.", "I'm {black}, and I said so.", "They had {no schooling}.", "He is a {convert}, you know.",
    ],
)  # fmt: skip
def test_what_somebody_went_through_is_found_as_it_is_told(marked):
    expected, found = told(marked, "demographic")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "We lost the vote, and the money has gone.", "The box is black, and the tag on the door was red.", "I can't read your writing.", "He came over and sat down.",
        "He had a scan of the letter, and a degree of luck.", "I've been inside the building.", "She takes insulin clinics on Mondays.", "We left the house to the lads.",
    ],
)  # fmt: skip
def test_what_happens_to_things_is_nobody_s_life(text):
    assert told(text, "demographic")[1] == []


@pytest.mark.parametrize(
    "marked",
    [
        "She has {three boys} and {nineteen godchildren}.", "He left {eleven calves} and {forty ewes}.", "I do {14 hours a week}.", "We had a {two-bed}, then a {3-bed}.",
        "It is {0.31 ha} of grass.", "They pay {£200/mth}.", "I got {four bob a day}.", "He waited {9 mths}, then {2.5 hrs}.", "She raised {two daughters}.", "She is {seven and a half stone}.",
    ],
)  # fmt: skip
def test_how_many_and_how_much_is_found_as_it_is_told(marked):
    expected, found = told(marked, "quantity")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    ["Three of us went, and two boys came in.", "There are two beds in the ward, and one bed by the door.", "Two girls laughed.", "We sold six.", "In bed by nine, one said."],
)  # fmt: skip
def test_what_is_only_counted_is_nobody_s(text):
    assert told(text, "quantity")[1] == []
