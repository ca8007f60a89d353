"""Where the results of the study lie that a study replicates."""

from __future__ import annotations

from pathlib import Path

from multicase.comparing.outcome import CODINGS
from multicase.study.problems import Problem, StudyError


def results_of(original: Path, root: Path) -> Path:
    """The results folder of an original.

    original: where it was found (`study.originals.find`): its directory, or results, which are taken as they are. root:
    where `results` lies; of a directory the published results there are taken, or else those of its last build. Raises
    StudyError where there are none.
    """
    name = original.resolve().name
    places = (original, root / "results/published" / name, root / "results" / name)
    there = next((folder for folder in places if (folder / CODINGS).is_file()), None)
    if there is None:
        found, expected = f"{original}, of which there are no results", "published results of the study replicated"
        todo = f"Put its published results into results/published/{name}, or name the folder that they lie in."
        raise StudyError([Problem("study.yaml", "replicates.study", found, expected, todo)])
    return there
