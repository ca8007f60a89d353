"""What lies in a study's directory: files where files are wanted, no link that leads out, no name with a slip in it.

What the library doesn't look at would be missing without a sound, and what a link brings in is neither locked nor kept
out of git nor gone when the study is.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from multicase.study.problems import Problem

ZONES = ("raw", "private", "codings", "audits")  # folders in which everything belongs to the study
COPIES = re.compile(r".*(~|\.(bak|orig|old|tmp|swp))", re.I)  # what editors leave
LIKENESS = 0.8  # of a name to a known one, from which it is taken for a slip


def is_file(path: Path) -> bool:
    """Whether a file lies there; a path that no file system takes has none."""
    try:
        return path.is_file()
    except OSError:
        return False


def problems(root: Path, known: Iterable[str]) -> Iterator[Problem]:
    """Everything wrong with what lies below `root`. known: the paths of the files that a study may have, from there."""
    wanted = set(known)
    for name in sorted(wanted):
        if os.path.lexists(root / name) and not is_file(root / name):
            yield _no_file(root / name)
        elif (root / name).is_symlink() and (found := _leads_out(root, root / name)):
            yield found
    for path in _entries(root):
        if path.is_symlink() and (found := _leads_out(root, path)):
            yield found
        elif not (is_file(path) or path.is_dir()):
            yield _no_file(path)
    yield from _slips(root, wanted)


def _entries(root: Path) -> Iterator[Path]:
    """All that lies in the folders of a study, and these; links aren't followed."""
    for zone in ZONES:
        if (root / zone).is_symlink():
            yield root / zone
        for folder, folders, files in os.walk(root / zone):
            folders.sort()
            links = [name for name in folders if (Path(folder) / name).is_symlink()]
            yield from (Path(folder) / name for name in sorted([*files, *links]))


def _leads_out(root: Path, path: Path) -> Problem | None:
    """A Problem for a link to what lies elsewhere: outside the folder of the study in which the link lies."""
    first = path.relative_to(root).parts[0]
    home, target = root.resolve(), Path(os.path.realpath(path))
    inside = target.is_relative_to(home) and target.relative_to(home).parts[:1]
    same = inside and (inside[0] == first or {inside[0], first}.isdisjoint({"raw", "private"}))
    if same and path != root / first:
        return None
    if same and target.is_file():
        return None
    expected = "a file or folder of the study itself"
    return Problem(str(path), "", "a link to what lies elsewhere", expected, "Put the file or folder itself here.")


def _no_file(path: Path) -> Problem:
    if path.is_symlink():
        found, todo = "a link to no file", "Put the file itself here, or remove the link."
    elif path.is_dir():
        found, todo = "a folder", "Move it away; a file of this name is read, if there is one."
    else:
        found, todo = "a pipe or device", "Remove it."
    return Problem(str(path), "", found, "a file", todo)


def _slips(root: Path, known: set[str]) -> Iterator[Problem]:
    """Files that nobody reads and whose names are almost those of files that are read."""
    of: Mapping[str, str] = {Path(name).name: name for name in sorted(known)}
    for folder in (Path(), Path("private")):
        for path in sorted((root / folder).glob("*")):
            name = (folder / path.name).as_posix()
            if name in known or path.name.startswith(".") or COPIES.fullmatch(path.name) or path.is_dir():
                continue
            if meant := of.get(path.name) or _meant(path.name, of):
                todo = f"Rename or move it to {meant} if it is meant, else rename or move it away."
                yield Problem(str(path), "", "a file that nobody reads", f"{meant}, or another name", todo)


def _meant(name: str, of: Mapping[str, str]) -> str:
    """The path of the file that a name is likely to mean; cases-2.csv and sources_old.csv are names of their own."""
    lower = name.lower()
    stems = {Path(known).stem for known in of}
    if any(re.match(rf"{re.escape(stem)}[-_ ]", lower) for stem in stems):
        return ""
    close = difflib.get_close_matches(lower, list(of), n=1, cutoff=LIKENESS)
    return of[close[0]] if close else ""
