"""Every way in which transcripts say who speaks becomes turns: the right words, by the right speaker."""

from __future__ import annotations

import time

import pytest
from multicase import ingest
from multicase.ingest import guesses


def turns_of(text, speakers=None, format="txt", kind="interview"):
    source = {"source_id": "a-i01", "case_id": "a", "kind": kind, "format": format}
    return ingest.ingest_source(text.encode(), source, speakers).turns


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


LINES = [
    "09:02 The chair opens. Eleven people have come, and two stand at the wall, for there are nine seats in the room today.",
    '09:05 June: "We said two days."',
    "OC: She looks at nobody.",
    "09:14 Olu says that it will be late. Dawn bangs the table.",
    '09:20 Grace: "There is nobody at night.',
    'I have said so."',
    "09:26 A phone rings, and June leaves to answer it in the corridor.",
    "[OC: Nobody goes on.",
    "Why not?]",
    "09:30 Ends.",
]
SEEN = [
    ("", "The chair opens. Eleven people have come, and two stand at the wall, for there are nine seats in the room today."),
    ("p1", '"We said two days."'), ("", "She looks at nobody."), ("", "Olu says that it will be late. Dawn bangs the table."),
    ("p2", '"There is nobody at night.\nI have said so."'), ("", "A phone rings, and June leaves to answer it in the corridor."),
    ("", "Nobody goes on.\nWhy not?"), ("", "Ends."),
]  # fmt: skip


@pytest.mark.parametrize("is_timed", [True, False])
def test_field_notes_typed_line_by_line_are_nobodys_words_below_what_somebody_says(is_timed):
    lines = [line if is_timed or not line[0].isdigit() else line[6:] for line in LINES]
    rows = turns_of("\n".join(lines), {"June": "p1", "Grace": "p2"}, "txt", "observation")
    assert said(rows) == SEEN
    assert [words for _, words in said(rows, "inference")] == ["She looks at nobody.", "Nobody goes on.\nWhy not?"]


def test_wrapped_field_notes_go_on_with_what_somebody_says_over_the_ends_of_lines():
    wrapped = (
        "The chair opens the meeting at two, and asks who is taking the\nminutes. Eleven people have come to it, which is "
        'more than usual\nfor the time of year.\n\nJune: "We said that it would be two days and no more than that.\nThe '
        'list is long, and nobody has time for the whole of it.\nSo we ring those who are at the top."\nOlu looks away.\n'
    )
    rows = turns_of(wrapped, {"June": "p1"}, "txt", "observation")
    assert [words[-8:] for who, words in said(rows) if who == "p1"] == ['he top."']
    talk = turns_of("June: Well.\nThat was late.\n\nI: So?\n", {"June": "p1", "I": "interviewer"})
    assert said(talk)[0] == ("p1", "Well.\nThat was late.")


def test_words_behind_the_quotation_marks_of_a_turn_in_field_notes_are_noted():
    source = {"source_id": "a-o01", "case_id": "a", "kind": "observation", "format": "txt"}

    def notes(words, kind="observation"):
        text = f"The chair opens.\n\nJune: {words}\n\nThe chair left.\n"
        return ingest.ingest_source(text.encode(), source | {"kind": kind}, {"June": "p1"}).notes

    (note,) = notes('"We said two days." Olu says that it was eight.')
    assert note.startswith("1 turn in quotation marks behind which words go on, the first at line 3")
    for words in (
        '"We said two days."',
        "We said so. It is late now.",
        '"No," she said, "never."',
        '"Two days." (Laughs.)',
    ):
        assert notes(words) == []
    assert not [note for note in notes('"Two days." Olu says that it was.', "interview") if "quotation" in note]


