"""What can't be known of who speaks is asked, with its places and the row that answers; the answer settles it."""

from __future__ import annotations

import csv
import textwrap

import pandas as pd
import pytest
from multicase import ingest
from multicase.contracts import CONTRACTS
from multicase.ingest import questions
from multicase.study.problems import StudyError

ADAM = {"Adam": "p1", "Interviewer": "interviewer"}
WELL = "Interviewer: So?\n\nAdam: Well.\n\n"
TALK = "Interviewer: So?\n\nAdam: It was late.\n\n" * 3


def asked(text, speakers=ADAM, kind="interview", own=(), confirmed=()):
    source = {"source_id": "a-i01", "case_id": "a", "kind": kind, "format": "txt"}
    return ingest.ingest_source(text.encode(), source, speakers, own, confirmed).questions


def kinds(*args, **more):
    return [(question.kind, question.label, question.n) for question in asked(*args, **more)]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Eve: No.", "Eve"), ("[Eve Miller]: No.", "Eve Miller"), ("**Eve**: No.", "Eve"), ("P2: No.", "P2"),
        ("Dr J. Smith (she/her): No.", "Dr J. Smith"), ("Eve (00:04):\nNo.", "Eve"), ("@eve: No.", "eve"), ("חוה: לא", "חוה"),
        ("Adam?: No.", "Adam?"),
    ],
)  # fmt: skip
def test_a_line_that_could_open_with_an_unlisted_label_is_asked_about_even_once(line, label):
    (question,) = asked(WELL + line + "\n")
    assert (question.kind, question.label, question.n, question.places) == (questions.UNLISTED, label, 1, "line 5")


@pytest.mark.parametrize(
    "label",
    ["Note", "Interviewer's note", "Transcriber’s note 2", "NB", "Field notes", "**Note**", "Anmerkung", "Comment"],
)
def test_what_the_team_remarks_below_the_first_label_is_asked_about_and_is_nobodys_whom_it_studies(label):
    text = f"{TALK}{label}: She seemed tired, and the dog barked.\n"
    (question,) = asked(text)
    assert question.label == label.strip("*") and ",,observer" in question.answer
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "txt"}
    read = ingest.ingest_source(text.encode(), source, ADAM | {question.label: "observer"})
    assert read.questions == [] and read.turns[-1]["is_interviewer"]
    assert asked(text, ADAM | {question.label: "not a label"}) == []
    assert asked(f"{TALK}[{label}: She seemed tired.]\n") == []


@pytest.mark.parametrize(
    "words",
    [
        "She left a note",
        "One final comment",
        "On balance note",
        "No comment",
        "Please note",
        "Sie schrieb eine Notiz",
        "La nota",
    ],
)
def test_a_sentence_of_the_talk_that_ends_as_a_remark_is_called_is_not_asked_about(words):
    assert asked(f"{TALK}{words}: come home.\n") == []


def test_other_words_before_a_colon_that_are_nobodys_are_not_asked_about():
    assert [asked(f"{TALK}{words}: a dog.\n") for words in ("For example", "So", "Date", "Note to self")] == [[]] * 4
    assert [asked(f"{TALK}Note: a dog.\n", kind=kind) for kind in ("observation", "document")] == [[], []]
    assert asked(f"Note: a dog.\n\n{TALK}") == []  # above the talk nobody speaks


ABOVE = "".join(
    f"{who}\n\n{words}\n\n" for who, words in [
        ("Interviewer", "So how long have you been here?"), ("Graham", "Six years. I had been on the list for nine."),
        ("Interviewer", "Nine years on a list?"), ("Graham", "Nine. They told me the book was lost."),
        ("Man at the next plot", "Ask him about the marrows!"), ("Graham", "Take no notice of him."),
    ]
)  # fmt: skip


def test_labels_that_stand_alone_above_the_words_are_asked_about_and_read_once_they_are_listed():
    found = {one.label: one for one in asked(ABOVE, {"P1": "p1"})}
    assert {"Interviewer", "Graham"} <= set(found) and "a-i01,Graham,PARTICIPANT" in found["Graham"].answer
    assert [one.label for one in asked(ABOVE, {"Interviewer": "interviewer", "Graham": "p1"})] == []
    assert not {"Interviewer", "Graham"} & {one.label for one in asked(ABOVE, {"P1": "p1"}, kind="document")}
    prose = ABOVE + "It was wet that year, and nobody came.\n\n" * 20
    assert "Graham" not in {one.label for one in asked(prose, {"P1": "p1"})}


