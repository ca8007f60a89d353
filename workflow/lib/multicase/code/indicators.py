"""What of a codebook's indicators can't do what it says, told before a code counts as looked for and never found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from spacy.symbols import ORTH

from multicase.anchoring.spans import REPLACED
from multicase.anonymise import locale as locales
from multicase.code.tokens import PLAIN, cut, pipeline, plain
from multicase.study.codebook import indicators
from multicase.study.problems import Problem
from multicase.wording import counted, listed

WRITTEN = ("LOWER", "TEXT", "ORTH")  # the keys that say what a token is written as
# What of a regular expression stands for no letter or blank of its own: escapes, classes, names and flags of groups.
NO_LETTERS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?P?[<=>!#:aiLmsux-]\w*[>)]?")
IN_ANY_CASE = re.compile(r"\(\?[a-z]*i")
Wrong = tuple[str, str, str]  # what was found, what was expected, what to do


def problems(codebook: Mapping[str, Any], file: str, locale: str = "en_GB") -> Iterator[Problem]:
    """A Problem for each phrase, exception and word of a pattern that no text can hold as it is cut into tokens; and
    one for all that negators are to cancel, if the locale has none.
    """
    for code, indicator in indicators(codebook):
        place = f"indicator {code}.{indicator['id']}"
        wrong = [*_of_phrases(indicator)]
        for number, token in enumerate(indicator.get("pattern", ())):
            for key in WRITTEN:
                for found in _of_words(key, token.get(key)):
                    wrong.append((f"{found[0]} (token {number + 1})", *found[1:]))
        yield from (Problem(file, place, *found) for found in wrong)
    cancels = [f"{code}.{indicator['id']}" for code, indicator in indicators(codebook) if _cancels(indicator)]
    if cancels and not locales.load(locale).negators:
        found = f"negation: cancel, in {counted(len(cancels), 'indicator')}, and no negators in the locale {locale}"
        todo = f"Write them in locales/{locale}.yaml (negators: [...]), or remove negation: cancel."
        yield Problem(file, f"indicator {cancels[0]}", found, "the words that deny in the language", todo)


def _cancels(indicator: Mapping[str, Any]) -> bool:
    return indicator.get("negation") == "cancel"


def _of_phrases(indicator: Mapping[str, Any]) -> Iterator[Wrong]:
    exceptions = indicator.get("except", [])
    for phrase in [*([indicator["phrase"]] if "phrase" in indicator else []), *exceptions]:
        if replaced := REPLACED.search(phrase):
            found = f"'{replaced[0]}' in a phrase, which is how a text shows what is replaced"
            yield found, "words that are said", "Leave it out: nothing matches in brackets."
    for phrase in exceptions if "phrase" in indicator else ():
        if f" {_words(phrase)} " in f" {_words(indicator['phrase'])} ":
            found = f"the exception '{phrase}', which stands in the phrase '{indicator['phrase']}' itself"
            yield found, "an exception that some hits overlap", "Write more words around it, or remove it."


def _words(phrase: str) -> str:
    return " ".join(token.text for token in cut(phrase.lower()))


def _of_words(key: str, wanted: object) -> Iterator[Wrong]:
    if isinstance(wanted, str):
        wanted = {"IN": [wanted]}
    for word in [*wanted.get("IN", []), *wanted.get("NOT_IN", [])] if isinstance(wanted, Mapping) else ():
        if key == "LOWER" and word != word.lower():
            yield f"{key}: '{word}', with a capital", "a word in small letters", f"Write {word.lower()}."
        elif (parts := _tokens(key, word)) != [plain(word)]:
            apart = listed([f"{{{key}: {part}}}" for part in parts])
            todo = f"Write a token for each ({apart}), or a phrase." if parts else "Write a word, or remove it."
            yield f"{key}: '{word}', which is {counted(len(parts), 'token')}", "one token", todo
    if isinstance(wanted, Mapping) and wanted.get("IN") == []:
        yield f"{key}, IN: an empty list", "words", "Write them, or remove it."
    if isinstance(wanted, Mapping) and "REGEX" in wanted:
        yield from _of_regex(key, wanted["REGEX"])


def _tokens(key: str, word: str) -> list[str]:
    """What a text that holds a word has as tokens of it."""
    if plain(word) in _parts(key == "LOWER"):
        return [plain(word)]  # `ca` of `can't`, and `mr.` where it is written `Mr.`
    if key == "LOWER" and "." in word and len(cut(word.upper())) == 1:
        return [plain(word)]  # `u.s.` is one token where it has capitals
    return [token.text for token in cut(word)]


def _of_regex(key: str, regex: str) -> Iterator[Wrong]:
    letters = NO_LETTERS.sub("", regex)
    if key == "LOWER" and letters != letters.lower() and not IN_ANY_CASE.search(regex):
        yield f"{key}, REGEX: '{regex}', with a capital", "small letters", "Write them, or use TEXT."
    if any(map(str.isspace, letters)):
        yield f"{key}, REGEX: '{regex}', with a blank", "what fits one token", "Write a token for each word."
    if marks := sorted({sign for sign in regex if ord(sign) in PLAIN and not sign.isspace()}):
        todo = f"Write {listed([sign.translate(PLAIN) for sign in marks])}."
        yield f"{key}, REGEX: '{regex}', with {listed(marks)}", "plain marks, as texts are matched", todo


@cache
def _parts(lower: bool) -> frozenset[str]:
    """What the tokeniser makes of words that it knows, such as `ca`, `n't` and `Mr.`; in small letters if asked."""
    parts = [str(part[ORTH]) for rule in pipeline().tokenizer.rules.values() for part in rule]
    return frozenset(part.lower() if lower else part for part in parts if part.strip())
