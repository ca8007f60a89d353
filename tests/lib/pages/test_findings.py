"""The findings say what the tables hold, also where there is little of it."""

from __future__ import annotations

import json

import pandas as pd
import pytest
import yaml
from multicase import frames
from multicase.pages import findings

EMPTY = {
    "T03": ["role", "n"], "T08": ["theme", "kind", "convergence"], "T18": ["order", "reached", "new_codes"],
    "T19": ["code", "status"], "T21": ["claim", "side", "role", "kind"], "T22": ["claim", "case"], "T23": ["claim", "verdict"],
    "T24": ["claim", "changed"],
}  # fmt: skip
MATERIAL = [{"case": "Case 1", "interviews": 1, "group_interviews": 1, "observations": 0, "documents": 2, "words": 1200,
             "first_date": "2014-01-02", "last_date": "2015"}]  # fmt: skip


CASES = "case_id,label\na,Case 1\nb,Case 2\n"


def judged(claim, case, verdict, why, variation=""):
    numbers = {"n_for": 1, "n_against": 0, "n_units": 1}
    return {"claim": claim, "variation": variation, "case_id": case, "verdict": verdict, "why": why} | numbers


def source(name, read=True):
    known = {"source_id": name, "case_id": "a", "kind": "interview", "date": "", "consent": "quote", "coders": ""}
    return known | {"read": read, "segments": 1, "words": 1}


@pytest.fixture
def tables(tmp_path):
    """A study whose tables have hardly any rows, to be filled in."""

    def write(verdicts=(), sources=(), labels=None, study="", **rows):
        paths, about = {}, {"note": "Analysed: 3 codings.", "labels": labels or {}}
        for name, content in ({"T02": MATERIAL} | {name: [] for name in EMPTY} | rows).items():
            paths[name] = str(tmp_path / f"{name}.csv")
            frame = pd.DataFrame(content) if content else pd.DataFrame(columns=EMPTY[name])
            frame.to_csv(paths[name], index=False)
            missing = "Not available: the study has no claims." if name == "T23" and not content else ""
            (tmp_path / f"{name}.json").write_text(json.dumps(about | {"missing": missing}))
        html, markdown = tmp_path / "f.html", tmp_path / "f.md"
        frames.write(verdicts, tmp_path / "verdicts.parquet", "verdicts")
        frames.write(sources, tmp_path / "read_sources.parquet", "read_sources")
        (tmp_path / "cases.csv").write_text(CASES)
        findings.write(
            list(paths.values()),
            figures=[],
            study=yaml.safe_load(study) or {},
            cases=[str(tmp_path / "cases.csv")],
            verdicts=str(tmp_path / "verdicts.parquet"),
            read_sources=str(tmp_path / "read_sources.parquet"),
            html=str(html),
            markdown=str(markdown),
        )
        return " ".join(markdown.read_text().split()), html.read_text()

    return write


def test_without_claims_codings_and_people_the_material_is_still_told(tables):
    told, page = tables()
    assert "1 case, 4 sources (1 interview, 1 group interview and 2 documents), 1,200 words, from 2014-01-02" in told
    assert "No source was read by two people." in told and "nothing can be said of saturation" in told
    assert "the study has no claims" in told and "the study has no claims" in page


CLAIM = {
    "claim": "C1", "statement": "It is slow.", "verdict": "qualified", "why": "1 of 2 cases supports it, 0 contradict it",
    "cases_for": "Case 1", "cases_against": "", "n_for": 5, "n_against": 1, "unit": "source", "kinds": "interview",
    "criterion": "a case needs two", "codes_for": "slow", "codes_against": "quick", "themes": "pace", "rivals": "It rained. Considered: no.",
    "by_case": "",
}  # fmt: skip
VERDICTS = [
    judged("C1", "a", "supported", "3 for, 0 against"),
    judged("C1", "b", "qualified", "2 for, 1 against; nothing on the ward"),
    judged("C1", "", "qualified", "1 of 2 cases supports it, 0 contradict it"),
    judged("C1", "b", "contradicted", "0 for, 9 against", variation="case:a"),
    judged("C1", "", "contradicted", "0 of 1", variation="case:a"),
]


