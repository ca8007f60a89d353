"""A coder has one spelling, and a name that nothing else has: two spellings would be two people who agree or don't."""

from __future__ import annotations

import unicodedata

import pytest
from multicase.code import dictionary, manual, model, programs
from multicase.reliability.agreement import KEYS
from multicase.study import study as studies
from multicase.study.coder_names import TAKEN, alike, problems
from multicase.study.problems import StudyError

ROW = "source_id,exact,code\neast-i01,very slow,slow\n"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("anna", "Anna"),
        ("anna", "ANNA"),
        ("Ann Lee", "Ann_Lee"),
        ("Ann Lee", "ann  lee"),
        ("Zoë", unicodedata.normalize("NFD", "ZOË")),
        ("Пётр", "пётр"),
    ],
)
def test_one_person_in_two_spellings_is_told(name, other):
    (told,) = problems({name: "a.csv", other: "b.csv"})
    assert told.file == "b.csv" and name in told.found and other in told.found
    (told,) = problems({other: "--coder"}, [name], "Write {other}")
    assert told.todo.startswith(f"Write {name};")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("anna", "anne"),
        ("Müller", "Muller"),
        ("Weiß", "Weiss"),
        ("Ann", "Ann Lee"),
        ("coder_1", "coder_2"),
        ("A-B", "AB"),
    ],
)
def test_two_people_are_two(name, other):
    assert alike(name) != alike(other)
    assert list(problems({name: "a", other: "b"})) == list(problems({name: "a"}, [name, other])) == []


def test_a_name_that_is_known_as_it_is_written_is_nobody_elses_fault():
    assert list(problems({"anna": "--coder", "Anna": "--coder"}, ["anna", "Anna"])) == []


def test_what_stands_beside_coders_in_tables_and_captions_is_no_coders_name():
    assert {*KEYS, *(module.ORIGIN for module in (manual, dictionary, model, programs))} == TAKEN
    assert [told.found.split("'")[1] for told in problems(dict.fromkeys([*sorted(TAKEN), "Ann"], "f"))] == sorted(TAKEN)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (("codings/Anna.csv", "codings/anna.csv"), "the coder 'anna', and a coder 'Anna'"),
        (("codings/anna.csv", "private/codings/Anna.csv"), "the coder 'Anna', and a coder 'anna'"),
        (("codings/Ann Lee.csv", "private/codings/Ann_Lee.csv"), "the coder 'Ann_Lee', and a coder 'Ann Lee'"),
        (("codings/code.csv",), "a coder called 'code'"),
        (("private/codings/manual.csv",), "a coder called 'manual'"),
    ],
)
def test_a_study_with_such_files_is_refused(small_study, files, told):
    for file in files:
        (small_study / file).parent.mkdir(parents=True, exist_ok=True)
        (small_study / file).write_text(ROW)
    with pytest.raises(StudyError) as caught:
        studies.load(small_study)
    assert [told in problem.found for problem in caught.value.problems] == [True]
    assert caught.value.problems[0].file.endswith(files[-1])


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_a_reader_who_coded_nothing_is_called_like_nothing_else_either(small_study, name):
    (small_study / "readings.csv").write_text(f"coder,source_id\nanna,east-i01\n{name},east-i01\n")
    with pytest.raises(StudyError, match=rf"line 3, column coder: found '{name}', as something else"):
        studies.load(small_study)


@pytest.mark.parametrize("rows", ["Ann_lee,east-i01\n", "Cleo,east-i01\ncleo,west-i01\n"])
def test_readings_spell_coders_as_their_codings_and_one_another_do(small_study, rows):
    (small_study / "codings").mkdir()
    (small_study / "codings/Ann Lee.csv").write_text(ROW)
    (small_study / "readings.csv").write_text(f"coder,source_id\n{rows}")
    with pytest.raises(StudyError, match="this would be another person"):
        studies.load(small_study)


@pytest.mark.parametrize("name", ["code", "model"])
def test_a_program_has_a_name_of_its_own_too(small_study, name):
    (small_study / "coders.yaml").write_text(f"coders: [{{name: {name}, command: [x], what: rules}}]\n")
    with pytest.raises(StudyError, match="as something else is called"):
        studies.load(small_study)
