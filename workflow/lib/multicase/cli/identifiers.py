"""What the anonymiser finds in one file, judged with that file alone."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from multicase import ingest, schemas
from multicase.errors import StudyError

FIELDS = ("start", "end", "text", "kind", "layer", "rule_id", "action")


def show(file: Path, register: Path | None, as_json: bool) -> str:
    """The finds as JSON (offsets into the canonical text), or as a table for people, most frequent first."""
    found = find(file, register)
    if as_json:
        return json.dumps([{name: row[name] for name in FIELDS} for row in found], ensure_ascii=False, indent=1)
    tally = Counter((row["text"], row["kind"], row["layer"], row["action"]) for row in found)
    from rich.console import Console
    from rich.table import Table

    table = Table("text", "kind", "layer", "action", "n", title=f"{len(found)} identifiers in {file.name}")
    for (text, kind, layer, action), n in sorted(tally.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(text, kind, layer, action, str(n))
    console = Console()
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def find(file: Path, register: Path | None) -> list[dict]:
    """One dict per identifier, in the order of the text."""
    raise NotImplementedError(ingest, schemas, StudyError, register)
