"""Decision: what becomes of each find. The register first, then accepted pseudonyms, people's decisions, and rules.

What none of them settles is masked. What contradicts what comes before it is refused before a build (`study`).

action: keep, pseudonymise, generalise, redact or mask. by: who settled it, `structure` (a speaker label), `register`,
`decision` (a row of decisions.csv), `rule` (a setting of config.yaml) or `nobody`, which waits for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from multicase import centuries
from multicase.anonymise import locale as locales
from multicase.anonymise import telephones, terms
from multicase.anonymise.beyond import LAYERS as UNPROVEN
from multicase.anonymise.capitals import POSSESSIVE
from multicase.anonymise.detect import Settings
from multicase.anonymise.forms import fold
from multicase.anonymise.learned import LAYER as LEARNED
from multicase.anonymise.locale import Locale
from multicase.anonymise.register import Register, outcome
from multicase.anonymise.span import BROKEN

YEAR = r"(?:1[5-9]|20)\d{2}"
# Kinds of which one string may be either: what is kept as one is kept as another. `June`, kept for it is no person, is
# still a month.
MIXED = frozenset({"person", "organisation", "place", "other"})
MEASURED = frozenset({"date", "age", "quantity"})  # what nobody is called, whoever bears the name of a month
UNCLEAR = "unclear"  # the kind of what may be a name or a word at its place
# What of the wide layer only a few share: found and masked in what is deposited, too.
TELLING = frozenset({"attribute", "post"})
TIME_OF_DAY = "time_of_day"  # the rule of what points to nobody in any combination
LETTERS = "letters"  # the rule of letters that are somebody's initials, or else an illness or a post (`MS`, `MP`)
BORN = "date_of_birth"  # the rule of dates that are told to be somebody's birth
# Where one band of ages ends and the next begins.
BANDS = (0, 13, 20, 30, 40, 50, 60, 70, 80, 90)
STAGES = (0, 20, 40, 60)
HUNDRED = 100


@dataclass(frozen=True)
class Verdict:
    """What becomes of a find. replacement is what stands in its place, brackets included; empty for `keep`."""

    action: str
    by: str
    replacement: str


class Decisions:
    """People's decisions, asked by string, kind and source; the narrowest scope wins."""

    def __init__(self, rows: Iterable[Mapping[str, str]] | None):
        self._rows: dict[tuple[str, str], list[Mapping[str, str]]] = {}
        for row in rows or []:
            self._rows.setdefault((key(row["text"]), row["scope"]), []).append(row)

    def about(self, text: str, kind: str, source_id: str, case_id: str) -> Mapping[str, str] | None:
        """The decision about a string of a kind; one about the same string as another kind, if there is no other.

        Of those that keep it only one as another kind of name, of a name; of those that say what stands for it none of
        a name for a date, an age or a sum, nor the other way round; and none where it was decided one way as one kind
        and otherwise as another. A decision about a name says nothing of a word in small letters that is no name:
        of Bishop, but of no bishop. What is decided about the places at which a string may be a word says nothing of
        those where it is a name; what is kept where it looks like a name is kept in small letters too.
        """
        scopes = (f"source:{source_id}", f"case:{case_id}", "study")
        narrowest: dict[str, Mapping[str, str]] = {}
        for row in (row for scope in scopes for row in self._rows.get((key(text), scope), ())):
            narrowest.setdefault(row["kind"], row)
        if kind in narrowest:
            return narrowest[kind]
        if kind == UNCLEAR:
            kept = [row for row in narrowest.values() if row["action"] == "keep" and row["kind"] in MIXED]
            return kept[0] if text[:1].islower() and kept and len(kept) == len(narrowest) else None
        like = [row for of, row in narrowest.items() if of != UNCLEAR and _holds_for(row, text, kind)]
        return like[0] if len(set(map(outcome, like))) == 1 else None


def _holds_for(row: Mapping[str, str], text: str, kind: str) -> bool:
    """Whether a decision about a string as one kind holds for it as another: `May`, who is the sister, is a month."""
    is_word = text[:1].islower() and not row["text"][:1].islower()
    if row["action"] == "keep":
        return not is_word and {kind, row["kind"]} <= MIXED
    stands_for_one = bool(row["replacement"] or row.get("entity"))
    return not is_word and not (stands_for_one and len({kind, row["kind"]} & MEASURED) == 1)


