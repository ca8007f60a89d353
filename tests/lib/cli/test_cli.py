"""The command: a study out of a folder, a file's text and identifiers, mistakes without a traceback."""

from __future__ import annotations

import csv
import json
import re

import pytest
from commands import run
from multicase import ingest
from multicase.cli import accept, check, identifiers, new_study
from multicase.study import study
from multicase.study.problems import StudyError
from small_study import FILES


@pytest.fixture
def folder(tmp_path):
    """Raw files of two cases, named after people, as they come."""
    raw = tmp_path / "in"
    for name, text in {
        "North Town/Interview Dr Holt 2014-05-01.txt": "Interviewer: So?\n\nDr Holt: Well.\n\nDr Holt: Yes.\n",
        "North Town/observation of board.md": "The room was full.\n\nOC: Nervous.\n",
        "South/group 1.txt": "A1: x\n\nB1: y\n\nC1: z\n\nD1: w\n\nA1: x\n\nB1: y\n\nC1: z\n\nD1: w\n",
        "South/.hidden": "nothing",
    }.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text)
    return raw


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_study_is_made_of_a_folder_with_every_guess_marked(folder, tmp_path):
    told = new_study.make(folder, tmp_path / "made")
    assert "2 cases, 3 sources" in told[0]
    sources = rows(tmp_path / "made/sources.csv")
    assert [(row["source_id"], row["kind"], row["format"], row["date"]) for row in sources] == [
        ("case1-s001", "interview", "txt", "2014-05-01"), ("case1-s002", "observation", "md", ""), ("case2-s001", "group_interview", "txt", ""),
    ]  # fmt: skip
    assert all(row["guessed"] for row in sources)
    speakers = {row["label"]: row for row in rows(tmp_path / "made/private/speakers.csv")}
    assert speakers["Interviewer"]["role"] == "interviewer" and speakers["Dr Holt"]["participant_id"] == "case1-p001"
    loaded = study.load(tmp_path / "made")
    told = [problem.found for problem in study.unconfirmed(loaded)]
    assert len(told) == 5 and "3 sources without consent, which are quoted" in told


def test_no_name_of_a_raw_file_goes_into_the_study(folder, tmp_path):
    new_study.make(folder, tmp_path / "made")
    made = [path for path in (tmp_path / "made").rglob("*") if path.is_file()]
    assert not [path for path in made if re.search("holt|north|south", str(path.relative_to(tmp_path)), re.I)]
    told = [
        path.name
        for path in made
        if "private" not in path.parts and "raw" not in path.parts and "North" in path.read_text()
    ]
    assert told == []


def test_people_are_told_which_file_became_which_source(folder, tmp_path):
    new_study.make(folder, tmp_path / "made")
    origins = tmp_path / "made/private/origins.csv"
    assert [(row["source_id"], row["file"]) for row in rows(origins)] == [
        ("case1-s001", "North Town/Interview Dr Holt 2014-05-01.txt"),
        ("case1-s002", "North Town/observation of board.md"),
        ("case2-s001", "South/group 1.txt"),
    ]
    closed = [path for zone in ("raw", "private") for path in (tmp_path / "made" / zone).rglob("*") if path.is_file()]
    assert origins in closed and {path.stat().st_mode & 0o777 for path in closed} == {0o600}


