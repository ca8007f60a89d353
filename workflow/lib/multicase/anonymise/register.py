"""Layer 1, the register: names known beforehand, and those that people have decided about, in every form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import ahocorasick

from multicase.anonymise import dictionary, forms, standing
from multicase.anonymise.forms import fold
from multicase.anonymise.locale import Locale
from multicase.anonymise.span import Span
from multicase.anonymise.standing import Standing
from multicase.anonymise.structure import names_in

if TYPE_CHECKING:
    from multicase.anonymise.names import Reader

Row = Mapping[str, str]
NAMES = frozenset({"person", "organisation", "place"})  # kinds that are names
ALONE = re.compile(r"\b[^\W\d_]\b")
JOINED = re.compile(r"(?:-[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*)+")  # what a hyphen joins to a name
INITIALS = re.compile(r"(?<![\w.'’-])(?:[^\W\d_]\.[  ]?)*[^\W\d_]\.?[  ]$|(?<![\w.'’-])(?:[^\W\d_]\.)+$")
NO_INITIALS = frozenset({"I", "A", "US", "UK", "EU", "UN", "PM", "AM"})  # words, and what is written with full stops
WORD_BEFORE = re.compile(r"[^\W_]+\.?[ \u00a0]+$")


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
    speakers: set[str] = field(default_factory=set)  # the entities that are known by their labels
    # of each decided string: its kinds, with what was decided where (scope)
    decided: dict[str, dict[str, dict[str, Row]]] = field(default_factory=dict)
    automaton: ahocorasick.Automaton | None = None
    words: frozenset[str] = frozenset()  # of persons' names, in small letters, but for what stands at names alone

    @cached_property
    def name_words(self) -> dict[str, set[str]]:
        """Single words of persons' names -> entities, for finding misspellings; taken once the forms are built."""
        words: dict[str, set[str]] = defaultdict(set)
        for text, ways in self.forms.items():
            for form in ways:
                if form.kind == "person" and form.entity:
                    for word in text.split():
                        words[word].add(form.entity)
        return words

    @cached_property
    def initials(self) -> dict[str, set[str]]:
        """Entities -> the first letters of the words of their full names; taken once the forms are built."""
        letters: dict[str, set[str]] = defaultdict(set)
        for text, ways in self.forms.items():
            for form in ways:
                if form.entity and form.rule_id in {"name", "alias", "label"} and " " in text:
                    letters[form.entity] |= {word[0] for word in text.split()}
        return letters

    def rules(self, text: str, entity: str) -> set[str]:
        """The rules by which a text is a form of an entity's name; none where it isn't."""
        return {form.rule_id for form in self.forms.get(forms.folded(text), ()) if form.entity == entity}

    def is_contested(self, form: str, scopes: frozenset[str]) -> bool:
        """Whether people decided otherwise about a string as one kind than as another, where both may be meant."""
        held = [
            outcome(next(known[scope] for scope in sorted(known, key=_width) if scope in scopes))
            for kind, known in self.decided.get(form, {}).items()
            if kind in NAMES and scopes & known.keys()
        ]
        return len(set(held)) > 1

    def may_be(self, entity: str, letters: Iterable[str]) -> bool:
        """Whether initials may be an entity's: they are, or nobody has told what it is called in full."""
        known = self.initials.get(entity)
        return not known or all(letter.lower() in known for letter in letters)


def outcome(row: Row) -> tuple[str, str, str]:
    """What a row of decisions.csv makes of a string: whether it is kept, and what it says stands in its place."""
    kept = "keep" if row["action"] == "keep" else "replace"
    return kept, row.get("replacement") or "", row.get("entity") or ""


def _width(scope: str) -> int:
    """The narrower a scope, the less."""
    return ("source", "case", "study").index(scope.partition(":")[0])


def build(
    register: Iterable[Row] | None,
    decisions: Iterable[Row] | None,
    pseudonyms: Iterable[Row] | None,
    locale: Locale,
    speakers: Iterable[Row] = (),
) -> Register:
    """The register of a study. Decisions that replace a string join it as further forms, where they hold.

    Without a replacement of its own an entity takes the one of pseudonyms.csv; with neither it is masked. speakers:
    `label`, `participant_id` and `scope` of speakers whose labels are names (`of_speakers`): each is an entity too,
    which stands in the texts as its participant id, unless the register knows somebody of that name.
    """
    given = {row["entity"]: row["replacement"] for row in pseudonyms or []}
    found = Register()
    for row in register or []:
        found.kinds[row["entity"]] = row["kind"]
        replacement = row.get("replacement") or given.get(row["entity"], "")
        if replacement:
            found.replacements[row["entity"]] = replacement
        for text, rule in forms.of_entity(row, locale):
            if len(text.strip(" .")) < 2:
                continue  # a letter alone is nobody's name
            for form in forms.spellings(forms.folded(text)):
                found.forms[form].add(Form(row["entity"], row["kind"], rule, row.get("scope") or "study"))
    _add_speakers(found, speakers, locale)
    for row in decisions or []:
        kinds = found.decided.setdefault(forms.folded(row["text"]), {})
        kinds.setdefault(row["kind"], {}).setdefault(row["scope"], row)
        if row["action"] != "keep" and row["kind"] != "unclear":  # else each place of the word would be one of a name
            entity = row.get("entity") or ""
            small = row["kind"] not in NAMES and row["text"].strip()[:1].islower()
            form = Form(entity, row["kind"], "decided", row["scope"], small)
            found.forms.setdefault(forms.folded(row["text"]), set()).add(form)
    if found.forms:
        found.automaton = ahocorasick.Automaton()
        for text in found.forms:
            found.automaton.add_word(text, text)
        found.automaton.make_automaton()
    words = {word for name in found.name_words for word in forms.name_words(name, locale)}
    found.words = frozenset(words - locale.openers - locale.determiners)
    return found


