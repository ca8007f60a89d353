"""What a raw file tells of itself: its kind, and its date; each with the reason, for a person to confirm."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from multicase import centuries
from multicase.anchoring.spans import WORD
from multicase.ingest import labels, mails, readers
from multicase.ingest.speakers import is_talk
from multicase.ingest.turns import COMMENT
from multicase.ingest.voices import Voice
from multicase.study import files

GROUP = (
    r"focus.?groups?|group.?(?:interview|discussion)s?|\bgroup\b|fokusgruppe|gruppen(?:diskussion|interview|gespräch)|"
    r"focusgroep|groeps(?:gesprek|interview|discussie)"
)
NOTES = (
    r"\bobserv\w*|field.?notes?|\bmeeting.?notes?|\bnotes\b|beobachtung\w*|feld(?:notiz|protokoll|tagebuch)\w*|"
    r"veldnotitie\w*"
)
LENGTH = r"(?<!, \d\d )(?<!\(\d\d )(?<!of \d\d )"  # how long it took: `group A, 52 minutes`
DOCUMENT = (
    rf"{LENGTH}minutes|\bpapers?\b|\breports?\b|strategy|newsletter|\bpolicy\b|\bdocuments?\b|press.?release|protokoll|"
    r"\bagenda\b|tagesordnung|niederschrift|\bnotulen\b"
)
INTERVIEW = r"interviews?\b|transcript|\bintv?\b"
# What such a word tells more surely than `group` alone does: `sluice group minutes`, `observation of group 2`.
SURER_THAN_GROUP = re.compile(
    rf"{LENGTH}\bminutes\b|\bagenda\b|protokoll|\bnotulen\b|\bobserv\w*|field.?notes?|beobachtung\w*|feldnotiz\w*", re.I
)
KINDS = (("group_interview", GROUP), ("observation", NOTES), ("document", DOCUMENT), ("interview", INTERVIEW))
LONGEST_TITLE = 12  # words
SAID = tuple(".?!,;…")  # ends of what is no title
HEAD = 12  # lines in which a text says what it is, and when
ENCLOSING = 3  # speakers, interviewers left out, from which a conversation is taken for a group interview
NOBODY, MAILS = "nobody speaks in it", "it has the heads of e-mails, and nobody speaks in it"
NOBODY_NAMED = (
    "a table in which no column says who speaks; if its rows are people, name the column that tells them apart with "
    "--who, or put one of numbers into the file"
)
CAPTIONS = frozenset({"vtt", "srt"})
# Marks of talk. Shares: of questions among sentences (of documents that ask, letters and leaflets, a tenth at most), of
# words for oneself among the other words, beside such questions and without them (of letters and judgments one or two
# in a hundred, of who tells something four). Words without the end of a sentence, from which nobody has set any.
ASKED, LEAST_ASKED, SELVES, TELLING, UNMARKED = 1 / 9, 3, 0.01, 0.025, 60
LEAST_SELVES = 5  # words for oneself where there are no such questions
SENTENCE_END = re.compile(r"(?<![.!?…。！？؟])[.!?…。！？؟]++(?=[\"'”’»)\]]*(?:\s|$))|[。！？]")
MONTHS = files.parsed(Path(__file__).with_name("months.yaml").read_text(encoding="utf-8"), "months.yaml", [])
MONTH = {name: n for names in MONTHS for n, name in enumerate(names, 1)} | {"sept": 9}
NAMES = "|".join(sorted(MONTH, key=lambda name: (-len(name), name)))
YEAR = r"(?P<y>(?:19|20)\d\d)"
DATES = (
    re.compile(rf"(?<!\d){YEAR}[-_./]?(?P<m>0[1-9]|1[0-2])[-_./]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(
        rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of)?[ _-]?(?P<name>{NAMES})\.?,?[ _-]?{YEAR}(?!\d)", re.I
    ),
    re.compile(rf"(?<!\w)(?P<name>{NAMES})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {YEAR}(?!\d)", re.I),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})[./-](?P<m>\d{{1,2}})[./-]{YEAR}(?!\d)"),
    re.compile(rf"(?<!\w)(?P<name>{NAMES})\.?[ _-]?{YEAR}(?!\d)", re.I),
)
SHORT_YEAR = r"(?P<y>\d\d)(?!\d|[./-]\d)"
SHORT_DATES = (
    re.compile(r"(?<![^\W_])(?<!\d[./-])(?P<d>\d{1,2})(?P<mark>[./-])(?P<m>\d{1,2})(?P=mark)" + SHORT_YEAR),
    re.compile(
        rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of)?[ _-]?(?P<name>{NAMES})\.?,?[ _-]?['’]?"
        rf"{SHORT_YEAR}(?!\s*(?:\w|:\s*\d|[-–—]\s*\d))",  # `3 March, 10:30` and `10–11 am` are times
        re.I,
    ),
)


@dataclass(frozen=True)
class Guess:
    """A value and why it was guessed; an empty value where nothing tells it."""

    value: str
    why: str = ""


def kind(name: str, lines: Sequence[str], voices: Sequence[Voice], roles: Sequence[str], format: str = "") -> Guess:
    """The kind of a source: by its file's name, by its first lines, else by who speaks in it.

    lines: the text's. voices: those of the text, with the roles that they are taken for. Captions are never taken for a
    document, nor is a text that reads as talk, unless its file is called one: an interview in which no label is found
    is asked about, a document never.
    """
    is_table = format in readers.TABLES  # a respondent's words in each row: they talk to nobody there
    is_mail = _opens_with_mail(lines)
    talk = "captions are of speech" if format in CAPTIONS else "" if is_table or is_mail else _talk(lines)
    plain = re.sub(r"[_]+", " ", name)
    for found, words in KINDS:
        match = _named(words, plain)
        if match and not (found == "document" and format in CAPTIONS):
            return Guess(found, f"'{match[0]}' in the name of the file")
    titles = _titles(lines, voices)
    for found, words in KINDS:
        named = [line for line in titles if _named(words, line)]
        if named and not (found == "document" and talk and (format in CAPTIONS or not any(map(_is_title, named)))):
            return Guess(found, "by its first lines")
    if any(COMMENT.match(line) for line in lines):
        return Guess("observation", "it has an observer's comments (OC:)")
    speakers = [voice for voice, role in zip(voices, roles, strict=True) if voice.label and role != "interviewer"]
    if not any(voice.label for voice in voices):
        nobody = NOBODY_NAMED if is_table else MAILS if is_mail else NOBODY
        return Guess("interview", f"no label is found in it, but {talk}") if talk else Guess("document", nobody)
    if len(speakers) > ENCLOSING:
        return Guess("group_interview", f"{len(speakers)} speakers beside interviewers")
    return Guess("interview", "by the labels of its speakers")


def _opens_with_mail(lines: Sequence[str]) -> bool:
    """Whether a text is of e-mails: the head of one stands in its first lines, and no talk in which it is read out."""
    first = min(mails.heads(lines), default=HEAD)
    return first < HEAD and not _talk(lines[:first])


def _named(words: str, text: str) -> re.Match[str] | None:
    """Where a name or title says a kind; `group` alone says none where another word tells more surely."""
    is_surer = SURER_THAN_GROUP.search(text) is not None
    return next((one for one in re.finditer(words, text, re.I) if not (is_surer and one[0].lower() == "group")), None)


def _titles(lines: Sequence[str], voices: Sequence[Voice]) -> list[str]:
    """The short ones of the first lines, before anybody speaks: below a label a line may be what somebody goes on to
    say, unless the label only says who somebody is (`Interviewer: Jo`), and the line is none that is said.
    """
    speaking = {labels.key(voice.label) for voice in voices if voice.label}
    found, is_below = [], False
    for line in [line for line in lines if line.strip()][:HEAD]:
        label = next((one for one in labels.openings(line) if labels.key(one.label) in speaking), None)
        words = line[label.speech :].strip() if label else ""
        if label and (not words or is_talk(words)):
            break
        is_below = is_below or label is not None
        is_said = is_below and (line[:1].islower() or line.rstrip().endswith(SAID))
        if len(line.split()) <= LONGEST_TITLE and not (is_said or labels.opens_with_label(line)):
            found.append(line)
    return found


def _is_title(line: str) -> bool:
    """Whether a short line is what a document is called, and nothing that somebody says, nor an interview's title."""
    plain = line.strip(" *#")
    return not (plain[:1].islower() or plain.endswith(SAID) or re.search(INTERVIEW, plain, re.I))


