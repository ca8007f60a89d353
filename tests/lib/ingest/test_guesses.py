"""What files tell of themselves: kind, date, who asks and who answers; each with its reason."""

from __future__ import annotations

import pytest
from multicase import ingest
from multicase.ingest import guesses, voices


def spoken(text, source_id="s"):
    source = {"source_id": source_id, "case_id": "c", "kind": "interview", "format": "txt"}
    return voices.of_turns(ingest.ingest_source(text.encode(), source, None).turns)


def roles(*texts):
    found = voices.roles([spoken(text, f"s{n}") for n, text in enumerate(texts, 1)])
    return {(source, label): guess.role for (source, label), guess in found.items()}


def talk(one, other, n=3):
    return f"{one}: How was it?\n\n{other}: It was late.\n\n" * n


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("I", "P"), ("I", "P1"), ("I", "Participant"), ("Interviewer", "Participant"), ("IV", "IP"), ("Interviewer", "Interviewee"),
        ("Interviewr", "Patient"), ("מראיין", "דנה"), ("I", "B"), ("Q", "A"), ("SPEAKER_00", "SPEAKER_01"), ("V", "X"),
        ("Moderator", "Teacher 2"), ("INT", "Dr Miller"),
    ],
)  # fmt: skip
def test_whoever_asks_is_the_interviewer_by_label_or_by_questions(asks, answers):
    assert roles(talk(asks, answers)) == {("s1", asks): "interviewer", ("s1", answers): "participant"}


@pytest.mark.parametrize("label", ["Observer", "Observer 2", "Beobachterin", "Observateur"])
def test_an_observer_is_no_participant_unless_they_ask(label):
    notes = f"{label}: Jo Smith\n\nThe room was full.\n\nTeacher: Sit down.\n\n"
    assert roles(notes) == {("s1", label): "observer", ("s1", "Teacher"): "participant"}
    assert roles(talk(label, "P1"))["s1", label] == "interviewer"


def test_a_name_that_asks_in_several_sources_is_an_interviewers():
    one = "Ada Reed: How was it?\n\nTom: It was late?\n\nAda Reed: Well.\n\nTom: And why?\n\n"
    found = roles(one, one.replace("Tom", "Bo"))
    assert found["s1", "Ada Reed"] == found["s2", "Ada Reed"] == "interviewer"
    assert found["s1", "Tom"] == "participant"


def test_a_participant_by_label_who_asks_back_is_none():
    assert roles("P1: Why?\n\nI: Go on.\n\nP1: Why me?\n\nI: So.\n")["s1", "P1"] == "participant"


def test_where_nobody_asks_much_more_nobody_is_taken_for_an_interviewer():
    both = "Ann: Why?\n\nBob: Why not?\n\nAnn: So?\n\nBob: And you?\n"
    assert set(roles(both).values()) == {"participant"}


@pytest.mark.parametrize("asks", ["B", "Chair", "Mrs Hall"])
def test_whoever_asks_once_or_twice_in_an_observation_interviews_nobody_unless_a_label_says_so(asks):
    overheard = spoken(talk(asks, "A", 1) + f"Obs: Hm.\n\n{asks}: Who'd do it then?\n", "s1")
    assert voices.roles([overheard])["s1", asks].role == "interviewer"
    assert voices.roles([overheard], {"s1"})["s1", asks].role == "participant"
    for one, n in (("Interviewer", 1), (asks, 3)):
        assert voices.roles([spoken(talk(one, "A", n), "s1")], {"s1"})["s1", one].role == "interviewer"


def test_a_guess_has_its_reason():
    found = voices.roles([spoken(talk("V", "P1"))])
    assert found["s", "V"].why == "3 of 3 turns are questions" and found["s", "P1"].why == "by its label"


def kind(name, text, format="txt"):
    found = spoken(text)
    given = voices.roles([found])
    of = [given["s", voice.label].role if voice.label else "" for voice in found]
    return guesses.kind(name, text.split("\n"), found, of, format)


