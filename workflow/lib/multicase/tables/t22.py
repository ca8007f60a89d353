"""T22, evidence against: every segment that speaks against a claim, and what people make of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase import claims
from multicase.claims import against, judge
from multicase.claims.units import told_by_claim
from multicase.study.problems import StudyError
from multicase.tables.table import Table
from multicase.wording import counted

COLUMNS = ("claim", "side", "case", "segment", "kind", "source_speaks", "words", "disposition")
HELD_BACK = (
    "Not listed is what people discuss of speakers of whom it is withheld whether they are of a claim's population"
)
UNDISCUSSED = "open: nobody has said what becomes of it"


def build(data: Mapping[str, Any]) -> Table:
    """One row per claim and segment. Needs cases, sources, claims, verdicts and evidence. The rule:
    `claims.against`.

    side: against the claim; for it, where the claim's own verdict is against it. source_speaks: how the unit that the
    segment belongs to counts (against, mixed, for). words: what was coded there, if its source may be quoted; so
    with the reason of a disposition that is of one segment. The note says of how much that people discuss it is
    withheld whether it counts. Raises StudyError for what people said of evidence that isn't there.
    """
    labels = dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))
    kinds = data["evidence"].drop_duplicates("segment_id").set_index("segment_id")["kind"]
    parsed = claims.shown(claims.parse(data["claims"], data.get("judged")), data["sources"].to_dict("records"))
    found = against.find(parsed, data["evidence"], judge.on_everything(data["verdicts"]))
    if problems := against.unused(parsed, found, data["evidence"]):
        raise StudyError(problems)
    rows = found.rename(columns={"segment_id": "segment", "voice": "source_speaks"})
    rows = rows.assign(
        case=found["case_id"].map(labels),
        kind=[kinds[segment] for segment in found["segment_id"]],
        disposition=found["disposition"].replace(against.OPEN, UNDISCUSSED),
    )
    keys = "claim=" + rows["claim"] + ";side=" + rows["side"] + ";segment=" + rows["segment"]
    evidence = pd.DataFrame({"row": keys, "column": "segment", "segment_id": rows["segment"]})
    none = "No segment speaks against any claim." if rows.empty else ""
    n_open = int((found["disposition"] == against.OPEN).sum())
    notes = [f"Nobody has discussed {n_open:,} of {counted(len(rows), 'segment')}."] if len(rows) else []
    if told := told_by_claim(against.n_held_back(parsed, found, data["evidence"]), "disposition"):
        notes.append(f"{HELD_BACK}: {told}.")
    return Table(rows, evidence, none, note=" ".join(notes))
