"""What must be asked of a source: lines that could be somebody's, labels that stand nowhere, voices that are odd."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from multicase.anchoring.spans import count_words
from multicase.ingest import events, labels, questions
from multicase.ingest.blocks import TEXT, Canonical, Line
from multicase.ingest.labels import Opening
from multicase.ingest.questions import Question
from multicase.ingest.speakers import (
    MOSTLY,
    SENTENCE_ENDS,
    Heads,
    Speakers,
    could_be,
    is_bold_throughout,
    named,
    recurring,
)

COMMENTS = (  # what opens an observer's comment, in English, German, Dutch and French
    r"OC|O\.C\.|Observer(?:['’]s)? comments?|Beobachter(?:[:*_]?innen|in)?-?kommentare?|"
    r"(?:Kommentare?|Anm(?:erkung(?:en)?|\.)) d(?:e[rs]|\.) (?:Beobachter(?:in|s)|Beob\.)|"
    r"(?:Commentaar|Opmerking(?:en)?) (?:van de )?observator|(?:Commentaires?|Remarques?) de l['’]observat(?:eur|rice)"
)
COMMENT = re.compile(rf"\s*\*{{0,2}}[\[(]?\*{{0,2}}(?:{COMMENTS})\*{{0,2}}\s*:\s*(?:\*\*)?\s*", re.I)
ALIKE = 80  # rapidfuzz ratio from which an unlisted label counts as a slip of a listed one
MORE = re.compile(r"\s*[(\[,/&?]|\s+[-–—]\s|\s+(?:to|and|an|à|a|y|und|et)\s")
HINT = 50  # ... from which it is named as the nearest one
NEARLY, FEWEST_FULL = 0.85, 3  # of the longest line, and lines as long, from which a text is wrapped
MOST_SMALL = 2  # words of a name in small letters, alone in its line
Rows = Sequence[Mapping[str, object]]


def asked(
    canonical: Canonical, lines: Sequence[Line], heads: Heads, known: Speakers, kind: str, rows: Rows
) -> Iterator[Question]:
    """What can't be known of who speaks in a source (see `questions`). rows: its turns."""
    unlisted = list(_unlisted(canonical, lines, heads, known, kind))
    yield from unlisted
    stood: dict[str, list[str]] = {}
    for line in lines:
        if found := heads.accepted(line, known):
            stood.setdefault(found.label, []).append(line.block.locator)
    stand = {labels.key(label) for label in stood}
    told = stand | known.confirmed | {labels.key(question.label) for question in unlisted}
    if known.is_listed:
        for label in sorted(known.own):
            name, who = labels.key(label), known.who(label)
            if label and name in known.label_of and name not in told:
                yield questions.absent(known.source_id, label, who, _marks_behind(canonical, lines, label))
    is_unlabelled = not stand and "" not in known.label_of and kind.endswith("interview")
    if is_unlabelled:
        yield questions.unlabelled(known.source_id)
    if kind.endswith("interview"):
        yield from _inside(rows, stood, known)
    who = {label: known.who(label) for label in stood}
    yield from questions.of_likeness(known.source_id, stood, who, known.confirmed)
    # who says what has no label is asked once, and the answer says that it is nearly everything
    if not is_unlabelled and (stand or not known.label_of.keys() - {""}):
        own = frozenset(map(labels.key, known.own))
        yield from questions.of_voices(known.source_id, kind, list(_voices(rows)), known.confirmed, own)


@dataclass
class _Found:
    """An opening that is asked about: its label as it is shown, and where it stands."""

    kind: str
    label: str
    nearest: str = ""
    is_slip: bool = False
    is_plain: bool = True
    places: list[str] = field(default_factory=list)


def _unlisted(
    canonical: Canonical, lines: Sequence[Line], heads: Heads, known: Speakers, kind: str
) -> Iterator[Question]:
    """Openings of lines that could be speakers', and aren't taken for any."""
    could = _Could(canonical.text, lines, heads, known, kind)
    found: dict[str, _Found] = {}
    for line in lines:
        if line.label_start < 0 and (heads.accepted(line, known) or not _is_speech(canonical.text, line)):
            continue
        openings = (named(line),) if line.label_start >= 0 else heads.of.get(line.start, ())
        for head in openings:
            if known.refuses(head):
                break
            if one := could.be(head, line):
                found.setdefault(one.label, one).places.append(line.block.locator)
                break
    for one in found.values():
        if (
            could.is_bold
            and one.is_plain
            and len(one.places) == 1
            and not (one.is_slip or labels.is_generic(one.label))
        ):
            continue
        others = known.label_of.values() if one.kind == questions.UNLISTED else ()
        alike = next((other for other in others if questions.are_alike(one.label, other)), "")
        nearest = alike or one.nearest
        yield questions.of_label(known.source_id, one.label, one.places, one.kind, nearest, bool(alike))


