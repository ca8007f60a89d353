"""Concordance of claims: which word stands for which pair of verdicts, and what the cases of both come to together."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.claims import VERDICTS
from multicase.comparing import outcome, verdicts
from multicase.comparing.verdicts import NOT_TESTABLE, REVERSED, SAME, STRONGER, WEAKER
from multicase.wording import UNDEFINED
from replicated import CODES, codes, said, write
from spoken import CLAIM

EXCHANGED = re.compile(r" ([\d.]+) and ([\d.]+)")  # the values of a threshold that differs
MIRRORED = {SAME: SAME, STRONGER: WEAKER, WEAKER: STRONGER, REVERSED: REVERSED, NOT_TESTABLE: NOT_TESTABLE}
OTHER = {"claim": "C2", "statement": "T.", "supports": ["no"], "contradicts": ["yes"]}
PATTERNS = st.lists(st.text("fam", min_size=1, max_size=4), min_size=1, max_size=3)
ANY = st.sampled_from([*VERDICTS, verdicts.NOT_ASKED])


@pytest.mark.parametrize(
    ("original", "replication", "stands"),
    [
        ("supported", "supported", SAME),
        ("divided", "divided", SAME),
        ("contradicted", "contradicted", SAME),
        ("leaning for", "supported", STRONGER),
        ("divided", "leaning for", STRONGER),
        ("leaning against", "divided", STRONGER),
        ("contradicted", "leaning against", STRONGER),
        ("supported", "leaning for", WEAKER),
        ("supported", "divided", WEAKER),
        ("divided", "contradicted", WEAKER),
        ("leaning against", "contradicted", WEAKER),
        ("supported", "contradicted", REVERSED),
        ("supported", "leaning against", REVERSED),
        ("leaning against", "leaning for", REVERSED),
        ("insufficient", "insufficient", NOT_TESTABLE),
        ("insufficient", "supported", NOT_TESTABLE),
        ("supported", "insufficient", NOT_TESTABLE),
        ("supported", verdicts.NOT_ASKED, NOT_TESTABLE),
    ],
)
def test_a_replication_stands_to_its_original_by_the_order_of_the_verdicts(original, replication, stands):
    assert verdicts.stands(original, replication) == stands


@given(ANY, ANY)
def test_with_original_and_replication_exchanged_the_concordance_is_mirrored(one, other):
    assert verdicts.stands(other, one) == MIRRORED[verdicts.stands(one, other)]


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


@settings(max_examples=12, deadline=None)
@given(first=PATTERNS, second=PATTERNS, cases=st.integers(1, 3), tolerance=st.sampled_from([0.1, 0.25]))
def test_whole_studies_exchanged_mirror_the_concordance_and_pool_to_the_same(folder, first, second, cases, tolerance):
    one = write(folder / "one", first, register=(CLAIM, OTHER), cases=cases)
    other = write(folder / "other", second, "n", register=(CLAIM, OTHER), tolerance=tolerance)
    found = {row.claim: row for row in verdicts.concordance(one, other)}
    for back in verdicts.concordance(other, one):
        there = found[back.claim]
        assert (back.original, back.replication) == (there.replication, there.original)
        assert back.stands == MIRRORED[there.stands]
        assert (back.pooled.verdict, back.pooled.counts) == (there.pooled.verdict, there.pooled.counts)
        assert back.differs == tuple(EXCHANGED.sub(r" \2 and \1", part) for part in there.differs)


@settings(max_examples=12, deadline=None)
@given(PATTERNS)
def test_a_study_replicated_with_its_own_data_is_the_same_in_every_claim_that_has_a_verdict(folder, patterns):
    study = write(folder / "own", patterns, register=(CLAIM, OTHER))
    for row in verdicts.concordance(study, study):
        judged = row.original.verdict != "insufficient"
        assert row.stands == (SAME if judged else NOT_TESTABLE) and row.differs == ()
        assert row.pooled.verdict == verdicts.NOT_POOLED


def test_pooled_each_case_keeps_its_verdict_and_all_are_weighed_together(tmp_path):
    one, other = write(tmp_path / "one", ["fff", "fff"]), write(tmp_path / "other", ["aaa", "fff"], "n")
    (row,) = verdicts.concordance(one, other)
    assert (row.original.verdict, row.replication.verdict, row.stands) == ("supported", "divided", WEAKER)
    assert row.pooled.verdict == "supported" and row.pooled.n_cases == 4
    assert row.pooled.counts == {"n_for": "9", "n_mixed": "0", "n_against": "3", "n_units": "12"}
    assert "3 of 4 cases support it and 1 contradicts it" in row.pooled.why


@pytest.mark.parametrize(("cases", "verdict"), [(4, "supported"), (5, "insufficient")])
def test_pooled_the_stricter_of_two_criteria_holds(tmp_path, cases, verdict):
    strict = write(tmp_path / "one", ["fff", "fff"], cases=cases)
    (row,) = verdicts.concordance(strict, write(tmp_path / "other", ["fff", "fff"], "n"))
    assert row.original.verdict == "insufficient" and row.stands == NOT_TESTABLE
    assert row.pooled.verdict == verdict and row.differs == (f"criterion (cases {cases} and 1)",)
    assert verdicts.instrument(row) == f"differs in: criterion (cases {cases} and 1)"


@pytest.mark.parametrize("stricter", [{"tolerance": 0.1}, {"most": 0.9}])
@pytest.mark.parametrize("of_original", [True, False])
def test_pooled_the_stricter_of_each_threshold_over_the_cases_holds(tmp_path, stricter, of_original):
    one = write(tmp_path / "one", ["fff", "fff"], **(stricter if of_original else {}))
    other = write(tmp_path / "other", ["aaa", "fff"], "n", **({} if of_original else stricter))
    assert verdicts.concordance(one, other)[0].pooled.verdict == "leaning for"


@pytest.mark.parametrize(("strict", "lax"), [(0.1, 0.4), (0.0, 0.5), (0.25, 0.3)])
@pytest.mark.parametrize(
    "patterns", [["fff"] * 4 + ["fa"] * 4 + ["aaa"] * 2, ["fff"] * 7 + ["aaa"] * 3, ["aaa"] * 5 + ["fff"]]
)
def test_pooled_of_two_tolerances_no_more_is_granted_than_by_either_alone(tmp_path, patterns, strict, lax):
    shares = (strict, lax)
    one = {share: write(tmp_path / f"one {share}", patterns[::2], tolerance=share) for share in shares}
    other = {share: write(tmp_path / f"other {share}", patterns[1::2], "n", tolerance=share) for share in shares}

    def verdict(first, second):
        return verdicts.SCALE[verdicts.pooled([one[first], other[second]], "C1").verdict]

    alone = [verdict(share, share) for share in shares]
    both = {verdict(strict, lax), verdict(lax, strict)}
    assert both == {min(alone, key=abs)}


def test_pooled_a_kind_that_either_asks_for_must_speak_for_the_claim(tmp_path):
    one = write(tmp_path / "one", ["fff"], register=[CLAIM | {"kinds": ["document"]}])
    (row,) = verdicts.concordance(one, write(tmp_path / "other", ["fff"], "n"))
    assert row.pooled.verdict == "leaning for" and row.replication.verdict == "supported"


def test_a_claim_that_one_study_does_not_ask_is_not_testable(tmp_path):
    one, other = write(tmp_path / "one", ["fff"]), write(tmp_path / "other", ["fff"], "n", register=(OTHER, CLAIM))
    first, second = verdicts.concordance(one, other)
    assert (first.claim, second.claim, second.stands) == ("C1", "C2", NOT_TESTABLE)
    assert second.original.verdict == verdicts.NOT_ASKED and second.original.counts["n_for"] == ""
    assert second.pooled.verdict == second.replication.verdict == "contradicted"
    assert verdicts.instrument(second) == "asked by the replication alone"
    assert verdicts.tally([first, second]) == {SAME: ["C1"], NOT_TESTABLE: ["C2"]}


def test_counts_of_different_units_are_not_added_up(tmp_path):
    one = write(tmp_path / "one", ["fff"], register=[CLAIM | {"unit": "segment"}])
    (row,) = verdicts.concordance(one, write(tmp_path / "other", ["fff"], "n"))
    assert set(row.pooled.counts.values()) == {UNDEFINED} and row.pooled.verdict == "supported"
    assert "unit counted" in row.differs


def test_a_claim_that_lists_the_same_codes_in_another_order_is_the_same(tmp_path):
    one = write(tmp_path / "one", ["fff"], register=[CLAIM | {"supports": ["also", "yes"]}])
    two = write(tmp_path / "two", ["fff"], "n", register=[CLAIM | {"statement": "Autrement."}])
    assert verdicts.concordance(one, write(tmp_path / "other", ["fff"], "n"))[0].differs == ()
    assert verdicts.concordance(one, two)[0].differs == ("wording",)


def test_a_claim_whose_codes_are_defined_otherwise_is_not_the_same(tmp_path):
    one = write(tmp_path / "one", ["fff"])
    for what, differs in (("definition", (verdicts.REDEFINED,)), ("polarity", (verdicts.REDEFINED,)), ("label", ())):
        book = codes(*CODES, yes={what: "Else"})
        assert verdicts.concordance(one, write(tmp_path / what, ["fff"], "n", book=book))[0].differs == differs
    book = codes(*CODES, "idle", idle={"definition": "Else"})  # a code of neither side
    assert verdicts.concordance(one, write(tmp_path / "idle", ["fff"], "n", book=book))[0].differs == ()


@pytest.mark.parametrize(
    ("same", "is_pooled"),
    [
        ({"text_sha256": "the same"}, False),
        ({"raw_sha256": "the same"}, False),  # anonymised otherwise: another profile, locale or replacement
        ({"text_sha256": "the same", "read": "False"}, True),
        ({"text_sha256": "", "raw_sha256": ""}, True),  # of sources without a segment
    ],
)
def test_studies_that_share_sources_are_not_pooled_whatever_these_are_called(tmp_path, same, is_pooled):
    one, other = write(tmp_path / "one", ["fff", "fff"]), write(tmp_path / "other", ["fff", "fff"], "n")
    (row,) = verdicts.concordance(one, other)
    assert row.pooled.verdict == "supported"
    for folder in ("one", "other"):
        path = tmp_path / folder / "audit/sources.csv"
        rows = pd.read_csv(path, dtype=str)
        rows.loc[0, list(same)] = list(same.values())
        rows.to_csv(path, index=False)
    again = [outcome.Outcome(tmp_path / name, name) for name in ("one", "other")]
    (row,) = verdicts.concordance(*again)
    assert row.pooled.verdict == ("supported" if is_pooled else verdicts.NOT_POOLED)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"supports": ["no"], "contradicts": ["yes"]}, "every code for it and the side of its codes"),
        ({"supports": ["yes", "no"], "contradicts": []}, "the side of its codes"),
        ({"supports": ["also"], "contradicts": []}, "every code for it"),
    ],
)
def test_claims_with_nothing_but_their_id_in_common_are_neither_compared_nor_pooled(tmp_path, change, why):
    one = write(tmp_path / "one", ["fff", "fff"], register=[CLAIM | {"supports": ["yes"]}])
    other = write(tmp_path / "other", ["fff", "fff"], "n", register=[CLAIM | change])
    for pair in ((one, other), (other, one)):
        (row,) = verdicts.concordance(*pair)
        assert (row.stands, row.pooled.verdict) == (NOT_TESTABLE, verdicts.NOT_POOLED)
        assert row.pooled.why == f"not the same claim: the studies differ in {why}"
        told = verdicts.instrument(row)
        assert told.endswith(why.rpartition(" and ")[2]) and told.count("codes for it") + told.count("code for it") == 1
    assert verdicts.pooled([one, one], "C1").why == "the studies share sources"


def history(root, *renames):
    """The study of some results, with a history in which codes are renamed, one a day."""
    (root / "instrument").mkdir(exist_ok=True)
    told = [
        f"  - {{date: '2020-01-0{day}', change: rename, from: ['{before}'], to: ['{now}'], reason: Clearer.}}\n"
        for day, (before, now) in enumerate(renames, 1)
    ]
    retired = "  - {date: '2020-01-09', change: retire, from: [old], to: [], reason: Nobody's.}\n"
    (root / outcome.MIGRATIONS).write_text("migrations:\n" + retired + "".join(reversed(told)), encoding="utf-8")
    return outcome.Outcome.read(root)


def speaking(root, code, where, others=(), definition="Saying so.", **claim):
    """Results in which a code speaks for the claim in each source of two cases."""
    heard = said(["fff", "fff"], where)
    book = codes(code, *others, "no", **{code: {"definition": definition, "label": "Yes"}})
    heard["code"] = heard["code"].replace({"yes": code})
    return write(root, ["fff", "fff"], where, [CLAIM | {"supports": [code]} | claim], book, heard)


YES = [("yes", "agree"), ("agree", "assent")]


@pytest.mark.parametrize(
    ("code", "claim", "renames", "stands", "told"),
    [
        ("assent", {}, YES, SAME, ""),
        ("assent", {"contradicts": []}, YES, SAME, "codes against it"),
        ("too", {"contradicts": []}, YES, NOT_TESTABLE, "every code for it"),  # of another code
        ("too", {"contradicts": ["assent"]}, YES, NOT_TESTABLE, "every code for it and the side of its codes"),
        ("assent", {}, [("also", "assent")], NOT_TESTABLE, "every code for it"),
        ("also", {}, [("yes", "x"), ("also", "yes"), ("x", "also")], SAME, ""),  # exchanged
        ("yes", {}, [("yes", "x"), ("also", "yes"), ("x", "also")], NOT_TESTABLE, "every code for it"),
        ("agree", {}, [("yes", "agree"), ("also", "yes")], SAME, ""),  # the name goes on for another
    ],
)
def test_a_code_that_was_renamed_is_the_same_in_claims(tmp_path, code, claim, renames, stands, told):
    one = speaking(tmp_path / "one", "yes", "k", ["also"])
    others = {"assent": [], "too": ["assent"], "also": ["yes"], "yes": ["also"], "agree": ["yes"]}[code]
    speaking(tmp_path / "other", code, "n", others, **claim)
    other = history(tmp_path / "other", *renames)
    assert str(tmp_path / "other" / outcome.MIGRATIONS) in outcome.paths(tmp_path / "other")
    for pair in ((one, other), (other, one)):
        (row,) = verdicts.concordance(*pair)
        assert row.stands == stands and (row.pooled.verdict == verdicts.NOT_POOLED) == (stands == NOT_TESTABLE)
        assert verdicts.instrument(row) == "the same" if not told else row.pooled.why.endswith(told)


def test_a_code_that_both_renamed_is_one_and_what_else_it_says_is_told(tmp_path):
    for root, code, where in (("one", "agree", "k"), ("other", "assent", "n")):
        speaking(tmp_path / root, code, where, definition=f"Saying {where}.")
    (row,) = verdicts.concordance(
        history(tmp_path / "one", ("yes", "agree")), history(tmp_path / "other", ("yes", "assent"))
    )
    assert (row.stands, row.differs) == (SAME, ("definitions of its codes",))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"statement": "Autrement."}, ""),  # its wording, in another language
        ({"supports": ["yes"]}, "codes for it"),
        ({"supports": ["yes"], "contradicts": []}, "codes for it and codes against it"),
        ({"population": {"speakers": {"role_group": ["gp"]}}}, "whose words count"),
    ],
)
def test_a_pooled_verdict_says_in_what_its_claims_are_not_the_same(tmp_path, change, told):
    one = write(tmp_path / "one", ["fff", "fff"], register=[CLAIM | {"supports": ["yes", "also"]}])
    other = write(tmp_path / "other", ["fff", "fff"], "n", register=[CLAIM | {"supports": ["yes", "also"]} | change])
    (row,) = verdicts.concordance(one, other)
    assert row.pooled.verdict != verdicts.NOT_POOLED
    assert row.pooled.why.partition("; the claims differ in: ")[2] == told
