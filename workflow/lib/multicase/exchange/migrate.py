"""Codings brought up to a codebook that changed after they were made: renamed, merged, split and retired codes.

Coders' files stay as they were; what was decided since stands in migrations.yaml and is replayed over their rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from multicase.study.files import nearest
from multicase.study.migrations import place
from multicase.study.migrations import problems as impossible
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

FILE = "migrations.yaml"
SEGMENTS = "segments"  # a column of rows, for as long as they are migrated: the ids of the segments that they reach
# What makes two codings the same, as far as rows have it.
SAME = ("coder", "origin", "rule_id", "source_id", "segment_id", "start", "end", "exact", "code")


@dataclass(frozen=True)
class Change:
    """What one migration did: n codings mapped, removed, or left with the code that was split."""

    date: str
    change: str
    before: str
    after: str
    n: int
    what: str


@dataclass(frozen=True)
class Report:
    """What was done in order of date; the rows that retired codes took with them; and what people must still decide."""

    changes: tuple[Change, ...]
    removed: tuple[Mapping[str, Any], ...]
    twice: int  # codings that became the same as another of their coder's, and were made one with it
    problems: tuple[Problem, ...]
    unused: tuple[Problem, ...]  # lines of assign that none of these codings has, or had before it was coded anew


def migrate(
    rows: Iterable[Mapping[str, Any]],
    migrations: Sequence[Mapping[str, Any]],
    codes: Collection[str],
    file: str = FILE,
    closed: Collection[str] = (),
) -> tuple[list[dict[str, Any]], Report]:
    """Rows with today's codes, and what became of them.

    rows: codings, with a column `code` and such of SAME and `memo` as they have. migrations: the list of a file that
    satisfies the schema `migrations`. codes: those of today's codebook. Codings of a code that was split keep it and
    are a Problem of the report, unless `assign` says by segment_id or by the words coded which code they have now.
    closed: sources of whose codings nobody is asked: these keep their codes, and stand last.

    Raises StudyError with everything that makes the history impossible: the wrong number of codes for a change, codes
    that don't exist at their time, and rows whose code neither the codebook nor the history knows.
    """
    history = sorted(migrations, key=lambda entry: entry["date"])
    given = [dict(row) for row in rows]
    kept = [row for row in given if row.get("source_id") not in closed]
    beside = [row for row in given if row.get("source_id") in closed]
    problems = [*impossible(history, codes, file), *_row_problems(kept, history, codes, file)]
    if problems:
        raise StudyError(problems)
    changes, removed, left, unused = [], [], [], []
    for number, entry in enumerate(history, 1):
        if entry["change"] == "retire":
            gone = [row for row in kept if row["code"] in entry["from"]]
            kept = [row for row in kept if row["code"] not in entry["from"]]
            removed += gone
            done = [(entry["from"], len(gone), "removed")]
        elif entry["change"] == "split":
            unused += _unused(kept, entry, history[number:], {*closed}.union(map(_words, beside)), file)
            done = [_split(kept, entry, left, file)]
        else:
            done = [_mapped(kept, entry)]
        changes += [_change(entry, *counted) for counted in done]
    merged = _merged(kept)
    report = Report(tuple(changes), tuple(removed), len(kept) - len(merged), tuple(left), tuple(unused))
    return [*merged, *beside], report


def of_today(
    rows: Iterable[Mapping[str, Any]], migrations: Sequence[Mapping[str, Any]], codes: Collection[str]
) -> list[str]:
    """The code that each row has today: as it is where the history leaves that open, "" where the code was retired.

    Arguments and errors: as of `migrate`.
    """
    alone = [{**row, "rule_id": number} for number, row in enumerate(rows)]  # so that none is made one with another
    found = {row["rule_id"]: str(row["code"]) for row in migrate(alone, migrations, codes)[0]}
    return [found.get(number, "") for number in range(len(alone))]


def _mapped(rows: list[dict[str, Any]], entry: Mapping[str, Any]) -> tuple[list[str], int, str]:
    n = 0
    for row in rows:
        if row["code"] in entry["from"] and row["code"] != entry["to"][0]:
            row["code"] = entry["to"][0]
            n += 1
    return entry["from"], n, "mapped"


def _split(
    rows: list[dict[str, Any]], entry: Mapping[str, Any], left: list[Problem], file: str
) -> tuple[list[str], int, str]:
    """Maps what `assign` names; the rest are problems."""
    assign = _assign(entry)
    old, n = entry["from"][0], 0
    for row in (row for row in rows if row["code"] == old):
        words = _words(row)
        reached = [name for name in _segments(row) if name in assign]
        named = [*reached, *([words] if words in assign else [])]
        # of a coding over several segments that have several codes its own words say more
        if len({assign[name] for name in reached}) > 1 and words in assign:
            named = [words]
        if len({assign[name] for name in named}) != 1:
            left.append(_unassigned(row, entry, file, named))
            continue
        row["code"] = assign[named[0]]
        n += 1
    return entry["from"], n, "mapped"


def _unused(
    rows: Sequence[Mapping[str, Any]],
    entry: Mapping[str, Any],
    later: Sequence[Mapping[str, Any]],
    closed: Set[str],
    file: str,
) -> Iterator[Problem]:
    """Lines of `assign` that no coding has, neither of the code that was split nor of one that it has become since:
    what was given to a coder with today's codes comes back with them.

    closed: sources that were closed since, and the words coded there, about which a line may be. Of what was coded on
    the texts before anonymisation these words are "": then a quote may be theirs.
    """
    since = {*entry["from"], *entry["to"]}
    for change in later:
        since |= set(change["to"]) if since & set(change["from"]) else set()
    named = {name for row in rows if row["code"] in since for name in (*_segments(row), _words(row))}
    for number, name in enumerate(_assign(entry), 1):
        if name not in named and closed.isdisjoint((name, name.rpartition(":")[0], "")):
            found = "a segment or quote that no coding of the code has"
            todo = "Copy the segment_id or the words coded, or remove the line."
            yield Problem(file, f"{place(entry)}, assign, line {number}", found, "one that has it", todo)


def _assign(entry: Mapping[str, Any]) -> dict[str, str]:
    return {" ".join(name.split()): code for name, code in entry.get("assign", {}).items()}


def _words(row: Mapping[str, Any]) -> str:
    return " ".join(str(row.get("exact") or "").split())


def _segments(row: Mapping[str, Any]) -> list[str]:
    """The ids of the segments that a row is known to reach."""
    return list(row.get(SEGMENTS) or filter(None, [row.get("segment_id")]))


def _unassigned(row: Mapping[str, Any], entry: Mapping[str, Any], file: str, named: Sequence[str]) -> Problem:
    coder = f" by {row['coder']}" if row.get("coder") else ""
    unplaced = f"{row.get('source_id', '')} from {row.get('start') or 'an unknown place'}"
    where = ", ".join(_segments(row)) or unplaced
    which = "to which lines of assign give several codes" if named else "which no line of assign names"
    found = f"the coding of {where}{coder}, {which}"
    expected = f"one of {', '.join(entry['to'])} for it"
    todo = "Add its segment_id or its words to assign, with the code."
    if named and set(named) <= set(_segments(row)):
        todo = "Add its words to assign, with the code: they go before its segments."
    elif named:
        todo = "Name it by its segment alone, or by its words alone."
    return Problem(file, place(entry), found, expected, todo)


def _change(entry: Mapping[str, Any], before: Sequence[str], n: int, what: str) -> Change:
    return Change(entry["date"], entry["change"], ";".join(before), ";".join(entry["to"]), n, what)


def _merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that are now the same made one, with both memos, in the order of the first."""
    kept: dict[tuple, dict[str, Any]] = {}
    for row in rows:
        key = tuple(str(row.get(column, "")) for column in SAME)
        if key not in kept:
            kept[key] = row
        elif "memo" in row:
            memos = [kept[key]["memo"], row["memo"]]
            kept[key]["memo"] = " | ".join(dict.fromkeys(filter(None, memos)))
    return list(kept.values())


def _row_problems(
    rows: Sequence[Mapping[str, Any]], history: Sequence[Mapping[str, Any]], codes: Collection[str], file: str
) -> Iterator[Problem]:
    known = set(codes).union(*(entry["from"] for entry in history), *(entry["to"] for entry in history))
    for code, n in sorted(Counter(row["code"] for row in rows if row["code"] not in known).items()):
        found = f"{counted(n, 'coding')} of '{code}', a code that neither it nor the codebook knows"
        todo = f"Say what became of it{nearest(code, sorted(known))}, or mend the codings."
        yield Problem(file, "", found, "a change for each code that is no more", todo)
