"""A project to code in holds every open text for the team, and cases where each tool looks for them."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections import defaultdict
from types import SimpleNamespace

import other_tools as tools
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from multicase import frames
from multicase.exchange import exporting, for_coding, names, refi, taguette
from multicase.exchange.tools import STANDARD, TOOLS
from multicase.exchange.writing import INSIDE, qdpx
from multicase.ingest.cleaning import UNSEEN
from multicase.study import study
from multicase.study.consent import is_open
from multicase.study.problems import StudyError

CLOSED = {"source_id": "east-o01", "case_id": "east", "participants": "east-p01", "consent": "closed"}
SPACE = {"p": "urn:QDA-XML:project:1.0"}


def coded(source, words, code, coder="coder_1", **more):
    row = tools.coded(source, words, code, coder, **more)
    return row | {"passage_start": row["start"], "passage_end": row["end"]}


def inside(*rows, **more):
    """The small study's parts for its own team."""
    given = {"sources": [*tools.SOURCES, CLOSED], "attributes": ("role_group", "level"), "chosen": is_open}
    return tools.study_parts(list(rows), **(given | more))


def qde(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("project.qde"))


def found(root, path):
    return root.xpath(path, namespaces=SPACE)


@pytest.mark.parametrize("tool", TOOLS)
def test_it_holds_every_open_text_no_closed_one_and_says_that_it_stays_inside(tool):
    data = qdpx(inside(), TOOLS[tool])
    imported = refi.read(data, "p.qdpx")
    assert {source.name: source.text for source in imported.sources} == tools.TEXTS
    assert imported.codings == () and b"east-o01" not in data
    assert found(qde(data), "p:Description/text()") == [INSIDE]


@pytest.mark.parametrize("tool", [*TOOLS, "standard"])
def test_texts_lie_in_the_folder_that_every_tool_finds(tool):
    with zipfile.ZipFile(io.BytesIO(qdpx(inside(), TOOLS.get(tool, STANDARD)))) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"project.qde", "sources"}


@pytest.mark.parametrize("tool", TOOLS)
def test_guids_are_unique_but_for_cases_that_are_codes_and_every_reference_leads_somewhere(tool):
    root = qde(qdpx(inside(coded("east-i01", "very slow", "slow")), TOOLS[tool]))
    cases = set(found(root, "//p:Case/@guid"))
    rest = [guid for guid in found(root, "//@guid") if guid not in cases]
    assert len(rest) == len(set(rest))
    assert set(found(root, "//@targetGUID | //@creatingUser")) <= set(found(root, "//@guid"))


@pytest.mark.parametrize("tool", ["qualcoder", "nvivo"])
def test_a_tool_that_knows_cases_by_codes_finds_whole_texts_under_them(tool):
    root = qde(qdpx(inside(), TOOLS[tool]))
    texts = {source.get("guid"): source.get("name") for source in found(root, "//p:TextSource")}
    linked = defaultdict(set)
    for case in found(root, "//p:Case"):
        (code,) = found(root, f"//p:Code[@guid='{case.get('guid')}']")
        assert code.get("isCodable") == "true" and code.get("name") == case.get("name")
        for selection in found(root, f"//p:PlainTextSelection[p:Coding/p:CodeRef/@targetGUID='{case.get('guid')}']"):
            source = texts[selection.getparent().get("guid")]
            assert (selection.get("startPosition"), int(selection.get("endPosition"))) == (
                "0",
                len(tools.TEXTS[source]),
            )
            linked[case.get("name")].add(source)
    meant = {
        case.get("name"): {texts[ref] for ref in found(case, "p:SourceRef/@targetGUID")}
        for case in found(root, "//p:Case")
    }
    assert dict(linked) == meant == {
        "east": {"east-d01", "east-i01"}, "west": {"west-i01"}, "east-p01": {"east-i01"}, "west-p01": {"west-i01"},
    }  # fmt: skip


def test_a_case_that_is_called_like_a_code_gets_another_name_as_a_code():
    sources = [row | {"case_id": "slow"} for row in tools.SOURCES]
    called = found(qde(qdpx(inside(sources=sources), TOOLS["qualcoder"])), "//p:Code/@name")
    assert "slow (case)" in called and len({name.casefold() for name in called}) == len(called)


def sets(tool):
    root = qde(qdpx(inside(), TOOLS[tool]))
    texts = {source.get("guid"): source.get("name") for source in found(root, "//p:TextSource")}
    return {
        item.get("name"): sorted(texts[ref] for ref in found(item, "p:MemberSource/@targetGUID"))
        for item in found(root, "//p:Set")
    }


def test_a_tool_without_cases_gets_groups_of_documents():
    cases = {"east": ["east-d01", "east-i01"], "west": ["west-i01"]}
    assert sets("maxqda") == cases
    assert sets("atlasti") == cases | {
        "role_group: gp": ["east-i01"], "level: strategy": ["east-i01"], "role_group: manager": ["west-i01"],
    }  # fmt: skip
    assert sets("qualcoder") == sets("nvivo") == {}


