"""Questions: what the program can't be sure of in who speaks, with the row of private/speakers.csv that answers each.

Nothing is built while one is open. A row answers by naming the label with a role, `not a label` among them; or, where
something is unusual and right, by `yes` in its column `confirmed`, in a row for the source itself.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from multicase.ingest import labels
from multicase.ingest.blocks import OpenColumn
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

NOT_A_LABEL = "not a label"
OTHER_ROLES = ("interviewer", "observer", "unidentified", NOT_A_LABEL)  # than participant
ABSENT, UNLISTED, FORM, UNLABELLED, ONE_VOICE, APART, ALIKE = (
    "absent label", "unlisted label", "listed label in another form", "no label", "one voice", "voices apart",
    "labels alike",
)  # fmt: skip
NEARLY_ALL = 0.95  # of the words of an interview, from which one voice is asked about
LEAST_WORDS = 200  # ... if there are as many
LEAST_ALONE = 20  # ... or that one is the only voice, or the others may be names alone
MOST_OF_A_NAME = 4  # words
SENTENCE_ENDS = frozenset(".?!…。？！؟")
WORDS = re.compile(r"\w+")
LEAST_LINES = 4  # lines of a voice that never alternates
OPEN_COLUMN, INSIDE = "open column", "label inside a line"
LEAST_LETTERS = 4  # of labels that differ by one
SPEAKERS = "private/speakers.csv (source_id,label,participant_id,role,confirmed)"
SHOWN = 3  # places that a question names
NO_TALK = "or, if nobody speaks in it, write document as its kind in sources.csv"


@dataclass(frozen=True)
class Question:
    """What is asked of one source: kind, the label, how often and where it stands, and the rows that would answer."""

    source_id: str
    kind: str
    label: str
    n: int
    places: str
    found: str
    answer: str


def problem(question: Mapping[str, object]) -> Problem:
    """A question as `check` lists it."""
    is_column = question["kind"] == OPEN_COLUMN
    columns = "columns.csv (source_id,column,holds)" if is_column else SPEAKERS
    expected = f"an answer in {columns}"
    return Problem(
        str(question["source_id"]), str(question["places"]), str(question["found"]), expected, str(question["answer"])
    )


def about_labels(questions: pd.DataFrame) -> int:
    """How many questions (contract `questions`) a sheet of the labels answers: all but those about columns."""
    return int((questions["kind"] != OPEN_COLUMN).sum())


def refuse_while_open(questions: pd.DataFrame) -> None:
    """Raises StudyError with the place of every question (contract `questions`); what it is about may be a name."""
    found, todo = (
        "an open question about who speaks, or what a column holds",
        "Run multicase check: it says what to write.",
    )
    if len(questions):
        raise StudyError(
            Problem(str(row["source_id"]), str(row["places"]), found, "an answer in the study", todo)
            for row in questions.to_dict("records")
        )


def frame(questions: Iterable[Question]) -> pd.DataFrame:
    """The contract `questions`."""
    from multicase.contracts import CONTRACTS

    return pd.DataFrame([asdict(question) for question in questions], columns=list(CONTRACTS["questions"].columns))


def row(source_id: str, label: str, who: str, confirmed: bool = False) -> str:
    """A row of speakers.csv as it is typed. who: a participant id or another role, as in `turns.participant_id`."""
    role, participant = (who or "unidentified", "") if who in {"", *OTHER_ROLES} else ("participant", who)
    return f"{source_id},{_quoted(label)},{participant},{role}" + (",yes" if confirmed else "")


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\n') else cell


def of_label(
    source_id: str, label: str, places: Sequence[str], kind: str, nearest: str = "", is_alike: bool = False
) -> Question:
    """A line that could open with a label that nobody listed, or with a listed one in an unusual form.

    is_alike: whether the nearest listed label differs by a letter, which would be asked about as soon as both stand
    there for two speakers; the rows confirm that they do.
    """
    what = (
        f"'{label}', which could be a speaker" if kind == UNLISTED else f"'{label}', a listed label without its colon"
    )
    hint = f"; nearest listed: '{nearest}'" if nearest else ""
    hint += ", which differs by a letter (if they are two speakers, confirm it: yes)" if is_alike else ""
    others = ("PARTICIPANT", *OTHER_ROLES)
    rows = " | ".join(row(source_id, label, who, is_alike and who != NOT_A_LABEL) for who in others)
    times = f", {counted(len(places), 'time')}{hint}"
    mending = "" if kind == UNLISTED else ", or mend the line in the raw file"
    todo = f"Add one of (PARTICIPANT is an id of participants.csv): {rows}{mending}"
    return Question(source_id, kind, label, len(places), _shown(places), what + times, todo)


def absent(source_id: str, label: str, who: str, behind: tuple[int, str] = (0, "")) -> Question:
    """A listed label that stands nowhere. behind: how many lines open with its words, and the mark after them."""
    where = "in no source of the study" if source_id == "*" else "nowhere in the source"
    found = f"the listed label '{label}', which stands {where}"
    if behind[0]:
        mark = f"followed by '{behind[1]}'" if behind[1] else "without a colon"
        found += f" as a label: {counted(behind[0], 'line')} open with it, the first one {mark}"
    answer = f"Mend or remove its row, or confirm it: {row(source_id, label, who, confirmed=True)}"
    return Question(source_id, ABSENT, label, 0, "", found, answer)


def inside(source_id: str, label: str, places: Sequence[str], who: str) -> Question:
    """A label with its colon in the midst of somebody's words."""
    found = f"the label '{label}' in the midst of somebody's words, {counted(len(places), 'time')}"
    right = row(source_id, label, who, confirmed=True)
    answer = f"Begin a line there in the raw file; or, if those words are that speaker's own, confirm: {right}"
    return Question(source_id, INSIDE, label, len(places), _shown(places), found, answer)


