"""Verdicts follow from the declared criterion, negative cases are found by rule, quotations by rule."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import claims, frames
from multicase.claims import judge, negative, quotes
from multicase.contracts import CONTRACTS
from multicase.study import disclosure
from multicase.study.problems import StudyError

CLAIM = {"claim": "C1", "statement": "S.", "supports": ["yes", "also"], "contradicts": ["no"]}


def evidence(*rows, **more):
    """rows: case, source number, code; each a segment of its own."""
    found = []
    for number, (case, source, code) in enumerate(rows, 1):
        source_id = f"{case}-i{source:02d}"
        found.append(
            dict.fromkeys(CONTRACTS["evidence"].columns, "")
            | {
                "segment_id": f"{source_id}:{number}.1", "source_id": source_id, "case_id": case, "kind": "interview",
                "code": code, "consent": "quote", "role_group": "gp", "participant_id": f"{case}-p{source:02d}",
                "start": number, "coder": "coder_1", "exact": "these are eight words and they are said",
            }
            | more
        )  # fmt: skip
    return pd.DataFrame(found, columns=list(CONTRACTS["evidence"].columns))


def parsed(**more):
    return claims.parse({"claims": [CLAIM | more]})


def judged(claim, rows, cases="abc"):
    """The verdicts on everything."""
    return judge.on_everything(judge.judge(claim, rows, list(cases)))


def verdict(rows, cases="abc", **more):
    table = judged(parsed(**more), rows, cases).set_index("case_id")["verdict"]
    return "".join(table[case][0] for case in cases), table[judge.OVER_ALL]


SAYS = {"s": "yes", "c": "no"}


def case(name, pattern):
    """One source for each letter: `s` speaks for, `c` against, `b` says both once."""
    rows = []
    for number, letter in enumerate(pattern, 1):
        rows += [(name, number, code) for code in (("yes", "no") if letter == "b" else (SAYS[letter],))]
    return rows


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("ss", "s"),
        ("s", "i"),
        ("cc", "c"),
        ("sssc", "s"),
        ("ssc", "q"),
        ("sccc", "c"),
        ("b", "q"),
        ("bs", "q"),
        ("", "i"),
    ],
)
def test_a_case_is_judged_by_its_units(pattern, expected):
    assert verdict(evidence(*case("a", pattern)))[0][0] == expected


def test_a_source_speaks_on_the_side_on_which_it_has_more_segments():
    rows = evidence(("a", 1, "yes"), ("a", 1, "yes"), ("a", 1, "no"), ("a", 2, "yes"))
    assert verdict(rows)[0][0] == "s"


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (("ss", "ss", "ss"), "supported"),
        (("ss", "ss", "cc"), "supported"),
        (("ss", "cc", "cc"), "contradicted"),
        (("ss", "ssc", "cc"), "qualified"),
        (("ss", "ss", ""), "insufficient"),
    ],
)
def test_the_study_is_judged_by_its_cases(patterns, expected):
    rows = evidence(*[row for name, pattern in zip("abc", patterns, strict=True) for row in case(name, pattern)])
    assert verdict(rows)[1] == expected


def test_a_case_that_lacks_one_of_the_groups_is_qualified_at_best():
    rows = evidence(*case("a", "sss"), *case("b", "sss"), ("b", 9, "also"))
    claim = {"each_of": [["yes"], ["also"]]}
    assert verdict(rows, "ab", **claim)[0] == "qs"
    why = judge.on_everything(judge.judge(parsed(**claim), rows, list("ab"), {"also": "the ward"})).set_index("case_id")
    assert why.loc["a", "why"] == "3 for, 0 against; nothing on the ward" and why.loc["b", "why"] == "4 for, 0 against"
    assert judged(parsed(**claim), rows, "ab").set_index("case_id").loc["a", "why"].endswith("nothing on also")


def test_a_kind_of_source_that_must_speak_and_does_not_qualifies_the_claim():
    rows = evidence(*case("a", "ss"), *case("b", "ss"), *case("c", "ss"))
    assert verdict(rows, kinds=["observation"])[1] == "qualified"


def test_only_the_population_s_words_count():
    rows = pd.concat([evidence(*case("a", "ss")), evidence(*case("a", "cccc"), role_group="manager")])
    assert verdict(rows)[0][0] == "q"
    assert verdict(rows, population={"speakers": {"role_group": ["gp"]}})[0][0] == "s"


@pytest.mark.parametrize(("speakers", "expected"), [({"level": ["frontline"]}, "s"), ({"level": ["strategy"]}, "c"),
                                                    ({"level": ["strategy", "frontline"]}, "q"),
                                                    ({"level": ["frontline"], "role_group": ["manager"]}, "i")])  # fmt: skip
def test_the_population_can_be_told_by_any_attribute_of_those_who_speak(speakers, expected):
    front = evidence(*case("a", "ss")).assign(**{"speaker.level": "frontline"})
    top = evidence(*case("a", "cccc"), role_group="manager").assign(**{"speaker.level": "strategy"})
    assert verdict(pd.concat([front, top]), population={"speakers": speakers})[0][0] == expected


def test_leaving_a_case_out_can_change_the_verdict():
    rows = evidence(*case("a", "ss"), *case("b", "ss"), *case("c", "cc"), *case("d", "ccs"))
    table = judge.judge(parsed(), rows, list("abcd"))
    over_all = table[table["case_id"] == judge.OVER_ALL].set_index("variation")["verdict"]
    assert over_all["case:d"] == "supported" and over_all["case:a"] == "qualified"


def test_there_are_verdicts_on_everything_and_without_each_case():
    rows = evidence(*case("a", "ss"), *case("b", "sc"), *case("c", "cc"))
    table = judge.judge(parsed(), rows, list("abc"))
    frames.conform(table, "verdicts")
    cases = table.groupby("variation", sort=False)["case_id"].agg("".join).to_dict()  # the one over all is empty
    assert cases == {judge.EVERYTHING: "abc", "case:a": "bc", "case:b": "ac", "case:c": "ab"}
    assert (table.groupby("variation")["case_id"].agg(lambda ids: list(ids).count(judge.OVER_ALL)) == 1).all()
    numbers = table.set_index(["variation", "case_id"])[["n_for", "n_against", "n_units"]]
    assert numbers.loc[(judge.EVERYTHING, judge.OVER_ALL)].tolist() == [3, 3, 6]
    assert numbers.loc[("case:c", judge.OVER_ALL)].tolist() == [3, 1, 4]
    assert numbers.loc[("case:c", "b")].tolist() == numbers.loc[(judge.EVERYTHING, "b")].tolist() == [1, 1, 2]
    assert judge.on_everything(table)["case_id"].tolist() == ["a", "b", "c", judge.OVER_ALL]


def test_every_segment_of_an_opposite_case_is_a_negative_case_that_waits_for_a_disposition():
    rows = evidence(*case("a", "ss"), *case("b", "ss"), *case("c", "cc"))
    claim = parsed()
    found = negative.find(claim, rows, judged(claim, rows))
    assert list(found["case_id"]) == ["c", "c"] and set(found["disposition"]) == {negative.OPEN}
    assert set(found["words"]) == {"these are eight words and they are said"}
    assert set(found["reason"]) == {"contradicted (0 for, 2 against); over all: supported"}
    silent = rows.assign(consent="aggregate")
    assert set(negative.find(claim, silent, judged(claim, silent))["words"]) == {disclosure.WITHHELD}
    told = parsed(negative_cases=[{"case": "c", "disposition": "limits the claim", "reason": "it is new"}])
    found = negative.find(told, rows, judged(told, rows))
    assert set(found["disposition"]) == {"limits the claim: it is new"}


def test_quotations_are_spread_over_cases_and_never_come_from_what_may_not_be_quoted():
    rows = pd.concat(
        [evidence(*case("a", "ssss"), *case("b", "s"), *case("c", "s")), evidence(("d", 1, "yes"), consent="aggregate")]
    )
    chosen = quotes.choose(parsed(), rows)
    assert sorted(chosen["case_id"]) == ["a", "b", "c"] and set(chosen["chosen_by"]) == {"rule"}


def test_a_person_can_choose_a_quotation_with_a_reason_but_none_that_is_not_there():
    rows = evidence(*case("a", "ss"))
    entry = {"segment": "a-i02:2.1", "code": "yes", "reason": "plainest"}
    chosen = quotes.choose(parsed(quotations=[entry]), rows)
    assert "override: plainest" in set(chosen["chosen_by"])
    with pytest.raises(StudyError, match="may be quoted"):
        quotes.choose(parsed(quotations=[entry | {"segment": "x"}]), rows)