@pytest.mark.parametrize(
    "comment",
    [
        "OC: {}", "[OC: {}]", "(OC: {})", "*OC: {}*", "*[OC: {}]*", "**OC:** {}", "[**OC:** {}]", "[O.C.: {}]",
        "[Observer's comment: {}]", "**OC: {}**", "**[OC: {}]**", "[Beobachterkommentar: {}]", "Kommentar der Beobachterin: {}",
        "(Anm. d. Beob.: {})", "[Opmerking observator: {}]", "Commentaire de l’observatrice: {}",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "words", ["Nobody looks at her.", "I was nervous?", "They say so [again]", "Two lines\nof it."]
)
def test_what_an_observer_thinks_is_no_event_in_whatever_brackets(comment, words):
    text = f"The room was full.\n\nP1: It begins.\n\n{comment.format(words)}\n\nThe chair left.\n"
    rows = turns_of(text, {"P1": "p1"}, "txt", "observation")
    assert [(row["layer"], row["text"]) for row in rows[2:]] == [("inference", words), ("verbatim", "The chair left.")]


@pytest.mark.parametrize("mark", ["[OC: {}]", "(OC: {})", "*OC: {}*", "OC: {}", "[**OC:** {}]"])
def test_observers_comments_may_follow_one_another_and_may_be_empty(mark):
    one, two, none = (mark.format(words) for words in ("It is cold.", "They wait.", ""))
    for said in ([one, two], [one, none, two], [none, none, one, two], [one, two, none], [one, f"{none}\n", two]):
        rows = turns_of("The room was full.\n\n" + "\n\n".join(said) + "\n", {"P1": "p1"}, "txt", "observation")
        assert [row["text"] for row in rows if row["layer"] == "inference"] == ["It is cold.", "They wait."]
    assert turns_of(none + "\n\nA nurse came.\n", None, "txt", "observation")[-1]["text"] == "A nurse came."


def test_margin_numbers_are_no_speech():
    lines = [f"{n % 25 + 1:2d}   word {n}" for n in range(50)]
    rows = turns_of("\n".join(lines) + "\n", None)
    assert "25 " not in rows[0]["text"] and "word 24" in rows[0]["text"]


EVENTS = {
    "*(10.00 am)*": "event", "(A short break)": "event", "*MS HOLT (sworn).*": "event", "[laughs]": "event",
    "[inaudible 00:01:37]": "event", "[crosstalk]": "event", "(unintelligible)": "event",
    "<Media omitted>": "event", "<Medien ausgeschlossen>": "event", "<Media weggelaten>": "event", "<attached: 0042-PHOTO.jpg>": "event",
    "3 < 4 and omitted> it": None, "<b>": None, "<what he omitted to say>": None,
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


def left(text, speakers=ADAM):
    """What of a text stands in no row: words and reason."""
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "txt"}
    return [(row["text"], row["reason"]) for row in ingest.ingest_source(text.encode(), source, speakers).left_out]


ONE = {"Adam": "p1", "Interviewer": "interviewer"}
AS_ADAM = [
    "[Adam]: {}", "<Adam>: {}", "*Adam*: {}", "“Adam”: {}", "@Adam: {}", "🦊 Adam: {}", "Adam (he/him): {}", "ADAM: {}",
    "Adam： {}", "Adam：{}", "\u200eAdam: {}", "\u200bAdam:\u200f {}", "\ufeffAdam: {}", "Ad\u00adam: {}",
    "Adam:{}", "Adam [00:00:03]: {}", "Adam (00:03): {}", "Adam: [00:00:03] {}", "[00:00:03] Adam: {}",
    "00:00:03 Adam: {}", "Adam: {} #00:00:03-5#", "#00:00:03-5# Adam: {}", "Adam  0:03\n{}", "Adam (00:03):\n{}",
    "Adam\n[00:00:03] - {}", "0:0:3.0 --> 0:0:6.2\nAdam\n{}", "1. Adam: {}", "- Adam: {}", "**Adam** : {}",
]  # fmt: skip


@pytest.mark.parametrize("line", AS_ADAM)
def test_a_label_is_looked_through(line):
    """However a listed label is written, its words are its speaker's, and nothing but words are spoken."""
    before, behind = "Interviewer: So?\n\n", "\n\nInterviewer: And?\n"
    rows = turns_of(before + line.format("It was late.") + behind, ONE)
    assert said(rows) == [("interviewer", "So?"), ("p1", "It was late."), ("interviewer", "And?")]


def test_a_very_long_label_is_one():
    name = "The Right Honourable Dame Ada of the Very Long Department for Administrative Affairs"
    rows = turns_of(f"Interviewer: So?\n\n{name}: It was late.\n", ONE | {name: "p2"})
    assert said(rows)[-1] == ("p2", "It was late.")


@pytest.mark.parametrize(
    "line",
    [
        "It was 10:30 then.",
        "See https://example.org: there.",
        "A ratio of 3:1 held.",
        "He said: no.",
        "Adam and Eve: both.",
    ],
)
def test_a_colon_makes_no_label(line):
    rows = turns_of(f"Interviewer: So?\n\nAdam: Well.\n{line}\n", ADAM)
    assert said(rows)[-1] == ("p1", f"Well.\n{line}")


@pytest.mark.parametrize(
    "form", ["{}\t{}", "{}\n{}", "{} - {}", "[{}] {}", "({}) {}", "{}; {}", "{}. {}", "{} | {}", "<{}> {}"]
)
def test_labels_without_a_colon_are_labels_where_a_source_writes_all_of_them_so(form):
    talk = [("Interviewer", "So?"), ("Adam", "It was late."), ("Interviewer", "And?")]
    rows = turns_of("\n\n".join(form.format(*one) for one in talk), ONE)
    assert said(rows) == [("interviewer", "So?"), ("p1", "It was late."), ("interviewer", "And?")]


def test_what_another_says_in_brackets_does_not_take_over_the_turn():
    rows = turns_of("Adam: We left.\n\n(Interviewer: Really?)\n\nSo it was.\n\nInterviewer: And?\n", ADAM)
    assert said(rows) == [("p1", "We left."), ("interviewer", "Really?"), ("p1", "So it was."), ("interviewer", "And?")]


@pytest.mark.parametrize(
    "head",
    ["Interviewer: Jane Roe\nAdam: Adam Poe\nDate: 3 May", "Interviewer: Interviewer\nAdam: Participant, nurse, 45"],
)
def test_who_is_who_at_the_head_of_a_file_is_no_speech(head):
    rows = turns_of(f"{head}\n\nInterviewer: So?\n\nAdam: Well.\n", ADAM)
    assert said(rows) == [("interviewer", "So?"), ("p1", "Well.")]
    assert " ".join(row["text"] for row in rows if row["layer"] == "heading").split() == head.split()


def test_talk_without_full_stops_is_no_legend():
    lines = ["Interviewer: what do you do", "Adam: Nurse", "Interviewer: how long", "Adam: ten years"]
    rows = turns_of("\n".join(lines), ADAM)
    assert [words for _, words in said(rows)] == ["what do you do", "Nurse", "how long", "ten years"]


@pytest.mark.parametrize(
    "before",
    [
        "12 ",
        "12. ",
        "[12.03.24, 10:15:03] ",
        "12/03/2024, 10:11 - ",
        "2024-03-12T10:11:00Z ",
        "(0.5 - 3.1) ",
        "10:11:12 AM ",
    ],
)
def test_numbers_and_times_of_any_form_before_a_label_are_looked_through(before):
    rows = turns_of(f"{before}Interviewer: So?\n\n{before}Adam: Well.\n", ADAM)
    assert said(rows) == [("interviewer", "So?"), ("p1", "Well.")]


def test_two_people_with_like_labels_stay_two():
    speakers = {"Nurse (f/45)": "p1", "Nurse (m/52)": "p2", "P1.1": "p3", "P11": "p4", "P1/P2": "p5", "P1": "p6"}
    rows = turns_of("".join(f"{label}: Well.\n\n" for label in speakers), speakers)
    assert [who for who, _ in said(rows)] == list(speakers.values())


def test_words_that_recur_before_colons_and_open_most_lines_are_labels_whatever_they_are_like():
    rows = turns_of("jane: How was it?\nann: It was late.\njane: So?\nann: Yes.\n")
    assert [(row["speaker_label"], row["text"]) for row in rows] == [
        ("jane", "How was it?"), ("ann", "It was late."), ("jane", "So?"), ("ann", "Yes."),
    ]  # fmt: skip


def test_a_form_without_a_colon_is_a_label_only_where_a_source_writes_its_labels_so():
    dashed = turns_of("I - So?\nP - Well - you know.\nI - I mean it.\n", {"I": "interviewer", "P": "p1"})
    assert [words for _, words in said(dashed)] == ["So?", "Well - you know.", "I mean it."]
    colons = turns_of("I: So?\nP: Well.\nI - I mean it.\nI: Hm.\n", {"I": "interviewer", "P": "p1"})
    assert said(colons)[1] == ("p1", "Well.\nI - I mean it.")


def test_who_is_listed_as_no_label_is_speech():
    rows = turns_of("Interviewer: So?\n\nAdam: Well.\n\nLater: it was late.\n", ADAM | {"Later": "not a label"})
    assert said(rows)[-1] == ("p1", "Well.\n\nLater: it was late.")


def test_an_observer_is_of_the_research_team():
    speakers = ADAM | {"Bo": "observer"}
    rows = turns_of("Adam: Well.\n\nBo: It was late.\n", speakers)
    assert [(row["text"], row["is_interviewer"]) for row in rows] == [("Well.", False), ("It was late.", True)]
    notes = turns_of("Adam: Well.\n\nBo: It was late.\n", speakers, kind="observation")
    assert [row["layer"] for row in notes] == ["verbatim", "inference"]


def test_stamps_and_numbers_beside_labels_are_left_out_with_their_reason():
    assert left("Interviewer: So?\n\nAdam (00:03): Well.\n\nAdam  0:09\nYes.\n") == [
        ("(00:03):", "time stamp"), ("0:09", "time stamp"),
    ]  # fmt: skip
    assert left("Interviewer: So?\n\n12. Adam: Well.\n") == [("12.", "list number")]


def test_boxed_words_without_a_label_are_nobodys_and_part_a_turn():
    from multicase.ingest import blocks, turns

    lines = [blocks.Block("Adam: One.", "1"), blocks.Block("Boxed.", "2", role=blocks.ASIDE), blocks.Block("Two.", "3")]
    parsed = turns.parse(blocks.canonical(lines), kind="interview", known=turns.Speakers(ADAM, "s"))
    found = [(row["layer"], row["participant_id"], row["text"]) for row in parsed.rows]
    assert found == [("speech", "p1", "One."), ("heading", "", "Boxed."), ("speech", "p1", "Two.")]


def test_no_word_of_a_text_is_lost_in_silence(monkeypatch):
    from multicase.ingest import turns

    monkeypatch.setattr(turns._Reader, "_labelled", lambda self, paragraph, head: None)
    with pytest.raises(RuntimeError, match="words of the text stand in no row"):
        turns_of("Interviewer: So?\n\nAdam: Well.\n", ADAM)


IP, AB = {"I": "interviewer", "P": "p1"}, {"Anna": "interviewer", "Bob": "p1"}


def words_of(rows):
    return [(row["speaker_label"], row["text"]) for row in rows if row["layer"] in {"speech", "heading"}]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Date: 3 May 2024",
            "I: Thanks for coming, shall we start",
            "P: Yes please, go ahead",
            "I: How was it?",
            "P: Fine.",
        ],
        ["Location: Leeds", "I: So your role is", "P: Nurse, thirty years", "I: And before that?", "P: I sold cars."],
        ["I: What do you do", "P: Teacher", "I: For how long?", "P: Ages."],
        ["Date: 3 May", "I: Hello", "P: Hello", "I: How are you today?", "P: Good."],
    ],
)
def test_talk_that_begins_below_a_date_without_a_blank_line_is_talk(lines):
    said = [tuple(line.split(": ", 1)) for line in lines if line[0] in "IP"]
    assert [found for found in words_of(turns_of("\n".join(lines), IP)) if found[0]] == said


