"""Claims, T21 to T24, from the verdicts of `claims.judge`: words, negative cases, counts and what each case weighs."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import claims
from multicase.claims import judge, negative
from multicase.contracts import CONTRACTS
from multicase.study import attributes
from multicase.tables import t21, t22, t23, t24

WITHHELD = "(may be counted, not quoted)"
# What people call cases may hold what keys and lists are made of.
LABELS = {"a": "Case 1: north", "b": "Case 2; south", "c": "Case 3 [west] (pilot)"}
CASES = pd.DataFrame({"case_id": list(LABELS), "label": list(LABELS.values())})
THEMES = {"yes": "style", "also": "pace", "no": "style", "other": "mood"}
CLAIM = {"claim": "C1", "statement": "It works.", "supports": ["yes", "also"], "contradicts": ["no"],
         "criterion": {"minimum": 1, "cases": 1}}  # fmt: skip
LONG = "these are eight words and they are said"


def evidence(*rows, **more):
    """rows: case, source number, code; each a segment of its own, said by the participant of that number."""
    found = [
        dict.fromkeys(CONTRACTS["evidence"].columns, "")
        | {
            "segment_id": f"{case}-i{source:02d}:{number}.1", "source_id": f"{case}-i{source:02d}", "case_id": case,
            "kind": "interview", "code": code, "theme": THEMES[code], "consent": "quote", "role_group": "gp",
            "participant_id": f"{case}-p{source}", "start": number, "coder": "coder_1", "exact": LONG,
        }
        | more
        for number, (case, source, code) in enumerate(rows, 1)
    ]  # fmt: skip
    return pd.DataFrame(found, columns=list(CONTRACTS["evidence"].columns))


def people(**roles):
    """id -> role, group and side of a participant, whose case is the id's first letter."""
    rows = [(name.replace("_", "-"), name[0], *told) for name, told in roles.items()]
    return pd.DataFrame(rows, columns=["participant_id", "case_id", "role", "role_group", "side"])


NOBODY = people()
STANDS = attributes.declared({"attributes": {"participants": {"side": {"stands_for_role": True}}}})
PLAIN = attributes.declared({"attributes": {"participants": {"side": None}}})


def data(rows, *entries, participants=NOBODY, declared=PLAIN, cases=CASES):
    content = {"claims": [dict(entry) for entry in entries or (CLAIM,)]}
    verdicts = judge.judge(claims.parse(content), rows, list(cases["case_id"]))
    return {
        "evidence": rows, "cases": cases, "claims": content, "verdicts": verdicts,
        "participants": participants, "attributes": declared,
    }  # fmt: skip


def shown(table, *columns):
    return table.frame[list(columns)].astype(str).to_numpy().tolist()


def behind(table):
    """row, column -> the segments behind it, in their order."""
    return table.evidence.groupby(["row", "column"])["segment_id"].agg(list).to_dict()


# T21


def test_t21_tells_of_each_quotation_its_side_words_case_kind_code_and_segment():
    rows = evidence(("a", 1, "yes"), ("c", 1, "no"))
    table = t21.build(data(rows), k=1)
    columns = ("claim", "side", "quote_id", "text", "case", "kind", "code", "segment", "chosen_by")
    assert shown(table, *columns) == [
        ["C1", "for", "C1.1", LONG, "Case 1: north", "interview", "yes", "a-i01:1.1", "rule"],
        ["C1", "against", "C1.2", LONG, "Case 3 [west] (pilot)", "interview", "no", "c-i01:2.1", "rule"],
    ]


def test_t21_numbers_the_quotations_of_each_claim_from_one():
    rows = evidence(("a", 1, "yes"), ("b", 1, "no"))
    table = t21.build(data(rows, CLAIM, CLAIM | {"claim": "C12", "supports": ["no"], "contradicts": ["yes"]}), k=1)
    assert shown(table, "claim", "quote_id", "side", "code") == [
        ["C1", "C1.1", "for", "yes"], ["C1", "C1.2", "against", "no"],
        ["C12", "C12.1", "for", "no"], ["C12", "C12.2", "against", "yes"],
    ]  # fmt: skip


