"""What people found left when they read the anonymised texts again: how much there was, and how much nobody saw.

The counts hold no word of the record that they are made from, so that they may stand in the open zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd
from scipy.special import gammaincinv

from multicase.contracts import CONTRACTS

CLASSES = ("direct", "quasi")  # the one that counts, where readers differ, first
ALL = "all"
PER = 10_000  # words
LEVEL = 0.95
Row = Mapping[str, str]


def hashes(texts: pd.DataFrame) -> dict[str, str]:
    """source_id -> hash of its canonical text. texts: the contract of this name."""
    return dict(zip(texts["source_id"], texts["text_sha256"], strict=True))


@dataclass(frozen=True)
class Place:
    """Something missed: a span of a source, by whom it was found, and whether it identifies directly."""

    source_id: str
    start: int
    end: int
    cls: str
    readers: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """What two people found in the passages that both read. words: of these passages."""

    readers: tuple[str, str]
    words: int
    places: tuple[Place, ...]

    def counts(self, cls: str) -> tuple[int, int, int]:
        """What the first found, what the second found, what both found, of a class or of all."""
        found = [place.readers for place in self.places if cls in (ALL, place.cls)]
        first, second = (sum(reader in readers for readers in found) for reader in self.readers)
        return first, second, sum(set(self.readers) <= readers for readers in found)


def estimate(record: Iterable[Row], current: Mapping[str, str]) -> pd.DataFrame:
    """What was left, by class and in all: the contract `rereading`, without rows where nobody has read anything.

    record: rows of rereading.csv. current: source_id -> hash of its canonical text as it is now; what was read of
    another text, or of a source that isn't among these, counts as `outdated` passages and in nothing else. Words that
    several people read count once, and so do places that they found. What somebody found in a passage that they haven't
    finished counts only once they have.
    """
    rows = list(record)
    held = [row for row in rows if current.get(row["source_id"]) == row["text_sha256"]]
    passages = [row for row in held if not row["missed"]]
    if not passages:
        return pd.DataFrame(columns=list(CONTRACTS["rereading"].columns))
    missed = [row for row in held if row["missed"] and any(_holds(passage, row) for passage in passages)]
    places, words, pair = merged(missed), words_read(passages), most_shared(passages, missed)
    common = {
        "readers": len({row["reader"] for row in passages}),
        "passages": len({_span(row) for row in passages}),
        "words": words,
        "shared_words": pair.words if pair else -1,
        "outdated": sum(not row["missed"] for row in rows) - len(passages),
    }
    found = []
    for cls in (*CLASSES, ALL):
        n = sum(cls in (ALL, place.cls) for place in places)
        low, high = (PER * limit / words for limit in garwood(n))
        rate = {"class": cls, "missed": n, "per_10000": PER * n / words, "low": low, "high": high}
        found.append(rate | common | _seen_twice(pair, cls))
    return pd.DataFrame(found, columns=list(CONTRACTS["rereading"].columns))


def _seen_twice(pair: Pair | None, cls: str) -> dict[str, float]:
    if pair is None:
        return dict.fromkeys(("first", "second", "both", "estimated", "unseen"), -1)
    first, second, both = pair.counts(cls)
    total = chapman(first, second, both)
    unseen = total - (first + second - both)
    return {"first": first, "second": second, "both": both, "estimated": total, "unseen": unseen}


def garwood(n: int, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval of a Poisson mean of which n events were seen (Garwood 1936), by chi-squared quantiles.

    Zero events have an upper limit too.
    """
    tail = (1 - level) / 2
    low = float(gammaincinv(n, tail)) if n else 0.0
    return low, float(gammaincinv(n + 1, 1 - tail))


def chapman(first: int, second: int, both: int) -> float:
    """How many there are, where one search found `first`, another `second` and both found `both` (Chapman 1951)."""
    return (first + 1) * (second + 1) / (both + 1) - 1


def words_read(passages: Iterable[Row]) -> int:
    """The words of passages, those of several readers once; of one that overlaps others, its share that is new."""
    total = 0.0
    ends: dict[str, int] = {}
    for source_id, start, end, words in sorted({(*_span(row), int(row["words"])) for row in passages}):
        new = end - max(start, ends.get(source_id, 0))
        total += words * max(new, 0) / (end - start)
        ends[source_id] = max(end, ends.get(source_id, 0))
    return round(total)


def merged(missed: Iterable[Row]) -> list[Place]:
    """The places of what was missed, each once: spans that overlap are one, direct if anybody called it so."""
    found: list[Place] = []
    for row in sorted(missed, key=lambda row: (*_span(row), row["reader"])):
        source_id, start, end = _span(row)
        last = found[-1] if found else None
        if last and last.source_id == source_id and start < last.end:
            cls = min(last.cls, row["class"], key=CLASSES.index)
            readers = last.readers | {row["reader"]}
            found[-1] = Place(source_id, last.start, max(end, last.end), cls, readers)
        else:
            found.append(Place(source_id, start, end, row["class"], frozenset({row["reader"]})))
    return found


def most_shared(passages: Sequence[Row], missed: Sequence[Row]) -> Pair | None:
    """The two people who both read most words, of passages that were shown to both alike; None where no two did.

    A passage that one read after what the other missed had been masked says nothing of what they would both have found.
    """
    of: dict[str, dict[tuple[object, ...], Row]] = {}
    for row in passages:
        of.setdefault(row["reader"], {})[(*_span(row), row.get("shown", ""))] = row
    best: Pair | None = None
    for one, other in combinations(sorted(of), 2):
        shared = [of[one][key] for key in sorted(of[one].keys() & of[other].keys())]
        words = words_read(shared)
        if shared and (best is None or words > best.words):
            theirs = [row for row in missed if row["reader"] in (one, other)]
            inside = [row for row in theirs if any(_contains(passage, row) for passage in shared)]
            best = Pair((one, other), words, tuple(merged(inside)))
    return best


def _holds(passage: Row, row: Row) -> bool:
    """Whether what somebody found lies in this passage, which they read to its end."""
    return passage["reader"] == row["reader"] and _contains(passage, row)


def _contains(passage: Row, row: Row) -> bool:
    source_id, start, end = _span(passage)
    return source_id == row["source_id"] and start <= int(row["start"]) and int(row["end"]) <= end


def _span(row: Row) -> tuple[str, int, int]:
    return row["source_id"], int(row["start"]), int(row["end"])
