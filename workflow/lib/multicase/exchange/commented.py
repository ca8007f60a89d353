"""Codings that were made as comments in Word, or in whatever program else writes docx files.

A comment's words are codes (see `comment_codes`), its author is the coder, and its range the passage. Two kinds of
documents are read: those that `texts_to_code` made, of which the anonymised text comes back as it was handed out, and
any other, of which the text is what ingestion reads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from multicase.digest import text_sha256
from multicase.exchange.comment_codes import Given, IsCode, Said, said
from multicase.exchange.imported import Code, Coding, Imported, Note, Source
from multicase.ingest import formats, readers
from multicase.ingest.blocks import ASIDE, Block
from multicase.ingest.limits import Budget
from multicase.ingest.readers.word_comments import (
    END,
    REFERENCE,
    START,
    Comment,
    Following,
    Places,
    text_and_places,
    verbatim_and_places,
)
from multicase.wording import counted

CONTEXT = 32  # characters of prefix and suffix
DIGITS = 12  # of a text's digest, enough to tell whether it was changed
# What stands before and behind the text of a document of ours, in words that every program keeps.
BEGINS = "The text of {} begins below this line ({})."
ENDS = "The text of {} ends above this line ({})."
BEGUN, ENDED = (
    re.compile(re.escape(line).replace(r"\{\}", "(.+)", 1).replace(r"\{\}", f"([0-9a-f]{{{DIGITS}}})"))
    for line in (BEGINS, ENDS)
)
NO_WORDS, BESIDE = "a comment on no words", "a comment on words that are no part of the text"
# What Google Docs writes as if somebody had answered.
AUTOMATIC = re.compile(r"_(Marked as resolved|Re-opened)_")


@dataclass(frozen=True)
class Document:
    """A text, the comments on it, and where their marks stand. notes: what is to be said of it as a whole."""

    name: str
    text: str
    comments: Sequence[Comment]
    places: Places
    is_ours: bool = False
    notes: tuple[str, ...] = ()


def is_commented(data: bytes, file: str) -> bool:
    """Whether a file is a docx file with comments, or one that was made to be coded by comments."""
    if formats.content_format(data) != "docx":
        return False
    document = _opened(data, file)
    return bool(document.comments) or document.is_ours


def read(data: bytes, file: str, names: IsCode | None = None) -> Imported:
    """The comments of a docx file as codings of one source. file: its name. names: whether something is a code's name.

    Raises StudyError for what is no docx file, or a broken, encrypted or too large one. A comment that gives no known
    code is a Note.
    """
    document = _opened(data, file)
    coding = _Reading(document, names)
    codings = tuple(coding.codings())
    codes = dict.fromkeys(one.code for one in codings)
    users = sorted({comment.author for comment in document.comments} - {""})
    original = {} if document.is_ours else {"original": data, "ending": "docx"}
    return Imported(
        tuple(Code(name, name, name) for name in codes),
        (Source(document.name, document.name, document.text, **original),),
        codings,
        tuple(coding.notes),
        users=tuple(users),
    )


def digest(text: str) -> str:
    """The digest of a text that stands in its document."""
    return text_sha256(text)[:DIGITS]


def _opened(data: bytes, file: str) -> Document:
    follow = Following()
    reading = readers.read(data, "docx", file, Budget(file), follow=follow)
    if any(BEGUN.fullmatch(block.text) for block in reading.blocks):
        follow = Following(verbatim=True)
        return _ours(readers.read(data, "docx", file, Budget(file), follow=follow).blocks, follow)
    text, places = text_and_places(reading.blocks)
    name = PurePosixPath(file.replace("\\", "/")).stem
    return Document(name, text, follow.comments, places, notes=tuple(reading.notes))


def _ours(blocks: Sequence[Block], follow: Following) -> Document:
    """The text between the two lines of a document of ours; up to the document's end where the second one is gone."""
    blocks = [block for block in blocks if block.role != ASIDE]
    first, begun = next((n, found) for n, block in enumerate(blocks, 1) if (found := BEGUN.fullmatch(block.text)))
    name, made = begun.groups()
    ends = [n for n, block in enumerate(blocks) if n >= first and block.text == ENDS.format(name, made)]
    text, places = verbatim_and_places(blocks, first, ends[-1] if ends else len(blocks))
    notes = (
        [] if digest(text) == made else ["its text was changed after it was handed out: passages are found by quote"]
    )
    return Document(name, text, follow.comments, places, True, tuple(notes))


@dataclass(frozen=True)
class _Passage:
    """Where a comment stands: start and end, and why it has no passage, or ""."""

    start: int
    end: int
    without: str = ""

    def __str__(self) -> str:
        return f"{self.start} to {self.end}" if self.start >= 0 else "no place in the text"


