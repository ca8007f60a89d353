"""Concordance: claim by claim what the original and its replication come to, and both together.

The verdicts stand in an order, from what speaks least for a claim to what speaks most for it: contradicted, leaning
against, divided, leaning for, supported. The replication is *the same*, if its verdict is the original's; *reversed*,
if one is for the claim (supported or leaning for) and the other against it; else *stronger*, if its verdict stands
higher in that order, and *weaker*, if lower. Stronger always means stronger for the claim as it is stated: one that the
original contradicts, and that the replication only leans against, is stronger. *Not testable* is a claim that one of
both didn't judge, or for which it had too little; and one that is another claim in each, since they share no code for
it, or a code speaks for it in one and against it in the other; a code that one of both says it renamed
(migrations.yaml) is the same code. The other way round, stronger is weaker, and all else stays.

Pooled, each case keeps the verdict that its own study gave it, and the cases of both are weighed as if they were those
of one study. Where the two criteria differ, the stricter value of each threshold over the cases holds. Of two
tolerances neither is the stricter (the smaller one lets less speak on the other side, and asks for less of a lead):
the verdict is what both grant. Studies that share a source are not pooled, and neither are claims that are others. This
counts cases, as a replication does (Yin 2018, Case Study Research and Applications, chapter 2), and is no
meta-analysis.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce
from itertools import combinations

from multicase.claims import (
    CONTRADICTED,
    DIVIDED,
    LEANING_AGAINST,
    LEANING_FOR,
    SUPPORTED,
    Claim,
    Criterion,
    judge,
)
from multicase.comparing import codes
from multicase.comparing.outcome import Outcome, alike
from multicase.study.kinds import KINDS
from multicase.wording import UNDEFINED, listed

SCALE = {CONTRADICTED: -2, LEANING_AGAINST: -1, DIVIDED: 0, LEANING_FOR: 1, SUPPORTED: 2}
SAME, STRONGER, WEAKER, REVERSED, NOT_TESTABLE = "same", "stronger", "weaker", "reversed", "not testable"
CONCORDANCES = (SAME, STRONGER, WEAKER, REVERSED, NOT_TESTABLE)
NOT_ASKED, NOT_POOLED = "not asked", "not pooled"  # instead of a verdict
ANY_UNIT = "unit"  # where the studies count different ones
COUNTS = ("n_for", "n_mixed", "n_against", "n_units")
# What makes a claim: field -> what people call it.
PARTS = {
    "statement": "wording", "supports": "codes for it", "contradicts": "codes against it",
    "each_of": "what each case must have",
    "speakers": "whose words count", "unit": "unit counted", "kinds": "kinds of source asked for",
    "criterion": "criterion",
}  # fmt: skip

REDEFINED = "definitions of its codes"
# What makes it another claim, with nothing but the id in common.
NO_CODE_SHARED, EXCHANGED = "every code for it", "the side of its codes"
ANOTHER = frozenset({NO_CODE_SHARED, EXCHANGED})
# What a pooled verdict must say beside itself: with it, the verdicts of the cases are not on quite the same.
TOLD_OF_POOLED = (PARTS["supports"], PARTS["contradicts"], PARTS["speakers"], REDEFINED)


@dataclass(frozen=True)
class Standing:
    """What one study, or several together, come to on a claim. Counts are text: empty where it wasn't asked."""

    verdict: str
    why: str
    counts: Mapping[str, str]
    unit: str
    n_cases: int


@dataclass(frozen=True)
class Concordance:
    """A claim in an original and a replication. differs: in what the claim isn't the same, as people call it."""

    claim: str
    statement: str
    original: Standing
    replication: Standing
    pooled: Standing
    stands: str
    differs: tuple[str, ...]


def concordance(original: Outcome, replication: Outcome) -> list[Concordance]:
    """Of each claim of both, in the original's order, then in the replication's."""
    both = alike([original, replication])
    return [_of_claim(name, *both) for name in asked(both)]


def asked(outcomes: Sequence[Outcome]) -> list[str]:
    """The claims of several studies, by their ids."""
    return list(dict.fromkeys(name for outcome in outcomes for name in outcome.claims))


def _of_claim(name: str, original: Outcome, replication: Outcome) -> Concordance:
    before, after = standing(original, name), standing(replication, name)
    differing = differs(original, replication, name)
    return Concordance(
        name,
        statement([replication, original], name),
        before,
        after,
        pooled([original, replication], name),
        stands(before.verdict, after.verdict, differing),
        differing,
    )


def stands(original: str, replication: str, differing: Collection[str] = ()) -> str:
    """How a replication's verdict stands to the original's: one of CONCORDANCES; the rule stands above.

    differing: of `differs`.
    """
    if not {original, replication} <= set(SCALE) or ANOTHER & {*differing}:
        return NOT_TESTABLE
    if original == replication:
        return SAME
    before, after = SCALE[original], SCALE[replication]
    if before * after < 0:
        return REVERSED
    return STRONGER if after > before else WEAKER


def statement(outcomes: Sequence[Outcome], claim: str) -> str:
    """A claim as the first of them states it that asks it."""
    return next(outcome.claims[claim].statement for outcome in outcomes if claim in outcome.claims)


