"""The codings of another tool's project: shown as they lie on the study's texts, and merged into coders' files."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from multicase.cli import place
from multicase.cli.import_codings import segments
from multicase.cli.import_codings.texts import anonymised, canonical, in_no_segment, origins
from multicase.cli.ledger import Ledger
from multicase.closed.locking import write_private
from multicase.study import files
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

if TYPE_CHECKING:
    from multicase.exchange.imported import Imported
    from multicase.exchange.importing import Matches, Report
    from multicase.exchange.merging import Codes, Merge
    from multicase.study.study import Study

MAPPING = "private/mapping.csv"
SHOWN = 20  # codings of a kind that are listed one by one
LONG = 240  # characters of a passage that are shown
Ask = Callable[[str], bool] | None


@dataclass(frozen=True)
class Brought:
    """A project with what its names mean in the study, and the texts that its codings lie on: the anonymised ones, or
    those before."""

    imported: Imported
    matches: Matches
    texts: Mapping[str, str]
    is_open: bool
    is_said: bool  # whether people said whose the codings are that the tool names nobody for


def bring(file: Path, where: place.Place, coder: str, write: bool, ask: Ask, project: int | None = None) -> list[str]:
    """What a project holds and what becomes of each of its codings, in lines to print; with `write`, also does it.

    Codings made on the anonymised texts go to codings/<coder>.csv, those made on the texts before anonymisation to
    private/codings/<coder>.csv, and what can't be told surely to private/mapping.csv, for people to fill in. coder:
    who coded, whatever the tool says. project: its number, in a Taguette database of several. ask: asks before a
    coder's codings are changed or removed; None: nobody is asked. Raises StudyError without a build, for a file
    that can't be read, and where somebody said no.
    """
    from multicase.exchange import importing, matching
    from multicase.study import study as studies

    study = studies.load(where.study)
    brought = _brought(file, where, study, coder, project)
    matches, is_open = brought.matches, brought.is_open
    _refuse_alike(file, {*matches.coders.values()} - {"", matching.LEAVE}, study)
    if not coder:
        _refuse_earlier(matches.coders, {row["name"] for row in study.mapping or []}, study)
    rows, report = importing.to_codings(brought.imported, brought.texts, matches, words=not is_open)
    beside = in_no_segment(where.results) if is_open else {}
    of_today = _of_today(study, brought, where.results)
    merges = _merges(brought, rows, where.study, beside, of_today)
    if not coder and not brought.is_said:
        _refuse_anothers(matches.coders.get("", ""), merges, where.study, brought, of_today)
    open_ = matching.undecided(brought.imported, matches.sources, matches.codes)
    lines = [
        *_told(report, brought.texts),
        *_told_of_coders(merges, is_open),
        *(_told_of_left_out(merges, where.results) if is_open else ()),
        *(segments.decided(merges, study, where.results, of_today) if is_open else ()),
        *_told_of_former(matches),
        *_told_of_mapping(open_),
    ]
    if not write:
        return lines
    print("\n".join(lines))
    _refuse_unwanted(file, merges, ask)
    return [*_write(merges, where.study, is_open), *_write_mapping(open_, where.study)]


def _brought(file: Path, where: place.Place, study: Study, coder: str, project: int | None) -> Brought:
    """The project of a file. Raises StudyError for what is wrong with the mapping, and where its texts aren't here."""
    from multicase.exchange import importing, matching
    from multicase.exchange.names import Known

    texts, before = anonymised(where.results), canonical(where.results)
    mapping = study.mapping or []
    ids = [row["source_id"] for row in study.sources]
    history = (study.migrations or {}).get("migrations", [])
    known = Known(study.codebook, history)
    if problems := list(matching.problems(mapping, str(where.study / MAPPING), ids, known)):
        raise StudyError(problems)
    said = matching.said(mapping)

    def is_code(name: str) -> bool:
        return name in said.codes or known.is_called(name)

    imported = importing.joined(
        [importing.read(read_bytes(path), str(path), project, is_code) for path in documents(file)]
    )
    matches = importing.matched(
        imported, [texts, before], study.codebook,
        alone=file.stem, files=dict(origins(where.study)), said=said, coder=coder,
        history=history,
    )  # fmt: skip
    is_open = importing.lies_on(imported, matches, texts, before)
    if not is_open and not before:
        todo = "Run make with the closed zone open, then import again."
        found = "a project of texts before anonymisation"
        raise StudyError([Problem(str(file), "", found, "one of the anonymised texts", todo)])
    return Brought(imported, matches, texts if is_open else before, is_open, "" in said.coders)