def test_a_tool_with_variables_of_documents_gets_them_in_cases_without_a_name():
    root = qde(qdpx(inside(), TOOLS["maxqda"]))
    names_of = {item.get("guid"): item.get("name") for item in found(root, "//p:Variable | //p:TextSource")}
    told = {}
    for case in found(root, "//p:Case"):
        assert case.get("name") is None
        (source,) = found(case, "p:SourceRef/@targetGUID")
        pairs = zip(found(case, ".//p:VariableRef/@targetGUID"), found(case, ".//p:TextValue/text()"), strict=True)
        told[names_of[source]] = {names_of[variable]: value for variable, value in pairs}
    assert told == {
        "east-i01": {"case": "east", "role_group": "gp", "level": "strategy"},
        "east-d01": {"case": "east"},
        "west-i01": {"case": "west", "role_group": "manager"},
    }


@pytest.mark.parametrize(
    ("tool", "codable"), [("qualcoder", False), ("atlasti", False), ("nvivo", True), ("maxqda", True)]
)
def test_themes_can_be_given_where_the_tool_knows_only_codes(tool, codable):
    (theme,) = found(qde(qdpx(inside(), TOOLS[tool])), "//p:Code[@name='Style']")
    assert (theme.get("isCodable") == "true") == codable


def test_codes_carry_their_colours():
    book = inside().codebook
    book["themes"][0]["subthemes"][0]["codes"][0]["colour"] = "#1a2b3c"
    for data in (qde(qdpx(inside(codebook=book))), etree.fromstring(exporting.qdc(book, "small"))):
        colours = {code.get("name"): code.get("color") for code in data.iter("{*}Code")}
        assert colours.pop("Collaborative") == "#1a2b3c"
        assert set(colours.values()) == {None}


TEXT = st.text(
    st.one_of(st.sampled_from("😀𝒳ö&<>\n"), st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])),
    min_size=1, max_size=60,
).filter(lambda text: not UNSEEN.search(text))  # fmt: skip
GIVEN = st.lists(
    st.tuples(
        st.integers(0, 80), st.integers(1, 80), st.sampled_from(["slow", "directive"]), st.sampled_from(["ann", "bob"]),
        st.sampled_from(["", "a note", 'with "quotes" & <marks>', "😀"]),
    ),
    max_size=6,
)  # fmt: skip


@given(TEXT, GIVEN, st.sampled_from([STANDARD, *TOOLS.values()]))
def test_spans_codes_coders_and_memos_come_back_between_masks_too(words, spans, tool):
    text = f"[person]{words}[practice A]"
    texts = tools.TEXTS | {"east-d01": text}
    rows = [
        coded("east-d01", "", code, coder, memo=memo, texts=texts)
        | {
            "start": start,
            "end": start + n,
            "passage_start": start,
            "passage_end": start + n,
            "exact": text[start : start + n],
        }
        for start, n, code, coder, memo in [(0, len(text), "slow", "ann", ""), *spans]
        if start + n <= len(text) and text[start : start + n].strip()
    ]
    parts = inside(*rows, texts=texts)
    imported = refi.read(qdpx(parts, tool), "p.qdpx")
    sources, known = {source.guid: source for source in imported.sources}, names.Known(parts.codebook)
    back = [
        (sources[item.source].name, item.start, item.end, item.exact, known.find(item.code), item.coder, item.memo)
        for item in imported.codings
    ]
    fields = ("source_id", "start", "end", "exact")
    meant = [(*(row[name] for name in fields), [row["code"]], row["coder"], row["memo"]) for row in parts.rows]
    assert sorted(back) == sorted(meant)
    assert {source.name: source.text for source in imported.sources} == texts


@pytest.fixture
def built(small_study, tmp_path):
    """A small study with the anonymised texts and the codings of a build."""
    loaded, results = study.load(small_study), tmp_path / "results"
    texts = {row["source_id"]: f"Words of {row['source_id']}, very slow." for row in loaded.open_sources}
    frames.write_texts(texts, results / "anonymised/all-0")
    (results / "codings").mkdir()
    first = next(iter(texts))
    frames.write([coded(first, "very slow", "slow", texts=texts)], results / "codings/manual.parquet", "codings")
    return loaded, results, texts


def test_codings_go_along_only_when_they_are_asked_for(built):
    loaded, results, texts = built
    bare, full = (for_coding.parts(loaded, results, 3, coded) for coded in (False, True))
    assert (len(bare.rows), len(full.rows)) == (0, 1)
    assert {row["source_id"] for row in bare.exported} == set(texts)
    for tool in for_coding.NAMES:
        read = taguette.read_sqlite if tool == "taguette" else refi.read
        assert [len(read(for_coding.project(parts, tool), "p").codings) for parts in (bare, full)] == [0, 1]


