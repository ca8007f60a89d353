"""A locale: the words and patterns with which a country's identifiers are found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from multicase import schemas
from multicase.errors import Problem, StudyError

HERE = Path(__file__).parent / "locales"


@dataclass(frozen=True, eq=False)
class Locale:
    """Words as sets, in lower case unless said otherwise."""

    name: str
    titles: frozenset[str]
    head_nouns: dict[str, str]  # as written -> kind
    months: tuple[str, ...]  # as written
    not_identifying: frozenset[str]
    acronyms: frozenset[str]  # as written
    openers: frozenset[str]
    ambiguous: frozenset[str]
    given_names: frozenset[str]
    cues: tuple[str, ...]


@cache
def load(name: str) -> Locale:
    """The locale `locales/<name>.yaml`. Raises StudyError if there is none."""
    path = HERE / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in HERE.glob("*.yaml")))
        todo = "Mend anonymise.locale, or write the locale."
        raise StudyError([Problem("config.yaml", "anonymise.locale", f"'{name}'", f"one of {known}", todo)])
    content = schemas.parse_yaml(path.read_text(encoding="utf-8"))
    lower = {
        key: frozenset(str(word).lower() for word in words) for key, words in content.items() if isinstance(words, list)
    }
    return Locale(
        name=name,
        titles=lower["titles"],
        head_nouns={noun: kind for kind, nouns in content["head_nouns"].items() for noun in nouns},
        months=tuple(content["months"]),
        not_identifying=lower["not_identifying"],
        acronyms=frozenset(content["acronyms"]),
        openers=frozenset("i" if word is True else word for word in lower["openers"]),
        ambiguous=lower["ambiguous_names"],
        given_names=lower["given_names"],
        cues=tuple(content["cues"]),
    )
