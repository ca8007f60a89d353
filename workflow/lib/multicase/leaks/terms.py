"""What the leak scan looks for: every original and every alias that can be told from an ordinary word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from multicase.anonymise import dictionary
from multicase.anonymise import locale as locales
from multicase.anonymise.beyond import LAYERS as UNPROVEN
from multicase.anonymise.forms import fold, personal_forms
from multicase.anonymise.locale import Locale
from multicase.anonymise.plain import UNSEEN
from multicase.anonymise.register import build
from multicase.anonymise.structure import names_in
from multicase.ingest.questions import NOT_A_LABEL

KINDS = frozenset({"person", "organisation", "place", "email", "phone", "nhs_number", "url", "code", "other"})
SURE = frozenset({"register", "pattern", "context", "fuzzy"})  # layers whose undecided finds are looked for too
SHORTEST = 4
PAGES = "en_GB"  # the language in which every study's results are told, whatever that of its sources
LONG_NUMBER = 7  # digits from which a number tells by itself
# Shorter words have too many neighbours among ordinary words for a slip of one letter to tell anything.
SHORTEST_SLIP = {"person": 5, "organisation": 6, "place": 6}

UNSPACED = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")  # scripts without blanks
INVISIBLE = re.compile(f"[{UNSEEN}]")
FEW = 20  # characters that are exchanged one after another more quickly than all at once


def folded(text: str) -> str:
    """A text as terms are compared: without regard to case, accents, typographic marks and kinds of blank."""
    plain = fold(text)
    if not plain.isascii():
        plain = exchanged(INVISIBLE.sub("", plain), _unmarked)
    return " ".join(plain.split()) if text.strip() else ""


def exchanged(text: str, other: Callable[[str], str]) -> str:
    """A text with something else for each character beyond ASCII, in which nothing is left to exchange."""
    others = {char: told for char in set(text) if not char.isascii() and (told := other(char)) != char}
    if len(others) > FEW:
        return text.translate(str.maketrans(others))
    for char, told in sorted(others.items()):
        text = text.replace(char, told)
    return text


@cache
def _unmarked(char: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))


@dataclass(frozen=True, order=True)
class Term:
    """What is looked for: as it is compared (see `folded`), its kind, and why it can't be told from ordinary text.

    why: nothing for what can, whose every place is a leak; else `short`, `word`, `digits`, `capital`, or `kept` for
    what is kept elsewhere by a rule or a decision.
    """

    text: str
    kind: str
    why: str = ""


def terms(
    identifiers: pd.DataFrame,
    register: Iterable[Mapping[str, str]] | None,
    speakers: Iterable[Mapping[str, str]] | None,
    words: Collection[str],
    common: Collection[str],
    locale: Locale,
) -> list[Term]:
    """The originals that were replaced, all forms of registered names, and labels that are names; in order.

    identifiers: the contract of this name, of the whole study. words: what the study writes in lower case. common: what
    it surely uses as words (`lexicon.common`), and the language's: a registered name is looked for though it is written
    small now and then. A registered person's name of several words is always told. Persons are looked for in all
    forms of their names, decided or not. What people say is no speaker label is told as its capital alone is: it may
    be a name all the same (`Mrs Hall: please ring`), or none (`To do: ask`). Of what is masked while it waits for a
    decision, what a title, a given name, a form or a registered name told is told; what its capital alone told only
    if it has several words (else `capital`). Else a single word that is also a word of the language (`word`), a
    number of less than seven digits (`digits`), and what
    has less than four letters (`short`) can't be told from ordinary text. What people decided to keep is left out, and
    so is an acronym that stands in the replacement of a registered name.
    """
    registered, candidates, by_capital = _candidates(identifiers, register, speakers, locale)
    kept = {folded(text) for text in let_through(identifiers)["text"]}
    kept_names = "|".join(f" {text} " for text in sorted(kept))  # `Joint Biosecurity Centre` holds `Biosecurity Centre`
    by_people = {folded(text) for text in identifiers.loc[_kept_by_people(identifiers), "text"]}
    nobodys = by_people - {folded(text) for text in _replaced(identifiers)["text"]}
    replacements = (row.get("replacement") or "" for row in register or [])
    shown = {word for text in replacements for word in re.findall(r"\w+", text) if word.isupper()}
    found: dict[str, Term] = {}
    for text, kind in [*sorted(candidates), *sorted(by_capital)]:
        term, is_registered = folded(text).strip(" .,:;'\""), (text, kind) in registered
        why = _why_not(term, kind, is_registered, common if is_registered else words, locale)
        if (text, kind) in by_capital:
            why = why or "capital"
        in_kept = " " in term and kind != "person" and not is_registered and f" {term} " in kept_names
        if term in kept or in_kept:
            if term in nobodys and not is_registered:
                continue  # people say that it is nobody's
            why = why or "kept"
        if why and kind not in KINDS:
            continue  # a post, a condition: told of only as far as it is no ordinary word
        if why and term.upper() in shown:
            continue  # `CCG`, where `CCG A` is what is shown of one
        if len(term) > 1 and (term not in found or (found[term].why and not why)):
            found[term] = Term(term, kind, why)
    return [found[term] for term in sorted(found)]


def _replaced(identifiers: pd.DataFrame) -> pd.DataFrame:
    """What was replaced, of the kinds that are looked for, beside speaker labels."""
    replaced = identifiers[(identifiers["action"] != "keep") & identifiers["kind"].isin(KINDS)]
    return replaced[replaced["layer"] != "structure"]


def _candidates(
    identifiers: pd.DataFrame,
    register: Iterable[Mapping[str, str]] | None,
    speakers: Iterable[Mapping[str, str]] | None,
    locale: Locale,
) -> tuple[set[tuple[str, str]], set[tuple[str, str]], set[tuple[str, str]]]:
    """Strings with their kinds: those of the register, with these all that are surely names, and what only its capital
    told.
    """
    known, replaced = build(register, None, None, locale), _replaced(identifiers)
    registered = {(text, form.kind) for text, forms in known.forms.items() for form in forms}
    sure = (replaced["by"] != "nobody") | replaced["layer"].isin(SURE)
    told = sure | replaced["text"].str.contains(" ")
    candidates = registered | set(zip(replaced["text"][told], replaced["kind"][told], strict=True))
    persons = replaced[sure & (replaced["kind"] == "person")]
    candidates |= {(form, "person") for text in set(persons["text"]) for form, _ in personal_forms(text, locale)}
    by_capital = set(zip(replaced["text"][~told], replaced["kind"][~told], strict=True))
    for row in speakers or []:
        found = by_capital if row.get("role") == NOT_A_LABEL else candidates
        found |= {(label, "person") for label in names_in([row["label"]])}
    return registered, candidates, by_capital - candidates


def _why_not(term: str, kind: str, is_registered: bool, words: Collection[str], locale: Locale) -> str:
    """Why a term can't be told from ordinary text; nothing if it can."""
    several = " " in term and kind == "person" and is_registered and _letters(term) >= SHORTEST
    # `D Frame`: an initial and a word are found in `I'd frame it`.
    if (several and not _is_initial_and_word(term, words, locale)) or is_telling(term, words, locale):
        return ""
    if re.fullmatch(r"[\W\d_]+", term):
        return "digits"
    return "short" if _letters(term) < SHORTEST else "word"


