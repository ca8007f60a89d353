"""How figures look, whatever a person's matplotlib is set to."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from multicase.figures import style

OKABE_ITO = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9"}


def test_text_is_broken_between_words_and_nothing_of_it_lost():
    assert style.wrapped("Ward 2; old wing", 8) == "Ward 2;\nold wing"
    assert style.wrapped("administration", 5) == "administration"
    assert style.wrapped("") == ""
    for text in ("Unit A: north", "Company (3)", "those who lead, and those who are led there, year after year"):
        broken = style.wrapped(text, 12)
        assert " ".join(broken.split("\n")) == text
        assert max(map(len, broken.split("\n"))) <= 12


def test_colours_that_colour_blind_readers_can_tell_apart_come_first():
    assert {fill["color"] for fill in style.fills(4)} < OKABE_ITO
    assert style.fills(len(style.THEMES)) == [{"color": colour} for colour in style.THEMES]


@pytest.mark.parametrize("n", [10, 12, 30, 70])
def test_no_two_of_many_values_are_filled_alike(n):
    assert len({(fill["color"], fill.get("hatch")) for fill in style.fills(n)}) == n
    assert style.fills(0) == []
    assert len(set(style.KINDS.values())) == 4


def test_a_legend_has_as_many_columns_as_its_labels_leave_room_for(look):
    def columns(labels):
        figure, (axes,) = style.canvas(3)
        style.legend(figure, [axes.barh(0, 0) for _ in labels], labels)
        seen = look(figure)
        assert (seen.cut_off(), seen.overlapping()) == ([], [])
        assert [text for text in seen.texts if text in labels] == labels
        return figure.legends[0]._ncols

    assert columns(["a", "b", "c"]) == 3
    assert columns(["a"]) == 1
    assert columns([f"those who lead and are led {n}" for n in range(8)]) == 3
    assert columns(["x" * 90, "y"]) == 1


@pytest.mark.parametrize(
    ("names", "column", "written"),
    [
        (["without\nA", "B"], 1.0, ["without\nA", "B"]),
        (["Ward 2; old wing", "B"], 0.7, ["Ward 2;\nold wing", "B"]),
        (["Ward 2; old wing", "B"], 2.0, ["Ward 2; old wing", "B"]),
    ],
)
def test_names_across_stand_level_where_three_lines_have_room_for_them(names, column, written):
    across = style.Across.fitting(names, column)
    assert (list(across.names), across.turned) == (written, False)
    assert across.height == pytest.approx(style.LINE_HEIGHT * (1 + max(name.count("\n") for name in written)))


@pytest.mark.parametrize(
    ("name", "column", "lines"), [("Administrators", 0.5, 1), ("one two three four five six seven", 0.5, 3), ("without\nAdministrators", 0.2, 1)]
)  # fmt: skip
def test_names_across_that_have_no_room_are_turned_and_take_the_height_of_their_lines(look, name, column, lines):
    across = style.Across.fitting([name, "b"], column)
    assert across.turned and across.names[0].count("\n") < lines
    assert across.height > style.widest(across.names[0])
    figure, (axes,) = style.canvas(3)
    across.write(axes)
    axes.set_xlim(-0.5, 1.5)
    names = {text.get_text(): text.get_rotation() for text in look(figure).drawn if text.get_text() in across.names}
    assert names == dict.fromkeys(across.names, 90.0)
    assert axes.xaxis.get_ticks_position() == "top"


@pytest.mark.parametrize("width", [0.5, 1.0, 3.0])
def test_fitted_text_has_all_words_and_no_line_that_is_too_wide(width):
    text = "Leaders who are followed ask those whom they lead\nbefore they decide"
    lines = style.fitted(text, width).split("\n")
    assert " ".join(lines) == text.replace("\n", " ")
    assert all(style.width_of(line) <= width or " " not in line for line in lines)
    assert len(lines) >= 2


def test_a_cell_is_darker_for_more_and_its_text_readable():
    dark = [sum(style.cell(0, 0, share).get_facecolor()[:3]) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert dark == sorted(dark, reverse=True)
    cell = style.cell(3, 2, 1)
    assert (cell.get_x() + cell.get_width() / 2, cell.get_y() + cell.get_height() / 2) == (3, 2)
    assert [style.on_cell(share) for share in (0, 0.4, 0.41, 1)] == [style.INK, style.INK, "white", "white"]


def test_a_message_is_said_whole(look):
    text = "Not available: 12 of 14 interviews have no date, so that they stand in no order; give them one in sources.csv, and run again."
    seen = look(style.message(text))
    assert seen.texts == [text]
    assert seen.cut_off() == []


def test_the_canvas_has_its_size_and_its_axes_row_by_row():
    figure, axes = style.canvas(4, 2, 3)
    assert figure.get_size_inches().tolist() == [style.WIDTH, 4] and len(axes) == 6
    assert [axis.get_subplotspec().num1 for axis in axes] == list(range(6))
    assert style.canvas(4, width=12)[0].get_figwidth() == 12


def test_ids_and_fonts_in_the_svg_are_always_the_same():
    assert (mpl.rcParams["svg.hashsalt"], mpl.rcParams["svg.fonttype"], mpl.rcParams["font.family"]) == (
        "multicase",
        "path",
        ["DejaVu Sans"],
    )


def test_signs_of_money_are_written_as_they_stand(look):
    figure, (axes,) = style.canvas(2)
    text = axes.text(0, 0, "between $5 and $10")
    look(figure)
    assert text._preprocess_math(text.get_text())[1] in {False, "TeX"}