def test_t21_has_one_segment_behind_each_quotation_named_by_its_id():
    table = t21.build(data(evidence(("a", 1, "yes"), ("b", 1, "no"))), k=1)
    assert table.evidence.to_numpy().tolist() == [
        ["quote_id=C1.1", "text", "a-i01:1.1"], ["quote_id=C1.2", "text", "b-i01:2.1"],
    ]  # fmt: skip


@pytest.mark.parametrize("consent", ["aggregate", "closed"])
def test_t21_quotes_nothing_that_may_not_be_quoted(consent):
    table = t21.build(data(evidence(("a", 1, "yes"), consent=consent)), k=1)
    assert table.frame.empty and table.evidence.empty


GP, NURSE = ("GP, chair", "gp", "clinician"), ("nurse", "", "clinician")
MANAGER = ("manager", "manager", "manager")


@pytest.mark.parametrize(
    ("declared", "k", "participants", "role"),
    [
        (PLAIN, 1, people(a_p1=GP), "gp"),  # the group, not the role in words
        (PLAIN, 1, people(a_p1=NURSE), "nurse"),  # no group: the role
        (PLAIN, 2, people(a_p1=GP, a_p2=GP), "gp"),
        (PLAIN, 3, people(a_p1=GP, a_p2=GP), "participant"),
        (PLAIN, 2, people(a_p1=GP, a_p2=NURSE), "participant"),
        (STANDS, 2, people(a_p1=GP, a_p2=NURSE), "clinician"),  # one GP and one nurse: two clinicians
        (STANDS, 2, people(a_p1=GP, a_p2=MANAGER), "participant"),
        (STANDS, 3, people(a_p1=GP, a_p2=NURSE), "participant"),
        (STANDS, 2, people(a_p1=GP, a_p2=GP), "gp"),  # nothing vaguer than is needed
        (STANDS, 2, people(a_p1=GP, b_p1=GP), "participant"),  # they must be of one case
        (STANDS, 1, people(a_p1=GP, a_p2=MANAGER), "gp"),
    ],
)
def test_t21_puts_a_role_beside_words_that_k_of_the_case_share(declared, k, participants, role):
    table = t21.build(data(evidence(("a", 1, "yes")), participants=participants, declared=declared), k=k)
    assert table.frame["role"].tolist() == [role]


def test_t21_puts_no_role_beside_the_words_of_nobody_in_particular():
    rows = evidence(("a", 1, "yes"), participant_id="")
    assert t21.build(data(rows, participants=people(a_p1=GP)), k=1).frame["role"].tolist() == [""]


def test_t21_takes_a_stand_in_for_roles_that_has_no_column_for_one_that_nobody_has():
    participants = people(a_p1=GP, a_p2=NURSE).drop(columns="side")
    table = t21.build(data(evidence(("a", 1, "yes")), participants=participants, declared=STANDS), k=2)
    assert table.frame["role"].tolist() == ["participant"]


@pytest.mark.parametrize("declared", [PLAIN, STANDS])
def test_t21_of_a_study_without_participants_quotes_without_roles(declared):
    participants = pd.DataFrame(columns=["participant_id", "case_id", "role", "role_group"])
    table = t21.build(data(evidence(("a", 1, "yes")), participants=participants, declared=declared), k=3)
    assert shown(table, "quote_id", "role") == [["C1.1", ""]]


def test_t21_puts_each_speaker_s_own_role_beside_their_words():
    rows = evidence(("a", 1, "yes"), ("a", 2, "no"))
    table = t21.build(data(rows, participants=people(a_p1=GP, a_p2=MANAGER)), k=1)
    assert shown(table, "segment", "role") == [["a-i01:1.1", "gp"], ["a-i02:2.1", "manager"]]


def test_t21_tells_what_a_person_chose_and_why():
    entry = {"segment": "b-i01:2.1", "code": "yes", "reason": "plainest"}
    table = t21.build(data(evidence(("a", 1, "yes"), ("b", 1, "yes")), CLAIM | {"quotations": [entry]}), k=1)
    assert shown(table, "segment", "chosen_by") == [["b-i01:2.1", "override: plainest"], ["a-i01:1.1", "rule"]]


# T22: two cases for the claim and one against it

FOR_TWO = (("a", 1, "yes"), ("b", 1, "yes"), ("c", 1, "no"), ("c", 2, "no"))


