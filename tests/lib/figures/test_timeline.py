"""A timeline: what was said in which year, against what happened in it."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from multicase.figures import style, timeline
from multicase.figures.declared import Declared
from multicase.figures.labels import Labels

ABOUT = {
    "labels": {"trigger": {"stp": "STP: (the plan)"}, "effect": {"less": "less willing"}},
    "orders": {"trigger": ["stp", "election"], "effect": ["less", "more"]},
}
LABELS = Labels([ABOUT], {"none": "none; named"})
DECLARED = {"rows": "trigger", "across": "period", "stack": "effect", "events": "timeline"}
COLUMNS = ["period", "trigger", "effect", "n_segments"]
FOUND = pd.DataFrame(
    [
        ("2016", "election", "more", 2), ("2014", "stp", "less", 3), ("2014", "stp", "more", 1), ("2014", "election", "less", 4),
        ("2016", "stp", "none", 6), ("not said", "stp", "less", 50), ("", "election", "more", 60), ("2014-05", "stp", "more", 70), ("12014", "stp", "more", 80),
    ],
    columns=COLUMNS,
)  # fmt: skip
EVENTS = [
    {"date": "2014-07", "event": "The vote"},
    {"date": "2016-01", "event": "The new plan"},
    {"date": "2009-01", "event": "Long ago"},
    {"date": "2017-01", "event": "Too late"},
]
NONE, LESS, MORE = style.THEMES[:3]  # what the figure itself names comes first


def rows_of(found=FOUND, declaration=DECLARED, events=EVENTS):
    return timeline.rows(
        SimpleNamespace(counted=lambda columns, counts: found[[*columns, *counts]]), declaration, events
    )


def drawn(look, *args, **more):
    seen = look(timeline.figure(rows_of(*args, **more), LABELS, DECLARED))
    return seen


DATED = [
    ["election", "2014", "less", 4], ["stp", "2014", "less", 3], ["stp", "2014", "more", 1], ["election", "2016", "more", 2], ["stp", "2016", "none", 6],
]  # fmt: skip


def test_rows_are_dated_ones_by_year_then_the_events():
    assert rows_of().values.tolist() == [*DATED, *(["(event)", event["date"], event["event"], 0] for event in EVENTS)]
    assert list(rows_of().columns) == ["trigger", "period", "effect", "n_segments"]
    assert rows_of(declaration={k: v for k, v in DECLARED.items() if k != "events"}).values.tolist() == DATED


def test_without_a_date_there_is_nothing():
    assert rows_of(FOUND[FOUND["period"] == "not said"]).empty
    assert "date" in timeline.NOTHING


def test_alt_tells_each_year():
    assert timeline.alt(rows_of(FOUND[:5], events=EVENTS[:2]), LABELS, DECLARED) == (
        "Segments by year of the source. 2014: 7 less willing and 1 More; 2016: 6 none; named and 2 More."
    )


@pytest.fixture
def twice():
    """A segment that names two triggers with two effects, as a declared table has it."""
    frame = pd.DataFrame(
        [("2014", trigger, effect) for trigger in ("stp", "election") for effect in ("less", "more")],
        columns=COLUMNS[:3],
    )
    return timeline.rows(
        Declared(frame, frame.assign(segment_id="s1", source_id="i1", participant_id="p", case_id="a")), DECLARED, ()
    )


def test_alt_counts_a_segment_in_two_lines_once(twice):
    assert timeline.alt(twice, LABELS, DECLARED) == "Segments by year of the source. 2014: 1 less willing and 1 More."


def test_the_number_beside_a_stack_counts_a_segment_once(twice, look):
    assert list(look(timeline.figure(twice, LABELS, DECLARED)).at(1).values()) == ["1", "1"]


def test_each_stack_stands_in_its_year_and_line(look):
    seen = drawn(look)
    assert seen.across(1) == {0.5: "2014", 1.5: "2015", 2.5: "2016"}
    assert seen.down(1) == {0: "STP: (the plan)", 1: "Election"}
    scale = 0.78 / 6
    assert [(bar.y, bar.start, bar.length, bar.colour) for bar in sorted(seen.bars(1), key=lambda bar: (bar.y, bar.start))] == [
        (y, pytest.approx(start, abs=1e-5), pytest.approx(n * scale, abs=1e-5), colour)
        for y, start, n, colour in [
            (0, 0.05, 3, LESS), (0, 0.05 + 3 * scale, 1, MORE), (0, 2.05, 6, NONE), (1, 0.05, 4, LESS), (1, 2.05, 2, MORE),
        ]
    ]  # fmt: skip
    numbers = sorted((y, int(x), text) for (x, y), text in seen.at(1).items())
    assert numbers == [(0, 0, "4"), (0, 2, "6"), (1, 0, "4"), (1, 2, "2")]
    assert list(seen.legend().items()) == [("none; named", NONE), ("less willing", LESS), ("More", MORE)]
    panel = seen.axes[1]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 1))[1]


def test_no_stack_reaches_into_the_next_year(look):
    seen = drawn(look)
    assert all(int(bar.start) == int(bar.start + bar.length) for bar in seen.bars(1))


def test_events_stand_at_their_month_and_only_those_of_the_years_shown(look):
    seen = drawn(look)
    shown = {text: x for (x, _), text in seen.at(0).items()}
    assert shown.pop("The vote") == pytest.approx(6.5 / 12, abs=1e-3)
    assert " ".join(shown) == "The new plan" and next(iter(shown.values())) == pytest.approx(2 + 0.5 / 12, abs=1e-3)
    assert sorted(x[0] for x, _, _ in seen.lines(0)) == pytest.approx([6.5 / 12, 2 + 0.5 / 12])


def test_an_event_just_after_the_last_year_is_not_shown(look):
    seen = drawn(look, events=[{"date": "2016-12", "event": "Last"}, {"date": "2017-01", "event": "Next"}])
    assert list(seen.at(0).values()) == ["Last"]


@pytest.mark.parametrize(
    ("found", "events", "told"),
    [
        (FOUND, EVENTS, "Not drawn: 260 segments without a year; Long ago (2009-01); Too late (2017-01)."),
        (FOUND[:5], EVENTS[1:3], "Not drawn: Long ago (2009-01)."),
        (FOUND[:6], EVENTS[:2], "Not drawn: 50 segments without a year."),
        (FOUND[:5], EVENTS[:2], ""),
    ],
)
def test_what_has_no_place_in_the_years_is_told_in_figure_and_words(look, found, events, told):
    seen, alt = drawn(look, found, events=events), timeline.alt(rows_of(found, events=events), LABELS, DECLARED)
    assert [text for text in seen.texts if text.startswith("Not drawn")] == ([told] if told else [])
    assert alt.endswith(told) if told else "Not drawn" not in alt
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


def test_undated_material_is_nowhere(look):
    seen = drawn(look)
    assert not {"50", "60", "70", "80", "not said", "Not said"} & set(seen.texts)


@pytest.mark.parametrize("years", [1, 3, 12, 25])
def test_nothing_is_cut_off_and_nothing_overlaps(look, years):
    found = pd.DataFrame(
        [(str(1980 + year), f"a trigger of which everybody speaks {line}", f"an effect of which nobody speaks {stack}", 120)
         for year in range(years) for line in range(5) for stack in range(5)],
        columns=COLUMNS,
    )  # fmt: skip
    seen = look(timeline.figure(rows_of(found, events=[]), Labels(), DECLARED))
    assert list(seen.across(1).values()) == [str(1980 + year) for year in range(years)]
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


def test_events_at_either_end_are_not_cut_off(look):
    seen = drawn(
        look,
        events=[
            {"date": "2014-01", "event": "The first of many reorganisations"},
            {"date": "2016-12", "event": "The last of many reorganisations"},
        ],
    )
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("months", [("03", "09"), ("03", "03"), ("03", "04", "05")])
def test_events_close_to_one_another_do_not_overlap(look, months):
    seen = drawn(
        look, events=[{"date": f"2014-{month}", "event": f"Reorganisation {n}"} for n, month in enumerate(months)]
    )
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
