"""How transcripts say who speaks: one notion of a label's form, for guessing, matching and checking.

A label is looked through: brackets, quotes, stars and marks round it, a time stamp before or behind it, the case of
its letters and the blanks in it make no other label of it. What it is like, and whether anybody listed it, are two
questions; this module answers the first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from multicase.anchoring.spans import WORD
from multicase.study import files
from multicase.study.labels import PRONOUNS, VARIANTS
from multicase.study.labels import bare as bare  # for those who ask of labels here
from multicase.study.labels import key as key

ROLES = ("interviewers", "participants", "observers", "others", "nobody_in_particular")
WORDS = Path(__file__).with_name("labels.yaml")
BOLD, COLON, STAMPED, TIGHT, TAB, QUESTION, BRACKET, DASH, SLIP, BARE, ALONE, STRONG = (
    "bold", "colon", "stamped", "tight", "tab", "question", "bracket", "dash", "slip", "bare", "alone", "strong",
)  # fmt: skip
# Forms that nobody writes by chance; a label without a blank behind its colon is sure if it is listed. The others are
# labels only where a source uses one of them throughout; a label without any mark is nobody's form.
SURE = frozenset({BOLD, COLON, STAMPED})
SURE_IF_LISTED = SURE | {TIGHT}
MANNERS = frozenset({TAB, QUESTION, BRACKET, DASH, SLIP, ALONE, STRONG})

CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,:]\d{1,3})?"
RANGE = rf"{CLOCK}(?:\s*(?:-->|[-–—])\s*{CLOCK})?"
MARKED = rf"(?:\#{CLOCK}(?:-\d+)?\#|[\[({{<［（]\s*{RANGE}\s*[\])}}>］）])"
STAMP = rf"(?:{MARKED}|{RANGE})"
STAMPS = re.compile(STAMP)
WIDE = "：∶꞉﹕︰"  # colons that need no blank behind them
COLONS = re.compile(f"[:{WIDE}]")
BESIDE_BOLD = re.compile(f"[:{WIDE},;!?]")  # what stands behind words in bold that are no label, or one with a colon
OPEN, CLOSE, QUOTES = r"\[({<«‹【［（", r"\])}>»›】］）", "*_\"'“”‘’„|@#=~"
WRAPPERS = OPEN + CLOSE + QUOTES
HEAD = r"\s*(?:!|>>|[>•·\-*]\s)?\s*(?:Q?\d{1,3}[.)]?\s+(?=\*\*))?"
FORMS = {
    COLON: re.compile(
        rf"{HEAD}(?P<raw>(?:[^:{WIDE}\t\n]|(?<=\d)[:](?=\d\d)){{1,120}}?)\s*"
        rf"(?:[{WIDE}]|::?(?:-(?=\s))?(?=[\s{QUOTES}{OPEN}{CLOSE}]|$))[*_{CLOSE}]{{0,3}}[ \t]*"
    ),
    STAMPED: re.compile(rf"{HEAD}(?P<raw>[^:\t\n]{{1,80}}?)[ \t]{{0,4}}[-–—|]?[ \t]*(?<![\w.,]){STAMP}\s*$"),
    TIGHT: re.compile(rf"\s*(?P<raw>[^:{WIDE}\s][^:{WIDE}\t\n]{{0,60}}?):(?=[^\s/\d:])"),
    TAB: re.compile(rf"\s*(?P<raw>[^:\t\n]{{1,60}}?) *\t\s*(?:{STAMP}\s+)*(?=\S)"),
    QUESTION: re.compile(r"(?P<raw>[QA])\.[ \t]+(?=\S)"),
    BRACKET: re.compile(rf"{HEAD}(?P<raw>[{OPEN}][^:\t\n{OPEN}{CLOSE}]{{1,60}}[{CLOSE}])[ \t]*(?=\S)"),
    DASH: re.compile(r"!?\s*(?P<raw>[^\W_][\w.’' ]{0,40}?)(?:\s[-–—]\s?|[-–—]\s)\s*(?=\S)"),
    SLIP: re.compile(r"\s*(?P<raw>[^\W_][^:;.)=|\t\n]{0,40}?)\s*(?P<mark>[;.)=|])\s+(?=\S)"),
    BARE: re.compile(r"\s*(?P<raw>[^\W_]\w*(?: ?\d{1,3})?)\s+(?=[^\W\d_])"),
    ALONE: re.compile(rf"{HEAD}(?P<raw>[^:{WIDE}\t\n.!?]{{1,60}})$"),
}
# What must stand near the head of a line for a form to be worth a trial.
SIGNS = dict.fromkeys((COLON, STAMPED, TIGHT), COLONS) | {
    TAB: re.compile("\t"),
    QUESTION: re.compile(r"[QA]\."),
    BRACKET: re.compile(rf"[{OPEN}]"),
    DASH: re.compile("[-–—]"),
    SLIP: re.compile("[;.)=|]"),
    BARE: re.compile(r"\w"),
    ALONE: re.compile(r"\w"),
}
PLAIN = re.compile(r"[^\W\d_](?:[^\W_][\w .’'-]*)?(?<=\w)(?<!\d)|[^\W\d_]+ ?\d{1,3}")  # nothing but a label
AROUND = re.compile(rf"(?:[\s{WRAPPERS}]|{STAMP}|[-–—](?=\s))*")
BEHIND = re.compile(rf"(?:[\s{WRAPPERS}]|{STAMP}|{PRONOUNS.pattern}|(?<=\s)[-–—])*$", re.I)
# Numbers, dates and times of whatever form before a label; the letters are those of units and halves of days.
UNIT = r"(?:[ap]\.?m\.?|h|min|sec|[msTZ])(?![^\W\d_])"
COUNTED = re.compile(rf"(?:[\W\d_]|(?<![^\W\d_]){UNIT})*\d(?:[\W_]|{UNIT})*(?<=[\W_])(?=[^\W\d_])", re.I)
SPEAKER_NUMBER = re.compile(r"(?:speaker|spk|sprecher|s|p|r|b|i|q|tn|ip|fg)[ _-]?\d{1,3}", re.I)
# A label's own number, and a second one; it begins where its marks do, or a run of blanks is read once for each.
NUMBER = re.compile(r"(?<![ _.-])[ _.-]*\d{1,3}(?:[ _.-]*\d{0,2})?$")
# Small words inside names.
SMALL = re.compile(r"of|the|de|van|von|der|den|la|le|for|and|to|bin|al|del|da|y|e|di|du|dos|das|ten|ter|zu|zum", re.I)
MOST_WORDS_BEFORE_A_DASH = 3
MOST_OF_A_REMARK = 4  # words
MOST_WORDS, MOST_UNCASED_WORDS, LONGEST_UNCASED = 10, 4, 30


@dataclass(frozen=True)
class Opening:
    """A label that opens a line: its words, their span, where the speech begins, how it is written.

    typed: as it stands, with the marks that make its form (`I -`, `[P1]`, `P1 …` without any, `P1 ⏎` alone).
    wrapped: whether marks stand round it. is_timed: whether a time stamp stands beside it. enclosed: whether brackets
    hold the whole line, `(Name: words)`.
    """

    label: str
    start: int
    end: int
    speech: int
    form: str
    typed: str
    wrapped: bool = False
    is_timed: bool = False
    enclosed: bool = False


def openings(text: str, start: int = 0, end: int | None = None) -> Iterator[Opening]:
    """What could open the line that begins at `start`, in every form that it has, the surest first."""
    end = len(text) if end is None else end
    shown = min(end, start + 200)
    there = {form for form, sign in SIGNS.items() if sign.search(text, start, shown)}
    for form, pattern in FORMS.items():
        if form not in there:
            continue
        found = pattern.match(text, start, end)
        if found and (opening := _opening(text, found, form, end)):
            yield opening
            if form in SURE and is_shaped_like_a_label(opening.label):
                return  # whoever writes so means it, and no other form


def _opening(text: str, found: re.Match[str], form: str, line_end: int) -> Opening | None:
    start, end = found.span("raw")
    raw = text[start:end]
    if form == BARE and not is_generic(raw):
        return None  # any first word of a line
    if form == DASH and len(raw.split()) > MOST_WORDS_BEFORE_A_DASH:
        return None
    start, end = _inner(text, start, end, may_be_counted=form in SURE_IF_LISTED)
    label = text[start:end]
    is_unknown = bool(re.fullmatch(r"\?+", label))  # somebody could not tell who speaks
    if not (is_unknown or any(char.isalnum() for char in label)):
        return None
    opened = _unclosed(text[found.start() : found.end()])
    enclosed = form == COLON and opened in PAIRS and text[:line_end].rstrip().endswith(PAIRS[opened])
    if opened and not enclosed:
        return None
    if form == COLON and raw.lstrip().startswith("**"):
        form = BOLD
    marks = {DASH: " -", QUESTION: ".", SLIP: found.groupdict().get("mark") or "", BARE: " …", ALONE: " ⏎", TAB: " ⇥"}
    mark = marks.get(form, "")
    is_timed = bool(STAMPS.search(text, found.start(), start) or STAMPS.search(text, end, found.end()))
    typed = " ".join(raw.split()) + mark
    return Opening(label, start, end, found.end(), form, typed, raw.strip() != label, is_timed, enclosed)


def in_bold(text: str, start: int, end: int, bold: int) -> Opening | None:
    """A label without any mark but that it is in bold, in a line that begins with so many characters in bold.

    Bold that ends within a word or before a comma, as where somebody is spoken to, is none.
    """
    behind = start + bold
    if not bold or BESIDE_BOLD.match(text[behind:end].lstrip()):
        return None
    if any(word.start() < behind < word.end() for word in WORD.finditer(text, start, min(end, behind + 2))):
        return None
    begin, stop = _inner(text, start, behind, may_be_counted=True)
    label = bare(text[begin:stop])
    if not is_shaped_like_a_label(label) or any(char in text[begin:stop] for char in ":\t"):
        return None
    begin = text.index(label, begin)
    speech = end - len(text[behind:end].lstrip())
    return Opening(label, begin, begin + len(label), speech, STRONG, f"{label} ‖")


def _inner(text: str, start: int, end: int, may_be_counted: bool) -> tuple[int, int]:
    """Where a label stands within what is round it: marks, time stamps, signs, and numbers if they may be."""
    if not PLAIN.fullmatch(text, start, end):
        if may_be_counted and (counted := COUNTED.match(text, start, end)):
            start = counted.end()
        start = AROUND.match(text, start, end).end()
        end = BEHIND.search(text, start, end).start()
        start = next((n for n in range(start, end) if not _is_symbol(text[n])), end)
        end = next((n + 1 for n in range(end - 1, start - 1, -1) if not _is_symbol(text[n])), start)
    if text.count("(", start, end) > text.count(")", start, end) and text.startswith(")", end):
        end += 1
    return start, end


PAIRS = {"(": ")", "[": "]"}


def _unclosed(head: str) -> str:
    """The quotation mark or bracket that a label and what is round it opens and doesn't close."""
    if head.count('"') % 2:
        return '"'
    pairs = ("()", "[]", "{}", "“”", "«»", "（）")
    return next((one for one, other in pairs if head.count(one) > head.count(other)), "") or (
        "„" if head.count("„") > head.count("“") + head.count("”") else ""
    )


