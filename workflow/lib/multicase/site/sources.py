"""Pages of sources: each anonymised text to read, with its codings beside it and what rests on each segment below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from multicase.claims import AGAINST, FOR, MIXED
from multicase.digest import batch_of
from multicase.site import addresses, marks, page
from multicase.site.context import Context
from multicase.site.given import NEUTRAL, codings_of
from multicase.site.resting import Rows, by_table, claims_on, rows_on, shared, together
from multicase.study import consent
from multicase.study.disclosure import WITHHELD
from multicase.study.kinds import DOCUMENT
from multicase.wording import listed

GONE = "gone"
CONSENT = {consent.QUOTE: "its words may be quoted", consent.AGGREGATE: "it may be counted, not quoted"}
LAYERS = {"verbatim": "notes", "inference": "inference"}  # of an observer, in words
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def pages(context: Context, batch: str, tables: Iterable[str]) -> dict[str, str]:
    """The pages of a batch's sources, several of a very long one: place below the site's folder -> page.

    tables: the ids of those that are asked what of them rests on a segment.
    """
    shown = [context.results.table(name) for name in tables]
    titles = {table.id: table.about["title"] for table in shown}
    rows, claims = rows_on(shown), claims_on(context.results)
    made, names = {}, _of_batch(context, batch)
    context = Context(context.results, context.per_case, frozenset(names))
    for source in names:
        parts = context.parts[source]
        head = _head(context, source, batch, [name for names in parts for name in names])
        for number, mine in enumerate(parts, 1):
            where = context.source(source, number)
            made[where] = page(
                "source.html.j2",
                where,
                head=head,
                parts=[(part, context.source(source, part)) for part in range(1, len(parts) + 1)],
                part=number,
                turns=_turns(context, source, mine, rows, claims),
                counts=_counts(titles, mine, rows, claims),
                quotable=context.is_quotable(source),
            )
    return made


def _of_batch(context: Context, batch: str) -> list[str]:
    return [
        name for name, told in context.sources.items() if batch_of(told["case_id"], name, context.per_case) == batch
    ]


def _head(context: Context, source: str, batch: str, segments: Sequence[str]) -> dict[str, Any]:
    """What is told of a source before its text."""
    told = context.sources[source]
    before, after = context.beside[source]
    return context.told(source) | {
        "case_href": addresses.case(told["case_id"]),
        "consent": CONSENT[told["consent"]],
        "readers": listed(told["coders"].split(";")) if told["coders"] else "",
        "read": told["read"] == "True",
        "analysed": (int(told["segments"]), int(told["words"])),
        "all": (len(segments), sum(int(context.segments[name]["words"]) for name in segments)),
        "text_sha256": told["text_sha256"],
        "raw_sha256": told["raw_sha256"],
        "file": f"anonymised/{batch}/{source}.txt",
        "made_by": addresses.rule("replace_identifiers"),
        "before": [(name, context.source(name)) for name in before],
        "after": [(name, context.source(name)) for name in after],
    }


def _turns(
    context: Context,
    source: str,
    segments: Sequence[str],
    rows: Mapping[str, Rows],
    claims: Mapping[str, Sequence[tuple[str, str]]],
) -> list[dict[str, Any]]:
    """The turns of a source in their order; the segments of one stand together."""
    everywhere = set(shared({name: rows[name] for name in segments if name in rows}))
    turns, linked = [], set[str]()
    for _, group in groupby(segments, key=lambda name: context.segments[name]["turn"]):
        names = list(group)
        codings = {name: codings_of(context, name) for name in names}
        _letter([coding for of in codings.values() for coding in of], context.is_quotable(source))
        turns.append(
            _once(_speaker(context, source, names[0]), linked)
            | {
                "locator": context.segments[names[0]]["locator"],
                "segments": [
                    {
                        "place": name.rpartition(":")[2],
                        "anchor": addresses.segment_anchor(name),
                        "words": int(context.segments[name]["words"]),
                        "pieces": _pieces(context, name, codings[name]),
                        "codings": codings[name],
                        "counts": addresses.counts_anchor(name),
                        "n_rows": sum(row not in everywhere for row in rows.get(name, ())),
                        "claims": claims.get(name, ()),
                    }
                    for name in names
                ],
            }
        )
    return turns


def _once(speaker: dict[str, Any], linked: set[str]) -> dict[str, Any]:
    """A speaker with a link where they have none above. linked: who has one, to which this adds its own."""
    href = "" if speaker["href"] in linked else speaker["href"]
    linked.add(href)
    return speaker | {"href": href}


def _speaker(context: Context, source: str, segment: str) -> dict[str, Any]:
    """Who says a turn, and what kind of row it is where it isn't what a participant says."""
    told, who = context.segments[segment], context.who(segment)
    layer = told["layer"]
    if layer in ("heading", "event"):
        return {"kind": layer, "role": layer, "id": "", "href": "", "noted": ""}
    noted = LAYERS.get(layer, "")
    kind = "asked" if told["is_interviewer"] == "True" else layer if noted and not told["participant_id"] else "said"
    role = who["role"]
    if not role and not noted and context.sources[source]["kind"] != DOCUMENT:
        role = "somebody"
    return {"kind": kind, "role": role, "id": who["id"], "href": who["href"], "noted": noted}


