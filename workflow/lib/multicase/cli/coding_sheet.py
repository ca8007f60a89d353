"""`multicase coding-sheet`: the segments of a study for one coder, to be coded in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multicase.cli import place, so_far
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

if TYPE_CHECKING:
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
    segments = so_far.segments(where.results, opened)
    names = sheets.code_names(loaded.codebook)
    given, without_place, elsewhere = so_far.given(loaded, where.results, coder_id(coder), segments)
    segments = segments[~segments["source_id"].isin(list(elsewhere))]
    left = [so_far.held(name, coder, file, "a sheet") for name, file in elsewhere.items()]
    if left and (sources or segments.empty):
        raise StudyError(left)
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
    opened = {name: row for name, row in opened.items() if name not in elsewhere}
    told = _told(to, rows, opened, coder, loaded.root, without_place)
    return "\n".join([*told, *(f"Not in the sheet: {one}" for one in left)])


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
    lines += so_far.without_place(without_place, coder, "the sheet")
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
