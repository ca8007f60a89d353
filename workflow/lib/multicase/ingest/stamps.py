"""Time stamps: times of which many stand in one place of the lines, in one form, and go on; others are said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from multicase.ingest.blocks import HEADING, Block
from multicase.ingest.labels import CLOCK, is_label_alone, is_shaped_like_a_label

TIME = re.compile(r"\d:\d")
LOOSE = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
UNTIL = r"\s*(?:-->|[-–—])\s*"
RANGED = rf"{CLOCK}(?:{UNTIL}{CLOCK})?"
HASHED = rf"\#{CLOCK}(?:-\d+)?\#"
BEHIND = r"(?:\s*[-–—]\s+|\s*:\s+|\s+|$)"
# A time at the head of a line: from when to when, in brackets or hashes, or bare.
SPAN = re.compile(rf"\s*(?P<time>{LOOSE}\s*-->\s*{LOOSE}){BEHIND}")
AT_HEAD = re.compile(rf"\s*(?P<time>{HASHED}|[\[({{<]\s*{RANGED}\s*[\])}}>]|{RANGED}){BEHIND}")
BEHIND_COLON = re.compile(rf"\s*[^:\n]{{1,60}}:\s+(?P<left>(?P<time>{CLOCK})\s+)(?=\S)")
AT_END = re.compile(rf"(?P<rest>.*?\S)(?P<left>\s*(?:[-–—]\s*)?(?<!\w)(?P<time>{CLOCK})\s*)$")
MARKED = re.compile(
    rf"[ \t]*(?P<time>{HASHED}|\[\s*{RANGED}\s*\]|\{{\s*{RANGED}\s*\}}|<\s*{RANGED}\s*>|\(\s*{RANGED}\s*\))"
)
HOURS = re.compile(r"\W*\d+:\d{2}:\d{2}")
HEAD, END, COLON, WITHIN = "head", "end", "behind a colon", "within"
ALONE, LABEL, WORDS = "alone", "label", "words"
FEWEST, SHARE, RISING = 3, 1 / 3, 0.8  # times in one place of the lines, their share of the lines, and how many go on
BACK = 5  # seconds that a stamp may go back, where people speak at once


@dataclass(frozen=True)
class _Stamp:
    """What could be a time stamp: its line, its span with what sets it off, the time as it is written.

    place: the part of the line, or the bracket that holds it. beside: whether the line holds nothing else, a label, or
    words. is_answer: whether a label with its time stands right above.
    """

    line: int
    start: int
    end: int
    time: str
    place: str
    beside: str
    is_answer: bool


def spans(blocks: Sequence[Block]) -> dict[int, list[tuple[int, int]]]:
    """Block -> the spans of its time stamps, from left to right; what a person says of the clock is none."""
    lines = [number for number, block in enumerate(blocks) if block.text.strip()]
    found = [
        stamp
        for place, number in enumerate(lines)
        if TIME.search(blocks[number].text)
        for stamp in _in_line(number, blocks[number].text, _is_below_a_timed_label(place, lines, blocks))
    ]
    spoken = sum(blocks[number].role != HEADING for number in lines)
    going_on = _going_on([stamp for stamp in found if blocks[stamp.line].role != HEADING], spoken)
    stamps: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for stamp in found:
        if _is_sure(stamp) or stamp in going_on:
            stamps[stamp.line].append((stamp.start, stamp.end))
    return {line: sorted(those) for line, those in stamps.items()}


def _in_line(line: int, text: str, is_answer: bool) -> Iterator[_Stamp]:
    """Times at the head of a line, one behind the other; then one behind a label, one at the end, those in brackets."""
    heads: list[re.Match[str]] = []
    start = 0
    while start < len(text) and (head := SPAN.match(text, start) or AT_HEAD.match(text, start)):
        heads.append(head)
        start = head.end()
    rest = text[start:]
    beside = WORDS if rest.strip() else ALONE
    if heads and (is_label(rest) or is_label_alone(rest)):
        beside = LABEL
    for depth, head in enumerate(heads):
        time = head["time"]
        place = f"{HEAD} {depth}" if time[0].isdigit() else time[0]
        yield _Stamp(line, *head.span(), time, place, beside, is_answer)
    if behind := BEHIND_COLON.match(text, start):
        yield _Stamp(line, *behind.span("left"), behind["time"], COLON, WORDS, is_answer)
    if (end := AT_END.match(text, start)) and not is_label(end["rest"]):
        yield _Stamp(line, *end.span("left"), end["time"], END, WORDS, is_answer)
    for marked in MARKED.finditer(text, start):
        yield _Stamp(line, *marked.span(), marked["time"], marked["time"][0], WORDS, is_answer)


def is_label(text: str) -> bool:
    """Whether words beside a time are a speaker's label, `Ada Miller  0:03`."""
    return is_shaped_like_a_label(text.strip(" -–—|([*_"))


