"""What the rule files say of their rules: the stage, what a rule decides, and whether it reads the closed zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HEAD = re.compile(r'\s*"""(.+?)(?:"""|\n)')
RULE = re.compile(r'^rule (\w+):\n(?:    """(.*?)""")?', re.M | re.S)
FIELD = re.compile(r"\{params\.(\w+)\}")
CLOSED_LOG = '"<results>/private/logs/'


def rules(paths: Iterable[str | Path]) -> dict[str, dict[str, Any]]:
    """Rule -> stage, stage_about, about (its docstring), closed; by the files' names, then as they stand in them.

    A rule file is a stage; the first line of its docstring, `Stage: what it does.`, names it. A rule whose log lies in
    the closed zone reads it.
    """
    found = {}
    for path in sorted(map(Path, paths)):
        text = path.read_text(encoding="utf-8")
        head = HEAD.match(text)
        stage, _, about = (head[1] if head else "").partition(": ")
        parts = list(RULE.finditer(text))
        for number, part in enumerate(parts, 1):
            end = parts[number].start() if number < len(parts) else len(text)
            found[part[1]] = {
                "stage": stage or path.stem,
                "stage_about": about[:1].upper() + about[1:],
                "about": " ".join((part[2] or "").split()),
                "closed": CLOSED_LOG in text[part.start() : end],
            }
    return found


def filled(about: str, params: Mapping[str, Any]) -> str:
    """A rule's docstring with the parameters that it names; one that isn't known is told by its name."""

    def value(field: re.Match[str]) -> str:
        known = params.get(field[1], field[1])
        return ", ".join(map(str, known)) if isinstance(known, list) else str(known)

    return FIELD.sub(value, about)
