"""In the reflexive school saturation, coder agreement and verdicts have no place: tables and figures say so, and why."""

from __future__ import annotations

import pytest
from multicase.figures import catalogue as figures
from multicase.figures.draw import draw
from multicase.tables import build, catalogue
from site_pages import table_page

REFLEXIVE = {"title": "A study", "school": "reflexive"}


def built(table, study):
    """A table of a study that has nothing."""
    entry = catalogue.as_mapping(catalogue.core()[table])
    return build.build(entry, {need: [] for need in entry["needs"]}, {}, study)


@pytest.mark.parametrize(
    ("table", "figure"), [("T18", "F11"), ("T19", "F12"), ("T23", "F13"), ("T24", "F14"), ("T24", "F17")]
)
def test_table_and_figure_say_not_applicable_and_why(table, figure, tmp_path):
    made, about = built(table, REFLEXIVE)
    assert made.frame.empty and about["missing"].startswith("Not applicable. In reflexive thematic analysis")
    paths = {name: str(tmp_path / f"{table}.{name}") for name in ("csv", "evidence", "json")}
    build.write(made, about, csv=paths["csv"], evidence=paths["evidence"], about_path=paths["json"])
    entry = figures.core()[figure]
    _, rows, told = draw(figures.as_mapping(entry), {table: paths["csv"]})
    assert rows.empty and told["alt"].startswith("Not applicable.") and entry.about == table
    assert "Not applicable" in table_page(made.frame, about)


@pytest.mark.parametrize("table", ["T18", "T19", "T23", "T24"])
@pytest.mark.parametrize("school", [{}, {"school": "codebook"}])
def test_in_another_school_they_are_not_out_of_place_but_missing(table, school):
    assert built(table, school)[1]["missing"].startswith("Not available")


def test_no_other_table_is_left_out():
    assert {name for name, entry in catalogue.core().items() if entry.not_reflexive} == {"T18", "T19", "T23", "T24"}
    assert built("T06", REFLEXIVE)[1]["missing"].startswith("Not available")
