"""Typologies: the cases of a study by two of their attributes, with the verdicts on each claim."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import frames
from multicase.audit.results import Shown
from multicase.claims import VERDICTS
from multicase.contracts import CONTRACTS
from multicase.study import attributes, files
from multicase.tables import build, catalogue, typology
from site_pages import table_page

DECLARATION = {"title": "Types", "typology": {"rows": "size", "columns": "sector"}}
ATTRIBUTES = {
    "cases": {"size": {"label": "Size", "values": {"small": "Small", "large": "Large"}}, "sector": {"label": "Sector"}}
}
DECLARED = attributes.declared({"attributes": ATTRIBUTES})
CASES = pd.DataFrame(
    [("a", "Case 1", "large", "school"), ("b", "Case 2", "small", "prison"), ("c", "Case 3", "large", "school"), ("d", "Case 4", "large", "clinic")],
    columns=["case_id", "label", "size", "sector"],
)  # fmt: skip
CLAIMS = {
    "claims": [
        {"claim": "C2", "statement": "It is slow.", "supports": ["slow"]},
        {"claim": "C1", "statement": "It is <dear>.", "supports": ["dear"]},
    ]
}


def judged(claim="C1", variation="", **verdicts):
    """Rows of the contract `verdicts`: case to verdict; over all a verdict that no case has."""
    rows = [
        {"claim": claim, "variation": variation, "case_id": case, "verdict": verdict}
        for case, verdict in verdicts.items()
    ]
    frame = pd.DataFrame([*rows, {"claim": claim, "variation": variation, "case_id": "", "verdict": "over all"}])
    return frame.reindex(columns=list(CONTRACTS["verdicts"].columns), fill_value="")


VERDICTS_OF = pd.concat(
    [
        judged("C1", a="divided", b="supported", c="supported", d="insufficient"),
        judged("C2", a="contradicted", b="divided", c="contradicted", d="leaning for"),
        judged("C1", variation="x", a="contradicted", b="contradicted", c="contradicted", d="contradicted"),
    ]
)  # fmt: skip


def types(cases=CASES, claims=CLAIMS, verdicts=VERDICTS_OF, declared=DECLARED, school=""):
    data = {"cases": cases, "claims": claims, "verdicts": verdicts, "attributes": declared}
    return typology.build(data, DECLARATION, school)


def rows_of(table, *columns):
    return table.frame[list(columns)].astype(str).to_numpy().tolist()


def test_there_is_a_row_for_each_pair_that_a_case_has_in_the_order_of_declared_values_else_of_cases():
    assert rows_of(types(), "size", "sector", "cases") == [
        ["small", "prison", "Case 2"], ["large", "school", "Case 1; Case 3"], ["large", "clinic", "Case 4"],
    ]  # fmt: skip


def test_each_claim_has_a_column_in_the_order_of_claims_with_every_cases_own_verdict():
    table = types()
    assert list(table.frame.columns) == ["size", "sector", "cases", "C2", "C1"]
    assert rows_of(table, "C2", "C1") == [
        ["divided (Case 2)", "supported (Case 2)"],
        ["contradicted (Case 1, Case 3)", "supported (Case 3); divided (Case 1)"],
        ["leaning for (Case 4)", "insufficient (Case 4)"],
    ]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_no_verdict_is_lost(verdict):
    table = types(verdicts=pd.concat([judged(claim, **dict.fromkeys("abcd", verdict)) for claim in ("C1", "C2")]))
    assert rows_of(table, "C1")[1] == [f"{verdict} (Case 1, Case 3)"]


def test_what_is_not_recorded_stands_last_and_no_case_is_lost():
    bare = CASES.assign(size=["", "small", "large", "large"])
    assert rows_of(types(cases=bare), "size", "cases")[-1] == ["not recorded", "Case 1"]
    table = types(cases=CASES.drop(columns="sector"))
    assert rows_of(table, "size", "sector", "cases") == [
        ["small", "not recorded", "Case 2"], ["large", "not recorded", "Case 1; Case 3; Case 4"],
    ]  # fmt: skip


def test_the_cases_are_left_as_they_were():
    before = CASES.copy()
    types()
    assert CASES.equals(before) and CASES.dtypes.equals(before.dtypes)


def test_the_note_says_what_the_claims_are():
    assert types().note == "C2: It is slow. C1: It is <dear>."


def test_a_study_without_claims_has_the_cases_alone_and_says_so():
    table = types(claims=files.frame([], "claims"), verdicts=VERDICTS_OF[:0])
    assert list(table.frame.columns) == ["size", "sector", "cases"] and len(table.frame) == 3
    assert table.note == typology.NO_CLAIMS


def test_in_the_reflexive_school_verdicts_are_left_out_and_the_note_says_why():
    table = types(school="reflexive")
    assert list(table.frame.columns) == ["size", "sector", "cases"] and len(table.frame) == 3
    assert table.note == typology.REFLEXIVE and "reflexive" in table.note
    assert list(types(school="codebook").frame.columns) == ["size", "sector", "cases", "C2", "C1"]


@pytest.fixture
def built(tmp_path):
    """The table as the workflow builds it, read again, what stands around it, and its page."""
    CASES.to_csv(tmp_path / "cases.csv", index=False)
    (tmp_path / "claims.yaml").write_text(str(CLAIMS), encoding="utf-8")
    numbers = {name: 0 for name, kind in CONTRACTS["verdicts"].columns.items() if kind != "string"}
    frames.write(VERDICTS_OF.assign(**numbers), tmp_path / "verdicts.parquet", "verdicts")
    entry = catalogue.of_study({"tables": {"T35": DECLARATION}})["T35"]
    named = {"cases": "cases.csv", "claims": "claims.yaml", "verdicts": "verdicts.parquet"}
    inputs = {name: [str(tmp_path / file)] for name, file in named.items()}
    options = catalogue.settings(entry, {}, {"school": ""})
    table, about = build.build(catalogue.as_mapping(entry), inputs, options, {"attributes": ATTRIBUTES})
    paths = [str(tmp_path / f"T35.{ending}") for ending in ("csv", "evidence.parquet", "json")]
    build.write(table, about, csv=paths[0], evidence=paths[1], about_path=paths[2])
    read = pd.read_csv(paths[0], dtype=str, keep_default_na=False)
    return read, frames.read(paths[1], "table_evidence"), about, table_page(table.frame, about)


def test_it_is_built_by_the_catalogue_with_the_labels_of_its_attributes(built):
    read, evidence, about, page = built
    assert read["size"].tolist() == ["small", "large", "large"] and about["missing"] == ""
    assert about["headings"] == {"size": "Size", "sector": "Sector"}
    assert about["labels"] == {"size": {"small": "Small", "large": "Large"}}
    assert "<dear>" not in page and "It is &lt;dear&gt;." in page and "Large" in page
    assert evidence.empty and Shown("T35", read, about, evidence).keys == ["row=1", "row=2", "row=3"]


def test_its_caption_speaks_of_no_counts():
    entry = catalogue.of_study({"tables": {"T35": DECLARATION | {"caption": "The\n cases."}}})["T35"]
    assert (entry.caption, entry.group, entry.module) == ("The cases.", catalogue.DECLARED_GROUP, "typology")