def test_a_directory_with_files_in_it_is_left_alone(folder, tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made/mine.txt").write_text("mine")
    with pytest.raises(StudyError, match="a directory with files in it"):
        new_study.make(folder, tmp_path / "made")
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["mine.txt"]


def test_every_unreadable_file_is_named_and_nothing_is_made(folder, tmp_path):
    (folder / "South/a.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "South/b.txt").write_bytes(b"caf\x81\xe9")
    done = run("new-study", tmp_path / "made", "--from", folder)
    assert done.returncode == 1 and "a.docx" in done.stderr and "b.txt" in done.stderr
    assert "Traceback" not in done.stderr and not (tmp_path / "made").exists()


def test_the_offsets_of_identifiers_point_into_the_canonical_text(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Interviewer: Did Dr Holt ring?\r\n\r\nAnn: She rang 01632 960123.\r\n", newline="")
    text = run("text", file).stdout
    found = json.loads(run("identifiers", file, "--json").stdout)
    assert {(item["text"], item["kind"]) for item in found} >= {("Dr Holt", "person"), ("01632 960123", "phone")}
    assert all(text[item["start"] : item["end"]] == item["text"] for item in found)
    assert set(found[0]) == set(identifiers.FIELDS)


def test_a_register_names_what_a_file_alone_would_not(tmp_path):
    (tmp_path / "a.txt").write_text("i saw sarah holt there")
    (tmp_path / "register.csv").write_text("entity,kind,name,aliases,replacement\nholt,person,Sarah Holt,,GP\n")
    found = json.loads(identifiers.show(tmp_path / "a.txt", tmp_path / "register.csv", as_json=True))
    assert [(item["text"], item["layer"], item["action"]) for item in found] == [
        ("sarah holt", "register", "pseudonymise")
    ]


def test_check_says_that_a_sound_study_has_no_problems_and_else_all_that_is_wrong(tmp_path, small_study):
    told = run("check", small_study).stdout.splitlines()
    assert told[-1] == f"{small_study}: no problems"
    (small_study / "raw/east/i01.txt").write_text(FILES["raw/east/i01.txt"].replace("Dr Holt:", "Dr Hollt:"))
    (small_study / "raw/west/i01.txt").write_bytes(b"")
    done = run("check", small_study)
    assert done.returncode == 1 and "'Dr Hollt'" in done.stderr and "west-i01: found an empty file" in done.stderr


def test_accepted_pseudonyms_are_appended_and_none_is_changed(tmp_path, small_study):
    results = tmp_path / "results"
    (results / "private").mkdir(parents=True)
    (results / "private/pseudonyms.proposed.csv").write_text("entity,replacement\nholt,P01\nlee,P02\n")
    (small_study / "private/pseudonyms.csv").write_text("replacement,entity\nP09,holt")
    assert "1 pseudonym added" in accept.accept(small_study, results)
    assert (small_study / "private/pseudonyms.csv").read_text() == "replacement,entity\nP09,holt\nP02,lee\n"
    assert (small_study / "private/pseudonyms.csv").stat().st_mode & 0o777 == 0o600
    assert "nothing to add" in accept.accept(small_study, results)


def test_a_locked_study_is_checked_without_its_raw_files_and_reviewed_by_nobody(tmp_path, small_study):
    public = run("keygen", tmp_path / "key.txt").stdout.split()[-1]
    assert run("lock", small_study, "--recipient", public).returncode == 0
    done = run("check", small_study)
    assert done.returncode == 0 and "is locked: its raw files were not read" in done.stderr
    for command in ("review", "accept"):
        done = run(command, small_study)
        assert done.returncode == 1 and "multicase unlock" in done.stderr


SURVEY = 'respondent,Age group,What was it like?,Anything else?\nr1,under 30,"Cold, very cold",No\nr2,over 30,Warm,Too far away\nr3,under 30,Dark,\nr4,over 30,,\n'


def survey(folder):
    path = folder / "one/survey.csv"
    path.parent.mkdir(parents=True)
    path.write_text(SURVEY, encoding="utf-8")
    return folder


def test_closed_answers_of_a_survey_are_attributes_and_open_ones_turns_under_their_questions(tmp_path):
    made = tmp_path / "made"
    done = run(
        "new-study", made, "--from", survey(tmp_path / "raw"), "--who", "respondent", "--attribute", "Age group",
        "--words", "What was it like?", "--words", "Anything else?",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    people = rows(made / "participants.csv")
    assert [(row["participant_id"], row["age_group"]) for row in people] == [
        ("case1-p001", "under 30"), ("case1-p002", "over 30"), ("case1-p003", "under 30"),
    ]  # fmt: skip
    loaded = study.load(made)
    assert loaded.attributes["participants"]["age_group"].label == "Age group"
    assert {row["column"]: row["holds"] for row in loaded.columns} == {
        "respondent": "who", "Age group": "attribute", "What was it like?": "words", "Anything else?": "words",
    }  # fmt: skip
    read = ingest.ingest(loaded.sources, loaded.speakers, made, loaded.columns)
    told = [(row.layer, row.participant_id, row.text) for row in read.turns.itertuples() if row.layer != "label"]
    assert told == [
        ("heading", "", "What was it like?"), ("speech", "case1-p001", "Cold, very cold"), ("speech", "case1-p002", "Warm"),
        ("speech", "case1-p003", "Dark"), ("heading", "", "Anything else?"), ("speech", "case1-p001", "No"),
        ("speech", "case1-p002", "Too far away"),
    ]  # fmt: skip


def answered(folder, *texts):
    """participant_id -> age of a study made of tables of one case, and what new-study says."""
    (folder / "raw/one").mkdir(parents=True)
    for number, text in enumerate(texts, 1):
        (folder / f"raw/one/w{number}.csv").write_text(text, encoding="utf-8")
    told = new_study.make(folder / "raw", folder / "made", {"Tell": "words", "ID": "who", "Age": "attribute"})
    study.load(folder / "made")
    return {row["participant_id"]: row["age"] for row in rows(folder / "made/participants.csv")}, "\n".join(told)


@pytest.mark.parametrize(
    "label", ["Ann  Miller", "Bo (he/him)", "P3:", "ann miller", " [P3] ", "1. Ann", "17", "a@b.org"]
)
def test_closed_answers_are_found_under_each_label_that_the_reader_makes_a_speaker(tmp_path, label):
    found, _ = answered(tmp_path, f"ID,Age,Tell\n{label},34,It was hard.\nKim,51,I liked it.\n")
    assert found == {"case1-p001": "34", "case1-p002": "51"}


def test_closed_answers_are_those_of_the_column_that_people_say_names_the_speaker(tmp_path):
    found, _ = answered(tmp_path, "name,ID,Age,Tell\nx,R1,34,It was hard.\nx,R2,51,I liked it.\n")
    assert found == {"case1-p001": "34", "case1-p002": "51"}


def test_an_empty_closed_answer_overwrites_none_and_two_of_one_person_are_left_for_people(tmp_path):
    first = "ID,Age,Tell\nAnn Lee,34,It was hard.\nann  lee,,It was worse.\nBo Kent,50,I liked it.\n"
    second = "ID,Age,Tell\nAnn Lee,,Later.\nBo Kent,51,Later too.\n"
    found, told = answered(tmp_path, first, second)
    assert found == {"case1-p001": "34", "case1-p002": ""}
    assert (
        "case1-s002  age of case1-p002: unknown ('50' in case1-s001, '51' in case1-s002: fill in participants.csv)"
        in told
    )
    assert "age of case1-p001" not in told
    kept = rows(tmp_path / "made/private/guesses.csv")
    assert [row["guess"] for row in kept if row["what"] == "age of case1-p002"] == [""]


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        (("Age", "Age?"), ("age", "age_2")), (("Ålder", "Alder"), ("alder", "alder_2")), (("Q1: Age", "Q1 age"), ("q1_age", "q1_age_2")),
        (("AGE", "Age"), ("age", "age_2")), (("年龄", "Age"), (None, "age")), (("Age", "Age 2"), ("age", "age_2")),
    ],
)  # fmt: skip
def test_no_column_of_closed_answers_is_lost_to_another_of_a_like_name(tmp_path, headers, names):
    raw = tmp_path / "raw/one"
    raw.mkdir(parents=True)
    one, two = headers
    (raw / "a.csv").write_text(f"ID,{one},{two},Tell\nr1,34,30-39,It was hard.\nr2,51,,I liked it.\n", encoding="utf-8")
    (raw / "b.csv").write_text(f"ID,{two.lower()},Tell\nr2,50-59,It was later.\n", encoding="utf-8")
    held = {one: "attribute", two: "attribute", two.lower(): "attribute", "Tell": "words", "ID": "who"}
    new_study.make(tmp_path / "raw", tmp_path / "made", held)
    declared = study.load(tmp_path / "made").attributes["participants"]
    assert [told.label for told in declared.values()] == [one, two]
    first, second = declared
    assert all(name in (None, found) for name, found in zip(names, declared, strict=True))
    kept = {row["participant_id"]: (row[first], row[second]) for row in rows(tmp_path / "made/participants.csv")}
    assert kept["case1-p001"] == ("34", "30-39")


def test_a_person_is_asked_what_the_columns_hold_that_nobody_has_settled(tmp_path):
    asked = {}

    def ask(path, column):
        asked[column.name] = column.suggestion
        return {"Age group": "attribute", "What was it like?": "words", "Anything else?": "not read"}[column.name]

    new_study.make(survey(tmp_path / "raw"), tmp_path / "made", {}, ask)
    assert list(asked) == ["Age group", "What was it like?", "Anything else?"] and asked["Age group"] == "attribute"
    assert {row["column"]: row["holds"] for row in rows(tmp_path / "made/columns.csv")} == {
        "Age group": "attribute", "What was it like?": "words", "Anything else?": "not read",
    }  # fmt: skip


def test_what_was_guessed_is_told_with_the_reason_and_kept_in_the_closed_zone(folder, tmp_path):
    told = "\n".join(new_study.make(folder, tmp_path / "made"))
    assert "case1-s001  kind: interview ('Interview' in the name of the file)" in told
    assert "case1-s001  date: 2014-05-01 (in the name of the file)" in told
    assert "case1-s001  'Interviewer': interviewer (by its label)" in told
    kept = rows(tmp_path / "made/private/guesses.csv")
    assert {"source_id": "case1-s001", "what": "'Dr Holt'", "guess": "participant"}.items() <= next(
        row for row in kept if row["what"] == "'Dr Holt'"
    ).items()


@pytest.mark.parametrize("mark", ["OC: {}", "[OC: {}]", "Observer comment: {}"])
def test_the_sign_of_an_observers_comment_is_nobody_in_a_new_study(tmp_path, mark):
    text = "The room was full.\n\nAnn: So it begins.\n\n{}\n\nBo: It does.\n\n{}\n\nAnn: Well.\n\nBo: It is late.\n"
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/field notes.txt").write_text(text.format(mark.format("Tense."), mark.format("Tense still.")))
    told = "\n".join(new_study.make(tmp_path / "raw", tmp_path / "made"))
    assert "2 participants" in told and "kind: observation" in told
    assert [row["label"] for row in rows(tmp_path / "made/private/speakers.csv")] == ["Ann", "Bo"]


@pytest.mark.parametrize("loose", ["a-readme.txt", "zz-readme.txt"])
def test_a_file_beside_the_folders_of_cases_is_told_and_labels_have_the_numbers_of_ids(tmp_path, loose):
    text = "I: How was it?\n\nP: It was late.\n\nI: And?\n\nP: So.\n"
    for name in (
        "School A/x.txt",
        "School B/x.txt",
        loose,
        ".DS_Store",
        "School A/~$x.txt",
        "~B/y.txt",
        "School A/.z.txt",
        ".git/HEAD",
        "School A/.git/refs/heads/main",
        "School A/._x/y.txt",
        "School A/Thumbs.db",
        "School B/Desktop.ini",
        "School B/Icon\r",
    ):
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).write_text(text)
    told = "\n".join(new_study.make(tmp_path / "raw", tmp_path / "made"))
    cases = [(row["case_id"], row["label"]) for row in rows(tmp_path / "made/cases.csv")]
    assert cases == [("case1", "Case 1"), ("case2", "Case 2"), ("case3", "Case 3")]
    assert "case1-s001  case: case1 (beside the cases' folders" in told and told.count("beside the cases'") == 1
    assert "note: 2 files left out" in told and "such as School A/.z.txt" in told


def test_links_to_folders_and_to_nothing_are_told_and_links_to_files_are_read(tmp_path):
    text = "I: How was it?\n\nP: It was late.\n"
    for name in ("raw/School A/x.txt", "other/y.txt", "z.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    for name, to in (
        ("School B", "other"),
        ("School A/gone.txt", "gone.txt"),
        ("School A/z.txt", "z.txt"),
        (".B", "other"),
    ):
        (tmp_path / "raw" / name).symlink_to(tmp_path / to)
    told = "\n".join(new_study.make(tmp_path / "raw", tmp_path / "made"))
    assert "1 case, 2 sources" in told and "note: 2 links" in told and "School A/gone.txt" in told


@pytest.mark.parametrize("name", [".github/x.txt", "School A/.gitlab talks/x.txt", ".git-notes.txt", "~old/x.txt"])
def test_hidden_files_that_no_system_leaves_behind_are_told(tmp_path, name):
    for one in ("School A/x.txt", ".gitignore", ".git/HEAD", "School A/.gitkeep", name):
        (tmp_path / "raw" / one).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / one).write_text("I: How was it?\n\nP: It was late.\n")
    told = "\n".join(new_study.make(tmp_path / "raw", tmp_path / "made"))
    assert "note: 1 file left out" in told and name in told


