"""What the site's script makes of pages: sorting, menus and search, on pages from the site's own templates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from multicase import site

ABOUT = {"title": "A table", "caption": "", "note": "", "missing": ""}
WORDS = "We don’t take\npeople with us — not in a follow‑up – said the café’s “chair”"


def table_page(rows: list[list[str]], headings: list[str], n_rows: int = 0) -> str:
    """A page of a table; n_rows: how many it has in all, where this is not the only page."""
    return site.page(
        "table_page.html.j2", "tables/T05.html", about=ABOUT, table="T05", headings=headings, classes=[""] * len(headings),
        looks={}, rows=[[{"text": text, "href": ""} for text in row] for row in rows], first=1, n_rows=n_rows or len(rows), matrix=None,
        number=1, others=["tables/T05.html", "evidence/T05/rows-2.html"] if n_rows else [], figures=[], made_by="x.html",
    )  # fmt: skip


def coding(code: str, side: str, *coders: str) -> dict:
    return {"label": code, "side": side, "href": "", "coders": coders, "memos": []}


def evidence_page(groups: list[tuple[str, list[list[dict]]]]) -> str:
    """A page of evidence. groups: of each source its case's label, and the codings of each of its segments."""
    made = [
        {
            "voice": "", "href": "s.html", "id": f"s{n}", "case": case, "kind": "interview", "date": "2014", "who": "",
            "entries": [
                {"href": "s.html", "place": f"{m}.1", "who": "GP p1", "words": [("x", True)], "codings": codings}
                for m, codings in enumerate(entries, 1)
            ],
        }
        for n, (case, entries) in enumerate(groups, 1)
    ]  # fmt: skip
    part = {"goes_on": False, "name": "", "n": 0, "lists": [], "withheld": 0, "groups": made}
    return site.page(
        "evidence.html.j2", "evidence/T05/1.html", id="T05", about=ABOUT, href="x", of="table", rule="y", last=1, number=1,
        sections=[{"part": part, "cells": [], "title": "", "row": 1}],
    )  # fmt: skip