def test_a_claim_is_told_with_its_criterion_its_cases_and_why(tables):
    without = {"claim": "C1", "omitted_case": "Case 1", "verdict": "contradicted", "why": "0 of 1", "changed": "yes"}
    told, page = tables(VERDICTS, T23=[CLAIM], T24=[without])
    assert "Of 1 claim, 1 is qualified" in told and "Criterion: a case needs two." in told
    assert "- supported: Case 1 (3 for, 0 against) - qualified: Case 2 (2 for, 1 against; nothing on the ward)" in told
    assert "Case 2 (2 for, 1 against; nothing on the ward)" in page
    assert "9 against" not in told  # that is the verdict on Case 2 without Case 1
    assert "contradicted without Case 1 (0 of 1)" in told and "Rival explanation: It rained." in told


def saturated(*reached, had=None):
    had = had or [0] * len(reached)
    return [
        {"order": n, "dated": "yes", "new_codes": 2, "codes": 2 * n, "base": 2, "run": 1, "reached": state,
         "orders_reached": by, "orders": 50, "in_codebook": 30}
        for n, (state, by) in enumerate(zip(reached, had, strict=True), 1)
    ]  # fmt: skip


NO, YES, UNJUDGED = "no", "yes", "cannot be judged"


def test_saturation_is_told_with_what_came_after_it_and_with_other_orders(tables):
    told, page = tables(T18=saturated(UNJUDGED, UNJUDGED, NO, YES, YES, had=[0, 0, 10, 40, 49]))
    assert "was reached by interview 4 of 5; 2 codes came in for the first time after it (T18). In 50 other" in told
    assert "by interviews 3 to 5 (middle 90% of those that reach it; median 4), and in 1 of them never" in told
    assert "The codebook holds 30 codes" in told and "bring 10 of them" in told
    assert 'after it (<a href="../tables/T18.html">T18</a>). In 50 other' in page


def test_saturation_that_was_lost_again_is_told_so(tables):
    told, _ = tables(T18=saturated(UNJUDGED, UNJUDGED, YES, NO, NO))
    assert "was reached by interview 3 of 5 and lost again at 4 and 5; it does not hold at the end" in told


def test_saturation_of_too_few_interviews_cannot_be_judged(tables):
    told, _ = tables(T18=saturated(UNJUDGED, UNJUDGED))
    assert "Saturation cannot be judged: there are 2 interviews, and 3 are needed" in told
    assert "not reached" not in told and "other orders" not in told


def test_markup_in_a_quotation_is_shown_and_not_taken(tables):
    quote = {"claim": "C1", "side": "for", "quote_id": "C1.1", "text": "<b>so</b>", "role": "", "case": "Case 1", "kind": "interview", "segment": "s:1.1"}  # fmt: skip
    told, page = tables(VERDICTS, T23=[CLAIM], T21=[quote])
    assert "&lt;b&gt;so" in page and "> <b>so</b>" in told


def test_where_not_all_is_read_the_findings_say_so(tables):
    told, page = tables(sources=[source("a-i01"), source("a-i02"), source("a-i03", read=False)])
    assert "Somebody has read 2 of 3 sources; the other 1 stands in no count" in told and "read 2 of 3" in page
    assert "Somebody has read" not in tables(sources=[source("a-i01")])[0]


def test_a_silent_kind_of_source_and_a_role_are_called_as_the_tables_call_them(tables):
    silent = [{"theme": "style", "kind": "document", "convergence": "silent", "n_for": 0, "n_against": 0},
              {"theme": "pace", "kind": "observation", "convergence": "dissonant", "n_for": 1, "n_against": 2}]  # fmt: skip
    quote = {"claim": "C1", "side": "for", "quote_id": "C1.1", "text": "So.", "role": "gp", "case": "Case 1", "kind": "group_interview", "segment": "s:1.1"}  # fmt: skip
    labels = {"theme": {"style": "Style of leading"}, "role": {"gp": "GP"}}
    told, _ = tables(VERDICTS, T23=[CLAIM], T21=[quote], T08=silent, labels=labels)
    assert "- Style of leading: documents are silent" in told
    assert "- Pace: observations are on the other side than all together (1 for, 2 against)" in told
    assert "For. GP, Case 1, group interview (C1.1, s:1.1)" in told


def test_the_study_is_named_and_what_is_synthetic_is_said_to_be(tables):
    told, page = tables(
        study="title: Our study\nquestion: Who leads?\nsynthetic: true\ndisclaimer: Says nothing of X.\n"
    )
    assert "Our study. Who leads?" in told and "Synthetic material." in told and "Says nothing of X." in told
    assert "Says nothing of X." in page and "Synthetic" not in tables()[0]
