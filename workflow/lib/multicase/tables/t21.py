"""T21, exemplar quotations: words for and against each claim, drawn by lot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase import claims
from multicase.claims import quotes
from multicase.claims.units import told_by_claim
from multicase.study import attributes, disclosure
from multicase.tables.table import Table

COLUMNS = (
    "claim", "statement", "side", "source_speaks", "quote_id", "text", "role", "case", "kind", "code", "segment",
    "chosen_by",
)  # fmt: skip
HELD_BACK = "Not shown is what people chose of speakers of whom it is withheld whether they count for a claim"


def build(data: Mapping[str, Any], k: int = 3, seed: int = 0) -> Table:
    """One row per quotation. Needs cases, participants, attributes, claims and evidence. k: see
    `disclosure.roles_by_case`. seed: of the lot (`claims.quotes`). source_speaks: for, against, or mixed. The note says
    how many of people's choices aren't shown (`quotes.held_back`).
    """
    parsed = claims.parse(data["claims"], data.get("judged"))
    chosen = quotes.choose(parsed, data["evidence"], seed)
    labels = dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))
    roles = disclosure.roles_by_case(data["participants"], k, attributes.stands_for_role(data["attributes"]))
    speaker = data["evidence"].drop_duplicates("segment_id").set_index("segment_id")["participant_id"]
    rows = chosen.assign(
        statement=chosen["claim"].map({claim.id: claim.statement for claim in parsed}),
        role=[roles.get(speaker[segment], "") for segment in chosen["segment_id"]],
        case=chosen["case_id"].map(labels),
        segment=chosen["segment_id"],
        source_speaks=chosen["voice"],
    )
    evidence = pd.DataFrame({"row": "quote_id=" + rows["quote_id"], "column": "text", "segment_id": rows["segment_id"]})
    numbers = {claim.id: len(quotes.held_back(claim, data["evidence"])) for claim in parsed}
    told = told_by_claim(numbers, "quotation")
    return Table(rows, evidence, note=f"{HELD_BACK}: {told}." if told else "")
