"""What is wrong with a study that only several packages together can tell: settings that name what isn't there, answers
to items that no checklist has, indicators that can't match, projects of other tools that can't be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from multicase.anonymise import locale
from multicase.exchange import refi
from multicase.study import codebook
from multicase.study.problems import Problem, StudyError
from multicase.tables import t26

if TYPE_CHECKING:
    from multicase.study.study import Study


def problems(study: Study) -> Iterator[Problem]:
    """Everything of that kind in a study that has been read."""
    yield from _of_locale(study)
    yield from _of_indicators(study)
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


def _of_indicators(study: Study) -> Iterator[Problem]:
    if any(codebook.indicators(study.codebook)):
        from multicase.code import indicators  # imports spaCy, which a study without any is spared

        yield from indicators.problems(study.codebook, str(study.path("codebook")))