def test_t22_has_a_row_for_each_segment_of_a_case_that_goes_against_the_verdict():
    table = t22.build(data(evidence(*FOR_TWO)))
    assert shown(table, "claim", "segment", "case", "words") == [
        ["C1", "c-i01:3.1", "Case 3 [west] (pilot)", LONG], ["C1", "c-i02:4.1", "Case 3 [west] (pilot)", LONG],
    ]  # fmt: skip
    assert behind(table) == {
        ("claim=C1;segment=c-i01:3.1", "segment"): ["c-i01:3.1"], ("claim=C1;segment=c-i02:4.1", "segment"): ["c-i02:4.1"],
    }  # fmt: skip


def test_t22_lists_what_speaks_for_a_claim_that_is_contradicted_over_all():
    rows = evidence(("a", 1, "no"), ("b", 1, "no"), ("c", 1, "yes"), ("c", 2, "also"))
    table = t22.build(data(rows))
    assert shown(table, "segment", "reason") == [
        ["c-i01:3.1", "supported (2 for, 0 against); over all: contradicted"],
        ["c-i02:4.1", "supported (2 for, 0 against); over all: contradicted"],
    ]


@pytest.mark.parametrize("consent", ["aggregate", "closed"])
def test_t22_withholds_words_that_may_not_be_quoted(consent):
    assert set(t22.build(data(evidence(*FOR_TWO, consent=consent))).frame["words"]) == {WITHHELD}


def test_t22_withholds_the_words_of_one_source_and_shows_those_of_another():
    rows = evidence(*FOR_TWO)
    rows.loc[rows["segment_id"] == "c-i02:4.1", "consent"] = "aggregate"
    assert t22.build(data(rows)).frame["words"].tolist() == [LONG, WITHHELD]


def test_t22_shows_words_that_several_codings_share_once_and_different_ones_apart():
    rows = pd.concat([evidence(*FOR_TWO[:3]), evidence(*FOR_TWO[:3]).iloc[[2]].assign(coder="coder_2")])
    assert t22.build(data(rows)).frame["words"].tolist() == [LONG]
    rows = pd.concat([rows, rows.iloc[[2]].assign(exact="other words", coder="coder_3")])
    assert t22.build(data(rows)).frame["words"].tolist() == [f"{LONG} | other words"]


def test_t22_shows_of_a_segment_only_what_makes_the_case_negative():
    rows = pd.concat([evidence(*FOR_TWO), evidence(*FOR_TWO).iloc[[2]].assign(code="other", exact="beside the point")])
    assert t22.build(data(rows)).frame["words"].tolist() == [LONG, LONG]


WHOLE = {"case": "c", "disposition": "limits the claim", "reason": "it is new"}
ONE = {"case": "c", "segment": "c-i02:4.1", "disposition": "explained", "reason": "a slip"}
ELSEWHERE = {"case": "b", "disposition": "explained", "reason": "x"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], [negative.OPEN, negative.OPEN]),
        ([WHOLE], ["limits the claim: it is new"] * 2),
        ([ONE], [negative.OPEN, "explained: a slip"]),
        ([WHOLE, ONE], ["limits the claim: it is new", "explained: a slip"]),
        ([ONE, WHOLE], ["limits the claim: it is new", "explained: a slip"]),
        ([ELSEWHERE], [negative.OPEN, negative.OPEN]),
    ],
)
def test_t22_tells_what_becomes_of_a_segment_and_of_the_rest_of_its_case(given, expected):
    assert (
        t22.build(data(evidence(*FOR_TWO), CLAIM | {"negative_cases": given})).frame["disposition"].tolist() == expected
    )


@pytest.mark.parametrize(
    ("rows", "criterion"),
    [
        ((("a", 1, "yes"), ("b", 1, "yes")), {}),  # nothing goes against it
        (FOR_TWO, {"cases": 9}),  # insufficient over all, so that nothing is its opposite
        ((*FOR_TWO[:3], ("c", 2, "yes")), {}),  # qualified is no opposite
    ],
)
def test_t22_says_that_the_rule_finds_none(rows, criterion):
    table = t22.build(data(evidence(*rows), CLAIM | {"criterion": {"minimum": 1, "cases": 1} | criterion}))
    assert table.frame.empty and table.evidence.empty
    assert table.missing == "The rule finds none: no case's verdict is the opposite of the one over all."


