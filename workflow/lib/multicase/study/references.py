"""What a study's files say of one another: references that lead nowhere, and rows that contradict each other.

Each function yields a Problem for each thing wrong. What only a build can tell (whether a segment is there, whether
quoted words stand in a text) is told by the stage that needs it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from multicase.study import attributes as attribute
from multicase.study import migrations
from multicase.study.attributes import Attributes
from multicase.study.codebook import code_ids, exclusive
from multicase.study.files import Row, nearest, schema, split, usual_criterion
from multicase.study.problems import Problem
from multicase.study.replication import Replication, unheard

CSV_FILES = ("cases", "sources", "participants")  # that attributes are columns of
SEGMENT = re.compile(r"(?P<source>[a-z][a-z0-9_-]*):\d+\.\d+")
SEGMENT_FORM = "a segment's id, <source_id>:<turn>.<part>"


@dataclass(frozen=True)
class Files:
    """What could be read of a study. content: rows or documents by name; a file that is broken or absent isn't in it.

    paths: where each file lies, as messages call it.
    """

    root: Path
    content: Mapping[str, Any]
    paths: Mapping[str, str]
    attributes: Attributes
    is_known: bool = True  # whether what the study declares could be read
    replication: Replication | None = None
    before_sources: bool = False  # whether there may be no sources and no participants yet

    def rows(self, name: str) -> list[Row]:
        return self.content.get(name) or []

    def has(self, name: str) -> bool:
        """Whether a table is there and can be read: then what it doesn't list is unknown, though it lists nothing."""
        return name in self.content

    @cached_property
    def case_of_source(self) -> dict[str, str]:
        return {row["source_id"]: row["case_id"] for row in self.rows("sources")}

    @cached_property
    def case_of_participant(self) -> dict[str, str]:
        return {row["participant_id"]: row["case_id"] for row in self.rows("participants")}

    @cached_property
    def cases(self) -> set[str]:
        return {row["case_id"] for row in self.rows("cases")}

    @cached_property
    def codes(self) -> set[str]:
        return set(code_ids(self.content["codebook"])) if self.content.get("codebook") else set()


def problems(files: Files) -> Iterator[Problem]:
    """Everything that is wrong between a study's files."""
    yield from _of_cases(files)
    yield from _of_sources(files)
    yield from _of_readings(files)
    yield from _of_speakers(files)
    yield from _of_exclusive(files)
    yield from _of_codings(files)
    yield from _of_coders(files)
    yield from _of_claims(files)
    yield from _of_segments(files)
    yield from _of_names(files)
    yield from _of_rereading(files)
    yield from _of_declared_columns(files)


def _of_cases(files: Files) -> Iterator[Problem]:
    if files.has("cases"):
        if not files.cases:
            yield Problem(files.paths["cases"], "", "no cases", "at least one case", "Add a row for each case.")
        for name in ("sources", "participants", "summaries"):
            yield from _lost(files, name, "case_id", files.cases, "case", "cases.csv")
    for row in files.rows("cases"):
        start, end = row.get("period_start", ""), row.get("period_end", "")
        shared = min(len(start), len(end))
        if start and end and end[:shared] < start[:shared]:
            place, todo = f"{row.place}, column period_end", "Mend one of the two."
            yield Problem(files.paths["cases"], place, f"'{end}' after a start of '{start}'", "a later end", todo)


def _of_sources(files: Files) -> Iterator[Problem]:
    if "sources" in files.content and not files.case_of_source and not files.before_sources:
        todo = "Add a row for each source, or make a study of a folder with multicase new-study."
        yield Problem(files.paths["sources"], "", "no sources", "at least one source", todo)
    known = files.case_of_participant
    if files.has("participants"):
        yield from _lost(files, "sources", "participants", set(known), "participant", "participants.csv")
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
        yield from _lost(files, "speakers", "participant_id", set(people), "participant", "participants.csv")
    if files.case_of_source:
        for name in ("speakers", "columns"):
            yield from _lost(files, name, "source_id", {*files.case_of_source, "*"}, "source", "sources.csv")
    for row in files.rows("speakers"):
        person = row["participant_id"]
        if (row["role"] == "participant") != bool(person):
            place = f"{row.place}, column participant_id"
            expected = "a participant for the role participant, and nothing for other roles"
            yield Problem(file, place, f"'{person}'", expected, "Mend the row.")
        case = files.case_of_source.get(row["source_id"], "")
        if case and people.get(person, case) != case:
            yield _foreign(file, row, "participant_id", person, people[person], case)


