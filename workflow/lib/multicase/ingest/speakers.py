"""Who a label is, and which openings of lines are labels: as people have listed them, or as a source itself tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from multicase.ingest import labels, mails
from multicase.ingest.blocks import HEADING, Canonical, Line
from multicase.ingest.labels import Opening
from multicase.ingest.questions import NOT_A_LABEL

INTERVIEWER, OBSERVER, UNIDENTIFIED = "interviewer", "observer", "unidentified"
MANY, THROUGHOUT = 10, 0.9  # labels in bold, and their share, from which a source has all its labels so
MOST_OF_A_LEGEND = 8  # words behind a label at the head of a file
SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "؟")
# How often openers recur, and which share of the lines they open, from which they are labels whatever their shape.
RECURRING, MOSTLY = 2, 0.5


class Speakers:
    """The labels of one source: listed by people, or guessed where the study has no list.

    listed: label -> participant id, `interviewer`, `observer`, `unidentified` or `not a label`; the empty label says
    who speaks paragraphs without one. own: the labels that are listed for this source itself. confirmed: those whose
    oddities a person has looked at.
    """

    def __init__(
        self,
        listed: Mapping[str, str] | None,
        source_id: str,
        own: Collection[str] = (),
        confirmed: Collection[str] = (),
    ):
        self.is_listed = listed is not None
        self.source_id = source_id
        self.own = own
        self.confirmed = frozenset(labels.key(label) for label in confirmed)
        self.label_of: dict[str, str] = {}
        self._who: dict[str, str] = {}
        self._typed: dict[str, str] = {}
        for label, who in (listed or {}).items():
            self._typed[" ".join(label.split())] = who
            # `Adam -` answers a question about one way of writing a label; it says nothing of `Adam`
            is_plain = label == labels.bare(label)
            if who != NOT_A_LABEL and (is_plain or labels.key(label) not in self.label_of):
                self.label_of[labels.key(label)] = label
                self._who[labels.key(label)] = who
        self._refused = {labels.key(label) for label, who in (listed or {}).items() if who == NOT_A_LABEL}
        self._refused -= set(self.label_of)
        self.forms: frozenset[str] = labels.SURE_IF_LISTED
        self.doubtful: frozenset[str] = frozenset()

    def guess(self, found: Guessed) -> None:
        """Take labels for speakers of a source for which nobody has listed any."""
        self.doubtful = frozenset(found.doubtful)
        for label in found.sure:
            name = labels.key(label)
            if name not in self.label_of:
                number = 1 + sum(who not in {INTERVIEWER, UNIDENTIFIED} for who in self._who.values())
                self.label_of[name] = label
                self._who[name] = INTERVIEWER if labels.asks(label) else f"{self.source_id}-s{number}"

    def knows(self, opening: Opening) -> bool:
        """Whether an opening is a speaker's, as far as its label goes."""
        said = self._typed.get(opening.typed)
        name = labels.key(opening.label)
        if said == NOT_A_LABEL and (opening.form not in labels.SURE or name not in self.label_of):
            return False
        return said is not None or name in self.label_of

    def refuses(self, opening: Opening) -> bool:
        """Whether a person has said that this is no label."""
        return self._typed.get(opening.typed) == NOT_A_LABEL or labels.key(opening.label) in self._refused

    def accepts(self, opening: Opening, is_timed: bool = False) -> bool:
        """Whether an opening opens a turn: it is known, and written as this source writes labels.

        is_timed: whether time stamps say that a label alone in its line is one.
        """
        if not self.knows(opening):
            return False
        if opening.form in self.forms or (is_timed and opening.form == labels.ALONE):
            return True
        return opening.typed != opening.label and self._typed.get(opening.typed, NOT_A_LABEL) != NOT_A_LABEL

    def who(self, label: str, typed: str = "") -> str:
        """A participant id, `interviewer`, `observer`, or nothing for an unidentified speaker."""
        found = self._typed.get(typed, NOT_A_LABEL)
        found = self._who.get(labels.key(label), "") if found == NOT_A_LABEL else found
        return "" if found == UNIDENTIFIED else found


@dataclass(frozen=True)
class Heads:
    """What could open each line of a source, the surest first; lines are named by where they start.

    timed: lines of which time stamps say that a label stands alone in them: only they or only the next ones have one.
    headings: the same as `of` of lines that their format calls headings: one opens with a label if it is a known one.
    bold: how often words in bold open lines as labels do, by their keys.
    """

    of: dict[int, tuple[Opening, ...]]
    timed: frozenset[int] = frozenset()
    headings: dict[int, tuple[Opening, ...]] = field(default_factory=dict)
    bold: Mapping[str, int] = field(default_factory=dict)

    def accepted(self, line: Line, known: Speakers) -> Opening | None:
        """The label that opens a line: the one that its format names, or the first that is accepted."""
        if line.label_start >= 0:
            return named(line)
        if line.block.role == HEADING:
            openings = self.headings.get(line.start, ())
            return next((found for found in openings if found.form in labels.SURE and known.knows(found)), None)
        is_timed = line.start in self.timed
        return next((found for found in self.of.get(line.start, ()) if known.accepts(found, is_timed)), None)


