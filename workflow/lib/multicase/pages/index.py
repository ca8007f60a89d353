"""The front page of a study: its question, its material, its verdicts at a glance, and the doors to all the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from multicase.claims import VERDICTS
from multicase.pages import material, page
from multicase.pages.claims_told import UNTESTED, called
from multicase.wording import ALL_CASES

# A sign beside the word, so that a verdict is told by shape as well as by colour.
SIGNS = dict(zip((*VERDICTS, UNTESTED), "●◐◆◑✕·○", strict=True))


def write(
    tables: Sequence[str],
    figures: Sequence[str],
    study: Mapping[str, Any],
    name: str,
    notebooks: Sequence[str],
    path: str,
) -> None:
    """Write the page.

    tables: paths of T02, T03 and T23, CSV, with their JSON beside them. figures: paths of the figures' JSON. study:
    what it says of itself (title, question, synthetic, disclaimer). notebooks: their names.
    """
    about = {"title": name, "question": "", "synthetic": False, "disclaimer": ""} | dict(study)
    read = {Path(item).stem: pd.read_csv(item, dtype=str, keep_default_na=False) for item in tables}
    verdicts = read["T23"]
    text = page(
        "index.html.j2",
        study=about,
        material=material.tell(read["T02"], read["T03"]),
        cases=list(dict.fromkeys(verdicts["case"])),
        claims=(claims := _claims(verdicts)),
        untested=any(verdict["css"] == UNTESTED for claim in claims for verdict in claim["verdicts"]),
        note=_about(next(item for item in tables if Path(item).stem == "T23")),
        figures=[_about(item) for item in figures],
        notebooks=notebooks,
    )
    Path(path).write_text(text, encoding="utf-8")


def _claims(verdicts: pd.DataFrame) -> list[dict[str, Any]]:
    """Each claim with its statement and its verdicts, over all cases first."""
    return [
        {
            "claim": claim,
            "statement": rows.loc[rows["case"] == ALL_CASES, "statement"].iloc[0],
            "verdicts": [_verdict(row, bool(against)) for row in rows.to_dict("records")],
        }
        for claim, rows in verdicts.groupby("claim", sort=False)
        for against in [rows.loc[rows["case"] == ALL_CASES, "codes_against"].iloc[0]]
    ]


def _verdict(row: Mapping[str, str], is_contested: bool) -> dict[str, str]:
    """A verdict with its sign, word and colour; one that nothing could contradict has others."""
    word, css = called(row["verdict"], is_contested)
    return {
        "sign": SIGNS[css if css == UNTESTED else row["verdict"]],
        "word": word,
        "css": css,
        "why": row["why"],
        "case": row["case"],
    }


def _about(path: str) -> dict[str, Any]:
    return json.loads(Path(path).with_suffix(".json").read_text(encoding="utf-8"))
