"""`multicase audit`: an audit by sample: items drawn by lot, a sheet to fill in, and the report of what was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multicase.cli import place, sheet
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    from multicase.audit.results import Results

N = 60
WIDTHS = {"item": 40, "says": 80, "note": 50, "words": 14, "build": 20}
app = typer.Typer(help="Check a sample of the results, drawn by lot, and say what was found.", no_args_is_help=True)


@app.command()
def draw(
    study: place.Audited = None,
    seed: Annotated[int, typer.Option(help="a number of your own, which decides what is drawn")] = ...,
    n: Annotated[int, typer.Option(min=1, help="how many items to draw")] = N,
    to: Annotated[Path | None, typer.Option(help="the .xlsx or .csv file to write; a page is put beside it")] = None,
) -> None:
    """Draw numbers, quotations, verdicts and codings by lot; write a sheet to fill in, and a page that shows each."""
    import os

    from multicase.audit import report, sampling
    from multicase.site import drawn as site

    results = _results(study)
    items = sampling.draw(sampling.items(results).values(), n, seed)
    about = _about(results, seed, n)
    target = to or Path(f"{results.study}-audit-{seed}.xlsx")
    beside = target.with_suffix(".html")
    place.refuse_existing([beside], "Move it away, or name another file with --to.")
    reader = site.Reader(_context(results, study))
    way = f"{os.path.relpath((results.root / 'audit').resolve(), target.resolve().parent)}/".replace(os.sep, "/")
    rows = []
    for number, item in enumerate(items, 1):
        withheld = reader.is_withheld(item)
        told = {
            "item": item.id, "kind": item.kind, "says": reader.says(item), "words": "withheld" if withheld else "",
            "page": f"{target.stem}.html#i{number}",
        }  # fmt: skip
        rows.append([str((about | told).get(name, "")) for name in report.COLUMNS])
    sheet.write(target, report.COLUMNS, rows, {"verdict": report.VERDICTS}, WIDTHS)
    beside.write_text(site.page(reader, items, about, way), encoding="utf-8")
    print(
        f"{counted(len(items), 'item')} written to {target}; {beside} shows what stands behind each. Fill in verdict"
        f" ({', '.join(report.VERDICTS)}), note, and auditor in any row; then: multicase audit report {target}"
    )


@app.command()
def report(
    filled: Annotated[Path, typer.Argument(metavar="SHEET", help="a sheet that draw wrote, filled in")],
    study: place.Audited = None,
) -> None:
    """Say what a filled sheet found, and how many such items can be wrong at most; keep it in the study's audits/."""
    from multicase.audit import report as reports
    from multicase.audit import sampling

    results = _results(study)
    rows = sheet.read(filled, reports.COLUMNS, ("item", *reports.GIVEN, *reports.HEADER))
    seed, n = _draw_of(rows, str(filled))
    items = sampling.draw(sampling.items(results).values(), n, seed)
    kinds = {item.id: item.kind for item in items}
    audit = reports.of_sheet(rows, kinds, _about(results, seed, n), str(filled))
    print(reports.told(audit))
    print(_kept(audit, _folder(study, filled)))


def _results(study: Path | None) -> Results:
    from multicase.audit.results import Results

    results = Results(place.results_of(study))
    if results.manifest.empty:
        todo = "Let the build finish: make."
        raise StudyError([Problem(str(results.root), "", "results without their manifest, T27", "whole results", todo)])
    return results


def _context(results: Results, study: Path | None) -> Any:
    """How the site of the results was made: their settings say how many batches a case has at most."""
    import csv

    from multicase.site.context import Context

    with (results.root / "audit/settings.csv").open(encoding="utf-8", newline="") as file:
        settings = {row["setting"]: row["value"] for row in csv.DictReader(file)}
    return Context(results, int(settings["batches_per_case"]))


def _about(results: Results, seed: int, n: int) -> dict[str, Any]:
    """What a sheet says of the draw that it holds."""
    from multicase.digest import file_sha256

    build = file_sha256(results.root / "tables/T27.csv")
    return {"study": results.study, "build": build, "version": _version(), "seed": seed, "n": n}


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("multicase")
    except metadata.PackageNotFoundError:  # run from its sources
        return ""


def _draw_of(rows: list[tuple[int, dict[str, str]]], file: str) -> tuple[int, int]:
    """Seed and size of the draw that a sheet holds, by its first row."""
    if not rows:
        raise StudyError([Problem(file, "", "no rows", "the rows that were drawn", "Draw a new sheet.")])
    number, row = rows[0]
    forms = {"seed": r"-?\d+", "n": r"[1-9]\d*"}
    problems = [
        Problem(file, f"row {number}, column {name}", f"'{row[name]}'", "a whole number", "Put back what draw wrote.")
        for name, form in forms.items()
        if not re.fullmatch(form, row[name])
    ]
    if problems:
        raise StudyError(problems)
    return int(row["seed"]), int(row["n"])


def _folder(study: Path | None, filled: Path) -> Path:
    """Where a report is kept: in the study; beside the sheet where only results are at hand."""
    from multicase.study.study import AUDITS

    root = None if study is not None and (study / place.AUDITED).is_file() else place.of(study).study
    return root / AUDITS if root and root.is_dir() else filled.parent


def _kept(audit: Mapping[str, Any], folder: Path) -> str:
    """Write a report; says where. Raises StudyError where another of its name is there, which nobody may overwrite."""
    import yaml

    who = re.sub(r"[^\w]+|_", "-", "-".join(audit["auditors"]).lower()).strip("-") or "audit"
    path = folder / f"{who}-{audit['seed']}-{audit['build'][:8]}.yaml"
    content = yaml.safe_dump(dict(audit), sort_keys=False, allow_unicode=True, width=120)
    if path.is_file() and path.read_text(encoding="utf-8") != content:
        todo = "Move it away first, if it was a mistake."
        raise StudyError([Problem(str(path), "", "another report of the same audit", "no such file", todo)])
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return f"Kept as {path}; the page audit/audits.html shows it after the next build."
