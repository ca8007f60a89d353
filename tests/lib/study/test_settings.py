"""Which value of a setting holds, and who set it: the command line before the study before the repository."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from multicase.study import files, settings, study
from multicase.study.problems import StudyError
from small_study import REPOSITORY

CONFIG = files.mapping([str(REPOSITORY / "config.yaml")])


def changed(**values):
    """The repository's configuration with other values; `anonymise__dates` is `anonymise.dates`."""
    config = copy.deepcopy(CONFIG)
    for name, value in values.items():
        *above, last = name.split("__")
        place = config
        for key in above:
            place = place[key]
        place[last] = value
    return config


def setters(rows):
    return {row["setting"]: row["set_by"] for row in rows if row["set_by"] != settings.REPOSITORY}


def value(rows, setting):
    return next(row["value"] for row in rows if row["setting"] == setting)


def problems_of(call, *arguments):
    with pytest.raises(StudyError) as caught:
        call(*arguments)
    return caught.value.problems


def test_the_repositorys_values_hold_where_nobody_says_otherwise():
    held, rows = settings.merged(CONFIG, {}, CONFIG)
    assert held == CONFIG and setters(rows) == {}


def test_a_study_sets_what_it_names_and_nothing_beside_it():
    held, rows = settings.merged(CONFIG, {"seed": 7, "anonymise": {"dates": "mask"}}, CONFIG)
    assert held == changed(seed=7, anonymise__dates="mask")
    assert setters(rows) == {"seed": settings.STUDY, "anonymise.dates": settings.STUDY}


def test_the_command_line_sets_what_it_names_and_nothing_beside_it():
    held, rows = settings.merged(CONFIG, {}, changed(seed=7, anonymise__dates="keep"))
    assert held == changed(seed=7, anonymise__dates="keep")
    assert setters(rows) == {"seed": settings.LINE, "anonymise.dates": settings.LINE}


def test_the_command_line_holds_over_the_study_also_where_it_asks_for_what_the_repository_has():
    shipped = {"seed": CONFIG["seed"], "disclosure": {"k": CONFIG["disclosure"]["k"]}}
    held, rows = settings.merged(CONFIG, {"seed": 7, "disclosure": {"k": 1}}, shipped)
    assert held == CONFIG and setters(rows) == {"seed": settings.LINE, "disclosure.k": settings.LINE}


def test_a_value_typed_in_braces_on_the_command_line_is_what_it_says():
    given = {"disclosure": {"k": "5"}, "anonymise": {"dates": "keep", "allow_register_only": "[Arabic]"}}
    held, _ = settings.merged(CONFIG, {}, given)
    assert held == changed(disclosure__k=5, anonymise__dates="keep", anonymise__allow_register_only=["Arabic"])


def test_the_repositorys_own_file_named_on_the_command_line_says_nothing():
    held, rows = settings.merged(CONFIG, {"seed": 7}, changed(anonymise__dates="keep"))
    assert held == changed(seed=7, anonymise__dates="keep")
    assert setters(rows) == {"seed": settings.STUDY, "anonymise.dates": settings.LINE}


def test_the_command_line_holds_over_the_study_and_the_study_over_the_repository():
    of_study = {"seed": 7, "disclosure": {"k": 5}, "anonymise": {"dates": "mask", "ages": "mask"}}
    held, rows = settings.merged(CONFIG, of_study, changed(seed=8, anonymise__dates="keep"))
    assert held == changed(seed=8, disclosure__k=5, anonymise__dates="keep", anonymise__ages="mask")
    assert setters(rows) == {
        "seed": settings.LINE,
        "disclosure.k": settings.STUDY,
        "anonymise.dates": settings.LINE,
        "anonymise.ages": settings.STUDY,
    }


def test_who_set_a_value_that_is_the_repositorys_own_is_the_study_all_the_same():
    _, rows = settings.merged(CONFIG, {"seed": CONFIG["seed"]}, CONFIG)
    assert setters(rows) == {"seed": settings.STUDY}


def test_merging_leaves_what_it_is_given_as_it_was():
    before, of_study = copy.deepcopy(CONFIG), {"anonymise": {"dates": "mask"}}
    settings.merged(CONFIG, of_study, changed(anonymise__ages="keep"))
    assert before == CONFIG and of_study == {"anonymise": {"dates": "mask"}}


