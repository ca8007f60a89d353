"""`multicase lock`: a closed zone encrypted."""

from __future__ import annotations

from typing import Annotated

import typer

from multicase.cli import place


def command(
    recipient: Annotated[list[str], typer.Option(help="a public key (age1...); may be given several times")],
    study: place.Study = None,
) -> None:
    """Encrypt a study's closed zone with age and remove the plain files; all after anonymisation still builds."""
    from multicase.closed import locking

    where = place.of(study)
    results = where.results if (where.results / "private").is_dir() else None
    print(f"locked in {locking.lock(where.study, recipient, results)}")
