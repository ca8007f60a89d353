"""The version of record: published results, and whether a build reproduces them.

What people read (tables, figures, pages, the findings) is published as files; of everything else the manifest, T27,
keeps the hash, so that a build is compared with the published one artefact by artefact.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from multicase import altered
from multicase.digest import file_sha256
from multicase.study import consent
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

MANIFEST = "tables/T27.csv"
CLOSED_MANIFEST = "private/manifest.csv"
# What says, for other programs, what all the rest is.
CRATE = ("ro-crate-metadata.json", "Snakefile", "README.md")
PUBLISHED = (
    "index.html",
    "tables",
    "figures",
    "findings",
    "notebooks",
    "exports",
    "instrument",
    "model",
    "audit",
    *CRATE,
)
# What tells of one run, and would be out of date as soon as it is published.
OF_A_RUN = ("leaks.json", "reproduction.csv")
LEFT_OUT = (*OF_A_RUN, ".*", "~$*", "Thumbs.db", "desktop.ini")  # ... and what systems and programs leave anywhere
SOURCES = "audit/sources.csv"  # with the consent that held
GONE = "gone"
IDENTICAL, DIFFERS, MISSING, NEW = "identical", "differs", "missing", "new"


def write_manifest(paths: list[str], root: Path, path: str | Path) -> None:
    """Write artefact and sha256 of each file, named from the results directory `root`."""
    rows = [(Path(name).relative_to(root).as_posix(), file_sha256(name)) for name in sorted(paths)]
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("artefact", "sha256"), *rows])


def manifest(root: str | Path, name: str = MANIFEST) -> dict[str, str]:
    """Artefact -> sha256, as a manifest of a results directory has it; empty where there is no manifest.

    Raises StudyError for a file without these columns, as one that a spreadsheet program saved, or that was cut off.
    """
    path = Path(root) / name
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        if not {"artefact", "sha256"} <= {*(reader.fieldnames or ())}:
            found = f"the columns '{','.join(reader.fieldnames or ())}'"
            todo = "Restore the file, from git if it is published; a build makes its own again once it is removed."
            raise StudyError([Problem(str(path), "line 1", found, "a manifest, with artefact and sha256", todo)])
        return {row["artefact"]: row["sha256"] for row in reader}


def compare(results: str | Path, published: str | Path) -> list[dict[str, str]]:
    """One row per artefact of either manifest: artefact, status (identical, differs, missing, new).

    missing: published, and not in this build. new: the other way round. Empty where nothing is published. Raises
    StudyError for published results without their manifest, and as `manifest` does.
    """
    if not (Path(published) / MANIFEST).is_file():
        if _there(Path(published)):
            todo = "Restore it from git, or publish anew: multicase publish."
            raise StudyError([Problem(str(published), MANIFEST, "no manifest", "that of what is published", todo)])
        return []
    ours, theirs = manifest(results), manifest(published)
    return [
        {"artefact": name, "status": _status(ours.get(name), theirs.get(name))} for name in sorted({*ours, *theirs})
    ]


def _status(ours: str | None, theirs: str | None) -> str:
    if ours is None:
        return MISSING
    if theirs is None:
        return NEW
    return IDENTICAL if ours == theirs else DIFFERS


def no_longer(results: str | Path) -> list[tuple[str, str]]:
    """What of a build is no longer as it was made: its path from the results, and differs, missing or added."""
    root = Path(results)
    return altered.of_build(root, manifest(root) | manifest(root, CLOSED_MANIFEST))


def no_longer_published(published: str | Path) -> list[tuple[str, str]]:
    """The same of published results: what isn't as their sums say, or not as the manifest that lies among them says."""
    root = Path(published)
    if not _there(root):
        return []
    told = altered.read(root / altered.ALL)
    by_manifest = {name: sha256 for name, sha256 in manifest(root).items() if _is_published(name)}
    by_sums = altered.problems(root, told, [altered.ALL]) if told else [(altered.ALL, altered.MISSING)]
    found = {*by_sums, *altered.problems(root, by_manifest, [path.name for path in root.glob("*")])}
    return sorted(pair for pair in found if pair[1] != altered.ADDED or not _is_left_anywhere(pair[0]))


def _there(published: Path) -> list[str]:
    """What lies in the folder of published results, without what systems and programs leave anywhere."""
    return sorted(path.name for path in published.glob("*") if not _is_left_out(path.name))


