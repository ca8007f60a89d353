"""How a figure calls what it shows, and in which order."""

from __future__ import annotations

import pandas as pd
from multicase.figures.labels import Labels

ABOUT = {
    "labels": {"theme": {"pace": "Pace; of change", "gp": "not a role"}, "role": {"gp": "GP: partner (or not)"}},
    "headings": {"role": "What they do"},
    "orders": {"role": ["nurse", "gp", "manager"], "level": ["high", "low"]},
}


def test_a_value_is_called_as_its_column_says():
    labels = Labels([ABOUT])
    assert labels("role", "gp") == "GP: partner (or not)"
    assert labels("theme", "gp") == "not a role"
    assert labels("theme", "pace") == "Pace; of change"


def test_a_value_without_a_label_is_its_words():
    labels = Labels([ABOUT])
    assert (labels("role", "lay_member"), labels("case", "pace"), labels("period", 2014)) == (
        "Lay member",
        "Pace",
        "2014",
    )
    assert [labels("case", name) for name in ("Unit A: north", "Ward 2; old wing", "Company (3)")] == [
        "Unit A: north",
        "Ward 2; old wing",
        "Company (3)",
    ]


def test_the_figures_own_labels_come_first():
    assert Labels([ABOUT], {"gp": "doctors"})("role", "gp") == "doctors"


def test_several_tables_add_up():
    labels = Labels(
        [
            ABOUT,
            {
                "labels": {"theme": {"trust": "Trust (in all)"}},
                "headings": {"level": "Where"},
                "orders": {"case": ["b", "a"]},
            },
            {},
        ]
    )
    assert (labels("theme", "pace"), labels("theme", "trust")) == ("Pace; of change", "Trust (in all)")
    assert (labels.heading("role"), labels.heading("level"), labels.heading("perceived_pace")) == (
        "What they do",
        "Where",
        "Perceived pace",
    )
    assert labels.ordered("case", ["a", "b"]) == ["b", "a"]


def test_values_come_in_the_tables_order_and_each_once():
    labels = Labels([ABOUT])
    assert labels.ordered("role", ["gp", "manager", "gp", "nurse"]) == ["nurse", "gp", "manager"]
    assert labels.ordered("role", ["porter", "gp", "nurse"]) == ["nurse", "gp", "porter"]
    assert labels.ordered("case", ["b", "a", "b"]) == ["b", "a"]


def test_those_that_the_figure_names_stand_first_where_that_is_asked_for():
    labels = Labels([ABOUT], {"manager": "managers", "gp": "doctors", "absent": "nobody"})
    assert labels.ordered("role", ["nurse", "gp", "manager"], named_first=True) == ["manager", "gp", "nurse"]
    assert labels.ordered("role", ["manager", "gp", "nurse"]) == ["nurse", "gp", "manager"]


def test_lines_are_the_combinations_that_there_are_in_the_order_of_each_column():
    rows = pd.DataFrame(
        [("gp", "low"), ("nurse", "low"), ("gp", "high"), ("gp", "low"), ("nurse", "high")], columns=["role", "level"]
    )
    assert Labels([ABOUT]).lines(["role", "level"], rows.iloc[:4]) == [("nurse", "low"), ("gp", "high"), ("gp", "low")]
    assert Labels([ABOUT]).lines(["level"], rows) == [("high",), ("low",)]
