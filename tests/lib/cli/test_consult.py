"""`multicase consult`: programs are asked once about each text, and a record is written whole or not at all."""

from __future__ import annotations

import csv
import json
import stat
import sys

import pandas as pd
import pytest
from multicase import frames
from multicase.cli import app, check, consult, place
from multicase.digest import text_sha256
from multicase.study import programs
from multicase.study.problems import StudyError
from typer.testing import CliRunner

TEXTS = {"east-i01": "Ann: Then Marsh rang.", "west-i01": "Bob: Nobody did."}
EYES = """\
import json, sys
with open("asked", "a") as asked:
    for line in sys.stdin:
        text = json.loads(line)
        print(text["id"], file=asked)
        for word in sys.argv[1:]:
            start = text["text"].find(word)
            if start >= 0:
                print(json.dumps({"id": text["id"], "start": start, "end": start + len(word), "kind": "PER", "score": 1}))
"""


def program(name, *words, script="eyes.py"):
    return {"name": name, "command": " ".join([sys.executable, script, *words])}


def texts(**changed):
    rows = [
        {
            "source_id": i,
            "case_id": i[:4],
            "kind": "interview",
            "text": text,
            "text_sha256": text_sha256(text),
            "raw_sha256": "",
        }
        for i, text in (TEXTS | changed).items()
    ]
    return pd.DataFrame(rows)


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study" / programs.FOLDER
    folder.mkdir(parents=True)
    (folder / "eyes.py").write_text(EYES)
    (folder / "nonsense.py").write_text("import sys\nsys.stdin.read()\nprint('Marsh')\n")
    return tmp_path / "study"


def asked(study):
    path = study / programs.FOLDER / "asked"
    found = path.read_text().split() if path.exists() else []
    path.unlink(missing_ok=True)
    return found


def rows(study, name):
    with programs.path(study, name).open(encoding="utf-8", newline="") as file:
        return [(row["source_id"], row["start"], row["end"], row["kind"], row["score"]) for row in csv.DictReader(file)]


def run(study, *listed, read=None, again=False):
    shown = []
    try:
        consult.consult(study, listed, texts() if read is None else read, again=again, seconds=30, show=shown.append)
    finally:
        run.shown = "\n".join(shown)
    return run.shown


def test_what_is_found_is_recorded_with_what_was_read(study):
    run(study, program("eyes", "Marsh"))
    assert rows(study, "eyes") == [("east-i01", "10", "15", "person", "1.0000"), ("west-i01", "", "", "", "")]
    assert stat.S_IMODE(programs.path(study, "eyes").stat().st_mode) == 0o600
    assert set(programs.records(study, [program("eyes")])) == {"eyes"}


def test_a_text_is_read_once_until_it_changes_or_is_asked_about_again(study):
    eyes = program("eyes", "Marsh", "Nobody")
    run(study, eyes)
    assert asked(study) == ["east-i01", "west-i01"]
    before = programs.path(study, "eyes").read_bytes()
    assert "has read every text" in run(study, eyes) and asked(study) == []
    run(study, eyes, again=True)
    assert asked(study) == ["east-i01", "west-i01"] and programs.path(study, "eyes").read_bytes() == before
    run(study, eyes, read=texts(**{"west-i01": "Bob: So Nobody did."}))
    assert asked(study) == ["west-i01"]
    assert rows(study, "eyes")[1:] == [("west-i01", "8", "14", "person", "1.0000")]


@pytest.mark.parametrize("script", ["nonsense.py", "no_such_file.py"])
def test_a_program_that_is_wrong_leaves_the_records_as_they_were_and_the_others_are_asked(study, script):
    run(study, program("eyes", "Marsh"))
    before = programs.path(study, "eyes").read_bytes()
    with pytest.raises(StudyError) as error:
        run(
            study,
            program("eyes", script=script),
            program("no_eyes", script=script),
            program("more", "rang"),
            again=True,
        )
    assert {problem.file for problem in error.value.problems} == {"eyes", "no_eyes"} and "Marsh" not in str(error.value)
    assert programs.path(study, "eyes").read_bytes() == before
    assert not programs.path(study, "no_eyes").exists() and rows(study, "more")[0][:2] == ("east-i01", "16")


