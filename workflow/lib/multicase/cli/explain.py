"""`multicase explain`: the chain of evidence, as text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import typer

from multicase.cli import place

WIDTH = 110


def command(
    target: Annotated[
        str,
        typer.Argument(
            help="a table (T06), a figure (F08), a claim (C3), a quotation (C3.north-i01:12.1), a code or a segment"
        ),
    ],
    study: place.Study = None,
    row: Annotated[str, typer.Option(help="a row, by its number or its key")] = "",
    column: Annotated[str, typer.Option(help="a column of the table")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Print where a number, a mark, a verdict or a segment comes from, down to the words and the raw file's hash."""
    import json

    from multicase.audit import explain

    told = explain.explain(place.of(study).results, target, row, column)
    print(json.dumps(told, ensure_ascii=False, indent=1) if as_json else render(told))


def render(told: Mapping[str, Any]) -> str:
    """What `multicase.audit.explain.explain` returns, as plain text."""
    return "\n".join(_lines(told))


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    head = told.get("title") or told.get("statement") or ""
    yield f"{told['target']}  {head}  (study {told['study']})"
    for name in ("caption", "note", "text"):
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
    for name in ("row", "cells", "mark", "table_rows"):
        if told.get(name):
            yield from _wrapped(f"{name.replace('_', ' ')}: {_shown(told[name])}", "  ")
    if "rows" in told:
        yield "  Name one with --row, by its number or its key:"
        yield from (f"  {number:>4}  {key}" for number, key in told["rows"].items())
    yield from _made(told.get("made", {}))
    if "without_segments" in told:
        yield f"  {told['without_segments']}"
    for name, title in (
        ("segments", "segments"),
        ("segments_for", "segments for it"),
        ("segments_mixed", "segments of those that speak on both sides"),
        ("segments_against", "segments against it"),
    ):
        if name in told:
            yield f"  {len(told[name])} {title if len(told[name]) != 1 else title.replace('segments', 'segment')}:"
            for segment in told[name]:
                yield from _segment(segment)
    if "codings" in told and "segment" not in told:
        yield f"  {told['source_id']}, {told['kind']}, {told['locator']}; raw file sha256 {told['raw_sha256']}"
        for coding in told["codings"]:
            yield from _coding(coding)
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
    who = ", ".join(filter(None, [segment["role_group"], segment["participant_id"]]))
    where = f"{segment['kind'].replace('_', ' ')} of {segment['date']}, {segment['locator']}"
    yield f"  - {segment['segment']}  {who + '; ' if who else ''}{where}"
    yield f"      text sha256 {segment['text_sha256'][:16]}…, raw file sha256 {segment['raw_sha256']}"
    for coding in segment["codings"]:
        yield from _coding(coding)


def _coding(coding: Mapping[str, str]) -> Iterator[str]:
    by = f"{coding['coder']}, {coding['origin']}" + (f", {coding['rule']}" if coding["rule"] else "")
    yield from _wrapped(f"{coding['code']} ({by}): {coding['words']}", "      ")


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}={_shown(item)}" for name, item in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False)
