"""Labels of speakers as they are compared, in transcripts and in private/speakers.csv alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

MARKS = "[](){}<>«»‹›【】［］（）*_\"'“”‘’„|@#=~;:.-–—…⏎⇥‖"
PRONOUN = (
    "he|she|they|him|her|them|his|hers|their|theirs|it|its|ze|zir|xe|xem|ey|em|any|all|er|ihm|ihn|sie|ihr|dey|elle|il|"
    "iel|lui|ella|el|él|elles|hen|hun|hij|zij|hem|haar"
)
PRONOUNS = re.compile(rf"\s*[(（]\s*(?:{PRONOUN})(?:\s*/\s*(?:{PRONOUN})){{1,3}}\s*[)）]", re.I)
VARIANTS = re.compile("[\u200c\u200d\ufe00-\ufe0f]")  # how an emoji or letter is drawn


def bare(label: str) -> str:
    """A label as somebody typed it, without the marks round it."""
    return label.strip(f"{MARKS} \t")


@lru_cache(maxsize=4096)
def key(label: str) -> str:
    """A label as it is compared: its letters, its numbers with the marks between them, and whether it is in doubt.

    The case of letters, blanks and the marks round a label make no other of it; `P1/P2`, `P+` and `P1?` are others.
    """
    plain = unicodedata.normalize("NFKC", PRONOUNS.sub("", label)).casefold()
    plain = re.sub(r"(?<=\d)[.\-](?=\d)", "/", VARIANTS.sub("", plain))
    kept = "".join(char for char in plain if unicodedata.category(char)[0] in "LNM" or char in "?+&/")
    return unicodedata.normalize("NFC", kept) or plain.strip()


def of_row(row: Mapping[str, str]) -> tuple[str, str]:
    """Source and label of a row of speakers.csv as they are compared: capitals make no other label, the marks of one
    way of writing do.

    `I -` and `P1;` answer for one way of writing a label, `Mary B.` is one as it stands: each beside one without marks.
    """
    typed = " ".join(row["label"].split()).rstrip(": ")  # the colon is in every way of writing one
    return row["source_id"], key(typed) if typed == bare(typed) else typed.casefold()
