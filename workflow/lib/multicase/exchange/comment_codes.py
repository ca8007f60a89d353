"""How a comment says which codes a passage has: `code`, `code; code: memo`, a line for each of several memos.

A code's name may hold a colon or a semicolon itself. Where it is known what the codes are called, the longest name that
stands at its place is the code's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

IsCode = Callable[[str], bool]  # whether something is a code's name

BREAK = re.compile("[;:：；]")
SEMICOLONS = ";；"


@dataclass(frozen=True)
class Given:
    """A code that a comment gives, and what it says of it."""

    code: str
    memo: str = ""


@dataclass(frozen=True)
class Said:
    """What a comment says: codes, each once, in its order, and how many parts of it are neither code nor memo."""

    given: tuple[Given, ...]
    other: int = 0


def said(lines: Iterable[str], names: IsCode | None = None) -> Said:
    """What the lines of a comment say. names: where it isn't given, all before a line's first colon is taken as codes.

    A memo belongs to the code before its colon and goes on to the end of the line; a line that opens with no known code
    goes on with it.
    """
    given: list[Given] = []
    other = 0
    for line in lines:
        codes, memo, unknown = _read(" ".join(line.split()), names)
        if names and not codes and given:
            memo, unknown = " ".join(line.split()), 0
        given += [Given(code) for code in codes]
        other += unknown
        if memo and given:
            given[-1] = replace(given[-1], memo=f"{given[-1].memo} {memo}".strip())
        elif memo and not unknown:
            other += 1
    return Said(tuple(_once(given)), other)


def _read(line: str, names: IsCode | None) -> tuple[list[str], str, int]:
    """The codes of a line, the memo behind them, and how many parts are neither."""
    codes: list[str] = []
    at = unknown = 0
    while at < len(line):
        ends = [found.start() for found in BREAK.finditer(line, at)] + [len(line)]
        called = (end for end in reversed(ends) if names and names(line[at:end].strip()))
        end = next(called, ends[0])
        name = line[at:end].strip()
        is_code = names(name) if names else True
        if name and is_code:
            codes.append(name)
        unknown += bool(name) and not is_code
        if end < len(line) and line[end] not in SEMICOLONS:
            return codes, line[end + 1 :].strip(), unknown
        at = end + 1
    return codes, "", unknown


def _once(given: Iterable[Given]) -> Iterator[Given]:
    """Each code once, with all that was said of it."""
    memos: dict[str, list[str]] = {}
    for one in given:
        memos.setdefault(one.code, []).extend(filter(None, [one.memo]))
    for code, said_of_it in memos.items():
        yield Given(code, " ".join(dict.fromkeys(said_of_it)))


def written(names: Iterable[str], memo: str, is_code: IsCode) -> str:
    """A comment that gives a code, by the first of its names that is read back as it was meant, with its memo."""
    meant = " ".join(memo.split())
    forms = [(name, f"{name}: {meant}" if meant else name) for name in (" ".join(one.split()) for one in names)]
    return next((text for name, text in forms if said([text], is_code).given == (Given(name, meant),)), forms[0][1])
