"""A locale: the words and patterns that find a country's identifiers, and what coding needs of its language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from multicase.study import files
from multicase.study.problems import Problem, StudyError

HERE = Path(__file__).parent / "locales"
PATTERNS = ".patterns.yaml"  # what a locale's second file ends with, which not every locale has
# Entries of lists whose place tells what they mean.
LENGTHS = {"month_stems": 12, "seasons": 12, "parts_of_a_year": 3, "decades": 9}
CHOICES = {"first_in_dates": ("day", "month")}  # what keys may say that choose; empty, the first
PARTS = (12, 52, 365)  # of a year, in the order of parts_of_a_year
MADE = {  # fields that are made of other keys, or may be missing
    *("name", "small_acronyms", "role_words", "ambiguous", "ambiguous_given", "any_given"),
    *("terms", "triggers", "patterns"),
}
# Keys whose field is otherwise than what stands in the file, or that have none.
OTHERWISE = {
    **dict.fromkeys(("ambiguous_names", "ambiguous_given_names", "weekdays", "repeats", "parts_of_a_year"), "a list"),
    **dict.fromkeys(("decades", "replace", "patterns"), "a list"),
    **dict.fromkeys(("numbers", "head_nouns"), "a block of lists"),
    **{"extends": "a text", "triggers": "a block of texts", "terms": "a block"},
}
TOLD = ("doing", "living", "counting")  # keys whose words are told by the terms that stand before them
ROLES = "<<roles>>"  # in a cue: what somebody does
LEARNED = ".learned.tsv"  # ... a third, and a language's: the weights of marked texts
COMMON = f"common{PATTERNS}"  # what no language has to itself: every locale goes on from it


def _lower(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


# How a key's words are read, by how its field is annotated.
Lower = frozenset[str]  # in small letters
Written = frozenset[str]  # as they are written
Listed = tuple[str, ...]  # as they are written, in order
Expressions = tuple[str, ...]  # regular expressions
ExpressionsBy = dict[str, list[str]]  # ... by what they begin with
ListsBy = dict[str, list[str]]  # as they are written, by a term
READ = {
    "Lower": _lower,
    "Written": frozenset,
    "Listed": tuple,
    "Expressions": tuple,
    "ExpressionsBy": dict,
    "ListsBy": dict,
    "str": str,
    "dict[str, str]": dict,
}
OF_LISTS, OF_EXPRESSIONS = {"Lower", "Written", "Listed", "Expressions"}, {"Expressions", "ExpressionsBy"}
# What a file may hold below its keys, and what that is in YAML; of blocks what each of their entries is.
SHAPES = {"a list": list, "a text": str, "a block of lists": dict, "a block of texts": dict, "a block": dict}
BELOW = {"a block of lists": "a list", "a block of texts": "a text"}


@dataclass(frozen=True, eq=False)
class Locale:
    """What the files of a locale hold; how each key is read, its annotation says."""

    name: str
    regions: Listed  # countries, as in ISO 3166, whose telephone numbers are told without their country
    fictitious_numbers: Expressions  # of telephone numbers (E.164) that nobody has
    numbers: dict[str, int]  # number words, up to a hundred
    zeros: Lower  # words for the digit 0
    repeats: dict[str, int]  # word -> how often the digit after it is meant: double, treble
    month_stems: Expressions  # what each of the twelve months begins with
    seasons: Listed  # the season of each of them
    first_in_dates: str  # `day` or `month`: which of two numbers that may be either comes first: `03/04/2015`
    parts_of_a_year: dict[str, int]  # words for months, weeks and days -> how many make a year
    decades: dict[int, str]  # of life: the age at which one begins -> its name
    ranges: dict[str, str]  # under, over, either: how a range of ages is told
    negators: Lower  # words, phrases; one with an apostrophe is the end (`n't`) or the beginning (`n'`) of a word too
    negating_next: Lower  # what denies the very next word, and nothing behind that
    denying_nothing: Lower  # phrases that begin with a negator, and deny nothing of what follows; any pause is a comma
    abbreviations: Expressions  # of what ends with a full stop and no sentence: in any case, always, ...
    abbreviations_before_numbers: Expressions  # ... as written, before a number, ...
    abbreviations_unless_opener: Expressions  # ... and unless a word of the next follows:
    sentence_openers: Lower  # the words that open most sentences
    capital_words: Expressions  # words of a single capital, which is no initial there
    titles: Lower
    placeholders: dict[str, str]  # kind of identifier -> what stands in its place
    left_out_before: Listed
    sure_titles: Lower
    not_after_titles: Written
    determiners: Lower
    human_verbs: Lower
    being_verbs: Lower
    before_names: Lower
    after_words: Lower
    after_nouns: Lower
    month_names: Lower
    before_months: Lower
    mass_words: Lower
    past_endings: Listed
    participle_endings: Listed
    participles: Lower
    conjunctions: Lower
    with_names: Written
    joining_words: Listed
    between_words: Listed
    of_what: Listed
    articles: Listed
    generations: Listed
    more_before_places: Listed
    kin_words: Lower
    where_from: Lower
    saints: Lower
    possessives: Lower
    relatives: Lower
    of_no_person: Lower
    adverb_endings: Listed
    third_persons: Listed
    post_nominals: Written
    lettered: Lower
    lettered_owners: Lower  # ... but before a name such a letter is an initial
    before_places: Lower
    conjoining: Lower
    dictionary: str  # of the language's words; see dictionary.py
    learned: str  # the weights of the language, if it has any; see learned.py
    before_titles: Written
    bynames: Written  # what tells two of one name apart: `Old Mark`
    dwellings: Listed
    introductions: Listed
    naming_phrases: Listed  # after which any word is a name
    peers: Lower  # titles whose names go on with `of`
    head_nouns: dict[str, str]  # as written -> kind
    months: Listed
    weekdays: Lower
    not_identifying: Lower
    acronyms: Written
    small_acronyms: Lower
    openers: Lower
    common_words: Lower  # openers, if nothing speaks for a name
    plain_endings: Listed
    ambiguous: Lower
    ambiguous_given: Lower  # those of them that are given names
    any_given: Lower  # given names, words or not
    seldom_words: Lower  # names that are words, which nobody writes with a capital as words
    countries: Written
    demonyms: Written
    occupations: Lower  # with the callings
    callings: Lower  # further occupations, whose words tell nothing against a name
    occupation_endings: Listed
    occupation_words: Lower  # what may stand before an occupation
    conditions: Lower
    condition_words: Lower
    not_of_one: Lower
    circumstances: Lower
    doing: ListsBy  # what tells what somebody does: term that stands before -> words; see lives.py
    living: ListsBy  # ... and what happened to them, ...
    counting: ListsBy  # ... and how many there are of them
    roles: Lower
    bare_roles: Lower
    role_words: Lower  # the last words of what people do: `driver`
    of_somebody: Lower
    role_joins: Lower
    sure_role_joins: Lower
    of_life: Lower
    passing: Lower
    occupation_before: Listed  # words that announce an occupation, ...
    occupation_several: Listed  # ... those that announce one of several people, ...
    occupation_and: str  # ... what joins two, ...
    plural: str  # ... and what one of several ends with
    origin_words: Listed  # after a demonym: `origin`
    of_words: Listed  # what joins an institution or a post with what it is for
    demographics: ExpressionsBy  # first letters -> some; the group `it` tells of a person
    phrases: Listed
    single_posts: Listed  # what posts begin with that one person holds at a time
    post_nouns: Written  # with other capitals they name a post
    institution_nouns: Written  # with other capitals they name an institution by its kind
    naming_nouns: Written  # head nouns that make a name of any word before them
    generic_words: Lower  # ... but of these
    qualifiers: Lower
    regal: Lower
    given_names: Lower
    small_words: Lower  # given names that mean something else in small letters
    small_titles: Lower
    cues: Expressions
    terms: dict[str, tuple[str, ...]]  # alternatives that triggers and patterns refer to: words, regular expressions
    triggers: dict[str, tuple[str, str]]  # name -> its file and regular expression; see patterns.py
    patterns: tuple[tuple[str, Any], ...]  # file and entry; of a locale that extends another, its own come first


@cache
def load(name: str) -> Locale:
    """The locale `locales/<name>.yaml`. Raises StudyError if there is none, or if it lacks a key."""
    content = _content(name)
    _refuse_what_is_missing(content, name)
    read = {
        field.name: READ[field.type](content[field.name])
        for field in fields(Locale)
        if field.type in READ and field.name in content
    }
    made = {
        "name": name,
        "numbers": _numbers(content["numbers"]),
        "repeats": _by_word(content["repeats"], count(2)),
        "parts_of_a_year": _by_word(content["parts_of_a_year"], PARTS),
        "decades": dict(zip((13, *range(20, 100, 10)), content["decades"], strict=True)),
        "head_nouns": {noun: kind for kind, nouns in content["head_nouns"].items() for noun in nouns},
        "demonyms": _with_plurals(content["demonyms"]),
        "not_identifying": read["not_identifying"]
        | _words(content["countries"])
        | _lower(_with_plurals(content["demonyms"])),
        "small_acronyms": _lower(content["acronyms"]),
        "occupations": read["occupations"] | read["callings"],
        "role_words": frozenset(role.split()[-1] for role in read["roles"] | read["occupations"]),
        "ambiguous": _lower([*content["ambiguous_names"], *content["ambiguous_given_names"]]),
        "ambiguous_given": _lower(content["ambiguous_given_names"]),
        "any_given": _lower([*content["given_names"], *content["ambiguous_given_names"]]),
        "cues": tuple(cue.replace(ROLES, _roles(content)) for cue in content["cues"]),
        "terms": _terms(content),
        "triggers": content.get("triggers", {}),
        "patterns": tuple(content.get("patterns", ())),
    }
    return Locale(**read | made)


def _roles(content: Mapping[str, Any]) -> str:
    """What somebody does, as alternatives of a regular expression."""
    return "|".join(
        sorted(re.escape(word) for word in {*content["roles"], *content["occupations"]} - {*content["bare_roles"]})
    )


def _terms(content: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The terms, and as such weekdays, numbers, and months, the longest first: else of `Sept` only `Sep` is found."""
    return {
        **{name: tuple(words) for name, words in content["numbers"].items()},
        "months": tuple(sorted(content["months"], key=len, reverse=True)),
        "weekdays": tuple(content["weekdays"]),
        **{name: tuple(words) for name, words in content.get("terms", {}).items()},
    }


