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


@dataclass(frozen=True)
class Pattern:
    """A named pattern of a kind; only its group `it`, if it has one, is the identifier."""

    rule_id: str
    kind: str
    regex: re.Pattern[str]
    needs: str = ""  # a character without which the pattern can't match; spares most texts the search
    check: Callable[[str], bool] | None = None
    near: str = ""  # what it needs close by, one of NEAR: it is looked for only there
    at_numbers: bool = False  # it begins with a number, in digits or words, and is tried only there


DOMAIN = re.compile(r"\.(?:nhs|co|org|ac|gov|com|net)\b", re.I)
DECADE = re.compile(r"(?:enties|irties|orties|ifties|ixties|ighties|ineties|teens)\b")
DIGIT = re.compile(r"\d+")
MARGIN = 64  # characters around what a pattern needs


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
    # A full stop belongs to a month only where the date goes on: else it ends a sentence.
    month = "(?:" + "|".join(sorted(locale.months, key=len, reverse=True)) + r")(?:\.(?=,?[ \u00a0]?\d))?"
    full_month = "(?:" + "|".join(name for name in locale.months if len(name) > 3 or name == "May") + ")"
    weekday = "(?:" + "|".join(locale.weekdays) + ")"
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    words_day = f"(?:{_either(ORDINALS)})"
    year = r"(?:1[5-9]|20)\d{2}"  # in a date
    recent = r"(?:19|20)\d{2}"  # by itself: before 1900, a number needs more to be a year
    flags = re.I
    return (
        Pattern("email", "email", re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "@"),
        Pattern("url", "url", re.compile(r"\bhttps?://[^\s<>\"”)\]]+[^\s<>\"”)\].,;:!?]", flags), "://"),
        Pattern("url", "url", re.compile(r"(?<!/)\bwww\.[^\s<>\"”)\]]+[^\s<>\"”)\].,;:!?]", flags), "www."),
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
            re.compile(r"\bNHS (?:no|number|num)\b[.:]{0,2} ?(?P<it>\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)", flags),
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
            re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?(?!\d(?:st|nd|rd|th)\b)\d[ABD-HJLNP-UW-Z]{2}\b", flags),
            near="digit",
        ),
        Pattern("handle", "url", re.compile(r"(?<![\w.])@[A-Za-z_]\w{2,}"), "@"),
        Pattern(
            "domain",
            "url",
            re.compile(rf"(?<![\w.@-])(?:[\w-]+\.)+(?:{DOMAINS})\b(?:/[\w/%?=&.-]*\w)?", flags),
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
                flags,
            ),
            at_numbers=True,
        ),
        Pattern(
            "duration",
            "duration",
            re.compile(
                rf"\b(?:(?:about|over|almost|nearly|approximately|more than|less than"
                rf"|at least) )?{SMALL_NUMBER}(?:(?:-| and a half | to | or ){SMALL_NUMBER})?[- ](?:{PERIOD})s?['’]?"
                rf"(?:,? (?:and )?{SMALL_NUMBER} (?:{PERIOD})s?['’]?)*(?!\w|[- ](?:old|of age))",
                flags,
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
        Pattern(
            "age_old",
            "age",
            re.compile(rf"\b(?P<it>{NUMBER})[- ](?:years?|yrs?|months?|weeks?)[- ](?:old|of age)\b", flags),
            at_numbers=True,
        ),
        Pattern(
            "age_decade",
            "age",
            re.compile(
                r"\b(?:in|into|through|of) (?:his|her|their|my|your|our) (?P<it>(?:(?:very )?(?:early|mid|late"
                r"|middle)[- ])?(?:twen|thir|for|fif|six|seven|eigh|nine)ties|(?:mid-)?teens)\b",
                flags,
            ),
            near="decade",
        ),
        Pattern(
            "age_is",
            "age",
            re.compile(
                rf"\b(?:he|she|i|who|mum|dad|mother|father|wife|husband)(?:['’](?:s|d be|m|ll be)| was| is| am"
                rf"| were| must be| will be)(?: now| only| just| about| all of| then| nearly| going on"
                rf"| getting on for)* (?P<it>{AGES})"
                rf"(?=[,.;?!)\n]| (?:and|when|then|now|at the time|this|next|in|come|but|with)\b)(?! *(?:{COUNTED}))",
                flags,
            ),
            near="number",
        ),
        Pattern(
            "age_of",
            "age",
            re.compile(
                rf"\b(?:man|woman|lady|gentleman|lad|boy|girl|bloke|chap|widow|widower|child|patient|lass|farmer"
                rf"|nurse) of (?:about |nearly |over )?(?P<it>{AGES})\b(?! *(?:{COUNTED}))",
                flags,
            ),
            near="number",
        ),
        Pattern(
            "age_after_name",
            "age",
            re.compile(
                rf"\b(?!(?:{month}|{weekday}|Articles?|Rules?|Regulations?|Sections?|Paragraphs?|Items?|Notes?|Tables?|Figures?"
                rf"|Protocols?|Chapters?|Parts?|Annex|Appendix|Schedule|Page|Volume|Act|No|Vol|Issue|Grade|Band|Room)\b)"
                r"[A-Z][a-zé’'-]+(?: \((?=\d\d\))|, (?=\d\d[,)]))(?P<it>[1-9]\d)"
            ),
            near="digit",
        ),
        Pattern(
            "age_of_somebody",
            "age",
            re.compile(
                rf"\b(?:[Ww]hen|[Ww]hile|[Ss]ince) [A-Z][a-zé’'-]+ was (?:about |only |just |nearly )?"
                rf"(?P<it>{AGES})(?=[,.;?!)\n])"
            ),
            near="number",
        ),
        Pattern("age_told", "age", re.compile(rf"\b[Aa]ged? (?P<it>{NUMBER})(?=[,.;)\n])"), near="number"),
        Pattern(
            "age_at_school",
            "age",
            re.compile(rf"\bleft (?:school|home|college) at (?P<it>{AGES})(?=[,.;?!)\n]| (?:and|to|with|because)\b)"),
            near="number",
        ),
        Pattern("age_short", "age", re.compile(r"\b(?P<it>[1-9]\d) ?(?:y(?=\))|y/?o\b)"), near="digit"),
        Pattern("age_in_brackets", "age", re.compile(r"\([a-zé’'-]+, (?P<it>[1-9]\d)\)"), near="digit"),
        Pattern(
            "age_aged",
            "age",
            re.compile(
                rf"\b(?:aged|age of|aged about|turned|turning|nearly|just gone) (?P<it>{AGES})\b(?! *(?:{COUNTED}))",
                flags,
            ),
            near="number",
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
            re.compile(rf"\b(?:\d[\d,.]*|{WORDS_NUMBER})(?: ?%| ?per ?cent\b)", flags),
            at_numbers=True,
        ),
        Pattern(
            "measure",
            "quantity",
            re.compile(rf"\b(?:\d[\d,.]*|{SMALL_NUMBER})[ \u00a0-]?(?:{UNITS})\b", flags),
            at_numbers=True,
        ),
    )


def find(text: str, locale: Locale) -> Iterator[Span]:
    """What the patterns find; a date is found wherever months are written with a capital."""
    places = [found.start() for found in AT_NUMBER.finditer(text)]
    windows = {
        "": [(0, len(text))],
        "number": _windows(text, places),
        "digit": _windows(text, (found.start() for found in DIGIT.finditer(text))),
        "domain": _windows(text, (found.start() for found in DOMAIN.finditer(text))),
        "decade": _windows(text, (found.start() for found in DECADE.finditer(text))),
        "month": _windows(text, (found.start() for found in _months(locale).finditer(text))),
    }
    for pattern in patterns(locale):
        if pattern.needs and pattern.needs not in text:
            continue
        for found in _matches(pattern, text, places, windows):
            group = "it" if "it" in pattern.regex.groupindex else 0
            if pattern.check is None or pattern.check(found[group]):
                yield Span(*found.span(group), WIDE.get(pattern.kind, pattern.kind), _layer(pattern), pattern.rule_id)


def _windows(text: str, places: Iterable[int]) -> list[tuple[int, int]]:
    """The surroundings of some places, to whole words; what meets is one."""
    windows: list[tuple[int, int]] = []
    for place in places:
        start = max(0, text.rfind(" ", 0, max(0, place - MARGIN)) + 1)
        end = text.find(" ", place + MARGIN)
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
