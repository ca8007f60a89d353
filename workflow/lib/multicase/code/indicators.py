"""What of a codebook's indicators can't do what it says, told before a code counts as looked for and never found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from spacy.symbols import ORTH

from multicase.anchoring.spans import REPLACED
from multicase.anonymise import locale as locales
from multicase.code.tokens import cut, pipeline, plain, plain_regex
from multicase.study.codebook import indicators
from multicase.study.problems import Problem
from multicase.wording import counted, listed

WRITTEN = ("LOWER", "TEXT", "ORTH")  # the keys that say what a token is written as
# A regular expression part by part: what may be missing, a sign or a blank that stands for itself, and what else stands
# for no letter of its own (escapes, classes, names and flags of groups, marks).
ESCAPE = r"\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}]*\}|.)"
CLASS = r"\[\^?\]?(?:\\.|[^\]\\])*\]"
GROUP = r"\(\?(?:P?<\w+>|P=\w+\)|#[^)]*\)|<?[=!]|[aiLmsux]*(?:-[imsx]+)?[:)]|>)"
MAY_BE_MISSING = r"(?:[?*]|\{(?:0|0?,\d*)\})"
PART = re.compile(
    rf"(?:{ESCAPE}|{CLASS}|[^()|\\\[]){MAY_BE_MISSING}|\\(?P<sign>[^\w\s]| )|(?P<blank>\\s)"
    rf"|{ESCAPE}|{CLASS}|{GROUP}|\{{\d*,?\d*\}}|[.^$|()+?*]"
)
NO_MARKS = re.compile(rf"{ESCAPE}|{CLASS}")  # what looks like marks in these are none
OPEN = re.compile(rf"\||\){MAY_BE_MISSING}|\(\?<?!")  # leaves open whether a letter must be there
SPACED, UNSAID = re.compile(r"\(\?[a-z]*x"), re.compile(rf"({ESCAPE}|{CLASS}|\(\?#[^)]*\))|#.*|\s")
IN_ANY_CASE = re.compile(r"\(\?[a-z]*i")
NEEDS_NONE = re.compile(rf"!|{MAY_BE_MISSING}")  # how often a token stands that may be missing, or is another one
# What may stand beside a part of a word in one token; and beside what has such signs, where addresses may.
LETTER, IN_ADDRESS = ("a", "1"), re.compile(r"[./@:]")


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
            is_needed = not NEEDS_NONE.fullmatch(token.get("OP", ""))
            for key in WRITTEN:
                for found, *told, is_whole in _of_words(key, token.get(key)):
                    yield Problem(file, place, f"{found} (token {number})", *told), is_whole and is_needed


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
    said = UNSAID.sub(lambda part: part[1] or "", regex) if SPACED.search(regex) else regex
    letters = PART.sub(lambda part: part["sign"] or (" " if part["blank"] else "\0"), said)
    is_whole, found = not OPEN.search(NO_MARKS.sub("", said)), f"{key}, REGEX: '{regex}'"
    if not _is_regex(plain_regex(regex)):
        yield Wrong(f"{found}, with a range of marks", "each of them", "Write them one by one: [‘’“”].")
    if key == "LOWER" and letters != letters.lower() and not IN_ANY_CASE.search(regex):
        yield Wrong(f"{found}, with a capital", "small letters", "Write them, or use TEXT.", is_whole)
    if any(map(str.isspace, letters)):
        yield Wrong(f"{found}, with a blank", "what fits one token", "Write a token for each word.", is_whole)
        return
    for piece in letters.split("\0"):
        if any(map(str.isalnum, piece)) and not _is_in_one_token(piece, is_alone=said == f"^{piece}$"):
            parts = [token.text for token in cut(piece)]
            told = f"{found}, with '{piece}', which is {counted(len(parts), 'token')}"
            yield Wrong(
                told, "what fits one token", f"Write a token for each ({listed(parts)}), or a phrase.", is_whole
            )


def _is_in_one_token(piece: str, is_alone: bool) -> bool:
    """Whether a text can have a token that a piece of a word stands in (`cant` in `significant`), or is, if alone.

    Letters stand beside a sign or a piece that is letters throughout: what has a sign within is a word (`didn't`).
    """
    is_within = not is_alone and piece.isalnum()
    before, behind = (LETTER if is_within or not sign.isalnum() else [] for sign in (piece[0], piece[-1]))
    hosts = [("", ""), ("", "."), *((one, other) for one in ["", *before] for other in ["", *behind])]
    if IN_ADDRESS.search(piece):
        hosts += [("www.", ".org"), ("https://www.a.org/", ""), ("https", "a.org"), ("a", "b.org"), ("a@", ".org")]
    forms = [piece, piece.lower(), *([piece.upper()] if "." in piece else [])]  # as in `_tokens`
    words = [f"{first}{form}{last}" for first, last in hosts for form in forms]
    return any(plain(piece).lower() in token.lower_ for word in words for token in cut(word))


def _is_regex(regex: str) -> bool:
    try:
        re.compile(regex)
    except re.error:
        return False
    return True


@cache
def _parts(lower: bool) -> frozenset[str]:
    """What the tokeniser makes of words that it knows, such as `ca`, `n't` and `Mr.`; in small letters if asked."""
    parts = [str(part[ORTH]) for rule in pipeline().tokenizer.rules.values() for part in rule]
    return frozenset(part.lower() if lower else part for part in parts if part.strip())
