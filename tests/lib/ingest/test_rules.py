"""The small rules of who speaks, what is nobody's words and what is asked, each where it begins and where it ends."""

from __future__ import annotations

import pytest
from multicase import ingest
from multicase.cli import speakers
from multicase.ingest import balance, blocks, cleaning, events, guesses, labels, questions, turns, voices
from multicase.ingest.blocks import ASIDE, HEADING, OBSERVERS_MARK, SERVICE, STAMP, TEXT, Block, Reading

ADAM = {"Adam": "p1", "Interviewer": "interviewer"}
WELL = "Interviewer: So?\n\nAdam: Well.\n\n"


def source(text, listed=None, format="txt", kind="interview", own=(), confirmed=()):
    about = {"source_id": "s", "case_id": "c", "kind": kind, "format": format}
    return ingest.ingest_source(text.encode(), about, listed, own, confirmed)


def said(text, listed=None, **more):
    """(speaker_label, participant_id, text) of each turn."""
    rows = source(text, listed, **more).turns
    spoken = [row for row in rows if row["layer"] in {"speech", "verbatim", "inference"}]
    return [(row["speaker_label"], row["participant_id"], row["text"]) for row in spoken]


def asked(text, listed=None, **more):
    return [(question.kind, question.label) for question in source(text, listed, **more).questions]


def cleaned(*lines):
    found = cleaning.cleaned(Reading([Block(line, f"line {n}") for n, line in enumerate(lines, 1)]))
    return [block.text for block in found.blocks], [(one.text, one.reason) for one in found.left_out]


# What is a label


def test_a_dash_behind_more_than_three_words_makes_no_label():
    forms = {opening.form for opening in labels.openings("A b c d - that was it")}
    assert labels.DASH not in forms
    assert labels.DASH in {opening.form for opening in labels.openings("A b c - that was it")}


@pytest.mark.parametrize("line", ['"Interviewer: no", she said.', "(Interviewer: no) she said."])
def test_a_bracket_or_quotation_that_a_label_does_not_close_makes_it_none(line):
    assert said(WELL + line, ADAM)[-1] == ("Adam", "p1", f"Well.\n\n{line}")


@pytest.mark.parametrize("line", ["(Interviewer: I see)", "[Interviewer: I see]"])
def test_what_another_says_in_brackets_of_either_kind_ends_before_the_bracket(line):
    found = said(f"Adam: Well.\n\n{line}\n\nIt goes on.\n", ADAM)
    assert found == [("Adam", "p1", "Well."), ("Interviewer", "interviewer", "I see"), ("Adam", "p1", "It goes on.")]


@pytest.mark.parametrize(
    ("label", "is_asking"),
    [("Interviewr", True), ("Intervewr", True), ("Interver", True), ("Interveiwer", True), ("Interviewee", False),
     ("Intern", False), ("Interim", False), ("International", False), ("Interviewor", True), ("Interviewer KS", True), ("Interviewer:in", True),
     ("Interviewdauer", False), ("Interview-Nr.", False), ("Interview Nr. 7", False), ("Interviewnr", False), ("Interviewort", False),
     ("Interviewform", False), ("Assistant moderator", True), ("Co-moderator 2", True), ("Lead facilitator", True), ("Second interviewer", True),
     ("Assistant head", False), ("Second husband", False)],
)  # fmt: skip
def test_slips_of_interviewer_ask_and_other_words_do_not(label, is_asking):
    assert labels.asks(label) == is_asking


def test_marks_round_small_letters_make_a_label_of_two_words_at_most():
    assert labels.is_shaped_like_a_label("ada miller", wrapped=True)
    assert not labels.is_shaped_like_a_label("ada miller said", wrapped=True)


def test_how_many_words_a_label_has():
    assert labels.is_shaped_like_a_label(" ".join(["Ada"] * 10))
    assert not labels.is_shaped_like_a_label(" ".join(["Ada"] * 11))
    assert labels.is_shaped_like_a_label("דנה כהן לוי בר")
    assert not labels.is_shaped_like_a_label("דנה כהן לוי בר דן")
    assert not labels.is_shaped_like_a_label("ד" * 31)