def _is_symbol(char: str) -> bool:
    """An emoji, or a blank or mark beside one."""
    return char.isspace() or unicodedata.category(char) in {"So", "Sk", "Cf"} or bool(VARIANTS.match(char))


@lru_cache(maxsize=4096)
def is_shaped_like_a_label(label: str, wrapped: bool = False) -> bool:
    """Whether words could be a name or a role: few, capitalised where the script has capitals, and no stock phrase.

    wrapped: whether marks stand round them, as in `<ada>` or `@ada`, which speak for a label in small letters.
    """
    words = label.split()
    if not words or len(words) > MOST_WORDS or is_stock(label):
        return False
    if is_generic(label):
        return True
    if re.search(r"[!;…]|\?\S|[.?]\s+\S+\s+\S+\s+\S", label) or not any(map(str.isalpha, label)):
        return False
    if not any(char.isupper() or char.islower() for char in label):
        return len(words) <= MOST_UNCASED_WORDS and len(label) <= LONGEST_UNCASED
    capital = all(_is_capital(word) for word in words)
    return (capital and _is_capital(words[0], small=False)) or (wrapped and len(words) <= 2)


def _is_capital(word: str, small: bool = True) -> bool:
    first = next((char for char in word if char.isalnum()), "")
    return not first or not first.islower() or (small and bool(SMALL.fullmatch(word.strip(".,"))))