def _letter(codings: Sequence[dict[str, Any]], quotable: bool) -> None:
    """Give each coding of a turn a letter, by which its words are found; one coding, and words withheld, need none."""
    for number, coding in enumerate(codings):
        again, place = divmod(number, len(LETTERS))
        coding["letter"] = LETTERS[place] * (again + 1) if quotable and len(codings) > 1 else ""


def _pieces(context: Context, segment: str, codings: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A segment's words, cut where codings begin and end: text in runs (words, in brackets or not), side, title (which
    codes) and letters of the codings that end there. None where they may not be shown.
    """
    text = context.segments[segment]["text"]
    if text == WITHHELD:
        return []
    of = [(coding, span) for coding in codings for span in coding["spans"]]
    found, at, brackets = [], 0, marks.bracketed(text)
    for piece in marks.pieces(text, [span for _, span in of]):
        over = [of[number][0] for number in piece.over]
        inside = [(start - at, end - at) for start, end in brackets]
        found.append(
            {
                "runs": [(run.text, bool(run.over)) for run in marks.pieces(piece.text, inside)],
                "side": _side(over),
                "title": "; ".join(dict.fromkeys(coding["title"] for coding in over)),
                "letters": " ".join(dict.fromkeys(of[number][0]["letter"] for number in piece.ending)),
            }
        )
        at += len(piece.text)
    return found


def _side(codings: Sequence[Mapping[str, Any]]) -> str:
    """How words are marked that some codings share; what was removed marks only where nothing was kept."""
    sides = {coding["side"] for coding in codings if not coding["is_removed"]}
    if {FOR, AGAINST} <= sides:
        return MIXED
    return next((side for side in (FOR, AGAINST, NEUTRAL) if side in sides), GONE if codings else "")


def _counts(
    titles: Mapping[str, str],
    segments: Sequence[str],
    rows: Mapping[str, Rows],
    claims: Mapping[str, Sequence[tuple[str, str]]],
) -> dict[str, Any]:
    """What rests on a source's segments: first what rests on each of them, then what rests on several alike, then
    segment by segment what else does.

    Segments on which the same rests stand together.
    """
    mine = {name: rows[name] for name in segments if name in rows}
    common = shared(mine)
    rest = {name: tuple(row for row in of if row not in set(common)) for name, of in mine.items()}
    alike = together(rest)
    said = {(name, row): number for number, (names, of) in enumerate(alike, 1) for name in names for row in of}
    groups: dict[tuple[Any, ...], list[str]] = {}
    for name, of in rest.items():
        own = tuple(row for row in of if (name, row) not in said)
        with_others = tuple(sorted({said[name, row] for row in of if (name, row) in said}))
        groups.setdefault((tuple(claims.get(name, ())), own, with_others), []).append(name)
    bare = groups.pop(((), (), ()), [])
    named = sorted({row[0] for counted in mine.values() for row in counted})
    return {
        "n": len(mine),
        "n_bare": len(bare),
        "common": by_table(common),
        "alike": [{"segments": _places(names), "tables": by_table(of)} for names, of in alike],
        "groups": [
            {
                "segments": _places(names),
                "claims": [(claim, addresses.claim(claim), side) for claim, side in speaks],
                "tables": by_table(own),
                "alike": with_others,
            }
            for (speaks, own, with_others), names in groups.items()
        ],
        "tables": [(name, titles[name]) for name in named],
    }


def _places(segments: Iterable[str]) -> list[tuple[str, str, str]]:
    """Segments by their places, each with the anchor of what rests on it, and its own."""
    return [
        (name.rpartition(":")[2], addresses.counts_anchor(name), addresses.segment_anchor(name)) for name in segments
    ]