FOUR = "".join(f"P{n}: So it was.\n\n" for n in (1, 2, 3, 4)) * 2


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.txt", talk("I", "P1"), "interview"),
        ("focus_group_1.txt", talk("I", "P1"), "group_interview"),
        ("a.txt", talk("I", "P1") + FOUR, "group_interview"),
        ("Observation of the board.txt", "The room was full.", "observation"),
        ("Notes 3.txt", "The room was full.", "observation"),
        ("a.txt", "Field notes, ward 3\n\nThe room was full.", "observation"),
        ("a.txt", "The room was full.\n\nOC: Nervous.\n", "observation"),
        ("a.txt", "The room was full. It went on.", "document"),
        ("minutes.txt", talk("Chair", "Ann"), "document"),
        ("a.txt", "Minutes of the board\n\nIt was resolved.", "document"),
        ("sluice group minutes.md", "Present: CB, JL.", "document"),
        ("Minutes, working group.txt", "It was resolved.", "document"),
        ("observation of group 2.txt", "The room was full.", "observation"),
        ("a.txt", "Steering group, minutes\n\nIt was resolved.", "document"),
        ("group 2 report.txt", talk("I", "P1"), "group_interview"),
        ("minutes of the focus group.txt", talk("I", "P1"), "group_interview"),
        # what somebody says below a label is no title
        ("a.txt", "Second talk\n\nInt: So who decides?\nC: We do. We've now\na group, nine of us.\n\n" + talk("Int", "C"),
         "interview"),
        ("a.txt", "Date: 3 May\nA group discussion\n\n" + talk("I", "P1"), "group_interview"),
        # ... but where labels only say who somebody is
        ("a.txt", "I: Jo Smith\n\nFocus group with nurses\n\n" + talk("I", "P1"), "group_interview"),
        ("a.txt", "I: Jo Smith\nP1: Ann Lee, nurse\nFocus group 2\n\n" + talk("I", "P1"), "group_interview"),
        ("a.txt", "Observer: Jo\nField notes, ward 3\n\n" + talk("Observer", "P1"), "observation"),
        ("a.txt", "I: so who decides\nP1: we do we have now\na group of nine\n\n" + talk("I", "P1"), "interview"),
        ("a.txt", "I\nSo who decides\nP1\nWe have now a group\n\n" + "I\nSo?\nP1\nWell.\n" * 5, "interview"),
        # `group` alone yields, and no more of the name does; how long it took is no minutes
        ("Group 2 focus group, observed by JS.txt", talk("I", "P1"), "group_interview"),
        ("Group A, group discussion, minutes.txt", talk("I", "P1"), "group_interview"),
        ("Women's group, 52 minutes.txt", talk("I", "P1"), "group_interview"),
        ("a.txt", "Women's group (52 minutes)\n\n" + talk("I", "P1"), "group_interview"),
        ("a.txt", "Recording of 52 minutes\n\n" + talk("I", "P1"), "interview"),
        ("minutes 2.txt", talk("Chair", "Ann"), "document"),
        ("2024_minutes.txt", talk("Chair", "Ann"), "document"),
        ("meeting 24-05-12 minutes.txt", talk("Chair", "Ann"), "document"),
    ],
)  # fmt: skip
def test_kinds(name, text, expected):
    found = kind(name, text)
    assert found.value == expected and found.why


