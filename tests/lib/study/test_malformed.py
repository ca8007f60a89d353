"""Studies spoilt in some 1,700 ways: each is refused with file, place and remedy, or harmless, and then it is said why."""

from __future__ import annotations

import csv
import dataclasses
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import malformed
import malformed_raw
import pytest
from malformed import Variant
from multicase import ingest, whole
from multicase.ingest.readers import rows
from multicase.study import checking, study
from multicase.study.problems import LONGEST, Problem, StudyError

WHO = {"P": "p1", "Interviewer": "interviewer"}
MOST_BYTES, MOST_SECONDS = 1 << 30, 20  # of a process that reads what was made to eat the machine


def looked_over(root: Path) -> study.Study:
    """The study, read as `check` reads it, without its raw files."""
    found = study.load(root)
    if problems := list(whole.problems(found)):
        raise StudyError(problems)
    return found


def told_of(variant: Variant, root: Path, unspoilt: study.Study) -> str:
    """What is wrong with how a variant is taken; nothing where it is as it should be."""
    try:
        found = looked_over(root)
    except StudyError as error:
        return "refused, and said to be harmless" if variant.is_harmless else "; ".join(_untold(variant, error))
    except Exception as error:
        return f"ends in {type(error).__name__}: {error}"
    if not variant.is_harmless:
        return "taken without a word"
    if (dataclasses.replace(found, root=unspoilt.root) == unspoilt) != variant.is_same:
        return (
            "another study than the unspoilt one" if variant.is_same else "the unspoilt study, and said to be another"
        )
    return ""


def _untold(variant: Variant, error: StudyError) -> Iterator[str]:
    """What a message lacks."""
    if not any(variant.file in problem.file for problem in error.problems):
        yield f"{variant.file} isn't named: {error}"
    for problem in error.problems:
        if not all((problem.file, problem.found, problem.expected, problem.todo)):
            yield f"a part is missing: {problem}"
        if not str(problem).isprintable() or len(str(problem)) > 6 * LONGEST:
            yield f"too long, or moves a cursor: {problem!r}"[:500]


def once_where_untouched(read):
    """A reader of a study's files that remembers what it read of those that no variant has touched."""
    known = {}

    def remembering(path, name, file, problems, *attributes):
        if not malformed.is_untouched(path):
            return read(path, name, file, problems, *attributes)
        key = (file, path.stat().st_mtime_ns, repr(attributes))
        if key not in known:
            before = len(problems)
            found = read(path, name, file, problems, *attributes)
            if len(problems) > before:
                return found
            known[key] = pickle.dumps(found)
        return pickle.loads(known[key])

    return remembering


def test_every_variant_is_refused_with_its_file_or_harmless(tmp_path, monkeypatch):
    """Also where what reads interviews from tables, whose cells may be long, is in the same process."""
    assert rows and csv.field_size_limit() > 10_000_000
    for name in ("read_yaml", "read_csv"):
        monkeypatch.setattr(checking, name, once_where_untouched(getattr(checking, name)))
    unspoilt = study.load(malformed.write(tmp_path / "small"))
    wrong = {}
    for variant in malformed.study_variants():
        root = malformed.restored(tmp_path / "small")
        variant.spoil(root)
        if told := told_of(variant, root, unspoilt):
            wrong[variant.name] = told
    assert not wrong, "\n".join(f"{name}: {told}" for name, told in wrong.items())


def test_there_are_as_many_as_were_promised():
    assert len(malformed.study_variants()) >= 400 and len(malformed_raw.variants()) >= 60


@pytest.mark.parametrize("raw", malformed_raw.variants(), ids=lambda raw: raw.name)
def test_every_raw_file_is_refused_or_read_whole(raw):
    source = {"source_id": "a-i01", "case_id": "a", "kind": "interview", "format": raw.format}
    try:
        read = ingest.ingest_source(raw.data, source, WHO)
    except StudyError as error:
        assert not raw.why, error
        assert all("a-i01" in told.file and told.found and told.expected and told.todo for told in error.problems)
        assert "\x1b" not in str(error) and len(str(error)) < 6 * LONGEST
        return
    assert raw.why, "read without a word"
    assert malformed_raw.WORDS in " ".join(row["text"] for row in read.turns)


def test_all_that_is_wrong_in_all_files_is_told_at_once(tmp_path):
    root = malformed.write(tmp_path / "small")
    for name in (*malformed.TABLES, *malformed.DOCUMENTS):
        (root / name).write_text("Wer\tWas\n[", encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        study.load(root)
    named = {Path(problem.file).relative_to(root).as_posix() for problem in caught.value.problems}
    assert named == {*malformed.TABLES, *malformed.DOCUMENTS}


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    root = malformed.write(tmp_path / "small")

    def refuse(path: Path) -> bytes:
        if path.name == "cases.csv":
            raise PermissionError(13, "Permission denied")
        return read(path)

    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(StudyError, match=r"cases\.csv: found a file that can't be read \(Permission denied\)"):
        study.load(root)


def within_bounds(code: str, *arguments: str) -> str:
    """What a Python program prints that has MOST_BYTES of memory and MOST_SECONDS of a processor, and no more."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))

    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=False, preexec_fn=limit,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


BOMBED = """
import sys
from pathlib import Path
from multicase.ingest.readers import rows
from multicase.study import study
from multicase.study.problems import StudyError
for root in sys.argv[1:]:
    try:
        study.load(Path(root))
    except StudyError as error:
        print(len(error.problems))
"""
BOMBS = (
    "aliases that multiply",
    "lists in lists, 100,000 deep",
    "a text of 10 MB",
    "a cell of 10 MB",
    "4 GB",
    "a link to a device",
)


def test_what_eats_the_machine_is_refused_within_bounds(tmp_path):
    bombs = [one for one in malformed.study_variants() if one.name.endswith(BOMBS)]
    roots = []
    for number, variant in enumerate(bombs):
        roots.append(malformed.write(tmp_path / f"n{number}" / "small"))
        variant.spoil(roots[-1])
    assert len(within_bounds(BOMBED, *map(str, roots)).splitlines()) == len(bombs) > 50


EATEN = """
import sys, malformed_raw
from multicase import ingest
from multicase.study.problems import StudyError
format, make = malformed_raw.BOMBS[sys.argv[1]]
try:
    ingest.ingest_source(make(), {"source_id": "s", "case_id": "c", "kind": "interview", "format": format}, {})
except StudyError as error:
    print(error)
"""


@pytest.mark.parametrize("name", malformed_raw.BOMBS)
def test_a_raw_file_that_eats_the_machine_is_refused_within_bounds(name):
    assert "expected a file within the limits" in within_bounds(EATEN, name)


def test_a_message_is_short_and_moves_no_cursor():
    told = str(Problem("a\x1b[2J.csv", "line 1", "x" * 1_000_000 + "\u202e", "\ud800", "\0"))
    assert told.isprintable() and len(told) < 4 * LONGEST
    told.encode("utf-8")