@pytest.mark.parametrize("names", [("x.txt", "y.txt"), ("School A/x.txt", "School B/y.txt")])
def test_files_all_in_folders_or_all_without_are_told_nothing(tmp_path, names):
    for n, name in enumerate(names):
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).write_text(f"I: How was it?\n\nP: It was {n}.\n\nI: And?\n\nP: So.\n")
    told = "\n".join(new_study.make(tmp_path / "raw", tmp_path / "made"))
    assert "  case: " not in told and "note:" not in told


@pytest.mark.parametrize("name", ["2023", "no", "1e5", "null", "2023-05-01", "0x1F", "1.0", "s"])
def test_a_study_may_be_called_what_yaml_takes_for_a_number_or_a_word_of_its_own(folder, tmp_path, name):
    new_study.make(folder, tmp_path / name)
    assert study.load(tmp_path / name).study["title"] == name


@pytest.mark.parametrize("name", ["s9: no", "my study", "école", "private", "_s"])
def test_a_name_that_no_study_can_have_is_refused_before_anything_is_made(folder, tmp_path, name):
    with pytest.raises(StudyError, match="Choose another name"):
        new_study.make(folder, tmp_path / name)
    assert not (tmp_path / name).exists()


def test_check_tells_where_the_words_of_each_source_are(small_study):
    (small_study / "raw/east/i01.txt").write_text(FILES["raw/east/i01.txt"] + "\nTranscribed by https://otter.ai\n")
    told = run("check", small_study).stdout
    assert re.search(r"east-i01: [\d,]+ words: [\d,]+ in turns; .* 4 left out \(service line 4\)", told)


