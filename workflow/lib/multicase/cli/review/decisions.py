"""Reviewing what was found: the study's queue put to a person, whose answers become rows of decisions.csv.

A second reviewer answers blind, into a file of their own; `disagreements` compares the two. Everything here lies in the
closed zone, the terminal included.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from multicase.anonymise.decide import key
from multicase.anonymise.propose import QUEUE, queue, unmatched
from multicase.cli.ledger import Ledger
from multicase.cli.review.questions import Decision, Settled, plain, scopes_of, session
from multicase.cli.review.replacements import MASKED, Names
from multicase.cli.review.sheets import REVIEWER, export, import_
from multicase.study import checking, files
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

__all__ = ["disagreements", "export", "import_", "import_sheet", "review", "second_queue", "session", "unmatched"]

Row = Mapping[str, str]
COLUMNS = ("text", "kind", "scope", "action", "replacement", "entity", "reviewer", "date", "note")
COMPARED = ("text", "kind", "scope", "first_reviewer", "first", "second_reviewer", "second")


def opened(path: Path) -> Ledger:
    """A file of decisions. Raises StudyError for everything in it that goes against its schema."""
    return Ledger.open(path, "decisions", COLUMNS)


def second_queue(
    decisions: Iterable[Row], reviewer: str, identifiers: pd.DataFrame, texts: pd.DataFrame
) -> list[Decision]:
    """What others than `reviewer` have decided, as rows of the queue, without their answers; most frequent first.

    identifiers, texts: the contracts of these names. Strings that stand nowhere any more are left out (`unmatched`).
    """
    wanted: dict[str, dict[str, set[str]]] = {}  # string -> kind -> scopes
    for row in decisions:
        if row.get("reviewer", "") != reviewer:
            wanted.setdefault(key(row["text"]), {}).setdefault(row["kind"], set()).add(row["scope"])
    chosen: dict[str, list[dict]] = {}
    for find in identifiers[identifiers["by"].isin(["decision", "nobody"])].to_dict("records"):
        kinds = wanted.get(key(find["text"]), {})
        holds = {"study", f"case:{find['case_id']}", f"source:{find['source_id']}"}
        for kind, scopes in kinds.items():
            if holds & scopes and (len(kinds) == 1 or find["kind"] == kind):
                chosen.setdefault(kind, []).append(find | {"kind": kind, "by": "nobody"})
    rows = []
    for _, finds in sorted(chosen.items()):
        rows += queue(pd.DataFrame(finds, columns=identifiers.columns), texts).to_dict("records")
    rows.sort(key=lambda row: (-row["n"], row["text"], row["kind"]))
    return [{name: str(value) for name, value in row.items()} for row in rows]


def disagreements(
    first: Iterable[Row], second: Iterable[Row], cases: Mapping[str, str] | None = None
) -> list[Decision]:
    """The strings about which two reviewers differ in action or replacement, by text, kind and scope: columns COMPARED.

    A scope that only one of them named is compared with what the other decided for the wider scope around it; cases
    (source_id -> case_id) says which case is around a source. The narrower scope is the one shown.
    """
    ours, theirs = _by_string(first), _by_string(second)
    found = []
    for string in sorted(ours.keys() & theirs.keys()):
        for scope in sorted(ours[string].keys() | theirs[string].keys()):
            one = _holding(ours[string], scope, cases or {})
            other = _holding(theirs[string], scope, cases or {})
            if one and other and _answer(one) != _answer(other):
                reviewers = (one.get("reviewer") or "", other.get("reviewer") or "")
                shown = (one["text"], string[1], scope, reviewers[0], _shown(one), reviewers[1], _shown(other))
                found.append(dict(zip(COMPARED, shown, strict=True)))
    return found


def _by_string(rows: Iterable[Row]) -> dict[tuple[str, str], dict[str, Row]]:
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        found.setdefault((key(row["text"]), row["kind"]), {}).setdefault(row["scope"], row)
    return found


def _holding(rows: Mapping[str, Row], scope: str, cases: Mapping[str, str]) -> Row | None:
    """The decision that holds in a scope: its own, or that of the narrowest scope around it."""
    around = scopes_of(scope.removeprefix("source:"), cases) if scope.startswith("source:") else ["study", scope]
    return next((rows[wider] for wider in reversed(around) if wider in rows), None)


def _answer(row: Row) -> tuple[str, str]:
    return row["action"], key(row["replacement"]) if row["action"] in MASKED else ""


def _shown(row: Row) -> str:
    return f"{row['action']} [{row['replacement']}]" if row["replacement"] else row["action"]


# at the edge ---------------------------------------------------------------------------------------------------------


def review(
    study_dir: Path,
    results: Path,
    *,
    reviewer: str,
    today: str,
    second: bool = False,
    locale: str = "en_GB",
    ask: Callable[[str], str] = input,
    show: Callable[[str], None] = print,
) -> str:
    """Put the queue to a person in the terminal; says what was done. results: results/<study>, as last built.

    second: what others decided is asked again, blind, into private/decisions.<reviewer>.csv.
    """
    check_reviewer(reviewer)
    cases, names = _cases(study_dir), _names(study_dir, locale)
    ledger, rows = _asked(study_dir, results, reviewer, second)
    answered = len(ledger.rows)
    done = session(rows, ledger.rows, ask, show, ledger.save, reviewer, today, cases=cases, names=names)
    added, left = counted(len(done.rows) - answered, "decision"), counted(done.left, "string")
    told = f"{added} added to {ledger.path.name}; {left} left"
    return f"{told}. Run make to apply them." if done.answered and not second else f"{told}."


def _asked(study_dir: Path, results: Path, reviewer: str, second: bool) -> tuple[Ledger, list[Row]]:
    """The file that a reviewer's decisions go into, and what is asked: a second one, what others have decided."""
    first = opened(study_dir / "private/decisions.csv")
    if not second:
        return first, _queue(results)
    ledger = opened(study_dir / f"private/decisions.{reviewer}.csv")
    return ledger, second_queue(first.rows, reviewer, *_build(results))