def _is_below_a_timed_label(place: int, lines: Sequence[int], blocks: Sequence[Block]) -> bool:
    """Whether the line above is `Ada  0:03`, or `Ada:` below a time: what stands here is what she said."""
    if not place or not is_label_alone(above := blocks[lines[place - 1]].text):
        return False
    return bool(TIME.search(above)) or (place > 1 and _is_time_alone(blocks[lines[place - 2]].text))


def _is_time_alone(text: str) -> bool:
    head = SPAN.match(text) or AT_HEAD.match(text)
    return bool(head) and head.end() == len(text)


def _is_sure(stamp: _Stamp) -> bool:
    """Whether a time is written as nobody writes what is said: in hashes, from when to when, in brackets with hours."""
    if "-->" in stamp.time or stamp.place == "#":
        return True
    has_hours, is_alone = bool(HOURS.match(stamp.time)), stamp.beside == ALONE
    if stamp.place.startswith(HEAD):
        return has_hours and is_alone
    if stamp.place in {COLON, END}:
        return False
    return (is_alone and not stamp.is_answer) or (has_hours and not (stamp.place == "(" and stamp.beside == WORDS))


def _going_on(found: Iterable[_Stamp], spoken: int) -> set[_Stamp]:
    """The stamps of each place that are of one form and go on; `spoken`: how many lines hold words."""
    by_place: dict[str, list[_Stamp]] = defaultdict(list)
    for stamp in found:
        if not stamp.is_answer:
            by_place[stamp.place].append(stamp)
    many = max(FEWEST, SHARE * spoken)
    going_on: set[_Stamp] = set()
    for place, those in by_place.items():
        alike = _of_one_form(those)
        chosen = [alike[number] for number in _in_sequence([_seconds(stamp.time) for stamp in alike])]
        beside = Counter(stamp.beside for stamp in chosen)
        is_marked = not (place.startswith(HEAD) or place in {COLON, END})
        is_much = is_marked or len(chosen) >= many or beside[ALONE] >= FEWEST
        if is_much and len(chosen) >= max(FEWEST, RISING * len(alike)):
            usual = {words for words, times in beside.items() if times >= FEWEST or is_marked} or set(beside)
            going_on.update(stamp for stamp in chosen if stamp.beside in usual or HOURS.match(stamp.time))
    return going_on


def _of_one_form(found: Sequence[_Stamp]) -> list[_Stamp]:
    """The stamps that are written as most of them: with hours before there are any, with a zero before one digit."""
    for shows in (_writes_hours_of_zero, _is_padded):
        shown = Counter(shows(stamp.time) for stamp in found)
        usual = shown[True] >= shown[False]
        found = [stamp for stamp in found if shows(stamp.time) in {usual, None}]
    return list(found)


@lru_cache(maxsize=4096)
def _numbers(time: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", re.split(r"-->|[-–—.,]", time.strip("#[](){}<> "), maxsplit=1)[0]))


def _writes_hours_of_zero(time: str) -> bool | None:
    """Whether a time writes its hours although there are none; None where there are some."""
    numbers = _numbers(time)
    return (len(numbers) > 2) if len(numbers) == 2 or not int(numbers[0]) else None


def _is_padded(time: str) -> bool | None:
    """Whether a time of less than ten begins with a zero; None for the others, and for hours, which come late."""
    first, *others = _numbers(time)
    if len(first) > 1 and not first.startswith("0"):
        return None
    return None if len(others) > 1 and int(first) else len(first) > 1


def _seconds(time: str) -> int:
    total = 0
    for part in _numbers(time):
        total = 60 * total + int(part)
    return total


def _in_sequence(seconds: Sequence[int]) -> list[int]:
    """The places of the longest sequence of times that go on; it may begin again, as a second recording does.

    The longest non-decreasing subsequence (Schensted 1961), where each new beginning costs as much as FEWEST times.
    """
    front: list[tuple[int, int, int]] = []  # seconds, worth and place of the best ends, both rising
    before: list[int] = []
    best = (0, -1)
    for place, time in enumerate(seconds):
        fitting = bisect_right(front, time + BACK, key=lambda end: end[0])
        worth, previous = front[fitting - 1][1:] if fitting else (0, -1)
        if best[0] - FEWEST > worth:
            worth, previous = best[0] - FEWEST, best[1]
        before.append(previous)
        best = max(best, (worth + 1, place), key=lambda end: end[0])
        at = bisect_right(front, time, key=lambda end: end[0])
        if not at or front[at - 1][1] <= worth:
            after = at
            while after < len(front) and front[after][1] <= worth + 1:
                after += 1
            front[at:after] = [(time, worth + 1, place)]
    chosen = []
    place = best[1]
    while place >= 0:
        chosen.append(place)
        place = before[place]
    return chosen[::-1]