def test_sources_that_are_the_same_are_told_when_a_study_is_made_and_checked(folder, tmp_path):
    interview = folder / "North Town/Interview Dr Holt 2014-05-01.txt"
    (folder / "South/again.txt").write_bytes(interview.read_bytes())
    (folder / "South/as read.md").write_text(interview.read_text().replace("\n\n", "\n"))
    told = new_study.make(folder, tmp_path / "made")
    same = ["case1-s001, case2-s001: the same file", "case1-s001, case2-s001, case2-s002: the same text"]
    assert [line.split(";")[0] for line in told if "the same" in line] == [f"  note: {one}" for one in same]
    found = study.load(tmp_path / "made")
    checked = check.told(ingest.read(found.open_sources, found.speakers, found.root, found.columns))
    assert [line.split(";")[0] for line in checked if "the same" in line] == [f"note: {one}" for one in same]


def test_of_many_sources_those_with_nothing_to_be_said_share_a_line(small_study, monkeypatch):
    monkeypatch.setattr(check, "MANY", 2)
    (small_study / "raw/east/i01.txt").write_text(FILES["raw/east/i01.txt"] + "\nTranscribed by https://otter.ai\n")
    found = study.load(small_study)
    told = check.told(ingest.read(found.open_sources, found.speakers, found.root, found.columns))
    assert len(told) == 2
    assert told[0].startswith("east-i01: ") and "4 left out" in told[0]
    assert re.match(r"2 other sources: \d+ words: \d+ in turns", told[1])