def test_a_record_that_was_spoilt_is_told_without_its_words_and_kept(study):
    run(study, program("eyes", "Marsh"))
    path = programs.path(study, "eyes")
    path.write_text(path.read_text().replace(",person,", ",Marsh,"))
    before = path.read_bytes()
    with pytest.raises(
        StudyError, match=r"line 2, column kind: found a value; expected one of nothing, person"
    ) as error:
        run(study, program("eyes", "Marsh"), again=True)
    assert "Marsh" not in str(error.value) and path.read_bytes() == before and asked(study) == ["east-i01", "west-i01"]


def test_one_of_several_is_chosen_by_name_and_none_is_told():
    known = [program("eyes"), program("ears")]
    assert consult.chosen(known, None) == known and consult.chosen(known, "ears") == known[1:]
    with pytest.raises(
        StudyError, match=r"no program 'eye'; expected one of eyes, ears. Name one of them \(nearest: 'eyes'\)"
    ):
        consult.chosen(known, "eye")
    with pytest.raises(StudyError, match=r"found no program; expected a name and a command"):
        consult.chosen([], None)


def test_without_a_build_there_is_nothing_to_read(tmp_path):
    with pytest.raises(StudyError, match=r"private/texts: found no texts; .* Run make first"):
        consult.texts(tmp_path)


@pytest.fixture
def built(small_study, tmp_path, monkeypatch):
    """The small study with a program in its config.yaml, and the texts of a build in the results beside it."""
    monkeypatch.chdir(tmp_path)
    folder = small_study / programs.FOLDER
    folder.mkdir(parents=True)
    (folder / "eyes.py").write_text(EYES)
    command = json.dumps(program("eyes", "people")["command"])
    (small_study / "config.yaml").write_text(f"anonymise:\n  programs: [{{name: eyes, command: {command}}}]\n")
    from multicase import ingest
    from multicase.study import study as studies

    known = studies.load(small_study)
    read = ingest.ingest(known.open_sources, known.speakers, known.root, known.columns, place.limits(known.settings))
    (tmp_path / "results/small/private/texts").mkdir(parents=True)
    frames.write(read.texts, tmp_path / "results/small/private/texts/all.parquet", "texts")
    return small_study


def test_the_command_asks_the_studys_programs_and_check_tells_what_they_have_not_read(built):
    def ran(*arguments):
        done = CliRunner().invoke(app, [*arguments])
        assert done.exit_code == 0, done.output + str(done.exception)
        return done.output

    assert "note: eyes has not read 3 of 3 texts as they are now: multicase consult" in ran("check", str(built))
    assert "2 finds recorded in" in ran("consult", str(built), "--program", "eyes")
    assert "eyes has" not in ran("check", str(built))
    assert "has read every text already" in ran("consult", str(built))
    with (built / programs.FOLDER / "eyes.py").open("a") as file:
        file.write("# sharper\n")
    assert "note: eyes has changed since it read 3 texts" in ran("check", str(built))
    ran("consult", str(built), "--again")
    assert "eyes has" not in ran("check", str(built))


def test_check_tells_a_spoilt_record(built):
    programs.path(built, "eyes").write_text("source_id\n")
    told, problems = check.programs_notes(built, {"anonymise": {"programs": [program("eyes")]}}, texts())
    assert told == [] and any("no column 'start'" in problem.found for problem in problems)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([{"name": "Eyes", "command": "x"}], "an id of small letters"),
        ([{"name": "eyes", "command": " "}], "the command and its arguments"),
        ([{"name": "eyes"}], "all of name, command"),
        ([{"name": "eyes", "command": "x", "shell": True}], "only name, command"),
        ([{"name": "eyes", "command": "x"}, {"name": "eyes", "command": "y"}], "each only once"),
        ("eyes", "expected a list"),
    ],
)
def test_a_list_that_is_none_is_told(listed, expected):
    with pytest.raises(StudyError, match=expected):
        place.programs({"anonymise": {"programs": listed}})
