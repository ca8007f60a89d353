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
) -> None:
    """Restore a study's closed zone."""
    from multicase.closed import locking

    where = place.of(study)
    found = results or place.results_to_unlock(where.study)
    written = locking.unlock(where.study, key, found, remove=remove)
    inside = [path for path in written if found and path.is_relative_to(found / "private")]
    told = f", {len(inside)} of them in {found / 'private'}" if inside else ""
    print(f"{counted(len(written), 'file')} restored in {where.study}{told}")
