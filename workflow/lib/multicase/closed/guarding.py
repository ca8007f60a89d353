"""Keeping the closed zone out of git: which of its files git has, or would take.

The closed zone of a study that `study.yaml` calls synthetic was invented, and may be public.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from multicase.study.problems import Problem, StudyError

CLOSED = frozenset({"raw", "private"})
Git = Callable[[Path, list[str]], list[str] | None]


def git(folder: Path, arguments: list[str]) -> list[str] | None:
    """The paths that a git command with `-z` prints; None where there is no repository, or no git.

    Raises StudyError when git fails for another reason: then nobody knows what it would commit.
    """
    command = ["git", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, env=os.environ | {"LC_ALL": "C"}, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip()
        if "not a git repository" in told:
            return None
        first = told.splitlines()[0] if told else f"code {done.returncode}"
        todo = "Mend that first: what git would commit can't be told."
        raise StudyError([Problem(str(folder), "", f"a failing git ({first})", "an answer", todo)])
    return sorted(os.fsdecode(path) for path in done.stdout.split(b"\0") if path)


def commit_of(paths: Iterable[Path], run: Git = git) -> str:
    """The newest commit, if git is there and all of these files stand in it as they do on the disk; else nothing."""
    files = [str(path.resolve()) for path in paths]
    folder = Path(files[0]).parent
    known = run(folder, ["ls-files", "-z", "--", *files])
    if known is None or len(known) < len(files) or run(folder, ["status", "--porcelain", "-z", "--", *files]):
        return ""
    return (run(folder, ["rev-parse", "HEAD"]) or [""])[0].strip()


def is_synthetic(study_dir: Path) -> bool:
    """Whether study.yaml says that the material was invented; what can't be read says no."""
    import yaml

    from multicase.study import files

    try:
        told = files.parse_yaml((study_dir / "study.yaml").read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return False
    return isinstance(told, dict) and told.get("synthetic") is True


def readable_by_others(study_dir: Path, results_dir: Path | None = None) -> list[Problem]:
    """Folders of the closed zone that other users of the machine can open, a Problem each. Told, and no error: who has
    an account there, and whether the disk knows such permissions, only people can tell. Empty for a synthetic study.
    """
    folders = [study_dir / name for name in sorted(CLOSED)] + ([results_dir / "private"] if results_dir else [])
    if is_synthetic(study_dir) or os.name != "posix":
        return []
    expected = "a folder that only you can open"
    return [
        Problem(str(folder), "", "a folder that others on this machine can open", expected, f"chmod 700 '{folder}'")
        for folder in folders
        if folder.is_dir() and folder.stat().st_mode & 0o077
    ]


def tracked_closed_files(study_dir: Path, results_dir: Path | None = None, run: Git = git) -> list[Path]:
    """Files of the closed zone that git tracks, or would add since no .gitignore keeps it from them.

    Empty for a synthetic study, and outside a repository. results_dir: `results/<study>`, whose `private/` counts too.
    """
    if is_synthetic(study_dir):
        return []
    command = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    places = [(study_dir, CLOSED), (results_dir, {"private"})]
    found = [
        folder / path
        for folder, closed in places
        if folder and folder.is_dir()
        for path in run(folder, command) or []
        if PurePosixPath(path).parts[0].casefold() in closed  # to some disks `Raw` is `raw`
    ]
    return sorted(set(found))


def staged_closed_files(root: Path, run: Git = git) -> list[str]:
    """Staged paths, relative to the repository, that lie in the closed zone of a study that isn't synthetic.

    A study is a directory with a sources.csv, on the disk or staged; `results/<study>/private` is closed always.
    """
    top = run(root, ["rev-parse", "--show-toplevel"])
    if top is None:
        return []
    staged = run(root, ["diff", "--cached", "--name-only", "--no-renames", "--diff-filter=d", "-z"]) or []
    top_dir = Path("".join(top).rstrip("\n"))
    return [path for path in staged if _is_closed(PurePosixPath(path), top_dir, set(staged))]


def _is_closed(path: PurePosixPath, top: Path, staged: set[str]) -> bool:
    parts = path.parts
    folders = [part.casefold() for part in parts[:-1]]  # to some disks `Raw` is `raw`
    for place, folder in enumerate(folders):
        if folder not in CLOSED:
            continue
        study_dir = PurePosixPath(*parts[:place])
        if folder == "private" and place >= 2 and folders[place - 2] == "results":
            return True
        has_sources = (top / study_dir / "sources.csv").is_file() or str(study_dir / "sources.csv") in staged
        if has_sources and not is_synthetic(top / study_dir):
            return True
    return False


def guard(root: Path = Path(), run: Git = git) -> None:
    """What the pre-commit hook calls. Raises StudyError with every staged file of a closed zone."""
    refuse(staged_closed_files(root, run))


def refuse(paths: Iterable[str]) -> None:
    """Raises StudyError with one Problem a path, if there is one."""
    todo = "Take it out with: git restore --staged, and add the folder to .gitignore."
    problems = [Problem(path, "", "a staged file of a closed zone", "none", todo) for path in paths]
    if problems:
        raise StudyError(problems)
