"""Telephone numbers: whether some digits with separators are one, and how far it reaches.

The plans of all countries are those of the library phonenumbers, which reads a number only once its form has spoken
for it; of countries that a locale doesn't name it is enough that no rule explains the digits. A number is telling by
itself if it begins with + or 00, or with the 0 that numbers within a country begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, ValidationResult

from multicase.anonymise.span import Span, meeting

FEWEST, FEWEST_TOLD, MOST = 7, 6, 15  # digits; as many as E.164 allows
MOST_WITH_TRUNK = 12  # digits of the longest numbers that people tell within a country, with the 0 before them
NUMBER = re.compile(r"[^a-z#,;]*\d", re.I)  # what stands before an extension
DATES = "dates_in_numbers"  # the locales' term for what in digits is no number, but dates
OTHERS = re.compile(r"(?:/\d{1,4})+(?![\d/])")  # what the last digits also are: `960 001/2/3`
GROUP = re.compile(r"\d+")
# Digits in groups: no sum, no share, no part of something longer.
GROUPED = re.compile(
    r"(?<![\w£€$+])(?<!\d[ .,/:–-])\d{1,12}+(?:(?:[ \u00a0./]|[ ]?[–-][ ]?)\d{1,12}+)++(?!\w|[.,:/–-]\d|[ ]?%)"
)
LONG, LONGEST = 8, 20  # digits of a number that nobody leaves unexplained; more are a row of a table
# Readings (`120/80 130/85`), sums in groups (`12 345 678`), decimals (`3.14159265`, `1.2345 - 2.3456`): two digits with
# many behind them (`53.8007554`) are a latitude.
DECIMAL = r"(?:\d\.\d+|[1-9]\d\.\d{1,4})"
VALUES = re.compile(
    r"[1-9]\d{1,2}/\d{2,3}(?: [1-9]\d{1,2}/\d{2,3})+|[1-9]\d?(?:[ \u00a0]\d{3}){2}"
    rf"|{DECIMAL}(?: ?[–/-] ?{DECIMAL})?"
)
RANGE = re.compile(r"([1-9]\d{3,5}) ?[–-] ?([1-9]\d{3,5})")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
POSSIBLE = {ValidationResult.IS_POSSIBLE, ValidationResult.IS_POSSIBLE_LOCAL_ONLY}


def length(
    text: str, regions: Sequence[str], fictitious: Sequence[str], dates: re.Pattern[str], *, told: bool = False
) -> int:
    """How many characters of a text that begins with a number belong to it, with its extension; 0 if it is none.

    regions: countries (ISO 3166) whose numbers are told without their country. fictitious: regular expressions of
    numbers (E.164 without +) that nobody has, which the library refuses. dates: what is a date, or leads from one to
    another (the locale's term dates_in_numbers). told: a word announces it, so that it may lack its 0 and have a digit
    too few. A number that nobody in those countries has, or that is in pairs, goes on with the groups behind it, so
    that one of another country (`0176 44 81 92 03`, of Germany) isn't cut short.
    """
    number = NUMBER.match(text)
    if number is None or dates.match(text):
        return 0
    ends = [group.end() for group in GROUP.finditer(number[0])]
    for end in reversed(ends):
        if not dates.match(text[:end]) and _is_number(text[:end], regions, fictitious, told):
            if end == ends[-1]:
                return len(text)
            if others := OTHERS.match(text, end):
                return others.end()
            further = [last for last in ends if last > end and len(_digits(text[:last])) <= MOST_WITH_TRUNK]
            if not further or dates.search(text[: further[-1]], end):
                return end
            whole = text[: further[-1]]
            return len(whole) if _is_of_another_plan(whole, text[:end], regions, fictitious) else end
    digits = len(_digits(number[0]))
    return len(text) if told and FEWEST_TOLD <= digits <= MOST else 0


def unexplained(text: str, spans: Iterable[Span], explained: Iterable[Span], dates: re.Pattern[str]) -> Iterator[Span]:
    """Long digits in groups of which the rules have found no part: `06-12345678` where Dutch numbers aren't expected.

    explained: digits that words explain, with those. dates: see `length`. Years, sums (`10 000`), readings, ranges,
    decimals, more than three numbers that rise or fall and single digits in a row are none.
    """
    meets, is_explained = meeting(spans), meeting(explained)
    for found in GROUPED.finditer(text):
        is_left = not meets(*found.span()) and not is_explained(*found.span())
        if is_left and is_long(found[0], dates) and len(_digits(found[0])) <= LONGEST:
            yield Span(*found.span(), "phone" if found[0][0] == "0" else "code", "pattern", "unexplained_digits")


def is_long(text: str, dates: re.Pattern[str]) -> bool:
    """Whether digits in groups, and nothing else, may be somebody's number. dates: see `length`."""
    groups = GROUP.findall(text)
    if len(_digits(text)) < LONG or re.search(r"[^\W\d]", text):
        return False
    if dates.fullmatch(text) or VALUES.fullmatch(text) or _is_range(text):
        return False
    like = len(groups) > 3 and len(set(map(len, groups))) == 1
    counts = like and len({a < b for a, b in pairwise(groups)}) == 1
    counts = counts or groups[-1] == "000" or all(len(group) == 1 for group in groups)
    return groups[0][0] == "0" or not (counts or all(map(YEAR.fullmatch, groups)))


def _is_range(text: str) -> bool:
    """Whether two numbers of as many digits rise, and are round or near each other: `1000-1500`, `1437-1442`."""
    found = RANGE.fullmatch(text)
    if found is None or len(found[1]) != len(found[2]) or found[1] >= found[2]:
        return False
    return found[1][:2] == found[2][:2] or (found[1][-1] == found[2][-1] == "0")


def _digits(text: str) -> str:
    return "".join(GROUP.findall(text))


def _is_number(text: str, regions: Sequence[str], fictitious: Sequence[str], told: bool) -> bool:
    digits = _digits(text)
    if not FEWEST <= len(digits) <= MOST + 2:
        return False
    if _is_abroad(text):
        abroad = _parsed(f"+{digits.removeprefix('00')}", None)
        return abroad is not None and phonenumbers.is_possible_number(abroad)
    groups = GROUP.findall(text)
    return any(_is_national(text, groups, region, fictitious, told) for region in regions)


def _is_of_another_plan(whole: str, number: str, regions: Sequence[str], fictitious: Sequence[str]) -> bool:
    """Whether digits behind a number are of it, too: nobody in the countries has it, or it goes on in pairs."""
    if _is_abroad(number):
        return False
    first, *others = GROUP.findall(whole)
    in_pairs = len(first) > 2 and all(len(group) == 2 for group in others)
    return in_pairs or not any(_is_known(number, region, fictitious) for region in regions)


def _is_abroad(text: str) -> bool:
    return "+" in text or _digits(text).startswith("00")


def _is_known(text: str, region: str, fictitious: Sequence[str]) -> bool:
    """Whether somebody in a country may have a number, or its plan keeps it for those whom nobody has."""
    number = _parsed(text, region)
    if number is None:
        return False
    whole = f"{number.country_code}{number.national_number}"
    return phonenumbers.is_valid_number(number) or any(re.fullmatch(regex, whole) for regex in fictitious)


def _is_national(text: str, groups: Sequence[str], region: str, fictitious: Sequence[str], told: bool) -> bool:
    """Whether a number is one of a country, told as people there tell it to one another."""
    trunk = _trunk(region)
    if not told and not groups[0].startswith(trunk if trunk == "0" else ""):
        return False
    number = _parsed(text, region)
    if number is None:
        return False
    if _is_known(text, region, fictitious):
        return told or trunk == "0" or len(groups) > 1
    possible = phonenumbers.is_possible_number_with_reason(number)
    if told:
        return possible in POSSIBLE
    grouped = len(groups[0]) > 2 and all(len(group) > 1 for group in groups) and len(groups) < 5
    return trunk == "0" and possible == ValidationResult.IS_POSSIBLE and grouped


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None


@cache
def _trunk(region: str) -> str:
    """What numbers within a country begin with: 0 in most, 1 or nothing in some."""
    return PhoneMetadata.metadata_for_region(region).national_prefix or ""