def _of_codings(files: Files) -> Iterator[Problem]:
    codes = files.codes
    if not codes:
        return
    yield from _lost(files, "adjudication", "code", codes, "code", "codebook.yaml")
    themes = {theme["theme"] for theme in files.content["codebook"]["themes"]}
    yield from _lost(files, "summaries", "theme", themes, "theme", "codebook.yaml")
    history = sorted((files.content.get("migrations") or {}).get("migrations", []), key=lambda entry: entry["date"])
    yield from migrations.problems(history, codes, files.paths["migrations"])
    former = {code for entry in history for code in entry["from"]}
    for folder, coder, coded in handed_in(files):
        file, rows = str(files.root / folder / f"{coder}.csv"), [row for row in coded if not row["waiting"]]
        yield from _backwards(rows, file)
        yield from lost_in(rows, file, "code", codes | former, "code", "codebook.yaml")
        if files.case_of_source:
            yield from lost_in(rows, file, "source_id", set(files.case_of_source), "source", "sources.csv")


def _backwards(rows: Iterable[Row], file: str) -> Iterator[Problem]:
    """Rows that end before they start."""
    for row in rows:
        if all(row[name].isdecimal() for name in ("start", "end")) and int(row["start"]) >= int(row["end"]):
            yield Problem(file, f"{row.place}, column end", "an end before the start", "a later end", "Mend the row.")


def handed_in(files: Files) -> Iterator[tuple[str, str, list[Row]]]:
    """Folder, coder and rows of the CSV files of codings, on anonymised texts and on those before."""
    for name, folder in (("codings", "codings"), ("closed_codings", "private/codings")):
        for coder, rows in files.content.get(name, {}).items():
            yield folder, coder, rows


def _of_coders(files: Files) -> Iterator[Problem]:
    """A coder's codings of one source before anonymisation and after: nobody can tell whether they are the same."""
    opened, closed = (files.content.get(name, {}) for name in ("codings", "closed_codings"))
    for coder in sorted({*opened} & {*closed}):
        both = {row["source_id"] for row in opened[coder]} & {row["source_id"] for row in closed[coder]} - {""}
        if both:
            file, found = str(files.root / "codings" / f"{coder}.csv"), f"codings of {', '.join(sorted(both))}"
            found += f", of which private/codings/{coder}.csv holds codings too"
            todo = "Remove them from one of the two, or rename the file if another person coded."
            yield Problem(file, "", found, "a coder's codings of a source in one file", todo)


def _of_claims(files: Files) -> Iterator[Problem]:
    file, seen = files.paths["claims"], set()
    yield from _kinds_of_claims(files)
    yield from _cases_of_claims(files)
    for claim in (files.content.get("claims") or {}).get("claims", []):
        name = claim["claim"]
        if name in seen:
            yield Problem(file, name, "the claim twice", "each claim once", "Give each claim an id of its own.")
        seen.add(name)
        if files.codes:
            yield from _codes_of_claim(file, claim, files.codes)
        if {"speakers", "narrower"} <= set(claim.get("population", {})):
            told = "both speakers and narrower"
            todo = "narrower is for a claim on which everybody's words count: take one of the two out."
            yield Problem(file, f"{name}.population", told, "one of the two", todo)
        for key in ("speakers", "narrower"):
            speakers = claim.get("population", {}).get(key, {})
            settled = _is_originals(files, claim)
            yield from _restricted(file, f"{name}.population.{key}", speakers, files, settled)
        yield from _unheard(file, claim, files)
        for entry in _own(files, claim, "negative_cases"):
            if files.cases and entry["case"] not in files.cases:
                todo = f"Mend it{nearest(entry['case'], sorted(files.cases))}."
                yield Problem(file, f"{name}.negative_cases", f"'{entry['case']}'", "a case of cases.csv", todo)


