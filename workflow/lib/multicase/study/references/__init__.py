"""What a study's files say of one another: references that lead nowhere, and rows that contradict each other.

Each function yields a Problem for each thing wrong. What only a build can tell (whether a segment is there, whether
quoted words stand in a text) is told by the stage that needs it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from multicase.study import attributes as attribute
from multicase.study import coder_names, consent, labels, migrations
from multicase.study.coder_names import alike
from multicase.study.files import Row, nearest, schema, split
from multicase.study.problems import Problem
from multicase.study.references.claims import of_claims, of_exclusive, own
from multicase.study.references.names import of_names
from multicase.study.references.supplied import Files, backwards, handed_in, lost, lost_in
from multicase.wording import ALL_CASES, listed

HISTORY = ", or, if it was renamed, merged, split or retired, say so in migrations.yaml"
CSV_FILES = ("cases", "sources", "participants")  # that attributes are columns of
SEGMENT = re.compile(r"(?P<source>[a-z][a-z0-9_-]*):\d+\.\d+")
EVERY_SOURCE = "*"  # in speakers.csv
SEGMENT_FORM = "a segment's id, <source_id>:<turn>.<part>"


def problems(files: Files) -> Iterator[Problem]:
    """Everything that is wrong between a study's files."""
    yield from _of_cases(files)
    yield from _of_labels(files)
    yield from _of_sources(files)
    yield from _of_readings(files)
    yield from _of_speakers(files)
    yield from of_exclusive(files)
    yield from _of_codings(files)
    yield from _of_coders(files)
    yield from of_claims(files)
    yield from _of_segments(files)
    yield from of_names(files)
    yield from _of_rereading(files)
    yield from _of_declared_columns(files)


def _of_cases(files: Files) -> Iterator[Problem]:
    if files.has("cases"):
        if not files.cases:
            yield Problem(files.paths["cases"], "", "no cases", "at least one case", "Add a row for each case.")
        for name in ("sources", "participants", "summaries"):
            yield from lost(files, name, "case_id", files.cases, "case", "cases.csv")
    for row in files.rows("cases"):
        start, end = row.get("period_start", ""), row.get("period_end", "")
        shared = min(len(start), len(end))
        if start and end and end[:shared] < start[:shared]:
            place, todo = f"{row.place}, column period_end", "Mend one of the two."
            yield Problem(files.paths["cases"], place, f"'{end}' after a start of '{start}'", "a later end", todo)


def _of_labels(files: Files) -> Iterator[Problem]:
    """Two cases called the same, or one as all of them: tables and figures tell cases by their labels alone."""
    first: dict[str, Row] = {}
    for row in files.rows("cases"):
        if " ".join(row["label"].casefold().split()) == ALL_CASES:
            place, found = f"{row.place}, column label", f"'{row['label']}', as rows over all cases are called"
            yield Problem(files.paths["cases"], place, found, "a label of its own", "Rename the case.")
        before = first.setdefault(" ".join(row["label"].casefold().split()), row)
        if before is not row:
            place, found = (
                f"{row.place}, column label",
                f"'{row['label']}', as the case '{before['case_id']}' is called",
            )
            todo = f"Rename one of the two, such as '{row['label']} (2)'."
            yield Problem(files.paths["cases"], place, found, "a label that no other case has", todo)


def _of_sources(files: Files) -> Iterator[Problem]:
    if "sources" in files.content and not files.case_of_source and not files.before_sources:
        todo = "Add a row for each source, or make a study of a folder with multicase new-study."
        yield Problem(files.paths["sources"], "", "no sources", "at least one source", todo)
    known = files.case_of_participant
    if files.has("participants"):
        yield from lost(files, "sources", "participants", set(known), "participant", "participants.csv")
    for row in files.rows("sources"):
        for person in split(row.get("participants", "")):
            if known.get(person, row["case_id"]) != row["case_id"]:
                yield _foreign(files.paths["sources"], row, "participants", person, known[person], row["case_id"])
    for name, coded in ((files.content.get("study") or {}).get("double_coding") or {}).items():
        for source in sorted(set(coded) - set(files.case_of_source)) if files.case_of_source else ():
            todo = f"Mend it{nearest(source, sorted(files.case_of_source))}."
            place = f"double_coding.{name}"
            yield Problem(files.paths["study"], place, f"'{source}'", "a source of sources.csv", todo)


def _foreign(file: str, row: Row, column: str, value: str, case: str, expected: str) -> Problem:
    place, todo = f"{row.place}, column {column}", "Name somebody of this case, or mend the case."
    return Problem(file, place, f"'{value}' of the case '{case}'", f"a participant of the case '{expected}'", todo)


def _of_speakers(files: Files) -> Iterator[Problem]:
    file, people = files.paths["speakers"], files.case_of_participant
    if files.has("participants"):
        yield from lost(files, "speakers", "participant_id", set(people), "participant", "participants.csv")
    if files.case_of_source:
        for name in ("speakers", "columns"):
            yield from lost(files, name, "source_id", {*files.case_of_source, EVERY_SOURCE}, "source", "sources.csv")
    for row in files.rows("speakers"):
        person = row["participant_id"]
        if (row["role"] == "participant") != bool(person):
            place = f"{row.place}, column participant_id"
            expected = "a participant for the role participant, and nothing for other roles"
            yield Problem(file, place, f"'{person}'", expected, "Mend the row.")
        case = files.case_of_source.get(row["source_id"], "")
        if case and people.get(person, case) != case:
            yield _foreign(file, row, "participant_id", person, people[person], case)
    yield from _of_silent(files)


