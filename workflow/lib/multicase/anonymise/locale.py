"""A locale: the words and patterns with which a country's identifiers are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from multicase.study import files
from multicase.study.problems import Problem, StudyError

HERE = Path(__file__).parent / "locales"


@dataclass(frozen=True, eq=False)
class Locale:
    """Words as sets, in lower case unless said otherwise."""

    name: str
    titles: frozenset[str]
    peers: frozenset[str]  # titles whose names go on with `of`
    head_nouns: dict[str, str]  # as written -> kind
    months: tuple[str, ...]  # as written
    not_identifying: frozenset[str]
    acronyms: frozenset[str]  # as written
    small_acronyms: frozenset[str]
    openers: frozenset[str]
    common_words: frozenset[str]  # openers, if nothing speaks for a name
    plain_endings: tuple[str, ...]
    ambiguous: frozenset[str]
    ambiguous_given: frozenset[str]  # those of them that are given names
    weekdays: tuple[str, ...]  # as written
    countries: frozenset[str]  # as written
    demonyms: frozenset[str]  # as written
    occupations: frozenset[str]
    occupation_endings: tuple[str, ...]
    occupation_words: frozenset[str]  # what may stand before an occupation
    demographics: dict[str, list[str]]  # first letters -> regular expressions; the group `it` tells of a person
    phrases: tuple[str, ...]  # as written
    post_nouns: frozenset[str]  # as written: with other capitals they name a post
    institution_nouns: frozenset[str]  # as written: with other capitals they name an institution by its kind
    naming_nouns: frozenset[str]  # as written: head nouns that make a name of any word before them
    generic_words: frozenset[str]  # ... but of these
    qualifiers: frozenset[str]
    regal: frozenset[str]
    given_names: frozenset[str]
    small_words: frozenset[str]  # given names that mean something else in small letters
    small_titles: frozenset[str]
    cues: tuple[str, ...]
    patterns: tuple[tuple[str, str, str], ...]  # id, kind and regular expression of a country's own


@cache
def load(name: str) -> Locale:
    """The locale `locales/<name>.yaml`. Raises StudyError if there is none."""
    content = _content(name)
    lower = {
        key: frozenset(word.lower() for word in words)
        for key, words in content.items()
        if isinstance(words, list) and key != "patterns"
    }
    return Locale(
        name=name,
        titles=lower["titles"],
        peers=lower["peers"],
        head_nouns={noun: kind for kind, nouns in content["head_nouns"].items() for noun in nouns},
        months=tuple(content["months"]),
        not_identifying=lower["not_identifying"]
        | _words(content["countries"])
        | _lower(_with_plurals(content["demonyms"])),
        acronyms=frozenset(content["acronyms"]),
        small_acronyms=lower["acronyms"],
        openers=lower["openers"],
        common_words=lower["common_words"],
        plain_endings=tuple(content["plain_endings"]),
        ambiguous=lower["ambiguous_names"] | lower["ambiguous_given_names"],
        ambiguous_given=lower["ambiguous_given_names"],
        weekdays=tuple(content["weekdays"]),
        countries=frozenset(content["countries"]),
        demonyms=_with_plurals(content["demonyms"]),
        occupations=lower["occupations"],
        occupation_endings=tuple(content["occupation_endings"]),
        occupation_words=lower["occupation_words"],
        demographics=content["demographics"],
        phrases=tuple(content["phrases"]),
        post_nouns=frozenset(content["post_nouns"]),
        institution_nouns=frozenset(content["institution_nouns"]),
        naming_nouns=frozenset(content["naming_nouns"]),
        generic_words=lower["generic_words"],
        qualifiers=lower["qualifiers"],
        regal=lower["regal"],
        given_names=lower["given_names"],
        small_words=lower["small_words"],
        small_titles=lower["small_titles"],
        cues=tuple(content["cues"]),
        patterns=tuple((entry["id"], entry["kind"], entry["regex"]) for entry in content.get("patterns", ())),
    )


def _content(name: str) -> dict[str, Any]:
    """A locale's words and patterns, after those of the locale that it extends."""
    path = HERE / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in HERE.glob("*.yaml")))
        todo = "Mend anonymise.locale, or write the locale."
        raise StudyError([Problem("config.yaml", "anonymise.locale", f"'{name}'", f"one of {known}", todo)])
    own = files.parse_yaml(path.read_text(encoding="utf-8"))
    _refuse_what_is_no_text(own, f"locales/{name}.yaml")
    if "extends" not in own:
        return own
    base, anew = _content(own.pop("extends")), own.pop("replace", [])
    for key, words in own.items():
        if isinstance(words, dict):
            base[key] = {kind: [*base[key].get(kind, []), *nouns] for kind, nouns in words.items()} | {
                kind: nouns for kind, nouns in base[key].items() if kind not in words
            }
        else:
            base[key] = words if key in anew else [*base.get(key, []), *words]
    return base


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for name in names for word in name.split() if word[0].isupper())


def _with_plurals(demonyms: Iterable[str]) -> frozenset[str]:
    """Peoples, one or many: `Canadian`, `Canadians`."""
    return frozenset(
        form for name in demonyms for form in ([name, f"{name}s"] if name.endswith(("n", "i")) else [name])
    )


def _lower(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def _refuse_what_is_no_text(content: Mapping[str, object], file: str) -> None:
    """YAML reads a bare `on`, `no` or `yes` as true or false, and the word would be missing without a sound."""
    problems = [
        Problem(file, key, f"'{str(word).lower()}', which is no text", "a word", "Put it in quotation marks.")
        for key, words in content.items()
        for word in (words if isinstance(words, list) and key != "patterns" else [])
        if not isinstance(word, str)
    ]
    if problems:
        raise StudyError(problems)
