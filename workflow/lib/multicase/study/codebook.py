"""The codebook as a table: themes, subthemes and codes in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multicase.study import attributes, files
from multicase.study.attributes import Attribute, Attributes
from multicase.study.files import nearest
from multicase.study.problems import Problem
from multicase.wording import counted

if TYPE_CHECKING:
    import pandas as pd

NO_DEFINITION = "(no definition yet)"  # what readers see where a definition is open
ADDED = " (added)"  # after the label of what the study replicated hasn't got
LABELS = {"code": "label", "subtheme": "subtheme_label", "theme": "theme_label"}
TEXTS = ("label", "definition", "include", "exclude", "example", "theory", "relation")


def read(path: str | Path) -> dict[str, Any]:
    """A codebook that has passed its checks."""
    return files.parse_yaml(Path(path).read_text(encoding="utf-8-sig"))


def code_ids(codebook: Mapping[str, Any]) -> list[str]:
    """The ids of a codebook's codes, in its order."""
    return [row["code"] for row in _rows(codebook)]


def exclusive(codebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sets of codes that exclude each other, in the codebook's order: `set`, its id, `codes`, and perhaps
    `speakers`, whose segments they are given to.
    """
    return list(codebook.get("exclusive", []))


def codes(codebook: Mapping[str, Any]) -> pd.DataFrame:
    """One row per code: its theme and subtheme with their labels, its texts, polarity and version, its attributes.

    Attributes have columns `code.<name>`, in the order in which the codebook first names them.

    A code without a polarity is neutral; its rationale is its subtheme's or, failing that, its theme's.
    """
    import pandas as pd  # what only checks a study is spared the import

    rows = list(_rows(codebook))
    named = dict.fromkeys(name for row in rows for name in row["attributes"])
    for row in rows:
        given = row.pop("attributes")
        row |= {attributes.column("codes", name): given.get(name, "") for name in named}
    return pd.DataFrame(rows)


def told_apart(codes: pd.DataFrame) -> pd.DataFrame:
    """The same codes, with labels that no two codes, subthemes or themes share: behind one that several have stands in
    brackets what they stand below, where that tells them apart, or else their id.
    """
    told = codes
    for kind, above in (("theme", ()), ("subtheme", (LABELS["theme"],)), ("code", (LABELS["subtheme"],))):
        called = [codes[kind], codes[LABELS[kind]], *(frame[label] for label in above for frame in (codes, told))]
        told = told.assign(**{LABELS[kind]: _apart(list(zip(*called, strict=True)))})
    return told


def _apart(called: Sequence[tuple[str, ...]]) -> list[str]:
    """A label for each row. called: an id, its label, and what may tell it from others of the same label, the shortest
    first. What tells all of these apart goes before what doesn't, and the id is the last.
    """
    rows = dict.fromkeys(called)
    alike: dict[str, list[tuple[str, ...]]] = {}
    for _, label, *above in rows:
        alike.setdefault(label, []).append(tuple(above))
    found: dict[str, str] = {}
    taken = set(alike)
    for name, label, *above in rows:
        found[name] = label
        if len(alike[label]) > 1:
            columns = zip(above, zip(*alike[label], strict=True), strict=True)
            apart = [one for one, of_all in columns if len(set(of_all)) == len(of_all)]
            ids = chain([name], (f"{name} {number}" for number in count(2)))
            found[name] = next(told for one in chain(apart, ids) if (told := f"{label} ({one})") not in taken)
            taken.add(found[name])
    return [found[name] for name, *_ in called]


def marked(codes: pd.DataFrame, added: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """The same codes, with a mark in the labels of codes, subthemes and themes that a replication adds to its
    original's. added: code, subtheme, theme -> ids.
    """
    labels = {
        label: codes[label].where(~codes[kind].isin(list(added.get(kind, ()))), codes[label] + ADDED)
        for kind, label in LABELS.items()
    }
    return codes.assign(**labels)


def _rows(codebook: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for theme in codebook["themes"]:
        for subtheme in theme["subthemes"]:
            for code in subtheme["codes"]:
                yield {
                    "theme": theme["theme"],
                    "theme_label": theme["label"],
                    "subtheme": subtheme["subtheme"],
                    "subtheme_label": subtheme["label"],
                    "code": code["code"],
                    **{name: str(code.get(name, "")).strip() for name in TEXTS},
                    "attributes": code.get("attributes", {}),
                    "polarity": code.get("polarity", "neutral"),
                    "rationale": (subtheme.get("rationale") or theme.get("rationale") or "").strip(),
                    "version": str(codebook["version"]),
                }


def indicators(codebook: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every indicator of the dictionary coder with its code, in the codebook's order."""
    for theme in codebook["themes"]:
        for subtheme in theme["subthemes"]:
            for code in subtheme["codes"]:
                for indicator in code.get("indicators", []):
                    yield code["code"], indicator


def problems(codebook: Mapping[str, Any], declared: Attributes | None, file: str) -> list[Problem]:
    """What is wrong with a codebook beyond its form, which the schema checks, all at once.

    Themes, subthemes and codes whose ids come twice, indicators whose ids come twice in a code, phrases and exceptions
    without a word, sets of codes that exclude each other with unknown codes or with codes of another set, attributes
    and values that study.yaml hasn't declared (declared: None if nobody can tell).
    """
    return [
        *_twice("theme", [theme["theme"] for theme in codebook["themes"]], file),
        *_twice("subtheme", [sub["subtheme"] for theme in codebook["themes"] for sub in theme["subthemes"]], file),
        *_twice("code", [row["code"] for row in _rows(codebook)], file),
        *_twice("indicator", [f"{code}.{indicator['id']}" for code, indicator in indicators(codebook)], file),
        *(
            Problem(file, f"indicator {code}.{indicator['id']}", *wrong)
            for code, indicator in indicators(codebook)
            for wrong in _indicator_problems(indicator)
        ),
        *(
            Problem(file, f"code {row['code']}", *wrong)
            for row in (_rows(codebook) if declared is not None else ())
            for wrong in _attribute_problems(row["attributes"], declared["codes"])
        ),
        *_exclusive_problems(codebook, file),
    ]


def undefined(codebook: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """The themes and codes whose definition is open, a Problem for each kind. Told, and no error."""
    themes = [theme["theme"] for theme in codebook["themes"] if not theme.get("definition", "").strip()]
    codes = [row["code"] for row in _rows(codebook) if not row["definition"]]
    for kind, ids in (("theme", themes), ("code", codes)):
        if ids:
            found = f"{counted(len(ids), kind)} without a definition ({', '.join(ids)})"
            todo = "Write what each of them means, before anybody codes by it."
            yield Problem(file, "", found, f"a definition of each {kind}", todo)


def _exclusive_problems(codebook: Mapping[str, Any], file: str) -> Iterator[Problem]:
    known, declared = code_ids(codebook), exclusive(codebook)
    yield from _twice("set", [one["set"] for one in declared], file)
    set_of: dict[str, str] = {}
    for number, one in enumerate(declared):
        for code in one["codes"]:
            place = f"exclusive[{number}], set {one['set']}"
            if code not in known:
                yield Problem(
                    file, place, f"the unknown code '{code}'", "a code's id", f"Mend it{nearest(code, known)}."
                )
            elif code in set_of:
                found, todo = f"'{code}', which is in the set {set_of[code]} too", "Take it out of one of the two."
                yield Problem(file, place, found, "each code in one set", todo)
            set_of.setdefault(code, one["set"])


def _attribute_problems(given: Mapping[str, str], declared: Mapping[str, Attribute]) -> Iterator[tuple[str, str, str]]:
    for name, value in given.items():
        if name not in declared:
            expected = f"one of {', '.join(declared)}" if declared else "an attribute of codes that study.yaml declares"
            admit = f"declare it in study.yaml: attributes: {{codes: {{{name}: {{}}}}}}"
            yield f"the undeclared attribute '{name}'", expected, f"Mend it{nearest(name, list(declared))}, or {admit}."
        elif declared[name].values and value not in declared[name].values:
            values = list(declared[name].values)
            todo = f"Mend it{nearest(value, values)}, or add it to the values of {name} in study.yaml."
            yield f"{name}: '{value}'", f"one of {', '.join(values)}", todo


def _twice(what: str, ids: Iterable[str], file: str) -> Iterator[Problem]:
    for name, n in Counter(ids).items():
        if n > 1:
            found, todo = f"the {what} '{name}' {n} times", f"Give each {what} an id of its own."
            yield Problem(file, f"{what} {name}", found, "it once", todo)


def _indicator_problems(indicator: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What was found, what was expected and what to do."""
    for phrase in [*([indicator["phrase"]] if "phrase" in indicator else []), *indicator.get("except", [])]:
        if not any(map(str.isalnum, phrase)):
            yield "a phrase without a word", "words to look for", "Write the words, or remove it."
