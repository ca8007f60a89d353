"""Layer 2, patterns: what its form gives away, checked where a check digit allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from multicase.anonymise.locale import Locale
from multicase.anonymise.span import Span

ONES = "one|two|three|four|five|six|seven|eight|nine"
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    "fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
# What a number counts when it is no age.
COUNTED = (
    "per|%|pounds|patients|minutes|hours|days|weeks|months|years|people|practices|miles|thousand|hundred|million|times"
)
# What points to nobody by itself, with the kind it is of: found, and kept unless a person decides otherwise.
WIDE = {"year": "date", "time": "date", "duration": "quantity"}
DOMAINS = r"nhs\.uk|co\.uk|org\.uk|ac\.uk|gov\.uk|com|org|net"
SEASON = (
    "(?:(?:the )?(?:early |late |mid-)?(?:spring|summer|autumn|winter)(?: of)?)|Christmas(?: Eve| Day)?|Easter|Ramadan|"
    "(?:the )?(?:end|beginning|middle) of"
)
SMALL_NUMBER = rf"(?:(?:{TENS})(?:[- ](?:{ONES}))?|{TEENS}|{ONES}|\d{{1,4}})"
WORDS_NUMBER = rf"(?:(?:{ONES}|{TEENS}|{TENS}|a|hundred|thousand|million|and)[- ]?)+"
FIGURES = r"\d[\d,. ]*\d|\d"
PERIOD = "second|minute|hour|day|night|week|fortnight|month|year|decade|hr|min|sec|yr"
UNITS = (
    "kilomet(?:re|er)s?|met(?:re|er)s?|centimet(?:re|er)s?|millimet(?:re|er)s?|miles?|yards?|feet|acres?|hectares?|"
    "kilogram(?:me)?s?|kilos?|gram(?:me)?s?|tonnes?|tons?|litres?|liters?|stone|km|kg|cm|mm|sq ?m|"
    "(?:square|cubic) (?:met(?:re|er)s?|kilomet(?:re|er)s?|feet|miles?)"
)
MONEY = (
    "pounds?(?: sterling)?|pence|euros?|dollars?|cents?|francs?|crowns?|kron(?:er|or|ur)|kor?una?s?|marks?|lire|liras?|"
    "z[lł]oty(?:s|ch)?|roubles?|rubles?|hryvnias?|levs?|leva|lei|forints?|drachmas?|rupees?|yen|dinars?|kunas?|schillings?|pesetas?|escudos?|guilders?"
)
ISO_MONEY = (
    "EUR|GBP|USD|CHF|FRF|DEM|ITL|ATS|BEF|NLG|ESP|PTE|GRD|FIM|IEP|SEK|NOK|DKK|ISK|PLN|PLZ|CZK|SKK|HUF|ROL|RON|BGN|BGL|HRK|RSD|SIT|"
    "RUB|RUR|UAH|UAK|TRL|TRY|MDL|GEL|AMD|AZN|LVL|LTL|EEK|MKD|ALL|BAM|CYP|MTL|CAD|AUD|NZD|JPY|CNY|INR|PKR|ZAR|ECU"
)
NUMBER = rf"(?:(?:{TENS})(?:[- ](?:{ONES}))?|{TEENS}|{ONES}|\d{{1,3}})"
AGES = rf"(?:(?:{TENS})(?:[- ](?:{ONES}))?|{TEENS}|\d{{2,3}})"
ADULT = rf"(?:(?:{TENS})(?:-(?:{ONES}))?|(?:thir|four|fif|six|seven|eigh|nine)teen|1[3-9]|[2-9]\d)"
KIN = (
    "mum|dad|mam|mother|father|wife|husband|nan|gran|grandad|grandmother|grandfather|son|daughter|lad|lass|boy|girl|baby"
    "|brother|sister|uncle|aunt|auntie|niece|nephew|cousin|grandson|granddaughter|neighbour|widow|widower"
)
WHO = f"he|she|i|who|{KIN}"
NEARLY = "(?:now|only|just|about|all of|then|nearly|almost|over|going on|getting on for|nigh on|coming up|well)"
AFTER = "and|when|then|now|at the time|this|next|in|come|but|with|if|last|i|he|she|we"
SOMEBODY = f"man|woman|lady|gentleman|bloke|chap|child|patient|farmer|nurse|{KIN}"
# What a number goes with that is no name.
NUMBERED = (
    "Articles?|Rules?|Regulations?|Sections?|Paragraphs?|Items?|Notes?|Tables?|Figures?|Protocols?|Chapters?|Parts?|Annex"
    "|Appendix|Schedule|Page|Volume|Act|No|Vol|Issue|Grade|Band|Room"
)


@dataclass(frozen=True)
class Pattern:
    """A named pattern of a kind; only its group `it` (`or`, `else`), if it has one, is the identifier."""

    rule_id: str
    kind: str
    regex: re.Pattern[str]
    needs: str = ""  # a character without which the pattern can't match; spares most texts the search
    check: Callable[[str], bool] | None = None  # of all that matched
    near: str = ""  # what it needs close by, one of NEAR: it is looked for only there
    at_numbers: bool = False  # it begins with a number, in digits or words, and is tried only there


DOMAIN = re.compile(r"\.(?:nhs|co|org|ac|gov|com|net)\b", re.I)
DECADE = re.compile(r"(?:enties|irties|orties|ifties|ixties|ighties|ineties|teens|\b[2-9]0s)\b")
DIGIT = re.compile(r"\d+")
MARGIN = 64  # characters around what a pattern needs
AROUND_NUMBER = (40, 32)  # what tells an age stands before it


def _either(words: str) -> str:
    """Words with a small or a capital first letter: far quicker to search than without regard to case."""
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words.split("|"))


# Where a number stands, alone or as part of one: one search of the text instead of one for each pattern.
AT_NUMBER = re.compile(
    rf"(?<![\w£€$.,])(?=[\dabceflmnostaBCEFLMNOSTA])(?:(?:[Aa]bout|[Oo]ver|[Aa]lmost|[Nn]early|[Aa]pproximately"
    rf"|[Mm]ore than|[Ll]ess than|[Aa]t least) )?"
    rf"(?=\d|(?:{_either(ONES)}|{_either(TENS)}|{_either(TEENS)}|[Aa] hundred|[Aa] thousand)\b)"
)


def nhs_number(text: str) -> bool:
    """Whether ten digits are an NHS number: modulus 11, as the NHS Data Dictionary gives it."""
    digits = [int(char) for char in text if char.isdigit()]
    if len(digits) != 10:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[9] and check != 10


@cache
def _months(locale: Locale) -> re.Pattern[str]:
    return re.compile("|".join(sorted({name[:3] for name in locale.months})))


@cache
def patterns(locale: Locale) -> tuple[Pattern, ...]:
    """Patterns of all, those of the United Kingdom, and the locale's own; with the locale's names of months."""
    own = tuple(Pattern(name, kind, re.compile(regex)) for name, kind, regex in locale.patterns)
    return (*own, *_common(locale))


def _common(locale: Locale) -> tuple[Pattern, ...]:
    return (*_codes(locale), *_dates(locale), *_ages(locale), *_quantities())


def _month(locale: Locale) -> str:
    # A full stop belongs to a month only where the date goes on: else it ends a sentence.
    return "(?:" + "|".join(sorted(locale.months, key=len, reverse=True)) + r")(?:\.(?=,?[ \u00a0]?\d))?"


def _weekday(locale: Locale) -> str:
    return "(?:" + "|".join(locale.weekdays) + ")"


def _codes(locale: Locale) -> tuple[Pattern, ...]:
    """Addresses, numbers and references."""
    month = _month(locale)
    return (
        Pattern("email", "email", re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "@"),
        Pattern("url", "url", re.compile(r"\bhttps?://[^\s<>\"”)\]]+[^\s<>\"”)\].,;:!?]", re.I), "://"),
        Pattern("url", "url", re.compile(r"(?<!/)\bwww\.[^\s<>\"”)\]]+[^\s<>\"”)\].,;:!?]", re.I), "www."),
        Pattern(
            "nhs_number",
            "nhs_number",
            re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])"),
            "",
            nhs_number,
            near="digit",
        ),
        Pattern(
            "nhs_number_told",
            "nhs_number",
            re.compile(r"\bNHS (?:no|number|num)\b[.:]{0,2} ?(?P<it>\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)", re.I),
            near="digit",
        ),
        Pattern("phone_abroad", "phone", re.compile(r"(?<!\w)\(\d{3}\) ?\d{3}[-.]\d{4}(?!\w)"), near="digit"),
        Pattern("social_security", "code", re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"), near="digit"),
        Pattern(
            "phone",
            "phone",
            re.compile(r"(?<![\w/])(?:\+44 ?(?:\(0\) ?)?|\(?0)\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?!\w)"),
            near="digit",
        ),
        Pattern(
            "ni_number",
            "code",
            re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
            near="digit",
        ),
        Pattern(
            "postcode",
            "place",
            re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?(?!\d(?:st|nd|rd|th)\b)\d[ABD-HJLNP-UW-Z]{2}\b", re.I),
            near="digit",
        ),
        Pattern("handle", "url", re.compile(r"(?<![\w.])@[A-Za-z_]\w{2,}"), "@"),
        Pattern(
            "domain",
            "url",
            re.compile(rf"(?<![\w.@-])(?:[\w-]+\.)+(?:{DOMAINS})\b(?:/[\w/%?=&.-]*\w)?", re.I),
            near="domain",
        ),
        Pattern(
            "pin",
            "code",
            re.compile(r"\b(?:GMC|NMC|PIN)(?: (?:number|no\.?))?:? (?P<it>\d{7}|\d{2}[A-Z]\d{4}[A-Z])\b"),
            near="digit",
        ),
        Pattern(
            "reference",
            "code",
            re.compile(r"\b(?=[A-Z/-]*\d)[A-Z]{2,}[/-]?(?:\d{3,}|[A-Z\d]*\d[/-][\w/-]*\d)\w*(?:/\w+)*\b"),
            near="digit",
        ),
        Pattern(
            "number_of_a_file",
            "code",
            re.compile(
                r"\b(?:[Nn](?:o|os|r|umbers?)|[Rr]ef(?:erence)?)[.:]{0,2}[ \u00a0]"
                r"(?P<it>(?:[A-Z][\w.]{0,4}[ -]?)?\d[\w.]*(?:[/-]\w+)+"
                r"(?:(?:,| and|, and) \d[\w.]*(?:[/-]\w+)+)*|(?:[A-Z]{1,4}[ .-]{0,2}){1,2}\d+(?:/\d+)*"
                r"|(?:[A-Z]{1,5}[/ .-]){1,3}\d{3,}(?:[/-]\w+)*|\d{4,})"
            ),
            near="digit",
        ),
        Pattern(
            "docket",
            "code",
            re.compile(
                rf"\b(?:[IVX]{{1,5}}|\d{{1,2}}) (?!{month})[A-Z][A-Za-z]{{0,4}}\.?(?: [a-z]{{1,3}})?"
                r" \d{1,6}/\d{2,4}\b(?!/)"
            ),
            needs="/",
            near="digit",
        ),
        Pattern(
            "plate",
            "code",
            re.compile(r"\b(?=[\w-]*\d)[A-Z]{1,3}[- ]?\d{2,4}[- ][A-Z]{2,3}\b"),
            near="digit",
        ),
    )


def _dates(locale: Locale) -> tuple[Pattern, ...]:
    month, weekday = _month(locale), _weekday(locale)
    full_month = "(?:" + "|".join(name for name in locale.months if len(name) > 3 or name == "May") + ")"
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    words_day = f"(?:{_either(ORDINALS)})"
    year = r"(?:1[5-9]|20)\d{2}"  # in a date
    recent = r"(?:19|20)\d{2}"  # by itself: before 1900, a number needs more to be a year
    return (
        Pattern(
            "date_full",
            "date",
            re.compile(
                rf"\b(?:{weekday},? )?(?:{day}(?: ?(?:-|–|,|to|and|or|until) ?{day})*"
                rf"|{words_day})(?: day)?(?: of)?[ \u00a0]{month}"
                rf"(?:,?[ \u00a0]{year}|,? ['’]\d{{2}})?(?!\w)"
            ),
            near="month",
        ),
        Pattern(
            "date_month_day",
            "date",
            re.compile(rf"\b{month} (?:the )?(?!(?:19|20)\d\d){day}(?: (?:and|to) {day})*(?:,? {year})?\b(?! *%)"),
            near="month",
        ),
        Pattern(
            "date_month_year",
            "date",
            re.compile(
                rf"\b(?:{month}(?: ?(?:to|and|or|-|–|/) ?))?{month},?(?: of)?[ \u00a0](?:{year}\b|['’]\d{{2}}\b)"
            ),
            near="month",
        ),
        Pattern(
            "month",
            "date",
            re.compile(
                rf"\b(?:in|by|since|until|till|last|next|this|from|during|early|late|mid|of|before|after|every"
                rf"|each|end of|to|and|between)"
                rf"[ -](?P<it>{full_month})(?: (?:and|to|or) {full_month})?\b(?!['’]s? [a-z]|-[A-Z])"
            ),
            near="month",
        ),
        Pattern(
            "ordinal_day",
            "date",
            re.compile(
                r"\bthe (?P<it>\d{1,2}(?:st|nd|rd|th))(?: of the month)?(?=[,.;:?!)\n]| (?:and|at|when|we|I|he"
                r"|she|they|was|to)\b)"
            ),
            near="digit",
        ),
        Pattern(
            "years",
            "year",
            re.compile(
                rf"(?:\b(?:{SEASON}) )?(?<![\d.,/£$€-])"
                rf"(?:{recent}(?:(?:/|-|–| to | and | through ){recent}|[/–-]\d{{2}})?(?!s)"
                rf"|(?:1[5-9]|20)\d0s)(?![\d/%]|[.,]\d|-\d)|\b(?:early|mid|late)-(?:19|20)\d0s\b"
                r"|(?<=\b[Ii]n )['’]\d{2}\b(?!['’])"
            ),
            near="digit",
        ),
        Pattern(
            "years_long_ago",
            "year",
            re.compile(
                rf"(?:\b(?:{_either('in|by|since|about|circa|from|until|after|before|born|died|of')}) |\()"
                rf"(?P<it>1[5-8]\d\d(?:(?: ?[–-] ?| to | and | through ){year}|s)?)"
                r"(?=[.;:!?)]|, |,?\n|[–-]\d| (?:and|to|he|she|they|when|after|as|at|with)\b)"
            ),
            near="digit",
        ),
        Pattern(
            "time_of_day",
            "time",
            re.compile(
                r"\b\d{1,2}(?:[.:]\d{2})? ?(?:a\.m\.|p\.m\.|am\b|pm\b|o['’]clock)|\b(?:[01]?\d"
                r"|2[0-3])[:.][0-5]\d(?: hours)?(?=[ ,;)]|\.(?:\s|$))",
                re.I,
            ),
            at_numbers=True,
        ),
        Pattern(
            "date_numbers",
            "date",
            re.compile(
                rf"(?<![\d/.-])(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:{year}|\d{{2}})|{year}-\d{{2}}-\d{{2}})(?![\d/-])"
            ),
            near="digit",
        ),
        Pattern(
            "date_weekday",
            "date",
            re.compile(rf"\b{weekday}\.?,? (?:the )?(?P<it>\d{{1,2}}(?:/\d{{1,2}}(?![\d/])|(?:st|nd|rd|th)\b))"),
            near="digit",
        ),
    )


def _ages(locale: Locale) -> tuple[Pattern, ...]:
    month, weekday = _month(locale), _weekday(locale)
    return (
        Pattern(
            "age_old",
            "age",
            re.compile(rf"\b(?P<it>{NUMBER})[- ](?:years?|yrs?|months?|weeks?)[- ](?:old|of age)\b", re.I),
            at_numbers=True,
        ),
        Pattern("age_short", "age", re.compile(r"\b(?P<it>[1-9]\d) ?(?:y(?=\))|y/?o\b)"), near="digit"),
        Pattern("age_in_brackets", "age", re.compile(r"\([a-zé’'-]+, (?P<it>[1-9]\d)\)"), near="digit"),
        Pattern(
            "age_decade",
            "age",
            re.compile(
                r"\b(?:in|into|through|of) (?:his|her|their|my|your|our) (?P<it>(?:(?:very )?(?:early|mid|late"
                r"|middle)[- ])?(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ties|[2-9]0s)|(?:mid-)?teens)\b",
                re.I,
            ),
            near="decade",
        ),
        Pattern(
            "age_is",
            "age",
            re.compile(
                rf"\b(?:{WHO})(?:['’](?:s|d be|m|ll be|d have been)| was| is| am| were| (?:must|will|would|might) be"
                rf"| (?:must|would|might) have been)(?: {NEARLY})* (?P<it>{AGES}(?:, {AGES})?)(?: odd)?"
                rf"(?=[,.;?!)\n]| (?:{AFTER})\b)(?! *(?:{COUNTED}))",
                re.I,
            ),
            near="number",
        ),
        Pattern(
            "age_of_a_name",
            "age",
            re.compile(rf"\b[A-Z][a-zé-]+['’]s (?:{NEARLY} )?(?P<it>{ADULT})(?=[,.;?!)\n])"),
            check=lambda told: re.split("['’]", told)[0].lower() in locale.given_names,
            near="number",
        ),
        Pattern(
            "age_of",
            "age",
            re.compile(
                rf"\b(?:{SOMEBODY})(?: of (?:{NEARLY} )?(?P<it>{AGES})\b(?! *(?:{COUNTED}))"
                rf"|, (?P<or>{AGES})(?=[,.;)]))",
                re.I,
            ),
            near="number",
        ),
        Pattern(
            "age_after_name",
            "age",
            re.compile(
                rf"\b(?!(?:{month}|{weekday}|{NUMBERED})\b)"
                rf"[A-Z][a-zé’'-]+(?: \((?=\d\d\))|, (?=\d\d[,)]|[a-z-]+,))(?P<it>[1-9]\d|(?:{TENS})-(?:{ONES}))"
            ),
            near="number",
        ),
        Pattern(
            "age_of_somebody",
            "age",
            re.compile(
                rf"\b(?:[Ww]hen|[Ww]hile|[Ss]ince) [A-Z][a-zé’'-]+ was (?:{NEARLY} )?(?P<it>{AGES})(?=[,.;?!)\n])"
            ),
            near="number",
        ),
        Pattern(
            "age_aged",
            "age",
            re.compile(
                rf"\baged? (?P<it>{NUMBER})(?=[,.;)\n])"
                rf"|\b(?:aged|age of|aged (?:about|between)|turned|turning|just gone) "
                rf"(?P<or>{AGES}(?:(?:-| and | to | or ){AGES})?)\b(?! *(?:{COUNTED}))"
                rf"|\b(?:nearly|nigh on|coming up|pushing|getting on for) "
                rf"(?P<else>{AGES})(?=[,.;?!)\n]| (?:{AFTER})\b)",
                re.I,
            ),
            near="number",
        ),
        Pattern(
            "age_then",
            "age",
            re.compile(
                rf"\b(?:died|dies|die|retired?|retiring|qualified|married|widowed|emigrated|pregnant"
                rf"|left (?:school|home|college)) at (?P<it>{AGES})(?=[,.;?!)\n]| (?:{AFTER}|to|because)\b)"
                rf"|\b(?:at|by) (?P<or>{ADULT})(?=,? (?:i|he|she)(?:['’][a-z]+)? [a-z])",
                re.I,
            ),
            near="number",
        ),
        Pattern(
            "age_first",
            "age",
            re.compile(rf"(?P<it>{ADULT})(?: now)?, (?:he|she|i|mum|dad)(?:['’]s| is| am| was)\b", re.I),
            at_numbers=True,
        ),
    )


def _quantities() -> tuple[Pattern, ...]:
    return (
        Pattern(
            "duration",
            "duration",
            re.compile(
                rf"\b(?:(?:about|over|almost|nearly|approximately|more than|less than"
                rf"|at least) )?{SMALL_NUMBER}(?:(?:-| and a half | to | or ){SMALL_NUMBER})?[- ](?:{PERIOD})s?['’]?"
                rf"(?:,? (?:and )?{SMALL_NUMBER} (?:{PERIOD})s?['’]?)*(?!\w|[- ](?:old|of age))",
                re.I,
            ),
            at_numbers=True,
        ),
        Pattern(
            "money",
            "quantity",
            re.compile(r"[£€$] ?\d[\d,]*(?:\.\d+)?(?: ?(?:million|billion|thousand|bn|m|k)\b)?"),
        ),
        Pattern(
            "currency_first",
            "quantity",
            re.compile(rf"\b(?:{ISO_MONEY})[ \u00a0](?:{FIGURES})(?: (?:million|billion))?"),
            near="digit",
        ),
        Pattern(
            "currency",
            "quantity",
            re.compile(
                rf"\b(?:{FIGURES}|{WORDS_NUMBER})(?: ?(?:million|billion"
                rf"|thousand))?[ \u00a0](?:(?:[A-Z][a-z]+ )?(?:{MONEY})|{ISO_MONEY})\b(?: \((?:{ISO_MONEY})\))?"
            ),
            at_numbers=True,
        ),
        Pattern(
            "percent",
            "quantity",
            re.compile(rf"\b(?:\d[\d,.]*|{WORDS_NUMBER})(?: ?%| ?per ?cent\b)", re.I),
            at_numbers=True,
        ),
        Pattern(
            "measure",
            "quantity",
            re.compile(rf"\b(?:\d[\d,.]*|{SMALL_NUMBER})[ \u00a0-]?(?:{UNITS})\b", re.I),
            at_numbers=True,
        ),
    )


def find(text: str, locale: Locale) -> Iterator[Span]:
    """What the patterns find; a date is found wherever months are written with a capital."""
    places = [found.start() for found in AT_NUMBER.finditer(text)]
    windows = {
        "": [(0, len(text))],
        "number": _windows(text, places, *AROUND_NUMBER),
        "digit": _windows(text, (found.start() for found in DIGIT.finditer(text))),
        "domain": _windows(text, (found.start() for found in DOMAIN.finditer(text))),
        "decade": _windows(text, (found.start() for found in DECADE.finditer(text))),
        "month": _windows(text, (found.start() for found in _months(locale).finditer(text))),
    }
    for pattern in patterns(locale):
        if pattern.needs and pattern.needs not in text:
            continue
        for found in _matches(pattern, text, places, windows):
            group = _told(found)
            if pattern.check is None or pattern.check(found[0]):
                yield Span(*found.span(group), WIDE.get(pattern.kind, pattern.kind), _layer(pattern), pattern.rule_id)


def _told(found: re.Match[str]) -> str | int:
    """The group that holds the identifier: `it`, `or` where a pattern has two ways, or all of the match."""
    return next((name for name in found.re.groupindex if found[name] is not None), 0)


def _windows(text: str, places: Iterable[int], before: int = MARGIN, after: int = MARGIN) -> list[tuple[int, int]]:
    """The surroundings of some places, to whole words; what meets is one."""
    windows: list[tuple[int, int]] = []
    for place in places:
        start = max(0, text.rfind(" ", 0, max(0, place - before)) + 1)
        end = text.find(" ", place + after)
        end = len(text) if end < 0 else end
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _matches(
    pattern: Pattern, text: str, places: Iterable[int], windows: Mapping[str, Iterable[tuple[int, int]]]
) -> Iterator[re.Match[str]]:
    if not pattern.at_numbers:
        for start, end in windows[pattern.near]:
            yield from pattern.regex.finditer(text, start, end)
        return
    last = 0
    for place in places:
        if place >= last and (found := pattern.regex.match(text, place)):
            yield found
            last = found.end()


def _layer(pattern: Pattern) -> str:
    return "wide" if pattern.kind in WIDE else "pattern"
