"""A new study's tables, filled in with what its files tell; every guess is marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from multicase.cli.new_study import sharing
from multicase.cli.new_study.survey import Found, case_folder
from multicase.exchange.code_ids import slug
from multicase.study import files

Answers = dict[str, dict[str, dict[str, str]]]  # participant -> attribute -> value -> the first source with it

LOOSE = "beside the cases' folders, and so a case of its own with what else lies there: put it into its case's folder"


@dataclass(frozen=True)
class Filled:
    """A study as far as its files tell it.

    tables: path in the study -> rows. attributes: of what (`participants` ...) -> attribute -> label. guesses: rows of
    source_id, what, guess, why. codebook: codebook.yaml's text, "" without one.
    """

    tables: dict[str, list[dict[str, str]]]
    attributes: dict[str, dict[str, str]]
    guesses: list[tuple[str, str, str, str]]
    codebook: str = ""


def filled(found: Sequence[Found]) -> Filled:
    """What raw files alone tell of a study."""
    roles = _roles(found)
    named: dict[str, str] = {}
    names = {item.source_id: names_of(item.attributes, "participants", named) for item in found}
    people = _people(found, roles)
    answers = _answers(found, people, names)
    guesses = [*_guesses(found, roles), *sharing.guesses(found, people), *_contradictions(answers)]
    return Filled(_tables(found, roles, people, answers), {"participants": named}, guesses)


def names_of(labels: Iterable[str], of: str, named: dict[str, str]) -> dict[str, str]:
    """label -> the name of an attribute of `of` (cases, sources, participants), for the labels of one file.

    named: name -> label of the attributes that the study has already, to which new ones are added. A label that has
    been named keeps its name, whatever its capitals; no two labels of one file share one: `Age` and `Age?` are age and
    age_2.
    """
    names: dict[str, str] = {}
    for label in labels:
        name = slug(label) or "attribute"
        name = f"{name}_" if name in files.schema(of)["properties"] else name
        numbered = (name if n == 1 else f"{name}_{n}" for n in count(1))
        names[label] = next(
            one for one in numbered if one not in {*names.values()} and _alike(named.setdefault(one, label), label)
        )
    return names


def _alike(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def raw_path(item: Found) -> str:
    return f"raw/{item.case_id}/{item.source_id}.{item.format}"


def _roles(found: Sequence[Found]) -> dict[tuple[str, str], object]:
    """(source_id, label) -> what the label is taken for, over the whole study."""
    from multicase.ingest import voices

    observed = {item.source_id for item in found if item.kind.value == "observation"}
    return voices.roles([item.voices for item in found if item.kind.value != "document"], observed)


def _guesses(found: Sequence[Found], roles: Mapping[tuple[str, str], object]) -> Iterable[tuple[str, str, str, str]]:
    """What was guessed of each source, and why."""
    is_of_folders = any(case_folder(item.inside) for item in found)
    for item in found:
        if is_of_folders and not case_folder(item.inside):
            yield item.source_id, "case", item.case_id, LOOSE
        yield item.source_id, "kind", item.kind.value, item.kind.why
        nothing = "neither the file's name nor its first lines tell"
        yield item.source_id, "date", item.date.value, item.date.why or nothing
        for voice in item.voices:
            if guess := roles.get((item.source_id, voice.label)):
                yield item.source_id, f"'{voice.label}'", guess.role, guess.why


def _people(found: Sequence[Found], roles: Mapping[tuple[str, str], object]) -> dict[tuple[str, str], str]:
    """(source_id, label) -> participant_id, of those who are taken for participants. A name is taken for one
    participant through a whole case, any other label (`P1`, `Head`) for one of each source; a person must confirm both.
    """
    from multicase.ingest import labels

    spoken = [
        (item, voice.label)
        for item in found
        for voice in item.voices
        if (guess := roles.get((item.source_id, voice.label))) and guess.role == "participant"
    ]
    often = Counter((item.case_id, labels.key(label)) for item, label in spoken)
    people: dict[tuple[str, str], str] = {}
    known: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    for item, label in spoken:
        of_case = (item.case_id, labels.key(label))
        key = of_case if often[of_case] > 1 and sharing.is_name(label) else (item.source_id, of_case[1])
        if key not in known:
            counts[item.case_id] = counts.get(item.case_id, 0) + 1
            known[key] = f"{item.case_id}-p{counts[item.case_id]:03d}"
        people[item.source_id, label] = known[key]
    return people


def _answers(
    found: Iterable[Found], people: Mapping[tuple[str, str], str], names: Mapping[str, Mapping[str, str]]
) -> Answers:
    """What participants answered to closed questions, in all their rows of all sources.

    names: source_id -> header of a column -> its attribute.
    """
    from multicase.ingest import labels

    answers: Answers = {}
    for item in found:
        for voice in item.voices:
            if not (person := people.get((item.source_id, voice.label))):
                continue
            for column, name in names[item.source_id].items():
                given = answers.setdefault(person, {}).setdefault(name, {})
                for value in item.attributes[column].get(labels.key(voice.label), ()):
                    given.setdefault(value, item.source_id)
    return answers


def _contradictions(answers: Answers) -> Iterable[tuple[str, str, str, str]]:
    """The attributes that are left for people, since a participant answered in several ways."""
    for person, of in answers.items():
        for name, given in of.items():
            if len(given) > 1:
                told = ", ".join(f"'{value}' in {source_id}" for value, source_id in given.items())
                yield [*given.values()][-1], f"{name} of {person}", "", f"{told}: fill in participants.csv"


def _tables(
    found: Sequence[Found],
    roles: Mapping[tuple[str, str], object],
    people: Mapping[tuple[str, str], str],
    answers: Answers,
) -> dict[str, list[dict[str, str]]]:
    """The study's tables. An attribute that participants answered in several ways is left empty, for a person."""
    participants: dict[str, dict[str, str]] = {}
    sources, speakers, columns = [], [], []
    for item in found:
        ids = []
        for voice in item.voices:
            if not (guess := roles.get((item.source_id, voice.label))):
                continue
            person = people.get((item.source_id, voice.label), "")
            speakers.append(_speaker(item, voice.label, person, guess.role))
            if person:
                told = {name: next(iter(given)) for name, given in answers.get(person, {}).items() if len(given) == 1}
                row = {"participant_id": person, "case_id": item.case_id, "guessed": "participant_id"}
                participants[person] = row | told
                ids.append(person)
        columns += [
            {"source_id": item.source_id, "column": name, "holds": holds} for name, holds in item.columns.items()
        ]
        sources.append(
            {
                "source_id": item.source_id, "case_id": item.case_id, "kind": item.kind.value, "path": raw_path(item),
                "format": item.format, "date": item.date.value, "participants": ";".join(dict.fromkeys(ids)),
                "guessed": "kind;date" if item.date.value else "kind",
            }
        )  # fmt: skip
    numbers = sorted({int(item.case_id.removeprefix("case")) for item in found})  # a label has its id's number
    cases = [{"case_id": f"case{n}", "label": f"Case {n}", "guessed": "label"} for n in numbers]
    tables = {
        "cases.csv": cases,
        "sources.csv": sources,
        "participants.csv": list(participants.values()),
        "private/speakers.csv": speakers,
        "private/register.csv": [],
    }
    return tables | ({"columns.csv": columns} if columns else {})


def _speaker(item: Found, label: str, participant_id: str, role: str) -> dict[str, str]:
    return {
        "source_id": item.source_id, "label": label, "participant_id": participant_id, "role": role,
        "guessed": "participant_id;role",
    }  # fmt: skip
