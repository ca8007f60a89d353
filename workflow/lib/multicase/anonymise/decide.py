"""Decision: what becomes of each find. People's decisions first, then the register, then rules; else it is masked.

action: keep, pseudonymise, generalise, redact or mask. by: who settled it, `structure` (a speaker label), `register`,
`decision` (a row of decisions.csv), `rule` (a setting of config.yaml) or `nobody`, which waits for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from multicase.anonymise.capitals import POSSESSIVE
from multicase.anonymise.detect import Settings
from multicase.anonymise.register import Register, fold

PLACEHOLDER = {
    "other": "name",
    "nhs_number": "NHS number",
    "url": "web address",
    "email": "e-mail address",
    "phone": "telephone number",
}
SEASONS = {12: "winter", 1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring"} | {
    6: "summer", 7: "summer", 8: "summer", 9: "autumn", 10: "autumn", 11: "autumn",
}  # fmt: skip
YEAR = r"(?:1[5-9]|20)\d{2}"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS = {
    "ten": 10,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
DECADES = {
    20: "twenties",
    30: "thirties",
    40: "forties",
    50: "fifties",
    60: "sixties",
    70: "seventies",
    80: "eighties",
    90: "nineties",
}


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
    if find["layer"] in {"cue", "model"}:
        return Verdict("keep", "nobody", "")
    if kind == "date" and settings.dates != "mask":
        kept = settings.dates == "keep"
        return Verdict("keep", "rule", "") if kept else Verdict("generalise", "rule", DATES[settings.profile](text))
    if kind == "age" and settings.ages != "mask":
        kept = settings.ages == "keep"
        return Verdict("keep", "rule", "") if kept else Verdict("generalise", "rule", AGES[settings.profile](text))
    if kind == "quantity" and settings.quantities == "keep" and settings.profile == "internal":
        return Verdict("keep", "rule", "")
    return Verdict("mask", "nobody", placeholder(str(kind)))


def vaguer(replacement: str, profile: str) -> str:
    """A replacement as the profile shows it: for publication without what tells one of its kind from another.

    `GP partner B, village practice` becomes `GP partner`, `CCG A` becomes `CCG`.
    """
    if profile != "publication":
        return replacement
    return re.sub(r"(?:\s+(?:[A-Z]\d{0,2}|\d{1,2}))+$", "", replacement.split(",")[0].strip()) or replacement


def _decided(row: Mapping[str, str], kind: str, register: Register, settings: Settings) -> Verdict:
    if row["action"] == "keep":
        return Verdict("keep", "decision", "")
    replacement = row["replacement"] or register.replacements.get(row.get("entity") or "", "")
    shown = f"[{vaguer(replacement, settings.profile)}]" if replacement else placeholder(kind)
    return Verdict(row["action"], "decision", shown)


def placeholder(kind: str) -> str:
    """The typed mask of what nobody has decided about, such as `[person]`."""
    return f"[{PLACEHOLDER.get(kind, kind)}]"


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
    """An age as a band of ten years: `eighty-four` becomes `[in their eighties]`."""
    words = re.split(r"[- ]", age.lower())
    years = int(age) if age.isdigit() else next((NUMBERS[word] for word in words if word in NUMBERS), 0)
    if years >= 90:
        return "[over ninety]"
    decade = years // 10 * 10
    if decade in DECADES:
        return f"[in their {DECADES[decade]}]"
    return "[in their teens]" if "teen" in age.lower() or 10 <= years < 20 else "[a child's age]"


def year(date: str) -> str:
    """A date as its year alone: `3rd of May 2014` becomes `[2014]`; without one, `[date]`."""
    found = re.search(YEAR, season(date))
    return f"[{found[0]}]" if found else "[date]"


def stage_of_life(age: str) -> str:
    """An age as a stage of life: `[child]`, `[adult]` or, from sixty on, `[older adult]`."""
    shown = band(age)
    if "child" in shown or "teens" in shown:
        return "[child]"
    return (
        "[older adult]" if any(word in shown for word in ("sixties", "seventies", "eighties", "ninety")) else "[adult]"
    )


# What a date and an age become in each profile: the same decisions, more and more general.
DATES = {"internal": season, "deposit": year, "publication": lambda date: "[date]"}
AGES = {"internal": band, "deposit": band, "publication": stage_of_life}
