"""`multicase codebook`: the codebook of another tool taken into a study, and the study's written for other tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multicase.cli import new_study, place
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    from multicase.exchange.codebook_changes import Renewed

FILE = "codebook.yaml"


def command(
    study: place.Study = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="a codebook or project: .qdc, .qdpx, .csv, .xlsx, or Taguette's")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="write codebook.yaml, not only show what it would be")] = False,
    project: Annotated[int | None, typer.Option(help="the project's number, in a Taguette database of several")] = None,
    to: Annotated[
        Path | None, typer.Option(help="write the study's codebook to a file: .qdc, .qdpx, .csv or .xlsx")
    ] = None,
    form: Annotated[str | None, typer.Option("--as", help="'taguette' for the CSV that Taguette reads")] = None,
) -> None:
    """Show or write the codebook that another tool's file makes (--from), or write the study's for them (--to)."""
    directory = place.of(study).study
    if (source is None) == (to is None):
        todo = "Name a file to read with --from, or one to write with --to."
        raise StudyError([Problem(str(directory), "", "--from and --to" if to else "neither", "one of the two", todo)])
    if to is not None:
        print(given_out(directory, to, form))
    else:
        print(taken_in(directory, source, write, project))


def taken_in(directory: Path, file: Path, write: bool, project: int | None = None) -> str:
    """What a file's codebook would make of the study's, in words; with `write` it is written.

    Raises StudyError for a file that can't be read or holds no code, and rather than write a codebook without codes
    that the study uses, one with which the rest of the study would be wrong, or one that goes against its schema.
    """
    from multicase.exchange import codebook_changes, codebook_yaml, codebooks

    path = directory / FILE
    text, old = _there(path)
    held = codebooks.held(_bytes(file), str(file), project)
    grown = codebooks.grown(held.codes, str(file), held.given)
    renewed = codebook_changes.renewed(grown, old) if old else None
    book = renewed.codebook if renewed else grown.codebook
    lines = [*_tree(book, str(file)), *(f"note: {note}" for note in (*held.notes, *grown.notes))]
    problems = list(_problems(directory, book, path))
    if renewed:
        lines += _told(renewed, old, directory)
        faults: list[Problem] = []
        problems += _lost(renewed, codebook_changes.in_use(directory, old, faults), path, file)
        if renewed.gone:
            lines += [f"note: whether codes that go are used here can't be told: {fault}" for fault in faults]
        problems += [] if problems else _unsound(directory, book)
        if codebook_yaml.has_comments(text):
            lines.append(f"note: comments inside {path} are not kept; the one that it opens with is")
    if not write:
        lines += [f"in the way of writing it: {problem}" for problem in problems]
        return "\n".join([*lines, f"Nothing is written; --write writes {path}."])
    if problems:
        raise StudyError(problems)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(codebook_yaml.text(book, codebook_yaml.comment_of(text) if renewed else ""), encoding="utf-8")
    return "\n".join([*lines, f"written: {path}"])


def given_out(directory: Path, to: Path, form: str | None = None) -> str:
    """Write the study's codebook to a new file; what the form leaves behind, in words. Raises StudyError."""
    from multicase.exchange import codebook_files

    chosen = form or to.suffix.lower().removeprefix(".")
    if chosen not in codebook_files.FORMS or (form and form != "taguette"):
        found, expected = f"the form '{chosen}'", "a name that ends in .qdc, .qdpx, .csv or .xlsx, or --as taguette"
        raise StudyError([Problem(str(to), "", found, expected, "Name such a file.")])
    place.refuse_existing([to])
    path = directory / FILE
    book = _read(path)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(codebook_files.written(book, chosen, directory.resolve().name))
    lost = [f"{loss.what} ({loss.n}): {loss.why}" for loss in codebook_files.losses(book, chosen)]
    return "\n".join([f"written: {to}. What it leaves behind:", *(lost or ["nothing"])])


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        found, todo = f"a file that can't be read ({error.strerror})", "Check its name and permissions."
        raise StudyError([Problem(str(file), "", found, "a codebook", todo)]) from None


