"""The codebook as a table: themes, subthemes and codes in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from multicase import schemas

TEXTS = ("label", "definition", "include", "exclude", "example", "theory", "relation")


def read(path: str | Path) -> dict[str, Any]:
    """A codebook that has passed its checks."""
    return schemas.parse_yaml(Path(path).read_text(encoding="utf-8-sig"))


def codes(codebook: Mapping[str, Any]) -> pd.DataFrame:
    """One row per code: theme, theme_label, subtheme, subtheme_label, code, its texts, polarity, rationale, version.

    A code without a polarity is neutral; its rationale is its subtheme's or, failing that, its theme's.
    """
    return pd.DataFrame(list(_rows(codebook)))


def _rows(codebook: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for theme in codebook["themes"]:
        for subtheme in theme["subthemes"]:
            for code in subtheme["codes"]:
                yield {
                    "theme": theme["theme"],
                    "theme_label": theme["label"],
                    "subtheme": subtheme["subtheme"],
                    "subtheme_label": subtheme["label"],
                    "code": code["code"],
                    **{name: str(code.get(name, "")).strip() for name in TEXTS},
                    "polarity": code.get("polarity", "neutral"),
                    "rationale": (subtheme.get("rationale") or theme.get("rationale") or "").strip(),
                    "version": str(codebook["version"]),
                }


def indicators(codebook: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every indicator of the dictionary coder with its code, in the codebook's order."""
    for theme in codebook["themes"]:
        for subtheme in theme["subthemes"]:
            for code in subtheme["codes"]:
                for indicator in code.get("indicators", []):
                    yield code["code"], indicator
