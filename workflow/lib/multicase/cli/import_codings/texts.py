"""The texts that codings are laid over, and the files that sources were made of."""

from __future__ import annotations

import csv
from pathlib import Path

from multicase.study.problems import Problem, StudyError


def anonymised(results: Path) -> dict[str, str]:
    """The anonymised texts by source. Raises StudyError where there are none."""
    from multicase.code.manual import texts_below

    texts = texts_below(sorted(path for path in (results / "anonymised").glob("*") if path.is_dir()))
    if not texts:
        todo = "Run make first: codings are laid over the anonymised texts."
        raise StudyError([Problem(str(results / "anonymised"), "", "no anonymised texts", "a finished build", todo)])
    return texts


def canonical(results: Path) -> dict[str, str]:
    """The texts before anonymisation by source, of the closed zone; none where it is locked or not built."""
    from multicase import frames

    paths = sorted((results / "private/texts").glob("*.parquet"))
    rows = frames.read(paths, "texts") if paths else None
    return {} if rows is None else dict(zip(rows["source_id"], rows["text"], strict=True))


def in_no_segment(results: Path) -> dict[str, set[tuple[str, str, str]]]:
    """Coder -> source, start and code of the codings of the last build that lie on labels, or on no word at all."""
    from multicase import frames
    from multicase.code.manual import BESIDE

    path = results / "codings/unplaced.parquet"
    found: dict[str, set[tuple[str, str, str]]] = {}
    for row in frames.read(path, "unplaced").to_dict("records") if path.is_file() else ():
        if row["reason"] == BESIDE:
            found.setdefault(row["coder"], set()).add((row["source_id"], str(row["start"]), row["code"]))
    return found


def origins(directory: Path) -> list[tuple[str, str]]:
    """The sources and the file of each, if the study was made of a folder (`new-study`)."""
    path = directory / "private/origins.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["source_id"], row["file"]) for row in csv.DictReader(file)]
