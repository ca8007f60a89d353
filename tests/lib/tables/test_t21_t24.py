"""Claims, T21 to T24, from what `claims` judges: words, evidence against, numbers, and what each decision weighs."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import claims
from multicase.claims import judge, robustness
from multicase.study import attributes
from multicase.study.disclosure import WITHHELD
from multicase.study.problems import StudyError
from multicase.tables import labels, t21, t22, t23, t24
from multicase.tables.table import row_key
from spoken import CLAIM, WORDS, case, coding, evidence, frame

# What people call cases may hold what keys and lists are made of.
LABELS = {"a": "Case 1: north", "b": "Case 2; south", "c": "Case 3 [west] (pilot)"}
NORTH, SOUTH, WEST = LABELS.values()
CASES = pd.DataFrame({"case_id": list(LABELS), "label": list(LABELS.values())})
THEMES = {"yes": "style", "also": "pace", "no": "style", "other": "mood"}
BOOK = pd.DataFrame({"code": list(THEMES), "label": [f"Label of {code}" for code in THEMES]})
CLAIM = CLAIM | {"criterion": {"cases": 2}}
SWAPPED = CLAIM | {"claim": "C2", "supports": ["no"], "contradicts": ["yes", "also"]}


def people(**roles):
    """id -> role, group and side of a participant, whose case is the id's first letter."""
    rows = [(name.replace("_", "-"), name[0], *told) for name, told in roles.items()]
    return pd.DataFrame(rows, columns=["participant_id", "case_id", "role", "role_group", "side"])


NOBODY = people()
STANDS = attributes.declared({"attributes": {"participants": {"side": {"stands_for_role": True}}}})
PLAIN = attributes.declared({"attributes": {"participants": {"side": None}}})


def data(rows, *entries, participants=NOBODY, declared=PLAIN, cases=CASES, removed=None):
    """What the tables need: with the verdicts on everything and those of each variation."""
    rows = rows.assign(theme=rows["code"].map(THEMES))
    content = {"claims": [dict(entry) for entry in entries or (CLAIM,)]}
    parsed, names = claims.parse(content), list(cases["case_id"])
    again = robustness.judge_again(parsed, rows, rows.iloc[:0] if removed is None else removed, names)
    return {
        "evidence": rows, "cases": cases, "sources": rows[["source_id", "consent"]].drop_duplicates(), "claims": content, "participants": participants, "attributes": declared,
        "codebook": BOOK,
        "verdicts": pd.concat([again, judge.judge(parsed, rows, names)]),
    }  # fmt: skip


def spoken(**patterns):
    """case -> a letter for each of its sources: `f` speaks for, `a` against, `m` both."""
    return evidence(*[row for name, pattern in patterns.items() for row in case(name, pattern)])


def shown(table, *columns):
    return table.frame[list(columns)].astype(str).to_numpy().tolist()


def behind(table):
    """row, column -> the segments behind it, in their order."""
    return table.evidence.groupby(["row", "column"])["segment_id"].agg(list).to_dict()


@pytest.mark.parametrize(
    ("module", "keys"),
    [
        (t21, ["quote_id"]), (t22, ["claim", "side", "segment"]), (t23, ["claim", "case"]),
        (t24, ["claim", "decision", "variation"]),
    ],
)  # fmt: skip
def test_each_row_has_a_key_of_its_own_by_which_the_evidence_names_it(module, keys):
    rows = pd.concat([spoken(a="ffm", b="ma", c="aam"), spoken(a="fm").assign(kind="document", coder="coder_2")])
    table = module.build(data(rows, CLAIM, SWAPPED))
    of_rows = row_key(table.frame[keys])
    assert of_rows.is_unique and len(table.evidence) and set(table.evidence["row"]) <= set(of_rows)
    assert not table.evidence.duplicated().any() and set(table.evidence["segment_id"]) <= set(rows["segment_id"])


# T21


