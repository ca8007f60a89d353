"""What of a codebook's indicators can't do what it says, told before a code counts as looked for and never found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from spacy.symbols import ORTH

from multicase.anchoring.spans import REPLACED
from multicase.anonymise import locale as locales
from multicase.code.tokens import cut, pipeline, plain
from multicase.study.codebook import indicators
from multicase.study.problems import Problem
from multicase.wording import counted, listed

WRITTEN = ("LOWER", "TEXT", "ORTH")  # the keys that say what a token is written as
# What of a regular expression stands for no letter or blank of its own: escapes, classes, names and flags of groups;
# the letters that may be missing; what leaves open whether a letter must be there; what lets blanks and comments in.
GROUP = r"\(\?(?:P?<\w+>|P=\w+\)|#[^)]*\)|<?[=!]|[aiLmsux]*(?:-[imsx]+)?[:)]|>)"
NO_LETTERS = re.compile(rf"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|{GROUP}")
OPTIONAL = re.compile(r"[^)](?:[?*]|\{0?,)")
OPEN = re.compile(r"\||\)(?:[?*]|\{0?,)|\(\?<?!")
SPACED = re.compile(r"\(\?[a-z]*x")
IN_ANY_CASE = re.compile(r"\(\?[a-z]*i")


class Wrong(NamedTuple):
    found: str
    expected: str
    todo: str
    is_whole: bool = True  # nothing can match; else a part of it does nothing


def problems(codebook: Mapping[str, Any], file: str, locale: str = "en_GB") -> Iterator[Problem]:
    """A Problem for each phrase, exception and word of a pattern that no text can hold as it is cut into tokens; and
    one for all that negators are to cancel, if the locale has none.
    """
    yield from (problem for problem, is_whole in _wrong(codebook, file) if is_whole)
    cancels = [f"{code}.{indicator['id']}" for code, indicator in indicators(codebook) if _cancels(indicator)]
    if cancels and not locales.load(locale).negators:
        found = f"negation: cancel, in {counted(len(cancels), 'indicator')}, and no negators in the locale {locale}"
        todo = f"Write them in locales/{locale}.yaml (negators: [...]), or remove negation: cancel."
        yield Problem(file, f"indicator {cancels[0]}", found, "the words that deny in the language", todo)


def notes(codebook: Mapping[str, Any], file: str) -> list[str]:
    """What of an indicator does nothing, or may do nothing, while the indicator can match."""
    return [str(problem) for problem, is_whole in _wrong(codebook, file) if not is_whole]


def _wrong(codebook: Mapping[str, Any], file: str) -> Iterator[tuple[Problem, bool]]:
    for code, indicator in indicators(codebook):
        place = f"indicator {code}.{indicator['id']}"
        for *told, is_whole in _of_phrases(indicator):
            yield Problem(file, place, *told), is_whole
        for number, token in enumerate(indicator.get("pattern", ()), 1):
            for key in WRITTEN:
                for found, *told, is_whole in _of_words(key, token.get(key)):
                    yield Problem(file, place, f"{found} (token {number})", *told), is_whole


def _cancels(indicator: Mapping[str, Any]) -> bool:
    return indicator.get("negation") == "cancel"


def _of_phrases(indicator: Mapping[str, Any]) -> Iterator[Wrong]:
    exceptions = indicator.get("except", [])
    for phrase in [*([indicator["phrase"]] if "phrase" in indicator else []), *exceptions]:
        if replaced := REPLACED.search(phrase):
            found = f"'{replaced[0]}' in a phrase, which is how a text shows what is replaced"
            yield Wrong(found, "words that are said", "Leave it out: nothing matches in brackets.")
    for phrase in exceptions if "phrase" in indicator else ():
        if f" {_words(phrase)} " in f" {_words(indicator['phrase'])} ":
            found = f"the exception '{phrase}', which stands in the phrase '{indicator['phrase']}' itself"
            yield Wrong(found, "an exception that some hits overlap", "Write more words around it, or remove it.")


def _words(phrase: str) -> str:
    return " ".join(token.text for token in cut(phrase.lower()))


def _of_words(key: str, wanted: object) -> Iterator[Wrong]:
    if isinstance(wanted, str):
        wanted = {"IN": [wanted]}
    if not isinstance(wanted, Mapping):
        return
    for word in wanted.get("IN", []):
        yield from _of_word(key, word)
    for word in wanted.get("NOT_IN", []):
        yield from (wrong._replace(is_whole=False) for wrong in _of_word(key, word))
    if wanted.get("IN") == []:
        yield Wrong(f"{key}, IN: an empty list", "words", "Write them, or remove it.")
    if "REGEX" in wanted:
        yield from _of_regex(key, wanted["REGEX"])


def _of_word(key: str, word: str) -> Iterator[Wrong]:
    if key == "LOWER" and word != word.lower():
        yield Wrong(f"{key}: '{word}', with a capital", "a word in small letters", f"Write {word.lower()}.")
    elif (parts := _tokens(key, word)) != [plain(word)]:
        apart = listed([f"{{{key}: {part}}}" for part in parts])
        todo = f"Write a token for each ({apart}), or a phrase." if parts else "Write a word, or remove it."
        yield Wrong(f"{key}: '{word}', which is {counted(len(parts), 'token')}", "one token", todo)


def _tokens(key: str, word: str) -> list[str]:
    """What a text that holds a word has as tokens of it."""
    if plain(word) in _parts(key == "LOWER"):
        return [plain(word)]  # `ca` of `can't`, and `mr.` where it is written `Mr.`
    if key == "LOWER" and "." in word and len(cut(word.upper())) == 1:
        return [plain(word)]  # `u.s.` is one token where it has capitals
    return [token.text for token in cut(word)]


def _of_regex(key: str, regex: str) -> Iterator[Wrong]:
    letters = NO_LETTERS.sub("\0", regex)
    if SPACED.search(regex):
        letters = re.sub(r"#.*|\s", "", letters)
    is_whole, letters = not OPEN.search(regex), OPTIONAL.sub("", letters)
    if key == "LOWER" and letters != letters.lower() and not IN_ANY_CASE.search(regex):
        found = f"{key}, REGEX: '{regex}', with a capital"
        yield Wrong(found, "small letters", "Write them, or use TEXT.", is_whole)
    if any(map(str.isspace, letters)):
        found = f"{key}, REGEX: '{regex}', with a blank"
        yield Wrong(found, "what fits one token", "Write a token for each word.", is_whole)


@cache
def _parts(lower: bool) -> frozenset[str]:
    """What the tokeniser makes of words that it knows, such as `ca`, `n't` and `Mr.`; in small letters if asked."""
    parts = [str(part[ORTH]) for rule in pipeline().tokenizer.rules.values() for part in rule]
    return frozenset(part.lower() if lower else part for part in parts if part.strip())
