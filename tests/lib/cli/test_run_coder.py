"""`multicase run-coder`: it says what goes where and asks first; a record is written whole, and replaced knowingly."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pytest
import small_study
import typer
from multicase import frames
from multicase.cli import app, check, run_coder
from multicase.contracts import CONTRACTS
from multicase.study import coders
from multicase.study import study as studies
from multicase.study.problems import StudyError
from typer.testing import CliRunner

TEXT = "Asked: why?\nIt was slow."
CODER = """\
import json, sys
open("asked", "a").write(sys.stdin.readline())
for line in sys.stdin:
    told = json.loads(line)
    print(json.dumps({"segment_id": told["segment_id"], "code": "slow", "words": WORDS}))
"""


@pytest.fixture
def place(tmp_path):
    root, results = small_study.write(tmp_path / "small"), tmp_path / "results/small"
    (root / "codings").mkdir(exist_ok=True)
    write(root)
    row = dict.fromkeys(CONTRACTS["segments"].columns, "") | {"turn": 1, "part": 1, "is_interviewer": False, "words": 3}
    rows = [
        row | {"segment_id": f"{source}:1.1", "source_id": source, "kind": "interview", "start": 12, "end": 24,
               "text": "It was slow.", "participant_id": "east-p01"}
        for source in ("east-i01", "west-i01")
    ]  # fmt: skip
    (results / "segments").mkdir(parents=True)
    frames.write(pd.DataFrame(rows), results / "segments/east-0.parquet", "segments")
    for source in ("east-i01", "west-i01"):
        (results / "anonymised/east-0").mkdir(parents=True, exist_ok=True)
        (results / f"anonymised/east-0/{source}.txt").write_text(TEXT)
    (results / "audit").mkdir()
    (results / "audit/leaks.json").write_text("{}")
    return root


def write(root, words="slow", prompt="Look."):
    (root / "coder.py").write_text(CODER.replace("WORDS", repr(words)))
    told = {"name": "eyes", "command": [sys.executable, "coder.py"], "what": "a test", "prompt": prompt}
    (root / "coders.yaml").write_text(json.dumps({"coders": [told]}))


def run(root, *, again=False, no_to=None):
    shown, study = [], studies.load(root)

    def confirm(asked):
        shown.append(asked)
        if asked == no_to:
            raise typer.Abort

    job = run_coder.Job(study, run_coder.chosen(study, "eyes"), root.parent / "results/small", again, 60, shown.append)
    try:
        job.run(confirm)
    finally:
        run.shown = shown
    return shown


def asked(root):
    return len((root / "asked").read_text().splitlines()) if (root / "asked").exists() else 0


def test_what_goes_where_is_said_before_anything_goes(place):
    with pytest.raises(typer.Abort):
        run(place, no_to="Hand them over?")
    assert "2 segments of 2 sources" in run.shown[0] and f"{sys.executable} coder.py" in run.shown[0]
    assert not asked(place) and not coders.path(place, "eyes").exists()
    shown = run(place)
    assert shown[1] == "Hand them over?" and asked(place) == 1
    assert studies.load(place).record_paths() == [coders.path(place, "eyes")]


@pytest.mark.parametrize("spoil", ["DO_NOT_SHARE.txt", "audit/leaks.json", "segments/east-0.parquet"])
def test_nothing_is_handed_over_of_a_build_that_was_not_searched_for_leaks(place, spoil):
    path = place.parent / "results/small" / spoil
    path.unlink() if path.exists() else path.write_text("x")
    with pytest.raises(StudyError, match="leak scan"):
        run(place)
    assert not asked(place)


def test_a_record_is_replaced_only_after_what_changes_was_shown(place):
    run(place)
    path = coders.path(place, "eyes")
    before = path.read_bytes()
    assert run(place)[-1].endswith("the same as before")
    write(place, words="was slow")
    with pytest.raises(typer.Abort):
        run(place, no_to="Replace it?")
    assert "  codings: 2 more, 2 gone, 0 as before" in run.shown and path.read_bytes() == before
    run(place)
    assert b"was slow" in path.read_bytes()
    assert [file.name for file in path.parent.iterdir()] == ["eyes.jsonl"]


def test_a_run_that_failed_leaves_the_record_as_it_was(place):
    run(place)
    before = coders.path(place, "eyes").read_bytes()
    (place / "coder.py").write_text("import sys\nsys.stdin.read()\nsys.exit(3)\n")
    with pytest.raises(StudyError, match="exit code 3"):
        run(place)
    assert coders.path(place, "eyes").read_bytes() == before


def test_a_second_run_needs_a_first_one_that_was_asked_the_same(place):
    with pytest.raises(StudyError, match="no such file"):
        run(place, again=True)
    run(place)
    run(place, again=True)
    assert coders.path(place, "eyes", again=True).is_file()
    studies.load(place)
    write(place, prompt="Look again.")
    with pytest.raises(StudyError, match="other than now: its prompt"):
        run(place, again=True)


def test_answers_refused_are_told_and_counted(place):
    (place / "coder.py").write_text(CODER.replace("WORDS", "'slow'") + "print('nonsense')\n")
    assert any("refused: 1 answer that are no JSON object (line 3 of its output)" in line for line in run(place))


def test_check_tells_what_changed_since(place):
    run(place)
    results = place.parent / "results/small"
    assert check.coders_notes(studies.load(place), results) == []
    (place / "codebook.yaml").write_text((place / "codebook.yaml").read_text().replace("It takes long.", "It lasts."))
    (note,) = check.coders_notes(studies.load(place), results)
    assert "the codebook has changed" in note


def test_an_unknown_coder_is_told_with_those_there_are(place):
    told = CliRunner().invoke(app, ["run-coder", str(place), "eye", "--yes"])
    assert isinstance(told.exception, StudyError) and "nearest: 'eyes'" in str(told.exception)


# What coders.yaml and records must be ------------------------------------------------------------------------------


def problems(root):
    with pytest.raises(StudyError) as caught:
        studies.load(root)
    return [str(problem) for problem in caught.value.problems]


def declare(root, *told):
    base = {"name": "eyes", "command": ["x"], "what": "w"}
    (root / "coders.yaml").write_text(json.dumps({"coders": [base | one for one in told]}))


def test_a_record_without_a_declared_coder_is_a_problem(place):
    run(place)
    declare(place, {"name": "eyed"})
    assert "nearest: 'eyed'" in problems(place)[0]
    (place / "coders.yaml").unlink()
    assert "a record of 'eyes'" in problems(place)[0]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"prompt": {"file": "private/prompt.md"}}, "leads elsewhere"),
        ({"prompt": {"file": "../prompt.md"}}, "leads elsewhere"),
        ({"prompt": {"file": "nowhere.md"}}, "can't be read"),
        ({"command": []}, "command"),
        ({"name": "../eyes"}, "name"),
    ],
)
def test_what_is_wrong_with_a_coder_is_told(place, told, found):
    (place / "private/prompt.md").write_text("x")
    declare(place, told)
    assert found in problems(place)[0]


def test_two_coders_of_one_name_and_a_person_of_a_coders_name_are_problems(place):
    declare(place, {}, {})
    header = "source_id,start,end,exact,prefix,suffix,code,memo\n"
    (place / "codings/eyes.csv").write_text(header)
    told = " ".join(problems(place))
    assert "the name 'eyes' 2 times" in told and "codings of a person under a program's name" in told


def test_a_prompt_may_stand_in_a_file(place):
    (place / "look.md").write_text("Look here.")
    declare(place, {"prompt": {"file": "look.md"}})
    (one,) = coders.declared(studies.load(place).coders, place)
    assert one.prompt == "Look here."
