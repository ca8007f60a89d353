"""What stands in a text and is nobody's words: marks that can't be seen, time stamps, pronouns, lines of a service."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from multicase.ingest.blocks import CONTROL, FURNITURE, HEADING, PRONOUN, SERVICE, STAMP, TEXT, Block, LeftOut, Reading
from multicase.ingest.labels import CLOCK, PRONOUNS, is_label_alone, is_shaped_like_a_label
from multicase.ingest.readers.plain import LINE_ENDS

# Control characters, zero-width blanks, soft hyphens, marks of direction; not the joiners that some scripts need.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
TIME = re.compile(r"\d:\d")
LOOSE = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
UNTIL = r"\s*(?:-->|[-–—])\s*"
HASHED = rf"\#{CLOCK}(?:-\d+)?\#"
BEHIND = r"(?:\s*[-–—]\s+|\s*:\s+|\s+|$)"
# A time at the head of a line: from when to when, in brackets or hashes, or bare.
SPAN = re.compile(rf"\s*{LOOSE}\s*-->\s*{LOOSE}{BEHIND}")
AT_HEAD = re.compile(rf"\s*(?P<time>{HASHED}|[\[({{<]\s*{CLOCK}(?:{UNTIL}{CLOCK})?\s*[\])}}>]|{CLOCK}){BEHIND}")
BEHIND_COLON = re.compile(rf"(?P<rest>\s*[^:\n]{{1,60}}:\s+)(?P<time>{CLOCK})\s+(?=\S)")
AT_END = re.compile(rf"(?P<rest>.*?\S)\s*(?:[-–—]\s*)?(?<!\w)(?P<time>{CLOCK})\s*$")
RANGED = rf"{CLOCK}(?:{UNTIL}{CLOCK})?"
MARKED = re.compile(
    rf"[ \t]*(?P<time>{HASHED}|\[\s*{RANGED}\s*\]|\{{\s*{RANGED}\s*\}}|<\s*{RANGED}\s*>|\(\s*{RANGED}\s*\))"
)
# How long nobody spoke, measured by a program.
PAUSE = re.compile(r"\s*[(\[](?:\d+|a|one) (?:second|minute|sec|min)s?\.? pause[)\]]\s*", re.I)
HOURS = re.compile(r"\W*\d+:\d{2}:\d{2}")
COUNTER = re.compile(r"\W*?(\d{1,4})\W*")
DASHED = re.compile(r"[-–—\s]+\d{1,4}[-–—\s]+")
SERVICES = re.compile(
    r"\W*(?:transcribed (?:by|with|using) .*|"
    r"transcript(?:ion)? (?:provided|generated|created|made|exported|powered) by .*|transcription ended .*|"
    r".{0,80} (?:started|stopped) (?:the )?(?:transcription|recording)|sonix is .*|@end|"
    r"this transcript was (?:exported|generated|created) .*|(?:auto|automatically)[- ]?generated (?:by|with) .*|"
    r"(?:sub)?titles by .*|captions? by .*|recorded (?:by|with) \S+\.(?:com|ai|io).*|"
    r"view (?:the )?latest version here.*|"
    r"(?:the )?end of (?:the )?(?:transcript|transcription|interview|recording|tape)\W*|"
    r"(?:unknown|free) (?:transcription )?(?:trial|plan).*upgrade.*)",
    re.I,
)
AT_THE_ENDS = 4  # lines at the head and at the foot of a file where a service may name itself
FEWEST, SHARE, RISING = 3, 1 / 3, 0.8  # times in one place of the lines, their share of the lines, and how many go on


def cleaned(reading: Reading) -> Reading:
    """A reading whose blocks hold words alone; the rest is among what was left out."""
    blocks = list(_split(reading.blocks))
    found = replace(reading, blocks=[], left_out=list(reading.left_out))
    dropped = _services(blocks) | _counters(blocks)
    times = _Times.of([block for number, block in enumerate(blocks) if number not in dropped])
    stamped = False
    for number, block in enumerate(blocks):
        if number in dropped:
            found.leave(block.text, block.locator, dropped[number])
            continue
        text, speaker = (_without_unseen(words, block, found) for words in (block.text, block.speaker))
        kept = times.without(text, block, found)
        stamped = stamped or kept != text
        if text.strip() and not kept.strip() and not speaker:
            continue  # a line that holds a time alone: the next one is what was said then
        kept, speaker = _without_pronouns(kept, block, found), _without_pronouns(speaker, block, found, whole=True)
        speaker, is_stamped = speaker.strip(), stamped and bool(kept.strip())
        is_same = (kept, speaker, is_stamped) == (block.text, block.speaker, block.stamped)
        found.blocks.append(block if is_same else replace(block, text=kept, speaker=speaker, stamped=is_stamped))
        stamped = stamped and not kept.strip()
    return found


def _split(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if not LINE_ENDS.search(block.text):
            yield block
            continue
        for place, line in enumerate(LINE_ENDS.split(block.text)):
            yield replace(block, text=line, speaker="" if place else block.speaker)


def _without_unseen(text: str, block: Block, found: Reading) -> str:
    if not UNSEEN.search(text):
        return text
    found.left_out.append(LeftOut("".join(UNSEEN.findall(text)), block.locator, CONTROL))
    return UNSEEN.sub("", text)


@dataclass(frozen=True)
class _Times:
    """In which places of its lines a source has time stamps: not one that somebody says, but many that go on."""

    head: bool  # bare ones at the head of lines
    end: bool  # bare ones at their end
    behind: bool  # bare ones behind a label's colon
    marked: bool  # `[00:03]` anywhere

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> _Times:
        filled = [block for block in blocks if block.text.strip() and block.role != HEADING]
        timed = [block.text for block in filled if TIME.search(block.text)]
        heads = [found for text in timed if (found := AT_HEAD.match(text))]
        alone = [found for found in heads if found.end() == len(found.string)]
        ends = [found for text in timed if (found := AT_END.match(text)) and not _is_head(found["rest"])]
        behind = [found for text in timed if (found := BEHIND_COLON.match(text))]
        marked = [found for text in timed for found in MARKED.finditer(text)]
        many = max(FEWEST, SHARE * len(filled))
        return cls(
            head=_go_on(heads) and (len(heads) >= many or len(alone) >= FEWEST),
            end=_go_on(ends) and len(ends) >= many,
            behind=_go_on(behind) and len(behind) >= many,
            marked=_go_on(marked),
        )

    def without(self, text: str, block: Block, found: Reading) -> str:
        """A text without time stamps; what a person says of the clock stays."""
        if "pause" in text.casefold() and PAUSE.fullmatch(text):
            found.leave(text, block.locator, STAMP)
            return ""
        if not TIME.search(text):
            return text
        kept = text
        while stamp := SPAN.match(kept) or AT_HEAD.match(kept):
            if not self._is_sure(stamp, kept):
                break
            found.leave(stamp[0], block.locator, STAMP)
            kept = kept[stamp.end() :]
        if self.behind and (behind := BEHIND_COLON.match(kept)):
            found.leave(behind["time"], block.locator, STAMP)
            kept = behind["rest"] + kept[behind.end() :]
        if self.end and (end := AT_END.match(kept)) and not _is_head(end["rest"]):
            found.leave(kept[end.end("rest") :], block.locator, STAMP)
            kept = end["rest"]
        return MARKED.sub(lambda stamp: self._left(stamp, block, found), kept)

    def _is_sure(self, stamp: re.Match[str], text: str) -> bool:
        """Whether a time at the head of a line is a stamp, and nothing that somebody says."""
        time = stamp.groupdict().get("time")
        if time is None or time.startswith("#"):
            return True
        is_alone = stamp.end() == len(text)
        has_hours = bool(HOURS.match(time))
        if time[0].isdigit():
            return self.head or (is_alone and has_hours)
        return self.marked or has_hours or is_alone

    def _left(self, stamp: re.Match[str], block: Block, found: Reading) -> str:
        time = stamp["time"]
        is_said = time.startswith("(") or not (time.startswith("#") or HOURS.match(time))
        if is_said and not self.marked:
            return stamp[0]
        found.leave(stamp[0], block.locator, STAMP)
        return ""


def _is_head(text: str) -> bool:
    """Whether words before a time are a speaker's label, `Ada Miller  0:03`, which is told with its time."""
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


