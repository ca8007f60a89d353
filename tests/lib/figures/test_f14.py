"""F14: the verdicts with each case left out."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.figures import f14, style
from multicase.figures.labels import Labels

CASES = ["Unit A: north", "Ward 2; old wing", "Company (3)"]
T24 = pd.DataFrame(
    [
        ("C2", CASES[0], "supported", "", "supported", ""), ("C2", CASES[1], "qualified", "", "supported", "yes"),
        ("C2", CASES[2], "supported", "", "supported", ""), ("C1", CASES[0], "insufficient", "", "contradicted", "yes"),
        ("C1", CASES[1], "contradicted", "", "contradicted", ""), ("C1", CASES[2], "contradicted", "", "contradicted", ""),
    ],
    columns=["claim", "omitted_case", "verdict", "why", "over_all", "changed"],
)  # fmt: skip
DRAWN = {
    "supported": ("s", style.BLUE), "qualified": ("D", style.PINK), "contradicted": ("X", style.ORANGE), "insufficient": (".", style.GREY)
}  # fmt: skip
TOLD = {
    "C2": ["supported", "supported", "qualified", "supported"],
    "C1": ["contradicted", "insufficient", "contradicted", "contradicted"],
}
RING = ("o", f"({style.INK})")


def test_rows_are_the_claims_with_no_case_left_out_then_with_each():
    assert f14.rows({"T24": T24}).values.tolist() == [
        ["C2", "none", "supported", ""], ["C1", "none", "contradicted", ""],
        *T24[["claim", "omitted_case", "verdict", "changed"]].values.tolist(),
    ]  # fmt: skip


def test_alt_tells_which_verdict_changes():
    assert f14.alt(f14.rows({"T24": T24}), Labels()) == (
        "Verdicts with each case left out. C2 becomes qualified without Ward 2; old wing; C1 becomes insufficient without Unit A: north."
    )
    assert (
        f14.alt(f14.rows({"T24": T24.assign(changed="")}), Labels())
        == "Verdicts with each case left out. No verdict changes."
    )


def test_each_place_has_the_mark_of_its_verdict_with_a_ring_where_it_changes(look):
    seen = look(f14.figure(f14.rows({"T24": T24}), Labels()))
    marks = {(mark.x, mark.y): (mark.marker, mark.colour) for mark in seen.marks() if mark.size == 95}
    assert marks == {(x, y): DRAWN[verdict] for y, claim in enumerate(TOLD) for x, verdict in enumerate(TOLD[claim])}
    assert {(mark.x, mark.y): (mark.marker, mark.colour) for mark in seen.marks() if mark.size > 95} == {
        (2, 0): RING,
        (1, 1): RING,
    }
    assert seen.legend() == DRAWN | {"verdict changes": RING}


def test_names_of_the_cases_left_out_and_of_the_claims(look):
    seen = look(f14.figure(f14.rows({"T24": T24}), Labels()))
    assert seen.across() == dict(enumerate(["all cases", *(f"without {case}" for case in CASES)]))
    assert seen.down() == {0: "C2", 1: "C1"}
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 1))[1]


def test_without_a_change_there_is_no_ring(look):
    seen = look(
        f14.figure(f14.rows({"T24": T24.assign(verdict="supported", over_all="supported", changed="")}), Labels())
    )
    assert seen.legend() == {"supported": DRAWN["supported"]}
    assert {mark.size for mark in seen.marks()} == {95}


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
        [(f"C{y}", case, "supported", "", "qualified", "yes") for y in range(6) for case in cases], columns=T24.columns
    )
    seen = look(f14.figure(f14.rows({"T24": table}), Labels()))
    assert [name.removeprefix("without ") for name in seen.across().values()] == ["all cases", *cases]
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
    first, second = (seen.axes[0].transData.transform((x, 0))[0] for x in (0, 1))
    points = (second - first) * 72 / seen.figure.dpi
    assert points > max(mark.size for mark in seen.marks()) ** 0.5
