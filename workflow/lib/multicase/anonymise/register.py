"""Layer 1, the register: names known beforehand, and those that people have decided about, in every form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import ahocorasick

from multicase.anonymise.capitals import opens
from multicase.anonymise.lexicon import Lexicon
from multicase.anonymise.locale import Locale
from multicase.anonymise.span import Span
from multicase.study.files import split

Row = Mapping[str, str]
NAMES = frozenset({"person", "organisation", "place"})  # kinds that are names
# What belongs to the surname after it.
PARTICLES = frozenset(
    {"van", "der", "den", "ter", "von", "zu", "de", "del", "della", "di", "da", "dos", "du", "la", "las", "los", "le"}
    | {"bin", "ibn", "al", "el", "ap", "ab", "ferch", "ni", "nic"}
)


@dataclass(frozen=True)
class Form:
    """One way of writing an entity, in lower case. given: a first name alone; surname: a last name alone.

    small: whether people decided about it as it is written in small letters, and it is no name (`a plumber`): then it
    counts in small letters too, though it is a word.
    """

    entity: str
    kind: str
    rule_id: str
    scope: str = "study"
    small: bool = False


@dataclass
class Register:
    """Forms of all entities, and their replacements."""

    forms: dict[str, set[Form]] = field(default_factory=lambda: defaultdict(set))
    replacements: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    automaton: ahocorasick.Automaton | None = None

    @cached_property
    def name_words(self) -> dict[str, set[str]]:
        """Single words of persons' names -> entities, for finding misspellings; taken once the forms are built."""
        words: dict[str, set[str]] = defaultdict(set)
        for text, forms in self.forms.items():
            for form in forms:
                if form.kind == "person" and form.entity:
                    for word in text.split():
                        words[word].add(form.entity)
        return words


def build(
    register: Iterable[Row] | None, decisions: Iterable[Row] | None, pseudonyms: Iterable[Row] | None, locale: Locale
) -> Register:
    """The register of a study. Decisions that replace a string join it as further forms, where they hold.

    Without a replacement of its own an entity takes the one of pseudonyms.csv; with neither it is masked.
    """
    given = {row["entity"]: row["replacement"] for row in pseudonyms or []}
    found = Register()
    for row in register or []:
        found.kinds[row["entity"]] = row["kind"]
        replacement = row.get("replacement") or given.get(row["entity"], "")
        if replacement:
            found.replacements[row["entity"]] = replacement
        for text, rule in _forms(row, locale):
            if len(text.strip(" .")) < 2:
                continue  # a letter alone is nobody's name
            found.forms[_folded(text)].add(Form(row["entity"], row["kind"], rule, row.get("scope") or "study"))
    for row in decisions or []:
        if row["action"] != "keep":
            entity = row.get("entity") or ""
            small = row["kind"] not in NAMES and row["text"].strip()[:1].islower()
            form = Form(entity, row["kind"], "decided", row["scope"], small)
            found.forms.setdefault(_folded(row["text"]), set()).add(form)
    if found.forms:
        found.automaton = ahocorasick.Automaton()
        for text in found.forms:
            found.automaton.add_word(text, text)
        found.automaton.make_automaton()
    return found


def _forms(row: Row, locale: Locale) -> Iterator[tuple[str, str]]:
    """Full name and aliases; of a person also without title, surname with and without it, first name, initials."""
    for text in (row["name"], *split(row.get("aliases") or "")):
        yield text, "name" if text == row["name"] else "alias"
        if row["kind"] != "person":
            without = re.sub(rf"^(?:{'|'.join(locale.left_out_before)}) ", "", text)
            if without != text and len(without.split()) > 1:
                yield without, "name"
            continue
        yield from personal_forms(text, locale)


