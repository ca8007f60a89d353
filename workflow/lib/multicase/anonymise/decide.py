"""Decision: what becomes of each find. People's decisions first, then the register, then rules; else it is masked.

action: keep, pseudonymise, generalise, redact or mask. by: who settled it, `structure` (a speaker label), `register`,
`decision` (a row of decisions.csv), `rule` (a setting of config.yaml) or `nobody`, which waits for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from multicase.anonymise import locale
from multicase.anonymise.beyond import LAYERS as UNPROVEN
from multicase.anonymise.capitals import POSSESSIVE
from multicase.anonymise.detect import Settings
from multicase.anonymise.register import Register, fold

SEASONS = {12: "winter", 1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring"} | {
    6: "summer", 7: "summer", 8: "summer", 9: "autumn", 10: "autumn", 11: "autumn",
}  # fmt: skip
YEAR = r"(?:1[5-9]|20)\d{2}"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = (
    {word: number for number, word in enumerate(UNITS, 1)}
    | {word: number for number, word in enumerate(TEENS, 10)}
    | {word: number for number, word in zip(range(20, 100, 10), TENS, strict=True)}
    | {"hundred": 100}
)
DECADES = {13: "teens"} | {number: f"{word[:-1]}ies" for word, number in NUMBERS.items() if word in TENS}
# Where one band of ages ends and the next begins.
BANDS = (0, 13, 20, 30, 40, 50, 60, 70, 80, 90)
STAGES = (0, 20, 40, 60)


@dataclass(frozen=True)
class Verdict:
    """What becomes of a find. replacement is what stands in its place, brackets included; empty for `keep`."""

    action: str
    by: str
    replacement: str


class Decisions:
    """People's decisions, asked by string, kind and source; the narrowest scope wins."""

    def __init__(self, rows: Iterable[Mapping[str, str]] | None):
        self._rows: dict[tuple[str, str, str], Mapping[str, str]] = {}
        for row in rows or []:
            for kind in (row["kind"], ""):
                self._rows.setdefault((key(row["text"]), kind, row["scope"]), row)

    def about(self, text: str, kind: str, source_id: str, case_id: str) -> Mapping[str, str] | None:
        """The decision about a string of a kind; one about the same string as another kind, if there is no other.

        A decision about a name says nothing of a word in small letters that is no name: of Bishop, but of no bishop.
        """
        for wanted in (kind, ""):
            for scope in (f"source:{source_id}", f"case:{case_id}", "study"):
                row = self._rows.get((key(text), wanted, scope))
                if row and (wanted or row["text"][:1].islower() or not text[:1].islower()):
                    return row
        return None


def key(text: str) -> str:
    """A string as decisions are compared: without regard to case, blanks and a possessive ending."""
    return fold(re.sub(r"\s+", " ", POSSESSIVE.sub("", text.strip())))


def decide(find: Mapping[str, object], decisions: Decisions, register: Register, settings: Settings) -> Verdict:
    """The verdict on one find (a row of the contract `identifiers`)."""
    kind, text, entity = find["kind"], str(find["text"]), str(find["entity"])
    if find["layer"] == "structure":
        return Verdict("pseudonymise", "structure", f"[{entity}]")
    row = decisions.about(text, str(kind), str(find["source_id"]), str(find["case_id"]))
    if row is not None:
        return _decided(row, str(kind), register, settings)
    if entity and entity in register.replacements:
        return Verdict("pseudonymise", "register", f"[{vaguer(register.replacements[entity], settings.profile)}]")
    if find["layer"] == "wide":
        return Verdict("keep", "rule", "")
    if find["layer"] in {"cue", *UNPROVEN}:
        return Verdict("keep", "nobody", "")
    if kind == "date" and settings.dates != "mask":
        kept = settings.dates == "keep"
        return Verdict("keep", "rule", "") if kept else Verdict("generalise", "rule", DATES[settings.profile](text))
    if kind == "age" and settings.ages != "mask":
        kept = settings.ages == "keep"
        return Verdict("keep", "rule", "") if kept else Verdict("generalise", "rule", AGES[settings.profile](text))
    if kind == "quantity" and settings.quantities == "keep" and settings.profile == "internal":
        return Verdict("keep", "rule", "")
    return Verdict("mask", "nobody", placeholder(str(kind), settings.locale))