SAID = "The staff made that decision with us, and nobody knew about it before. It took long."
MINE = "I made that decision with the staff, and nobody knew about it before. It took long."
FLAT = "well i was there and nobody knew about it before and it took us long so i told them and you know they left "


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.txt", f"So how long were you here?\n{MINE}\n{SAID}\nAnd what changed?\n{SAID} Why?", "txt"),  # Whisper's
        ("a.vtt", SAID, "vtt"), ("policy lead.srt", SAID, "srt"), ("a.vtt", f"Report\n{SAID}", "vtt"),
        ("a.docx", f"Ada And what then?\nBo It was so. {MINE}\nAda And why?\nBo So. {SAID}\n" * 3, "docx"),  # names in bold
        ("a.txt", f"ADA\nAnd then?\nBO\n{MINE}\nADA\nWhy was it?\nBO\n{SAID}\nADA\nAnd now?", "txt"),  # names alone
        ("a.txt", "Hoe was het?\nIk was er, en het duurde lang. Niemand wist het.\nEn toen?\nToen ging ik. Waarom?\nZomaar.", "txt"),
        ("a.txt", FLAT * 5, "txt"), ("a.txt", FLAT * 40, "txt"), ("a.txt", FLAT.replace(" i ", " ik ") * 5, "txt"),
        ("a.txt", f"So you read the report?\n{MINE}\nDid you like it?\n{SAID}\nAnd then?", "txt"),
        ("a.txt", "I was born in the town, where my mother worked at the mill. I'd left it when I was ten.\n" * 4, "txt"),
        ("a.txt", f"So tell me about your work.\n{MINE} I’m on the ward.\nAnd your boss?\n{MINE}\nRight.\nI like her.\n" * 3, "txt"),
        ("a.txt", "Ça va ?\nJe vais bien, et j’aime ça.\nDepuis quand ?\nJe suis là depuis dix ans.\nEt pourquoi ?\nJe ne sais pas.", "txt"),
        ("a.txt", "Je suis né ici. J'ai vécu au bord de la mer, et je suis parti à dix ans. J'aimais la ville.\n" * 4, "txt"),
        ("a.txt", "E então?\nEu não sei, e eu gosto.\nPor quê?\nPorque eu vivo aqui.\nE agora?\nAgora eu trabalho.", "txt"),
        ("a.txt", "你在这里多久了？\n我在这里十年了。\n为什么？\n我喜欢。\n现在呢？\n我不知道。", "txt"),
        ("a.txt", "你们在这里多久了？\n我们在这里十年了。\n为什么？\n我们喜欢。\n现在呢？\n不知道。", "txt"),
        ("a.txt", "Which group?\nGroup I liked was the one of Part I. I came late.\nAnd then?\nI left.\nWhy?\nNo idea.", "txt"),
        ("a.txt", "いつからですか？\n私は十年います。\nなぜですか？\n私は好きです。\n今は？\n分かりません。", "txt"),
        ("a.txt", "언제부터요?\n저는 십 년 있었어요.\n왜요?\n제가 좋아해요.\n지금은요?\n몰라요.", "txt"),
        ("a.txt", "我在镇上出生，母亲在厂里工作。十岁的时候，我离开了那里。我不后悔。\n" * 3, "txt"),
    ],
)  # fmt: skip
def test_what_reads_as_talk_is_no_document_because_no_label_is_found_in_it(name, text, format):
    found = kind(name, text, format)
    assert found.value.endswith("interview") and found.why


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.docx", f"Board paper\n\nWhy is this coming to the board?\n{MINE}\nWhat is asked of it?\n{SAID}\n"),
        ("policy.pdf", f"1. Who is this for?\n{MINE}\n2. Who decides?\n{SAID}\n"),
        ("newsletter.html", f"I am glad to write to you. {SAID} I thank you all."),
        ("a.txt", f"Purpose: to inform the board of the year.\n{SAID}\n{SAID}\nCost\n{SAID}\nNext steps\n{SAID}"),
        (
            "a.txt",
            f"Attendance\n{SAID}\nBehaviour\n{SAID}\n" + f"{SAID}\n" * 9 + "Is that enough? See example.org/?q=1.",
        ),
    ],
)
def test_a_document_without_a_mark_of_talk_or_called_one_is_asked_nothing(name, text):
    assert kind(name, text).value == "document"


