"""The closed zone's tables of names against each other, and against what everybody sees."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from multicase.study.files import Row, nearest, split
from multicase.study.problems import Problem
from multicase.study.references.supplied import Files


def of_names(files: Files) -> Iterator[Problem]:
    """The closed zone's tables against each other; what they hold is named by its line alone."""
    yield from _scopes(files)
    yield from _contradictory(files)
    yield from _against_the_register(files)
    yield from _named_openly(files)
    given: dict[str, list[tuple[str, str, str]]] = defaultdict(list)  # replacement -> scope, entity, place
    scopes = {row["entity"]: row.get("scope") or "study" for row in files.rows("register")}
    for name in ("register", "pseudonyms"):
        for row in files.rows(name):
            forms = {_folded(form) for form in (row.get("name", ""), *split(row.get("aliases", "")))} - {""}
            replacement, place = _folded(row.get("replacement", "")), f"{row.place}, column replacement"
            # A post may be called by its own name: in brackets that names nobody.
            if replacement in forms and row.get("kind") != "job":
                found, todo = "a replacement that is the name itself", "Choose another."
                yield Problem(files.paths[name], place, found, "another text", todo)
            elif replacement:
                yield from _shared(files.paths[name], place, row["entity"], replacement, scopes, given)
    for row in files.rows("decisions"):
        if row["replacement"] and row["action"] == "keep":
            place, found = f"{row.place}, column replacement", "a replacement of what is kept"
            todo = "Take it out or, if it shall stand in the string's place, decide generalise."
            yield Problem(files.paths["decisions"], place, found, "nothing beside keep", todo)
        elif row["replacement"] and _tells(row):
            place = f"{row.place}, column replacement"
            found = "a replacement that is the string itself, or holds its last word"
            yield Problem(files.paths["decisions"], place, found, "another text", "Choose another, or keep it.")


def _tells(row: Row) -> bool:
    """Whether a decision's replacement gives the string away: it is the string, or holds a person's surname."""
    text, shown = _folded(row["text"]), _folded(row["replacement"])
    surname = re.findall(r"[^\W\d_]{3,}", text)[-1:] if row["kind"] == "person" else []
    return text == shown or bool(set(surname) & set(re.findall(r"[^\W\d_]+", shown)))


def _named_openly(files: Files) -> Iterator[Problem]:
    """Registered names in what every table and figure shows: cases and what is told of them and of participants."""
    names: dict[str, list[str]] = defaultdict(list)  # scope -> names; a word that is an alias alone may mean much else
    for row in files.rows("register"):
        if row.get("kind") != "job":
            aliases = [alias for alias in split(row.get("aliases", "")) if " " in alias]
            names[row.get("scope") or "study"] += [_folded(name) for name in (row.get("name", ""), *aliases) if name]

    @cache
    def looked_for(case: str) -> re.Pattern[str] | None:
        """The names that mean somebody in a case, as words."""
        known = "|".join(map(re.escape, dict.fromkeys([*names["study"], *names[f"case:{case}"]])))
        return re.compile(rf"(?<!\w)(?:{known})(?!\w)") if known else None

    for of, own in (("cases", "case_id"), ("participants", "participant_id")):
        for row in files.rows(of):
            known = looked_for(row.get("case_id", ""))
            for column in (column for column in row if known and column not in {"case_id", own}):
                if known.search(_folded(row[column])):
                    place, todo = f"{row.place}, column {column}", "Call it otherwise, such as Case A or School A."
                    yield Problem(files.paths[of], place, "a name of the register", "nothing that identifies", todo)


