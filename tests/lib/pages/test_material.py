"""A study's material in numbers, each with its noun."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.pages import environment, material

KINDS = {"interviews": 1, "group_interviews": 0, "observations": 0, "documents": 0}


def told(words=("41",), people=("1",)):
    by_case = pd.DataFrame([KINDS | {"words": n, "first_date": "", "last_date": ""} for n in words])
    return material.tell(by_case, pd.DataFrame({"n": list(people)}))


@pytest.mark.parametrize(
    ("people", "said"),
    [(["1"], "1 participant"), (["1", "1"], "2 participants"), (["1200"], "1,200 participants"), ([], "")],
)  # fmt: skip
def test_participants_are_counted_with_their_noun(people, said):
    assert told(people=people)["participants"] == said


def test_words_and_sources_are_counted_with_their_nouns():
    assert told(words=["1"])["words"] == "1 word" and told(words=["1000", "1"])["words"] == "1,001 words"
    assert told()["sources"] == "1 source"


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        (["1"], "<b>1</b> participant<"),
        (["2", "3"], "<b>5</b> participants<"),
        ([], "<b>41</b> words in all"),
    ],
)
def test_the_front_page_sets_the_number_apart_from_its_noun(people, shown):
    study = {"title": "S", "question": "", "synthetic": False}
    page = environment().get_template("index.html.j2").render(
        style="", study=study, material=told(people=people), claims=[], notebooks=[], note={"missing": "", "note": ""},
        figures=[], groups={}, cases=[], plan={}, tables=[], open=[], root="", audits=[], concordance={}, licence="",
    )  # fmt: skip
    assert shown in page


@pytest.mark.parametrize(
    ("dates", "years"),
    [
        ([("2024-01-08", "2024-04-24"), ("2024-03", "2024-03")], "2024"), ([("2014-01", "2014-02"), ("2015", "2016")], "2014 to 2016"),
        ([("", "")], ""), ([("", ""), ("2014", "2014")], "2014"),
    ],
)  # fmt: skip
def test_the_years_of_the_material_are_told_once_if_they_are_one(dates, years):
    by_case = pd.DataFrame([KINDS | {"words": "1", "first_date": first, "last_date": last} for first, last in dates])
    assert material.tell(by_case, pd.DataFrame({"n": ["1"]}))["years"] == years
