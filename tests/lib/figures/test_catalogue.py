"""Which figures there are, of every study and of one that declares its own."""

from __future__ import annotations

from importlib import import_module

import pytest
from multicase.contracts import CONTRACTS
from multicase.figures import catalogue
from multicase.study import files

CORE = ["F01", "F02", "F03", "F04", "F05", "F06", "F10", "F11", "F12", "F13", "F14", "F17", "F18"]
TABLES = {
    "tables": {"T11": {"title": "t", "rows": {"case": None, "role": {"speaker": "role"}}}, "T12": {"title": "u", "rows": {"code": None}}},
    "figures": {
        "F08": {"title": "Sides", "caption": "  two \n lines ", "of": "T11", "draw": "diverging", "rows": "case", "left": {"role": "a"}, "right": {"role": "b"}},
        "F20": {"title": "Codes", "of": "T12", "draw": "bars", "rows": "code"},
    },
}  # fmt: skip


def test_the_figures_of_every_study():
    assert list(catalogue.core()) == CORE == list(catalogue.of_study(None)) == list(catalogue.of_study({}))
    assert {name: entry.module for name, entry in catalogue.core().items()} == {name: name.lower() for name in CORE}
    assert {name: entry.needs for name, entry in catalogue.core().items()} == {
        "F01": ("T01", "T02"), "F02": ("T02",), "F03": ("T05",), "F04": ("T06",), "F05": ("T07",), "F06": ("T08",),
        "F10": ("T05", "T16"), "F11": ("T18",), "F12": ("T19",), "F13": ("T23",), "F14": ("T24",), "F17": ("T24",),
        "F18": ("T05", "evidence", "read_sources", "segments", "cases"),
    }  # fmt: skip


@pytest.mark.parametrize("name", CORE)
def test_each_has_a_module_a_title_a_caption_and_known_needs(name):
    entry = catalogue.core()[name]
    module = import_module(f"multicase.figures.{entry.module}")
    assert all(callable(getattr(module, what)) for what in ("rows", "figure", "alt"))
    assert entry.title and "\n" not in entry.caption and entry.caption.endswith(".")
    assert entry.about in entry.needs
    assert all(need.startswith("T") or need in CONTRACTS or files.has_schema(need) for need in entry.needs)


def test_a_study_adds_its_own_in_the_order_of_their_ids():
    entries = catalogue.of_study(TABLES)
    assert list(entries) == [*CORE[:6], "F08", *CORE[6:], "F20"]
    sides = entries["F08"]
    assert (sides.title, sides.caption, sides.needs, sides.about, sides.module) == (
        "Sides",
        "two lines",
        ("T11", "evidence"),
        "T11",
        "diverging",
    )
    assert sides.declaration["keys"] == ["case", "role"] and sides.declaration["left"] == {"role": "a"}
    assert (entries["F20"].declaration["keys"], entries["F20"].caption) == (["code"], "")
    assert "keys" not in TABLES["figures"]["F08"]


def test_an_entry_as_plain_values():
    told = catalogue.as_mapping(catalogue.of_study(TABLES)["F20"])
    assert told == {
        "id": "F20", "title": "Codes", "caption": "", "needs": ("T12", "evidence"), "about": "T12", "module": "bars",
        "marks": ({"table": "T12", "by": {"code": "code"}, "column": "n_segments"},), "declaration": TABLES["figures"]["F20"] | {"keys": ["code"]},
    }  # fmt: skip
