"""The page of audits by sample: what was checked, by whom, on which build, and how many can be wrong at most. And a
sample to print, for auditors who have a browser alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from multicase.audit import report, sampling
from multicase.site import page
from multicase.site.context import Context
from multicase.site.drawn import Reader

PLACE, SAMPLE = "audits.html", "sample.html"
PRINTED, SEED, SHOWN = 12, 1, 4  # items of the printed sample, what draws them, and segments of an item on it


def pages(context: Context, audits: Mapping[str, Mapping[str, Any]], build: str) -> dict[str, str]:
    """The pages, by their places. audits: by their names, of the schema `audit`. build: the sha256 of T27."""
    reader, there = Reader(context), sampling.items(context.results)
    told = [_told(reader, there, name, audit, build) for name, audit in sorted(audits.items())]
    drawn = [reader.told(item, SHOWN) for item in sampling.draw(there.values(), PRINTED, SEED)]
    study = context.results.study
    return {
        PLACE: page("audits.html.j2", PLACE, audits=told, study=study, shares=sampling.SHARES, sample=SAMPLE),
        SAMPLE: page(
            "sample.html.j2", SAMPLE, items=drawn, study=study, seed=SEED, site="", shown=SHOWN, boxes=report.VERDICTS
        ),
    }


def _told(
    reader: Reader, there: Mapping[str, sampling.Item], name: str, audit: Mapping[str, Any], build: str
) -> dict[str, Any]:
    tallies = report.tallies(audit)
    return {
        "name": name,
        "audit": audit,
        "is_of_this_build": audit["build"] == build,
        "tallies": tallies,
        "sentence": report.sentence(tallies[0]),
        "items": [_item(reader, there, item) for item in audit["items"]],
    }


def _item(reader: Reader, there: Mapping[str, sampling.Item], item: Mapping[str, str]) -> dict[str, Any]:
    """An item with its verdict; in a build that hasn't got it any more, by its id alone."""
    now = there.get(item["item"])
    known = {"says": reader.says(now), "href": reader.href(now)} if now else {"says": item["item"], "href": ""}
    return dict(item) | {"note": item.get("note", "")} | known