def of_speakers(speakers: Iterable[Row] | None, case_of: Mapping[str, str]) -> list[dict[str, str]]:
    """The speakers whose labels are names: `label`, `participant_id` and the `scope` in which the name means them.

    speakers: rows of speakers.csv; of those only the ones count that are for every source (`*`, in the whole study) or
    for a source of case_of (in its case). case_of: source_id -> case_id.
    """
    scopes = {source: f"case:{case}" for source, case in case_of.items()} | {"*": "study"}
    found = {}
    for row in speakers or []:
        if row["participant_id"] and row["source_id"] in scopes and names_in([row["label"]]):
            found[row["label"].strip(), row["participant_id"], scopes[row["source_id"]]] = None
    keys = ("label", "participant_id", "scope")
    return [dict(zip(keys, values, strict=True)) for values in sorted(found)]


def _are_within(names: Collection[str], others: Collection[str]) -> bool:
    """Whether each of some names is one of others, or its initial."""
    return all(name in others or (len(name) == 1 and any(one[0] == name for one in others)) for name in names)


def _add_speakers(found: Register, speakers: Iterable[Row], locale: Locale) -> None:
    """Speakers as entities, but for those who may be registered: all words of one of the two names are in the other."""
    registered = [
        frozenset(text.split()) - locale.titles
        for text, ways in found.forms.items()
        if any(way.kind == "person" and way.rule_id in {"name", "alias", "surname", "first_name"} for way in ways)
    ]
    whole = [names for names in registered if len(names) > 1]
    single = {word for names in registered if len(names) == 1 for word in names} - set().union(*whole)
    by_word: dict[str, set[frozenset[str]]] = defaultdict(set)
    for names in whole:
        for word in names:
            by_word[word].add(names)
    fresh: list[tuple[str, Form]] = []
    for row in speakers:
        names = frozenset(forms.folded(row["label"]).replace(".", " ").split()) - locale.titles
        near = {known for word in names for known in by_word[word]}
        if names & single or any(_are_within(names, known) or _are_within(known, names) for known in near):
            continue
        ways = [(row["label"], "label"), *forms.personal_forms(row["label"], locale)]
        told = [(text, rule) for text, rule in ways if len(text.strip(" .")) > 1]
        fresh += [(text, Form(row["participant_id"], "person", rule, row["scope"])) for text, rule in told]
        found.replacements[row["participant_id"]] = row["participant_id"]
        found.speakers.add(row["participant_id"])
    for text, form in fresh:
        found.forms[forms.folded(text)].add(form)


def find(reader: Reader, register: Register, scopes: frozenset[str] = frozenset({"study"})) -> list[Span]:
    """Registered names in any case, on word boundaries, the longest at each place.

    At each place of a single word that is also an ordinary word, what stands beside it decides: a name, a word, or
    unclear and left to people (layer fuzzy: masked until somebody decides). A form that several entities share is
    masked without saying whose it is; what people decided about in small letters, and is no name, counts in these too.
    With another name joined to it by a hyphen (`Holt-Kowalski`), also another person's of the register, or another's
    initial before it (`R. Holt`), it is somebody else's: the whole is masked (layer fuzzy), and asked about.
    """
    if register.automaton is None:
        return []
    folded = fold(reader.text)
    spans: list[Span] = []
    for last, form in register.automaton.iter(folded):
        start, end = last - len(form) + 1, last + 1
        if inside_word(folded, start, end):
            continue
        known = [item for item in register.forms[form] if item.scope in scopes]
        span = _span(reader, start, end, form, known) if known else None
        if span and span.rule_id == "decided" and register.is_contested(form, scopes):
            span = Span(start, end, "unclear", "fuzzy", "several_kinds")
        if span:
            spans.append(_of_another(reader, span, register) or span)
    return spans


def _of_another(reader: Reader, span: Span, register: Register) -> Span | None:
    """The longer name in which a registered one stands, where that is not the entity's."""
    start, end, text = span.start, span.end, reader.text
    joined = JOINED.match(text, end)
    parts = joined[0][1:].split("-") if joined else []
    if joined and not all(_is_no_name(reader, part, span.kind) or _is_part(register, part, span) for part in parts):
        end = joined.end()
    before = INITIALS.search(text, max(0, start - 12), start) if span.rule_id == "surname" else None
    if before and _are_initials(reader, before) and not register.may_be(span.entity, re.findall(r"\w", before[0])):
        start = before.start()
    if (start, end) == (span.start, span.end):
        return None
    return Span(start, end, span.kind, "fuzzy", "another_name")