def test_small_words_stand_inside_names_and_not_before_them():
    assert labels.is_shaped_like_a_label("Chair of the Board")
    assert not labels.is_shaped_like_a_label("for Ada Miller")


@pytest.mark.parametrize(("one", "other"), [("P1+", "P1"), ("P1&P2", "P1P2"), ("P1.2", "P12"), ("P1-2", "P12"), ("P1?", "P1"), ("P1/P2", "P1P2")])  # fmt: skip
def test_marks_that_tell_two_labels_apart(one, other):
    assert labels.key(one) != labels.key(other)


@pytest.mark.parametrize("label", ["Note 3", "Observer’s comment", "10.30", "For example", "Fieldnotes"])
def test_stock_phrases_are_nobody(label):
    assert labels.is_stock(label)


def test_of_many_is_whoever_is_in_doubt():
    assert labels.is_of_many("??") and labels.is_of_many("All") and not labels.is_of_many("Ada")


def test_a_time_before_a_label_marks_a_turn_on_purpose():
    assert len(said("Adam: Well.\n(10:03) Adam: It goes on.\n", ADAM)) == 2


def test_an_emoji_beside_a_label_is_no_part_of_it():
    assert next(labels.openings("👩‍💻 Ada 🎙️: Well.")).label == "Ada"


def test_a_bracket_inside_a_label_is_closed():
    assert next(labels.openings("**Ada (Chair)**: Well.")).label == "Ada (Chair)"


# Who is known


def test_a_row_for_one_way_of_writing_a_label_does_not_rename_the_label():
    listed = {"Adam": "p1", "Adam -": "p2", "Interviewer": "interviewer"}
    assert said("Interviewer: So?\n\nADAM: Well.\n", listed)[-1] == ("ADAM", "p1", "Well.")


def test_a_label_that_is_none_in_one_form_is_one_with_its_colon():
    listed = ADAM | {"Adam -": "not a label"}
    assert asked(WELL + "Adam - said no.\n", listed) == []
    assert said(WELL + "Adam - said no.\n", listed)[-1] == ("Adam", "p1", "Well.\n\nAdam - said no.")


def test_speakers_that_are_guessed_are_counted_without_interviewers():
    found = said("I: So?\n\nEve: Well.\n\nI: And?\n\nBo: No.\n\nEve: Yes.\n\nBo: Hm.\n")
    assert [who for _, who, _ in found][:4] == ["interviewer", "s-s1", "interviewer", "s-s2"]


def test_a_legend_is_short_and_ends_no_sentence():
    body = "\nEve: Well.\n\nBo: Yes.\n\nEve: And.\n\nBo: No.\n"
    assert said("Date: 3 May\nEve: Chair\n" + body)[0][2] == "Well."
    assert said("Date: 3 May\nEve: It was late.\n" + body)[0][2].startswith("It was late.")
    long = " ".join(["word"] * 9)
    assert said(f"Date: 3 May\nEve: {long}\n" + body)[0][2].startswith(long)
    assert said("\nDate: 3 May\nEve: Chair\n" + body)[0][2] == "Well."


def test_the_head_of_a_german_transcript_is_nobodys_words():
    head = (
        "Projekt: Pflege\nInterview-Nr.: 7\nInterviewerin: Katrin Weiß\nInterviewpartnerin: Rosa Lang\nInterviewdauer: 52 Minuten\n"
        "Aufnahmedatum: 14.03.2019\nTranskribiert von: T. Winter\nTranskriptionsregeln: Dresing & Pehl\nBesonderheiten: das Telefon\n"
    )
    text = f"{head}\nI: Und dann?\n\nB: Zweierlei.\n\nErstens: das Geld.\n\nZum Beispiel: mehr davon.\n"
    assert said(text) == [
        ("I", "interviewer", "Und dann?"), ("B", "s-s1", "Zweierlei.\n\nErstens: das Geld.\n\nZum Beispiel: mehr davon."),
    ]  # fmt: skip
    assert asked(text) == []