def _talk(lines: Sequence[str]) -> str:
    """What marks a text as talk, though nobody is known to speak in it; nothing for one that somebody only wrote.

    Talk asks again and again, and whoever answers says 'I'; or somebody tells their life, with an 'I' in each sentence
    or so. Less of it is no mark: leaflets ask, and judgments, letters and minutes say 'I'. A text without full stops
    and question marks is talk if somebody says 'I' in it.
    """
    text = labels.without_others(" ".join(line.strip() for line in lines))
    words = WORD.findall(text)
    ends = [end[0] for end in SENTENCE_END.finditer(text)]
    own = labels.first_person({form for word in words for form in _forms(word.lower())})
    if len(words) > UNMARKED * (len(ends) + 1):
        lower = {word.lower() for word in own}
        said = sum(not lower.isdisjoint(_forms(word.lower())) for word in words)
        is_talk = said >= max(LEAST_SELVES, SELVES * len(words))
        return f"somebody says 'I', {said} times in {len(words):,} words without full stops" if is_talk else ""
    questions = sum(map(_is_question, ends))
    parts = zip(SENTENCE_END.split(text), [*ends, ""], strict=True)
    others = [word for part, end in parts if not _is_question(end) for word in WORD.findall(part)]
    said = sum(_is_self(word, own) for word in others)
    if questions >= max(LEAST_ASKED, ASKED * len(ends)) and said >= max(1, SELVES * len(others)):
        return f"{questions} of {len(ends)} sentences are questions, and somebody says 'I' in others"
    if said >= max(LEAST_SELVES, TELLING * len(others)):
        return f"somebody says 'I', {said} times in {len(others):,} words"
    return ""


