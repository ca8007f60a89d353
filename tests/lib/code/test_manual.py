"""What people coded is laid over the segments it reaches, and none of it is dropped quietly."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import frames
from multicase.anchoring.anchor import Anchor
from multicase.anchoring.spans import WORD
from multicase.code import manual
from multicase.contracts import CONTRACTS
from multicase.study.problems import StudyError

TEXT = "[P1]: It was slow.\n\n[P2]: We asked.\n"


def segments():
    rows = []
    for turn, quote in ((1, "It was slow."), (2, "We asked.")):
        start = TEXT.index(quote)
        rows.append(
            {
                "segment_id": f"a-i01:{turn}.1", "source_id": "a-i01", "case_id": "a", "kind": "interview", "turn": turn, "part": 1,
                "layer": "speech", "participant_id": "", "is_interviewer": False, "left_out": "", "start": start, "end": start + len(quote),
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


def code(*codings, closed=()):
    """The codings that lie in segments, and those that lie in none."""
    laid, unplaced = manual.code(codings, {"a-i01": TEXT}, segments(), ["slow", "asking"], closed)
    frames.conform(laid, "codings")
    frames.conform(unplaced, "unplaced")
    return laid, unplaced


def placed(*codings):
    """Codings of which every one lies in a segment."""
    laid, unplaced = code(*codings)
    assert unplaced.empty
    return laid


def test_a_coding_lands_in_its_segment():
    (row,) = placed(coding("was slow", memo="hm")).to_dict("records")
    assert (row["segment_id"], row["exact"], row["memo"], row["anchored"]) == ("a-i01:1.1", "was slow", "hm", "quote")
    assert TEXT[row["start"] : row["end"]] == "was slow"
    assert (row["passage_start"], row["passage_end"]) == (row["start"], row["end"])


def test_a_passage_over_two_turns_lands_in_both_and_is_clipped():
    rows = placed(coding("slow.\n\n[P2]: We asked"))
    assert list(rows["segment_id"]) == ["a-i01:1.1", "a-i01:2.1"]
    assert list(rows["exact"]) == ["slow.", "We asked"]
    (whole,) = set(zip(rows["passage_start"], rows["passage_end"], strict=True))  # one coding, in both its segments
    assert TEXT[slice(*whole)] == "slow.\n\n[P2]: We asked"


def test_every_coding_that_cannot_be_used_is_named_with_its_line():
    with pytest.raises(StudyError) as caught:
        code(
            coding("was slow"), coding("never said by anyone", line="3"), coding("was", code="slw", line="4 to 6"),
            coding("was", source="b-i01", line=5),
        )  # fmt: skip
    told = str(caught.value)
    for expected in (
        "lines 4 to 6: found the unknown code 'slw'", "nearest: 'slow'",
        "line 5: found the unknown source 'b-i01'",
    ):  # fmt: skip
        assert expected in told
    assert "line 2" not in told and "line 3" not in told


def test_what_has_no_place_waits_with_its_lines_and_without_its_words_and_stops_no_other(tmp_path):
    text = TEXT + "\n\nwas slow"
    given = [
        coding("We asked"),
        coding("never said by anyone", line="3 to 4"),
        coding("was slow", line="5"),
        coding("", line="6", waiting="of no length", code="Nobody's"),
        coding("[P1]:", line="7"),
        coding("We asked", line="8", prefix="never wrote so much as a line. ", suffix=" nobody, not that year"),
    ]
    rows, unplaced = manual.code(given, {"a-i01": text}, segments(), ["slow"])
    assert list(rows["exact"]) == ["We asked"]
    manual.write_waiting(unplaced, tmp_path / "waiting.csv")
    assert (tmp_path / "waiting.csv").read_text() == (
        "coder,file,lines,source_id,code,reason\n"
        f"coder_1,coder_1.csv,3 to 4,a-i01,slow,{manual.LOST}\n"
        f"coder_1,coder_1.csv,5,a-i01,slow,{manual.AMBIGUOUS}\n"
        "coder_1,coder_1.csv,6,a-i01,Nobody's,of no length\n"
        f'coder_1,coder_1.csv,8,a-i01,slow,"{manual.AMONG_OTHERS}"\n'
    )
    assert set(unplaced["reason"]) == {
        manual.LOST,
        manual.AMBIGUOUS,
        manual.AMONG_OTHERS,
        "of no length",
        manual.BESIDE,
    }


def test_a_row_of_several_lines_is_named_by_all_of_them(tmp_path):
    path = tmp_path / "coder_7.csv"
    path.write_text('source_id,exact,code\na,"one\ntwo",slow\na,three,slow\n', encoding="utf-8")
    assert [row["line"] for row in manual.read([path])] == ["2 to 3", "4"]


def test_a_coding_that_lies_in_no_segment_is_listed_and_stops_no_other():
    rows, unplaced = code(coding("was slow"), coding("[P1]:", line=6, code="asking", coder="coder_2"))
    assert list(rows["exact"]) == ["was slow"]
    (row,) = unplaced.to_dict("records")
    where = {"source_id": "a-i01", "file": "coder_1.csv", "lines": "6"}
    assert row == where | {"code": "asking", "coder": "coder_2", "start": 0, "reason": manual.BESIDE}


@pytest.mark.parametrize("waiting", ["", manual.LOST])
def test_a_coding_of_a_closed_source_is_listed_without_its_source_or_words_and_stops_no_other(waiting):
    closed = coding("never said by anyone", source="b-i01", start="7", end="27", memo="secret", waiting=waiting)
    rows, unplaced = code(coding("was slow"), closed, closed={"b-i01"})
    assert list(rows["source_id"]) == ["a-i01"]
    (row,) = unplaced.to_dict("records")
    where = {"source_id": "", "file": "coder_1.csv", "lines": "2"}
    assert row == where | {"code": "slow", "coder": "coder_1", "start": -1, "reason": manual.OF_CLOSED}


def test_part_of_a_word_reaches_no_further_segment():
    assert list(placed(coding("was slow.\n\n[P2]: W"))["segment_id"]) == ["a-i01:1.1"]
    assert list(placed(coding("slo"))["exact"]) == ["slo"]


@pytest.mark.parametrize(
    ("first", "second", "from_", "to", "reached"),
    [
        ("我们等了很久才等到医生来看我们", "后来他们说没有床位", 4, 25, 2),
        ("我们等了很久", "后来他们说没有床位", 5, 8, 2),
        ("รอนานมากครับ", "ไม่มีเตียง เลย", 8, 27, 2),
        ("यह बहुत धीमा है", "हम रुके", 8, 20, 2),
        ("It was understood", "We left", 8, 25, 2),
        ("It was understood", "We left", 14, 25, 1),
        ("It was understood", "We left", 0, 19, 1),
    ],
)
def test_most_of_a_word_and_any_letter_where_no_blanks_part_words_reaches_a_segment(first, second, from_, to, reached):
    rows = [
        {"segment_id": f"a-i01:{n}.1", "source_id": "a-i01", "start": start, "end": start + len(text), "text": text}
        for n, start, text in ((1, 0, first), (2, len(first) + 1, second))
    ]
    found = manual.Segments(pd.DataFrame(rows)).reached(Anchor(from_, to, "offset"))
    assert len(found) == reached


def test_the_same_passage_coded_twice_alike_is_one_coding_with_both_memos():
    rows = placed(
        coding("was slow", memo="a"), coding("was slow", line=3, memo="b"), coding("was slow", coder="coder_2")
    )
    assert list(zip(rows["coder"], rows["memo"], strict=True)) == [("coder_1", "a | b"), ("coder_2", "")]


@given(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)))
def test_a_row_quotes_its_segment_and_every_word_coded_is_in_one(start, length):
    end = min(start + length, len(TEXT))
    rows, unplaced = code(coding(TEXT[start:end], start=str(start), end=str(end)))
    if TEXT[start:end].isspace():
        assert rows.empty and list(unplaced["reason"]) == [manual.LOST]
        return
    touched = [row for row in segments().itertuples() if start < row.end and row.start < end]
    assert len(unplaced) == (not touched) and rows.empty == (not touched)
    for row in rows.itertuples():
        assert TEXT[row.start : row.end] == row.exact
        assert row.passage_start <= row.start < row.end <= row.passage_end
        assert (row.passage_start, row.passage_end) == (start, end)
    for segment in segments().itertuples():
        words = [
            word
            for word in WORD.finditer(segment.text)
            if start <= segment.start + word.start() and segment.start + word.end() <= end
        ]
        assert not words or segment.segment_id in set(rows["segment_id"])


def test_a_column_says_who_coded_and_only_quotes_keep_their_white_space(tmp_path):
    path = tmp_path / "all.csv"
    path.write_text("source_id,exact,code,coder\n a-i01 , was slow,slow ,coder_9\n", encoding="utf-8")
    (row,) = manual.read([path])
    assert (row["source_id"], row["exact"], row["code"], row["coder"]) == ("a-i01", " was slow", "slow", "coder_9")


def test_reading_names_the_coder_by_the_file(tmp_path):
    path = tmp_path / "coder_7.csv"
    path.write_text(
        "\ufeffsource_id,start,end,exact,prefix,suffix,code,memo\na-i01,,,was slow,,,slow,\n", encoding="utf-8"
    )
    (row,) = manual.read([path])
    assert (row["coder"], row["line"], row["exact"]) == ("coder_7", "2", "was slow")


@pytest.mark.parametrize("name", ["jos\u00e9", "jose\u0301"])
def test_a_coder_is_one_however_their_name_is_written(tmp_path, name):
    (tmp_path / f"{name}.csv").write_text("source_id,exact,code\na-i01,It was slow.,slow\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text(f"source_id,exact,code,coder\na-i01,We asked.,asking,{name}\n", encoding="utf-8")
    assert {row["coder"] for row in manual.read(tmp_path.glob("*.csv"))} == {"jos\u00e9"}
