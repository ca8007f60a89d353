"""Asking a program: what it answers is taken whole or not at all, and no fault of its own is quoted or waited for."""

from __future__ import annotations

import json
import re
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import running
from multicase.anonymise import consulting
from multicase.anonymise.consulting import Answer
from multicase.anonymise.labels import LABELS, kind_of
from multicase.study import files
from multicase.study.problems import StudyError

TEXTS = {"a": "Then Marsh rang Ann.\nNobody minded.", "b": "👍🏽 Marsh was in Zoë's town."}
READ = "import json, sys\ntexts = [json.loads(line) for line in sys.stdin]\n"
FIND = (
    READ
    + """\
for text in texts:
    start = text["text"].index("Marsh")
    print(json.dumps({"id": text["id"], "start": start, "end": start + 5, "kind": "PERSON", "score": 0.75}))
"""
)


def line(**fields):
    return json.dumps({"id": "a", "start": 5, "end": 10, "kind": "person", "score": 0.5} | fields).encode() + b"\n"


def asked(tmp_path, code, seconds=30, texts=TEXTS, command=f"{sys.executable} eyes.py"):
    (tmp_path / "eyes.py").write_text(code)
    return consulting.ask(command, "eyes", texts, tmp_path, seconds, tmp_path / "eyes.log")


def told(lines, texts=TEXTS):
    with pytest.raises(StudyError) as error:
        consulting.answers(lines, texts, "eyes")
    assert not re.search("Marsh|minded", str(error.value))
    return {(problem.place.removesuffix(" of its output"), problem.found) for problem in error.value.problems}


def test_a_program_reads_every_text_and_its_finds_come_back_in_code_points(tmp_path):
    assert asked(tmp_path, FIND) == [Answer("a", 5, 10, "person", 0.75), Answer("b", 3, 8, "person", 0.75)]


def test_no_shell_reads_the_command(tmp_path):
    command = f"{sys.executable} eyes.py 'one word' $HOME; touch made"
    code = READ + "import pathlib\npathlib.Path('arguments').write_text(repr(sys.argv[1:]))\n"
    assert asked(tmp_path, code, command=command) == []
    assert (tmp_path / "arguments").read_text() == "['one word', '$HOME;', 'touch', 'made']"
    assert not (tmp_path / "made").exists()
    assert (tmp_path / "arguments").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (READ + "sys.exit(3)", "ended with exit code 3"),
        (READ + "import os\nos.kill(os.getpid(), 9)", "was ended by signal 9"),
        (FIND + "raise SystemExit(1)", "ended with exit code 1"),
    ],
)
def test_a_program_that_fails_has_found_nothing_and_its_complaints_are_in_the_log(tmp_path, code, found):
    with pytest.raises(StudyError, match=found):
        asked(tmp_path, "import sys\nprint('woe', file=sys.stderr, flush=True)\n" + code)
    assert (tmp_path / "eyes.log").read_text() == "woe\n"
    assert (tmp_path / "eyes.log").stat().st_mode & 0o777 == 0o600


def test_a_program_that_hangs_is_ended_with_what_it_started(tmp_path):
    code = "import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', \"import time\\ntime.sleep(2)\\nopen('late', 'w')\"])\ntime.sleep(60)"
    before = time.monotonic()
    with pytest.raises(StudyError, match="had not ended after 1 second"):
        asked(tmp_path, code, seconds=1)
    assert time.monotonic() - before < 10
    time.sleep(1.5)
    assert not (tmp_path / "late").exists()


def test_a_program_that_leaves_texts_unread_has_not_read_them(tmp_path):
    texts = {f"s{n}": "word " * 50_000 for n in range(4)}
    with pytest.raises(StudyError, match="before it had read all texts"):
        asked(tmp_path, "import sys\nsys.stdin.readline()", texts=texts)


def test_what_a_program_leaves_behind_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "GRACE", 0.1)
    code = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3)'])"
    before = time.monotonic()
    with pytest.raises(StudyError, match="before it had read all texts"):
        asked(tmp_path, code, texts={"a": "word " * 100_000})
    assert time.monotonic() - before < 2.5


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("no-such-program-here", "can't be started"),
        ("python 'eyes.py", "a quote that isn't closed"),
        ("''", "can't be"),
    ],
)
def test_a_command_that_is_none_is_told(tmp_path, command, found):
    with pytest.raises(StudyError, match=found):
        asked(tmp_path, FIND, command=command)


