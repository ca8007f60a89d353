"""Turns: who says what, told from events, headings and an observer's thoughts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from multicase.ingest import events, labels
from multicase.ingest.asking import COMMENT, asked
from multicase.ingest.blocks import (
    ASIDE,
    HEADING,
    NUMBER,
    OBSERVERS_MARK,
    PRONOUN,
    STAMP,
    TEXT,
    Canonical,
    LeftOut,
    Line,
)
from multicase.ingest.labels import Opening
from multicase.ingest.questions import Question
from multicase.ingest.readers.plain import UNDERLINE
from multicase.ingest.speakers import (
    INTERVIEWER,
    OBSERVER,
    SENTENCE_ENDS,
    Heads,
    Speakers,
    forms_of,
    guessed,
    heads_of,
    named,
)

SPEECH, EVENT, VERBATIM, INFERENCE, LABEL = "speech", "event", "verbatim", "inference", "label"
HASHES = re.compile(r"#{1,6}\s+")
# A numbered question, or a short numbered heading, of a topic guide.
TOPIC = re.compile(r"\s*\d{1,2}[.)]\s+(?:.*\?|[^.!?\n]{1,70})\s*$")
# What may stand before a label: numbers, dates and times in whatever form, and the number of a question.
NUMBERED = re.compile(rf"(?:[\W\d_]|(?<![^\W\d_])(?:{labels.UNIT}|Q(?=\d)))*", re.I)
STRAY = re.compile(r"\w+")
MARKS = re.compile(rf"(?<!\w){COMMENT.pattern}", re.I)
# Where another begins to speak, though nobody says who: in captions, and with the date of a message in a chat.
CHANGE = re.compile(r">>|[-\u2010-\u2015](?=\s|[^\W\d_])")
NARROWEST, WIDEST = 40, 120  # characters of a line that is wrapped
MARGIN = 12  # characters, a time that stood before a line among them, by which a full line may fall short of the others
NEAR = 8  # characters before a line, in which its sentence's end is looked for
MESSAGE = re.compile(
    r"\s*\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?\]?\s*(?:[-–]\s)?\s*(?=\S)",
    re.I,
)


@dataclass
class Turn:
    """A turn that is being read; `labels` are the spans of labels repeated inside it."""

    layer: str
    start: int
    end: int
    locator: str
    label: str = ""
    who: str = ""
    label_start: int = -1
    label_end: int = -1
    labels: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Paragraph:
    """Lines that stand together; in formats without blank lines, one line."""

    lines: tuple[Line, ...]

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end


@dataclass(frozen=True)
class Parsed:
    """Rows of `turns` without the columns that name the source, what stands in none, and what must be asked."""

    rows: list[dict[str, object]]
    left_out: list[LeftOut]
    questions: list[Question]


def parse(canonical: Canonical, *, kind: str, known: Speakers) -> Parsed:
    """The turns of a source, and what must be asked about who speaks in it; a document has no speakers."""
    heads = Heads({}) if kind == "document" else heads_of(canonical)
    lines = [line for line in canonical.lines if line.block.text.strip() or line.label_start >= 0]
    if kind != "document":
        if not known.is_listed:
            known.guess(guessed(lines, heads))
        known.forms = forms_of(lines, heads, known.knows)
    reader = _Reader(canonical, kind, heads, known)
    for paragraph in _paragraphs(canonical, reader):
        reader.read(paragraph)
    rows = list(_rows(canonical.text, reader.turns, known))
    open_ = [] if kind == "document" else list(asked(canonical, lines, heads, known, kind, rows))
    return Parsed(rows, list(_strays(canonical, rows)), open_)


def _paragraphs(canonical: Canonical, reader: _Reader) -> Iterator[Paragraph]:
    """Lines of a text file stand together until a blank one, a label or a change of role, and in an observation until
    one that begins anew; other blocks stand alone.
    """
    group: list[Line] = []
    for line in canonical.lines:
        is_line = line.block.locator.startswith("line ")
        is_blank = not line.block.text.strip() and line.label_start < 0
        opening, is_anothers = reader.opening(line), reader.is_anothers(line)
        breaks = is_anothers or is_blank or not is_line or opening or reader.begins_anew(group, line)
        breaks = breaks or (group and group[-1].block.role != line.block.role)
        if group and (breaks or _stands_alone(canonical.text, line)):
            yield Paragraph(tuple(group))
            group = []
        if not is_blank:
            group.append(line)
            # what another says in brackets ends with its line
            if (opening and opening.enclosed) or _stands_alone(canonical.text, line):
                yield Paragraph((line,))
                group = []
    if group:
        yield Paragraph(tuple(group))


def _fresh(canonical: Canonical) -> Iterator[int]:
    """Where a line of a text begins anew though no blank one stands above it: that one had room for its first word, as
    in notes that are typed line by line and not wrapped.
    """
    text, lines = canonical.text, [line for line in canonical.lines if line.block.locator.startswith("line ")]
    pairs = [(above, line) for above, line in pairwise(lines) if above.block.text.strip() and line.block.text.strip()]
    lengths = sorted(above.end - above.start for above, _ in pairs)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0

    def is_full(above: Line, line: Line) -> bool:
        word = text[line.start : line.end].split(maxsplit=1)[0]
        return above.end - above.start + len(word) + MARGIN > width

    full = [is_full(above, line) for above, line in pairs]
    is_wrapped = NARROWEST <= width <= WIDEST and sum(full) >= len(full) / 2
    for (above, line), had_no_room in zip(pairs, full, strict=True):
        is_within = text[line.start].islower() and text[above.start : above.end].rstrip()[-1:] not in SENTENCE_ENDS
        if not is_within and not (is_wrapped and had_no_room):
            yield line.start


def _is_unclosed(words: str) -> bool:
    """Whether a bracket or a quotation is open at the end of some words."""
    is_open = any(words.count(one) > words.count(other) for one, other in ("()", "[]", "“”", "«»"))
    return is_open or words.count('"') % 2 == 1


def _stands_alone(text: str, line: Line) -> bool:
    return line.label_start < 0 and line.block.role != HEADING and events.is_event(text[line.start : line.end])


class _Reader:
    """Reads paragraphs one after the other into turns."""

    def __init__(self, canonical: Canonical, kind: str, heads: Heads, known: Speakers):
        self.text, self.kind, self.heads, self.known = canonical.text, kind, heads, known
        self.turns: list[Turn] = []
        self.open: Turn | None = None  # the turn that an unlabelled paragraph continues
        self.interrupted = False  # whether an event has stood since the open turn's last words
        self.parted = False  # whether words of nobody have, so that what goes on is a turn of its own
        self.has_labels = bool(known.label_of) and kind != "document"
        self.fresh = frozenset(_fresh(canonical)) if kind == "observation" else frozenset()
        self.unlabelled = "" in known.label_of  # somebody is listed as speaking paragraphs without a label
        messages = (line.start for line in canonical.lines if self._is_message(line) and self.opening(line))
        self.chat = next(messages, len(self.text))  # where a label first stands behind the date of a message

    def opening(self, line: Line) -> Opening | None:
        """The label that opens a line; an observer's comment is none, however like its sign is to initials."""
        if self.kind == "document":  # nobody speaks in it, unless its format says so
            return named(line) if line.label_start >= 0 else None
        if self.kind == "observation" and self._is_comment(line):
            return None
        return self.heads.accepted(line, self.known)

    def begins_anew(self, group: Sequence[Line], line: Line) -> bool:
        """Whether a line of an observation is neither what is said in the lines above it nor the comment that stands
        there; a comment of an observer always is not.
        """
        if self.kind != "observation" or not group:
            return False
        if self._is_comment(line):
            return True
        if line.start not in self.fresh or _is_unclosed(self.text[group[0].start : line.start]):
            return False
        return self._is_comment(group[0]) or self.opening(group[0]) is not None

    def _is_comment(self, line: Line) -> bool:
        return COMMENT.match(self.text, line.start, line.end) is not None

    def is_anothers(self, line: Line) -> bool:
        """Whether a line without a label shows that another than the one before speaks."""
        if not self.has_labels or self.unlabelled or line.block.role != TEXT:
            return False
        if line.block.locator.startswith("cue") and (mark := CHANGE.match(self.text, line.start, line.end)):
            # a dash may also go on with a sentence
            return mark[0] == ">>" or self.text[max(0, line.start - NEAR) : line.start].rstrip()[-1:] in SENTENCE_ENDS
        return line.start > self.chat and self._is_message(line) and self.opening(line) is None

    def _is_message(self, line: Line) -> bool:
        """Whether a line begins with a date, as messages do."""
        return line.block.role == TEXT and bool(MESSAGE.match(self.text, line.start, line.end))

    def read(self, paragraph: Paragraph) -> None:
        words = self.text[paragraph.start : paragraph.end]
        head = self.opening(paragraph.lines[0])
        if paragraph.lines[0].block.role == ASIDE and not head and self.kind != "document":
            self._add("heading", paragraph)
            self.parted = self.open is not None
        elif not head and (paragraph.lines[0].block.role == HEADING or (self.unlabelled and TOPIC.fullmatch(words))):
            self._heading(paragraph)
        elif self.kind == "observation" and (comment := COMMENT.match(words)):
            # before events are told: what an observer thinks often stands in brackets, as what happened does
            self._add(INFERENCE, paragraph, skip=comment.end())
            self.turns[-1].end -= len(_closing(comment[0], words))
            self.open = None
        elif not head and events.is_event(words):
            self._add(EVENT, paragraph)
            self.interrupted = True
        elif head:
            self._labelled(self._worded(paragraph), head)
        else:
            self._unlabelled(paragraph)

    def _heading(self, paragraph: Paragraph) -> None:
        worded = self._worded(paragraph)
        if worded.lines:
            marks = HASHES.match(self.text, worded.start, worded.lines[0].end)
            self._add("heading", worded, skip=len(marks[0]) if marks else 0)
        self.open = None

    def _worded(self, paragraph: Paragraph) -> Paragraph:
        """A paragraph without what underlines it, if it is a heading."""
        if paragraph.lines[0].block.role != HEADING:
            return paragraph
        lines = (line for line in paragraph.lines if not UNDERLINE.fullmatch(self.text[line.start : line.end]))
        return Paragraph(tuple(lines))

    def _labelled(self, paragraph: Paragraph, head: Opening) -> None:
        continues = (
            self.open is not None
            and not self.interrupted
            and not self.parted
            # a label in bold or with a time marks each turn on purpose; others are typed again, or cut by software
            and head.form != labels.BOLD
            and not head.is_timed
            and not head.enclosed
            and self.open.label
            and self._same(self.open, head)
            and self.kind != "observation"
        )
        if continues:
            self.open.labels.append((head.start, head.end))
            self.open.end = max(self.open.end, self._end(paragraph))
            return
        turn = Turn(self._speech(), head.speech, self._end(paragraph), paragraph.lines[0].block.locator)
        turn.label, turn.label_start, turn.label_end = head.label, head.start, head.end
        turn.who = self.known.who(head.label, head.typed)
        if self.kind == "observation" and turn.who == OBSERVER:
            turn.layer = INFERENCE
        self.turns.append(turn)
        if head.enclosed:  # what another says in brackets, while somebody speaks
            turn.end -= 1
            self.parted = self.open is not None
            return
        self.open = None if self.kind == "observation" or self.unlabelled else turn
        self.interrupted = self.parted = False

    def _same(self, turn: Turn, head: Opening) -> bool:
        """Whether a label is of whoever speaks: the same one, or another that people have listed for them."""
        who = self.known.who(head.label, head.typed)
        is_listed = who != "" and self.known.is_listed
        return turn.who == who and (is_listed or labels.key(turn.label) == labels.key(head.label))

    def _unlabelled(self, paragraph: Paragraph) -> None:
        if self.is_anothers(paragraph.lines[0]):
            self.open, self.parted = None, False
            self._add(self._speech(), paragraph)
        elif self.open is not None and self.parted:
            self._add(self.open.layer, paragraph)
            self.turns[-1].label, self.turns[-1].who = self.open.label, self.open.who
            self.open, self.parted, self.interrupted = self.turns[-1], False, False
        elif self.open is not None:
            self.open.end = self._end(paragraph)
            self.interrupted = False
        elif (
            self.has_labels
            and not any(turn.label for turn in self.turns)
            and self.kind != "observation"
            and not self.unlabelled
        ):
            self._add("heading", paragraph)  # what stands before the first label is no speech
        else:
            self._add(self._speech(), paragraph)

    def _speech(self) -> str:
        return VERBATIM if self.kind == "observation" else SPEECH

    def _end(self, paragraph: Paragraph) -> int:
        return paragraph.start + len(self.text[paragraph.start : paragraph.end].rstrip())

    def _add(self, layer: str, paragraph: Paragraph, skip: int = 0) -> None:
        self.turns.append(Turn(layer, paragraph.start + skip, self._end(paragraph), paragraph.lines[0].block.locator))