def standing(outcome: Outcome, claim: str) -> Standing:
    """What a study's T23 says of a claim over all cases."""
    row = outcome.over_all(claim)
    if not row:
        return Standing(NOT_ASKED, "the study has no such claim", dict.fromkeys(COUNTS, ""), "", 0)
    counts = {name: row[name] for name in COUNTS}
    return Standing(row["verdict"], row["why"], counts, row["unit"], len(outcome.of_cases(claim)))


def pooled(outcomes: Sequence[Outcome], claim: str) -> Standing:
    """What all cases of those studies that ask a claim come to together; nothing of studies that share a source, and of
    claims that are others.
    """
    asking = [outcome for outcome in outcomes if claim in outcome.claims]
    differing = set().union(*(differs(one, other, claim) for one, other in combinations(asking, 2)))
    if any(one.digests & other.digests for one, other in combinations(asking, 2)):
        return _not_pooled("the studies share sources")
    if another := [part for part in (NO_CODE_SHARED, EXCHANGED) if part in differing]:
        return _not_pooled(f"not the same claim: the studies differ in {listed(another)}")
    own = [outcome.claims[claim] for outcome in asking]
    both = reduce(_stricter, own)
    verdicts = [verdict for outcome in asking for verdict in outcome.of_cases(claim)]
    kinds = set().union(*(outcome.kinds_for(claim) for outcome in asking))
    found = min(
        (judge.over_all(_tolerating(both, share), verdicts, kinds) for share in sorted(_tolerances(own))),
        key=lambda verdict: abs(SCALE.get(verdict.verdict, 0)),
    )
    rows = [outcome.over_all(claim) for outcome in asking]
    is_alike = len({one.unit for one in own}) == 1
    counts = {name: str(sum(int(row[name]) for row in rows)) if is_alike else UNDEFINED for name in COUNTS}
    apart = [part for part in TOLD_OF_POOLED if part in differing]
    why = "; ".join([found.why, *([f"the claims differ in: {listed(apart)}"] if apart else [])])
    return Standing(found.verdict, why, counts, both.unit, len(verdicts))


def _not_pooled(why: str) -> Standing:
    return Standing(NOT_POOLED, why, dict.fromkeys(COUNTS, ""), "", 0)


def _stricter(one: Claim, other: Claim) -> Claim:
    """A claim with what either asks for over the cases, but for the tolerance; the same whichever comes first."""
    a, b = one.criterion, other.criterion
    criterion = replace(a, cases=max(a.cases, b.cases), most=max(a.most, b.most))
    return replace(
        one,
        criterion=criterion,
        kinds=tuple(kind for kind in KINDS if kind in {*one.kinds, *other.kinds}),
        contradicts=one.contradicts if other.contradicts else (),
        about=one.about or other.about,
        speakers=one.speakers if other.speakers else {},
        unit=one.unit if one.unit == other.unit else ANY_UNIT,
    )


def _tolerances(claims: Iterable[Claim]) -> set[float]:
    return {claim.criterion.tolerance for claim in claims}


def _tolerating(claim: Claim, share: float) -> Claim:
    return replace(claim, criterion=replace(claim.criterion, tolerance=share))


def differs(original: Outcome, replication: Outcome, claim: str) -> tuple[str, ...]:
    """In what a claim isn't the same in both; nothing where one of them doesn't ask it.

    Of the criterion each threshold that differs is named, the original's value first: `criterion (cases 4 and 2)`.
    """
    if claim not in original.claims or claim not in replication.claims:
        return ()
    one, other = original.claims[claim], replication.claims[claim]
    another = list(_another(one, other))
    parts = [
        f"{called} ({_thresholds(one.criterion, other.criterion)})" if part == "criterion" else called
        for part, called in PARTS.items()
        if _sorted(one, part) != _sorted(other, part) and not (part == "supports" and NO_CODE_SHARED in another)
    ]
    shared = {*one.supports, *one.contradicts} & {*other.supports, *other.contradicts}
    redefined = any(codes.redefined(code, original, replication) for code in shared)
    return (*parts, *([REDEFINED] if redefined else []), *another)


def _another(one: Claim, other: Claim) -> Iterator[str]:
    """What makes two claims of one id others."""
    if not {*one.supports} & {*other.supports}:
        yield NO_CODE_SHARED
    if {*one.supports} & {*other.contradicts} or {*one.contradicts} & {*other.supports}:
        yield EXCHANGED


def _thresholds(one: Criterion, other: Criterion) -> str:
    values = [(field.name, getattr(one, field.name), getattr(other, field.name)) for field in fields(one)]
    return ", ".join(f"{name} {first} and {second}" for name, first, second in values if first != second)


def _sorted(claim: Claim, part: str) -> object:
    """What a claim says, whatever the order in which it lists it."""
    value = getattr(claim, part)
    return sorted(map(str, value)) if isinstance(value, tuple) else value


def instrument(found: Concordance) -> str:
    """Whether the claim is the same in both, in words."""
    if NOT_ASKED in (found.original.verdict, found.replication.verdict):
        whose = "replication" if found.original.verdict == NOT_ASKED else "original"
        return f"asked by the {whose} alone"
    return f"differs in: {listed(found.differs)}" if found.differs else "the same"


def tally(found: Sequence[Concordance]) -> dict[str, list[str]]:
    """Concordance -> the claims that have it, for those that occur."""
    named = {how: [one.claim for one in found if one.stands == how] for how in CONCORDANCES}
    return {how: claims for how, claims in named.items() if claims}