def _is_originals(files: Files, claim: Mapping[str, Any]) -> bool:
    """Whether a claim is that of the study replicated: what it names was settled there, and is no slip here."""
    return files.replication is not None and claim["claim"] in files.replication.original.claim


def _own(files: Files, claim: Mapping[str, Any], what: str) -> list[Mapping[str, Any]]:
    """What people said of a claim's evidence here: in a replication, without the original's words on its own cases."""
    entries, replication = claim.get(what, []), files.replication
    return [one for one in entries if not (replication and replication.is_theirs(claim["claim"], what, one))]


def _unheard(file: str, claim: Mapping[str, Any], files: Files) -> Iterator[Problem]:
    """A claim of the study replicated on which nobody's words would count here, unless study.yaml says so."""
    if (
        files.before_sources
        or not _is_originals(files, claim)
        or claim["claim"] in files.replication.said.get("untestable", {})
    ):
        return
    for name in unheard(claim, files.rows("participants")):
        values = ", ".join(claim["population"]["speakers"][name])
        place = f"{claim['claim']}.population.speakers.{name}"
        expected = f"somebody in participants.csv with one of {values}: else the claim can't be tested"
        todo = f"Add them, or say in study.yaml: replicates: {{untestable: {{{claim['claim']}: why}}}}."
        yield Problem(file, place, "values that nobody has", expected, todo)


def _kinds_of_claims(files: Files) -> Iterator[Problem]:
    """Kinds of source that must speak for claims and that the study hasn't got, each told once for all its claims."""
    there = {row["kind"] for row in files.rows("sources")}
    without = files.replication.said.get("without_kinds", []) if files.replication else []
    missing: dict[tuple[str, bool], list[str]] = {}
    for claim in (files.content.get("claims") or {}).get("claims", []):
        replicated = _is_originals(files, claim)
        for kind in claim.get("kinds", []):
            if there and kind not in there and not (replicated and kind in without):
                missing.setdefault((kind, replicated), []).append(claim["claim"])
    for (kind, replicated), claims in missing.items():
        todo = "Take it out, or add such a source: without one the claim can never be supported."
        if replicated:
            todo = (
                f"Say of a source that is one in sources.csv: kind: {kind}; or, if none is, in study.yaml: "
                f"replicates: {{without_kinds: [{kind}], reason: ...}}."
            )
        place = f"kinds of {', '.join(claims)}"
        yield Problem(files.paths["claims"], place, f"'{kind}'", f"some of {', '.join(sorted(there))}", todo)


def _cases_of_claims(files: Files) -> Iterator[Problem]:
    """Claims that no build can judge, since their criterion asks for more cases than the study has."""
    content, n = files.content.get("claims") or {}, len(files.cases)
    usual = usual_criterion() | content.get("criterion", {})
    enough = files.replication.said.get("cases") if files.replication else None
    asked = {
        claim["claim"]: min(number, enough) if enough and _is_originals(files, claim) else number
        for claim in content.get("claims", [])
        for number in [(usual | claim.get("criterion", {}))["cases"]]
    }
    for number in sorted({number for number in asked.values() if 0 < n < number}):
        place = f"criterion.cases of {', '.join(name for name, mine in asked.items() if mine == number)}"
        found = f"{number} cases, where the study has {n}"
        todo = (
            f"Say criterion: {{cases: {n}}}, for all claims or for these (it is 3 where nothing is said), or add cases."
        )
        if files.replication:
            todo = f"Say in study.yaml: replicates: {{cases: {n}, reason: ...}}, or add cases."
        yield Problem(files.paths["claims"], place, found, f"at most {n}: else no claim can be judged", todo)


