"""A study is checked as a whole before anything runs: every mistake is told, with its place, and none is passed."""

from __future__ import annotations

import re

import pytest
from multicase.study import study
from multicase.study.problems import Problem, StudyError


def edit(root, name, old, new):
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems_of(root):
    with pytest.raises(StudyError) as caught:
        study.load(root)
    return caught.value.problems


def test_a_sound_study_loads(small_study):
    loaded = study.load(small_study)
    assert [row["source_id"] for row in loaded.sources] == ["east-i01", "east-d01", "west-i01"]
    assert loaded.decisions is None


def test_only_cases_sources_codebook_and_raw_files_are_needed(small_study):
    for name in ("participants.csv", "study.yaml", "private/register.csv", "private/speakers.csv"):
        (small_study / name).unlink()
    (small_study / "cases.csv").write_text("case_id,label\neast,Case 1\nwest,Case 2\n")
    edit(small_study, "sources.csv", "east-p01", "")
    loaded = study.load(small_study)
    assert loaded.participants is None and loaded.register is None
    assert loaded.cases[0]["period_start"] == ""  # rows are complete
    (small_study / "sources.csv").write_text(
        "source_id,case_id,kind,path,format\neast-d01,east,document,raw/east/d01.md,md\n"
    )
    assert [row["consent"] for row in study.load(small_study).sources] == [""]


def test_an_attribute_that_is_not_declared_is_told_with_how_to_declare_it(small_study):
    (small_study / "study.yaml").unlink()
    told = "\n".join(str(problem) for problem in problems_of(small_study))
    assert "cases.csv, line 1: found the unknown column 'region_type'" in told
    assert "declare it in study.yaml: attributes: {cases: {region_type: {}}}" in told
    assert "declare it in study.yaml: attributes: {participants: {level: {}}}" in told


def test_a_value_that_is_not_declared_is_told(small_study):
    edit(small_study, "participants.csv", "frontline", "frontlin")
    (problem,) = problems_of(small_study)
    assert (problem.place, problem.found) == ("line 3, column level", "'frontlin'")
    assert problem.expected == "one of strategy, operational, frontline, or nothing" and "'frontline'" in problem.todo


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("synthetic: true", "synthetic: true\ntitle: Twice", r"line \d+.*found the key 'title' twice"),
        ("polarity: supports", "polarity: .nan", r"found '\.nan', which is no number"),
    ],
)
def test_yaml_in_which_something_would_be_taken_silently_is_refused(small_study, old, new, found):
    name = "study.yaml" if "synthetic" in old else "codebook.yaml"
    edit(small_study, name, old, new)
    assert re.search(found, "\n".join(str(problem) for problem in problems_of(small_study)))


