"""The record of rereading: its rows, how a line says what was missed, and the decisions that come of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from multicase.anchoring.spans import count_words
from multicase.anonymise import decided
from multicase.anonymise.passages import Passage, Text
from multicase.cli.ledger import Ledger
from multicase.cli.reread.material import Material
from multicase.cli.review import decisions as reviewing
from multicase.cli.review.questions import plain
from multicase.digest import text_sha256
from multicase.study import files
from multicase.wording import counted

FILE = "private/rereading.csv"
_SCHEMA = files.schema("rereading")["properties"]
COLUMNS = tuple(_SCHEMA)
KINDS = tuple(kind for kind in _SCHEMA["kind"]["enum"] if kind)
CLASSES = tuple(cls for cls in _SCHEMA["class"]["enum"] if cls)
DIRECT = frozenset({"person", "phone", "email", "url", "code"})  # kinds that usually lead to somebody by themselves
LINE = re.compile(r"\s*([a-z]+)\s*(?:[,(]?\s*(direct|quasi)\)?)?\s*:\s*(\S.*)", re.IGNORECASE | re.DOTALL)
LISTED = 20
Row = Mapping[str, str]


def opened(study_dir: Path) -> Ledger:
    """The study's record. Raises StudyError for everything in it that goes against its schema."""
    return Ledger.open(study_dir / FILE, "rereading", COLUMNS)


def usual_class(kind: str) -> str:
    """The class that a kind has unless a reader says otherwise."""
    return "direct" if kind in DIRECT else "quasi"


def said(line: str) -> tuple[str, str, str] | None:
    """Kind, class and words of a line such as `person: Sarah Holt` or `job, direct: the bishop`; None for another."""
    found = LINE.fullmatch(line)
    if not found or found[1].lower() not in KINDS:
        return None
    kind = found[1].lower()
    return kind, (found[2] or usual_class(kind)).lower(), found[3].strip()


def digest(shown: str) -> str:
    """What tells whether two readers were shown the same."""
    return text_sha256(shown)[:16]


def read_by(rows: Iterable[Row], reader: str) -> set[tuple[str, str, str, str]]:
    """The passages that a reader has read to the end: source_id, start, end, text_sha256."""
    return {_passage(row) for row in rows if row["reader"] == reader and not row["missed"]}


def is_read(passage: Passage, text: Text, read: set[tuple[str, str, str, str]]) -> bool:
    return (passage.source_id, str(passage.start), str(passage.end), text.sha256) in read


def _passage(row: Row) -> tuple[str, str, str, str]:
    return row["source_id"], row["start"], row["end"], row["text_sha256"]


def passage_row(passage: Passage, text: Text, shown: str, reader: str, today: str) -> dict[str, str]:
    """The row that says that somebody has read a passage. shown: digest of what they were shown."""
    values = (
        reader,
        passage.source_id,
        passage.start,
        passage.end,
        passage.words,
        text.sha256,
        shown,
        "",
        "",
        "",
        today,
    )
    return dict(zip(COLUMNS, map(str, values), strict=True))


def missed_rows(
    rows: Iterable[Row], passage: dict[str, str], text: Text, places: Iterable[tuple[int, int]], kind: str, cls: str
) -> list[dict[str, str]]:
    """A row for each place of something missed that its reader hasn't noted yet. passage: the row of its passage."""
    noted = {_passage(row) for row in rows if row["reader"] == passage["reader"] and row["missed"]}
    found = []
    for start, end in places:
        words = " ".join(text.raw[start:end].split())
        row = passage | {"start": str(start), "end": str(end), "words": str(count_words(words))}
        row |= {"missed": words, "kind": kind, "class": cls}
        if _passage(row) not in noted:
            found.append(row)
    return found


def decide(study_dir: Path, record: Sequence[Row], material: Material, locale: str) -> str:
    """Add what was missed to private/decisions.csv, so that the next build masks it; says what was done, and what
    stays to be settled by hand.
    """
    from multicase.anonymise import locale as locales

    ledger = reviewing.opened(study_dir / "private/decisions.csv")
    current = [row for row in record if material.hashes.get(row["source_id"]) == row["text_sha256"]]
    fresh, kept = decided.of_missed(current, ledger.rows, material.cases)
    if fresh:
        ledger.save([*ledger.rows, *fresh])
    parts = []
    if fresh:
        added = f"{counted(len(fresh), 'decision')} added to {ledger.path.name}"
        parts.append(f"{added}: what was missed will be masked. Run make to apply them.")
    if kept:
        parts.append(f"A decision keeps what somebody found missed; settle it in {ledger.path.name}: {_strings(kept)}.")
    if any(row["missed"] for row in current):
        lost = decided.unfound(
            current, ledger.rows, texts={name: text.raw for name, text in material.texts.items()},
            cases=material.cases, lexicons=material.lexicons(), locale=locales.load(locale),
        )  # fmt: skip
        if lost:
            todo = "decide about it with the words around it, or put it into the register"
            parts.append(f"No decision finds this where it stands, a word in small letters: {_strings(lost)}; {todo}.")
    return "\n".join(parts)


def _strings(rows: Iterable[Row]) -> str:
    found = list(dict.fromkeys(f"{plain(row['missed'])} ({row['kind']}, {row['source_id']})" for row in rows))
    return ", ".join(found[:LISTED]) + (f" and {len(found) - LISTED} more" if len(found) > LISTED else "")


def report(record: Sequence[Row], hashes: Mapping[str, str]) -> str:
    """What was read, by whom, and what the anonymisation left by their reading."""
    from multicase.anonymise import rereading
    from multicase.tables import t25

    lines = [t25.reread(rereading.estimate(record, hashes))]
    current = [row for row in record if hashes.get(row["source_id"]) == row["text_sha256"]]
    for reader in sorted({row["reader"] for row in current}):
        theirs = [row for row in current if row["reader"] == reader]
        read = [row for row in theirs if not row["missed"]]
        words = sum(int(row["words"]) for row in read)
        found = len(theirs) - len(read)
        lines.append(f"  {reader}: {counted(len(read), 'passage')}, {counted(words, 'word')}, {found} found missed")
    return "\n".join(lines)
