"""Whether a label of several sources of a case is one person: a name may be, a role or a number is somebody in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations

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
    """A guess for each label of participants that stands in several sources of a case: whether they are one person.
    And one for each two labels of a case that may be one person's, in full and in short (`June`, `June Marsh`, `JM`).
    """
    from multicase.ingest import labels

    for case in _spoken(found, people).values():
        for rows in case.values():
            if len(rows) > 1 and not labels.is_generic(rows[0][1]):
                ids = _ids(rows, people)
                guess = f"one participant, {ids[0]}" if len(ids) == 1 else f"{len(ids)} participants, {_few(ids)}"
                yield rows[-1][0], _label_in(rows), guess, f"{ONE if len(ids) == 1 else TOLD_APART} {WHERE}"
        words = {key: _words(rows[0][1]) for key, rows in case.items()}
        for one, other in permutations(case, 2):
            rows, ids = case[one] + case[other], _ids(case[one] + case[other], people)
            meet = {source_id for source_id, _ in case[one]} & {source_id for source_id, _ in case[other]}
            if len(ids) > 1 and not meet and _is_short_for(words[one], words[other]) and is_name(rows[-1][1]):
                what = f"{_label_in(case[one])} and {_label_in(case[other])}"
                yield rows[-1][0], what, f"{len(ids)} participants, {_few(ids)}", f"{IN_SHORT} {WHERE}"


ONE = "a name; if they are several people, give each an id"
TOLD_APART = "a role, a number or initials, and no name; if they are one person, give them one id"
IN_SHORT = "the one may be the other's name in short; if they are one person, give them one id"
WHERE = "in participants.csv and private/speakers.csv"


def _spoken(found: Iterable[Found], people: People) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """case_id -> label as it is compared -> where participants speak under it: (source_id, label as it is typed)."""
    from multicase.ingest import labels

    spoken = sorted(
        (item.case_id, labels.key(voice.label), item.source_id, voice.label)
        for item in found
        for voice in item.voices
        if (item.source_id, voice.label) in people
    )
    by_case: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for case_id, key, source_id, typed in spoken:
        by_case.setdefault(case_id, {}).setdefault(key, []).append((source_id, typed))
    return by_case


def _ids(rows: Iterable[tuple[str, str]], people: People) -> list[str]:
    return list(dict.fromkeys(people[row] for row in rows))


def _label_in(rows: Sequence[tuple[str, str]]) -> str:
    return f"'{rows[0][1]}' in {_few([source_id for source_id, _ in rows])}"


def _is_short_for(some: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of a label are some of a longer one's, or the letters that these begin with."""
    if len(full) < 2 or not some:
        return False
    return set(some) < set(full) or [*"".join(some)] == [word[0] for word in full]


def _words(label: str) -> list[str]:
    """The words of a label in small letters, without titles of the locales that there are."""
    from multicase.anonymise import locale

    titles = {title for name in locale.shipped() for title in locale.load(name).sure_titles}
    return [word for word in re.findall(r"[^\W\d_]+", label.casefold()) if word not in titles]


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
