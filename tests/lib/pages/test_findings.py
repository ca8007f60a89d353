"""The findings say what the tables hold, also where there is little of it."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from multicase.pages import findings

EMPTY = {
    "T03": ["role", "n"], "T08": ["theme", "kind", "convergence"], "T18": ["order", "reached", "new_codes"],
    "T19": ["code", "status"], "T21": ["claim", "side"], "T22": ["claim", "case"], "T23": ["claim", "verdict"],
    "T24": ["claim", "changed"],
}  # fmt: skip
MATERIAL = [{"case": "Case 1", "interviews": 1, "group_interviews": 1, "observations": 0, "documents": 2, "words": 1200,
             "first_date": "2014-01-02", "last_date": "2015"}]  # fmt: skip


@pytest.fixture
def tables(tmp_path):
    """A study whose tables have hardly any rows, to be filled in."""

    def write(**rows):
        paths = {}
        for name, content in ({"T02": MATERIAL} | {name: [] for name in EMPTY} | rows).items():
            paths[name] = str(tmp_path / f"{name}.csv")
            frame = pd.DataFrame(content) if content else pd.DataFrame(columns=EMPTY[name])
            frame.to_csv(paths[name], index=False)
            missing = "Not available: the study has no claims." if name == "T23" and not content else ""
            (tmp_path / f"{name}.json").write_text(json.dumps({"note": "Analysed: 3 codings.", "missing": missing}))
        html, markdown = tmp_path / "f.html", tmp_path / "f.md"
        findings.write(list(paths.values()), [], [], str(html), str(markdown))
        return " ".join(markdown.read_text().split()), html.read_text()

    return write


def test_without_claims_codings_and_people_the_material_is_still_told(tables):
    told, page = tables()
    assert "1 case, 4 sources (1 interview, 1 group interview and 2 documents), 1,200 words, from 2014-01-02" in told
    assert "No source was coded by two people." in told and "nothing can be said of saturation" in told
    assert "the study has no claims" in told and "the study has no claims" in page


CLAIM = {
    "claim": "C1", "statement": "It is slow.", "verdict": "qualified", "why": "1 of 2 cases supports it, 0 contradict it",
    "cases_for": "Case 1", "cases_against": "", "n_for": 5, "n_against": 1, "unit": "source", "kinds": "interview",
    "criterion": "a case needs two", "codes_for": "slow", "codes_against": "quick", "themes": "pace", "rivals": "It rained. Considered: no.",
    "by_case": "Case 1: supported (3 for, 0 against); Case 2: qualified (2 for, 1 against; nothing on the_ward)",
}  # fmt: skip


def test_a_claim_is_told_with_its_criterion_its_cases_and_why(tables):
    without = {"claim": "C1", "omitted_case": "Case 1", "verdict": "contradicted", "why": "0 of 1", "changed": "yes"}
    told, _ = tables(T23=[CLAIM], T24=[without])
    assert "Of 1 claim, 1 is qualified" in told and "Criterion: a case needs two." in told
    assert "supported: Case 1 (3 for, 0 against)" in told and "Case 2 (2 for, 1 against; nothing on the ward)" in told
    assert "contradicted without Case 1 (0 of 1)" in told and "Rival explanation: It rained." in told


def test_saturation_is_told_with_what_came_after_it(tables):
    rows = [{"order": n, "new_codes": new, "base": 2, "run": 1, "reached": reached} for n, new, reached in
            [(1, 4, "no"), (2, 1, "no"), (3, 0, "yes"), (4, 2, "yes")]]  # fmt: skip
    told, _ = tables(T18=rows)
    assert "was reached by interview 3 of 4; 2 codes came in for the first time after it" in told


def test_markup_in_a_quotation_is_shown_and_not_taken(tables):
    quote = {"claim": "C1", "side": "for", "quote_id": "C1.1", "text": "<b>so</b>", "role": "", "case": "Case 1", "kind": "interview", "segment": "s:1.1"}  # fmt: skip
    told, page = tables(T23=[CLAIM], T21=[quote])
    assert "&lt;b&gt;so" in page and "> <b>so</b>" in told