def _refuse_alike(file: Path, coders: Collection[str], study: Study) -> None:
    """Raises StudyError for coders whom the study has under another spelling, and for names that can be no coder's."""
    from multicase.study import coder_names

    todo = f"Say --coder {{other}}, or add a line to {study.root / MAPPING}: coder,{{name}},{{other}}"
    if problems := list(coder_names.problems(dict.fromkeys(sorted(coders), str(file)), study.people, todo)):
        raise StudyError(problems)


def _refuse_earlier(coders: Mapping[str, str], said: Collection[str], study: Study) -> None:
    """Raises StudyError for coders whose file may be here under the id that an earlier version gave their name."""
    from multicase.exchange.names import earlier_id

    known = {*study.codings, *study.closed_codings}
    problems = [
        Problem(
            str(study.root / MAPPING),
            "",
            f"codings of '{name}', and a file of '{earlier}', as an earlier version called such a name",
            "whether they are the same person",
            f"Add a line: coder,{name},{earlier} if they are, or coder,{name},{id_} if not.",
        )
        for name, id_ in sorted(coders.items())
        if name not in said and id_ not in known and (earlier := earlier_id(name)) in known
    ]
    if problems:
        raise StudyError(problems)


def _refuse_unwanted(file: Path, merges: Mapping[str, Merge], ask: Ask) -> None:
    """Raises StudyError if somebody says no to codings that are changed or removed."""
    risky = [coder for coder, merge in merges.items() if merge.changed or merge.gone]
    if risky and ask and not ask(f"Change the codings of {', '.join(risky)} so?"):
        found, todo = "nobody who said yes", "Import again, and say yes, or add --yes."
        raise StudyError([Problem(str(file), "", found, "a yes before codings are changed or removed", todo)])


def documents(file: Path) -> list[Path]:
    """The file; of a folder the Word documents in it, since each text to be coded is one. Raises StudyError if none."""
    if not file.is_dir():
        return [file]
    found = sorted(path for path in file.glob("*.docx") if not path.name.startswith((".", "~")))
    if not found:
        expected, todo = "a file, or a folder of commented .docx", "Name the file that the tool exported."
        raise StudyError([Problem(str(file), "", "a folder without Word documents", expected, todo)])
    return found


def read_bytes(file: Path) -> bytes:
    """The file's content. Raises StudyError for a missing one."""
    if not file.is_file():
        raise StudyError([Problem(str(file), "", "no such file", "a file", "Mend the path.")])
    return file.read_bytes()


def _path(study: Path, coder: str, is_open: bool) -> Path:
    from multicase.study.study import CODING_FOLDERS, coding_file

    return coding_file(study, CODING_FOLDERS["codings" if is_open else "closed_codings"], coder)


def _rows(path: Path) -> list[dict[str, str]]:
    """The codings of a coder's file, as the check of the study reads them."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = ({name: value or "" for name, value in row.items() if name} for row in csv.DictReader(file))
        return [{name: files.cell(name, value) for name, value in row.items()} for row in found if any(row.values())]


def _merges(
    brought: Brought,
    rows: Mapping[str, list[dict[str, str]]],
    study: Path,
    beside: Mapping[str, Collection[tuple[str, str, str]]],
    of_today: Codes,
) -> dict[str, Merge]:
    """What becomes of each coder's file. Raises StudyError for a coder whose codings of a source lie in both zones."""
    from multicase.exchange.merging import merge

    matched, is_open = brought.matches.sources, brought.is_open
    sources = {matched[source.guid].id for source in brought.imported.sources} - {""}
    problems, merges = [], {}
    for coder, coded in rows.items():
        elsewhere = _path(study, coder, not is_open)
        if both := sorted({row["source_id"] for row in _rows(elsewhere)} & sources):
            found = f"codings of {', '.join(both)} by {coder}"
            todo = "Move them away first, or import these as another coder's: --coder NAME."
            problems.append(Problem(str(elsewhere), "", found, "a coder's codings of a source in one file", todo))
        own = _rows(_path(study, coder, is_open))
        merges[coder] = merge(own, coded, sources, brought.texts, beside.get(coder, ()), of_today)
    if problems:
        raise StudyError(problems)
    return merges


