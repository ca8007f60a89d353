"""The `multicase` command: what a person does around the workflow."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from multicase.errors import Problem, StudyError

app = typer.Typer(
    help="Make, check and inspect qualitative multi-case studies.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Directory = Annotated[Path, typer.Argument(help="the study's directory")]
File = Annotated[Path, typer.Argument(help="a raw file: docx, odt, rtf, txt, md, rst, vtt, srt, pdf, html or csv")]


def main() -> None:
    """Run the command; people's mistakes are told without a traceback, with exit code 1."""
    try:
        app()
    except StudyError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


@app.command()
def new_study(
    directory: Directory,
    source: Annotated[Path, typer.Option("--from", help="a folder of raw files; its sub-folders are the cases")],
) -> None:
    """Make a study of a folder of raw files; every guess is marked, for you to confirm."""
    from multicase.cli import making

    told = making.make(source, directory)
    print("\n".join(told))


@app.command()
def check(directory: Directory) -> None:
    """Check a study: every file, every reference, every raw file that can be read."""
    from multicase import codebook, guarding, ingest, study

    found = study.load(directory)
    problems = codebook.problems(found.codebook, str(found.path("codebook")))
    if found.locked:
        print(f"note: {directory} is locked: its raw files were not read (multicase unlock).", file=sys.stderr)
    else:
        try:
            ingest.ingest(found.open_sources, found.speakers, found.root)
        except StudyError as error:
            problems += error.problems
    problems += [
        Problem(
            str(path),
            "",
            "a file of the closed zone in git",
            "none",
            "Take it out: git rm --cached, and rewrite history.",
        )
        for path in guarding.tracked_closed_files(directory)
    ]
    if problems:
        raise StudyError(problems)
    for guess in study.unconfirmed(found):
        print(f"note: {guess}", file=sys.stderr)


@app.command()
def text(file: File) -> None:
    """Print the canonical text of one raw file, the text that offsets point into."""
    sys.stdout.write(_canonical(file))


def _canonical(file: Path) -> str:
    from multicase import ingest

    return ingest.canonical_text(file)


@app.command()
def identifiers(
    file: File,
    register: Annotated[Path | None, typer.Option(help="a register of known names, as private/register.csv")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="print JSON: start, end, text, kind, layer, rule_id, action")
    ] = False,
) -> None:
    """Print what the anonymiser finds in one file."""
    from multicase.cli import finding

    print(finding.show(file, register, as_json))


