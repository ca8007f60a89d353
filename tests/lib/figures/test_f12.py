"""F12: of each code alpha, its interval and AC1."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.figures import f12, style
from multicase.figures.labels import Labels

LABELS = Labels([{"labels": {"code": {"wait": "Waiting (for others)"}}}])
# agreement and kappa are there to be taken for something else
T19 = pd.DataFrame(
    [
        ("wait", 100, 2, 26, 24, "0.969", "0.700", "0.668", "0.965", "0.543 to 0.785", "tentative"),
        ("rush", 100, 2, 40, 2, "0.980", "0.910", "0.900", "0.950", "0.810 to 0.970", "good"),
        ("doubt", 100, 2, 3, 9, "0.910", "-0.050", "-0.049", "0.903", "-0.310 to 0.120", "low"),
        ("alone", 100, 2, 1, 0, "1.000", "1.000", "1.000", "1.000", "", "good, one source"),
        ("never", 100, 2, 0, 0, "1.000", "undefined", "undefined", "1.000", "", "undefined: never given"),
        ("nobody", 0, 0, 0, 0, "undefined", "undefined", "undefined", "undefined", "", "undefined: no unit"),
        ("(all codes)", 600, 2, 70, 35, "0.970", "0.790", "0.780", "0.960", "0.700 to 0.850", "tentative"),
        ("(sets of codes, MASI)", 100, 2, 20, 9, "0.970", "", "0.750", "", "0.700 to 0.800", "tentative"),
        ("(all codes, second round)", 600, 2, 7, 3, "0.980", "0.890", "0.880", "0.970", "0.800 to 0.950", "good"),
        ("(all codes, unitizing)", 1, 2, 5, 5, "0.5", "0.5", "0.5", "0.5", "0.4 to 0.6", "low"),
    ],
    columns=["code", "units", "coders", "given_by_all", "given_by_some", "agreement", "kappa", "alpha", "ac1", "interval", "status"],
)  # fmt: skip
ROWS = [
    ["wait", 100, 26, 24, "0.668", "0.965", "0.543", "0.785", "tentative"],
    ["rush", 100, 40, 2, "0.900", "0.950", "0.810", "0.970", "good"],
    ["doubt", 100, 3, 9, "-0.049", "0.903", "-0.310", "0.120", "low"],
    ["alone", 100, 1, 0, "1.000", "1.000", "", "", "good, one source"],
    ["never", 100, 0, 0, "undefined", "1.000", "", "", "undefined: never given"],
    ["nobody", 0, 0, 0, "undefined", "undefined", "", "", "undefined: no unit"],
    ["(all codes)", 600, 70, 35, "0.780", "0.960", "0.700", "0.850", "tentative"],
    ["(sets of codes, MASI)", 100, 20, 9, "0.750", "", "0.700", "0.800", "tentative"],
    ["(all codes, second round)", 600, 7, 3, "0.880", "0.970", "0.800", "0.950", "good"],
]


def drawn(look, table=T19):
    return look(f12.figure(f12.rows({"T19": table}), LABELS))


def test_rows_are_the_codes_then_over_all_with_the_bounds_of_the_interval():
    rows = f12.rows({"T19": T19})
    assert list(rows.columns) == [
        "code",
        "units",
        "given_by_all",
        "given_by_some",
        "alpha",
        "ac1",
        "low",
        "high",
        "status",
    ]
    assert rows.values.tolist() == ROWS


def test_alt_counts_the_codes_by_how_far_coders_agree():
    assert f12.alt(f12.rows({"T19": T19}), LABELS) == (
        "Alpha of 4 codes: median 0.784, quartiles 0.489 and 0.925, lowest -0.049 (Doubt). By status: 2 good, 1 tentative, "
        "1 low and 2 undefined. Alpha over all codes is 0.780 (0.700 to 0.850)."
    )


def test_the_bar_reaches_from_the_low_to_the_high_end_of_the_interval(look):
    seen = drawn(look)
    bars = {y[0]: (x, colour) for x, y, colour in seen.lines() if y[0] == y[1]}
    assert bars == {
        0: ([0.543, 0.785], style.BLUE), 1: ([0.81, 0.97], style.BLUE), 2: ([-0.31, 0.12], style.BLUE),
        6: ([0.7, 0.85], style.INK), 7: ([0.7, 0.8], style.INK), 8: ([0.8, 0.95], style.INK),
    }  # fmt: skip


def test_the_point_is_alpha_and_the_ring_ac1(look):
    seen = drawn(look)
    points = {mark.y: (mark.x, mark.colour) for mark in seen.marks() if not mark.colour.startswith("(")}
    rings = {mark.y: (mark.x, mark.colour) for mark in seen.marks() if mark.colour.startswith("(")}
    assert points == {
        0: (0.668, style.BLUE), 1: (0.9, style.BLUE), 2: (-0.049, style.BLUE), 3: (1, style.BLUE), 6: (0.78, style.INK), 7: (0.75, style.INK), 8: (0.88, style.INK)
    }  # fmt: skip
    ring = f"({style.ORANGE})"
    assert rings == {
        0: (0.965, ring),
        1: (0.95, ring),
        2: (0.903, ring),
        3: (1, ring),
        4: (1, ring),
        6: (0.96, ring),
        8: (0.97, ring),
    }
    assert seen.legend() == {
        "Krippendorff's alpha": ("o", style.BLUE),
        "its 95% interval, over sources": style.BLUE,
        "Gwet's AC1": ("o", ring),
    }


def test_what_stands_beside_the_marks(look):
    seen = drawn(look)
    at = seen.at()
    assert [at[1.05, y] for y in range(9)] == [
        "26 / 24",
        "40 / 2",
        "3 / 9",
        "1 / 0",
        "0 / 0",
        "0 / 0",
        "70 / 35",
        "20 / 9",
        "7 / 3",
    ]
    assert {y: text for (x, y), text in at.items() if x == -0.98} == {
        4: "undefined: never given",
        5: "undefined: no unit",
    }
    assert seen.down() == dict(
        enumerate(
            [
                "Waiting (for others)",
                "Rush",
                "Doubt",
                "Alone",
                "Never",
                "Nobody",
                "All codes",
                "Sets of codes, MASI",
                "All codes, second round",
            ]
        )
    )
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 8))[1]


def test_the_limits_of_tentative_and_good(look):
    seen = drawn(look)
    assert [x for x, y, _ in seen.lines() if y == [0, 1]] == [[0.667, 0.667], [0.8, 0.8]]
    assert (seen.at()[0.667, -1.1], seen.at()[0.8, -1.1]) == ("tentative", "good")


def many(n, name):
    rows = T19.iloc[[0, 2, 3, 4] * 12].head(n).copy()
    rows["code"] = [name.format(x) for x in range(n)]
    rows["given_by_all"] = 12345
    return pd.concat([rows, T19.iloc[-4:]], ignore_index=True)


@pytest.mark.parametrize(
    ("n", "name"), [(1, "code {}"), (6, "Leaders who are asked but whom nobody follows {}"), (45, "Waiting {}")]
)
def test_nothing_is_cut_off_and_nothing_overlaps(look, n, name):
    seen = drawn(look, many(n, name))
    assert len(seen.down()) == n + 3
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


def test_a_program_is_a_series_of_its_own(look):
    table = T19.assign(alpha_eyes=["0.500", "undefined", *[""] * 4, "0.400", *[""] * 3])
    assert "alpha_eyes" not in f12.rows({"T19": T19})
    assert list(f12.rows({"T19": table})["alpha_eyes"])[:2] == ["0.500", "undefined"]
    seen = drawn(look, table)
    own = {mark.y: mark.x for mark in seen.marks() if mark.colour == style.GREEN}
    assert own == {0: 0.5, 6: 0.4}
    assert seen.legend()["alpha of eyes (a program) and people"] == ("D", style.GREEN)
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
    assert f12.alt(f12.rows({"T19": table}), LABELS).endswith("Of eyes (a program) and people it is 0.400.")


@pytest.mark.parametrize("length", [95, 110, 215, 300])
def test_labels_as_long_as_a_codebook_allows_leave_the_axes_their_room(look, words, length):
    labels = Labels([{"labels": {"code": {"code 0": words(length), "code 1": words(length)}}}])
    seen = look(f12.figure(f12.rows({"T19": many(6, "code {}")}), labels))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
    assert seen.axes[0].get_position().width > 0.4