def named(line: Line) -> Opening:
    """The label that the format itself names."""
    return Opening(line.block.speaker, line.label_start, line.label_end, line.start, labels.COLON, line.block.speaker)


def heads_of(canonical: Canonical) -> Heads:
    """The openings of all lines that hold text."""
    found: dict[int, tuple[Opening, ...]] = {}
    headings: dict[int, tuple[Opening, ...]] = {}
    filled = [line for line in canonical.lines if line.end > line.start]
    is_marked = sum(line.block.bold == line.end - line.start for line in filled) < THROUGHOUT * len(filled)
    for line in filled:
        if line.label_start < 0 and (openings := _openings(canonical.text, line, is_marked)):
            (headings if line.block.role == HEADING else found)[line.start] = openings
    timed = {line.start for line, after in pairwise(filled) if line.block.stamped != after.block.stamped}
    for start in (*_legend(canonical.lines, found, canonical.text), *_mail_heads(canonical)):
        found.pop(start, None)
    bold = Counter(labels.key(one.label) for of in found.values() for one in of if one.form == labels.STRONG)
    return Heads(found, frozenset(timed), headings, bold)


def _openings(text: str, line: Line, is_marked: bool) -> tuple[Opening, ...]:
    """What could open a line; that it is in bold tells more of a label than that it stands alone, or before words.

    is_marked: whether bold tells anything; where all is in bold it doesn't.
    """
    found = tuple(labels.openings(text, line.start, line.end))
    bold = is_marked and labels.in_bold(text, line.start, line.end, line.block.bold)
    if not bold or any(one.form not in {labels.SLIP, labels.BARE, labels.ALONE} for one in found):
        return found
    return (bold, *found)


def is_talk(words: str) -> bool:
    """Whether what stands behind a label at the head of a file is said, and tells of nobody who they are."""
    return len(words.split()) > MOST_OF_A_LEGEND or words.endswith(SENTENCE_ENDS)


def _legend(lines: Sequence[Line], openings: Mapping[int, Sequence[Opening]], text: str) -> list[int]:
    """The labelled lines at the head of a file that say who is who (`I: Interviewer`), beside its date and place.

    So do rows of two columns (`Interviewer`, a tab, `Jane Smith`) if each of them says who somebody is and the text
    below is without columns: a transcript in columns may have any short words behind a label, and talks from the first.
    """
    found, all_say_who, end = _head(lines, openings, text, labels.SURE | {labels.TAB})
    below = [openings.get(line.start, ()) for line in lines[end:] if line.end > line.start]
    is_table = any(head.form == labels.TAB for head in found.values()) and all_say_who and below
    if is_table and not any(head.form == labels.TAB for heads in below for head in heads):
        return list(found)
    return list(_head(lines, openings, text, labels.SURE)[0])


def _head(
    lines: Sequence[Line], openings: Mapping[int, Sequence[Opening]], text: str, forms: Collection[str]
) -> tuple[dict[int, Opening], bool, int]:
    """The lines of a legend with their labels, whether each says who somebody is, and the number of the line below.

    They stand before the first blank line, are short and end no sentence, and no label stands twice, as it would in
    talk; and one of them at least is no speaker's (`Date: ...`), or calls a label by its role. Where no blank line but
    talk follows, as in formats without blank lines, each must say who somebody is: else the talk begins with them.
    """
    found: dict[int, Opening] = {}
    names: set[str] = set()
    is_legend, all_say_who = False, True
    for number, line in enumerate(lines):
        is_blank = line.end == line.start
        if is_blank and not found and not is_legend:
            continue
        head = next((one for one in openings.get(line.start, ()) if one.form in forms), None)
        words = text[head.speech : line.end].strip() if head else ""
        if is_blank or is_talk(words):
            return (found if is_legend and (is_blank or all_say_who) else {}), all_say_who, number
        if head and labels.is_stock(head.label):
            is_legend = True
        elif head and labels.key(head.label) in names:
            return {}, all_say_who, number
        elif head and words:
            found[line.start] = head
            names.add(labels.key(head.label))
            all_say_who = all_say_who and _says_who(words)
            is_legend = is_legend or (
                labels.is_generic(words.split(",")[0]) and labels.key(words) != labels.key(head.label)
            )
    return (found if is_legend else {}), all_say_who, len(lines)


def _mail_heads(canonical: Canonical) -> list[int]:
    """Where lines start that are of the heads of e-mails."""
    lines = canonical.lines
    return [
        lines[number].start for number in sorted(mails.heads([canonical.text[one.start : one.end] for one in lines]))
    ]