@pytest.mark.parametrize("name", ["bo", "anna reed", "é", "o'brien"])
def test_a_name_in_small_letters_alone_in_its_line_is_asked_about_where_labels_stand_so(name):
    talk = "Interviewer\nSo how was it?\nAnna\nIt was late.\nVery late.\n" * 3
    listed = {"Interviewer": "interviewer", "Anna": "p1"}
    ends = f"Interviewer\nAnd then?\n{name}\nWe slept till ten.\n"
    assert kinds(talk + ends, listed) == [(questions.UNLISTED, name, 1)]
    assert kinds(talk + ends, listed | {name: "p2"}) == kinds(talk + ends, listed | {name: "not a label"}) == []
    assert kinds(f"{name}\nIt was so.\n{talk}", listed) == [(questions.UNLISTED, name, 1)]
    for answer in (f"Anna\n{name}\n", f"Anna\n{name}\nSo it was.\n", f"Anna\nSo it was, with\n{name}\n"):
        assert kinds(talk + answer + talk, listed) == []  # right below who says it, or nothing below
    assert kinds("Interviewer: So?\n\nAnna: It was\n" + f"late.\n{name}\nWe slept.\n", listed) == []


SAID = (
    "It was a shock as nobody had told us what was going to happen and then of course it did happen",
    "And when the letters came out everybody was ringing up and asking us, so we said what we knew which was nothing",
    "My own mother rang and I could not say a thing to her, and she was cross for weeks because of it",
)


@pytest.mark.parametrize("item", ["- one", "10 mins", "* bo", "2", "– tea"])
def test_the_last_word_of_a_wrapped_sentence_an_item_and_a_number_are_no_name_in_small_letters(item):
    listed = {"Interviewer": "interviewer", "Anna": "p1"}
    talk = "Interviewer\nSo how was it?\nAnna\nIt was late.\nVery late.\n" * 3
    assert kinds(talk + f"Interviewer\nAnd then?\nAnna\nWe had this.\n{item}\nWe slept till ten.\n", listed) == []
    for width in range(40, 90):
        said = "\n\n".join("\n".join(textwrap.wrap(words, width)) for words in SAID)
        wrapped = f"Interviewer\nAnd how did it go?\n\nAnna\n{said}\n\nInterviewer\nI see.\n"
        assert kinds(wrapped, listed) == []
        assert kinds(f"{wrapped}bo\nWe slept.\n", listed) == [(questions.UNLISTED, "bo", 1)]


@pytest.mark.parametrize(("label", "listed"), [("Mary", "Mary S"), ("Mary S", "Mary"), ("Adem", "Adam")])
def test_a_row_that_answers_a_label_a_letter_from_a_listed_one_is_not_asked_about_again(label, listed):
    text = f"Interviewer: So?\n\n{listed}: Well.\n\n{label}: No.\n\nInterviewer: Oh.\n\n{listed}: Yes.\n"
    known = {"Interviewer": "interviewer", listed: "p1"}
    (question,) = asked(text, known)
    assert (
        f"'{listed}', which differs by a letter" in question.found
        and f"a-i01,{label},PARTICIPANT,participant,yes" in question.answer
    )
    assert f"a-i01,{label},,not a label" in question.answer and f"{label},,not a label,yes" not in question.answer
    assert asked(text, known | {label: "p2"}, own={label}, confirmed={label}) == []
    assert "yes" not in asked(text.replace(f"{label}:", "Bo:"), known)[0].answer


def test_a_question_names_places_and_times_the_nearest_label_and_every_row_that_would_answer():
    (question,) = asked(TALK + "Adem: Hm.\n\n" * 5)
    told = str(questions.problem(vars(question)))
    assert "a-i01, line 13, line 15, line 17 and 2 more" in told
    assert "'Adem', which could be a speaker, 5 times; nearest listed: 'Adam'" in told
    for row in ("a-i01,Adem,PARTICIPANT,participant", *(f"a-i01,Adem,,{role}" for role in questions.OTHER_ROLES)):
        assert row in told


@pytest.mark.parametrize("role", ["p2", "interviewer", "observer", "unidentified", "not a label"])
def test_each_of_these_rows_answers(role):
    assert asked(WELL + "Eve: No.\n", ADAM | {"Eve": role}) == []


@pytest.mark.parametrize(
    "line", ["For example: it was late.", "Date: 3 May", "There is one thing: money.", "10:30 we began."]
)
def test_stock_phrases_and_sentences_are_not_asked_about(line):
    assert asked(WELL + line + "\n") == []


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("Adam - No.", "Adam -"),
        ("[Adam] No.", "[Adam]"),
        ("Adam; no.", "Adam;"),
        ("Interviewer And then?", "Interviewer …"),
        ("Adam\nNo, never.", "Adam ⏎"),
    ],
)
def test_a_listed_label_without_its_colon_is_asked_about(line, typed):
    (question,) = asked(TALK + line + "\n")
    assert (question.kind, question.label) == (questions.FORM, typed)


