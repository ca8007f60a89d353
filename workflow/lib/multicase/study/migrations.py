"""How a codebook changed after coding had begun: a history that can have happened."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from multicase.study.files import nearest
from multicase.study.problems import Problem

SHAPES = {
    "rename": (range(1, 2), range(1, 2), "one code before and one after"),
    "merge": (range(1, 1000), range(1, 2), "several codes before and one after"),
    "split": (range(1, 2), range(2, 1000), "one code before and several after"),
    "retire": (range(1, 1000), range(0, 1), "codes before and none after"),
}


def problems(history: Sequence[Mapping[str, Any]], codes: Collection[str], file: str) -> Iterator[Problem]:
    """What can't have happened. history: in order of date. codes: today's, from which yesterday's follow, backwards."""
    alive = set(codes)
    for entry in reversed(history):
        before, after, shape = SHAPES[entry["change"]]
        if len(entry["from"]) not in before or len(entry["to"]) not in after:
            found = f"a {entry['change']} of {len(entry['from'])} codes to {len(entry['to'])}"
            yield Problem(file, place(entry), found, shape, "Mend from or to, or call it another change.")
        stays = set(entry["from"]) & set(entry["to"]) if entry["change"] == "merge" else set()
        for code in entry["to"]:
            if code not in alive:
                found = f"the code '{code}', which neither the codebook nor a later change knows"
                todo = f"Mend it{nearest(code, sorted(alive))}, or add the code."
                yield Problem(file, place(entry), found, "a code that exists then", todo)
        for code in entry["from"]:
            if code in alive and code not in stays:
                found = f"the code '{code}', which exists afterwards too"
                todo = "Give the code that exists now another id: its codings can't be told from the older ones."
                yield Problem(file, place(entry), found, "a code that this change ends", todo)
        for code in sorted(set(entry.get("assign", {}).values()) - set(entry["to"])):
            found, expected = f"'{code}' in assign", f"one of {', '.join(entry['to'])}"
            yield Problem(file, place(entry), found, expected, "Mend it.")
        if entry.get("assign") and entry["change"] != "split":
            yield Problem(file, place(entry), "assign", "it in a split only", "Remove it.")
        alive = (alive - set(entry["to"])) | set(entry["from"])


def became(code: str, history: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any] | None, list[str]]:
    """The change that ended a code, None if none did; and the codes of today that follow from it, "" for none.

    history: in order of date. Of a code that was split, one half of which was retired since, both are told.
    """
    ended, now = None, [code]
    for entry in history:
        stays = set(entry["to"]) if entry["change"] == "merge" else set()
        if gone := (set(now) & set(entry["from"])) - stays:
            ended = ended or entry
            after = entry["to"] or [""]
            now = list(dict.fromkeys(one for each in now for one in (after if each in gone else [each])))
    return ended, now


def ending(code: str, entry: Mapping[str, Any]) -> str:
    """How a message calls a code that a change ended."""
    return f"'{code}', which the {entry['change']} of {entry['date']} ended"


def place(entry: Mapping[str, Any]) -> str:
    """How a message calls a change."""
    return f"{entry['change']} of {entry['date']} ({', '.join(entry['from'])})"
