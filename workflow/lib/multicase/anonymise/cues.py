"""Layer 7, cues of indirect identification: what points to one person without a name. Queued, never masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from multicase.anonymise.locale import Locale
from multicase.anonymise.span import Span


@cache
def _regex(locale: Locale) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{cue})" for cue in locale.cues), re.I)


def find(text: str, locale: Locale) -> Iterator[Span]:
    """The places of the locale's cues."""
    for found in _regex(locale).finditer(text):
        yield Span(*found.span(), "job", "cue", "indirect")
