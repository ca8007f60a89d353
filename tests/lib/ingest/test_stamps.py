"""A time is a stamp by its place, its form and its turn in the sequence; people say times too."""

from __future__ import annotations

import pytest
from multicase.ingest import stamps
from multicase.ingest.blocks import Block

LABELS = ("Ann", "Bob")


def left(*lines):
    """The lines without their stamps, but for empty ones."""
    spans = stamps.spans([Block(line, f"line {n}") for n, line in enumerate(lines, 1)])
    kept = []
    for number, line in enumerate(lines):
        for start, end in reversed(spans.get(number, [])):
            line = line[:start] + line[end:]
        kept.append(line)
    return [line for line in kept if line]


def stamped(form, words, step=7):
    """Lines of a transcript in a form with `{long}` or `{short}` times, `{label}` and `{words}`, a turn each."""
    return [
        line
        for n, said in enumerate(words)
        for line in form.format(
            long=f"00:{n * step // 60:02d}:{n * step % 60:02d}",
            short=f"{n * step // 60}:{n * step % 60:02d}",
            label=LABELS[n % 2],
            words=said,
        ).split("\n")
    ]


SAID = [
    "When?",
    "7:30",
    "And then?",
    "8:15 at the latest.",
    "So.",
    "(7:30) and <8:10> mostly.",
    "And?",
    "10:45 usually.",
]


@pytest.mark.parametrize(
    ("form", "without"),
    [
        ("{long} {label}\n{words}", "{label}\n{words}"),
        ("{long}\n{label}\n{words}", "{label}\n{words}"),
        ("{short}\n{label}:\n{words}", "{label}:\n{words}"),
        ("[{long}] {label}: {words}", "{label}: {words}"),
        ("{label}  {short}\n{words}", "{label}  {short}\n{words}"),
    ],
)
def test_times_that_do_not_fit_the_stamps_of_a_file_are_said(form, without):
    assert left(*stamped(form, SAID)) == stamped(without, SAID)


@pytest.mark.parametrize("said", ["Bob: At 9:00 we met, and", "(12:15) it was.", "We met at 9:00"])
def test_a_time_of_another_form_than_the_stamps_is_said(said):
    lines = ["00:05:00", "Ann: So?", "00:10:00", said, "00:15:00", "Ann: Well."]
    assert left(*lines) == ["Ann: So?", said, "Ann: Well."]


@pytest.mark.parametrize("first", [0, 3500])
def test_stamps_go_on_past_the_hour_in_one_form_or_the_other(first):
    times = [first + 40 * n for n in range(8)]
    short = [f"{t // 3600}:{t // 60 % 60:02d}:{t % 60:02d}" if t >= 3600 else f"{t // 60}:{t % 60:02d}" for t in times]
    assert left(*(f"{time} so it was." for time in short)) == ["so it was."] * 8


def test_the_stamps_of_a_second_recording_begin_again():
    first = stamped("{short} {words}", ["It was."] * 6)
    assert left(*first, *first) == ["It was."] * 12


@pytest.mark.parametrize("went_back", [3, 10, 15])
def test_a_stamp_that_goes_back_is_one_too(went_back):
    """Where people speak at once, or somebody typed it wrongly: else its turn would be the speaker's before."""
    times = [10, 20, 30, 40 - went_back, 50, 60, 70]
    lines = [line for n, t in enumerate(times) for line in (f"0:{t} {LABELS[n % 2]}", "So it was.")]
    assert left(*lines) == [line for n in range(7) for line in (LABELS[n % 2], "So it was.")]


def test_stamps_of_two_forms_and_one_without_a_speaker_are_all_stamps():
    lines = ["0:05 Ann", "So.", "00:15 Bob", "Well.", "0:20", "Hm.", "00:35 Ann", "Yes.", "0:45 Bob", "No."]
    assert left(*lines) == ["Ann", "So.", "Bob", "Well.", "Hm.", "Ann", "Yes.", "Bob", "No."]


def test_each_line_of_a_turn_may_have_its_time():
    lines = ["Ann  0:00", "0:00 Hello there.", "0:05 And so.", "Bob  0:09", "0:09 Yes.", "0:12 Quite."]
    assert left(*lines) == ["Ann  0:00", "Hello there.", "And so.", "Bob  0:09", "Yes.", "Quite."]