def _of_silent(files: Files) -> Iterator[Problem]:
    """Who speaks where by speakers.csv, as far as sources.csv must say it too: on it hangs who may appear at all.

    A label of every source need not stand in each: it makes nobody heard, and may be listed by source instead.
    """
    told = {row["source_id"]: row for row in files.rows("sources")}
    silent, named = consent.silent(told.values()), consent.named(told.values())
    own = {labels.of_row(row): row["participant_id"] for row in files.rows("speakers")}
    heard = {person for (of, _), person in own.items() if of in told and consent.is_open(told[of])}
    for row in files.rows("speakers"):
        person, is_general = row["participant_id"], row["source_id"] == EVERY_SOURCE
        general = _of_case(files, person) if is_general and person else []
        meant = [of for of in general if (of, labels.of_row(row)[1]) not in own] if is_general else [row["source_id"]]
        wanted = [
            of
            for of in meant
            if person
            and of in told
            and (person in silent if consent.is_open(told[of]) else person not in named | heard)
        ]
        if wanted:
            sources = listed([f"'{of}'" for of in wanted])
            found = f"'{person}', whom sources.csv doesn't name among the participants of {sources}"
            expected = "them there too: who speaks in sources alone whose consent is closed appears nowhere"
            todo = f"Add them to the participants of {sources} in sources.csv"
            todo += ", or list the label for the sources in which it stands, not for *." if is_general else "."
            yield Problem(files.paths["speakers"], f"{row.place}, column participant_id", found, expected, todo)


def _of_case(files: Files, person: str) -> list[str]:
    """The sources of a participant's case."""
    return [of for of, case in files.case_of_source.items() if case == files.case_of_participant.get(person)]


def _of_codings(files: Files) -> Iterator[Problem]:
    codes = files.codes
    if not codes:
        return
    themes = {theme["theme"] for theme in files.content["codebook"]["themes"]}
    yield from lost(files, "summaries", "theme", themes, "theme", "codebook.yaml")
    yield from migrations.problems(files.history, codes, files.paths["migrations"])
    former = {code for entry in files.history for code in entry["from"]}
    yield from _of_decided(files, codes)
    for folder, coder, coded in handed_in(files):
        file, rows = str(files.root / folder / f"{coder}.csv"), [row for row in coded if not row["waiting"]]
        yield from backwards(rows, file)
        yield from lost_in(rows, file, "code", codes | former, "code", "codebook.yaml", HISTORY)
        if files.case_of_source:
            yield from lost_in(rows, file, "source_id", set(files.case_of_source), "source", "sources.csv")


def _of_decided(files: Files, codes: set[str]) -> Iterator[Problem]:
    """Decisions of the adjudication about codes that aren't there; of those that a change ended, what to write instead.

    Codings are brought up to today's codes, and decisions are not: two of them may contradict each other then.
    """
    file = files.paths["adjudication"]
    for row in files.rows("adjudication"):
        ended, now = migrations.became(row["code"], files.history)
        if row["code"] in codes:
            continue
        if ended is None:
            yield from lost_in([row], file, "code", codes, "code", "codebook.yaml", HISTORY)
            continue
        found, there = f"the code {migrations.ending(row['code'], ended)}", [code for code in now if code]
        expected, todo = f"one of {', '.join(there)}, as the coding has it", "Write it instead."
        if not there:
            expected, todo = "no row", "Remove the row: the codings are gone."
        elif "" in now:
            expected = f"{', '.join(there)} or no row, as the coding has it"
            todo = "Write it instead, or remove the row of a coding that is gone."
        elif len(there) == 1:
            expected = f"'{there[0]}'"
        yield Problem(file, f"{row.place}, column code", found, expected, todo)


def _of_coders(files: Files) -> Iterator[Problem]:
    """Names that are no coder's alone, and a coder's codings of one source before anonymisation and after: nobody can
    tell whether they are the same.
    """
    yield from coder_names.problems(
        {coder: str(files.root / folder / f"{coder}.csv") for folder, coder, _ in handed_in(files)}
    )
    opened, closed = (files.content.get(name, {}) for name in ("codings", "closed_codings"))
    for coder in sorted({*opened} & {*closed}):
        both = {row["source_id"] for row in opened[coder]} & {row["source_id"] for row in closed[coder]} - {""}
        if both:
            file, found = str(files.root / "codings" / f"{coder}.csv"), f"codings of {', '.join(sorted(both))}"
            found += f", of which private/codings/{coder}.csv holds codings too"
            todo = "Remove them from one of the two, or rename the file if another person coded."
            yield Problem(file, "", found, "a coder's codings of a source in one file", todo)


