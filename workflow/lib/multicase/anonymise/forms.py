"""The forms of a name: all the ways in which an entity that is known may stand in a text.

The register, the leak scan and the reading of anonymised texts look for these and no others; misspellings of their
words are the fuzzy layer's. Letters of either case, blanks, line ends and marks that can't be seen make no other form:
those are looked through (`plain`, `fold`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from multicase.anonymise.locale import Locale
from multicase.study.files import split

# What belongs to the surname after it.
PARTICLES = frozenset(
    {"van", "der", "den", "ter", "von", "zu", "de", "del", "della", "di", "da", "dos", "du", "la", "las", "los", "le"}
    | {"bin", "ibn", "al", "el", "ap", "ab", "ferch", "ni", "nic"}
)
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def of_entity(row: Mapping[str, str], locale: Locale) -> Iterator[tuple[str, str]]:
    """The forms of a registered entity (a row of register.csv), each with the rule that makes it."""
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
    while names and names[0].lower() in (locale.openers | locale.qualifiers) - locale.ambiguous:
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
        yield f"{names[0]}{surname}".replace(" ", ""), "glued"
        yield f"{names[0][0]}{surname}".replace(" ", ""), "user_name"
        if " " in surname:
            yield surname.replace(" ", ""), "glued"
        yield f"{surname}, {names[0]}", "name"
        yield f"{surname}, {names[0][0]}.", "initials"
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


def name_words(name: str, locale: Locale) -> Iterator[str]:
    """The words of a person's name, in small letters, without titles, particles and what is too short."""
    small, as_written = _beside_names(locale)
    for word in WORD.findall(name):
        lower = word.lower().replace("’", "'").removesuffix("'s")
        if len(lower) > 2 and lower not in small and word not in as_written:
            yield lower


@cache
def _beside_names(locale: Locale) -> tuple[frozenset[str], frozenset[str]]:
    """What stands at names and is none: in small letters, and as it is written."""
    small = locale.titles | PARTICLES | locale.weekdays | locale.qualifiers
    return frozenset(small), frozenset(locale.before_titles | locale.post_nominals)


def spellings(form: str) -> set[str]:
    """A folded form as it is, without its accents, and without its apostrophes: `josé`, `jose`; `o'brien`, `obrien`."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", form) if not unicodedata.combining(char))
    return {spelled for one in (form, plain) for spelled in (one, one.replace("'", ""), one.replace("o'", "o "))}


def folded(text: str) -> str:
    return fold(re.sub(r"\s+", " ", text.strip()))


def fold(text: str) -> str:
    """Lower case with plain apostrophes, of the same length, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.replace("’", "'").replace("\u02bc", "'").replace("\u00a0", " ").replace("\n", " ")
