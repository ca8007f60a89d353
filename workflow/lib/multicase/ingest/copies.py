"""Copies: sources of the same file, or with the same words, whose speech would count several times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping


def copies(sources: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """A note on the sources of each file, and of each text, that several have; sources: of the contract `texts`.

    What a format alone makes of a text, such as its blank lines, makes no other text.
    """
    files: dict[object, list[str]] = defaultdict(list)
    texts: dict[object, list[str]] = defaultdict(list)
    for source in sources:
        files[source["raw_sha256"]].append(str(source["source_id"]))
        if words := " ".join(str(source["text"]).split()):
            texts[words].append(str(source["source_id"]))
    told: list[list[str]] = []
    for what, groups in (("file", files), ("text", texts)):
        for of in groups.values():
            if len(of) > 1 and of not in told:
                told.append(of)
                yield f"{', '.join(of)}: the same {what}; if they are copies, which count several times, keep one"
