"""How transcripts say who speaks: the label styles, and which openers of a line are no labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from multicase.ingest.blocks import Line

TIME = r"(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+)?"  # a clock time that stands before a label


@dataclass(frozen=True)
class Style:
    """A way of labelling turns.

    pattern: matches the head of a line, up to the words; its group `label` is the label.
    merges: whether consecutive pieces of one speaker are one turn. A bold label marks each turn on purpose;
    others are repeated by those who type or by software that cuts speech into pieces.
    """

    name: str
    pattern: re.Pattern[str]
    merges: bool = True


NAME = r"[^\W_][^:*\n\t\"“”()\[\]]{0,47}?"
STYLES = (
    Style(
        "bold",
        re.compile(rf"{TIME}(?:Q\d+\s+)?\*\*(?P<label>[^*\n]{{1,60}}?)\s*(?::\s*\*\*|\*\*\s*:)\s*"),
        merges=False,
    ),
    Style("stamped", re.compile(r"(?P<label>[^\W\d_][^:\n]{0,40}?)\s{1,4}\d{1,2}:\d{2}(?::\d{2})?\s*$")),
    Style("question", re.compile(r"(?P<label>[QA])\.[ \t]+(?=\S)")),
    Style("dash", re.compile(r"!?\s*(?P<label>[A-Z][A-Za-z]{0,14} ?\d{0,2})\s?[-–—]\s+(?=\S)")),
    Style("colon", re.compile(rf"{TIME}(?:[-*•]\s+)?(?P<label>{NAME})\s?:(?=\s|$|[\"“'‘])[ \t]*")),
)
NOT_SPEAKERS = re.compile(
    r"(?:n\.?b|notes?|actions?|agenda|present|in attendance|apologies|date|time|location|place|venue|re|subject|ps|"
    r"participants?|recording|project|interview|key|legend|transcript|transcribed by|summary|source|title|file|"
    r"duration|length|oc|observer'?s? comments?|conventions?|header|item|page(?: \d+)?|question|resolved|decision|"
    r"decided|to|from|cc|for example|example|i mean|you know|so|but|and|well|yes|no|it was|there (?:is|are|was)|"
    r"\d[\d.: ]*|[ivx]+)",
    re.I,
)
GENERIC = re.compile(
    r"(?:int|i|p|r|q|a|s|f|m|inter+view?e?[er]*r?|interviewr|intervie?wee|respondent|parti?cipa?nts?|person|speaker|"
    r"moderator|facilitator|researcher|observer|chair|group|all|male|female|unknown|unidentified(?: speaker)?|voice)"
    r"(?: ?\d{0,2}){1,2}",
    re.I,
)
INTERVIEWER = re.compile(
    r"(?:i|int|q|inter+view?e?[er]*r?|interviewr|moderator|facilitator|researcher)(?: ?\d{0,2}){1,2}", re.I
)


@dataclass(frozen=True)
class Opening:
    """A label at the head of a line: its span in the canonical text, its words, and where the speech begins."""

    label: str
    start: int
    end: int
    speech: int


def key(label: str) -> str:
    """A label as it is compared: without regard to case, blanks, and a point or colon at its end."""
    return re.sub(r"\s+", "", label).rstrip(".:").casefold()


def opening(text: str, line: Line, style: Style | None) -> Opening | None:
    """What opens a line: the label that its format names, or one in the given style."""
    if line.label_start >= 0:
        return Opening(line.block.speaker, line.label_start, line.label_end, line.start)
    if style is None or line.block.role != "text":
        return None
    head = line.start
    while head < line.end and text[head].isspace():
        head += 1
    found = style.pattern.match(text, head, line.end)
    if not found:
        return None
    return Opening(found["label"].strip(), found.start("label"), found.end("label"), found.end())


def is_shaped_like_a_label(label: str) -> bool:
    """Whether the words before a colon could be a name or a role: few, capitalised, and no stock phrase."""
    words = label.split()
    if not words or len(words) > 6 or NOT_SPEAKERS.fullmatch(label):
        return False
    if GENERIC.fullmatch(label):
        return True
    small = {"of", "the", "de", "van", "von", "la", "le", "for", "and", "to", "bin", "al", "del", "da", "y"}
    capital = all(word[0].isupper() or word[0].isdigit() or word.lower() in small for word in words)
    return capital and words[0][0].isupper()


def choose(text: str, lines: Iterable[Line], is_label: Callable[[str], bool]) -> Style | None:
    """The style that labels most lines of a source with labels that count; None if none does.

    Where two styles do equally well the earlier of STYLES wins, which is the more specific one.
    """
    best, most = None, 0
    lines = list(lines)
    for style in STYLES:
        found = sum(1 for line in lines if (head := opening(text, line, style)) and is_label(head.label))
        if found > most:
            best, most = style, found
    return best


def guess_labels(text: str, lines: Iterable[Line]) -> Counter[str]:
    """The labels of a source that nobody has listed, with how often each stands at the head of a line.

    A label counts if it is generic (`Interviewer`, `P1`), recurs, or is bold or named by the format; an opener with
    a capital that stands only once (`Note:`, `There is one thing:`) doesn't.
    """
    lines = [line for line in lines if line.end > line.start or line.label_start >= 0]
    style = choose(text, lines, is_shaped_like_a_label)
    seen: Counter[str] = Counter()
    sure: set[str] = set()
    for line in lines:
        head = opening(text, line, style)
        if head and (line.label_start >= 0 or is_shaped_like_a_label(head.label)):
            seen[head.label] += 1
            if line.label_start >= 0 or style.name in {"bold", "stamped"} or GENERIC.fullmatch(head.label):
                sure.add(head.label)
    return Counter({label: n for label, n in seen.items() if label in sure or n > 1})
