"""`multicase kwic`: lines aligned on the word, a sum at the end, CSV, and what is said where there is no hit."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.audit.kwic import COLUMNS, Concordance
from multicase.cli import app, kwic
from typer.testing import CliRunner

ROWS = pd.DataFrame(
    [
        ("n-i1:10.1", "n-i1", "n", "interview", "gp", "at my own ", "pace", ", I said", 1),
        ("n-d1:1.1", "n-d1", "n", "document", "", "The ", "Paces", " of", 1),
        ("", "s-i1", "s", "interview", "", "", "(may be counted, not quoted)", "", 3),
    ],
    columns=list(COLUMNS),
)


@pytest.fixture
def run(monkeypatch, tmp_path):
    """run(concordance, *arguments): the command where the library finds that, and what it asked for."""
    asked = {}

    def run(found, *arguments):
        def concordance(results, word, **how):
            asked.update(how | {"word": word, "study": results.name})
            return found

        monkeypatch.setattr("multicase.audit.kwic.concordance", concordance)
        return CliRunner().invoke(app, ["kwic", *arguments, str(tmp_path / "my-study")]), asked

    return run


def test_lines_are_aligned_on_the_word_and_the_sum_tells_hits_and_sources(run):
    done, _ = run(Concordance(ROWS, 7, ()), "pace*", "--window", "12")
    assert done.stdout.splitlines() == [
        "n-i1:10.1  gp    at my own pace, I said",
        "n-d1:1.1               The Paces of",
        "s-i1           3 hits (may be counted, not quoted)",
        "5 hits in 3 of 7 sources searched",
    ]
    assert done.exit_code == 0


def test_where_no_role_is_known_there_is_no_column_for_it():
    assert kwic.lines(ROWS.iloc[1:2], 6) == ["n-d1:1.1    The Paces of"]


def test_csv_holds_all_columns(run):
    done, _ = run(Concordance(ROWS, 7, ()), "pace*", "--csv")
    head, first, *_, last = done.stdout.splitlines()
    assert head == ",".join(COLUMNS)
    assert first == 'n-i1:10.1,n-i1,n,interview,gp,at my own ,pace,", I said",1'
    assert last == ',s-i1,s,interview,,,"(may be counted, not quoted)",,3'


def test_what_is_asked_reaches_the_library(run):
    options = ["--case", "n", "--case", "s", "--kind", "document", "--code", "slow", "--window", "9", "--sort", "right"]
    _, asked = run(Concordance(ROWS, 7, ()), "pace", *options, "--all")
    assert asked == {
        "word": "pace", "study": "my-study", "cases": ["n", "s"], "kinds": ["document"], "codes": ["slow"],
        "window": 9, "order": "right", "whole": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("like", "sentence"),
    [
        (("pace", "space"), "No hit for 'pacce' in 7 sources. Most like it: pace and space."),
        ((), "No hit for 'pacce' in 7 sources."),
    ],
)
def test_without_a_hit_a_sentence_says_so_and_the_exit_code_is_1(run, like, sentence):
    done, _ = run(Concordance(ROWS.iloc[:0], 7, like), "pacce")
    assert (done.exit_code, done.stdout, done.stderr.strip()) == (1, "", sentence)
