"""Pages of evidence: that what a number counts is listed where it leads, and how it is said to speak."""

from __future__ import annotations

import laid_open
import pytest
from laid_open import Links, words_of
from lxml import html
from multicase.site import tables
from multicase.site.cells import Cells

SIDES = ("n_for", "n_mixed", "n_against")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """site(unit, segments whose speaker isn't known): results whose claim counts such units."""

    def made(unit, unknown=()):
        rows = laid_open.evidence()
        rows.loc[rows["segment_id"].isin(unknown), "participant_id"] = ""
        monkeypatch.setattr(laid_open, "CLAIM", laid_open.CLAIM | {"unit": unit})
        monkeypatch.setattr(laid_open, "evidence", lambda: rows)
        return laid_open.context(tmp_path / unit)

    return made


def numbers(context, name="T23"):
    """The numbers of sides that are links: row, column, what they say, the page that they lead to, and the anchor."""
    shown = context.results.table(name)
    pages, cells = tables.pages(context, shown), Cells(context, shown)
    for row, told in enumerate(shown.rows):
        for column in SIDES:
            if href := cells.address(row, column):
                page, _, anchor = href.partition("#")
                yield row, column, int(told[column]), pages[page], anchor


@pytest.mark.parametrize("unit", ["source", "participant", "segment"])
@pytest.mark.parametrize("unknown", [(), ("k1-i02:2.1",), ("k1-i03:3.1", "k1-i03:4.1")])
def test_a_number_of_units_leads_to_as_many_of_them(site, unit, unknown):
    found = list(numbers(site(unit, unknown)))
    assert {column for _, column, *_ in found} >= {"n_for", "n_against"}
    for row, column, n, page, anchor in found:
        assert Links(page).ids.count(anchor) == 1, (row, column, anchor)
        at = html.fromstring(page).get_element_by_id(anchor)
        section = next(at.iterancestors("section"))
        listed = {
            "source": len(section.xpath("dl/dt")),
            "participant": len(at.xpath("a")) + int(at.xpath("substring-before(i, ' not named')") or 0),
            "segment": int(section.xpath("substring-before(p[@class='list'][1]/b[1], ' ')")),
        }
        assert listed[unit] == n, (row, column)


def test_how_a_source_speaks_is_said_only_where_sources_are_counted(site):
    def told(unit):
        context = site(unit)
        return words_of(tables.pages(context, context.results.table("T23"))["evidence/T23/1.html"])

    of_sources = told("source")
    assert "k1-i03 Case 1, interview, Gp k1-p03, mixed" in of_sources and "2 for alone" in of_sources
    assert "alone" not in told("participant") and "alone" not in told("segment")


def test_sources_that_stand_for_an_unknown_speaker_are_among_the_units_and_no_participants(site):
    context = site("participant", ["k1-i02:2.1"])
    page = tables.pages(context, context.results.table("T23"))["evidence/T23/1.html"]
    assert "2 units k1-p01 1, k1-i02 1" in words_of(page)
    assert "1 participant k1-p03 2" in words_of(page)
