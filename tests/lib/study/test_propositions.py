"""A theme has a proposition where some code of it has a side."""

from __future__ import annotations

from multicase.study.propositions import propositions


def theme(name, *polarities):
    codes = [{"code": f"{name}{n}", "label": "", "definition": ""} for n in range(len(polarities))]
    codes = [code | ({"polarity": side} if side else {}) for code, side in zip(codes, polarities, strict=True)]
    return {"theme": name, "definition": f"What {name}\n  claims.", "subthemes": [{"codes": codes}]}


def test_only_themes_with_a_side_claim_something():
    codebook = {"themes": [theme("pace", "", "contradicts"), theme("place", "", "neutral"), theme("style", "supports")]}
    assert propositions(codebook) == {"pace": "What pace claims.", "style": "What style claims."}
