"""`multicase speakers`: every label of every source in sight, and people's answers merged back whole or not at all."""

from __future__ import annotations

import csv
import time

import openpyxl
import pytest
from multicase import ingest
from multicase.cli import sheet, speakers
from multicase.ingest.listing import contradictions
from multicase.study import study
from multicase.study.problems import StudyError
from small_study import FILES
from typer.testing import CliRunner


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def doubtful(small_study):
    """The small study, with a voice that nobody has listed and one that is listed and stands nowhere."""
    text = FILES["raw/east/i01.txt"] + "\nEve Lamb: No, not at all.\n"
    (small_study / "raw/east/i01.txt").write_text(text, encoding="utf-8")
    with (small_study / "private/speakers.csv").open("a", encoding="utf-8") as file:
        file.write("west-i01,Bo,west-p01,participant\n")
    return small_study


def test_every_label_is_shown_with_its_turns_its_words_and_what_it_says_first(doubtful):
    found = {(row["source_id"], row["label"]): row for row in speakers.labels(study.load(doubtful))}
    holt = found["east-i01", "Dr Holt"]
    assert (holt["role"], holt["participant_id"]) == ("participant", "east-p01")
    assert (
        int(holt["turns"]) > 0 and int(holt["words"]) > 3 and holt["first_words"] and holt["place"].startswith("line ")
    )
    assert found["east-i01", "Interviewer"]["role"] == "interviewer"
    assert "could be a speaker" in found["east-i01", "Eve Lamb"]["question"]
    assert "stands nowhere" in found["west-i01", "Bo"]["question"]
    assert not any(source == "east-d01" for source, _ in found)  # nobody speaks in a document


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Eve opens the door.\n\nEve: No, not at all.", "Eve"), ("Eve Lamb: No, not at all.", "Eve Lamb"),
        ("[00:01:12] Eve (she/her): No, not at all.", "Eve"), ("Dr Holt - No, not at all.", "Dr Holt -"),
        ("[Dr Holt] No, not at all.", "[Dr Holt]"), ("Note: No, not at all.", "Note"),
    ],
)  # fmt: skip
def test_what_is_asked_about_is_shown_with_its_first_words(small_study, line, label):
    text = FILES["raw/east/i01.txt"] + f"\n{line}\n"
    (small_study / "raw/east/i01.txt").write_text(text, encoding="utf-8")
    found = {row["label"]: row for row in speakers.labels(study.load(small_study)) if row["source_id"] == "east-i01"}
    assert found[label]["question"] and found[label]["first_words"] == "No, not at all."