def _rows(text: str, turns: Iterable[Turn], known: Speakers) -> Iterator[dict[str, object]]:
    """Turns and what is nested in them (labels repeated, events in brackets), by start, the enclosing one first."""
    found: list[tuple[int, int, dict[str, object]]] = []
    for turn in turns:
        start, end = _trimmed(text, turn.start, turn.end)
        if start >= end and not turn.label:
            continue
        who = turn.who if turn.label else known.who("")
        who = who if turn.layer in {SPEECH, VERBATIM} else ""
        row = _row(turn.layer, start, end, text, turn.locator) | {
            "speaker_label": turn.label,
            "participant_id": who,
            "is_interviewer": who in {INTERVIEWER, OBSERVER},
            "label_start": turn.label_start,
            "label_end": turn.label_end,
        }
        found.append((start, -end, row))
        if turn.layer in {SPEECH, VERBATIM, INFERENCE}:
            for place in turn.labels:
                found.append((place[0], -place[1], _row(LABEL, *place, text, turn.locator) | {"participant_id": who}))
            for a, b in events.inline(text[start:end]):
                found.append((start + a, -start - b, _row(EVENT, start + a, start + b, text, turn.locator)))
    found.sort(key=lambda item: item[:2])
    number = event_end = 0
    for _, _, row in found:
        if row["layer"] == EVENT:
            if row["end"] <= event_end:
                continue  # an event that stands alone and is found inside the turn around it too
            event_end = row["end"]
        number += 1
        yield row | {"turn": number}


