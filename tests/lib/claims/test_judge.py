"""Verdicts follow from the declared criterion: symmetrical, none lost, and no single segment turns one into its opposite."""

from __future__ import annotations

import re
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import frames
from multicase.claims import (
    CONTRADICTED,
    DIVIDED,
    INSUFFICIENT,
    LEANING_AGAINST,
    LEANING_FOR,
    MIXED_COUNTS_AS,
    SUPPORTED,
    judge,
)
from multicase.claims.units import Tally
from multicase.comparing import design
from spoken import case, coding, evidence, frame, judged, names, of_case, of_study, parsed, study

ORDER = [CONTRADICTED, LEANING_AGAINST, DIVIDED, LEANING_FOR, SUPPORTED]
SWAPPED = dict(zip(ORDER, reversed(ORDER), strict=True)) | {INSUFFICIENT: INSUFFICIENT}
PATTERNS = st.text("fma", max_size=9)
CRITERIA = st.fixed_dictionaries({
    "minimum": st.integers(2, 4), "tolerance": st.sampled_from([0, 0.1, 0.25, 0.33, 0.5]),
    "mixed": st.sampled_from(MIXED_COUNTS_AS), "cases": st.integers(1, 3), "most": st.sampled_from([0.51, 0.6, 0.75, 1]),
})  # fmt: skip


# A case.


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("ff", SUPPORTED), ("aa", CONTRADICTED), ("f", INSUFFICIENT), ("", INSUFFICIENT), ("fa", DIVIDED), ("mm", DIVIDED),
        ("fffa", SUPPORTED), ("aaaf", CONTRADICTED), ("ffa", LEANING_FOR), ("aaf", LEANING_AGAINST),
        ("ffffaaa", DIVIDED), ("fffaa", DIVIDED), ("fmmm", DIVIDED), ("ffmm", LEANING_FOR), ("fffm", SUPPORTED),
    ],
)  # fmt: skip
def test_a_case_is_judged_by_the_units_on_either_side_and_on_both(pattern, expected):
    assert of_case(pattern) == expected


def test_exactly_the_tolerated_share_is_tolerated_and_no_more():
    assert [of_case("fffa", tolerance=share) for share in (0.25, 0.24)] == [SUPPORTED, LEANING_FOR]
    assert [of_case("fffm", tolerance=share) for share in (0.25, 0.24)] == [SUPPORTED, LEANING_FOR]
    assert [of_case("ffa", tolerance=share) for share in (0.32, 0.34)] == [LEANING_FOR, DIVIDED]  # ahead by a third
    assert [of_case("ff", minimum=least) for least in (2, 3)] == [SUPPORTED, INSUFFICIENT]


def test_a_source_that_says_both_vanishes_on_neither_side():
    """Every source four for and three against: none is for, none against, and the claim isn't supported."""
    both = [("yes",) * 4 + ("no",) * 3] * 30
    rows = evidence(*[(f"k{n % 6 + 1}", n, code) for n, codes in enumerate(both) for code in codes])
    table = judged(rows, names(6))
    assert table.loc[judge.OVER_ALL, ["n_for", "n_mixed", "n_against", "n_units"]].tolist() == [0, 30, 0, 30]
    assert set(table["verdict"]) == {DIVIDED}
    turned = rows.assign(code=["no", *rows["code"][1:]])  # one segment turned round
    assert set(judged(turned, names(6))["verdict"]) == {DIVIDED}


@pytest.mark.parametrize(
    ("mixed", "expected"),
    [("neither", LEANING_FOR), ("against", DIVIDED), ("half", LEANING_FOR), ("own side", SUPPORTED)],
)
def test_what_a_mixed_unit_counts_as_is_the_criterion_s_to_say(mixed, expected):
    rows = [*case("k1", "ff"), *[("k1", source, code) for source in (7, 8, 9) for code in ("yes", "yes", "no")]]
    assert judged(evidence(*rows), names(1), criterion={"mixed": mixed}).loc["k1", "verdict"] == expected


def test_half_of_a_mixed_unit_stands_on_each_side_and_a_unit_that_is_even_has_no_own_side():
    assert [of_case("fffffmm", mixed="half"), of_case("ffmmm", mixed="half")] == [SUPPORTED, LEANING_FOR]
    assert [of_case("fffmm", mixed="half"), of_case("fffmm", mixed="own side")] == [SUPPORTED, SUPPORTED]
    assert [of_case("fffmm"), of_case("fmm", mixed="own side")] == [LEANING_FOR, LEANING_FOR]


