"""A theme has a proposition where some code of it has a side."""

from __future__ import annotations

import pytest
from multicase.study.codebook import NO_DEFINITION
from multicase.study.propositions import propositions


def theme(name, *polarities):
    codes = [{"code": f"{name}{n}", "label": "", "definition": ""} for n in range(len(polarities))]
    codes = [code | ({"polarity": side} if side else {}) for code, side in zip(codes, polarities, strict=True)]
    return {"theme": name, "definition": f"What {name}\n  claims.", "subthemes": [{"codes": codes}]}


def test_only_themes_with_a_side_claim_something():
    codebook = {"themes": [theme("pace", "", "contradicts"), theme("place", "", "neutral"), theme("style", "supports")]}
    assert propositions(codebook) == {"pace": "What pace claims.", "style": "What style claims."}


@pytest.mark.parametrize("definition", [{}, {"definition": ""}, {"definition": " \n"}])
def test_a_theme_whose_definition_is_open_says_so(definition):
    open_one = {name: value for name, value in theme("pace", "supports").items() if name != "definition"} | definition
    codebook = {"themes": [open_one, theme("style", "supports")]}
    assert propositions(codebook) == {"pace": NO_DEFINITION, "style": "What style claims."}
