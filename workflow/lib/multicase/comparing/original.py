"""Where the results of the study lie that a study replicates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from multicase.comparing.outcome import CODINGS
from multicase.study.problems import Problem, StudyError


def replication_results(study: Mapping[str, Any] | None, root: Path) -> Path | None:
    """The results folder of the original; None for a study that replicates none.

    study: study.yaml. root: where `results` lies. `replicates.study` names a study, whose published results are taken
    or else those of its last build, or a results folder itself. Raises StudyError where there are none.
    """
    named = ((study or {}).get("replicates") or {}).get("study")
    if not named:
        return None
    there = next((folder for folder in _folders(Path(named), root) if (folder / CODINGS).is_file()), None)
    if there is None:
        found, expected = f"'{named}', of which there are no results", "published results of the study replicated"
        name = Path(named).name
        todo = f"Put its published results into results/published/{name}, or name the folder that they lie in."
        raise StudyError([Problem("study.yaml", "replicates.study", found, expected, todo)])
    return there


def _folders(named: Path, root: Path) -> Iterator[Path]:
    yield from dict.fromkeys((root / named, named))
    for place in ("results/published", "results"):
        yield root / place / named.name
