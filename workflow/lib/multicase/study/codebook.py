"""The codebook as a table: themes, subthemes and codes in their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from multicase.study import files
from multicase.study.problems import Problem

ATTRIBUTES = (
    "style", "pace", "level", "behaviour", "factor", "direction", "domain", "facet", "trigger", "effect",
)  # fmt: skip
TEXTS = ("label", "definition", "include", "exclude", "example", "theory", "relation")
# Attributes that a trained model sets: on a blank pipeline they match nothing, and nobody would notice.
NEED_A_MODEL = frozenset(
    {"LEMMA", "POS", "TAG", "DEP", "MORPH", "ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID", "SENT_START", "IS_SENT_START"}
)


def read(path: str | Path) -> dict[str, Any]:
    """A codebook that has passed its checks."""
    return files.parse_yaml(Path(path).read_text(encoding="utf-8-sig"))


def codes(codebook: Mapping[str, Any]) -> pd.DataFrame:
    """One row per code: its theme and subtheme with their labels, its texts and attributes, polarity and version.

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
                    **{name: code.get("attributes", {}).get(name, "") for name in ATTRIBUTES},
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


def problems(codebook: Mapping[str, Any], file: str) -> list[Problem]:
    """What is wrong with a codebook beyond its form, which the schema checks, all at once.

    Themes, subthemes and codes whose ids come twice, indicators whose ids come twice in a code, phrases and exceptions
    without a word, patterns with keys that need a trained model, or that spaCy doesn't take.
    """
    return [
        *_twice("theme", [theme["theme"] for theme in codebook["themes"]], file),
        *_twice("subtheme", [sub["subtheme"] for theme in codebook["themes"] for sub in theme["subthemes"]], file),
        *_twice("code", [row["code"] for row in _rows(codebook)], file),
        *_twice("indicator", [f"{code}.{indicator['id']}" for code, indicator in indicators(codebook)], file),
        *(
            Problem(file, f"indicator {code}.{indicator['id']}", *wrong)
            for code, indicator in indicators(codebook)
            for wrong in _indicator_problems(indicator)
        ),
    ]


def _twice(what: str, ids: Iterable[str], file: str) -> Iterator[Problem]:
    for name, n in Counter(ids).items():
        if n > 1:
            found, todo = f"the {what} '{name}' {n} times", f"Give each {what} an id of its own."
            yield Problem(file, f"{what} {name}", found, "it once", todo)


def _indicator_problems(indicator: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What was found, what was expected and what to do."""
    if ("phrase" in indicator) == ("pattern" in indicator):
        yield "a phrase and a pattern, or neither", "one of the two", "Keep one."
    for phrase in [*([indicator["phrase"]] if "phrase" in indicator else []), *indicator.get("except", [])]:
        if not any(map(str.isalnum, phrase)):
            yield "a phrase without a word", "words to look for", "Write the words, or remove it."
    pattern = indicator.get("pattern")
    if pattern is None:
        return
    needs_model = sorted({key for token in pattern for key in token if key.upper() in NEED_A_MODEL})
    if needs_model:
        expected = "keys that a blank pipeline knows, such as LOWER, REGEX, IS_DIGIT, OP"
        yield f"the keys {', '.join(needs_model)}", expected, "Name the word's forms: LOWER: {IN: [ask, asks, asked]}."
    elif not _compiles(pattern):
        expected = "a token pattern as spaCy's Matcher takes it"
        yield "a pattern that can't be matched", expected, "Mend its keys, its values and its operators."


def _compiles(pattern: Sequence[Mapping[str, Any]]) -> bool:
    # spaCy is slow to import, and only a codebook with patterns needs it here.
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    try:
        matcher = Matcher(Vocab(), validate=True)
        matcher.add("pattern", [list(map(dict, pattern))])
        matcher(Doc(matcher.vocab, words=["a"]))
    except (ValueError, TypeError, KeyError, NotImplementedError, re.error):
        return False
    return True