def test_the_rows_are_one_a_setting_in_the_order_of_the_configuration_and_without_the_study():
    _, rows = settings.merged(CONFIG, {"model": {"least": 0.5}, "seed": 7}, CONFIG)
    names = [row["setting"] for row in rows]
    assert names[:3] == ["batches_per_case", "seed", "ingest.megabytes"] and names[-1] == "model.least"
    assert len(names) == len(set(names)) and "study" not in names
    assert all(list(row) == list(settings.COLUMNS) for row in rows)


@pytest.mark.parametrize(
    ("name", "given", "shown"),
    [
        ("anonymise__train", True, "true"),
        ("anonymise__train", False, "false"),
        ("themes__origins", ["manual", "dictionary"], "manual; dictionary"),
        ("saturation__threshold", 0.1, "0.1"),
        ("anonymise__model", "en_core_web_md", "en_core_web_md"),
        ("anonymise__model", "/home/anna/models/names", "names"),
    ],
)
def test_values_are_shown_as_text_and_where_they_lie_on_a_machine_is_not(name, given, shown):
    _, rows = settings.merged(CONFIG, {}, changed(**{name: given}))
    assert value(rows, name.replace("__", ".")) == shown


def test_an_absolute_path_of_a_study_is_shown_nowhere():
    _, rows = settings.merged(CONFIG, {"anonymise": {"model": "/srv/secret/model"}}, changed(study="/srv/secret/small"))
    assert "/srv" not in str(rows) and "secret" not in str(rows)


@pytest.mark.parametrize(
    ("of_study", "given", "place"),
    [
        ({}, {"seed": "seven"}, "seed"),
        ({}, {"disclosure__k": 0}, "disclosure.k"),
        ({}, {"anonymise__dates": "season "}, "anonymise.dates"),
        ({"segment": {"unit": "word"}}, {}, "segment.unit"),
        ({"batches_per_case": 1.5}, {}, "batches_per_case"),
        ({}, {"sede": 3}, ""),
        ({"anonymise": {"profil": "deposit"}}, {}, "anonymise"),
    ],
)
def test_what_holds_in_the_end_is_checked(of_study, given, place):
    (told,) = problems_of(settings.merged, CONFIG, of_study, changed(**given))
    assert told.place == place and told.found and told.expected and told.todo


def test_everything_wrong_with_the_configuration_is_told_at_once():
    wrong = changed(seed="x", disclosure__k=0)
    assert [problem.place for problem in problems_of(settings.check, wrong)] == ["disclosure.k", "seed"]


@pytest.mark.parametrize("missing", ["seed", "segment", "study"])
def test_a_setting_that_the_repository_lacks_is_told(missing):
    (told,) = problems_of(settings.check, {key: told for key, told in CONFIG.items() if key != missing})
    assert told.file == "config.yaml" and told.found == f"no {missing}"


@pytest.mark.parametrize(
    ("given", "words", "name"),
    [
        ("data/small", [], "data/small"),
        ("2024_01", ["--config", "study=2024_01"], "2024_01"),
        (202401, ["snakemake", "--config", "study=2024_01"], "2024_01"),
        (202401, ["-C", "seed=3", "study=2024_01", "-c", "2"], "2024_01"),
        (7, ["--config", "study=007"], "007"),
        (2024.1, ["--config", "study=2024.10"], "2024.10"),
        (202401, ["--config", 'study="2024_01"'], "2024_01"),
        (202401, ["--config", "study='2024_01'"], "2024_01"),
        (2, ["--config", "study=1", "study=02"], "02"),
        (True, ["--config", "study=yes"], "yes"),
        pytest.param(202401, ["--config=study=2024_01"], "2024_01"),
        ("x/study", ["--config", "study=x/study #2"], "x/study #2"),
        ("x/study", ["--config", 'study="x/study #2"'], "x/study #2"),
        ("a 'b", ["--config", "study=a 'b'"], "a 'b'"),
        ("{'a': 'b'}", ["--config", "study=a: b"], "a: b"),
        ("data/small", ["--config", "study=x/two", "seed=7"], "x/two"),
        ("data/small", ["--config", "seed=7", "--forcerun", "substudy=x"], "data/small"),
    ],
)  # fmt: skip
def test_a_study_is_named_as_it_was_typed(given, words, name):
    assert settings.named_study(given, words) == name


@pytest.mark.parametrize("given", [7, 202401, None, "", [], True])
@pytest.mark.parametrize("words", [[], ["snakemake", "--config", "seed=3"], ["study="], ["substudy=x"]])
def test_a_study_that_is_no_text_and_was_typed_nowhere_is_refused_with_the_remedy(given, words):
    (told,) = problems_of(settings.named_study, given, words)
    assert (told.file, told.place, told.found) == ("config.yaml", "study", f"'{given}'")
    assert "quotes" in told.todo


