"""Proposals for people: what to decide about undecided strings, and pseudonyms for entities that have none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from multicase.anonymise.decide import key, placeholder

QUEUE = ("text", "kind", "n", "sources", "contexts", "proposed_action", "proposed_replacement")
CONTEXT, SHOWN = 40, 3
PREFIX = {"person": "P", "organisation": "O", "place": "L"}


def queue(identifiers: pd.DataFrame, texts: pd.DataFrame, locale: str = "en_GB") -> pd.DataFrame:
    """The strings that nobody has decided about, most frequent first: columns QUEUE. Closed zone: it quotes the text.

    identifiers, texts: the contracts of these names, of the whole study. A string is proposed once, with its most
    frequent kind, three contexts, and the sources it stands in. locale: whose words a mask is proposed in.
    """
    text_of = dict(zip(texts["source_id"], texts["text"], strict=True))
    groups: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for row in identifiers[identifiers["by"] == "nobody"].to_dict("records"):
        groups[key(row["text"])].append(row)
    rows = [_proposal(found, text_of, locale) for found in groups.values()]
    rows.sort(key=lambda row: (-row["n"], row["text"]))
    return pd.DataFrame(rows, columns=list(QUEUE))


def unmatched(decisions: Iterable[Mapping[str, str]] | None, identifiers: pd.DataFrame) -> pd.DataFrame:
    """The decisions whose string stands nowhere, or not where the decision holds: told to people, never dropped.

    Columns text, kind, scope, action. Closed zone.
    """
    columns = ["text", "kind", "scope", "action"]
    found: dict[str, set[str]] = defaultdict(set)
    strings = identifiers[["text", "source_id", "case_id"]].drop_duplicates()
    for row in strings.itertuples():
        found[key(row.text)] |= {"study", f"source:{row.source_id}", f"case:{row.case_id}"}
    rows = [row for row in decisions or [] if row["scope"] not in found.get(key(row["text"]), ())]
    return pd.DataFrame(rows, columns=columns)


def _proposal(found: list[Mapping[str, object]], text_of: Mapping[str, str], locale: str) -> dict[str, object]:
    kind = sorted(Counter(row["kind"] for row in found).items(), key=lambda item: (-item[1], item[0]))[0][0]
    contexts = []
    for row in found[:SHOWN]:
        text = text_of[row["source_id"]]
        around = text[max(0, row["start"] - CONTEXT) : row["end"] + CONTEXT]
        contexts.append("…" + re.sub(r"\s+", " ", around).strip() + "…")
    is_cue = all(row["layer"] == "cue" for row in found)
    return {
        "text": found[0]["text"],
        "kind": kind,
        "n": len(found),
        "sources": ";".join(sorted({row["source_id"] for row in found})),
        "contexts": " | ".join(contexts),
        "proposed_action": "keep" if is_cue else "pseudonymise" if kind in {"person", "organisation"} else "generalise",
        "proposed_replacement": "" if is_cue else placeholder(kind, locale).strip("[]"),
    }


def pseudonyms(register: Iterable[Mapping[str, str]] | None, given: Iterable[Mapping[str, str]] | None) -> pd.DataFrame:
    """A pseudonym for each registered entity that has neither a replacement nor a pseudonym: entity, replacement.

    Numbers go on where those already given end, in the register's order, so that none is ever given twice. They are
    no function of the name, which could be guessed.
    """
    taken = {row["entity"]: row["replacement"] for row in given or []}
    numbers = Counter()
    for replacement in taken.values():
        if found := re.fullmatch(r"([A-Z])(\d+)", replacement):
            numbers[found[1]] = max(numbers[found[1]], int(found[2]))
    rows = []
    for row in register or []:
        if row.get("replacement") or row["entity"] in taken:
            continue
        letter = PREFIX.get(row["kind"], "X")
        numbers[letter] += 1
        rows.append({"entity": row["entity"], "replacement": f"{letter}{numbers[letter]:02d}"})
    return pd.DataFrame(rows, columns=["entity", "replacement"])