@pytest.mark.parametrize(
    "legend", [["I: Interviewer", "P: Participant 7"], ["Date: 3 May", "I: Ada Miller", "P: Bo Lind, nurse"]]
)
def test_who_is_who_is_no_talk_though_talk_follows_at_once(legend):
    rows = turns_of("\n".join([*legend, "I: How did it begin?", "P: In the spring."]), IP)
    assert [words for _, words in said(rows)] == ["How did it begin?", "In the spring."]


def cues(*lines):
    stamp = "00:00:{:02}.000 --> 00:00:{:02}.000"
    return "WEBVTT\n\n" + "\n\n".join(f"{stamp.format(n, n + 1)}\n{line}" for n, line in enumerate(lines)) + "\n"


@pytest.mark.parametrize("mark", [">> ", "- ", "\u2013 "])
def test_a_mark_that_another_speaks_in_captions_ends_a_turn(mark):
    rows = turns_of(cues("Anna: How was it?", f"{mark}Fine.", "And warm.", "Bob: So it was."), AB, "vtt")
    assert words_of(rows) == [("Anna", "How was it?"), ("", f"{mark}Fine."), ("", "And warm."), ("Bob", "So it was.")]


def test_a_dash_in_the_midst_of_a_sentence_goes_on_with_it_and_captions_without_labels_are_as_they_were():
    rows = turns_of(cues("Bob: It was, I think", "- or was it -", "in May."), AB, "vtt")
    assert words_of(rows) == [("Bob", "It was, I think\n- or was it -\nin May.")]
    marked = cues(">> One.", ">> Two.")
    assert [words for _, words in words_of(turns_of(marked, {"": "p1"}, "vtt"))] == [">> One.", ">> Two."]


