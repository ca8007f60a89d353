"""`multicase speakers`: who speaks in each source, in the terminal or as a sheet to fill in and merge back."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multicase.cli import place, sheet
from multicase.cli.ledger import Ledger
from multicase.study import files
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    from multicase.ingest import Batch
    from multicase.study.study import Study

FILE = "private/speakers.csv"
ANSWERS = ("participant_id", "role", "confirmed")
COLUMNS = ("source_id", "label", "turns", "words", "place", "first_words", "question", *ANSWERS)
WIDTHS = {"label": 26, "first_words": 60, "question": 60}
MARKS = " :;.-=|…⏎⇥‖[]()*"  # behind a label that is asked about as it is written
SIGNS = r"(?:[^\w\n]|[\d_])*"  # what may stand before a label in its line: a time, stars, a bracket
LEADING = re.compile(r"^[^\w(]*")  # what stands between a label and words
PIPED = 180  # characters of a line where no terminal says how long one is
ROLES = tuple(files.schema("speakers")["properties"]["role"]["enum"])
Row = dict[str, str]


def command(
    study: place.Study = None,
    export: Annotated[
        Path | None, typer.Option(help="write the labels to a .csv or .xlsx file, to be filled in")
    ] = None,
    import_: Annotated[
        Path | None, typer.Option("--import", help="merge such a file into private/speakers.csv")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="only what has an open question")] = False,
) -> None:
    """Show every label of every source: how much it says, what it says first, who it is, and what is asked of it."""
    from multicase.study import study as studies

    where = place.unlocked(study)
    found = studies.load(where.study)
    if import_:
        print(merge(found, import_))
        return
    rows = labels(found)
    rows = [row for row in rows if row["question"]] if open_ else rows
    if export:
        n = sheet.write(export, COLUMNS, [[row[name] for name in COLUMNS] for row in rows], _CHOICES, WIDTHS)
        print(f"{counted(n, 'label')} written to {export}: fill in role and participant_id, then --import it.")
    else:
        print(shown(rows))


_CHOICES = {"role": list(ROLES), "confirmed": ["yes"]}


def labels(study: Study) -> list[Row]:
    """One row per source and label, those first that stand there; then what is asked about others. See COLUMNS.

    Raises StudyError for what can't be read.
    """
    from multicase import ingest
    from multicase.ingest import questions

    batch = ingest.ingest(study.open_sources, study.speakers, study.root, study.columns, place.limits(study.settings))
    asked = questions.all_of(batch.questions, batch.turns, study.speakers).to_dict("records")
    rows = _rows(study, batch, [row for row in asked if row["kind"] != questions.OPEN_COLUMN])
    order = {source["source_id"]: n for n, source in enumerate(study.open_sources)}
    return sorted(rows, key=lambda row: order.get(row["source_id"], -1))


def _rows(study: Study, batch: Batch, asked: Sequence[Mapping[str, object]]) -> Iterable[Row]:
    from multicase.ingest import questions, voices
    from multicase.study import labels

    def of(question: Mapping[str, object]) -> tuple[str, str]:  # `P1 -` is one way of writing P1, and asked for itself
        label = str(question["label"])
        return str(question["source_id"]), label if question["kind"] == questions.FORM else labels.key(label)

    open_ = {of(row): row for row in asked}
    listed = _listed(study)
    by_source = dict(list(batch.turns.groupby("source_id", sort=False)))
    texts = dict(zip(batch.texts["source_id"], batch.texts["text"], strict=True))
    for source in study.open_sources:
        name = source["source_id"]
        turns = by_source.get(name)
        if source["kind"] == "document" or turns is None:
            continue
        for voice in voices.of_turns(turns.to_dict("records")):
            place_ = (name, labels.key(voice.label))
            said = listed.get(place_) or listed.get(("*", labels.key(voice.label))) or {}
            if not voice.label and not said and place_ not in open_:
                continue  # what nobody says in an observer's notes
            question = open_.pop(place_, {})
            is_marked = said and labels.of_row(said)[1] != labels.key(
                voice.label
            )  # `[P1]`: an answer is to change that row
            yield _row(
                name, said["label"] if is_marked else voice.label, said, question,
                turns=f"{voice.turns}", words=f"{voice.words}", place=voice.locator, first_words=voice.first,
            )  # fmt: skip
    for (name, label), question in sorted(open_.items()):
        said = listed.get((name, label), {})
        first = _behind(str(question["label"]), texts.get(name, ""))  # none of every source (`*`)
        about = {"turns": str(question["n"]), "words": "", "place": str(question["places"]), "first_words": first}
        yield _row(name, str(question["label"]), said, question, **about)


def _behind(label: str, text: str) -> str:
    """The first words behind what could be a label, where it opens a line first, before a colon if it does so
    anywhere; nothing if it opens none.

    label: as it is asked about, also with the mark that says how it stands (`Ada ⏎`, alone in its line).
    """
    from multicase.ingest import voices

    typed, name = (re.escape(label.strip(marks)) for marks in (" …⏎⇥‖", MARKS))
    forms = (rf"^{SIGNS}{name}[^\w\n]*:", rf"^{SIGNS}{name}(?!\w)") if name else ()
    forms = (rf"^[^\S\n]*{typed}", *forms) if typed != name else forms
    found = next((one for form in forms if (one := re.search(form, text, re.M | re.I))), None)
    lines = text[found.end() :].split("\n", 3) if found else []
    return voices.start(next((words for line in lines[:3] if (words := LEADING.sub("", line)).strip()), ""))


def _listed(study: Study) -> dict[tuple[str, str], Row]:
    """Source and label, as `labels.key` gives it -> the row of speakers.csv that says who that is.

    A row for one way of writing a label (`Dr Holt -`) says so where no other does, and never that it is none.
    """
    from multicase.ingest.questions import NOT_A_LABEL
    from multicase.study import labels

    found: dict[tuple[str, str], Row] = {}
    for row in study.speakers or []:
        of = row["source_id"], labels.key(row["label"])
        if labels.of_row(row) == of or (row["role"] != NOT_A_LABEL and of not in found):
            found[of] = row
    return found


def _row(source_id: str, label: str, said: Mapping[str, str], question: Mapping[str, object], **about: str) -> Row:
    given = {name: said.get(name, "") for name in ANSWERS}
    return {"source_id": source_id, "label": label, **about, "question": str(question.get("found", "")), **given}


def shown(rows: Sequence[Row]) -> str:
    """The labels as a table for the terminal, a block for each source, and how many questions are open."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else PIPED)
    table = Table("source", "label", "turns", "words", "first words", "who", "asked")
    before = ""
    for row in rows:
        if before and row["source_id"] != before:
            table.add_section()
        who = row["participant_id"] or row["role"]
        name = row["source_id"] if row["source_id"] != before else ""
        first = row["first_words"] or row["place"]
        cells = (name, row["label"] or "(none)", row["turns"], row["words"], first, who, row["question"])
        table.add_row(*(cell.replace("[", "\\[") for cell in cells))
        before = row["source_id"]
    with console.capture() as capture:
        console.print(table)
    n = sum(bool(row["question"]) for row in rows)
    todo = (
        " Answer with --export and --import, or in private/speakers.csv; multicase check tells the rows." if n else ""
    )
    return f"{capture.get()}{counted(n, 'open question')}.{todo}"