def test_claims_on_roles_that_the_profile_shows_by_their_groups_are_told(small_study):
    (small_study / "claims.yaml").write_text(
        "claims:\n  - {claim: C1, statement: S., supports: [slow], criterion: {cases: 1}, "
        "population: {speakers: {role: [practice manager]}}}\n"
    )
    for profile, told in (("internal", False), ("deposit", True)):
        (small_study / "config.yaml").write_text(f"anonymise: {{profile: {profile}}}\n")
        done = run("check", small_study)
        assert done.returncode == 0 and ("C1.population.speakers asks for the role practice" in done.stderr) == told


def test_a_study_may_set_its_own_limits(small_study):
    (small_study / "config.yaml").write_text("ingest: {megabytes: 1}\n")
    (small_study / "raw/east/i01.txt").write_text("Interviewer: So?\n\nDr Holt: " + "it was late " * 100_000)
    done = run("check", small_study)
    assert done.returncode == 1 and "more than 1 MB once unpacked" in done.stderr and "ingest.megabytes" in done.stderr


@pytest.mark.parametrize(
    ("label", "is_one"),
    [
        ("P1", False), ("Pupil 1", False), ("Head", False), ("Head teacher", False), ("Mother", False), ("Ouder", False), ("Leerling 2", False),
        ("Schüler 2", False), ("T1", False), ("1", False), ("SB", False), ("PUPIL", False), ("Staff", False),
        ("Ann Lee", True), ("ANNA", True), ("Agnieszka", True), ("Mrs Brown", True), ("Mevrouw De Boer", True), ("SIOBHÁN", True),
    ],
)  # fmt: skip
def test_a_name_is_one_of_its_case_and_any_other_label_somebody_in_each_source(tmp_path, label, is_one):
    raw = tmp_path / "raw/one"
    raw.mkdir(parents=True)
    for name in "ab":
        (raw / f"{name}.txt").write_text(
            f"I: How was it?\n\n{label}: It was late.\n\nI: And?\n\n{label}: So.\n\nAll: Yes.\n"
        )
    told = new_study.make(tmp_path / "raw", tmp_path / "made")
    found = [(row["label"], row["participant_id"], row["role"]) for row in rows(tmp_path / "made/private/speakers.csv")]
    people = [who for one, who, _ in found if one == label]
    assert people == (["case1-p001"] * 2 if is_one else ["case1-p001", "case1-p002"])
    assert {role for one, _, role in found if one == "All"} == {"unidentified"}
    guess = f"'{label}' in case1-s001, case1-s002: {'one participant' if is_one else '2 participants'}, case1-p001"
    assert any(guess in line for line in told) == (label != "P1")
    kept = [row for row in rows(tmp_path / "made/private/guesses.csv") if " in case1-s001, case1-s002" in row["what"]]
    assert len(kept) == (label != "P1")