def _of_today(study: Study, brought: Brought, results: Path) -> Codes:
    """Tells the codes that rows have today: what was given to a coder since a code changed comes back with these."""
    from multicase import frames
    from multicase.exchange import coders

    history = (study.migrations or {}).get("migrations", [])
    paths = sorted((results / "segments").glob("*.parquet")) if history and brought.is_open else []
    segments = frames.read(paths, "segments") if paths else None  # of the anonymised texts
    return lambda rows: coders.codes_of_today(rows, study.codebook, history, brought.texts, segments)


def _refuse_anothers(unnamed: str, merges: Mapping[str, Merge], study: Path, brought: Brought, of_today: Codes) -> None:
    """Raises StudyError for codings whose coder the tool doesn't name, if most of them are a known coder's already."""
    from multicase.exchange.merging import HALF, merge

    if unnamed not in merges or not merges[unnamed].is_new or not merges[unnamed].added:
        return
    added, folder = merges[unnamed].added, _path(study, unnamed, brought.is_open).parent
    for path in sorted(folder.glob("*.csv")):
        known = merge(_rows(path), added, (), brought.texts, of_today=of_today)
        if len(added) - len(known.added) >= HALF * len(added):
            found = f"codings of nobody whom the tool names, most of which are {path.stem}'s"
            todo = f"Say whose they are: --coder {shlex.quote(path.stem)}, or another name."
            raise StudyError([Problem(str(path), "", found, "codings of one coder in one file", todo)])


def _told(report: Report, texts: Mapping[str, str]) -> Iterator[str]:
    for source in report.sources:
        counts = ", ".join(f"{n} {how}" for how, n in source.counts.items()) or "no codings"
        known = f"{source.source_id} ({source.matched})" if source.source_id else f"not told: {source.matched}"
        positions = f"; positions in {source.counting}" if source.counting and source.counts else ""
        yield f"{source.name}: {known}{positions}; {counts}"
    for source_id, names in report.sources_into_one.items():
        yield f"{counted(len(names), 'source')} of the tool become one, {source_id}: {', '.join(names)}"
    for code, paths in report.into_one.items():
        yield f"{counted(len(paths), 'code')} of the tool become one, {code}: {', '.join(paths)}"
    for item in report.inexact[:SHOWN]:
        words = texts[item.source_id][slice(*item.places[0])]
        yield f"to be looked at: {item.source_id}, {item.code}: stands on “{_short(words)}”"
        if item.words:
            yield f"    where the tool has “{_short(item.words)}”"
    yield from _more(len(report.inexact))
    for item in report.unplaced[:SHOWN]:
        places = f" ({counted(len(item.places), 'place')})" if item.places else ""
        where = f", {item.start} to {item.end}" if item.start >= 0 else ""
        yield f"waits: '{item.source}'{where}, {item.code}: {item.why}{places}"
    yield from _more(len(report.unplaced))
    for note in report.notes:
        yield f"note: {note.place}: {note.what}" if note.place else f"note: {note.what}"


def _short(words: str) -> str:
    """Words on one line; of many, how they begin and end."""
    words = " ".join(words.split())
    return words if len(words) <= LONG else f"{words[: LONG // 2]} … {words[-LONG // 2 :]}"


def _more(n: int) -> Iterator[str]:
    if n > SHOWN:
        yield f"... and {n - SHOWN} more"


