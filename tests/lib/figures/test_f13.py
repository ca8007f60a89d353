"""F13: the verdict on each claim over all and in each case."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.figures import f13, style
from multicase.figures.labels import Labels

LABELS = Labels([{"labels": {"themes": {"pace; trust": "Pace of change; Trust"}}}])
CASES = pd.DataFrame(
    {"case_id": ["north", "ward", "firm"], "label": ["Unit A: north", "Ward 2; old wing", "Company (3)"]}
)
# in another order than the cases; and verdicts on a part of the material, which the figure doesn't show
VERDICTS = pd.DataFrame(
    [
        ("C1", "", "firm", 0, 6, "contradicted"), ("C1", "", "", 20, 8, "qualified"), ("C1", "", "north", 9, 1, "supported"),
        ("C1", "", "ward", 1, 0, "insufficient"), ("C2", "", "north", 4, 4, "qualified"), ("C2", "", "ward", 7, 2, "supported"),
        ("C2", "", "firm", 5, 3, "supported"), ("C2", "", "", 16, 9, "supported"),
        ("C1", "case:firm", "", 99, 0, "supported"), ("C1", "case:firm", "north", 98, 0, "contradicted"),
        ("C2", "case:ward", "", 97, 0, "contradicted"), ("C2", "case:ward", "firm", 96, 0, "insufficient"),
    ],
    columns=["claim", "variation", "case_id", "n_for", "n_against", "verdict"],
)  # fmt: skip
T23 = pd.DataFrame(
    {
        "claim": ["C2", "C1"],
        "statement": ["Change is slow.", "Leaders are trusted; mostly (by most)."],
        "themes": ["pace; trust", ""],
        "verdict": ["x", "y"],
    }
)
TABLES = {"T23": T23, "verdicts": VERDICTS, "cases": CASES}
DRAWN = {
    "supported": ("s", style.BLUE), "qualified": ("D", style.PINK), "contradicted": ("X", style.ORANGE), "insufficient": (".", style.GREY)
}  # fmt: skip
ACROSS = ["all cases", *CASES["label"]]
# claim -> verdict and numbers over all, then in each case
TOLD = {
    "C2": [("supported", 16, 9), ("qualified", 4, 4), ("supported", 7, 2), ("supported", 5, 3)],
    "C1": [("qualified", 20, 8), ("supported", 9, 1), ("insufficient", 1, 0), ("contradicted", 0, 6)],
}


def test_rows_are_claims_by_case_with_all_cases_first():
    rows = f13.rows(TABLES)
    found = rows[["claim", "case", "verdict", "n_for", "n_against"]].values.tolist()
    assert found == [[claim, case, *told] for claim in TOLD for case, told in zip(ACROSS, TOLD[claim], strict=True)]
    assert dict(zip(rows["claim"], rows["statement"], strict=True)) == dict(
        zip(T23["claim"], T23["statement"], strict=True)
    )
    assert dict(zip(rows["claim"], rows["themes"], strict=True)) == {"C2": "pace; trust", "C1": ""}


def test_alt_tells_the_verdicts():
    assert f13.alt(f13.rows(TABLES), LABELS) == (
        "Verdicts on the claims. C2: supported (cases: 2 supported and 1 qualified); "
        "C1: qualified (cases: 1 supported, 1 contradicted and 1 insufficient)."
    )


def test_each_case_has_the_mark_of_its_verdict_and_its_numbers(look):
    seen = look(f13.figure(f13.rows(TABLES), LABELS))
    marks = {(mark.x, mark.y): (mark.marker, mark.colour) for mark in seen.marks()}
    at = seen.at()
    for y, claim in enumerate(TOLD):
        for x, (verdict, pro, contra) in enumerate(TOLD[claim]):
            assert marks[x, y - 0.1] == DRAWN[verdict], (claim, ACROSS[x])
            assert at[x, y + 0.3] == f"{pro} : {contra}"
    assert len(marks) == 8
    assert {mark.x for mark in seen.marks() if mark.size == 150} == {0}
    assert seen.legend() == DRAWN


def test_cases_and_claims_are_named_whole(look):
    seen = look(f13.figure(f13.rows(TABLES), LABELS))
    assert seen.across() == dict(enumerate(ACROSS))
    names = list(seen.down().values())
    assert names[0].startswith("C2") and "Change is slow." in names[0] and names[0].endswith("[Pace of change; Trust]")
    assert names[1].startswith("C1") and names[1].endswith("Leaders are trusted; mostly (by most).")
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 1))[1]
    assert set(ACROSS) <= set(seen.texts)


def test_the_legend_shows_only_verdicts_that_there_are(look):
    rows = f13.rows(TABLES).assign(verdict="supported")
    assert look(f13.figure(rows, LABELS)).legend() == {"supported": DRAWN["supported"]}


def many(cases, claims=3):
    statement = "Leaders who are followed ask those whom they lead before they decide, and they say so openly to everybody who is there."
    return pd.DataFrame(
        [
            {"claim": f"C{y}", "statement": statement, "themes": "pace; trust", "case": case, "verdict": list(DRAWN)[(x + y) % 4], "n_for": 12, "n_against": 10}
            for y in range(claims)
            for x, case in enumerate(["all cases", *cases])
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("n", "how"),
    [
        (1, "short"), (1, "middling"), (6, "short"), (9, "middling"), (40, "middling"),
        (6, "middling"), (8, "middling"), (6, "long"),
        (9, "long"),
    ],
)  # fmt: skip
def test_nothing_is_cut_off_and_nothing_overlaps(look, named, n, how):
    cases = [f"Ward {x}; old wing" for x in range(n)] if how == "middling" else named(n, how)
    seen = look(f13.figure(many(cases), LABELS))
    assert list(seen.across().values()) == ["all cases", *cases]
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
