"""How long jobs took in earlier builds on this machine, by study and rule: no input of a job."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path


def read(path: Path, study: str) -> dict[str, float]:
    """rule -> seconds of a job; nothing where there is no file, or one that can't be read: then no time is told."""
    return _all(path).get(study, {})


def write(path: Path, study: str, means: dict[str, float]) -> None:
    """Keep the means of a study's rules beside those of other studies; a disk that takes no more is no failure."""
    everything = _all(path) | {study: {rule: round(seconds, 2) for rule, seconds in sorted(means.items())}}
    part = path.with_name(f"{path.name}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(everything, indent=1) + "\n", encoding="utf-8")
        part.replace(path)


def _all(path: Path) -> dict[str, dict[str, float]]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {study: {rule: float(seconds) for rule, seconds in rules.items()} for study, rules in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