class _Could:
    """Tells which openings of a source's lines could be labels."""

    def __init__(self, text: str, lines: Sequence[Line], heads: Heads, known: Speakers, kind: str):
        self.text, self.heads, self.known = text, heads, known
        self.is_interview = kind.endswith("interview")
        # Two lines for each turn: what stands alone so often in an interview is asked about, and not taken for a label.
        mostly_alone = MOSTLY / 2 if self.is_interview else MOSTLY
        self.recurring = recurring(lines, heads, mostly_alone) if known.is_listed else {}
        self.is_bold = is_bold_throughout(lines, heads)
        self.names: dict[str, str] = {}
        self.between = _between_words(text, lines, heads, known) if labels.ALONE in known.forms else frozenset()
        self.begin = min((line.start for line in lines if heads.accepted(line, known)), default=len(text))

    def be(self, head: Opening, line: Line) -> _Found | None:
        """What there is to ask of an opening; nothing if it is nobody's."""
        if line.label_start >= 0 and self.known.knows(head):
            return None
        if head.form == labels.STRONG and self._is_a_word(head) and self.heads.bold[labels.key(head.label)] == 1:
            return None  # said with stress
        if self.known.knows(head):
            is_asked = head.form in labels.MANNERS - {labels.SLIP} or (self.is_interview and self._is_slip(head))
            return _Found(questions.FORM, head.typed) if is_asked else None
        if self._is_remark(head, line):
            name = self.names.setdefault(labels.key(head.label), head.label)
            return _Found(questions.UNLISTED, name, is_plain=False)
        nearest, is_slip = self._nearest(head)
        is_timed = line.start in self.heads.timed or labels.ALONE in self.known.forms
        is_small = head.form == labels.ALONE and line.start in self.between and self._is_small_name(head, line)
        is_shaped = (could_be(head, is_timed) or is_small) and head.form in self.known.forms
        is_slip = is_slip or (head.form in labels.SURE and self._is_more(head.label))
        is_frequent = labels.key(head.label) in self.recurring.get(head.form, ())
        is_named = line.label_start >= 0
        is_slip_of_sure = is_slip and head.form in labels.SURE
        if not (is_named or is_shaped or is_frequent or is_slip_of_sure or self._is_in_bold(head)):
            return None
        if not (self.known.is_listed or head.label in self.known.doubtful or is_slip or is_small):
            return None
        name = self.names.setdefault(labels.key(head.label), head.label)
        return _Found(questions.UNLISTED, name, nearest, is_slip, head.form == labels.COLON and not is_named)

    def _is_small_name(self, head: Opening, line: Line) -> bool:
        """Whether a line is nothing but a name or two, and no item of a list, number or length of time."""
        is_all = self.text[line.start : line.end].strip().strip("*_") == head.label
        return is_all and head.label[:1].isalpha() and len(head.label.split()) <= MOST_SMALL

    def _is_remark(self, head: Opening, line: Line) -> bool:
        """Whether a line below the first label of an interview may be the research team's, whoever spoke last. What
        brackets hold is nobody's anyway.
        """
        is_below = self.is_interview and line.start > self.begin
        is_apart = events.WHOLE.fullmatch(self.text[line.start : line.end].strip())
        return is_below and not is_apart and head.form in labels.SURE and labels.is_remark(head.label)

    def _is_in_bold(self, head: Opening) -> bool:
        """Whether words in bold without a colon may be a name: one that recurs, or any where the source writes labels
        so; elsewhere one that stands once is a heading or said with stress.
        """
        is_again = self.heads.bold.get(labels.key(head.label), 0) > 1 or labels.is_generic(head.label)
        is_manner = labels.STRONG in self.known.forms and labels.is_shaped_like_a_label(head.label)
        is_asked = self.is_interview and (is_again or is_manner) and "" not in self.known.label_of
        return head.form == labels.STRONG and is_asked

    def _is_slip(self, head: Opening) -> bool:
        """Whether a listed label stands at the head of a line as if its colon had been forgotten or mistyped."""
        if head.form == labels.BARE and len(labels.key(head.label)) == 1:
            return not self._is_a_word(head)
        is_mistyped = head.form == labels.SLIP and not head.typed.endswith(("=", "|"))  # a legend: `CP = the chair`
        return is_mistyped or (head.form == labels.BARE and labels.is_generic(head.label))

    def _is_a_word(self, head: Opening) -> bool:
        """Whether a label may be a word as well: one letter (`I`), but not before a capital."""
        return len(labels.key(head.label)) == 1 and not self.text[head.speech : head.speech + 1].isupper()

    def _is_more(self, label: str) -> bool:
        """Whether a label is a listed one with something behind it: `P1 (laughing)`, `P1 to P2`."""
        return any(
            label.casefold().startswith(one.casefold()) and MORE.match(label, len(one))
            for one in self.known.label_of.values()
            if one
        )

    def _nearest(self, head: Opening) -> tuple[str, bool]:
        """The listed label most like an opening's, and whether the opening's looks like a slip of it."""
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import Levenshtein

        name = labels.key(head.label)
        near = process.extractOne(name, list(self.known.label_of), scorer=fuzz.ratio)
        if near is None or near[1] < HINT:
            return "", False
        return self.known.label_of[near[0]], near[1] >= ALIKE or Levenshtein.distance(name, near[0]) == 1


