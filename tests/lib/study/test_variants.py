"""A study without some of its cases, or with cases of another: whole, sound, and the study itself untouched."""

from __future__ import annotations

import csv
import json
import shutil

import pytest
import yaml
from multicase.digest import file_sha256
from multicase.study import coders, programs, variants
from multicase.study import study as studies
from multicase.study.problems import StudyError

CODED = "source_id,exact,code\neast-i01,a,slow\nwest-i01,b,slow\n"
CLAIMS = """\
criterion: {cases: 1}
claims:
  - claim: C1
    statement: It is slow.
    supports: [slow]
    negative_cases:
      - {case: east, disposition: limits the claim, reason: so}
      - {case: west, disposition: limits the claim, reason: so}
    quotations:
      - {segment: "east-i01:2.1", code: slow, reason: plain}
      - {segment: "west-i01:2.1", code: slow, reason: plain}
  - claim: C2
    statement: It is slow in the west.
    supports: [slow]
    quotations:
      - {segment: "west-i01:2.1", code: slow, reason: plain}
"""


def contents(root):
    return {path.relative_to(root): file_sha256(path) for path in sorted(root.rglob("*")) if path.is_file()}


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def whole(small_study):
    for name, text in {"codings/anna.csv": CODED, "private/codings/ben.csv": CODED, "claims.yaml": CLAIMS}.items():
        (small_study / name).parent.mkdir(parents=True, exist_ok=True)
        (small_study / name).write_text(text, encoding="utf-8")
    with (small_study / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("double_coding: {one: [east-i01, west-i01], two: [west-i01]}\n")
    return small_study


def test_a_case_less_leaves_nothing_of_it_and_the_study_as_it_was(whole, tmp_path):
    before, to = contents(whole), tmp_path / "less"
    variants.without(
        studies.load(whole), ["west"], {"cara": [{"source_id": "west-i01", "exact": "b", "code": "slow"}]}, to
    )
    assert contents(whole) == before
    found = studies.load(to)
    assert [row["case_id"] for row in found.cases] == ["east"]
    assert {row["source_id"] for row in found.sources} == {"east-i01", "east-d01"}
    assert {row["participant_id"] for row in found.participants} == {"east-p01"}
    assert "west-i01" not in {row["source_id"] for row in found.speakers}
    assert [row["source_id"] for row in found.codings["anna"]] == ["east-i01"]
    assert [row["source_id"] for row in found.closed_codings["ben"]] == ["east-i01"] and "cara" not in found.codings
    assert [entry["case"] for entry in found.claims["claims"][0]["negative_cases"]] == ["east"]
    assert [entry["segment"] for entry in found.claims["claims"][0]["quotations"]] == ["east-i01:2.1"]
    assert "quotations" not in found.claims["claims"][1]
    assert found.study["double_coding"] == {"one": ["east-i01"]}
    assert not (to / "raw/west").exists() and (to / "raw").stat().st_mode & 0o077 == 0


def test_lines_of_a_split_about_a_case_that_is_left_out_go_and_the_others_stay(whole, tmp_path):
    lines = {
        "east-i01:2.1": "slow",
        "west-i01:2.1": "slow",
        "a": "slow",
        "b  c": "slow",
        "both": "slow",
        "x: y": "slow",
    }
    split = {"change": "split", "from": ["old"], "to": ["slow", "directive"], "reason": "so"}
    retire = {"date": "2020-01-02", "change": "retire", "from": ["gone"], "to": [], "reason": "so"}
    history = {"migrations": [split | {"date": "2020-01-01", "assign": lines}, retire]}
    (whole / "migrations.yaml").write_text(yaml.safe_dump(history), encoding="utf-8")
    said = "east-i01,both,old\nwest-i01,both,old\n"
    (whole / "codings/anna.csv").write_text(f"{CODED}west-i01,b c,old\n{said}", encoding="utf-8")
    variants.without(studies.load(whole), ["west"], {}, tmp_path / "less")
    first, second = yaml.safe_load((tmp_path / "less/migrations.yaml").read_text())["migrations"]
    assert (list(first["assign"]), second) == (["a", "both", "east-i01:2.1", "x: y"], retire)
    variants.without(studies.load(whole), ["east"], {}, tmp_path / "other")
    (first, _) = yaml.safe_load((tmp_path / "other/migrations.yaml").read_text())["migrations"]
    assert list(first["assign"]) == ["b  c", "both", "west-i01:2.1", "x: y"]
    (whole / "migrations.yaml").write_text(yaml.safe_dump(history) + "# as it is\n", encoding="utf-8")
    variants.write([variants.part(studies.load(whole), ["east", "west"], {})], tmp_path / "all")
    assert (tmp_path / "all/migrations.yaml").read_text().endswith("# as it is\n")


def test_projects_come_as_the_rows_that_they_hold(whole, tmp_path):
    of_project = {"cara": [{"source_id": "east-i01", "exact": "a", "code": "slow", "file": "p", "coder": "cara"}]}
    variants.without(studies.load(whole), ["west"], of_project, tmp_path / "less")
    assert [row["exact"] for row in studies.load(tmp_path / "less").codings["cara"]] == ["a"]


def renamed(study, tmp_path):
    """Another study: the same with other names of cases, sources and people."""
    other = tmp_path / "other"
    shutil.copytree(study, other)
    for path in [path for path in other.rglob("*") if path.is_file()]:
        text = path.read_text(encoding="utf-8")
        for case, called in (("east", "north"), ("west", "south")):
            text = text.replace(case, called)
        text = text.replace("holt,", "bell,").replace("quarry,", "mill,").replace(",Case ", ",Site ")
        path.write_text(text, encoding="utf-8")
    for case, called in (("east", "north"), ("west", "south")):
        (other / "raw" / case).rename(other / "raw" / called)
    return other


def test_cases_of_another_study_come_with_their_sources_people_and_codings(whole, tmp_path):
    other = renamed(whole, tmp_path)
    (other / "private/decisions.csv").write_text("text,kind,scope,action,replacement\nOch,person,study,keep,\n")
    first, second = studies.load(whole), studies.load(other)
    parts = [variants.part(first, ["east", "west"], {}), variants.part(second, ["south"], {})]
    variants.write(parts, tmp_path / "more")
    assert {row["case_id"] for row in rows(tmp_path / "more/cases.csv")} == {"east", "west", "south"}
    assert {row["source_id"] for row in rows(tmp_path / "more/codings/anna.csv")} == {
        "east-i01",
        "west-i01",
        "south-i01",
    }
    (decided,) = rows(tmp_path / "more/private/decisions.csv")
    assert decided["scope"] == "case:south"  # what was decided for a study holds for its cases alone
    assert (tmp_path / "more/raw/south/i01.txt").is_file()
    every = [row for row in rows(tmp_path / "more/private/speakers.csv") if row["source_id"] == "*"]
    assert [row["label"] for row in every] == ["Interviewer"]  # both studies say so


@pytest.mark.parametrize(
    ("first", "second"), [(True, True), (True, False), (True, None), (False, True), (False, False)]
)
def test_it_is_synthetic_only_if_all_of_it_was_invented(whole, tmp_path, first, second):
    """The closed zone of a synthetic study may be committed by anybody, and its results say that it is about nobody."""
    other = renamed(whole, tmp_path)
    for root, invented in ((whole, first), (other, second)):
        about = yaml.safe_load((root / "study.yaml").read_text()) | {"synthetic": invented}
        del about["double_coding"]
        text = yaml.safe_dump({key: value for key, value in about.items() if value is not None}) + "# a remark\n"
        (root / "study.yaml").write_text(text)
    parts = [
        variants.part(studies.load(root), cases, {}) for root, cases in ((whole, ["east", "west"]), (other, ["south"]))
    ]
    variants.write(parts, tmp_path / "more")
    written = (tmp_path / "more/study.yaml").read_text()
    is_invented = bool(first and second)
    assert yaml.safe_load(written)["synthetic"] == is_invented
    assert ("# a remark" in written) == (is_invented == first)


CC, OPEN = {"name": "CC BY 4.0"}, {"name": "Open Government Licence"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"licence": CC}, {"licence": OPEN}, {}), ({"licence": CC}, {}, {}), ({}, {"licence": CC}, {}),
        ({"licence": CC}, {"licence": CC}, {"licence": CC}), ({"publisher": {"name": "A"}, "published": "2020-01-01"}, {}, {}),
        ({"synthetic": True, "disclaimer": "Of nobody."}, {"synthetic": False}, {"synthetic": False}),
        ({"synthetic": True, "disclaimer": "Of a."}, {"synthetic": True, "disclaimer": "Of b."},
         {"synthetic": True, "disclaimer": "Of a. Of b."}),
        ({"disclaimer": "Of one town."}, {"disclaimer": "Of one town."}, {"disclaimer": "Of one town."}),
        ({"disclaimer": "Of one town."}, {"disclaimer": "Of another."}, {}),
        ({"synthetic": True}, {"synthetic": True, "disclaimer": "Of b."}, {"synthetic": True, "disclaimer": "Of b."}),
        ({"synthetic": True, "disclaimer": "X."}, {"synthetic": True, "disclaimer": "X."}, {"synthetic": True, "disclaimer": "X."}),
    ],
)  # fmt: skip
def test_what_studies_state_of_their_own_material_is_said_of_both_only_if_both_say_it(
    whole, tmp_path, first, second, expected
):
    stated = ("synthetic", *variants.STATED)
    other = renamed(whole, tmp_path)
    for root, said in ((whole, first), (other, second)):
        about = yaml.safe_load((root / "study.yaml").read_text())
        kept = {key: value for key, value in about.items() if key not in (*stated, "double_coding")}
        (root / "study.yaml").write_text(yaml.safe_dump(kept | said) + "# a remark\n")
    parts = [
        variants.part(studies.load(root), cases, {}) for root, cases in ((whole, ["east", "west"]), (other, ["south"]))
    ]
    variants.write(parts, tmp_path / "more")
    written = (tmp_path / "more/study.yaml").read_text()
    assert {key: value for key, value in yaml.safe_load(written).items() if key in stated} == expected
    assert ("# a remark" in written) == (expected == first)
    left = first.keys() & {*variants.STATED} - expected.keys()
    assert left <= variants.unstated(parts).keys()


