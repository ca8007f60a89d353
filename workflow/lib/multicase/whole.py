"""What is wrong with a study that only several packages together can tell: settings that name what isn't there, answers
to items that no checklist has, indicators that can't match, projects of other tools that can't be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from multicase.anonymise import locale as locales
from multicase.exchange import refi
from multicase.study import codebook
from multicase.study.problems import Problem, StudyError
from multicase.tables import t26

if TYPE_CHECKING:
    from multicase.study.study import Study


def problems(study: Study, locale: str = "en_GB") -> Iterator[Problem]:
    """Everything of that kind in a study that has been read. locale: of a study that names none itself."""
    name = study.settings.get("anonymise", {}).get("locale", locale)
    of_locale = list(_of_locale(name))
    yield from of_locale
    if not of_locale and any(codebook.indicators(study.codebook)):
        from multicase.code import indicators  # imports spaCy, which a study without any is spared

        yield from indicators.problems(study.codebook, str(study.path("codebook")), name)
    if study.study:
        yield from t26.problems(study.study, str(study.path("study")))
    for path in study.coding_paths():
        if path.suffix == ".qdpx":
            try:
                refi.read(path.read_bytes(), str(path))
            except StudyError as error:
                yield from error.problems


def notes(study: Study) -> list[str]:
    """What of a study's indicators does nothing, and stops nothing."""
    if not any(codebook.indicators(study.codebook)):
        return []
    from multicase.code import indicators  # imports spaCy

    return indicators.notes(study.codebook, str(study.path("codebook")))


def _of_locale(name: str) -> Iterator[Problem]:
    try:
        locales.load(name)
    except StudyError as error:
        yield from error.problems
