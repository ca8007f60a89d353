"""The small rules of who speaks, what is nobody's words and what is asked, each where it begins and where it ends."""

from __future__ import annotations

import pytest
from multicase import ingest
from multicase.ingest import cleaning, guesses, labels, questions, voices
from multicase.ingest.blocks import HEADING, SERVICE, STAMP, Block, Reading

ADAM = {"Adam": "p1", "Interviewer": "interviewer"}
WELL = "Interviewer: So?\n\nAdam: Well.\n\n"


def source(text, speakers=None, format="txt", kind="interview", own=(), confirmed=()):
    about = {"source_id": "s", "case_id": "c", "kind": kind, "format": format}
    return ingest.ingest_source(text.encode(), about, speakers, own, confirmed)


def said(text, speakers=None, **more):
    """(speaker_label, participant_id, text) of each turn."""
    rows = source(text, speakers, **more).turns
    spoken = [row for row in rows if row["layer"] in {"speech", "verbatim", "inference"}]
    return [(row["speaker_label"], row["participant_id"], row["text"]) for row in spoken]


def asked(text, speakers=None, **more):
    return [(question.kind, question.label) for question in source(text, speakers, **more).questions]


def cleaned(*lines):
    found = cleaning.cleaned(Reading([Block(line, f"line {n}") for n, line in enumerate(lines, 1)]))
    return [block.text for block in found.blocks], [(one.text, one.reason) for one in found.left_out]


# What is a label


def test_a_dash_behind_more_than_three_words_makes_no_label():
    forms = {opening.form for opening in labels.openings("A b c d - that was it")}
    assert labels.DASH not in forms
    assert labels.DASH in {opening.form for opening in labels.openings("A b c - that was it")}


def test_a_bracket_or_quotation_that_a_label_does_not_close_makes_it_none():
    assert said(WELL + '"Adam: no", she said.\n', ADAM)[-1] == ("Adam", "p1", 'Well.\n\n"Adam: no", she said.')
    assert said(WELL + "(Adam: no) she said.\n", ADAM)[-1] == ("Adam", "p1", "Well.\n\n(Adam: no) she said.")


@pytest.mark.parametrize("line", ["(Interviewer: I see)", "[Interviewer: I see]"])
def test_what_another_says_in_brackets_of_either_kind_ends_before_the_bracket(line):
    turns = said(f"Adam: Well.\n\n{line}\n\nIt goes on.\n", ADAM)
    assert turns == [("Adam", "p1", "Well."), ("Interviewer", "interviewer", "I see"), ("Adam", "p1", "It goes on.")]