def _is_part(register: Register, part: str, span: Span) -> bool:
    """Whether what a hyphen joins to a name is known too: of a person's only the same person's names are."""
    ways = register.forms.get(fold(part), ())
    return any({span.kind, way.kind} != {"person"} or way.entity == span.entity for way in ways)


def _is_no_name(reader: Reader, part: str, kind: str) -> bool:
    """Whether what a hyphen joins to a name is a word: `Holt-led`, or one behind a hyphen for a dash, `Holt-She`.

    Without capitals, and behind what is no person (`Leeds-Based`), what is a word and no name.
    """
    if part.lower() in reader.locale.openers or (part.islower() and not reader.is_bare()):
        return True
    if kind != "person" and dictionary.is_word(part.lower(), reader.locale.dictionary):
        return True
    return part.islower() and standing.is_word(part, reader.lexicon, reader.locale)


def _are_initials(reader: Reader, found: re.Match[str]) -> bool:
    """Whether letters before a surname are initials: not `I`, `A`, `U.S.`, nor those of `Part B.` and `Vitamin D.`."""
    letters = "".join(re.findall(r"\w", found[0]))
    if letters in NO_INITIALS or letters.islower() or letters.lower() in reader.locale.small_acronyms:
        return False
    before = WORD_BEFORE.search(found.string, max(0, found.start() - 40), found.start())
    word = before[0].strip().rstrip(".").lower() if before else ""
    return (
        not word
        or not (word[0].isdigit() or before[0][0].isupper())
        or (word in reader.locale.titles or word in reader.locale.openers)
    )


def inside_word(text: str, start: int, end: int) -> bool:
    """Whether a span begins or ends inside a word, or is the latter part of one with a hyphen."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isalnum() or after.isalnum() or (before == "-" and text[start - 2 : start - 1].isalnum())


def _has_small_letter(text: str) -> bool:
    """Whether a letter stands alone and small, as an initial doesn't."""
    return any(letter.islower() for letter in ALONE.findall(text))


def _span(reader: Reader, start: int, end: int, form: str, known: Iterable[Form]) -> Span | None:
    ways = sorted(known, key=lambda item: (item.entity, item.rule_id, item.kind))
    entities, rules, first = {item.entity for item in ways}, {item.rule_id for item in ways}, ways[0]
    shown, single = reader.text[start:end], " " not in form
    small = shown[0].islower() if form[0].isalpha() else False
    letters_alone = all(len(word) == 1 for word in form.split())
    if rules <= {"user_name"} and not small and shown[1:] in (shown[1:].lower(), shown[1:].upper()):
        # `JRoss` and `jross` are Jane Ross, `Cross` is a word or somebody else; of `Jross` nobody can tell
        is_word = standing.is_word(form, reader.lexicon, reader.locale)
        return None if is_word else Span(start, end, "person", "fuzzy", "user_name")
    if (rules <= {"letters"} and shown != shown.upper()) or (
        (rules <= {"initials"} or (letters_alone and not single)) and _has_small_letter(shown)
    ):
        return None  # initials are written in capitals: `a baker` is no A Baker, `isn't a` no T. A.
    if any(item.small for item in ways):
        return Span(start, end, first.kind, "register", first.rule_id, first.entity)
    if small and single and (len(form) < 3 or (rules <= {"alias"} and len(form) < 4)):
        return None
    as_decided = rules <= {"decided"} and first.kind not in NAMES and not small
    if single and form[0].isalpha() and not as_decided and standing.is_word(form, reader.lexicon, reader.locale):
        # In small letters only what is registered as no person is asked about; what is decided of `North` is of that.
        meant = rules <= {"alias"} and not small if first.kind == "person" else not (small and rules <= {"decided"})
        how = _standing(reader, start, len(form), small, meant)
        if how is Standing.WORD:
            return None
        if how is Standing.UNCLEAR:
            return Span(start, end, "unclear", "fuzzy", "word_or_name")
    if len(entities) > 1:
        return Span(start, end, first.kind, "register", "shared_form")
    return Span(start, end, first.kind, "register", first.rule_id, first.entity)


def _standing(reader: Reader, start: int, length: int, small: bool, told: bool) -> Standing:
    """How a registered name that is a word stands. told: it isn't a person's own name, and means one with any capital.

    In small letters a person's is left to `small`, which knows what is beside.
    """
    word = reader.at(start)
    if small:
        shown = reader.text[start : start + length].lower()
        word_only = shown in reader.locale.openers or reader.lexicon.is_common(shown)
        return Standing.WORD if word_only or not told else Standing.UNCLEAR
    if word is None:
        return Standing.NAME
    if told and (
        not word.initial or not (word.lower in reader.locale.openers or word.lower in reader.locale.ambiguous)
    ):
        return Standing.NAME
    how = standing.of(word, reader.text, reader.lexicon, reader.locale, registered=True)
    return Standing.UNCLEAR if told and how is Standing.WORD and not reader.lexicon.is_word(word.lower) else how