def is_stock(label: str) -> bool:
    """Whether words before a colon are known to be nobody: `Note`, `Date`, `For example`."""
    plain = re.sub(r"\s+\d{1,3}$", "", " ".join(label.casefold().replace("’", "'").split()).rstrip("."))
    return plain in _words("not_speakers") or bool(re.fullmatch(r"[\d.: ]*", label) and not label.isdigit())


def is_remark(label: str) -> bool:
    """Whether words before a colon open what a research team writes beside the talk: `Note`, `Transcriber's note 2`;
    not if they are of a sentence, `She left a note`.
    """
    words = re.sub(r"\s+\d{1,3}$", "", label.casefold()).split()
    is_short = 0 < len(words) <= MOST_OF_A_REMARK and _words("not_whose").isdisjoint(words[:-1])
    return is_short and words[-1].rstrip(".") in _words("remarks")


@lru_cache(maxsize=4096)
def is_generic(label: str) -> bool:
    """Whether a label names a role and no person: `Interviewer`, `P1`, `Speaker 2`, `SPEAKER_00`, `Participant 3`."""
    if SPEAKER_NUMBER.fullmatch(label) or re.fullmatch(r"\?+", label):
        return True
    return any(_role(label) in _words(of) for of in ROLES) or asks(label)


def asks(label: str) -> bool:
    """Whether a label is an interviewer's, slips of the pen among them: `Int`, `IV`, `Interviewr`."""
    role = _role(label)
    if role in _words("interviewers"):
        return True
    if not role.startswith("int") or len(role) < 7 or is_stock(label):
        return False
    from rapidfuzz.distance import Levenshtein

    near, other = (Levenshtein.distance(role, word) for word in ("interviewer", "interviewee"))
    slips = 1 if re.match("interview(?!er)", role) else 3  # what follows the whole word is another: `Interviewdauer`
    return near <= slips and near < other