@pytest.mark.parametrize(
    "text",
    [
        "EU funding\nWhat does the EU pay? The EU pays a third. Who asks? The EU does. EU rules ask for an audit.",
        "Folder\nBen je ziek? Dan bel je de huisarts. Moet je wachten? Je krijgt dezelfde dag een afspraak.",
        "Leaflet\nWhat is a care plan? It is a plan of your care. Who writes it? Your nurse does.",
        "Leaflet\nDo I need a card? Bring one. How do I get there? The bus stops at the door. Can I park? Behind it.",
        "Opening hours\nThe clinic is open by day. Need help outside these hours? Call 111. The line is free.",
        "Schedule I of the act\nPart I sets the fees. Section (i) covers clinics, (ii) homes. Annex I lists them.",
        "The base is 4 mi from the town and 6 mi from the coast. The road is closed in winter.",
        "Die Frage bleibt offen. Ja heisst es im Amt, ja im Rat. Man baut im Mai.",
        "El hospital abre a las ocho. La sala me parece grande. El plan me gusta.",
        "Ward: general medicine unit\nBeds: twenty four in use\nStaff: nine nurses by day\n",
        "triage: the sorting of patients by need.\nround: the visit of all beds.\nhandover: talk of two shifts.\n",
        f"East\nStrengths\n{SAID}\nNeeds\n{SAID}\nWest\nStrengths\n{SAID}\nNeeds\n{SAID}\n",
        "I find that the claim fails. I accept the evidence of the clerk. The appeal is dismissed with costs.",
        "Monday. Slept badly. I walked to the ward and I sat by the window. Lunch was soup.",
        f"Dear all, I attach the rota. {SAID} {SAID} Could you look at it? {SAID} I thank you. Any changes?",
        "公立学校的报告。学生有多少？三百人。老师呢？二十人。费用是多少？没有费用。",
        "Dépliant\nFaut-il une carte ? Oui. Quand venir ? Le matin. Et après ? On vous appelle. Le service est ouvert.",
        "私立学校法により、私立学校の設置は認可を受ける。私立学校は公の性質を持つ。私立大学も同じ。" * 4,
        "我国的学校。政策是什么？我国重视教育。我国的老师。经济呢？好。为什么？" * 4,
        "Minutes. Item I. Report I was read. Item II. The chair of Group I spoke. Annex I was adopted. Part I ends. Title I."
        * 2,
        f"Judgment\n{SAID} {SAID} The claim was brought in May. I find that it fails. {SAID} {SAID} I accept that. {SAID}\n"
        * 4,
        "the act with annex I on beds and annex II on staff " + "the ward and the number of beds in it " * 10,
    ],
)
def test_what_somebody_only_wrote_is_a_document_also_where_it_asks_or_says_i(text):
    assert kind("a.txt", text) == guesses.Guess("document", guesses.NOBODY)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("answer", ["I like the people.", "Why ask me? I like it.", "i like it and i stay with them"])
