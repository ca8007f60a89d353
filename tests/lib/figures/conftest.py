"""Looking at a figure as a reader does: which texts are drawn and where, which bars and marks."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from unittest import mock

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Rectangle
from matplotlib.text import Text

MARKERS = "osD^vXx_."
# Labels with the signs that something might split or strip, and a length that real studies have.
ODD = ("Unit A: north", "Ward 2; old wing", "Company (3)")
LONG = "{} of those who lead and of those who are led there"
# The words of which texts as long as schemas let through are made.
WORDS = "How those who lead and those who are led come to understand one another across professions and organisations "


def as_long(characters):
    """A text of so many characters."""
    return (WORDS * (1 + characters // len(WORDS)))[:characters].strip()


def flat(text):
    """A text without its line breaks."""
    return " ".join(text.split("\n"))


def names(n, how):
    """Names for n things: short ones, or long ones."""
    return [f"{'Case' if how == 'short' else LONG.format('Unit')} {number}" for number in range(1, n + 1)]


@dataclass(frozen=True)
class Bar:
    """A bar in the units of its axes: where it begins (at the side of zero), its length with its sign, its middle."""

    start: float
    length: float
    y: float
    colour: str


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    marker: str
    colour: str
    size: float


class Look:
    """A drawn figure."""

    def __init__(self, figure):
        self.figure, self.axes = figure, figure.axes
        self.drawn: list[Text] = []
        draw = Text.draw

        def noted(text, renderer, *more, **named):
            if text.get_visible() and text.get_text().strip() and text not in self.drawn:
                self.drawn.append(text)
            return draw(text, renderer, *more, **named)

        figure.set_dpi(150)  # as the PNG is written
        canvas = FigureCanvasAgg(figure)
        with mock.patch.object(Text, "draw", noted):
            figure.draw_without_rendering()  # what it looks like is not asked, and letters take long to draw
        self.renderer = canvas.get_renderer()

    @property
    def texts(self):
        """Everything that is written, without line breaks."""
        return [flat(text.get_text()) for text in self.drawn]

    def box(self, text):
        return text.get_window_extent(self.renderer)

    def cut_off(self):
        """Texts that reach over the edge of the figure."""
        whole = self.figure.bbox
        found = []
        for text in self.drawn:
            box = self.box(text)
            if box.x0 < -1 or box.y0 < -1 or box.x1 > whole.x1 + 1 or box.y1 > whole.y1 + 1:
                found.append(text.get_text())
        return found

    def overlapping(self):
        """Pairs of texts of which one runs into the other."""
        corners = [(text, self._corners(text)) for text in self.drawn]
        reach = [
            [min(x for x, _ in of), max(x for x, _ in of), min(y for _, y in of), max(y for _, y in of)]
            for _, of in corners
        ]
        return [
            (corners[a][0].get_text(), corners[b][0].get_text())
            for a, b in itertools.combinations(range(len(corners)), 2)
            if reach[a][0] < reach[b][1] and reach[b][0] < reach[a][1] and reach[a][2] < reach[b][3] and reach[b][2] < reach[a][3]
            and not _apart(corners[a][1], corners[b][1]) and not _apart(corners[b][1], corners[a][1])
        ]  # fmt: skip

    def _corners(self, text):
        """The corners of the text's own box, turned as the text is, and a little smaller."""
        turn = text.get_rotation() if text.get_rotation_mode() == "anchor" else 0
        if turn:
            text.set_rotation(0)
        box, x, y = self.box(text), 0, 0
        if turn:
            text.set_rotation(turn)
            x, y = text.get_transform().transform(text.get_position())
        sine, cosine = math.sin(math.radians(turn)), math.cos(math.radians(turn))
        square = [
            (box.x0 + 2, box.y0 + 2),
            (box.x1 - 2, box.y0 + 2),
            (box.x1 - 2, box.y1 - 2),
            (box.x0 + 2, box.y1 - 2),
        ]
        return [(x + (p - x) * cosine - (q - y) * sine, y + (p - x) * sine + (q - y) * cosine) for p, q in square]

    def bars(self, axes=0):
        """The bars of some axes in the order in which they were drawn; those of no length are none."""
        panel = self.axes[axes]
        return [
            Bar(round(p.get_x(), 6), round(p.get_width(), 6), round(p.get_y() + p.get_height() / 2, 6), to_hex(p.get_facecolor()))
            for p in panel.patches
            if isinstance(p, Rectangle) and p.get_width() and p.get_data_transform() == panel.transData
        ]  # fmt: skip

    def marks(self, axes=0):
        """The marks of some axes."""
        panel = self.axes[axes]
        found = []
        for drawn in panel.collections:
            if isinstance(drawn, PathCollection):
                (size,) = drawn.get_sizes()
                for x, y in drawn.get_offsets().tolist():
                    found.append(Mark(round(x, 6), round(y, 6), marker(drawn), colour(drawn), round(float(size), 6)))
        return found

    def lines(self, axes=0):
        """The lines of some axes: their x, their y and their colour."""
        return [
            ([float(x) for x in line.get_xdata()], [float(y) for y in line.get_ydata()], to_hex(line.get_color()))
            for line in self.axes[axes].lines
            if len(line.get_xdata())
        ]

    def at(self, axes=0):
        """What is written in some axes, by the place where it stands."""
        return {
            tuple(round(float(at), 4) for at in text.get_position()): text.get_text().strip()
            for text in self.axes[axes].texts
        }

    def across(self, axes=0):
        """The names along x, by their places."""
        return _ticks(self.axes[axes].xaxis)

    def down(self, axes=0):
        """The names along y, by their places."""
        return _ticks(self.axes[axes].yaxis)

    def legend(self):
        """What the legend calls each mark: its text -> its marker and colour."""
        (legend,) = self.figure.legends
        shown = [flat(text.get_text()) for text in legend.get_texts()]
        found = {}
        for text, handle in zip(shown, legend.legend_handles, strict=True):
            if isinstance(handle, PathCollection):
                found[text] = (marker(handle), colour(handle))
            elif hasattr(handle, "get_facecolor"):
                found[text] = to_hex(handle.get_facecolor())
            else:
                found[text] = to_hex(handle.get_color())
        return found


