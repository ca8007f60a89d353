"""Layer 2, patterns: what its form gives away, checked where a check digit allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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


def nhs_number(text: str) -> bool:
    """Whether ten digits are an NHS number: modulus 11, as the NHS Data Dictionary gives it."""
    digits = [int(char) for char in text if char.isdigit()]
    if len(digits) != 10:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[9] and check != 10


@cache
def patterns(locale: Locale) -> tuple[Pattern, ...]:
    """The patterns of the United Kingdom, with the locale's names of months."""
    month = "(?:" + "|".join(sorted(locale.months, key=len, reverse=True)) + r")\.?"
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    words_day = rf"(?:{ORDINALS})"
    year = r"(?:19|20)\d{2}"
    flags = re.I
    return (
        Pattern("email", "email", re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "@"),
        Pattern("url", "url", re.compile(r"(?:https?://|www\.)[^\s<>\"”)\]]+[^\s<>\"”)\].,;:!?]", flags), "w"),
        Pattern(
            "nhs_number", "nhs_number", re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])"), "", nhs_number
        ),
        Pattern(
            "phone",
            "phone",
            re.compile(r"(?<![\w/])(?:\+44 ?(?:\(0\) ?)?|\(?0)\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?!\w)"),
        ),
        Pattern(
            "ni_number", "code", re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
        ),
        Pattern("postcode", "place", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b")),
        Pattern(
            "reference", "code", re.compile(r"\b(?=[A-Z/-]*\d)[A-Z]{2,}[/-]?(?:\d{3,}|[A-Z\d]*\d[/-][\w/-]*\d)\w*\b")
        ),
        Pattern("date_full", "date", re.compile(rf"\b(?:{day}|{words_day})(?: of)? {month}(?:,? {year})?\b")),
        Pattern("date_month_day", "date", re.compile(rf"\b{month} (?:the )?{day}(?:,? {year})?\b(?! *%)")),
        Pattern("date_month_year", "date", re.compile(rf"\b{month},?(?: of)? {year}\b")),
        Pattern(
            "date_numbers",
            "date",
            re.compile(
                rf"(?<![\d/.-])(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:{year}|\d{{2}})|{year}-\d{{2}}-\d{{2}})(?![\d/-])"
            ),
        ),
        Pattern("age_old", "age", re.compile(rf"\b(?P<it>{NUMBER})[- ]years?[- ](?:old|of age)\b", flags), "o"),
        Pattern(
            "age_aged",
            "age",
            re.compile(
                rf"\b(?:aged|age of|aged about|turned|turning|nearly|just gone) (?P<it>{AGES})\b(?! *(?:{COUNTED}))",
                flags,
            ),
        ),
        Pattern(
            "money", "quantity", re.compile(r"£ ?\d[\d,]*(?:\.\d+)?(?: ?(?:million|billion|thousand|bn|m|k)\b)?"), "£"
        ),
    )


def find(text: str, locale: Locale) -> Iterator[Span]:
    """What the patterns find; a date is found wherever months are written with a capital."""
    for pattern in patterns(locale):
        if pattern.needs and pattern.needs not in text:
            continue
        for found in pattern.regex.finditer(text):
            group = "it" if "it" in pattern.regex.groupindex else 0
            if pattern.check is None or pattern.check(found[group]):
                yield Span(*found.span(group), pattern.kind, "pattern", pattern.rule_id)
