"""What raw files tell of themselves: whose case, in what format, of what kind, when, and who speaks in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from multicase.ingest import Source
    from multicase.ingest.columns import Column
    from multicase.ingest.guesses import Guess
    from multicase.ingest.voices import Voice

LEFT_BEHIND = ("._", "~$", ".~lock.")  # how names begin
OF_SYSTEMS = frozenset({".DS_Store", ".git", ".gitignore", ".gitattributes", ".gitkeep", ".gitmodules"})
UNHIDDEN = frozenset({"thumbs.db", "desktop.ini", "icon\r"})  # what systems leave under names like others


@dataclass(frozen=True)
class Raw:
    """A raw file, and the path that people know it by, of which the first folder is its case."""

    path: Path
    inside: PurePath


@dataclass(frozen=True)
class Found:
    """A raw file, as far as it explains itself.

    inside: the path that it is known by. read: its row of the contract `texts`. columns: column of a table -> what it
    holds, where people have said so. attributes: column -> respondent, as `labels.key` gives them -> values, of a
    table's closed answers: a respondent with several rows may have given several.
    """

    path: Path
    inside: PurePath
    case_id: str
    source_id: str
    format: str
    kind: Guess
    date: Guess
    voices: tuple[Voice, ...]
    read: Mapping[str, object]
    notes: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The canonical text."""
        return str(self.read["text"])


def files_below(folder: Path) -> list[Raw]:
    """Every file below a folder; hidden ones, and what systems leave there, are passed over.

    Raises StudyError if there is no such folder.
    """
    if not folder.is_dir():
        todo = "Name a folder whose sub-folders hold the raw files of a case each, or a project (.qdpx, .sqlite3)."
        raise StudyError([Problem(str(folder), "", "no such folder", "a folder of raw files", todo)])
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = [Raw(path, path.relative_to(folder)) for path in paths]
    return [raw for raw in named if not (_is_hidden(raw.inside) or _is_left_behind(raw.inside))]


def passed_over(folder: Path) -> list[str]:
    """The files below a folder that are not read since their name, or a folder's, begins with a dot or a tilde.

    What systems and word processors leave behind (`.DS_Store`, `~$draft.docx`, all of `.git`) isn't among them.
    """
    inside = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.as_posix() for path in inside if _is_hidden(path) and not _is_left_behind(path)]


def links(folder: Path) -> list[str]:
    """The links below a folder that lead to folders, or to nothing: no file is found behind them."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_symlink() and not path.is_file())
    return [inside.as_posix() for path in found if not _is_hidden(inside := path.relative_to(folder))]


def survey(
    raws: Sequence[Raw], folder: Path, declared: Mapping[str, str], ask: Callable[[Path, Column], str] | None = None
) -> list[Found]:
    """Every raw file with its case, format, kind, date and voices; folder: what they come from, as messages name it.

    A file's case is the first folder of the path that it is known by; cases are numbered, since a folder's name may be
    that of a place. Raises StudyError naming every file that can't be read.
    """
    problems: list[Problem] = []
    found: list[Found] = []
    numbers: dict[str, int] = {}
    folders = sorted({case_folder(raw.inside) for raw in raws})
    for raw in raws:
        path, inside = raw.path, raw.inside
        case_id = f"case{folders.index(case_folder(inside)) + 1}"
        numbers[case_id] = numbers.get(case_id, 0) + 1
        try:
            found.append(_examine(path, inside, case_id, numbers[case_id], declared, ask))
        except StudyError as error:
            problems += error.problems
    if not raws:
        todo = "Put the raw files into the folder, in a sub-folder for each case."
        problems.append(Problem(str(folder), "", "no files", "raw files", todo))
    if problems:
        raise StudyError(problems)
    return found


def case_folder(inside: PurePath) -> str:
    """What tells a file's case."""
    return inside.parts[0] if len(inside.parts) > 1 else ""


def _is_hidden(path: PurePath) -> bool:
    return any(part.startswith((".", "~")) for part in path.parts)


def _is_left_behind(path: PurePath) -> bool:
    is_of_system = any(part in OF_SYSTEMS or part.startswith(LEFT_BEHIND) for part in path.parts)
    return is_of_system or path.name.lower() in UNHIDDEN


