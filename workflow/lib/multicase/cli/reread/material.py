"""What there is to read again: the passages of the open sources of the last build, as they were anonymised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from multicase.anonymise import passages
from multicase.anonymise.passages import Passage, Text
from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from multicase.anonymise.lexicon import Lexicon
    from multicase.study.study import Study

AGAIN = "Run make first."


@dataclass(frozen=True)
class Material:
    """passages: all there are. texts: by source. cases: source_id -> case_id."""

    passages: Sequence[Passage]
    texts: Mapping[str, Text]
    cases: Mapping[str, str]
    results: Path

    @property
    def hashes(self) -> dict[str, str]:
        """source_id -> hash of its canonical text."""
        return {name: text.sha256 for name, text in self.texts.items()}

    def lexicons(self) -> dict[str, Lexicon]:
        """case_id -> its lexicon, as the last build took it."""
        from multicase import frames
        from multicase.anonymise import lexicon

        return {
            case: lexicon.from_rows(frames.read(_tables(self.results, "lexicon", case), "lexicon"))
            for case in sorted(set(self.cases.values()))
        }


def of(study: Study, results: Path) -> Material:
    """The material of a study. results: results/<study>, as last built.

    Raises StudyError where nothing has been built, or where the anonymised texts are of another build than the
    identifiers that say what was replaced in them.
    """
    from multicase import frames

    frame, identifiers, turns = (
        frames.read(_tables(results, name), name) for name in ("texts", "identifiers", "turns")
    )
    cases = {row["source_id"]: row["case_id"] for row in study.open_sources}
    frame, turns = (table[table["source_id"].isin(list(cases))] for table in (frame, turns))
    texts = passages.texts(frame, identifiers)
    _check(texts, results)
    return Material(passages.cut(turns), texts, {name: cases[name] for name in texts}, results)


def _tables(results: Path, name: str, file: str = "*") -> list[Path]:
    paths = sorted((results / "private" / name).glob(f"{file}.parquet"))
    if not paths:
        place = str(results / "private" / name)
        raise StudyError([Problem(place, "", "no tables", "those of the last build", AGAIN)])
    return paths


def _check(texts: Mapping[str, Text], results: Path) -> None:
    built = {path.stem: path for path in sorted((results / "anonymised").glob("*/*.txt"))}
    problems = []
    for name, text in texts.items():
        path = built.get(name)
        if path is None or path.read_bytes().decode("utf-8") != text.replaced.text:
            found = "an anonymised text of another build" if path else "no anonymised text"
            problems.append(Problem(str(results / "anonymised"), name, found, "that of the last build", AGAIN))
    if problems:
        raise StudyError(problems)
