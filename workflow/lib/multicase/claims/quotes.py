"""Quotations: chosen by a stated rule, for and against, so that nobody picks the best ones.

For each side of a claim: from the codings whose source may be quoted, one at a time, the next from the case quoted
least so far, then the role, then the kind of source; among equals what more coders gave, then a length nearest to
LENGTH words, then the first in the order of segments. Passages of fewer than SHORTEST words only where there is no
other. A person can choose another (`quotations` in claims.yaml), with a reason. What is quoted is the coding's own
passage, as it was cut out of the anonymised text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from multicase.anchoring.spans import count_words
from multicase.claims import AGAINST, FOR, Claim
from multicase.claims.judge import sides
from multicase.study import consent
from multicase.study.problems import Problem, StudyError

LENGTH, SHORTEST = 30, 8  # words
HOW_MANY = {FOR: 3, AGAINST: 2}
COLUMNS = ("claim", "side", "quote_id", "segment_id", "case_id", "role_group", "kind", "code", "text", "chosen_by")


def choose(claims: Iterable[Claim], evidence: pd.DataFrame) -> pd.DataFrame:
    """The quotations of each claim (COLUMNS). Raises StudyError for a person's choice that can't be quoted."""
    rows, problems = [], []
    for claim in claims:
        bearing = sides(claim, evidence)
        quotable = bearing[bearing["consent"] == consent.QUOTE]
        chosen = _chosen_by_people(claim, quotable, problems)
        taken = {row["segment_id"] for row in chosen}
        for side, n in HOW_MANY.items():
            missing = n - sum(row["side"] == side for row in chosen)
            before = [row for row in chosen if row["side"] == side]
            chosen += _chosen_by_rule(quotable[quotable["side"] == side], taken, missing, before)
        chosen.sort(key=lambda row: row["side"] != FOR)
        rows += [row | {"claim": claim.id, "quote_id": f"{claim.id}.{n}"} for n, row in enumerate(chosen, 1)]
    if problems:
        raise StudyError(problems)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _chosen_by_people(claim: Claim, quotable: pd.DataFrame, problems: list[Problem]) -> list[dict[str, str]]:
    chosen = []
    for entry in claim.quotations:
        found = quotable[(quotable["segment_id"] == entry["segment"]) & (quotable["code"] == entry["code"])]
        if found.empty:
            place, expected = (
                f"{claim.id}.quotations",
                "a coding for or against the claim in a source that may be quoted",
            )
            todo = "Mend segment or code, or remove the entry."
            problems.append(Problem("claims.yaml", place, f"{entry['segment']}, {entry['code']}", expected, todo))
        else:
            chosen.append(_row(found.iloc[0].to_dict(), f"override: {entry['reason']}"))
    return chosen


def _chosen_by_rule(
    quotable: pd.DataFrame, taken: set[str], n: int, before: Iterable[Mapping[str, str]]
) -> list[dict[str, str]]:
    """The next quotations of a side; before: those that people chose for it, which count as quoted."""
    coders = quotable.groupby(["segment_id", "code"])["coder"].nunique().to_dict()
    rows = sorted(quotable.to_dict("records"), key=lambda row: (row["source_id"], row["start"], row["code"]))
    rows = [row for row in rows if row["segment_id"] not in taken]
    rows = [row for row in rows if count_words(row["exact"]) >= SHORTEST] or rows
    used: Mapping[str, Counter[str]] = {
        name: Counter(row[name] for row in before) for name in ("case_id", "role_group", "kind")
    }
    chosen: list[dict[str, str]] = []
    while rows and len(chosen) < n:
        rows = [row for row in rows if row["segment_id"] not in taken]
        if not rows:
            break
        best = min(
            rows,
            key=lambda row: (
                *(used[name][row[name]] for name in ("case_id", "role_group", "kind")),
                -coders[row["segment_id"], row["code"]],
                abs(count_words(row["exact"]) - LENGTH),
            ),
        )
        taken.add(best["segment_id"])
        for name, counter in used.items():
            counter[best[name]] += 1
        chosen.append(_row(best, "rule"))
    return chosen


def _row(coding: Mapping[str, str], how: str) -> dict[str, str]:
    names = ("side", "segment_id", "case_id", "role_group", "kind", "code")
    return {name: coding[name] for name in names} | {"text": coding["exact"], "chosen_by": how}
