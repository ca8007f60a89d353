"""Layer 0, structure: speaker labels, which ingestion has found, become participants before anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from multicase.anchoring.spans import blanked
from multicase.anonymise import scripts
from multicase.anonymise.capitals import LEAST_SHARE, share_of_capitals
from multicase.anonymise.span import Span
from multicase.ingest.labels import is_generic
from multicase.study.problems import Problem, StudyError

FEWEST_WORDS, GREATEST_SHARE = 60, 0.7
PRONOUN = re.compile(r"\bI\b")
INITIALS = re.compile(r"[A-Z]{1,3}\d?")


@dataclass(frozen=True)
class Label:
    """A speaker label in the text, and who it stands for (a participant id, `interviewer`, or nothing)."""

    start: int
    end: int
    participant_id: str


def find(labels: Iterable[Label]) -> list[Span]:
    """A span for each label, kind person, its entity the participant."""
    return [
        Span(label.start, label.end, "person", "structure", "speaker_label", label.participant_id or "unidentified")
        for label in labels
        if label.start >= 0
    ]


def spoken(text: str, labels: Iterable[Label]) -> str:
    """A text, of the same length, without its speaker labels, which have capitals however the rest is written."""
    places = [(label.start, label.end) for label in labels if label.start >= 0]
    return blanked(text, places) if places else text


def names_in(labels: Iterable[str]) -> set[str]:
    """Labels that are names rather than roles such as `Interviewer` or `P1`."""
    labels = {label.strip() for label in labels}
    return {label for label in labels if not is_generic(label) and not INITIALS.fullmatch(label)}


def refuse_without_capitals(
    text: str, name: str, labels: Iterable[Label] = (), allowed: bool | Sequence[str] = False
) -> None:
    """Raises StudyError if a text's capitals tell nothing, without which most names can't be found.

    Speaker labels and the pronoun I don't count: speech recognition writes them with a capital, and no name. allowed:
    whether such texts are accepted all the same; those of a script without capitals only by its name (`Arabic`).
    """
    scripts_allowed = () if isinstance(allowed, bool) else tuple(allowed)
    if script := scripts.without_capitals(text):
        if script not in scripts_allowed:
            found = f"a text in a script without capitals ({script}), in which names can't be told from words"
            todo = (
                "Put its names into private/register.csv and name the script in anonymise.allow_register_only, "
                f"as [{script}]; then only registered names, numbers and addresses are found in it."
            )
            raise StudyError([Problem(name, "", found, "a script with capitals, or one that is allowed by name", todo)])
        return
    said = PRONOUN.sub("i", spoken(text, labels))
    share = share_of_capitals(said)
    if allowed or said.count(" ") < FEWEST_WORDS or LEAST_SHARE <= share <= GREATEST_SHARE:
        return
    found = "a text almost without capitals" if share < LEAST_SHARE else "a text that is all in capitals"
    todo = (
        "Put its names into private/register.csv and set anonymise.allow_register_only to true, "
        "or use a transcript with capitals."
    )
    raise StudyError([Problem(name, "", found, "a transcript with capitals where they belong", todo)])