def test_t22_finds_negative_cases_in_the_verdicts_on_everything_alone():
    # contradicted over all; without Case 3 it would be qualified, and Case 2 the negative one
    table = t22.build(data(evidence(("a", 1, "yes"), ("b", 1, "no"), ("c", 1, "no"))))
    assert table.frame["segment"].tolist() == ["a-i01:1.1"]


def test_t22_lists_no_segment_of_a_negative_case_that_speaks_with_the_verdict():
    rows = evidence(*FOR_TWO, ("c", 1, "no"), ("c", 1, "yes"))
    assert t22.build(data(rows)).frame["segment"].tolist() == ["c-i01:3.1", "c-i02:4.1", "c-i01:5.1"]


# T23


def claim_of(rows, *entries, **options):
    table = t23.build(data(rows, *entries, **options))
    return table.frame.to_dict("records")[0], table


def test_t23_has_a_row_for_each_claim_in_the_order_of_claims_yaml():
    table = t23.build(
        data(
            evidence(*FOR_TWO), CLAIM | {"claim": "C10"}, CLAIM | {"claim": "C2", "supports": ["no"], "contradicts": []}
        )
    )
    assert shown(table, "claim", "statement", "codes_for", "codes_against", "n_for", "n_against") == [
        ["C10", "It works.", "yes; also", "no", "2", "2"], ["C2", "It works.", "no", "", "2", "0"],
    ]  # fmt: skip


def test_t23_names_the_cases_for_and_against_by_their_labels_in_the_cases_order():
    row, _ = claim_of(evidence(("c", 1, "yes"), ("a", 1, "yes"), ("b", 1, "no")))
    assert row["cases_for"] == "Case 1: north; Case 3 [west] (pilot)" and row["cases_against"] == "Case 2; south"
    assert row["by_case"] == (
        "Case 1: north: supported (1 for, 0 against); Case 2; south: contradicted (0 for, 1 against); "
        "Case 3 [west] (pilot): supported (1 for, 0 against)"
    )
    assert (row["verdict"], row["why"]) == ("supported", "2 of 3 cases support it, 1 contradicts it")


def test_t23_names_a_case_that_is_qualified_or_insufficient_on_no_side():
    row, _ = claim_of(evidence(("a", 1, "yes"), ("b", 1, "yes"), ("b", 2, "no")))
    assert (row["cases_for"], row["cases_against"]) == ("Case 1: north", "")
    assert row["by_case"].endswith(
        "(1 for, 1 against); Case 3 [west] (pilot): insufficient (0 for, 0 against; fewer than 1)"
    )


@pytest.mark.parametrize(
    ("unit", "n_for", "n_against"), [("segment", 3, 1), ("source", 2, 1), ("participant", 1, 0)]
)  # fmt: skip
def test_t23_counts_the_claim_s_own_units(unit, n_for, n_against):
    rows = evidence(("a", 1, "yes"), ("a", 1, "also"), ("a", 2, "yes"), ("a", 3, "no"))
    row, _ = claim_of(rows.assign(participant_id="a-p1"), CLAIM | {"unit": unit})
    assert (row["unit"], row["n_for"], row["n_against"]) == (unit, n_for, n_against)


def test_t23_has_the_segments_of_the_units_that_speak_behind_each_count():
    # source 1 speaks for, with two to one; source 2 on both sides; source 3 against
    rows = evidence(("a", 1, "yes"), ("a", 1, "also"), ("a", 1, "no"), ("a", 2, "yes"), ("a", 2, "no"), ("a", 3, "no"))
    row, table = claim_of(rows)
    assert (row["n_for"], row["n_against"]) == (2, 2)
    assert behind(table) == {
        ("claim=C1", "n_for"): ["a-i01:1.1", "a-i01:2.1", "a-i02:4.1"], ("claim=C1", "n_against"): ["a-i02:5.1", "a-i03:6.1"],
    }  # fmt: skip


def test_t23_names_a_segment_behind_a_count_once_and_nothing_that_does_not_bear_on_the_claim():
    rows = pd.concat([evidence(("a", 1, "yes"), ("a", 1, "other")), evidence(("a", 1, "also"))])
    assert behind(claim_of(rows)[1]) == {("claim=C1", "n_for"): ["a-i01:1.1"]}