def test_much_output_and_much_complaint_block_nothing(tmp_path):
    code = "import sys\nprint('x' * 1_000_000, file=sys.stderr)\n" + READ + "print(' ' * 1_000_000)\n"
    assert asked(tmp_path, code, texts={"a": "word " * 100_000}) == []


def test_everything_that_is_wrong_is_told_at_once_by_line_and_never_quoted():
    lines = [
        line(), b"Marsh\n", b'"Marsh"\n', b"\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n", line(id="Marsh"), line(id=None),
        line(start=20, end=36), line(start=-1), line(start=10), line(start=5.0), line(start=True), line(end="Marsh"),
        line(start=4, end=5), line(kind="Marsh"), line(kind=None), line(score=1.5), line(score="0.5"), line(score=True),
    ]  # fmt: skip
    assert told(lines) == {
        ("lines 2 to 3 and 5 to 6", "no JSON object"),
        ("lines 7 to 8", "an id of no text"),
        ("lines 9 to 14", "a span outside the text"),
        ("line 15", "a span without letter or digit"),
        ("lines 16 to 17", "a kind that nobody knows"),
        ("lines 18 to 20", "a score that is none"),
    }


def test_of_very_many_wrong_lines_the_first_are_named():
    places = {place for place, _ in told([line() if n % 2 else b"x\n" for n in range(1, 101)])}
    assert places == {"lines " + ", ".join(str(n) for n in range(2, 41, 2)) + " and 30 more places"}


def test_a_span_has_no_blanks_at_its_ends_and_is_told_once_with_its_highest_score():
    found = [line(start=4, end=11, score=0.2), line(score=0.9), line(score=None), line(kind="PER", more="x")]
    assert consulting.answers(found, TEXTS, "eyes") == [Answer("a", 5, 10, "person", 0.9)]
    assert consulting.answers([line(score=None)], TEXTS, "eyes") == [Answer("a", 5, 10, "person", None)]


@given(st.lists(st.tuples(st.sampled_from(sorted(TEXTS)), st.integers(-2, 40), st.integers(-2, 40))))
def test_whatever_comes_back_lies_in_its_text(spans):
    lines = [line(id=source, start=start, end=end) for source, start, end in spans]
    good = [
        0 <= start < end <= len(TEXTS[source]) and any(map(str.isalnum, TEXTS[source][start:end]))
        for source, start, end in spans
    ]
    if not all(good):
        told(lines)
        return
    for answer in consulting.answers(lines, TEXTS, "eyes"):
        words = TEXTS[answer.source_id][answer.start : answer.end]
        assert words and words == words.strip()


def test_a_changed_command_or_script_is_another_program(tmp_path):
    def digest(command):
        return consulting.program_sha256(command, "eyes", tmp_path)

    (tmp_path / "eyes.py").write_text("1")
    (tmp_path / "tool").write_text("1")
    first = digest("tool eyes.py"), digest("tool eyes.py -x"), digest("tool none.py")
    assert len(set(first)) == 3
    (tmp_path / "tool").write_text("2")
    assert digest("tool eyes.py") == first[0] and digest("tool none.py") != first[2]
    (tmp_path / "eyes.py").write_text("2")
    assert digest("tool eyes.py") != first[0]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("PERSON", "person"), ("PER", "person"), ("B-PER", "person"), ("private_person", "person"), ("ORG", "organisation"),
        ("organization", "organisation"), ("LOC", "place"), ("GPE", "place"), ("FAC", "place"), ("EMAIL", "email"),
        ("email address", "email"), ("PHONE", "phone"), ("Phone-Number", "phone"), ("DATE", "date"), (" age ", "age"),
        ("", ""), ("B-", ""), ("somebody", ""),
    ],
)  # fmt: skip
def test_common_labels_are_understood(label, kind):
    assert kind_of(label) == kind


def test_labels_mean_the_kinds_that_people_decide_about_and_each_kind_is_a_label():
    kinds = set(files.schema("decisions")["properties"]["kind"]["enum"]) - {"unclear"}  # which no program can tell
    assert set(LABELS.values()) == kinds and {kind_of(kind) for kind in kinds} == kinds
    assert set(files.schema("programs")["properties"]["kind"]["enum"]) == kinds | {""}
