"""The dictionary coder: the codebook's indicators, matched on a blank English pipeline.

An indicator is a phrase or a spaCy token pattern. A hit is cancelled where one of the indicator's exceptions overlaps
it or, if the indicator asks for that, where a negator stands shortly before it in the same sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Token

from multicase.anchoring.spans import REPLACED, Nested
from multicase.anonymise import locale as locales
from multicase.code.indicators import problems
from multicase.code.tokens import Tokens, cut, pipeline, plain, plain_regex
from multicase.contracts import CONTRACTS
from multicase.segment import sentences
from multicase.study.codebook import indicators
from multicase.study.problems import StudyError

ORIGIN = "dictionary"
REACH = 4  # tokens before a hit within which a negator cancels it
CLAUSE_END = frozenset({";", ":"})
PAUSE = re.compile(r"[,.!?…]+|-+")


class Coder:
    """The indicators of a codebook, ready to be matched. locale: whose negators cancel a hit."""

    def __init__(self, codebook: Mapping[str, Any], locale: str = "en_GB"):
        self.locale, words = locale, locales.load(locale)
        self.negators, self.negating_next = _by_last_token(words.negators), _by_last_token(words.negating_next)
        self.denying_nothing = [[_said(token) for token in cut(phrase)] for phrase in words.denying_nothing]
        # What has an apostrophe is a part of a word too: the end (`n't`), or, before it, the beginning (`n'`).
        parts = sorted(word for word in map(plain, words.negators) if "'" in word and " " not in word)
        self.negating_beginnings = tuple(word for word in parts if word.endswith("'"))
        self.negating_ends = tuple(word for word in parts if not word.endswith("'"))
        vocab = pipeline().vocab
        self.phrases = PhraseMatcher(vocab, attr="LOWER")
        self.exceptions = PhraseMatcher(vocab, attr="LOWER")
        self.patterns: dict[str, Matcher] = {}
        # Most patterns can't hit most texts: words are looked up before a pattern is tried, by their hashes.
        self.needed: dict[str, list[frozenset[int]]] = {}
        self.keyed: dict[int, list[str]] = defaultdict(list)  # word -> the rules that can't hit without it or its like
        self.unkeyed: list[str] = []
        self.cancels: set[str] = set()
        self.excepted: set[str] = set()
        self.codes: dict[str, str] = {}
        for code, indicator in indicators(codebook):
            rule = f"{code}.{indicator['id']}"
            self.codes[rule] = code
            if "phrase" in indicator:
                self.phrases.add(rule, _forms(indicator["phrase"]))
            else:
                self._add_pattern(rule, indicator["pattern"])
            if indicator.get("except"):
                self.excepted.add(rule)
                self.exceptions.add(rule, [form for phrase in indicator["except"] for form in _forms(phrase)])
            if indicator.get("negation") == "cancel":
                self.cancels.add(rule)

    def _add_pattern(self, rule: str, pattern: Sequence[Mapping[str, Any]]) -> None:
        vocab = pipeline().vocab
        self.patterns[rule] = Matcher(vocab)
        pattern = [{key: _plain(wanted) for key, wanted in token.items()} for token in pattern]
        self.patterns[rule].add(rule, [pattern])
        self.needed[rule] = [
            frozenset(map(vocab.strings.add, words)) for token in pattern if (words := _needed_words(token))
        ]
        for word in min(self.needed[rule], key=len, default=()):
            self.keyed[word].append(rule)
        if not self.needed[rule]:
            self.unkeyed.append(rule)

    def _candidates(self, words: set[int]) -> list[str]:
        """The patterns that can hit a text of these words: each token that must be there has one of its words."""
        keyed = {rule for word in words.intersection(self.keyed) for rule in self.keyed[word]}
        return [*self.unkeyed, *sorted(rule for rule in keyed if all(words & need for need in self.needed[rule]))]

    def hits(self, text: str, silent: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[str, int, int]]:
        """Rule id, start and end of every hit in a text; of overlapping hits of a rule, the longest.

        silent: spans in which nothing matches, as nothing does in a replacement (`[practice A]`).
        """
        tokens = Tokens(text, [*silent, *(found.span() for found in REPLACED.finditer(text))])
        found = _phrases(self.phrases, tokens.doc)
        if self.patterns:
            for rule in self._candidates(set(tokens.doc.to_array("LOWER").tolist())):
                found[rule] += [(start, end) for _, start, end in self.patterns[rule](tokens.doc)]
        is_excepted = any(found[rule] for rule in self.excepted.intersection(found))
        exceptions = _phrases(self.exceptions, tokens.doc) if is_excepted else {}
        begins: list[int] = []
        for rule in sorted(found):
            for start, end in _longest(found[rule]):
                if any(a < end and start < b for a, b in exceptions.get(rule, ())):
                    continue
                if rule in self.cancels:
                    begins = begins or [begin for begin, _ in sentences(text, silent, self.locale)]
                    if self._is_negated(tokens, start, begins):
                        continue
                yield rule, *tokens.span(start, end)

    def _is_negated(self, tokens: Tokens, start: int, begins: Sequence[int]) -> bool:
        """Whether a negator that denies something stands within REACH tokens before a hit, in its sentence and its
        clause. What denies the next word alone stands directly before it; asides that deny nothing don't count.

        begins: where the text's sentences begin.
        """
        first = start - REACH
        for place in range(start - 1, -1, -1):
            if place < first or tokens.doc[place].text in CLAUSE_END:
                return False
            begin = self._beginning_of_negator(tokens.doc, place, is_next=place == start - 1)
            if begin is not None:
                end = self._end_of_denying_nothing(tokens.doc, begin)
                if not end:
                    negator, hit = tokens.span(begin, start)[0], tokens.span(start, start + 1)[0]
                    return bisect_right(begins, negator) == bisect_right(begins, hit)
                if not _is_aside(tokens.doc, begin, end):
                    return False
                first -= end - begin
        return False

    def _beginning_of_negator(self, doc: Doc, place: int, is_next: bool) -> int | None:
        """Where the negator begins of which a token is the last, if it is of one."""
        word = doc[place].lower_
        for phrase in [*self.negators.get(word, ()), *(self.negating_next.get(word, ()) if is_next else ())]:
            begin = place + 1 - len(phrase)
            if begin >= 0 and tuple(token.lower_ for token in doc[begin : place + 1]) == phrase:
                return begin
        return place if word.endswith(self.negating_ends) or word.startswith(self.negating_beginnings) else None

    def _end_of_denying_nothing(self, doc: Doc, place: int) -> int:
        """Where the phrase ends that begins at a negator and denies nothing; 0 if none does."""
        for phrase in self.denying_nothing:
            if [*map(_said, doc[place : place + len(phrase)])] == phrase:
                return place + len(phrase)
        return 0


def _by_last_token(phrases: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    """The tokens of phrases in small letters, the longest first, by the last one."""
    every = {tuple(token.lower_ for token in form) for phrase in phrases for form in _forms(phrase)} - {()}
    found: dict[str, list[tuple[str, ...]]] = {}
    for tokens in sorted(every, key=lambda tokens: (-len(tokens), tokens)):
        found.setdefault(tokens[-1], []).append(tokens)
    return found


def _is_aside(doc: Doc, start: int, end: int) -> bool:
    """Whether somebody pauses before and behind some tokens with the same mark: a negator before them (`didn't, no,
    ask`) goes on. Who breaks off with another (`isn't - no, it's slow`) begins anew.
    """
    return (
        start > 0
        and _is_pause(before := doc[start - 1])
        and before.text in [token.text for token in doc[end - 1 : end + 1] if _is_pause(token)]
    )


def _is_pause(token: Token) -> bool:
    return _said(token) == ","


def _said(token: Token) -> str:
    """A token in small letters; any mark at which somebody pauses (`No - `, `No ...`) is a comma."""
    is_compound = token.text == "-" and token.i and not token.whitespace_ and not token.nbor(-1).whitespace_
    return "," if PAUSE.fullmatch(token.text) and not is_compound else token.lower_


def _phrases(matcher: PhraseMatcher, doc: Doc) -> defaultdict[str, list[tuple[int, int]]]:
    """The spans of a matcher's hits, by rule."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for rule, start, end in matcher(doc) if len(matcher) else ():
        found[doc.vocab.strings[rule]].append((start, end))
    return found


