"""A table as it is read: headings in words, what values are called, and which columns are of numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from multicase.pages import table_page
from multicase.tables.labels import NAMES
from multicase.wording import UNDEFINED

# A number as tables write it. What only looks like one stays a text: 007, +44, 1e5, and what has too many digits.
NUMBER = re.compile(r"(?:-?|\+(?=\d*\.))(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]\d\d)?")
DIGITS = 15  # a spreadsheet keeps no more
DECIMALS = 3  # at most so many are shown
GROUPED = 10_000  # from here on thousands are set apart; years never are


@dataclass(frozen=True)
class Column:
    """One column. words: what its cells say. numbers: the same as numbers, None where a cell holds none; empty for a
    column of texts. decimals: how many are shown. grouped: whether thousands are set apart. signed: whether numbers
    above zero have a plus.
    """

    heading: str
    words: tuple[str, ...]
    numbers: tuple[int | float | None, ...] = ()
    decimals: int = 0
    grouped: bool = False
    signed: bool = False

    @classmethod
    def of(cls, heading: str, words: Sequence[str]) -> Column:
        """A column of numbers is one whose cells all hold a number, nothing, or the word for what is undefined.

        It is none where some numbers end in a 0 after the point and others have fewer or more decimals, as versions do
        (1.1, 1.10): tables write numbers with equally many, or without such zeros.
        """
        numbers = tuple(map(number, words))
        lacking = {word for word, value in zip(words, numbers, strict=True) if value is None}
        if lacking - {"", UNDEFINED} or all(value is None for value in numbers):
            return cls(heading, tuple(words))
        written = [word for word, value in zip(words, numbers, strict=True) if value is not None]
        decimals_of = set(map(_decimals, written))
        if len(decimals_of) > 1 and any("." in word and word.endswith("0") for word in written):
            return cls(heading, tuple(words))
        there = [value for value in numbers if value is not None]
        decimals = max(decimals_of)
        grouped = max(map(abs, there)) >= GROUPED
        signed = any(word.startswith("+") for word in words)
        return cls(heading, tuple(words), numbers, min(decimals, DECIMALS), grouped, signed)

    @property
    def number_format(self) -> str:
        """How a spreadsheet shows the numbers."""
        form = ("#,##0" if self.grouped else "0") + ("." + "0" * self.decimals if self.decimals else "")
        return f"+{form};-{form};{form}" if self.signed else form

    def texts(self) -> list[str]:
        """What the cells show: numbers with equally many decimals."""
        if not self.numbers:
            return list(self.words)
        form = f"{'+' if self.signed else ''}{',' if self.grouped else ''}.{self.decimals}f"
        pairs = zip(self.words, self.numbers, strict=True)
        return [word if value is None else format(value, form) for word, value in pairs]


@dataclass(frozen=True)
class Shown:
    """One table. caption: what it counts, and on what it rests. missing: why it has no rows, if it has none."""

    id: str
    title: str
    caption: str
    missing: str
    columns: tuple[Column, ...]

    @property
    def n_rows(self) -> int:
        return len(self.columns[0].words) if self.columns else 0


def _decimals(word: str) -> int:
    return len(word.partition("e")[0].partition(".")[2])


def number(word: str) -> int | float | None:
    """The number that a cell of a CSV holds; None if it holds something else."""
    if not NUMBER.fullmatch(word) or sum(map(str.isdigit, word)) > DIGITS:
        return None
    return float(word) if re.search("[.e]", word) else int(word)


def read(paths: Sequence[str]) -> list[Shown]:
    """The tables of these JSON files, by their ids; beside each lies its CSV. Other paths are passed over."""
    found = []
    for path in map(Path, paths):
        if path.suffix == ".json":
            frame = pd.read_csv(path.with_suffix(".csv"), dtype=str, keep_default_na=False)
            found.append(of(frame, json.loads(path.read_text(encoding="utf-8"))))
    return sorted(found, key=lambda table: table.id)


def of(frame: pd.DataFrame, about: Mapping[str, Any]) -> Shown:
    """frame: a table's rows, all of them texts. about: what stands around it (see `tables.build`)."""
    told = table_page.cells(frame, about)
    names = about.get("names", NAMES)
    words = zip(*told["rows"], strict=True) if told["rows"] else [()] * len(told["headings"])
    columns = tuple(
        Column(heading, texts) if name in names else Column.of(heading, texts)
        for name, heading, texts in zip(frame.columns, told["headings"], words, strict=True)
    )
    headings = dict(zip(frame.columns, told["headings"], strict=True))
    caption = _in_words(f"{about['caption']} {about['note']}".strip(), headings)
    missing = "" if told["rows"] else about["missing"] or "No rows."
    return Shown(about["id"], about["title"], caption, missing, columns)


def _in_words(caption: str, headings: Mapping[str, str]) -> str:
    """A caption that calls columns by their headings, as far as nothing else can be meant."""
    names = [re.escape(name) for name in headings if "_" in name]
    return re.sub(rf"\b({'|'.join(names)})\b", lambda name: headings[name[0]], caption) if names else caption