def unlabelled(source_id: str) -> Question:
    """An interview in which no label was found."""
    found = "an interview without a line that opens with a label: its words are nobody's"
    who = " | ".join(row(source_id, "", who, confirmed=True) for who in ("PARTICIPANT", "unidentified"))
    answer = (
        f"Label each turn in the raw file (Name: words); or, if one person says all of it, say who: {who}; {NO_TALK}"
    )
    return Question(source_id, UNLABELLED, "", 0, "", found, answer)


def of_voices(
    source_id: str,
    kind: str,
    turns: Sequence[Mapping[str, object]],
    confirmed: frozenset[str],
    own: frozenset[str] = frozenset(),
) -> Iterator[Question]:
    """What is unusual in who speaks how much: one voice for nearly all, voices that never alternate.

    turns: rows of `turns` that are speech, with their words, how many labels are repeated in them, and which others (by
    their keys). confirmed: keys of labels that a person has looked at in this source; own: of those listed for it.
    """
    if not kind.endswith("interview"):
        return
    words, runs, lines, first = Counter(), Counter(), Counter(), {}
    shown: dict[str, tuple[str, str]] = {}
    called: dict[str, dict[str, str]] = defaultdict(dict)
    before = None
    for turn in turns:
        who = _voice(turn)
        words[who] += turn["words"]
        lines[who] += 1 + turn["labels"]
        runs[who] += who != before
        first.setdefault(who, turn["locator"])
        shown.setdefault(who, (str(turn["speaker_label"]), str(turn["participant_id"])))
        called[who] |= {labels.key(str(turn["speaker_label"])): str(turn["speaker_label"])} | turn.get("others", {})
        before = who
    total = sum(words.values())
    names = _names_alone(turns, own)
    for who, (label, of) in shown.items():
        if labels.key(label) in confirmed or not total:
            continue
        answer = f"If that is right, confirm it: {row(source_id, label, of, confirmed=True)}"
        if others := [one for name, one in called[who].items() if name != labels.key(label)]:
            rows = " | ".join(row(source_id, one, "PARTICIPANT") for one in others[:SHOWN])
            named = listed([repr(one) for one in others[:SHOWN]], "or")
            answer = f"If {named} is another speaker, mend its row: {rows}. {answer}"
        voice = f"'{label}'" if label else "the voice without a label"
        least = LEAST_WORDS if shown.keys() - {who} - names else LEAST_ALONE
        if total >= least and words[who] >= NEARLY_ALL * total:
            found = f"{voice} with {words[who]:,} of {total:,} words: another label may have been missed"
            refused = f"; or, if '{label}' is nobody: {row(source_id, label, NOT_A_LABEL)}" if label else ""
            answer += f"{refused}; {NO_TALK}"
            yield Question(source_id, ONE_VOICE, label, lines[who], f"from {first[who]}", found, answer)
        elif runs[who] == 1 and lines[who] >= LEAST_LINES and len(shown) > 1 and len(runs) == sum(runs.values()):
            found = f"{voice}, {lines[who]} times in a row and never again: another label may have been missed"
            yield Question(source_id, APART, label, lines[who], f"from {first[who]}", found, answer)


