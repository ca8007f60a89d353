"""Names of coders and codes mean in the study what they mean in the tool, and no two of them the same."""

from __future__ import annotations

import unicodedata
from itertools import combinations

import pytest
from multicase.exchange.names import coder_id
from multicase.study.study import names_a_coder

OWN = ["ann", "Jürg", "Jörg", "Пётр", "Мария", "李娜", "王芳", "J.R", "J R", "J_R", "Ann Other", "Other, Ann", "_x"]
OTHERS = ["J/R", "J{R", "J}R", "(Ann)", "[Ann]", "-Ann", "Ann\tB", "Ann\u200bB", "x" * 300, "x" * 301, "é" * 300]


@pytest.mark.parametrize("name", OWN)
def test_a_coder_whose_name_may_name_a_file_keeps_it(name):
    assert coder_id(name) == name == coder_id(unicodedata.normalize("NFD", f" {name} "))


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_name_becomes_one_that_may(name):
    found = coder_id(name)
    assert names_a_coder(found) and len(f".{found}.csv.new".encode()) <= 255 and coder_id(found) == found


def test_no_two_names_of_coders_become_one_wherever_they_come():
    assert [pair for pair in combinations([*OWN, *OTHERS], 2) if coder_id(pair[0]) == coder_id(pair[1])] == []


@pytest.mark.parametrize("name", ["", " ", "...", "***"])
def test_what_has_no_letter_or_digit_is_no_name(name):
    assert coder_id(name) == ""