def key(text: str) -> str:
    """A string as decisions are compared: without regard to case, blanks and a possessive ending."""
    return fold(re.sub(r"\s+", " ", POSSESSIVE.sub("", text.strip())))


def decide(find: Mapping[str, object], decisions: Decisions, register: Register, settings: Settings) -> Verdict:
    """The verdict on one find (a row of the contract `identifiers`)."""
    kind, text, entity = find["kind"], str(find["text"]), str(find["entity"])
    rule_id = str(find.get("rule_id", ""))
    if find["layer"] == "structure":
        return Verdict("pseudonymise", "structure", f"[{entity}]")
    if entity in register.speakers:
        return Verdict("pseudonymise", "structure", f"[{entity}]")
    if entity and entity in register.replacements:
        return Verdict("pseudonymise", "register", f"[{vaguer(register.replacements[entity], settings.profile)}]")
    row = decisions.about(text, str(kind), str(find["source_id"]), str(find["case_id"]))
    if row is not None:
        return _decided(row, find, register, settings)
    if find["layer"] == "wide":
        return _of_many(str(kind), text, rule_id, settings)
    if find["layer"] == LEARNED and telephones.is_long(text, _dates(settings)):  # whatever kind it sees in them
        return Verdict("mask", "nobody", placeholder("code", settings.locale))
    if find["layer"] in {"cue", *UNPROVEN} and not (rule_id == LETTERS and settings.profile == "publication"):
        return Verdict("keep", "nobody", "")
    if (kind == "date" and settings.dates == "keep") or (kind == "age" and settings.ages == "keep"):
        return Verdict("keep", "rule", "")
    words = locales.load(settings.locale)
    if kind == "date" and settings.dates != "mask":
        born = rule_id == BORN
        return Verdict("generalise", "rule", DATES[settings.profile](text, words, born))
    if kind == "age" and settings.ages != "mask" and rule_id != BROKEN:
        return Verdict("generalise", "rule", AGES[settings.profile](text, words))
    if kind == "quantity" and settings.quantities == "keep" and settings.profile == "internal":
        return Verdict("keep", "rule", "")
    return Verdict("mask", "nobody", placeholder(str(kind), settings.locale))


def _dates(settings: Settings) -> re.Pattern[str]:
    return terms.compiled(telephones.DATES, locales.load(settings.locale))


def _of_many(kind: str, text: str, rule_id: str, settings: Settings) -> Verdict:
    """The verdict on what many share (layer wide), which points to nobody alone and to somebody in combination."""
    if (
        settings.profile == "internal"
        or rule_id == TIME_OF_DAY
        or (settings.profile == "deposit" and rule_id not in TELLING)
    ):
        return Verdict("keep", "rule", "")
    words = locales.load(settings.locale)
    dated = kind == "date"
    shown = DATES[settings.profile](text, words, False) if dated else placeholder(kind, settings.locale, rule_id)
    return Verdict("generalise", "rule", shown)


def vaguer(replacement: str, profile: str) -> str:
    """A replacement as the profile shows it: for publication without what tells one of its kind from another.

    `head teacher B, village school` becomes `head teacher`, `school A` becomes `school`. Brackets that people write
    round it are those that it gets anyway.
    """
    replacement = re.sub(r"^\[([^\[\]]+)\]$", r"\1", replacement.strip())
    if profile != "publication":
        return replacement
    return re.sub(r"(?:\s+(?:[A-Z]\d{0,2}|\d{1,2}))+$", "", replacement.split(",")[0].strip()) or replacement


def _decided(row: Mapping[str, str], find: Mapping[str, object], register: Register, settings: Settings) -> Verdict:
    kind, words = str(find["kind"]), locales.load(settings.locale)
    if row["action"] == "keep":
        return Verdict("keep", "decision", "")
    replacement = row["replacement"] or register.replacements.get(row.get("entity") or "", "")
    if replacement:
        shown = f"[{vaguer(replacement, settings.profile)}]"
    elif row["action"] == "generalise" and kind == "date":
        shown = DATES[settings.profile](row["text"], words, find.get("rule_id") == BORN)
    elif row["action"] == "generalise" and kind == "age":
        shown = AGES[settings.profile](row["text"], words)
    else:
        shown = placeholder(kind, settings.locale)
    return Verdict(row["action"], "decision", shown)


