"""Locking a study: its closed zone, encrypted at rest with age, and restored again.

`lock` puts `raw/`, `private/` and, if wanted, `results/<study>/private` into one file, `closed.age`, and then removes
them; `unlock` brings them back. Two marks, both in `private/` and never locked in themselves, say how far things got:

.closing  while `lock` removes files: the sum of `closed.age`, and the sums of the files that are in it
.opened   after `unlock`: the sum of the `closed.age` whose files all stood in the study then, and their sums

A third one stands in results whose closed files are locked, and tells no path: `.locked`, the sum of the `closed.age`.

Whoever locks can't decrypt. So an existing `closed.age` is replaced only if `.opened` says that everything in it had
been restored, and all of the study's is there still; otherwise `lock` refuses. At every moment each file stands in the
study or in a `closed.age`, or both.

Removing isn't wiping: backups, snapshots and a disk's spare blocks may still hold the plain files. The zone is packed
in memory, so that no second plain copy ever touches the disk.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from multicase.closed import sealed
from multicase.closed.keys import SECRET, decrypt, identities, keygen
from multicase.closed.keys import recipients as public_keys
from multicase.closed.sealed import Box
from multicase.study.problems import Problem, StudyError

__all__ = ["keygen", "lock", "unlock", "write_private"]

CLOSED = "closed.age"
CLOSING, OPENED = "private/.closing", "private/.opened"
MARKS = frozenset({CLOSING, OPENED})
LOCKED = ".locked"
AGE = b"age-encryption.org/v1\n"


def write_private(path: Path, content: str | bytes) -> None:
    """Write a file that is never readable to others and never half written: mode 600, fsync, then rename.

    A file that is there is replaced; a text is written as UTF-8 with its line ends as they are.
    """
    part = _part(path)
    part.unlink(missing_ok=True)
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _clear(study_dir: Path) -> None:
    """Remove what a process that died had half written of the marks and of `closed.age`."""
    for name in (CLOSED, CLOSING, OPENED):
        _part(study_dir / name).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a rename last; systems that can't open a folder do without."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def lock(
    study_dir: Path, recipients: Iterable[str], results_dir: Path | None = None, *, without_missing: bool = False
) -> Path:
    """Encrypt the closed zone to the recipients (`age1...`) and remove the plain files; returns its path.

    study_dir: the study. results_dir: `results/<study>`, whose `private/` is locked too. without_missing: files of the
    study that an unlock restored and that are gone since were removed on purpose. A lock that was interrupted while it
    removed files is finished by the next one. Raises StudyError, with nothing removed, for unusable recipients, links
    and special files, secret keys in the closed zone, and a `closed.age` that holds what isn't there.
    """
    target = study_dir / CLOSED
    roots = _roots(study_dir, results_dir)
    _clear(study_dir)
    box, problems = _collect(roots)
    listed = _interrupted(study_dir)
    if listed is not None:
        problems += _changed_since(box, listed, roots)
        if problems:
            raise StudyError(problems)
        return _remove(study_dir, roots, box, listed)
    keys = public_keys(recipients, problems)
    if box.files:
        problems += _would_be_lost(study_dir, {} if without_missing else box.files)
    elif not problems:
        found, todo = "no file in its closed folders", "Nothing needs locking."
        problems.append(Problem(str(study_dir), "", found, "files in raw/ or private/", todo))
    if problems:
        raise StudyError(problems)
    encrypted = _encrypt(box, keys)
    listed_text = sealed.sums(box.files)
    _mark(study_dir / CLOSING, f"{sealed.sha256(encrypted)}\n{listed_text}")
    write_private(target, encrypted)
    if target.read_bytes() != encrypted:
        raise StudyError([Problem(str(target), "", "other bytes than were written", "the same", "Check the disk.")])
    return _remove(study_dir, roots, box, sealed.read_sums(listed_text))


def _encrypt(box: Box, keys: list[object]) -> bytes:
    """The box as an age file. The sender can't open it again, so the tar is proved before, and the size after."""
    import pyrage

    packed = sealed.pack(box)
    if sealed.unpack(packed, CLOSED).files != box.files:
        raise AssertionError("the tar doesn't hold what was packed")
    encrypted = pyrage.encrypt(packed, keys)
    if not encrypted.startswith(AGE) or len(encrypted) <= len(packed):
        raise AssertionError("the encrypted file is shorter than what it should hold")
    return encrypted


