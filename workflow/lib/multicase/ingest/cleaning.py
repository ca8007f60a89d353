"""What stands in a text and is nobody's words: marks that can't be seen, time stamps, pronouns, lines of a service."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from multicase.ingest import characters, page_numbers, stamps
from multicase.ingest.blocks import (
    ADDRESSEE,
    CONTROL,
    FURNITURE,
    LINE_NUMBER,
    PRONOUN,
    SERVICE,
    STAMP,
    Block,
    LeftOut,
    Reading,
)
from multicase.ingest.labels import PRONOUNS, is_label_alone, key, openings, opens_with_label
from multicase.ingest.readers.plain import LINE_ENDS, line_numbers
from multicase.ingest.stamps import is_label

# Control characters, zero-width blanks, soft hyphens, marks of direction; not the joiners that some scripts need.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# How long nobody spoke, measured by a program.
PAUSE = re.compile(r"\s*[(\[](?:\d+|a|one) (?:second|minute|sec|min)s?\.? pause[)\]]\s*", re.I)
SERVICES = re.compile(
    r"\W*(?:transcribed (?:by|with|using) .*|"
    r"transcript(?:ion)? (?:provided|generated|created|made|exported|powered) by .*|transcription ended .*|"
    r"(?P<name>.{1,80}) (?:started|stopped) (?:the )?(?:transcription|recording)|sonix is .*|@end|"
    r"this transcript was (?:exported|generated|created) .*|(?:auto|automatically)[- ]?generated (?:by|with) .*|"
    r"(?:sub)?titles by .*|captions? by .*|recorded (?:by|with) \S+\.(?:com|ai|io).*|"
    r"view (?:the )?latest version here.*|"
    r"(?:the )?end of (?:the )?(?:transcript|transcription|interview|recording|tape)\W*|"
    r"(?:unknown|free) (?:transcription )?(?:trial|plan).*upgrade.*)",
    re.I,
)
# Words that stand in what somebody says, and in no name of who started a recording.
NO_NAME = re.compile(
    r"\b(?:i|we|you|he|she|it|they|who|everyone|everybody|nobody|my|our|your|his|her|their|and|so|then|that|when|but)\b",
    re.I,
)
# How a chat that was saved from a meeting says who writes to whom: `From Ada Reed to Everyone: words`.
WRITES = re.compile(
    r"(?:(?P<from>From\s+)|(?P<von>(?:Von|Van|De)\s+)(?=[^:\n]*\s(?:an|aan|à)\s))[^:\n]{1,60}?"
    r"(?P<to>\s+(?:to|an|aan|à)\s+[^:\n]{1,60}?)?(?=\s*:)"
)
Span = tuple[int, int]
FEWEST_LABELS = 2  # that recur behind numbers, from which these are of the lines of a talk
AT_THE_ENDS = 4  # lines at the head and at the foot of a file where a service may name itself


def cleaned(reading: Reading) -> Reading:
    """A reading whose blocks hold words alone; the rest is among what was left out."""
    told, notes = characters.with_windows(reading.blocks)
    raw = list(_split(told))
    blocks = [_seen(block) for block in raw]
    margins = _margins(blocks)
    notes = [*reading.notes, *notes, *characters.notes_on(raw)]
    found = replace(reading, blocks=[], left_out=list(reading.left_out), notes=notes)
    for number, end in margins.items():
        found.leave(blocks[number].text[:end], blocks[number].locator, LINE_NUMBER)
        blocks[number] = _without(blocks[number], [(0, end)])
    dropped = dict.fromkeys(page_numbers.lines_of(blocks), FURNITURE) | _services(blocks)
    times = stamps.spans([replace(block, text="") if n in dropped else block for n, block in enumerate(blocks)])
    addressed, stamped = _addressed(blocks, times), False
    for number, block in enumerate(blocks):
        if number in dropped:
            found.leave(block.text, block.locator, dropped[number])
            continue
        unseen = "".join(UNSEEN.findall(raw[number].text + raw[number].speaker))
        if unseen:
            found.left_out.append(LeftOut(unseen, block.locator, CONTROL))
        apart = _times(block, times.get(number, ()), found)
        for start, end in addressed.get(number, ()):
            found.leave(block.text[start:end], block.locator, ADDRESSEE)
        kept = _without(block, sorted([*apart, *addressed.get(number, ())]))
        stamped = stamped or kept is not block
        if block.text.strip() and not kept.text.strip() and not block.speaker:
            continue  # a line that holds a time alone: the next one is what was said then
        kept = _without(kept, _pronouns(kept.text, block, found))
        speaker = _cut(block.speaker, _pronouns(block.speaker, block, found, whole=True)).strip()
        is_stamped = stamped and bool(kept.text.strip())
        is_same = (speaker, is_stamped) == (kept.speaker, kept.stamped)
        found.blocks.append(kept if is_same else replace(kept, speaker=speaker, stamped=is_stamped))
        stamped = stamped and not kept.text.strip()
    return found


def _split(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if not LINE_ENDS.search(block.text):
            yield block
            continue
        for place, line in enumerate(LINE_ENDS.split(block.text)):
            bold = 0 if place else min(block.bold, len(line))
            yield replace(block, text=line, speaker="" if place else block.speaker, bold=bold)


def _margins(blocks: Sequence[Block]) -> dict[int, int]:
    """Block -> where the number ends that is typed before it, where talk is numbered throughout, line by line.

    Numbers of what is no talk, such as the paragraphs of a judgment, are its own.
    """
    if any(block.speaker for block in blocks):
        return {}
    found = {n: start for n, (start, _) in line_numbers([block.text for block in blocks]).items() if start}
    behind = [text for n, start in found.items() if opens_with_label(text := blocks[n].text[start:])]
    again = Counter(key(next(openings(text)).label) for text in behind)
    return found if sum(n > 1 for n in again.values()) >= FEWEST_LABELS else {}


def _seen(block: Block) -> Block:
    """A block without the marks in it that can't be seen."""
    return block.changed(lambda text: UNSEEN.sub("", text))