def personal_forms(text: str, locale: Locale) -> Iterator[tuple[str, str]]:
    """The forms in which a person's name may stand, each with the rule that makes it; not the name as it is given."""
    words = text.replace(".", " ").split()
    titles = [word for word in words if word.lower() in locale.titles]
    names = [word for word in words if word.lower() not in locale.titles]
    while names and names[0].lower() in locale.openers | locale.qualifiers:
        names = names[1:]  # `the Major`, `old Latimer`: no name, no first name
        if len(names) == 1:
            yield names[0], "surname"
    if len(names) < 2:
        if names and titles:
            yield names[0], "surname"
        return
    surnames = _surnames(names)
    yield " ".join(names), "name"
    yield names[0], "first_name"
    for surname in surnames:
        yield surname, "surname"
        yield f"{names[0]} {surname}", "name"
        for initial in (f"{names[0][0]}. ", f"{names[0][0]}.", f"{names[0][0]} "):
            yield f"{initial}{surname}", "initials"
        for title in titles or ["Dr", "Mr", "Mrs", "Ms"]:
            for point in (" ", ". ", "."):
                yield f"{title}{point}{surname}", "title"
    initials = [name[0] for name in names]
    for letters in ([initials[0], initials[-1]], initials):
        for written in (".".join(letters) + ".", ". ".join(letters) + "."):
            yield written, "letters"


def _surnames(names: list[str]) -> list[str]:
    """`Hoek` and `van der Hoek`; of a double-barrelled name also its longer parts."""
    first = len(names) - 1
    while first > 1 and names[first - 1].lower() in PARTICLES:
        first -= 1
    parts = names[-1].split("-") if "-" in names[-1] else []
    return list(dict.fromkeys([" ".join(names[first:]), names[-1], *(part for part in parts if len(part) > 3)]))


def _folded(text: str) -> str:
    return fold(re.sub(r"\s+", " ", text.strip()))


def fold(text: str) -> str:
    """Lower case with plain apostrophes, of the same length, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.replace("’", "'").replace("\u00a0", " ").replace("\n", " ")


def find(
    text: str, register: Register, lexicon: Lexicon, locale: Locale, scopes: frozenset[str] = frozenset({"study"})
) -> list[Span]:
    """Registered names in any case, on word boundaries, the longest at each place.

    A single word that is also a word of the language counts only with a capital, unless people decided about it as no
    name and in small letters; if it opens a sentence it is left to
    people (layer fuzzy: masked until somebody decides). A form that several entities share is masked too.
    """
    if register.automaton is None:
        return []
    folded = fold(text)
    spans: list[Span] = []
    for last, form in register.automaton.iter(folded):
        start, end = last - len(form) + 1, last + 1
        if inside_word(folded, start, end):
            continue
        forms = [item for item in register.forms[form] if item.scope in scopes]
        span = _span(text, start, end, form, forms, lexicon, locale) if forms else None
        if span:
            spans.append(span)
    return spans


def inside_word(text: str, start: int, end: int) -> bool:
    """Whether a span begins or ends inside a word, or is the latter part of one with a hyphen."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isalnum() or after.isalnum() or (before == "-" and text[start - 2 : start - 1].isalnum())


def _span(
    text: str, start: int, end: int, form: str, known: Iterable[Form], lexicon: Lexicon, locale: Locale
) -> Span | None:
    forms = sorted(known, key=lambda item: (item.entity, item.rule_id, item.kind))
    entities = {item.entity for item in forms}
    first = forms[0]
    shown, single = text[start:end], " " not in form
    a_word = single and is_a_word(form, lexicon, locale)
    rules = {item.rule_id for item in forms}
    if (rules <= {"letters"} or (single and len(form) < 3 and rules <= {"name", "alias"})) and shown != shown.upper():
        return None  # initials are written in capitals
    small = shown[0].islower() if form[0].isalpha() else False
    if any(item.small for item in forms):
        small = False
    if small and (a_word or (single and len(form) < 3) or (single and rules <= {"alias"} and len(form) < 4)):
        return None
    if a_word and opens(text, start):
        if form in locale.openers and shown != shown.upper() and _next_word(text, end) in locale.openers:
            return None  # `Will that do?` asks for nobody
        if first.rule_id != "alias":
            return Span(start, end, first.kind, "fuzzy", "word_or_name")
    if len(entities) > 1:
        return Span(start, end, first.kind, "register", "shared_form")
    return Span(start, end, first.kind, "register", first.rule_id, first.entity)


def _next_word(text: str, end: int) -> str:
    found = re.match(r" ([a-z']+)\b", text[end : end + 20])
    return found[1] if found else ""


def is_a_word(form: str, lexicon: Lexicon, locale: Locale) -> bool:
    """Whether a name is a word of the language too.

    That a study writes a name small once or twice makes no word of it: it is then found in small letters as well.
    """
    if form in locale.ambiguous or form in locale.openers:
        return True
    if form in locale.given_names:
        return False
    return form in locale.not_identifying or form.title() in locale.head_nouns or lexicon.is_common(form)
