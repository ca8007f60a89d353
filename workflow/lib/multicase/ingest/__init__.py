"""Ingest: a raw file becomes canonical text, and the text becomes turns.

The reader of each format is declared with the source; who speaks is declared in speakers.csv. Every word of a file ends
in a turn, in another row, or in the list of what was left out; where who speaks can't be known, it is asked. See
ARCHITECTURE.md for blocks, canonical text and turns, and docs/transcripts.md for what each tool writes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from multicase.anchoring.spans import count_words
from multicase.contracts import CONTRACTS
from multicase.digest import text_sha256
from multicase.ingest import blocks, cleaning, formats, questions, readers, turns
from multicase.ingest.blocks import CONTROL
from multicase.ingest.columns import Declared, declared
from multicase.ingest.formats import FORMATS
from multicase.ingest.limits import Budget, Limits
from multicase.ingest.listing import contradictions, listed
from multicase.ingest.questions import Question
from multicase.ingest.refusal import refuse
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

__all__ = ["FORMATS", "Limits", "canonical_text", "detect_format", "ingest", "ingest_source", "read"]
Row = Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """One source, read: its row of `texts`, its rows of `turns` and of `left_out`, what must be asked, what is told."""

    text: dict[str, object]
    turns: list[dict[str, object]]
    left_out: list[dict[str, object]]
    questions: list[Question]
    notes: list[str]


@dataclass
class Batch:
    """Sources, read: the contracts `texts`, `turns`, `left_out` and `questions`, the notes of each source, and what is
    wrong with those that can't be read.
    """

    texts: pd.DataFrame
    turns: pd.DataFrame
    left_out: pd.DataFrame
    questions: pd.DataFrame
    notes: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


OPENED, CLOSED, WORD = '"“„«', '"”“»', re.compile(r"\w+")
FEWEST_BEHIND = 2  # words behind a quotation that may be the observer's: `"It was late." Ann says that it was early.`


def ingest(
    sources: Sequence[Row],
    speakers: Sequence[Row] | None,
    root: Path,
    columns: Sequence[Row] | None = None,
    limits: Limits | None = None,
) -> Batch:
    """Sources whose raw files lie below `root`; see `read`. Raises StudyError with the problems of all of them."""
    batch = read(sources, speakers, root, columns, limits)
    if batch.problems:
        raise StudyError(batch.problems)
    return batch


def read(
    sources: Sequence[Row],
    speakers: Sequence[Row] | None,
    root: Path,
    columns: Sequence[Row] | None = None,
    limits: Limits | None = None,
) -> Batch:
    """Sources whose raw files lie below `root`.

    sources: source_id, case_id, kind, path, format. speakers: source_id (`*` for every source), label, participant_id,
    role, confirmed; None if the study lists none. columns: source_id, column, holds. Sources that can't be read are
    among the problems, as are rows of speakers that contradict one another: one doesn't hide another. Questions are
    none: see `questions.refuse_while_open`.
    """
    done, problems = [], [*contradictions(speakers)]
    for source in sources:
        try:
            data = _bytes(root / source["path"], source["source_id"])
            who, own, confirmed = listed(speakers, source["source_id"])
            holds = declared(columns or [], source["source_id"])
            done.append(ingest_source(data, source, who, own, confirmed, holds, limits))
        except StudyError as error:
            problems += error.problems
    return Batch(
        _frame("texts", [source.text for source in done]),
        _frame("turns", [row for source in done for row in source.turns]),
        _frame("left_out", [row for source in done for row in source.left_out]),
        questions.frame(question for source in done for question in source.questions),
        {source.text["source_id"]: source.notes for source in done if source.notes},
        problems,
    )


def ingest_source(
    data: bytes,
    source: Row,
    speakers: Mapping[str, str] | None,
    own: Collection[str] = (),
    confirmed: Collection[str] = (),
    columns: Declared | None = None,
    limits: Limits | None = None,
) -> Source:
    """One source, read. In messages the source is named by its id.

    speakers: label -> participant id, `interviewer`, `observer`, `unidentified` or `not a label`. own: the labels that
    are listed for this source itself. confirmed: those whose oddities somebody has looked at. columns: what those
    of a table hold.
    """
    name = source["source_id"]
    budget = Budget(name, limits or Limits())
    reading = cleaning.cleaned(readers.read(data, source["format"], name, budget, columns))
    text = blocks.canonical(reading.blocks)
    about = {
        "source_id": name,
        "case_id": source["case_id"],
        "kind": source["kind"],
        "raw_sha256": hashlib.sha256(data).hexdigest(),
    }
    parsed = turns.parse(text, kind=source["kind"], known=turns.Speakers(speakers, name, own, confirmed))
    left = [_left_row(about, n, one) for n, one in enumerate([*reading.left_out, *parsed.left_out], 1)]
    asked = [questions.of_column(name, column) for column in reading.open_columns] + parsed.questions
    whole = about | {"text": text.text, "text_sha256": text_sha256(text.text)}
    notes = [*reading.notes, *_of_nobody(parsed.rows), *_behind_quotations(parsed.rows)]
    return Source(whole, [row | about for row in parsed.rows], left, asked, notes)


def _of_nobody(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """A note on speech among labelled turns for which neither a label nor a listed speaker is told."""
    speech = [row for row in rows if row["layer"] == turns.SPEECH]
    nobodys = [row for row in speech if not (row["speaker_label"] or row["participant_id"])]
    if nobodys and len(nobodys) < len(speech):
        told = f"{counted(len(nobodys), 'turn')} of speech of which nothing says who speaks, the first at"
        yield f"{told} {nobodys[0]['locator']}: no participant's, and none of the speaker's before"


def _behind_quotations(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """A note on what somebody is quoted as saying in an observation, where words go on behind the quotation marks."""
    said = (row for row in rows if row["layer"] == turns.VERBATIM and row["speaker_label"])
    quoted = [row for row in said if _goes_on(str(row["text"]).strip())]
    if quoted:
        told = f"{counted(len(quoted), 'turn')} in quotation marks behind which words go on, the first at"
        yield (
            f"{told} {quoted[0]['locator']}: all of a turn is its speaker's; put what the observer tells there on a "
            "line of its own in the raw file"
        )


def _goes_on(words: str) -> bool:
    """Whether words begin with a quotation and go on behind the last one."""
    behind = words[max(map(words.rfind, CLOSED)) + 1 :]
    return words[:1] in OPENED and len(behind) < len(words) - 1 and len(WORD.findall(behind)) >= FEWEST_BEHIND


def _left_row(about: Mapping[str, object], number: int, left: blocks.LeftOut) -> dict[str, object]:
    seen = 0 if left.reason == CONTROL else count_words(left.text)
    place = {"source_id": about["source_id"], "case_id": about["case_id"], "number": number, "locator": left.locator}
    return place | {"reason": left.reason, "words": seen, "characters": len(left.text), "text": left.text}


def canonical_text(path: Path, format: str | None = None) -> str:
    """The canonical text of one raw file; its format is detected unless it is given."""
    return _canonical(path, format).text


def detect_format(path: Path) -> str:
    """The format of a raw file, from its content and the ending of its name. Raises StudyError for an unknown one."""
    return formats.detect(_bytes(path, str(path)), path.suffix.lower().lstrip("."), str(path))


def _canonical(path: Path, format: str | None) -> blocks.Canonical:
    name = str(path)
    reading = readers.read(_bytes(path, name), format or detect_format(path), name)
    return blocks.canonical(cleaning.cleaned(reading).blocks)


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        todo = "Check the path and the file's permissions."
        raise refuse(name, f"a file that can't be read ({error.strerror})", "a readable file", todo) from None


def _frame(contract: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CONTRACTS[contract].columns))