def answers(label: str) -> bool:
    """Whether a label is a participant's by its word: `P1`, `Respondent`, `Patient 2`."""
    return _role(label) in _words("participants")


def observes(label: str) -> bool:
    """Whether a label is an observer's by its word: `Observer`, `Beobachterin`."""
    return _role(label) in _words("observers")


def is_of_many(label: str) -> bool:
    """Whether a label is of several speakers, or of one that nobody could tell: `All`, `Unknown`, `?`."""
    return _role(label) in _words("nobody_in_particular") or bool(re.fullmatch(r"\?+", label))


def first_person(words: Collection[str]) -> frozenset[str]:
    """Words by which somebody speaks of themselves, as they stand inside a sentence.

    words: those of a text, in small letters, since some count where another of their language is among them.
    """
    return _words("first_person") | {word for word, beside in _beside().items() if beside in words}


def without_others(text: str) -> str:
    """A text without what only looks like somebody's `I`: 我国, World War I."""
    return _others().sub(" ", text)


@cache
def _others() -> re.Pattern[str]:
    words = sorted(_words("not_first_person"))
    return re.compile("|".join(rf"(?<!\w){word}(?!\w)" if word.isascii() else word for word in words))


def _role(label: str) -> str:
    """A label without its number and marks."""
    plain = unicodedata.normalize("NFKC", label).casefold().strip(" .:_-")
    return NUMBER.sub("", plain)


@cache
def _words(of: str) -> frozenset[str]:
    return frozenset(_listed()[of])


@cache
def _beside() -> dict[str, str]:
    return _listed()["first_person_beside"]


def _listed() -> dict[str, Any]:
    return files.parsed(WORDS.read_text(encoding="utf-8"), WORDS.name, [])


def opens_with_label(text: str) -> bool:
    """Whether a line opens with what anybody would take for a label."""
    return any(
        is_generic(found.label) if found.form not in SURE else is_shaped_like_a_label(found.label, found.wrapped)
        for found in openings(text)
        if found.form not in {ALONE, BARE, SLIP}
    )


def is_label_alone(text: str) -> bool:
    """Whether a text is a label with its colon and nothing else."""
    return any(
        found.form in SURE and not text[found.speech :].strip() and is_shaped_like_a_label(found.label, found.wrapped)
        for found in openings(text.strip())
    )
