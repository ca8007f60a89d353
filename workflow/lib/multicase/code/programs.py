"""A program as a coder: asking it, recording what it answered, and reading the record as codings.

In:   {"codebook": {...}, "parameters": {...}, "prompt": "..."}, the first line; then one a segment:
      {"segment_id": "a-i01:2.1", "kind": "interview", "role_group": "", "text": "It was slow.", "before": "And then?"}
Out:  {"segment_id": "a-i01:2.1", "code": "slow", "words": "was slow", "rationale": "why", "confidence": 0.9}

A build never asks: what was answered is an input (`study.coders`). Words that don't stand in their segment are no
coding, whatever else the program says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multicase import running
from multicase.anchoring.spans import WORD
from multicase.code.material import Material
from multicase.digest import as_json, text_sha256
from multicase.study import coders
from multicase.study.checking import UNSEEN
from multicase.study.coders import AGAIN, CODING, CONFIDENCE, ENDING, Coder, Record
from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import pandas as pd

if TYPE_CHECKING:
    import pandas as pd

ORIGIN = "program"
BESIDE = 32  # characters of the text that stand beside the words in a record
# Why an answer is refused, and how that is told of several.
REFUSED = {
    "malformed": "that are no JSON object",
    "segment": "on segments that it wasn't given",
    "code": "with codes that the codebook hasn't got",
    "words": "with words that don't stand in their segment",
    "rationale": "with a rationale that is no text",
    "confidence": "with a confidence that is no number from 0 to 1",
}
# What a record's head says of how it was asked, and what that is called.
ASKED = {
    "command_sha256": "the program",
    "what_sha256": "what it is said to be",
    "parameters_sha256": "its parameters",
    "prompt_sha256": "its prompt",
    "codebook_sha256": "the codebook",
    "input_sha256": "the segments",
}


class Refused(ValueError):
    """An answer that is no coding; its message is one of REFUSED."""


@dataclass(frozen=True)
class Answers:
    """codings: as a record has them, without prefix and suffix, in the order of the texts. n: how many lines. By line
    of output: refused (why -> lines), repeated (the same coding again), several (words that stand in the segment more
    than once, of which the first are taken).
    """

    codings: tuple[Mapping[str, Any], ...]
    n: int
    refused: Mapping[str, list[int]]
    repeated: tuple[int, ...]
    several: tuple[int, ...]

    def told(self) -> Iterator[str]:
        """What was refused and what was made of the rest, a line each."""
        for why, numbers in self.refused.items():
            verb = "answer" if len(numbers) == 1 else "answers"
            yield f"refused: {len(numbers):,} {verb} {REFUSED[why]} ({running.lines(numbers)} of its output)"
        if self.repeated:
            yield f"said twice, taken once: {len(self.repeated):,} ({running.lines(self.repeated)} of its output)"
        if self.several:
            told = f"{len(self.several):,} ({running.lines(self.several)} of its output)"
            yield f"words that stand several times in their segment, the first taken: {told}"


def ask(coder: Coder, material: Material, folder: Path, seconds: int, log: Path) -> Answers:
    """What a coder answers. It runs in `folder`, the study's; what it complains of goes to `log`.

    Raises StudyError for a program that has no good end (`running.answered`), and for one of whose answers none is a
    coding.
    """
    with running.answered(coder.words, coder.name, material.handed(coder), folder, seconds, log, "segments") as output:
        found = answers(output, material)
    if found.n and not found.codings:
        todo = f"Mend the program; nothing was recorded. {' '.join(f'{line}.' for line in found.told())}"
        told, expected = "answers of which none is a coding", "codings, or no answer at all"
        raise StudyError([Problem(coder.name, "", told, expected, todo)])
    return found


def answers(output: Iterable[bytes], material: Material) -> Answers:
    """A program's output, line by line, as codings; what is none is counted by why."""
    found: dict[tuple[str, int, int, str], Mapping[str, Any]] = {}
    refused: dict[str, list[int]] = defaultdict(list)
    repeated, several, n = [], [], 0
    for number, line in enumerate(output, 1):
        if not line.strip():
            continue
        n += 1
        try:
            coding, is_one_of_several = _coding(line, material)
        except Refused as why:
            refused[str(why)].append(number)
            continue
        key = (coding["source_id"], coding["start"], coding["end"], coding["code"])
        if key in found:
            repeated.append(number)
            continue
        found[key] = coding
        several += [number] if is_one_of_several else []
    ordered = tuple(found[key] for key in sorted(found))
    told = {why: refused[why] for why in REFUSED if why in refused}
    return Answers(ordered, n, told, tuple(repeated), tuple(several))


def _coding(line: bytes, material: Material) -> tuple[dict[str, Any], bool]:
    """A coding, and whether its words stand elsewhere in the segment too."""
    answer = running.json_object(line)
    if answer is None:
        raise Refused("malformed")
    segment = material.segments.get(_text(answer, "segment_id"))
    if segment is None:
        raise Refused("segment")
    if _text(answer, "code") not in material.codes:
        raise Refused("code")
    words = _text(answer, "words").strip()
    places = _places(segment["text"], words)
    if not places:
        raise Refused("words")
    rationale, sure = answer.get("rationale"), answer.get(CONFIDENCE)
    if not isinstance(rationale, str | None):
        raise Refused("rationale")
    if sure is not None and (type(sure) not in {int, float} or not 0 <= sure <= 1):
        raise Refused("confidence")
    start = int(segment["start"]) + places[0]
    return {
        "segment_id": segment["segment_id"],
        "source_id": segment["source_id"],
        "start": start,
        "end": start + len(words),
        "exact": words,
        "code": answer["code"],
        "rationale": _plain(rationale or ""),
        **({} if sure is None else {CONFIDENCE: round(float(sure), 4)}),
    }, len(places) > 1