def placeholder(kind: str, words: str, rule_id: str = "") -> str:
    """The typed mask of what nobody has decided about, such as `[person]`, in the words of a locale.

    rule_id: what found it, where the locale has a word of its own for that.
    """
    shown = locales.load(words).placeholders
    return f"[{shown.get(rule_id) or shown.get(kind, kind)}]"


def season(date: str, words: Locale, born: bool = False) -> str:
    """A date made vaguer: `3rd of May 2014` becomes `[spring 2014]`; without a month, its year, or `[date]`.

    Of several months the first and the last are shown: `[spring–autumn 2014]`, `[autumn 2014 – spring 2015]`. born: it
    is of a birth, so that a year of two digits lies in the past.
    """
    months, years = _months(date, words), _years_of(date, words, born)
    if not months:
        return year(date, words, born)
    seasons = [words.seasons[month - 1] for month in (months[0], months[-1])]
    if len(set(years)) > 1:
        return f"[{seasons[0]} {years[0]} – {seasons[1]} {years[1]}]"
    return f"[{' '.join(['–'.join(dict.fromkeys(seasons)), *years[:1]])}]"


def _years_of(date: str, words: Locale, born: bool) -> list[str]:
    """The years of a date's first and last month; [] without one. November to March 2015 begins in 2014."""
    last, told = _year(date, words, born), re.findall(YEAR, date)
    if not last or len(told) > 1:
        return [told[0], told[-1]] if told else []
    return [str(int(last) - _is_over_new_year(date, words)), last]


def _is_over_new_year(date: str, words: Locale) -> bool:
    """Whether a date runs from a month to an earlier one: of `June and March 2015` nobody knows another year."""
    named = _named_months(date, words)
    if not named or named[0][0] <= named[-1][0]:
        return False
    signs = [r"(?<!\d)[–-]", r"[–-](?!\d)", *(rf"\b{word}\b" for word in words.terms.get("through", ()))]
    return bool(re.search("|".join(signs), date[named[0][1].end() : named[-1][1].start()], re.I))


def _months(date: str, words: Locale) -> list[int]:
    """The numbers of a date's months, in the order of the text.

    Of two numbers the one that the locale's dates have there, unless it is too large. Of several before a year that
    are no date by themselves (`Tue 03/04/2015`, `3/4-6/2015`) the last, or where months come first, the first.
    """
    if named := _named_months(date, words):
        return [number for number, _ in named]
    is_month_first = words.first_in_dates == "month"
    parts = _parts(date)[:2]
    months = [int(part) for part in (parts if is_month_first else parts[::-1]) if len(part) < 3 and _is_month(part)]
    if months:
        return months[:1]
    told = [re.findall(r"\d+", before) for before in re.findall(rf"(?<!\d)((?:\d\d?[/.-])+){YEAR}", date)]
    return [int(part) for of in told for part in list(filter(_is_month, of if is_month_first else of[-1:]))[:1]]


def _is_month(number: str) -> bool:
    return 1 <= int(number) <= 12


def _named_months(date: str, words: Locale) -> list[tuple[int, re.Match[str]]]:
    """The months that a date names, in the order of the text: their numbers, and where they begin."""
    stems = "|".join(f"({stem})" for stem in words.month_stems)
    return [(found.lastindex or 0, found) for found in re.finditer(rf"(?<![^\W\d_])(?:{stems})", date, re.I)]


def _parts(date: str) -> list[str]:
    """Day, month and year of a date in numbers, in the order in which they stand; [] of any other."""
    day = re.sub(r"(?<=\d)T\d.*", "", date.strip())  # without the time
    if whole := re.fullmatch(r"(\d\d)(\d\d)(\d{4}|\d\d)", day):
        return list(whole.groups())
    parts = re.split(r"[ ]?[ /.–-][ ]?['’]?", day)
    return parts if len(parts) == 3 and all(part.isdecimal() for part in parts) else []


def _year(date: str, words: Locale, born: bool) -> str:
    """The year of a date, with its century; empty without one."""
    parts = _parts(date)
    if parts:
        told = next((part for part in parts if len(part) == 4), parts[2])
    else:
        found = re.search(YEAR, date) or re.search(r"(?<=['’])\d{2}$", date.strip())
        found = found or (re.search(r"(?<=\D)\d{2}$", date.strip()) if born else _short_year(date, words))
        told = found[0] if found else ""
    return str(centuries.year(int(told), born)) if len(told) == 2 else told


