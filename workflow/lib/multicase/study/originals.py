"""The original of a replication: where it lies, and what can be read of its instrument.

A study's results hold its instrument (`instrument/`), so that they alone are enough to replicate it: its files, without
what coders did with them, and `instrument.yaml`, which says what they are.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from multicase.digest import file_sha256
from multicase.study import attributes, checking, files, instrument, remarks
from multicase.study.attributes import Attributes
from multicase.study.problems import Problem, StudyError

FOLDER, ABOUT, SCHEMA = "instrument", "instrument.yaml", 1
DOCUMENTS = {name: f"{name}.yaml" for name in ("codebook", "claims", "migrations", "tables", "frozen")}
WIDE = 10_000  # so that no sentence is broken over lines


@dataclass(frozen=True)
class Original:
    """A study that others replicate, read from its directory or from its results, which say the same.

    root: where it was read. texts: file name -> its text, as it is written. settings: of `instrument.SETTINGS`; from a
    study's directory only what its own config.yaml sets. sources: rows of its sources.csv, from its directory alone. A
    file that the study hasn't got is empty.
    """

    name: str
    title: str
    root: Path
    from_results: bool
    codebook: Mapping[str, Any]
    claims: Mapping[str, Any] = field(default_factory=dict)
    migrations: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    frozen: Mapping[str, Any] = field(default_factory=dict)
    declared: Mapping[str, Any] = field(default_factory=dict)  # `attributes` as study.yaml has them
    settings: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""
    school: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    sources: Sequence[Mapping[str, str]] = ()

    @cached_property
    def attributes(self) -> Attributes:
        """The attributes that it declares."""
        return attributes.declared({"attributes": self.declared})

    @cached_property
    def items(self) -> instrument.Items:
        """Its codes, claims and so on, item by item."""
        return instrument.items(self.codebook, self.claims)

    @cached_property
    def claim(self) -> dict[str, Mapping[str, Any]]:
        """Its claims by their ids, as claims.yaml has them."""
        return {claim["claim"]: claim for claim in self.claims.get("claims", [])}

    def shown(self, entry: Mapping[str, str]) -> list[Any]:
        """What its results show of an entry of `remarks.BY_CLAIM`, by the consent of its own sources."""
        return [entry] if self.from_results else remarks.shown([entry], self.sources)


def write(
    folder: str | Path,
    name: str,
    about: Mapping[str, Any],
    paths: Mapping[str, str],
    settings: Mapping[str, Any],
    sources: Iterable[Mapping[str, str]],
    passed_on: Mapping[str, Any] = MappingProxyType({}),
    held_back: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> None:
    """Write the instrument of a study into a folder of its results, which is made anew.

    about: what study.yaml says (title, question, school, attributes, synthetic). paths: DOCUMENTS that the study has ->
    where they lie; they are copied as they are, but for migrations.yaml, which goes without the words that coders
    assigned codes to, and for reasons that no result may show (`remarks.shown`). settings: the whole configuration that
    holds. sources: rows of sources.csv. passed_on: what its original's results show (`replication.passed_on`).
    held_back: claim -> the segments of which results say nothing (`claims.units.held_back`).
    """
    target = Path(folder)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    read = {document: files.mapping([path]) for document, path in paths.items()}
    open_ = read
    if "claims" in read:
        open_ = read | {"claims": remarks.of_claims(read["claims"], sources, passed_on, held_back)}
    for document, path in paths.items():
        if document == "migrations":
            (target / DOCUMENTS[document]).write_text(_yaml(_unassigned(read[document])), encoding="utf-8")
        elif open_[document] != read[document]:
            (target / DOCUMENTS[document]).write_text(_yaml(open_[document]), encoding="utf-8")
        else:
            shutil.copyfile(path, target / DOCUMENTS[document])
    told = {key: about[key] for key in ("title", "question", "school", "attributes") if about.get(key)}
    items = instrument.items(read["codebook"], read.get("claims"))
    content = (
        {"schema": SCHEMA, "study": name, "title": name}
        | told
        | {
            "synthetic": bool(about.get("synthetic")),
            "settings": instrument.settings(settings),
            "files": {path.name: file_sha256(path) for path in sorted(target.iterdir())},
            "items": instrument.digests(items),
        }
    )
    (target / ABOUT).write_text(_yaml(content), encoding="utf-8")


def _unassigned(migrations: Mapping[str, Any]) -> dict[str, Any]:
    history = [{k: v for k, v in entry.items() if k != "assign"} for entry in migrations.get("migrations", [])]
    return dict(migrations) | ({"migrations": history} if "migrations" in migrations else {})


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=WIDE)


def find(said: str, beside: Path | None = None) -> Path:
    """Where an original lies: a study's directory, or its results, built or published.

    said: a path from `beside` (the directory of the replication, which is none), from the directory above, or from
    here; or a name, looked for there too, then among the published results and the built ones of this directory and of
    those above. Raises StudyError where nothing of that name can be replicated.
    """
    own = beside.resolve() if beside else None
    there = [path for path in _candidates(said, beside) if path.is_dir() and path.resolve() != own]
    found = next((path for path in there if _is_original(path)), None)
    if found is not None:
        return found
    if there:
        what = "a directory without codebook.yaml and without instrument/instrument.yaml"
        todo = "Results of an older version hold no instrument: build and publish them anew, or name the study."
    else:
        what, todo = f"'{said}', which isn't there", "Name its directory, or put its published results there."
    raise StudyError([Problem(str(there[0] if there else said), "", what, "a study, or its results", todo)])


def _candidates(said: str, beside: Path | None) -> Iterator[Path]:
    own = beside.resolve() if beside else None
    if own:
        yield from (own / said, own.parent / said)
    yield Path(said)
    for folder in (Path(), *Path().resolve().parents, *(own.parents if own else ())):
        yield from (folder / results / said for results in ("results/published", "results"))


def _is_original(path: Path) -> bool:
    return (path / DOCUMENTS["codebook"]).is_file() or (path / FOLDER / ABOUT).is_file()


def read(path: Path) -> Original:
    """What can be read of a study's instrument. path: its directory, or its results.

    Raises StudyError with all that is wrong with its files, with what was altered since the results were made, and for
    an instrument of a later version of this form.
    """
    problems: list[Problem] = []
    published = (path / FOLDER / ABOUT).is_file()
    folder = path / FOLDER if published else path
    told = _told_by_results(folder, problems) if published else _told_by_study(path, problems)
    content, texts = {}, {}
    for name, file in DOCUMENTS.items():
        where = folder / file
        if where.is_file():
            content[name] = checking.read_yaml(where, name, str(where), problems) or {}
            texts[file] = files.read_text(where, str(where), problems) or ""
    if not content.get("codebook") and not problems:
        problems.append(Problem(str(folder / DOCUMENTS["codebook"]), "", "no such file", "a codebook", "Restore it."))
    if problems:
        raise StudyError(problems)
    return Original(root=path, from_results=published, texts=texts, **told, **content)


def _told_by_results(folder: Path, problems: list[Problem]) -> dict[str, Any]:
    """What instrument.yaml says; with a Problem for each file that isn't the one it was written for."""
    place = folder / ABOUT
    told = checking.read_yaml(place, FOLDER, str(place), problems)
    if told is None:
        return {}
    if told["schema"] > SCHEMA:
        found, todo = f"version {told['schema']} of this form", "Read it with a later version of multicase."
        problems.append(Problem(str(place), "schema", found, f"version {SCHEMA} at most", todo))
    for name, sha256 in told["files"].items():
        path = folder / name
        if not path.is_file() or file_sha256(path) != sha256:
            found = "another file than when the results were made" if path.is_file() else "no such file"
            todo = "Get the published results anew."
            problems.append(Problem(str(path), "", found, "the file that instrument.yaml names", todo))
    return {
        "name": told["study"],
        "title": told["title"],
        "question": told.get("question", ""),
        "school": told.get("school", ""),
        "declared": told.get("attributes", {}),
        "settings": told.get("settings", {}),
    }


def _told_by_study(root: Path, problems: list[Problem]) -> dict[str, Any]:
    """The same of a study's directory."""
    about: Mapping[str, Any] = {}
    own: Any = {}
    listed = root / "sources.csv"
    sources = checking.read_csv(listed, "sources", str(listed), problems, None) if listed.is_file() else []
    if (root / "study.yaml").is_file():
        about = checking.read_yaml(root / "study.yaml", "study", str(root / "study.yaml"), problems) or {}
    if (root / "config.yaml").is_file():
        text = files.read_text(root / "config.yaml", str(root / "config.yaml"), problems)
        own = files.parsed(text, str(root / "config.yaml"), problems) if text else {}
    name = root.resolve().name
    return {
        "name": name,
        "title": about.get("title", name),
        "question": about.get("question", ""),
        "school": about.get("school", ""),
        "declared": about.get("attributes") or {},
        "settings": instrument.settings(own or {}),
        "sources": sources,
    }