MISTAKES = {
    "unknown column": ("sources.csv", "wave", "wav", r"line 1: found the unknown column 'wav'.*nearest: 'wave'"),
    "missing column": ("cases.csv", "label", "guessed", r"no column 'label'"),
    "misspelt attribute": ("cases.csv", "region_type", "region_typ", r"unknown column 'region_typ'.*nearest: 'region_type'"),
    "missing raw file": ("sources.csv", "raw/east/i01.txt", "raw/east/no.txt", r"line 2, column path.*east-i01"),
    "duplicate source id": ("sources.csv", "east-d01", "east-i01", r"source_id east-i01 as in line 2"),
    "unknown case": ("sources.csv", "west-i01,west", "west-i01,wesst", r"unknown case 'wesst'.*nearest: 'west'"),
    "wrong kind": ("sources.csv", "document", "dokument", r"'dokument'; expected one of interview"),
    "wrong date": ("sources.csv", "2014-02-03", "3.2.2014", r"column date: found '3\.2\.2014'"),
    "impossible date": ("sources.csv", "2014-02-03", "2014-13-45", r"column date: found '2014-13-45'; expected when it was"),
    "semicolons": ("cases.csv", ",", ";", r"line 1: found fields separated by semicolons.*Excel takes the country's"),
    "unknown participant": ("sources.csv", "west-p01", "west-p1", r"unknown participant 'west-p1'.*nearest"),
    "too many fields": ("sources.csv", "west-p01,2,quote", "west-p01,2,quote,", r"line 4: found 10 fields"),
    "path that leaves the study": ("sources.csv", "raw/east/i01.txt", "raw/../../x.txt", r"leaves the study"),
    "unknown key": ("codebook.yaml", "polarity: supports", "polarite: supports", r"line 13, themes\[0\].*unknown key 'polarite'.*nearest: 'polarity'"),
    "pattern that needs a model": ("codebook.yaml", "phrase: very slow", "pattern: [{LEMMA: be}]", r"unknown key 'LEMMA'"),
    "duplicate code": ("codebook.yaml", "code: directive", "code: collaborative", r"the code 'collaborative' 2 times"),
    "broken yaml": ("codebook.yaml", "themes:", "themes: [", r"line \d+, column \d+"),
    "role without participant": ("private/speakers.csv", "west-p01,participant", ",participant", r"column participant_id"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_told_with_its_place(small_study, mistake):
    name, old, new, expected = MISTAKES[mistake]
    if old == ",":
        (small_study / name).write_text((small_study / name).read_text().replace(old, new))
    else:
        edit(small_study, name, old, new)
    told = "\n".join(str(problem) for problem in problems_of(small_study))
    assert re.search(expected, told), told
    assert str(small_study / name) in told


def test_all_problems_of_all_files_are_told_at_once(small_study):
    edit(small_study, "sources.csv", "document", "dokument")
    edit(small_study, "cases.csv", "region_type", "region")
    (small_study / "raw/west/i01.txt").unlink()
    (small_study / "codebook.yaml").unlink()
    files = {problem.file.rpartition("/")[2] for problem in problems_of(small_study)}
    assert files == {"sources.csv", "cases.csv", "codebook.yaml"}


@pytest.mark.parametrize(
    ("name", "column"), [("sources.csv", "kind"), ("cases.csv", "case_id"), ("participants.csv", "role")]
)
def test_a_file_that_can_not_be_read_makes_no_reference_to_it_wrong(small_study, name, column):
    edit(small_study, name, column, "knid")
    assert {problem.place for problem in problems_of(small_study)} == {"line 1"}


def test_problems_stand_in_the_order_of_lines():
    places = [f"line {number}" for number in (15, 5, 7)]
    error = StudyError([Problem("a.csv", place, "x", "y", "z") for place in places])
    assert [problem.place for problem in error.problems] == ["line 5", "line 7", "line 15"]


def test_a_message_about_the_closed_zone_quotes_no_name(small_study):
    edit(small_study, "private/register.csv", "holt,person,Dr Sarah Holt", "holt,persn,X")
    edit(small_study, "private/speakers.csv", "east-i01,Dr Holt,east-p01", "east-i01,Dr Holt,east-p99")
    told = "\n".join(str(problem) for problem in problems_of(small_study))
    assert "persn" in told and "east-p99" in told
    assert "Holt" not in told


def test_wrong_encoding_is_told_with_its_offset(small_study):
    (small_study / "cases.csv").write_bytes(b"case_id,label\ncaf\xe9,x\n")
    assert any("offset 17" in str(problem) for problem in problems_of(small_study))


def test_a_study_without_sources_is_refused(small_study):
    (small_study / "sources.csv").write_text("source_id,case_id,kind,path,format\n")
    assert any("no sources" in str(problem) for problem in problems_of(small_study))


def test_codings_refer_to_known_codes_and_sources(small_study):
    (small_study / "codings").mkdir()
    (small_study / "codings/coder_1.csv").write_text(
        "source_id,start,end,exact,prefix,suffix,code,memo\n"
        "east-i01,,,take people with you,,,colaborative,\n"
        "east-i09,,,take people with you,,,slow,\n"
    )
    told = "\n".join(str(problem) for problem in problems_of(small_study))
    assert "line 2, column code: found the unknown code 'colaborative'" in told
    assert "nearest: 'collaborative'" in told
    assert "unknown source 'east-i09'" in told


def test_a_source_stays_in_its_batch_when_others_come(small_study):
    before = {row["source_id"]: batch for batch, rows in study.load(small_study).batches(5).items() for row in rows}
    with (small_study / "sources.csv").open("a") as file:
        file.writelines(f"east-x{n:02d},east,document,raw/east/x{n:02d}.md,md,,,,\n" for n in range(20))
    for n in range(20):
        (small_study / f"raw/east/x{n:02d}.md").write_text("# A board paper\n")
    after = {row["source_id"]: batch for batch, rows in study.load(small_study).batches(5).items() for row in rows}
    assert {source: after[source] for source in before} == before


def test_closed_sources_are_in_no_batch(small_study):
    edit(small_study, "sources.csv", "east-p01,1,quote", "east-p01,1,closed")
    batches = study.load(small_study).batches(1)
    assert [row["source_id"] for rows in batches.values() for row in rows] == ["east-d01", "west-i01"]


def test_results_are_told_to_be_no_study(tmp_path):
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit/evidence.csv").write_text("segment_id\n")
    with pytest.raises(StudyError) as caught:
        study.load(tmp_path)
    (problem,) = caught.value.problems
    assert problem.found == "the results of a study" and "the study's own directory" in problem.todo