@pytest.mark.parametrize("typed", ["Adam -", "[Adam]", "Adam;"])
def test_and_a_row_that_has_it_as_it_is_typed_answers(typed):
    text = TALK + f"{typed} No.\n"
    assert asked(text, ADAM | {typed: "not a label"}) == [] == asked(text, ADAM | {typed: "p1"})
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "txt"}
    spoken = ingest.ingest_source(text.encode(), source, ADAM | {typed: "p2"}).turns[-1]
    assert (spoken["participant_id"], spoken["text"]) == ("p2", "No.")


def test_a_row_for_a_label_without_any_mark():
    text = TALK + "Interviewer And then?\n"
    answered = ADAM | {"Interviewer …": "interviewer"}
    assert asked(text, answered) == [] == asked(text, ADAM | {"Interviewer …": "not a label"})
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "txt"}
    assert ingest.ingest_source(text.encode(), source, answered).turns[-1]["text"] == "And then?"


def test_a_pronoun_at_the_head_of_a_line_is_no_label():
    assert kinds("I: So?\n\nP: Well.\nI think so.\n", {"I": "interviewer", "P": "p1"}) == []


def test_a_label_listed_for_a_source_that_never_stands_in_it():
    speakers = ADAM | {"Eve": "p2"}
    assert kinds(WELL, speakers, own={"Eve"}) == [(questions.ABSENT, "Eve", 0)]
    assert kinds(WELL, speakers, own={"Eve"}, confirmed={"Eve"}) == []
    assert kinds(WELL, speakers) == []  # listed for every source, it need not stand in each


def test_a_label_listed_for_every_source_that_stands_in_none():
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "txt"}
    read = ingest.ingest_source((WELL + "Adam: Yes.\n").encode(), source, ADAM)
    turns = pd.DataFrame(read.turns, columns=list(CONTRACTS["turns"].columns))
    rows = [
        {"source_id": "*", "label": label, "participant_id": "", "role": "interviewer", "confirmed": ""}
        for label in ("INTERVIEWER", "Adam", "Moderator")
    ]
    assert [(one.source_id, one.label) for one in questions.of_study(turns, rows)] == [("*", "Moderator")]
    assert questions.of_study(turns, [row | {"confirmed": "yes"} for row in rows]) == []
    assert questions.of_study(turns, [row | {"role": "not a label"} for row in rows]) == []


def test_an_interview_without_labels_is_nobodys_until_somebody_is_named():
    assert kinds("So?\n\nWell.\n", {}) == [(questions.UNLABELLED, "", 0)]
    assert kinds("So?\n\nWell.\n", {"": "p1"}) == []
    assert kinds("So?\n\nWell.\n", {}, kind="observation") == [] == kinds("So?\n\nWell.\n", {}, kind="document")


def test_one_voice_with_nearly_all_words():
    long = "Interviewer: So?\n\nAdam: " + "it was late " * 100 + "\n"
    assert kinds(long) == [(questions.ONE_VOICE, "Adam", 1)]
    assert kinds(long, confirmed={"Adam"}) == []
    assert kinds("Interviewer: " + "so it was " * 10 + "?\n\nAdam: " + "it was late " * 100 + "\n") == []
    assert (
        kinds("Interviewer: So?\n\nAdam: It was very late when we came home that night.\n") == []
    )  # too short to tell


def test_one_voice_may_be_a_document_or_no_label():
    text = "Members: parents and teachers. " + "The plan was agreed. " * 12
    (question,) = [one for one in asked(text, {"Members": "p1"}) if one.kind == questions.ONE_VOICE]
    assert "write document as its kind in sources.csv" in question.answer and "confirm it" in question.answer
    assert question.answer.count("a-i01,") == 2 and "a-i01,Members,,not a label" in question.answer


@pytest.mark.parametrize("text", ["I was there. " * 12, "I was there. " * 80])
def test_a_source_without_labels_is_asked_about_once_and_one_row_answers_it(text):
    (question,) = asked(text, {})
    assert question.kind == questions.UNLABELLED and "write document as its kind" in question.answer
    assert "a-i01,,PARTICIPANT,participant,yes | a-i01,,,unidentified,yes" in question.answer
    assert kinds(text, {"": "p1"}, confirmed={""}) == []


def test_voices_that_never_alternate():
    text = "Interviewer: So?\nInterviewer: Hm?\nInterviewer: Yes?\nInterviewer: And?\nAdam: Well.\nAdam: No.\n"
    assert kinds(text) == [(questions.APART, "Interviewer", 4)]
    assert kinds(text, confirmed={"Interviewer"}) == []
    assert kinds(text + "Interviewer: So?\n") == []