@pytest.mark.parametrize("row", ["*,Zed,,interviewer", "*,Zed,west-p01,participant", "*,Zed,,unidentified"])
def test_a_label_of_every_source_that_stands_in_none_is_asked_about(small_study, row):
    with (small_study / "private/speakers.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    found = [each for each in speakers.labels(study.load(small_study)) if each["label"] == "Zed"]
    assert [(each["source_id"], each["first_words"]) for each in found] == [("*", "")] and found[0]["question"]
    assert "Zed" in speakers.shown(found)


@pytest.mark.parametrize("line", ["", "-----", "12 34 56", "| 3 | 4 |"])
def test_long_runs_of_lines_without_letters_are_looked_through_once(line):
    text = f"{line}\n" * 6000
    start = time.process_time()
    assert speakers._behind("Eve", f"{text}Eve: No.\n{text}") == "No."
    assert speakers._behind("Eve", f"{text}Adam: No.\n{text}") == speakers._behind("Eve ⏎", text) == ""
    assert time.process_time() - start < 2


def test_check_names_the_sheet_that_answers_what_it_asks_of_labels(doubtful):
    from multicase.cli import app

    done = CliRunner().invoke(app, ["check", str(doubtful)])
    assert f"2 questions about who speaks, below. A sheet to answer in, with first words: multicase speakers {doubtful} --export" in done.stdout  # fmt: skip
    (doubtful / "raw/east/i01.txt").write_text(FILES["raw/east/i01.txt"], encoding="utf-8")
    (doubtful / "private/speakers.csv").write_text(FILES["private/speakers.csv"], encoding="utf-8")
    assert "about who speaks" not in CliRunner().invoke(app, ["check", str(doubtful)]).stdout


def test_the_terminal_shows_them_and_counts_what_is_open(doubtful):
    from multicase.cli import app

    told = CliRunner().invoke(app, ["speakers", str(doubtful)]).stdout
    assert "Eve Lamb" in told and "2 open questions" in told
    only = CliRunner().invoke(app, ["speakers", str(doubtful), "--open"]).stdout
    assert "Eve Lamb" in only and "Dr Holt" not in only


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
def test_a_filled_sheet_is_merged_and_settles_the_questions(doubtful, tmp_path, name):
    from multicase.cli import app

    path = tmp_path / name
    run = CliRunner()
    assert run.invoke(app, ["speakers", str(doubtful), "--export", str(path)]).exit_code == 0
    fill(path, {"Eve Lamb": {"role": "interviewer"}, "Bo": {"confirmed": "yes"}})
    told = run.invoke(app, ["speakers", str(doubtful), "--import", str(path)])
    assert "1 row added" in told.stdout and "1 row changed" in told.stdout
    found = rows(doubtful / "private/speakers.csv")
    assert found[-1] | {"confirmed": ""} == {
        "source_id": "east-i01", "label": "Eve Lamb", "participant_id": "", "role": "interviewer", "confirmed": "",
    }  # fmt: skip
    assert "0 open questions" in run.invoke(app, ["speakers", str(doubtful)]).stdout
    assert (doubtful / "private/speakers.csv").stat().st_mode & 0o777 == 0o600


def fill(path, answers):
    if path.suffix == ".csv":
        filled = [row | answers.get(row["label"], {}) for row in rows(path)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(filled[0]))
            writer.writeheader()
            writer.writerows(filled)
        return
    book = openpyxl.load_workbook(path)
    lines = book.active
    header = [cell.value for cell in lines[1]]
    for line in lines.iter_rows(min_row=2):
        for column, value in answers.get(line[header.index("label")].value, {}).items():
            line[header.index(column)].value = value
    book.save(path)


def sheet_of(path, *lines):
    sheet.write(path, speakers.COLUMNS, [[line.get(name, "") for name in speakers.COLUMNS] for line in lines], {}, {})
    return path


def answer(label, role, who="", source="east-i01", confirmed=""):
    return {"source_id": source, "label": label, "role": role, "participant_id": who, "confirmed": confirmed}


def test_everything_that_is_wrong_in_a_sheet_is_told_at_once_and_nothing_is_written(doubtful, tmp_path):
    before = (doubtful / "private/speakers.csv").read_bytes()
    path = sheet_of(
        tmp_path / "s.csv",
        answer("Eve Lamb", "partisipant"), answer("Eve", "participant", "nobody"),
        answer("Bea", "interviewer", "east-p01"), answer("Cy", "observer", confirmed="no"),
        answer("Ann", "interviewer"),
    )  # fmt: skip
    with pytest.raises(StudyError) as caught:
        speakers.merge(study.load(doubtful), path)
    told = str(caught.value)
    for row, column in ((2, "role"), (3, "participant_id"), (4, "participant_id"), (5, "confirmed")):
        assert f"row {row}, column {column}" in told
    assert len(caught.value.problems) == 4 and "nearest: 'participant'" in told
    assert (doubtful / "private/speakers.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ([answer("Eve Lamb", "", "east-p01")], "row 2, column role"),  # the role was forgotten
        ([answer("Eve Lamb", "", confirmed="yes")], "row 2, column role"),
        ([answer("Eve Lamb", "interviewer"), answer("EVE LAMB", "observer")], "row 3, column label"),
        ([answer("Dr Holt", "participant", "east-p02"), answer("Dr Holt", "interviewer")], "row 3, column label"),
        ([answer("Eve Lamb", "interviewer", source="east-i09")], "row 2, column source_id"),
        ([answer("Eve Lamb", "participant", "west-p01")], "row 2, column participant_id"),  # of another case
    ],
)
def test_no_answer_is_lost_or_breaks_the_study(doubtful, tmp_path, lines, place):
    before = (doubtful / "private/speakers.csv").read_bytes()
    with pytest.raises(StudyError, match=place):
        speakers.merge(study.load(doubtful), sheet_of(tmp_path / "s.csv", *lines))
    assert (doubtful / "private/speakers.csv").read_bytes() == before