def _between_words(text: str, lines: Sequence[Line], heads: Heads, known: Speakers) -> frozenset[int]:
    """Where lines start that stand below words and above words, as labels alone in their lines do, and answers such as
    `yes`, right below who gives them, don't; nor is it the last word of a sentence that went over the end of its line.
    """
    filled = [line for line in lines if line.end > line.start]
    is_label = [False, *(heads.accepted(line, known) is not None for line in filled), True]
    around = zip(filled, is_label, is_label[2:], strict=False)
    return frozenset(line.start for line, before, after in around if not (before or after)) - _going_on(text, filled)


def _going_on(text: str, lines: Sequence[Line]) -> set[int]:
    """Where lines start whose first word had no room in the line above, in a text that is wrapped at one width."""
    width = max((line.end - line.start for line in lines), default=0)
    if sum(line.end - line.start >= NEARLY * width for line in lines) < FEWEST_FULL:
        return set()
    found = set()
    for above, line in pairwise(lines):
        word = text[line.start : line.end].split(maxsplit=1)[0]
        is_next = text.count("\n", above.end, line.start) == 1
        is_full = above.end - above.start + 1 + len(word) > width
        if is_next and is_full and not text.endswith(SENTENCE_ENDS, above.start, above.end):
            found.add(line.start)
    return found


def _is_speech(text: str, line: Line) -> bool:
    """Whether a line could be somebody's: it is no heading, no event and no observer's comment."""
    is_other = COMMENT.match(text, line.start, line.end) or events.is_event(text[line.start : line.end])
    return line.block.role == TEXT and not is_other


def _marks_behind(canonical: Canonical, lines: Iterable[Line], label: str) -> tuple[int, str]:
    """How many lines open with the words of a label all the same, and the mark that follows in the first."""
    opening = re.compile(rf"\W*{re.escape(label)}(?!\w)\s*([^\w\s]?)", re.I)
    found = [match for line in lines if (match := opening.match(canonical.text, line.start, line.end))]
    return len(found), found[0][1] if found else ""


def _inside(rows: Rows, stood: Mapping[str, Sequence[str]], known: Speakers) -> Iterator[Question]:
    """Known labels with their colons in the midst of somebody's words, where another may have begun to speak."""
    forms = {label: labels.key(label) for label in stood if label and labels.key(label) not in known.confirmed}
    if not forms:
        return
    longest = sorted(forms, key=lambda label: (-len(label), label))
    known_ones = "|".join(map(re.escape, longest))
    inside = re.compile(rf"(?:[.?!…][\"”»’]?[ \t]+|[\[(/]{{1,2}}[ \t]*)({known_ones})[ \t]*[:{labels.WIDE}](?=\s)")
    places: dict[str, list[str]] = {}
    for row in rows:
        if row["layer"] == "speech":
            for found in inside.finditer(str(row["text"])):
                places.setdefault(found[1], []).append(f"the turn of {row['locator']}")
    for label, where in places.items():
        yield questions.inside(known.source_id, label, where, known.who(label))


def _voices(rows: Rows) -> Iterator[dict[str, object]]:
    """Turns of speech with their words, how many labels are repeated inside them, and which others than theirs."""
    turn: dict[str, object] | None = None
    for row in rows:
        if row["layer"] == "speech":
            if turn:
                yield turn
            turn = dict(row) | {"words": count_words(str(row["text"])), "labels": 0, "others": {}}
        elif row["layer"] == "label" and turn and row["end"] <= turn["end"]:
            turn["labels"] += 1
            turn["others"].setdefault(labels.key(str(row["text"])), str(row["text"]))
    if turn:
        yield turn
