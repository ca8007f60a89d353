"""T25, anonymisation: what was found, by what, and who settled it; and what people found left when they read again."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import Table
from multicase.wording import counted

COLUMNS = ("kind", "n", "rule", "reviewer", "residual")
SETTLED = ("structure", "register", "decision")  # by whom
NOBODY = "Nobody has reread the texts as they stand: what is left in them has not been measured."


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per kind of identifier, and the total; the note says what rereading found.

    Needs the open log and the open counts of rereading (contracts `log`, `rereading`), which hold no original.
    """
    log = data["log"]
    rows = [_row(kind, log[log["kind"] == kind]) for kind in sorted(log["kind"].unique())]
    frame = pd.DataFrame([*rows, _row("all", log)], columns=list(COLUMNS))
    return Table(frame, note=reread(data["rereading"]))


def _row(kind: str, log: pd.DataFrame) -> dict[str, object]:
    layers = log.groupby("layer")["n"].sum()
    rule = "; ".join(f"{layer} {n}" for layer, n in layers.items())
    settled = int(log.loc[log["by"].isin(SETTLED), "n"].sum())
    total = int(log["n"].sum())
    return {"kind": kind, "n": total, "rule": rule, "reviewer": settled, "residual": total - settled}


def reread(counts: pd.DataFrame) -> str:
    """What the counts of rereading (contract `rereading`) say, in sentences."""
    if counts.empty:
        return NOBODY
    of = {row["class"]: row for row in counts.to_dict("records")}
    whole = of["all"]
    read = f"{counted(whole['words'], 'word')} in {counted(whole['passages'], 'passage')}"
    parts = [f"Reread by {counted(whole['readers'], 'reader')}: {read}."]
    rates = "; ".join(_rate(cls, of[cls]) for cls in ("direct", "quasi", "all"))
    parts.append(f"Identifiers left per 10,000 words, with the exact 95% interval: {rates}.")
    if whole["shared_words"] >= 0:
        parts.append(
            f"Of {counted(whole['shared_words'], 'word')} that two read, one found {whole['first']}, "
            f"the other {whole['second']}, both {whole['both']}: by Chapman's estimate {whole['estimated']:.1f} were "
            f"there, {max(whole['unseen'], 0):.1f} of which neither saw (direct: {max(of['direct']['unseen'], 0):.1f})."
        )
    if whole["outdated"]:
        parts.append(
            f"Not counted, since the source has changed or is closed: {counted(whole['outdated'], 'reading')}."
        )
    return " ".join(parts)


def _rate(name: str, row: Mapping[str, float]) -> str:
    return f"{name} {row['per_10000']:.1f} ({row['low']:.1f} to {row['high']:.1f}; {row['missed']} found)"
