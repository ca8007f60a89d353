"""Which results are those of a study: their closed zone says so, since studies elsewhere may have the same name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from multicase.closed.locking import is_locked_in, write_private
from multicase.study.problems import Problem, StudyError

# In the results: where the study lies that they were built from, as a path, and as one from these results, which still
# leads to it when the whole project is copied.
OF = "private/.of"


def record(results_dir: Path, study_dir: Path) -> None:
    """Write into the closed zone of results which study they are of."""
    study = study_dir.resolve()
    told = f"{study}\n{os.path.relpath(study, results_dir.resolve())}\n"
    path = results_dir / OF
    if not path.is_file() or path.read_bytes() != told.encode():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, told)


def closed_results(study_dir: Path, near: Iterable[Path], far: Iterable[Path]) -> Path | None:
    """The results that hold closed files of a study, `results/<study>`; None where there are none.

    near: folders around the study and the person; results there are the study's, unless they say that they are of
    another one that is there. far: folders in which only results count that say that they are of this study. Raises
    StudyError where several have closed files: each would have to be locked, and one box holds one.
    """
    name = study_dir.resolve().name
    found: dict[Path, Path] = {}
    for folders, said in ((near, True), (far, False)):
        for folder in folders:
            results = folder / "results" / name
            if (results / "private").is_dir() and is_of(results, study_dir, said):
                found.setdefault(results.resolve(), results)
    if len(found) > 1:
        todo = "Remove the private folder of those that are no longer needed, and lock again."
        raise StudyError(
            Problem(str(path), "", "closed files of the same study", "them in one place", todo) for path in found
        )
    return next(iter(found.values()), None)


def is_of(results: Path, study_dir: Path, otherwise: bool) -> bool:
    """Whether results say that they are of a study; `otherwise` where they don't say, or of one that isn't there.

    Results whose closed files are locked say only in which `closed.age` these are.
    """
    if not (lines := _told(results)):
        is_locked = is_locked_in(results, study_dir)
        return otherwise if is_locked is None else is_locked
    there, *from_here = lines
    told = [folder for folder in (*(results / step for step in from_here), Path(there)) if folder.is_dir()]
    if told and study_dir.is_dir():
        return told[0].samefile(study_dir)
    return otherwise  # a study that was moved


def _told(results: Path) -> list[str]:
    """Where results say that their study lies; nothing where they don't say it, or say it in no words."""
    try:
        return [*filter(None, (results / OF).read_bytes().decode().splitlines())]
    except (OSError, UnicodeDecodeError):
        return []


def refuse_another_s(results: Path, study_dir: Path) -> None:
    """Raises StudyError where results are those of another study that is called the same, which must not be lost."""
    if not is_of(results, study_dir, True):
        other = next(iter(_told(results)), "a study that is locked, with the closed files of its results")
        todo = "Rename the folder of one of the two studies, or move these results away if they are no longer needed."
        raise StudyError([Problem(str(results), "", f"the results of {other}", f"those of {study_dir}", todo)])