@app.command()
def explain(
    target: Annotated[
        str,
        typer.Argument(
            help="a table (T06), a figure (F08), a claim (C3), a quotation (C3.1), a code or a segment's id"
        ),
    ],
    row: Annotated[str, typer.Option(help="a row, by its number or its key")] = "",
    column: Annotated[str, typer.Option(help="a column of the table")] = "",
    study: Annotated[
        Path | None, typer.Option(help="the study's directory, which names its results; else that of config.yaml")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Print where a number, a mark, a verdict or a segment comes from, down to the words and the raw file's hash."""
    import json

    from multicase import explain as explaining
    from multicase.cli.explaining import render

    told = explaining.explain(Path("results") / (study or _configured()).resolve().name, target, row, column)
    print(json.dumps(told, ensure_ascii=False, indent=1) if as_json else render(told))


def _refuse_locked(directory: Path) -> None:
    """Raises StudyError for a study whose closed zone is encrypted."""
    from multicase.study import is_locked

    if is_locked(directory):
        todo = "Restore it first: multicase unlock."
        raise StudyError([Problem(str(directory), "", "a locked study", "one whose closed zone is open", todo)])


def _configured() -> Path:
    """The study that config.yaml names."""
    from multicase import schemas

    path = Path("config.yaml")
    if not path.is_file():
        todo = "Run the command where the Snakefile lies, or name the study."
        raise StudyError([Problem("config.yaml", "", "no such file", "the configuration", todo)])
    return Path(schemas.mapping([str(path)])["study"])


@app.command()
def review(
    directory: Directory,
    reviewer: Annotated[str, typer.Option(help="your id")] = "reviewer_1",
    second: Annotated[bool, typer.Option("--second", help="answer blind what another reviewer decided")] = False,
    disagreements: Annotated[bool, typer.Option("--disagreements", help="show where two reviewers differ")] = False,
    unmatched: Annotated[bool, typer.Option("--unmatched", help="show decisions that match nothing any more")] = False,
    export: Annotated[Path | None, typer.Option(help="write the queue to a .csv or .xlsx file")] = None,
    import_: Annotated[Path | None, typer.Option("--import", help="read decisions from such a file")] = None,
) -> None:
    """Decide about the identifiers that wait: in the terminal, saved after each answer, or in a spreadsheet."""
    import datetime

    from multicase.cli import reviewing

    _refuse_locked(directory)
    results = Path("results") / directory.resolve().name
    who = {"reviewer": reviewer, "today": datetime.date.today().isoformat()}
    if disagreements:
        print(reviewing.show_disagreements(directory))
    elif unmatched:
        print(reviewing.show_unmatched(directory, results))
    elif export:
        print(reviewing.export_queue(results, export))
    elif import_:
        print(reviewing.import_sheet(directory, results, import_, **who))
    else:
        print(reviewing.review(directory, results, second=second, **who))


@app.command()
def keygen(path: Annotated[Path, typer.Argument(help="a new file, outside any study")]) -> None:
    """Write a new secret key, and print the public one, for lock."""
    from multicase import locking

    print(locking.keygen(path))


@app.command()
def lock(
    directory: Directory,
    recipient: Annotated[list[str], typer.Option(help="a public key (age1...); may be given several times")],
) -> None:
    """Encrypt a study's closed zone with age and remove the plain files; all after anonymisation still builds."""
    from multicase import locking

    results = Path("results") / directory.resolve().name
    print(f"locked in {locking.lock(directory, recipient, results if (results / 'private').is_dir() else None)}")


@app.command()
def unlock(
    directory: Directory,
    key: Annotated[Path, typer.Option(help="the file that keygen wrote")],
    remove: Annotated[bool, typer.Option("--remove", help="remove the encrypted file afterwards")] = False,
) -> None:
    """Restore a study's closed zone."""
    from multicase import locking

    written = locking.unlock(directory, key, Path("results") / directory.resolve().name, remove=remove)
    print(f"{len(written)} files restored")


@app.command()
def guard() -> None:
    """Refuse a commit that holds files of a closed zone; .githooks/pre-commit calls it."""
    from multicase import guarding

    guarding.guard(Path())


@app.command()
def import_codings(
    file: Annotated[
        Path, typer.Argument(help="a .qdpx project, a Taguette project (.sqlite3) or its highlights (.csv)")
    ],
    study: Annotated[Path, typer.Option(help="the study's directory")] = Path("data/gp-leadership"),
    write: Annotated[bool, typer.Option(help="write codings/<coder>.csv, if every coding has a place")] = False,
) -> None:
    """Show what a QDA project holds, how its codings lie on the anonymised texts, and what could not be placed."""
    from multicase.cli import projects

    told, complete = projects.import_codings(file, study, Path("results") / study.resolve().name, write)
    print(told)
    if not complete:
        raise typer.Exit(1)


@app.command()
def export(
    to: Annotated[Path, typer.Option(help="the folder that the files go to")],
    study: Annotated[Path, typer.Option(help="the study's directory")] = Path("data/gp-leadership"),
) -> None:
    """Copy the coded study for other tools (.qdpx, .qdc, JSON-LD, CSV), and say what each format leaves behind."""
    from multicase.cli import projects

    print(projects.export(Path("results") / study.resolve().name, to))


@app.command()
def publish(
    directory: Directory = Path("data/gp-leadership"),
) -> None:
    """Make the last build of a study its version of record, results/published/<study>."""
    from multicase import reproduction

    name = directory.resolve().name
    try:
        number = reproduction.publish(Path("results") / name, Path("results/published") / name)
    except FileNotFoundError as error:
        raise StudyError([Problem(str(error), "", "no build", "a finished build", "Run make first.")]) from None
    waiting = reproduction.waiting(Path("results") / name)
    print(f"{number} files published in results/published/{name}; commit them.")
    if waiting:
        print(
            f"note: {waiting} strings still wait for a decision about anonymisation (multicase review).",
            file=sys.stderr,
        )


@app.command()
def verify(
    directory: Directory = Path("data/gp-leadership"),
) -> None:
    """Check that the last build is still what its manifest says, and the one that was published."""
    from multicase import reproduction

    name = directory.resolve().name
    results, published = Path("results") / name, Path("results/published") / name
    if not reproduction.manifest(results):
        todo = "Run make first."
        raise StudyError([Problem(f"{results}/tables/T27.csv", "", "no manifest", "a finished build", todo)])
    broken = reproduction.altered(results)
    for row in broken:
        print(f"{results}/{row['artefact']}: {row['status']}, no longer what the build made", file=sys.stderr)
    rows = reproduction.compare(results, published)
    for row in rows:
        if row["status"] != reproduction.IDENTICAL:
            print(f"{row['artefact']}: {row['status']}", file=sys.stderr)
    if broken:
        print("Remove the files named above and run make: it makes them again.", file=sys.stderr)
    print(reproduction.sentence(rows))
    if broken or any(row["status"] != reproduction.IDENTICAL for row in rows):
        raise typer.Exit(1)


@app.command()
def accept(directory: Directory) -> None:
    """Add the pseudonyms that the last build proposed to private/pseudonyms.csv, after your look at them."""
    from multicase.cli import accepting

    _refuse_locked(directory)
    print(accepting.accept(directory, Path("results") / directory.resolve().name))
