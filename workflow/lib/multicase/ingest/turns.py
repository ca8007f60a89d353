"""Turns: who says what, told from events, headings and an observer's thoughts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from multicase.ingest import events, styles
from multicase.ingest.blocks import HEADING, Canonical, Line
from multicase.ingest.readers.plain import UNDERLINE
from multicase.study.problems import Problem, StudyError

SPEECH, EVENT, VERBATIM, INFERENCE, LABEL = "speech", "event", "verbatim", "inference", "label"
COMMENT = re.compile(r"\s*(?:\*\*)?\[?(?:OC|O\.C\.|Observer(?:['’]s)? comments?)(?:\*\*)?\s*:\s*(?:\*\*)?\s*", re.I)
HASHES = re.compile(r"#{1,6}\s+")
# A numbered question, or a short numbered heading, of a topic guide.
QUESTION = re.compile(r"\s*\d{1,2}[.)]\s+(?:.*\?|[^.!?\n]{1,70})\s*$")
INTERVIEWER, UNIDENTIFIED = "interviewer", "unidentified"
ALIKE = 80  # rapidfuzz ratio from which an unlisted label counts as a slip of a listed one


@dataclass
class Turn:
    """A turn that is being read; `labels` are the spans of labels repeated inside it."""

    layer: str
    start: int
    end: int
    locator: str
    label: str = ""
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


class Speakers:
    """The labels of one source: listed by people, or guessed where the study has no list."""

    def __init__(self, listed: Mapping[str, str] | None, source_id: str, guessed: Iterable[str] = ()):
        self.listed = listed is not None
        self.label_of = {styles.key(label): label for label in (listed if self.listed else guessed)}
        self._who = {styles.key(label): who for label, who in listed.items()} if self.listed else {}
        if not self.listed:
            numbers = iter(range(1, len(self.label_of) + 1))
            for name, label in self.label_of.items():
                is_asking = styles.INTERVIEWER.fullmatch(label)
                self._who[name] = INTERVIEWER if is_asking else f"{source_id}-s{next(numbers)}"

    def knows(self, label: str) -> bool:
        return bool(label) and styles.key(label) in self.label_of

    def who(self, label: str) -> str:
        """A participant id, `interviewer`, or nothing for an unidentified speaker."""
        found = self._who.get(styles.key(label), "")
        return "" if found == UNIDENTIFIED else found


def parse(
    canonical: Canonical, *, kind: str, source_id: str, speakers: Mapping[str, str] | None, name: str
) -> list[dict[str, object]]:
    """The turns of a source, as rows of the contract `turns` without the columns that name the source.

    speakers: label -> participant id, `interviewer` or `unidentified`; the empty label says who speaks paragraphs
    without one. None if the study lists no speakers: then each label found gets an id of the source.
    Raises StudyError naming every label that isn't listed, with its place and the nearest listed one.
    """
    lines = [line for line in canonical.lines if line.block.text.strip() or line.label_start >= 0]
    guessed = () if speakers is not None or kind == "document" else styles.guess_labels(canonical.text, lines)
    known = Speakers(speakers, source_id, guessed)
    style = None if kind == "document" else styles.choose(canonical.text, lines, known.knows)
    if known.listed and kind != "document":
        _refuse_unknown(canonical.text, lines, style, known, name)
    if known.label_of and "" not in known.label_of and style is None and kind.endswith("interview"):
        _refuse_unlabelled(name)
    reader = _Reader(canonical.text, kind, style, known)
    for paragraph in _paragraphs(canonical, reader):
        reader.read(paragraph)
    return list(_rows(canonical.text, reader.turns, known))


def _paragraphs(canonical: Canonical, reader: _Reader) -> Iterator[Paragraph]:
    """Lines of a text file stand together until a blank one, a label or a change of role; other blocks stand alone."""
    group: list[Line] = []
    for line in canonical.lines:
        is_line = line.block.locator.startswith("line ")
        is_blank = not line.block.text.strip() and line.label_start < 0
        breaks = is_blank or not is_line or reader.opening(line) or (group and group[-1].block.role != line.block.role)
        if group and (breaks or _stands_alone(canonical.text, line)):
            yield Paragraph(tuple(group))
            group = []
        if not is_blank:
            group.append(line)
            if _stands_alone(canonical.text, line):
                yield Paragraph((line,))
                group = []
    if group:
        yield Paragraph(tuple(group))


def _stands_alone(text: str, line: Line) -> bool:
    return line.label_start < 0 and line.block.role != HEADING and events.is_event(text[line.start : line.end])


class _Reader:
    """Reads paragraphs one after the other into turns."""

    def __init__(self, text: str, kind: str, style: styles.Style | None, known: Speakers):
        self.text, self.kind, self.style, self.known = text, kind, style, known
        self.turns: list[Turn] = []
        self.open: Turn | None = None  # the turn that an unlabelled paragraph continues
        self.interrupted = False  # whether an event has stood since the open turn's last words
        self.has_labels = bool(known.label_of) and style is not None
        self.unlabelled = "" in known.label_of  # somebody is listed as speaking paragraphs without a label

    def opening(self, line: Line) -> styles.Opening | None:
        if self.kind == "document":
            return None
        head = styles.opening(self.text, line, self.style)
        return head if head and (line.label_start >= 0 or self.known.knows(head.label)) else None

    def read(self, paragraph: Paragraph) -> None:
        words = self.text[paragraph.start : paragraph.end]
        head = self.opening(paragraph.lines[0])
        if paragraph.lines[0].block.role == HEADING or (self.unlabelled and not head and QUESTION.fullmatch(words)):
            self._heading(paragraph)
        elif not head and events.is_event(words):
            self._add(EVENT, paragraph)
            self.interrupted = True
        elif self.kind == "observation" and (comment := COMMENT.match(words)):
            self._add(INFERENCE, paragraph, skip=comment.end())
            self.open = None
        elif head:
            self._labelled(paragraph, head)
        else:
            self._unlabelled(paragraph)

    def _heading(self, paragraph: Paragraph) -> None:
        lines = [line for line in paragraph.lines if not UNDERLINE.fullmatch(self.text[line.start : line.end])]
        if lines:
            marks = HASHES.match(self.text, lines[0].start, lines[0].end)
            self._add("heading", Paragraph(tuple(lines)), skip=len(marks[0]) if marks else 0)
        self.open = None

    def _labelled(self, paragraph: Paragraph, head: styles.Opening) -> None:
        continues = (
            self.open is not None
            and not self.interrupted
            and (self.style is None or self.style.merges or paragraph.lines[0].label_start >= 0)
            and self.open.label
            and self._same(self.open.label, head.label)
            and self.kind != "observation"
        )
        if continues:
            self.open.labels.append((head.start, head.end))
            self.open.end = max(self.open.end, self._end(paragraph))
            return
        turn = Turn(self._speech(), head.speech, self._end(paragraph), paragraph.lines[0].block.locator)
        turn.label, turn.label_start, turn.label_end = head.label, head.start, head.end
        self.turns.append(turn)
        self.open = None if self.kind == "observation" or self.unlabelled else turn
        self.interrupted = False

    def _same(self, one: str, other: str) -> bool:
        return styles.key(one) == styles.key(other) or (self.known.who(one) == self.known.who(other) != "")

    def _unlabelled(self, paragraph: Paragraph) -> None:
        if self.open is not None:
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
        who = known.who(turn.label) if turn.layer in {SPEECH, VERBATIM} else ""
        row = _row(turn.layer, start, end, text, turn.locator) | {
            "speaker_label": turn.label,
            "participant_id": who,
            "is_interviewer": who == INTERVIEWER,
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


def _refuse_unlabelled(name: str) -> None:
    """Raises StudyError for an interview in which none of the labels stands."""
    todo = "Mend the labels in private/speakers.csv; the empty label says who speaks paragraphs without one."
    found, expected = "no line that opens with a label", "a label that private/speakers.csv lists for this source"
    raise StudyError([Problem(name, "", found, expected, todo)])


def _refuse_unknown(text: str, lines: list[Line], style: styles.Style | None, known: Speakers, name: str) -> None:
    """Raises StudyError for labels that aren't listed: those that recur, are like a listed one, or the format names."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import Levenshtein

    heads = [(line, head) for line in lines if (head := styles.opening(text, line, style))]
    # `OC:` opens an observer's comment, however like it is to somebody's initials.
    heads = [(line, head) for line, head in heads if not COMMENT.match(text, line.start, line.end)]
    unknown = [(line, head) for line, head in heads if not known.knows(head.label)]
    times = Counter(styles.key(head.label) for _, head in unknown)
    problems, told = [], set()
    for line, head in unknown:
        name_key = styles.key(head.label)
        near = process.extractOne(name_key, list(known.label_of), scorer=fuzz.ratio)
        is_slip = near is not None and (near[1] >= ALIKE or Levenshtein.distance(name_key, near[0]) == 1)
        shaped = styles.is_shaped_like_a_label(head.label)
        if name_key in told or not (line.label_start >= 0 or (shaped and (times[name_key] > 1 or is_slip)) or is_slip):
            continue
        told.add(name_key)
        nearest = f"; the nearest one is '{known.label_of[near[0]]}'" if near and near[1] >= 50 else ""
        todo = "Add a row for it to private/speakers.csv, or mend the label."
        expected = f"a label that private/speakers.csv lists for this source{nearest}"
        problems.append(Problem(name, line.block.locator, f"the unknown speaker label '{head.label}'", expected, todo))
    if problems:
        raise StudyError(problems)
