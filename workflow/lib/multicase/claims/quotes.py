"""Quotations: drawn by lot, for and against, so that nobody picks the best ones.

For each side of a claim: from the passages whose source may be quoted and whose unit is counted on that side, one at a
time, the next from the case quoted least so far, then the role, then the kind of source; among equals the lot decides,
which is a hash of the seed, the claim and the passage, so that other passages move nothing. Where there are fewer than
are wanted, passages of mixed units follow, marked as such. Passages shorter than SHORTEST or longer than LONGEST words
come only where there is no other; what an observer makes of things (layer `inference`) is nobody's words. How many
coded a passage, and who, has no part in it. A person can choose another (`quotations` in claims.yaml), with a reason.
What is quoted is the coding's own passage, and must stand in the text.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from multicase.anchoring.spans import INFERENCE, count_words
from multicase.claims import AGAINST, FOR, MIXED, Claim
from multicase.claims.units import speaking, withheld
from multicase.study import consent
from multicase.study.problems import Problem, StudyError

SHORTEST, LONGEST = 12, 60  # words
HOW_MANY = {FOR: 3, AGAINST: 2}
STRATA = ("case_id", "role_group", "kind")
COLUMNS = (
    "claim", "side", "voice", "quote_id", "segment_id", "case_id", "role_group", "kind", "code", "text", "chosen_by",
)  # fmt: skip
Row = Mapping[str, Any]


def choose(claims: Iterable[Claim], evidence: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The quotations of each claim (COLUMNS). Raises StudyError for a person's choice that can't be quoted, and
    ValueError for a passage whose words aren't those of its segment.

    quote_id: claim and segment, so that it stays the same when the study grows. voice: how the unit speaks.
    """
    rows, problems = [], []
    for claim in claims:
        bearing = speaking(claim, evidence)
        quotable = bearing[bearing["consent"] == consent.QUOTE]
        chosen = _chosen_by_people(claim, quotable, held_back(claim, evidence), problems)
        for side, n in HOW_MANY.items():
            before = [row for row in chosen if row["side"] == side]
            taken = {row["segment_id"] for row in chosen}
            rest = _passages(quotable[(quotable["side"] == side) & ~quotable["segment_id"].isin(taken)], claim.id, seed)
            chosen += _drawn(rest, n - len(before), before)
        chosen.sort(key=lambda row: row["side"] != FOR)
        rows += [dict(row) | {"claim": claim.id, "quote_id": f"{claim.id}.{row['segment_id']}"} for row in chosen]
    if problems:
        raise StudyError(problems)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def one_of(rows: pd.DataFrame, place: str, seed: int) -> Row | None:
    """One passage of the evidence's rows by lot, of those that may be quoted; None where there is none. place: what it
    is drawn for, such as a case and theme.
    """
    passages = _passages(rows[rows["consent"] == consent.QUOTE].assign(side="", voice=""), place, seed)
    return _row(min(passages, key=lambda row: (not row["fits"], row["lot"])), "lot") if passages else None


def held_back(claim: Claim, evidence: pd.DataFrame) -> list[Mapping[str, str]]:
    """The quotations that people chose of speakers of whom it is withheld whether they are of the claim's population:
    quoted for the claim, they would be told to be.
    """
    rows = withheld(claim, evidence[evidence["consent"] == consent.QUOTE])
    there = set(zip(rows["segment_id"], rows["code"], strict=True))
    return [entry for entry in claim.quotations if (entry["segment"], entry["code"]) in there]


def _chosen_by_people(
    claim: Claim, quotable: pd.DataFrame, held: Sequence[Mapping[str, str]], problems: list[Problem]
) -> list[Row]:
    chosen: list[Row] = []
    for entry in (entry for entry in claim.quotations if entry not in held):
        found = quotable[(quotable["segment_id"] == entry["segment"]) & (quotable["code"] == entry["code"])]
        place, what = f"{claim.id}.quotations", f"{entry['segment']}, {entry['code']}"
        if found.empty:
            expected = "a coding for or against the claim in a source that may be quoted"
            todo = "Mend segment or code, or remove the entry."
            problems.append(Problem("claims.yaml", place, what, expected, todo))
        elif entry["segment"] in {row["segment_id"] for row in chosen}:
            # A quotation is named by claim and segment.
            expected = "each segment once in a claim, which is chosen already"
            problems.append(Problem("claims.yaml", place, what, expected, "Remove one of the two entries."))
        else:
            chosen.append(_row(found.iloc[0].to_dict(), f"override: {entry['reason']}"))
    return chosen


def _passages(rows: pd.DataFrame, place: str, seed: int) -> list[Row]:
    """One passage of each segment, drawn by lot among those of a length that can be quoted; with its own lot."""
    best: dict[str, tuple[tuple[bool, str], Row]] = {}
    for row in rows[rows["layer"] != INFERENCE].to_dict("records"):
        fits = SHORTEST <= count_words(row["exact"]) <= LONGEST
        lot = _lot(seed, place, row["segment_id"], str(row["start"]), str(row["end"]), row["code"])
        rank = (not fits, lot)
        if row["segment_id"] not in best or rank < best[row["segment_id"]][0]:
            # The segment's own lot: two codings of a passage give it no second chance.
            mine = {"fits": fits, "lot": _lot(seed, place, row["segment_id"])}
            best[row["segment_id"]] = (rank, row | mine)
    return [row for _, row in best.values()]


def _lot(seed: int, *parts: str) -> str:
    return hashlib.sha256("\n".join((str(seed), *parts)).encode()).hexdigest()


def _drawn(rows: Sequence[Row], n: int, before: Sequence[Row]) -> list[Row]:
    """The next quotations of a side; before: those that people chose for it, which count as quoted."""
    used = {name: Counter(row[name] for row in before) for name in STRATA}
    left, chosen = list(rows), []
    while left and len(chosen) < n:
        best = min(
            left,
            key=lambda row: (
                row["voice"] == MIXED,
                not row["fits"],
                *(used[name][row[name]] for name in STRATA),
                row["lot"],
            ),
        )
        left.remove(best)
        for name, counter in used.items():
            counter[best[name]] += 1
        chosen.append(_row(best, "lot"))
    return chosen


def _row(coding: Row, how: str) -> Row:
    _refuse_other_words(coding)
    names = ("side", "voice", "segment_id", "case_id", "role_group", "kind", "code")
    return {name: coding[name] for name in names} | {"text": coding["exact"], "chosen_by": how}


def _refuse_other_words(coding: Row) -> None:
    """A quotation is verbatim or isn't one. Raises ValueError."""
    if coding["exact"] not in coding["text"]:
        raise ValueError(f"the words coded in {coding['segment_id']} are not those of its text")
