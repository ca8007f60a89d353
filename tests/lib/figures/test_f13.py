"""F13: the verdict on each claim over all and in each case."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.claims import VERDICTS
from multicase.figures import f13, style
from multicase.figures.labels import Labels

LABELS = Labels([{"labels": {"themes": {"pace; trust": "Pace of change; Trust"}}}])
CASES = ["Unit A: north", "Ward 2; old wing", "Company (3)"]
ACROSS = ["all cases", *CASES]
# claim -> verdict and numbers over all, then in each case
TOLD = {
    "C2": [("leaning for", 16, 5, 9), ("divided", 4, 3, 4), ("supported", 7, 2, 2), ("supported", 5, 0, 3)],
    "C1": [("leaning against", 10, 8, 7), ("supported", 9, 8, 1), ("insufficient", 1, 0, 0), ("contradicted", 0, 0, 6)],
}
STATEMENTS = {"C2": "Change is slow.", "C1": "Leaders are trusted; mostly (by most)."}
THEMES = {"C2": "pace; trust", "C1": ""}
AGAINST = {"C2": "quick", "C1": ""}
COLUMNS = ["claim", "case", "verdict", "n_for", "n_mixed", "n_against", "statement", "codes_against", "themes"]
# what holds for the whole claim stands in its first row alone
T23 = pd.DataFrame(
    [
        (
            claim,
            case,
            *told,
            STATEMENTS[claim] if not place else "",
            AGAINST[claim] if not place else "",
            THEMES[claim] if not place else "",
        )
        for claim in TOLD
        for place, (case, told) in enumerate(zip(ACROSS, TOLD[claim], strict=True))
    ],
    columns=COLUMNS,
).assign(why="w", n_units=99, unit="source", undiscussed=3, criterion="c")
TABLES = {"T23": T23}
DRAWN = {
    "supported": ("s", style.BLUE), "leaning for": ("^", style.SKY), "divided": ("D", style.PINK),
    "leaning against": ("v", "#e69f00"), "contradicted": ("X", style.ORANGE), "insufficient": (".", style.GREY),
}  # fmt: skip


def test_every_verdict_has_a_mark_and_a_colour_of_its_own_in_the_order_of_the_verdicts():
    assert list(style.VERDICTS) == list(VERDICTS) == list(DRAWN)
    colours, marks = zip(*style.VERDICTS.values(), strict=True)
    assert len(set(colours)) == len(set(marks)) == len(VERDICTS)


def test_rows_are_those_of_t23_with_all_cases_first():
    rows = f13.rows({"T23": T23.set_axis(range(7, 15))})
    assert rows.columns.tolist() == [
        "claim",
        "statement",
        "codes_against",
        "themes",
        "case",
        "verdict",
        "n_for",
        "n_mixed",
        "n_against",
    ]
    assert rows[COLUMNS].values.tolist() == T23[COLUMNS].values.tolist() and list(rows.index) == list(range(8))


def test_alt_tells_the_verdicts():
    assert f13.alt(f13.rows(TABLES), LABELS) == (
        "Verdicts on the claims. C2: leaning for (cases: 2 supported and 1 divided); "
        "C1: leaning against (cases: 1 supported, 1 contradicted and 1 insufficient)."
    )


def test_each_case_has_the_mark_of_its_verdict_and_its_three_numbers(look):
    seen = look(f13.figure(f13.rows(TABLES), LABELS))
    marks = {(mark.x, mark.y): (mark.marker, mark.colour) for mark in seen.marks()}
    at = seen.at()
    for y, claim in enumerate(TOLD):
        for x, (verdict, pro, both, contra) in enumerate(TOLD[claim]):
            assert marks[x, y - 0.1] == DRAWN[verdict], (claim, ACROSS[x])
            assert at[x, y + 0.3] == f"{pro} · {both} · {contra}"
    assert len(marks) == 8
    assert {mark.x for mark in seen.marks() if mark.size == 150} == {0}
    assert list(seen.legend().items()) == list(DRAWN.items())
    (legend,) = seen.figure.legends
    assert legend.get_title().get_text() == "verdict (below it: units for · on both sides · against)"


def test_cases_and_claims_are_named_whole(look):
    seen = look(f13.figure(f13.rows(TABLES), LABELS))
    assert seen.across() == dict(enumerate(ACROSS))
    names = list(seen.down().values())
    assert names[0].startswith("C2") and "Change is slow." in names[0] and names[0].endswith("[Pace of change; Trust]")
    assert names[1].startswith("C1") and names[1].endswith("mostly (by most). (no code can count against it)")
    assert "no code" not in names[0]
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
            {"claim": f"C{y}", "statement": statement, "codes_against": "quick" * (y % 2), "themes": "pace; trust", "case": case, "verdict": list(DRAWN)[(x + y) % 6], "n_for": 12, "n_mixed": 11, "n_against": 10}
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


@pytest.mark.parametrize("n", [1, 9, 20])
def test_numbers_of_many_units_have_room_too(look, named, n):
    rows = many(named(n, "short")).assign(n_for=1234, n_mixed=567, n_against=1089)
    seen = look(f13.figure(rows, LABELS))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("length", [174, 262, 600])
def test_long_statements_and_many_themes_run_into_no_other_claim(look, words, length):
    rows = many(["North", "South"])
    rows = rows.assign(statement=[words(length) if told else "" for told in rows["statement"]], codes_against="")
    labels = Labels([{"labels": {"themes": {name: words(140) for name in set(rows["themes"])}}}])
    seen = look(f13.figure(rows, labels))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
