"""`multicase consult`: what programs of the user's own find in the texts, asked now and recorded for the builds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multicase.cli import place
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    import pandas as pd

    from multicase.study.programs import Program

SECONDS = 3600


def command(
    study: place.Study = None,
    program: Annotated[str | None, typer.Option(help="only this one of anonymise.programs")] = None,
    again: Annotated[bool, typer.Option("--again", help="also texts that it has read already")] = False,
    timeout: Annotated[int, typer.Option(min=1, help="seconds that a program may take")] = SECONDS,
) -> None:
    """Have the programs of anonymise.programs read the texts of the last build; record what they find."""
    from multicase.study import study as studies

    where = place.unlocked(study)
    known = place.programs(studies.load(where.study).settings)
    consult(where.study, chosen(known, program), texts(where.results), again=again, seconds=timeout)


def chosen(known: Sequence[Program], name: str | None) -> list[Program]:
    """The programs to be asked: all, or one. Raises StudyError where there is none."""
    from multicase.study import files

    found = [program for program in known if name is None or program["name"] == name]
    if not found:
        names = [program["name"] for program in known]
        told = f"no program '{name}'" if names else "no program"
        todo = f"Name one of them{files.nearest(name, names)}." if names else "docs/anonymisation.md says how."
        expected = f"one of {', '.join(names)}" if names else "a name and a command"
        raise StudyError([Problem("config.yaml", "anonymise.programs", told, expected, todo)])
    return found


def texts(results: Path) -> pd.DataFrame:
    """The texts (contract `texts`) of the last build. Raises StudyError where there are none."""
    from multicase import frames

    folder = results / "private/texts"
    paths = sorted(folder.glob("*.parquet"))
    if not paths:
        raise StudyError([Problem(str(folder), "", "no texts", "those of the last build", "Run make first.")])
    return frames.read(paths, "texts")


def consult(
    study: Path,
    programs: Sequence[Program],
    read: pd.DataFrame,
    *,
    again: bool,
    seconds: int,
    show: Callable[[str], None] = print,
) -> None:
    """Ask each program about the texts that it hasn't read, and write its record, whole or not at all.

    read: the contract `texts`. Raises StudyError with all that went wrong with any of them, after the last.
    """
    problems: list[Problem] = []
    for program in programs:
        try:
            _consult(study, program, read, again, seconds, show)
        except StudyError as error:
            problems += error.problems
    if problems:
        raise StudyError(problems)


def _consult(
    study: Path, program: Program, read: pd.DataFrame, again: bool, seconds: int, show: Callable[[str], None]
) -> None:
    from multicase.anonymise import consulting, programs
    from multicase.cli.ledger import Ledger
    from multicase.study import programs as records

    name, line = program["name"], program["command"]
    ledger = Ledger.open(records.path(study, name), records.SCHEMA, programs.COLUMNS)
    wanted = set(read["source_id"] if again else programs.unread(read, ledger.rows))
    asked = read[read["source_id"].isin(wanted)]
    if asked.empty:
        show(f"{name}: has read every text already (--again asks anew).")
        return
    folder = (study / records.FOLDER).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    show(f"{name}: reads {counted(len(asked), 'text')} ...")
    version = consulting.program_sha256(line, name, folder)
    given = dict(zip(asked["source_id"], asked["text"], strict=True))
    found = consulting.ask(line, name, given, folder, seconds, folder / f"{name}.log")
    sums = dict(zip(asked["source_id"], asked["text_sha256"], strict=True))
    ledger.save(programs.merged(ledger.rows, programs.recorded(sums, found, version)))
    show(f"{name}: {counted(len(found), 'find')} recorded in {ledger.path}. Run make to put them before people.")
