"""Replacements that would give somebody away, or take two for one: which are refused, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from multicase.anonymise import locale as locales
from multicase.anonymise import register as registers
from multicase.anonymise.capitals import capitals
from multicase.anonymise.decide import key
from multicase.anonymise.forms import fold
from multicase.anonymise.lexicon import Lexicon
from multicase.anonymise.names import Reader
from multicase.anonymise.register import Register
from multicase.study.files import nearest, schema, split

Row = Mapping[str, str]
SAME = "same:"
MASKED = ("pseudonymise", "generalise")  # the actions that take a replacement
NAMED = frozenset({"person", "organisation", "place", "email", "phone", "nhs_number", "url", "code", "other"})
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True)
class Replacement:
    """What stands in the place of a string, the registered entity it is a form of, or why it is refused."""

    text: str = ""
    entity: str = ""
    refused: str = ""


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without punctuation and possessive endings."""
    return tuple(WORD.findall(key(text)))


def sequences(text: str) -> Iterable[tuple[str, ...]]:
    """Every run of words in a text."""
    found = words(text)
    for first in range(len(found)):
        for last in range(first + 1, len(found) + 1):
            yield found[first:last]


@dataclass
class Given:
    """What decisions have given away already: replacements, and strings that must not be seen again."""

    replacements: dict[str, list[Row]] = field(default_factory=dict)
    strings: set[tuple[str, ...]] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Given:
        """From rows of decisions.csv."""
        given = cls()
        for row in rows:
            given.add(row)
        return given

    def add(self, row: Row) -> None:
        """One decision more."""
        if row["action"] == "keep":
            return
        if row["replacement"]:
            self.replacements.setdefault(fold(row["replacement"]), []).append(row)
        if row["kind"] in NAMED:
            self.strings.add(words(row["text"]))


@dataclass(frozen=True)
class Names:
    """The corpus of names: the register in all its forms, with who has which replacement."""

    register: Register
    locale: locales.Locale
    sequences: frozenset[tuple[str, ...]]
    owner: Mapping[str, str]  # replacement in lower case -> entity
    masks: frozenset[str]  # the typed masks, which stand for nobody
    generic: frozenset[str]  # words that tell nobody apart, `surgery`, `the`, even where a decision replaced them

    @classmethod
    def of(cls, register: Iterable[Row] | None, pseudonyms: Iterable[Row] | None, locale: str = "en_GB") -> Names:
        """From rows of register.csv and pseudonyms.csv."""
        rows, known = list(register or []), locales.load(locale)
        built = registers.build(rows, None, pseudonyms, known)
        written = [text for row in rows for text in (row["name"], *split(row.get("aliases") or ""))]
        kinds = schema("decisions")["properties"]["kind"]["enum"]
        return cls(
            register=built,
            locale=known,
            sequences=frozenset(run for text in written for run in sequences(text)),
            owner={fold(replacement): entity for entity, replacement in built.replacements.items()},
            masks=frozenset(map(fold, [*kinds, *known.placeholders.values()])),
            generic=_generic(known),
        )

    def judge(self, action: str, typed: str, text: str, given: Given) -> Replacement:
        """What a person typed as the replacement of a string, or why it is refused.

        `same:P07` or `same:<entity>` says that the string is another form of an entity that has a replacement already.
        """
        replacement = re.sub(r"\s+", " ", typed).strip()
        if replacement.startswith("[") and replacement.endswith("]"):
            replacement = replacement[1:-1].strip()
        if replacement.lower().startswith(SAME):
            return self._same(replacement[len(SAME) :].strip(), given)
        entity = self.owner.get(fold(replacement), "")
        if entity and entity in self.entities(text):
            return Replacement(replacement, entity)
        if refused := self._refused(action, replacement, text, given):
            return Replacement(refused=refused)
        return Replacement(replacement)

    def entities(self, text: str) -> set[str]:
        """The registered entities that a string is a form of."""
        return {form.entity for form in self.register.forms.get(key(text), ())}

    def _same(self, named: str, given: Given) -> Replacement:
        if named in self.register.kinds:
            return Replacement(self.register.replacements.get(named, ""), named)
        if entity := self.owner.get(fold(named)):
            return Replacement(self.register.replacements[entity], entity)
        if rows := given.replacements.get(fold(named)):
            return Replacement(rows[0]["replacement"], rows[0].get("entity") or "")
        close = nearest(named, sorted(self.register.kinds))
        refused = f"neither an entity of register.csv nor a replacement already given{close}"
        return Replacement(refused=f"{refused}; write a new one plainly at one of its strings, {SAME} at the others")

    def _refused(self, action: str, replacement: str, text: str, given: Given) -> str:
        folded, runs = fold(replacement), set(sequences(replacement))
        if not runs:
            return "a replacement needs a word or a number"
        if re.search(r"[\[\]{}<>\x00-\x1f\x7f]", replacement):
            return "a replacement holds no brackets and no control characters"
        if words(text) in runs:
            return "it holds the string itself"
        if folded in self.masks:
            return ""
        if entity := self.owner.get(folded):
            return f"it is the replacement of the entity {entity}; if that is who is meant, say {SAME}{entity}"
        if words(replacement) in self.sequences:
            return "it stands in a name or an alias of register.csv"
        reader = Reader(replacement, capitals(replacement), Lexicon({}, {}), self.locale)
        found = registers.find(reader, self.register)
        if found:
            whose = f"entity {found[0].entity}" if found[0].entity else "several entities"
            return f"it holds a name of register.csv ({whose})"
        if any(not self.generic.issuperset(run) for run in runs & given.strings):
            return "it holds a string that is itself replaced by a decision"
        for row in given.replacements.get(folded, ()):
            if key(row["text"]) != key(text) and "pseudonymise" in {action, row["action"]}:
                return f"another string has it; if both are the same one, say {SAME} and the replacement"
        return ""


def _generic(known: locales.Locale) -> frozenset[str]:
    named = {noun.lower() for noun in (*known.head_nouns, *known.institution_nouns, *known.naming_nouns)}
    single = known.small_acronyms | known.generic_words | known.occupations | known.openers | known.qualifiers
    return (named | single | known.not_identifying) - known.given_names - known.ambiguous
