"""The findings end with what the study leaves open: items of the reporting checklist that nobody has answered."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.pages import environment, open_items, order
from multicase.tables import t26

ASKS = "Who led <it> & why"


def checklist(*statuses):
    rows = [(f"COREQ-{n}", ASKS, status, "", "") for n, status in enumerate(statuses, 1)]
    return pd.DataFrame(rows, columns=list(t26.COLUMNS))


def rendered(table, ending):
    """The section as it stands on the page, or in Markdown."""
    templates = environment() if ending == "html" else environment().overlay(autoescape=False)
    return templates.get_template(f"open_items.{ending}.j2").render(open_items=open_items.tell(table))


@pytest.mark.parametrize(
    ("statuses", "items", "sentence"),
    [
        (("open", "shown", "answered", "open"), ["COREQ-1", "COREQ-4"], "Of 4 items of the reporting guidelines COREQ and SRQR, 2 are open"),
        (("shown", "open"), ["COREQ-2"], "Of 2 items of the reporting guidelines COREQ and SRQR, 1 is open"),
        (("shown", "answered"), [], "Of 2 items of the reporting guidelines COREQ and SRQR none is open"),
    ],
)  # fmt: skip
def test_open_items_are_told_by_id_and_what_they_ask_and_no_others(statuses, items, sentence):
    told = open_items.tell(checklist(*statuses))
    assert told["list"] == [{"item": item, "asks": ASKS} for item in items]
    assert told["sentence"].partition(":")[0] == sentence


def test_every_item_of_a_study_that_says_nothing_is_told_or_shown():
    table = t26.build({"study": {}}).frame
    told = open_items.tell(table)
    ids = [entry["item"] for entry in told["list"]]
    assert ids == list(table[table["location"] == ""]["item"]) and {"COREQ-1", "SRQR-21"} <= set(ids)
    assert all(f"- {item}: " in rendered(table, "md") for item in ids)


def test_the_page_escapes_what_an_item_asks_and_markdown_keeps_it():
    assert "Who led &lt;it&gt; &amp; why" in rendered(checklist("open"), "html")
    assert f"- COREQ-1: {ASKS}\n" in rendered(checklist("open"), "md")


@pytest.mark.parametrize("ending", ["html", "md"])
def test_the_findings_end_with_the_section_and_are_told_from_t26(ending):
    source = environment().loader.get_source(environment(), f"findings.{ending}.j2")[0]
    assert source.index(f'include "open_items.{ending}.j2"') > source.rindex("endfor") and "T26" in order.TABLES
    assert "<ul>" not in rendered(checklist("shown"), "html") and "none is open (T26)." in rendered(
        checklist("shown"), "md"
    )


def test_what_became_of_a_frozen_plan_is_no_item_of_the_guidelines():
    table = checklist("open", "shown")
    frozen = pd.DataFrame([("FROZEN", ASKS, "frozen", "", "")], columns=list(t26.COLUMNS))
    assert open_items.tell(pd.concat([table, frozen])) == open_items.tell(table)