def _shared(
    file: str,
    place: str,
    entity: str,
    replacement: str,
    scopes: Mapping[str, str],
    given: dict[str, list[tuple[str, str, str]]],
) -> Iterator[Problem]:
    """A replacement that another entity has where this one is looked for too: the two could not be told apart."""
    scope = scopes.get(entity, "study")
    for other_scope, other, where in given[replacement]:
        if other != entity and (scope == other_scope or "study" in (scope, other_scope)):
            expected = "a replacement of its own for each entity of a case"
            yield Problem(file, place, f"the replacement of another entity ({where})", expected, "Choose another.")
            break
    given[replacement].append((scope, entity, f"{Path(file).name}, {place.partition(',')[0]}"))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _compared(text: str) -> str:
    """A string as decisions are compared: without regard to case, blanks, marks that can't be seen and a possessive."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    plain = _folded(seen).replace("’", "'").replace("\u02bc", "'")
    return plain.removesuffix("'s").removesuffix("'")


def _scopes(files: Files) -> Iterator[Problem]:
    known = {"case": files.cases, "source": set(files.case_of_source)}
    for name in ("register", "decisions"):
        for row in files.rows(name):
            what, _, named = (row.get("scope") or "study").partition(":")
            if known.get(what) and named not in known[what]:
                todo = f"Mend it{nearest(named, sorted(known[what]))}."
                place = f"{row.place}, column scope"
                yield Problem(files.paths[name], place, f"the unknown {what} '{named}'", f"a {what} of the study", todo)


def _contradictory(files: Files) -> Iterator[Problem]:
    """Decisions about one string in one scope, written in another case, with other blanks or marks, that differ."""
    first: dict[tuple[str, str, str], Row] = {}
    for row in files.rows("decisions"):
        key = (_compared(row["text"]), row["kind"], row["scope"])
        before = first.setdefault(key, row)
        differs = (before["action"], before["replacement"]) != (row["action"], row["replacement"])
        if differs and before["text"] != row["text"]:  # the same text twice is told as such
            found = f"another decision than in line {before.line}"
            expected = "one decision a string, kind and scope"
            yield Problem(files.paths["decisions"], row.place, found, expected, "Remove one of the two.")


def _against_the_register(files: Files) -> Iterator[Problem]:
    """Decisions about a registered name, or about a part of a person's, that say otherwise than the register.

    The register goes first, then accepted pseudonyms, then decisions: such a decision would be lost without a word. One
    that holds more widely is none: where the register doesn't look, it holds.
    """
    given = {row["entity"]: row["replacement"] for row in files.rows("pseudonyms")}
    known: dict[tuple[str, str], list[tuple[Row, str]]] = defaultdict(list)  # form, kind -> register rows, replacement
    for row in files.rows("register"):
        shown = row.get("replacement") or given.get(row["entity"], "")
        if shown or row["kind"] == "person":
            for form in _forms(row):
                known[form, row["kind"]].append((row, shown))
    for row in files.rows("decisions"):
        for registered, shown in known.get((_folded(row["text"]), row["kind"]), ()):
            if not _within(row["scope"], registered.get("scope") or "study", files.case_of_source):
                continue
            same = row["action"] in {"pseudonymise", "generalise"} and _folded(row["replacement"]) in {
                "",
                _folded(shown),
            }
            if not same and row.get("entity") != registered["entity"]:
                found = f"a decision about a name of the register (line {registered.line} there) that says otherwise"
                todo = (
                    "Remove the decision, or change the register: its rows and pseudonyms go before decisions. If "
                    "somebody else is called so too, give them a row there with the name: then each place is asked."
                )
                yield Problem(files.paths["decisions"], row.place, found, "the register's replacement", todo)
                break


def _forms(row: Row) -> set[str]:
    """The names of a row of the register, folded; of a person also the first and the last word of the name."""
    names = [row["name"], *split(row.get("aliases", ""))]
    parts = row["name"].split() if row["kind"] == "person" else []
    return {_folded(name) for name in (*names, *parts[:1], *parts[-1:])}


def _within(scope: str, other: str, case_of: Mapping[str, str]) -> bool:
    """Whether a scope lies in another: a source in its case, and all in the study."""
    what, _, named = scope.partition(":")
    return other in {"study", scope} or (what == "source" and other == f"case:{case_of.get(named, '')}")
