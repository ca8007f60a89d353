"""Programs of the user's own that code (coders.yaml), and the records of what they answered.

A record is an input of the study, as people's codings are: `multicase run-coder` writes it, builds read it. Its first
line says what was asked and how; each further line is a coding.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from multicase.digest import as_json, text_sha256
from multicase.study.checking import CONTROL
from multicase.study.coder_names import TAKEN
from multicase.study.files import bytes_of, nearest
from multicase.study.problems import Problem

ENDING, AGAIN = ".jsonl", ".again"
CLOSED = ("private", "raw")
HEAD: Mapping[str, type] = {
    "coder": str,
    "again": bool,
    "what": str,
    "command_sha256": str,
    "what_sha256": str,
    "parameters_sha256": str,
    "prompt_sha256": str,
    "codebook_sha256": str,
    "input_sha256": str,
    "sources": dict,
    "segments": int,
    "answers": int,
    "refused": dict,
    "repeated": int,
    "several": int,
}
CODING: Mapping[str, type] = {
    "segment_id": str,
    "source_id": str,
    "start": int,
    "end": int,
    "exact": str,
    "prefix": str,
    "suffix": str,
    "code": str,
    "rationale": str,
}
CONFIDENCE = "confidence"
MOST = 999_999_999  # no text is as long
TODO = "Have it written anew: multicase run-coder; a record is no file to be written by hand."


@dataclass(frozen=True)
class Coder:
    """A program that codes. words: its command and arguments. prompt: the text itself."""

    name: str
    words: tuple[str, ...]
    what: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    prompt: str = ""


@dataclass(frozen=True)
class Record:
    """What a coder answered: the head (HEAD), and its codings (CODING and a confidence) with their lines."""

    head: Mapping[str, Any]
    codings: tuple[tuple[int, Mapping[str, Any]], ...]


def path(root: Path, name: str, again: bool = False) -> Path:
    """Where the record of a coder lies, if there is one; again: of its second run."""
    return root / "codings" / f"{name}{AGAIN if again else ''}{ENDING}"


def coder_of(file: Path) -> str:
    """The coder whose record a file is."""
    return file.name.removesuffix(ENDING).removesuffix(AGAIN)


def declared(content: Mapping[str, Any] | None, root: Path) -> list[Coder]:
    """The coders of a coders.yaml that has passed its checks, in their order."""
    return [
        Coder(
            name=told["name"],
            words=tuple(told["command"]),
            what=" ".join(told["what"].split()),
            parameters=told.get("parameters", {}),
            prompt=_prompt(told.get("prompt", ""), root),
        )
        for told in (content or {}).get("coders", [])
    ]


def _prompt(told: str | Mapping[str, str], root: Path) -> str:
    return told if isinstance(told, str) else (root / told["file"]).read_text(encoding="utf-8-sig")


def read(file: Path) -> tuple[Record, list[Problem]]:
    """A record, and everything in it that is none, by line. What is wrong is left out of what is returned."""
    found: list[Problem] = []
    codings: list[tuple[int, Mapping[str, Any]]] = []
    head: Mapping[str, Any] = {}
    for number, line in enumerate(bytes_of(file, str(file), found).split(b"\n"), 1):
        if not line.strip() and number > 1:
            continue
        told = _object(line)
        wanted = HEAD if number == 1 else CODING
        if wrong := _wrong(told, wanted):
            expected = f"{'the head of a record' if number == 1 else 'a coding'} ({', '.join(wanted)})"
            found.append(Problem(str(file), f"line {number}", wrong, expected, TODO))
        elif number == 1:
            head = told
        else:
            codings.append((number, told))
    name = (coder_of(file), file.name.endswith(AGAIN + ENDING))
    if head and (head["coder"], head["again"]) != name:
        told = f"the record of '{head['coder']}'{', asked again' if head['again'] else ''}"
        todo = f"Rename it to {path(Path(), head['coder'], head['again']).name}."
        found.append(Problem(str(file), "line 1", told, "the record of the coder that the file is named after", todo))
    return Record(head, tuple(codings)), found


def narrowed(told: Record, sources: Collection[str]) -> Record:
    """What a record says of some of its sources; its counts of answers are still those of all that was asked."""
    given = {source: digest for source, digest in told.head["sources"].items() if source in sources}
    head = dict(told.head) | {"sources": given, "input_sha256": input_sha256(given)}
    return Record(head, tuple(line for line in told.codings if line[1]["source_id"] in sources))


def input_sha256(given: Mapping[str, str]) -> str:
    """A digest of all segments that a program was given. given: source -> digest of its segments."""
    return text_sha256(as_json(given))


def written(told: Record) -> bytes:
    """The bytes of a record: a line for its head, and one for each coding."""
    lines = [dict(told.head), *(coding for _, coding in told.codings)]
    return "".join(f"{as_json(line)}\n" for line in lines).encode()


def _object(line: bytes) -> Any:
    try:
        told = json.loads(line, object_pairs_hook=_once)
        json.dumps(told, ensure_ascii=False).encode()  # halves of characters can be told and not be written
    except (ValueError, RecursionError):
        return None
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are told once each."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _wrong(told: Any, wanted: Mapping[str, type]) -> str:
    """What is wrong with a line, or nothing."""
    if not isinstance(told, dict):
        return "no JSON object"
    if missing := [name for name in wanted if name not in told]:
        return f"no {missing[0]}"
    for name, kind in wanted.items():
        if type(told[name]) is not kind or (kind is int and abs(told[name]) > MOST):
            return f"a {name} that is none"
        if kind is str and CONTROL.search(told[name]):
            return f"a {name} with characters that can't be seen"
    sure = told.get(CONFIDENCE)
    if sure is not None and (type(sure) not in {int, float} or not 0 <= sure <= 1):
        return f"a {CONFIDENCE} that is none"
    if "exact" in wanted and not (told["exact"] and 0 <= told["start"] < told["end"]):
        return "a coding of no words"
    return ""


def problems(content: Mapping[str, Any] | None, root: Path, file: str) -> Iterator[Problem]:
    """What is wrong with a coders.yaml beyond its form, and with the records; all at once.

    content: of a coders.yaml that fits its schema; None where the study has none that does.
    """
    listed = (content or {}).get("coders", [])
    names = Counter(told["name"] for told in listed)
    for name, n in names.items():
        if n > 1:
            todo = "Rename one: its record has its name."
            yield Problem(file, f"coder {name}", f"the name '{name}' {n} times", "each only once", todo)
        if name in TAKEN:
            found = f"the name '{name}', as something else is called among the results"
            yield Problem(file, f"coder {name}", found, "a name of its own", "Rename it.")
    for told in listed:
        if isinstance(told.get("prompt"), dict):
            yield from _prompt_problems(told["prompt"]["file"], f"coder {told['name']}, prompt", root, file)
    is_known = content is not None or not Path(file).is_file()
    for record in sorted((root / "codings").glob(f"*{ENDING}")):
        if record.name.startswith((".", "~")) or not record.is_file():
            continue
        yield from read(record)[1]
        name = coder_of(record)
        if is_known and name not in names:
            todo = f"Declare it there{nearest(name, sorted(names))}, or move the record away."
            yield Problem(str(record), "", f"a record of '{name}'", "a coder of coders.yaml", todo)
    for name in names:
        for person in sorted((root / "codings").glob(f"{name}.*")):
            if person.suffix != ENDING:
                found, expected = "codings of a person under a program's name", f"a name other than {name}"
                yield Problem(str(person), "", found, expected, "Rename the file, or the coder in coders.yaml.")


def _prompt_problems(told: str, place: str, root: Path, file: str) -> Iterator[Problem]:
    target = (root / told).resolve()
    inside = target.is_relative_to(root.resolve())
    if not inside or target.relative_to(root.resolve()).parts[:1] in [(name,) for name in CLOSED]:
        expected = "a file of the study outside its closed zone"
        yield Problem(file, place, "a path that leads elsewhere", expected, "Move the file, and name it here.")
        return
    try:
        target.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        yield Problem(
            file, place, f"'{told}', which can't be read", "a text file in UTF-8", "Mend the path or the file."
        )