def _row(layer: str, start: int, end: int, text: str, locator: str) -> dict[str, object]:
    return {
        "layer": layer, "speaker_label": "", "participant_id": "", "is_interviewer": False, "label_start": -1,
        "label_end": -1, "start": start, "end": end, "text": text[start:end], "locator": locator,
    }  # fmt: skip


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _strays(canonical: Canonical, rows: Iterable[Mapping[str, object]]) -> Iterator[LeftOut]:
    """Words of the text that stand in no row and are no label: stamps and numbers beside labels, and nothing else.

    Raises RuntimeError for others, which would be a fault of this program: no word is lost in silence.
    """
    covered = sorted(
        span
        for row in rows
        for span in ((row["start"], row["end"]), (row["label_start"], row["label_end"]))
        if span[0] >= 0
    )
    place, number, lines = 0, 0, canonical.lines
    for start, end in [*covered, (len(canonical.text), len(canonical.text))]:
        if start > place and STRAY.search(canonical.text, place, start):
            while number + 1 < len(lines) and lines[number + 1].start <= place:
                number += 1
            gap = canonical.text[place:start].strip()
            yield LeftOut(gap, lines[number].block.locator, _reason(gap))
        place = max(place, end)


def _closing(mark: str, words: str) -> str:
    """What closes the brackets, italics or bold that an observer's comment opens with its mark, if it does."""
    opened = re.sub(r"\*\*.*\*\*|[^\[(*]", "", mark, flags=re.S)
    closing = opened[::-1].translate({ord("["): "]", ord("("): ")"})
    return closing if words.rstrip().endswith(closing) else ""


def _reason(gap: str) -> str:
    """Why words beside labels stand in no row."""
    unmarked = MARKS.sub(" ", gap)  # of comments that say nothing, and behind what closes the one before, too
    if unmarked != gap and not STRAY.search(unmarked):
        return OBSERVERS_MARK
    rest = labels.PRONOUNS.sub("", unmarked)
    if rest != unmarked and not STRAY.search(rest):
        return PRONOUN
    if not NUMBERED.fullmatch(rest):
        raise RuntimeError("words of the text stand in no row")
    return STAMP if ":" in rest.strip(": ") else NUMBER