def test_answers_of_a_table_without_a_column_of_who_are_no_interview(format, answer):
    found = kind("s3", f"{answer}\n" * 30, format)
    assert found == guesses.Guess("document", guesses.NOBODY_NAMED) and "--who" in found.why


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("int_2014-05-01.txt", "", "2014-05-01"), ("20140501 a.txt", "", "2014-05-01"), ("1 May 2014.txt", "", "2014-05-01"),
        ("a.txt", "Interview\n12 March 2015\n", "2015-03-12"), ("a.txt", "Date: 3rd of June, 2016\n", "2016-06-03"),
        ("a.txt", "March 5, 2015\n", "2015-03-05"), ("a.txt", "Berlin, 3. Oktober 2018\n", "2018-10-03"),
        ("a.txt", "le 14 février 2019\n", "2019-02-14"), ("a.txt", "Sept 2014\n", "2014-09"), ("a.txt", "31.12.2014\n", "2014-12-31"),
        ("a.txt", "12/31/2014\n", "2014-12-31"), ("a.txt", "30 February 2014\n", ""), ("a.txt", "no date here\n", ""),
        ("a.txt", "x\n" * 20 + "1 May 2014\n", ""), ("room 20145.txt", "", ""),
    ],
)  # fmt: skip
def test_dates(name, text, expected):
    assert guesses.date(name, text.split("\n")).value == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.txt", "Interview 1, 4/4/24\n", "2024-04-04"), ("a.txt", "Date: 22.5.14\n", "2014-05-22"),
        ("int_04-04-24.txt", "", "2024-04-04"), ("a.txt", "12/31/14\n", "2014-12-31"), ("a.txt", "Recorded 2/6/85\n", "1985-06-02"),
        ("a.txt", "4 April '24\n", "2024-04-04"), ("4-Apr-24.txt", "", "2024-04-04"), ("a.txt", "On 4/4/24 (P1)\n", "2024-04-04"),
        ("a.txt", "12 March 14 people came\n", ""), ("a.txt", "10.12.05 Ann: well\n10.12.09 Bo: yes\n", ""), ("v1.2.14.txt", "", ""),
        ("a.txt", "at 1/2/3/14 or 31/2/14\n", ""), ("a.txt", "4/4/24, printed 5/4/24\n", ""), ("a.txt", "4/4/24, of May 2023\n", "2023-05"),
    ],
)  # fmt: skip
def test_dates_with_a_year_of_two_digits(name, text, expected):
    assert guesses.date(name, text.split("\n")).value == expected


@pytest.mark.parametrize(
    "text", ["3 March 10:30", "Date: 3 March, 14:30", "3 March, 10–11 am", "3 March, 10 - 11.30", "3. März, 10 : 30"]
)
def test_a_clock_time_behind_a_day_is_no_year(text):
    assert guesses.date("a.txt", [text]).value == ""
    assert guesses.date("a.txt", [f"{text}, 4 April 24, 10:30"]).value == "2024-04-04"


@pytest.mark.parametrize(("year", "expected"), [("49", "2049"), ("50", "1950"), ("62", "1962"), ("99", "1999")])
def test_a_year_of_two_digits_from_50_on_is_of_the_last_century(year, expected):
    assert guesses.date("a.txt", [f"4/4/{year}"]).value == f"{expected}-04-04"
    assert guesses.date("a.txt", [f"4 April {year}"]).value == f"{expected}-04-04"


def test_a_time_of_day_between_points_is_no_date():
    assert guesses.date("a.txt", ["10.30.15"]) == guesses.Guess("")
    assert guesses.date("a.txt", ["10/30/15"]).value == "2015-10-30"


def test_a_year_of_four_digits_in_the_text_goes_before_one_of_two_in_the_name():
    for name in ("INT-01-02-03.docx", "site 03-11-02.docx", "22-05-24.docx"):
        assert guesses.date(name, ["Date: 12 March 2024"]) == guesses.Guess("2024-03-12", "in its first lines")
    assert guesses.date("4-4-24.docx", ["5/5/24"]).value == "2024-04-04"


def test_a_date_whose_year_may_stand_first_is_told_and_not_guessed():
    found = guesses.date("a 22-05-24.txt", [""])
    assert not found.value and "'22-05-24'" in found.why
    assert guesses.date("a.txt", ["22/05/24"]) == guesses.Guess(
        "2024-05-22", "in its first lines, read as day before month and year"
    )
    for plain in ("22.05.24", "22/05/62", "22/05/24 (4 May 2022)"):
        assert "read as" not in guesses.date("a.txt", [plain]).why
    assert "day before month" in guesses.date("a.txt", ["3/4/15"]).why


def test_a_date_that_can_be_read_two_ways_says_how_it_was():
    found = guesses.date("a.txt", ["03/04/2015"])
    assert found.value == "2015-04-03" and "day before month" in found.why


