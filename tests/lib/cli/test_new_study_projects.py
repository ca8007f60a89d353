"""A study out of another tool's project: what becomes of its texts, cases, attributes, codes and notes."""

from __future__ import annotations

from dataclasses import replace

import foreign_checks as checks
import foreign_projects as foreign
import pytest
import yaml
from multicase.cli import new_study
from multicase.cli.new_study import projects
from multicase.exchange.imported import Case, Imported, Source
from multicase.exchange.writing import KIND
from multicase.study import study as studies
from multicase.study.problems import StudyError

FEW = foreign.Told.of("Interview 2", foreign.FEW)
NOTES = foreign.Told.of("Observation", foreign.NOTES)


def given(*told):
    return [foreign.Given(text.name, 0, 11, ("Work", "Rotas"), "Ann Lee") for text in told]


def made(tmp_path, kind="dedoose", told=(FEW, NOTES), codings=None, **change):
    project = foreign.refi(kind, told, given(*told) if codings is None else codings, **change)
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    (folder / "p.qdpx").write_bytes(project.data)
    lines = new_study.make(folder, tmp_path / "study")
    studies.load(tmp_path / "study")
    return tmp_path / "study", "\n".join(lines)


def imported(*cases):
    names = sorted({source for case in cases for source in case.sources})
    return Imported((), tuple(Source(name, name, "words") for name in names), (), (), cases)


def case(name, *sources, kind=""):
    return Case(name, name, {KIND: kind} if kind else {}, sources)


@pytest.mark.parametrize(
    ("cases", "found"),
    [
        ([case("A", "1", "2"), case("B", "3")], {"1": "A", "2": "A"}),  # of one source: a person, most likely
        ([case("A", "1", "2", "3"), case("B", "3", "4")], {"1": "A", "2": "A", "3": "A"}),  # the larger one
        ([case("B", "1", "2"), case("A", "3", "4")], {"1": "B", "2": "B", "3": "A", "4": "A"}),
        ([case("A", "1", kind="case")], {"1": "A"}),  # our own exports say it
        ([case("A", "1", "2", kind="participant")], {}),
        ([case("A")], {}),
    ],
)
def test_sites_gather_several_sources_and_share_none(cases, found):
    assert {source: of.name for source, of in projects.sites(imported(*cases)).items()} == found


def test_texts_of_one_site_are_of_one_case_and_their_names_stay_closed(tmp_path):
    project = foreign.refi("dedoose", [FEW, NOTES, foreign.Told("Interview 3", foreign.FEW)], given(FEW), cases="refs")
    cases = b'<Case guid="A" name="North Town">%s</Case>' % b"".join(
        f'<SourceRef targetGUID="{foreign.TOOLS["dedoose"].guid("source", name)}"/>'.encode() for name in ("Interview 2", "Interview 3")
    )  # fmt: skip
    data = checks._root(project.data).replace(b"<Cases>", b"<Cases>" + cases)
    (tmp_path / "p.qdpx").write_bytes(foreign.zipped([("project.qde", data)]))
    new_study.make(tmp_path / "p.qdpx", tmp_path / "study")
    sources = checks.rows(tmp_path / "study/sources.csv")
    origins = {row["file"]: row["source_id"] for row in checks.rows(tmp_path / "study/private/origins.csv")}
    of = {row["source_id"]: row["case_id"] for row in sources}
    assert of[origins["North Town/Interview 2.txt"]] == of[origins["North Town/Interview 3.txt"]]
    assert of[origins["Observation.txt"]] != of[origins["North Town/Interview 2.txt"]]
    open_ = [
        path for path in (tmp_path / "study").rglob("*") if path.is_file() and not {"private", "raw"} & {*path.parts}
    ]
    assert not any("North Town" in path.read_text() for path in open_)


def groups(**members):
    tool = foreign.TOOLS["dedoose"]
    refs = {
        name: "".join(f'<MemberSource targetGUID="{tool.guid("source", of)}"/>' for of in sources)
        for name, sources in members.items()
    }
    return "".join(f'<Set guid="{name}" name="{name}">{inner}</Set>' for name, inner in refs.items())