@pytest.mark.parametrize("stamp", ["12/03/2024, 10:1{} - ", "[12/03/24, 10:1{}:05] ", "3/12/24, 10:1{} PM - "])
@pytest.mark.parametrize("strange", ["+49 170 1234567: hello", "\U0001f43b: hello", "Bo left"])
def test_a_message_of_somebody_unknown_in_a_chat_is_not_the_one_before_s(stamp, strange):
    lines = [*("Anna: hi all", strange, "Bob: ok", "Anna: fine")]
    rows = turns_of("".join(f"{stamp.format(n)}{line}\n" for n, line in enumerate(lines)), AB, kind="group_interview")
    assert [(label, words.removeprefix(stamp.format(1))) for label, words in words_of(rows)] == [
        ("Anna", "hi all"), ("", strange), ("Bob", "ok"), ("Anna", "fine"),
    ]  # fmt: skip


def test_a_date_and_time_in_what_is_no_chat_is_speech():
    rows = turns_of("I: When?\nP: It was on\n12/03/2024, 10:12 in the morning.\n", IP)
    assert said(rows)[-1] == ("p1", "It was on\n12/03/2024, 10:12 in the morning.")


@pytest.mark.parametrize("after", ["and then he sat", "and then everything", "and he (my brother) sat (down)"])
def test_what_another_says_in_a_line_in_brackets_ends_with_the_line(after):
    rows = turns_of(f"I: Hi?\nP: well I saw him\n(I: mm)\n{after}\nI: ok\n", IP)
    assert said(rows) == [
        ("interviewer", "Hi?"), ("p1", "well I saw him"), ("interviewer", "mm"), ("p1", after), ("interviewer", "ok"),
    ]  # fmt: skip


