"""In the reflexive school saturation and coder agreement have no place: tables and figures say so, and why."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.figures import CATALOGUE as FIGURES
from multicase.figures.draw import draw
from multicase.tables import CATALOGUE, build


@pytest.fixture
def reflexive(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text("title: A study\nschool: reflexive\n")
    return path


@pytest.mark.parametrize(("table", "figure"), [("T18", "F11"), ("T19", "F12")])
def test_table_and_figure_say_not_applicable_and_why(table, figure, reflexive, tmp_path):
    inputs = {need: [] for need in CATALOGUE[table].needs} | {"study": [str(reflexive)]}
    made, about = build.build(table, inputs, {})
    assert made.frame.empty and about["missing"].startswith("Not applicable. In reflexive thematic analysis")
    paths = {name: str(tmp_path / f"{table}.{name}") for name in ("csv", "evidence", "json", "html")}
    build.write(made, about, csv=paths["csv"], evidence=paths["evidence"], about_path=paths["json"], page=paths["html"])
    _, rows, told = draw(figure, {table: paths["csv"]})
    assert rows.empty and told["alt"].startswith("Not applicable.") and FIGURES[figure].about == table
    assert "Not applicable" in (tmp_path / f"{table}.html").read_text()


def test_no_other_table_is_left_out(reflexive):
    assert {name for name, entry in CATALOGUE.items() if entry.not_reflexive} == {"T18", "T19"}
    inputs = {need: [] for need in CATALOGUE["T06"].needs} | {"study": [str(reflexive)]}
    assert pd.Series(build.build("T06", inputs)[1]["missing"]).str.startswith("Not available")[0]