def _examine(
    path: Path,
    inside: PurePath,
    case_id: str,
    number: int,
    declared: Mapping[str, str],
    ask: Callable[[Path, Column], str] | None,
) -> Found:
    from multicase import ingest
    from multicase.ingest import formats, guesses, readers, voices
    from multicase.ingest.asking import COMMENT

    fmt = ingest.detect_format(path)
    columns = _columns(path, fmt, declared, ask) if fmt in readers.TABLES else {}
    source_id = f"{case_id}-s{number:03d}"
    read = _read(path, fmt, source_id, case_id, columns)
    spoken = tuple(voices.of_turns(read.turns))
    guessed = voices.roles([spoken])
    roles = [guessed[source_id, voice.label].role if voice.label else "" for voice in spoken]
    lines = str(read.text["text"]).split("\n")
    kind = guesses.kind(str(inside), lines, spoken, roles, fmt)
    if kind.value == "observation":  # the sign of what an observer thinks is nobody's label there
        spoken = tuple(voice for voice in spoken if not COMMENT.match(f"{voice.label}:"))
    answers = _attributes(path, fmt, columns) if fmt in readers.TABLES else {}
    date = guesses.date(inside.name, lines)
    doubt = formats.doubt(fmt, path.suffix.lower().lstrip("."))
    notes = (*([doubt] if doubt else []), *read.notes)
    return Found(path, inside, case_id, source_id, fmt, kind, date, spoken, read.text, notes, columns, answers)


def _read(path: Path, fmt: str, source_id: str, case_id: str, columns: Mapping[str, str]) -> Source:
    """The file read as a conversation, with the labels that can be told; in messages it has its own name."""
    from multicase import ingest
    from multicase.ingest.columns import Declared

    about = {"source_id": source_id, "case_id": case_id, "kind": "interview", "format": fmt}
    try:
        return ingest.ingest_source(path.read_bytes(), about, None, columns=Declared(columns, frozenset(columns)))
    except StudyError as error:
        raise StudyError([replace_file(problem, str(path)) for problem in error.problems]) from None


def replace_file(problem: Problem, file: str) -> Problem:
    """A problem of a source under the name of its file."""
    return Problem(file, problem.place, problem.found, problem.expected, problem.todo)


def _columns(
    path: Path, fmt: str, declared: Mapping[str, str], ask: Callable[[Path, Column], str] | None
) -> dict[str, str]:
    """What people say that the columns of a table hold: as declared, else as answered when asked."""
    from multicase.ingest import columns
    from multicase.ingest.limits import Budget
    from multicase.ingest.readers import rows

    header, lines = rows.cells(path.read_bytes(), fmt, str(path), Budget(str(path)))
    said = {name: holds for name, holds in declared.items() if name in header}
    known = columns.guess(header, lines) | said
    if not ask and columns.WORDS not in known.values():
        found = f"no column that is known to hold words, among: {', '.join(name for name in header if name)}"
        todo = (
            "Say what they hold: --words COLUMN (once for each), --who COLUMN, --attribute COLUMN, --not-read COLUMN. "
            "If these are no names of columns, take out the rows above those names in the file."
        )
        raise StudyError([Problem(str(path), "", found, "a column of words", todo)])
    if ask:
        for column in columns.describe(header, lines):
            if column.name not in known and column.filled:
                said[column.name] = ask(path, column)
    return said


def _attributes(path: Path, fmt: str, columns: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    """The closed answers of a table, in which rows are of whom the reader takes them for: see Found.attributes."""
    from multicase.ingest import columns as guessing
    from multicase.ingest import labels
    from multicase.ingest.limits import Budget
    from multicase.ingest.readers import rows

    header, lines = rows.cells(path.read_bytes(), fmt, str(path), Budget(str(path)))
    held, _ = guessing.settled(header, lines, columns)
    at = {kind: [n for n, name in enumerate(header) if held.get(name) == kind] for kind in guessing.HOLDS}
    found: dict[str, dict[str, list[str]]] = {header[n]: {} for n in at[guessing.ATTRIBUTE]}
    for line in lines:
        respondent = labels.key(rows.label_of(line, at[guessing.WHO]))
        for name, n in zip(found, at[guessing.ATTRIBUTE], strict=True):
            values = found[name].setdefault(respondent, [])
            if respondent and (value := line[n].strip()) and value not in values:
                values.append(value)
    return found if at[guessing.WHO] else {}