class _Reading:
    """The codings of a document, and the notes that are made meanwhile."""

    def __init__(self, document: Document, names: IsCode | None):
        self.document, self.names = document, names
        self.notes = [Note(document.name, what) for what in document.notes]
        comments = [one for one in document.comments if not AUTOMATIC.fullmatch(" ".join(one.lines).strip())]
        resolved = sum(comment.is_resolved and not comment.above for comment in comments)
        if resolved:
            self._note("", f"{counted(resolved, 'comment')} marked as resolved: taken like all others")
        self.threads = _threads(comments)
        # Where nobody says what codes are called, an answer is one if it says what the comments say that aren't.
        known = {given.code for root, _ in self.threads for given in said(root.lines).given}
        self.in_answers: IsCode = names or known.__contains__

    def codings(self) -> Iterator[Coding]:
        """Those of each comment and of the answers to it, in the order of the comments."""
        for root, answers in self.threads:
            passage = self._passage(root)
            for coder, given in self._thread(root, answers, passage):
                date = next(one.date for one in (root, *answers) if one.author == coder)
                yield self._coding(passage, given, coder, date)

    def _thread(self, root: Comment, answers: Sequence[Comment], passage: _Passage) -> list[tuple[str, Given]]:
        """Each coder of a thread with the codes given. An answer is a memo, unless it is another coder's, and codes."""
        given: dict[str, list[Given]] = {root.author: list(self._said(root, self.names, passage).given)}
        for answer in answers:
            codes = said(answer.lines, self.in_answers)
            if codes.given and not given.get(answer.author):
                given[answer.author] = list(self._said(answer, self.in_answers, passage).given)
                continue
            about = answer.author if given.get(answer.author) else root.author
            if not given[about]:
                self._note(f"a comment at {passage}", "an answer to a comment that isn't a code")
            words = " ".join(" ".join(answer.lines).split())
            memo = words if about == answer.author else f"{answer.author}: {words}"
            given[about] = [Given(one.code, " | ".join(filter(None, [one.memo, memo]))) for one in given[about]]
        return [(coder, one) for coder, codes in given.items() for one in codes]

    def _said(self, comment: Comment, names: IsCode | None, passage: _Passage) -> Said:
        found = said(comment.lines, names)
        place = f"a comment at {passage}"
        if not found.given:
            self._note(place, "a comment that isn't a code")
        elif found.other:
            self._note(place, "a comment of which a part is no code")
        return found

    def _passage(self, comment: Comment) -> _Passage:
        """Where a comment stands in the text; a range that begins before it or ends behind it is cut there."""
        starts, ends, references = (
            self.document.places.get((kind, comment.id), []) for kind in (START, END, REFERENCE)
        )
        points = [*ends, *references]
        if not points and not starts:
            return _Passage(-1, -1, BESIDE)
        start = starts[0] if starts else points[-1]
        end = (ends or references or [self._line_end(start)])[-1]
        length = len(self.document.text)
        if max(start, end) < 0 or min(start, end) > length:
            return _Passage(-1, -1, BESIDE)
        start, end = max(0, start), min(end, length)
        if starts and not ends:
            what = "the place of its sign" if references else "the end of its paragraph"
            self._note(f"a comment at {start} to {end}", f"the end of its range is missing: {what} is taken")
        if not self.document.text[start:end].strip():
            return _Passage(start, start, NO_WORDS)
        return _Passage(start, end)

    def _line_end(self, place: int) -> int:
        found = self.document.text.find("\n", max(0, place))
        return found if found >= 0 else len(self.document.text)

    def _coding(self, passage: _Passage, given: Given, coder: str, date: str) -> Coding:
        text, start, end = self.document.text, passage.start, passage.end
        has_place = start >= 0
        return Coding(
            self.document.name,
            start,
            end,
            text[start:end] if has_place else "",
            text[max(0, start - CONTEXT) : start] if has_place else "",
            text[end : end + CONTEXT] if has_place else "",
            given.code,
            given.code,
            coder,
            memo=given.memo,
            date=date,
            without=passage.without,
            code_guid=given.code,
        )

    def _note(self, place: str, what: str) -> None:
        self.notes.append(Note(", ".join(filter(None, [self.document.name, place])), what))


def _threads(comments: Iterable[Comment]) -> list[tuple[Comment, list[Comment]]]:
    """Each comment that answers none, with the answers to it and to these."""
    by_id = {comment.id: comment for comment in comments}
    answers: dict[str, list[Comment]] = defaultdict(list)
    roots = []
    for comment in by_id.values():
        top, seen = comment, {comment.id}
        while top.above in by_id and top.above not in seen:
            top = by_id[top.above]
            seen.add(top.id)
        if top is comment or top.above:  # answers that go in a circle answer nothing
            roots.append(comment)
        else:
            answers[top.id].append(comment)
    return [(root, answers[root.id]) for root in roots]
