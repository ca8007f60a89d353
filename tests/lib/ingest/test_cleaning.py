"""What is nobody's words goes, with its reason; what somebody says stays, however like a stamp it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.ingest import blocks, cleaning
from multicase.ingest.blocks import ADDRESSEE, CONTROL, FURNITURE, LINE_NUMBER, PRONOUN, SERVICE, STAMP, Block, Reading


def cleaned(*lines):
    """(texts that are left, what was left out with its reason)."""
    reading = Reading([Block(line, f"line {n}") for n, line in enumerate(lines, 1)])
    found = cleaning.cleaned(reading)
    return [block.text for block in found.blocks], [(one.text, one.reason) for one in found.left_out]


def timed(form):
    """Four lines with a time each, in a form with `{time}` and `{words}`."""
    return [form.format(time=time, words=f"It was {n}.") for n, time in enumerate(["00:03", "00:09", "01:10", "02:00"])]


@pytest.mark.parametrize(
    "form",
    [
        "[{time}] {words}", "({time}) {words}", "{{{time}}} {words}", "#00:{time}-5# {words}", "{time} {words}",
        "00:{time}.25 {words}", "[{time}] - {words}", "[{time} --> 59:59] {words}", "{time} - 59:59 {words}",
        "{words} [{time}]", "{words} #00:{time}-1#", "{words} {time}", "{words} - {time}",
    ],
)  # fmt: skip
def test_times_that_stand_in_one_place_of_the_lines_and_go_on_are_stamps(form):
    texts, left = cleaned(*timed(form))
    assert texts == [f"It was {n}." for n in range(4)]
    assert {reason for _, reason in left} == {STAMP} and len(left) >= 4


def test_a_time_behind_a_label_is_a_stamp_where_all_have_one():
    texts, _ = cleaned(*timed("I: {time} {words}"))
    assert texts == [f"I: It was {n}." for n in range(4)]


@pytest.mark.parametrize(
    "line",
    [
        "P1: 10:30", "10:30 we left.", "[3:16] is the verse.", "P1: [10:30 - 11:00] is the plan.", "We left at 10:30",
        "(10:30) was late.", "The ratio was 3:1 then.",
    ],
)  # fmt: skip
def test_a_time_that_somebody_says_is_no_stamp(line):
    assert cleaned("I: When?", line, "I: Where?") == (["I: When?", line, "I: Where?"], [])


def test_times_that_go_back_are_said():
    lines = [f"{time} it was." for time in ("10:30", "09:15", "08:00", "07:45")]
    assert cleaned(*lines) == (lines, [])


def test_a_time_alone_in_its_line_goes_and_the_next_line_knows_it():
    reading = Reading([Block("00:05:00", "line 1"), Block("It was late.", "line 2"), Block("So.", "line 3")])
    found = cleaning.cleaned(reading)
    assert [(block.text, block.stamped) for block in found.blocks] == [("It was late.", True), ("So.", False)]


def test_a_label_with_its_time_keeps_it_for_who_reads_labels():
    lines = ["Ada Miller  0:03", "It was late.", "Tom Reed  0:09", "So.", "Ada Miller  0:12", "Yes."]
    assert cleaned(*lines)[0] == lines


@pytest.mark.parametrize("pause", ["(1 minute pause)", "(12 seconds pause)", "(2 Second Pause)", "[3 sec. pause]"])
def test_a_measured_pause_is_a_stamp(pause):
    assert cleaned("It was.", pause, "So.") == (["It was.", "So."], [(pause, STAMP)])


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Ada (she/her): Well.", "Ada: Well."), ("Ada Miller (they/them)  0:03", "Ada Miller  0:03"),
        ("Ada (er/ihm)：Well.", "Ada：Well."), ("Ada (she/her/hers):", "Ada:"),
    ],
)  # fmt: skip
def test_pronouns_behind_a_label_go(line, kept):
    texts, left = cleaned(line)
    assert texts == [kept] and [reason for _, reason in left] == [PRONOUN]


CHATS = {
    "with the words behind": ("From Ada Reed to Everyone: It leaks.", "From Tom to Ada Reed(Direct Message): So?", "From Ada Reed to Everyone: Ask."),
    "with the words below": ("From Ada Reed to Everyone:", "\tIt leaks.", "From Tom to Ada Reed(Direct Message):", "\tSo?", "From Ada Reed to Everyone:", "\tAsk."),
    "to everybody": ("From  Ada Reed : It leaks.", "From  Tom  to  Everyone : So?", "From  Ada Reed : Ask."),
    "in German": ("Von Ada Reed an Alle: It leaks.", "Von Tom an Ada Reed (Direktnachricht): So?", "Von Ada Reed an Alle: Ask."),
    "in Dutch": ("Van Ada Reed aan iedereen: It leaks.", "Van Tom aan Ada Reed: So?", "Van Ada Reed aan iedereen: Ask."),
}  # fmt: skip


def stamped(lines):
    """The lines of a chat, a time at the head of each but those that go on with one."""
    return [line if line[0] == "\t" else f"10:03:{number:02}\t {line}" for number, line in enumerate(lines)]


@pytest.mark.parametrize("chat", CHATS)
def test_who_writes_in_a_chat_is_a_label_and_to_whom_is_left_out(chat):
    texts, left = cleaned(*stamped(CHATS[chat]))
    assert "".join(re.sub(r"\s*:\s*", ": ", text).replace("\t", "") + "|" for text in texts).replace(": |", ": ") == (
        "Ada Reed: It leaks.|Tom: So?|Ada Reed: Ask.|"
    )
    told = [words for words, reason in left if reason == ADDRESSEE]
    assert len(told) == sum(line.count(" to ") + line.count(" an ") + line.count(" aan ") for line in CHATS[chat]) + 3


@pytest.mark.parametrize(
    "lines",
    [
        ("Ada: From here: no.", "From what I hear: no.", "Tom: From Leeds to York: an hour.", "Ada: So."),
        ("from here on it goes: fine.", "from there it went: bad.", "from then on: no."),
        ("de man zei aan mij: ja.", "van hier aan gaat het: zo.", "de vrouw aan tafel: nee."),
        ("De Vries: Het lekt.", "De Jong: Waar?", "De Vries: Daar."), ("Von Arnim: Es tropft.", "Von Bülow: Wo?", "Von Arnim: Da."),
    ],
)  # fmt: skip
def test_what_speakers_say_and_are_called_is_nothing_of_a_chat(lines):
    texts, left = cleaned(*stamped(lines))
    assert texts == list(lines) and ADDRESSEE not in {reason for _, reason in left}


def test_without_times_nothing_is_of_a_chat():
    lines = list(CHATS["with the words behind"])
    assert cleaned(*lines) == (lines, [])


@pytest.mark.parametrize(
    "line",
    ["Nurse (f/45): Well.", "Nurse (A/B): Well.", "I saw the doctor (he/she) there: well.", "Ada (and/or me): no."],
)
def test_other_words_in_brackets_stay(line):
    assert cleaned(line) == ([line], [])


def test_marks_that_cannot_be_seen_go_and_are_counted():
    texts, left = cleaned("\ufeffPri\u200bya and Wol\u00adcott came\u200f.\x07")
    assert texts == ["Priya and Wolcott came."]
    assert left == [("\ufeff\u200b\u00ad\u200f\x07", CONTROL)]
    assert cleaned("می\u200cخواهم 👩\u200d⚕️")[1] == []  # joiners are part of how some scripts and signs are written


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_ends_a_line(end):
    assert cleaned(f"I: So?{end}P1: Well.")[0] == ["I: So?", "P1: Well."]


@pytest.mark.parametrize(
    "line",
    ["Transcribed by https://otter.ai", "Ada Miller stopped transcription", "Transcription ended after 00:45:10", "END OF TRANSCRIPT"],
)  # fmt: skip
def test_a_line_of_a_service_is_nobodys(line):
    assert cleaned("I: So?", "P1: Well.", "", line) == (["I: So?", "P1: Well.", ""], [(line, SERVICE)])


SERVED = ["And so my boss stopped the recording", "They started recording", "Ada Miller stopped transcription"]


@pytest.mark.parametrize("said", SERVED)
@pytest.mark.parametrize(
    "turn", ["{label}: {said}", "{label} - {said}", "[{label}] {said}", "{label}:\n{said}", "{label}:\n\n{said}"]
)  # fmt: skip
def test_a_turn_is_no_line_of_a_service_whatever_it_tells(turn, said):
    words = [("Ann", "So?"), ("P1", "Well."), ("Ann", "And?"), ("P1", said)]
    lines = "\n\n".join(turn.format(label=label, said=told) for label, told in words).split("\n")
    assert cleaned(*lines) == (lines, [])


@pytest.mark.parametrize("said", SERVED[:2])
def test_a_sentence_is_no_line_of_a_service(said):
    lines = ["Ann: So?", "", said, "", "Ann: And?"]
    assert cleaned(*lines) == (lines, [])


def test_words_of_speech_like_a_services_stay():
    lines = ["I: Who?", "P1: It was", "transcribed by my sister.", "", "I: Good."]
    assert cleaned(*lines) == (lines, [])
    middle = ["I: So?", *["Yes."] * 5, "", "Subtitles by hand.", *["No."] * 5]
    assert cleaned(*middle) == (middle, [])


def test_lines_that_count_up_are_furniture():
    assert cleaned("1", "So?", "2", "Well.", "3", "Yes.") == (
        ["So?", "Well.", "Yes."], [(n, FURNITURE) for n in "123"],
    )  # fmt: skip
    assert cleaned("So?", "- 2 -", "Well.", "- 3 -")[0] == ["So?", "Well."]
    assert cleaned("So?", "4", "Well.", "9", "7")[1] == []


WORDS = st.lists(st.sampled_from(["well", "it", "was", "late", "10:30", "so."]), min_size=1, max_size=6)
STAMPS = st.sampled_from(["", "[{}] ", "#{}-1# ", "{} "])


@settings(max_examples=200)
@given(st.lists(WORDS, min_size=1, max_size=12), STAMPS)
def test_every_word_is_kept_or_left_out_once(lines, form):
    times = [f"{n // 60:02d}:{n % 60:02d}:07" for n in range(1, len(lines) + 1)]
    given_lines = [form.format(time) + " ".join(words) for time, words in zip(times, lines, strict=True)]
    texts, left = cleaned(*given_lines)
    words = " ".join([*texts, *(text for text, _ in left)]).split()
    assert sorted(words) == sorted(" ".join(given_lines).split())
    if form:
        assert len([reason for _, reason in left if reason == STAMP]) >= (len(lines) if len(lines) >= 3 else 0)


def test_what_a_reader_left_out_and_noted_is_kept():
    reading = Reading(
        [Block("So.", "1")], [blocks.LeftOut("x", "2", "hidden")], ["note"], [blocks.OpenColumn("c", 1, 2)]
    )
    found = cleaning.cleaned(reading)
    assert (found.left_out, found.notes, found.open_columns) == (reading.left_out, reading.notes, reading.open_columns)


@pytest.mark.parametrize(
    "who", ["Ada Miller", "ada.miller@uni.edu", "Dr. Ada Miller (she/her)", "iPhone von Ada", "The organizer"]
)
def test_whoever_started_a_recording_said_nothing_by_it(who):
    line = f"{who} started transcription"
    assert cleaned(line, "", "Ann: So?", "", "Bob: Yes") == (["", "Ann: So?", "", "Bob: Yes"], [(line, "service line")])


TALK = (
    "I: How was it",
    "for you?",
    "P: It was long and",
    "we waited.",
    "(pause)",
    "I: And then?",
    "P: Nothing.",
    "We left.",
)


@pytest.mark.parametrize("form", ["{} {}", "{}  {}", "{}. {}", "{}) {}", " {} {}"])
def test_numbers_typed_before_the_lines_of_a_talk_are_no_words(form):
    texts, left = cleaned("Talk on the bus", *(form.format(n, line) for n, line in enumerate(TALK, 1)))
    assert texts == ["Talk on the bus", *TALK]
    assert [reason for _, reason in left] == [LINE_NUMBER] * len(TALK)


@pytest.mark.parametrize(
    "lines",
    [
        [f"{n}. The court finds that the claim {n} fails." for n in range(1, 12)],  # paragraphs of a judgment
        [f"{n}. {name}: noted." for n, name in enumerate(("Opening", "Finance", "Roof", "Staff", "Dates", "End"), 1)],
        [f"{n} of us came." for n in range(3, 12)],
        ["I: How many?", "P: 1 or 2", "I: And then?", "P: 3", "2 came.", "I: So?", "P: Yes."],
    ],
)  # fmt: skip
def test_numbers_that_number_no_talk_stay(lines):
    assert cleaned(*lines)[0] == lines
