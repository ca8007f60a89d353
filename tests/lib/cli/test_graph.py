"""`multicase graph`: what Snakemake prints of its rules, drawn."""

from __future__ import annotations

from commands import run


def test_the_rules_are_drawn_where_one_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("graph", "rules.svg", given='digraph d {\n 0[label = "cut"];\n 1[label = "code"];\n 0 -> 1\n}\n')
    assert done.stdout == "2 rules drawn in rules.svg\n"
    drawn = (tmp_path / "rules.svg").read_text()
    assert drawn.startswith("<svg") and ">cut</text>" in drawn and "href" not in drawn


def test_without_a_graph_it_is_said_where_one_comes_from(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("graph", given="nothing")
    assert done.returncode == 1 and "snakemake --rulegraph | multicase graph" in done.stderr
    assert list(tmp_path.iterdir()) == []
