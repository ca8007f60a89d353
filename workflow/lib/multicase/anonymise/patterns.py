"""Layer 2, patterns: what its form gives away, checked where a check digit allows.

The forms themselves are a country's, and stand in its locale; see locales/common.patterns.yaml. Here is how they are
read, where in a text they are tried, and what else they must satisfy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from multicase.anonymise import checks, terms
from multicase.anonymise.checks import Check
from multicase.anonymise.locale import Locale
from multicase.anonymise.span import Span
from multicase.study import files
from multicase.study.problems import Problem, StudyError

REQUIRED = ("id", "kind", "regex", "source")
TEXTS = (*REQUIRED, "needs", "near", "check")
FLAGS = ("at_numbers", "ignore_case", "wide")
DIGIT = re.compile(r"\d+")
NUMBER = "number"  # the trigger that tells where a number stands: one search of the text instead of one per pattern
NAME = "name"  # the trigger that tells where a word with a capital stands
FEWEST_EXPLAINED = 7  # digits that need a word to explain them
MARGIN = 64  # characters around what a pattern needs
AROUND_NUMBER = (40, 32)  # what tells an age stands before it


@dataclass(frozen=True)
class Pattern:
    """A named pattern of a kind; only its group `it` (`or`, `else`), if it has one, is the identifier."""

    rule_id: str
    kind: str
    regex: re.Pattern[str]
    needs: str = ""  # characters without which the pattern can't match; spares most texts the search
    near: str = ""  # a trigger: the pattern is tried only around the places that it finds
    at_numbers: bool = False  # it begins with a number, in digits or words, and is tried only there
    check: Check | None = None
    wide: bool = False  # it points to nobody by itself: found, and kept unless a person decides otherwise


@cache
def patterns(locale: Locale) -> tuple[Pattern, ...]:
    """The locale's patterns, ready to search with. Raises StudyError with all that is wrong with any of them."""
    problems: list[Problem] = []
    found = [_pattern(entry, locale, problems, file, number) for number, (file, entry) in enumerate(locale.patterns, 1)]
    if problems:
        raise StudyError(problems)
    return tuple(found)


def _pattern(entry: Any, locale: Locale, problems: list[Problem], file: str, number: int) -> Pattern | None:
    """A locale's entry as a pattern; all that is wrong with it as Problems, and None."""
    place = f"pattern '{entry['id']}'" if isinstance(entry, dict) and entry.get("id") else f"pattern {number}"
    if faults := [Problem(file, place, *fault) for fault in _faults(entry, locale)]:
        problems += faults
        return None
    regex = _compiled(entry["regex"], entry.get("ignore_case", False), locale, problems, file, place)
    own = {key: entry[key] for key in ("needs", "near", "at_numbers", "wide") if key in entry}
    check = checks.of(entry["check"]) if entry.get("check") else None
    return Pattern(entry["id"], entry["kind"], regex, check=check, **own)


@cache
def _triggers(locale: Locale) -> dict[str, re.Pattern[str]]:
    """Trigger -> what finds the places around which the patterns near it are tried."""
    problems: list[Problem] = []
    found = {
        name: _compiled(regex, False, locale, problems, file, f"trigger '{name}'")
        for name, (file, regex) in locale.triggers.items()
    }
    if problems:
        raise StudyError(problems)
    return {"digit": DIGIT, **found}


def _faults(entry: Any, locale: Locale) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a pattern's keys: found, expected, what to do."""
    if not isinstance(entry, dict):
        yield f"'{entry}'", f"a block with {', '.join(REQUIRED)}", "Indent its keys below the hyphen."
        return
    known = [*TEXTS, *FLAGS]
    for key in sorted(set(map(str, entry)) - set(known)):
        yield f"the unknown key '{key}'", f"some of {', '.join(known)}", f"Rename it{files.nearest(key, known)}."
    for key in REQUIRED:
        if not entry.get(key):
            yield f"no '{key}'", f"all of {', '.join(REQUIRED)}", "Add it."
    for key in known:
        if key in entry and not isinstance(entry[key], str if key in TEXTS else bool):
            yield f"{key} '{entry[key]}'", "text" if key in TEXTS else "true or false", "Mend it."
    kinds = files.schema("decisions")["properties"]["kind"]["enum"]
    triggers = ["digit", *locale.triggers]
    for key, values in {"kind": kinds, "check": list(checks.CHECKS), "near": triggers}.items():
        if isinstance(value := entry.get(key), str) and value and value not in values:
            if key == "check" and checks.known(value):
                continue
            yield (
                f"the unknown {key} '{value}'",
                f"one of {', '.join(values)}",
                f"Mend it{files.nearest(value, values)}.",
            )
    if entry.get("at_numbers") and NUMBER not in locale.triggers:
        yield "at_numbers", f"a trigger '{NUMBER}' in the locale", "Add the trigger."


