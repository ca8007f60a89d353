"""`multicase check`: a study, every file of it, every reference, every raw file, and who speaks in it."""

from __future__ import annotations

import csv
import shlex
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multicase.cli import place, sheet
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    import pandas as pd

    from multicase.ingest import Batch
    from multicase.study.study import Study

MANY = 100  # sources that are told one by one
LEFT_OUT = ("source_id", "locator", "reason", "words", "text")


def command(
    study: place.Study = None,
    left_out: Annotated[
        Path | None,
        typer.Option(help="write the words that stand in no row, with place and reason, to a .csv or .xlsx file"),
    ] = None,
) -> None:
    """Check a study: every file, every reference, every raw file that can be read, and every word of theirs."""
    from multicase import whole
    from multicase.audit import reproduction
    from multicase.closed import guarding
    from multicase.study import codebook, unmet
    from multicase.study import study as studies

    directory = place.of(study).study
    found = studies.load(directory)
    problems: list[Problem] = list(whole.problems(found, place.locale(found.settings)))
    notes: list[str] = []
    if found.locked:
        print(f"note: {directory} is locked: its raw files were not read (multicase unlock).", file=sys.stderr)
    else:
        notes, broken = raw_notes(found, left_out)
        problems += broken
    told_of_codings, broken = codings_notes(found, place.of(study).results)
    problems += broken
    tracked = "a file of the closed zone that git tracks or would add"
    todo = "Keep it out with a .gitignore; if it is in a commit already, rewrite history."
    problems += [Problem(str(path), "", tracked, "none", todo) for path in guarding.tracked_closed_files(directory)]
    if problems:
        raise StudyError(problems)
    undefined = codebook.undefined(found.codebook, str(found.path("codebook")))
    asked = coders_notes(found, place.of(study).results)
    apart = [
        *studies.unheard(found),
        *studies.unlisted(found),
        *guarding.readable_by_others(directory, place.of(study).results),
    ]
    short = [
        *unmet.short_of_material(found),
        *reproduction.withdrawn(place.of(study).published, found.sources),
        *roles_notes(found),
        *thresholds_notes(found),
        *waves_notes(found),
        *whole.notes(found),
    ]
    for note in [*studies.unconfirmed(found), *short, *undefined, *apart, *notes, *told_of_codings, *asked]:
        print(f"note: {note}", file=sys.stderr)
    print(f"{directory}: no problems")


def raw_notes(found: Study, left_out: Path | None) -> tuple[list[str], list[Problem]]:
    """Read the raw files and print where their words are; what is to be told of them, and what is wrong or asked.

    left_out: where the words are to be written that stand in no row.
    """
    from multicase import ingest
    from multicase.anonymise import languages
    from multicase.ingest import questions

    batch = ingest.read(found.open_sources, found.speakers, found.root, found.columns, place.limits(found.settings))
    print("\n".join(told(batch)))
    if left_out:
        rows = batch.left_out[[*LEFT_OUT]].astype(str).values.tolist()
        print(f"{counted(sheet.write(left_out, LEFT_OUT, rows, {}, {'text': 90}), 'row')} written to {left_out}")
    asked = questions.all_of(batch.questions, batch.turns, found.speakers)
    if n := questions.about_labels(asked):
        sheet_of = f"multicase speakers {found.root} --export labels.xlsx"
        told_how = f"{sheet_of}; fill it in; then the same with --import labels.xlsx"
        print(f"{counted(n, 'question')} about who speaks, below. A sheet to answer in, with first words: {told_how}")
    settings = place.section("anonymise", found.settings)
    problems = without_capitals(batch, settings.get("allow_register_only"))
    texts, name = batch.texts.to_dict("records"), settings.get("locale") or languages.USUAL
    problems += languages.problems(texts, name, settings.get("allow_other_language"))
    notes, broken = programs_notes(found.root, found.settings, batch.texts)
    return notes, [*problems, *broken, *batch.problems, *(questions.problem(row) for row in asked.to_dict("records"))]


