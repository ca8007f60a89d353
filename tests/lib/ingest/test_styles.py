"""Every way in which transcripts say who speaks becomes turns: the right words, by the right speaker."""

from __future__ import annotations

import pytest
from multicase import ingest
from multicase.study.problems import StudyError


def turns_of(text, speakers=None, format="txt", kind="interview"):
    source = {"source_id": "a-i01", "case_id": "a", "kind": kind, "format": format}
    return ingest.ingest_source(text.encode(), source, speakers)[1]


def said(rows, *layers):
    """Who said what, events and nested labels left out."""
    wanted = layers or ("speech", "verbatim", "inference")
    return [(row["participant_id"], row["text"]) for row in rows if row["layer"] in wanted]


ADAM = {"Adam": "p1", "Interviewer": "interviewer"}
STYLES = {
    "1 bold, colon outside": ("rst", "**Adam**: Well.\n\nIt goes on.\n\n**Interviewer**: Yes?\n", ADAM, ["Well.\n\nIt goes on.", "Yes?"]),
    "1 bold, colon inside": ("md", "**Adam:** Well.\n\n**Interviewer:** Yes?\n", ADAM, ["Well.", "Yes?"]),
    "2 blank-line separated, repeated": ("txt", "Adam: Well.\n\nAdam: Yes.\n\nInterviewer: So?\n", ADAM, ["Well.\n\nAdam: Yes.", "So?"]),
    "3 slips, all listed": (
        "txt", "Interviewer 1: So?\nParticpant: Well.\nInterviewer1 : And?\ninterviewr: Then?\n",
        {"Interviewer 1": "interviewer", "interviewr": "interviewer", "Particpant": "p1"},
        ["So?", "Well.", "And?\ninterviewr: Then?"],
    ),
    "4 label alone on its line": ("txt", "P:\nWell now.\nAnd so on.\n\nInterviewer:\nYes?\n", {"P": "p1", "Interviewer": "interviewer"}, ["Well now.\nAnd so on.", "Yes?"]),
    "5 dash": ("txt", "I1 - So?\nP - Well - you know.\n", {"I1": "interviewer", "P": "p1"}, ["So?", "Well - you know."]),
    "5 dash with a stray mark": ("txt", "!I1 - So?\n! P - Well.\n", {"I1": "interviewer", "P": "p1"}, ["So?", "Well."]),
    "6 hard-wrapped with page footers": ("txt", "Adam:  I went there and\nthen came back again\n1/2\nby the late bus.\n\nInterviewer:  So?\n2/2\n", ADAM, ["I went there and\nthen came back again\nby the late bus.", "So?"]),
    "7 stamped": ("txt", "P1  0:00\nWell.\n\nIt goes on.\n\nInt  0:17\nSo?\n", {"P1": "p1", "Int": "interviewer"}, ["Well.\n\nIt goes on.", "So?"]),
    "8 initials with a tab": ("txt", "MSM = a doctor; INT = interviewer\n\nMSM:\tWell.\nINT:\tSo?\n", {"MSM": "p1", "INT": "interviewer"}, ["Well.", "So?"]),
    "9 full name first": ("txt", "Christian Akin: Well.\n\nInterviewer: So?\n\nCA: Yes.\n", {"Christian Akin": "p1", "CA": "p1", "Interviewer": "interviewer"}, ["Well.", "So?", "Yes."]),
    "10 csv": ("csv", "timestamp,speaker,words,tags\n0:00:17,Adam,Well.,\n,,It goes on.,\n[00:00:20],Interviewer,So?,\n", ADAM, ["Well.\nIt goes on.", "So?"]),
    "11 voice tags": ("vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Adam>Well.</v>\n\n00:00:02.000 --> 00:00:03.000\n<v Adam>It goes on.</v>\n\n00:00:03.000 --> 00:00:04.000\n<v Interviewer>So?</v>\n", ADAM, ["Well.\nIt goes on.", "So?"]),
    "11 names in captions": ("srt", "1\n00:00:01,000 --> 00:00:02,000\nAdam: Well.\n\n2\n00:00:02,000 --> 00:00:03,000\nInterviewer: So?\n", ADAM, ["Well.", "So?"]),
    "12 question and answer": ("txt", "Q. So when did it begin?\nA. In the spring.\n", {"Q": "interviewer", "A": "p1"}, ["So when did it begin?", "In the spring."]),
    "12 numbered bold": ("md", "Q1 **Chair:** So?\n\n**Adam:** Well.\n", {"Chair": "interviewer", "Adam": "p1"}, ["So?", "Well."]),
    "12 capitals": ("txt", "LADY HALLETT: So?\n\nMR ADAM: Well.\n", {"LADY HALLETT": "interviewer", "MR ADAM": "p1"}, ["So?", "Well."]),
    "13 unlabelled participant": ("txt", "1. How did it begin?\n\nIn the spring.\n\nMODERATOR: And then?\n\nThen it was summer.\n", {"": "p1", "MODERATOR": "interviewer"}, ["In the spring.", "And then?", "Then it was summer."]),
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_style(style):
    format, text, speakers, expected = STYLES[style]
    rows = turns_of(text, speakers, format)
    assert [words for _, words in said(rows)] == expected
    for row in rows:
        if row["layer"] == "speech":
            assert row["is_interviewer"] == (row["participant_id"] == "interviewer")
    assert {who for who, _ in said(rows)} <= {"p1", "interviewer"}


def test_14_quotes_in_notes_and_the_observers_thoughts():
    text = 'The room was full.\n\n- P1: "It begins."\n\nOC: She was nervous.\n\nThe chair left.\n'
    rows = turns_of(text, {"P1": "p1"}, "md", "observation")
    assert [(row["layer"], row["participant_id"], row["text"]) for row in rows] == [
        ("verbatim", "", "The room was full."),
        ("verbatim", "p1", '"It begins."'),
        ("inference", "", "She was nervous."),
        ("verbatim", "", "The chair left."),
    ]


def test_margin_numbers_are_no_speech():
    lines = [f"{n % 25 + 1:2d}   word {n}" for n in range(50)]
    rows = turns_of("\n".join(lines) + "\n", None)
    assert "25 " not in rows[0]["text"] and "word 24" in rows[0]["text"]


EVENTS = {
    "*(10.00 am)*": "event", "(A short break)": "event", "*MS HOLT (sworn).*": "event", "[laughs]": "event",
    "[inaudible 00:01:37]": "event", "[crosstalk]": "event", "(unintelligible)": "event",
    "[P1]": None, "[EnsembleAPI]": None, "(and I mean this)": None, "[the minister]": None,
}  # fmt: skip


@pytest.mark.parametrize("event", EVENTS)
def test_events_inside_speech_are_rows_of_their_own_and_redactions_are_not(event):
    if event.startswith("*"):
        rows = turns_of(f"Interviewer: So.\n\n{event}\n\nAdam: Yes.\n", ADAM)
    else:
        rows = turns_of(f"Interviewer: So.\n\nAdam: It was {event} late.\n", ADAM)
    found = [row["text"] for row in rows if row["layer"] == "event"]
    assert found == ([event] if EVENTS[event] else [])


def test_a_turn_goes_on_over_an_event_between_its_paragraphs():
    rows = turns_of("**Adam**: Well.\n\n*(A short break)*\n\nIt goes on.\n", {"Adam": "p1"}, "rst")
    assert [(row["layer"], row["text"]) for row in rows] == [
        ("speech", "Well.\n\n*(A short break)*\n\nIt goes on."),
        ("event", "*(A short break)*"),
    ]


@pytest.mark.parametrize(
    "opener", ["Note: it was late.", "Action: ring them.", "There's one thing: money.", "10:30 we began."]
)
def test_false_labels_are_speech(opener):
    rows = turns_of(f"Interviewer: So?\n\nAdam: Well.\n\n{opener}\n", ADAM)
    assert said(rows)[-1] == ("p1", f"Well.\n\n{opener}")


def test_an_unknown_label_is_refused_with_its_place_and_the_nearest_known_one():
    with pytest.raises(StudyError) as caught:
        turns_of("Interviewer: So?\n\nAdam: Well.\n\nAdem: Hm.\n\nIntervewer: Yes?\n", ADAM)
    told = str(caught.value)
    assert "a-i01, line 5" in told and "'Adem'" in told and "nearest one is 'Adam'" in told
    assert "a-i01, line 7" in told and "nearest one is 'Interviewer'" in told


def test_an_interview_in_which_no_listed_label_stands_is_refused():
    with pytest.raises(StudyError, match="no line that opens with a label"):
        turns_of("So?\n\nWell.\n", ADAM)


def test_without_a_list_of_speakers_labels_get_ids_of_the_source():
    rows = turns_of("Interviewer: So?\n\nDr Holt: Well.\n\nAnn Lee: No.\n\nDr Holt: Yes.\n\nAnn Lee: No.\n")
    assert [who for who, _ in said(rows)] == ["interviewer", "a-i01-s1", "a-i01-s2", "a-i01-s1", "a-i01-s2"]


def test_headings_of_marked_up_text_are_headings():
    rows = turns_of("Title\n=====\n\n**Adam**: Well.\n\nPart two\n--------\n\nNo label here.\n", {"Adam": "p1"}, "rst")
    assert [(row["layer"], row["text"]) for row in rows] == [
        ("heading", "Title"), ("speech", "Well."), ("heading", "Part two"), ("speech", "No label here."),
    ]  # fmt: skip


def test_documents_have_no_speakers():
    rows = turns_of("# Minutes\n\nPresent: all.\n\nResolved: nothing.\n", None, "md", "document")
    assert [(row["layer"], row["speaker_label"]) for row in rows] == [("heading", ""), ("speech", ""), ("speech", "")]