def _voice(turn: Mapping[str, object]) -> str:
    return str(turn["participant_id"] or labels.key(str(turn["speaker_label"])))


def _names_alone(turns: Sequence[Mapping[str, object]], own: frozenset[str]) -> frozenset[str]:
    """Voices that may be particulars (`Interviewer`, a tab, `Jane Smith`) and no talk: a single turn of a few words and
    no sentence, where others end theirs, under a label that nobody has listed for the source.
    """
    if not any(_ends_a_sentence(str(turn["text"])) for turn in turns):
        return frozenset()
    once = {who for who, n in Counter(map(_voice, turns)).items() if n == 1}
    return frozenset(
        _voice(turn)
        for turn in turns
        if _voice(turn) in once
        and labels.key(str(turn["speaker_label"])) not in own
        and 0 < turn["words"] <= MOST_OF_A_NAME
        and not _ends_a_sentence(str(turn["text"]))
    )


def _ends_a_sentence(text: str) -> bool:
    """Whether a sentence's end stands behind the last word."""
    return not SENTENCE_ENDS.isdisjoint(WORDS.split(text)[-1])


def of_likeness(
    source_id: str, found: Mapping[str, Sequence[str]], who: Mapping[str, str], confirmed: frozenset[str]
) -> Iterator[Question]:
    """Labels that stand in a source for two speakers and differ by a letter.

    found: label -> its places. who: label -> the speaker.
    """
    listed = sorted(found, key=lambda label: (len(found[label]), label))
    for place, label in enumerate(listed):
        for other in listed[place + 1 :]:
            if who[label] == who[other] or {labels.key(label), labels.key(other)} & confirmed:
                continue
            if are_alike(label, other):
                told = f"'{label}' and '{other}', two speakers whose labels differ by a letter"
                answer = f"Mend one, or confirm: {row(source_id, label, who[label], confirmed=True)}"
                yield Question(source_id, ALIKE, label, len(found[label]), _shown(found[label]), told, answer)


def are_alike(label: str, other: str) -> bool:
    """Whether two labels differ by a letter, so that one may be a slip of the other; interviewer and interviewee don't,
    nor do those whose numbers differ, or that are very short.
    """
    from rapidfuzz.distance import Levenshtein

    one, two = labels.key(label), labels.key(other)
    if min(len(one), len(two)) < LEAST_LETTERS or _only_digits_differ(one, two):
        return False
    if labels.is_generic(label) and labels.is_generic(other) and labels.asks(label) != labels.asks(other):
        return False
    return Levenshtein.distance(one, two) == 1


def of_column(source_id: str, column: OpenColumn) -> Question:
    """A column with words of which nobody has said what it holds."""
    size = f"{counted(column.words, 'word')} in {counted(column.rows, 'row')}"
    found = f"the column '{column.name}', which nobody has settled: {size}"
    rows = " | ".join(f"{source_id},{_quoted(column.name)},{holds}" for holds in ("words", "who", "not read"))
    return Question(source_id, OPEN_COLUMN, column.name, column.rows, "", found, f"Add one of: {rows}")


def all_of(questions: pd.DataFrame, turns: pd.DataFrame, speakers: Sequence[Mapping[str, str]] | None) -> pd.DataFrame:
    """The questions of all sources (contract `questions`), and those of the study as a whole."""
    return pd.concat([questions, frame(of_study(turns, speakers))], ignore_index=True)


def of_study(turns: pd.DataFrame, speakers: Sequence[Mapping[str, str]] | None) -> list[Question]:
    """Labels listed for every source (`*`) that stand in none. turns: the contract, of all sources of the study."""
    seen = {labels.key(label) for label in turns["speaker_label"].unique()}
    seen |= {labels.key(text) for text in turns.loc[turns["layer"] == "label", "text"].unique()}
    return [
        absent("*", each["label"], each["participant_id"] or each["role"])
        for each in speakers or []
        if each["source_id"] == "*" and each["label"] and each["role"] != NOT_A_LABEL and not each.get("confirmed")
        and labels.key(each["label"]) not in seen
    ]  # fmt: skip


def _only_digits_differ(one: str, two: str) -> bool:
    bare = ("".join(char for char in word if not char.isdigit()) for word in (one, two))
    return len(set(bare)) == 1


def _shown(places: Sequence[str]) -> str:
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return ", ".join(places[:SHOWN]) + more
