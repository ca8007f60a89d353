"""Propagation: a name found once in a case is found again in all its forms, in full or by first name or surname."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from multicase.anonymise import standing
from multicase.anonymise.forms import name_words
from multicase.anonymise.names import Reader
from multicase.anonymise.span import Span


def words(reader: Reader, label_names: Iterable[str] = ()) -> frozenset[str]:
    """The words, in small letters, of the names that the case tells: with a title, a given name, or as a label."""
    return frozenset({*reader.lexicon.named, *_of_labels(reader, label_names)})


def _of_labels(reader: Reader, label_names: Iterable[str]) -> set[str]:
    return {word for name in label_names for word in name_words(name, reader.locale)}


def find(reader: Reader, known: Collection[str], label_names: Iterable[str] = ()) -> list[Span]:
    """Further mentions of persons: capitalised words of `known`, alone, in a double name or glued to another name.

    One that is an ordinary word or an acronym too is none here: what stands beside it decides (standing.py). A
    speaker's name in capitals (`ANNA`) is no acronym for that, unless it is a known one.
    """
    found, labels = [], _of_labels(reader, label_names)
    for word in reader.words:
        parts = word.lower.split("-")
        named = word.lower in known or (len(parts) > 1 and any(part in known for part in parts))
        is_label = word.lower in labels and word.text not in reader.locale.acronyms
        if word.shouted and not is_label and reader.standing(word) is not None:
            continue
        if named and not all(standing.is_word(p, reader.lexicon, reader.locale) for p in (word.lower, *parts[1:])):
            found.append(Span(word.start, word.end, "person", "context", "propagated"))
    return found