def test_numbers_that_somebody_answers_are_speech():
    answers = [("Anna", "How many?"), ("Bob", "1"), ("Anna", "And then?"), ("Bob", "2"), ("Anna", "Now?"), ("Bob", "3")]
    table = "speaker,text\n" + "".join(f"{who},{words}\n" for who, words in answers)
    assert words_of(turns_of(table, AB, "csv")) == answers
    spoken = cues(*(f"<v {who}>{words}</v>" for who, words in answers))
    assert words_of(turns_of(spoken, AB, "vtt")) == answers
    for first, second, third in (("1", "2", "3"), ("3/5", "4/5", "5/5")):
        text = f"I: Rate it.\nP:\n{first}\nI: And this?\nP:\n{second}\nI: That?\nP:\n{third}\n"
        assert [words for who, words in said(turns_of(text, IP)) if who == "p1"] == [first, second, third]


def test_speech_of_nobody_among_labelled_turns_is_noted():
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "vtt"}
    marked = ingest.ingest_source(cues("Anna: How was it?", ">> Fine.", "Bob: Yes.").encode(), source, AB)
    (note,) = marked.notes
    assert note.startswith("1 turn of speech of which nothing says who speaks, the first at cue 2")
    assert ingest.ingest_source(cues("Anna: How was it?", "Bob: Yes.").encode(), source, AB).notes == []
    assert ingest.ingest_source(cues("How was it?", "Yes.").encode(), source, {"": "p1"}).notes == []


