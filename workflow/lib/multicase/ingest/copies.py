"""Copies: sources of the same file, or with the same words, whose speech would count several times."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from zlib import crc32

PASSAGE = 4  # words that are compared at once
SKETCH = 128  # passages by which a text is known: those of the smallest checksums, so that alike texts share most
LEAST_PASSAGES = 20  # of a text, below which it is compared as a whole alone
ALIKE = 0.6  # share of passages that two texts have in common, from which they are nearly the same
COMMON = 50  # texts that share a passage, from which it is a form's, or the interviewer's, and tells of no copy
KEEP = "if they are copies, which count several times, keep one"


def copies(sources: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """A note on the sources of each file, each text, and each two alike texts; sources: of the contract `texts`.

    What a format makes of a text (blank lines, capitals, kinds of apostrophes) makes no other text; a title or a few
    changes leave it nearly the same.
    """
    files: dict[object, list[str]] = defaultdict(list)
    texts: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        files[source["raw_sha256"]].append(str(source["source_id"]))
        if words := " ".join(_words(str(source["text"]))):
            texts[words].append(str(source["source_id"]))
    told: list[list[str]] = []
    for what, groups in (("file", files), ("text", texts)):
        for of in groups.values():
            if len(of) > 1 and of not in told:
                told.append(of)
                yield f"{', '.join(of)}: the same {what}; {KEEP}"
    named = [of[0] for of in texts.values()]
    sketches = [_sketch(words.split()) for words in texts]
    for of, share in _near(sketches):
        yield f"{', '.join(named[n] for n in of)}: nearly the same text, to {share:.0%} of its passages; {KEEP}"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[^\W_]+", re.sub("['’‘ʼ]", "", plain))


def _sketch(words: Sequence[str]) -> frozenset[int]:
    """The smallest checksums of a text's passages; none of a short one."""
    passages = {crc32(" ".join(words[n : n + PASSAGE]).encode()) for n in range(len(words) - PASSAGE + 1)}
    return frozenset(sorted(passages)[:SKETCH]) if len(passages) >= LEAST_PASSAGES else frozenset()


def _near(sketches: Sequence[frozenset[int]]) -> Iterator[tuple[list[int], float]]:
    """Texts each of which shares many passages with another of them, by their places; with the least such share."""
    holding: dict[int, list[int]] = defaultdict(list)
    for place, sketch in enumerate(sketches):
        for passage in sketch:
            holding[passage].append(place)
    pairs = sorted({pair for of in holding.values() if len(of) <= COMMON for pair in combinations(of, 2)})
    groups: dict[int, list[int]] = {}
    least: dict[int, float] = {}
    for one, other in pairs:
        union = sorted(sketches[one] | sketches[other])[:SKETCH]
        share = sum(passage in sketches[one] and passage in sketches[other] for passage in union) / len(union)
        if share >= ALIKE:
            mine, theirs = groups.setdefault(one, [one]), groups.setdefault(other, [other])
            first, low = min(*mine, *theirs), min(share, least.get(mine[0], share), least.get(theirs[0], share))
            if mine is not theirs:
                mine[:] = sorted([*mine, *theirs])
                groups |= dict.fromkeys(mine, mine)
            least[first] = low
    for first in sorted({of[0] for of in groups.values()}):
        yield groups[first], least[first]
