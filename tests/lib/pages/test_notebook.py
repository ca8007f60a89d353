"""Notebooks are run on what they are given of the results, and shown; what they aren't given is told with its remedy."""

from __future__ import annotations

import pytest
from multicase.pages import notebook
from multicase.study.problems import StudyError
from nbclient.exceptions import CellExecutionError

SCRIPT = """\
# %% [markdown]
# # My page
# %%
import os
from pathlib import Path
RESULTS = Path(os.environ["MULTICASE_RESULTS"])
print((RESULTS / "tables/T01.csv").read_text(), RESULTS.name)
# %%
"""


def run(folder, cell):
    results, script = folder / "results/mine", folder / "mine.py"
    (results / "tables").mkdir(parents=True, exist_ok=True)
    for name in ("T01", "T02"):
        (results / f"tables/{name}.csv").write_text(f"what {name} holds")
    script.write_text(SCRIPT + cell, encoding="utf-8")
    notebook.run(script, [str(results / "tables/T01.csv")], str(results), folder / "page.html")
    return (folder / "page.html").read_text()


def test_a_notebook_is_run_on_what_it_is_given_and_what_it_is_not_given_is_told(tmp_path, monkeypatch):
    for name in ("MULTICASE_RESULTS", "IPYTHONDIR"):
        monkeypatch.setenv(name, "")  # so that it is put back
    page = run(tmp_path, "1 + 1\n")
    assert "<title>My page</title>" in page and "what T01 holds mine" in page and str(tmp_path) not in page
    with pytest.raises(StudyError, match=r"mine.py: found that it opens tables/T02.csv; expected a file that jupyter"):
        run(tmp_path, "(RESULTS / 'tables/T02.csv').read_text()\n")
    with pytest.raises(CellExecutionError, match="nowhere"):
        run(tmp_path, "open('nowhere')\n")
    assert (tmp_path / "page.html").read_text() == page
