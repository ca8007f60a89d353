"""Evidence against: every segment that speaks against a claim, in every case, so that none can be passed over.

Somebody must say what becomes of it, segment by segment or case by case (`negative_cases` in claims.yaml). Where the
claim's verdict is itself against it, what speaks for it is listed likewise, for that is what gainsays the verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from multicase.claims import AGAINST, CONTRADICTED, FOR, LEANING_AGAINST, Claim
from multicase.claims.judge import OVER_ALL
from multicase.claims.units import speaking, withheld
from multicase.study import consent
from multicase.study.disclosure import WITHHELD
from multicase.study.problems import Problem

SPEAKS_AGAINST = "speaks against the claim"  # a disposition
OPEN = ""  # nobody has said what becomes of it
COLUMNS = ("claim", "side", "segment_id", "case_id", "voice", "words", "disposition")


def find(claims: Iterable[Claim], evidence: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """One row per claim and segment (COLUMNS), in the order of claims and cases. verdicts: of `judge.judge`.

    voice: how the segment's unit speaks. words: what was coded there on this side, each passage once, if its source may
    be quoted.
    disposition: what people make of it, or OPEN.
    """
    over_all = verdicts[verdicts["case_id"] == OVER_ALL].set_index("claim")["verdict"]
    order = {case: number for number, case in enumerate(dict.fromkeys(verdicts["case_id"]))}
    rows = []
    for claim in claims:
        bearing = speaking(claim, evidence)
        listed = [AGAINST, FOR] if over_all[claim.id] in (CONTRADICTED, LEANING_AGAINST) else [AGAINST]
        for side in listed:
            chosen = bearing[bearing["side"] == side]
            chosen = chosen.sort_values("case_id", key=lambda ids: ids.map(order), kind="stable")
            for (segment, case, voice), coded in chosen.groupby(["segment_id", "case_id", "voice"], sort=False):
                disposition = _disposition(claim, str(case), str(segment), side)
                rows.append((claim.id, side, segment, case, voice, _words(coded), disposition))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def unused(claims: Iterable[Claim], found: pd.DataFrame, evidence: pd.DataFrame) -> list[Problem]:
    """What people said of evidence that isn't there: cases and segments that T22 doesn't list, and that it doesn't hold
    back either. found: of `find`.
    """
    problems = []
    for claim in claims:
        held_back = _held_back(claim, found, evidence)
        for entry in _not_listed(claim, found):
            if entry not in held_back:
                segment = entry.get("segment", "")
                what = f"segment {segment}" if segment else f"case {entry['case']}"
                told = f"{what}, in which nothing speaks against the claim"
                expected, todo = "evidence that T22 lists", "Mend it, or take it out."
                problems.append(Problem("claims.yaml", f"{claim.id}.negative_cases", told, expected, todo))
    return problems


def n_held_back(claims: Iterable[Claim], found: pd.DataFrame, evidence: pd.DataFrame) -> dict[str, int]:
    """Claim -> how much people said of what T22 doesn't list, since it is `units.withheld` whether it counts."""
    return {claim.id: len(_held_back(claim, found, evidence)) for claim in claims}


def _held_back(claim: Claim, found: pd.DataFrame, evidence: pd.DataFrame) -> list[Mapping[str, str]]:
    rows = withheld(claim, evidence)
    return [entry for entry in _not_listed(claim, found) if _is_of_any(entry, rows)]


def _not_listed(claim: Claim, found: pd.DataFrame) -> list[Mapping[str, str]]:
    mine = found[found["claim"] == claim.id]
    return [entry for entry in claim.negative_cases if not _is_of_any(entry, mine)]


def _is_of_any(entry: Mapping[str, str], rows: pd.DataFrame) -> bool:
    segment = entry.get("segment", "")
    return bool(((rows["case_id"] == entry["case"]) & (rows["segment_id"].eq(segment) | (segment == ""))).any())


def _words(coded: pd.DataFrame) -> str:
    """What was coded in a segment, if its source may be quoted; what lies within a longer passage is told with that."""
    if not (coded["consent"] == consent.QUOTE).all():
        return WITHHELD
    passages = list(dict.fromkeys(zip(coded["start"], coded["end"], coded["exact"], strict=True)))
    return " | ".join(
        dict.fromkeys(one[2] for one in passages if not any(_is_within(one, other) for other in passages))
    )


def _is_within(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1] and len(one[2]) < len(other[2]) and one[2] in other[2]


def _disposition(claim: Claim, case: str, segment: str, side: str) -> str:
    """What people said of a segment or else of its case, whose speaking against the claim settles nothing for it."""
    given = [entry for entry in claim.negative_cases if entry["case"] == case]
    mine = [entry for entry in given if entry.get("segment") == segment]
    of_case = [entry for entry in given if not entry.get("segment")]
    chosen = mine or [entry for entry in of_case if side == AGAINST or entry["disposition"] != SPEAKS_AGAINST]
    return f"{chosen[0]['disposition']}: {chosen[0]['reason']}" if chosen else OPEN