def test_a_legend_calls_a_label_by_its_role():
    body = "\nEve: Well.\n\nBo: Yes.\n\nEve: And.\n\nBo: No.\n"
    assert said("Eve: Interviewer, north\nBo: Participant\n" + body)[0][2] == "Well."
    assert said("Eve: Monday\nBo: Tuesday\n" + body)[0][2] == "Monday"


def test_a_form_as_frequent_as_the_colon_is_no_manner_of_the_source():
    assert said("Adam: Well.\nInterviewer - it is.\n", ADAM) == [("Adam", "p1", "Well.\nInterviewer - it is.")]


def test_a_bold_label_is_one_even_once():
    assert [label for label, _, _ in said("**Eve**: Well.\n\n**Bo**: Yes.\n", format="md")] == ["Eve", "Bo"]


def test_a_label_that_the_format_names_is_one_even_once():
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v eve>Well.</v>\n\n00:02.000 --> 00:03.000\n<v bo>Yes.</v>\n"
    assert [who for _, who, _ in said(vtt, format="vtt")] == ["s-s1", "s-s2"]


@pytest.mark.parametrize(("n", "is_doubtful"), [(9, True), (10, False)])
def test_in_a_source_with_ten_bold_labels_others_that_stand_once_are_none(n, is_doubtful):
    text = "".join(f"**{'Eve' if k % 2 else 'Bo'}**: Well.\n\n" for k in range(n)) + "Money: it was short.\n"
    assert ((questions.UNLISTED, "Money") in asked(text, format="md")) == is_doubtful


def test_bold_is_throughout_from_nine_in_ten():
    text = "**Eve**: Well.\n\n**Bo**: Yes.\n\n" * 5
    text += "".join(f"{one}: it was.\n\n" for one in ("Money", "Roads", "Trees"))
    assert (questions.UNLISTED, "Money") in asked(text, format="md")


def test_a_label_is_known_in_brackets_though_these_are_listed_as_none():
    found = said("Interviewer: So?\n\n(Adam): Well.\n", ADAM | {"(Adam)": "not a label"})
    assert found[-1][::2] == ("Adam", "Well.")


def test_a_form_that_is_refused_refuses_no_other_form():
    assert asked(WELL + "Adam\tsaid no.\n", ADAM | {"Adam -": "not a label"}) == [(questions.FORM, "Adam ⇥")]


def test_a_label_that_says_itself_is_no_legend():
    assert said("Eve: Monday\nInterviewer: Interviewer\n\nEve: Well.\n")[0] == ("Eve", "s-s1", "Monday")


def test_a_source_has_one_manner_of_writing_labels_beside_the_colon():
    found = said("Adam - Well.\nInterviewer - So?\nAdam - Yes.\n[Interviewer] said so.\n", ADAM)
    assert found[-1] == ("Adam", "p1", "Yes.\n[Interviewer] said so.")


@pytest.mark.parametrize(
    "text",
    [
        "the bus: it was late.\n\n" * 4,
        ("the bus: it was late.\n\nthe road: it was long.\n\n" + "It was so.\n\n" * 3) * 2,
        "[Ada] said so.\n\n[Bo] said no.\n\n" + "[Ada] was late.\n\n",
    ],
)
def test_openers_that_are_no_labels(text):
    assert {label for label, _, _ in said(text)} == {""}


# What is asked


@pytest.mark.parametrize(
    ("label", "nearest"), [("Zyx", ""), ("Mo", ""), ("Adxy", "Adam"), ("Bdam", "Adam")],
)  # fmt: skip
def test_the_nearest_label_is_named_if_half_of_it_is_alike(label, nearest):
    (question,) = source(WELL + f"{label}: No.\n", ADAM).questions
    assert ("nearest listed" in question.found) == bool(nearest)