def test_where_mixed_units_count_against_they_stand_in_the_way_of_both_verdicts():
    assert [of_case("fffm", mixed="against"), of_case("aaam", mixed="against")] == [SUPPORTED, CONTRADICTED]
    assert [of_case("fffmm", mixed="against"), of_case("aaamm", mixed="against")] == [DIVIDED, DIVIDED]
    assert [of_case("ffffmm", mixed="against"), of_case("aaaamm", mixed="against")] == [LEANING_FOR, LEANING_AGAINST]


def test_a_case_that_lacks_one_of_the_groups_leans_for_the_claim_at_best():
    rows = evidence(*case("k1", "fff"), *case("k2", "fff"), ("k2", 9, "also"))
    claim = {"each_of": [["yes"], ["also"]]}
    table = judged(rows, names(2), {"also": "the ward"}, **claim)
    assert table["verdict"][["k1", "k2"]].tolist() == [LEANING_FOR, SUPPORTED]
    assert table.loc["k1", "why"] == "3 for, 0 mixed, 0 against; nothing on the ward"
    assert judged(rows, names(2), **claim).loc["k1", "why"].endswith("nothing on also")


def test_no_verdict_is_clear_with_fewer_than_two_units_on_its_side():
    assert [of_case("fm", mixed="half"), of_case("am", mixed="half")] == [LEANING_FOR, LEANING_AGAINST]
    assert of_case("ffm", mixed="half") == SUPPORTED


# The study.


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (("ff", "ff", "ff"), SUPPORTED), (("ff", "ff", "aa"), LEANING_FOR), (("ff", "aa", "aa"), LEANING_AGAINST),
        (("ff", "fa", "aa"), DIVIDED), (("ff", "ff", ""), INSUFFICIENT), (("ff", "ff", "fa"), SUPPORTED),
        (("ff",) * 5 + ("aa",), SUPPORTED), (("ff",) * 4 + ("aa",) * 2, LEANING_FOR), (("ffa",) * 3, LEANING_FOR),
        (("fffaa",) * 5 + ("aaaaa",), DIVIDED),
    ],
)  # fmt: skip
def test_the_study_is_judged_by_its_cases(patterns, expected):
    assert of_study(*patterns) == expected


@pytest.mark.parametrize(("cases", "most", "expected"), [("sssdd", 0.6, SUPPORTED), ("ssddd", 0.6, LEANING_FOR), ("sssd", 0.75, SUPPORTED),
                                                         ("sssd", 0.76, LEANING_FOR), (14 * "s" + 11 * "d", 0.56, SUPPORTED), ("sdddddd", 0.6, DIVIDED)])  # fmt: skip
def test_exactly_the_share_of_cases_that_must_support_is_enough_however_it_is_reckoned(cases, most, expected):
    patterns = [{"s": "ff", "d": "fa"}[letter] for letter in cases]
    assert of_study(*patterns, criterion={"most": most}) == expected


def test_a_case_that_cannot_be_judged_stays_in_the_sentence():
    told = judged(study("ff", "ff", "ff", "ff", "f", ""), names(6), criterion={"cases": 4}).loc[judge.OVER_ALL]
    assert told["verdict"] == SUPPORTED
    assert told["why"] == "4 of 6 cases support it and 2 have too few sources that speak"
    few = judged(study("ff", "ff", "f"), names(3)).loc[judge.OVER_ALL]
    assert few["verdict"] == INSUFFICIENT and few["why"].endswith("fewer than 3 cases can be judged")


def test_each_verdict_of_the_cases_is_told():
    told = judged(study("ffa", "fa", "aaf", "aa"), names(4)).loc[judge.OVER_ALL, "why"]
    assert told == "0 of 4 cases support it, 1 leans for it, 1 is divided, 1 leans against it and 1 contradicts it"


def test_a_kind_of_source_that_must_speak_and_does_not_takes_the_support_away():
    assert of_study("ff", "ff", "ff", kinds=["observation"]) == LEANING_FOR
    assert of_study("aa", "aa", "aa", kinds=["observation"]) == CONTRADICTED
    assert of_study("ff", "ff", "ff", kinds=["interview"]) == SUPPORTED


def test_a_claim_that_no_code_can_contradict_is_told_so_before_its_verdict():
    told = judged(study("ff", "ff", "ff"), names(3), contradicts=[])
    assert told.loc[judge.OVER_ALL, "why"].startswith("no code can count against it; 3 of 3 cases")
    assert not judged(study("ff"), names(1)).loc[judge.OVER_ALL, "why"].startswith("no code")


