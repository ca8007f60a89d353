"""Surroundings in which programs find a home and a name: an account without them, as in a container, gets them here."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

OWN = Path(".snakemake/home")


def surroundings() -> dict[str, str]:
    """The environment variables for programs that keep caches at home and ask who runs them, and fail without."""
    return dict(os.environ) | _home() | _name()


def _home() -> dict[str, str]:
    try:
        if os.access(Path.home(), os.W_OK):
            return {}
    except RuntimeError:  # neither HOME nor the list of accounts names one
        pass
    OWN.mkdir(parents=True, exist_ok=True)
    return {"HOME": str(OWN.resolve())}


def _name() -> dict[str, str]:
    try:
        getpass.getuser()
    except (KeyError, OSError):  # neither USER nor the list of accounts has one; which it is depends on Python
        return {"USER": "nobody"}
    return {}