@pytest.mark.parametrize(
    ("sets", "n"),
    [
        (groups(North=["Interview 2", "Interview 3"], South=["Observation"]), 2),
        (groups(North=["Interview 2", "Interview 3"], South=["Observation", "Interview 3"]), 1),  # sets, which overlap
        (groups(All=["Interview 2", "Interview 3", "Observation"]), 1),
    ],
)
def test_groups_of_documents_are_cases_where_they_share_none_and_there_are_no_others(tmp_path, sets, n):
    project = foreign.refi("dedoose", [FEW, NOTES, foreign.Told("Interview 3", foreign.FEW)], given(FEW), cases="")
    data = checks._root(project.data).replace(b"</Project>", f"<Sets>{sets}</Sets></Project>".encode())
    (tmp_path / "p.qdpx").write_bytes(foreign.zipped([("project.qde", data)]))
    told = new_study.make(tmp_path / "p.qdpx", tmp_path / "study")
    sources = checks.rows(tmp_path / "study/sources.csv")
    assert len({row["case_id"] for row in sources}) == n and len(sources) == 3
    assert ("a group of sources, none of which lies in another" in "".join(told)) == (n > 1)


def test_variables_of_a_person_and_of_a_document_go_where_they_belong(tmp_path):
    study, _ = made(tmp_path / "named", kind="qualcoder", picture=False)
    assert [row["age_group"] for row in checks.rows(study / "participants.csv")] == ["40-49"]
    study, told = made(tmp_path / "nameless", kind="quirkos")
    assert [row["age_group"] for row in checks.rows(study / "sources.csv")] == ["40-49", "20-29"]
    assert "age_group" not in checks.rows(study / "participants.csv")[0] and "is ''" not in told
    assert studies.load(study).attributes["sources"]["age_group"].label == "Age group"


@pytest.fixture(autouse=True)
def _folders(tmp_path):
    for name in ("named", "nameless"):
        (tmp_path / name).mkdir()


