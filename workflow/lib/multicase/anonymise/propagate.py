"""Propagation: a name found once is found again through its document, in full or by first name or surname."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from multicase.anonymise.names import Reader
from multicase.anonymise.span import Span

SURE = frozenset({"structure", "register", "context"})


def find(reader: Reader, spans: Sequence[Span], label_names: Iterable[str] = ()) -> list[Span]:
    """Further mentions of persons: capitalised words that are part of a person's name found with a title or the like.

    Words that the study writes small, titles and head nouns don't propagate, unless they stand inside a sentence and
    the study writes them with a capital more often.
    """
    words = _words(reader, spans, label_names)
    found = []
    for word in reader.words:
        if (word.lower in words and not (word.initial and reader.lexicon.is_word(word.lower))) or (
            "-" in word.text and any(part in words for part in word.lower.split("-"))
        ):
            found.append(Span(word.start, word.end, "person", "context", "propagated"))
    return found


def _words(reader: Reader, spans: Sequence[Span], label_names: Iterable[str]) -> frozenset[str]:
    texts = [reader.text[span.start : span.end] for span in spans if span.kind == "person" and span.layer in SURE]
    found = set()
    for text in (*texts, *label_names):
        for word in re.findall(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", text):
            lower = word.lower().replace("’", "'").removesuffix("'s")
            if len(lower) > 2 and not _is_plain(reader, lower):
                found.add(lower)
    return frozenset(found)


def _is_plain(reader: Reader, word: str) -> bool:
    locale = reader.locale
    if word in locale.titles or word in locale.openers or word.upper() in locale.acronyms:
        return True
    if word in locale.not_identifying or word.title() in locale.head_nouns:
        return word not in locale.ambiguous or reader.lexicon.is_word(word)
    return word not in locale.given_names and reader.lexicon.is_word(word)