def test_a_voice_without_a_name_is_not_the_one_before_s():
    told = cues("<v Anna>How was it?</v>", "<v >Fine thanks.</v>", "<v Anna>And then?</v>", "<v Bob>We left.</v>")
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": "vtt"}
    found = ingest.ingest_source(told.encode(), source, AB)
    assert words_of(found.turns)[:2] == [("Anna", "How was it?"), ("?", "Fine thanks.")]
    assert [question.label for question in found.questions] == ["?"]
    assert found.turns[1]["participant_id"] == ""


@pytest.mark.parametrize("below", ["---", "***", "...", "====="])
@pytest.mark.parametrize("format", ["md", "rst"])
def test_what_a_listed_speaker_says_above_a_line_of_marks_is_no_heading(format, below):
    text = f"**I:** How was it?\n\n**P:** I left him\n{below}\nfor good.\n\n**I:** So?\n"
    assert [who for who, _ in said(turns_of(text, IP, format))] == ["interviewer", "p1", "interviewer"]
    assert [row["layer"] for row in turns_of(text, IP, format)].count("heading") == 0
    assert (
        "I left him" in said(turns_of(text, IP, format))[1][1] and "for good." in said(turns_of(text, IP, format))[1][1]
    )


def test_a_heading_with_a_colon_and_no_listed_label_is_one():
    text = "Interview 3: the nurse\n======================\n\nI: How was it?\n\nP: Fine.\n\nPart 2: home\n------------\n\nI: So?\n"
    rows = turns_of(text, IP, "rst")
    assert [row["text"] for row in rows if row["layer"] == "heading"] == ["Interview 3: the nurse", "Part 2: home"]
    assert [words for _, words in said(rows)] == ["How was it?", "Fine.", "So?"]


COLUMNS = "I\tTell me about the ward, and what you do there.\n{gap}Anna\tIt is a busy place.\n{gap}I\tRight.\n"


@pytest.mark.parametrize(
    "opening", ["I left because of the night shifts", "Hello Mary", "Yes", "Nurse, or so they say"]
)
@pytest.mark.parametrize("head", ["Date\t3 May 2020\n", "Date\t3 May 2020\nPlace\tthe ward\n"])
@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("listed", [None, {"Anna": "p1", "I": "interviewer"}])
def test_a_transcript_in_columns_talks_from_its_first_line_also_below_a_date(opening, head, gap, listed):
    source = {"source_id": "s", "case_id": "c", "kind": "interview", "format": "txt"}
    text = f"{head}Anna\t{opening}\n{gap}{COLUMNS.format(gap=gap)}"
    read = ingest.ingest_source(text.encode(), source, listed)
    said = [(row["speaker_label"], row["text"]) for row in read.turns if row["layer"] == "speech"]
    assert said[0] == ("Anna", opening) and len(said) == 4 and not read.questions


@pytest.mark.parametrize("line", ["I: {}x", "P: yes{}no", "{}x", "{}"])
@pytest.mark.parametrize("fill", [" ", ".", "? ", "1 "])
def test_a_long_line_of_whatever_takes_no_longer_than_it_is_long(line, fill):
    source = {"source_id": "s", "case_id": "c", "kind": "interview", "format": "txt"}
    text = "I: Hello\n" + line.format(fill * (30_000 // len(fill))) + "\nP: And\nI: So?\n"
    before = time.process_time()
    read = ingest.ingest_source(text.encode(), source, None)
    guesses.kind("a.txt", text.split("\n"), [], [])
    assert time.process_time() - before < 2 and [row["speaker_label"] for row in read.turns][-1] == "I"