def _kept_by_people(identifiers: pd.DataFrame) -> pd.Series:
    return (identifiers["action"] == "keep") & (identifiers["by"] == "decision")


def let_through(identifiers: pd.DataFrame) -> pd.DataFrame:
    """The identifiers (contract of this name) that are kept; not those that a model or a program alone saw.

    These are kept while they wait: what a program calls a name must not excuse the same name elsewhere.
    """
    waiting = identifiers["layer"].isin(UNPROVEN) & (identifiers["by"] == "nobody")
    return identifiers[(identifiers["action"] == "keep") & ~waiting]


def names(register: Iterable[Mapping[str, str]] | None, common: Collection[str], locale: Locale) -> dict[str, str]:
    """Word -> kind: the words of registered names that would also be known with one letter wrong."""
    found = {}
    for text, forms in sorted(build(register, None, None, locale).forms.items()):
        for kind in sorted({form.kind for form in forms} & SHORTEST_SLIP.keys()):
            for word in re.findall(r"[^\W\d_]+", folded(text)):
                if len(word) >= SHORTEST_SLIP[kind] and not _is_word(word, common, locale):
                    found.setdefault(word, kind)
    return found


def ordinary(
    identifiers: pd.DataFrame, decisions: Iterable[Mapping[str, str]] | None, words: Collection[str], locale: Locale
) -> frozenset[str]:
    """The words that are no slip of a name, though one letter away from it.

    Those that the study writes small, those of the locale, given names, and those of what people decided to keep.
    identifiers, words: as for `terms`.
    """
    kept = [*let_through(identifiers)["text"]]
    kept += [row["text"] for row in decisions or [] if row["action"] == "keep"]
    lists = (locale.given_names, locale.openers, locale.ambiguous, locale.not_identifying, locale.titles)
    nouns = {noun.lower() for noun in locale.head_nouns}
    known = {word for text in kept for word in re.findall(r"[^\W\d_]+", folded(text))}
    return frozenset({*map(folded, words), *known, *nouns}.union(*lists))


def is_telling(term: str, words: Collection[str], locale: Locale) -> bool:
    """Whether a term can be told from ordinary text."""
    if UNSPACED.search(term):
        return len(term) > 1  # each sign of such a script is a word or a syllable
    if _letters(term) < SHORTEST:
        return False
    if re.fullmatch(r"[\W\d_]+", term):
        return _letters(term) >= LONG_NUMBER
    if " " in term or "@" in term:
        parts = re.findall(r"[\w'-]+", term)
        if len(parts) == 2:  # `no. 5`, `ward 9`: a short number and a word are found together anywhere
            parts = [part for part in parts if not part.isdigit() or len(part) >= LONG_NUMBER]
        return not all(_is_listed(part, words, locale) for part in parts)
    return not _is_word(term, words, locale)


def _is_initial_and_word(term: str, words: Collection[str], locale: Locale) -> bool:
    parts = re.findall(r"[\w'-]+", term)
    return any(len(part) == 1 for part in parts) and all(
        len(part) == 1 or _is_word(part, words, locale) for part in parts
    )


def _letters(term: str) -> int:
    return sum(map(str.isalnum, term))


def _is_word(term: str, words: Collection[str], locale: Locale) -> bool:
    """Whether a single word is an ordinary one: of the study, of the locale's lists, or of its dictionary."""
    known = term not in locale.given_names and dictionary.is_word(term, locale.dictionary)
    return _is_listed(term, words, locale) or (known and " " not in term)


def _is_listed(term: str, words: Collection[str], locale: Locale) -> bool:
    """Whether a word is one of the study, or of the locale's lists; the dictionary isn't asked of several words.

    Each word of `Elm Lane Hub` is an ordinary one; all of them together are hardly written by chance. The small words
    of the pages around the study's own are written there of nobody: `because`, where the sources are Dutch.
    """
    lists = (locale.openers, locale.ambiguous, locale.not_identifying, locale.titles, locale.small_acronyms)
    lists = (*lists, locales.load(PAGES).openers)
    return term in words or any(term in known for known in lists) or term.title() in locale.head_nouns
