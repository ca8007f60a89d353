"""The kinds of source: their ids, in the order of tables and figures, and what people call them."""

from __future__ import annotations

KINDS: dict[str, tuple[str, str]] = {
    "interview": ("interview", "interviews"),
    "group_interview": ("group interview", "group interviews"),
    "observation": ("observation", "observations"),
    "document": ("document", "documents"),
}
PLURALS = {kind: plural for kind, (_, plural) in KINDS.items()}
DOCUMENT = "document"  # nobody speaks in it
