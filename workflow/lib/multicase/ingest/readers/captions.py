"""WebVTT and SubRip captions: the words of each cue, with the voices that the file names.

A time line always begins a cue, and all words up to the next one are that cue's, blank lines or not; only its
identifier, and what WebVTT sets apart (header, comments, styles, regions), are no words. Only tags that the format
knows are markup. A line that looks like a time line, but is none, is refused: its words would go to the cue before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from itertools import groupby, pairwise
from typing import NamedTuple

from multicase.ingest import formats
from multicase.ingest.blocks import (
    COMMENT,
    HIDDEN,
    REPEATED,
    SECOND_LABEL,
    SETTING,
    STAMP,
    Block,
    Reading,
    squeezed,
)
from multicase.ingest.events import is_event
from multicase.ingest.labels import is_label_alone, opens_with_label
from multicase.ingest.limits import Budget
from multicase.ingest.refusal import refuse
from multicase.study.problems import StudyError

CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,3})?"
TIMES = re.compile(rf"{CLOCK}\s*-->\s*{CLOCK}(?:\s+(.*))?")
SETTINGS = re.compile(
    r"(?:(?:(?:vertical|line|position|size|align|region):\s?[\w.,%+-]+|[XY][12]:\s?\d+)(?:\s+|$))*", re.I
)
# What people and programs make of an arrow, and of the clock times on either side of it.
DASH = r"\-\u2010-\u2015\u2212"
ARROW = re.compile(rf"(?:[{DASH}=~]\s?){{0,4}}(?:&gt;|[>＞→⟶›»])")
STRONG = re.compile(rf"(?:[{DASH}]\s?){{2}}|\u2014")
LOOSE = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?P<fraction>[.,:]\d{1,6})?"
BEFORE = re.compile(rf"(?<![<\d:]){LOOSE}\s*$")  # `<00:01.000>` is a tag
AFTER = re.compile(rf"\s*{LOOSE}")
FRACTION = r"(?:\d{1,3}:)?\d{1,3}:\d{2}[.,]\d{1,3}"
NO_ARROW = re.compile(rf"{FRACTION}[\s{DASH}]+{FRACTION}")
NEAR = 40  # characters from the beginning of a line within which its times stand

APART = re.compile(r"(?:WEBVTT|NOTE)(?=\s|$)|(?:STYLE|REGION)\s*$|(?=X-TIMESTAMP-MAP=|::cue)")
MACHINE_ID = re.compile(r"(?=\D*\d)[\da-f]+(?:[-/_.:][\da-f]+)*", re.I)
VTT_TAG = re.compile(
    r"<(/?)(c|i|b|u|ruby|rt|lang|v)(?:\.[^\s<>]*)?(?:[ \t]+([^<>\n]*))?>|<(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}>", re.I
)
SRT_TAG = re.compile(r"</?(?:[bius]|font(?:\s[^<>\n]*)?)\s*>|\{\\[^{}\n]*\}", re.I)
OTHER_SPEAKER = re.compile(rf"(?:>>+|[{DASH}](?=\s)|-(?=[^\W\d]))")
NAMELESS = "?"  # the label of a voice that has no name, and need not be the one before
ONLY_STAMP = re.compile(rf"[\[({{<#]\s*{CLOCK}(?:-\d+)?\s*[\])}}>#]")

MOST = 0.5  # the share of cues from which on identifiers are the file's manner
CUES_NEEDED = 5  # to tell that captions roll
ROLLING = 0.6  # the share of pairs of cues of which one shows again what the other showed
LINES_SHOWN = 8  # at once, at most, by captions that roll


class Said(NamedTuple):
    """A line of a cue: who speaks (nobody, if the file doesn't name them), its words, and whether a voice begins."""

    speaker: str
    words: str
    begins: bool


def read(data: bytes, format: str, name: str, budget: Budget) -> Reading:
    """One block per voice of a cue ("cue 3"), and per label or mark of another speaker that opens one of its lines.

    A voice tag names the speaker; a `Name: `, `- ` or `>> ` before the words stays where it is. Words before the first
    cue are blocks too ("line 2"). Left out: header, styles, regions, cue settings, and identifiers that hold more than
    a number or a machine's id; comments; reading aids; what rolling captions show again; what only shows a time stamp,
    or how a tool writes a speaker whom the voice tag names.
    Raises StudyError with every line that looks like a broken time line, or if there is no cue.
    """
    budget.bytes(len(data))
    text, notes = formats.decode(data, name)
    lines = text.replace("\ufeff", "").split("\n")
    is_vtt = format == "vtt" or text.lstrip("\ufeff \t\n").startswith("WEBVTT")
    times = _times(lines, name)
    identifiers = _identifiers(lines, list(times), is_vtt)
    ends = [identifiers.get(time, time) for time in times]
    reading = Reading(notes=list(notes))
    for place in _worded(lines, range(ends[0]), is_vtt, reading):
        locator = f"line {place + 1}"
        _add(_said(lines[place], locator, is_vtt, reading), locator, reading)
    cues = []
    for number, (time, end) in enumerate(zip(times, [*ends[1:], len(lines)], strict=True), 1):
        locator = f"cue {number}"
        if time in identifiers and not MACHINE_ID.fullmatch(lines[identifiers[time]].strip()):
            reading.leave(lines[identifiers[time]], locator, SETTING)
        settings = SETTINGS.match(times[time])
        reading.leave(settings[0], locator, SETTING)
        words = [lines[place] for place in _worded(lines, range(time + 1, end), is_vtt, reading)]
        # no setting, so words that lack their line break
        cues.append(_said("\n".join([times[time][settings.end() :], *words]), locator, is_vtt, reading))
    for number, (said, again) in enumerate(zip(cues, _shown_again(cues), strict=True), 1):
        for line in said[:again]:
            reading.leave(line.words, f"cue {number}", REPEATED)
        _add(said[again:], f"cue {number}", reading)
    return reading


def _times(lines: Sequence[str], name: str) -> dict[int, str]:
    """What stands after the times of each time line, by its place in the file."""
    times: dict[int, str] = {}
    broken = []
    for place, line in enumerate(lines):
        line = line.strip()
        if "-->" in line and (found := TIMES.fullmatch(line)):
            times[place] = found[1] or ""
        elif _looks_timed(line, lines[place - 1] if place else ""):
            broken.append(place + 1)
    if broken:
        found, expected = "a time line that can't be read", "a line such as 00:00:05.000 --> 00:00:07.000"
        todo = "Mend its times and its arrow; if it is speech, write the times in it in another way."
        refusals = [refuse(name, found, expected, todo, f"line {number}") for number in broken]
        raise StudyError(problem for refusal in refusals for problem in refusal.problems)
    if not times:
        todo = "Mend the column format in sources.csv, or export the captions again."
        raise refuse(name, "no cue with a time", "captions", todo)
    return times


def _looks_timed(line: str, above: str) -> bool:
    """Whether a line that is no time line was meant to be one.

    Two clock times around an arrow are, if no words stand before them or both have fractions of a second; so is a
    long arrow (`-->`) next to a clock time or below a cue's number, and any arrow between digits that open the line.
    """
    if NO_ARROW.fullmatch(line):
        return True
    if ">" not in line and "&gt;" not in line and line.isascii():
        return False
    if APART.match(line):
        return False
    for arrow in ARROW.finditer(line):
        head, tail = line[max(0, arrow.start() - NEAR) : arrow.start()], line[arrow.end() : arrow.end() + NEAR]
        left, right = BEFORE.search(head), AFTER.match(tail)
        is_long = bool(STRONG.match(arrow[0]))
        opens = arrow.start() <= NEAR and not re.search(r"[^\W\d_OoIl]", head)
        between_digits = opens and re.search(r"\d", head) and re.match(r"\s*\d", tail)
        if left and right and (opens or (left["fraction"] and right["fraction"])):
            return True
        if is_long and (left or right or between_digits or _is_number(above)):
            return True
        if between_digits and len(arrow[0].strip()) > 1 and arrow[0] != "&gt;" and (left or right):
            return True
    return False


def _identifiers(lines: Sequence[str], times: Sequence[int], is_vtt: bool) -> dict[int, int]:
    """The place of each time line's identifier, for those that have one.

    It stands right above the time line and below a blank one; a number needs no blank line above it. Where that isn't
    the manner of the file such a line is words, but for numbers that count up, and numbers of SubRip. Where blank
    lines were put everywhere, numbers that count up stand above the blank line before each time line.
    """
    near: dict[int, int] = {}
    far: dict[int, int] = {}
    for before, time in pairwise([-1, *times]):
        place = time - 1
        while place > before and not lines[place].strip():
            place -= 1
        if place <= before:
            continue
        is_number = _is_number(lines[place])
        if place < time - 1:
            if is_number:
                far[time] = place
        elif is_number or ((place == 0 or not lines[place - 1].strip()) and not (is_vtt and APART.match(lines[place]))):
            near[time] = place
    if len(near) > MOST * len(times):
        return near
    numbers = {time: place for time, place in near.items() if _is_number(lines[place])}
    near = numbers if not is_vtt or (len(numbers) > 1 and _count_up(lines, numbers)) else {}
    if times[0] in far and len(far) > MOST * len(times) and _count_up(lines, far):
        return far | near
    return near


def _is_number(line: str) -> bool:
    return line.strip().isdecimal() and len(line) < NEAR


def _count_up(lines: Sequence[str], numbers: Mapping[int, int]) -> bool:
    return all(int(lines[one]) < int(lines[other]) for one, other in pairwise(numbers.values()))


def _worded(lines: Sequence[str], span: Iterable[int], is_vtt: bool, reading: Reading) -> list[int]:
    """The places in a span of the lines that hold words; what WebVTT sets apart below a blank line is left out."""
    worded: list[int] = []
    for is_filled, group in groupby(span, key=lambda place: bool(lines[place].strip())):
        if not is_filled:
            continue
        first, *others = group
        is_below_blank = first == 0 or not lines[first - 1].strip()
        if is_vtt and is_below_blank and (found := APART.match(lines[first])):
            apart = "\n".join([lines[first][found.end() :], *(lines[place] for place in others)])
            reading.leave(apart, f"line {first + 1}", COMMENT if found[0] == "NOTE" else SETTING)
        else:
            worded += [first, *others]
    return worded


def _said(text: str, locator: str, is_vtt: bool, reading: Reading) -> list[Said]:
    """The lines of a cue that hold words, without tags and entities."""
    pieces = _voices(text, locator, reading) if is_vtt else [("", SRT_TAG.sub("", text))]
    said: list[Said] = []
    for speaker, piece in pieces:
        begins = True
        for line in piece.split("\n"):
            words = squeezed(unescape(line))  # after the tags, so that `&lt;i&gt;` is none
            if words.strip():
                said.append(Said(speaker, words, begins))
                begins = False
    return said


def _voices(text: str, locator: str, reading: Reading) -> list[tuple[str, str]]:
    """Speakers and what they say, without tags; what a tag holds beside a speaker's name is left out."""
    pieces: list[tuple[str, list[str]]] = [("", [])]
    in_ruby = is_aid = False
    end = 0
    for tag in VTT_TAG.finditer(text):
        _keep(text[end : tag.start()], is_aid, pieces, locator, reading)
        end = tag.end()
        closes, kind, annotation = tag[1], (tag[2] or "").lower(), unescape(tag[3] or "")
        if kind == "v":
            pieces.append(("" if closes else squeezed(annotation).strip() or NAMELESS, []))
            is_aid = False
        else:
            reading.leave(annotation, locator, SETTING)
        if kind == "ruby":
            in_ruby, is_aid = not closes, False
        elif kind == "rt":
            is_aid = in_ruby and not closes
    _keep(text[end:], is_aid, pieces, locator, reading)
    joined = [(speaker, "".join(words)) for speaker, words in pieces]
    return [(speaker if speaker != NAMELESS or _is_said(words) else "", words) for speaker, words in joined]


def _is_said(words: str) -> bool:
    """Whether a voice without a name says something: no event is told in it, and no label of its own stands there."""
    told = squeezed(unescape(words)).strip()
    return bool(told) and not (is_event(told) or opens_with_label(told))


def _keep(words: str, is_aid: bool, pieces: list[tuple[str, list[str]]], locator: str, reading: Reading) -> None:
    if is_aid:
        reading.leave(unescape(words), locator, HIDDEN)
    else:
        pieces[-1][1].append(words)


def _shown_again(cues: Sequence[Sequence[Said]]) -> list[int]:
    """How many of the first lines of each cue only show again the last ones of the cue before.

    None, unless that is the file's manner: people say the same words twice, too. Rolling captions add a line to what
    they show again, at every second cue or so.
    """
    again = [0] * len(cues)
    filled = [place for place, said in enumerate(cues) if said]
    for before, place in pairwise(filled):
        again[place] = _overlap(cues[before], cues[place])
    rolled = [place for place in filled if again[place]]
    growing = sum(again[place] < len(cues[place]) for place in rolled)
    rolls = len(filled) >= CUES_NEEDED and len(rolled) >= ROLLING * (len(filled) - 1) and 3 * growing >= len(rolled)
    return again if rolls else [0] * len(cues)


def _overlap(before: Sequence[Said], after: Sequence[Said]) -> int:
    """The number of lines that end one cue and begin the next."""
    ends, begins = ([line[:2] for line in lines] for lines in (before[-LINES_SHOWN:], after[:LINES_SHOWN]))
    return next((n for n in range(min(len(ends), len(begins)), 0, -1) if ends[-n:] == begins[:n]), 0)


def _add(said: Iterable[Said], locator: str, reading: Reading) -> None:
    """Make blocks of a cue's lines: one goes on in the next line, unless that line shows that another speaks."""
    blocks: list[tuple[str, list[str]]] = []
    for speaker, words, begins in said:
        if begins or not blocks or OTHER_SPEAKER.match(words) or opens_with_label(words):
            blocks.append((speaker, []))
        blocks[-1][1].append(words)
    for speaker, lines in blocks:
        words = " ".join(lines)
        if ONLY_STAMP.fullmatch(words):
            reading.leave(words, locator, STAMP)
        elif speaker and any(colon in words for colon in ":：") and is_label_alone(words):
            reading.leave(words, locator, SECOND_LABEL)
        else:
            reading.blocks.append(Block(words, locator, speaker))
