"""Whether a label of several sources of a case is one person: a name may be, a role or a number is somebody in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from multicase.cli.new_study.survey import Found

SHOWN = 3  # sources that a guess names
Guess = tuple[str, str, str, str]  # source_id, what, guess, why
People = Mapping[tuple[str, str], str]  # (source_id, label) -> participant_id


def is_name(label: str) -> bool:
    """Whether a label is a name, and no role, number or word: `Ada Reed`, `Mrs Brown`, and not `Head`, `Pupil 1`, `SB`.

    A name has a given name or a title of a locale that there is, or a word that is in no dictionary of theirs; those
    are opened, which takes seconds, only where it comes to that.
    """
    from multicase.anonymise import dictionary, locale
    from multicase.ingest import labels

    words = re.findall(r"[^\W\d_]{2,}", label)
    if not words or labels.is_generic(label) or label.rstrip()[-1].isdecimal() or all(map(_is_initials, words)):
        return False
    known = [locale.load(name) for name in locale.shipped()]
    small = [word.casefold() for word in words]
    if any(word in one.any_given for one in known for word in small):
        return True
    if len(words) > 1 and any(small[0] in one.sure_titles for one in known):
        return True
    named = sorted({one.dictionary for one in known if one.dictionary})
    return any(not any(dictionary.is_word(word, one) for one in named) for word in small)


def _is_initials(word: str) -> bool:
    return word.isupper() and len(word) <= 3


def guesses(found: Iterable[Found], people: People) -> Iterator[Guess]:
    """A guess for each label of participants that stands in several sources of a case: whether they are one person."""
    from multicase.ingest import labels

    spoken = sorted(
        (item.case_id, labels.key(voice.label), item.source_id, voice.label)
        for item in found
        for voice in item.voices
        if (item.source_id, voice.label) in people
    )
    for _, of in groupby(spoken, lambda row: row[:2]):
        rows = list(of)
        label = rows[0][3]
        if len(rows) > 1 and not labels.is_generic(label):
            ids = list(dict.fromkeys(people[source_id, typed] for _, _, source_id, typed in rows))
            sources = _few([source_id for _, _, source_id, _ in rows])
            guess = f"one participant, {ids[0]}" if len(ids) == 1 else f"{len(ids)} participants, {_few(ids)}"
            why = "a name; if they are several people, give each an id" if len(ids) == 1 else TOLD_APART
            yield rows[-1][2], f"'{label}' in {sources}", guess, f"{why} in participants.csv and private/speakers.csv"


TOLD_APART = "a role, a number or initials, and no name; if they are one person, give them one id"


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
