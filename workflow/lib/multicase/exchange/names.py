"""Names that a study's codes have in other tools, and which code a name from another tool means.

Tools want names that are unique in the whole codebook, whatever their case; a study wants only its ids unique.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from multicase.exchange.code_ids import digits
from multicase.study.coder_names import names_a_coder
from multicase.study.migrations import became

LONGEST = 200  # bytes of a coder's id: a file's name may have 255
BLANKS = " \t\n\r\f\v\u00a0_."
BETWEEN = re.compile(r"[\s_.-]+")  # what stands between words in ids and in other tools' paths
SIGNED = re.compile(r"([-+]*)(.*?)([-+]*)", re.S)
SEPARATOR = re.compile(r"\s*(?:/|\\|::|>)\s*")
Key = tuple[str, str]  # theme, subtheme or code; and its id


def unique(codebook: Mapping[str, Any]) -> dict[Key, str]:
    """A name for each theme, subtheme and code: its label, with its kind and id behind it where labels coincide, or
    where a code's label is another code's id.
    """
    labels = {key: " ".join(label.split()) for key, label, _ in entries(codebook)}
    often = Counter(label.casefold() for label in labels.values())
    anothers = {
        (kind, own)
        for (kind, own), label in labels.items()
        if kind == "code" and label != own and (kind, label) in labels
    }
    names = {
        key: f"{label} ({key[0]} {key[1]})" if often[label.casefold()] > 1 or key in anothers else label
        for key, label in labels.items()
    }
    # A label may itself look like a name made longer: the id alone can't coincide with it a second time.
    taken: set[str] = set()
    for key, name in names.items():
        while name.casefold() in taken:
            name = f"{name} ({key[0]} {key[1]})"
        taken.add(name.casefold())
        names[key] = name
    return names


def entries(codebook: Mapping[str, Any]) -> Iterator[tuple[Key, str, tuple[Key, ...]]]:
    """Every theme, subtheme and code with its label and the keys above it, in the codebook's order."""
    for theme in codebook["themes"]:
        top = ("theme", theme["theme"])
        yield top, theme["label"], ()
        for subtheme in theme["subthemes"]:
            middle = ("subtheme", subtheme["subtheme"])
            yield middle, subtheme["label"], (top,)
            for code in subtheme["codes"]:
                yield ("code", code["code"]), code["label"], (top, middle)


def coder_id(name: str) -> str:
    """A coder's name as an id that can name a file; empty for a name without a letter or digit.

    A name that may itself name a file of codings stays as it is, in any script. Of another one the rest is told by
    digits of its digest, so that no two names share an id, in whatever files they come.
    """
    name = unicodedata.normalize("NFC", name.strip())
    if not any(map(str.isalnum, name)):
        return ""
    if names_a_coder(name) and len(name.encode()) <= LONGEST:
        return name
    plain = re.sub(r"[^\w-]+", "_", name).strip("_-")
    return f"{plain.encode()[: LONGEST // 2].decode(errors='ignore')}_{digits(name)}"