def _by_word(entries: Iterable[str], numbers: Iterable[int]) -> dict[str, int]:
    """The words of each entry -> the number that its place tells."""
    return {word: number for words, number in zip(entries, numbers, strict=False) for word in words.split()}


def _numbers(words: Mapping[str, list[str]]) -> dict[str, int]:
    """Number words and what they mean: ones from 1, teens from 10, tens from 20, and ones and tens in one word."""
    ones = {word: number for number, word in enumerate(words["ones"], 1)}
    tens = {word: 10 * number for number, word in enumerate(words["tens"], 2)}
    return (
        {f"{one}{join}{ten}": ones[one] + tens[ten] for join in words.get("joins", ()) for one in ones for ten in tens}
        | ones
        | {word: number for number, word in enumerate(words["teens"], 10)}
        | tens
        | dict.fromkeys(words["hundreds"], 100)
    )


def paths(name: str, below: Collection[str] = ()) -> list[Path]:
    """The files of a locale, of those that it extends and the common one. Raises StudyError if there is none of it.

    below: the locales that extend it.
    """
    _refuse_unknown(name)
    own = [path for path in (HERE / f"{name}.yaml", HERE / f"{name}{PATTERNS}") if path.is_file()]
    content = _parsed(own[0].name)
    base = _base(name, content, below)
    if content.get("learned"):
        own.append(weights_of(content["learned"]))
    return own + (paths(base, {name, *below}) if base else [HERE / COMMON])


