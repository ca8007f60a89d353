"""A claim in words: each table's rows of it, told as sentences."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.claims import VERDICTS, robustness
from multicase.figures.labels import Labels
from multicase.pages import claims_told
from multicase.tables import t21, t22, t23, t24
from multicase.tables.t22 import UNDISCUSSED

KEPT, CHANGED, TOO_LITTLE = robustness.KEPT, robustness.CHANGED, robustness.TOO_LITTLE


NUMBERS = {"n_for": "3", "n_mixed": "2", "n_against": "1", "n_units": "6"}


def frame(module, *rows):
    blank = dict.fromkeys(module.COLUMNS, "") | {"claim": "C1"}
    return pd.DataFrame([blank | row for row in rows], columns=list(module.COLUMNS))


def verdict(name="supported", case="all cases", **more):
    return (
        {"case": case, "verdict": name, "why": f"why in {case}", "unit": "source", "criterion": "Usual."}
        | NUMBERS
        | more
    )


def tell(*verdicts, quotes=(), against=(), varied=(), labels=None):
    tables = {
        "T21": frame(t21, *quotes), "T22": frame(t22, *against), "T23": frame(t23, *(verdicts or (verdict(),))), "T24": frame(t24, *varied),
        "T08": pd.DataFrame({"theme": ["pace"]}),
    }  # fmt: skip
    return claims_told.tell(tables, labels or Labels())


def test_each_claim_is_told_once_in_its_order_with_what_t23_says_of_it_over_all():
    told = tell(
        verdict(claim="C2", n_for="7"), verdict("divided", "Case 1", claim="C2"), verdict("divided", unit="segment"),
        verdict("supported", "Case 1"), verdict(claim="C3", n_for="1"),
    )  # fmt: skip
    assert [(claim["claim"], claim["verdict"], claim["n_for"], claim["speak"]) for claim in told] == [
        ("C2", "supported", "7", "sources speak"), ("C1", "divided", "3", "segments speak"),
        ("C3", "supported", "1", "source speaks"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", VERDICTS)
def test_every_verdict_is_said_in_words_of_its_own_and_has_a_name_for_the_page(name):
    (claim,) = tell(verdict(name))
    others = {word for verdict, word in claims_told.SAID.items() if verdict != name}
    assert claim["said"] and claim["said"] not in others and " " not in claim["css"]


def test_a_claim_that_nothing_can_count_against_is_known_by_its_codes():
    assert [tell(verdict(codes_against=codes))[0]["uncontested"] for codes in ("", "quick")] == [True, False]


def test_cases_are_told_by_their_verdicts_in_the_order_of_these_with_why():
    places = [
        ("divided", "D"),
        ("supported", "A; north"),
        ("insufficient", "E"),
        ("supported", "B"),
        ("leaning for", "C"),
    ]
    (claim,) = tell(verdict(), *(verdict(name, case) for name, case in places))
    assert claim["cases"] == [
        ("supported", "A; north (why in A; north) and B (why in B)"), ("leaning for", "C (why in C)"),
        ("divided", "D (why in D)"), ("insufficient", "E (why in E)"),
    ]  # fmt: skip


def test_quotations_stand_on_their_side_and_tell_whether_their_source_is_mixed():
    quotes = [
        {"side": side, "source_speaks": speaks, "role": "gp", "kind": "group_interview", "quote_id": number}
        for number, (side, speaks) in enumerate([("for", "for"), ("against", "mixed"), ("for", "mixed"), ("against", "against")])
    ]  # fmt: skip
    (claim,) = tell(quotes=[*quotes, quotes[0] | {"claim": "C9"}], labels=Labels([{"labels": {"role": {"gp": "GP"}}}]))
    found = {
        side: [(quote["quote_id"], quote["from_mixed"]) for quote in claim[f"quotes_{side}"]]
        for side in ("for", "against")
    }
    assert found == {"for": [(0, False), (2, True)], "against": [(1, True), (3, False)]}
    assert {(quote["role"], quote["kind"]) for quote in claim["quotes_for"]} == {("GP", "group interview")}


def test_a_quotation_of_nobody_in_particular_has_no_role():
    (claim,) = tell(quotes=[{"side": "for", "kind": "document"}])
    assert claim["quotes_for"][0]["role"] == ""


# Evidence against


def segment(disposition=UNDISCUSSED, case="Case 1", side="against", **more):
    return {"side": side, "case": case, "disposition": disposition} | more


@pytest.mark.parametrize(
    ("rows", "number", "waiting"),
    [
        ([], "No segment speaks against it", ""),
        ([segment()], "1 segment speaks against it", "nobody has discussed 1 of them"),
        ([segment(), segment("x")], "2 segments speak against it", "nobody has discussed 1 of them"),
        ([segment("x")] * 3, "3 segments speak against it", "each is discussed"),
        ([segment()] * 1200, "1,200 segments speak against it", "nobody has discussed 1,200 of them"),
        ([segment(), segment("x", claim="C2")], "1 segment speaks against it", "nobody has discussed 1 of them"),
    ],
)
def test_how_much_speaks_against_a_claim_is_told_and_how_much_of_it_waits(rows, number, waiting):
    (claim,) = tell(against=rows)
    assert (claim["against"]["number"], claim["against"]["open"]) == (number, waiting)


def test_of_a_claim_whose_verdict_is_against_it_what_speaks_for_it_is_told_as_that():
    rows = [segment("x"), segment(), *[segment("y", "Case 2", side="for")] * 3]
    (claim,) = tell(verdict("contradicted"), against=rows)
    assert claim["against"] == {
        "number": "2 segments speak against it and 3 for it", "open": "nobody has discussed 1 of them",
        "told": ["Case 1, 1 segment. X", "Case 2, 3 segments for it. Y"],
    }  # fmt: skip


def test_what_people_say_of_several_segments_of_a_case_is_told_once_with_their_number():
    one, two = "explained: a slip", "limits the claim: GPs differ"
    rows = [segment(one), segment(two, "Case 2"), segment(), segment(one), segment(two), segment(two, "Case 2")]
    (claim,) = tell(against=rows)
    assert claim["against"]["told"] == [
        "Case 1, 2 segments. Explained: a slip", "Case 2, 2 segments. Limits the claim: GPs differ",
        "Case 1, 1 segment. Limits the claim: GPs differ",
    ]  # fmt: skip


# Robustness


def varied(decision, variation, verdict="supported", changed=KEPT, **more):
    return {"decision": decision, "variation": variation, "verdict": verdict, "changed": changed} | more


def robust(*rows, name="supported"):
    return tell(verdict(name), varied=rows)[0]["robust"]


def test_where_every_variation_keeps_the_verdict_that_alone_is_told():
    rows = [varied(robustness.CASES, "Case 1"), varied(robustness.UNIT, "segment"), varied(robustness.SOURCES, "a"), varied(robustness.SOURCES, "b")]  # fmt: skip
    assert robust(*rows) == "All 3 variations keep the verdict."


@pytest.mark.parametrize(
    ("decision", "variation", "way"),
    [
        (robustness.CASES, "Case 1: {north}", "without Case 1: {north}"), (robustness.KINDS, "documents", "without documents"),
        (robustness.CODERS, "coder_1", "with coder_1 alone"), (robustness.SOURCES, "a-i01", "without a-i01"),
        (robustness.UNIT, "segment", "if each segment is counted"), (robustness.MIXED, "half", "if what is mixed counts half on each side"),
        (robustness.MIXED, "against", "if what is mixed counts against the verdict"),
        (robustness.SPEAKERS, "nurses", "if only these are heard (nurses)"),
        (robustness.THRESHOLDS, "minimum 3", "with a minimum of 3 sources in a case"),
        (robustness.THRESHOLDS, "tolerance 0.2", "with a tolerance of 20%"),
        (robustness.THRESHOLDS, "tolerance 0.175", "with a tolerance of 17.5%"),
        (robustness.THRESHOLDS, "most 0.7", "with 70% of the cases asked for"),
        (robustness.THRESHOLDS, "cases 2", "with at least 2 cases"), (robustness.ADJUDICATION, "undone", "with adjudication undone"),
    ],
)  # fmt: skip
def test_each_decision_that_changes_the_verdict_is_told_in_words(decision, variation, way):
    rows = [varied(decision, variation, "divided", CHANGED), varied(robustness.CASES, "Z")]
    assert robust(*rows) == f"1 of 2 variations keeps the verdict; it turns to divided {way}."


def test_every_kind_of_decision_has_words():
    assert tuple(claims_told.LEADS_TO) == robustness.GROUPS


def test_what_leads_to_the_same_verdict_is_told_together_in_the_order_of_the_verdicts():
    rows = [
        varied(robustness.CASES, "A", "contradicted", CHANGED), varied(robustness.CASES, "B", "divided", CHANGED),
        varied(robustness.UNIT, "segment", "divided", CHANGED), varied(robustness.CASES, "C"),
    ]  # fmt: skip
    assert robust(*rows) == (
        "1 of 4 variations keeps the verdict; it turns to divided without B or if each segment is counted; "
        "it turns to contradicted without A."
    )


@pytest.mark.parametrize(("n", "told"), [(1, "1 more leaves"), (2, "2 more leave")])
def test_what_leaves_too_little_is_counted_and_is_no_other_verdict(n, told):
    rows = [varied(robustness.CASES, f"{place}", "insufficient", TOO_LITTLE) for place in range(n)]
    changed = varied(robustness.MIXED, "half", "divided", CHANGED)
    assert robust(varied(robustness.UNIT, "segment"), changed, *rows).startswith(
        f"1 of 2 variations keeps the verdict; {told} too little to judge; it turns to divided"
    )
    assert robust(varied(robustness.UNIT, "segment"), *rows).startswith("All 1 variation keeps the verdict; ")


def test_how_many_say_something_on_either_side_is_told_with_the_mixed_ones_on_both():
    (claim,) = tell(verdict())
    assert (
        claim["touched"]
        == "Of 6 sources that speak on it, 5 (83%) say something for it and 3 (50%) something against it"
    )
    (claim,) = tell(verdict(**dict.fromkeys(NUMBERS, "0")))
    assert claim["touched"] == "No source speaks on it"


def test_what_is_counted_as_a_participant_is_not_called_one_for_it_may_be_a_document():
    (claim,) = tell(verdict(unit="participant"))
    assert claim["speak"] == "units speak" and claim["touched"].startswith("Of 6 units that speak on it, 5 (83%)")
    (claim,) = tell(verdict(unit="participant", **dict.fromkeys(NUMBERS, "0")))
    assert claim["touched"] == "No unit speaks on it"


def test_the_tally_names_the_claims_of_each_verdict_and_marks_what_nothing_can_contradict():
    told = tell(
        verdict("divided", statement="A.", codes_against="x"), verdict(claim="C2", statement="B."),
        verdict("divided", claim="C3", statement="C.", codes_against="x"),
    )  # fmt: skip
    assert claims_told.tally(told) == [
        ("supported", "C2 B (no code can count against it)"), ("divided", "C1 A; C3 C"),
    ]  # fmt: skip


def test_where_no_verdict_is_the_words_are_told_with_the_statement():
    rows = [
        {"claim": "C2", "statement": "B.", "side": side, "source_speaks": side, "kind": "document"}
        for side in ("for", "against")
    ]
    (claim,) = claims_told.quoted({"T21": frame(t21, *rows)}, Labels())
    assert (claim["claim"], claim["statement"]) == ("C2", "B.")
    assert [len(claim[f"quotes_{side}"]) for side in ("for", "against")] == [1, 1]


def test_of_a_claim_that_can_not_be_judged_and_of_another_claim_s_variations_nothing_is_told():
    assert robust(varied(robustness.CASES, "A", "divided", CHANGED), name="insufficient") == ""
    assert robust(varied(robustness.CASES, "A", "divided", CHANGED, claim="C2")) == ""


# Rivals and criterion


@pytest.mark.parametrize(
    ("rivals", "expected"),
    [("", []), ("It rained. Considered: no.", ["It rained. Considered: no."]), ("A. Considered: b. | C. Considered: d.", ["A. Considered: b.", "C. Considered: d."])],
)  # fmt: skip
def test_each_rival_explanation_is_told_for_itself(rivals, expected):
    assert tell(verdict(rivals=rivals))[0]["rival_list"] == expected


@pytest.mark.parametrize(("given", "usual"), [([], ""), (["a"], "a"), (["a", "b", "b"], "b"), (["b", "a"], "b")])
def test_the_usual_criterion_is_that_of_most_claims(given, usual):
    assert claims_told.usual_criterion([{"criterion": text} for text in given]) == usual