def test_t21_tells_of_each_quotation_its_side_words_case_kind_code_and_segment():
    table = t21.build(data(evidence(("a", 1, "yes"), ("c", 1, "no"))), k=1)
    columns = ("claim", "side", "source_speaks", "quote_id", "text", "case", "kind", "code", "segment", "chosen_by")
    assert shown(table, *columns) == [
        ["C1", "for", "for", "C1.a-i01:1.1", WORDS, NORTH, "interview", "yes", "a-i01:1.1", "lot"],
        ["C1", "against", "against", "C1.c-i01:2.1", WORDS, WEST, "interview", "no", "c-i01:2.1", "lot"],
    ]


def test_t21_names_a_quotation_by_its_claim_and_segment_so_that_growth_renames_none():
    rows = evidence(("a", 1, "yes"), ("b", 1, "no"))
    before = t21.build(data(rows, CLAIM, SWAPPED)).frame["quote_id"].tolist()
    assert before == ["C1.a-i01:1.1", "C1.b-i01:2.1", "C2.b-i01:2.1", "C2.a-i01:1.1"]
    grown = pd.concat([spoken(c="fa"), rows])
    assert set(before) <= set(t21.build(data(grown, CLAIM, SWAPPED)).frame["quote_id"])


def test_t21_marks_what_a_source_says_that_speaks_on_both_sides():
    table = t21.build(data(spoken(a="m", b="f")))
    assert shown(table, "side", "source_speaks", "case") == [
        ["for", "for", SOUTH], ["for", "mixed", NORTH], ["against", "mixed", NORTH],
    ]  # fmt: skip


def test_t21_draws_by_the_seed_that_it_is_given():
    whole = data(spoken(a="f" * 30))
    drawn = [tuple(t21.build(whole, seed=seed).frame["segment"]) for seed in range(9)]
    assert len(set(drawn)) > 5 and drawn[3] == tuple(t21.build(whole, seed=3).frame["segment"])


def test_t21_has_one_segment_behind_each_quotation_named_by_its_id():
    table = t21.build(data(evidence(("a", 1, "yes"), ("b", 1, "no"))), k=1)
    assert table.evidence.to_numpy().tolist() == [
        ["quote_id=C1.a-i01:1.1", "text", "a-i01:1.1"], ["quote_id=C1.b-i01:2.1", "text", "b-i01:2.1"],
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
        (PLAIN, 1, people(a_p01=GP), "gp"),  # the group, not the role in words
        (PLAIN, 1, people(a_p01=NURSE), "nurse"),  # no group: the role
        (PLAIN, 2, people(a_p01=GP, a_p02=GP), "gp"),
        (PLAIN, 3, people(a_p01=GP, a_p02=GP), "participant"),
        (PLAIN, 2, people(a_p01=GP, a_p02=NURSE), "participant"),
        (STANDS, 2, people(a_p01=GP, a_p02=NURSE), "clinician"),  # one GP and one nurse: two clinicians
        (STANDS, 2, people(a_p01=GP, a_p02=MANAGER), "participant"),
        (STANDS, 3, people(a_p01=GP, a_p02=NURSE), "participant"),
        (STANDS, 2, people(a_p01=GP, a_p02=GP), "gp"),  # nothing vaguer than is needed
        (STANDS, 2, people(a_p01=GP, b_p01=GP), "participant"),  # they must be of one case
        (STANDS, 1, people(a_p01=GP, a_p02=MANAGER), "gp"),
    ],
)
def test_t21_puts_a_role_beside_words_that_k_of_the_case_share(declared, k, participants, role):
    table = t21.build(data(evidence(("a", 1, "yes")), participants=participants, declared=declared), k=k)
    assert table.frame["role"].tolist() == [role]


def test_t21_puts_no_role_beside_the_words_of_nobody_in_particular():
    rows = evidence(("a", 1, "yes"), participant_id="")
    assert t21.build(data(rows, participants=people(a_p01=GP)), k=1).frame["role"].tolist() == [""]


def test_t21_takes_a_stand_in_for_roles_that_has_no_column_for_one_that_nobody_has():
    participants = people(a_p01=GP, a_p02=NURSE).drop(columns="side")
    table = t21.build(data(evidence(("a", 1, "yes")), participants=participants, declared=STANDS), k=2)
    assert table.frame["role"].tolist() == ["participant"]


