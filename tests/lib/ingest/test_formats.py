"""What a file's bytes say it is, and in which encoding its text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.ingest import formats
from multicase.study.problems import StudyError

TEXT = "Interviewer: Wie war’s?\nP1: Schön – “kühl”, naïve café.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_text_is_read_in_its_encoding(encoding):
    data = TEXT.encode(encoding)
    if encoding == "utf-16-be":
        data = "﻿".encode("utf-16-be") + data
    assert formats.decode(data, "s")[0] == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zeros_and_said(encoding):
    text, notes = formats.decode("I: How was it?\nP1: It was late.\n".encode(encoding), "s")
    assert text.startswith("I: How") and "UTF-16" in notes[0]


def test_windows_1252_is_read_and_said():
    assert formats.decode(TEXT.encode("cp1252"), "s") == (
        TEXT, ["read as Windows-1252, since it is no UTF-8: look at its accents and quotation marks"],
    )  # fmt: skip
    assert formats.decode(TEXT.encode(), "s")[1] == []


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_refused_by_name(encoding):
    data = TEXT.encode(encoding)
    formats.check(data, "txt", "s")  # it is no binary data
    with pytest.raises(StudyError, match="UTF-32"):
        formats.decode(data, "a-i01")


@pytest.mark.parametrize(
    "data",
    [
        "Интервьюер: как было?".encode("cp1251"), "Interviewer: süß".encode("mac-roman"), b"I: d\x81j\x8d vu",
        "聞き手：どうでしたか".encode("shift-jis"), "I: Żółć".encode("cp1250"),
    ],
)  # fmt: skip
def test_other_encodings_are_refused_with_the_place_of_the_first_byte(data):
    with pytest.raises(StudyError, match=r"a byte that is not UTF-8 at offset \d+"):
        formats.decode(data, "a-i01")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_are_line_feeds(ends):
    assert formats.decode(TEXT.replace("\n", ends).encode(), "s")[0] == TEXT


@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1))
def test_any_utf_8_is_what_it_was(text):
    expected = text.removeprefix("﻿").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" not in text:
        assert formats.decode(text.encode(), "s")[0] == expected


def test_captions_in_utf_16_are_captions():
    data = "WEBVTT\n\n00:00.000 --> 00:01.000\nAdam: Well.\n".encode("utf-16")
    assert formats.content_format(data) == "vtt"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("iso2022_jp", "Ann: こんにちは\n"),
        ("iso2022_jp_2", "P1: はい、そうです。\n"),
        ("iso2022_kr", "P1: 안녕하세요\n"),
    ],
)
def test_encodings_that_are_ascii_byte_by_byte_are_refused_by_name(encoding, text):
    data = text.encode(encoding)
    formats.check(data, "txt", "s")
    with pytest.raises(StudyError, match="ISO-2022") as error:
        formats.decode(data, "a-i01")
    assert "Ann" not in str(error.value) and "UTF-8" in error.value.problems[0].todo


@pytest.mark.parametrize("text", ["P1: \x1b[1mIt\x1b[0m was late.\n", "P1: \x1b$B はい\n"])
def test_signs_of_a_terminal_and_escapes_among_other_letters_are_read(text):
    assert formats.decode(text.encode(), "s") == (text, [])
