"""A telephone number is the same number with its country's code and without, whichever of the two was said."""

from __future__ import annotations

import re

import pandas as pd
import pytest
import searching
from hypothesis import example, given
from hypothesis import strategies as st
from multicase.anonymise import locale
from multicase.leaks import scan

AT_HOME = ("020 7946 0018", "02079460018", "(020) 7946 0018", "020-7946-0018", "020 79460018")
ABROAD = (
    "+44 (0)20 7946 0018",
    "+44(0)20 7946 0018",
    "+44 20 7946 0018",
    "+442079460018",
    "+44-20-7946-0018",
    "+44 (20) 7946 0018",
)
WITH_00 = ("0044 20 7946 0018", "00442079460018", "0044 (0)20 7946 0018")
OTHERS = ("+44 20 7946 0019", "020 7946 0019", "+33 20 7946 0018", "+44 1632 960123", "0120 7946 0018", "7946 0018")


def of_study(original, kind="phone"):
    """The scanner of a study in whose texts this number was replaced."""
    rows = [(original, kind, "pattern", "generalise", "rule")]
    identifiers = pd.DataFrame(rows, columns=["text", "kind", "layer", "action", "by"])
    lexicons = pd.DataFrame(columns=["case_id", "word", "lower", "capital", "in_language", "named"])
    known = {"register": [], "speakers": [], "decisions": None, "locale": locale.load("en_GB")}
    return scan.scanner(identifiers, lexicons.astype({"in_language": bool}), **known)[0]


def kinds(folder, original, shown):
    """Kinds of what is found in an open file that holds a number, of a study in which another form of it was said."""
    (folder / "memo.txt").write_text(f"We rang {shown} at noon.\n")
    return [hit.kind for hit in searching.hits([folder / "memo.txt"], folder, of_study(original))]


@pytest.mark.parametrize("shown", AT_HOME)
@pytest.mark.parametrize("original", ABROAD)
def test_a_number_said_with_the_country_s_code_is_found_where_it_stands_without(tmp_path, original, shown):
    assert kinds(tmp_path, original, shown) == ["phone"]


@pytest.mark.parametrize("shown", ABROAD)
@pytest.mark.parametrize("original", AT_HOME)
def test_a_number_said_without_the_country_s_code_is_found_where_it_stands_with_it(tmp_path, original, shown):
    assert kinds(tmp_path, original, shown) == ["phone"]


@pytest.mark.parametrize("shown", ABROAD)
@pytest.mark.parametrize("original", ABROAD)
def test_a_number_with_the_country_s_code_is_found_however_the_two_are_joined(tmp_path, original, shown):
    assert kinds(tmp_path, original, shown) == ["phone"]


@pytest.mark.parametrize("original", WITH_00)
def test_a_number_said_with_00_and_the_country_s_code_is_found_where_it_stands_otherwise(tmp_path, original):
    assert kinds(tmp_path, original, "020 7946 0018") == ["phone"]


@pytest.mark.parametrize("shown", WITH_00)
def test_a_number_said_otherwise_is_found_where_it_stands_with_00_and_the_country_s_code(tmp_path, shown):
    assert kinds(tmp_path, "020 7946 0018", shown) == ["phone"]


@pytest.mark.parametrize(("original", "shown"), [("(+44) 20 7946 0018", "020 7946 0018")])
def test_a_country_s_code_in_brackets_of_its_own_is_one_too(tmp_path, original, shown):
    assert kinds(tmp_path, original, shown) == ["phone"]


@pytest.mark.parametrize("shown", ["(+44) 20 7946 0018", "(+44 20) 7946 0018"])
def test_a_number_stands_there_also_with_its_country_s_code_in_brackets(tmp_path, shown):
    assert kinds(tmp_path, "020 7946 0018", shown) == ["phone"]


@pytest.mark.parametrize("shown", OTHERS)
@pytest.mark.parametrize("original", [AT_HOME[0], ABROAD[0], ABROAD[3]])
def test_another_number_is_no_leak_of_it(tmp_path, original, shown):
    assert kinds(tmp_path, original, shown) == []


@pytest.mark.parametrize(
    ("original", "shown"), [("+44 (0)7700 900123", "07700 900123"), ("01632960123", "+44 1632 960 123")]
)
def test_so_it_is_with_mobile_numbers_and_those_of_small_towns(tmp_path, original, shown):
    assert kinds(tmp_path, original, shown) == ["phone"]


# What is looked for, plainly: quick searches begin with a character, and find the same.
NUMBER = re.compile(r"(?<![\w+])\+?\(?\d[\d ()/\u00a0.\u2010-\u2015-]{5,22}\d(?!\w)")
HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010]\s*\n\s*(?=[^\W\d_])")


@given(st.text("0123456789+() -a.\n", max_size=60))
@example("ab(01632) 960123")
@example("++44 1632 960123")
@example("x12 345 6789 0")
def test_a_number_is_found_wherever_it_may_begin(text):
    assert list(scan._numbers(text)) == [(found.start(), found[0]) for found in NUMBER.finditer(text)]


@given(st.text("ab1_- \u2010\t\n", max_size=40))
def test_a_word_is_whole_wherever_it_is_broken(text):
    assert scan.HYPHENATED.sub("", text) == HYPHENATED.sub("", text)