def _codes_of_claim(file: str, claim: Mapping[str, Any], codes: set[str]) -> Iterator[Problem]:
    name = claim["claim"]
    each_of = [code for group in claim.get("each_of", []) for code in group]
    named = {"supports": claim.get("supports", []), "contradicts": claim.get("contradicts", []), "each_of": each_of}
    for place, given in named.items():
        for code in sorted(set(given) - codes):
            todo = f"Mend the code{nearest(code, sorted(codes))}."
            yield Problem(file, f"{name}.{place}", f"'{code}'", "a code of codebook.yaml", todo)
    quoted = [entry["code"] for entry in claim.get("quotations", [])]
    for code in sorted(set(quoted) - {*named["supports"], *named["contradicts"]}):
        todo = f"Mend the code{nearest(code, sorted({*named['supports'], *named['contradicts']}))}."
        yield Problem(file, f"{name}.quotations", f"'{code}'", "a code for or against the claim", todo)
    for code in sorted(set(named["supports"]) & set(named["contradicts"])):
        yield Problem(file, name, f"'{code}' on both sides", "a code for or against", "Take it from one side.")
    for code in sorted(set(each_of) - set(named["supports"])):
        yield Problem(file, f"{name}.each_of", f"'{code}'", "one of the supporting codes", "Add it to supports.")


def _restricted(
    file: str, place: str, speakers: Mapping[str, Any], files: Files, settled: bool = False
) -> Iterator[Problem]:
    """Restrictions to attributes that nobody declared, and to values that nobody has: nothing would be counted.

    settled: whether the values are those of the study replicated, of which some may be had by nobody here.
    """
    if not files.is_known:
        return
    known = {*attribute.CORE["participants"], *files.attributes["participants"]}
    for name, values in speakers.items():
        at = f"{place}.{name}"
        if name not in known:
            todo = f"Mend it{nearest(name, sorted(known))}, or declare it in study.yaml under attributes.participants."
            yield Problem(file, at, f"the unknown attribute '{name}'", f"one of {', '.join(sorted(known))}", todo)
            continue
        had = {row.get(name, "") for row in files.rows("participants")} - {""}
        for value in sorted(set(values) - had) if not (settled or files.before_sources) else ():
            expected = f"a value of participants.csv ({', '.join(sorted(had)) or 'it has none'})"
            yield Problem(file, at, f"'{value}', which nobody has", expected, f"Mend it{nearest(value, sorted(had))}.")


def _of_exclusive(files: Files) -> Iterator[Problem]:
    """Sets of codes that are restricted to speakers whom the study hasn't got."""
    for one in exclusive(files.content.get("codebook") or {}):
        if isinstance(one.get("speakers"), Mapping):
            place = f"exclusive, set {one['set']}.speakers"
            settled = bool(files.replication and f"set {one['set']}" in files.replication.original.items)
            yield from _restricted(files.paths["codebook"], place, one["speakers"], files, settled)


def _of_readings(files: Files) -> Iterator[Problem]:
    """Readings of unknown sources, and segments called unread that are no segments of the source that was read."""
    if files.case_of_source:
        yield from _lost(files, "readings", "source_id", set(files.case_of_source), "source", "sources.csv")
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
        for entry in _own(files, claim, "negative_cases"):
            if entry.get("segment"):
                place = f"{claim['claim']}.negative_cases"
                yield from _segment(files, entry["segment"], files.paths["claims"], place, entry["case"])
        for entry in _own(files, claim, "quotations"):
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