def _roots(study_dir: Path, results_dir: Path | None) -> dict[str, Path]:
    """Where the parts of a box lie."""
    roots = {"private": study_dir / "private", "raw": study_dir / "raw"}
    return roots | ({"results": results_dir / "private"} if results_dir else {})


def _place(name: str, roots: Mapping[str, Path]) -> Path:
    part, _, rest = name.partition("/")
    return roots[part] / rest


def _collect(roots: Mapping[str, Path]) -> tuple[Box, list[Problem]]:
    files: dict[str, bytes] = {}
    folders: list[str] = []
    problems: list[Problem] = []
    for part, root in roots.items():
        for path in [root, *sorted(root.rglob("*"))]:
            name = "/".join((part, *path.relative_to(root).parts))
            if name in MARKS or not os.path.lexists(path):
                continue
            why, todo, content = _unfit(path, name)
            if why:
                problems.append(Problem(_shown(path), "", why, "plain files in the closed zone", todo))
            elif content is None:
                folders.append(name)
            else:
                files[name] = content
    return Box(files, tuple(folders)), problems


def _unfit(path: Path, name: str) -> tuple[str, str, bytes | None]:
    """Why a path can't be locked and what to do about it (or two empty strings), and a file's content."""
    if path.is_symlink() or not (path.is_file() or path.is_dir()):
        return "a link or a special file", "Put the file itself there.", None
    if "\\" in name or "\n" in name or _shown(path) != str(path):
        return "a name with a backslash, a line break or bytes that aren't UTF-8", "Rename it.", None
    if path.is_dir():
        return "", "", None
    try:
        content = path.read_bytes()
    except OSError as error:
        return f"a file that can't be read ({error.strerror})", "Check its permissions.", None
    if SECRET.encode() in content:
        return "a secret key, which would be locked in with what it opens", "Move it elsewhere.", None
    return "", "", content