def test_the_file_name_goes_before_the_text():
    found = guesses.date("2014-05-01.txt", ["2 June 2016"])
    assert (found.value, found.why) == ("2014-05-01", "in the name of the file")


WORDS = "It was late, and nobody knew why it was so late that day."


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("INT", "RES"),
        ("RES", "P"),
        ("Siobhan", "RES"),
        ("Researcher", "RES"),
        ("I", "IR"),
        ("Siobhan", "I"),
        ("INT", "I"),
    ],
)
def test_whoever_asks_nothing_beside_one_who_asks_is_a_participant_whatever_the_label(asks, answers):
    assert roles(f"{asks}: How was it?\n\n{answers}: {WORDS}\n\n" * 3) == {
        ("s1", asks): "interviewer",
        ("s1", answers): "participant",
    }


@pytest.mark.parametrize("text", [
    f"I: How was it?\n\nP: {WORDS}\n\nMod: Go on.\n\nP: {WORDS}\n\nI: And then?\n\nP: {WORDS}\n\nMod: Yes.\n\n",  # says less
    f"I: Tell me about that day.\n\nP: {WORDS} You know?\n\n" * 3,  # a participant by the label
    f"I: Tell me about it.\n\nP: {WORDS}\n\n" * 5 + "Tom: Tea?\n\nP: Yes.\n\nTom: Sure?\n\nI: Go on.\n\n",  # a bystander
    f"I: tell me of it\n\nAnna: {WORDS}\n\n" * 12 + "Ben: Hello?\n\nI: yes\n\nBen: Tea.\n\n",
    f"I: Tell me about it, and how it came.\n\nP: {WORDS}\n\n" * 3 + "Tom: Tea?\n\nI: No.\n\n" * 3,
    f"I: {WORDS}\n\nAnna: What?\n\n" * 2,
])  # fmt: skip
def test_an_interviewer_who_asks_little_stays_one(text):
    found = roles(text)
    assert found["s1", "I"] == "interviewer" and found.get(("s1", "P"), "participant") == "participant"
    assert found.get(("s1", "Mod"), "interviewer") == "interviewer"
    assert {found.get(("s1", name), "participant") for name in ("Tom", "Ben", "Anna")} == {"participant"}


def test_two_labels_listed_as_interviewers_are_named_where_one_has_all_the_words():
    text = f"INT: How was it?\n\nRES: {WORDS}\n\n" * 3
    source = {"source_id": "s", "case_id": "c", "kind": "interview", "format": "txt"}
    listed = {"INT": "interviewer", "RES": "interviewer"}
    (asked,) = ingest.ingest_source(text.encode(), source, listed).questions
    assert "s,RES,PARTICIPANT,participant" in asked.answer and "s,INT,,interviewer,yes" in asked.answer


def mails(frm, to, sent, subject):
    head = "{}: Dieter Koch\n{}: {}\n{}: Monday 8 January 2024 20:14\n{}: {}\n\n"
    one = head.format(frm, to, "Team", sent, subject, "Phones") + "From tomorrow I expect it. Do you? I do.\n\n"
    other = (
        head.format(frm, to, "Bo Lind", sent, subject, "RE: Phones")
        + "I heard it. Why so? I ask you. Did you think?\n\n"
    )
    return one + other + one


@pytest.mark.parametrize(
    "fields",
    [
        ("From", "To", "Sent", "Subject"), ("Von", "An", "Gesendet", "Betreff"), ("Van", "Aan", "Verzonden", "Onderwerp"),
        ("De", "À", "Envoyé", "Objet"), ("De", "Para", "Enviado", "Asunto"), ("*From*", "*To*", "*Date*", "*Subject*"),
        ("> From", "> To", "> Date", "> Subject"), ("**Van:**", "**Aan:**", "**Datum:**", "**Onderwerp:**"),
    ],
)  # fmt: skip
def test_the_heads_of_mails_speak_in_no_language(fields):
    text = mails(*(field.removesuffix(":**") + "**" if field.endswith(":**") else field for field in fields))
    found = spoken(text)
    assert [voice.label for voice in found if voice.label] == []
    guess = guesses.kind("phones", text.split("\n"), found, [""] * len(found))
    assert (guess.value, guess.why) == ("document", "it has the heads of e-mails, and nobody speaks in it")


