"""multicase codebook shows first, writes when asked, and never takes away a code that the study uses."""

from __future__ import annotations

import json

import pytest
from multicase.cli import codebook, new_study
from multicase.study import files, study
from multicase.study.problems import StudyError

TABLE = "Theme,Subtheme,Code,Definition\nPace,Speed,Slow,\nPace,Speed,Fast,In no time\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_codebook_is_shown_first_and_written_when_asked(small_study, table):
    before = (small_study / codebook.FILE).read_text()
    told = codebook.taken_in(small_study, table, write=False)
    assert "added: fast" in told and "gone: directive" in told and "Slow (slow)" in told
    assert (small_study / codebook.FILE).read_text() == before
    codebook.taken_in(small_study, table, write=True)
    assert [*files.parse_yaml((small_study / codebook.FILE).read_text())["themes"][0]] == [
        "theme", "label", "definition", "subthemes"
    ]  # fmt: skip
    assert study.load(small_study).codebook["themes"][0]["theme"] == "pace"


def test_a_code_that_codings_use_is_not_taken_away(small_study, table):
    (small_study / "codings").mkdir()
    (small_study / "codings/ann.csv").write_text("source_id,exact,code\nwest-i01,somebody,directive\n")
    before = (small_study / codebook.FILE).read_text()
    assert "in the way of writing it" in codebook.taken_in(small_study, table, write=False)
    with pytest.raises(StudyError, match=r"'directive', which codings/ann.csv use.*migrations.yaml"):
        codebook.taken_in(small_study, table, write=True)
    assert (small_study / codebook.FILE).read_text() == before


@pytest.mark.parametrize("folder", ["codings", "private/codings"])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"source_id,exact,code\nwest-i01,caf\xe9,slow\n", "bytes that are not UTF-8"),
        (b"source_id;exact;code\nwest-i01;x;slow\n", "no column 'code'"),
        (b"source_id,exact,code\nwest-i01,x,directive,y,z\n", ""),  # its code can be told
    ],
)
def test_a_faulty_table_of_codings_is_told_and_ends_nothing(small_study, table, folder, content, told):
    (small_study / folder).mkdir(parents=True, exist_ok=True)
    (small_study / folder / "ann.csv").write_bytes(content)
    said = codebook.taken_in(small_study, table, write=False)
    assert told in said if told else f"'directive', which {folder}/ann.csv use" in said
    assert ("whether codes that go are used here can't be told" in said) == bool(told)


ROW = "source_id,exact,code\nwest-i01,somebody,directive\n"
RECORD = {"segment_id": "s", "source_id": "west-i01", "start": 0, "end": 8, "exact": "somebody", "prefix": "", "suffix": "", "code": "directive", "rationale": ""}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("private/codings/ann.csv", ROW),
        ("codings/rules.jsonl", "{}\n" + json.dumps(RECORD) + "\n"),
        ("adjudication.csv", "segment_id,code,decision,reason\nwest-i01:2.1,directive,keep,so\n"),
        ("summaries.csv", "case_id,theme,segments,summary\nwest,style,west-i01:2.1,They decide.\n"),
        ("tables.yaml", "tables:\n  T11:\n    title: X\n    of: [style]\n    themes: [style]\n    rows: {case: {}}\n"),
    ],
)
def test_nor_is_a_code_or_theme_on_which_anything_else_rests(small_study, table, name, content):
    (small_study / name).parent.mkdir(parents=True, exist_ok=True)
    (small_study / name).write_text(content)
    before = (small_study / codebook.FILE).read_text()
    assert name in codebook.taken_in(small_study, table, write=False).partition("in the way of writing it")[2]
    with pytest.raises(StudyError, match=r"directive|style"):
        codebook.taken_in(small_study, table, write=True)
    assert (small_study / codebook.FILE).read_text() == before


def test_what_is_wrong_already_is_in_nobodys_way(small_study, table):
    (small_study / "summaries.csv").write_text("case_id,theme,segments,summary\nwest,stile,west-i01:2.1,They decide.\n")
    assert "in the way" not in codebook.taken_in(small_study, table, write=False)


def test_indicators_that_go_with_a_code_and_a_locked_zone_are_told(small_study, table):
    told = codebook.taken_in(small_study, table, write=False)
    assert "gone: directive, with the 1 indicator that the dictionary looks for" in told and "locked" not in told
    (small_study / "raw").rename(small_study.parent / "raw")
    (small_study / "closed.age").write_text("")
    assert "note: the closed zone is locked" in codebook.taken_in(small_study, table, write=False)


def test_the_example_of_a_new_study_is_replaced(tmp_path, table):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / codebook.FILE).write_text(new_study.CODEBOOK)
    codebook.taken_in(tmp_path / "s", table, write=True)
    text = (tmp_path / "s" / codebook.FILE).read_text()
    assert "example" not in text and text.startswith("# The codebook")


@pytest.mark.parametrize(("name", "form"), [("a.qdc", None), ("a.qdpx", None), ("a.xlsx", None), ("a.csv", "taguette")])
def test_what_is_written_for_others_changes_nothing_when_it_comes_back(small_study, tmp_path, name, form):
    told = codebook.given_out(small_study, tmp_path / name, form)
    assert "indicators of codes (3)" in told
    assert "no code is added, gone or changed" in codebook.taken_in(small_study, tmp_path / name, write=False)
    with pytest.raises(StudyError, match="there already"):
        codebook.given_out(small_study, tmp_path / name, form)


def test_a_file_of_another_form_is_refused(small_study, tmp_path):
    with pytest.raises(StudyError, match="the form 'pdf'"):
        codebook.given_out(small_study, tmp_path / "a.pdf")