def _there(path: Path) -> tuple[str, dict[str, Any] | None]:
    """The text of codebook.yaml and its content; None where there is none yet, or a new study's example."""
    from multicase.study import files

    if not path.is_file():
        return "", None
    book = _read(path)
    return path.read_text(encoding="utf-8-sig"), None if book == files.parse_yaml(new_study.CODEBOOK) else book


def _read(path: Path) -> dict[str, Any]:
    from multicase.study import checking

    problems: list[Problem] = []
    book = checking.read_yaml(path, "codebook", str(path), problems)
    if problems or book is None:
        raise StudyError(problems)
    return book


def _problems(directory: Path, book: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """What `check` would say of the codebook alone."""
    from multicase.study import attributes, checking, codebook

    wrong = list(checking.yaml_problems(book, "codebook", str(path)))
    about = directory / "study.yaml"
    problems: list[Problem] = []
    study = checking.read_yaml(about, "study", str(about), problems) if about.is_file() else {}
    declared = attributes.declared(study) if study is not None else None
    yield from wrong or codebook.problems(book, declared, str(path))


def _lost(renewed: Renewed, used: Mapping[str, tuple[str, ...]], path: Path, file: Path) -> Iterator[Problem]:
    for code in renewed.gone:
        if code in used:
            found = f"the code '{code}', which {', '.join(used[code])} use and {file} hasn't got"
            todo = "Add it to the file, or say in migrations.yaml what became of it (rename, merge, split, retire)."
            yield Problem(str(path), f"code {code}", found, "every code that the study uses", todo)


def _unsound(directory: Path, book: Mapping[str, Any]) -> list[Problem]:
    """What `check` would say of the study with this codebook, and doesn't say now."""
    now = {(problem.file, problem.place, problem.found) for problem in _checked(directory)}
    return [one for one in _checked(directory, book) if (one.file, one.place, one.found) not in now]


def _checked(directory: Path, book: Mapping[str, Any] | None = None) -> Sequence[Problem]:
    from multicase.study import study

    try:
        study.load(directory, book=book)
    except StudyError as error:
        return error.problems
    return ()


def _tree(book: Mapping[str, Any], file: str) -> Iterator[str]:
    subthemes = [sub for theme in book["themes"] for sub in theme["subthemes"]]
    codes = [code for sub in subthemes for code in sub["codes"]]
    sizes = ((book["themes"], "theme"), (subthemes, "subtheme"), (codes, "code"))
    open_ones = sum(not code.get("definition", "").strip() for code in codes)
    more = f"; {counted(open_ones, 'code')} without a definition" if open_ones else ""
    yield f"{file}: {', '.join(counted(len(found), noun) for found, noun in sizes)}{more}"
    for theme in book["themes"]:
        yield f"  {theme['label']} ({theme['theme']})"
        for sub in theme["subthemes"]:
            yield f"    {sub['label']} ({sub['subtheme']})"
            for code in sub["codes"]:
                yield f"      {code['label']} ({code['code']})"


def _told(renewed: Renewed, old: Mapping[str, Any], directory: Path) -> Iterator[str]:
    """What is otherwise than in the codebook that is there."""
    from multicase.exchange.descriptions import codes_of
    from multicase.study.study import is_locked

    yield from (f"added: {code}" for code in renewed.added)
    indicators = {code["code"]: len(code.get("indicators", ())) for _, _, code in codes_of(old)}
    for code in renewed.gone:
        also = f", with the {counted(n, 'indicator')} that the dictionary looks for" if (n := indicators[code]) else ""
        yield f"gone: {code}{also}"
    if renewed.gone and is_locked(directory):
        yield "note: the closed zone is locked: whether codings in it use a code that is gone can't be told"
    yield from (f"changed: {code}: {'; '.join(said)}" for code, said in renewed.changed.items())
    if not (renewed.added or renewed.gone or renewed.changed):
        yield "no code is added, gone or changed"
    yield from (f"note: {note}" for note in renewed.notes)
