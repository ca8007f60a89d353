"""Names of coders and codes mean in the study what they mean in the tool, and no two of them the same."""

from __future__ import annotations

import unicodedata
from itertools import combinations

import pytest
from multicase.exchange.imported import Code, Coding, Imported
from multicase.exchange.matching import Said, codes, problems
from multicase.exchange.names import Known, coder_id, unique
from multicase.study.coder_names import names_a_coder

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


def book(**labels):
    codes = [{"code": code, "label": label} for code, label in labels.items()]
    return {"themes": [{"theme": "t", "label": "T", "subthemes": [{"subtheme": "s", "label": "S", "codes": codes}]}]}


@pytest.mark.parametrize("name", ["Slow -", "slow-", "-slow", "- Slow", "Slow +", "+slow", "Slow --"])
def test_a_sign_at_a_names_end_tells_it_from_the_name_without(name):
    assert Known(book(slow="Slow")).find(name) == []
    assert Known(book(slow="Slow", other=name)).find(name) == Known(book(other=name)).find(name.upper()) == ["other"]


@pytest.mark.parametrize("name", ["Very slow", "very_slow", "VERY-SLOW", "very.slow", " very - slow.", "_very slow_"])
def test_what_stands_between_words_tells_nothing(name):
    assert Known(book(very_slow="Very slow")).find(name) == ["very_slow"]


OTHERS_ID = book(support="Support of teachers", support_b="support")


def test_a_label_that_is_another_codes_id_is_asked():
    known = Known(OTHERS_ID)
    assert known.find("support") == ["support", "support_b"]
    assert known.find("Support of teachers") == ["support"] and known.find("support_b") == ["support_b"]
    assert Known(book(slow="Slowness", other="Slow")).find("slow") == ["slow"]


@pytest.mark.parametrize("labels", [OTHERS_ID, book(a="b", b="a"), book(a="a", b="A"), book(x="X -", y="X", z="X +")])
def test_every_name_that_is_given_out_means_its_code_alone(labels):
    known = Known(labels)
    for (kind, key), name in unique(labels).items():
        assert kind != "code" or known.find(name) == [key]


def test_an_answer_is_an_id_before_it_is_a_name():
    known = Known(OTHERS_ID)
    coding = Coding("s", 0, 1, "x", "", "", "support", "support", "ann")
    asked = Imported((Code("support", "support", "support"),), (), (coding,), ())
    for answer in known.ids:
        (match,) = codes(asked, known, Said({}, {"support": answer}, {})).values()
        assert match.id == answer
    rows = [{"what": "code", "name": "support", "id": code} for code in known.ids]
    assert list(problems(rows, "mapping.csv", [], known)) == []
    assert [match.id for match in codes(asked, known).values()] == [""]
