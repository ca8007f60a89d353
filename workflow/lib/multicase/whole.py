"""What is wrong with a study that only several packages together can tell: settings that name what isn't there, answers
to items that no checklist has, projects of other tools that can't be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from multicase.anonymise import locale
from multicase.exchange import refi
from multicase.study.problems import Problem, StudyError
from multicase.tables import t26

if TYPE_CHECKING:
    from multicase.study.study import Study


def problems(study: Study) -> Iterator[Problem]:
    """Everything of that kind in a study that has been read."""
    yield from _of_locale(study)
    if study.study:
        yield from t26.problems(study.study, str(study.path("study")))
    for path in study.coding_paths():
        if path.suffix == ".qdpx":
            try:
                refi.read(path.read_bytes(), str(path))
            except StudyError as error:
                yield from error.problems


def _of_locale(study: Study) -> Iterator[Problem]:
    name = study.settings.get("anonymise", {}).get("locale")
    try:
        if name is not None:
            locale.paths(name)
    except StudyError as error:
        yield from error.problems
