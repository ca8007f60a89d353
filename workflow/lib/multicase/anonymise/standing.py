"""Names that are words: whether one of them, at one place, stands as a name, as a word, or can't be told.

What stands before and after it decides: `Will rang`, `I asked May`, `the Bill`, `Hope you're well`. That the word is an
ordinary one elsewhere decides nothing.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from multicase.anonymise.capitals import Capital

if TYPE_CHECKING:
    from multicase.anonymise.lexicon import Lexicon
    from multicase.anonymise.locale import Locale

AROUND = 40  # characters that are looked at before and after a word
BEFORE = re.compile(r"([\w'’-]+)([^\w\n]*)$")
AFTER = re.compile(r"(['’]s?)?([^\w\n]*)([\w'’-]*)")
NUMBER = re.compile(r"\W{1,2}\d")
SECOND = re.compile(r"\W*\w+ ([\w'’-]+)")
ENDED = re.compile(r"[.!?:;]")


class Standing(Enum):
    NAME = "name"
    WORD = "word"
    UNCLEAR = "unclear"


def is_word(word: str, lexicon: Lexicon, locale: Locale) -> bool:
    """Whether a name, in small letters, is an ordinary word too: of the language, of the locale's lists, or of the case."""
    if word in locale.given_names and word not in locale.ambiguous and not lexicon.is_common(word):
        return False  # `carl` and `beryl` are in the dictionary, and mean nobody but themselves
    listed = word in locale.openers or word in locale.common_words or word in locale.not_identifying
    return listed or word in locale.ambiguous or word in lexicon.language or lexicon.is_common(word)


def of(word: Capital, text: str, lexicon: Lexicon, locale: Locale, registered: bool = False) -> Standing:
    """How a capitalised word that is both a name and an ordinary word stands at its place.

    registered: somebody of the study is known to be called so, which nothing else need tell.
    """
    lower = word.lower
    known = registered or lexicon.named.get(lower, 0) > 0  # somebody of the case is called so
    given = lower in locale.ambiguous_given or lower in locale.given_names
    doubt = Standing.UNCLEAR if known or given else Standing.WORD
    before, gap = _before(text, word.start)
    owner, between, after = _after(text, word.end)
    if lower in locale.month_names and (
        before.lower() in locale.before_months or before.isdigit() or NUMBER.match(text, word.end) or after in locale.months
    ):
        return Standing.WORD
    if before.lower() in locale.determiners and gap in {" ", "\u00a0"}:
        if after in locale.head_nouns and between in {" ", "\u00a0"} and not owner:
            return Standing.NAME  # `the Corn Hall`
        said = after in locale.human_verbs | locale.being_verbs | locale.conjunctions
        said = said or (after[:1].isupper() and after != "I")
        if said and before.lower() in locale.conjoining:
            return Standing.NAME
        return Standing.UNCLEAR if known and given and after in locale.human_verbs else Standing.WORD
    if word.text in locale.post_nouns and after in {"of", "for"}:
        return Standing.WORD
    if word.initial:
        return _opening(word, owner, between, after, text, lexicon, locale, doubt, known)
    if between in {" ", "\u00a0"} and after[:1].isupper() and after != "I" and not owner:
        if _is_title_case(after, lexicon, locale):
            return doubt
    elif gap in {" ", "\u00a0"} and before[:1].isupper() and before.lower() not in locale.openers and not given:
        if not _is_title_case(before, lexicon, locale):
            return Standing.NAME
        return doubt
    return Standing.NAME


def _opening(
    word: Capital, owner: str, between: str, after: str, text: str, lexicon: Lexicon, locale: Locale, doubt: Standing,
    known: bool,
) -> Standing:
    """The standing of a word that opens a sentence, where every word has a capital."""
    lower, next_word = word.lower, after.lower().replace("’", "'")
    given = lower in locale.ambiguous_given or lower in locale.given_names
    mass = lower in locale.mass_words
    if owner and after[:1].islower() and between in {" ", "\u00a0"}:
        if next_word in locale.after_words or next_word in locale.before_names or _is_participle(next_word, locale):
            return Standing.NAME if given and not mass else doubt  # `Will's told me`, `Hope's a fine thing`
        return Standing.NAME if given else doubt
    if not next_word or not between.strip(" \u00a0"):
        if not next_word:
            return doubt if given or known else Standing.WORD
    else:
        return _before_a_mark(between, next_word, after, given, known, mass, doubt, lexicon, locale)
    if next_word in locale.conjunctions:
        return _joined(text, word.end, given, known, doubt)
    if after[:1].isupper() and after != "I":
        if _is_title_case(after, lexicon, locale) or after.isupper():
            return Standing.WORD if lower in locale.openers else doubt
        return Standing.NAME if given else doubt
    verb = next_word in locale.human_verbs or next_word.endswith(locale.past_endings)
    being = next_word in locale.being_verbs
    if verb and not (lower in locale.openers and not given):
        return Standing.NAME if given or known or not mass else Standing.UNCLEAR
    if being:
        return (Standing.NAME if given or known else Standing.UNCLEAR) if not mass else doubt if given or known else Standing.WORD
    if next_word in locale.after_words:
        return Standing.UNCLEAR if known and after == "I" and lower not in locale.openers else Standing.WORD
    if next_word in locale.after_nouns:
        return Standing.UNCLEAR if known or (given and next_word in {"from", "at", "in", "on"} and not mass) else Standing.WORD
    return Standing.UNCLEAR if known else Standing.WORD


def _before_a_mark(
    between: str, next_word: str, after: str, given: bool, known: bool, mass: bool, doubt: Standing, lexicon: Lexicon, locale: Locale
) -> Standing:
    """`Mark, can you`, `Rose, Penny and Art`, `Laughter.`"""
    if between.startswith(","):
        if after[:1].isupper() and after != "I":
            return Standing.NAME if given or known else doubt
        return (Standing.NAME if not mass else Standing.UNCLEAR) if given else doubt
    if between.startswith(("-", "–", "—", "(")):
        return doubt
    return (Standing.UNCLEAR if not mass or known else Standing.WORD) if given or known else Standing.WORD


def _joined(text: str, end: int, given: bool, known: bool, doubt: Standing) -> Standing:
    """`Bishop and I fell out`, `Patience and Mercy both`: a name beside a name."""
    found = SECOND.match(text, end)
    other = found[1] if found else ""
    if other in {"I", "me"}:
        return Standing.NAME
    if other[:1].isupper():
        return Standing.NAME if given or known else doubt
    return Standing.UNCLEAR if known else Standing.WORD


def _before(text: str, start: int) -> tuple[str, str]:
    """The word before a place in its line, as written, and what stands between."""
    found = BEFORE.search(text, max(0, start - AROUND), start)
    if found is None or ENDED.search(found[2]):
        return "", ""
    return found[1], found[2]


def _after(text: str, end: int) -> tuple[str, str, str]:
    """A possessive ending, what stands between, and the next word, as written, in the line."""
    found = AFTER.match(text, end, min(len(text), end + AROUND))
    return (found[1] or "", found[2], found[3]) if found else ("", "", "")


def _is_title_case(word: str, lexicon: Lexicon, locale: Locale) -> bool:
    """Whether a neighbour's capital is that of a heading or a term: `Grant Committee`, `Price List`."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    if lower in locale.ambiguous or lower in locale.given_names or lower in locale.titles or lexicon.named.get(lower, 0):
        return False
    return is_word(lower, lexicon, locale)


def _is_participle(word: str, locale: Locale) -> bool:
    return word.endswith(locale.participle_endings) or word in locale.participles
