"""Verdicts: for each claim, what speaks for and against it in each case, and what follows from that.

In a case the units (sources, participants or segments) are counted that speak for the claim, against it, or both
(mixed). With fewer than `minimum` of them: *insufficient*. Where those for it are ahead of those against it by more
than a share of `tolerance` of all: *leaning for*; and *supported*, if besides at most a share of `tolerance` of those
that take a side is against it, and at most as large a share of all is mixed. *Leaning against* and *contradicted* are
the same with the sides exchanged; all else is *divided*. No verdict is clear with fewer than two units on its side.
What a mixed unit counts as, `mixed` says: as neither; against (whichever verdict it stands in the way of); half on
each side; or on the side of which it has more segments (own side; half, if they are as many).

Over all, the cases that are not insufficient are weighed, of which there must be `cases`: leaning for, if those that
support the claim or lean for it are ahead of those on the other side by more than a share of `tolerance` of them; and
supported, if besides at least a share of `most` supports it, and at most a share of `tolerance` is on the other side.
So with the sides exchanged; all else is divided. A case that lacks one of the groups in `each_of`, and a study in which
one of the `kinds` of source speaks nowhere for the claim, lean for it at best.

Why the rule is as it is: docs/decisions/0011-verdicts.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from multicase.claims import (
    AGAINST,
    CONTRADICTED,
    DIVIDED,
    HALF,
    INSUFFICIENT,
    LEANING_AGAINST,
    LEANING_FOR,
    NEITHER,
    OWN_SIDE,
    SUPPORTED,
    Claim,
    Criterion,
)
from multicase.claims.units import PARTICIPANT, Tally, Voices, sides, told_of
from multicase.study.kinds import KINDS, PLURALS
from multicase.wording import counted, listed, share

UNCONTESTED = "no code can count against it"
UNRESTRICTED = "everybody's words count, for its population is given in words alone"
FEWEST = 2  # units on its side without which no verdict is clear: else a single segment could turn it round
NEAR = 0.005  # how far 0.67 is from two thirds, and somewhat more
ROUNDING = 1e-9  # 3 of 5 cases are a share of .6, whatever the computer makes of .6
OVER_ALL = ""  # in the column case_id
EVERYTHING = ""  # in the column variation
ON_SIDES = (SUPPORTED, LEANING_FOR), (CONTRADICTED, LEANING_AGAINST)  # verdicts on cases that count for and against
COLUMNS = (
    "claim", "group", "variation", "case_id", "n_for", "n_mixed", "n_against", "n_units", "verdict", "why",
)  # fmt: skip
COUNTED_AS = {
    NEITHER: "as neither",
    AGAINST: "against whichever verdict is asked for",
    HALF: "half on each side",
    OWN_SIDE: "on the side of which it has more segments",
}


# What the criterion asks of a case, of the study, or of both.
ENOUGH, AHEAD, ON_OTHER_SIDE, TOO_MIXED = "enough", "ahead", "on the other side", "too mixed"
ON_ITS_SIDE, EACH, CLEAR_CASES, EACH_KIND = "on its side", "each of", "clear cases", "each kind"


@dataclass(frozen=True)
class Step:
    """A question that the criterion asks, with its numbers put in, and the verdict as it stands after the answer.

    asks: which question. n: what is compared with the limit. of: what the limit is a share of; 0 where it is none.
    holds: the answer. verdict: empty while nothing can be said. lacking: what is missing of what must be there.
    """

    asks: str
    n: float
    limit: float
    of: float
    holds: bool
    verdict: str = ""
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The steps by which the criterion comes to a verdict, and in a few words why. The last step's verdict holds."""

    steps: tuple[Step, ...]
    why: str

    @property
    def verdict(self) -> str:
        return self.steps[-1].verdict

    @property
    def fails(self) -> list[str]:
        """The questions whose answer is no."""
        return [step.asks for step in self.steps if not step.holds]