def _told_of_coders(merges: Mapping[str, Merge], is_open: bool) -> Iterator[str]:
    if not is_open:
        yield "made on the texts before anonymisation: these codings stay in the closed zone, in private/codings/"
    for coder, merge in merges.items():
        waiting = sum(bool(row.get("waiting")) for row in merge.rows)
        also = f", {waiting} waiting" if waiting else ""
        if merge.is_new:
            yield f"{coder}: {counted(len(merge.added), 'coding')}{also}"
            continue
        counts = {"added": len(merge.added), "with another memo": len(merge.changed), "gone": len(merge.gone)}
        told = ", ".join(f"{n} {what}" for what, n in counts.items() if n) or "nothing new"
        yield f"{coder}: {told}; {merge.same} as they were{also}"
        if merge.stay:
            why = "too few others are in it, or their words aren't in the text"
            yield f"  {counted(merge.stay, 'coding')} of this coder not in this file: kept, since {why}"
        for sign, codings in (("+", merge.added), ("~", merge.changed), ("-", merge.gone)):
            for row in codings[:SHOWN]:
                yield f"  {sign} {row['source_id']}, {row['code']}: “{_short(row['exact'])}”"
            yield from _more(len(codings))
    if not merges:
        yield "no codings"


def _told_of_left_out(merges: Mapping[str, Merge], results: Path) -> Iterator[str]:
    from multicase.themes.omissions import SEGMENTS

    found = segments.left_out(merges, results)
    for row, reasons in found[:SHOWN]:
        why = listed([SEGMENTS[reason] for reason in reasons])
        yield f"not analysed: {row['source_id']}, {row['code']}: “{_short(row['exact'])}” (in {why})"
    yield from _more(len(found))


def _told_of_former(matches: Matches) -> Iterator[str]:
    """Codes that are taken for ones that a change ended: who made a new one of that name must say so."""
    from multicase.exchange.matching import FORMER

    found = {(name, match.id): None for (name, _, _), match in matches.codes.items() if match.how == FORMER}
    for name, former in found:
        yield f"the code '{name}' is taken for {former}, a former code: if it is another, say so in {MAPPING}"


def _told_of_mapping(open_: Sequence[Mapping[str, str]]) -> Iterator[str]:
    for row in open_:
        yield f"to be said in {MAPPING}: the {row['what']} '{row['name']}' ({row['why']})"


def _write(merges: Mapping[str, Merge], study: Path, is_open: bool) -> Iterator[str]:
    for coder, merge in merges.items():
        path = _path(study, coder, is_open)
        own = [name for row in merge.rows for name in row]
        columns = [name for name in files.schema("codings")["properties"] if name != "waiting" or _any_waits(merge)]
        columns += [name for name in dict.fromkeys(own) if name not in columns and name != "waiting"]
        buffer = io.StringIO(newline="")
        writer = csv.DictWriter(buffer, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(merge.rows)
        path.parent.mkdir(mode=0o777 if is_open else 0o700, parents=True, exist_ok=True)
        if is_open:
            _replace(path, buffer.getvalue())
        else:
            write_private(path, buffer.getvalue())
        yield f"written: {path}"


def _any_waits(merge: Merge) -> bool:
    """Whether one of the rows waits."""
    return any(row.get("waiting") for row in merge.rows)


def _replace(path: Path, content: str) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(content, encoding="utf-8", newline="")
    fresh.replace(path)


def _write_mapping(open_: Sequence[Mapping[str, str]], study: Path) -> Iterator[str]:
    """Adds what people must say to the mapping; what they said, or were asked before, stays."""
    ledger = Ledger.open(study / MAPPING, "mapping", ("what", "name", "id", "why"))
    asked = {(row["what"], row["name"]) for row in ledger.rows}
    fresh = [dict(row) for row in open_ if (row["what"], row["name"]) not in asked]
    if fresh:
        ledger.save([*ledger.rows, *fresh])
        yield f"{counted(len(fresh), 'name')} to be told: fill in id in {study / MAPPING}, then import again."