def test_only_the_population_s_words_count_and_one_that_is_given_in_words_alone_is_told():
    rows = pd.concat([study("ff"), evidence(*case("k1", "aaaa"), role_group="manager")])
    assert judged(rows, names(1)).loc["k1", "verdict"] == LEANING_AGAINST
    restricted = judged(rows, names(1), population={"about": "GPs", "speakers": {"role_group": ["gp"]}})
    assert restricted.loc["k1", "verdict"] == SUPPORTED and "everybody" not in restricted.loc[judge.OVER_ALL, "why"]
    worded = judged(rows, names(1), population={"about": "GPs"}).loc[judge.OVER_ALL, "why"]
    assert "everybody's words count, for its population is given in words alone" in worded


@pytest.mark.parametrize(("speakers", "expected"), [({"level": ["frontline"]}, SUPPORTED), ({"level": ["strategy"]}, CONTRADICTED),
                                                    ({"level": ["strategy", "frontline"]}, LEANING_AGAINST),
                                                    ({"level": ["frontline"], "role_group": ["manager"]}, INSUFFICIENT)])  # fmt: skip
def test_the_population_can_be_told_by_any_attribute_of_those_who_speak(speakers, expected):
    front = evidence(("k1", 11, "yes"), ("k1", 12, "yes")).assign(**{"speaker.level": "frontline"})
    top = evidence(*case("k1", "aaaa"), role_group="manager").assign(**{"speaker.level": "strategy"})
    told = judged(pd.concat([front, top]), names(1), population={"speakers": speakers})
    assert told.loc["k1", "verdict"] == expected


def test_the_criterion_in_words_holds_everything_that_enters():
    claim = parsed(
        kinds=["observation"], each_of=[["yes", "also"]], population={"about": "GPs", "speakers": {"role_group": ["gp"]}},
        criterion={"minimum": 5, "tolerance": 0.2, "cases": 4, "most": 0.7}, unit="participant",
    )[0]  # fmt: skip
    told = f"{judge.criterion(claim)} {judge.conditions(claim)}"
    for part in (
        "5 participants", "20%", "4 cases", "70%", "Observations must speak", "yes or also", "role_group: gp", "GPs", "neither",
    ):  # fmt: skip
        assert part in told
    assert "against it or mixed" not in told and "No code" not in told
    assert "No code of the codebook" in judge.conditions(parsed(contradicts=[])[0])
    assert judge.conditions(parsed()[0]) == "Everybody's words count."
    assert "in words alone" in judge.conditions(parsed(population={"about": "GPs"})[0])
    for mixed in MIXED_COUNTS_AS:
        assert judge.COUNTED_AS[mixed] in judge.criterion(parsed(criterion={"mixed": mixed})[0])


@pytest.mark.parametrize(("tolerance", "most"), [("12.5", "66.7"), ("33.3", "50.5"), ("0.1", "99.9"), ("25", "60")])
def test_the_shares_in_words_are_those_that_judge(tolerance, most):
    claim = parsed(criterion={"tolerance": float(tolerance) / 100, "most": float(most) / 100})[0]
    told = judge.criterion(claim)
    assert set(re.findall(r"[\d.]+(?=%)", told)) == {tolerance, most}
    assert f"tolerance {tolerance}%" in design._thresholds(claim.criterion)
    assert f"most {most}%" in design._thresholds(claim.criterion)


@pytest.mark.parametrize(
    ("criterion", "told"),
    [
        ({"most": 0.667}, ["most 0.667 (C1) is more than two thirds"]),
        ({"most": 0.67, "tolerance": 0.33}, ["most 0.67 (C1) is more", "tolerance 0.33 (C1) is less than a third"]),
        ({"most": 0.666, "tolerance": 0.334}, []),
        ({"most": 0.6666666667, "tolerance": 0.3333333333}, []),  # as near as judging goes
        ({"most": 0.7, "tolerance": 0.3}, []),
        ({}, []),
    ],
)
def test_shares_that_two_of_three_or_one_of_three_just_miss_are_told(criterion, told):
    notes = list(judge.near_thirds(parsed(criterion=criterion)))
    assert [note[: len(start)] for note, start in zip(notes, told, strict=True)] == told


