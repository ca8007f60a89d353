"""The tables between stages: columns, types, and the key that sorts them. Each fact about them stands here, once.

Spans (`start`, `end`) are Unicode code points, end exclusive. In `texts`, `turns` and `identifiers` they point into a
source's canonical text; from `anonymised` on, into its anonymised text. A missing string is "", a missing number -1:
no column holds nulls, so that bytes never depend on how a null was spelled.
"""

from __future__ import annotations

from dataclasses import dataclass

S, N, F, B = "string", "int32", "float64", "bool"


@dataclass(frozen=True)
class Contract:
    """Columns with their Arrow type, in order, and the columns that sort the rows (and, together, name one)."""

    columns: dict[str, str]
    key: tuple[str, ...]


CONTRACTS: dict[str, Contract] = {
    # closed zone -----------------------------------------------------------------------------------------------
    "texts": Contract(
        {"source_id": S, "case_id": S, "kind": S, "text": S, "text_sha256": S, "raw_sha256": S},
        ("source_id",),
    ),
    "turns": Contract(
        {
            "source_id": S,
            "case_id": S,
            "kind": S,
            "turn": N,
            "layer": S,
            "speaker_label": S,
            "participant_id": S,
            "is_interviewer": B,
            "label_start": N,
            "label_end": N,
            "start": N,
            "end": N,
            "text": S,
            "locator": S,
            "raw_sha256": S,
        },
        ("source_id", "turn"),
    ),
    # how often a word stands in lower case, and with a capital inside a sentence
    "lexicon": Contract({"case_id": S, "word": S, "lower": N, "capital": N}, ("case_id", "word")),
    "identifiers": Contract(
        {
            "source_id": S,
            "case_id": S,
            "start": N,
            "end": N,
            "text": S,
            "kind": S,
            "layer": S,
            "rule_id": S,
            "entity": S,
            "action": S,
            "by": S,
            "replacement": S,
            "new_start": N,
            "new_end": N,
        },
        ("source_id", "start", "end"),
    ),
    # open zone -------------------------------------------------------------------------------------------------
    "anonymised": Contract(
        {
            "source_id": S,
            "case_id": S,
            "kind": S,
            "turn": N,
            "layer": S,
            "participant_id": S,
            "is_interviewer": B,
            "start": N,
            "end": N,
            "text": S,
            "locator": S,
            "text_sha256": S,
            "raw_sha256": S,
        },
        ("source_id", "turn"),
    ),
    "log": Contract(
        {"source_id": S, "case_id": S, "kind": S, "layer": S, "rule_id": S, "action": S, "by": S, "n": N},
        ("source_id", "kind", "layer", "rule_id", "action", "by"),
    ),
    "segments": Contract(
        {
            "segment_id": S,
            "source_id": S,
            "case_id": S,
            "kind": S,
            "turn": N,
            "part": N,
            "layer": S,
            "participant_id": S,
            "is_interviewer": B,
            "start": N,
            "end": N,
            "text": S,
            "words": N,
            "locator": S,
            "text_sha256": S,
            "raw_sha256": S,
        },
        ("source_id", "turn", "part"),
    ),
    "codings": Contract(
        {
            "segment_id": S,
            "source_id": S,
            "case_id": S,
            "code": S,
            "coder": S,
            "origin": S,
            "start": N,
            "end": N,
            "exact": S,
            "rule_id": S,
            "probability": F,
            "anchored": S,
            "memo": S,
        },
        ("source_id", "start", "end", "segment_id", "code", "coder", "origin", "rule_id"),
    ),
    "evidence": Contract(
        {
            "segment_id": S,
            "source_id": S,
            "case_id": S,
            "kind": S,
            "date": S,
            "consent": S,
            "turn": N,
            "layer": S,
            "participant_id": S,
            "is_interviewer": B,
            "role": S,
            "role_group": S,
            "profession": S,
            "titular": S,
            "organisation_type": S,
            "level": S,
            "theme": S,
            "subtheme": S,
            "code": S,
            "polarity": S,
            "coder": S,
            "origin": S,
            "rule_id": S,
            "start": N,
            "end": N,
            "exact": S,
            "text": S,
            "locator": S,
            "text_sha256": S,
            "raw_sha256": S,
        },
        ("source_id", "start", "end", "segment_id", "code", "coder", "origin", "rule_id"),
    ),
    "table_evidence": Contract({"row": S, "column": S, "segment_id": S}, ("row", "column", "segment_id")),
}
