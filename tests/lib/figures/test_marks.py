"""What is drawn tells which row of the figure's CSV it shows."""

from __future__ import annotations

import io
import re
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text
from multicase.figures import catalogue, f04, f14, f17, marks
from multicase.figures.labels import Labels

HOME = Path(__file__).parents[3]
ENTRIES = catalogue.of_study(yaml.safe_load((HOME / "data/gp-leadership/tables.yaml").read_text(encoding="utf-8")))


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=6), st.integers(1, 4))
def test_an_id_says_which_rows_and_no_two_of_a_mark_are_the_same(rows, n):
    drawn = [Text() for _ in range(n)]
    marks.show(rows, *drawn)
    ids = [artist.get_gid() for artist in drawn]
    assert len(set(ids)) == n and {marks.shown(name) for name in ids} == {tuple(rows)}


@pytest.mark.parametrize(
    "name", ["", "mark", "mark-", "patch_12", "mark-x", "mark-1.", "mark-1-", "amark-1", "mark-1 "]
)
def test_other_ids_are_of_no_row(name):
    assert marks.shown(name) == ()


def test_rows_are_numbered_from_one():
    text = Text()
    marks.show(11, text)
    assert text.get_gid() == "mark-12"


def test_the_same_figure_gives_the_same_svg_twice_and_no_id_twice():
    rows = pd.DataFrame(
        [
            ("pace", case, side, n)
            for case in ("A", "B")
            for side, n in (("supports", 3), ("contradicts", 0), ("neutral", 2))
        ],
        columns=["theme", "case", "polarity", "n_segments"],
    )
    made = []
    for _ in range(2):
        file = io.BytesIO()
        f04.figure(rows, Labels()).savefig(file, format="svg", metadata={"Date": None})
        made.append(file.getvalue())
    ids = re.findall(r'id="(mark-[^"]+)"', made[0].decode())
    assert made[0] == made[1] and len(ids) == len(set(ids))
    assert {marks.shown(name) for name in ids} == {(row,) for row in range(6)}


@pytest.mark.parametrize("figure", ENTRIES)
def test_every_row_of_a_published_figure_is_shown_by_a_mark_and_no_id_stands_twice(figure):
    entry = ENTRIES[figure]
    rows = pd.read_csv(HOME / f"results/published/gp-leadership/figures/{figure}.csv", keep_default_na=False)
    rows = rows.astype({name: str for name in rows if name in ("period", "alpha", "ac1", "low", "high")})
    more = {"declaration": entry.declaration} if entry.declaration else {}
    drawn = import_module(f"multicase.figures.{entry.module}").figure(rows, Labels(), **more)
    found = drawn.findobj(lambda artist: marks.shown(artist.get_gid() or ""))
    ids = [artist.get_gid() for artist in found]
    is_event = rows.eq("(event)").any(axis=1)
    assert {row for name in ids for row in marks.shown(name)} == set(rows.index[~is_event])
    assert len(ids) == len(set(ids))


def test_what_stands_for_all_is_called_as_the_modules_call_it():
    whole = {name: told["whole"] for name, entry in ENTRIES.items() for told in entry.marks if "whole" in told}
    assert whole == {"F14": {"variation": f14.ALL}, "F17": {"decision": f17.ALL}}


@pytest.mark.parametrize("figure", ["F04", "F08", "F13"])
def test_a_mark_is_drawn_as_long_or_says_the_number_of_its_row(figure):
    entry = ENTRIES[figure]
    rows = pd.read_csv(HOME / f"results/published/gp-leadership/figures/{figure}.csv", keep_default_na=False)
    more = {"declaration": entry.declaration} if entry.declaration else {}
    drawn = import_module(f"multicase.figures.{entry.module}").figure(rows, Labels(), **more)
    count = "n_for" if figure == "F13" else "n_segments"
    for artist in drawn.findobj(lambda artist: marks.shown(artist.get_gid() or "")):
        ((row),) = marks.shown(artist.get_gid())
        if hasattr(artist, "get_width"):
            assert abs(artist.get_width()) == rows[count].iat[row]
        elif hasattr(artist, "get_text"):
            assert artist.get_text().split()[0] == str(rows[count].iat[row])