def test_a_listed_label_with_more_behind_it_is_asked_about():
    assert asked(WELL + "Adam to somebody: no.\n", ADAM) == [(questions.UNLISTED, "Adam to somebody")]


@pytest.mark.parametrize("label", ["christien akim", "ida"])
def test_a_slip_of_a_listed_label_is_asked_about_in_small_letters_too(label):
    listed = {"Christian Akin": "p1", "Ada": "interviewer"}
    text = f"Ada: So?\n\nChristian Akin: Well.\n\n{label}: no.\n"
    assert asked(text, listed) == [(questions.UNLISTED, label)]


def test_without_a_list_a_slip_of_a_label_is_asked_about():
    assert (questions.UNLISTED, "adem") in asked(WELL * 3 + "adem: no.\n")


def test_a_mistyped_colon_is_asked_about_in_interviews_alone():
    assert asked(WELL + "Adam; said no.\n", ADAM) == [(questions.FORM, "Adam;")]
    assert asked(WELL + "Adam; said no.\n", ADAM, kind="observation") == []


def test_what_is_listed_as_no_label_need_not_stand_in_the_source():
    assert asked(WELL, ADAM | {"Eve": "not a label"}, own=["Eve"]) == []


@pytest.mark.parametrize(("role", "row"), [("interviewer", "s,Eve,,interviewer,yes"), ("observer", "s,Eve,,observer,yes"), ("p2", "s,Eve,p2,participant,yes")])  # fmt: skip
def test_the_row_that_confirms_an_absent_label_has_its_role(role, row):
    (question,) = source(WELL, ADAM | {"Eve": role}, own=["Eve"]).questions
    assert question.kind == questions.ABSENT and question.answer.endswith(row)


def test_in_a_source_with_bold_labels_a_role_that_is_not_bold_is_asked_about():
    text = "**Interviewer**: So?\n\n**Adam**: Well.\n\n" * 6
    assert asked(text + "P2: No.\n", ADAM, format="md") == [(questions.UNLISTED, "P2")]
    assert asked(text + "Money: No.\n", ADAM, format="md") == []


def test_a_label_inside_a_heading_is_not_asked_about():
    assert asked("# It was. Adam: one\n\n" + WELL, ADAM, format="md") == []


def test_an_aside_that_could_be_labelled_is_not_asked_about():
    lines = [("Interviewer: So?", TEXT), ("Adam: Well.", TEXT), ("Eve: a note", ASIDE)]
    text = blocks.canonical([Block(words, f"paragraph {n}", role=role) for n, (words, role) in enumerate(lines, 1)])
    assert turns.parse(text, kind="interview", known=turns.Speakers(ADAM, "s")).questions == []


def test_a_single_letter_is_a_label_without_its_colon_only_before_a_capital():
    listed = {"I": "interviewer", "P": "p1"}
    text = "I: So?\n\nP: Well.\n\n"
    assert asked(text + "I went home.\n", listed) == []
    assert asked(text + "I So it was.\n", listed) == [(questions.FORM, "I …")]


def test_a_legend_with_equals_signs_is_not_asked_about():
    assert asked(WELL + "Adam = the chair\n", ADAM) == []


def test_only_an_interview_is_asked_for_a_label():
    assert asked("It was late.\n", ADAM, kind="observation") == []
    assert asked("It was late.\n", ADAM) == [(questions.UNLABELLED, "")]


def test_a_label_in_the_midst_of_words_is_asked_about_until_it_is_confirmed():
    text = "Interviewer: So?\n\nAdam: Well. Interviewer: And?\n"
    assert asked(text, ADAM) == [(questions.INSIDE, "Interviewer")]
    assert asked(text, ADAM, confirmed=["Interviewer"]) == []


def test_a_voice_alone_is_asked_about_from_twenty_words():
    assert asked("Adam: " + "word " * 19 + "\n", ADAM) == []
    assert asked("Adam: " + "word " * 20 + "\n", ADAM) == [(questions.ONE_VOICE, "Adam")]