@pytest.mark.parametrize(
    ("labels", "is_asked"),
    [
        (("June", "June Marsh"), True), (("Grace Bishop", "Grace"), True), (("Mrs Young", "Rose Young"), True), (("HF", "Hope Field"), True),
        (("Field", "Hope Field"), True), (("Ann", "Anna Lee"), False), (("Head", "Head teacher"), False), (("P1", "Ann Lee"), False),
        (("Mr Young", "Mrs Young"), False), (("Ann Lee", "Ann Ray"), False), (("IL", "Ann Lee"), False),
    ],
)  # fmt: skip
def test_a_name_in_short_and_in_full_in_two_sources_of_a_case_may_be_one_person(tmp_path, labels, is_asked):
    raw = tmp_path / "raw/one"
    raw.mkdir(parents=True)
    for name, label in zip("ab", labels, strict=True):
        (raw / f"{name}.txt").write_text(f"I: How was it?\n\n{label}: It was late.\n\nI: And?\n\n{label}: So.\n")
    told = new_study.make(tmp_path / "raw", tmp_path / "made")
    asked = [line for line in told if "may be the other's name in short" in line]
    assert [labels[0] in line and labels[1] in line for line in asked] == [True] * is_asked
    assert all("2 participants, case1-p00" in line and "give them one id" in line for line in asked)


