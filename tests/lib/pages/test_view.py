"""What a notebook sees: what its header names, all without a header, and nothing that it doesn't name."""

from __future__ import annotations

import pytest
from multicase.pages import view
from multicase.study.problems import StudyError
from small_study import REPOSITORY

KNOWN = ["T01", "T02", "F01", "segments"]
BODY = "# %% [markdown]\n# # A title\n# %%\nprint(1)\n"


def notebook(folder, header):
    path = folder / "mine.py"
    path.write_text((f"# ---\n{header}# ---\n\n" if header is not None else "") + BODY, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("header", "seen"),
    [
        (None, KNOWN),
        ("# jupyter:\n#   jupytext: {}\n", KNOWN),
        ("# title: mine\n", KNOWN),
        ("# jupyter:\n#   multicase: {reads: [F01, T02]}\n", ["T02", "F01"]),
        ("# jupyter:\n#   jupytext: {}\n#   multicase:\n#     reads:\n#     - segments\n", ["segments"]),
        ("# jupyter: {multicase: {reads: []}}\n", []),
    ],
)
def test_the_header_names_what_is_seen_and_without_it_all_is(tmp_path, header, seen):
    assert view.named(notebook(tmp_path, header), KNOWN) == seen


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("# jupyter: {multicase: {reads: [T01, T09, T08]}}\n", ["'T08'; expected one of T01, T02", "'T09'; expected one of"]),
        ("# jupyter: {multicase: {reads: T01}}\n", ["'T01'; expected a list of names"]),
        ("# jupyter: {multicase: [\n", ["what is no YAML"]),
    ],
)  # fmt: skip
def test_a_header_that_names_nothing_that_is_there_is_refused_whole(tmp_path, header, told):
    with pytest.raises(StudyError) as error:
        view.named(notebook(tmp_path, header), KNOWN)
    assert all(f"mine.py, jupyter.multicase.reads: found {part}" in str(error.value) for part in told)


def test_the_problems_of_all_notebooks_are_told_at_once(tmp_path):
    (tmp_path / "other").mkdir()
    mine, other = (
        notebook(folder, "# jupyter: {multicase: {reads: [T9]}}\n") for folder in (tmp_path, tmp_path / "other")
    )
    with pytest.raises(StudyError, match=r"(?s)2 problems.*mine.py.*other/mine.py"):
        view.of_all([mine, other], KNOWN)
    assert view.of_all([notebook(tmp_path, "# jupyter: {multicase: {reads: [T01]}}\n")], KNOWN) == {"mine": ["T01"]}


def test_of_the_results_nothing_lies_there_that_was_not_given(tmp_path):
    results, folder = tmp_path / "results/mine", tmp_path / "seen"
    for name in ("tables/T01.csv", "tables/T02.csv", "private/queue.csv"):
        (results / name).parent.mkdir(parents=True, exist_ok=True)
        (results / name).write_text(name)
    view.lay([str(results / "tables/T01.csv")], results, folder)
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()] == ["tables/T01.csv"]
    assert (folder / "tables/T01.csv").read_text() == "tables/T01.csv"


def test_the_notebooks_here_say_what_they_read():
    known = [*(f"{kind}{number:02}" for kind in "TF" for number in range(1, 40)), "evidence", "segments", "audit"]
    for path in sorted((REPOSITORY / "notebooks").glob("*.py")):
        assert 0 < len(view.named(path, known)) < 10, path.name