def judge(
    claims: Iterable[Claim], evidence: pd.DataFrame, cases: Sequence[str], called: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """The verdicts on everything (contract `verdicts`): one row per claim and case, and one with an empty case_id for
    the verdict over all cases. called: code -> what it is called in `why`.
    """
    rows = []
    for claim in claims:
        of_cases, over_all = of_all(claim, evidence, cases, called)
        rows += [row(claim, case, *told) for case, told in zip(cases, of_cases, strict=True)]
        rows.append(row(claim, OVER_ALL, *over_all))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def row(claim: Claim, case: str, tally: Tally, verdict: Verdict) -> dict[str, object]:
    """A row of the contract `verdicts`, on everything."""
    return {
        "claim": claim.id,
        "group": "",
        "variation": EVERYTHING,
        "case_id": case,
        "n_for": tally.n_for,
        "n_mixed": tally.n_mixed,
        "n_against": tally.n_against,
        "n_units": tally.n_units,
        "verdict": verdict.verdict,
        "why": verdict.why,
    }


def on_everything(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Of all verdicts those that nothing was varied for."""
    return verdicts[verdicts["variation"] == EVERYTHING]


def of_all(
    claim: Claim, evidence: pd.DataFrame, cases: Sequence[str], called: Mapping[str, str] | None = None
) -> tuple[list[tuple[Tally, Verdict]], tuple[Tally, Verdict]]:
    """Tally and verdict of each case, and over all, on everything. Arguments: see `judge`."""
    voices = Voices(sides(claim, evidence), claim.unit, cases)
    return verdicts(claim, voices, np.ones(len(voices.rows), dtype=bool), called or {})


def verdicts(
    claim: Claim, voices: Voices, mask: np.ndarray, called: Mapping[str, str], without: Sequence[str] = ()
) -> tuple[list[tuple[Tally, Verdict]], tuple[Tally, Verdict]]:
    """Tally and verdict of each case, and over all, of those rows of the voices that are under the mask.

    without: cases that are left out, and stand in no sentence.
    """
    tallies = voices.tallies(mask)
    speaks_for = mask & voices.is_for
    there = [
        voices.cases_with(speaks_for & voices.rows["code"].isin(list(group)).to_numpy(dtype=bool))
        for group in claim.each_of
    ]
    of_cases = []
    for number, tally in enumerate(tallies):
        lacking = [group for group, cases in zip(claim.each_of, there, strict=True) if number not in cases]
        of_cases.append(
            (tally, of_case(claim, tally, [called.get(code, code) for code in lacking[0]] if lacking else []))
        )
    kinds = set(voices.rows["kind"].to_numpy()[speaks_for]) if claim.kinds else set()
    counted_ones = [told for case, told in zip(voices.cases, of_cases, strict=True) if case not in without]
    return of_cases, (
        _sum(tally for tally, _ in counted_ones),
        over_all(claim, [v.verdict for _, v in counted_ones], kinds),
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    found = list(tallies)
    return Tally(*(sum(getattr(tally, name) for tally in found) for name in Tally.__dataclass_fields__))


def of_case(claim: Claim, tally: Tally, lacking: Sequence[str] = ()) -> Verdict:
    """The verdict on a case. lacking: what codes of a group of `each_of` are called that it has none of."""
    told = f"{tally.n_for} for, {tally.n_mixed} mixed, {tally.n_against} against"
    found = Verdict(tuple(_steps_of_case(claim, tally, lacking)), told)
    if found.fails == [ENOUGH]:
        return replace(found, why=f"{told}; fewer than {counted(claim.criterion.minimum, claim.unit)}")
    if found.fails == [EACH]:
        return replace(found, why=f"{told}; nothing on {listed(lacking, 'or')}")
    return found


def _steps_of_case(claim: Claim, tally: Tally, lacking: Sequence[str]) -> list[Step]:
    criterion, few = claim.criterion, claim.criterion.tolerance
    enough = _at_least(ENOUGH, tally.n_units, criterion.minimum)
    if not enough.holds:
        return [replace(enough, verdict=INSUFFICIENT)]
    n_for, n_mixed, n_against = weights(tally, criterion.mixed)
    total, behind = n_for + n_mixed + n_against, min(n_for, n_against)
    in_the_way = n_mixed if criterion.mixed == AGAINST else 0
    ahead = _more_than(AHEAD, abs(n_for - n_against) - in_the_way, few, total)
    if criterion.mixed == AGAINST:
        clear = [_at_most(ON_OTHER_SIDE, behind + n_mixed, few, total)]
    else:
        clear = [_at_most(ON_OTHER_SIDE, behind, few, n_for + n_against)]
    if criterion.mixed == NEITHER:
        clear.append(_at_most(TOO_MIXED, n_mixed, few, total))
    clear.append(_at_least(ON_ITS_SIDE, max(n_for, n_against), FEWEST))
    if claim.each_of and n_for > n_against:
        clear.append(_all_there(EACH, lacking))
    return [enough, *_concluded(n_for > n_against, ahead, clear)]


def _concluded(is_for: bool, ahead: Step, clear: Sequence[Step]) -> list[Step]:
    """The steps after the first, with the verdict that stands after each: divided, leaning, and clear if all hold."""
    if not ahead.holds:
        return [replace(ahead, verdict=DIVIDED)]
    leaning, clearly = (LEANING_FOR, SUPPORTED) if is_for else (LEANING_AGAINST, CONTRADICTED)
    steps = [replace(step, verdict=leaning) for step in (ahead, *clear)]
    return [*steps[:-1], replace(steps[-1], verdict=clearly)] if all(step.holds for step in clear) else steps


def _at_least(asks: str, n: float, limit: float, of: float = 0) -> Step:
    return Step(asks, n, limit, of, n >= limit - ROUNDING)


def _more_than(asks: str, n: float, share: float, of: float) -> Step:
    return Step(asks, n, share * of, of, n > share * of + ROUNDING)


def _at_most(asks: str, n: float, share: float, of: float) -> Step:
    return Step(asks, n, share * of, of, n <= share * of + ROUNDING)


def _all_there(asks: str, lacking: Sequence[str]) -> Step:
    return Step(asks, len(lacking), 0, 0, not lacking, lacking=tuple(lacking))


def weights(tally: Tally, mixed: str) -> tuple[float, float, float]:
    """What counts for, as neither, and against. mixed: what a mixed unit counts as."""
    if mixed == HALF:
        return tally.n_for + tally.n_mixed / 2, 0, tally.n_against + tally.n_mixed / 2
    if mixed == OWN_SIDE:
        even = tally.mixed_even / 2
        return tally.n_for + tally.mixed_for + even, 0, tally.n_against + tally.mixed_against + even
    return tally.n_for, tally.n_mixed, tally.n_against


def over_all(claim: Claim, verdicts: Sequence[str], kinds: Iterable[str]) -> Verdict:
    """The verdict on the study from those on its cases and the kinds of source that speak for the claim."""
    told = "; ".join(filter(None, ["" if claim.contradicts else UNCONTESTED, _told(claim, verdicts), _whose(claim)]))
    found = Verdict(tuple(_steps_over_all(claim, verdicts, kinds)), told)
    if found.fails == [ENOUGH]:
        return replace(found, why=f"{told}; fewer than {counted(claim.criterion.cases, 'case')} can be judged")
    if found.fails == [EACH_KIND]:
        return replace(found, why=f"{told}; no {KINDS[found.steps[-1].lacking[0]][0]} speaks for it")
    return found


def _steps_over_all(claim: Claim, verdicts: Sequence[str], kinds: Iterable[str]) -> list[Step]:
    criterion = claim.criterion
    judged = [verdict for verdict in verdicts if verdict != INSUFFICIENT]
    n = len(judged)
    enough = _at_least(ENOUGH, n, criterion.cases)
    if not enough.holds:
        return [replace(enough, verdict=INSUFFICIENT)]
    n_for, n_against = (sum(map(judged.count, names)) for names in ON_SIDES)
    is_for = n_for > n_against
    clear = [
        _at_least(CLEAR_CASES, judged.count(SUPPORTED if is_for else CONTRADICTED), criterion.most * n, n),
        _at_most(ON_OTHER_SIDE, min(n_for, n_against), criterion.tolerance, n),
    ]
    if claim.kinds and is_for:
        heard = set(kinds)
        clear.append(_all_there(EACH_KIND, [kind for kind in claim.kinds if kind not in heard]))
    return [
        enough,
        *_concluded(is_for, _more_than(AHEAD, abs(n_for - n_against), criterion.tolerance, n), clear),
    ]


def _whose(claim: Claim) -> str:
    return UNRESTRICTED if claim.about and not claim.speakers else ""


def _told(claim: Claim, verdicts: Sequence[str]) -> str:
    """`3 of 6 cases support it, 1 leans for it, 1 is divided, and 1 has too few sources`."""
    said = {
        SUPPORTED: ("supports it", "support it"),
        LEANING_FOR: ("leans for it", "lean for it"),
        DIVIDED: ("is divided", "are divided"),
        LEANING_AGAINST: ("leans against it", "lean against it"),
        CONTRADICTED: ("contradicts it", "contradict it"),
        INSUFFICIENT: (f"has too few {claim.unit}s that speak", f"have too few {claim.unit}s that speak"),
    }
    numbers = {name: verdicts.count(name) for name in said}
    shown = [name for name, n in numbers.items() if n or name == SUPPORTED]
    parts = [f"{numbers[name]} {said[name][numbers[name] != 1]}" for name in shown]
    first = f"{numbers[SUPPORTED]} of {counted(len(verdicts), 'case')} {said[SUPPORTED][numbers[SUPPORTED] != 1]}"
    return listed([first, *parts[1:]])


def near_thirds(claims: Iterable[Claim]) -> Iterator[str]:
    """Thresholds that are a third or two thirds but for their last digit: what they ask of three, and what a third
    would. No other tolerance is advised: it is also the lead that is asked for, so that a larger one takes as it gives.
    """
    near: dict[str, list[str]] = {}
    for claim in claims:
        most, tolerance = claim.criterion.most, claim.criterion.tolerance
        if ROUNDING < most - 2 / 3 < NEAR:
            told = f"most {most} ({{}}) is more than two thirds: 2 of 3 don't reach it; they reach 0.666."
            near.setdefault(told, []).append(claim.id)
        if ROUNDING < 1 / 3 - tolerance < NEAR:
            told = f"tolerance {tolerance} ({{}}) is less than a third: 2 of 3 for a claim and 1 against it lean for it"
            mixed = " Of 3, 1 mixed is too many for a clear verdict; with 0.334 it isn't."
            told += f", with a third (0.334) they are divided.{mixed if claim.criterion.mixed == NEITHER else ''}"
            near.setdefault(told, []).append(claim.id)
    for told, names in near.items():
        yield told.format(listed(names))


def criterion(claim: Claim) -> str:
    """The rule by which a claim is judged, as people read it."""
    few, units = share(claim.criterion.tolerance), f"{claim.unit}s"
    criterion, mixed = claim.criterion, COUNTED_AS[claim.criterion.mixed]
    ahead = f"are ahead of those against it by more than {few}"
    exchanged = "It leans against it or contradicts it if the same holds with the sides exchanged; else it is divided."
    parts = [
        f"{_capital(units)} are counted; one that speaks for and against counts {mixed}.",
        "Where no participant is known to speak, as in a document, the source counts as one of them."
        if claim.unit == PARTICIPANT
        else "",
        f"A case needs {criterion.minimum} {units} that speak.",
        f"It leans for the claim if those for it {ahead} of all,",
        f"and supports it if, besides, {_clear(criterion)}.",
        exchanged,
        f"The study needs {counted(criterion.cases, 'case')} that can be judged.",
        claim.replicates.get("criterion", ""),
        f"It leans for the claim if the cases that support it or lean for it {ahead} of these,",
        f"and supports it if, besides, {share(criterion.most)} support it and at most {few} are on the other side.",
        exchanged,
    ]
    return " ".join(filter(None, parts))


def _clear(criterion: Criterion) -> str:
    few = share(criterion.tolerance)
    if criterion.mixed == AGAINST:
        return f"at most {few} of all are against it or mixed"
    mixed = (
        f" and at most {few} of all are mixed" if criterion.mixed == NEITHER else f", and {FEWEST} stand on its side"
    )
    return f"at most {few} of those that take a side are against it{mixed}"


def conditions(claim: Claim, called: Mapping[str, str] | None = None) -> str:
    """What else enters into the verdict on a claim: what must be spoken of, by which kinds, and whose words count.
    called: code -> what it is called.
    """
    groups = listed([listed([(called or {}).get(code, code) for code in group], "or") for group in claim.each_of])
    parts = [
        f"To support it a case must speak of {groups}; else it leans for it at best." if groups else "",
        f"{_capital(listed([PLURALS[kind] for kind in claim.kinds]))} must speak for it." if claim.kinds else "",
        "" if claim.contradicts else "No code of the codebook counts against it.",
        _population(claim),
        claim.replicates.get("conditions", ""),
    ]
    return " ".join(filter(None, parts))


def _population(claim: Claim) -> str:
    about = f" Its population is given as: {claim.about}" if claim.about else ""
    if not claim.speakers:
        restricts = "; that is in words alone, and restricts nothing." if about else ""
        return f"Everybody's words count.{about}{restricts}"
    return f"Only the words of participants with {told_of(claim.speakers)} count.{about}{'.' if about else ''}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
