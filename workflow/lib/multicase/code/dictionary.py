"""The dictionary coder: the codebook's indicators, matched on a blank English pipeline.

An indicator is a phrase or a spaCy token pattern. A hit is cancelled where one of the indicator's exceptions overlaps
it or, if the indicator asks for that, where a negator stands shortly before it in the same sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
import spacy
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from multicase.codebook import indicators
from multicase.contracts import CONTRACTS
from multicase.spans import REPLACED, blanked

ORIGIN = "dictionary"
NEGATORS = frozenset({"not", "n't", "never", "no", "without", "hardly", "nobody", "none", "neither", "nor", "cannot"})
REACH = 4  # tokens before a hit within which a negator cancels it
SENTENCE_END = frozenset({".", "!", "?", "…", ";", ":"})
# Typographic marks as they are matched: of the same length, so that offsets stay.
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "\n": " ", "\t": " "})


@cache
def _pipeline() -> Language:
    return spacy.blank("en")


class Coder:
    """The indicators of a codebook, ready to be matched."""

    def __init__(self, codebook: Mapping[str, Any]):
        self.nlp = _pipeline()
        self.phrases = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        self.patterns: dict[str, Matcher] = {}
        self.needed: dict[str, list[frozenset[str]]] = {}
        self.keyed: dict[str, list[str]] = defaultdict(list)  # word -> the rules that can't hit without it or its like
        self.unkeyed: list[str] = []
        self.exceptions = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        self.cancels: set[str] = set()
        self.codes: dict[str, str] = {}
        excepted = set()
        for code, indicator in indicators(codebook):
            rule = f"{code}.{indicator['id']}"
            self.codes[rule] = code
            if "phrase" in indicator:
                self.phrases.add(rule, [self._doc(indicator["phrase"])])
            else:
                self._add_pattern(rule, indicator["pattern"])
            if indicator.get("except"):
                excepted.add(rule)
                self.exceptions.add(rule, [self._doc(phrase) for phrase in indicator["except"]])
            if indicator.get("negation") == "cancel":
                self.cancels.add(rule)
        self.excepted = frozenset(excepted)

    def _add_pattern(self, rule: str, pattern: Sequence[Mapping[str, Any]]) -> None:
        self.patterns[rule] = Matcher(self.nlp.vocab)
        self.patterns[rule].add(rule, [pattern])
        self.needed[rule] = [words for token in pattern if (words := _needed_words(token))]
        for word in min(self.needed[rule], key=len, default=()):
            self.keyed[word].append(rule)
        if not self.needed[rule]:
            self.unkeyed.append(rule)

    def _candidates(self, words: set[str]) -> list[str]:
        """The patterns that can hit a text of these words: each token that must be there has one of its words."""
        keyed = {rule for word in words for rule in self.keyed.get(word, ())}
        return [*self.unkeyed, *sorted(rule for rule in keyed if all(words & need for need in self.needed[rule]))]

    def _doc(self, text: str) -> Doc:
        return self.nlp.make_doc(text.translate(PLAIN))

    def hits(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Rule id, start and end of every hit in a text; of overlapping hits of a rule, the longest."""
        doc = self._doc(text)
        names = self.nlp.vocab.strings
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        if len(self.phrases):
            for rule, start, end in self.phrases(doc):
                found[names[rule]].append((start, end))
        for name in self._candidates({token.lower_ for token in doc}):
            found[name] += [(start, end) for _, start, end in self.patterns[name](doc)]
        found = {name: spans for name, spans in found.items() if spans}
        if not found:
            return
        exceptions: dict[str, list[tuple[int, int]]] = defaultdict(list)
        if self.excepted.intersection(found):
            for rule, start, end in self.exceptions(doc):
                exceptions[names[rule]].append((start, end))
        for rule in sorted(found):
            for start, end in _longest(found[rule]):
                if any(a < end and start < b for a, b in exceptions[rule]):
                    continue
                if rule in self.cancels and _negated(doc, start):
                    continue
                span = doc[start:end]
                yield rule, span.start_char, span.end_char


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


def _longest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that don't overlap: longer ones first, then earlier ones."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= a or b <= start for a, b in kept):
            kept.append((start, end))
    return sorted(kept)


def _negated(doc: Doc, start: int) -> bool:
    for place in range(start - 1, max(start - 1 - REACH, -1), -1):
        word = doc[place].lower_
        if word in SENTENCE_END:
            return False
        if word in NEGATORS:
            return True
    return False


def code(segments: pd.DataFrame, anonymised: pd.DataFrame, codebook: Mapping[str, Any]) -> pd.DataFrame:
    """Codings (contract `codings`, origin `dictionary`) of segments that aren't the interviewer's.

    segments, anonymised: the contracts of these names, of the same sources. Words inside a replacement
    (`[practice A]`) or a nested event or label never match.
    """
    coder = Coder(codebook)
    nested: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in anonymised[anonymised["layer"].isin(("event", "label"))].itertuples():
        nested[row.source_id].append((row.start, row.end))
    rows = []
    for segment in segments[~segments["is_interviewer"]].itertuples():
        offset, text = segment.start, segment.text
        silent = [(a - offset, b - offset) for a, b in nested[segment.source_id] if offset <= a and b <= segment.end]
        silent += [found.span() for found in REPLACED.finditer(text)]
        for rule, start, end in coder.hits(blanked(text, silent)):
            rows.append(_coding(segment, coder.codes[rule], rule, start, end))
    return pd.DataFrame(rows, columns=list(CONTRACTS["codings"].columns))


def _coding(segment: Any, code: str, rule: str, start: int, end: int) -> dict[str, object]:
    return {
        "segment_id": segment.segment_id,
        "source_id": segment.source_id,
        "case_id": segment.case_id,
        "code": code,
        "coder": ORIGIN,
        "origin": ORIGIN,
        "start": segment.start + start,
        "end": segment.start + end,
        "exact": segment.text[start:end],
        "rule_id": rule,
        "probability": -1.0,
        "anchored": "",
        "memo": "",
    }