def _shown(path: Path) -> str:
    """A path that can be printed and written as UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _interrupted(study_dir: Path) -> dict[str, tuple[str, int]] | None:
    """The sums of what a lock had put into `closed.age` when it was interrupted; None if none was."""
    mark, target = study_dir / CLOSING, study_dir / CLOSED
    if not (mark.is_file() and target.is_file()):
        return None
    head, listed = _marked(mark)
    return listed if head == sealed.sha256(target.read_bytes()) else None


def _marked(mark: Path) -> tuple[str, dict[str, tuple[str, int]]]:
    """What a mark says: the sum of `closed.age`, and those of its files; nothing if it is damaged or not there."""
    try:
        head, _, listed = mark.read_bytes().decode().partition("\n")
        return head, sealed.read_sums(listed)
    except (OSError, ValueError):
        return "", {}


def _changed_since(box: Box, listed: Mapping[str, tuple[str, int]], roots: Mapping[str, Path]) -> Iterator[Problem]:
    todo = "Move it elsewhere, run multicase unlock, put it back, and lock again."
    for name, content in box.files.items():
        if listed.get(name) != (sealed.sha256(content), len(content)):
            found = "a file that was changed or added after an interrupted lock"
            yield Problem(str(_place(name, roots)), "", found, f"what is in {CLOSED}", todo)


def _would_be_lost(study_dir: Path, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """A `closed.age` that nobody has opened here must not be replaced: its files may stand nowhere else. Nor one whose
    files of the study are no longer all there, under whatever name. files: what is; none where that doesn't matter.
    """
    target = study_dir / CLOSED
    if not target.is_file():
        return
    if not _is_opened(study_dir, target.read_bytes()):
        todo = "Run multicase unlock first, or move the file away if it is no longer needed."
        yield Problem(str(target), "", "a locked zone that wasn't opened here", "none, or an opened one", todo)
    listed = {name: sha256 for name, (sha256, _) in _marked(study_dir / OPENED)[1].items()}
    for name in _lacking(listed, files) if files else ():
        found = f"no such file, which {CLOSED} holds and which would be lost with it"
        todo = "Restore it with multicase unlock --missing, or lock --without-missing if it was removed on purpose."
        yield Problem(str(study_dir / name), "", found, "all that was unlocked", todo)


def _lacking(listed: Mapping[str, str], files: Mapping[str, bytes]) -> list[str]:
    """The names of a study's listed files that are gone, and were neither renamed nor moved: what they hold stands
    under no name where something else was. listed: name -> sum. Results are left out, since builds make them.
    """
    sums = {name: sealed.sha256(content) for name, content in files.items()}
    moved = {told for name, told in sums.items() if listed.get(name) != told}
    return [
        name
        for name, told in listed.items()
        if name not in files and told not in moved and not name.startswith("results/")
    ]


def _remove(study_dir: Path, roots: Mapping[str, Path], box: Box, listed: Mapping[str, tuple[str, int]]) -> Path:
    """Remove the plain files that `closed.age` holds, each looked at once more, and the folders that this empties."""
    if any(name.startswith("results/") for name in box.files):
        write_private(roots["results"].with_name(LOCKED), sealed.sha256((study_dir / CLOSED).read_bytes()))
    kept = []
    for name in sorted(box.files):
        path = _place(name, roots)
        content = path.read_bytes()
        if listed[name] == (sealed.sha256(content), len(content)):
            path.unlink()
        else:
            kept.append(path)
    if kept:
        found, todo = "a file that changed while it was being locked", "Close what writes to it; see multicase unlock."
        raise StudyError(Problem(str(path), "", found, f"what is in {CLOSED}", todo) for path in kept)
    # The marks go last, so that a lock that dies among the folders is gone on with, too.
    _remove_empty(_place(name, roots) for name in sorted({*box.folders} - {"private"}, reverse=True))
    for mark in (OPENED, CLOSING):
        (study_dir / mark).unlink(missing_ok=True)
    _remove_empty([roots["private"]])
    return study_dir / CLOSED


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _mark(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_private(path, text)


def unlock(
    study_dir: Path,
    identity_file: Path,
    results_dir: Path | None = None,
    *,
    remove: bool = False,
    missing: bool = False,
) -> list[Path]:
    """Restore the closed zone from `closed.age`; returns the files that were written, those already there left out.

    Files get mode 600, new folders 700, and today's times, so that a workflow takes nothing for older than it is.
    `closed.age` stays, unless `remove`, and then only goes when every file has been read back from the disk. An
    interrupted unlock is taken up again by the next one. missing: restore of a study that is unlocked the files that
    are gone from it, and leave all else as people left it, renamed files and results too. Raises StudyError, with
    nothing written, for a wrong key, a damaged file, members that are unsafe, files that are there with another
    content, and `missing` in a study that wasn't unlocked here.
    """
    target = study_dir / CLOSED
    if not target.is_file():
        raise StudyError([Problem(str(target), "", "no such file", "a locked study", "Check the directory.")])
    _clear(study_dir)
    encrypted = target.read_bytes()
    box = sealed.unpack(decrypt(encrypted, str(target), identities(identity_file)), str(target))
    roots = _roots(study_dir, results_dir)
    if missing:
        if remove or not _is_opened(study_dir, encrypted):
            found, todo = "a locked zone that wasn't opened here, or is to be removed", "Run multicase unlock alone."
            raise StudyError([Problem(str(target), "", found, "an opened one, for --missing", todo)])
        box = _gone(box, roots)
    names = [*box.files, *box.folders]
    if results_dir is None and any(name.startswith("results") for name in names):
        todo = "Name the directory of the study's results: multicase unlock --results."
        raise StudyError([Problem(str(target), "", "results of the study", "a place for them", todo)])
    problems = [problem for name in names for problem in _in_the_way(name, box, roots)]
    if problems:
        raise StudyError(problems)
    written = _restored(box, roots)
    if not missing:
        _conclude(study_dir, roots, box, encrypted, remove)
    return written


def _restored(box: Box, roots: Mapping[str, Path]) -> list[Path]:
    """Write what is in the box to its places; returns the files that weren't there."""
    for part in {name.partition("/")[0] for name in [*box.files, *box.folders]}:
        roots[part].parent.mkdir(parents=True, exist_ok=True)
    for name in sorted(box.folders):
        _make_folder(_place(name, roots))
    written = []
    for name, content in sorted(box.files.items()):
        path = _place(name, roots)
        _make_folder(path.parent)
        if path.is_file():
            path.chmod(0o600)
        else:
            write_private(path, content)
            written.append(path)
    return written


