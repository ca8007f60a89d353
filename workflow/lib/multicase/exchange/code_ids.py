"""Ids of codes, made of their labels in any language: the same label gets the same id, whatever else there is.

Latin letters lose their marks (Unicode's compatibility decomposition, Unicode Standard Annex 15). A label in another
script, which nothing here can spell, is told by some digits of its SHA-256.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from multicase.digest import text_sha256

ID = re.compile("[a-z][a-z0-9_]*")
# Latin letters that don't decompose.
SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t"}
)
SILENT = re.compile("['’ʼ]")
LONGEST = 48  # characters of what a label gives to an id
DIGITS = 6

Key = TypeVar("Key", bound=Hashable)


def made(paths: Mapping[Key, tuple[str, ...]], taken: Collection[str] = ()) -> dict[Key, str]:
    """An id for each key, of the last of its labels; paths: key -> labels from the topmost down.

    Those that would share an id all take the label above theirs too, and so on; where even whole paths give the same
    id, some digits of their digest tell them apart. taken: ids that none of them gets.
    """
    depth = dict.fromkeys(paths, 1)
    while True:
        ids = {key: _id(path, depth[key]) for key, path in paths.items()}
        often = Counter(ids.values())
        shared = [key for key, name in ids.items() if often[name] > 1 or name in taken]
        longer = [key for key in shared if depth[key] <= len(paths[key])]
        if not longer:
            return _numbered(ids, {*taken})
        for key in longer:
            depth[key] += 1


def _id(path: tuple[str, ...], depth: int) -> str:
    name = "_".join(map(slug, path[-depth:]))
    return f"{name}_{digits('/'.join(path))}" if depth > len(path) else name


def _numbered(ids: Mapping[Key, str], taken: set[str]) -> dict[Key, str]:
    """What has the very same path as another: numbered, in their order."""
    told: dict[Key, str] = {}
    for key, name in ids.items():
        number, own = 2, name
        while own in taken:
            own, number = f"{name}_{number}", number + 1
        taken.add(own)
        told[key] = own
    return told


def slug(label: str) -> str:
    """A label as an id: `Über-Leben (2)` becomes `uber_leben_2`. Letters that are lost or cut are told by digits."""
    plain = unicodedata.normalize("NFKD", SILENT.sub("", label.casefold()).translate(SPELLED))
    name = "_".join(re.findall("[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char))))
    lost = any(char.isalnum() and not char.isascii() for char in plain)
    if len(name) > LONGEST:
        name, lost = name[: LONGEST + 1].rpartition("_")[0] or name[:LONGEST], True
    if lost or not name:
        name = "_".join(filter(None, [name, digits(label)]))
    return name if name[0].isalpha() else f"c_{name}"


def digits(text: str) -> str:
    """The first digits of a text's SHA-256, whichever of its equal forms in Unicode it has."""
    return text_sha256(unicodedata.normalize("NFC", text))[:DIGITS]