@pytest.mark.parametrize("declared", [PLAIN, STANDS])
def test_t21_of_a_study_without_participants_quotes_without_roles(declared):
    participants = pd.DataFrame(columns=["participant_id", "case_id", "role", "role_group"])
    table = t21.build(data(evidence(("a", 1, "yes")), participants=participants, declared=declared), k=3)
    assert shown(table, "quote_id", "role") == [["C1.a-i01:1.1", ""]]


def test_t21_puts_each_speaker_s_own_role_beside_their_words():
    rows = evidence(("a", 1, "yes"), ("a", 2, "no"))
    table = t21.build(data(rows, participants=people(a_p01=GP, a_p02=MANAGER)), k=1)
    assert shown(table, "segment", "role") == [["a-i01:1.1", "gp"], ["a-i02:2.1", "manager"]]


def test_t21_tells_what_a_person_chose_and_why():
    entry = {"segment": "b-i01:2.1", "code": "yes", "reason": "plainest"}
    table = t21.build(data(evidence(("a", 1, "yes"), ("b", 1, "yes")), CLAIM | {"quotations": [entry]}), k=1)
    assert shown(table, "segment", "chosen_by") == [["b-i01:2.1", "override: plainest"], ["a-i01:1.1", "lot"]]


# T22: what speaks against a claim that its verdict is for, and the other way round

FOR = {"a": "ffffa", "b": "ff", "c": "fffm"}
AGAINST = {"a": "aaaaf", "b": "aa", "c": "aaa"}
NONE = "No segment speaks against any claim."


# What people said of speakers of whom it is withheld whether they count

NURSES = {"population": {"about": "nurses", "speakers": {"role": ["nurse"]}}}


def of_roles(*roles):
    """A case whose first sources, of participants with these roles, speak against the claim."""
    rows = spoken(a="a" * len(roles), b="ff", c="ff")
    own = dict(zip(rows.loc[rows["case_id"] == "a", "segment_id"], roles, strict=True))
    return rows.assign(role=rows["segment_id"].map(own).fillna("nurse")), list(own)


@pytest.mark.parametrize("of", ["case", "segment"])
@pytest.mark.parametrize(
    ("roles", "is_refused", "told"), [(["withheld"], False, "C1 (1 disposition)"), (["cook"], True, ""), (["nurse"], False, "")]
)  # fmt: skip
def test_t22_tells_and_does_not_refuse_what_is_said_of_those_of_whom_it_is_withheld_whether_they_count(
    roles, is_refused, told, of
):
    rows, (segment,) = of_roles(*roles)
    entry = {"case": "a", "disposition": "coding doubtful", "reason": "a joke"}
    entry |= {"segment": segment} if of == "segment" else {}
    whole = data(rows, CLAIM | NURSES | {"negative_cases": [entry]})
    if is_refused:
        with pytest.raises(StudyError, match="nothing speaks against"):
            t22.build(whole)
        return
    table = t22.build(whole)
    assert (t22.HELD_BACK in table.note) == bool(told) and told in table.note
    assert (segment in set(table.frame["segment"])) == (roles == ["nurse"])


def test_t22_refuses_what_is_said_of_other_evidence_beside_what_is_withheld():
    rows, (mine, other) = of_roles("withheld", "cook")
    said = [
        {"case": "a", "segment": one, "disposition": "coding doubtful", "reason": "a joke"} for one in (mine, other)
    ]
    with pytest.raises(StudyError) as caught:
        t22.build(data(rows, CLAIM | NURSES | {"negative_cases": said}))
    assert [other in problem.found for problem in caught.value.problems] == [True]


@pytest.mark.parametrize(
    ("role", "consent", "is_refused"),
    [("withheld", "quote", False), ("cook", "quote", True), ("withheld", "aggregate", True), ("nurse", "quote", False)],
)
def test_t21_tells_and_does_not_show_what_people_chose_of_those_of_whom_it_is_withheld(role, consent, is_refused):
    rows, (segment,) = of_roles(role)
    rows = rows.assign(consent=rows["consent"].where(rows["segment_id"] != segment, consent))
    entry = {"segment": segment, "code": "no", "reason": "short"}
    whole = data(rows, CLAIM | NURSES | {"quotations": [entry]})
    if is_refused:
        with pytest.raises(StudyError, match="may be quoted"):
            t21.build(whole, k=1)
        return
    table = t21.build(whole, k=1)
    is_held_back = role == "withheld"
    assert (segment in set(table.frame["segment"])) == (not is_held_back)
    assert table.note == (f"{t21.HELD_BACK}: C1 (1 quotation)." if is_held_back else "")