@pytest.mark.parametrize(
    "about",
    [{"synthetic": False, "disclaimer": "Of one town."}, {"licence": CC, "disclaimer": "X."}, {"synthetic": True}],
)
def test_a_part_of_one_study_states_what_the_study_states(whole, tmp_path, about):
    kept = {
        key: said for key, said in yaml.safe_load((whole / "study.yaml").read_text()).items() if key != "double_coding"
    }
    (whole / "study.yaml").write_text(yaml.safe_dump(kept | about) + "# a remark\n")
    parts = [variants.part(studies.load(whole), ["east"], {})]
    variants.write(parts, tmp_path / "less")
    assert (tmp_path / "less/study.yaml").read_text() == (whole / "study.yaml").read_text()
    assert variants.unstated(parts) == {}


def test_studies_that_both_call_interviewers_so_everywhere_are_one_sound_study(whole, tmp_path):
    other = renamed(whole, tmp_path)
    register = other / "private/register.csv"
    register.write_text(register.read_text().replace("GP chair A", "GP chair Z").replace("practice A", "practice Z"))
    parts = [variants.part(studies.load(root), cases, {}) for root, cases in ((whole, ["east"]), (other, ["south"]))]
    variants.write(parts, tmp_path / "more")
    found = studies.load(tmp_path / "more")
    assert [row["role"] for row in found.speakers if row["source_id"] == "*"] == ["interviewer"]


