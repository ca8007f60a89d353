"""What `multicase verify` says of a build."""

from __future__ import annotations

import pytest
import typer
from multicase.cli import verify
from multicase.digest import text_sha256


@pytest.fixture
def results(tmp_path, monkeypatch):
    """A finished build of a study, in the directory from which it is verified."""
    root = tmp_path / "results/small"
    (root / "tables").mkdir(parents=True)
    (root / "tables/T01.csv").write_text("1", encoding="utf-8")
    (root / "tables/T27.csv").write_text(f"artefact,sha256\ntables/T01.csv,{text_sha256('1')}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return root


@pytest.mark.parametrize("is_searched", [True, False])
def test_a_build_that_no_leak_scan_has_passed_is_named_as_such(results, tmp_path, capsys, is_searched):
    if not is_searched:
        (results / "DO_NOT_SHARE.txt").touch()
    verify.command(tmp_path / "data/small")
    assert ("DO_NOT_SHARE.txt: no leak scan has passed" in capsys.readouterr().err) is not is_searched


def test_of_a_locked_study_nobody_can_search_the_build_and_that_is_no_news(results, tmp_path, capsys):
    (results / "DO_NOT_SHARE.txt").touch()
    (tmp_path / "data/small").mkdir(parents=True)
    (tmp_path / "data/small/closed.age").touch()
    verify.command(tmp_path / "data/small")
    assert capsys.readouterr().err == ""


HEADER = "source_id,case_id,kind,path,format,date,participants,wave,consent"
ROW = "e-i01,e,interview,raw/a.txt,txt,2014-02-11,,1,quote\n"


def test_words_that_people_took_back_and_that_are_published_still_are_news(results, tmp_path, capsys):
    published, study = tmp_path / "results/published/small/audit", tmp_path / "data/small"
    for folder in (published, study, published.parent / "tables"):
        folder.mkdir(parents=True)
    (published.parent / "tables/T27.csv").write_bytes((results / "tables/T27.csv").read_bytes())
    (published / "sources.csv").write_text("source_id,consent\ne-i01,quote\n", encoding="utf-8")
    (study / "sources.csv").write_text(
        f"{HEADER}\ne-i01,e,interview,raw/a.txt,txt,2014-02-11,,1,closed\n", encoding="utf-8"
    )
    with pytest.raises(typer.Exit):
        verify.command(study)
    assert "1 source of consent 'quote' that is 'closed' now (e-i01)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f"{HEADER}\n{ROW}".replace("quote", "Closed"), "found 'Closed'"),
        (f"{HEADER}\n{ROW}".replace("quote", "quote,x"), "found 10 fields"),
        (f"{HEADER}\n{ROW}".replace(",", ";"), "found fields separated by semicolons"),
        (f"{HEADER}\n{ROW}".replace("raw/a", "raw/\xe9"), "found bytes that are not UTF-8"),
    ],
)
def test_a_faulty_table_of_sources_is_told_and_what_it_says_is_not_guessed(results, tmp_path, capsys, content, told):
    published, study = tmp_path / "results/published/small", tmp_path / "data/small"
    for folder in (published / "audit", published / "tables", study):
        folder.mkdir(parents=True)
    (published / "tables/T27.csv").write_bytes((results / "tables/T27.csv").read_bytes())
    (published / "audit/sources.csv").write_text("source_id,consent\ne-i01,quote\n", encoding="utf-8")
    (study / "sources.csv").write_bytes(content.encode("latin-1"))
    with pytest.raises(typer.Exit):
        verify.command(study)
    said = capsys.readouterr()
    assert told in said.err and "can't be told: mend sources.csv" in said.err and "gone now" not in said.err
    assert said.out.startswith("reproduces the published results")