def earlier_id(name: str) -> str:
    """The id that earlier versions gave a coder's name: two names could have the same."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")


class Known:
    """The codes of a codebook by everything they may be called: id, label, name in an export, path of any of these.

    history: the list of migrations.yaml, of whose former codes people may mean one: it leads on from there.
    """

    def __init__(self, codebook: Mapping[str, Any], history: Sequence[Mapping[str, Any]] = ()):
        self.former = frozenset(code for entry in history for code in entry["from"])
        in_order = sorted(history, key=lambda entry: entry["date"])
        self._led_on = sorted(code for code in self.former if any(became(code, in_order)[1]))
        names = unique(codebook)
        labels = {key: label for key, label, _ in entries(codebook)}
        given = {code["code"]: code for code in _codes(codebook)}
        self._called: dict[str, set[str]] = defaultdict(set)
        self._loose: dict[str, set[str]] = defaultdict(set)
        self._above: dict[str, list[list[set[str]]]] = defaultdict(list)  # code -> paths, of what each part is called
        self.ids: list[str] = []
        for key, label, above in entries(codebook):
            if key[0] != "code":
                continue
            code = key[1]
            self.ids.append(code)
            for called in (code, label, names[key]):
                self._called[" ".join(called.split())].add(code)
                self._loose[_loose(called)].add(code)
            self._above[code].append(
                [{_loose(upper[1]), _loose(labels[upper]), _loose(names[upper])} for upper in above]
            )
            if path := given[code].get("path"):  # where it stood in the tool that it came from
                self._loose[_loose(path[-1])].add(code)
                self._above[code].append([{_loose(part)} for part in path[:-1]])
            for calls in (lambda k: k[1], labels.__getitem__, names.__getitem__):
                parts = [calls(upper) for upper in (*above, key)]
                for first in range(len(parts) - 1):
                    self._loose[_loose("/".join(parts[first:]))].add(code)

    @property
    def names(self) -> list[str]:
        """The codes' ids, and their names without regard to case."""
        return [*self.ids, *sorted({*self._loose} - {*self.ids})]

    def find(self, *called: str) -> list[str]:
        """The codes that the first of some names means at all, by id or any other name, whatever its case.

        Of several whose names differ in their case or blanks alone, the one that is written so.
        """
        for name in called:
            if found := self._loose.get(_loose(name)):
                return self._as_written(name, sorted(found))
        return []

    def is_called(self, name: str) -> bool:
        """Whether a code of today or a former one is called so."""
        return bool(self.find(name) or self.before(name))

    def meant(self, answer: str) -> list[str]:
        """The codes that people mean who are asked for one: its id, or else any of its names."""
        return [answer] if answer in self.ids or answer in self.former else self.find(answer)

    def before(self, name: str) -> list[str]:
        """The former codes whose id a name is, of those that a code of today came from: a retired one leads nowhere,
        and what is called like it may be something new.
        """
        return [code for code in self._led_on if code not in self.ids and _loose(code) == _loose(name)]

    def _as_written(self, name: str, found: list[str]) -> list[str]:
        same = self._called.get(" ".join(name.split()), set()) & {*found}
        return sorted(same) if len(same) == 1 else found

    def match(self, name: str, path: str) -> tuple[list[str], list[str]]:
        """The codes that a name at the end of a path means, which should be one; and those called so elsewhere.

        A path tells more than a name: of several codes of a name the one whose path it is, and none whose path has
        nothing in common with it. path: the names from the topmost down, joined by `/`, the name itself at its end.
        """
        above = [_loose(part) for part in SEPARATOR.split(path.removesuffix(name).strip("/")) if part.strip()]
        called = self.find(name)
        if not above and not called and "." in name:  # how Taguette's users write a hierarchy
            *upper, name = name.split(".")
            above, called = [_loose(part) for part in upper], self.find(name)
        if not above:
            return called, []
        called = sorted(self._loose.get(_loose(name), set()))
        whole = [code for code in called if any(_is_path(above, parts) for parts in self._above[code])]
        fitting = whole or [code for code in called if any(_have_common(above, parts) for parts in self._above[code])]
        return self._as_written(name, fitting), [code for code in called if code not in fitting]


def _is_path(above: Sequence[str], parts: Sequence[set[str]]) -> bool:
    return len(above) == len(parts) and all(name in called for name, called in zip(above, parts, strict=True))


def _have_common(above: Sequence[str], parts: Sequence[set[str]]) -> bool:
    return any(name in called for name in above for called in parts)


def _codes(codebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (code for theme in codebook["themes"] for sub in theme["subthemes"] for code in sub["codes"])


def _loose(name: str) -> str:
    """A name without its case, and with blanks for what stands for blanks in ids and in other tools' paths.

    A `+` or `-` at an end stays: it tells a code from its contrary.
    """
    return "/".join(map(_loose_part, SEPARATOR.split(name.casefold())))


def _loose_part(name: str) -> str:
    before, core, after = SIGNED.fullmatch(name.strip(BLANKS)).groups()
    return before + " ".join(filter(None, BETWEEN.split(core))) + after