@pytest.mark.parametrize(("n", "of", "is_asked"), [(190, 200, True), (189, 200, False), (189, 199, False), (198, 199, False)])  # fmt: skip
def test_one_voice_with_nearly_all_of_many_words_is_asked_about(n, of, is_asked):
    text = f"Adam: {'word ' * n}\n\nInterviewer: {'so ' * (of - n)}?\n"
    assert ((questions.ONE_VOICE, "Adam") in asked(text, ADAM)) == is_asked


@pytest.mark.parametrize(("n", "is_asked"), [(3, False), (4, True)])
def test_a_voice_that_stands_four_times_in_a_row_and_never_again_is_asked_about(n, is_asked):
    text = "Interviewer: So?\n\n" + "Adam: Well.\n\n" * n
    assert ((questions.APART, "Adam") in asked(text, ADAM)) == is_asked


def test_labels_that_differ_by_a_letter_are_asked_about_from_four_letters():
    def text(one, other):
        return f"{one}: So?\n\n{other}: Well.\n\n" * 2

    assert asked(text("Anna", "Anne"), {"Anna": "p1", "Anne": "p2"})[0][0] == questions.ALIKE
    assert asked(text("Ann", "Anm"), {"Ann": "p1", "Anm": "p2"}) == []
    assert asked(text("Nurse 1", "Nurse 2"), {"Nurse 1": "p1", "Nurse 2": "p2"}) == []
    assert asked(text("Anna", "Anne"), {"Anna": "p1", "Anne": "p2"}, confirmed=["Anna"]) == []


def test_a_row_quotes_what_csv_would_split():
    assert questions.row("s", 'Ada "Ace"', "p1") == 's,"Ada ""Ace""",p1,participant'


# What is nobody's words


def test_a_service_names_itself_in_the_last_four_lines_behind_a_blank_one():
    talk = ["I: So?", "", "P: Well.", "", "I: And?"]
    line = "Transcribed by Example"
    assert cleaned(*talk, *["", "one", "", line, "two", "three", "four", "five"])[1] == []
    many = ["I: So?", "", "P: Well.", ""] * 3
    assert cleaned(*many, line, "a", "b", "c")[1] == [(line, SERVICE)]
    assert cleaned(*many, "a", line)[1] == []


def test_a_time_on_a_line_of_its_own_with_hours_is_a_stamp_even_once():
    assert cleaned("I: So?", "00:05:00", "P: Well.")[1] == [("00:05:00", STAMP)]
    assert cleaned("I: So?", "05:00", "P: Well.")[1] == []


def test_times_in_two_lines_are_said():
    lines = ["10:30 it was.", "11:30 it was."]
    assert cleaned(*lines) == (lines, [])


def test_times_in_few_of_many_lines_are_said():
    lines = [f"0{n}:30 it was." for n in range(3)] + ["It was."] * 7
    assert cleaned(*lines) == (lines, [])


def test_times_alone_in_their_lines_are_stamps_however_many_lines_there_are():
    lines = [line for n in range(3) for line in (f"0{n}:30", "It was.", "So.", "Well.", "Yes.")]
    assert len(cleaned(*lines)[1]) == 3


def test_times_that_go_back_as_often_as_not_are_said():
    lines = [f"{time} it was." for time in ("10:30", "09:15", "11:00", "08:00", "12:00")]
    assert cleaned(*lines) == (lines, [])


def test_headings_do_not_count_up():
    found = cleaning.cleaned(Reading([Block(f"{n}", f"line {n}", role=HEADING) for n in (1, 2, 3)]))
    assert len(found.blocks) == 3


def test_a_time_before_blank_lines_still_tells_the_next_words():
    lines = [Block("00:05:00", "line 1"), Block("", "line 2"), Block("It was late.", "line 3")]
    found = cleaning.cleaned(Reading(lines))
    assert [(block.text, block.stamped) for block in found.blocks][-1] == ("It was late.", True)


