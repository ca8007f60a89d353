"""The tokens of a text, as indicators are matched on them: words, and signs apart from words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from multicase.anchoring import anchor
from multicase.anchoring.spans import MARKS, SIGNS, blanked

# Typographic marks as they are matched: of the same length, so that offsets stay.
PLAIN = anchor.PLAIN | str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\n\r\t\v\f", " "))
SIGN_OF_REGEX = re.compile(r"\\?(.)", re.DOTALL)  # with what takes its meaning from it
SILENT = "\ufffc"  # stands for each character of a replacement or an event: it matches nothing
STRETCH = re.compile(f"  +|{SILENT}{SILENT}+")
# What spaCy leaves on a word: signs at its edges (`delay-`, `delay|`), but for the plus of a grade or an age, and the
# full stop of an abbreviation (`U.S.`) ...
EDGE = rf"(?:-+|[^\w\s+.{MARKS}])"
STOP = r"(?<!\.[^\W\d_])\."
# ... and signs between letters, but for those that make one word of them, and full stops, but for abbreviations'.
BETWEEN = (rf"(?<=[^\W\d_])[^\w\s'.@&+\-{MARKS}]+(?=[^\W\d_])", r"(?<=[^\W\d_]{2})\.(?=[^\W\d_])")
# Of scripts without blanks each sign is a token, with its marks, and so is what stands between one and something else.
BEHIND = (rf"(?<=[{SIGNS}])", rf"(?<=[{SIGNS}][{MARKS}])")
SIGN = (
    *(form for sign in BEHIND for form in (rf"{sign}(?=[^\W{MARKS}])", rf"{sign}[^\w\s{MARKS}]+(?=\w)")),
    *(rf"(?<=\w)(?=[{SIGNS}])", rf"(?<=\w)[^\w\s{MARKS}]+(?=[{SIGNS}])"),
)
ADDRESS = re.compile(r"[a-z][a-z\d+.-]*://|www\.|[^\s@]+@", re.IGNORECASE)  # `delay.then` is none


@cache
def pipeline() -> Language:
    """A blank English pipeline that cuts at the edges of words, whatever sign stands there."""
    language = spacy.blank("en")
    rules, tokenizer = language.Defaults, language.tokenizer
    url_match = tokenizer.url_match
    tokenizer.prefix_search = compile_prefix_regex([*rules.prefixes, EDGE, r"\.(?=[^\W\d_])"]).search
    tokenizer.suffix_search = compile_suffix_regex([*rules.suffixes, EDGE, STOP]).search
    tokenizer.infix_finditer = compile_infix_regex([*rules.infixes, *BETWEEN, *SIGN]).finditer
    tokenizer.url_match = lambda text: ADDRESS.match(text) and url_match(text)
    return language


def plain(phrase: str) -> str:
    """A phrase as texts are matched: with plain marks and single blanks."""
    return " ".join(phrase.translate(PLAIN).split())


def plain_regex(regex: str) -> str:
    """A regular expression with plain marks, which stand for themselves in it."""
    marks = {chr(mark) for mark in anchor.PLAIN}
    return SIGN_OF_REGEX.sub(lambda sign: re.escape(plain(sign[1])) if sign[1] in marks else sign[0], regex)


def cut(phrase: str) -> Doc:
    """The tokens of a phrase."""
    return pipeline().make_doc(plain(phrase))


class Tokens:
    """A text's tokens, made of the text with each stretch of blanks as one and each silent stretch as one."""

    def __init__(self, text: str, silent: Sequence[tuple[int, int]]):
        spaced = blanked(text, silent, SILENT).translate(PLAIN)
        self.cuts: list[int] = []  # where in the shorter text something is left out before
        self.left_out = [0]  # how much is left out before the first cut, the second ...
        pieces, place, length = [], 0, 0
        for stretch in STRETCH.finditer(spaced):
            pieces.append(spaced[place : stretch.start() + 1])
            length += stretch.start() + 1 - place
            place = stretch.end()
            self.cuts.append(length)
            self.left_out.append(place - length)
        self.doc = pipeline().make_doc("".join(pieces) + spaced[place:])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the text that the tokens from start to end span."""
        span = self.doc[start:end]
        return self._offset(span.start_char), self._offset(span.end_char)

    def _offset(self, place: int) -> int:
        return place + self.left_out[bisect_right(self.cuts, place)]
