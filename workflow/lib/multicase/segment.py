"""Segments: the units that coders code, cut from anonymised turns."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from operator import itemgetter

import pandas as pd

from multicase.anchoring.spans import REPLACED, SPOKEN_LAYERS, Nested, blanked, count_words
from multicase.anonymise import locale as locales
from multicase.contracts import CONTRACTS

NEVER = "(?!)"  # what a regular expression without words finds: nothing
OTHER_LAYERS = ("heading", "event")
# Why a segment is not analysed.
INTERVIEWER, NO_SPEECH = "interviewer", "no speech"

# Where a sentence may end: closing marks, quotes and brackets and white space, or a blank line. Any quote closes that
# stands close to the mark (`„Ja.“`, `»Ja.«`, `“Yes.”`), in French also one a blank away (`« Oui. »`). The marks are
# those of scripts with blanks (Arabic, Urdu, Hindi, Armenian, Ethiopic, Burmese), and of those without.
CLOSING = {sign: unicodedata.category(sign) for sign in map(chr, range(0x80, 0x10000))}
ENDS = re.escape("\"')]" + "".join(sign for sign, category in CLOSING.items() if category in {"Pe", "Pf"}))
QUOTES = "".join(sign for sign, category in CLOSING.items() if category == "Pi")
GAP = re.compile(
    rf"(?P<mark>[.!?…؟۔।॥։።။]+)(?:[{ENDS}{QUOTES}]|[ \u00a0\u202f]»(?=\s))*(?P<space>\s+)"
    rf"|(?P<unparted>[。！？｡]+)[{ENDS}]*\s*|(?P<blank>\n[^\S\n]*\n)\s*"
)
WORDS, BETWEEN_WORDS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL), re.compile(r"[\W_]")
OPENING = re.compile(r"[\"“‘'(\[]*(?P<word>[^\W_]+(?:['’][^\W_]+)?)?")
LISTED = re.compile(r"^\s*\d{1,2}\.$")
# Single capitals are initials in names (J. A. Smith) but also ends (hospital A. We ...).
INITIALS = r"[A-ZÀ-ÖØ-Þ](?:\.[A-ZÀ-ÖØ-Þ])*"


@dataclass(frozen=True)
class Stops:
    """What ends with a full stop and is no end of a sentence, as a locale tells it."""

    always: re.Pattern[str]
    before_number: re.Pattern[str]
    before_others: re.Pattern[str]  # unless a word follows that often opens sentences
    openers: frozenset[str]
    capital_word: re.Pattern[str]  # a word of one capital, such as I ...
    after_capital_word: re.Pattern[str]  # ... which ends a sentence that began before it


@cache
def _stops(locale: str) -> Stops:
    words = locales.load(locale)
    capitals = "|".join(words.capital_words) or NEVER
    return Stops(
        _ending(words.abbreviations, re.IGNORECASE),
        _ending(words.abbreviations_before_numbers),
        _ending([*words.abbreviations_unless_opener, INITIALS]),
        words.sentence_openers,
        re.compile(rf"(?:{capitals})(?:['’][a-z]+)?"),
        re.compile(rf"[a-z,] (?:{capitals})\.$"),
    )


def _ending(words: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words) or NEVER})\.$", flags)


def cut(
    anonymised: pd.DataFrame,
    unit: str,
    speakers: str = "participants",
    rows: str = "speech",
    locale: str = "en_GB",
) -> pd.DataFrame:
    """Segments (contract `segments`) of turns (contract `anonymised`), with why some are left out of the analysis.

    unit: `turn`, `paragraph` (a line of the canonical text) or `sentence`. Headings, and events that lie in no turn,
    are segments too, so that what people code in them is counted; events inside a turn stay in its text and count no
    words. speakers: `participants`, or `all`, which analyses interviewers' turns too. rows: `speech` (an observer's
    notes among it), or `all`, which analyses headings and events too. locale: whose abbreviations end no sentence.
    segment_id is `<source_id>:<turn>.<part>`: it hangs on nothing but the source. Raises KeyError for another unit.
    """
    pieces = {"turn": _whole, "paragraph": _paragraphs, "sentence": partial(sentences, locale=locale)}[unit]
    nested = Nested(anonymised)
    turns = anonymised[anonymised["layer"].isin(SPOKEN_LAYERS)]
    others = _standing_alone(anonymised[anonymised["layer"].isin(OTHER_LAYERS)], turns)
    found = [
        segment
        for turn in turns.to_dict("records")
        for segment in _segments(turn, pieces, nested.within(turn["source_id"], turn["start"], turn["end"]))
    ]
    found += [segment for row in others for segment in _segments(row, pieces, [])]
    for segment in found:
        segment["left_out"] = _left_out(segment, speakers, rows)
    return pd.DataFrame(found, columns=list(CONTRACTS["segments"].columns))


def _standing_alone(rows: pd.DataFrame, turns: pd.DataFrame) -> list[dict]:
    """The headings and events that no turn encloses."""
    spans = {source: sorted(zip(of["start"], of["end"], strict=True)) for source, of in turns.groupby("source_id")}
    alone = []
    for row in rows.to_dict("records"):
        around = spans.get(row["source_id"], [])
        place = bisect_right(around, row["start"], key=itemgetter(0)) - 1
        if place < 0 or around[place][1] < row["end"]:
            alone.append(row)
    return alone


def _left_out(segment: dict, speakers: str, rows: str) -> str:
    if segment["layer"] in OTHER_LAYERS:
        return "" if rows == "all" else NO_SPEECH
    return INTERVIEWER if segment["is_interviewer"] and speakers != "all" else ""


def sentences(text: str, events: Iterable[tuple[int, int]] = (), locale: str = "en_GB") -> Iterator[tuple[int, int]]:
    """The spans of a text's sentences, without the white space around them.

    A sentence ends with a closing mark before a capital, a digit, a bracket or the end of the line, or with a blank
    line; not inside a bracketed replacement or an event, nor after a title, an initial or another abbreviation. In a
    text without capitals any closing mark ends it. events: their spans, in order. locale: whose abbreviations count.
    """
    shielded = REPLACED.sub(lambda found: "[" + "x" * (len(found[0]) - 2) + "]", _joined(text, events))
    lower_case = not any(map(str.isupper, shielded))
    stops, place = _stops(locale), 0
    for gap in GAP.finditer(shielded):
        if _ends_sentence(shielded, gap, lower_case, stops):
            yield from _trimmed(text, place, gap.end())
            place = gap.end()
    yield from _trimmed(text, place, len(text))


def _joined(text: str, events: Iterable[tuple[int, int]]) -> str:
    """The text with what stands between the words of each event as letters, which end nothing."""
    pieces, place = [], 0
    for start, end in events:
        pieces += [text[place:start], WORDS.sub(lambda found: BETWEEN_WORDS.sub("x", found[0]), text[start:end])]
        place = end
    return "".join(pieces) + text[place:]


def _ends_sentence(text: str, gap: re.Match[str], lower_case: bool, stops: Stops) -> bool:
    lines = (gap["space"] or "").count("\n")
    if gap["blank"] or gap["unparted"] or lines > 1:
        return True
    opening = OPENING.match(text, gap.end())
    is_bare = gap["mark"] == "." and gap.end("mark") == gap.start("space")
    if is_bare and _abbreviated(text, gap.end("mark"), opening, stops):
        return False
    if lines:
        return True
    word = opening["word"] or ""
    opens = text.startswith("[", gap.end()) or not word[:1].islower()
    if gap["mark"].startswith(("..", "…")):
        return opens and not stops.capital_word.fullmatch(word)  # a pause: `and then … I thought` goes on
    return opens or lower_case


def _abbreviated(text: str, end: int, opening: re.Match[str], stops: Stops) -> bool:
    """Whether the full stop before `end` belongs to an abbreviation, by what it ends and by the word that follows."""
    head = text[max(text.rfind("\n", 0, end) + 1, 0) : end]
    near, word = head[-24:], opening["word"] or ""
    if stops.always.search(near) or LISTED.search(head):
        return True
    if stops.before_number.search(near):
        return word[:1].isdigit()
    if not stops.before_others.search(near) or stops.after_capital_word.search(near):
        return False
    is_initial = len(word) == 1 and text.startswith(".", opening.end())
    return is_initial or word.lower().replace("’", "'") not in stops.openers


def _segments(
    turn: dict, pieces: Callable[..., Iterator[tuple[int, int]]], nested: list[tuple[int, int]]
) -> Iterator[dict]:
    text, offset = turn["text"], turn["start"]
    speech = blanked(text, nested)
    kept = {name: turn[name] for name in CONTRACTS["segments"].columns if name in turn}
    part = 0
    for start, end in pieces(text, nested):
        words = count_words(speech[start:end])
        if words == 0:
            continue
        part += 1
        yield kept | {
            "segment_id": f"{turn['source_id']}:{turn['turn']}.{part}",
            "part": part,
            "start": offset + start,
            "end": offset + end,
            "text": text[start:end],
            "words": words,
        }


def _whole(text: str, events: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    yield from _trimmed(text, 0, len(text))


def _paragraphs(text: str, events: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    place = 0
    for line in text.split("\n"):
        yield from _trimmed(text, place, place + len(line))
        place += len(line) + 1


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
