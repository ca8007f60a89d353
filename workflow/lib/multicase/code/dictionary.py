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
        self.patterns = Matcher(self.nlp.vocab)
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
                self.patterns.add(rule, [indicator["pattern"]])
            if indicator.get("except"):
                excepted.add(rule)
                self.exceptions.add(rule, [self._doc(phrase) for phrase in indicator["except"]])
            if indicator.get("negation") == "cancel":
                self.cancels.add(rule)
        self.excepted = frozenset(excepted)

    def _doc(self, text: str) -> Doc:
        return self.nlp.make_doc(text.translate(PLAIN))

    def hits(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Rule id, start and end of every hit in a text; of overlapping hits of a rule, the longest."""
        doc = self._doc(text)
        names = self.nlp.vocab.strings
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for matcher in (self.phrases, self.patterns):
            if len(matcher) == 0:
                continue
            for rule, start, end in matcher(doc):
                found[names[rule]].append((start, end))
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