def _is_question(end: str) -> bool:
    return any(mark in end for mark in "?？؟")


def _is_self(word: str, own: Collection[str]) -> bool:
    """Whether somebody speaks of themselves: `I`, `I'm`, `ik`, or `Ik` where a sentence opens; never `i` or `IK`."""
    return any(form in own or (len(form) > 1 and form.istitle() and form.lower() in own) for form in _forms(word))


def _forms(word: str) -> tuple[str, ...]:
    """What of a word may be somebody's `I`: the word, or what stands before its apostrophe, without and with that."""
    head, mark, _ = word.replace("’", "'").partition("'")
    return (head, head + mark) if mark else (head,)


def date(name: str, lines: Sequence[str]) -> Guess:
    """When it was said or written: by the file's name, else by the text's first lines; as precise as told there.

    A year of two digits is read where nothing of four tells it (`4/4/24`), and where all such dates are one: several
    may be times. No value, but a reason, where the year may stand first (`22-05-24`).
    """
    head = [line for line in [line for line in lines if line.strip()][:HEAD] if len(line) <= 200]
    places = {"the name of the file": [re.sub(r"(?<=[A-Za-z])_|_(?=[A-Za-z])", " ", name)], "its first lines": head}
    unread = ""
    for read in (_full_date, _short_date):
        for place, texts in places.items():
            value, note = read(texts) or ("", "")
            if value:
                return Guess(value, f"in {place}{note}")
            unread = unread or note
    return Guess("", unread)


def _full_date(texts: Sequence[str]) -> tuple[str, str] | None:
    """The first date in texts whose year has four digits, and a note on how it was read."""
    return next(filter(None, map(_date, texts)), None)


def _date(text: str) -> tuple[str, str] | None:
    for pattern in DATES:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            month = MONTH[parts["name"].lower()] if parts.get("name") else int(parts["m"])
            day = int(parts["d"]) if parts.get("d") else 0
            year = int(parts["y"])
            note = ""
            if pattern is DATES[3]:
                day, month, note = _day_and_month(day, month)
            if not 1 <= month <= 12:
                continue
            if not day:
                return f"{year:04d}-{month:02d}", note
            return _of_calendar(year, month, day, note)
    return None


def _short_date(texts: Sequence[str]) -> tuple[str, str] | None:
    """The only date in texts whose year has two digits; without a value if its first number may be the year."""
    for pattern in SHORT_DATES:
        dates = {date[0]: date for text in texts for date in pattern.finditer(text)}
        if len(dates) != 1:
            continue
        ((words, found),) = dates.items()
        parts, first, last = found.groupdict(), int(found["d"]), int(found["y"])
        year = centuries.year(last)
        if parts.get("name"):
            return _of_calendar(year, MONTH[parts["name"].lower()], first, "")
        month = int(parts["m"])
        if parts["mark"] == "." and month > 12:
            continue  # between points the day stands first: a time of day, or a heading's number
        may_begin_with_year = first > 12 and _of_calendar(2000 + first, month, last, "")
        if parts["mark"] == "-" and may_begin_with_year:
            return "", f"'{words}' may begin with its day or its year"
        first, month, note = _day_and_month(first, month)
        if parts["mark"] == "/" and may_begin_with_year:
            note = ", read as day before month and year"
        return _of_calendar(year, month, first, note)
    return None


def _day_and_month(first: int, second: int) -> tuple[int, int, str]:
    """Day and month of two numbers, and what to say if either could be the month."""
    if second > 12 >= first:
        return second, first, ""
    return first, second, ", read as day before month" if first <= 12 and first != second else ""


def _of_calendar(year: int, month: int, day: int, note: str) -> tuple[str, str] | None:
    """A date and a note on it; None for a day that the calendar hasn't got."""
    try:
        return datetime.date(year, month, day).isoformat(), note
    except ValueError:
        return None