@pytest.mark.parametrize(
    ("documents", "kinds"),
    [("yes", "group interview; interview"), ("no", "interview")],
)
def test_t23_names_the_kinds_of_source_that_speak_for_a_claim_in_words(documents, kinds):
    rows = pd.concat([evidence(("a", 1, "yes")), evidence(("b", 1, documents), kind="group_interview")])
    assert claim_of(rows)[0]["kinds"] == kinds


def test_t23_names_the_themes_of_what_bears_on_a_claim_and_no_others():
    assert claim_of(evidence(("a", 1, "yes"), ("a", 2, "also"), ("a", 3, "other")))[0]["themes"] == "pace; style"
    assert claim_of(evidence(("a", 1, "yes"), ("a", 2, "other")))[0]["themes"] == "style"


def test_t23_says_the_criterion_in_words_and_rivals_with_what_was_considered():
    rivals = [{"rival": "Money.", "considered": "None came."}, {"rival": "Luck.", "considered": "No."}]
    row, _ = claim_of(evidence(*FOR_TWO), CLAIM | {"rivals": rivals})
    assert (
        row["criterion"].startswith("a case needs at least 1 sources") and "60% of them support it" in row["criterion"]
    )
    assert row["rivals"] == "Money. Considered: None came. | Luck. Considered: No."


def test_t23_tells_a_claim_on_which_nothing_bears():
    row, table = claim_of(evidence(("a", 1, "other")))
    assert (row["verdict"], row["n_for"], row["n_against"], row["kinds"], row["themes"]) == (
        "insufficient",
        0,
        0,
        "",
        "",
    )
    assert table.evidence.empty


# T24


def test_t24_has_a_row_for_each_claim_and_case_left_out_by_their_labels():
    table = t24.build(data(evidence(*FOR_TWO), CLAIM | {"claim": "C2"}, CLAIM))
    assert shown(table, "claim", "omitted_case") == [
        [claim, label] for claim in ("C2", "C1") for label in LABELS.values()
    ]


def test_t24_tells_what_becomes_of_the_verdict_and_marks_what_changes():
    table = t24.build(data(evidence(*FOR_TWO)))
    assert shown(table, "omitted_case", "verdict", "over_all", "changed") == [
        ["Case 1: north", "qualified", "supported", "yes"],
        ["Case 2; south", "qualified", "supported", "yes"],
        ["Case 3 [west] (pilot)", "supported", "supported", ""],
    ]
    assert table.frame["why"].tolist()[2] == "2 of 2 cases support it, 0 contradict it"


def test_t24_compares_each_claim_with_its_own_verdict_over_all():
    against = CLAIM | {"claim": "C2", "supports": ["no"], "contradicts": ["yes"]}
    table = t24.build(data(evidence(*FOR_TWO), CLAIM, against))
    assert shown(table, "claim", "over_all", "verdict", "changed")[2::3] == [
        ["C1", "supported", "supported", ""], ["C2", "contradicted", "contradicted", ""],
    ]  # fmt: skip


def test_t24_has_what_is_left_of_the_units_that_speak_behind_each_verdict():
    table = t24.build(
        data(evidence(("a", 1, "yes"), ("a", 1, "yes"), ("a", 1, "no"), ("b", 1, "no"), ("c", 1, "other")))
    )
    assert behind(table) == {
        ("claim=C1;omitted_case=Case 1: north", "verdict"): ["b-i01:4.1"],
        ("claim=C1;omitted_case=Case 2; south", "verdict"): ["a-i01:1.1", "a-i01:2.1"],
        ("claim=C1;omitted_case=Case 3 [west] (pilot)", "verdict"): ["a-i01:1.1", "a-i01:2.1", "b-i01:4.1"],
    }


def test_t24_of_a_single_case_tells_that_nothing_is_left():
    one = CASES.iloc[:1]
    table = t24.build(data(evidence(("a", 1, "yes")), cases=one))
    assert shown(table, "omitted_case", "verdict", "over_all", "changed") == [
        ["Case 1: north", "insufficient", "supported", "yes"]
    ]
    assert table.evidence.empty
