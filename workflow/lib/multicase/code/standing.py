"""How records of programs stand to the study as it is now: what they were asked about, and what changed since."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from multicase.code.material import Material
from multicase.code.programs import ASKED, REFUSED, digests, is_again
from multicase.study.coders import AGAIN, Coder, Record
from multicase.wording import counted, listed

Standing = Mapping[str, Any]


def of_record(record: Record, now: Material, unplaced: pd.DataFrame | None = None) -> dict[str, Any]:
    """How a record stands to what would be handed over now, as plain values.

    coder (of a second run with `.again`), what, read: how many sources it read, sources: those of them that may be
    handed over now, changed: how many of these say something else now, new: sources that it wasn't given,
    codebook_changed, codings, answers, refused (why -> how many), unplaced (why -> how many of its codings).
    unplaced: the contract, of all records.
    """
    head = record.head
    coder = f"{head['coder']}{AGAIN if head['again'] else ''}"
    mine = () if unplaced is None else unplaced.loc[unplaced["coder"] == coder, "reason"]
    there = sorted(set(head["sources"]) & set(now.sources))
    return {
        "coder": coder,
        "what": head["what"],
        "read": len(head["sources"]),
        "sources": there,
        "changed": sum(head["sources"][source] != now.sources[source] for source in there),
        "new": len(set(now.sources) - set(head["sources"])),
        "codebook_changed": head["codebook_sha256"] != now.codebook_sha256,
        "codings": len(record.codings),
        "answers": head["answers"],
        "refused": dict(head["refused"]),
        "unplaced": dict(sorted(Counter(mine).items())),
    }


def read(path: str | Path | None) -> list[Standing]:
    """What the stage `code` wrote of all records; nothing for a study without any."""
    return json.loads(Path(path).read_text(encoding="utf-8")) if path else []


def sources(standings: Iterable[Standing]) -> dict[str, list[str]]:
    """Coder (of a second run with `.again`) -> the sources that it has read, of those that may be handed over now."""
    return {one["coder"]: one["sources"] for one in standings}


def sources_of_first(standings: Iterable[Standing]) -> set[str]:
    """The sources that any of them has read in a first run."""
    return {source for coder, of in sources(standings).items() if not is_again(coder) for source in of}


def notes(standings: Iterable[Standing]) -> list[str]:
    """What captions must tell of each record, in sentences."""
    ordered = sorted(standings, key=lambda one: one["coder"])
    return [" ".join(filter(None, [_read(one), since(one), _unplaced(one)])) for one in ordered]


def called(coder: str) -> str:
    """`llm`, or `llm, asked again`."""
    return f"{coder.removesuffix(AGAIN)}, asked again," if coder.endswith(AGAIN) else coder


def _read(one: Standing) -> str:
    who = called(one["coder"]).rstrip(",")
    told = f"{who} ({one['what']}) read {counted(one['read'], 'source')} and gave {counted(one['codings'], 'coding')}"
    n = sum(one["refused"].values())
    if n:
        why = listed([f"{count:,} {REFUSED.get(kind, kind)}" for kind, count in one["refused"].items()])
        told += f"; of its {counted(one['answers'], 'answer')} {n:,} {'was' if n == 1 else 'were'} refused: {why}"
    return f"{told}."


def since(one: Standing) -> str:
    """What changed since a program was asked, in a sentence; nothing where nothing did."""
    told = ["the codebook has changed"] if one["codebook_changed"] else []
    if one["changed"]:
        told.append(f"{counted(one['changed'], 'source')} {_have(one['changed'])} changed")
    if one["new"]:
        told.append(f"{counted(one['new'], 'source')} {_have(one['new'])} come")
    return f"Since {called(one['coder'])} was asked, {listed(told)}." if told else ""


def _have(n: int) -> str:
    return "has" if n == 1 else "have"


def _unplaced(one: Standing) -> str:
    n = sum(one["unplaced"].values())
    if not n:
        return ""
    why = listed([f"{count:,} {reason}" for reason, count in one["unplaced"].items()])
    verb = "stands" if n == 1 else "stand"
    return f"{counted(n, 'coding')} of {called(one['coder'])} {verb} nowhere: {why}."


def stale(records: Sequence[Record], coders: Iterable[Coder], study: Path, now: Material | None) -> Iterator[str]:
    """What `multicase check` tells of records: what changed since, also of the program itself.

    now: None where there is no build to compare with.
    """
    known = {coder.name: coder for coder in coders}
    for record in records:
        name, again = record.head["coder"], record.head["again"]
        command = f"multicase run-coder {study} {name}"
        told = since(of_record(record, now)) if now else ""
        own = [ASKED[key] for key, now_is in digests(known[name], study).items() if record.head[key] != now_is]
        who = called(name + AGAIN * again)
        changed = f"Since {who} was asked, {listed(own)} {_have(len(own))} changed." if own else ""
        if told or changed:
            yield f"{' '.join(filter(None, [told, changed]))} Ask it anew: {command}{' --again' if again else ''}"