@pytest.fixture
def places(tmp_path, monkeypatch):
    """A working directory, and the workflow's home."""
    for name in ("here", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here", tmp_path / "home"


def test_a_study_is_found_from_the_working_directory_first(places):
    for place in places:
        (place / "small").mkdir()
    assert settings.found_from("small", places[1]) == Path("small")


def test_a_study_that_is_not_here_is_found_where_the_workflow_lies(places):
    (places[1] / "small").mkdir()
    assert settings.found_from("small", places[1]) == places[1] / "small"


def test_a_study_that_is_nowhere_is_called_as_it_was_named(places):
    assert settings.found_from("data/none", places[1]) == Path("data/none")


def test_an_absolute_path_is_left_alone(places):
    for path in (places[1] / "small", Path("/none/small")):
        assert settings.found_from(str(path), places[0]) == path


PARTIAL = {
    "an unknown setting": ("# ours\nseed: 7\nsede: 8\n", "line 3", "unknown key 'sede'", "nearest: 'seed'"),
    "an unknown part of a setting": ("segment:\n  unit: turn\n  row: all\n", "line 3, segment", "unknown key 'row'", "nearest: 'rows'"),
    "text for a number": ("seed: 7\ndisclosure:\n  k: three\n", "line 3, disclosure.k", "'three'", ""),
    "a number that is too small": ("\n\ndisclosure: {k: 0}\n", "line 3, disclosure.k", "'0'", ""),
    "a value that is none": ("anonymise:\n  ages: band\n  dates: month\n", "line 3, anonymise.dates", "'month'", ""),
    "a value for a block": ("seed: 7\nsegment: turn\n", "line 2, segment", "'turn'", ""),
    "a list for the settings": ("- seed: 7\n", "line 1", "a block", ""),
    "a setting twice": ("seed: 7\nseed: 8\n", "line 2, column 1", "the key 'seed' twice", "Mend"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", PARTIAL)
def test_what_is_wrong_with_a_studys_own_settings_is_told_with_its_line(small_study, mistake):
    text, place, found, todo = PARTIAL[mistake]
    (small_study / "config.yaml").write_text(text, encoding="utf-8")
    (told,) = problems_of(study.load, small_study)
    assert told.file == str(small_study / "config.yaml") and told.place == place
    assert found in told.found and todo in told.todo and told.expected


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "seed: 7\n", "anonymise: {profile: deposit}\nsegment: {unit: turn}\n"]
)
def test_a_study_need_not_set_everything(small_study, text):
    (small_study / "config.yaml").write_text(text, encoding="utf-8")
    assert study.load(small_study).settings == (files.parse_yaml(text) or {})


def test_a_study_does_not_name_itself(small_study):
    (small_study / "config.yaml").write_text("seed: 7\nstudy: data/other\n", encoding="utf-8")
    (told,) = problems_of(study.load, small_study)
    assert told.file == str(small_study / "config.yaml") and "study" in told.place
    assert told.todo == "Take it away: the study is where the file lies."


def test_a_study_that_names_itself_is_told_with_the_line(small_study):
    (small_study / "config.yaml").write_text("seed: 7\nstudy: data/other\n", encoding="utf-8")
    (told,) = problems_of(study.load, small_study)
    assert told.place == "line 2, study"


def test_of_programs_the_names_are_shown_and_not_the_commands():
    listed = [{"name": "eyes", "command": "python /home/me/eyes.py"}, {"name": "ears", "command": "ears"}]
    held, rows = settings.merged(CONFIG, {"anonymise": {"programs": listed}}, CONFIG)
    assert held["anonymise"]["programs"] == listed
    assert {row["setting"]: row["value"] for row in rows}["anonymise.programs"] == "eyes; ears"


def test_two_programs_of_one_name_are_refused():
    listed = [{"name": "eyes", "command": "a"}, {"name": "eyes", "command": "b"}]
    with pytest.raises(StudyError, match=r"anonymise.programs: found the name 'eyes' 2 times"):
        settings.merged(CONFIG, {"anonymise": {"programs": listed}}, CONFIG)


def test_what_is_no_yaml_on_the_command_line_is_refused_by_the_name_of_its_setting():
    (told,) = problems_of(settings.merged, CONFIG, {}, {"disclosure": {"k": "[3"}})
    assert told.place == "disclosure.k"
