"""`multicase unlock`: a closed zone restored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place


def command(
    key: Annotated[Path, typer.Option(help="the file that keygen wrote")],
    study: place.Study = None,
    remove: Annotated[bool, typer.Option("--remove", help="remove the encrypted file afterwards")] = False,
) -> None:
    """Restore a study's closed zone."""
    from multicase.closed import locking

    where = place.of(study)
    written = locking.unlock(where.study, key, where.results, remove=remove)
    print(f"{len(written)} files restored")