def test_what_two_studies_say_of_every_source_has_to_agree(whole, tmp_path):
    other = renamed(whole, tmp_path)
    text = (other / "private/speakers.csv").read_text().replace("*,Interviewer,,interviewer", "*,Interviewer,,observer")
    (other / "private/speakers.csv").write_text(text)
    parts = [variants.part(studies.load(root), cases, {}) for root, cases in ((whole, ["east"]), (other, ["south"]))]
    with pytest.raises(StudyError, match=r"found 'Interviewer' as observer in every source, in .* interviewer"):
        variants.write(parts, tmp_path / "more")
    assert not (tmp_path / "more").exists()


def test_what_cannot_be_is_refused_and_nothing_written(whole, tmp_path):
    found = studies.load(whole)
    for cases, told in ((["nowhere"], "no case 'nowhere'"), (["east", "west"], "no case left")):
        with pytest.raises(StudyError, match=told):
            variants.without(found, cases, {}, tmp_path / "less")
    assert not (tmp_path / "less").exists()
    (tmp_path / "there").mkdir()
    with pytest.raises(StudyError, match="a directory that is there"):
        variants.without(found, ["west"], {}, tmp_path / "there")


@pytest.mark.parametrize("is_same", [False, True])
def test_ids_that_two_studies_use_or_one_given_twice_are_named(whole, tmp_path, is_same):
    shutil.copytree(whole, tmp_path / "other")
    roots = (whole, whole if is_same else tmp_path / "other")
    parts = [variants.part(studies.load(root), ["east"], {}) for root in roots]
    with pytest.raises(StudyError) as caught:
        variants.write(parts, tmp_path / "more")
    assert {problem.found.partition(",")[0] for problem in caught.value.problems} >= {
        "the case_id 'east'", "the source_id 'east-i01'", "the participant_id 'east-p01'", "the label 'Case 1'",
    }  # fmt: skip
    assert not (tmp_path / "more").exists()


