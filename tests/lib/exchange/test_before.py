"""What people coded before anonymisation stands on the same words after it; nothing of those words leaves."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.code import manual
from multicase.contracts import CONTRACTS
from multicase.exchange import before

TEXT = "Dr Sarah Holt: Yes. I met Marcus Webb at Leeds.\nInterviewer: Yes.\nDr Sarah Holt: Yes."
NAMES = {"Dr Sarah Holt": "[chair A]", "Marcus Webb": "[person]", "Leeds": "[town B]"}
TEXTS = pd.DataFrame([{"source_id": "s", "text": TEXT}])


def replaced():
    text = TEXT
    for name, mask in NAMES.items():
        text = text.replace(name, mask)
    return text


def identifiers(keep=()):
    rows, moved = [], 0
    starts = sorted((at, name) for name in NAMES for at in range(len(TEXT)) if TEXT.startswith(name, at))
    for start, name in starts:
        mask = name if name in keep else NAMES[name]
        rows.append({"source_id": "s", "start": start, "end": start + len(name), "replacement": mask, "action": "keep" if name in keep else "pseudonymise"})  # fmt: skip
        moved += len(mask) - len(name)
    return pd.DataFrame(rows)


def row(words, start=None, code="c", **more):
    start = TEXT.index(words) if start is None else start
    span = {"start": str(start), "end": str(start + len(words))} if start >= 0 else {"start": "", "end": ""}
    return {"source_id": "s", "exact": words, "prefix": "", "suffix": "", "code": code, "memo": "of Sarah Holt", "line": "2", "coder": "ann", "waiting": ""} | span | more  # fmt: skip


def carried(*rows, keep=()):
    return before.carried(rows, TEXTS, identifiers(keep)).to_dict("records")


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        ("Dr Sarah Holt: Yes.", "[chair A]: Yes."),  # at the very start
        ("Sarah", "[chair A]"),  # inside a name
        ("Holt: Yes", "[chair A]: Yes"),
        ("I met Marcus", "I met [person]"),
        ("Webb at Leeds.", "[person] at [town B]."),
        (" at ", " at "),
        ("Leeds.\nInterviewer: Yes.\nDr", "[town B].\nInterviewer: Yes.\n[chair A]"),
        ("met", "met"),
        (TEXT, replaced()),
    ],
)
def test_each_passage_stands_on_its_words(words, ours):
    (found,) = carried(row(words))
    assert replaced()[found["start"] : found["end"]] == found["exact"] == ours and not found["waiting"]
    assert found["prefix"] == replaced()[max(0, found["start"] - 32) : found["start"]]
    assert found["suffix"] == replaced()[found["end"] : found["end"] + 32]


def test_each_of_many_like_words_stays_its_own():
    starts = [at for at in range(len(TEXT)) if TEXT.startswith("Yes.", at)]
    found = carried(*(row("Yes.", at, code=f"c{n}") for n, at in enumerate(starts)))
    assert [item["start"] for item in found] == [
        at for at in range(len(replaced())) if replaced().startswith("Yes.", at)
    ]


def test_what_was_kept_is_kept():
    (found,) = carried(row("at Leeds."), keep=("Leeds",))
    assert found["exact"] == "at Leeds."


def test_what_has_no_place_waits_and_says_why_and_no_name_leaves():
    rows = [row("Yes.", -1), row("Dr Sarah Holt says", -1), row("Sarah Holt", waiting="of no length")]
    found = carried(*rows, row("[person]", -1), row("Dr Sarah Holt: Yes."))
    reasons = {1: manual.AMBIGUOUS, 2: manual.LOST, 3: "of no length", 4: "", 5: ""}
    assert {item["number"]: item["waiting"] for item in found} == reasons
    assert not any(name in str(found) for name in ("Holt", "Webb", "Leeds"))
    assert {item["memo"] for item in found} == {""}


def test_a_quote_of_the_anonymised_text_is_found_there():
    (found,) = carried(row("[chair A]: Yes. I met", -1))
    assert found["exact"] == "[chair A]: Yes. I met"


def test_a_source_that_is_not_given_is_told_by_its_coding_alone():
    (found,) = carried(row("Yes.", 3) | {"source_id": "closed"})
    assert (found["source_id"], found["start"], found["exact"]) == ("closed", -1, "")


def test_rows_keep_the_contract_and_become_codings_of_a_file_in_the_closed_zone():
    frame = before.carried([row("I met")], TEXTS, identifiers())
    assert list(frame.columns) == list(CONTRACTS["handed_in"].columns)
    (coding,) = before.handed_in(frame)
    assert coding["file"] == "private/codings/ann.csv" and coding["line"] == "2"


def test_a_passage_at_the_very_start_is_laid_where_it_was_carried():
    """Its place is 0, which is a place."""
    given = before.handed_in(before.carried([row("Yes.", 15), row(TEXT[:14])], TEXTS, identifiers()))
    text = replaced()
    segments = pd.DataFrame([{"segment_id": "s:1.1", "source_id": "s", "case_id": "k", "start": 0, "end": len(text), "text": text}])  # fmt: skip
    codings, unplaced = manual.code(given, {"s": text}, segments, ["c"])
    assert unplaced.empty
    assert sorted(zip(codings["passage_start"], codings["passage_end"], strict=True)) == [(0, 10), (11, 15)]


def test_a_place_of_0_is_a_place():
    given = [row("Yes", 0) | {"start": 0, "end": 3, "file": "ann.csv"}]
    segments = pd.DataFrame([{"segment_id": "s:1.1", "source_id": "s", "case_id": "k", "start": 0, "end": 7, "text": "Yes Yes"}])  # fmt: skip
    codings, unplaced = manual.code(given, {"s": "Yes Yes"}, segments, ["c"])
    assert unplaced.empty and list(codings["passage_start"]) == [0]