def test_the_second_line_of_a_block_has_no_speaker_of_its_own():
    found = cleaning.cleaned(Reading([Block("It was.\x85So it was.", "cue 1", speaker="Ada")]))
    assert [(block.text, block.speaker) for block in found.blocks] == [("It was.", "Ada"), ("So it was.", "")]


# Turns


def test_who_is_unidentified_goes_on_only_under_the_same_label():
    listed = {"Eve": "unidentified", "Bo": "unidentified", "Interviewer": "interviewer"}
    found = said("Interviewer: So?\n\nEve: Well.\n\nBo: Yes.\n\nBo: No.\n", listed)
    assert [label for label, _, _ in found] == ["Interviewer", "Eve", "Bo"]


def test_a_label_typed_again_behind_an_event_opens_a_turn():
    found = said("Adam: Well.\n\n[laughs]\n\nAdam: Yes.\n", ADAM)
    assert [words for _, _, words in found] == ["Well.", "Yes."]


def test_a_bold_label_typed_again_opens_a_turn():
    assert len(said("**Adam**: Well.\n\n**Adam**: Yes.\n", ADAM, format="md")) == 2


def test_a_label_typed_again_behind_another_ones_words_in_brackets_opens_a_turn():
    found = said("Adam: Well.\n\n(Interviewer: I see)\n\nAdam: Yes.\n", ADAM)
    assert [words for _, _, words in found] == ["Well.", "I see", "Yes."]


def test_in_an_observation_each_label_opens_a_turn():
    found = said("Adam: Well.\n\nAdam: Yes.\n\nThe room was full.\n", ADAM, kind="observation")
    assert found == [("Adam", "p1", "Well."), ("Adam", "p1", "Yes."), ("", "", "The room was full.")]


def test_a_heading_ends_a_turn():
    found = said("Adam: Well.\n\n# Two\n\nIt was late.\n", ADAM, format="md")
    assert found[:2] == [("Adam", "p1", "Well."), ("", "", "It was late.")]


def test_what_stands_before_the_first_label_is_no_speech():
    assert said("It was late.\n\nAdam: Well.\n", ADAM) == [("Adam", "p1", "Well.")]


def test_a_numbered_question_is_a_heading_only_where_somebody_speaks_without_a_label():
    text = "Adam: Well.\n\n2. How was it?\n\nYes.\n"
    assert said(text, ADAM) == [("Adam", "p1", "Well.\n\n2. How was it?\n\nYes.")]


def test_a_label_repeated_inside_a_turn_names_who_speaks():
    rows = source("Adam: Well.\n\nAdam: Yes.\n", ADAM).turns
    assert [row["participant_id"] for row in rows if row["layer"] == "label"] == ["p1"]


def test_an_observer_who_speaks_in_an_interview_counts_as_an_interviewer():
    rows = source("Eve: So?\n\nAdam: Well.\n", {"Eve": "observer", "Adam": "p1"}).turns
    assert [row["is_interviewer"] for row in rows] == [True, False]


# Events


@pytest.mark.parametrize(
    ("line", "is_event"),
    [
        ("[EnsembleAPI]", False), ("(and why?)", False), ("(I see)", False), ("(a door shuts)", True), ("*a door shuts*", True),
        ("[laughs]", True), ("[Laughs]", True),
    ],
)  # fmt: skip
def test_what_a_whole_line_in_brackets_is(line, is_event):
    assert events.is_event(line) == is_event


def test_a_known_event_inside_speech_may_have_a_capital():
    assert list(events.inline("Well [Laughter] yes [Leeds] no")) == [(5, 15)]


# Who asks, by what they say


def voice(label, asks, of, source_id="s"):
    return voices.Voice(source_id, label, turns=of, words=of, questions=asks, locator="line 1", first="")


def roles(*sources):
    return {key: guess.role for key, guess in voices.roles(sources).items()}