@pytest.mark.parametrize(
    ("name", "before", "after", "kept"),
    [
        ("codings/anna.csv", "west-i01,b", "west-i01 ,b", 1),
        ("private/codings/ben.csv", "west-i01,b", " west-i01,b", 1),
        ("private/decisions.csv", "source:west-i01,", "source:west-i01 ,", 2),
        ("adjudication.csv", "west-i01:1.1,", " west-i01:1.1 ,", 1),
        ("participants.csv", "west-p01,west,", "west-p01,west ,", 1),
        ("sources.csv", "west-i01,west,", "west-i01 , west,", 1),
        ("cases.csv", "west,Case 2", "west ,Case 2", 1),
    ],
)
def test_rows_are_kept_as_the_study_reads_them_whatever_blanks_stand_in_its_files(
    whole, tmp_path, name, before, after, kept
):
    decided = (
        "text,kind,scope,action,replacement\nTown Hall,place,source:west-i01,redact,\nTown Hall,place,study,keep,\n"
    )
    (whole / "private/decisions.csv").write_text(decided, encoding="utf-8")
    adjudicated = "segment_id,code,decision,decided_by,reason\nwest-i01:1.1,slow,keep,x,y\n"
    (whole / "adjudication.csv").write_text(adjudicated, encoding="utf-8")
    path = whole / name
    assert before in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    variants.without(studies.load(whole), ["east"], {}, tmp_path / "less")
    assert len(rows(tmp_path / "less" / name)) == kept
    studies.load(tmp_path / "less")


CODERS = """\
coders:
  - {name: rules, command: [python3, rules.py, codebook.yaml], what: rules, prompt: {file: prompt.txt}}
"""
SETTINGS = "themes: {origins: [program]}\nanonymise: {programs: [{name: ner, command: python3 ner.py}]}\n"


def record(read, coded):
    """The record of a coder that was given some sources, with a coding in some of them."""
    head = {name: kind() for name, kind in coders.HEAD.items()} | {"coder": "rules", "answers": 7}
    head |= {"sources": dict.fromkeys(read, "x"), "input_sha256": coders.input_sha256(dict.fromkeys(read, "x"))}
    place = {"start": 0, "end": 5, "exact": "words", "code": "slow"}
    empty = {name: kind() for name, kind in coders.CODING.items()}
    codings = [(0, empty | place | {"source_id": source, "segment_id": f"{source}:1.1"}) for source in coded]
    return coders.written(coders.Record(head, tuple(codings)))


@pytest.fixture
def programmed(whole):
    """A study with a program that codes and one that finds names, and what both recorded."""
    sums = "a" * 64
    found = "source_id,text_sha256,start,end,kind,score,program_sha256\n"
    found += "".join(f"{source},{sums},1,2,person,,{sums}\n" for source in ("east-i01", "west-i01"))
    for name, text in {
        "coders.yaml": CODERS, "config.yaml": SETTINGS, "rules.py": "1", "prompt.txt": "Code!",
        "codings/rules.jsonl": record(["east-i01", "west-i01"], ["east-i01", "west-i01"]).decode(),
        "private/programs/ner.csv": found, "private/programs/ner.py": "2", "private/programs/ner.log": "west",
    }.items():  # fmt: skip
        (whole / name).parent.mkdir(parents=True, exist_ok=True)
        (whole / name).write_text(text, encoding="utf-8")
    return whole


