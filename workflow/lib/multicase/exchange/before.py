"""Codings on the texts before anonymisation, carried over to the anonymised ones by position.

People code before they anonymise, or bring a project that they made elsewhere. Such codings quote the closed zone and
stay in it, as `private/codings/<coder>.csv`; what leaves it are places of the anonymised text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from multicase.anchoring.anchor import Anchor, Quote, Text, anchor
from multicase.anonymise.replace import Change, Replaced
from multicase.code import manual
from multicase.contracts import CONTRACTS

CONTEXT = 32  # characters of prefix and suffix

Numbered = tuple[int, Mapping[str, object]]  # a coding with its number


def carried(codings: Iterable[Mapping[str, object]], texts: pd.DataFrame, identifiers: pd.DataFrame) -> pd.DataFrame:
    """Codings of canonical texts as codings of the anonymised ones (contract `handed_in`), each one a row.

    codings: as `code.manual.read` gives them. texts, identifiers: the contracts, of the sources that may be used. A
    coding is found in the canonical text (see `anchoring.anchor`), and its ends are told through the replacements: an
    end inside one lies at that replacement's end. A quote that doesn't stand there is looked for in the anonymised
    text, since somebody may have coded that. What is found in neither, or in several places, waits, without its words.
    Memos were written beside names: they stay in the closed zone.
    """
    by_source: dict[str, list[Numbered]] = defaultdict(list)
    rows: list[dict[str, object]] = []
    for number, coding in enumerate(codings, 1):
        if coding.get("waiting"):
            rows.append(_waiting(number, coding, str(coding["waiting"])))
        else:
            by_source[str(coding["source_id"])].append((number, coding))
    text_of = dict(zip(texts["source_id"], texts["text"], strict=True))
    finds_of = dict(list(identifiers.groupby("source_id", sort=False)))
    for source_id, given in by_source.items():
        if source_id not in text_of:  # of a source that is closed, or that the study hasn't got: told by the next stage
            rows += [_row(number, coding) for number, coding in given]
            continue
        finds = finds_of.get(source_id, identifiers.iloc[:0]).sort_values("start").to_dict("records")
        changes = [
            Change(find["start"], find["end"], find["replacement"]) for find in finds if find["action"] != "keep"
        ]
        rows += _of_source(given, Text(text_of[source_id]), Replaced(text_of[source_id], changes))
    return pd.DataFrame(rows, columns=list(CONTRACTS["handed_in"].columns))


def _of_source(
    given: list[tuple[int, Mapping[str, object]]], text: Text, replaced: Replaced
) -> list[dict[str, object]]:
    quotes = [_quote(coding) for _, coding in given]
    places: list[Anchor | str] = []
    lost: list[int] = []
    for number, place in enumerate(anchor(quotes, text)):
        if isinstance(place, Anchor):
            place = Anchor(replaced.to_new(place.start), replaced.to_new(place.end, after=True), place.how)
        elif not place.startswith("ambiguous"):
            lost.append(number)
        places.append(place)
    for number, place in zip(lost, anchor([quotes[n] for n in lost], Text(replaced.text)), strict=True):
        places[number] = place
    return [
        _row(number, coding, place, replaced.text)
        if isinstance(place, Anchor)
        else _waiting(number, coding, manual.why(place))
        for (number, coding), place in zip(given, places, strict=True)
    ]


def _quote(coding: Mapping[str, object]) -> Quote:
    start, end = (int(str(coding[side])) if coding.get(side) else -1 for side in ("start", "end"))
    return Quote(str(coding["exact"]), str(coding.get("prefix") or ""), str(coding.get("suffix") or ""), start, end)


def _row(number: int, coding: Mapping[str, object], place: Anchor | None = None, text: str = "") -> dict[str, object]:
    start, end = (place.start, place.end) if place else (-1, -1)
    return {
        "coder": coding["coder"],
        "number": number,
        "line": str(coding["line"]),
        "source_id": coding["source_id"],
        "start": start,
        "end": end,
        "exact": text[start:end] if place else "",
        "prefix": text[max(0, start - CONTEXT) : start] if place else "",
        "suffix": text[end : end + CONTEXT] if place else "",
        "code": coding["code"],
        "memo": "",
        "waiting": "",
    }


def _waiting(number: int, coding: Mapping[str, object], reason: str) -> dict[str, object]:
    return _row(number, coding) | {"waiting": reason}


def handed_in(rows: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of the contract `handed_in` as `code.manual.read` gives those of files."""
    return [row | {"file": f"private/codings/{row['coder']}.csv"} for row in rows.to_dict("records")]
