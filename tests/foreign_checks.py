"""Whether each coding of another program's project stands on exactly its words, reckoned without the library's readers.

A place of the tool's text is followed by counting letters: what is nobody's words may be missing in ours, blanks may
differ, and a replacement stands for all that it replaces.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

from lxml import etree

UNSEEN = "\xad\u200b"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def in_xml(data: bytes) -> int:
    """How many codings a .qdpx holds that are given to codes and not to cases."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".qde"))
        root = etree.fromstring(archive.read(name))
    cases = {case.get("guid").lower() for case in root.iter("{*}Case")}
    refs = [ref.get("targetGUID").lower() for coding in root.iter("{*}Coding") for ref in coding.iter("{*}CodeRef")]
    return sum(ref not in cases for ref in refs)


def in_database(data: bytes) -> int:
    db = sqlite3.connect(":memory:")
    db.deserialize(data)
    return db.execute("SELECT count(*) FROM highlight_tags").fetchone()[0]


class Followed:
    """Places of a tool's text followed into the anonymised one."""

    def __init__(self, told, canonical, changes=()):
        self.text = told.text
        self.changes = [(c["start"], c["end"], c["new_start"], c["new_end"]) for c in changes if c["action"] != "keep"]
        self.into = dict(self._pairs(told, canonical))

    @staticmethod
    def _pairs(told, canonical):
        """The tool's letters and ours, which are the same but for furniture."""
        ours = [place for place, char in enumerate(canonical) if not char.isspace()]
        furniture = dict(told.furniture)
        place = number = 0
        while place < len(told.text):
            if place in furniture:
                end = furniture[place]
                words = [char for char in told.text[place:end] if not char.isspace()]
                if [canonical[at] for at in ours[number : number + len(words)]] != words:
                    place = end
                    continue
            char, theirs = canonical[ours[min(number, len(ours) - 1)]], told.text[place]
            if unicodedata.category(theirs) == "Mn" and char != theirs:
                yield place, ours[number - 1]  # in ours, a letter and its mark are one
            elif not theirs.isspace() and (theirs not in UNSEEN or char == theirs):
                same = char == theirs or unicodedata.normalize("NFD", char)[0] == theirs
                assert same, (told.name, place, told.text[place - 30 : place + 9])
                yield place, ours[number]
                number += 1
            place += 1
        assert number == len(ours), told.name

    def new(self, place, end=False):
        """Where a letter of the canonical text stands in the anonymised one; of something replaced its beginning or end."""
        moved = 0
        for start, stop, new_start, new_stop in self.changes:
            if start <= place < stop:
                return new_stop if end else new_start
            if stop <= place:
                moved = new_stop - stop
        return place + moved + end

    def span(self, start, end):
        """The words of a passage in the anonymised text; None if nothing of it is left."""
        kept = [self.into[place] for place in range(start, end) if place in self.into]
        return (self.new(kept[0]), self.new(kept[-1], end=True)) if kept else None


def core(text, start, end):
    """A span without the white space at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def blanks(text, start, end):
    """The white space at the ends of a span."""
    words = text[start:end]
    return words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]


def named(study, project):
    """(source, code, coder) of the project -> ids of the study, as its mapping says."""
    found = {(row["what"], row["name"]): row["id"] for row in rows(study / "private/mapping.csv")}

    def ids(item):
        return (
            found["source", source_name(project, item.source)],
            found["code", "/".join(item.path)],
            found["coder", item.user],
        )

    return ids


def source_name(project, name):
    return next(
        called
        for called in (name, f"{name}.txt")
        if project.file.endswith("sqlite3") or f'name="{called}"'.encode() in _root(project.data)
    )


def _root(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(next(name for name in archive.namelist() if name.endswith(".qde")))


def expected(project, texts, ids):
    """What must stand where: Counter of (coder, source, code, start, end), and the codings that have no place left."""
    told = {text.name: text for text in project.told}
    followed, placed, lost = {}, Counter(), []
    for item in project.given:
        source, code, coder = ids(item)
        if source not in followed:
            changes = texts.identifiers[texts.identifiers["source_id"] == source].sort_values("start")
            followed[source] = Followed(told[item.source], texts.canonical[source], changes.to_dict("records"))
        if span := followed[source].span(item.start, item.end):
            placed[coder, source, code, *span] += 1
        else:
            lost.append((coder, source, code))
    return placed, lost


def found(rows, texts):
    """What stands where, of rows with source_id, start, end, code, coder."""
    return Counter(
        (
            row["coder"],
            row["source_id"],
            row["code"],
            *core(texts[row["source_id"]], int(row["start"]), int(row["end"])),
        )
        for row in rows
    )
