"""`multicase check`: a study, every file of it, every reference, every raw file that can be read."""

from __future__ import annotations

import sys

from multicase.cli import place
from multicase.study.problems import Problem, StudyError


def command(study: place.Study = None) -> None:
    """Check a study: every file, every reference, every raw file that can be read."""
    from multicase import ingest
    from multicase.closed import guarding
    from multicase.study import study as studies

    directory = place.of(study).study
    found = studies.load(directory)
    problems: list[Problem] = []
    if found.locked:
        print(f"note: {directory} is locked: its raw files were not read (multicase unlock).", file=sys.stderr)
    else:
        try:
            ingest.ingest(found.open_sources, found.speakers, found.root)
        except StudyError as error:
            problems += error.problems
    tracked = "a file of the closed zone that git tracks or would add"
    todo = "Keep it out with a .gitignore; if it is in a commit already, rewrite history."
    problems += [Problem(str(path), "", tracked, "none", todo) for path in guarding.tracked_closed_files(directory)]
    if problems:
        raise StudyError(problems)
    for guess in studies.unconfirmed(found):
        print(f"note: {guess}", file=sys.stderr)
    print(f"{directory}: no problems")