@pytest.mark.parametrize("mixed", judge.COUNTED_AS)
def test_what_is_told_of_a_tolerance_near_a_third_is_so(mixed):
    (note,) = judge.near_thirds(parsed(criterion={"tolerance": 0.33, "mixed": mixed}))
    verdicts = {
        pattern: [of_case(pattern, tolerance=share, mixed=mixed) for share in (0.33, 0.334)]
        for pattern in ("ffa", "ffm")
    }
    assert "1 against it lean for it, with a third (0.334) they are divided" in note
    assert verdicts["ffa"] == [LEANING_FOR, DIVIDED]
    assert ("1 mixed is too many for a clear verdict; with 0.334 it isn't" in note) == (
        verdicts["ffm"] == [LEANING_FOR, SUPPORTED]
    )


# What no criterion may do.


def weighed(patterns, criterion):
    table = judged(study(*patterns), names(len(patterns)), criterion=criterion)
    return table["verdict"].to_dict()


@given(st.lists(PATTERNS, min_size=1, max_size=5), CRITERIA)
def test_swapping_for_and_against_swaps_every_verdict(patterns, criterion):
    swap = str.maketrans("fa", "af")
    there = weighed(patterns, criterion)
    back = weighed([pattern.translate(swap) for pattern in patterns], criterion)
    assert {name: SWAPPED[verdict] for name, verdict in there.items()} == back


@given(st.lists(PATTERNS, min_size=1, max_size=4), CRITERIA, st.data())
def test_a_unit_more_for_a_claim_never_worsens_what_can_be_judged(patterns, criterion, data):
    place = data.draw(st.integers(0, len(patterns) - 1))
    more = [pattern + "f" * (number == place) for number, pattern in enumerate(patterns)]
    before, after = weighed(patterns, criterion), weighed(more, criterion)
    # A case that can be judged only now may be judged against the claim: the study is compared where none is new.
    compared = [f"k{place + 1}"] if before[f"k{place + 1}"] != INSUFFICIENT else []
    if compared and before[judge.OVER_ALL] != INSUFFICIENT:
        compared.append(judge.OVER_ALL)
    for name in compared:
        assert ORDER.index(after[name]) >= ORDER.index(before[name])


SOURCES = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 4), st.sampled_from(["yes", "no"])), min_size=1, max_size=14
)


@given(SOURCES, CRITERIA, st.sampled_from(["source", "participant", "segment"]), st.data())
def test_no_single_segment_turns_supported_into_contradicted(said, criterion, unit, data):
    rows = evidence(*[(f"k{number}", source, code) for number, source, code in said])
    place = data.draw(st.integers(0, len(said) - 1))
    changes = {
        "dropped": rows.drop(index=place),
        "turned": rows.assign(code=[{"yes": "no", "no": "yes"}[c] if n == place else c for n, c in enumerate(rows["code"])]),
        "both": pd.concat([rows, rows.iloc[[place]].assign(code=lambda row: row["code"].map({"yes": "no", "no": "yes"}))]),
    }  # fmt: skip
    before = judged(rows, names(3), unit=unit, criterion=criterion)["verdict"]
    for changed in changes.values():
        after = judged(changed, names(3), unit=unit, criterion=criterion)["verdict"]
        for name in before.index:
            assert {before[name], after[name]} != {SUPPORTED, CONTRADICTED}


def is_so(step):
    """A step's answer, from its numbers alone."""
    if step.asks == judge.AHEAD:
        return step.n > step.limit + 1e-6
    if step.asks in (judge.ENOUGH, judge.ON_ITS_SIDE, judge.CLEAR_CASES):
        return step.n >= step.limit - 1e-6
    return step.n <= step.limit + 1e-6


@given(st.lists(PATTERNS, min_size=1, max_size=4), CRITERIA, st.booleans())
def test_the_steps_answers_follow_from_their_numbers_and_lead_to_the_verdict(patterns, criterion, more):
    claim = parsed(criterion=criterion, **({"each_of": [["also"]], "kinds": ["document"]} if more else {}))[0]
    of_cases, whole = judge.of_all(claim, study(*patterns), names(len(patterns)))
    for _, verdict in [*of_cases, whole]:
        steps = verdict.steps
        assert all(step.holds == is_so(step) for step in steps)
        assert steps[-1].verdict == verdict.verdict
        if not steps[0].holds:
            assert verdict.verdict == INSUFFICIENT and len(steps) == 1
        elif not steps[1].holds:
            assert verdict.verdict == DIVIDED and len(steps) == 2
        else:
            assert (verdict.verdict in (SUPPORTED, CONTRADICTED)) == all(step.holds for step in steps)


