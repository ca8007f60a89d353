"""Keys: public ones (recipients), which lock, and secret ones (identities), which unlock; both in the format of age."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from multicase.closed.sealed import PACK_AGAIN
from multicase.study.problems import Problem, StudyError

SECRET = "AGE-SECRET-KEY-1"


def keygen(path: Path) -> str:
    """Write a new identity (the secret key) into a file of mode 600; returns the recipient (the public key).

    Raises StudyError where a file is there already, or in a study, where the key would be locked in with what it opens.
    """
    from pyrage import x25519

    if any((folder / "sources.csv").is_file() for folder in path.absolute().parents):
        todo = "Name a file outside the study, best on another device."
        raise StudyError([Problem(str(path), "", "a place inside a study", "a place outside", todo)])
    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found, todo = "a file that is there already", "Name another file; a key is never overwritten."
        raise StudyError([Problem(str(path), "", found, "a new file", todo)]) from None
    except OSError as error:
        found, todo = f"a place that can't be written ({error.strerror})", "Name another file."
        raise StudyError([Problem(str(path), "", found, "a place for the key", todo)]) from None
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(f"# public key: {recipient}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return recipient


def recipients(given: Iterable[str], problems: list[Problem]) -> list[object]:
    """Public keys; what is wrong with them is added to `problems`."""
    from pyrage import RecipientError, x25519

    keys = []
    todo = "Give the public key that multicase keygen printed."
    for number, text in enumerate(given, 1):
        try:
            keys.append(x25519.Recipient.from_str(text.strip()))
        except RecipientError:
            found = "a secret key" if text.strip().upper().startswith(SECRET) else "no public key"
            problems.append(Problem("recipients", f"number {number}", found, "age1...", todo))
    if not keys and not problems:
        problems.append(Problem("recipients", "", "none", "at least one public key", todo))
    return keys


def identities(path: Path) -> list[object]:
    """The secret keys in a file, one a line. Raises StudyError where there is none."""
    from pyrage import IdentityError, x25519

    keys = []
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                keys.append(x25519.Identity.from_str(line.strip()))
    except (OSError, UnicodeDecodeError, IdentityError):
        keys = []
    if not keys:
        found, todo = "no identity that can be read", "Name the file that multicase keygen wrote."
        raise StudyError([Problem(str(path), "", found, "lines of the form AGE-SECRET-KEY-1...", todo)])
    return keys


def decrypt(encrypted: bytes, file: str, keys: list[object]) -> bytes:
    """What is in an age file, named `file` in messages. Raises StudyError for a wrong key and for a damaged file."""
    import pyrage

    try:
        return pyrage.decrypt(encrypted, keys)
    except pyrage.DecryptError as error:
        if "matching keys" in str(error):
            found, expected = "a file that isn't locked to this key", "the identity of one of its recipients"
            todo = "Use another identity; nothing was written."
        else:
            found, expected, todo = "a damaged file", "a whole age file", PACK_AGAIN
        raise StudyError([Problem(file, "", found, expected, todo)]) from None
