"""Passages of a study, to be read again once it is anonymised: cut, drawn by a seed, and shown as the texts now stand.

A passage is a span of a source's canonical text, so that no later decision moves it. Where one ends and the next begins
hangs on the source's turns alone, and its place in a draw on its own place and the seed: a study that grows, a longer
draw and another reader meet the same passages.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from multicase.anchoring.spans import WORD, count_words
from multicase.anonymise.register import inside_word
from multicase.anonymise.replace import Change, Replaced
from multicase.digest import text_sha256

LONGEST = 250  # words of a passage
LENGTH = 120  # words that short turns are put together to: the shorter, the nearer small strata come to their share
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")


@dataclass(frozen=True)
class Passage:
    """A span of a source's canonical text (code points, end exclusive), and how many words its turns have."""

    source_id: str
    case_id: str
    kind: str
    start: int
    end: int
    words: int
    locator: str

    @property
    def name(self) -> str:
        """How people call it, such as `east-i01:120-1480`."""
        return f"{self.source_id}:{self.start}-{self.end}"

    @property
    def stratum(self) -> tuple[str, str]:
        return self.case_id, self.kind


def cut(turns: pd.DataFrame, length: int = LENGTH, longest: int = LONGEST) -> list[Passage]:
    """The passages of all sources: whole turns with their labels, up to `length` words together, or a longer one alone.

    turns: the contract of this name. A turn of more than `longest` words is cut into pieces of at most as many, after a
    sentence where one ends. What has no words is in no passage of its own.
    """
    found = []
    for _, rows in turns.groupby("source_id", sort=True):
        group: list[Passage] = []
        for piece in _pieces(rows.to_dict("records"), longest):
            if group and sum(part.words for part in group) + piece.words > length:
                found.append(_joined(group))
                group = []
            group.append(piece)
        found += [_joined(group)] if group else []
    return [passage for passage in found if passage.words]


def _joined(parts: Sequence[Passage]) -> Passage:
    first, last, words = parts[0], parts[-1], sum(part.words for part in parts)
    return Passage(first.source_id, first.case_id, first.kind, first.start, last.end, words, first.locator)


def _pieces(turns: Iterable[Mapping[str, object]], longest: int) -> Iterator[Passage]:
    """The turns that lie in no other, each with its label; a long one in pieces."""
    place = -1
    for turn in turns:
        if turn["end"] <= place:
            continue
        begin = turn["label_start"] if place <= turn["label_start"] <= turn["start"] else turn["start"]
        begin, place = max(begin, place, 0), turn["end"]
        about = (turn["source_id"], turn["case_id"], turn["kind"])
        for start, end in _parts(turn["text"], longest):
            at = begin if start == 0 else turn["start"] + start
            yield Passage(*about, at, turn["start"] + end, count_words(turn["text"][start:end]), turn["locator"])


def _parts(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Spans of at most `longest` words that a text is cut into, after the last sentence that ends inside each."""
    starts, place = [word.start() for word in WORD.finditer(text)], 0
    first = 0  # number of the first word of the part
    while len(starts) - first > longest:
        limit = starts[first + longest]
        ends = [found.end() for found in SENTENCE_END.finditer(text, place, limit)]
        end = ends[-1] if ends and ends[-1] > starts[first] else limit
        yield place, end
        place, first = end, bisect_left(starts, end)
    yield place, len(text)


def draw(passages: Iterable[Passage], seed: int, words: int) -> list[Passage]:
    """Passages drawn without replacement until they have `words` words, in the order in which to read them.

    Each stratum (case and kind of source) gives one, then always the one that stays nearest to its share of the words
    by giving the next. A longer draw with the same seed begins with the shorter one.
    """
    strata: dict[tuple[str, str], list[Passage]] = {}
    for passage in sorted(passages, key=lambda passage: _lot(seed, passage)):
        strata.setdefault(passage.stratum, []).append(passage)
    strata = dict(sorted(strata.items()))
    whole = {name: sum(passage.words for passage in of) for name, of in strata.items()}
    drawn = [of[0] for of in strata.values()] if words > 0 else []
    taken = dict.fromkeys(strata, 1)
    given = {name: of[0].words for name, of in strata.items()}
    while sum(given.values()) < words and (left := [name for name in strata if taken[name] < len(strata[name])]):
        following = {name: strata[name][taken[name]] for name in left}
        name = min(left, key=lambda name: ((given[name] + following[name].words / 2) / whole[name], name))
        drawn.append(following[name])
        taken[name] += 1
        given[name] += following[name].words
    return drawn


def _lot(seed: int, passage: Passage) -> bytes:
    return hashlib.sha256(f"{seed} {passage.name}".encode()).digest()


@dataclass(frozen=True)
class Text:
    """A source's canonical text and what the last build made of it. changes: sorted, and none overlaps another."""

    raw: str
    changes: Sequence[Change]

    @cached_property
    def replaced(self) -> Replaced:
        return Replaced(self.raw, self.changes)

    @cached_property
    def sha256(self) -> str:
        return text_sha256(self.raw)

    def shown(self, passage: Passage) -> str:
        """The passage as it stands in the anonymised text."""
        start, end = self.replaced.to_new(passage.start), self.replaced.to_new(passage.end, after=True)
        return self.replaced.text[start:end]

    def places(self, passage: Passage, words: str, masked: bool = False) -> list[tuple[int, int]]:
        """Where words stand in a passage: spans of the canonical text, whole words, none of them replaced.

        As they are typed or, where they stand nowhere so, without regard to case. masked: whether also where they have
        been replaced since.
        """
        looked_for = r"\s+".join(_either_way(re.escape(part)) for part in words.split())
        if not looked_for:
            return []
        exact = self._places(passage, re.compile(looked_for), masked)
        return exact or self._places(passage, re.compile(looked_for, re.IGNORECASE), masked)

    def _places(self, passage: Passage, pattern: re.Pattern[str], masked: bool) -> list[tuple[int, int]]:
        spans = [found.span() for found in pattern.finditer(self.raw, passage.start, passage.end)]
        return [
            (start, end)
            for start, end in spans
            if not inside_word(self.raw, start, end)
            and (masked or not any(change.start < end and start < change.end for change in self.changes))
        ]


def _either_way(pattern: str) -> str:
    """A pattern that takes straight apostrophes and quotation marks for curly ones, and the other way round."""
    return re.sub("['’‘]", "['’‘]", re.sub('["“”]', '["“”]', pattern))


def texts(frame: pd.DataFrame, identifiers: pd.DataFrame) -> dict[str, Text]:
    """source_id -> its text and changes. frame, identifiers: the contracts `texts` and `identifiers`."""
    changed = identifiers[identifiers["action"] != "keep"].sort_values(["source_id", "start"])
    of = {
        name: [Change(row.start, row.end, row.replacement) for row in rows.itertuples()]
        for name, rows in changed.groupby("source_id", sort=False)
    }
    return {row.source_id: Text(row.text, of.get(row.source_id, [])) for row in frame.itertuples()}