@given(st.lists(PATTERNS, min_size=1, max_size=4))
def test_no_unit_vanishes(patterns):
    table = judged(study(*patterns), names(len(patterns)))
    for name, pattern in zip(table.index, [*patterns, "".join(patterns)], strict=True):
        counts = table.loc[name, ["n_for", "n_mixed", "n_against", "n_units"]].tolist()
        assert counts == [pattern.count("f"), pattern.count("m"), pattern.count("a"), len(pattern)]


# Units.


def counts(rows, unit="participant"):
    return tuple(judged(frame(rows), ["a", "b"], unit=unit).loc[judge.OVER_ALL, ["n_for", "n_mixed", "n_against"]])


def test_turns_without_a_participant_are_one_unit_within_their_source():
    nobody = {"participant_id": ""}
    assert counts(
        [coding("a", 1, "yes", 1, **nobody), coding("a", 1, "yes", 2, **nobody), coding("a", 2, "yes", 3, **nobody)]
    ) == (2, 0, 0)
    assert counts(
        [coding("a", 1, "yes", 1, **nobody), coding("a", 1, "no", 2, **nobody), coding("b", 1, "no", 3, **nobody)]
    ) == (0, 1, 1)


def test_in_a_source_whoever_is_not_known_is_a_unit_beside_those_who_are():
    rows = [coding("a", 1, "yes", n, participant_id=who) for n, who in enumerate(["p1", "p2"])]
    assert counts([*rows, coding("a", 1, "no", 9, participant_id="")]) == (2, 0, 1)


def test_a_participant_of_several_sources_is_one_unit_and_of_several_cases_one_in_each():
    rows = [coding("a", n, "yes", n, participant_id="p1") for n in (1, 2)]
    assert counts(rows) == (1, 0, 0)
    assert counts([*rows, coding("b", 3, "no", 3, participant_id="p1")]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("unit", "expected"), [("participant", (3, 0, 0)), ("source", (2, 0, 0)), ("segment", (4, 0, 0))]
)
def test_the_unit_of_a_claim_says_what_is_counted(unit, expected):
    people = ["p1", "p2", "", ""]
    rows = [coding("a", 1 + n // 2, "yes", n, participant_id=who) for n, who in enumerate(people)]
    assert counts(rows, unit) == expected


def test_a_segment_that_two_coders_coded_counts_once():
    twice = [coding("a", 1, "yes", 1, coder=name) for name in ("x", "y")]
    own = judged(frame([*twice, coding("a", 1, "no", 2)]), ["a"], criterion={"mixed": "own side"}, unit="source")
    assert own.loc["a", ["n_for", "n_mixed", "n_against"]].tolist() == [0, 1, 0]
    more = frame([*twice, coding("a", 1, "no", 2), coding("a", 2, "no", 3)])
    # one segment for, one against: even, so that half of it stands on each side
    assert judged(more, ["a"], criterion={"mixed": "own side"}).loc["a", "verdict"] == LEANING_AGAINST


def test_there_is_a_verdict_on_each_case_and_over_all_and_the_table_keeps_its_contract():
    table = judge.judge(parsed(), study("ff", "fa", "aa"), names(3))
    frames.conform(table, "verdicts")
    assert table["case_id"].tolist() == ["k1", "k2", "k3", judge.OVER_ALL]
    assert table[["n_for", "n_mixed", "n_against", "n_units"]].iloc[-1].tolist() == [3, 0, 3, 6]
    assert judge.on_everything(pd.concat([table, table.assign(variation="x")])).equals(table)


@pytest.mark.parametrize("mixed", MIXED_COUNTS_AS)
@pytest.mark.parametrize("tolerance", [0, 0.1, 0.25, 1 / 3, 0.4, 0.5])
def test_no_unit_that_speaks_otherwise_or_falls_silent_turns_supported_into_contradicted(mixed, tolerance):
    """All cases of up to four units, whatever they say, and whatever one of them says instead."""
    (claim,) = parsed(criterion={"mixed": mixed, "tolerance": tolerance})
    for tally in product(range(5), repeat=5):
        if sum(tally) > 4 or judge.of_case(claim, Tally(*tally)).verdict != SUPPORTED:
            continue
        for left, right in product(range(5), [*range(5), None]):
            moved = [n - (place == left) + (place == right) for place, n in enumerate(tally)]
            if min(moved) >= 0:
                assert judge.of_case(claim, Tally(*moved)).verdict != CONTRADICTED