def roles_notes(found: Study) -> list[str]:
    """Claims on speakers of roles that the profile shows by their groups."""
    from multicase.study import consent, disclosure, files

    settings = {name: place.section(name, found.settings) for name in ("anonymise", "disclosure")}
    is_whole = "profile" not in settings["anonymise"] or disclosure.shown_k(settings) == 1
    if is_whole or not found.path("participants"):
        return []
    people = consent.heard(files.frame([str(found.path("participants"))], "participants"), found.sources)
    told = disclosure.asked_by_role(found.claims, people, found.attributes, disclosure.shown_k(settings))
    return [f"{found.path('claims')}: {one}" for one in told]


def thresholds_notes(found: Study) -> list[str]:
    """Thresholds of claims that are somewhat other than the third or two thirds that they look like, of those that the
    study may still change: not what it froze, nor what the study that it replicates asks.
    """
    from multicase import claims
    from multicase.claims import judge

    theirs = found.replication.original.claim if found.replication else ()
    frozen = found.frozen["parts"]["criterion"] if found.frozen else ()
    fixed = {*theirs, *(item.removeprefix("claim ") for item in frozen)}
    own = [claim for claim in claims.parse(found.claims or {}) if claim.id not in fixed]
    return [f"{found.path('claims')}: {told}" for told in judge.near_thirds(own)]


def waves_notes(found: Study) -> list[str]:
    """That claims don't compare waves, of a study that declares the wave of its sources, and has several and claims."""
    waves = {row.get("wave", "") for row in found.open_sources} - {""}
    if "wave" not in found.attributes["sources"] or len(waves) < 2 or not (found.claims or {}).get("claims"):
        return []
    told = f"sources are of {len(waves)} waves, and each claim is judged over all of them together"
    return [f"{found.path('claims')}: {told}; what changed from one to the next, a cross-table by wave shows."]


def codings_notes(found: Study, results: Path) -> tuple[list[str], list[Problem]]:
    """What a build has shown of what people coded: how many codings wait; and what is wrong with projects."""
    from multicase.cli.import_codings.texts import anonymised, canonical
    from multicase.exchange import coders
    from multicase.study.codebook import code_ids

    notes, waiting = [], results / "codings/waiting.csv"
    if waiting.is_file():
        with waiting.open(encoding="utf-8", newline="") as file:
            if n := sum(1 for _ in csv.DictReader(file)):
                notes.append(f"{waiting}: {counted(n, 'coding')} without a place at the last build; it says why.")
    projects = [path for path in found.coding_paths() if path.suffix == ".qdpx"]
    if not projects or not (results / "anonymised").is_dir():
        return notes, []
    texts = anonymised(results)
    history = (found.migrations or {}).get("migrations", [])
    rows = coders.rows_of(found.coding_paths(), texts, found.codebook, history)
    notes += _of_projects([row for row in rows if str(row["file"]).endswith(".qdpx")], code_ids(found.codebook))
    before = {} if found.locked else canonical(results)
    return notes, [*coders.problems(rows), *coders.of_texts_before(projects, texts, before, found.codebook)]


def _of_projects(rows: Sequence[Mapping[str, Any]], codes: Collection[str]) -> Iterator[str]:
    """What only people can tell of projects in codings/, which are read without private/mapping.csv."""
    from multicase.exchange import importing

    untold = Counter(str(row["file"]) for row in rows if row.get("waiting") in (importing.OF_CODE, importing.OF_SOURCE))
    for path, n in untold.items():
        wait = "waits" if n == 1 else "wait"
        yield (
            f"{path}: {counted(n, 'coding')} {wait}, of codes or sources that nobody has told. "
            f"multicase import-codings {shlex.quote(path)} asks which they are; then move the project away."
        )
    former = Counter(
        (str(row["file"]), str(row["code"])) for row in rows if not row.get("waiting") and row["code"] not in codes
    )
    for (path, code), n in former.items():
        taken = f"{'is' if n == 1 else 'are'} taken for {'one' if n == 1 else 'codings'} of it"
        yield (
            f"{path}: {counted(n, 'coding')} of a code called like {code}, which a change ended, {taken}. If it is "
            "another code, say so in private/mapping.csv, take the project in with multicase import-codings "
            f"{shlex.quote(path)}, and move it away."
        )


