"""A time is a stamp by its place, its form and its turn in the sequence; people say times too."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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


@pytest.mark.parametrize("said", ["9:00 was when we met, and", "7:30", "(12:15) it was.", "We met at 9:00"])
def test_a_time_of_another_form_than_the_stamps_is_said(said):
    lines = ["00:05:00", "Ann: So?", "00:10:00", said, "00:15:00", "Ann: Well."]
    assert left(*lines) == ["Ann: So?", said, "Ann: Well."]


def test_a_stamp_with_hours_is_one_beside_whatever_stands_there():
    assert left("00:01:07 well", "00:02:07 well", "00:03:07 10:30") == ["well", "well", "10:30"]


@pytest.mark.parametrize("first", [0, 3500])
def test_stamps_go_on_past_the_hour_in_one_form_or_the_other(first):
    times = [first + 40 * n for n in range(8)]
    short = [f"{t // 3600}:{t // 60 % 60:02d}:{t % 60:02d}" if t >= 3600 else f"{t // 60}:{t % 60:02d}" for t in times]
    assert left(*(f"{time} so it was." for time in short)) == ["so it was."] * 8


def test_the_stamps_of_a_second_recording_begin_again():
    first = stamped("{short} {words}", ["It was."] * 6)
    assert left(*first, *first) == ["It was."] * 12


@settings(max_examples=60)
@given(st.lists(st.integers(0, 5), min_size=6, max_size=14), st.integers(600, 86_000))
def test_whatever_time_is_said_between_stamps_stays_and_the_stamps_go(gaps, said):
    times = [30 + sum(gaps[: n + 1]) for n in range(len(gaps))]
    lines = [f"{time // 60}:{time % 60:02d} so it was." for time in times]
    answer = f"{said // 3600}:{said // 60 % 60:02d} in the morning."
    middle = len(lines) // 2
    kept = left(*lines[:middle], answer, *lines[middle:])
    if not times[0] - 2 * stamps.BACK <= said // 60 <= times[-1] + 2 * stamps.BACK:
        assert kept == ["so it was."] * middle + [answer] + ["so it was."] * (len(lines) - middle)