def test_t22_has_a_row_for_each_segment_against_a_claim_also_of_cases_that_support_it():
    whole = data(spoken(**FOR))
    assert set(judge.on_everything(whole["verdicts"])["verdict"]) == {"supported"}
    table = t22.build(whole)
    assert shown(table, "claim", "side", "segment", "case", "kind", "source_speaks", "words") == [
        ["C1", "against", "a-i05:5.1", NORTH, "interview", "against", WORDS],
        ["C1", "against", "c-i04:12.1", WEST, "interview", "mixed", WORDS],
    ]
    assert behind(table) == {
        ("claim=C1;side=against;segment=a-i05:5.1", "segment"): ["a-i05:5.1"],
        ("claim=C1;side=against;segment=c-i04:12.1", "segment"): ["c-i04:12.1"],
    }


@pytest.mark.parametrize(("patterns", "verdict", "n_for"), [
    (AGAINST, "contradicted", 1), ({"a": "aaf", "b": "aa", "c": "f"}, "leaning against", 2),
    ({"a": "aa", "b": "ff"}, "divided", 0), ({"a": "aa"}, "insufficient", 0), (FOR, "supported", 0),
])  # fmt: skip
def test_t22_lists_what_speaks_for_a_claim_only_where_the_verdict_is_against_it(patterns, verdict, n_for):
    whole = data(spoken(**patterns), CLAIM | {"criterion": {"cases": 2, "most": 0.6}})
    assert judge.on_everything(whole["verdicts"]).set_index("case_id").loc[judge.OVER_ALL, "verdict"] == verdict
    assert t22.build(whole).frame["side"].tolist().count("for") == n_for


def test_t22_is_of_the_verdict_on_everything_whatever_the_variations_say():
    # divided over all, though without Case 1 it would be contradicted
    whole = data(spoken(a="ff", b="aa", c="aa"), CLAIM | {"criterion": {"cases": 2, "tolerance": 0.4}})
    without = whole["verdicts"].set_index("variation").loc["a", "verdict"]
    assert (without, set(t22.build(whole).frame["side"])) == ("contradicted", {"against"})


def test_t22_keeps_the_id_of_a_kind_which_pages_call_as_in_every_table():
    table = t22.build(data(spoken(a="aa").assign(kind=["group_interview", "interview"])))
    assert table.frame["kind"].tolist() == ["group_interview", "interview"]
    called = labels.of(table.frame, {}, None, PLAIN)["labels"]["kind"]
    assert called == {"group_interview": "group interviews", "interview": "interviews"}


@pytest.mark.parametrize("consent", ["aggregate", "closed"])
def test_t22_withholds_words_that_may_not_be_quoted(consent):
    assert set(t22.build(data(spoken(**FOR).assign(consent=consent))).frame["words"]) == {WITHHELD}


def test_t22_withholds_the_words_of_one_source_and_shows_those_of_another():
    rows = spoken(**FOR)
    rows.loc[rows["case_id"] == "c", "consent"] = "aggregate"
    assert t22.build(data(rows)).frame["words"].tolist() == [WORDS, WITHHELD]


def test_t22_shows_words_that_several_codings_share_once_and_different_ones_apart():
    rows = pd.concat([spoken(a="a"), spoken(a="a").assign(coder="coder_2")])
    assert t22.build(data(rows)).frame["words"].tolist() == [WORDS]
    rows = pd.concat([rows, spoken(a="a").assign(exact="other words", coder="coder_3")])
    assert t22.build(data(rows)).frame["words"].tolist() == [f"{WORDS} | other words"]


def test_t22_shows_of_a_segment_only_what_speaks_on_that_side():
    beside = spoken(a="a").assign(code="other", exact="beside the point")
    both = spoken(a="a").assign(code="yes", exact="for it")
    assert t22.build(data(pd.concat([spoken(a="a"), beside, both]))).frame["words"].tolist() == [WORDS]


