"""F01: the cases in boxes, with what stands under their names, above the stages."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from multicase.figures import f01
from multicase.figures.labels import Labels

STAGES = ["Raw files", "Turns", "Anonymised", "Segments", "Codings", "Themes", "Tables and figures"]


def tables(cases, **about):
    """T01 and T02 of some cases. about: column of the design -> its values."""
    t01 = pd.DataFrame({"case": cases, **about, "period": "2014"})
    t01.attrs["in_design"] = list(about)
    n = range(len(cases))
    numbers = {
        "documents": [2 * x for x in n],
        "interviews": [x + 1 for x in n],
        "group_interviews": [x % 2 for x in n],
        "observations": 0,
    }
    return {
        "T01": t01,
        "T02": pd.DataFrame({"case": cases, **numbers, "words": [1000 * (x + 1) for x in n], "first_date": ""}),
    }


def boxes(seen):
    return [p for p in seen.axes[0].patches if isinstance(p, FancyBboxPatch)]


def test_rows_are_the_cases_with_what_the_design_shows(odd):
    rows = f01.rows(tables(list(odd), setting=["rural", "", "urban"]))
    assert rows.to_dict("list") == {
        "case": list(odd), "setting": ["rural", "", "urban"], "interviews": [1, 2, 3], "group_interviews": [0, 1, 0],
        "observations": [0, 0, 0], "documents": [0, 2, 4], "words": [1000, 2000, 3000],
    }  # fmt: skip


def test_alt_names_the_cases_with_all_their_sources(odd):
    rows = f01.rows(tables(list(odd), setting=["rural", "", "urban"]))
    assert f01.alt(rows, Labels()) == (
        "3 cases: Unit A: north (rural, 1 source), Ward 2; old wing (5 sources) and Company (3) (urban, 7 sources). "
        "Below them the stages: raw files, turns, anonymised, segments, codings, themes, tables and figures."
    )
    assert f01.alt(rows.iloc[:1], Labels()).startswith("1 case: Unit A: north (rural, 1 source).")


def test_each_box_says_what_is_in_its_case(look, odd):
    seen = look(f01.figure(f01.rows(tables(list(odd), setting=["rural", "", "urban"])), Labels()))
    frames = [box.get_bbox() for box in boxes(seen)[:3]]
    for place, case in enumerate(odd):
        inside = [
            (y, text) for (x, y), text in seen.at().items()
            if frames[place].x0 < x < frames[place].x1 and frames[place].y0 < y < frames[place].y1
        ]  # fmt: skip
        told = [" ".join(text.split("\n")) for _, text in sorted(inside, reverse=True) if text]
        assert (
            told
            == [
                [case, "rural", "1 interview 1,000 words"],
                [case, "2 interviews, 1 group interview 2 documents 2,000 words"],
                [case, "urban", "3 interviews, 4 documents 3,000 words"],
            ][place]
        )


def test_cases_stand_in_reading_order(look, named):
    seen = look(f01.figure(f01.rows(tables(named(5, "short"))), Labels()))
    at = {text: (x, -y) for (x, y), text in seen.at().items() if text.startswith("Case")}
    assert sorted(at, key=lambda text: at[text][::-1]) == named(5, "short")


def test_stages_stand_in_their_order_with_arrows_between(look):
    seen = look(f01.figure(f01.rows(tables(["A"])), Labels()))
    stages = sorted((x, " ".join(text.split("\n"))) for (x, y), text in seen.at().items() if y < 0)
    assert [text for _, text in stages] == STAGES
    assert sum(isinstance(patch, FancyArrowPatch) for patch in seen.axes[0].patches) == len(STAGES) - 1


@pytest.mark.parametrize("n", [1, 4, 40])
def test_as_many_boxes_as_cases_and_nothing_cut_off(look, named, n):
    seen = look(
        f01.figure(f01.rows(tables(named(n, "short"), setting=["a town in the middle of the country"] * n)), Labels())
    )
    assert len(boxes(seen)) == n + len(STAGES)
    assert [text for text in seen.texts if text.startswith("Case ")] == named(n, "short")
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("n", [1, 6])
def test_long_names_stay_in_their_boxes(look, named, n):
    seen = look(f01.figure(f01.rows(tables(named(n, "long"))), Labels()))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("n", [1, 2, 6])
@pytest.mark.parametrize("length", [100, 200, 300])
def test_all_that_stands_in_a_box_stays_in_it_however_long(look, words, n, length):
    cases = [f"{number} {words(length)}" for number in range(n)]
    seen = look(f01.figure(f01.rows(tables(cases, region=[words(60)] * n, size=[words(80)] * n)), Labels()))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
    around = [box.get_window_extent(seen.renderer) for box in boxes(seen)[:n]]
    named = [seen.box(text) for text in seen.drawn if text.get_text()[0].isdigit() and "\n" in text.get_text()]
    assert all(any(box.y0 <= text.y0 and text.y1 <= box.y1 for box in around) for text in named)


@pytest.mark.parametrize("values", [("0", "1"), ("false", "true"), ("01", "02"), ("", "1")])
def test_every_value_of_the_design_stands_under_its_case_called_as_the_study_calls_it(look, values):
    called = {value: f"Value {value}" for value in values if value}
    rows, labels = f01.rows(tables(["A", "B"], size=list(values))), Labels([{"labels": {"size": called}}])
    texts, alt = look(f01.figure(rows, labels)).texts, f01.alt(rows, labels)
    assert all(text in texts and text in alt for text in called.values())


def test_what_stands_under_a_name_is_called_as_the_study_calls_it(look):
    labels = Labels([{"labels": {"setting": {"rural_north": "Countryside, north"}}}])
    rows = f01.rows(tables(["A"], setting=["rural_north"]))
    assert "Countryside, north" in look(f01.figure(rows, labels)).texts
    assert "(Countryside, north, 1 source)" in f01.alt(rows, labels)