def weights_of(learned: str) -> Path:
    """Where the weights of a locale's key `learned` stand; see learned.py. Raises StudyError if there are none."""
    path = HERE / f"{learned}{LEARNED}"
    if not path.is_file():
        todo = "Name a language that has weights, or leave the key away: the layer then asks nothing."
        raise StudyError([Problem("locale", "learned", f"'{learned}'", f"a file locales/{path.name}", todo)])
    return path


def shipped() -> list[str]:
    """The names of the locales that there are."""
    return sorted(file.stem for file in HERE.glob("*.yaml") if "." not in file.stem)


def _refuse_unknown(name: str) -> None:
    if name not in (known := shipped()):
        todo = "Mend anonymise.locale, or write the locale."
        raise StudyError([Problem("config.yaml", "anonymise.locale", f"'{name}'", f"one of {', '.join(known)}", todo)])


def _content(name: str, below: Collection[str] = ()) -> dict[str, Any]:
    """A locale's words and patterns, after those of the locale that it extends, or else after the common ones."""
    _refuse_unknown(name)
    own, more = _read(f"{name}.yaml"), f"{name}{PATTERNS}"
    if (HERE / more).is_file():
        own = _united(own, _read(more), f"locales/{name}.yaml", f"locales/{more}")
    extended, anew = _base(name, own, below), own.pop("replace", [])
    own.pop("extends", None)
    base = _content(extended, {name, *below}) if extended else _read(COMMON)
    _refuse_replacing_nothing(anew, own, f"locales/{name}.yaml")
    for key, words in own.items():
        base[key] = words if key in anew or key not in base else _joined(key, base[key], words)
    return base


