"""What people coded is laid over the segments it reaches, and none of it is dropped quietly."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.code import manual
from multicase.contracts import CONTRACTS
from multicase.errors import StudyError

TEXT = "[P1]: It was slow.\n\n[P2]: We asked.\n"


def segments():
    rows = []
    for turn, quote in ((1, "It was slow."), (2, "We asked.")):
        start = TEXT.index(quote)
        rows.append(
            {
                "segment_id": f"a-i01:{turn}.1", "source_id": "a-i01", "case_id": "a", "kind": "interview", "turn": turn, "part": 1,
                "layer": "speech", "participant_id": "", "is_interviewer": False, "start": start, "end": start + len(quote),
                "text": quote, "words": 2, "locator": "", "text_sha256": "", "raw_sha256": "",
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(CONTRACTS["segments"].columns))


def coding(exact, code="slow", source="a-i01", line=2, **more):
    row = {
        "source_id": source,
        "start": "",
        "end": "",
        "exact": exact,
        "prefix": "",
        "suffix": "",
        "code": code,
        "memo": "",
    }
    return row | {"file": "codings/coder_1.csv", "line": line, "coder": "coder_1"} | more


def code(*codings):
    return manual.code(codings, {"a-i01": TEXT}, segments(), ["slow", "asking"])


def test_a_coding_lands_in_its_segment():
    (row,) = code(coding("was slow", memo="hm")).to_dict("records")
    assert (row["segment_id"], row["exact"], row["memo"], row["anchored"]) == ("a-i01:1.1", "was slow", "hm", "quote")
    assert TEXT[row["start"] : row["end"]] == "was slow"


def test_a_passage_over_two_turns_lands_in_both_and_is_clipped():
    rows = code(coding("slow.\n\n[P2]: We asked"))
    assert list(rows["segment_id"]) == ["a-i01:1.1", "a-i01:2.1"]
    assert list(rows["exact"]) == ["slow.", "We asked"]


def test_every_coding_that_cannot_be_used_is_named_with_its_line():
    with pytest.raises(StudyError) as caught:
        code(
            coding("was slow"), coding("never said by anyone", line=3), coding("was", code="slw", line=4),
            coding("was", source="b-i01", line=5), coding("[P1]:", line=6),
        )  # fmt: skip
    told = str(caught.value)
    for expected in (
        "line 3: found a quote that isn't in the text: 'never said by anyone'", "line 4: found the unknown code 'slw'",
        "line 5: found the unknown source 'b-i01'", "line 6: found a passage that lies in no segment",
    ):  # fmt: skip
        assert expected in told
    assert "line 2" not in told


def test_reading_names_the_coder_by_the_file(tmp_path):
    path = tmp_path / "coder_7.csv"
    path.write_text(
        "\ufeffsource_id,start,end,exact,prefix,suffix,code,memo\na-i01,,,was slow,,,slow,\n", encoding="utf-8"
    )
    (row,) = manual.read([path])
    assert (row["coder"], row["line"], row["exact"]) == ("coder_7", 2, "was slow")
