"""Which numbers of a table are links, and to what: to their own evidence, and to nothing else."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pandas as pd
import pytest
from multicase.audit.behind import COUNTED, WHOLE_ROW
from multicase.audit.results import Shown
from multicase.site.cells import Cells
from multicase.tables import catalogue

SITE = SimpleNamespace(page_of=lambda column, value: "", case_ids={}, segment=lambda name: f"sources#{name}")
ENTRIES = catalogue.core() | catalogue.of_replications()


def addresses(name, cells, behind, **about):
    """Column -> where a cell of a table's one row leads. behind: column of the evidence -> segments."""
    key, *_ = cells
    given = [(f"{key}={cells[key]}", column, segment) for column, of in behind.items() for segment in of]
    evidence = pd.DataFrame(given, columns=["row", "column", "segment_id"])
    entry = ENTRIES[name]
    told = {"lists": entry.lists, "derived": entry.derived, "caption": ""} | about
    table = Cells(SITE, Shown(name, pd.DataFrame([cells], dtype=str), told, evidence))
    found = {column: table.address(0, column) for column in cells}
    return {column: href.partition("#")[2] for column, href in found.items() if href}


@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.parametrize("name", ["T05", "T06", "T16", "T29"])
def test_a_number_is_a_link_however_few_segments_its_table_rests_on(name, n):
    counted = "n" if name == "T16" else "n_segments"
    behind = {"n" if name == "T16" else "counts": [f"i:{number}.1" for number in range(n)]}
    assert addresses(name, {"code_a": "yes", counted: str(n)}, behind)[counted].startswith("r1")


@pytest.mark.parametrize(
    ("n", "href"), [("0", ""), ("1", "claims/C1.html#undiscussed"), ("12", "claims/C1.html#undiscussed")]
)
@pytest.mark.parametrize("case", ["A", "all cases"])
def test_what_nobody_has_discussed_is_told_on_its_claim_s_page(n, href, case):
    cells = pd.DataFrame([{"claim": "C1", "case": case, "undiscussed": n}], dtype=str)
    none = pd.DataFrame(columns=["row", "column", "segment_id"])
    told = {"lists": ENTRIES["T23"].lists, "derived": ENTRIES["T23"].derived, "caption": ""}
    assert Cells(SITE, Shown("T23", cells, told, none))(0, "undiscussed").href == href


@pytest.mark.parametrize("name", ["verdict", "undiscussed"])
def test_an_attribute_called_as_a_column_of_claims_leads_to_no_claim(name):
    cells = pd.DataFrame([{"case": "A", name: "guilty", "sampling_rationale": "", "period": ""}], dtype=str)
    none = pd.DataFrame(columns=["row", "column", "segment_id"])
    told = {"lists": ENTRIES["T01"].lists, "derived": ENTRIES["T01"].derived, "caption": ""}
    assert Cells(SITE, Shown("T01", cells, told, none))(0, name).href == ""


def test_a_row_that_is_one_segment_leads_to_it_from_what_it_is_and_from_nothing_else():
    cells = {"quote_id": "C1.i:1.1", "text": "No 10 at all.", "role": "Ward 3"}
    assert addresses("T21", cells, {"text": ["i:1.1"]}) == {"text": "i:1.1"}


@pytest.mark.parametrize(
    ("name", "cells", "behind"),
    [
        ("T02", {"observations": "0", "documents": "2"}, {"documents": ["d1:1.1", "d2:1.1"]}),
        ("T10", {"sources": "0 of 2", "strength": "only against"}, {"exception": ["i1:1.1", "i2:1.1"]}),
        ("T19", {"given_by_all": "0", "given_by_some": "1"}, {"given_by_some": ["i1:1.1"]}),
        ("T23", {"n_for": "0", "n_against": "1", "undiscussed": "0"}, {"n_against": ["i1:1.1"]}),
        ("T09", {"segments": "0", "quotation": "So."}, {"quotation": ["i1:1.1"]}),
    ],
)
def test_a_count_of_nothing_leads_nowhere_whatever_else_is_behind_its_row(name, cells, behind):
    found = addresses(name, {"case": "A"} | cells, behind)
    assert not set(found) & {column for column, value in cells.items() if value.startswith("0")}


@pytest.mark.parametrize(
    ("name", "cells", "behind", "linked"),
    [
        ("T23", {"n_for": "2", "n_units": "2", "undiscussed": "29", "unit": "source", "why": "2 of 3"}, "n_for", {"n_for", "n_units", "why"}),
        ("T08", {"n_segments": "2", "words": "9", "sources_read": "36", "balance": "0.58", "n_for": "2"}, "counts", {"n_segments", "balance", "n_for"}),
        ("T29", {"n_segments": "2", "sources_read": "3", "read_by_several": "1", "share_of_sources": "0.7"}, "counts", {"n_segments", "share_of_sources"}),
        ("T30", {"sources_read": "4", "n_against": "1", "interval": "0.1 to 0.9"}, "counts", {"n_against", "interval"}),
        ("T30", {"balance": "undefined", "interval": ""}, "counts", set()),
        ("T19", {"units": "739", "coders": "2", "given_by_some": "2", "alpha": "0.66"}, "given_by_some", {"given_by_some", "alpha"}),
        ("T18", {"order": "1", "new_codes": "2", "orders": "500", "in_codebook": "38", "ratio": "0.1"}, "new_codes", {"new_codes"}),
        ("T16", {"n": "2", "jaccard": "0.1", "cases": "1"}, "n", {"n", "jaccard", "cases"}),
        ("T07", {"value_n": "3", "n_segments": "2", "others_per_1000": "1.2", "difference": "+0.3"}, "counts", {"n_segments"}),
        ("T02", {"words": "9", "first_date": "2014-01-01"}, "words", {"words"}),
        ("T24", {"verdict": "supported", "why": "3 of 5", "on_everything": "2"}, "verdict", {"verdict", "why"}),
        ("T06", {"n_segments": "2", "a_column_of_tomorrow": "7"}, "counts", {"n_segments"}),
    ],
)  # fmt: skip
def test_only_what_is_counted_from_segments_or_declared_as_worked_out_of_them_is_a_link(name, cells, behind, linked):
    assert set(addresses(name, {"key": "A"} | cells, {behind: ["i:1.1", "i:2.1"]})) == linked


def test_the_cases_that_a_declared_table_lists_lead_to_what_they_are_counted_from_whatever_they_are_called():
    rows = {"code": {}, "case": {}}
    told = {"title": "Own", "rows": rows, "list": ["cases", "kinds"]}
    derived = catalogue.of_study({"tables": {"T11": told}})["T11"].derived
    cells = {"code": "yes", "cases": "Leeds; York", "kinds": "interview", "n_segments": "2"}
    found = addresses("T06", cells, {"counts": ["i:1.1", "i:2.1"]}, derived=derived)
    assert found == {"cases": "r1-cases", "n_segments": "r1"}


@pytest.mark.parametrize("name", ENTRIES)
def test_what_the_catalogue_says_is_worked_out_of_evidence_names_columns_that_there_are(name):
    entry = ENTRIES[name]
    columns = {*import_module(f"multicase.tables.{entry.module}").COLUMNS}
    assert {*entry.derived} <= columns and {*entry.derived.values()} <= columns | {WHOLE_ROW, COUNTED}
