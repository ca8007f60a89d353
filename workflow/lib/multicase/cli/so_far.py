"""What a coder has coded so far, for what they are given to go on with: sheets, and documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    import pandas as pd

    from multicase.study.study import Study


def segments(results: Path, sources: Mapping[str, Any]) -> pd.DataFrame:
    """The segments of these sources. Raises StudyError where there are none."""
    from multicase import frames

    found = frames.read(sorted((results / "segments").glob("*.parquet")), "segments")
    chosen = found[found["source_id"].isin(list(sources))]
    if chosen.empty:
        todo = "Run make first: a sheet is made of a build's segments. Or run this where those are."
        raise StudyError([Problem(str(results / "segments"), "", "no segments", "a finished build", todo)])
    return chosen


def given(
    study: Study, results: Path, coder: str, segments: pd.DataFrame
) -> tuple[list[dict[str, Any]], int, dict[str, str]]:
    """What the coder has coded in these segments by now, built or not (contract `codings`); how many of their codings
    in these sources have no place in a segment, so that nothing made of segments can hold them; and the sources ->
    files of their codings that aren't codings/<coder>.csv, into which all comes back.

    Raises StudyError for a name that is another coder's but for how it is written, and where codings on the texts
    before anonymisation haven't been carried over yet.
    """
    from multicase import frames
    from multicase.code import manual
    from multicase.exchange import coders
    from multicase.study import coder_names
    from multicase.study.codebook import code_ids
    from multicase.study.study import CODING_FOLDERS, coding_file

    carried = results / "codings/handed_in.parquet"
    if study.closed_codings.get(coder) and not carried.is_file():
        found = "codings that no build has carried over to the anonymised texts yet"
        raise StudyError([Problem(f"private/codings/{coder}.csv", "", found, "a finished build", "Run make first.")])
    texts = manual.texts_below(sorted(path for path in (results / "anonymised").glob("*") if path.is_dir()))
    handed_in = frames.read(carried, "handed_in") if carried.is_file() else None
    history = (study.migrations or {}).get("migrations", [])
    rows = coders.rows_of(study.coding_paths(), texts, study.codebook, history, handed_in)
    sources = {*segments["source_id"]}
    people = {*study.people, *(row["coder"] for row in rows)}
    if problems := list(coder_names.problems({coder: "--coder"}, people, "Write {other}")):
        raise StudyError(problems)
    rows = [row for row in rows if row["coder"] == coder and _is_of(row, sources)]
    if problems := list(coders.overlapping(rows)):
        raise StudyError(problems)
    own = coding_file(study.root, CODING_FOLDERS["codings"], coder)
    elsewhere = {
        str(row["source_id"]): str(row["file"]) for row in rows if row["source_id"] and Path(row["file"]) != own
    }
    rows = [row for row in rows if row["source_id"] not in elsewhere]
    rows = coders.migrated(rows, study.codebook, history, texts, segments, is_all=False)
    placed, unplaced = manual.code(rows, texts, segments, code_ids(study.codebook))
    return placed.to_dict("records"), len(unplaced), elsewhere


def _is_of(row: Mapping[str, Any], sources: Collection[str]) -> bool:
    """Whether a coding is of one of these sources, or of one that nobody has told yet."""
    return row["source_id"] in sources or (not row["source_id"] and bool(row.get("waiting")))


def without_place(n: int, coder: str, what: str) -> list[str]:
    """What to say of so many codings that have no place in what a coder is given (`the sheet`, `the documents`)."""
    verb = "waits, or lies" if n == 1 else "wait, or lie"
    return [f"{counted(n, 'coding')} of {coder} {verb} in no segment: not in {what}, and kept."] if n else []


def held(source: str, coder: str, file: str, what: str) -> Problem:
    """What keeps a source out of what a coder is given: a file of their codings into which nothing comes back.

    what: `a sheet`, `documents`.
    """
    if Path(file).suffix == ".csv":
        todo = "Go on with this source on the texts before anonymisation, as so far, or move these codings away."
    else:
        todo = f"Take them in first (multicase import-codings {file}), and move that file away."
    found = f"codings of {source} by {coder}, which {what} would bring in a second time"
    return Problem(file, "", found, f"them in codings/{coder}.csv, where they come back to", todo)
