"""`multicase lock`: a closed zone encrypted."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from multicase.cli import place


def command(
    recipient: Annotated[list[str], typer.Option(help="a public key (age1...); may be given several times")],
    study: place.Study = None,
    results: place.Results = None,
    without_missing: Annotated[
        bool, typer.Option("--without-missing", help="files that were unlocked and are gone were removed on purpose")
    ] = False,
) -> None:
    """Encrypt a study's closed zone with age and remove the plain files; all after anonymisation still builds."""
    from multicase.closed import locking

    where = place.of(study)
    found = results or place.closed_results(where.study)
    told = f", with the closed files of {found}" if found and (found / "private").is_dir() else ""
    locked = locking.lock(where.study, recipient, found, without_missing=without_missing)
    print(f"locked in {locked}{told}")
    if found is None:
        told = "if this study was built elsewhere, closed files lie in its results there: name them with --results"
        print(f"note: no closed files of results were found; {told}", file=sys.stderr)