def test_participants_are_as_vague_as_in_other_exports(built):
    loaded, results, _ = built
    shown = [{row["role_group"] for row in for_coding.parts(loaded, results, k, False).participants} for k in (1, 9)]
    assert shown[0] != shown[1] == {"withheld"}


def test_what_is_not_built_is_an_error_that_says_so(built):
    loaded, results, texts = built
    (results / "codings/manual.parquet").unlink()
    (results / f"anonymised/all-0/{next(iter(texts))}.txt").unlink()
    with pytest.raises(StudyError) as caught:
        for_coding.parts(loaded, results, 3, True)
    assert "no anonymised text of 1 source" in str(caught.value) and "no codings" in str(caught.value)


@pytest.mark.parametrize("tool", for_coding.NAMES)
def test_what_stays_and_what_is_lost_is_told(tool):
    told = for_coding.told(inside(), tool)
    assert told[0] == f"3 sources and no codings for {for_coding.NAMES[tool]}."
    assert "stays inside the study's team" in told[1] and "1 of which may not be quoted" in told[1]
    assert len(told) > 2


TABLES = """
CREATE TABLE project (memo); INSERT INTO project VALUES ('');
CREATE TABLE source (id INTEGER PRIMARY KEY, name UNIQUE, fulltext, mediapath, memo, owner, date);
CREATE TABLE code_cat (catid INTEGER PRIMARY KEY, name UNIQUE, owner, date, memo, supercatid);
CREATE TABLE code_name (cid INTEGER PRIMARY KEY, name UNIQUE, memo, catid, owner, date, color, supercid);
CREATE TABLE code_text (ctid INTEGER PRIMARY KEY, cid, fid, seltext, pos0, pos1, owner, date, memo,
  UNIQUE (cid, fid, pos0, pos1, owner));
CREATE TABLE cases (caseid INTEGER PRIMARY KEY, name UNIQUE, memo, owner, date);
CREATE TABLE case_text (id INTEGER PRIMARY KEY, caseid, fid, pos0, pos1, owner, date, memo);
CREATE TABLE attribute_type (name PRIMARY KEY, date, owner, memo, caseOrFile, valuetype);
CREATE TABLE attribute (attrid INTEGER PRIMARY KEY, name, attr_type, value, id, date, owner);
CREATE TABLE annotation (anid INTEGER PRIMARY KEY, fid, pos0, pos1, memo, owner, date);
CREATE TABLE journal (jid INTEGER PRIMARY KEY, name, jentry, date, owner);
"""


def test_qualcoder_itself_opens_it(tmp_path, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    refi_of_qualcoder = pytest.importorskip("qualcoder.refi", reason="QualCoder's source isn't installed")
    widgets = pytest.importorskip("PyQt6.QtWidgets", reason="PyQt6 isn't installed")
    application = widgets.QApplication.instance() or widgets.QApplication([])
    path, folder = tmp_path / "coding.qdpx", tmp_path / "own.qda"
    path.write_bytes(
        qdpx(inside(coded("east-i01", "take 😀 people", "collaborative", memo="a note")), TOOLS["qualcoder"])
    )
    (folder / "documents").mkdir(parents=True)
    base = sqlite3.connect(folder / "data.qda")
    base.executescript(TABLES)
    silent = SimpleNamespace(exec=lambda: None)
    monkeypatch.setattr("builtins._", str, raising=False)
    monkeypatch.setattr(refi_of_qualcoder, "Message", lambda *_: silent)
    monkeypatch.setattr(widgets.QFileDialog, "getOpenFileName", lambda *_, **__: (str(path), True))
    app = SimpleNamespace(
        conn=base, project_path=str(folder), ai_models=[], ai=None, write_config_ini=lambda *_: None,
        settings={"codername": "somebody", "directory": str(tmp_path), "ai_enable": "False"},
    )  # fmt: skip
    refi_of_qualcoder.RefiImport(app, SimpleNamespace(append=lambda _: None), "qdpx")
    assert application and dict(base.execute("SELECT name, fulltext FROM source")) == tools.TEXTS
    linked = base.execute(
        "SELECT c.name, s.name, t.pos0, t.pos1 - length(s.fulltext) FROM case_text t JOIN cases c USING (caseid)"
        " JOIN source s ON s.id = t.fid ORDER BY 1, 2"
    ).fetchall()
    assert linked == [
        ("east", "east-d01", 0, 0), ("east", "east-i01", 0, 0), ("east-p01", "east-i01", 0, 0),
        ("west", "west-i01", 0, 0), ("west-p01", "west-i01", 0, 0),
    ]  # fmt: skip
    assert base.execute(
        "SELECT seltext, t.owner, t.memo, n.name FROM code_text t JOIN code_name n USING (cid)"
    ).fetchall() == [("take 😀 people", "coder_1", "a note", "Collaborative")]
    assert {name for (name,) in base.execute("SELECT name FROM code_cat")} == {"Style", "Manner", "Pace", "Speed"}
    assert {name for (name,) in base.execute("SELECT name FROM code_name")} == {"Collaborative", "Directive", "Slow"}