def test_labels_of_two_speakers_that_differ_by_a_letter():
    text = "Jonas: So?\n\nJonah: Well.\n\nJonas: Yes.\n"
    two = {"Jonas": "p1", "Jonah": "p2"}
    assert kinds(text, two) == [(questions.ALIKE, "Jonah", 1)]
    assert kinds(text, two, confirmed={"Jonah"}) == []
    assert kinds(text, {"Jonas": "p1", "Jonah": "p1"}) == []
    assert kinds("Speaker 1: So?\n\nSpeaker 2: Well.\n", {"Speaker 1": "p1", "Speaker 2": "p2"}) == []
    assert kinds("Interviewer: So?\n\nInterviewee: Well.\n", {"Interviewer": "interviewer", "Interviewee": "p1"}) == []


def test_without_a_list_only_what_is_doubtful_is_asked():
    assert kinds(TALK, None) == []
    assert kinds(TALK + "Eve: No.\n", None) == [(questions.UNLISTED, "Eve", 1)]


def test_a_document_has_no_questions_of_speakers():
    assert kinds("Eve: No.\n\nAdem: Yes.\n", ADAM, kind="document") == []


def test_everything_that_is_open_is_refused_at_once():
    questions.refuse_while_open(questions.frame([]))
    found = questions.frame([*asked(WELL + "Eve: No.\n"), *asked(WELL, ADAM | {"Bo": "p2"}, own={"Bo"})])
    with pytest.raises(StudyError) as caught:
        questions.refuse_while_open(found)
    assert len(caught.value.problems) == 2


def test_a_row_is_typed_so_that_csv_reads_it():
    typed = questions.row("a-i01", 'Miller, "Eve"', "p1", confirmed=True)
    assert next(csv.reader([typed])) == ["a-i01", 'Miller, "Eve"', "p1", "participant", "yes"]


@pytest.mark.parametrize(
    ("who", "typed"),
    [("p1", "p1,participant"), ("interviewer", ",interviewer"), ("observer", ",observer"), ("", ",unidentified")],
)
def test_the_row_that_is_offered_says_who_it_is_now(who, typed):
    assert questions.row("a-i01", "Bo", who) == f"a-i01,Bo,{typed}"
    long = "Adam: So?\n\nBo: " + "it was late " * 100 + "\n"
    (question,) = asked(long, {"Adam": "p9", "Bo": who or "unidentified"})
    assert f"a-i01,Bo,{typed},yes" in question.answer


PARTICULARS = "Interviewer\tSiobhan Brown\nParticipant\tMrs Nowak\n"
ALONE = "SB\nAnd what happened then?\nMRS NOWAK\nThe staff made that decision with us in the end.\nAnd so it went.\n"


@pytest.mark.parametrize(
    "head", [f"Date\t14 March 2023\n{PARTICULARS}Place\tstaff room\n", PARTICULARS, PARTICULARS.lower()]
)
@pytest.mark.parametrize("times", [2, 4, 20])
def test_particulars_in_columns_are_nobodys_labels_and_what_follows_is_asked_about(head, times):
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "txt"}
    found = ingest.ingest_source((head + ALONE * times).encode(), source, None).questions
    assert {one.kind for one in found} & {questions.UNLABELLED, questions.ONE_VOICE}


@pytest.mark.parametrize(
    "text",
    [
        "Date\t14 March 2023\nI\tHow was it?\nP\tIt was late when we came home.\nI\tAnd?\nP\tSo it was.\n",
        "Date\t14 March\nI\thow was it\nP\tit was late when we came home\nI\tand then\nP\tso it was\n",
        "I: How was it?\n\nP: " + "It was late when we came home. " * 5,  # a question and its answer
    ],
)
def test_talk_in_columns_below_a_date_and_a_single_answer_are_asked_nothing(text):
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "txt"}
    read = ingest.ingest_source(text.encode(), source, None)
    assert read.questions == [] and {row["speaker_label"] for row in read.turns if row["layer"] == "speech"} == {
        "I",
        "P",
    }


FLAT = "Anna: " + "i work on the ward and like it there " * 18


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"I: so tell me a bit about yourself\n{FLAT}\n", ()),  # nobody ends a sentence
        (f"I: please begin\n{FLAT}\n", ()),
        (f"I: so tell me a bit about yourself\n{FLAT}. And so on.\n", ()),  # no name is as long
        (f"I: please begin\n{FLAT}. And so on.\n", ("I", "Anna")),  # listed for the source itself
    ],
)
def test_an_answer_to_a_prompt_without_full_stops_is_no_voice_alone(text, own):
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "txt"}
    assert not ingest.ingest_source(text.encode(), source, {"I": "interviewer", "Anna": "p1"}, own).questions


def test_a_name_behind_a_label_in_a_text_of_sentences_is_no_voice():
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "txt"}
    text = f"I: siobhan brown\n{FLAT}. And so on.\n"
    (asked_,) = ingest.ingest_source(text.encode(), source, {"I": "interviewer", "Anna": "p1"}).questions
    assert asked_.kind == questions.ONE_VOICE and asked_.label == "Anna"
