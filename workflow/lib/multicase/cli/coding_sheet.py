"""`multicase coding-sheet`: the segments of a study for one coder, to be coded in a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multicase.cli import place
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

if TYPE_CHECKING:
    import pandas as pd

    from multicase.study.study import Study

KINDS = (".csv", ".xlsx")


def command(
    coder: Annotated[str, typer.Option(help="who codes, as their file in codings/ is called")],
    to: Annotated[Path, typer.Option(help="the sheet: a new file that ends in .xlsx or .csv")],
    study: place.Study = None,
    sources: Annotated[
        list[str] | None, typer.Option(help="only this source; may be given several times; else all of them")
    ] = None,
) -> None:
    """Make a sheet for coding: one row a segment, codes to choose from, and what the coder has coded so far."""
    print(coding_sheet(place.of(study), coder, to, sources or ()))


def coding_sheet(where: place.Place, coder: str, to: Path, sources: Sequence[str] = ()) -> str:
    """Write a coder's sheet, which is its owner's alone (mode 600); what it holds, in words.

    sources: ids; all that aren't closed if there are none. Raises StudyError without a build, for unknown and closed
    sources, a coder without a name, another kind of file and one that is there already, which may be half filled in.
    """
    from multicase.closed.locking import write_private
    from multicase.exchange import sheets
    from multicase.exchange.names import coder_id
    from multicase.study import study as studies

    loaded = studies.load(where.study)
    problems = [*_of_file(to), *_of_sources(loaded, sources)]
    if not coder_id(coder):
        problems.append(Problem("--coder", "", "no name", "letters or digits", "Name the coder."))
    if problems:
        raise StudyError(problems)
    opened = {row["source_id"]: row for row in loaded.open_sources if not sources or row["source_id"] in sources}
    segments = _segments(where.results, opened)
    names = sheets.code_names(loaded.codebook)
    given, without_place, elsewhere = _given(loaded, where.results, coder_id(coder), segments)
    segments = segments[~segments["source_id"].isin(list(elsewhere))]
    if problems := [_held(name, coder, file) for name, file in elsewhere.items() if sources or segments.empty]:
        raise StudyError(problems)
    rows = list(sheets.rows(segments, given, names))
    if to.suffix.lower() == ".csv":
        content = sheets.as_csv(rows, loaded.name, coder)
    else:
        content = sheets.as_xlsx(rows, loaded.codebook, loaded.name, coder)
    try:
        write_private(to, content)
    except OSError as error:
        found = f"a place that can't be written ({error.strerror})"
        raise StudyError([Problem(str(to), "", found, "a folder", "Name another file.")]) from None
    left = [f"Not in the sheet: {_held(name, coder, file)}" for name, file in elsewhere.items()]
    opened = {name: row for name, row in opened.items() if name not in elsewhere}
    return "\n".join([*_told(to, rows, opened, coder, loaded.root, without_place), *left])


def _held(source: str, coder: str, file: str) -> Problem:
    """What keeps a source out of a coder's sheet: a file of their codings that the sheet can't be brought back into."""
    if Path(file).suffix == ".csv":
        todo = "Go on with this source on the texts before anonymisation, as so far, or move these codings away."
    else:
        todo = f"Take them in first (multicase import-codings {file}), and move that file away."
    found = f"codings of {source} by {coder}, which a sheet would bring in a second time"
    return Problem(file, "", found, f"them in codings/{coder}.csv, where sheets go", todo)


def _told(
    to: Path,
    rows: Sequence[Any],
    sources: Mapping[str, Mapping[str, str]],
    coder: str,
    study: Path,
    without_place: int,
) -> list[str]:
    from multicase.exchange.parts import may_be_quoted

    to_code = sum(row.is_coded for row in rows)
    there = sum(len(row.codes) for row in rows)
    made = {row.source for row in rows}
    what = f"{counted(len(rows), 'row')} of {counted(len(made), 'source')} for {coder}, {to_code:,} of them to code"
    lines = [f"{to}: {what}; {counted(there, 'code')} given before"]
    if without_place:
        verb = "waits, or lies" if without_place == 1 else "wait, or lie"
        lines.append(f"{counted(without_place, 'coding')} of {coder} {verb} in no segment: not in the sheet, and kept.")
    if lacking := sorted({*sources} - made):
        lines.append(f"The last build has no segments of {listed(lacking)}: run make, and make the sheet again.")
    if kept := sum(not may_be_quoted(sources[name]) for name in made):
        lines.append(f"It holds the words of {counted(kept, 'source')} that may not be quoted: keep it in your team.")
    lines.append(f"When it is filled in: multicase import-codings {to} {study}")
    return lines


def _of_file(to: Path) -> list[Problem]:
    problems = []
    if to.suffix.lower() not in KINDS:
        problems.append(
            Problem(str(to), "", f"a file of the kind '{to.suffix}'", "a name that ends in .xlsx or .csv", "Rename it.")
        )
    if to.exists():
        todo = "Import it, or name another file."
        problems.append(Problem(str(to), "", "a file that is there already", "a new file", todo))
    return problems


def _of_sources(study: Study, sources: Sequence[str]) -> list[Problem]:
    from multicase.study.files import nearest

    there = [row["source_id"] for row in study.open_sources]
    closed = {row["source_id"] for row in study.sources} - {*there}
    return [
        Problem("--sources", "", f"'{name}', a source whose consent is closed", "a source that may be read", "Omit it.")
        if name in closed
        else Problem("--sources", "", f"the unknown source '{name}'", "an id of sources.csv",
                     f"Mend it{nearest(name, there)}.")
        for name in sources
        if name not in there
    ]  # fmt: skip


def _segments(results: Path, sources: Mapping[str, Any]) -> pd.DataFrame:
    """The segments of these sources. Raises StudyError where there are none."""
    from multicase import frames

    found = frames.read(sorted((results / "segments").glob("*.parquet")), "segments")
    chosen = found[found["source_id"].isin(list(sources))]
    if chosen.empty:
        todo = "Run make first: a sheet is made of a build's segments. Or run this where those are."
        raise StudyError([Problem(str(results / "segments"), "", "no segments", "a finished build", todo)])
    return chosen


def _given(
    study: Study, results: Path, coder: str, segments: pd.DataFrame
) -> tuple[list[dict[str, Any]], int, dict[str, str]]:
    """What the coder has coded in these segments (contract `codings`); how many of their codings in these sources have
    no place in a segment, so that no sheet can hold them; and the sources -> files of their codings that aren't
    codings/<coder>.csv, into which sheets are imported.

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
    rows = coders.rows_of(study.coding_paths(), texts, study.codebook, handed_in)
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
    rows = coders.migrated(rows, study.codebook, (study.migrations or {}).get("migrations", []))
    placed, unplaced = manual.code(rows, texts, segments, code_ids(study.codebook))
    return placed.to_dict("records"), len(unplaced), elsewhere


def _is_of(row: Mapping[str, Any], sources: Collection[str]) -> bool:
    """Whether a coding is of one of these sources, or of one that nobody has told yet."""
    return row["source_id"] in sources or (not row["source_id"] and bool(row.get("waiting")))