def _needed_words(token: Mapping[str, Any]) -> frozenset[str]:
    """The words of which one must stand in a text for a token of a pattern to match; none if that can't be said."""
    operator = token.get("OP", "1")
    if operator in {"?", "*", "!"} or operator.startswith(("{0", "{,")):
        return frozenset()
    wanted = token.get("LOWER")
    if isinstance(wanted, str):
        return frozenset({wanted})
    if isinstance(wanted, Mapping) and set(wanted) == {"IN"}:
        return frozenset(wanted["IN"])
    return frozenset()


def _plain(wanted: Any) -> Any:
    """What a token of a pattern is to be, its words as texts are matched."""
    if isinstance(wanted, str):
        return plain(wanted)
    if isinstance(wanted, Mapping):
        return {
            how: [*map(plain, words)] if isinstance(words, list) else _plain_text(how, words)
            for how, words in wanted.items()
        }
    return wanted


def _plain_text(how: str, wanted: Any) -> Any:
    return plain_regex(wanted) if how == "REGEX" else wanted


def _forms(phrase: str) -> list[Doc]:
    """A phrase in the cases in which the tokeniser cuts it differently (`didn't` in two, `DIDN'T` in one)."""
    return [cut(form) for form in sorted({phrase, phrase.lower(), phrase.upper(), phrase.capitalize()})]


