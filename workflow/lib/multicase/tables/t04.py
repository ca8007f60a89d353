"""T04, the codebook: every code with its definition, its limits and an example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from multicase.study.codebook import NO_DEFINITION
from multicase.study.replication import ADDED, LOCKED
from multicase.tables.table import Table
from multicase.wording import counted

VARIES = True  # in a replication, with how the code stands to the original's
COLUMNS = ("code", "parent", "definition", "include", "exclude", "theory", "attributes", "version", "example")

SAME, TRANSLATED = "as in the original", "as in the original, translated"


def build(data: Mapping[str, Any]) -> Table:
    """One row per code, in the codebook's order. Needs the codebook. attributes: what tables group codes by.

    In a replication, instrument: how the code stands to that of the original (as there, translated, added, changed).
    """
    codes = data["codebook"]
    own = [name for name in codes.columns if name.startswith("code.")]
    given = [
        "; ".join(f"{name.partition('.')[2]}={row[name]}" for name in own if row[name])
        for row in codes.to_dict("records")
    ]
    parent = codes["theme"] + " > " + codes["subtheme"]
    definition = codes["definition"].replace("", NO_DEFINITION)
    shown = codes.assign(parent=parent, definition=definition, attributes=given)
    told = data.get("replicated")
    if not told:
        return Table(shown[list(COLUMNS)])
    same = TRANSLATED if told["is_translated"] else SAME
    stands = [told["codes"].get(code, same) for code in shown["code"]]
    return Table(shown[list(COLUMNS)].assign(instrument=stands), note=_note(told))


def _note(told: Mapping[str, Any]) -> str:
    """Whose instrument it is, and how far."""
    begin = f"The codebook is that of {told['original']}"
    if told["is_translated"]:
        begin += ", in another language"
    if told["instrument"] == LOCKED:
        return f"{begin}: the instrument is locked."
    n_added = list(told["codes"].values()).count(ADDED)
    verb = "is" if n_added == 1 else "are"
    n_changed = len(told["codes"]) - n_added
    return (
        f"{begin}, extended: {counted(n_added, 'code')} {verb} added and {n_changed:,} changed, each with its reason."
    )
