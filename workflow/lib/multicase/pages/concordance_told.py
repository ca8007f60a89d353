"""How a replication stands to its original, for the findings: claim by claim, then codes and designs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multicase.comparing.verdicts import CONCORDANCES
from multicase.figures.labels import Labels
from multicase.tables.t28 import ORIGINAL, POOLED, REPLICATION
from multicase.wording import UNDEFINED, counted, listed

MOST = 8  # codes that are named; T98 has them all


def tell(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Mapping[str, Any]], labels: Labels) -> dict[str, Any]:
    """What the templates tell; empty for a study that replicates none. tables: T28, T98 and T99, read as text."""
    if "T28" not in tables:
        return {}
    claims = [_claim(rows) for _, rows in tables["T28"].groupby("claim", sort=False)]
    of_all = {claim["instrument"] for claim in claims}
    return {
        "missing": about["T28"]["missing"],
        "note": about["T28"]["note"],
        "tally": [(how, named) for how in CONCORDANCES if (named := _named(claims, how))],
        "claims": claims,
        "instrument": of_all.pop() if len(of_all) == 1 else "",  # said once, where it is that of every claim
        "codes": _codes(tables["T98"], labels),
        "design": [row for row in tables["T99"].to_dict("records") if row["differs"]],
    }


def _named(claims: Sequence[Mapping[str, Any]], stands: str) -> str:
    """The claims whose replication stands so to the original."""
    return "; ".join(f"{one['claim']} {one['statement'].rstrip('.')}" for one in claims if one["stands"] == stands)


def _claim(rows: pd.DataFrame) -> dict[str, Any]:
    of = {row["study"]: row for row in rows.to_dict("records")}
    replication = of[REPLICATION]
    return {
        "claim": replication["claim"],
        "statement": replication["statement"],
        "stands": replication["concordance"],
        "instrument": "" if replication["instrument"] == "the same" else replication["instrument"],
        **{study: row | {"counts": _counts(row)} for study, row in of.items()},
        "pooled_cases": counted(int(of[POOLED]["cases"]), "case"),
    }


def _counts(row: Mapping[str, str]) -> str:
    """`12 for, 3 mixed, 4 against`; nothing where nothing is counted."""
    if row["n_for"] in ("", UNDEFINED):
        return ""
    return f"{row['n_for']} for, {row['n_mixed']} mixed, {row['n_against']} against"


def _codes(table: pd.DataFrame, labels: Labels) -> list[str]:
    """What the codes say, in sentences: whose interval leaves out zero, and which occur in one study alone."""
    rows = table[table["study"] == REPLICATION]
    clear = [row for row in rows.to_dict("records") if _is_clear(row["interval"])]
    clear.sort(key=lambda row: -abs(float(row["difference"])))
    told = []
    for word, sign in (("more", "+"), ("less", "-")):
        mine = [row for row in clear if row["difference"].startswith(sign)]
        named = [f"{labels('code', row['code'])} ({row['difference']}, {row['interval']})" for row in mine[:MOST]]
        rest = f", and {counted(len(mine) - MOST, 'other code')}" if len(mine) > MOST else ""
        if mine:
            told.append(f"Per 1,000 words the replication has {word} of {listed(named)}{rest}.")
    if all(rows["interval"].isin([UNDEFINED, ""])):
        told.append("No code has an interval of the difference, so that nothing can be said of how sure it is.")
    elif not clear:
        told.append("Of no code does the interval of the difference leave out zero.")
    for study, other in ((ORIGINAL, REPLICATION), (REPLICATION, ORIGINAL)):
        alone = rows.loc[rows["given_in"] == f"{study} alone", "code"]
        expected = _expected(table, study, other)
        named = [labels("code", code) + (f" ({expected[code]:.1f})" if code in expected else "") for code in alone]
        if named:
            verb = "occurs" if len(named) == 1 else "occur"
            much = f" (in brackets, how many segments the {other} would have at that rate)" if len(expected) else ""
            told.append(f"In the {study} alone {verb}{much}: {'; '.join(named)}.")
    return told


def _expected(table: pd.DataFrame, study: str, other: str) -> dict[str, float]:
    """Code that one study alone gives, and that the other's codebook has too -> how many segments the words of the
    other would have at the same rate.
    """
    one, two = (table[table["study"] == name].set_index("code") for name in (study, other))
    is_missed = (two["n_segments"] == "0") & (two["per_1000_words"] != UNDEFINED)
    given = one[one["n_segments"] != "0"].index
    return {
        code: int(one.loc[code, "n_segments"]) / int(one.loc[code, "words"]) * int(two.loc[code, "words"])
        for code in two.index[is_missed]
        if code in given
    }


def _is_clear(interval: str) -> bool:
    """Whether an interval leaves out zero."""
    if interval in (UNDEFINED, ""):
        return False
    low, high = map(float, interval.split(" to "))
    return low > 0 or high < 0
