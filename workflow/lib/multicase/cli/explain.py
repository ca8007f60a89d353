"""`multicase explain`: the chain of evidence, as text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import typer

from multicase.cli import place
from multicase.wording import counted

WIDTH = 110
PARTS = (
    ("segments", "segments"),
    ("segments_for", "segments for it"),
    ("segments_mixed", "segments of those that speak on both sides"),
    ("segments_against", "segments against it"),
)
SPEAKING = {"for": "for it", "mixed": "on both sides", "against": "against it"}


def command(
    target: Annotated[
        str,
        typer.Argument(
            help="a table (T06), a figure (F08), a claim (C3), a quotation (C3.north-i01:12.1), a code or a segment"
        ),
    ],
    study: place.Audited = None,
    row: Annotated[str, typer.Option(help="a row, by its number or its key")] = "",
    column: Annotated[str, typer.Option(help="a column of the table")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Print where a number, a mark, a verdict or a segment comes from, down to the words and the raw file's hash."""
    import json

    from multicase.audit import explain

    told = explain.explain(place.results_of(study), target, row, column)
    print(json.dumps(told, ensure_ascii=False, indent=1) if as_json else render(told))


def render(told: Mapping[str, Any]) -> str:
    """What `multicase.audit.explain.explain` returns, as plain text."""
    return "\n".join(_lines(told))


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    head = told.get("title") or told.get("statement") or ""
    yield f"{told['target']}  {head}  (study {told['study']})"
    for name in ("caption", "note"):
        if told.get(name):
            yield from _wrapped(told[name], "  ")
    if "verdict" in told:
        yield f"  verdict: {told['verdict']} ({told['why']})"
        for title in ("by_case", "changed_by"):
            if told[title]:
                parts = "; ".join(f"{name}: {verdict}" for name, verdict in told[title].items())
                yield from _wrapped(f"{title.replace('_', ' ')}: {parts}", "  ")
        yield from _wrapped(f"criterion: {told['criterion']} {told['conditions']}", "  ")
        if told["rivals"]:
            yield from _wrapped(f"rivals: {told['rivals']}", "  ")
        yield from _against(told["evidence_against"])
    for name in ("row", "cells", "counts", "mark", "table_rows"):
        if told.get(name):
            yield from _wrapped(f"{name.replace('_', ' ')}: {_shown(told[name])}", "  ")
    if "rows" in told:
        yield "  Name one with --row, by its number or its key:"
        yield from (f"  {number:>4}  {key}" for number, key in told["rows"].items())
    for made in (told.get("made", {}), *told.get("tables_made", [])):
        yield from _made(made)
    if "without_segments" in told:
        yield f"  {told['without_segments']}"
    yield from _counted(told)
    yield from _listed_segments(told)
    if "stands_behind" in told:
        yield from _alone(told)


def _counted(told: Mapping[str, Any]) -> Iterator[str]:
    """The sources, participants and cases that are counted, and how each unit speaks on a claim."""
    for what, units in told.get("listed", {}).items():
        named = [f"{unit['id']} ({unit['is'] + ', ' if unit['is'] else ''}{unit['n_segments']})" for unit in units]
        yield from _wrapped(f"{len(units)} {what if len(units) != 1 else what[:-1]}: {', '.join(named)}", "  ")
    sides: dict[str, dict[str, list[str]]] = {}
    for unit in told.get("speaking", []):
        sides.setdefault(unit["speaks"], {}).setdefault(unit["case"], []).append(unit["id"])
    for side, by_case in sides.items():
        yield f"  {sum(map(len, by_case.values()))} {SPEAKING[side]}:"
        for case, names in by_case.items():
            yield from _wrapped(f"{case}: {', '.join(names)}", "    ")


def _listed_segments(told: Mapping[str, Any]) -> Iterator[str]:
    for name, title in PARTS:
        if name in told:
            yield f"  {len(told[name])} {title if len(told[name]) != 1 else title.replace('segments', 'segment')}:"
            for segment in told[name]:
                yield from _segment(segment)
    if told.get("withheld") and "stands_behind" not in told:
        few = counted(told["withheld"], "segment")
        yield from _wrapped(f"The words of {few} are withheld: their sources may be counted and not quoted.", "  ")


def _alone(told: Mapping[str, Any]) -> Iterator[str]:
    """What is told of a segment by itself."""
    yield from _segment(told)
    if told["left_out"]:
        yield f"  It is not analysed ({told['left_out']})."
    for coding in told["removed"]:
        yield from _wrapped(f"removed by adjudication: {_coded(coding)}", "      ")
    yield from (f"  stands behind {cell}" for cell in told["stands_behind"])


def _against(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """Evidence against, that with the same disposition together."""
    segments: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        segments.setdefault((row["side"], row["case"], row["disposition"]), []).append(row["segment"])
    for (side, case, disposition), named in segments.items():
        yield from _wrapped(f"{side} it, {case}: {', '.join(named)}. {disposition}", "  ")


def _made(made: Mapping[str, Any]) -> Iterator[str]:
    if made.get("rule"):
        yield f"  made by rule {made['rule']}: {made['artefact']}, sha256 {made['sha256']}"
        yield from _wrapped("from " + "; ".join(made["inputs"]), "    ")


def _segment(segment: Mapping[str, Any]) -> Iterator[str]:
    who = ", ".join(filter(None, [segment["role"], segment["participant_id"]]))
    kind = " of ".join(filter(None, [segment["kind"].replace("_", " "), segment["date"]]))
    yield f"  - {segment['segment']}  {who + '; ' if who else ''}{kind}, {segment['locator']}"
    for name, text in (("before", ""), ("text", segment["text"]), ("after", "")):
        words = text or _beside(segment[name])
        if words:
            yield from _wrapped(f"{name + ': ' if name != 'text' else ''}{words}", "      ")
    for coding in segment["codings"]:
        yield from _wrapped(f"= {_coded(coding)}", "      ")
    yield f"      text sha256 {segment['text_sha256'][:16]}…, raw file sha256 {segment['raw_sha256']}"


def _beside(neighbour: Mapping[str, str] | None) -> str:
    """What stands before or after a segment, with who says it."""
    if not neighbour:
        return ""
    return f"{neighbour['role'] + ': ' if neighbour['role'] else ''}{neighbour['text']}"


def _coded(coding: Mapping[str, str]) -> str:
    told = (coding["side"], coding["coder"], coding["origin"], coding["rule"])
    memo = f" [memo: {coding['memo']}]" if coding["memo"] else ""
    return f"{coding['code']} ({', '.join(filter(None, told))}): {coding['words']}{memo}"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}={_shown(item)}" for name, item in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False)
