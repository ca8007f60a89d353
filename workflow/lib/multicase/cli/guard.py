"""`multicase guard`: no closed zone in git."""

from __future__ import annotations

from pathlib import Path


def command() -> None:
    """Refuse a commit that holds files of a closed zone; .githooks/pre-commit calls it."""
    from multicase.closed import guarding

    guarding.guard(Path())