def _is_opened(study_dir: Path, encrypted: bytes) -> bool:
    """Whether all that is in `closed.age` once stood here, so that what differs now was worked on since."""
    return _marked(study_dir / OPENED)[0] == sealed.sha256(encrypted)


def _gone(box: Box, roots: Mapping[str, Path]) -> Box:
    """What of a box is no longer in the study, under whatever name, with the folders that it lies in."""
    there, _ = _collect(roots)
    listed = {name: sealed.sha256(content) for name, content in box.files.items()}
    gone = (name for name in _lacking(listed, there.files) if not os.path.lexists(_place(name, roots)))
    files = {name: box.files[name] for name in gone}
    folders = {str(folder) for name in files for folder in PurePosixPath(name).parents if folder.name}
    return Box(files, tuple(sorted(folders)))


def _conclude(study_dir: Path, roots: Mapping[str, Path], box: Box, encrypted: bytes, remove: bool) -> None:
    broken = [path for name, content in box.files.items() if (path := _place(name, roots)).read_bytes() != content]
    if broken:
        found, todo = "other bytes than were written", "Check the disk, and unlock again."
        raise StudyError(Problem(str(path), "", found, f"what is in {CLOSED}", todo) for path in broken)
    if remove:
        (study_dir / CLOSED).unlink()
        (study_dir / OPENED).unlink(missing_ok=True)
    else:
        _mark(study_dir / OPENED, f"{sealed.sha256(encrypted)}\n{sealed.sums(box.files)}")
    (study_dir / CLOSING).unlink(missing_ok=True)
    if "results" in roots:
        roots["results"].with_name(LOCKED).unlink(missing_ok=True)


def is_locked_in(results_dir: Path, study_dir: Path) -> bool | None:
    """Whether the closed files of results are locked in a study's `closed.age`; None if that can't be told."""
    try:
        told = (results_dir / LOCKED).read_bytes().decode().strip()
    except (OSError, UnicodeDecodeError):
        return None
    if (study_dir / CLOSED).is_file():
        return told == sealed.sha256((study_dir / CLOSED).read_bytes())
    return False if told and (study_dir / "raw").is_dir() else None  # a copy without its closed zone may be of any


def _in_the_way(name: str, box: Box, roots: Mapping[str, Path]) -> Iterator[Problem]:
    """What on the disk keeps a member from its place: a link on the way there, or a file with another content."""
    path = _place(name, roots)
    root = roots[name.partition("/")[0]]
    todo = "Move it away, and unlock again."
    if name in MARKS:
        yield Problem(CLOSED, name, "a mark of multicase lock", "no marks among the files", sealed.PACK_AGAIN)
    for step in (path, *path.parents):
        if step.is_symlink():
            yield Problem(str(step), "", "a link in the closed zone", "a folder or a file", todo)
        if step == root:
            break
    if name not in box.files:
        if os.path.lexists(path) and not path.is_dir():
            yield Problem(str(path), "", "a file", "a folder", todo)
    elif os.path.lexists(path) and not path.is_symlink():
        is_same = stat.S_ISREG(path.lstat().st_mode) and path.read_bytes() == box.files[name]
        if not is_same:
            yield Problem(str(path), "", "something else than was locked", "the same, or nothing", todo)


def _make_folder(path: Path) -> None:
    if not path.is_dir():
        _make_folder(path.parent)
        path.mkdir(mode=0o700)