def test_two_who_speak_in_one_source_are_two_though_one_is_called_as_the_other_in_short(tmp_path):
    raw = tmp_path / "raw/one"
    raw.mkdir(parents=True)
    (raw / "a.txt").write_text("I: Well?\n\nJune: Late.\n\nI: And?\n\nJune Marsh: So.\n\nI: Why?\n\nJune: No.\n")
    assert not [line for line in new_study.make(tmp_path / "raw", tmp_path / "made") if "name in short" in line]


def test_a_survey_whose_columns_nobody_has_settled_names_them_and_the_options(tmp_path):
    done = run("new-study", tmp_path / "made", "--from", survey(tmp_path / "raw"))
    assert done.returncode == 1 and not (tmp_path / "made").exists()
    assert "Age group, What was it like?, Anything else?" in done.stderr and "--words COLUMN" in done.stderr
    done = run(
        "new-study", tmp_path / "made", "--from", tmp_path / "raw", "--words", "What was it like?", "--who", "nobody"
    )
    assert done.returncode == 1 and "the column 'nobody', which no table has" in done.stderr


def test_what_was_left_out_can_be_read_before_anything_is_built(small_study, tmp_path):
    (small_study / "raw/east/i01.txt").write_text(FILES["raw/east/i01.txt"] + "\nTranscribed by https://otter.ai\n")
    done = run("check", small_study, "--left-out", tmp_path / "left.csv")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "left.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["reason"] == "service line"]
    assert row["source_id"] == "east-i01" and row["text"] == "Transcribed by https://otter.ai"
    assert (tmp_path / "left.csv").stat().st_mode & 0o777 == 0o600


def test_a_row_may_end_before_columns_that_need_not_be_there(small_study):
    path = small_study / "private/speakers.csv"
    path.write_text(
        "source_id,label,participant_id,role,confirmed,guessed\n*,Interviewer,,interviewer\n"
        "east-i01,Dr Holt,east-p01,participant,yes\nwest-i01,P,west-p01,participant,,role\n"
    )
    assert run("check", small_study).returncode == 0
    path.write_text(path.read_text() + "west-i01,Q\n")
    assert "line 5: found 2 fields" in run("check", small_study).stderr


def test_a_text_without_capitals_is_told_before_the_run_unless_the_study_accepts_it(small_study):
    words = "it was late and nobody had lit the stove so we sat in our coats " * 6
    (small_study / "raw/east/i01.txt").write_text(f"Interviewer: {words}\n\nDr Holt: {words}\n\nInterviewer: so?\n")
    done = run("check", small_study)
    assert done.returncode == 1 and "east-i01: found a text almost without capitals" in done.stderr
    (small_study / "config.yaml").write_text("anonymise: {allow_register_only: true}\n")
    assert run("check", small_study).returncode == 0


@pytest.mark.parametrize(
    ("declares", "claims", "is_told"),
    [("{wave: {label: Wave}}", True, True), ("{}", True, False), ("{wave: {label: Wave}}", False, False)],
)
def test_a_study_of_several_waves_is_told_that_no_claim_compares_them(small_study, declares, claims, is_told):
    about = small_study / "study.yaml"
    about.write_text(about.read_text().replace("attributes:\n", f"attributes:\n  sources: {declares}\n"))
    if claims:
        claim = "criterion: {cases: 2}\nclaims: [{claim: C1, statement: It grew., supports: [slow]}]\n"
        (small_study / "claims.yaml").write_text(claim)
    told = check.waves_notes(study.load(small_study))
    assert len(told) == is_told
    assert all("2 waves, and each claim is judged over all of them together" in note for note in told)