def export_queue(
    study_dir: Path, results: Path, path: Path, *, reviewer: str = "reviewer_1", second: bool = False
) -> str:
    """Write what is left of the queue into a sheet for people to fill in; says what was done.

    What has been decided since the last build is not asked again: the sheet shows what a review in the terminal would.
    second: as in `review`.
    """
    check_reviewer(reviewer)
    ledger, rows = _asked(study_dir, results, reviewer, second)
    settled = Settled(_cases(study_dir))
    for row in ledger.rows:
        settled.add(row)
    todo = [row for row in rows if settled.open_sources(row)]
    return f"{export(todo, path)} strings written to {path}, which quotes the closed zone."


def import_sheet(
    study_dir: Path,
    results: Path,
    path: Path,
    *,
    reviewer: str,
    today: str,
    second: bool = False,
    locale: str = "en_GB",
) -> str:
    """Add what a filled sheet decides to private/decisions.csv, all of it or nothing; says what was done.

    second: as in `review`.
    """
    check_reviewer(reviewer)
    cases, names = _cases(study_dir), _names(study_dir, locale)
    ledger, rows = _asked(study_dir, results, reviewer, second)
    fresh = import_(path, rows, ledger.rows, reviewer=reviewer, today=today, cases=cases, names=names)
    if fresh:
        ledger.save([*ledger.rows, *fresh])
    return f"{counted(len(fresh), 'decision')} added to {ledger.path.name}."


def show_disagreements(study_dir: Path) -> str:
    """Where the second reviewers, each with a file of their own, differ from decisions.csv."""
    cases = _cases(study_dir)
    first = opened(study_dir / "private/decisions.csv").rows
    lines = []
    for path in sorted((study_dir / "private").glob("decisions.*.csv")):
        second = opened(path).rows
        found = disagreements(first, second, cases)
        lines.append(
            f"{path.name}: {counted(len(second), 'decision')}, {len(found)} of them otherwise than in decisions.csv"
        )
        lines += [
            f"  {plain(row['text'])} ({row['kind']}, {row['scope']}): {row['first_reviewer'] or 'somebody'} "
            f"{plain(row['first'])}; {row['second_reviewer'] or 'somebody'} {plain(row['second'])}"
            for row in found
        ]
    return "\n".join(lines) or "No second reviewer has decided anything: there is no private/decisions.<reviewer>.csv."


def show_unmatched(study_dir: Path, results: Path) -> str:
    """The decisions whose string stands nowhere any more, to be looked at; they are kept."""
    rows = opened(study_dir / "private/decisions.csv").rows
    found = unmatched(rows, _build(results)[0]).to_dict("records")
    head = f"{len(found)} of {counted(len(rows), 'decision')} without a match where they should hold"
    return "\n".join([head, *(f"  {plain(r['text'])} ({r['kind']}, {r['scope']}): {r['action']}" for r in found)])


def check_reviewer(reviewer: str, option: str = "--reviewer", example: str = "reviewer_2") -> None:
    """Raises StudyError for what is no id, and could be a name. option: what it was given with."""
    if not REVIEWER.fullmatch(reviewer):
        todo = f"Name another, such as {example}."
        expected = "an id of letters, digits, '_' and '-'"
        raise StudyError([Problem(option, "", f"'{reviewer}'", expected, todo)])


def _cases(study_dir: Path) -> dict[str, str]:
    """source_id -> case_id. Needs no raw files, and reads none."""
    return {row["source_id"]: row["case_id"] for row in _tables(study_dir, {"sources": "sources.csv"})["sources"]}


def _names(study_dir: Path, locale: str) -> Names:
    """The names that no replacement may hold."""
    named = {"register": "private/register.csv", "pseudonyms": "private/pseudonyms.csv"}
    tables = _tables(study_dir, {name: file for name, file in named.items() if (study_dir / file).is_file()})
    return Names.of(tables.get("register"), tables.get("pseudonyms"), locale)


def _tables(study_dir: Path, named: Mapping[str, str]) -> dict[str, list[files.Row]]:
    problems: list[Problem] = []
    found = {
        # sources.csv with whatever attributes the study declares: `check` looks after these
        name: checking.read_csv(
            study_dir / file, name, str(study_dir / file), problems, None if name == "sources" else {}
        )
        for name, file in named.items()
    }
    if problems:
        raise StudyError(problems)
    return found


def _queue(results: Path) -> list[Decision]:
    path = results / "private/queue.csv"
    rows = _read(path) if path.is_file() else None
    if rows is None or any(set(QUEUE) - set(row) for row in rows[:1]):
        found, expected = "no queue", "the queue of the last build"
        raise StudyError([Problem(str(path), "", found, expected, "Run make first.")])
    return rows


def _read(path: Path) -> list[Decision]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if any(row.values())]


def _build(results: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The identifiers and the texts of the last build."""
    from multicase import frames

    found = []
    for name in ("identifiers", "texts"):
        paths = sorted((results / "private" / name).glob("*.parquet"))
        if not paths:
            place = str(results / "private" / name)
            raise StudyError([Problem(place, "", "no tables", "those of the last build", "Run make first.")])
        found.append(frames.read(paths, name))
    return found[0], found[1]
