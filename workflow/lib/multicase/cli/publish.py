"""`multicase publish`: the last build made the version of record."""

from __future__ import annotations

import sys

from multicase.cli import place
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted


def command(study: place.Study = None) -> None:
    """Make the last build of a study its version of record, results/published/<study>."""
    from multicase.audit import reproduction

    where = place.of(study)
    try:
        number = reproduction.publish(where.results, where.published)
    except FileNotFoundError as error:
        raise StudyError([Problem(str(error), "", "no build", "a finished build", "Run make first.")]) from None
    waiting = reproduction.waiting(where.results)
    print(f"{counted(number, 'file')} published in {where.published}, to be committed.")
    if waiting:
        told = f"{counted(waiting, 'string')} without a decision about anonymisation (multicase review)."
        print(f"note: {told}", file=sys.stderr)