def _without_pronouns(text: str, block: Block, found: Reading, whole: bool = False) -> str:
    """A text without the pronouns behind a label, `Name (she/her): words`, which say more of a person than a name."""
    pronouns = PRONOUNS.search(text, 0, 160) if "/" in text else None
    if not pronouns or not (whole or _is_head(text[: pronouns.start()])):
        return text
    behind = text[pronouns.end() :].strip()
    if behind and behind[0].isalpha():
        return text
    found.leave(pronouns[0], block.locator, PRONOUN)
    return text[: pronouns.start()] + text[pronouns.end() :]


def _services(blocks: Sequence[Block]) -> dict[int, str]:
    """Lines in which a service names itself: the first ones, or after a blank line the last."""
    is_lined = any(not block.text.strip() for block in blocks)
    filled = [number for number, block in enumerate(blocks) if block.text.strip()]
    near = {*filled[:AT_THE_ENDS], *filled[-AT_THE_ENDS:]}
    return {
        number: SERVICE
        for number in sorted(near)
        if SERVICES.fullmatch(blocks[number].text.strip())
        and (number in filled[:1] or not is_lined or not blocks[number - 1].text.strip())
    }


def _counters(blocks: Sequence[Block]) -> dict[int, str]:
    """Lines that hold a number alone, each one more than the one before: of captions, paragraphs or pages.

    What a speaker is named for is an answer, whether the format or a label alone in the line above names one.
    """
    alone = [
        (number, int(found[1]))
        for number, block in enumerate(blocks)
        if block.role == TEXT
        and len(block.text) < 16
        and (found := COUNTER.fullmatch(block.text.strip()))
        and not (block.speaker or (number and is_label_alone(blocks[number - 1].text)))
    ]
    few = FEWEST - all(DASHED.fullmatch(blocks[number].text) for number, _ in alone)
    rising = len(alone) >= few and all(after == before + 1 for (_, before), (_, after) in pairwise(alone))
    return {number: FURNITURE for number, _ in alone} if rising else {}
