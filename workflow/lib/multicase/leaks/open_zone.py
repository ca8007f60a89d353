"""The open zone: which files of a build the leak scan must search."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from multicase.altered import WARNING
from multicase.closed.locking import LOCKED
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

LOGS = "logs"
REPORT = "audit/leaks.json"
OWN = (REPORT, "audit/reproduction.csv")  # what is written after the scan
TIMESTAMP = ".snakemake_timestamp"  # Snakemake leaves one in each directory that a rule makes
FIELD = re.compile(r"\\\{(\w+)\\\}")
# What the wildcards of results can be, in any study and under any settings.
FORMS = {
    "table": r"T\d\d",
    "figure": r"F\d\d",
    "case": r"[a-z][a-z0-9_]*",
    "batch": r"[a-z][a-z0-9_]*-\d+",
    "notebook": r"[\w-]+",
}


def files(results: Path) -> list[Path]:
    """Every file below a results directory but those of its closed zone, its mark, and what follows the scan."""
    return sorted(path for path in results.rglob("*") if path.is_file() and not _is_closed(path.relative_to(results)))


def _is_closed(path: Path) -> bool:
    return path.parts[0] in {"private", WARNING, LOCKED} or path.as_posix() in OWN


def begin(
    results: Path,
    known: Collection[str],
    patterns: Sequence[str],
    logs: Collection[str] = (),
    log_patterns: Sequence[str] = (),
) -> None:
    """Before a run: warn that nothing is scanned yet, and remove what an earlier run made and none makes now.

    known: the paths of all that a run makes in the open zone. patterns: the same with wildcards in braces, which tell
    what the workflow makes, under other settings, from what it never makes; the latter stays, and the leak scan
    names it. logs, log_patterns: the same of the logs and what lies beside them; old ones tell of files that are gone.
    """
    results.mkdir(parents=True, exist_ok=True)
    _warn(results, "These results have not been searched for leaks since they were last made.")
    stems = {Path(path).with_suffix("") for path in logs}
    _clear_logs(results, stems, [str(Path(pattern).with_suffix("")) for pattern in log_patterns])
    kept, forms = {Path(path) for path in known}, _forms(patterns)
    for path in files(results):
        if _is_known(path, kept) or not _fits(path, forms):
            continue
        path.unlink()
        print(f"removed {path}: an earlier run made it, and none makes it now", file=sys.stderr)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


def _clear_logs(results: Path, known: Collection[Path], patterns: Sequence[str]) -> None:
    forms = _forms(patterns)
    for path in sorted((results / LOGS).rglob("*")):
        stem = path.with_suffix("")
        if path.is_file() and stem not in known and _fits(stem, forms):
            path.unlink()


def close(results: Path) -> None:
    """Make the closed zone of results its owner's alone, where it isn't there yet; who opened it since meant to."""
    if not (results / "private").exists():
        (results / "private").mkdir(mode=0o700, parents=True)


def _is_known(path: Path, known: Collection[Path]) -> bool:
    """Whether a file is one of those, or lies in a directory that is."""
    return path in known or any(parent in known for parent in path.parents)


def _forms(patterns: Sequence[str]) -> re.Pattern[str]:
    """What the workflow makes, whatever stands for the wildcards of its patterns."""
    forms = [FIELD.sub(lambda field: FORMS.get(field[1], "[^/]+"), re.escape(pattern)) for pattern in patterns]
    return re.compile("|".join(forms) if forms else r"(?!)")


def _fits(path: Path, forms: re.Pattern[str]) -> bool:
    """Whether a file, or a directory that it lies in, is of a form that the workflow makes."""
    return any(forms.fullmatch(str(place)) for place in (path, *path.parents))


def refuse_strangers(results: Path, manifest: Path, unlisted: Collection[str] = ()) -> None:
    """Raises StudyError naming the files of the open zone that no rule makes; logs come and go, and are none.

    manifest: the CSV of T27, which lists all that rules make, save its own files and the `unlisted` files and folders.
    """
    with manifest.open(encoding="utf-8", newline="") as file:
        known = {row["artefact"] for row in csv.DictReader(file)}
    own = manifest.relative_to(results).with_suffix("").as_posix()
    known |= {own + ending for ending in (".csv", ".evidence.parquet", ".json")}
    named = [path.relative_to(results) for path in files(results) if path.name != TIMESTAMP]
    apart = {Path(path) for path in unlisted}
    found = [
        path
        for path in named
        if path.as_posix() not in known and path.parts[0] != LOGS and not _is_known(results / path, apart)
    ]
    todo = "Move it out of the results: what lies there is taken for a result, and published."
    if found:
        raise StudyError(
            Problem(f"{results}/{path.as_posix()}", "", "a file that no rule makes", "the workflow's own files", todo)
            for path in found
        )


def mark(results: Path, n_hits: int) -> None:
    """Leave a warning beside results in which something leaked; take it away where nothing did."""
    if n_hits:
        _warn(results, f"The leak scan found {counted(n_hits, 'place')} with original identifiers.")
    else:
        (results / WARNING).unlink(missing_ok=True)


def settle(results: Path) -> None:
    """After a run that made nothing which the last scan hasn't seen: take the warning away."""
    report = results / REPORT
    if not report.is_file():
        return
    seen = report.stat().st_mtime_ns
    if all(path.stat().st_mtime_ns <= seen for path in files(results) if path.relative_to(results).parts[0] != LOGS):
        mark(results, 0)


def _warn(results: Path, why: str) -> None:
    (results / WARNING).write_text(f"{why} Share nothing of this folder.\n", encoding="utf-8")


def results_among(paths: Iterable[Path]) -> list[Path]:
    """The files that are results: no logs, and not what Snakemake leaves in directories."""
    return [path for path in paths if LOGS not in path.parts and path.name != TIMESTAMP]


def write_report(paths: Sequence[Path], terms: Collection[str], residual: Mapping[str, int], path: str | Path) -> None:
    """Write how many artefacts were searched, for how many terms, what of: the same after each history of a build.

    Logs, which come and go, and what Snakemake leaves in directories aren't counted.

    residual: what can't be told from ordinary text, and what of it nobody has looked at (`residual.summary`).
    """
    artefacts = len(results_among(paths))
    report = {"artefacts": artefacts, "terms": len(terms), "hits": 0} | dict(residual)
    Path(path).write_text(json.dumps(report) + "\n", encoding="utf-8")