def _says_who(words: str) -> bool:
    """Whether words are a role or a name of several words, and no answer: `Interviewer`, `Jane Smith`, `P1, nurse`."""
    first = words.split(",")[0]
    return labels.is_generic(first) or (len(first.split()) > 1 and labels.is_shaped_like_a_label(first))


def forms_of(lines: Iterable[Line], heads: Heads, is_label: Callable[[Opening], bool]) -> frozenset[str]:
    """The forms in which a source writes labels: the sure ones, and one of the others where it is used more.

    A label in bold may be alone in its line, too: where others are so and not in bold, that is the form of all.
    """
    counts: Counter[str] = Counter()
    for line in lines:
        if line.label_start >= 0:
            counts[labels.COLON] += 1
        elif found := [head.form for head in heads.of.get(line.start, ()) if is_label(head)]:
            counts[found[0]] += 1
            counts[labels.ALONE] += found[0] == labels.STRONG and labels.ALONE in found
    if counts[labels.STRONG] >= THROUGHOUT * counts[labels.ALONE]:
        del counts[labels.ALONE]
    sure = sum(n for form, n in counts.items() if form in labels.SURE_IF_LISTED)
    others = [form for form in sorted(labels.MANNERS) if counts[form] > sure]
    return labels.SURE_IF_LISTED | frozenset(sorted(others, key=lambda form: -counts[form])[:1])


@dataclass(frozen=True)
class Guessed:
    """Labels of a source that nobody has listed, label -> how often it stands: the sure ones, and the doubtful ones."""

    sure: dict[str, int]
    doubtful: dict[str, int]


def guessed(lines: Sequence[Line], heads: Heads) -> Guessed:
    """What a source itself tells of its labels.

    Sure is one that is generic (`Interviewer`, `P1`), that recurs, that is bold, or that the format names; and openers
    of whatever shape that recur and open most lines. An opener with a capital that stands only once is doubtful.
    """
    frequent = recurring(lines, heads)

    def could(head: Opening, start: int) -> bool:
        return labels.key(head.label) in frequent.get(head.form, ()) or could_be(head, start in heads.timed)

    shaped = {start: tuple(head for head in found if could(head, start)) for start, found in heads.of.items()}
    forms = forms_of(lines, Heads(shaped), lambda head: True)
    seen: dict[str, int] = {}
    names: dict[str, str] = {}
    sure: set[str] = set()
    for line in lines:
        head = named(line) if line.label_start >= 0 else None
        is_timed = line.start in heads.timed
        fits = (
            one for one in shaped.get(line.start, ()) if one.form in forms or (is_timed and one.form == labels.ALONE)
        )
        head = head or next(fits, None)
        if head is None:
            continue
        name = labels.key(head.label)
        label = names.setdefault(name, head.label)
        seen[label] = seen.get(label, 0) + 1
        if line.label_start >= 0 or head.form == labels.BOLD or labels.is_generic(head.label):
            sure.add(label)
    sure |= {label for label, n in seen.items() if n > 1}
    return Guessed({k: n for k, n in seen.items() if k in sure}, {k: n for k, n in seen.items() if k not in sure})


def recurring(lines: Sequence[Line], heads: Heads, mostly_alone: float = MOSTLY) -> dict[str, frozenset[str]]:
    """form -> keys of openers that recur and, together, open most lines of a source: whatever their shape, labels.

    mostly_alone: the share of lines that is most of them for labels that stand alone, above the words.
    """
    counts: dict[str, Counter[str]] = {}
    n_lines = sum(1 for line in lines if line.block.role != HEADING)
    for line in lines:
        for form, head in {head.form: head for head in heads.of.get(line.start, ())}.items():
            if form not in {labels.BARE, labels.QUESTION}:
                counts.setdefault(form, Counter())[labels.key(head.label)] += 1
    found = {}
    for form, of in counts.items():
        names = {name: n for name, n in of.items() if n >= RECURRING}
        share = mostly_alone if form == labels.ALONE else MOSTLY
        if len(names) > 1 and sum(names.values()) >= share * n_lines:
            found[form] = frozenset(names)
    return found


def could_be(head: Opening, is_timed: bool) -> bool:
    """Whether an opening that nobody listed looks like a label."""
    match head.form:
        case labels.SLIP | labels.BARE | labels.TIGHT | labels.STRONG:
            return False
        case labels.ALONE:
            return is_timed and labels.is_shaped_like_a_label(head.label)
        case labels.BRACKET:
            return labels.is_generic(head.label)
        case _:
            return labels.is_shaped_like_a_label(head.label, head.wrapped)


def is_bold_throughout(lines: Iterable[Line], heads: Heads) -> bool:
    """Whether a source sets its labels in bold, so that words before a colon that aren't, and stand once, are none."""
    forms = Counter(
        head.form
        for line in lines
        for head in heads.of.get(line.start, ())[:1]
        if head.form in {labels.BOLD, labels.COLON}
    )
    return forms[labels.BOLD] >= MANY and forms[labels.BOLD] >= THROUGHOUT * forms.total()
