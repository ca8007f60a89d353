"""`multicase lock`: a closed zone encrypted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place


def command(
    recipient: Annotated[list[str], typer.Option(help="a public key (age1...); may be given several times")],
    study: place.Study = None,
    results: Annotated[
        Path | None, typer.Option(help="results/<study>, where they lie elsewhere than here and in the workflow")
    ] = None,
) -> None:
    """Encrypt a study's closed zone with age and remove the plain files; all after anonymisation still builds."""
    from multicase.closed import locking

    where = place.of(study)
    found = results or place.closed_results(where.study)
    print(f"locked in {locking.lock(where.study, recipient, found)}")
    if found is None:
        told = "if this study was built elsewhere, closed files lie in its results there: name them with --results"
        print(f"note: no closed files of results were found; {told}", file=sys.stderr)