def _of_names(files: Files) -> Iterator[Problem]:
    """The closed zone's tables against each other; what they hold is named by its line alone."""
    yield from _scopes(files)
    yield from _contradictory(files)
    yield from _against_the_register(files)
    yield from _named_openly(files)
    given: dict[str, list[tuple[str, str, str]]] = defaultdict(list)  # replacement -> scope, entity, place
    scopes = {row["entity"]: row.get("scope") or "study" for row in files.rows("register")}
    for name in ("register", "pseudonyms"):
        for row in files.rows(name):
            forms = {_folded(form) for form in (row.get("name", ""), *split(row.get("aliases", "")))} - {""}
            replacement, place = _folded(row.get("replacement", "")), f"{row.place}, column replacement"
            # A post may be called by its own name: in brackets that names nobody.
            if replacement in forms and row.get("kind") != "job":
                found, todo = "a replacement that is the name itself", "Choose another."
                yield Problem(files.paths[name], place, found, "another text", todo)
            elif replacement:
                yield from _shared(files.paths[name], place, row["entity"], replacement, scopes, given)
    for row in files.rows("decisions"):
        if row["replacement"] and _tells(row):
            place = f"{row.place}, column replacement"
            found = "a replacement that is the string itself, or holds its last word"
            yield Problem(files.paths["decisions"], place, found, "another text", "Choose another, or keep it.")


def _tells(row: Row) -> bool:
    """Whether a decision's replacement gives the string away: it is the string, or holds a person's surname."""
    text, shown = _folded(row["text"]), _folded(row["replacement"])
    surname = re.findall(r"[^\W\d_]{3,}", text)[-1:] if row["kind"] == "person" else []
    return text == shown or bool(set(surname) & set(re.findall(r"[^\W\d_]+", shown)))


def _named_openly(files: Files) -> Iterator[Problem]:
    """Registered names in what every table and figure shows: cases and what is told of them and of participants."""
    names: dict[str, list[str]] = defaultdict(list)  # scope -> names; a word that is an alias alone may mean much else
    for row in files.rows("register"):
        if row.get("kind") != "job":
            aliases = [alias for alias in split(row.get("aliases", "")) if " " in alias]
            names[row.get("scope") or "study"] += [_folded(name) for name in (row.get("name", ""), *aliases) if name]
    for of, own in (("cases", "case_id"), ("participants", "participant_id")):
        for row in files.rows(of):
            looked_for = [*names["study"], *names[f"case:{row.get('case_id', '')}"]]
            for column in (column for column in row if column not in {"case_id", own}):
                if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", _folded(row[column])) for name in looked_for):
                    place, todo = f"{row.place}, column {column}", "Call it otherwise, such as Case A or School A."
                    yield Problem(files.paths[of], place, "a name of the register", "nothing that identifies", todo)