WHOLE = {"case": "c", "disposition": "limits the claim", "reason": "it is new"}
ONE = {"case": "c", "segment": "c-i02:2.1", "disposition": "explained", "reason": "a slip"}
ELSEWHERE = {"case": "b", "disposition": "explained", "reason": "x"}


@pytest.mark.parametrize(
    ("given", "expected", "waiting"),
    [
        ([], [t22.UNDISCUSSED, t22.UNDISCUSSED], 2),
        ([WHOLE], ["limits the claim: it is new"] * 2, 0),
        ([ONE], [t22.UNDISCUSSED, "explained: a slip"], 1),
        ([WHOLE, ONE], ["limits the claim: it is new", "explained: a slip"], 0),
        ([ONE, WHOLE], ["limits the claim: it is new", "explained: a slip"], 0),
    ],
)
def test_t22_tells_what_becomes_of_a_segment_and_of_the_rest_of_its_case_and_how_many_wait(given, expected, waiting):
    table = t22.build(data(spoken(c="aa"), CLAIM | {"negative_cases": given}))
    assert table.frame["disposition"].tolist() == expected
    assert table.note == f"Nobody has discussed {waiting} of 2 segments."


def test_t22_gives_no_reason_for_a_segment_that_may_not_be_quoted_and_that_of_its_case():
    rows = spoken(c="aa").assign(consent="aggregate")
    table = t22.build(data(rows, CLAIM | {"negative_cases": [WHOLE, ONE]}))
    assert table.frame["disposition"].tolist() == ["limits the claim: it is new", f"explained: {WITHHELD}"]


@pytest.mark.parametrize("patterns", [{"a": "ff", "b": "ff"}, {}])
def test_t22_says_that_nothing_speaks_against_any_claim(patterns):
    table = t22.build(data(spoken(**patterns)))
    assert table.frame.empty and table.evidence.empty and (table.missing, table.note) == (NONE, "")


@pytest.mark.parametrize("lost", [ELSEWHERE, ONE | {"segment": "c-i09:9.1"}, WHOLE | {"case": "a"}])
def test_t22_refuses_what_people_said_of_evidence_that_is_not_there(lost):
    rows = spoken(a="ff", c="aa")
    with pytest.raises(StudyError, match="nothing speaks against") as told:
        t22.build(data(rows, CLAIM | {"negative_cases": [WHOLE, lost]}))
    (problem,) = told.value.problems
    assert problem.place == "C1.negative_cases" and (lost.get("segment") or lost["case"]) in problem.found


# T23


def whole_of(rows, *entries, **options):
    """The first row of T23, which tells of the whole claim, and the table."""
    table = t23.build(data(rows, *entries, **options))
    return table.frame.to_dict("records")[0], table


def test_t23_has_rows_for_each_claim_in_its_order_over_all_and_then_in_each_case_by_their_labels():
    table = t23.build(data(spoken(**FOR), SWAPPED, CLAIM | {"claim": "C10"}))
    assert shown(table, "claim", "case") == [
        [claim, label] for claim in ("C2", "C10") for label in ("all cases", NORTH, SOUTH, WEST)
    ]


def test_t23_tells_of_each_case_and_over_all_the_verdict_why_and_all_numbers():
    table = t23.build(data(spoken(a="fffm", b="a", c="aaf")))
    assert shown(table, "case", "verdict", "n_for", "n_mixed", "n_against", "n_units") == [
        ["all cases", "divided", "4", "1", "3", "8"],
        [NORTH, "supported", "3", "1", "0", "4"],
        [SOUTH, "insufficient", "0", "0", "1", "1"],
        [WEST, "leaning against", "1", "0", "2", "3"],
    ]
    assert table.frame["why"].tolist()[:3] == [
        "1 of 3 cases supports it, 1 leans against it and 1 has too few sources that speak",
        "3 for, 1 mixed, 0 against",
        "0 for, 0 mixed, 1 against; fewer than 2 sources",
    ]


