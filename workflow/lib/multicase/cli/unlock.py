"""`multicase unlock`: a closed zone restored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place
from multicase.wording import counted


def command(
    key: Annotated[Path, typer.Option(help="the file that keygen wrote")],
    study: place.Study = None,
    results: place.Results = None,
    remove: Annotated[bool, typer.Option("--remove", help="remove the encrypted file afterwards")] = False,
    missing: Annotated[
        bool, typer.Option("--missing", help="of an unlocked study: restore files that are gone, and leave all others")
    ] = False,
) -> None:
    """Restore a study's closed zone, or of one that is unlocked what went missing."""
    from multicase.closed import locking

    where = place.of(study)
    found = results or place.results_to_unlock(where.study)
    written = locking.unlock(where.study, key, found, remove=remove, missing=missing)
    inside = [path for path in written if found and path.is_relative_to(found / "private")]
    told = f", {len(inside)} of them in {found / 'private'}" if inside else ""
    print(f"{counted(len(written), 'file')} restored in {where.study}{told}")
