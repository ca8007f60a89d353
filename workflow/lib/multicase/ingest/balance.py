"""The balance: where the words of each raw file are."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from multicase.anchoring.spans import SPOKEN_LAYERS, Nested, blanked, count_words
from multicase.contracts import CONTRACTS

TURNS, ROWS, LEFT_OUT = "turns", "other rows", "left out"


def of_rows(rows: pd.DataFrame, left_out: pd.DataFrame) -> pd.DataFrame:
    """One row per source, place and reason (contract `balance`); the words of a source are their sum.

    rows, left_out: the contracts `turns` and `left_out`. Events and labels inside a turn are other rows' words, not the
    turn's. reason: the layer of a row, or why words were left out.
    """
    nested = Nested(rows)
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for row in rows.to_dict("records"):
        key = (row["source_id"], row["case_id"])
        if row["label_start"] >= 0:
            counts[*key, ROWS, "label"] += count_words(row["speaker_label"])
        if row["layer"] in SPOKEN_LAYERS:
            inner = nested.within(row["source_id"], row["start"], row["end"])
            counts[*key, TURNS, row["layer"]] += count_words(blanked(row["text"], inner))
        else:
            counts[*key, ROWS, row["layer"]] += count_words(row["text"])
    for row in left_out.to_dict("records"):
        counts[row["source_id"], row["case_id"], LEFT_OUT, row["reason"]] += row["words"]
    return pd.DataFrame([(*key, n) for key, n in sorted(counts.items())], columns=list(CONTRACTS["balance"].columns))