def test_t23_counts_in_each_place_the_segments_that_nobody_has_discussed():
    rows = spoken(a="fffa", b="fffaa", c="fffa")
    given = [
        {"case": "c", "disposition": "explained", "reason": "x"},
        {"case": "b", "segment": "b-i04:8.1", "disposition": "explained", "reason": "x"},
    ]
    for entries, expected in ((), [4, 1, 2, 1]), ((CLAIM | {"negative_cases": given},), [2, 1, 1, 0]):
        assert t23.build(data(rows, *entries)).frame["undiscussed"].tolist() == expected


def test_t23_counts_as_undiscussed_what_t22_lists_as_such_and_of_its_own_claim_alone():
    whole = data(spoken(a="aaaf", b="aaf", c="fffa"), CLAIM, SWAPPED)
    waiting = t22.build(whole).frame.groupby("claim").size()
    firsts = t23.build(whole).frame.drop_duplicates("claim").set_index("claim")
    assert waiting.nunique() > 1 and firsts["undiscussed"].to_dict() == waiting.to_dict()


def test_t23_tells_what_holds_for_the_whole_claim_in_its_first_row_alone():
    rivals = [{"rival": "Money.", "considered": "None came."}]
    table = t23.build(data(spoken(**FOR), CLAIM | {"rivals": rivals}, SWAPPED))
    told = table.frame[list(t23.OF_CLAIM)]
    firsts = table.frame["case"] == "all cases"
    assert (told[~firsts] == "").all(axis=None) and (told[firsts].drop(columns="rivals") != "").all(axis=None)


@pytest.mark.parametrize(
    ("unit", "numbers"), [("segment", [3, 0, 2]), ("source", [1, 1, 1]), ("participant", [0, 1, 0])]
)  # fmt: skip
def test_t23_counts_the_claim_s_own_units(unit, numbers):
    rows = evidence(("a", 1, "yes"), ("a", 1, "also"), ("a", 1, "no"), ("a", 2, "yes"), ("a", 3, "no"))
    row, _ = whole_of(rows.assign(participant_id="a-p1"), CLAIM | {"unit": unit})
    assert (row["unit"], [row[name] for name in ("n_for", "n_mixed", "n_against")]) == (unit, numbers)


def test_t23_has_the_segments_of_the_units_that_speak_so_behind_each_count_in_each_place():
    # source 1 speaks on both sides, though more for; source 2 for; in another case a source against
    rows = evidence(
        ("a", 1, "yes"), ("a", 1, "also"), ("a", 1, "no"), ("a", 2, "yes"), ("a", 2, "other"), ("b", 1, "no")
    )
    row, table = whole_of(rows)
    assert [row[name] for name in ("n_for", "n_mixed", "n_against")] == [1, 1, 1]
    both, pro, contra = ["a-i01:1.1", "a-i01:2.1", "a-i01:3.1"], ["a-i02:4.1"], ["b-i01:6.1"]
    assert behind(table) == {
        ("claim=C1;case=all cases", "n_for"): pro, (f"claim=C1;case={NORTH}", "n_for"): pro,
        ("claim=C1;case=all cases", "n_mixed"): both, (f"claim=C1;case={NORTH}", "n_mixed"): both,
        ("claim=C1;case=all cases", "n_against"): contra, (f"claim=C1;case={SOUTH}", "n_against"): contra,
    }  # fmt: skip


def test_t23_names_a_segment_behind_a_count_once():
    rows = pd.concat([evidence(("a", 1, "yes")), evidence(("a", 1, "also"))])
    assert behind(whole_of(rows)[1])["claim=C1;case=all cases", "n_for"] == ["a-i01:1.1"]


@pytest.mark.parametrize(("second", "kinds"), [("yes", "group interview; interview"), ("no", "interview")])
def test_t23_names_the_kinds_of_source_that_speak_for_a_claim_in_words(second, kinds):
    rows = pd.concat([evidence(("a", 1, "yes")), evidence(("b", 1, second), kind="group_interview")])
    assert whole_of(rows)[0]["kinds"] == kinds


def test_t23_names_the_themes_of_what_bears_on_a_claim_and_no_others():
    assert whole_of(evidence(("a", 1, "yes"), ("a", 2, "also"), ("a", 3, "other")))[0]["themes"] == "pace; style"
    assert whole_of(evidence(("a", 1, "yes"), ("a", 2, "other")))[0]["themes"] == "style"