@pytest.mark.parametrize("label", ["DR HOLT", "dr holt", "Dr  Holt", "Dr Holt:"])
def test_an_answer_changes_the_row_of_its_label_however_that_is_written(small_study, tmp_path, label):
    given = sheet_of(tmp_path / "s.csv", answer(label, "interviewer"), answer("INTERVIEWER", "interviewer"))
    told = speakers.merge(study.load(small_study), given)
    assert told.startswith("0 rows added") and told.endswith("1 row changed")
    assert [row["role"] for row in rows(small_study / "private/speakers.csv") if row["label"] == "Dr Holt"] == [
        "interviewer"
    ]


def test_one_way_of_writing_a_label_is_answered_for_itself(small_study, tmp_path):
    path = small_study / "raw/east/i01.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\nDr Holt - not so.\n", encoding="utf-8")
    found = {row["label"]: row for row in speakers.labels(study.load(small_study)) if row["source_id"] == "east-i01"}
    assert found["Dr Holt -"]["question"] and not found["Dr Holt -"]["role"] and not found["Dr Holt"]["question"]
    merged = speakers.merge(study.load(small_study), sheet_of(tmp_path / "s.csv", answer("Dr Holt -", "not a label")))
    assert merged.startswith("1 row added")


def test_what_is_said_already_for_the_source_or_for_every_one_adds_nothing(small_study, tmp_path):
    before = (small_study / "private/speakers.csv").read_bytes()
    path = sheet_of(
        tmp_path / "s.csv",
        answer("Interviewer", "interviewer"), answer("Dr Holt", "participant", "east-p01"), answer("Eve", ""),
    )  # fmt: skip
    assert speakers.merge(study.load(small_study), path).startswith("0 rows added")
    assert (small_study / "private/speakers.csv").read_bytes() == before


def test_a_confirmed_guess_is_one_no_more(small_study, tmp_path):
    path = small_study / "private/speakers.csv"
    path.write_text(
        "source_id,label,participant_id,role,guessed\n*,Interviewer,,interviewer,\neast-i01,Dr Holt,east-p01,participant,role\nwest-i01,P,west-p01,participant,\n"
    )
    given = sheet_of(tmp_path / "s.csv", answer("Dr Holt", "participant", "east-p01", confirmed="yes"))
    assert "1 row changed" in speakers.merge(study.load(small_study), given)
    assert [row["guessed"] for row in rows(path)] == ["", "", ""]


def test_a_study_without_a_list_gets_one(small_study, tmp_path):
    (small_study / "private/speakers.csv").unlink()
    given = sheet_of(tmp_path / "s.csv", answer("Dr Holt", "participant", "east-p01"))
    assert "1 row added" in speakers.merge(study.load(small_study), given)
    assert rows(small_study / "private/speakers.csv") == [
        {
            "source_id": "east-i01",
            "label": "Dr Holt",
            "participant_id": "east-p01",
            "role": "participant",
            "confirmed": "",
        }
    ]