def merge(study: Study, path: Path) -> str:
    """Merge a filled sheet into private/speakers.csv, whole or not at all; says how many rows it added and changed.

    A row of the sheet without an answer changes nothing; neither does one that says what the study, or its row for
    every source (`*`), says already. A label is the same however it is written: an answer changes all its rows. Raises
    StudyError with everything that is wrong in any row: an answer without a role, an unknown source, a participant of
    another case, two answers; and for rows that would contradict one another.
    """
    from multicase.ingest import listing
    from multicase.study.labels import of_row

    target = study.root / FILE
    ledger = Ledger.open(target, "speakers", ("source_id", "label", *ANSWERS))
    rows = [dict(row) for row in ledger.rows]
    at: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        at[of_row(row)].append(row)
    first: dict[tuple[str, str], tuple[int, Row]] = {}
    problems: list[Problem] = []
    added = changed = 0
    for number, given in sheet.read(path, COLUMNS, ("source_id", "label", "role", "participant_id")):
        answer = {name: given[name].strip() for name in ANSWERS}
        if not any(answer.values()):
            continue
        given["source_id"] = given["source_id"].strip()
        key = of_row(given)
        problems += _wrong(str(path), number, given["source_id"], answer, study)
        problems += _again(str(path), number, answer, first.setdefault(key, (number, answer)))
        known = at.get(key) or at.get(("*", key[1])) or []
        others = [row for row in known if any(row.get(name, "") != answer[name] for name in ANSWERS)]
        if known and not others:
            continue
        if key in at:
            for row in others:
                row |= answer | ({"guessed": ""} if "guessed" in row else {})
            changed += len(others)
        else:
            at[key] = [{"source_id": key[0], "label": given["label"], **answer}]
            rows += at[key]
            added += 1
    problems += listing.contradictions(rows, str(target))
    if problems:
        raise StudyError(problems)
    if added or changed:
        ledger.save(rows)
    return f"{counted(added, 'row')} added to {target}, {counted(changed, 'row')} changed"


