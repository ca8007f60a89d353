"""F14: the verdicts with each case left out."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.claims import robustness
from multicase.figures import f14, style
from multicase.figures.labels import Labels

CASES = ["Unit A: north", "Ward 2; old wing", "Company (3)"]
LEFT_OUT = robustness.CASES
T24 = pd.DataFrame(
    [
        ("C2", LEFT_OUT, CASES[0], "leaning for", "", "leaning for", ""),
        ("C2", LEFT_OUT, CASES[1], "divided", "", "leaning for", "yes"),
        ("C2", LEFT_OUT, CASES[2], "supported", "", "leaning for", "yes"),
        ("C2", robustness.SOURCES, "a-i01", "contradicted", "", "leaning for", "yes"),
        ("C1", LEFT_OUT, CASES[0], "insufficient", "", "contradicted", "too little left"),
        ("C1", LEFT_OUT, CASES[1], "contradicted", "", "contradicted", ""),
        ("C1", LEFT_OUT, CASES[2], "leaning against", "", "contradicted", "yes"),
        ("C1", robustness.CODERS, "coder_1", "divided", "", "contradicted", "yes"),
    ],
    columns=["claim", "decision", "variation", "verdict", "why", "on_everything", "changed"],
)
DRAWN = {
    "supported": ("s", style.BLUE), "leaning for": ("^", style.SKY), "divided": ("D", style.PINK),
    "leaning against": ("v", "#e69f00"), "contradicted": ("X", style.ORANGE), "insufficient": (".", style.GREY),
}  # fmt: skip
TOLD = {
    "C2": ["leaning for", "leaning for", "divided", "supported"],
    "C1": ["contradicted", "insufficient", "contradicted", "leaning against"],
}
RING = ("o", f"({style.INK})")


def kept(**more):
    """T24, where nothing changes."""
    return T24.assign(verdict=T24["on_everything"], changed="", **more)


def test_rows_are_the_claims_with_no_case_left_out_then_with_each_and_nothing_else_that_is_varied():
    of_cases = T24[T24["decision"] == LEFT_OUT]
    rows = f14.rows({"T24": T24})
    assert rows.values.tolist() == [
        ["C2", LEFT_OUT, "none", "leaning for", ""], ["C1", LEFT_OUT, "none", "contradicted", ""],
        *of_cases[["claim", "decision", "variation", "verdict", "changed"]].values.tolist(),
    ]  # fmt: skip
    assert set(rows.columns) <= set(T24.columns)  # so that a mark is found in T24


def test_alt_tells_which_verdict_changes_or_can_no_longer_be_given():
    assert f14.alt(f14.rows({"T24": T24}), Labels()) == (
        "Verdicts with each case left out. C2 becomes divided without Ward 2; old wing; "
        "C2 becomes supported without Company (3); C1 becomes insufficient without Unit A: north; "
        "C1 becomes leaning against without Company (3)."
    )
    assert f14.alt(f14.rows({"T24": kept()}), Labels()) == "Verdicts with each case left out. No verdict changes."


def test_each_place_has_the_mark_of_its_verdict_with_a_ring_where_it_changes(look):
    seen = look(f14.figure(f14.rows({"T24": T24}), Labels()))
    marks = {(mark.x, mark.y): (mark.marker, mark.colour) for mark in seen.marks() if mark.size == 95}
    assert marks == {(x, y): DRAWN[verdict] for y, claim in enumerate(TOLD) for x, verdict in enumerate(TOLD[claim])}
    # what leaves too little to judge is no other verdict
    rings = {(mark.x, mark.y): (mark.marker, mark.colour) for mark in seen.marks() if mark.size > 95}
    assert rings == dict.fromkeys([(2, 0), (3, 0), (3, 1)], RING)
    assert list(seen.legend().items()) == list((DRAWN | {"verdict changes": RING}).items())


def test_names_of_the_cases_left_out_and_of_the_claims(look):
    seen = look(f14.figure(f14.rows({"T24": T24}), Labels()))
    assert seen.across() == dict(enumerate(["all cases", *(f"without {case}" for case in CASES)]))
    assert seen.down() == {0: "C2", 1: "C1"}
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 1))[1]


def test_without_a_change_there_is_no_ring(look):
    seen = look(f14.figure(f14.rows({"T24": kept().assign(on_everything="supported", verdict="supported")}), Labels()))
    assert seen.legend() == {"supported": DRAWN["supported"]}
    assert {mark.size for mark in seen.marks()} == {95}


def test_where_no_case_can_be_left_out_there_are_no_rows():
    assert f14.rows({"T24": T24[T24["decision"] != LEFT_OUT]}).empty


@pytest.mark.parametrize(
    ("n", "how"),
    [
        (1, "short"),
        (6, "short"),
        (6, "middling"),
        (40, "middling"),
        (9, "long"),
        (8, "middling"),
        (6, "long"),
    ],
)
def test_nothing_is_cut_off_and_nothing_overlaps(look, named, n, how):
    cases = [f"Ward {x}; old wing" for x in range(n)] if how == "middling" else named(n, how)
    table = pd.DataFrame(
        [
            (f"C{y}", LEFT_OUT, case, list(DRAWN)[(x + y) % 6], "", "divided", "yes")
            for y in range(6)
            for x, case in enumerate(cases)
        ],
        columns=T24.columns,
    )
    seen = look(f14.figure(f14.rows({"T24": table}), Labels()))
    assert [name.removeprefix("without ") for name in seen.across().values()] == ["all cases", *cases]
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
    first, second = (seen.axes[0].transData.transform((x, 0))[0] for x in (0, 1))
    points = (second - first) * 72 / seen.figure.dpi
    assert points > max(mark.size for mark in seen.marks()) ** 0.5