@pytest.fixture(scope="module")
def browser(chromium):
    page = chromium.new_page()
    page.set_default_timeout(20_000)
    yield page
    page.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open a page, which complains of nothing."""
    complaints = []

    def opened(made: str, place: str = "tables/T05.html"):
        said = [["s1", "sources/s1.html", [["1.1", WORDS], ["2.1", "Nothing of the kind."]]]]
        words = f"window.multicaseWords = {json.dumps({'pages': [], 'sources': said})};"
        site.write({place: made, "words.js": words, site.SCRIPT: site.script(), site.STYLE: site.style()}, tmp_path)
        browser.on("pageerror", lambda error: complaints.append(str(error)))
        browser.goto(f"file://{Path(tmp_path, place)}")
        return browser

    yield opened
    assert complaints == []


def column(page, number: int = 0) -> list[str]:
    return page.eval_on_selector_all(
        "table.rows tbody tr", f"rows => rows.map(row => row.cells[{number}].textContent.trim())"
    )


@pytest.mark.parametrize(
    "ascending",
    [
        ["2013-05-05", "2014-02-03", "2014-09-01", "2014-11-02"],
        ["2013", "2014-02", "2014-11-02", "2015"],
        ["C2", "C9", "C10"],
        ["3 of 8", "3 of 12", "4 of 5"],
        ["0.25", "0.5", "1.10", "1,200", "undefined"],
        ["-0.5", ".2", "7", "10"],
        ["0.53 (3 of 24)", "0.8 (1 of 5)", "1 (2 of 2)", ""],
        ["9%", "12.5%", "100%"],
        ["1e-05", "0.25", "0.5", "0.75"],
        ["-2.5e-07", "999", "1.23e+03", "2,000"],
        ["0.125–0.2", "0.25–0.5", "0.5–0.7", "0.5–1.2", "10–12"],
        ["0.125; 0.3", "0.25,0.5", "0.25, 0.3"],
        ["-0.5–0.1", "-0.25–0.1", "0.1–0.2"],
        ["300–400", "1,000–2,000"],
        ["C1.2", "C1.10"],
        ["1.2.9", "1.9.1", "1.10.2"],
        ["i01:2.9", "i01:2.10", "i01:10.1"],
        ["1:9", "1:10", "2:5"],
        ["about 0.125", "about 0.5", "about 2"],
    ],
)
def test_a_column_is_sorted_as_what_it_holds(opened, ascending):
    page = opened(table_page([[text] for text in [*ascending[1::2], *ascending[::2]][::-1]], ["what"]))
    page.locator("table.rows th button").click()
    assert column(page) == ascending


def test_the_other_way_round_what_is_no_number_stays_last(opened):
    page = opened(table_page([["2"], ["undefined"], ["10"]], ["what"]))
    for expected in (["2", "10", "undefined"], ["10", "2", "undefined"]):
        page.locator("table.rows th button").click()
        assert column(page) == expected


def test_a_table_of_several_pages_says_that_menus_and_sorting_are_of_one(opened):
    page = opened(table_page([[str(n % 3)] for n in range(9)], ["code"], n_rows=12))
    page.select_option(".filters select", "1")
    assert page.inner_text(".filters output") == "3 of 9 rows of this page shown"
    assert page.get_attribute("table.rows th button", "title") == "Sort the rows of this page by this column"
    assert page.locator("p.pages").first.inner_text().startswith("Rows 1 to 9 of 12. 1 Page 2")
    page = opened(table_page([[str(n % 3)] for n in range(9)], ["code"]))
    page.select_option(".filters select", "1")
    assert page.inner_text(".filters output") == "3 of 9 rows shown"


MIXED = [
    ("Leeds, north", [[coding("yes", "for", "anna"), coding("no", "against", "ben")]] * 3),
    ("Leeds, interview, south", [[coding("no", "against", "anna")], [coding("yes", "for", "Li, Mei", "ben")], []]),
]


@pytest.mark.parametrize(
    ("chosen", "n"),
    [
        ({"code": "no", "coder": "anna"}, 1),
        ({"code": "no", "side": "for"}, 0),
        ({"code": "yes", "coder": "ben"}, 1),
        ({"coder": "Li, Mei"}, 1),
        ({"case": "Leeds, north"}, 3),
        ({"case": "Leeds, interview, south", "code": "no"}, 1),
        ({}, 6),
    ],
)
def test_a_segment_is_shown_for_one_coding_that_is_all_that_is_chosen(opened, chosen, n):
    page = opened(evidence_page(MIXED), "evidence/T05/1.html")
    for name, value in chosen.items():
        page.eval_on_selector(
            f".filters select[name={name}]",
            "(select, value) => { select.value = value; select.dispatchEvent(new Event('change')); }",
            value,
        )
    assert page.inner_text(".filters output") == f"{n} of 6 segments shown"
    assert page.locator("section.row dd:visible").count() == n


def test_menus_name_cases_and_coders_whole(opened):
    page = opened(evidence_page(MIXED), "evidence/T05/1.html")
    offered = {
        name: page.eval_on_selector_all(f".filters select[name={name}] option", "all => all.map(o => o.textContent)")
        for name in ("case", "coder")
    }
    assert offered == {
        "case": ["all", "Leeds, interview, south", "Leeds, north"],
        "coder": ["all", "Li, Mei", "anna", "ben"],
    }


@pytest.mark.parametrize(
    ("asked", "marked"),
    [
        ("don't", "don’t"),
        ("don’t", "don’t"),
        ("DON'T take", "don’t"),
        ('"take people"', "take\npeople"),
        ("“take people”", "take\npeople"),
        ("follow-up", "follow‑up"),
        ('"us - not"', "us — not"),
        ("cafe\u0301's", "café’s"),
        ('"(take"', None),
        ("us.with", None),
        ('"people take"', None),
    ],
)
def test_words_are_found_however_their_signs_are_typed(opened, asked, marked):
    page = opened(table_page([["x"]], ["what"]))
    page.fill("nav.top input", asked)
    page.locator("#found:not([hidden]) p").wait_for()
    assert page.eval_on_selector_all("#found mark", "all => all.map(mark => mark.textContent)") == (
        [marked] if marked else []
    )