def _joined(key: str, base: Any, own: Any) -> Any:
    """A key's words of the locale extended and of the one that extends it."""
    if key == "triggers":
        return {**base, **own}
    if key == "patterns":
        return [*own, *base]
    if isinstance(own, dict):
        return base | {kind: _joined(kind, base[kind], words) if kind in base else words for kind, words in own.items()}
    return own if isinstance(own, str) else [*base, *own]


def _united(words: dict[str, Any], patterns: dict[str, Any], file: str, more: str) -> dict[str, Any]:
    """The content of a locale's two files. Raises StudyError for a key that stands in both."""
    both = words.keys() & patterns.keys()
    if both:
        raise StudyError(
            Problem(more, key, f"a key of {file} too", "it in one of them", "Move its words together.") for key in both
        )
    return words | patterns


def _parsed(file: str) -> dict[str, Any]:
    """A file's YAML. Raises StudyError if it holds no keys."""
    content = files.parse_yaml((HERE / file).read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        todo = "Begin with `extends: en`, or with the keys of en.yaml."
        raise StudyError([Problem(f"locales/{file}", "", "no keys", "`key: [word, word]`", todo)])
    return content


def _base(name: str, content: Mapping[str, Any], below: Collection[str]) -> str | None:
    """The locale that one extends. Raises StudyError if that is itself one of those that extend it, or no name."""
    base = content.get("extends")
    if base is None or (isinstance(base, str) and base in shipped() and base not in {name, *below}):
        return base
    known = ", ".join(sorted({*shipped()} - {name, *below}))
    raise StudyError([Problem(f"locales/{name}.yaml", "extends", f"'{base}'", f"one of {known}", "Mend it.")])


def _read(file: str) -> dict[str, Any]:
    """One file's content; terms as lists, and each trigger and pattern with the file in which to mend it."""
    content, name = _parsed(file), f"locales/{file}"
    _refuse_what_is_no_text(content, name)
    _refuse_what_is_misshapen(content, name)
    _refuse_broken_expressions(content, name)
    if "terms" in content:
        terms = content["terms"].items()
        content["terms"] = {term: [words] if isinstance(words, str) else words for term, words in terms}
    if "triggers" in content:
        content["triggers"] = {trigger: (name, regex) for trigger, regex in content["triggers"].items()}
    if "patterns" in content:
        content["patterns"] = [(name, entry) for entry in content["patterns"]]
    return content


def _refuse_what_is_missing(content: Mapping[str, Any], name: str) -> None:
    """A key that is missing in a locale and those it extends, one that none has, and a list too short."""
    needed = {field.name for field in fields(Locale)} - MADE
    needed |= {"ambiguous_names", "ambiguous_given_names", "weekdays"}
    problems = [
        Problem(f"locales/{name}.yaml", key, "no such key", "it, or `extends`", "Write it; an empty list may do.")
        for key in sorted(needed - content.keys())
    ]
    known = needed | {"terms", "triggers", "patterns"}
    problems += [
        Problem(
            f"locales/{name}.yaml", key, "an unknown key", "a key of en.yaml", f"Mend it{files.nearest(key, known)}."
        )
        for key in sorted(content.keys() - known)
    ]
    problems += [
        Problem(
            f"locales/{name}.yaml",
            key,
            f"a list of {len(content[key])}",
            f"a list of {n}",
            "Give one for each, in order.",
        )
        for key, n in LENGTHS.items()
        if key in content and len(content[key]) != n
    ]
    problems += [
        Problem(
            f"locales/{name}.yaml",
            key,
            f"'{content[key]}'",
            " or ".join(told),
            f"Mend it{files.nearest(str(content[key]), told)}.",
        )
        for key, told in CHOICES.items()
        if content.get(key) and content[key] not in told
    ]
    terms = {*content["numbers"], *content.get("terms", {}), "months", "weekdays"}
    problems += [
        Problem(f"locales/{name}.yaml", f"{key}.{term}", "no such term", "a term of the locale's patterns", "Mend it.")
        for key in TOLD
        for term in sorted(content.get(key, {}))
        if term not in terms
    ]
    if problems:
        raise StudyError(problems)


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for name in names for word in name.split() if word[0].isupper())