def _times(block: Block, spans: Sequence[Span], found: Reading) -> Sequence[Span]:
    """The spans of a block's time stamps, which are left out; what a person says of the clock stays."""
    if "pause" in block.text.casefold() and PAUSE.fullmatch(block.text):
        spans = [(0, len(block.text))]
    for start, end in spans:
        found.leave(block.text[start:end], block.locator, STAMP)
    return spans


def _addressed(blocks: Sequence[Block], times: Mapping[int, Sequence[Span]]) -> dict[int, list[Span]]:
    """What stands round the names of who writes, behind the times of a chat: in most lines that begin with one."""
    heads = {number: spans[0][1] for number, spans in times.items() if spans and not spans[0][0]}
    heads = {number: end for number, end in heads.items() if blocks[number].text[end:].strip()}
    found = {number: told for number, end in heads.items() if (told := WRITES.match(blocks[number].text, end))}
    if 2 * len(found) <= len(heads):
        return {}
    named = ("from", "von", "to")
    return {number: [told.span(name) for name in named if told[name]] for number, told in found.items()}


def _pronouns(text: str, block: Block, found: Reading, whole: bool = False) -> Sequence[Span]:
    """The span of the pronouns behind a label, `Name (she/her): words`, which say more of a person than a name."""
    pronouns = PRONOUNS.search(text, 0, 160) if "/" in text else None
    if not pronouns or not (whole or is_label(text[: pronouns.start()])):
        return ()
    behind = text[pronouns.end() :].strip()
    if behind and behind[0].isalpha():
        return ()
    found.leave(pronouns[0], block.locator, PRONOUN)
    return [pronouns.span()]


def _without(block: Block, spans: Sequence[Span]) -> Block:
    if not spans:
        return block
    of_bold = [(start, min(end, block.bold)) for start, end in spans if start < block.bold]
    return replace(block, text=_cut(block.text, spans), bold=len(_cut(block.text[: block.bold], of_bold)))


def _cut(text: str, spans: Sequence[Span]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text


def _services(blocks: Sequence[Block]) -> dict[int, str]:
    """Lines in which a service names itself: the first ones, or after a blank line the last; none that is a turn's."""
    is_lined = any(not block.text.strip() for block in blocks)
    filled = [number for number, block in enumerate(blocks) if block.text.strip()]
    near = {*range(len(filled))[:AT_THE_ENDS], *range(len(filled))[-AT_THE_ENDS:]}
    found = {}
    for place in sorted(near):
        number, above = filled[place], blocks[filled[place - 1]].text if place else ""
        is_apart = not place or not is_lined or not blocks[number - 1].text.strip()
        is_said = blocks[number].speaker or is_label_alone(above)
        if is_apart and not is_said and _names_a_service(blocks[number].text.strip()):
            found[number] = SERVICE
    return found


def _names_a_service(line: str) -> bool:
    """Whether a service names itself in a line, or who started it; behind a label, or of oneself, it is said."""
    found = SERVICES.fullmatch(line)
    return bool(found) and not opens_with_label(line) and not NO_NAME.search(PRONOUNS.sub("", found["name"] or ""))
