"""F10: codes on a circle, joined where they meet."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from matplotlib.patches import PathPatch
from multicase.figures import f10, style
from multicase.figures.labels import Labels

LABELS = Labels(
    [
        {
            "labels": {
                "code": {"wait": "Waiting (for others)"},
                "code_a": {"wait": "not this"},
                "theme": {"pace": "Pace of change"},
            }
        }
    ]
)
T05 = pd.DataFrame(
    [("pace", "wait", 8), ("pace", "alone", 5), ("pace", "rush", 4), ("trust", "faith", 2), ("trust", "doubt", 1)],
    columns=["theme", "code", "n_segments"],
).assign(subtheme="", n_codings=70)
T16 = pd.DataFrame(
    [("faith", "wait", 4, 0.5), ("rush", "wait", 2, 0.2), ("doubt", "rush", 1, 0.1)],
    columns=["code_a", "code_b", "n", "jaccard"],
)
TABLES = {"T05": T05, "T16": T16}


def test_rows_are_the_codes_that_meet_in_order_then_the_lines():
    assert f10.rows(TABLES).values.tolist() == [
        ["wait", "", "pace", 8, 1.0], ["rush", "", "pace", 4, 1.0], ["faith", "", "trust", 2, 1.0], ["doubt", "", "trust", 1, 1.0],
        ["faith", "wait", "", 4, 0.5], ["rush", "wait", "", 2, 0.2], ["doubt", "rush", "", 1, 0.1],
    ]  # fmt: skip


def test_alt_names_the_most_frequent_pairs():
    assert f10.alt(f10.rows(TABLES), LABELS) == (
        "4 codes on a circle, joined by 3 lines. The most frequent pairs: Faith with Waiting (for others) (4), "
        "Rush with Waiting (for others) (2) and Doubt with Rush (1)."
    )


def quarter(place):
    """Where the place-th of four codes stands: clockwise from the top, half a step in."""
    turn = math.pi / 2 - math.pi / 2 * (place + 0.5)
    return round(math.cos(turn), 6), round(math.sin(turn), 6)


def test_codes_stand_clockwise_in_the_codebooks_order_as_large_as_they_are_frequent(look):
    seen = look(f10.figure(f10.rows(TABLES), LABELS))
    assert [(mark.x, mark.y) for mark in seen.marks()] == [quarter(place) for place in range(4)]
    assert [mark.size for mark in seen.marks()] == [250, 140, 85, 57.5]
    first, second = style.THEMES[:2]
    assert [mark.colour for mark in seen.marks()] == [first, first, second, second]
    assert seen.legend() == {"Pace of change": ("o", first), "Trust": ("o", second)}
    names = {text: (x / 1.09, y / 1.09) for (x, y), text in seen.at().items()}
    for place, name in enumerate(["Waiting (for others)", "Rush", "Faith", "Doubt"]):
        assert names[name] == pytest.approx(quarter(place), abs=1e-3)


def test_lines_join_the_codes_that_meet_the_wider_the_more_often(look):
    seen = look(f10.figure(f10.rows(TABLES), LABELS))
    place = {"wait": 0, "rush": 1, "faith": 2, "doubt": 3}
    curves = [patch for patch in seen.axes[0].patches if isinstance(patch, PathPatch)]
    drawn = {}
    for curve in curves:
        ends = [tuple(round(float(at), 6) for at in curve.get_path().vertices[end]) for end in (0, 2)]
        drawn[frozenset(ends)] = curve.get_linewidth()
    assert drawn == {
        frozenset([quarter(place[a]), quarter(place[b])]): pytest.approx(0.5 + 4.5 * n / 4) for a, b, n in [("faith", "wait", 4), ("rush", "wait", 2), ("doubt", "rush", 1)]
    }  # fmt: skip


def many(n, name="code {}"):
    names = [name.format(x) for x in range(n)]
    codes = pd.DataFrame({"theme": [f"theme {x // 6}" for x in range(n)], "code": names, "n_segments": range(1, n + 1)})
    met = pd.DataFrame(
        [(names[x], names[x + 1], 2, 0.1) for x in range(n - 1)], columns=["code_a", "code_b", "n", "jaccard"]
    )
    return f10.rows({"T05": codes, "T16": met})


@pytest.mark.parametrize(
    ("n", "name"), [(2, "code {}"), (6, "Winning hearts, minds {}"), (45, "Winning hearts, minds {}")]
)
def test_nothing_is_cut_off_and_nothing_overlaps(look, n, name):
    seen = look(f10.figure(many(n, name), Labels()))
    assert len(seen.marks()) == n
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


def test_longer_names_of_codes(look):
    seen = look(f10.figure(many(8, "Leaders who are asked but whom nobody follows {}"), Labels()))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


def test_longer_names_of_themes(look):
    labels = Labels(
        [
            {
                "labels": {
                    "theme": {f"theme {x}": f"Trust between those who lead and those who are led {x}" for x in range(8)}
                }
            }
        ]
    )
    seen = look(f10.figure(many(45), labels))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