def test_what_programs_recorded_comes_too_as_far_as_it_is_about_what_is_left(programmed, tmp_path):
    before, to = contents(programmed), tmp_path / "less"
    variants.without(studies.load(programmed), ["west"], {}, to)
    assert contents(programmed) == before
    (path,) = studies.load(to).record_paths()
    assert path.read_bytes() == record(["east-i01"], ["east-i01"])
    found = programs.records(to, [{"name": "ner"}])["ner"]
    assert [row["source_id"] for row in found] == ["east-i01"]
    assert (to / "prompt.txt").is_file() and (to / "rules.py").is_file() and (to / "private/programs/ner.py").is_file()
    assert not (to / "private/programs/ner.log").exists()


def test_a_record_of_nothing_that_is_left_does_not_come(programmed, tmp_path):
    (programmed / "codings/rules.jsonl").write_bytes(record(["west-i01"], ["west-i01"]))
    variants.without(studies.load(programmed), ["west"], {}, tmp_path / "less")
    assert not studies.load(tmp_path / "less").record_paths()


def test_of_a_further_study_comes_what_was_found_in_its_texts_and_nothing_that_was_asked_with_its_codebook(
    programmed, tmp_path
):
    first, second = studies.load(programmed), studies.load(renamed(programmed, tmp_path))
    parts = [variants.part(first, ["east", "west"], {}), variants.part(second, ["south"], {})]
    variants.write(parts, tmp_path / "more")
    found = programs.records(tmp_path / "more", [{"name": "ner"}])["ner"]
    assert [row["source_id"] for row in found] == ["east-i01", "west-i01", "south-i01"]
    head = json.loads((tmp_path / "more/codings/rules.jsonl").read_text().splitlines()[0])
    assert set(head["sources"]) == {"east-i01", "west-i01"}


@pytest.mark.parametrize("scope", ["study", "", None])
@pytest.mark.parametrize("cases", [["south"], ["north", "south"]])
def test_a_name_that_a_further_study_looks_for_everywhere_is_looked_for_in_its_cases_alone(
    whole, tmp_path, scope, cases
):
    other = renamed(whole, tmp_path)
    columns, told = ("entity,kind,name", "ferry,place,Ferry Inn") if scope is None else (
        "entity,kind,name,scope", f"ferry,place,Ferry Inn,{scope}"
    )  # fmt: skip
    (other / "private/register.csv").write_text(f"{columns}\n{told}\n", encoding="utf-8")
    (other / "private/pseudonyms.csv").write_text("entity,replacement\nferry,the inn\n", encoding="utf-8")
    decided = "text,kind,scope,action,replacement,entity\nthe Ferry,place,source:south-i01,pseudonymise,,ferry\n"
    (other / "private/decisions.csv").write_text(decided, encoding="utf-8")
    speakers = "source_id,label,participant_id,role\nsouth-i01,P,south-p01,participant\n"
    (other / "private/speakers.csv").write_text(speakers, encoding="utf-8")
    parts = [variants.part(studies.load(whole), ["east"], {}), variants.part(studies.load(other), cases, {})]
    variants.write(parts, tmp_path / "more")
    found = studies.load(tmp_path / "more")
    looked_for = {row["scope"]: row["entity"] for row in found.register if row["name"] == "Ferry Inn"}
    assert set(looked_for) == {f"case:{case}" for case in cases}
    assert {row["scope"] for row in found.register if row["name"] != "Ferry Inn"} == {""}
    called = {row["entity"]: row["replacement"] for row in found.pseudonyms}
    assert {called[entity] for entity in looked_for.values()} == {"the inn"}
    assert found.decisions[0]["entity"] == looked_for["case:south"]


def test_the_command_says_what_it_leaves_unstated(whole, tmp_path, capsys):
    from multicase.cli import with_

    other = renamed(whole, tmp_path)
    for root in (whole, other):
        shutil.rmtree(root / "codings")
    with (whole / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("licence: {name: CC BY 4.0}\n")
    with_.command(whole, other, to=tmp_path / "more")
    note = "states no licence: " + f"{whole} says 'CC BY 4.0' and {other} says nothing"
    assert note in capsys.readouterr().err
