"""The box that a closed zone travels in: a tar that is the same, byte for byte, for the same files.

Its first member lists the sha256, the size and the name of every file, so that whoever opens it sees at once whether
it is whole. Nothing here touches the disk or knows of keys.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from multicase.study.problems import Problem, StudyError

SUMS = "SHA256SUMS"
PARTS = ("raw", "private", "results")
PACK_AGAIN = "Ask for a sound copy of the file; nothing was written."


@dataclass(frozen=True)
class Box:
    """Files by name and folders (without those that files imply), names beginning with one of PARTS."""

    files: Mapping[str, bytes]
    folders: tuple[str, ...] = ()


def sha256(content: bytes) -> str:
    """The sha256 of some bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def sums(files: Mapping[str, bytes]) -> str:
    """One line a file, sorted by name: sha256, size in bytes, name."""
    return "".join(f"{sha256(files[name])} {len(files[name])} {name}\n" for name in sorted(files))


def read_sums(text: str) -> dict[str, tuple[str, int]]:
    """Name -> (sha256, size), from what `sums` wrote. Raises ValueError where it is no such list."""
    found = {}
    for line in text.split("\n")[:-1]:
        digest, size, name = line.split(" ", 2)
        found[name] = (digest, int(size))
    return found


def pack(box: Box) -> bytes:
    """The tar of a box: names sorted, times and owners zero, files 600, folders 700."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, SUMS, sums(box.files).encode())
        for name in sorted({*box.files, *box.folders}):
            _add(tar, name, box.files.get(name))
    return buffer.getvalue()


def _add(tar: tarfile.TarFile, name: str, content: bytes | None) -> None:
    info = tarfile.TarInfo(name)
    if content is None:
        info.type, info.mode = tarfile.DIRTYPE, 0o700
        tar.addfile(info)
    else:
        info.size, info.mode = len(content), 0o600
        tar.addfile(info, io.BytesIO(content))


def unpack(packed: bytes, file: str) -> Box:
    """What a tar holds, once all of it has been found sound; `file` names it in messages.

    Raises StudyError with every member that leaves the closed zone, is a link or a device, stands twice, or isn't what
    the list of sums says.
    """
    problems: list[Problem] = []
    files: dict[str, bytes] = {}
    folders: list[str] = []
    listed = None
    try:
        with tarfile.open(fileobj=io.BytesIO(packed), mode="r:") as tar:
            for number, member in enumerate(tar, 1):
                if number == 1 and member.name == SUMS and member.isreg():
                    listed = read_sums(tar.extractfile(member).read().decode())
                elif why := _unsafe(member, files, folders):
                    problems.append(Problem(file, f"member {number}", why, f"a file below {_PARTS}", PACK_AGAIN))
                elif member.isdir():
                    folders.append(member.name)
                else:
                    files[member.name] = tar.extractfile(member).read()
    except (tarfile.TarError, ValueError, EOFError, OSError):
        problems.append(Problem(file, "", "content that is no sound tar", "what multicase lock packs", PACK_AGAIN))
    problems += _differences(files, listed, file)
    if problems:
        raise StudyError(problems)
    return Box(files, tuple(folders))


_PARTS = ", ".join(f"{part}/" for part in PARTS)


def _unsafe(member: tarfile.TarInfo, files: Iterable[str], folders: Iterable[str]) -> str:
    """Why a member must not be written to disk; empty if it may."""
    name = PurePosixPath(member.name)
    if member.issym() or member.islnk():
        return "a link"
    if not (member.isreg() or member.isdir()):
        return "a device or another special file"
    if name.is_absolute() or ".." in name.parts or "\\" in member.name or "\0" in member.name:
        return "a name that leads out of the study"
    if not name.parts or name.parts[0] not in PARTS or str(name) != member.name or member.name == SUMS:
        return "a name that lies in none of the closed folders"
    if member.isreg() and len(name.parts) < 2:
        return "a file in the place of a closed folder"
    if member.name in files or member.name in folders or any(str(parent) in files for parent in name.parents):
        return "a name that stands there already"
    return ""


def _differences(
    files: Mapping[str, bytes], listed: Mapping[str, tuple[str, int]] | None, file: str
) -> Iterable[Problem]:
    if listed is None:
        yield Problem(file, SUMS, "no list of sums", "the list as the first member", PACK_AGAIN)
        return
    for name in sorted({*files, *listed}):
        if name not in files:
            yield Problem(file, SUMS, f"'{name}', which isn't in the file", "every file that is listed", PACK_AGAIN)
        elif name not in listed:
            yield Problem(file, SUMS, f"no sum for '{name}'", "a sum for every file", PACK_AGAIN)
        elif listed[name] != (sha256(files[name]), len(files[name])):
            yield Problem(file, name, "content with another sum", "the sum that is listed", PACK_AGAIN)