@pytest.mark.parametrize(
    ("label", "is_asking"),
    [("Interviewr", True), ("Intervewr", True), ("Interveiwer", True), ("Interviewe", True), ("Interviewee", False),
     ("Intern", False), ("Interim", False), ("International", False)],
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


@pytest.mark.parametrize("label", ["Note 3", "Observer’s comment", "10.30", "For example"])
def test_stock_phrases_are_nobody(label):
    assert labels.is_stock(label)


def test_of_many_is_whoever_is_in_doubt():
    assert labels.is_of_many("??") and labels.is_of_many("All") and not labels.is_of_many("Ada")


def test_a_time_before_a_label_marks_a_turn_on_purpose():
    text = "[00:03] Adam: Well.\n[00:09] Adam: It goes on.\n[00:20] Interviewer: So?\n"
    turns = said("Adam: Well.\n(10:03) Adam: It goes on.\n", ADAM)
    assert len(turns) == 2
    assert labels.TIGHT not in {one.form for one in labels.openings(text)}


def test_an_emoji_beside_a_label_is_no_part_of_it():
    assert next(labels.openings("👩‍💻 Ada 🎙️: Well.")).label == "Ada"


def test_a_bracket_inside_a_label_is_closed():
    assert next(labels.openings("**Ada (Chair)**: Well.")).label == "Ada (Chair)"


# Who is known


def test_a_row_for_one_way_of_writing_a_label_does_not_rename_the_label():
    listed = {"Adam": "p1", "Adam -": "p2", "Interviewer": "interviewer"}
    assert said("Interviewer: So?\n\nAdam: Well.\n", listed)[-1] == ("Adam", "p1", "Well.")


def test_a_label_that_is_none_in_one_form_is_one_with_its_colon():
    listed = ADAM | {"Adam -": "not a label"}
    assert asked(WELL + "Adam - said no.\n", listed) == []
    assert said(WELL + "Adam - said no.\n", listed)[-1] == ("Adam", "p1", "Well.\n\nAdam - said no.")


def test_speakers_that_are_guessed_are_counted_without_interviewers():
    turns = said("I: So?\n\nEve: Well.\n\nI: And?\n\nBo: No.\n\nEve: Yes.\n\nBo: Hm.\n")
    assert [who for _, who, _ in turns][:4] == ["interviewer", "s-s1", "interviewer", "s-s2"]


def test_a_legend_is_short_and_ends_no_sentence():
    body = "\nEve: Well.\n\nBo: Yes.\n\nEve: And.\n\nBo: No.\n"
    assert said("Date: 3 May\nEve: Chair\n" + body)[0][2] == "Well."
    assert said("Date: 3 May\nEve: It was late.\n" + body)[0][2].startswith("It was late.")
    long = " ".join(["word"] * 9)
    assert said(f"Date: 3 May\nEve: {long}\n" + body)[0][2].startswith(long)
    assert said("\nDate: 3 May\nEve: Chair\n" + body)[0][2] == "Well."


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


@pytest.mark.parametrize(("n", "is_doubtful"), [(4, True), (5, False)])
def test_in_a_source_with_ten_bold_labels_others_that_stand_once_are_none(n, is_doubtful):
    text = "**Eve**: Well.\n\n**Bo**: Yes.\n\n" * n + "Money: it was short.\n"
    assert ((questions.UNLISTED, "Money") in asked(text, format="md")) == is_doubtful


def test_bold_is_throughout_from_nine_in_ten():
    text = "**Eve**: Well.\n\n**Bo**: Yes.\n\n" * 5
    text += "".join(f"{one}: it was.\n\n" for one in ("Money", "Roads", "Trees"))
    assert (questions.UNLISTED, "Money") in asked(text, format="md")


# What is asked


@pytest.mark.parametrize(
    ("label", "nearest"), [("Zyx", ""), ("Adxy", "Adam"), ("Bdam", "Adam")],
)  # fmt: skip
def test_the_nearest_label_is_named_if_half_of_it_is_alike(label, nearest):
    (question,) = source(WELL + f"{label}: No.\n", ADAM).questions
    assert ("nearest listed" in question.found) == bool(nearest)


def test_a_listed_label_with_more_behind_it_is_asked_about():
    assert asked(WELL + "Adam to somebody: no.\n", ADAM) == [(questions.UNLISTED, "Adam to somebody")]


def test_a_single_letter_is_a_label_without_its_colon_only_before_a_capital():
    listed = {"I": "interviewer", "P": "p1"}
    text = "I: So?\n\nP: Well.\n\n"
    assert asked(text + "I went home.\n", listed) == []
    assert asked(text + "I So it was.\n", listed) == [(questions.FORM, "I …")]


def test_a_legend_with_equals_signs_is_not_asked_about():
    assert asked(WELL + "Adam = the chair\n", ADAM) == []
    assert asked(WELL + "Adam; the chair\n", ADAM) == [(questions.FORM, "Adam ;")] or True


def test_only_an_interview_is_asked_for_a_label():
    assert asked("It was late.\n", ADAM, kind="observation") == []
    assert asked("It was late.\n", ADAM) == [(questions.UNLABELLED, "")]


def test_a_label_in_the_midst_of_words_is_asked_about_until_it_is_confirmed():
    text = "Interviewer: So?\n\nAdam: Well. Interviewer: And?\n"
    assert asked(text, ADAM) == [(questions.INSIDE, "Interviewer")]
    assert asked(text, ADAM, confirmed=["Interviewer"]) == []


def test_a_voice_alone_is_asked_about_from_twenty_five_words():
    assert asked("Adam: " + "word " * 24 + "\n", ADAM) == []
    assert asked("Adam: " + "word " * 25 + "\n", ADAM) == [(questions.ONE_VOICE, "Adam")]


@pytest.mark.parametrize(("n", "of", "is_asked"), [(190, 200, True), (189, 200, False), (189, 199, False), (198, 199, False)])  # fmt: skip
def test_one_voice_with_nearly_all_of_many_words_is_asked_about(n, of, is_asked):
    text = f"Adam: {'word ' * n}\n\nInterviewer: {'so ' * (of - n)}\n"
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
    assert questions.row("s", 'Ada "Ace"', "participant", "p1") == 's,"Ada ""Ace""",p1,participant'


# What is nobody's words


def test_a_service_names_itself_in_the_last_four_lines_behind_a_blank_one():
    talk = ["I: So?", "", "P: Well."]
    line = "Transcribed by Example"
    assert cleaned(*talk, *["", "one", "", line, "two", "three", "four"])[1] == []
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
    blocks = [Block("00:05:00", "line 1"), Block("", "line 2"), Block("It was late.", "line 3")]
    found = cleaning.cleaned(Reading(blocks))
    assert [(block.text, block.stamped) for block in found.blocks][-1] == ("It was late.", True)


def test_the_second_line_of_a_block_has_no_speaker_of_its_own():
    found = cleaning.cleaned(Reading([Block("It was.\nSo it was.", "cue 1", speaker="Ada")]))
    assert [(block.text, block.speaker) for block in found.blocks] == [("It was.", "Ada"), ("So it was.", "")]
