"""What else must hold of what a pattern matches: a check digit, a telephone plan, a known name.

Each check takes the match and says where the identifier ends, which may be before the match does; -1 if it is none.
A pattern names one of these, or a module of the library python-stdnum (`stdnum.pl.pesel`).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise

from multicase.anonymise import telephones, terms
from multicase.anonymise.locale import Locale

Check = Callable[[re.Match[str], Locale], int]
NONE = -1
GROUPS = ("it", "or", "else")
SPOKEN = 7  # digits of a number that is told in words; one less if it is told digit by digit
SEPARATORS = re.compile(r"[\s.–-]")
PORT = re.compile(r"(?<=\d):\d+$")  # behind an address of version 4
MODULE = re.compile(r"stdnum(?:\.[a-z_]\w*)+")


def identifier(found: re.Match[str]) -> str | int | None:
    """The group that holds the identifier: that of `it`, `or` and `else` which is set; of a pattern without, all.

    None if a pattern has such groups and none is set: it has passed over what only looks like an identifier.
    """
    groups = [name for name in GROUPS if name in found.re.groupindex]
    if not groups:
        return 0
    return next((name for name in groups if found[name] is not None), None)


def known(name: str) -> bool:
    """Whether there is a check of the name."""
    return name in CHECKS or bool(MODULE.fullmatch(name) and _is_module(name))


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None and hasattr(import_module(name), "is_valid")
    except ModuleNotFoundError:
        return False


@cache
def of(name: str) -> Check:
    """The check of a name that is `known`."""
    return CHECKS[name] if name in CHECKS else _by_check_digit(name)


def _by_check_digit(module: str) -> Check:
    """Whether a number, or what stands before one of its blanks, is valid by a module of python-stdnum."""
    is_valid = import_module(module).is_valid

    def check(found: re.Match[str], locale: Locale) -> int:
        group = identifier(found)
        start, end = found.span(group)
        while end > start:
            if is_valid(SEPARATORS.sub("", found.string[start:end])):
                return end
            cut = max(found.string.rfind(" ", start, end), found.string.rfind("-", start, end))
            shorter = found.re.match(found.string, found.start(), cut) if cut > start else None
            end = shorter.end(group) if shorter and shorter.end(group) < end else start
        return NONE

    return check


def _telephone(found: re.Match[str], locale: Locale, told: bool = False) -> int:
    group = identifier(found)
    dates = terms.compiled(telephones.DATES, locale)
    length = telephones.length(found[group], locale.regions, locale.fictitious_numbers, dates, told=told)
    return found.start(group) + length if length else NONE


def _spoken_number(found: re.Match[str], locale: Locale) -> int:
    """Whether number words in a row are the digits of a number, and don't count up or down."""
    group = identifier(found)
    digits = spoken_digits(found[group], locale)
    steps = {int(b) - int(a) for a, b in pairwise(digits)}
    one_by_one = bool({*locale.zeros, *locale.repeats} & set(re.findall(r"\w+", found[group].lower())))
    return found.end(group) if len(digits) >= SPOKEN - one_by_one and steps not in ({1}, {-1}) else NONE


def spoken_digits(text: str, locale: Locale) -> str:
    """The digits that words tell: `double oh nine hundred` is 00900."""
    digits, times, before = "", 1, 0
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        value = locale.numbers.get(word)
        if word in locale.repeats:
            times = locale.repeats[word]
            continue
        if word in locale.zeros or value is None:
            digits += "0" * times if word in locale.zeros else ""
        elif value >= 100:
            digits += "00"
        elif 20 <= before < 100 and value < 10 and times == 1:
            digits = digits[:-1] + str(value)  # of `twenty one` the 21
        else:
            digits += str(value) * times
        times, before = 1, value or 0
    return digits


def _given_name(found: re.Match[str], locale: Locale) -> int:
    """Whether what stands before an apostrophe is a given name."""
    is_given = re.split("['’]", found[0])[0].lower() in locale.given_names
    return found.end(identifier(found)) if is_given else NONE


def _ip(found: re.Match[str], locale: Locale) -> int:
    try:
        told = found[identifier(found)].replace(" ", "")
        address = ipaddress.ip_address(PORT.sub("", told) if "." in told else told)
    except ValueError:
        return NONE
    numbered = address.version == 4 and all(part < 10 for part in address.packed)  # section 4.2.1.3
    return NONE if numbered else found.end(identifier(found))


CHECKS: dict[str, Check] = {
    "phone": _telephone,
    "phone_told": lambda found, locale: _telephone(found, locale, told=True),
    "spoken_number": _spoken_number,
    "given_name": _given_name,
    "ip": _ip,
}
