"""F11: codes so far, interview by interview, with the band over other orders."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from multicase.figures import f11, style
from multicase.figures.labels import Labels

COLUMNS = ["order", "new_codes", "codes", "ratio", "reached", "band_low", "band_high", "base", "run", "threshold"]
T18 = pd.DataFrame(
    {
        "order": [1, 2, 3, 4, 5, 6], "source": list("abcdef"), "new_codes": [5, 3, 2, 0, 1, 0], "codes": [5, 8, 10, 10, 11, 11],
        "base": 3, "run": 2, "ratio": ["", "", "", "", "0.100", "0.050"], "threshold": 0.07,
        "reached": ["no", "no", "no", "no", "yes", "yes"], "band_low": [1.5, 4.0, 6.5, 8.0, 9.5, 11.0],
        "band_high": [6.0, 9.0, 10.5, 10.9, 11.0, 11.0],
        # what stands in no column that is drawn
        "middle_low": 3.0, "middle_high": 7.0,
    }
)  # fmt: skip
NEVER = T18.assign(reached="no")


def test_rows_are_the_tables():
    assert f11.rows({"T18": T18}).equals(T18[COLUMNS])


def test_alt_says_when_saturation_is_reached():
    assert f11.alt(f11.rows({"T18": T18}), Labels()) == (
        "The first 3 of 6 interviews bring 10 of 11 codes; saturation is reached with interview 5."
    )
    assert f11.alt(f11.rows({"T18": NEVER}), Labels()).endswith("11 codes; saturation is not reached.")


def test_the_line_and_the_bars_are_the_codes_so_far_and_the_new_ones(look):
    seen = look(f11.figure(f11.rows({"T18": T18}), Labels()))
    assert ([1, 2, 3, 4, 5, 6], [5, 8, 10, 10, 11, 11], style.BLUE) in seen.lines()
    bars = [p for p in seen.axes[0].patches if p.get_data_transform() == seen.axes[0].transData]
    assert [(round(bar.get_x() + bar.get_width() / 2, 6), bar.get_y(), bar.get_height()) for bar in bars] == [
        (1, 0, 5), (2, 0, 3), (3, 0, 2), (4, 0, 0), (5, 0, 1), (6, 0, 0)
    ]  # fmt: skip
    assert seen.legend() == {
        "codes so far, by date": style.BLUE,
        "new codes": style.ORANGE,
        "middle 90% over other orders": style.SKY,
    }


def test_the_band_reaches_from_low_to_high(look):
    seen = look(f11.figure(f11.rows({"T18": T18}), Labels()))
    (band,) = [
        c
        for c in seen.axes[0].collections
        if isinstance(c, PolyCollection) and len(c.get_paths()) and len(c.get_paths()[0].vertices) > 4
    ]
    reach = {}
    for x, y in band.get_paths()[0].vertices.tolist():
        reach.setdefault(int(x), set()).add(y)
    assert {x: (min(ys), max(ys)) for x, ys in reach.items()} == {
        order: (low, high) for order, low, high in zip(T18["order"], T18["band_low"], T18["band_high"], strict=True)
    }


def test_saturation_stands_at_the_first_interview_that_reaches_it(look):
    seen = look(f11.figure(f11.rows({"T18": T18}), Labels()))
    assert [x for x, y, _ in seen.lines() if y == [0, 1]] == [[5, 5]]
    ((place, _),) = [at for at, text in seen.at().items() if text == "saturation by interview 5"]
    assert place == 5


def test_without_saturation_there_is_no_line(look):
    seen = look(f11.figure(f11.rows({"T18": NEVER}), Labels()))
    assert len(seen.lines()) == 1
    assert not any("saturation" in text for text in seen.texts)


def test_the_base_is_shaded(look):
    seen = look(f11.figure(f11.rows({"T18": T18}), Labels()))
    (shade,) = [p for p in seen.axes[0].patches if p.get_data_transform() != seen.axes[0].transData]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == (0.5, 3.5)
    assert "base" in seen.texts


@pytest.mark.parametrize(("n", "reached"), [(1, 1), (2, 2), (6, 3), (6, 4), (40, 1), (40, 20), (40, 40)])
def test_nothing_is_cut_off_and_nothing_overlaps(look, n, reached):
    order = range(1, n + 1)
    rows = pd.DataFrame(
        {"order": order, "new_codes": 2, "codes": [2 * x for x in order], "ratio": "", "reached": ["yes" if x >= reached else "no" for x in order],
         "band_low": list(order), "band_high": [3 * x for x in order], "base": min(4, n), "run": 2, "threshold": 0.05}
    )  # fmt: skip
    seen = look(f11.figure(rows, Labels()))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("n", [1, 3, 6])
def test_interviews_are_counted_in_whole_numbers(look, n):
    seen = look(f11.figure(f11.rows({"T18": T18.iloc[:n]}), Labels()))
    axis = seen.axes[0].xaxis
    low, high = seen.axes[0].get_xlim()
    shown = [tick.label1.get_text() for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    assert all("." not in text for text in shown), shown


@pytest.mark.parametrize("last", [11, 30])
def test_the_band_stays_within_the_axes(look, last):
    seen = look(f11.figure(f11.rows({"T18": T18.assign(band_high=[6, 9, 12, last, 11, 11])}), Labels()))
    assert seen.axes[0].get_ylim()[1] >= last
