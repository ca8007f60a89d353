"""Ingest: a raw file becomes canonical text, and the text becomes turns.

The reader of each format is declared with the source; who speaks is declared in speakers.csv. Detection of either is
a fallback. See ARCHITECTURE.md for blocks, canonical text and turns.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from multicase.contracts import CONTRACTS
from multicase.digest import text_sha256
from multicase.ingest import blocks, formats, readers, styles, turns
from multicase.ingest.formats import FORMATS
from multicase.ingest.refusal import refuse
from multicase.study.problems import StudyError

__all__ = ["FORMATS", "canonical_text", "detect_format", "ingest", "ingest_source", "labels_of"]
Row = Mapping[str, str]


def ingest(sources: Sequence[Row], speakers: Sequence[Row] | None, root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Texts and turns (contracts `texts` and `turns`) of sources whose raw files lie below `root`.

    sources: source_id, case_id, kind, path, format. speakers: source_id (`*` for every source), label, participant_id,
    role; None if the study lists none. Raises StudyError with the problems of all sources: one doesn't hide another.
    """
    texts, spoken, problems = [], [], []
    for source in sources:
        try:
            data = _bytes(root / source["path"], source["source_id"])
            text, rows = ingest_source(data, source, _labels(speakers, source["source_id"]))
        except StudyError as error:
            problems += error.problems
            continue
        texts.append(text)
        spoken += rows
    if problems:
        raise StudyError(problems)
    return (
        pd.DataFrame(texts, columns=list(CONTRACTS["texts"].columns)),
        pd.DataFrame(spoken, columns=list(CONTRACTS["turns"].columns)),
    )


def ingest_source(
    data: bytes, source: Row, speakers: Mapping[str, str] | None
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """One source's row of `texts` and rows of `turns`. In messages the source is named by its id."""
    name = source["source_id"]
    text = blocks.canonical(readers.read(data, source["format"], name))
    about = {
        "source_id": name,
        "case_id": source["case_id"],
        "kind": source["kind"],
        "raw_sha256": hashlib.sha256(data).hexdigest(),
    }
    rows = turns.parse(text, kind=source["kind"], source_id=name, speakers=speakers, name=name)
    return about | {"text": text.text, "text_sha256": text_sha256(text.text)}, [row | about for row in rows]


def canonical_text(path: Path, format: str | None = None) -> str:
    """The canonical text of one raw file; its format is detected unless it is given."""
    return _canonical(path, format).text


def labels_of(path: Path, format: str | None = None) -> Counter[str]:
    """The speaker labels of one raw file, as far as they can be told, with how often each opens a line."""
    text = _canonical(path, format)
    return styles.guess_labels(text.text, text.lines)


def detect_format(path: Path) -> str:
    """The format of a raw file, from its content and the ending of its name. Raises StudyError for an unknown one."""
    return formats.detect(_bytes(path, str(path)), path.suffix.lower().lstrip("."), str(path))


def _canonical(path: Path, format: str | None) -> blocks.Canonical:
    return blocks.canonical(readers.read(_bytes(path, str(path)), format or detect_format(path), str(path)))


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        todo = "Check the path and the file's permissions."
        raise refuse(name, f"a file that can't be read ({error.strerror})", "a readable file", todo) from None


def _labels(speakers: Sequence[Row] | None, source_id: str) -> dict[str, str] | None:
    """Label -> who, for one source; a row for the source itself goes before one for every source."""
    if speakers is None:
        return None
    chosen = [row for row in speakers if row["source_id"] == "*"]
    chosen += [row for row in speakers if row["source_id"] == source_id]
    return {row["label"]: row["participant_id"] if row["role"] == "participant" else row["role"] for row in chosen}