def _text(answer: Mapping[str, Any], name: str) -> str:
    return answer[name] if isinstance(answer.get(name), str) else ""


def _places(text: str, words: str) -> list[int]:
    """Where words stand, as whole words if they do so anywhere; nowhere if no letter or digit is among them."""
    if not any(map(str.isalnum, words)):
        return []
    found, place = [], text.find(words)
    while place >= 0:
        found.append(place)
        place = text.find(words, place + 1)
    edges = {edge for word in WORD.finditer(text) for edge in range(word.start() + 1, word.end())}
    return [place for place in found if not {place, place + len(words)} & edges] or found


def _plain(text: str) -> str:
    """A program's sentence on one line, without what can't be seen or written."""
    return " ".join(UNSEEN.sub(" ", text.encode("utf-8", "replace").decode()).split())


def digests(coder: Coder, folder: Path) -> dict[str, str]:
    """What changes with a coder itself, whatever it is given, by the names of a record's head."""
    return {
        "command_sha256": running.program_sha256("\0".join(coder.words), coder.words, folder),
        "what_sha256": text_sha256(coder.what),
        "parameters_sha256": text_sha256(as_json(coder.parameters)),
        "prompt_sha256": text_sha256(coder.prompt),
    }


def given_digests(material: Material) -> dict[str, str]:
    """What changes with what is handed over, by the names of a record's head."""
    return {
        "codebook_sha256": material.codebook_sha256,
        "input_sha256": coders.input_sha256(material.sources),
    }


def head(coder: Coder, material: Material, folder: Path, found: Answers, is_second: bool) -> dict[str, Any]:
    """The first line of a record (`study.coders.HEAD`): what was asked and how, and what became of the answers."""
    return {
        "coder": coder.name,
        "again": is_second,
        "what": coder.what,
        **digests(coder, folder),
        **given_digests(material),
        "sources": material.sources,
        "segments": len(material.segments),
        "answers": found.n,
        "refused": {why: len(numbers) for why, numbers in found.refused.items()},
        "repeated": len(found.repeated),
        "several": len(found.several),
    }


def record(first: Mapping[str, Any], found: Answers, texts: Mapping[str, str]) -> Record:
    """A record as it is to be written, each coding with some of the text before and after its words.

    first: of `head`. texts: anonymised text by source.
    """
    codings = []
    for number, coding in enumerate(found.codings, 2):
        text, start, end = texts[coding["source_id"]], coding["start"], coding["end"]
        beside = {"prefix": text[max(0, start - BESIDE) : start], "suffix": text[end : end + BESIDE]}
        whole = coding | beside
        codings.append((number, {name: whole[name] for name in (*CODING, CONFIDENCE) if name in whole}))
    return Record(first, tuple(codings))


def changes(before: Record, after: Record) -> Iterator[str]:
    """What a new record says otherwise than the one that it replaces, a line each; nothing where it says the same."""
    asked = [called for name, called in ASKED.items() if before.head[name] != after.head[name]]
    if asked:
        yield f"asked otherwise: {', '.join(asked)}"
    old, new = ({_key(coding) for _, coding in told.codings} for told in (before, after))
    if old != new:
        yield f"codings: {len(new - old):,} more, {len(old - new):,} gone, {len(old & new):,} as before"
    elif before.codings != after.codings:
        yield "codings: the same, with other rationales, confidences or places"
    counts = ("answers", "refused", "repeated", "several")
    if any(before.head[name] != after.head[name] for name in counts):
        yield "counts of answers and of those refused: others"


def _key(coding: Mapping[str, Any]) -> tuple[str, ...]:
    return coding["segment_id"], coding["code"], coding["exact"]


def sound(path: str | Path) -> Record:
    """A record that is there. Raises StudyError with all that is none in it."""
    found, problems = coders.read(Path(path))
    if problems:
        raise StudyError(problems)
    return found


def rows(path: str | Path) -> list[dict[str, object]]:
    """The codings of a record as `code.manual.read` gives those of people, with `origin`, segment_id and probability.

    The coder is the file's name, that of a second run with `.again`. Raises StudyError for a file that is no record.
    """
    file = Path(path)
    return [
        {
            **{name: coding[name] for name in ("segment_id", "source_id", "exact", "prefix", "suffix", "code")},
            "start": str(coding["start"]),
            "end": str(coding["end"]),
            "memo": coding["rationale"],
            "probability": float(coding.get(CONFIDENCE, -1.0)),
            "file": str(file),
            "line": line,
            "coder": file.name.removesuffix(ENDING),
            "origin": ORIGIN,
        }
        for line, coding in sound(file).codings
    ]


def is_again(coder: str) -> bool:
    """Whether a coder's name, as `rows` gives it, is that of a second run."""
    return coder.endswith(AGAIN)


def first(codings: pd.DataFrame) -> pd.DataFrame:
    """Of codings, or of those that stand nowhere, the rows of first runs."""
    return codings[~codings["coder"].map(is_again).astype(bool)]


def again(codings: pd.DataFrame) -> pd.DataFrame:
    """The rows of second runs."""
    return codings[codings["coder"].map(is_again).astype(bool)]