@pytest.mark.parametrize(
    "text",
    [
        "Van: Hoe was het?\nAn: Het was goed.\nVan: En toen?\nAn: Toen niets.\n",
        "I: How was it?\nSubject: Good.\nI: And then?\nSubject: Nothing.\n",
        "An: Ja.\nVan: Nee.\nDa: Zo.\nAn: Ja.\nVan: Nee.\nDa: Zo.\n",
        "From: How was it?\nTo: Good.\nFrom: And then?\nTo: Nothing.\n",
        "Van: How was it?\nSubject: Good.\nVan: And then?\nSubject: Nothing.\n",
        "DA: How was it?\nAN: Good.\nCC: Fine.\nDA: And then?\nAN: Nothing.\nCC: No.\nAN: Yes.\n",
        "DE: How was it?\nAN: Good.\nCC: Fine.\nDE: And then?\nCC: Nothing.\nAN: No.\n",
    ],
)
def test_people_who_are_called_as_a_field_is_speak(text):
    assert len({voice.label for voice in spoken(text)} - {""}) >= 2


TOLD = (
    "So how was it for you?\nI had no idea, I said to him.\nAnd what did you do then?\nI went home and I cried.\n"
    "Did anybody help you?\nNo, I did it on my own.\nWhy was that?\nI don't know. I never asked.\n"
) * 2


@pytest.mark.parametrize(
    "text",
    [
        TOLD + mails("From", "To", "Sent", "Subject") + TOLD, TOLD[: len(TOLD) // 2] + mails("Van", "Aan", "Datum", "Onderwerp") + TOLD,
        "I woke and I went to work and I sat and I thought of it and I told my wife.\n" * 20 + mails("Von", "An", "Gesendet", "Betreff"),
        "Date: 3 May 2024\nFrom: 10.00\nTo: 11.30\nPlace: home\n\n" + TOLD, "Van: 9:15\nAan: 10:00\nDatum: 3 mei\n" + TOLD,
    ],
)  # fmt: skip
def test_talk_without_labels_in_which_a_mail_is_read_or_that_says_how_long_it_took_is_asked_about(text):
    found = spoken(text)
    assert guesses.kind("a", text.split("\n"), found, [""] * len(found)).value == "interview"


def test_a_short_head_is_one_where_the_mail_stands_below_it_apart():
    text = (
        "From: Dieter Koch\nSubject: Phones\n\nFrom tomorrow. Do you? I do.\n\nFrom: Bo\nSubject: No\n\nWhy? I ask.\n"
    )
    assert {voice.label for voice in spoken(text)} == {""}


def test_talk_beside_a_mail_stays_talk():
    text = talk("I", "P") + mails("From", "To", "Sent", "Subject")
    assert {voice.label for voice in spoken(text)} == {"I", "P"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("groepsgesprek leerlingen", "group_interview"), ("Gruppengespräch 2", "group_interview"), ("focusgroep ouders", "group_interview"),
        ("Notulen MR", "document"), ("notulen groep 3", "document"), ("veldnotities mei", "observation"),
        ("Feldprotokoll Tag 3", "observation"), ("Feldtagebuch", "observation"), ("Niederschrift Gemeinderat", "document"),
        ("Tagesordnung Mai", "document"), ("Beobachtungsprotokoll", "observation"), ("Sitzungsprotokoll", "document"),
    ],
)  # fmt: skip
def test_kinds_in_names_of_files_in_dutch_and_german(name, kind):
    assert guesses.kind(name, ["Het was laat."], [], []).value == kind
