"""A new study out of another tool's project: its texts, cases, codebook and codings beside what raw files tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from multicase.cli.new_study import filling
from multicase.cli.new_study.survey import Found, Raw, case_folder, files_below
from multicase.exchange.matching import Match
from multicase.exchange.writing import KIND
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    from multicase.cli.new_study.filling import Filled
    from multicase.exchange.imported import Case, Imported, Source

ENDINGS = (".qdpx", ".sqlite3")
ITSELF = ("docx", "pdf", "odt", "rtf")  # originals that are read where no text of them comes along
UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|\x00', "-"))


@dataclass
class Project:
    """A project on its way into a study. files: guid of a source -> the path that it is known by."""

    file: Path
    imported: Imported
    files: dict[str, PurePath]
    told: list[str] = field(default_factory=list)


def opened(origin: Path, place: Path, number: int | None = None) -> tuple[list[Raw], Project | None]:
    """The raw files of a folder, a project or both, and the project; its texts are laid into `place`.

    number: of the project, in a Taguette database of several. A text of the project that lies beside it in the folder,
    by name, is taken once. Raises StudyError for a folder of several projects, and for a project that can't be read
    or holds no text.
    """
    from multicase.exchange import importing

    raws = [Raw(origin, PurePath(origin.name))] if origin.is_file() else files_below(origin)
    found = [raw for raw in raws if raw.path.suffix.lower() in ENDINGS]
    if not found and not origin.is_file():
        return raws, None
    if len(found) != 1:
        names = ", ".join(str(raw.inside) for raw in found) or origin.name
        expected, todo = f"one project ({' or '.join(ENDINGS)}), or a folder", "Name one of them after --from."
        raise StudyError([Problem(str(origin), "", f"{len(found)} projects: {names}", expected, todo)])
    file = found[0].path
    imported = importing.read(file.read_bytes(), str(file), number)
    raws = [raw for raw in raws if raw is not found[0]]
    project = Project(file, imported, {})
    groups = sites(imported)
    beside = {raw.inside.stem.casefold(): raw.inside for raw in raws}
    for number, source in enumerate(imported.sources, 1):
        stem = PurePath(source.name.translate(UNSAFE).strip() or f"source {number}")
        stem = PurePath(stem.stem) if stem.suffix.lower().lstrip(".") in (*ITSELF, "txt") else stem
        if (there := beside.get(stem.name.casefold())) is not None:
            project.files[source.guid] = there
            continue
        content, ending = _content(source)
        if not content:
            project.told.append(f"note: no text of '{source.name}' comes with the project: it is left out")
            continue
        path = place / f"{number}.{ending}"
        path.write_bytes(content)
        folder = groups[source.guid].name.translate(UNSAFE) if source.guid in groups else ""
        known_by = PurePath(folder, f"{stem}.{ending}")
        while known_by in project.files.values():  # two sources of one name are still two
            known_by = known_by.with_name(f"{known_by.stem}+.{ending}")
        project.files[source.guid] = known_by
        raws.append(Raw(path, known_by))
    raws.sort(key=lambda raw: case_folder(raw.inside))
    if not raws:
        todo = "Export the project with its texts."
        raise StudyError([Problem(str(file), "", "no text", "a project that brings its texts", todo)])
    project.told += [
        f"note: {note.place}: {note.what}" if note.place else f"note: {note.what}" for note in imported.notes
    ]
    return raws, project


def _content(source: Source) -> tuple[bytes, str]:
    """What is read of a source, and its ending: its text, in whose characters the tool counts, else its original."""
    if source.text.strip():
        return source.text.encode("utf-8", "replace"), "txt"
    return (source.original, source.ending) if source.ending in ITSELF else (b"", "")


def sites(imported: Imported) -> dict[str, Case]:
    """guid of a source -> the case of the study that it is of, as far as the tool's cases look like such.

    A tool's case may be a site or a person. Sites gather several sources, or are groups, and no source lies in two.
    """
    found: dict[str, Case] = {}
    for case in sorted(imported.cases, key=lambda case: (-len(case.sources), case.name)):
        kind = case.values.get(KIND, "")
        is_site = kind == "case" or case.is_group or len(case.sources) > 1
        if kind != "participant" and is_site and not {*case.sources} & {*found}:
            found |= dict.fromkeys(case.sources, case)
    return found


def added(study: Filled, project: Project, found: Sequence[Found]) -> Filled:
    """The study with what the project tells: cases and attributes, codebook, codings, names that are known now."""
    by_path = {item.inside: item for item in found}
    items = {guid: by_path[path] for guid, path in project.files.items() if path in by_path}
    study = _with_cases(study, project, items)
    tables, text = dict(study.tables), study.codebook
    if project.imported.codes:
        text, codings = _coded(project, items)
        tables |= codings
    tables |= _memos(project, items)
    return replace(study, tables=tables, codebook=text)


def _with_cases(study: Filled, project: Project, items: Mapping[str, Found]) -> Filled:
    """The attributes of cases, persons and sources where they belong. What a case is called stands among the guesses
    alone, since it may be the name of a place or a person.
    """
    tables = {name: [dict(row) for row in rows] for name, rows in study.tables.items()}
    attributes = {of: dict(names) for of, names in study.attributes.items()}
    guesses = list(study.guesses)
    rows = {name: {row[key]: row for row in tables[file]} for name, file, key in (
        ("cases", "cases.csv", "case_id"),
        ("sources", "sources.csv", "source_id"),
        ("participants", "participants.csv", "participant_id"),
    )}  # fmt: skip

    def fill(of: str, key: str, values: Mapping[str, str]) -> None:
        for label, name in filling.names_of(values, of, attributes.setdefault(of, {})).items():
            rows[of][key][name] = values[label]

    gathering = {case.guid: case for case in sites(project.imported).values()}
    for case in gathering.values():
        for case_id in dict.fromkeys(items[guid].case_id for guid in case.sources if guid in items):
            fill("cases", case_id, _values(case.values))
            why = "a group of sources, none of which lies in another" if case.is_group else "a case of several sources"
            guesses.append((case_id, "case", case.name, f"what the tool keeps as {why}"))
    for case in (case for case in project.imported.cases if case.guid not in gathering):
        of = [items[guid] for guid in case.sources if guid in items]
        people = _people(tables, [item.source_id for item in of])
        why = "what the tool calls a case, of one source" if len(of) == 1 else "what the tool calls a case"
        if len(people) == 1:
            fill("participants", people[0], _values(case.values))
            guesses += [(item.source_id, "participant", f"{people[0]} is '{case.name}'", why) for item in of]
            continue
        for item in of:  # nobody, or several, speak there: what is told of the case is told of the source
            fill("sources", item.source_id, _values(case.values))
            guesses.append(
                (item.source_id, "person", case.name, f"{why}, in which {counted(len(people), 'person')} speak")
            )
        if not of:
            guesses.append(("", "case", case.name, "what the tool calls a case, linked to no text"))
    for source in project.imported.sources:
        if source.guid in items:
            fill("sources", items[source.guid].source_id, source.values)
    return filling.Filled(tables, attributes, guesses, study.codebook)


def _values(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name != KIND}


def _people(tables: Mapping[str, list[dict[str, str]]], sources: Sequence[str]) -> list[str]:
    """The participants who speak in some sources."""
    spoken = (row["participants"] for row in tables["sources.csv"] if row["source_id"] in sources)
    return list(dict.fromkeys(name for listed in spoken for name in listed.split(";") if name))


def _coded(project: Project, items: Mapping[str, Found]) -> tuple[str, dict[str, list[dict[str, str]]]]:
    """codebook.yaml's text, and each coder's file: codings on the texts as they are read, before anonymisation."""
    from multicase.exchange import codebook_yaml, codebooks, importing, matching

    imported = project.imported
    grown = codebooks.grown(imported.codes, str(project.file), imported.used)
    matches = importing.Matches(
        {source.guid: _known(items.get(source.guid)) for source in imported.sources},
        {coding.given: Match(grown.ids.get(coding.code_guid, ""), "of the project") for coding in imported.codings},
        matching.coders(imported, project.file.stem),
    )
    texts = {item.source_id: item.text for item in items.values()}
    rows, report = importing.to_codings(imported, texts, matches, words=True)
    project.told += [f"note: {note}" for note in grown.notes]
    project.told.append(f"codebook: {counted(len(grown.ids), 'code')} of {project.file.name}")
    for coder, coded in rows.items():
        waiting = sum(bool(row["waiting"]) for row in coded)
        also = f", of which {waiting} wait without a place" if waiting else ""
        project.told.append(f"codings by {coder}: {len(coded)}{also}")
    if twice := sum(source.counts.get("twice", 0) for source in report.sources):
        project.told.append(f"note: {counted(twice, 'coding')} on words that the same coder gave the same code before")
    project.told += [
        f"note: {counted(len(names), 'source')} become one, {source_id}: {', '.join(names)}"
        for source_id, names in report.sources_into_one.items()
    ]
    project.told += [f"looked like, not the same: {item.source_id}, {item.code}" for item in report.inexact]
    tables = {f"private/codings/{coder}.csv": coded for coder, coded in rows.items()}
    tables["private/mapping.csv"] = list(_mapping(project, items, grown.ids, matches.coders))
    return codebook_yaml.text(grown.codebook), tables


def _known(item: Found | None) -> Match:
    return Match(item.source_id, "of the project") if item else Match("", "no text of it came along")


def _mapping(
    project: Project, items: Mapping[str, Found], ids: Mapping[str, str], coders: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """What the project's names are, so that a later version of it is known again; but no name of several sources, and
    no path of several codes.
    """
    often = Counter(source.name for source in project.imported.sources)
    codes = [code for code in project.imported.codes if code.guid in ids]
    of_path = Counter(code.path for code in codes)
    rows = [
        ("source", source.name, items[source.guid].source_id)
        for source in project.imported.sources
        if source.guid in items and often[source.name] == 1
    ]
    rows += [("code", code.path, ids[code.guid]) for code in codes if of_path[code.path] == 1]
    rows += [("coder", name, coder) for name, coder in coders.items() if name]
    for what, name, of in {(what, name): (what, name, of) for what, name, of in rows}.values():
        yield {"what": what, "name": name, "id": of}


def _memos(project: Project, items: Mapping[str, Found]) -> dict[str, list[dict[str, str]]]:
    """The project's notes, for people alone: they may name anybody."""
    paths = {code.guid: code.path for code in project.imported.codes}
    rows = []
    for memo in project.imported.memos:
        of = [items[guid].source_id if guid in items else paths.get(guid, "") for guid in memo.of]
        rows.append({"name": memo.name, "of": "; ".join(filter(None, of)), "text": memo.text})
    if rows:
        project.told.append(f"{counted(len(rows), 'note')} of the project: private/memos.csv")
    return {"private/memos.csv": rows} if rows else {}