def vaguer(replacement: str, profile: str) -> str:
    """A replacement as the profile shows it: for publication without what tells one of its kind from another.

    `head teacher B, village school` becomes `head teacher`, `school A` becomes `school`.
    """
    if profile != "publication":
        return replacement
    return re.sub(r"(?:\s+(?:[A-Z]\d{0,2}|\d{1,2}))+$", "", replacement.split(",")[0].strip()) or replacement


def _decided(row: Mapping[str, str], kind: str, register: Register, settings: Settings) -> Verdict:
    if row["action"] == "keep":
        return Verdict("keep", "decision", "")
    replacement = row["replacement"] or register.replacements.get(row.get("entity") or "", "")
    shown = f"[{vaguer(replacement, settings.profile)}]" if replacement else placeholder(kind, settings.locale)
    return Verdict(row["action"], "decision", shown)


def placeholder(kind: str, words: str) -> str:
    """The typed mask of what nobody has decided about, such as `[person]`, in the words of a locale."""
    return f"[{locale.load(words).placeholders.get(kind, kind)}]"


def season(date: str) -> str:
    """A date made vaguer: `3rd of May 2014` becomes `[spring 2014]`; without a month, its year, or `[date]`."""
    year = re.search(YEAR, date)
    month = next((number for number, name in enumerate(MONTHS, 1) if re.search(rf"\b{name}", date, re.I)), None)
    if month is None and (numbers := re.fullmatch(r"\s*(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4})\s*", date)):
        month = int(numbers[2]) if 1 <= int(numbers[2]) <= 12 else None
        if year is None:
            year = re.search(r"\d{2}$", date.strip())
    if year is None:
        year = re.search(r"(?<=['’])\d{2}$", date.strip())
    told = [SEASONS[month]] if month else []
    if year:
        told.append(year[0] if len(year[0]) == 4 else f"20{year[0]}")
    return f"[{' '.join(told) or 'date'}]"


def band(age: str) -> str:
    """An age as a band of ten years, which reads well wherever it stands: `[80-89]` for `eighty-four`.

    A decade stays one: `[eighties]` for `late eighties`. Two ages become one wider band.
    """
    return _shown(age, BANDS)


def _shown(age: str, limits: tuple[int, ...]) -> str:
    words = re.findall(r"\d+(?:s\b)?|[a-z]+", age.lower())
    decades = [low for low, name in DECADES.items() if name in words or f"{low}s" in words]
    years = [int(word) if word.isdigit() else NUMBERS[word] for word in words if word.isdigit() or word in NUMBERS]
    if decades:
        stage = [name for low, name in DECADES.items() if _low(low, limits) == _low(decades[0], limits)]
        return f"[{_told(stage)}]"
    tens = [year for year in years if year >= 10]  # of `eighty-four` the eighty
    low = _low(min(tens or years or [0]), limits)
    high = next((limit for limit in limits if limit > max(tens or years or [0])), None)
    if high is None:
        return f"[{low} or over]"
    return f"[{low}-{high - 1}]" if low else f"[under {high}]"


def _low(years: int, limits: tuple[int, ...]) -> int:
    return max(limit for limit in limits if limit <= years)


def _told(names: Sequence[str]) -> str:
    """Decades that are shown as one: the one, two of them, or the first and what comes after."""
    return " or ".join(names) if len(names) < 3 else f"{names[0]} or over"


def year(date: str) -> str:
    """A date as its year alone: `3rd of May 2014` becomes `[2014]`; without one, `[date]`."""
    found = re.search(YEAR, season(date))
    return f"[{found[0]}]" if found else "[date]"


def stage_of_life(age: str) -> str:
    """An age as a band of twenty years, the last from sixty on."""
    return _shown(age, STAGES)


# What a date and an age become in each profile: the same decisions, more and more general.
DATES = {"internal": season, "deposit": year, "publication": lambda date: "[date]"}
AGES = {"internal": band, "deposit": band, "publication": stage_of_life}
