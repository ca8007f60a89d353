"""Whether files are still what the jobs made: each job leaves the sums of what it wrote, its logs included.

They lie in `<results>/logs/<rule>/<what>.sums`, those of closed files below `<results>/private`, in the form that the
program sha256sum reads. What was cut off, emptied, changed or deleted since is found by them; so is what no job made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from multicase.digest import file_sha256

ENDING = ".sums"
LOGS, CLOSED = "logs", "private"
ALL = "SHA256SUMS"  # of the results that were published
WARNING = "DO_NOT_SHARE.txt"  # stands among results until the leak scan has passed
MARK = "+"  # in a job's parameter, between the digest of its code and what tells of files that were altered
DIFFERS, MISSING, ADDED = "differs", "missing", "added"
TOLD = {
    DIFFERS: "differs, no longer what the build made",
    MISSING: "missing, though the build made it",
    ADDED: "added, no job made it",
}


def sums_path(log: Path, root: Path) -> tuple[Path, Path]:
    """Where the sums of a job with a log lie: of its open files, and of its closed ones."""
    parts = log.relative_to(root).with_suffix(ENDING).parts
    own = PurePosixPath(*parts[1:] if parts[0] == CLOSED else parts)
    return root / own, root / CLOSED / own


def forget(log: Path, root: Path) -> None:
    """Before a job: nobody vouches for what an earlier one wrote."""
    for path in sums_path(log, root):
        path.unlink(missing_ok=True)


def record(log: Path, written: Iterable[Path], root: Path) -> None:
    """After a job: write the sums of its files (of directories those in them), named from the results `root`."""
    files = sorted({file.relative_to(root).as_posix() for path in written for file in _files(path)})
    closed = [name for name in files if name.startswith(f"{CLOSED}/")]
    for path, names in zip(sums_path(log, root), ([*{*files} - {*closed}], closed), strict=True):
        if names:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(listed(root, names), encoding="utf-8")


def listed(root: Path, names: Iterable[str]) -> str:
    """One line a file, sorted by name: its sha256, two blanks, its path from `root`."""
    return "".join(f"{file_sha256(root / name)}  {name}\n" for name in sorted(names))


def read(path: Path) -> dict[str, str]:
    """Path -> sha256, as `listed` has them; lines of another form and paths that lead out of the root are left out."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    told = {name: sha256 for sha256, between, name in (line.partition("  ") for line in lines) if between and name}
    return {name: told[name] for name in told if not {"/", ".."} & {*PurePosixPath(name).parts}}


def problems(root: Path, told: Mapping[str, str], may_be: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Path and status (differs, missing, added) of what isn't as the sums `told` say, in the order of the paths.

    may_be: files and folders that nobody vouches for, and that may be there all the same.
    """
    found = [(name, _status(root / name, sha256)) for name, sha256 in told.items()]
    found = [(name, status) for name, status in found if status]
    apart = {PurePosixPath(name) for name in may_be}
    for name in (file.relative_to(root).as_posix() for file in _files(root)):
        if name not in told and not apart & {PurePosixPath(name), *PurePosixPath(name).parents}:
            found.append((name, ADDED))
    return sorted(found)


def of_build(root: Path, manifest: Mapping[str, str]) -> list[tuple[str, str]]:
    """The same of a build; manifest: what its manifests say.

    In the closed zone people leave things of their own, so that there nothing counts as added. Of a build without
    sums, as an earlier version made it, only what the manifests list is looked at.
    """
    told = dict(manifest)
    paths = list(sums(root))
    for path in paths:
        told |= read(path)
    own = [path.relative_to(root).as_posix() for path in paths]
    may_be = [CLOSED, WARNING, *own] if paths else [path.name for path in root.glob("*")]
    return problems(root, told, may_be)


def changed(root: Path) -> dict[str, str]:
    """The results, by their paths from `root`, that were altered since their job wrote them, each with that job.

    Only files that are newer than the sums of their job are read. What was deleted is none of them.
    """
    found: dict[str, str] = {}
    for path in sums(root):
        made, told = path.stat().st_mtime_ns, read(path)
        there = (name for name in told if is_result(name) and (root / name).is_file())
        later = [name for name in there if (root / name).stat().st_mtime_ns > made]
        found |= {name: job_of(path, root) for name in later if _status(root / name, told[name])}
    return dict(sorted(found.items()))


def job_of(path: Path, root: Path) -> str:
    """The job whose sums lie at a path: its rule, and what it was for, as in `build_table/T05`."""
    parts = path.relative_to(root).with_suffix("").parts
    return "/".join(parts[parts.index(LOGS) + 1 :])


def is_result(name: str) -> bool:
    """Whether a file is none of the logs, which no job reads."""
    parts = PurePosixPath(name).parts
    return parts[parts[0] == CLOSED] != LOGS


def _status(path: Path, sha256: str) -> str:
    if not path.is_file():
        return MISSING
    return "" if file_sha256(path) == sha256 else DIFFERS


def sums(root: Path) -> Iterator[Path]:
    """Where sums lie in results, open and closed ones."""
    for folder in (root / LOGS, root / CLOSED / LOGS):
        yield from sorted(folder.rglob(f"*{ENDING}"))


def _files(path: Path) -> Iterator[Path]:
    """A file, or the files in a directory; not those that Snakemake leaves there, hidden."""
    if path.is_dir():
        yield from (file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    elif path.is_file():
        yield path
