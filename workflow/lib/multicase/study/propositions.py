"""What the themes of a codebook claim, which is what the polarity of their codes refers to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from multicase.study.codebook import NO_DEFINITION

NEUTRAL = "neutral"


def propositions(codebook: Mapping[str, Any]) -> dict[str, str]:
    """theme -> its definition, of each theme that some code speaks for or against, in the codebook's order.

    Where the definition is still open, NO_DEFINITION says so.
    """
    return {
        theme["theme"]: " ".join(theme.get("definition", "").split()) or NO_DEFINITION
        for theme in codebook["themes"]
        if any(
            code.get("polarity", NEUTRAL) != NEUTRAL for subtheme in theme["subthemes"] for code in subtheme["codes"]
        )
    }
