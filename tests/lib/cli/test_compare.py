"""`multicase compare`: the same tables as text and as a page, of two studies or more."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from multicase.cli import app
from multicase.pages import comparison
from multicase.study.problems import StudyError
from replicated import write
from spoken import CLAIM
from typer.testing import CliRunner


@pytest.fixture
def folders(tmp_path):
    """Three studies' results: for the claim, against it, and with a claim of its own whose wording would be markup."""
    write(tmp_path / "first", ["fff", "fff"])
    write(tmp_path / "second", ["aaa", "aaa"], "n", minimum=3)
    write(tmp_path / "third", ["fff"], "s", register=[CLAIM | {"claim": "C2", "statement": "<b>T</b>."}])
    return [str(tmp_path / name) for name in ("first", "second", "third")]


def run(*arguments):
    return CliRunner().invoke(app, ["compare", *map(str, arguments)])


def test_two_studies_are_printed_claim_by_claim_then_codes_and_design(folders):
    done = run(*folders[:2])
    told = " ".join(done.stdout.split())
    assert done.exit_code == 0 and "reversed; differs in:" in told
    assert "supported (6 for, 0 contradicted (0 for," in told
    assert told.index("Claims") < told.index("Codes") < told.index("Design")
    assert "20.000" not in told and "10.000 (6) 0.000 (0) -10.000 undefined given in first" in told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ((True, False, None), "The material of first is synthetic, about nobody real, and that of second isn't"),
        (
            (False, True, True),
            "The material of second and third is synthetic, about nobody real, and that of first isn't",
        ),
        ((True, None, True), ""),
        ((None, None, None), ""),
        ((False, False, False), ""),
    ],
)
def test_studies_about_nobody_beside_one_about_people_are_told_above_what_is_pooled(folders, said, told):
    for folder, synthetic in zip(folders, said, strict=True):
        if synthetic is not None:
            (Path(folder) / "instrument").mkdir(exist_ok=True)
            (Path(folder) / "instrument/instrument.yaml").write_text(f"synthetic: {str(synthetic).lower()}\n")
    claims, *_ = comparison.blocks(comparison.read([Path(name) for name in folders]), 20, 1)
    assert told in claims.caption and ("synthetic" in claims.caption) == bool(told)


def test_a_line_of_the_terminal_is_no_longer_than_its_columns_and_no_word_is_lost(folders):
    outcomes = comparison.read([Path(name) for name in folders[:2]])
    shown = comparison.blocks(outcomes, 20, 1)
    words = " ".join(comparison.lines(shown)).split()
    for block in shown:
        for cell in (*block.headings, *(cell for row in block.rows for cell in row)):
            assert set(cell.split()) <= set(words)


def test_the_page_holds_the_same_cells_and_loads_nothing(folders, tmp_path):
    page = tmp_path / "page.html"
    assert run(*folders, "--to", page).exit_code == 0
    outcomes = comparison.read([Path(name) for name in folders])
    shown = comparison.blocks(outcomes, 50, 1)
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    cells = [[cell.text_content() for cell in row] for row in tree.iter("tr")]
    assert cells == [list(row) for block in shown for row in (block.headings, *block.rows)]
    assert not tree.xpath("//script | //link | //img | //*[@src] | //*[@href]") and not tree.xpath("//b")


def test_each_further_study_stands_beside_the_first_and_all_are_pooled(folders):
    outcomes = comparison.read([Path(name) for name in folders])
    claims, *_ = comparison.blocks(outcomes, 20, 1)
    assert claims.headings == ["claim", "first", "second", "so it is", "third", "so it is", "pooled"]
    assert [row[3::2] for row in claims.rows] == [
        ["reversed; differs in: criterion (minimum 2 and 3)", "not testable"], ["not testable", "not testable"],
    ]  # fmt: skip
    assert claims.rows[0][-1].startswith("divided (6 for, 0 mixed, 6 against)")


def test_studies_of_one_name_are_numbered(folders):
    first = Path(folders[0])
    assert [one.called for one in comparison.read([first, first])] == ["first", "first (2)"]


def test_one_study_alone_is_refused(folders):
    done = run(folders[0])
    assert isinstance(done.exception, StudyError) and "two at least" in str(done.exception)


def test_a_page_overwrites_no_file_of_people(folders, tmp_path):
    (tmp_path / "claims.yaml").write_text("a month of work")
    done = run(*folders[:2], "--to", tmp_path / "claims.yaml")
    assert done.exit_code == 1 and isinstance(done.exception, StudyError)
    assert (tmp_path / "claims.yaml").read_text() == "a month of work"