def _compiled(
    regex: str, ignore_case: bool, locale: Locale, problems: list[Problem], file: str, place: str
) -> re.Pattern[str] | None:
    """A verbose regular expression with its terms expanded; a Problem and None where that can't be."""
    try:
        return re.compile(terms.expanded(regex, locale.terms), re.X | (re.I if ignore_case else 0))
    except terms.TermError as error:
        term, why = error.args
        todo = f"Mend it{files.nearest(term, list(locale.terms))}, or add the term."
        problems.append(Problem(file, place, f"<<{term}>>, {why}", "a term of the locale", todo))
    except re.error as error:
        found, todo = f"a broken regex ({error.msg})", "Mend the regex."
        problems.append(Problem(file, place, found, "a regular expression of Python in verbose form", todo))
    return None


def find(text: str, locale: Locale) -> Iterator[Span]:
    """What the patterns find; a date is found wherever months are written with a capital.

    Of finds in the same place the pattern that the locale declares first wins, and a longer one what lies inside it.
    """
    triggers = _triggers(locale)
    places = [found.start() for found in triggers[NUMBER].finditer(text)] if NUMBER in triggers else []
    windows = {
        name: _windows(text, (found.start() for found in regex.finditer(text)))
        for name, regex in triggers.items()
        if name != NUMBER
    }
    windows |= {"": [(0, len(text))], NUMBER: _windows(text, places, *AROUND_NUMBER)}
    found = []
    for pattern in patterns(locale):
        if pattern.needs and pattern.needs not in text:
            continue
        layer = "wide" if pattern.wide else "pattern"
        for start, end in _places(pattern, text, places, windows, locale):
            found.append(Span(start, end, pattern.kind, layer, pattern.rule_id))
    yield from _outermost(found)


def named(text: str, locale: Locale) -> Iterator[tuple[int, int]]:
    """Where persons stand whom a locale's patterns tell by capitals: `mevrouw Zomer`, where titles are small."""
    persons = [pattern for pattern in patterns(locale) if pattern.kind == "person" and pattern.near == NAME]
    places = (found.start() for found in _triggers(locale)[NAME].finditer(text)) if persons else ()
    windows = {NAME: _windows(text, places)}
    for pattern in persons:
        yield from _places(pattern, text, (), windows, locale)


def explained(text: str, locale: Locale) -> Iterator[tuple[int, int]]:
    """Where many digits stand that a word explains, with that word: `version 12.04.1234`, `scores: 12 14 13 15`."""
    for found in terms.compiled("explained", locale).finditer(text):
        if sum(map(str.isdigit, found[0])) >= FEWEST_EXPLAINED:
            yield found.span()


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans of the layer pattern that no other of them holds, and the first of those in the same place; all others."""
    furthest = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.layer == "pattern":
            if span.end <= furthest:
                continue
            furthest = span.end
        yield span


def _windows(text: str, places: Iterable[int], before: int = MARGIN, after: int = MARGIN) -> list[tuple[int, int]]:
    """The surroundings of some places, to whole words; what meets is one."""
    windows: list[tuple[int, int]] = []
    for place in places:
        start = max(0, text.rfind(" ", 0, max(0, place - before)) + 1)
        end = text.find(" ", place + after)
        end = len(text) if end < 0 else end
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _places(
    pattern: Pattern, text: str, places: Iterable[int], windows: Mapping[str, Iterable[tuple[int, int]]], locale: Locale
) -> Iterator[tuple[int, int]]:
    """Where a pattern's identifiers stand. What its check refuses may yet begin later in what has matched."""
    if not pattern.at_numbers:
        for start, end in windows[pattern.near]:
            yield from _matches(pattern, text, start, end, locale)
        return
    last = 0
    for place in places:
        if place >= last and (found := pattern.regex.match(text, place)) and (told := _told(pattern, found, locale)):
            yield told
            last = found.end()


def _matches(pattern: Pattern, text: str, start: int, end: int, locale: Locale) -> Iterator[tuple[int, int]]:
    """The identifiers of a pattern between two places of a text."""
    if pattern.check is None:
        for found in pattern.regex.finditer(text, start, end):
            if told := _told(pattern, found, locale):
                yield told
        return
    while found := pattern.regex.search(text, start, end):
        if told := _told(pattern, found, locale):
            yield told
            start = told[1]
        else:
            start = found.end() if checks.identifier(found) is None else found.start() + 1


def _told(pattern: Pattern, found: re.Match[str], locale: Locale) -> tuple[int, int] | None:
    """Where the identifier of a match stands; None where it has none."""
    group = checks.identifier(found)
    if group is None:
        return None
    start, end = found.span(group)
    if pattern.check:
        end = pattern.check(found, locale)
    return (start, end) if end > start else None