def test_t23_says_criterion_conditions_codes_and_rivals_of_the_claim():
    rivals = [{"rival": "Money.", "considered": "None came."}, {"rival": "Luck.", "considered": "No."}]
    entry = CLAIM | {"rivals": rivals, "criterion": {"minimum": 7}, "kinds": ["document"]}
    row, _ = whole_of(spoken(**FOR), entry)
    (claim,) = claims.parse({"claims": [entry]})
    assert (row["criterion"], row["conditions"]) == (judge.criterion(claim), judge.conditions(claim))
    assert "7 sources" in row["criterion"] and row["conditions"].startswith("Documents must speak for it.")
    assert (row["statement"], row["codes_for"], row["codes_against"]) == ("S.", "yes; also", "no")
    assert row["rivals"] == "Money. Considered: None came. | Luck. Considered: No."


def test_t23_says_of_a_claim_on_some_speakers_how_many_are_withheld():
    entry = CLAIM | {"population": {"about": "nurses", "speakers": {"role_group": ["nurse"]}}}
    rows = spoken(a="ff", b="aa").assign(role_group=["nurse", "nurse", "nurse", "withheld"])
    told = "Not counted: 1 participant of whom it is withheld whether they are among them"
    assert told in whole_of(rows, entry)[0]["conditions"]
    assert "Not counted" not in whole_of(rows.assign(role_group="nurse"), entry)[0]["conditions"]


def test_t23_tells_how_many_of_those_counted_as_participants_are_sources_without_a_known_speaker():
    rows = spoken(a="ff", b="aa")
    known, unknown = rows.assign(participant_id=rows["source_id"]), rows.assign(participant_id="")
    told = "Counted beside the participants: 4 sources without a known speaker."
    by_person, rule = CLAIM | {"unit": "participant"}, "the source counts as one of them"
    row, _ = whole_of(unknown, by_person)
    assert row["n_units"] == 4 and row["conditions"].endswith(told) and rule in row["criterion"]
    assert "beside the participants" not in whole_of(known, by_person)[0]["conditions"]
    for unit in ("source", "segment"):
        row, _ = whole_of(unknown, CLAIM | {"unit": unit})
        assert "beside the participants" not in row["conditions"] and rule not in row["criterion"]


def test_t23_tells_a_claim_on_which_nothing_bears():
    row, table = whole_of(evidence(("a", 1, "other")))
    assert [row[name] for name in ("verdict", "n_units", "undiscussed", "kinds", "themes")] == [
        "insufficient",
        0,
        0,
        "",
        "",
    ]
    assert len(table.frame) == 4 and table.evidence.empty


# T24


def varied(table, decision, *columns):
    """What the rows of one kind of decision tell."""
    return table.frame.loc[table.frame["decision"] == decision, list(columns)].to_numpy().tolist()


def test_t24_has_a_row_for_each_claim_and_variation_by_the_kinds_of_decision_in_their_order():
    rows = pd.concat([spoken(a="ff", b="aa"), spoken(a="f").assign(kind="document", coder="coder_2")])
    narrower = {"population": {"narrower": {"role_group": ["gp"]}}}
    whole = data(rows, SWAPPED | narrower, CLAIM | narrower, removed=spoken(c="aa"))
    table = t24.build(whole)
    assert len(table.frame) == (whole["verdicts"]["variation"] != judge.EVERYTHING).sum()
    assert list(dict.fromkeys(table.frame["claim"])) == ["C2", "C1"]
    for _, mine in table.frame.groupby("claim"):
        assert list(dict.fromkeys(mine["decision"])) == list(robustness.GROUPS)


def test_t24_tells_of_how_many_it_is_withheld_whether_a_claim_narrowed_to_speakers_is_on_them():
    rows = spoken(a="ff", b="aa").assign(role_group="gp")
    narrower = CLAIM | {"population": {"narrower": {"role_group": ["gp"]}}}
    assert t24.build(data(rows, narrower)).note == ""
    hidden = rows.assign(role_group=rows["role_group"].where(rows["case_id"] != "b", "withheld"))
    n = hidden.loc[hidden["case_id"] == "b", "participant_id"].nunique()
    assert f": C1 ({n} participant" in t24.build(data(hidden, narrower)).note
    assert t24.build(data(hidden)).note == ""


