"""A text as a person reads it: without marks that can't be seen, with broken, spaced and encoded words made whole.

Detection reads this; what it finds is carried back to the text as it stands.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, replace

from multicase.anonymise.replace import Change, Replaced
from multicase.anonymise.span import Span

UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # soft hyphen, joiners, turns of direction
UNPLAIN = re.compile(
    f"(?P<unseen>[{UNSEEN}]+)"
    "|(?P<wide>[\uff01-\uff5e]+)"
    "|(?P<dash>(?<=\\d)[\u2010-\u2012\u2212](?=\\d))"
    r"|(?P<entity>&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});)"
    r"|(?P<broken>(?<=[^\W\d_])[-\u2010\u00ad]\n(?=[^\W\d_]))"
    r"|(?P<spaced>(?<![^\W_])(?<![^\W_]['’.-])[^\W\d_](?:(?P<gap>[ -])[^\W\d_])(?:(?P=gap)[^\W\d_]){2,}"
    r"(?![^\W_]|['’][^\W\d_]{2}))"
)

ODD = re.compile(f"[{UNSEEN}\u2010-\u2012\u2212\uff01-\uff5e]")
SPACED = re.compile(r"[ -]\w[ -]\w[ -]\w(?!\w)")  # a quick look for letters told one by one


@dataclass(frozen=True)
class View:
    """text: what is read. Offsets into it are carried to and fro."""

    text: str
    replaced: Replaced | None = None

    def to_new(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text as it stands lies in what is read."""
        if self.replaced is None:
            return start, end
        return self.replaced.to_new(start), self.replaced.to_new(end, after=True)

    def to_old(self, span: Span) -> Span:
        """A find in what is read as a find in the text as it stands."""
        if self.replaced is None:
            return span
        return replace(span, start=self.replaced.to_old(span.start), end=self.replaced.to_old(span.end, after=True))


def read(text: str) -> View:
    """The view of a text; of most, the text itself."""
    encoded = "&" in text or "-\n" in text or (not text.isascii() and ODD.search(text) is not None)
    if not encoded and not SPACED.search(text):
        return View(text)
    changes = []
    for found in UNPLAIN.finditer(text):
        whole = _whole(found)
        if whole != found[0]:
            changes.append(Change(*found.span(), whole))
    if not changes:
        return View(text)
    replaced = Replaced(text, changes)
    return View(replaced.text, replaced)


def _whole(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "unseen":
            return ""
        case "dash":
            return "-"  # of a telephone number, as word processors write it
        case "wide":
            return unicodedata.normalize("NFKC", found[0])
        case "entity":
            read = html.unescape(found[0])
            return read if len(read) == 1 else found[0]
        case "broken":
            # A small letter goes on with the word; a capital is the second half of a double name.
            return "" if found.string[found.end()].islower() else found[0]
        case _:
            letters = re.sub(r"[ -]", "", found[0])
            parts = re.sub(r"(?<=[^\W\d_])(?=[A-Z][^\W\d_]*[a-z])", " ", letters)
            return parts if letters[0].isupper() and (letters.isupper() or parts.istitle()) else found[0]