def _again(file: str, number: int, answer: Row, before: tuple[int, Row]) -> Iterable[Problem]:
    """A second answer for a label of a source, other than the first one of the sheet."""
    if answer != before[1]:
        found, todo = f"another answer than in row {before[0]}, for the same label", "Remove or mend one of the two."
        yield Problem(file, f"row {number}, column label", found, "one answer for each label of a source", todo)


def _wrong(file: str, number: int, source: str, answer: Mapping[str, str], study: Study) -> Iterable[Problem]:
    place_ = f"row {number}, column "
    cases = {row["source_id"]: row["case_id"] for row in study.sources}
    if source not in {*cases, "*"}:
        todo = f"Mend it{files.nearest(source, sorted(cases))}."
        yield Problem(file, place_ + "source_id", f"'{source}'", "a source of sources.csv, or *", todo)
    if not answer["role"]:
        todo = "Fill in the role, or empty the row's answer."
        yield Problem(file, place_ + "role", "an answer without a role", f"one of {', '.join(ROLES)}", todo)
    elif answer["role"] not in ROLES:
        todo = f"Mend it{files.nearest(answer['role'], list(ROLES))}."
        yield Problem(file, place_ + "role", f"'{answer['role']}'", f"one of {', '.join(ROLES)}", todo)
    if answer["confirmed"] not in {"", "yes"}:
        yield Problem(file, place_ + "confirmed", f"'{answer['confirmed']}'", "yes or nothing", "Mend it.")
    yield from _wrong_person(file, place_ + "participant_id", cases.get(source, ""), answer, study)


def _wrong_person(file: str, place_: str, case: str, answer: Mapping[str, str], study: Study) -> Iterable[Problem]:
    """case: of the source; nothing for a row of every source."""
    people = {row["participant_id"]: row["case_id"] for row in study.participants or []}
    who, role = answer["participant_id"], answer["role"]
    if role == "participant" and who not in people:
        todo = f"Mend it{files.nearest(who, sorted(people))}, or add them to participants.csv."
        yield Problem(file, place_, f"'{who}'", "a participant of participants.csv", todo)
    elif role == "participant" and people[who] != (case or people[who]):
        found, expected = f"'{who}' of the case '{people[who]}'", f"a participant of the case '{case}'"
        yield Problem(file, place_, found, expected, "Name somebody of this case.")
    elif role and role != "participant" and who:
        found, todo = f"a participant for the role {role}", "Empty it, or choose the role participant."
        yield Problem(file, place_, found, "nothing", todo)