def _ticks(axis):
    return {float(tick.get_loc()): flat(tick.label1.get_text() if tick.label1.get_visible() else tick.label2.get_text())
            for tick in axis.get_major_ticks()}  # fmt: skip


def marker(drawn):
    """The sign with which a mark is drawn."""
    (path,) = drawn.get_paths()
    for sign in MARKERS:
        style = MarkerStyle(sign)
        known = style.get_path().transformed(style.get_transform())
        if known.vertices.shape == path.vertices.shape and abs(known.vertices - path.vertices).max() < 1e-9:
            return sign
    raise AssertionError("an unknown mark")


def colour(drawn):
    """The colour of a mark; of a ring, that of its line, in brackets."""
    faces = drawn.get_facecolor()
    return to_hex(faces[0]) if len(faces) else f"({to_hex(drawn.get_edgecolor()[0])})"


def _apart(a, b):
    """Whether a side of the first box lies between the two."""
    for (x0, y0), (x1, y1) in zip(a, [*a[1:], a[0]], strict=True):
        along = (y1 - y0, x0 - x1)
        first = [along[0] * x + along[1] * y for x, y in a]
        second = [along[0] * x + along[1] * y for x, y in b]
        if min(first) >= max(second) or min(second) >= max(first):
            return True
    return False


@pytest.fixture
def look():
    """look(figure): the figure as it is drawn."""
    return Look


@pytest.fixture
def named():
    """named(n, "short" or "long"): names for n things."""
    return names


@pytest.fixture
def odd():
    return ODD


@pytest.fixture
def words():
    """A text of so many characters."""
    return as_long