def _longest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that don't overlap: longer ones first, then earlier ones."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= a or b <= start for a, b in kept):
            kept.append((start, end))
    return sorted(kept)


def code(
    segments: pd.DataFrame, anonymised: pd.DataFrame, codebook: Mapping[str, Any], locale: str = "en_GB"
) -> pd.DataFrame:
    """Codings (contract `codings`, origin `dictionary`) of the segments that are analysed.

    segments, anonymised: the contracts of these names, of the same sources. locale: whose negators cancel a hit.
    Words inside a replacement (`[practice A]`) or a nested event or label never match, and no phrase reaches across
    one. A segment's codings hang on nothing but the segment, the codebook and the locale. Raises StudyError naming
    every indicator that can't do what it says.
    """
    if wrong := list(problems(codebook, "codebook.yaml", locale)):
        raise StudyError(wrong)
    coder, nested = Coder(codebook, locale), Nested(anonymised)
    rows = [
        _coding(segment, coder.codes[rule], rule, start, end)
        for segment in segments[segments["left_out"] == ""].itertuples()
        for rule, start, end in coder.hits(segment.text, nested.within(segment.source_id, segment.start, segment.end))
    ]
    return pd.DataFrame(rows, columns=list(CONTRACTS["codings"].columns))


def _coding(segment: Any, code: str, rule: str, start: int, end: int) -> dict[str, object]:
    return {
        "segment_id": segment.segment_id,
        "source_id": segment.source_id,
        "case_id": segment.case_id,
        "code": code,
        "coder": ORIGIN,
        "origin": ORIGIN,
        "passage_start": segment.start + start,
        "passage_end": segment.start + end,
        "start": segment.start + start,
        "end": segment.start + end,
        "exact": segment.text[start:end],
        "rule_id": rule,
        "probability": -1.0,
        "anchored": "",
        "memo": "",
    }