def _with_plurals(demonyms: Iterable[str]) -> frozenset[str]:
    """Peoples, one or many: `Canadian`, `Canadians`."""
    return frozenset(
        form for name in demonyms for form in ([name, f"{name}s"] if name.endswith(("n", "i")) else [name])
    )


def _refuse_what_is_no_text(content: Mapping[str, object], file: str) -> None:
    """YAML reads a bare `on`, `no` or `yes` as true or false, and the word would be missing without a sound."""
    problems = [
        Problem(file, place, f"'{str(word).lower()}', which is no text", "a word", "Put it in quotation marks.")
        for key, words in content.items()
        if key != "patterns"
        for place, word in _each_word(key, words)
        if not isinstance(word, str)
    ]
    if problems:
        raise StudyError(problems)


def _refuse_what_is_misshapen(content: Mapping[str, object], file: str) -> None:
    """A bare text would be read as a list of its letters, and a list where a text is due as whatever."""
    shapes = _shapes()
    problems = [
        Problem(file, place, f"'{words}', which is no {due.split()[1]}", due, f"Write it so: {_written(place, due)}.")
        for key, below in content.items()
        if key in shapes
        for place, words, due in _misshapen(key, below, shapes[key])
    ]
    if problems:
        raise StudyError(problems)


def _refuse_replacing_nothing(keys: Iterable[str], own: Collection[str], file: str) -> None:
    problems = [
        Problem(file, "replace", f"'{key}'", "a key of this file", f"Write its words{files.nearest(key, own)}.")
        for key in keys
        if key not in own
    ]
    if problems:
        raise StudyError(problems)


def _shapes() -> dict[str, str]:
    """Key -> what stands below it."""
    of_texts = {"str": "a text", "dict[str, str]": "a block of texts", "ExpressionsBy": "a block of lists"}
    of_texts |= {"ListsBy": "a block of lists"}
    kinds = dict.fromkeys(OF_LISTS, "a list") | of_texts
    return {field.name: kinds[field.type] for field in fields(Locale) if field.type in kinds} | OTHERWISE


def _misshapen(place: str, words: object, shape: str) -> Iterator[tuple[str, object, str]]:
    """What stands in a place in another shape, with its place and the shape that is due."""
    if words == []:  # which may be written for whatever a language hasn't got
        return
    if not isinstance(words, SHAPES[shape]):
        yield place, words, shape
    elif isinstance(words, dict) and shape in BELOW:
        for name, below in words.items():
            yield from _misshapen(f"{place}.{name}", below, BELOW[shape])


def _written(place: str, shape: str) -> str:
    key = place.rpartition(".")[2]
    below = {"a list": "[one, two]", "a text": "one", "a block of lists": "{name: [one, two]}"}
    return f"`{key}: {below.get(shape, '{name: one}')}`"


def _refuse_broken_expressions(content: Mapping[str, object], file: str) -> None:
    """One that can't be read, or that an empty text fits too: any full stop would be an abbreviation's."""
    of_expressions = {field.name for field in fields(Locale) if field.type in OF_EXPRESSIONS}
    problems = [
        Problem(file, place, f"'{regex}', {wrong}", "a regular expression that fits some letters", "Mend or remove it.")
        for key, entries in content.items()
        if key in of_expressions
        for place, regex in _each_word(key, entries)
        if (wrong := _wrong_of_expression(str(regex)))
    ]
    if problems:
        raise StudyError(problems)


def _wrong_of_expression(regex: str) -> str:
    try:
        return "which fits an empty text" if re.fullmatch(f"(?:{regex})", "") else ""
    except re.error as error:
        return f"a broken one ({error.msg})"


def _each_word(place: str, words: object) -> Iterator[tuple[str, object]]:
    """What stands below a key, however deep, with its place."""
    if isinstance(words, dict):
        for key, below in words.items():
            yield from _each_word(f"{place}.{key}", below)
    elif isinstance(words, list):
        for word in words:
            yield place, word
    else:
        yield place, words
