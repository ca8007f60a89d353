"""A number alone in a line is a page's only where it can be one; people answer numbers, and years begin paragraphs."""

from __future__ import annotations

import pytest
from multicase.ingest import page_numbers
from multicase.ingest.blocks import Block

SHORT = "And then it was so."
A_PAGE = ["It was late, and the last bus had gone from the harbour long before."] * 8


def left(*lines):
    """The lines that no number of a page takes up."""
    gone = page_numbers.lines_of([Block(line, f"line {n}") for n, line in enumerate(lines, 1)])
    return [line for number, line in enumerate(lines) if number not in gone]


def between(numbers, words, *before):
    return [*before, *(line for number in numbers for line in (number, *words))]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (["1", "2", "3"], A_PAGE), (["17", "18", "19"], A_PAGE), (["3/5", "4/5"], A_PAGE), (["2 of 9", "3 of 9"], A_PAGE),
        (["- 2 -", "- 3 -"], [SHORT]), (["Page 2", "Page 3"], [SHORT]), (["1/2", "2/2"], [SHORT]),
        (["1", "2", "3"], ["00:00:01 --> 00:00:04", SHORT]), (["1", "2", "3"], [SHORT]), (["1/6", "2/6", "4/6", "5/6"], [SHORT]),
        (["Page 1 of 6", "Page 3 of 6"], [SHORT]),
    ],
)  # fmt: skip
def test_numbers_that_count_pages_or_captions_go(numbers, words):
    lines = between(numbers, words, "Ann: So?", "Bob: Well.")
    assert left(*lines) == [line for line in lines if line not in numbers]


@pytest.mark.parametrize(
    "numbers",
    [["2018", "2019", "2020"], ["3/5", "4/5"], ["4", "9", "7"], ["5/5", "4/5"], ["1", "3", "5"]],
)
def test_numbers_that_count_no_pages_are_said(numbers):
    lines = between(numbers, [SHORT], "Ann: So?", "Bob: Well.")
    assert left(*lines) == lines


def test_the_last_page_may_be_short_and_a_number_below_a_label_breaks_no_count():
    lines = [*between(["1/9", "2/9"], A_PAGE), "3/9", SHORT, "4/9"]
    assert left(*lines) == [line for line in lines if "/9" not in line]
    lines = ["1", SHORT, "2", "Bob:", "3", SHORT, "4"]
    assert left(*lines) == [SHORT, "Bob:", "3", SHORT]


def test_years_are_no_pages_however_far_apart():
    lines = between(["2018", "2019", "2020"], A_PAGE)
    assert left(*lines) == lines


def test_numbers_one_below_the_other_are_counted_aloud():
    lines = ["Bob: I count.", "1", "2", "3", "That is all."]
    assert left(*lines) == lines


@pytest.mark.parametrize("blank", [[], [""], ["", ""]])
@pytest.mark.parametrize("numbers", [["1", "2", "3"], ["1/3", "2/3", "3/3"], ["Page 1", "Page 2", "Page 3"]])
def test_a_number_below_a_label_is_an_answer(blank, numbers):
    lines = [line for n in numbers for line in ("Ann: How many?", *blank, "Bob:", *blank, n, *blank, *A_PAGE)]
    assert left(*lines) == lines