def test_a_text_that_lies_beside_the_project_is_taken_once(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/interview 2.docx").write_bytes(foreign.word(FEW.text))
    study, _ = made(tmp_path)
    formats = [row["format"] for row in checks.rows(study / "sources.csv")]
    assert sorted(formats) == ["docx", "txt"]
    rows = checks.rows(study / "private/codings/Ann Lee.csv")
    assert sorted(row["exact"] for row in rows) == ["# Notes of ", "Interviewer"] and not any(
        row["waiting"] for row in rows
    )


def test_two_texts_of_one_name_are_two(tmp_path):
    twin = foreign.Told("Interview 2", "P1: Something else, which nobody said before.\n")
    project = foreign.refi("dedoose", [FEW], given(FEW))
    second = f'<TextSource guid="twin" name="Interview 2"><PlainTextContent>{twin.text}</PlainTextContent></TextSource></Sources>'
    data = checks._root(project.data).replace(b"</Sources>", second.encode())
    (tmp_path / "p.qdpx").write_bytes(foreign.zipped([("project.qde", data)]))
    new_study.make(tmp_path / "p.qdpx", tmp_path / "study")
    assert [row["file"] for row in checks.rows(tmp_path / "study/private/origins.csv")] == ["Interview 2.txt", "Interview 2+.txt"]  # fmt: skip
    assert "Interview 2" not in {row["name"] for row in checks.rows(tmp_path / "study/private/mapping.csv")}


def test_several_projects_and_projects_without_a_text_are_refused(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/other.qdpx").write_bytes(foreign.refi("dedoose", [FEW], []).data)
    with pytest.raises(StudyError, match="2 projects"):
        made(tmp_path)
    empty = checks._root(foreign.refi("dedoose", [foreign.Told("x", "")], []).data)
    (tmp_path / "empty.qdpx").write_bytes(foreign.zipped([("project.qde", empty)]))
    with pytest.raises(StudyError, match="no text"):
        new_study.make(tmp_path / "empty.qdpx", tmp_path / "none")
    assert not (tmp_path / "none").exists() and not (tmp_path / "study").exists()


def test_trees_of_any_depth_become_themes_subthemes_and_codes_with_their_paths(tmp_path):
    told = (FEW,)
    codings = [replace(given(FEW)[0], path=path) for path in foreign.TREE]
    study, lines = made(tmp_path, told=told, codings=codings)
    book = yaml.safe_load((study / "codebook.yaml").read_text())
    found = {tuple(code.get("path", ())): (theme["label"], sub["label"], code["label"]) for theme in book["themes"] for sub in theme["subthemes"] for code in sub["codes"]}  # fmt: skip
    assert found["Work", "Rotas", "Nights", "Other"] == ("Work", "Rotas / Nights", "Other")
    assert found["Home", "Rotas"] == ("Home", "Home (general)", "Rotas")
    mapping = {row["name"]: row["id"] for row in checks.rows(study / "private/mapping.csv") if row["what"] == "code"}
    assert len(set(mapping.values())) == len(foreign.TREE) == len(mapping) and "10 codes" in lines
    rows = checks.rows(study / "private/codings/Ann Lee.csv")
    assert sorted(row["code"] for row in rows) == sorted(mapping.values())


def test_codes_of_one_name_and_path_stay_apart_and_each_keeps_its_codings(tmp_path):
    data = checks._root(foreign.refi("dedoose", [FEW], []).data)
    code = '<Code guid="{0}" name="Time" isCodable="true"><Description>{0}</Description></Code>'
    upper = f'<Code guid="up" name="Barriers" isCodable="false">{"".join(map(code.format, ("lack", "day")))}</Code>'
    given = '<PlainTextSelection guid="s{0}" startPosition="{1}" endPosition="{2}"><Coding guid="c{0}"><CodeRef targetGUID="{0}"/></Coding></PlainTextSelection>'
    coded = given.format("lack", 0, 11) + given.format("day", 13, 16)
    data = data.replace(b"<Codes>", f"<Codes>{upper}".encode(), 1)
    text = (
        f'<TextSource guid="t" name="Few"><PlainTextContent>{FEW.text}</PlainTextContent>{coded}</TextSource></Sources>'
    )
    (tmp_path / "p.qdpx").write_bytes(foreign.zipped([("project.qde", data.replace(b"</Sources>", text.encode()))]))
    new_study.make(tmp_path / "p.qdpx", tmp_path / "study")
    book = yaml.safe_load((tmp_path / "study/codebook.yaml").read_text())
    of = {code["code"]: code["definition"] for theme in book["themes"] for sub in theme["subthemes"] for code in sub["codes"]}  # fmt: skip
    (path,) = (tmp_path / "study/private/codings").glob("*.csv")
    assert {row["exact"]: of[row["code"]] for row in checks.rows(path)} == {
        FEW.text[:11]: "lack",
        FEW.text[13:16]: "day",
    }
    assert "Barriers/Time" not in {row["name"] for row in checks.rows(tmp_path / "study/private/mapping.csv")}


def test_notes_say_what_they_are_of_and_stay_closed(tmp_path):
    codings = [replace(item, memo="ask Sarah Holt") for item in given(FEW, NOTES)]
    for kind in ("nvivo_windows", "atlas"):
        (tmp_path / kind).mkdir()
        study, _ = made(tmp_path / kind, kind=kind, codings=codings)
        notes = checks.rows(study / "private/memos.csv")
        assert [(row["of"], row["text"]) for row in notes] == [
            ("case1-s001", "ask Sarah Holt"),
            ("case1-s002", "ask Sarah Holt"),
        ]
        assert {row["memo"] for row in checks.rows(study / "private/codings/Ann Lee.csv")} == {"ask Sarah Holt"}
        assert (study / "private/memos.csv").stat().st_mode & 0o077 == 0