def _short_year(date: str, words: Locale) -> re.Match[str] | None:
    """The two digits behind a date's month: the year of `05 Nov 17` and `Nov-17`, no day of `January 5 and 12`."""
    for _, month in _named_months(date, words)[-1:]:
        behind = date[month.end() :].strip()
        told = re.search(r"\d", date[: month.start()]) or "-" in behind
        if told and re.fullmatch(r"\D*\d\d", behind):
            return re.search(r"\d\d$", behind)
    return None


def band(age: str, words: Locale) -> str:
    """An age as a band of ten years, which reads well wherever it stands: `[80-89]` for `eighty-four`.

    A decade stays one: `[eighties]` for `late eighties`. Two ages become one wider band. Without a number
    that can be read, it is `[age]`.
    """
    return _shown(age, words, BANDS)


def _shown(age: str, words: Locale, limits: tuple[int, ...]) -> str:
    told = re.findall(r"\d+(?:s\b)?|[^\W\d_]+", age.lower())
    decades = [low for low, name in words.decades.items() if name in told or f"{low}s" in told]
    years = _years(age, words)
    if decades:
        stage = [name for low, name in words.decades.items() if _low(low, limits) == _low(decades[0], limits)]
        return f"[{_told(stage, words)}]"
    if not years:
        return f"[{words.placeholders.get('age', 'age')}]"
    low = _low(min(years), limits)
    high = next((limit for limit in limits if limit > max(years)), None)
    if high is None:
        return f"[{words.ranges['over'].format(low)}]"
    return f"[{low}-{high - 1}]" if low else f"[{words.ranges['under'].format(high)}]"


def _years(age: str, words: Locale) -> list[int]:
    """The ages that a find tells, in years: `eighty-four` is one, and so are `a hundred and two` and `18 months`."""
    ages: list[int] = []
    room = ones = 0  # below what a number told in words still belongs to the last one; the last one, if below ten
    told = re.findall(r"\d+|[^\W\d_]+|[^\w\s-]", age.lower())
    for word in told:
        number = int(word) if word.isdecimal() else words.numbers.get(word)
        if number is None:
            room = room if room == HUNDRED and word.isalpha() else 0  # `and` in `a hundred and two`
        elif number == HUNDRED and not word.isdigit():
            ages, room = [*(ages[:-1] if ones else ages), (ones or 1) * HUNDRED], HUNDRED
        elif number < room and not word.isdigit():
            ages[-1], room = ages[-1] + number, number and 10 * (number % 10 == 0)
        else:
            ages, room = [*ages, number], 10 * (number % 10 == 0 and number > 10 and not word.isdigit())
        ones = number if number and number < 10 else 0
    parts = next((words.parts_of_a_year[word] for word in told if word in words.parts_of_a_year), 1)
    return [number // parts for number in ages]


def _low(years: int, limits: tuple[int, ...]) -> int:
    return max(limit for limit in limits if limit <= years)


def _told(names: Sequence[str], words: Locale) -> str:
    """Decades that are shown as one: the one, two of them, or the first and what comes after."""
    if len(names) == 1:
        return names[0]
    return words.ranges["either"].format(*names) if len(names) == 2 else words.ranges["over"].format(names[0])


def year(date: str, words: Locale, born: bool = False) -> str:
    """A date as its year alone: `3rd of May 2014` becomes `[2014]`; without one, `[date]`."""
    years = dict.fromkeys(_years_of(date, words, born))
    return f"[{'–'.join(years)}]" if years else no_date(date, words)


def no_date(date: str, words: Locale, born: bool = False) -> str:
    """What stands in the place of any date: `[date]`."""
    return f"[{words.placeholders.get('date', 'date')}]"


def stage_of_life(age: str, words: Locale) -> str:
    """An age as a band of twenty years, the last from sixty on."""
    return _shown(age, words, STAGES)


# What a date and an age become in each profile: the same decisions, more and more general.
DATES = {"internal": season, "deposit": year, "publication": no_date}
AGES = {"internal": band, "deposit": band, "publication": stage_of_life}
RULED = frozenset({"date", "age"})  # what a decision to generalise needs no replacement for