def withdrawn(published: str | Path, sources: Iterable[Mapping[str, str]]) -> list[str]:
    """What published results show though fewer agree to it now, a sentence for each way in which consent narrowed.

    sources: rows of the study's sources.csv, those that are closed included. One that is gone from it is told too. A
    consent that nobody knows allows nothing in sources.csv, and all where it is published.
    """
    path = Path(published) / SOURCES
    if not path.is_file():
        return []
    now = {row["source_id"]: consent.given(row.get("consent")) for row in sources}
    narrowed: dict[tuple[str, str], list[str]] = {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            name, then = row.get("source_id") or "", consent.given(row.get("consent"))
            is_now = now.get(name, consent.CLOSED)
            if name and _width(is_now, 0) < _width(then, len(consent.WIDTH)):
                narrowed.setdefault((then, is_now if name in now else GONE), []).append(name)
    return [_narrowed(str(published), then, is_now, names) for (then, is_now), names in sorted(narrowed.items())]


def _width(given: str, otherwise: int) -> int:
    """How much a consent allows; `otherwise` for one that nobody knows."""
    return consent.WIDTH.index(given) if given in consent.WIDTH else otherwise


def _narrowed(published: str, then: str, now: str, names: Sequence[str]) -> str:
    of = f"{counted(len(names), 'source')} of consent '{then}' that {'are' if len(names) > 1 else 'is'}"
    became = now if now == GONE else f"'{now}'"
    rest = "build and publish anew. Git's history, and copies that people have, keep what they hold."
    return f"{published} was made with {of} {became} now ({listed(names)}): {rest}"


def _is_published(artefact: str) -> bool:
    return PurePosixPath(artefact).parts[0] in PUBLISHED and not _is_left_anywhere(artefact)


def _is_left_anywhere(path: str) -> bool:
    """Whether a path from the folder is of what is left out, itself or a folder on the way (`.git/config`)."""
    return any(map(_is_left_out, PurePosixPath(path).parts))


def _is_left_out(name: str) -> bool:
    return any(fnmatch(name, left) for left in LEFT_OUT)


def unfit(results: str | Path) -> Iterator[Problem]:
    """Why a build must not be published: no leak scan has passed over it, or files are no longer as it made them."""
    warning = Path(results) / altered.WARNING
    if warning.exists():
        todo = "Run make until the leak scan passes; unlock the study first, if it is locked (multicase unlock)."
        yield Problem(str(warning), "", "results that no leak scan has passed", "results that may be shared", todo)
    for name, status in no_longer(results):
        if not (_is_published(name) or name.startswith(f"{altered.CLOSED}/")):
            continue
        todo = "Remove it and run make: what belongs to the build is made again."
        yield Problem(f"{results}/{name}", "", altered.TOLD[status], "what the build made", todo)


def sentence(rows: list[dict[str, str]]) -> str:
    """The comparison in a sentence."""
    if not rows:
        return "nothing is published yet to compare with (multicase publish)"
    tally = Counter(row["status"] for row in rows)
    same, total = tally[IDENTICAL], len(rows)
    if same == total:
        return f"reproduces the published results: {same} of {total} artefacts identical"
    verbs = {DIFFERS: "differ", MISSING: "missing", NEW: "new"}
    others = ", ".join(f"{tally[status]} {verbs[status]}" for status in (DIFFERS, MISSING, NEW) if tally[status])
    return f"does not reproduce the published results: {same} of {total} artefacts identical, {others}"


def write(rows: list[dict[str, str]], path: str | Path) -> None:
    """Write a comparison as CSV."""
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["artefact", "status"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read(path: str | Path) -> list[dict[str, str]]:
    """Read a comparison that `write` wrote."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def waiting(results: str | Path) -> int:
    """How many strings of a build wait for a person's decision; 0 where its closed zone is locked away."""
    path = Path(results) / "private/queue.csv"
    if not path.is_file():
        return 0
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def publish(results: str | Path, published: str | Path) -> int:
    """Copy what is published of a build over the version of record; returns the number of files.

    Their sums stand beside them. What the build no longer has goes from the version of record too. Raises
    FileNotFoundError without a manifest, and StudyError for a build that is `unfit`; what was published stays then.
    """
    source, target = Path(results), Path(published).resolve()
    if not manifest(source):
        raise FileNotFoundError(f"{source / MANIFEST}: no finished build to publish; run make first")
    if problems := list(unfit(source)):
        raise StudyError(problems)
    fresh = target.with_name(f".{target.name}.part")
    try:
        number = _copy(source, fresh)
        _exchange(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return number


def _copy(source: Path, target: Path) -> int:
    """Copy what is published into a new folder, with its sums; returns the number of files."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in PUBLISHED:
        if (source / name).is_dir():
            left_out = shutil.ignore_patterns(*LEFT_OUT)
            # with today's date: what was compared with the former ones is older
            shutil.copytree(source / name, target / name, ignore=left_out, copy_function=shutil.copyfile)
        elif (source / name).is_file():
            shutil.copyfile(source / name, target / name)
    names = [path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()]
    (target / altered.ALL).write_text(altered.listed(target, names), encoding="utf-8")
    return len(names)


def _exchange(fresh: Path, target: Path) -> None:
    """Put a whole folder in the place of another, which is never there in part."""
    former = target.with_name(f".{target.name}.former")
    shutil.rmtree(former, ignore_errors=True)
    if target.exists():
        target.rename(former)
    fresh.rename(target)
    shutil.rmtree(former, ignore_errors=True)