def test_a_list_that_another_program_wrote_to_meanwhile_is_left_alone(small_study, tmp_path, monkeypatch):
    path = small_study / "private/speakers.csv"
    given = sheet_of(tmp_path / "s.csv", answer("Eve", "interviewer"))
    loaded, theirs = study.load(small_study), path.read_text() + "*,Bo,,observer\n"
    monkeypatch.setattr(sheet, "read", lambda *_, read=sheet.read: (path.write_text(theirs), read(*_))[1])
    with pytest.raises(StudyError, match="changed meanwhile"):
        speakers.merge(loaded, given)
    assert path.read_text() == theirs


@pytest.mark.parametrize("doubles", [("DR HOLT",), ("DR HOLT", "dr holt"), ("Dr Holt:",)])
@pytest.mark.parametrize("role", ["interviewer", "unidentified"])
def test_an_answer_changes_every_row_of_its_label(small_study, tmp_path, doubles, role):
    path = small_study / "private/speakers.csv"
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"east-i01,{label},east-p01,participant\n" for label in doubles)
    told = speakers.merge(study.load(small_study), sheet_of(tmp_path / "s.csv", answer("Dr Holt", role)))
    assert told.startswith("0 rows added") and told.endswith(f"{1 + len(doubles)} rows changed")
    assert {row["role"] for row in rows(path) if row["label"].lower().startswith("dr holt")} == {role}
    assert not list(contradictions(study.load(small_study).speakers))


def test_rows_that_contradict_one_another_are_refused_unless_the_answer_settles_them(small_study, tmp_path):
    path = small_study / "private/speakers.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("east-i01,DR HOLT,,observer\n")
    loaded = study.load(small_study)
    with pytest.raises(StudyError, match="another speaker"):
        speakers.merge(loaded, sheet_of(tmp_path / "a.csv", answer("Eve", "interviewer")))
    speakers.merge(loaded, sheet_of(tmp_path / "b.csv", answer("Dr Holt", "interviewer")))
    assert {row["role"] for row in rows(path) if row["label"].lower() == "dr holt"} == {"interviewer"}


@pytest.mark.parametrize("label", ["Dr Holt -", "Dr Holt;", "[Dr Holt]", "(Dr Holt)", "Dr Holt …"])
@pytest.mark.parametrize(("role", "who"), [("not a label", ""), ("interviewer", ""), ("participant", "east-p01")])
def test_an_unchanged_sheet_changes_nothing_beside_answers_for_a_way_of_writing(
    small_study, tmp_path, label, role, who
):
    path = small_study / "private/speakers.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"east-i01,{label},{who},{role}\n")
    loaded, before = study.load(small_study), path.read_text()
    found = speakers.labels(loaded)
    assert {row["participant_id"] for row in found if row["label"] == "Dr Holt"} == {"east-p01"}
    assert speakers.merge(loaded, sheet_of(tmp_path / "s.csv", *found)).startswith("0 rows added")
    assert path.read_text() == before


@pytest.mark.parametrize("source", ["east-i01", "*"])
def test_an_answer_for_a_label_that_is_listed_in_brackets_alone_changes_that_row(small_study, tmp_path, source):
    path, raw = small_study / "private/speakers.csv", small_study / "raw/east/i01.txt"
    raw.write_text(raw.read_text().replace("Dr Holt:", "[Dr Holt]:"))
    path.write_text(path.read_text().replace("east-i01,Dr Holt", f"{source},[Dr Holt]"))
    loaded = study.load(small_study)
    found = speakers.labels(loaded)
    assert speakers.merge(loaded, sheet_of(tmp_path / "s.csv", *found)).startswith("0 rows added")
    theirs = [row | {"participant_id": "", "role": "unidentified"} for row in found if "Holt" in row["label"]]
    speakers.merge(loaded, sheet_of(tmp_path / "t.csv", *theirs))
    turns = ingest.read(study.load(small_study).sources, study.load(small_study).speakers, small_study).turns
    assert "east-p01" not in {*turns.loc[turns["source_id"] == "east-i01", "participant_id"]}
