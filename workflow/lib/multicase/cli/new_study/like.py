"""A new study with another's instrument: its codebook, claims, tables and settings, and none of its material."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from multicase.study import files, originals, settings
from multicase.study.codebook import code_ids
from multicase.study.originals import Original
from multicase.study.problems import StudyError
from multicase.wording import counted, listed

if TYPE_CHECKING:
    from multicase.cli.new_study.filling import Filled

OWN = ("negative_cases", "quotations")  # what people said of a claim's evidence in the original's own cases
HISTORY = "decisions"  # what the original changed of codebook and claims, and why
RIVALS = "  claims.yaml           weigh the rivals anew; what you leave is shown as the original's consideration"
OF = ("cases", "sources", "participants", "codes")


def found(said: Path, directory: Path) -> tuple[Original, str]:
    """The original that is to be replicated, and what the study in `directory` calls it: its name, where that leads
    there, else the path from one to the other. Raises StudyError for one that isn't there or can't be read.
    """
    place = originals.find(str(said))
    original = originals.read(place)
    try:
        if originals.find(original.name, directory).resolve() == place.resolve():
            return original, original.name
    except StudyError:
        pass
    return original, Path(os.path.relpath(place.resolve(), directory.resolve())).as_posix()


def columns(original: Original, of: str) -> list[str]:
    """The columns of a new table for the attributes that the original declares, of cases, sources or participants."""
    taken = files.schema(of)["properties"] if of in OF and files.has_schema(of) else {}
    return [name for name in original.attributes.get(of, {}) if name not in taken]


def texts(
    original: Original, called: str, study: Filled, title: str, usual: Mapping[str, Any], items: Mapping[str, str]
) -> dict[str, str]:
    """File -> text of what a new study takes from its original.

    called: how the new study names it. usual: the repository's configuration. items: reporting items -> what they ask.
    """
    taken = {"codebook.yaml": without_own(original.texts["codebook.yaml"])}
    if original.claims:
        taken["claims.yaml"] = without_own(original.texts["claims.yaml"])
    if original.tables:
        taken["tables.yaml"] = original.texts["tables.yaml"]
    if set_otherwise := settings.apart(usual, original.settings):
        taken["config.yaml"] = f"# As in {original.name}.\n{_yaml(set_otherwise)}"
    declared = {of: dict((original.declared or {}).get(of) or {}) for of in OF}
    for of, named in study.attributes.items():
        declared[of] |= {name: {"label": label} for name, label in named.items() if name not in declared[of]}
    about = {"title": title, "question": original.question, "synthetic": False}
    about |= {"school": original.school} if original.school else {}
    about |= {"replicates": {"study": called, "instrument": "locked"}}
    about |= {"attributes": {of: named for of, named in declared.items() if named}}
    asked = [f'  {name}: ""  # {asks}\n' for name, asks in items.items()]
    head = "# What only people can answer of COREQ and SRQR: see T26.\nreporting:\n"
    return taken | {"study.yaml": _yaml(about) + "\n" + head + "".join(asked)}


def without_own(text: str) -> str:
    """The text of a codebook.yaml or claims.yaml without its history, and without what was said of evidence in the
    original's own cases; all else, comments too, stays where the file is written line by line.
    """
    wanted = files.parse_yaml(text)
    wanted.pop(HISTORY, None)
    for claim in wanted.get("claims", []):
        for key in OWN:
            claim.pop(key, None)
    lines = text.splitlines(keepends=True)
    for first, last in sorted(_own_lines(text), reverse=True):
        del lines[first:last]
    cut = "".join(lines)
    try:
        return cut if files.parse_yaml(cut) == wanted else _yaml(wanted)
    except yaml.YAMLError:
        return _yaml(wanted)


def _own_lines(text: str) -> Iterator[tuple[int, int]]:
    """First and last line, exclusive, of each such entry."""
    for key, value in yaml.compose(text, Loader=files.Loader).value:
        if key.value == HISTORY:
            yield key.start_mark.line, _end(value)
        elif key.value == "claims":
            for name, entry in (pair for claim in value.value for pair in claim.value):
                if name.value in OWN:
                    yield name.start_mark.line, _end(entry)


def _end(node: yaml.Node) -> int:
    """The line after a node; a block's own mark stands where the next one begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_mark.line + (node.end_mark.column > 0)


def told(original: Original) -> list[str]:
    """What was taken, and what wasn't."""
    n = len(original.claim)
    taken = [f"the codebook ({counted(len(code_ids(original.codebook)), 'code')})"]
    taken += [f"{counted(n, 'claim')} with their criteria"] if n else []
    taken += ["tables.yaml"] if original.tables else []
    taken += ["the declared attributes", "the settings of segments, themes and agreement"]
    return [
        f"Taken from {original.name} ({original.root}): {listed(taken)}.",
        "Not taken: its cases, people, sources and codings, what it says of evidence in its own cases, the history of "
        "its instrument, its reporting.",
        "  study.yaml            say title and question of this study, and answer the reporting items",
        *([RIVALS] if any("rivals" in claim for claim in original.claim.values()) else []),
    ]


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
