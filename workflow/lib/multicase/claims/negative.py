"""Negative cases: what goes against the study's verdict, found by rule, so that none can be passed over.

A case is negative to a claim if its verdict is the opposite of the one over all: it contradicts what is supported or
qualified over all, or supports what is contradicted. Every segment that makes it so is listed, and somebody must say
what becomes of it (`negative_cases` in claims.yaml).
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from multicase.claims import AGAINST, CONTRADICTED, FOR, INSUFFICIENT, SUPPORTED, Claim
from multicase.claims.judge import OVER_ALL, sides
from multicase.study import consent
from multicase.study.disclosure import WITHHELD

OPEN = "open: nobody has said what becomes of it"
COLUMNS = ("claim", "segment_id", "case_id", "words", "reason", "disposition")


def find(claims: Iterable[Claim], evidence: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """One row per segment of a negative case (COLUMNS). verdicts: of `judge.judge`."""
    rows = []
    for claim in claims:
        mine = verdicts[verdicts["claim"] == claim.id].set_index("case_id")
        over_all = mine.loc[OVER_ALL, "verdict"]
        if over_all == INSUFFICIENT:
            continue
        opposite, side = (SUPPORTED, FOR) if over_all == CONTRADICTED else (CONTRADICTED, AGAINST)
        bearing = sides(claim, evidence)
        for case in mine.index[mine["verdict"] == opposite]:
            if case == OVER_ALL:
                continue
            chosen = bearing[(bearing["case_id"] == case) & (bearing["side"] == side)]
            for segment, coded in chosen.groupby("segment_id", sort=False):
                reason = f"{opposite} ({mine.loc[case, 'why']}); over all: {over_all}"
                rows.append((claim.id, segment, case, _words(coded), reason, _disposition(claim, case, segment)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _words(coded: pd.DataFrame) -> str:
    """What was coded in a segment, if its source may be quoted."""
    return " | ".join(dict.fromkeys(coded["exact"])) if (coded["consent"] == consent.QUOTE).all() else WITHHELD


def _disposition(claim: Claim, case: str, segment: str) -> str:
    given = [entry for entry in claim.negative_cases if entry["case"] == case]
    mine = [entry for entry in given if entry.get("segment") == segment]
    chosen = mine or [entry for entry in given if not entry.get("segment")]
    return f"{chosen[0]['disposition']}: {chosen[0]['reason']}" if chosen else OPEN
