"""Time stamps: times of which many stand in one place of the lines and go on; others are said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
ANY = re.compile(CLOCK)
LONG = 300  # seconds after which nothing more is said at the end of a file
FEWEST, SHARE, RISING = 3, 1 / 3, 0.8  # times in one place of the lines, their share of the lines, and how many go on


def spans(blocks: Sequence[Block]) -> dict[int, list[tuple[int, int]]]:
    """Block -> the spans of its time stamps, from left to right; what a person says of the clock is none."""
    filled = [number for number, block in enumerate(blocks) if block.text.strip()]
    texts = [blocks[number].text for number in filled]
    answers = _answers(texts)
    spoken = [place for place, number in enumerate(filled) if blocks[number].role != HEADING]
    usual = _Usual.of([texts[place] for place in spoken], {n for n, place in enumerate(spoken) if place in answers})
    found = {}
    for place, number in enumerate(filled):
        if TIME.search(texts[place]) and (stamps := list(_in_line(texts[place], usual, place in answers))):
            found[number] = stamps
    return found


@dataclass(frozen=True)
class _Usual:
    """In which places of its lines a source has time stamps: not one that somebody says, but many that go on."""

    head: bool  # bare ones at the head of lines
    end: bool  # bare ones at their end
    behind: bool  # bare ones behind a label's colon
    marked: frozenset[str]  # the brackets in which they stand anywhere

    @classmethod
    def of(cls, lines: Sequence[str], answers: Collection[int]) -> _Usual:
        """answers: the places of lines that open with a time which is said (`_answers`)."""
        timed = [line for line in lines if TIME.search(line)]
        told = [line for place, line in enumerate(lines) if TIME.search(line) and place not in answers]
        heads = [found for line in told if (found := AT_HEAD.match(line))]
        alone = [found for found in heads if found.end() == len(found.string)]
        ends = [found for line in timed if (found := AT_END.match(line)) and not is_label(found["rest"])]
        behind = [found for line in timed if (found := BEHIND_COLON.match(line))]
        marked = [found for line in timed for found in MARKED.finditer(line)]
        many = max(FEWEST, SHARE * len(lines))
        brackets = Counter(found["time"][0] for found in marked)
        return cls(
            head=_go_on(heads) and (len(heads) >= many or len(alone) >= FEWEST),
            end=_go_on(ends) and len(ends) >= many,
            behind=_go_on(behind) and len(behind) >= many,
            marked=frozenset(mark for mark, n in brackets.items() if _go_on(marked) and n >= FEWEST),
        )


def _in_line(text: str, usual: _Usual, is_answer: bool) -> Iterator[tuple[int, int]]:
    """Times at the head of a line, one behind the other; then one behind a label, one at the end, those in brackets."""
    start, end = 0, len(text)
    while start < end and (head := SPAN.match(text, start) or AT_HEAD.match(text, start)):
        if not _is_sure(head, usual, is_answer):
            break
        yield head.span()
        start = head.end()
    if usual.behind and (behind := BEHIND_COLON.match(text, start)):
        yield behind.span("left")
        start = behind.end("left")
    last = AT_END.match(text, start) if usual.end else None
    if last and not is_label(last["rest"]):
        end = last.start("left")
    yield from (marked.span() for marked in MARKED.finditer(text, start, end) if not _is_said(marked["time"], usual))
    if last and end < len(text):
        yield last.span("left")


def _is_sure(stamp: re.Match[str], usual: _Usual, is_answer: bool) -> bool:
    """Whether a time at the head of a line is a stamp, and nothing that somebody says."""
    time = stamp["time"]
    if "-->" in time or time.startswith("#"):
        return True
    is_alone, has_hours = stamp.end() == len(stamp.string), bool(HOURS.match(time))
    if time[0].isdigit():
        return (is_alone and has_hours) or (usual.head and not is_answer)
    return time[0] in usual.marked or has_hours or is_alone


def _is_said(time: str, usual: _Usual) -> bool:
    """Whether a time in brackets within a line may be what somebody says: `(7:30)` where stamps are `[00:07:30]`."""
    is_sure = time.startswith("#") or (HOURS.match(time) and not time.startswith("("))
    return not is_sure and time[0] not in usual.marked


def _answers(lines: Sequence[str]) -> set[int]:
    """The lines that open with a time which is said: below a label that has one, from which it doesn't go on.

    The label's line bears its time (`Ada  0:03`), or stands below it. What goes on lies between it and the next.
    """
    times = [_first_time(line) if TIME.search(line) else None for line in lines]
    answers, later = set(), None
    for place in range(len(lines) - 1, 0, -1):
        mine, before = times[place], times[place - 1]
        if mine is not None and AT_HEAD.match(lines[place]):
            above = lines[place - 1]
            if before is None and is_label_alone(above) and place > 1 and _is_time_alone(lines[place - 2]):
                before = times[place - 2]
            elif before is not None and not (is_label_alone(above) or is_label(ANY.sub("", above))):
                before = None
            latest = later if later is not None else (before or 0) + LONG
            if before is not None and not before <= mine <= max(latest, before):
                answers.add(place)
        if mine is not None and place not in answers:
            later = mine
    return answers


def _first_time(text: str) -> int | None:
    found = ANY.search(text)
    return _seconds(found[0]) if found else None


def _is_time_alone(text: str) -> bool:
    head = SPAN.match(text) or AT_HEAD.match(text)
    return bool(head) and head.end() == len(text)


def is_label(text: str) -> bool:
    """Whether words beside a time are a speaker's label, `Ada Miller  0:03`."""
    return is_shaped_like_a_label(text.strip(" -–—|([*_"))


def _go_on(found: Sequence[re.Match[str]]) -> bool:
    """Whether times are many, and hardly ever go back."""
    seconds = [_seconds(one["time"]) for one in found]
    rising = sum(after >= before for before, after in pairwise(seconds))
    return len(seconds) >= FEWEST and rising >= RISING * (len(seconds) - 1)


def _seconds(time: str) -> int:
    total = 0
    for part in re.findall(r"\d+", re.split(r"-->|[-–—.,]", time.strip("#[](){}<> "), maxsplit=1)[0]):
        total = 60 * total + int(part)
    return total