def test_t24_calls_cases_by_their_labels_and_kinds_of_source_in_words():
    rows = pd.concat([spoken(a="ff"), spoken(c="ff").assign(kind="group_interview")])
    table = t24.build(data(rows))
    assert varied(table, robustness.CASES, "variation") == [[NORTH], [SOUTH], [WEST]]
    assert varied(table, robustness.KINDS, "variation") == [["interviews"], ["group interviews"]]


def test_t24_tells_what_becomes_of_the_verdict_and_marks_what_changes_or_leaves_too_little():
    table = t24.build(data(spoken(a="ff", b="ff", c="aa")))
    assert varied(table, robustness.CASES, "variation", "verdict", "on_everything", "changed") == [
        [NORTH, "divided", "leaning for", "yes"],
        [SOUTH, "divided", "leaning for", "yes"],
        [WEST, "supported", "leaning for", "yes"],
    ]
    assert varied(table, robustness.THRESHOLDS, "variation", "verdict", "changed")[0] == [
        "minimum 3", "insufficient", "too little left",
    ]  # fmt: skip
    assert set(map(tuple, varied(table, robustness.SOURCES, "verdict", "changed"))) == {
        ("supported", "yes"), ("divided", "yes"),
    }  # fmt: skip
    assert varied(table, robustness.CASES, "why")[2] == ["2 of 2 cases support it"]


def test_t24_compares_each_claim_with_its_own_verdict_on_everything():
    table = t24.build(data(spoken(a="ff", b="ff", c="f"), CLAIM, SWAPPED))
    assert varied(table, robustness.CASES, "claim", "on_everything", "verdict", "changed")[2::3] == [
        ["C1", "supported", "supported", ""], ["C2", "contradicted", "contradicted", ""],
    ]  # fmt: skip


def test_t24_has_the_segments_of_which_a_variation_leaves_out_codings_behind_its_verdict():
    rows = frame([
        coding("a", 1, "yes", 1), coding("a", 2, "no", 2, coder="coder_2"), coding("b", 1, "yes", 3, kind="document"),
        coding("b", 1, "other", 4), coding("b", 1, "yes", 3, kind="document", coder="coder_3"),
    ])  # fmt: skip
    left_out = {
        row: segments for (row, column), segments in behind(t24.build(data(rows))).items() if column == "verdict"
    }
    assert left_out == {f"claim=C1;decision={decision};variation={variation}": segments for decision, variation, segments in [
        (robustness.CASES, NORTH, ["a-i01:1.1", "a-i02:2.1"]), (robustness.CASES, SOUTH, ["b-i01:3.1"]),
        (robustness.KINDS, "documents", ["b-i01:3.1"]), (robustness.KINDS, "interviews", ["a-i01:1.1", "a-i02:2.1"]),
        (robustness.CODERS, "coder_1", ["a-i02:2.1", "b-i01:3.1"]), (robustness.CODERS, "coder_2", ["a-i01:1.1", "b-i01:3.1"]),
        (robustness.CODERS, "coder_3", ["a-i01:1.1", "a-i02:2.1", "b-i01:3.1"]),
        (robustness.SOURCES, "a-i01", ["a-i01:1.1"]), (robustness.SOURCES, "a-i02", ["a-i02:2.1"]),
        (robustness.SOURCES, "b-i01", ["b-i01:3.1"]),
    ]}  # fmt: skip


def test_t24_of_a_single_case_leaves_out_no_case_and_varies_the_rest():
    table = t24.build(data(spoken(a="ff"), CLAIM | {"criterion": {"cases": 1}}, cases=CASES.iloc[:1]))
    assert varied(table, robustness.CASES, "variation") == [] and len(varied(table, robustness.THRESHOLDS, "variation"))


def test_t24_of_a_claim_on_which_nothing_bears_keeps_that_nothing_can_be_judged():
    table = t24.build(data(evidence(("a", 1, "other"))))
    assert set(table.frame["verdict"]) == {"insufficient"} and set(table.frame["changed"]) == {""}
    assert table.evidence.empty
