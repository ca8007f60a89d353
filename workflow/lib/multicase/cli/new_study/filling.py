"""A new study's tables, filled in with what its files tell; every guess is marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from multicase.cli.new_study.survey import Found
from multicase.exchange.code_ids import slug
from multicase.study import files


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
    named = {name: label for item in found for name, label in _attribute_names(item).items()}
    return Filled(_tables(found, roles), {"participants": named}, list(_guesses(found, roles)))


def attribute(label: str, of: str) -> str:
    """The name of an attribute of `of` (cases, sources, participants), made of what people call it."""
    name = slug(label) or "attribute"
    return f"{name}_" if name in files.schema(of)["properties"] else name


def _attribute_names(item: Found) -> dict[str, str]:
    """attribute -> the header of the column that it came from."""
    return {attribute(label, "participants"): label for label in item.attributes}


def raw_path(item: Found) -> str:
    return f"raw/{item.case_id}/{item.source_id}.{item.format}"


def _roles(found: Sequence[Found]) -> dict[tuple[str, str], object]:
    """(source_id, label) -> what the label is taken for, over the whole study."""
    from multicase.ingest import voices

    return voices.roles([item.voices for item in found if item.kind.value != "document"])


def _guesses(found: Iterable[Found], roles: Mapping[tuple[str, str], object]) -> Iterable[tuple[str, str, str, str]]:
    """What was guessed of each source, and why."""
    for item in found:
        yield item.source_id, "kind", item.kind.value, item.kind.why
        nothing = "neither the file's name nor its first lines tell"
        yield item.source_id, "date", item.date.value, item.date.why or nothing
        for voice in item.voices:
            if guess := roles.get((item.source_id, voice.label)):
                yield item.source_id, f"'{voice.label}'", guess.role, guess.why


def _tables(found: Sequence[Found], roles: Mapping[tuple[str, str], object]) -> dict[str, list[dict[str, str]]]:
    """The study's tables. A name is taken for one participant through a whole case, a generic label (`P1`) for one of
    each source, which a person must confirm.
    """
    from multicase.ingest.labels import is_generic

    people: dict[tuple[str, str], dict[str, str]] = {}
    counts: dict[str, int] = {}
    sources, speakers, columns = [], [], []
    for item in found:
        ids = []
        for voice in item.voices:
            guess = roles.get((item.source_id, voice.label))
            if guess is None:
                continue
            if guess.role != "participant":
                speakers.append(_speaker(item, voice.label, "", guess.role))
                continue
            # `P1` of another source is most likely another person; a name is the same one
            key = (item.source_id if is_generic(voice.label) else item.case_id, voice.label.casefold())
            if key not in people:
                counts[item.case_id] = counts.get(item.case_id, 0) + 1
                name = f"{item.case_id}-p{counts[item.case_id]:03d}"
                people[key] = {"participant_id": name, "case_id": item.case_id, "guessed": "participant_id"}
            for attribute, label in _attribute_names(item).items():
                people[key][attribute] = item.attributes[label].get(voice.label, "")
            ids.append(people[key]["participant_id"])
            speakers.append(_speaker(item, voice.label, people[key]["participant_id"], "participant"))
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
    case_ids = list(dict.fromkeys(item.case_id for item in found))
    cases = [{"case_id": case_id, "label": f"Case {n}", "guessed": "label"} for n, case_id in enumerate(case_ids, 1)]
    tables = {
        "cases.csv": cases,
        "sources.csv": sources,
        "participants.csv": list(people.values()),
        "private/speakers.csv": speakers,
        "private/register.csv": [],
    }
    return tables | ({"columns.csv": columns} if columns else {})


def _speaker(item: Found, label: str, participant_id: str, role: str) -> dict[str, str]:
    return {
        "source_id": item.source_id, "label": label, "participant_id": participant_id, "role": role,
        "guessed": "participant_id;role",
    }  # fmt: skip
