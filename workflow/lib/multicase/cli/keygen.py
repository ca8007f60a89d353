"""`multicase keygen`: a key to lock a closed zone with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(path: Annotated[Path, typer.Argument(help="a new file, outside any study")]) -> None:
    """Write a new secret key, and print the public one, for lock."""
    from multicase.closed import locking

    print(locking.keygen(path))