def programs_notes(
    directory: Path, settings: Mapping[str, Any], texts: pd.DataFrame
) -> tuple[list[str], list[Problem]]:
    """What is to be told of programs that read the texts too (`anonymise.programs`), and what is wrong with records."""
    from multicase.anonymise import programs
    from multicase.study import programs as records

    try:
        known = place.programs(settings)
        told = list(programs.notes(texts, records.records(directory, known), known, directory))
    except StudyError as error:
        return [], list(error.problems)
    return told, []


def coders_notes(study: Study, results: Path) -> list[str]:
    """What changed since programs of coders.yaml were asked; of texts and codebook, since the last build."""
    if not (records := study.record_paths()):
        return []
    from multicase.cli.run_coder import segments_of
    from multicase.code import programs, standing
    from multicase.study import coders

    known = coders.declared(study.coders, study.root)
    return list(standing.stale(list(map(programs.sound, records)), known, study.root, segments_of(study, results)))


def without_capitals(batch: Batch, allowed: bool | list[str] | None = False) -> list[Problem]:
    """The sources whose names can't be found, since their texts have hardly a capital, or nothing else.

    allowed: what the settings accept (`anonymise.allow_register_only`).
    """
    from multicase.anonymise import find, structure

    problems: list[Problem] = []
    spoken = dict(list(batch.turns.groupby("source_id", sort=False)))
    for source in batch.texts.to_dict("records"):
        turns = spoken.get(source["source_id"])
        try:
            found = [] if turns is None else find.labels_of(turns)
            structure.refuse_without_capitals(source["text"], source["source_id"], found, allowed or False)
        except StudyError as error:
            problems += error.problems
    return problems


def told(batch: Batch) -> list[str]:
    """Where the words of each source are, a line each, what its reader has to say, and which sources are copies.

    Of more than MANY sources, those of which nothing is left out and nothing to be said share a line.
    """
    from multicase.ingest import balance
    from multicase.ingest.copies import copies

    lines, plain = [], []
    counts = balance.of_rows(batch.turns, batch.left_out)
    is_many = counts["source_id"].nunique() > MANY
    for source_id, rows in counts.groupby("source_id", sort=True):
        notes = batch.notes.get(source_id, [])
        if is_many and not notes and not _words(rows[rows["place"] == balance.LEFT_OUT]):
            plain.append(source_id)
            continue
        lines.append(f"{source_id}: {_balance(rows)}")
        lines += [f"{source_id}: note: {note}" for note in notes]
    if plain:
        others = "other source" if lines else "source"
        lines.append(f"{counted(len(plain), others)}: {_balance(counts[counts['source_id'].isin(plain)])}")
    return [*lines, *(f"note: {note}" for note in copies(batch.texts.to_dict("records")))]


def _balance(rows: pd.DataFrame) -> str:
    """How many words there are, and where."""
    from multicase.ingest import balance

    parts = [f"{_words(rows[rows['place'] == balance.TURNS]):,} in turns"]
    others = rows[rows["place"] == balance.ROWS]
    parts += [f"{_words(others):,} in headings, events and labels"] if _words(others) else []
    left = rows[(rows["place"] == balance.LEFT_OUT) & (rows["words"] > 0)]
    reasons = ", ".join(f"{reason} {n:,}" for reason, n in zip(left["reason"], left["words"], strict=True))
    parts += [f"{_words(left):,} left out ({reasons})"] if reasons else []
    return f"{counted(_words(rows), 'word')}: {'; '.join(parts)}"


def _words(rows: pd.DataFrame) -> int:
    return int(rows["words"].sum())