def _shared(
    file: str,
    place: str,
    entity: str,
    replacement: str,
    scopes: Mapping[str, str],
    given: dict[str, list[tuple[str, str, str]]],
) -> Iterator[Problem]:
    """A replacement that another entity has where this one is looked for too: the two could not be told apart."""
    scope = scopes.get(entity, "study")
    for other_scope, other, where in given[replacement]:
        if other != entity and (scope == other_scope or "study" in (scope, other_scope)):
            expected = "a replacement of its own for each entity of a case"
            yield Problem(file, place, f"the replacement of another entity ({where})", expected, "Choose another.")
            break
    given[replacement].append((scope, entity, f"{Path(file).name}, {place.partition(',')[0]}"))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _compared(text: str) -> str:
    """A string as decisions are compared: without regard to case, blanks, marks that can't be seen and a possessive."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    plain = _folded(seen).replace("’", "'").replace("\u02bc", "'")
    return plain.removesuffix("'s").removesuffix("'")


def _scopes(files: Files) -> Iterator[Problem]:
    known = {"case": files.cases, "source": set(files.case_of_source)}
    for name in ("register", "decisions"):
        for row in files.rows(name):
            what, _, named = (row.get("scope") or "study").partition(":")
            if known.get(what) and named not in known[what]:
                todo = f"Mend it{nearest(named, sorted(known[what]))}."
                place = f"{row.place}, column scope"
                yield Problem(files.paths[name], place, f"the unknown {what} '{named}'", f"a {what} of the study", todo)


def _contradictory(files: Files) -> Iterator[Problem]:
    """Decisions about one string in one scope, written in another case, with other blanks or marks, that differ."""
    first: dict[tuple[str, str, str], Row] = {}
    for row in files.rows("decisions"):
        key = (_compared(row["text"]), row["kind"], row["scope"])
        before = first.setdefault(key, row)
        differs = (before["action"], before["replacement"]) != (row["action"], row["replacement"])
        if differs and before["text"] != row["text"]:  # the same text twice is told as such
            found = f"another decision than in line {before.line}"
            expected = "one decision a string, kind and scope"
            yield Problem(files.paths["decisions"], row.place, found, expected, "Remove one of the two.")


def _of_rereading(files: Files) -> Iterator[Problem]:
    """Rows of no source, rows that end before they start, and such as are neither a passage, without kind and class,
    nor something missed, with both.
    """
    file = files.paths["rereading"]
    yield from _backwards(files.rows("rereading"), file)
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


def _against_the_register(files: Files) -> Iterator[Problem]:
    """Decisions about a registered name, or about a part of a person's, that say otherwise than the register.

    The register goes first, then accepted pseudonyms, then decisions: such a decision would be lost without a word. One
    that holds more widely is none: where the register doesn't look, it holds.
    """
    given = {row["entity"]: row["replacement"] for row in files.rows("pseudonyms")}
    known: dict[tuple[str, str], list[tuple[Row, str]]] = defaultdict(list)  # form, kind -> register rows, replacement
    for row in files.rows("register"):
        shown = row.get("replacement") or given.get(row["entity"], "")
        if shown or row["kind"] == "person":
            for form in _forms(row):
                known[form, row["kind"]].append((row, shown))
    for row in files.rows("decisions"):
        for registered, shown in known.get((_folded(row["text"]), row["kind"]), ()):
            if not _within(row["scope"], registered.get("scope") or "study", files.case_of_source):
                continue
            same = row["action"] in {"pseudonymise", "generalise"} and _folded(row["replacement"]) in {
                "",
                _folded(shown),
            }
            if not same and row.get("entity") != registered["entity"]:
                found = f"a decision about a name of the register (line {registered.line} there) that says otherwise"
                todo = "Remove the decision, or change the register: its rows and pseudonyms go before decisions."
                yield Problem(files.paths["decisions"], row.place, found, "the register's replacement", todo)
                break


def _forms(row: Row) -> set[str]:
    """The names of a row of the register, folded; of a person also the first and the last word of the name."""
    names = [row["name"], *split(row.get("aliases", ""))]
    parts = row["name"].split() if row["kind"] == "person" else []
    return {_folded(name) for name in (*names, *parts[:1], *parts[-1:])}


def _within(scope: str, other: str, case_of: Mapping[str, str]) -> bool:
    """Whether a scope lies in another: a source in its case, and all in the study."""
    what, _, named = scope.partition(":")
    return other in {"study", scope} or (what == "source" and other == f"case:{case_of.get(named, '')}")


def _of_declared_columns(files: Files) -> Iterator[Problem]:
    """Attributes named like a column that every study has: nobody could tell the two apart."""
    taken = {of: {*schema(of)["properties"], "year"} - set(attribute.CORE.get(of, ())) for of in CSV_FILES}
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


def _lost(files: Files, name: str, column: str, known: set[str], what: str, where: str) -> Iterator[Problem]:
    yield from lost_in(files.rows(name), files.paths[name], column, known, what, where)


def lost_in(rows: Iterable[Row], file: str, column: str, known: set[str], what: str, where: str) -> Iterator[Problem]:
    """References that lead nowhere, one Problem a row and value."""
    for row in rows:
        for value in split(row.get(column, "")):
            if value not in known:
                todo = f"Mend it, or add the {what} to {where}{nearest(value, sorted(known))}."
                place = f"{row.place}, column {column}"
                yield Problem(file, place, f"the unknown {what} '{value}'", f"a {what} of {where}", todo)
