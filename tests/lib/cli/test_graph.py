"""`multicase graph`: what Snakemake prints of its rules, drawn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(folder, text, *arguments):
    command = [str(Path(sys.executable).parent / "multicase"), "graph", *arguments]
    return subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)


def test_the_rules_are_drawn_where_one_says(tmp_path):
    done = run(tmp_path, 'digraph d {\n 0[label = "cut"];\n 1[label = "code"];\n 0 -> 1\n}\n', "rules.svg")
    assert done.stdout == "2 rules drawn in rules.svg\n"
    drawn = (tmp_path / "rules.svg").read_text()
    assert drawn.startswith("<svg") and ">cut</text>" in drawn and "href" not in drawn


def test_without_a_graph_it_is_said_where_one_comes_from(tmp_path):
    done = run(tmp_path, "nothing")
    assert done.returncode == 1 and "snakemake --rulegraph | multicase graph" in done.stderr
    assert list(tmp_path.iterdir()) == []