def _of_readings(files: Files) -> Iterator[Problem]:
    """Readings of unknown sources, by coders who are called like something else or written otherwise than their
    codings, and segments called unread that are no segments of the source that was read.
    """
    named = files.coders
    spelt = {alike(name): name for name in sorted(named)}
    for row in files.rows("readings"):
        if row["coder"] in coder_names.TAKEN:
            place, found = f"{row.place}, column coder", f"'{row['coder']}', as something else is called in the results"
            todo = "Write who read it."
            yield Problem(files.paths["readings"], place, found, "a coder's name that is theirs alone", todo)
        known = spelt.setdefault(alike(row["coder"]), row["coder"])
        if row["coder"] not in named and row["coder"] != known:
            expected = "a coder as in codings/, or one who coded nothing"
            place, todo = f"{row.place}, column coder", f"Write {known}: this would be another person."
            yield Problem(files.paths["readings"], place, f"'{row['coder']}'", expected, todo)
    if files.case_of_source:
        yield from lost(files, "readings", "source_id", set(files.case_of_source), "source", "sources.csv")
    for row in files.rows("readings"):
        for segment in split(row.get("unread", "")):
            form = SEGMENT.fullmatch(segment)
            if not form or form["source"] != row["source_id"]:
                expected = f"a segment of {row['source_id']}, {row['source_id']}:<turn>.<part>"
                place = f"{row.place}, column unread"
                yield Problem(files.paths["readings"], place, f"'{segment}'", expected, "Mend it, or take it out.")


def _of_segments(files: Files) -> Iterator[Problem]:
    """Segments of sources that aren't there, or that belong to another case than what rests on them."""
    for row in files.rows("adjudication"):
        yield from _segment(files, row["segment_id"], files.paths["adjudication"], row.place, "")
    for row in files.rows("summaries"):
        for segment in split(row["segments"]):
            yield from _segment(files, segment, files.paths["summaries"], row.place, row["case_id"])
    for claim in (files.content.get("claims") or {}).get("claims", []):
        for entry in own(files, claim, "negative_cases"):
            if entry.get("segment"):
                place = f"{claim['claim']}.negative_cases"
                yield from _segment(files, entry["segment"], files.paths["claims"], place, entry["case"])
        for entry in own(files, claim, "quotations"):
            yield from _segment(files, entry["segment"], files.paths["claims"], f"{claim['claim']}.quotations", "")


def _segment(files: Files, segment: str, file: str, place: str, case: str) -> Iterator[Problem]:
    form = SEGMENT.fullmatch(segment)
    if not form:
        yield Problem(file, place, f"'{segment}'", SEGMENT_FORM, "Copy it from a table or a page.")
    elif files.case_of_source and form["source"] not in files.case_of_source:
        todo = f"Mend it{nearest(form['source'], sorted(files.case_of_source))}."
        yield Problem(file, place, f"a segment of the unknown source '{form['source']}'", "one of sources.csv", todo)
    elif case in files.cases and files.case_of_source.get(form["source"], case) != case:
        found = f"'{segment}', of the case '{files.case_of_source[form['source']]}'"
        yield Problem(file, place, found, f"a segment of the case '{case}'", "Name one of this case.")


def _of_rereading(files: Files) -> Iterator[Problem]:
    """Rows of no source, rows that end before they start, and such as are neither a passage, without kind and class,
    nor something missed, with both.
    """
    file = files.paths["rereading"]
    yield from backwards(files.rows("rereading"), file)
    for row in files.rows("rereading"):
        if files.case_of_source and row["source_id"] not in files.case_of_source:
            todo = f"Mend it{nearest(row['source_id'], sorted(files.case_of_source))}, or remove the row."
            place = f"{row.place}, column source_id"
            yield Problem(file, place, "an unknown source", "a source of sources.csv", todo)
        for column in ("kind", "class"):
            if bool(row[column]) != bool(row["missed"]):
                expected = f"a {column} where something was missed, and nothing where it wasn't"
                found = "one" if row[column] else "nothing"
                yield Problem(file, f"{row.place}, column {column}", found, expected, "Mend the row.")


def _of_declared_columns(files: Files) -> Iterator[Problem]:
    """Attributes named like a column that every study has: nobody could tell the two apart."""
    free = {of: {*attribute.CORE.get(of, ()), *attribute.OPTIONAL.get(of, ())} for of in CSV_FILES}
    taken = {of: {*schema(of)["properties"], "year"} - free[of] for of in CSV_FILES}
    counts: dict[str, int] = defaultdict(int)
    for of, named in files.attributes.items():
        for name, told in named.items():
            place = f"attributes.{of}.{name}"
            if name in taken.get(of, ()):
                found = f"'{name}', a column that every study has"
                yield Problem(files.paths["study"], place, found, "another name", "Rename the attribute.")
            counts[of] += told.stands_for_role
            if told.stands_for_role and of != "participants":
                todo = "Take it away."
                yield Problem(files.paths["study"], place, "stands_for_role", "it with participants only", todo)
    if counts["participants"] > 1:
        found, todo = "stands_for_role more than once", "Leave it with one attribute."
        yield Problem(files.paths["study"], "attributes.participants", found, "it once", todo)
