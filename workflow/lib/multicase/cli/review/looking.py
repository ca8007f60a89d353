"""Looking at what the leak scan can't tell from ordinary text: each string with its places, once, until they change."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from multicase.cli.ledger import Ledger
from multicase.cli.review.questions import plain
from multicase.leaks.residual import SEPARATOR, looked_at
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

COLUMNS = ("text", "kind", "digest", "reviewer", "date", "note")
KEYS = "o ordinary words, or nobody's  l a leak: somebody is meant  s skip  q quit > "
WHY = {
    "word": "also an ordinary word",
    "short": "short",
    "digits": "few digits",
    "kept": "kept elsewhere by a rule or a decision",
    "capital": "told by its capital alone, and not decided about yet",
}


def look(
    study_dir: Path,
    results: Path,
    *,
    reviewer: str,
    today: str,
    ask: Callable[[str], str] = input,
    show: Callable[[str], None] = print,
) -> str:
    """Put the places that nobody has looked at to a person; each answer is saved at once. Says what was done.

    results: results/<study>, as last built. Raises StudyError where that has no private/residual.csv.
    """
    ledger = Ledger.open(study_dir / "private/looked.csv", "looked", COLUMNS)
    seen = looked_at(ledger.rows)
    todo = [
        row for row in _rows(results / "private/residual.csv") if (row["text"], row["kind"], row["digest"]) not in seen
    ]
    done = leaks = 0
    try:
        for number, row in enumerate(todo, 1):
            answer = _answer(row, f"{number} of {len(todo)}", ask, show)
            if answer == "q":
                break
            leaks += answer == "l"
            if answer == "o":
                ledger.save(_with(ledger.rows, row, reviewer, today))
                done += 1
    except (EOFError, KeyboardInterrupt):
        show("")
    told = f"{counted(done, 'string')} looked at, in {ledger.path.name}; {len(todo) - done} left"
    if leaks:
        told += f". {leaks} of them mean somebody: add these to private/register.csv, or mend what people wrote"
    return f"{told}."


def _with(rows: list[dict[str, str]], row: Mapping[str, str], reviewer: str, today: str) -> list[dict[str, str]]:
    """The ledger's rows with this look in place of an earlier one at the same string."""
    kept = [known for known in rows if (known["text"], known["kind"]) != (row["text"], row["kind"])]
    fresh = {name: row[name] for name in ("text", "kind", "digest")} | {"reviewer": reviewer, "date": today, "note": ""}
    return [*kept, fresh]


def _answer(row: Mapping[str, str], number: str, ask: Callable[[str], str], show: Callable[[str], None]) -> str:
    about = f"{row['kind']}, {WHY[row['why']]}; {row['places']} places in {row['files']}"
    show(f"\n{number}: {plain(row['text'])}  ({about})")
    contexts = row["contexts"].split(SEPARATOR)
    for context in contexts:
        show(f"    {plain(context)}")
    if len(contexts) < int(row["places"]):
        show(f"    and {int(row['places']) - len(contexts):,} more, not shown: search the files for it")
    while True:
        typed = ask(KEYS).strip().lower()[:1]
        if typed in {"o", "l", "s", "q"}:
            return typed
        show("Please give one of the keys.")


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        found, expected = "no list of what the leak scan can't tell", "that of the last build"
        raise StudyError([Problem(str(path), "", found, expected, "Run make first.")])
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
