"""The instrument of a study: what its codebook and its claims say, item by item, so that two can be held side by side.

An item is a theme, a subtheme, a code, a set of codes that exclude each other, or a claim. What it says is text by
field; blanks and line ends, and the order of what has none, make no difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from multicase.digest import text_sha256
from multicase.study.criterion import usual_criterion

Fields = dict[str, str]
Items = dict[str, Fields]

CODEBOOK = "codebook"  # what holds for all of it
CRITERION = "criterion."  # how the fields of a criterion begin
CODE_TEXTS = ("label", "definition", "include", "exclude", "example", "theory", "relation")
THEME_TEXTS = ("label", "definition", "rationale")
# What says the same in another language: words, but not ids, places, polarity and what is named after others' theory.
WORDING = frozenset({"label", "definition", "include", "exclude", "example", "rationale", "indicators"})
# Of these a translation may give some where there are none, and none where there are some.
ILLUSTRATION = frozenset({"example", "indicators"})
# The sections of config.yaml that say how the material is cut and what is counted; the others are each study's own.
SETTINGS = ("segment", "themes", "cooccurrence", "reliability", "saturation")


def items(codebook: Mapping[str, Any], claims: Mapping[str, Any] | None) -> Items:
    """`code slow`, `claim C1` ... -> field -> what it says, in the order of codebook and claims. Both have passed their
    schemas. Notes on an item's history, its colour and path in other tools, rivals, dispositions and quotations are no
    part of it.
    """
    return dict([*_of_codebook(codebook), *_of_claims(claims or {})])


def digests(items: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Item -> the first 16 digits of the sha256 of what it says."""
    return {name: digest(fields) for name, fields in items.items()}


def digest(content: Any) -> str:
    """The first 16 digits of the sha256 of plain content."""
    return text_sha256(json.dumps(content, sort_keys=True, ensure_ascii=False))[:16]


def settings(config: Mapping[str, Any]) -> dict[str, Any]:
    """Of a configuration those sections that belong to the instrument."""
    return {name: config[name] for name in SETTINGS if name in config}


def plain(text: Any) -> str:
    """A text without regard to blanks and line ends."""
    return " ".join(str(text).split())


def _of_codebook(codebook: Mapping[str, Any]) -> Iterator[tuple[str, Fields]]:
    yield CODEBOOK, {"version": plain(codebook["version"])}
    for theme in codebook["themes"]:
        yield f"theme {theme['theme']}", _texts(theme, THEME_TEXTS)
        for subtheme in theme["subthemes"]:
            yield f"subtheme {subtheme['subtheme']}", {"place": theme["theme"]} | _texts(subtheme, THEME_TEXTS)
            for code in subtheme["codes"]:
                yield f"code {code['code']}", {"place": subtheme["subtheme"]} | _of_code(code)
    for one in codebook.get("exclusive", []):
        yield f"set {one['set']}", {"codes": _unordered(one["codes"]), "speakers": _json(one.get("speakers"))}


def _of_code(code: Mapping[str, Any]) -> Fields:
    return _texts(code, CODE_TEXTS) | {
        "polarity": code.get("polarity", "neutral"),
        "attributes": _json(code.get("attributes")),
        "indicators": _json(code.get("indicators")),
    }


def _of_claims(claims: Mapping[str, Any]) -> Iterator[tuple[str, Fields]]:
    for claim in claims.get("claims", []):
        population = claim.get("population", {})
        criterion = usual_criterion() | claims.get("criterion", {}) | claim.get("criterion", {})
        yield (
            f"claim {claim['claim']}",
            {
                "statement": plain(claim["statement"]),
                **{name: _unordered(claim.get(name, [])) for name in ("supports", "contradicts", "kinds")},
                "each_of": "; ".join(sorted(_unordered(group, " or ") for group in claim.get("each_of", []))),
                "unit": claim.get("unit", "source"),
                "population.about": plain(population.get("about", "")),
                **{
                    f"population.{name}": "; ".join(
                        f"{of}: {_unordered(values)}" for of, values in sorted(population.get(name, {}).items())
                    )
                    for name in ("speakers", "narrower")
                },
                **{f"{CRITERION}{name}": _number(criterion[name]) for name in usual_criterion()},
            },
        )


def _texts(entry: Mapping[str, Any], names: Sequence[str]) -> Fields:
    return {name: plain(entry.get(name, "")) for name in names}


def _unordered(values: Sequence[str], between: str = ", ") -> str:
    return between.join(sorted(values))


def _number(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _json(content: Any) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False) if content else ""
