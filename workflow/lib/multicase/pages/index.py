"""The page that shows every table and figure of a study."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from multicase.pages import page


def write(
    tables: Sequence[str],
    figures: Sequence[str],
    study: Mapping[str, Any],
    name: str,
    notebooks: Sequence[str],
    manifest: Mapping[str, str],
    path: str,
) -> None:
    """Write the page.

    tables: paths of the tables' JSON and CSV files. figures: paths of the figures' JSON and SVG files. study: what it
    says of itself (title, question, synthetic, disclaimer). notebooks: their names. manifest: id, title, caption and
    group of the table that lists the page itself, and can't be read yet.
    """
    about = {"title": name, "question": "", "synthetic": False, "disclaimer": ""} | dict(study)
    entries = [_about(item) for item in tables if item.endswith(".json")]
    shown = [_about(item) | {"image": _image(item)} for item in figures if item.endswith(".json")]
    groups: dict[str, list[dict[str, str]]] = {}
    for entry in sorted([*entries, dict(manifest) | {"missing": ""}], key=lambda entry: entry["id"]):
        groups.setdefault(entry["group"], []).append(entry)
    text = page("index.html.j2", study=about, name=name, groups=groups, figures=shown, notebooks=notebooks)
    Path(path).write_text(text, encoding="utf-8")


def _about(path: str) -> dict[str, str]:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def _image(path: str) -> str:
    svg = Path(path).with_suffix(".svg").read_bytes()
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
