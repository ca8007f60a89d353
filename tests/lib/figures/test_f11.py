"""F11: codes so far, interview by interview, with the band over other orders."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from multicase.figures import f11, style
from multicase.figures.labels import Labels

T18 = pd.DataFrame(
    {
        "order": [1, 2, 3, 4, 5, 6], "source": list("abcdef"), "dated": "yes", "new_codes": [5, 3, 2, 0, 1, 0],
        "codes": [5, 8, 10, 10, 11, 11], "base": 3, "run": 2, "ratio": ["", "", "", "", "0.100", "0.050"],
        "threshold": 0.1, "reached": ["cannot be judged"] * 4 + ["yes", "yes"],
        "band_low": [1.5, 4.0, 6.5, 8.0, 9.5, 11.0], "band_high": [6.0, 9.0, 10.5, 10.9, 11.0, 11.0],
        "orders_reached": [0, 0, 0, 0, 300, 480], "orders": 500, "in_codebook": 14,
        # what stands in no column that is drawn
        "middle_low": 3.0, "middle_high": 7.0,
    }
)  # fmt: skip
NEVER = T18.assign(reached=["cannot be judged"] * 4 + ["no", "no"], orders_reached=0)
LOST = T18.assign(reached=["cannot be judged"] * 4 + ["yes", "no"])
FEW = T18.iloc[:3].assign(orders_reached=0)
STRIP = 1  # the axes below


def drawn(rows):
    return f11.figure(f11.rows({"T18": rows}), Labels())


def test_rows_are_the_tables():
    assert f11.rows({"T18": T18}).equals(T18[list(f11.COLUMNS)])


def test_alt_says_what_is_said_of_the_table():
    told = f11.alt(f11.rows({"T18": T18}), Labels())
    assert told.startswith("The first 3 of 6 interviews bring 10 of 11 codes. Saturation, by new codes in a run of 2")
    assert (
        "was reached by interview 5 of 6" in told and "by interviews 5 to 6" in told and "in 20 of them never" in told
    )
    assert "not reached in 6 interviews" in f11.alt(f11.rows({"T18": NEVER}), Labels())
    assert f11.alt(f11.rows({"T18": FEW}), Labels()).startswith("The first 3 of 3 interviews bring")


def test_the_line_and_the_bars_are_the_codes_so_far_and_the_new_ones(look):
    seen = look(drawn(T18))
    assert ([1, 2, 3, 4, 5, 6], [5, 8, 10, 10, 11, 11], style.BLUE) in seen.lines()
    bars = [p for p in seen.axes[0].patches if p.get_data_transform() == seen.axes[0].transData]
    assert [(round(bar.get_x() + bar.get_width() / 2, 6), bar.get_y(), bar.get_height()) for bar in bars] == [
        (1, 0, 5), (2, 0, 3), (3, 0, 2), (4, 0, 0), (5, 0, 1), (6, 0, 0)
    ]  # fmt: skip
    assert seen.legend() == {
        "codes so far": style.BLUE,
        "new codes": style.ORANGE,
        "middle 90% over other orders": style.SKY,
    }


def test_the_band_reaches_from_low_to_high(look):
    seen = look(drawn(T18))
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


def upright(seen):
    return [x for x, y, colour in seen.lines() if colour == style.INK]


def test_saturation_stands_at_the_first_interview_that_reaches_it(look):
    assert upright(look(drawn(T18))) == [[5, 5]] and upright(look(drawn(NEVER))) == []


def test_below_stand_the_interviews_at_which_it_holds(look):
    assert ([5, 6], [f11.THIS] * 2, style.BLUE) in look(drawn(T18)).lines(STRIP)
    assert ([5], [f11.THIS], style.BLUE) in look(drawn(LOST)).lines(STRIP)


def test_below_stands_by_when_other_orders_reach_it_with_their_median(look):
    lines = look(drawn(T18)).lines(STRIP)
    assert ([5, 6], [f11.OTHERS] * 2, style.SKY) in lines and ([5], [f11.OTHERS], style.INK) in lines
    assert look(drawn(NEVER)).lines(STRIP) == []


@pytest.mark.parametrize(
    ("rows", "here", "others"),
    [
        (T18, "saturation: reached by 5", "in other orders: by 5 to 6, never in 20 of 500"),
        (LOST, "saturation: reached by 5, lost later", "in other orders: by 5 to 6, never in 20 of 500"),
        (NEVER, "saturation: not reached", "in other orders: in none of 500"),
        (T18.assign(orders_reached=[0] * 4 + [400] * 2), "saturation: reached by 5", "in other orders: by 5, never in 100 of 500"),
    ],
)  # fmt: skip
def test_what_stands_below_is_said_beside_it(look, rows, here, others):
    assert look(drawn(rows)).down(STRIP) == {f11.THIS: here, f11.OTHERS: others}


def test_too_few_interviews_are_told_with_how_many_are_needed(look):
    seen = look(drawn(FEW))
    assert seen.down(STRIP) == {f11.THIS: "saturation: cannot be judged"} and seen.lines(STRIP) == []
    assert "there are 3 interviews, and 5 are needed, a base of 3 and a run of 2 after it" in seen.texts


def test_the_codebook_is_a_line_that_the_curve_cannot_cross(look):
    seen = look(drawn(T18))
    assert ([0, 1], [14, 14], style.SOFT) in seen.lines() and "14 codes in the codebook" in seen.at().values()
    assert seen.axes[0].get_ylim()[1] > 14


@pytest.mark.parametrize(
    ("undated", "told"),
    [
        (0, "interviews, in the order of their dates"),
        (1, "interviews, in the order of their dates; the last one undated"),
        (2, "interviews, in the order of their dates; the last 2 undated"),
        (6, "interviews, undated, in an arbitrary order"),
    ],
)
def test_the_order_is_named_with_what_is_arbitrary_in_it(look, undated, told):
    assert told in look(drawn(T18.assign(dated=["yes"] * (6 - undated) + ["no"] * undated))).texts


def test_the_base_is_shaded(look):
    seen = look(drawn(T18))
    (shade,) = [p for p in seen.axes[0].patches if p.get_data_transform() != seen.axes[0].transData]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == (0.5, 3.5)
    assert "base" in seen.texts


@pytest.mark.parametrize("in_codebook", [1, 80, 1000])
@pytest.mark.parametrize(("n", "reached"), [(1, 1), (2, 2), (6, 3), (6, 4), (40, 1), (40, 20), (40, 40), (40, 99)])
def test_nothing_is_cut_off_and_nothing_overlaps(look, n, reached, in_codebook):
    order = range(1, n + 1)
    rows = pd.DataFrame(
        {"order": order, "dated": "no", "new_codes": 2, "codes": [2 * x for x in order], "ratio": "",
         "reached": ["yes" if x >= reached else "no" for x in order], "band_low": list(order),
         "band_high": [2 * x for x in order], "base": min(4, n), "run": 2, "threshold": 0.05,
         "orders_reached": [1 if x >= reached else 0 for x in order], "orders": 10000, "in_codebook": max(2 * n, in_codebook)}
    )  # fmt: skip
    seen = look(f11.figure(rows, Labels()))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize(("n", "base", "run"), [(1, 4, 2), (3, 4, 2), (7, 4, 1)])
def test_why_nothing_can_be_judged_has_its_room(look, n, base, run):
    rows = pd.DataFrame(
        {"order": range(1, n + 1), "dated": "yes", "new_codes": 0, "codes": 0, "ratio": "", "reached": "cannot be judged",
         "band_low": 0, "band_high": 0, "base": base, "run": run, "threshold": 0.05, "orders_reached": 0, "orders": 500,
         "in_codebook": 30}
    )  # fmt: skip
    seen = look(f11.figure(rows, Labels()))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("n", [1, 3, 6])
def test_interviews_are_counted_in_whole_numbers(look, n):
    seen = look(drawn(T18.iloc[:n]))
    axis = seen.axes[STRIP].xaxis
    low, high = seen.axes[STRIP].get_xlim()
    shown = [tick.label1.get_text() for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    assert all("." not in text for text in shown), shown


@pytest.mark.parametrize("last", [11, 30])
def test_the_band_stays_within_the_axes(look, last):
    seen = look(drawn(T18.assign(band_high=[6, 9, 12, last, 11, 11])))
    assert seen.axes[0].get_ylim()[1] >= last
