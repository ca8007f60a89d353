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
    """Columns with their Arrow type, in order, and the columns that sort the rows (and, together, name one).

    attributes: whether further columns of text may follow, for what a study declares; a dot in their name tells them
    from the others (`speaker.level`).
    """

    columns: dict[str, str]
    key: tuple[str, ...]
    attributes: bool = False


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
    # words of a raw file that stand in no row, and why
    "left_out": Contract(
        {
            "source_id": S,
            "case_id": S,
            "number": N,
            "locator": S,
            "reason": S,
            "words": N,
            "characters": N,
            "text": S,
        },
        ("source_id", "number"),
    ),
    # what must be answered in speakers.csv before anything is built
    "questions": Contract(
        {"source_id": S, "kind": S, "label": S, "n": N, "places": S, "found": S, "answer": S},
        ("source_id", "kind", "label"),
    ),
    # how often a word stands in lower case, and with a capital inside a sentence; of a name of several words, its kind
    "lexicon": Contract(
        {"case_id": S, "word": S, "lower": N, "capital": N, "in_language": B, "named": N, "thing": B, "name": S},
        ("case_id", "word"),
    ),
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
    # where the words of a raw file are: in turns, in other rows, or left out
    "balance": Contract(
        {"source_id": S, "case_id": S, "place": S, "reason": S, "words": N}, ("source_id", "place", "reason")
    ),
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
    # what people found in the anonymised texts when they read them again; no rows: nobody has. class: direct, quasi or
    # all. low, high: 95% interval of per_10000. shared_words to unseen: of the passages that two people read; -1: none
    "rereading": Contract(
        {
            "class": S,
            "readers": N,
            "passages": N,
            "words": N,
            "missed": N,
            "per_10000": F,
            "low": F,
            "high": F,
            "shared_words": N,
            "first": N,
            "second": N,
            "both": N,
            "estimated": F,
            "unseen": F,
            "outdated": N,
        },
        ("class",),
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
            "left_out": S,
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
            "passage_start": N,
            "passage_end": N,
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
    # codings that wait or lie in no segment, without their words: a source may be among them that nobody may see.
    # lines: of the file; start: -1 if it has no place
    "unplaced": Contract(
        {"source_id": S, "code": S, "coder": S, "file": S, "lines": S, "start": N, "reason": S},
        ("file", "lines", "source_id", "start", "code", "coder"),
    ),
    # codings on the texts before anonymisation, as codings on the anonymised ones: rows of the schema `codings`
    "handed_in": Contract(
        {
            "coder": S,
            "number": N,
            "line": S,
            "source_id": S,
            "start": N,
            "end": N,
            "exact": S,
            "prefix": S,
            "suffix": S,
            "code": S,
            "memo": S,
            "waiting": S,
        },
        ("coder", "number"),
    ),
    # what of a study's open sources was read and can be counted
    "read_sources": Contract(
        {
            "source_id": S,
            "case_id": S,
            "kind": S,
            "date": S,
            "consent": S,
            "read": B,
            "coders": S,
            "segments": N,
            "words": N,
        },
        ("source_id",),
        attributes=True,
    ),
    # what stands in no count: one row per stage, reason and unit
    "omissions": Contract({"place": N, "stage": S, "reason": S, "unit": S, "n": N}, ("place",)),
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
            "theme": S,
            "subtheme": S,
            "code": S,
            "polarity": S,
            "coder": S,
            "origin": S,
            "rule_id": S,
            "passage_start": N,
            "passage_end": N,
            "start": N,
            "end": N,
            "exact": S,
            "text": S,
            "locator": S,
            "text_sha256": S,
            "raw_sha256": S,
        },
        ("source_id", "start", "end", "segment_id", "code", "coder", "origin", "rule_id"),
        attributes=True,
    ),
    # group, variation: empty for the verdicts on everything; else which decision was taken otherwise, and how. case_id:
    # empty for the verdict over all cases
    "verdicts": Contract(
        {
            "claim": S,
            "group": S,
            "variation": S,
            "case_id": S,
            "n_for": N,
            "n_mixed": N,
            "n_against": N,
            "n_units": N,
            "verdict": S,
            "why": S,
        },
        ("claim", "group", "variation", "case_id"),
    ),
    "table_evidence": Contract({"row": S, "column": S, "segment_id": S}, ("row", "column", "segment_id")),
}
