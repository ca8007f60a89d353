"""Paragraphs: lines that go on, by their spacing, their indents and their ends."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from multicase.ingest import labels
from multicase.ingest.blocks import HEADING, TEXT, Block, squeezed
from multicase.ingest.readers.pdf.parts import (
    BETWEEN_IDEOGRAPHS,
    INDENT,
    LARGE,
    LOOSE,
    Line,
    labels_in,
    stands_out,
    usual_style,
)

SENTENCE_END = re.compile(r"[.!?:…。！？؟۔][\"”’»)\]*_]*$")
ITEM_END = re.compile(r"[;,]$")
ITEM = re.compile(r"(?:[•·▪◦‣●○■□\uf0b7–—*-]|(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s")
BULLET = re.compile(r"[•·▪◦‣●○■□\uf0b7]\s")
COLON_ALONE = re.compile(r"[:：][*_)\]]*$")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SPLIT = re.compile(r"([^\W\d_]+(?:['’-][^\W\d_]+)*)([-‐\xad])$")
NUMBER_HYPHEN = re.compile(r"\d[-‐]$")

# First parts after which a hyphen is usual. The firm ones are words: no syllable ends there by chance.
FIRM = frozenset({"well", "self", "half", "non", "all", "cross", "ill", "much", "quasi"})
PREFIXES = FIRM | {
    "co", "re", "ex", "anti", "semi", "post", "pre", "sub", "un", "inter", "mid", "multi", "over", "under", "counter",
    "pro", "neo", "bi", "tri", "vice",
}  # fmt: skip


class Paragraphs:
    """Joins lines to paragraphs, as the whole document is set: its leading, its indents, its words."""

    def __init__(self, lines: Sequence[Line], notes: list[str]):
        self.lines, self.notes = lines, notes
        self.size, self.bold = usual_style(lines)
        self.rights, self.lefts = _margins(lines)
        self.wraps = True
        self.wraps = any(
            self._is_full(a, b) and not _ends(a) and b.text[:1].islower() for a, b in pairwise(lines) if _is_below(a, b)
        )
        shaped = [line.label or labels.opens_with_label(line.text) for line in lines]
        pairs = [(a, b) for n, (a, b) in enumerate(pairwise(lines), 1) if _is_below(a, b) and not shaped[n]]
        self.usual = self._leading(pairs)
        self.labelled = self._labelled(shaped)
        loose = [gap for a, b in pairs if (gap := _em(a, b)) > self.usual + LOOSE]
        self.between = median(loose) if loose else self.usual
        self.hanging = self._hangs()
        self.words = _vocabulary(lines)
        self.splits = any(
            match[2] != "\xad" and b.text[:1].islower() and _last_part(match[1]) not in PREFIXES
            for a, b in pairwise(lines)
            if (match := SPLIT.search(a.text))
        )
        self.unsure = 0

    def blocks(self) -> list[tuple[int, Block]]:
        """Each paragraph with the number of its page."""
        paragraphs: list[list[Line]] = []
        for n, line in enumerate(self.lines):
            if n and self._goes_on(self.lines[n - 1], line, self.labelled[n]):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
        often = Counter(" ".join(line.text for line in paragraph) for paragraph in paragraphs)
        found: list[tuple[int, Block]] = []
        for n, paragraph in enumerate(paragraphs):
            before = paragraphs[n - 1][-1] if n else None
            after = paragraphs[n + 1][0] if n + 1 < len(paragraphs) else None
            heading = self._is_heading(paragraph, before, after, often)
            page, speaker = paragraph[0].page, paragraph[0].speaker
            text = squeezed(self._text(paragraph))
            found.append((page, Block(text, f"page {page}", speaker, HEADING if heading else TEXT)))
        if self.unsure:
            hyphens = "hyphen at a line's end was" if self.unsure == 1 else "hyphens at a line's end were"
            self.notes.append(f"{self.unsure} {hyphens} taken out")
        return found

    def _labelled(self, shaped: Sequence[bool]) -> list[bool]:
        """Which lines a label opens, of those whose first words are shaped like one.

        Where a line of a paragraph broke since it was full, that may be chance, unless the words are a role
        and a colon, or a label of other lines.
        """
        free = [
            n == 0 or _ends(self.lines[n - 1]) or not self._is_wrapped(self.lines[n - 1], line)
            for n, line in enumerate(self.lines)
        ]
        found = [labels_in(line.text) if likely else {} for line, likely in zip(self.lines, shaped, strict=True)]
        often = Counter(key for n, keys in enumerate(found) if free[n] for key in keys)
        return [
            line.label
            or any(free[n] or often[key] > 1 or (sure and labels.is_generic(key)) for key, sure in found[n].items())
            for n, line in enumerate(self.lines)
        ]

    def _is_wrapped(self, a: Line, b: Line) -> bool:
        return _is_below(a, b) and self._is_full(a, b) and _em(a, b) <= self.usual + LOOSE

    def _leading(self, pairs: Sequence[tuple[Line, Line]]) -> float:
        """From baseline to baseline within a paragraph, in em: between a line that stops where it must and the next."""
        near = [(a, b, _em(a, b)) for a, b in pairs if abs(a.size - b.size) < 0.1 * a.size and _em(a, b) < 3.5]
        wrapped = sorted(gap for a, b, gap in near if not _ends(a) and self._is_full(a, b))
        if wrapped:
            return wrapped[len(wrapped) // 4]
        return min((gap for _, _, gap in near), default=1.2)

    def _hangs(self) -> bool:
        """Whether lines that begin further right than the one before go on with it, as under a hanging label."""
        first = hanging = 0
        for n, (a, b) in enumerate(pairwise(self.lines)):
            if _is_below(a, b) and b.x0 - a.x0 > INDENT * a.size and _em(a, b) <= self.usual + LOOSE:
                if not _ends(a) or (self.labelled[n] and not self.labelled[n + 1]):
                    hanging += 1
                else:
                    first += 1
        return hanging > first

    def _is_full(self, a: Line, b: Line) -> bool:
        """Whether the next line's first word would not have fitted at a line's end."""
        return self.wraps and a.x1 + 0.25 * a.size + b.first > self.rights[a.column] - 0.1 * a.size

    def _goes_on(self, a: Line, b: Line, labelled: bool) -> bool:
        """Whether the line b is of the paragraph of a."""
        if labelled or BULLET.match(b.text) or abs(a.size - b.size) >= (LARGE - 1) * min(a.size, b.size):
            return False
        full, ends = self._is_full(a, b), _ends(a)
        if a.bold != b.bold and (ends if b.bold else not full):
            return False
        if not _is_below(a, b):
            indented = b.x0 > self.lefts[b.column] + INDENT * b.size
            return not ends and (self.hanging or not indented)
        gap = _em(a, b)
        if gap > self.usual + LOOSE:
            unfinished = full and not ends and not ITEM_END.search(a.text) and b.text[:1].islower()
            return unfinished and gap < 2.5
        if labels.is_label_alone(a.text):
            return bool(COLON_ALONE.search(a.text))
        if not full and (ends or b.tab or (gap >= 1.7 and not b.text[:1].islower())):
            return False
        if ITEM.match(b.text) and (b.tab or not full):
            return False
        if b.x0 - a.x0 > INDENT * a.size:
            return self.hanging or not ends
        if a.x0 - b.x0 > INDENT * a.size:
            return not (self.hanging and ends)
        return True

    def _is_heading(self, paragraph: list[Line], before: Line | None, after: Line | None, often: Counter[str]) -> bool:
        first, last = paragraph[0], paragraph[-1]
        text = " ".join(line.text for line in paragraph)
        if len(paragraph) > 4 or first.speaker or often[text] > 2 or labels.is_generic(text.strip(" :")):
            return False
        if all(line.size >= LARGE * self.size for line in paragraph):
            opening = next(labels.openings(text), None)
            return not (opening and labels.opens_with_label(text) and labels.is_generic(opening.label))
        if labels.opens_with_label(text) or re.search(r"[.?!,;:…]\W*$", last.text):
            return False
        if all(stands_out(line, self.size, self.bold) for line in paragraph):
            return True
        wide = self.between + LOOSE
        alone = before and after and _is_below(before, first) and _is_below(last, after) and len(paragraph) == 1
        return bool(
            alone and not first.text[:1].islower() and len(text.split()) <= 10 and _em(before, first) > wide
            and _em(last, after) > self.usual + LOOSE
        )  # fmt: skip

    def _text(self, paragraph: Sequence[Line]) -> str:
        text = paragraph[0].text
        for line in paragraph[1:]:
            text = self._joined(text, line.text)
        return BETWEEN_IDEOGRAPHS.sub("", text).replace("\xad", "-")

    def _joined(self, a: str, b: str) -> str:
        """Two lines as one; of a hyphen between them the words of the document tell whether it is one of the word's."""
        if NUMBER_HYPHEN.search(a) and b[:1].isalnum():
            return a + b
        found, next_word = SPLIT.search(a), WORD.match(b)
        if not found or not next_word:
            return f"{a} {b}"
        first, hyphen = found.groups()
        second = next_word[0]
        whole = a[: -len(hyphen)] + b
        if hyphen == "\xad":
            return whole
        if not second[0].islower():
            return f"{a} {b}" if re.match(r"I\b", second) else a + b
        first, second = first.lower(), second.lower()
        joined, hyphened = self.words[first + second], self.words[f"{first}-{second}"]
        if joined or hyphened:
            return a + b if hyphened > joined else whole
        if second.startswith(first):  # somebody who begins a word again
            return f"{a} {b}"
        return a + b if self._keeps_hyphen(first, second) else whole

    def _keeps_hyphen(self, first: str, second: str) -> bool:
        part = _last_part(first)
        if part in FIRM or len(part) == 1 or (part in PREFIXES and (self.words[second] or not self.splits)):
            return True
        if part != first and self.words[part]:
            return True
        self.unsure += 1
        return False


