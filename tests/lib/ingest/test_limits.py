"""A file is read within limits; past one it is refused before memory or time is spent; honest size is no reason."""

from __future__ import annotations

import io
import signal
import time
import zipfile
import zlib

import pytest
from multicase import ingest
from multicase.ingest import readers
from multicase.ingest.limits import MEGABYTE, Budget, Limits, opened
from multicase.study import files
from multicase.study.problems import StudyError
from small_study import REPOSITORY


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_the_limits_are_those_of_the_configuration():
    config = files.parse_yaml((REPOSITORY / "config.yaml").read_text(encoding="utf-8"))
    assert Limits(**config["ingest"]) == Limits()


@pytest.mark.parametrize(
    ("limit", "spend"),
    [
        ("megabytes", lambda budget: budget.bytes(MEGABYTE + 1)),
        ("depth", lambda budget: budget.depth(2)),
        ("cells", lambda budget: budget.cells(2)),
        ("pages", lambda budget: budget.pages(2)),
    ],
)
def test_each_limit_is_told_by_its_name_with_its_value(limit, spend):
    spend(Budget("s"))
    with pytest.raises(StudyError) as caught:
        spend(Budget("a-i01", Limits(**{limit: 1})))
    told = str(caught.value)
    assert "a-i01" in told and f"ingest.{limit}" in told and "than 1 " in told


def test_what_is_spent_adds_up():
    budget = Budget("s", Limits(megabytes=1, cells=3))
    budget.bytes(MEGABYTE // 2)
    budget.bytes(MEGABYTE // 2)
    budget.cells(3)
    with pytest.raises(StudyError):
        budget.bytes(1)
    with pytest.raises(StudyError):
        budget.cells(1)


def test_a_member_of_an_archive_is_unpacked_no_further_than_the_limit():
    data = zipped(a=b"x" * MEGABYTE, b=b"y" * 2 * MEGABYTE)
    budget = Budget("s", Limits(megabytes=1))
    assert len(budget.member(opened(data), "a")) == MEGABYTE
    with pytest.raises(StudyError, match="MB once unpacked"):
        budget.member(opened(data), "b")


def test_a_deflated_stream_is_counted_without_being_kept():
    assert Budget("s").inflated(zlib.compress(b"x" * 3 * MEGABYTE)) == 3 * MEGABYTE
    with pytest.raises(StudyError):
        Budget("s", Limits(megabytes=2)).inflated(zlib.compress(b"x" * 3 * MEGABYTE))
    with pytest.raises(StudyError):
        Budget("s", Limits(megabytes=1)).inflated(b"no stream " * 200_000)


def test_a_reader_that_takes_too_long_is_stopped_and_the_clock_given_back():
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(StudyError, match=r"more than 0\.05 seconds"), Budget("s", Limits(seconds=0.05)).time():
        while True:
            try:
                time.sleep(1)
            except Exception:  # what readers do with what they stumble over
                continue
    assert signal.getsignal(signal.SIGALRM) == before and signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.mark.parametrize("format", ["txt", "vtt", "srt", "csv", "html", "rtf"])
def test_a_text_past_the_limit_is_refused(format):
    head = {"vtt": b"WEBVTT\n\n", "rtf": b"{\\rtf1 "}.get(format, b"")
    data = head + b"<p>speaker,words\n" * 100_000
    with pytest.raises(StudyError, match="MB once unpacked"):
        readers.read(data, format, "s", Budget("s", Limits(megabytes=1)))


def test_megabytes_of_honest_text_are_read():
    line = "Adam: It was late when we came home that night, and nobody had lit the stove.\n\n"
    data = (line + "Interviewer: So, and what did you do about it?\n\n").encode() * 15_000
    source = {"source_id": "s", "case_id": "c", "kind": "interview", "format": "txt"}
    read = ingest.ingest_source(data, source, {"Adam": "p1", "Interviewer": "interviewer"})
    assert len(read.turns) == 30_000 and read.questions == []
