"""Pages of participants: what may be told of them, where they speak, and what of their words is coded; and who they
all are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from multicase.site import addresses, page, used
from multicase.site.context import Context
from multicase.site.rows import Tables
from multicase.study.attributes import OF

USED = used.TABLES["participants"]


def pages(context: Context, k: int, k_beside_words: int) -> dict[str, str]:
    """The page of each participant, and the one of all: place below the site's folder -> page.

    k, k_beside_words: how many of a case must share what is told of one of them, and what stands beside their words.
    """
    tables = Tables(context)
    labels = tables.labels(*USED)
    spoken: dict[str, list[str]] = {}
    for name, segment in context.segments.items():
        if segment["is_interviewer"] != "True" and context.is_quotable(segment["source_id"]):
            spoken.setdefault(segment["participant_id"], []).append(name)
    hidden = not all(map(context.is_quotable, context.sources))
    listed = page(
        "participants.html.j2", addresses.participants(), rows=_rows(context, tables, spoken), k=k, hidden=hidden
    )
    return {addresses.participants(): listed} | {
        addresses.participant(name): page(
            "participant.html.j2",
            addresses.participant(name),
            **_participant(context, labels, told, spoken.get(name, [])),
            k=k,
            k_beside_words=k_beside_words,
            hidden=hidden,
        )
        for name, told in context.participants.items()
    }


def _rows(context: Context, tables: Tables, spoken: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """T03 row by row: its values in words, its number, and who they are.

    These are named where as many participants are told the same of as the row counts. Where something of them is
    withheld in one place and made vaguer in the other, they are not.
    """
    cells = tables.cells(USED[0])
    of = [name for name in cells.columns if name not in ("case", "n")]
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, told in context.participants.items():
        values = [told.get(column, told.get(f"{OF['participants']}.{column}", "")) for column in of]
        alike.setdefault((*values, context.results.case_labels[told["case_id"]]), []).append(name)
    found = []
    for row, told in enumerate(cells.table.rows):
        people = alike.get((*(told[column] for column in of), told["case"]), [])
        shown = people if told["n"] == str(len(people)) else []
        found.append(
            {
                "anchor": addresses.anchor(row + 1),
                "told": [cells(row, column).text for column in (*of, "case") if told[column]],
                "n": told["n"],
                "people": [_in_short(context, name, spoken.get(name, [])) for name in shown],
            }
        )
    return found


def _in_short(context: Context, name: str, spoken: Sequence[str]) -> dict[str, Any]:
    return {
        "id": name,
        "href": addresses.participant(name),
        "words": sum(int(context.segments[segment]["words"]) for segment in spoken),
        "sources": len({segment.rpartition(":")[0] for segment in spoken}),
    }


def _participant(context: Context, labels: Any, told: Mapping[str, str], spoken: Sequence[str]) -> dict[str, Any]:
    prefix = f"{OF['participants']}."
    named = {column.removeprefix(prefix): value for column, value in told.items() if column.startswith(prefix)}
    attributes = {"role": told["role"]} | named
    case = told["case_id"]
    return {
        "id": told["participant_id"],
        "shown_as": told["shown_as"],
        "case": (context.results.case_labels[case], addresses.case(case)),
        "attributes": [(labels.heading(name), labels(name, value)) for name, value in attributes.items() if value],
        "sources": _sources(context, spoken),
        "themes": _themes(context, spoken),
    }


def _sources(context: Context, spoken: Sequence[str]) -> list[dict[str, Any]]:
    """Source by source: how many segments and words are theirs, and where they first speak."""
    found: dict[str, list[str]] = {}
    for segment in spoken:
        found.setdefault(segment.rpartition(":")[0], []).append(segment)
    return [
        context.told(source)
        | {
            "n": len(segments),
            "words": sum(int(context.segments[name]["words"]) for name in segments),
            "first": context.segment(segments[0]),
            "place": segments[0].rpartition(":")[2],
        }
        for source, segments in found.items()
    ]


def _themes(context: Context, spoken: Sequence[str]) -> list[dict[str, Any]]:
    """Themes and codes, in the order of the codebook, with the places of what of theirs is coded so."""
    given: dict[str, dict[str, None]] = {}
    for segment in spoken:
        for row in context.codings.get(segment, ()):
            given.setdefault(row["code"], {})[segment] = None
    found: dict[str, list[dict[str, Any]]] = {}
    for code, told in context.codes.items():
        if code in given:
            places = [{"place": name.rpartition(":")[2], "href": context.segment(name)} for name in given[code]]
            entry = {"label": told["label"], "href": addresses.code(code), "places": _by_source(given[code], places)}
            found.setdefault(told["theme_label"], []).append(entry)
    return [{"theme": theme, "codes": codes} for theme, codes in found.items()]


def _by_source(
    segments: Sequence[str], places: Sequence[Mapping[str, str]]
) -> list[tuple[str, list[Mapping[str, str]]]]:
    """Places with their source; they stand in the order of the texts."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for segment, place in zip(segments, places, strict=True):
        found.setdefault(segment.rpartition(":")[0], []).append(place)
    return list(found.items())
