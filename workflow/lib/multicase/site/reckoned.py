"""How a verdict comes about, step by step: the questions that the criterion asks, with their numbers, and the answers.

The steps are those that the verdict itself goes through (`claims.judge`); here they are put into sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from multicase.claims import AGAINST, HALF, OWN_SIDE, Claim, judge
from multicase.claims.judge import Step, Verdict
from multicase.claims.units import Tally
from multicase.study.kinds import KINDS
from multicase.wording import counted, listed, share

Told = list[dict[str, Any]]


def of_case(claim: Claim, tally: Tally, verdict: Verdict) -> Told:
    """The steps to the verdict on a case: sentence, holds, and the verdict where it is a new one (so_far)."""
    return _told(verdict.steps, [_of_case(claim, tally, step) for step in verdict.steps])


def over_all(claim: Claim, verdict: Verdict, verdicts: Sequence[str]) -> Told:
    """The steps to the verdict over all cases. verdicts: of the cases."""
    return _told(verdict.steps, [_over_all(claim, verdicts, step) for step in verdict.steps])


def _told(steps: Sequence[Step], sentences: Sequence[str]) -> Told:
    before = ["", *(step.verdict for step in steps)]
    return [
        {"sentence": sentence, "holds": step.holds, "so_far": step.verdict if step.verdict != last else ""}
        for step, sentence, last in zip(steps, sentences, before, strict=False)
    ]


def _of_case(claim: Claim, tally: Tally, step: Step) -> str:
    unit, mixed = claim.unit, claim.criterion.mixed
    n, limit, of, few = number(step.n), _exact(step.limit), number(step.of), share(claim.criterion.tolerance)
    if step.asks == judge.ENOUGH:
        return f"{_speak(tally.n_units, unit)} on it; at least {limit} must."
    if step.asks == judge.AHEAD:
        return f"{_ahead(claim, tally, n)} It must be more than {limit} ({few} of {of})."
    if step.asks == judge.ON_OTHER_SIDE:
        where = "are on the other side or mixed" if mixed == AGAINST else "are on the other side"
        among = of if mixed == AGAINST else f"the {of} that take a side"
        return f"{n} of {among} {where}; at most {limit} ({few}) may be."
    if step.asks == judge.TOO_MIXED:
        return f"{n} of {of} are mixed; at most {limit} ({few}) may be."
    if step.asks == judge.ON_ITS_SIDE:
        return f"{n} stand on its side; at least {limit} must, so that no single {unit} decides."
    return (
        f"Nothing is said on {listed(step.lacking, 'or')}."
        if step.lacking
        else "All that must be spoken of is spoken of."
    )


def _speak(n: int, unit: str) -> str:
    return f"{counted(n, unit)} speak{'s' if n == 1 else ''}"


def _ahead(claim: Claim, tally: Tally, ahead: str) -> str:
    """What counts on either side, and by how much one is ahead."""
    mixed = claim.criterion.mixed
    n_for, n_mixed, n_against = judge.weights(tally, mixed)
    halved = mixed in (HALF, OWN_SIDE) and tally.n_mixed
    how = f" (the {tally.n_mixed} mixed counted {judge.COUNTED_AS[mixed]})" if halved else ""
    sides = f"{number(n_for)} for it and {number(n_against)} against it{how}"
    lead = _lead(n_for, n_against, number(abs(n_for - n_against)))
    if mixed == AGAINST and n_mixed:
        return f"{sides}: {lead}, less the {number(n_mixed)} mixed, which stand in the way of either side: {ahead}."
    return f"{sides}: {lead}."


def _lead(n_for: float, n_against: float, ahead: str) -> str:
    if n_for == n_against:
        return "neither side is ahead"
    return f"those {'for' if n_for > n_against else 'against'} it are ahead by {ahead}"


def _over_all(claim: Claim, verdicts: Sequence[str], step: Step) -> str:
    criterion = claim.criterion
    n, limit, of = number(step.n), _exact(step.limit), number(step.of)
    few, most = share(criterion.tolerance), share(criterion.most)
    if step.asks == judge.ENOUGH:
        enough = f"{n} of {counted(len(verdicts), 'case')} can be judged; at least {limit} must."
        return " ".join(filter(None, [enough, claim.replicates.get("criterion", "")]))
    if step.asks == judge.AHEAD:
        pro, contra = (sum(map(verdicts.count, names)) for names in judge.ON_SIDES)
        sides = f"{counted(pro, 'case')} for it, clearly or leaning, and {contra} against it"
        return f"{sides}: {_lead(pro, contra, n)}. It must be more than {limit} ({few} of {of})."
    if step.asks == judge.CLEAR_CASES:
        return f"{n} of {of} are clearly on its side; at least {limit} ({most}) must be."
    if step.asks == judge.ON_OTHER_SIDE:
        return f"{n} of {of} are on the other side; at most {limit} ({few}) may be."
    if step.lacking:
        return f"No {listed([KINDS[kind][0] for kind in step.lacking], 'or')} speaks for it."
    return f"Each kind of source that must speak for it does: {listed([KINDS[kind][0] for kind in claim.kinds])}."


def number(value: float) -> str:
    """A number to two places, without zeros at its end."""
    return f"{round(value, 2):,g}" if value < 10_000 else f"{value:,.0f}"


def _exact(limit: float) -> str:
    """What a number is compared with, with all its digits: 2 of 3 don't reach 2.001, which two places would call 2."""
    return f"{limit:,.12g}"