def _margins(lines: Sequence[Line]) -> tuple[dict[int, float], dict[int, float]]:
    """The right and left margin of each column; a line or two that go beyond the right one don't count."""
    within: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        within[line.column].append(line)
    if lines:
        within[0] = list(lines)  # lines over the whole width go as far as columns do
    rights = {column: sorted(line.x1 for line in some)[-1 - len(some) // 50] for column, some in within.items()}
    begins = {column: Counter(round(line.x0) for line in some) for column, some in within.items()}
    lefts = {
        column: min(x for x, often in some.items() if often >= 0.1 * some.total()) for column, some in begins.items()
    }
    return rights, lefts


def _is_below(a: Line, b: Line) -> bool:
    return a.page == b.page and a.column == b.column and b.base > a.base


def _em(a: Line, b: Line) -> float:
    return (b.base - a.base) / a.size


def _ends(line: Line) -> bool:
    return bool(SENTENCE_END.search(line.text))


def _last_part(word: str) -> str:
    return word.lower().rpartition("-")[2]


def _vocabulary(lines: Sequence[Line]) -> Counter[str]:
    """Words that stand within lines, in small letters; what a hyphen at a line's end parts is none."""
    words: Counter[str] = Counter()
    parted = False
    for line in lines:
        text = SPLIT.sub("", line.text)
        found = WORD.findall(text.lower().replace("‐", "-"))
        words.update(found[1:] if parted else found)
        parted = text != line.text
    return words
