"""Anonymising a batch: every find is decided about and replaced, and the turns are carried into the new text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from multicase.anonymise import again
from multicase.anonymise import locale as locales
from multicase.anonymise import register as registers
from multicase.anonymise.beyond import LAYERS as UNPROVEN
from multicase.anonymise.decide import Decisions, decide
from multicase.anonymise.detect import Settings
from multicase.anonymise.lexicon import Lexicon
from multicase.anonymise.replace import Change, Replaced
from multicase.contracts import CONTRACTS
from multicase.digest import text_sha256

Rows = Iterable[Mapping[str, str]] | None
LOGGED = ["source_id", "case_id", "kind", "layer", "rule_id", "action", "by"]


def anonymise(
    texts: pd.DataFrame,
    turns: pd.DataFrame,
    found: pd.DataFrame,
    *,
    lexicon: Lexicon,
    register: Rows,
    decisions: Rows,
    pseudonyms: Rows,
    settings: Settings,
    speakers: Iterable[Mapping[str, str]] = (),
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """The anonymised turns, the identifiers with what became of them, the open log, and the anonymised texts.

    What is left is read once more, as the leak scan will do, and what it would find is masked (see `again`).

    texts, turns, found: contracts `texts`, `turns`, `identifiers`. The first three results keep the contracts
    `anonymised`, `identifiers` and `log`; the log holds no original. speakers: see `register.build`.
    """
    decided = Decisions(decisions)
    locale = locales.load(settings.locale)
    known = registers.build(register, None, pseudonyms, locale, speakers)
    reading = again.Reading(registers.build(register, decisions, None, locale, speakers), lexicon, locale, decided)
    finds_of = dict(list(found.groupby("source_id", sort=False)))
    turns_of = dict(list(turns.groupby("source_id", sort=False)))
    anonymised: list[dict[str, object]] = []
    identifiers: list[dict[str, object]] = []
    new_texts: dict[str, str] = {}
    for source in texts.to_dict("records"):
        source_id = source["source_id"]
        finds = finds_of[source_id].sort_values("start").to_dict("records") if source_id in finds_of else []
        finds = [_with_verdict(find, decided, known, settings) for find in finds]
        sure = [find for find in finds if not _waits(find)]
        left = [_with_verdict(find, decided, known, settings) for find in reading.left(source, sure)]
        finds = [find for find in finds if not (_waits(find) and _meets(find, left))] + left
        finds.sort(key=lambda find: find["start"])
        replaced = _replace(source["text"], finds)
        identifiers += finds
        new_texts[source_id] = replaced.text
        if source_id in turns_of:
            anonymised += _turns(turns_of[source_id], replaced, text_sha256(replaced.text))
    identified = pd.DataFrame(identifiers, columns=list(CONTRACTS["identifiers"].columns))
    return (
        pd.DataFrame(anonymised, columns=list(CONTRACTS["anonymised"].columns)),
        identified,
        identified.groupby(LOGGED, sort=True).size().reset_index(name="n"),
        new_texts,
    )


def _waits(find: Mapping[str, object]) -> bool:
    """Whether a find is one that only asks: it keeps no name from being masked."""
    return find["layer"] in UNPROVEN and find["by"] == "nobody"


def _meets(find: Mapping[str, object], others: Iterable[Mapping[str, object]]) -> bool:
    return any(find["start"] < other["end"] and other["start"] < find["end"] for other in others)


def _with_verdict(
    find: Mapping[str, object], decided: Decisions, known: registers.Register, settings: Settings
) -> dict[str, object]:
    """A find with what becomes of it."""
    verdict = decide(find, decided, known, settings)
    return {**find, "action": verdict.action, "by": verdict.by, "replacement": verdict.replacement}


def _replace(text: str, finds: Sequence[dict[str, object]]) -> Replaced:
    """The text with what its finds, in order, are replaced with; each find is told its place in there."""
    changed = [find for find in finds if find["action"] != "keep"]
    replaced = Replaced(text, [Change(f["start"], f["end"], f["replacement"]) for f in changed])
    for find, (start, end) in zip(changed, replaced.spans, strict=True):
        find |= {"new_start": start, "new_end": end}
    for find in finds:
        if find["action"] == "keep":
            find["new_start"] = replaced.to_new(find["start"])
            find["new_end"] = replaced.to_new(find["end"], after=True)
    return replaced


def _turns(turns: pd.DataFrame, replaced: Replaced, sha256: str) -> Iterable[dict[str, object]]:
    """A source's turns in the anonymised text; speaker labels stay behind."""
    names = [name for name in CONTRACTS["anonymised"].columns if name in turns.columns]
    for turn in turns[names].to_dict("records"):
        start, end = replaced.to_new(turn["start"]), replaced.to_new(turn["end"], after=True)
        yield turn | {"start": start, "end": end, "text": replaced.text[start:end], "text_sha256": sha256}
