"""Proposals for people: what to decide about undecided strings, and pseudonyms for entities that have none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

import pandas as pd

from multicase.anonymise.decide import MIXED, UNCLEAR, key, placeholder
from multicase.anonymise.forms import fold

QUEUE = ("text", "kind", "n", "sources", "contexts", "proposed_action", "proposed_replacement", "standing")
CONTEXT, SHOWN = 40, 3
PREFIX = {"person": "P", "organisation": "O", "place": "L"}
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NUMBERED = re.compile(r"([A-Z])(\d+)")


def queue(
    identifiers: pd.DataFrame,
    texts: pd.DataFrame,
    locale: str = "en_GB",
    taken: Iterable[str] = (),
    proposed: Mapping[str, str] = MappingProxyType({}),
) -> pd.DataFrame:
    """The strings that nobody has decided about, most frequent first: columns QUEUE. Closed zone: it quotes the text.

    identifiers, texts: the contracts of these names, of the whole study. A string is proposed once, with its most
    frequent kind, three contexts, and the sources it stands in; the places at which it may be a word (kind unclear)
    apart, with `standing`: at how many places it is a name, a word, or neither surely. locale: whose words a mask is
    proposed in. taken: replacements that are given already; a pseudonym that is proposed is none of them. proposed:
    registered entity -> the pseudonym proposed for it, which its names are offered too.
    """
    text_of = dict(zip(texts["source_id"], texts["text"], strict=True))
    groups: dict[tuple[str, bool], list[Mapping[str, object]]] = defaultdict(list)
    for row in identifiers[identifiers["by"] == "nobody"].to_dict("records"):
        groups[key(row["text"]), row["kind"] == UNCLEAR].append(row)
    rows = [_proposal(found, text_of, locale) | {"of": _registered(found, proposed)} for found in groups.values()]
    rows.sort(key=lambda row: (-row["n"], row["text"], row["kind"]))
    _number(rows, taken)
    _weigh([row for row in rows if row["kind"] == UNCLEAR], identifiers, text_of)
    return pd.DataFrame(rows, columns=list(QUEUE))


def _registered(found: Iterable[Mapping[str, object]], proposed: Mapping[str, str]) -> str:
    """The pseudonym proposed for the one registered entity that a string is at all its places; else nothing."""
    entities = {str(row["entity"]) for row in found}
    return proposed.get(entities.pop(), "") if len(entities) == 1 else ""


def _number(rows: Iterable[dict[str, object]], taken: Iterable[str]) -> None:
    """Propose for each name the pseudonym of who bears it, or else one that nobody has."""
    numbers = _last_numbers(taken)
    for row in rows:
        if row["proposed_action"] == "pseudonymise" and row["of"]:
            row["proposed_replacement"] = row["of"]
        elif row["proposed_action"] == "pseudonymise":
            letter = PREFIX.get(str(row["kind"]), "X")
            numbers[letter] += 1
            row["proposed_replacement"] = f"{letter}{numbers[letter]:02d}"


def _last_numbers(replacements: Iterable[str]) -> Counter[str]:
    """Letter -> the highest number of the pseudonyms that begin with it."""
    numbers: Counter[str] = Counter()
    for replacement in replacements:
        if found := NUMBERED.fullmatch(replacement):
            numbers[found[1]] = max(numbers[found[1]], int(found[2]))
    return numbers


def _weigh(rows: list[dict[str, object]], identifiers: pd.DataFrame, text_of: Mapping[str, str]) -> None:
    """Say of each unclear string how its places stand: as a name, as a word, or unclear."""
    wanted = {key(str(row["text"])) for row in rows}
    if not wanted:
        return
    places = Counter(_among(wanted, text_of.values()))
    named = identifiers[(identifiers["kind"] != UNCLEAR) & (identifiers["layer"] != "structure")]
    alone, in_full = (named.loc[named["kind"].isin(kinds), "text"] for kinds in (("person", "other"), MIXED))
    names = Counter(_among({word for word in wanted if " " not in word}, alone))
    names.update(name for name in map(key, in_full) if " " in name and name in wanted)
    for row in rows:
        word, unclear = key(str(row["text"])), int(row["n"])
        as_name = names[word]
        as_word = max(0, places[word] - as_name - unclear)
        row["standing"] = f"{as_name} as a name, {as_word} as a word, {unclear} unclear"


def _among(wanted: Collection[str], texts: Iterable[str]) -> Iterator[str]:
    """Which of some strings stand in texts, each at each of its places; those of several words too."""
    several = [re.escape(string) for string in sorted(wanted) if " " in string]
    for text in texts:
        yield from (word for word in map(key, WORD.findall(text)) if word in wanted)
        if several:
            yield from re.findall(rf"(?<!\w)(?:{'|'.join(several)})(?!\w)", fold(text))


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
    is_cue = all(row["layer"] == "cue" for row in found)  # it stays in the text; what may be a name is masked
    return {
        "text": found[0]["text"],
        "kind": kind,
        "n": len(found),
        "sources": ";".join(sorted({row["source_id"] for row in found})),
        "contexts": " | ".join(contexts),
        "proposed_action": "keep" if is_cue else "pseudonymise" if kind in {"person", "organisation"} else "generalise",
        "proposed_replacement": "" if is_cue else placeholder(kind, locale).strip("[]"),
        "standing": "",
    }


def pseudonyms(
    register: Iterable[Mapping[str, str]] | None,
    given: Iterable[Mapping[str, str]] | None,
    taken: Iterable[str] = (),
) -> pd.DataFrame:
    """A pseudonym for each registered entity that has neither a replacement nor a pseudonym: entity, replacement.

    given: rows of pseudonyms.csv. taken: replacements that anybody has, also by a decision. Numbers go on where those
    end, in the register's order, so that none is ever given twice. They are no function of the name, which could be
    guessed.
    """
    known = {row["entity"]: row["replacement"] for row in given or []}
    numbers = _last_numbers([*known.values(), *taken])
    rows = []
    for row in register or []:
        if row.get("replacement") or row["entity"] in known:
            continue
        letter = PREFIX.get(row["kind"], "X")
        numbers[letter] += 1
        rows.append({"entity": row["entity"], "replacement": f"{letter}{numbers[letter]:02d}"})
    return pd.DataFrame(rows, columns=["entity", "replacement"])