@pytest.mark.parametrize(("asks", "role"), [(5, "interviewer"), (4, "participant")])
def test_whoever_asks_in_half_of_the_turns_is_an_interviewer(asks, role):
    assert roles([voice("Ada", asks, 10), voice("Bo", 0, 10)])["s", "Ada"] == role


@pytest.mark.parametrize(("asks", "role"), [(4, "interviewer"), (5, "participant")])
def test_nobody_else_asks_more_than_half_as_much(asks, role):
    assert roles([voice("Ada", 8, 10), voice("Bo", asks, 10)])["s", "Ada"] == role


@pytest.mark.parametrize(("asks", "role"), [(3, "interviewer"), (2, "participant")])
def test_a_name_that_asks_in_a_quarter_of_its_turns_in_two_sources_is_an_interviewers(asks, role):
    found = roles(*([voice("Ada", asks, 12, of), voice("Bo", 0, 9, of)] for of in ("s1", "s2")))
    assert found["s1", "Ada"] == role


def test_one_source_or_a_role_alone_makes_no_name_that_asks_in_several():
    assert roles([voice("Ada", 3, 10), voice("Bo", 0, 10)])["s", "Ada"] == "participant"
    found = roles(*([voice("Speaker 2", 3, 10, of), voice("Bo", 0, 9, of)] for of in ("s1", "s2")))
    assert found["s1", "Speaker 2"] == "participant"


def test_who_speaks_alone_is_no_interviewer_by_questions():
    assert roles([voice("Ada", 9, 10)])["s", "Ada"] == "participant"


def test_several_at_once_are_unidentified_and_never_the_asker():
    found = roles([voice("All", 10, 10), voice("Ada", 5, 10), voice("Bo", 0, 10)])
    assert found["s", "All"] == "unidentified"


def test_first_words_are_cut_between_words():
    about = {"layer": "speech", "source_id": "s", "speaker_label": "Ada", "participant_id": "p1", "locator": "line 1"}
    (one,) = voices.of_turns([about | {"text": "evening " * 12}])
    assert one.first == "evening " * 7 + "…"


def test_a_question_in_quotation_marks_is_one():
    assert voices.of_turns([row | {"source_id": "s"} for row in source("Ada: “Why?”\n").turns])[0].questions == 1


# What a file tells of itself


@pytest.mark.parametrize(("n", "expected"), [(3, "interview"), (4, "group_interview")])
def test_four_speakers_beside_the_interviewer_are_a_group(n, expected):
    found = [voice("I", 5, 5), *(voice(f"P{k}", 0, 5) for k in range(n))]
    given = ["interviewer"] + ["participant"] * n
    assert guesses.kind("a.txt", ["I: So?"], found, given).value == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["It was so."] * 12 + ["Field notes"],
        ["One two three four five six seven eight nine ten eleven of the report"],
        ["P1: the report was late."],
    ],
)
def test_what_is_no_title_does_not_tell_the_kind(lines):
    found = [voice("I", 5, 5), voice("P1", 0, 5)]
    assert guesses.kind("a.txt", lines, found, ["interviewer", "participant"]).value == "interview"


@pytest.mark.parametrize(
    ("text", "value", "is_doubtful"),
    [
        ("03/04/2021", "2021-04-03", True), ("04/04/2021", "2021-04-04", False), ("04/13/2021", "2021-04-13", False),
        ("3 Sept 2021", "2021-09-03", False), ("31/02/2021", "", False),
    ],
)  # fmt: skip
def test_dates_and_their_doubt(text, value, is_doubtful):
    found = guesses.date("a.txt", [text])
    assert (found.value, "day before month" in found.why) == (value, is_doubtful)


def test_a_date_in_a_long_line_or_far_below_is_not_the_sources():
    assert guesses.date("a.txt", ["word " * 40 + "3 May 2021"]).value == ""
    assert guesses.date("a.txt", ["It was."] * 12 + ["3 May 2021"]).value == ""


# At the edges


