"""The audit's first page, and the words that its script searches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from multicase import site
from multicase.audit import listing
from multicase.pages.claims_told import called
from multicase.site import addresses
from multicase.site.context import Context
from multicase.study.disclosure import WITHHELD
from multicase.wording import ALL_CASES, counted

PLACE, WORDS = "index.html", "words.js"


def files(
    context: Context,
    study: Mapping[str, Any],
    tables: Iterable[str],
    figures: Iterable[str],
    manifest: Mapping[str, str],
) -> dict[str, str]:
    """The files at the top of the site, by their names.

    study: what it says of itself. tables, figures: the JSON files that say what stands around each. manifest: what
    stands around T27, which is written after this page.
    """
    told = [*_told(tables), dict(manifest) | {"missing": ""}]
    return {
        PLACE: render(context, study, sorted(told, key=lambda entry: entry["id"]), _told(figures)),
        WORDS: words(context),
        site.STYLE: site.style(),
        site.SCRIPT: site.script(),
    }


def _told(paths: Iterable[str]) -> list[dict[str, Any]]:
    return [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]


def render(
    context: Context,
    study: Mapping[str, Any],
    tables: Sequence[Mapping[str, str]],
    figures: Sequence[Mapping[str, str]],
) -> str:
    """The page. study: what it says of itself. tables, figures: what stands around each."""
    groups: dict[str, list[Mapping[str, str]]] = {}
    for entry in tables:
        groups.setdefault(entry["group"], []).append(dict(entry) | {"href": addresses.table(entry["id"])})
    return site.page(
        "front.html.j2",
        PLACE,
        study={"title": context.results.study, "question": "", "synthetic": False} | dict(study),
        groups=groups,
        figures=[dict(entry) | {"href": addresses.figure(entry["id"])} for entry in figures],
        claims=_claims(context),
        themes=_themes(context),
        cases=_cases(context),
        participants=bool(context.participants),
        participants_page=addresses.participants(),
        files=[*(f"{name}.csv" for name in listing.FILES), "claims.json"],
        numbers={
            "codings": counted(len(context.results.listed["evidence"]), "coding"),
            "segments": counted(len(context.codings), "segment"),
            "sources": counted(len(context.sources), "source"),
            "cases": counted(len(context.results.case_labels), "case"),
        },
    )


def _claims(context: Context) -> list[dict[str, str]]:
    verdicts = context.results.table("T23").frame
    over_all = verdicts[verdicts["case"] == ALL_CASES].set_index("claim") if len(verdicts) else verdicts
    found = []
    for told in context.results.claims:
        judged = told["id"] in over_all.index
        word, css = called(over_all.at[told["id"], "verdict"], bool(told["contradicts"])) if judged else ("", "")
        why = over_all.at[told["id"], "why"] if judged else ""
        known = {"id": told["id"], "statement": told["statement"], "href": addresses.claim(told["id"])}
        found.append(known | {"verdict": word, "css": css, "why": why})
    return found


def _themes(context: Context) -> list[dict[str, Any]]:
    """Each theme with its codes and in how many segments each is."""
    n: dict[str, int] = {}
    for rows in context.codings.values():
        for code in {row["code"] for row in rows}:
            n[code] = n.get(code, 0) + 1
    found: dict[str, dict[str, Any]] = {}
    for code, told in context.codes.items():
        theme = found.setdefault(told["theme"], {"label": told["theme_label"], "codes": []})
        theme["codes"].append({"label": told["label"], "href": addresses.code(code), "n": n.get(code, 0)})
    return list(found.values())


def _cases(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "href": addresses.case(name),
            "participants": [
                {"id": one, "href": addresses.participant(one)}
                for one, told in context.participants.items()
                if told["case_id"] == name
            ],
            "sources": [context.told(source) for source, told in context.sources.items() if told["case_id"] == name],
        }
        for name, label in context.results.case_labels.items()
    ]


def words(context: Context) -> str:
    """What the site's script searches: what has a page, and each page of a source with the words that may be shown.

    A script that sets one variable, since a page on a disk may load a script and no other file.
    """
    pages = [(told["label"], addresses.code(code)) for code, told in context.codes.items()]
    pages += [(label, addresses.case(name)) for name, label in context.results.case_labels.items()]
    pages += [(f"{told['id']} {told['statement']}", addresses.claim(told["id"])) for told in context.results.claims]
    pages += [(name, context.source(name)) for name in context.sources]
    spoken: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for segment, told in context.segments.items():
        if told["text"] != WITHHELD:
            page, _, _ = context.segment(segment).partition("#")
            spoken.setdefault((told["source_id"], page), []).append((segment.rpartition(":")[2], told["text"]))
    sources = [(source, page, segments) for (source, page), segments in spoken.items()]
    content = json.dumps({"pages": pages, "sources": sources}, ensure_ascii=False, separators=(",", ":"))
    return "window.multicaseWords = " + content.replace("</", "<\\/") + ";\n"
