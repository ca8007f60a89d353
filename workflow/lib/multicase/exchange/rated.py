"""Ratings of another table as codings and readings of this study: who gave which unit which code, and who rated it.

Nothing of a table's texts is passed on: what a row quotes is the study's anonymised text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from multicase.exchange.importing import CONTEXT
from multicase.exchange.names import Known, coder_id
from multicase.exchange.raters import Rating
from multicase.exchange.unit_names import Units, UnknownUnitError
from multicase.study.coder_names import alike
from multicase.study.files import nearest, split
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

UNREAD, NOTHING = "unread", "nothing"  # what it means that a rater has no row for a unit
SHOWN = 20  # wrong cells of one sort that a message lists
LONG = 80  # characters that a code's name may have; a longer cell may be a text, and isn't quoted

Row = dict[str, str]


@dataclass(frozen=True)
class Rated:
    """codings: coder -> rows (schema `codings`). readings: rows (schema `readings`). units: source -> coder -> how many
    units they rated. coders: as the table has them -> as rows have them.
    """

    codings: Mapping[str, list[Row]]
    readings: list[Row]
    units: Mapping[str, Mapping[str, int]]
    coders: Mapping[str, str]


def rate(
    ratings: Sequence[Rating],
    units: Units,
    segments: pd.DataFrame,
    texts: Mapping[str, str],
    codebook: Mapping[str, Any],
    file: str,
    *,
    none: Collection[str] = (),
    missing: str = "",
) -> Rated:
    """Codings and readings of a table's ratings.

    segments: the contract. texts: anonymised text by source. none: cells that say that nothing was given, beside empty
    ones. missing: what it means that a rater who rated units of a source has no row for others of it: UNREAD, they
    haven't read them; NOTHING, they gave them nothing. Raises StudyError with all that is wrong: units that are no
    single segment, units rated twice by one rater, unknown codes, raters who can't be told apart, and, without
    `missing`, raters who lack rows for units.
    """
    problems: list[Problem] = []
    coders = _coders(ratings, file, problems)
    codes = _codes(ratings, Known(codebook), frozenset(none), file, problems)
    placed = _placed(ratings, units, coders, file, problems)
    if problems:
        raise StudyError(problems)
    of_source: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    source_of = dict(zip(segments["segment_id"], segments["source_id"], strict=True))
    for (coder, segment), _ in placed.items():
        of_source[source_of[segment]][coder].add(segment)
    if not missing and (asked := list(_questions(of_source, units, file))):
        raise StudyError(asked)
    readings = [
        {"coder": coder, "source_id": source, "unread": ";".join(lacking if missing == UNREAD else ())}
        for source, by_coder in sorted(of_source.items())
        for coder, rated in sorted(by_coder.items())
        for lacking in [_lacking(units, source, rated)]
    ]
    spans = segments.set_index("segment_id")[["source_id", "start", "end"]].to_dict("index")
    codings: dict[str, list[Row]] = defaultdict(list)
    for (coder, segment), rating in sorted(placed.items(), key=lambda item: (item[0][0], _order(spans[item[0][1]]))):
        given = dict.fromkeys(code for cell in rating.given for code in codes[cell])
        codings[coder] += [_coding(spans[segment], texts, code) for code in sorted(given)]
    told = {source: {coder: len(of[coder]) for coder in sorted(of)} for source, of in sorted(of_source.items())}
    return Rated({coder: rows for coder, rows in codings.items() if rows}, readings, told, coders)


def _order(span: Mapping[str, Any]) -> tuple[str, int]:
    return span["source_id"], span["start"]


def _coders(ratings: Iterable[Rating], file: str, problems: list[Problem]) -> dict[str, str]:
    """Raters as the table has them -> ids; a number alone is no name, and becomes `rater_<number>`."""
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name in sorted({rating.coder for rating in ratings}):
        coder = f"rater_{name}" if name.isdecimal() else coder_id(name)
        other = taken.setdefault(alike(coder), name)
        if not coder or other != name:
            found_ = (
                f"raters called alike once they are ids ('{coder}')" if coder else "a rater without a letter or digit"
            )
            problems.append(Problem(file, "raters", found_, "an id for each", "Rename them in the table."))
        found[name] = coder
    return found


def _codes(
    ratings: Iterable[Rating], known: Known, none: Collection[str], file: str, problems: list[Problem]
) -> dict[str, list[str]]:
    """What each cell gives: a code, several separated by semicolons, or none."""
    first: dict[str, int] = {}
    for rating in ratings:
        for cell in rating.given:
            first.setdefault(cell, rating.row)
    found: dict[str, list[str]] = {}
    wrong = 0
    for cell, row in first.items():
        whole = [] if not cell or cell in none else known.find(cell)
        names = [] if not cell or cell in none else [cell] if whole else split(cell)
        meant = [(name, known.find(name)) for name in names]
        found[cell] = [codes[0] for _, codes in meant if codes]
        for name, codes in meant:
            if len(codes) != 1 and (wrong := wrong + 1) <= SHOWN:
                problems.append(_no_code(file, row, name, codes, known))
    if wrong > SHOWN:
        more, todo = f"{wrong - SHOWN} more names of no code", "Look whether it is the column of codes."
        problems.append(Problem(file, "codes", more, "codes of the codebook", todo))
    return found


def _no_code(file: str, row: int, name: str, codes: Sequence[str], known: Known) -> Problem:
    if codes:
        found, todo = f"'{name}', a name of several codes ({', '.join(codes)})", "Write the code's id."
        return Problem(file, f"row {row}", found, "one code", todo)
    if len(name) > LONG:
        found, todo = f"a cell of {counted(len(name), 'character')}", "Look whether it is the column of codes."
        return Problem(file, f"row {row}", found, "a code of the codebook", todo)
    todo = f"Mend it{nearest(name, known.names)}, or say with --none that it means no code."
    return Problem(file, f"row {row}", f"the unknown code '{name}'", "a code's id or label", todo)


def _placed(
    ratings: Iterable[Rating], units: Units, coders: Mapping[str, str], file: str, problems: list[Problem]
) -> dict[tuple[str, str], Rating]:
    """Coder and segment -> the rating; each unit that is no single segment is told once."""
    known: dict[tuple[str, str], str | None] = {}
    placed: dict[tuple[str, str], Rating] = {}
    for rating in ratings:
        key = rating.source, rating.unit
        if key not in known:
            try:
                known[key] = units.find(*key)
            except UnknownUnitError as error:
                known[key] = None
                problems.append(Problem(file, f"row {rating.row}, unit", *error.args))
        if (segment := known[key]) is None:
            continue
        first = placed.setdefault((coders[rating.coder], segment), rating)
        if first is not rating:
            found = f"a second rating of {segment} by {rating.coder}, after row {first.row}"
            todo = "Remove one of them, or put both codes into one row."
            problems.append(Problem(file, f"row {rating.row}", found, "one row a unit and rater", todo))
    return placed


def _lacking(units: Units, source: str, rated: Collection[str]) -> list[str]:
    return [segment for segment in units.of_source[source] if segment not in rated]


def _questions(of_source: Mapping[str, Mapping[str, set[str]]], units: Units, file: str) -> Iterator[Problem]:
    """What must be known of raters who have no row for some units of a source."""
    for source, by_coder in sorted(of_source.items()):
        n = len(units.of_source[source])
        lacking = {coder: n - len(rated) for coder, rated in sorted(by_coder.items()) if len(rated) < n}
        if lacking:
            nobodys = len(_lacking(units, source, set().union(*by_coder.values())))
            each = listed([f"{m} of {coder}" for coder, m in lacking.items()])
            found = f"no row for some of {counted(n, 'unit')}: {each}" + (f" ({nobodys} have none)" if nobodys else "")
            todo = (
                f"Say with --missing {UNREAD} that they didn't rate them, "
                f"or with --missing {NOTHING} that they gave them nothing."
            )
            yield Problem(file, f"source {source}", found, "a row for each unit of a source that a rater read", todo)


def _coding(span: Mapping[str, Any], texts: Mapping[str, str], code: str) -> Row:
    text, start, end = texts[span["source_id"]], span["start"], span["end"]
    return {
        "source_id": span["source_id"],
        "start": str(start),
        "end": str(end),
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
        "code": code,
        "memo": "",
    }


def extended(readings: Sequence[Row], new: Iterable[Row], file: str) -> list[Row]:
    """The rows of readings.csv with new ones behind them. Raises StudyError where they say otherwise of a reading."""
    there = {(row["coder"], row["source_id"]): row for row in readings}
    added, problems = [], []
    for row in new:
        before = there.get((row["coder"], row["source_id"]))
        if before is None:
            added.append(row)
        elif split(before.get("unread", "")) != split(row["unread"]):
            place = f"coder {row['coder']}, source {row['source_id']}"
            found, todo = "other unread segments than the table has", "Remove the row, or mend the table."
            problems.append(Problem(file, place, found, "the same", todo))
    if problems:
        raise StudyError(problems)
    return [*readings, *added]