def test_a_voice_that_another_one_follows_is_not_apart():
    assert asked("Interviewer: So?\n\n" + "Adam: Well.\n\n" * 4 + "Interviewer: And?\n", ADAM) == []


def test_the_row_that_confirms_an_interviewers_voice_names_no_participant():
    (question,) = source("Interviewer: " + "word " * 30 + "\n", ADAM).questions
    assert "confirm it: s,Interviewer,,interviewer,yes;" in question.answer


def test_an_unlisted_label_alone_is_asked_about_where_labels_stand_alone():
    text = "Adam\nWell.\n\nInterviewer\nSo?\n\nEve\nNo.\n"
    assert (questions.UNLISTED, "Eve") in asked(text, ADAM)


def test_participants_whose_roles_differ_by_a_letter_are_asked_about():
    text = "Enquêté: Oui.\n\nEnquêtée: Non.\n\n" * 2
    assert (questions.ALIKE, "Enquêté") in asked(text, {"Enquêté": "p1", "Enquêtée": "p2"})


def test_a_service_needs_no_blank_line_where_there_are_none():
    assert cleaned("I: So?", "P: Well.", "Transcribed by Example")[1] == [("Transcribed by Example", SERVICE)]


def test_a_label_with_its_time_keeps_it_where_lines_end_with_times():
    lines = [f"it was {n}. 00:0{n}" for n in range(3)] + ["Ada Miller 00:20"]
    assert cleaned(*lines)[0] == ["it was 0.", "it was 1.", "it was 2.", "Ada Miller 00:20"]


@pytest.mark.parametrize("line", ["Ada (she/her) said so.", "We met (1:02:03) then."])
def test_words_in_brackets_that_somebody_says_stay(line):
    assert cleaned("I: So?", line) == (["I: So?", line], [])


def test_a_speaker_whose_words_are_a_time_alone_is_kept():
    found = cleaning.cleaned(Reading([Block("00:05:00", "cue 1", speaker="Ada"), Block("Well.", "cue 2")]))
    assert [(block.text, block.speaker) for block in found.blocks] == [("", "Ada"), ("Well.", "")]


def test_a_document_names_speakers_only_where_its_format_does():
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Adam>Well.</v>\n"
    assert said(vtt, ADAM, format="vtt", kind="document") == [("Adam", "p1", "Well.")]
    assert said("Adam: Well.\n", ADAM, kind="document") == [("", "", "Adam: Well.")]


def test_a_heading_ends_where_its_line_does_and_has_no_marks():
    rows = source("# One\nIt was late.\n", None, format="md", kind="document").turns
    assert [(row["layer"], row["text"]) for row in rows] == [("heading", "One"), ("speech", "It was late.")]


def test_the_mark_of_an_observers_comment_is_left_out_as_such():
    left = source("Adam: Well.\n\nOC: nervous.\n", ADAM, kind="observation").left_out
    assert [(one["text"], one["reason"]) for one in left] == [("OC:", OBSERVERS_MARK)]


# Where the words are


def test_the_balance_counts_words_once_in_turns_labels_events_and_what_was_left_out(tmp_path):
    text = "1. Adam Reed: It was late [laughs] there.\n\nAdam Reed: Yes.\n\nInterviewer: So?\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    about = {"source_id": "s", "case_id": "c", "kind": "interview", "format": "txt", "path": "a.txt"}
    batch = ingest.read([about], None, tmp_path)
    found = balance.of_rows(batch.turns, batch.left_out)
    assert {(row.place, row.reason): row.words for row in found.itertuples()} == {
        ("turns", "speech"): 6, ("other rows", "label"): 5, ("other rows", "event"): 1, ("left out", "list number"): 1,
    }  # fmt: skip


def test_a_label_in_brackets_is_shown_as_it_is():
    row = dict.fromkeys(speakers.COLUMNS, "") | {"source_id": "s", "label": "[bold]", "turns": "1", "words": "1"}
    assert "[bold]" in speakers.shown([row])
