"""`multicase freeze`: question, codebook, claims and sampling as they are, by digests, before a study goes on."""

from __future__ import annotations

import datetime
import sys
from typing import Annotated

import typer

from multicase.cli import place
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted


def command(
    study: place.Study = None,
    note: Annotated[str, typer.Option(help="what is frozen, and where else it is registered")] = "",
    date: Annotated[str, typer.Option(help="the day, YYYY-MM-DD; today, if nothing is said")] = "",
) -> None:
    """Freeze question, codebook, claims, criterion and sampling; tables and findings then list every later change."""
    from multicase.closed import guarding
    from multicase.study import checking, frozen
    from multicase.study import study as studies

    directory = place.of(study).study
    found = studies.load(directory, before_sources=True)
    path = directory / frozen.FILE
    if path.exists():
        todo = (
            "Later changes are told with their reasons, from decisions in codebook.yaml and claims.yaml, and from "
            "migrations.yaml. If it was a slip, remove the file and freeze anew: it says what is there by then."
        )
        raise StudyError([Problem(str(path), "", "a study that is frozen already", "one that isn't", todo)])
    commit = guarding.commit_of(found.frozen_paths())
    content = frozen.freeze(found, note, date or datetime.date.today().isoformat(), commit)
    text = frozen.as_yaml(content)
    if problems := list(checking.yaml_problems(content, "frozen", str(path), text)):
        raise StudyError(problems)
    path.write_text(text, encoding="utf-8")
    print(f"{path}: {counted(sum(map(len, content['parts'].values())), 'item')} frozen on {content['date']}.")
    if commit:
        print("Commit it.")
    else:
        told = "no commit holds all of it, so that nobody can see later what it was"
        print(f"note: {told}: commit the study, remove {path.name}, freeze again, and commit it.", file=sys.stderr)
