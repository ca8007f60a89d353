"""Rereading a study: the draw, the record and the decisions brought together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from multicase.anonymise import passages
from multicase.anonymise.passages import Passage
from multicase.cli.ledger import Ledger
from multicase.cli.reread import asking, material, record, sheets
from multicase.cli.reread.material import Material
from multicase.cli.review.decisions import check_reviewer
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    from multicase.study.study import Study


@dataclass(frozen=True)
class Desk:
    """What one reader has before them. today: YYYY-MM-DD. locale: of the study's anonymisation."""

    study_dir: Path
    material: Material
    ledger: Ledger
    reader: str
    today: str
    locale: str

    @classmethod
    def of(cls, study: Study, results: Path, reader: str, today: str, locale: str) -> Desk:
        """The desk of a reader. results: results/<study>, as last built.

        Raises StudyError for a reader who isn't an id, a broken record, and a study that hasn't been built.
        """
        check_reviewer(reader, "--reader", "reader_2")
        ledger = record.opened(study.root)
        return cls(study.root, material.of(study, results), ledger, reader, today, locale)

    def draw(self, words: int, seed: int | None) -> list[Passage]:
        """The passages to be read, by whomever. Raises StudyError without a seed."""
        if seed is None:
            todo = "Give one: --seed 2018. A second reader needs the same."
            raise StudyError([Problem("config.yaml", "seed", "no seed", "the seed of the draw", todo)])
        return passages.draw(self.material.passages, seed, words)

    def session(
        self,
        words: int,
        seed: int | None,
        ask: Callable[[str], str] = input,
        show: Callable[[str], None] = print,
    ) -> str:
        """Put the draw to the reader in the terminal; says what was done, and what is left in the texts so far."""
        before = len(self.ledger.rows)
        done = asking.session(
            self.draw(words, seed), self.material.texts, self.ledger.rows, ask, show, self.ledger.save,
            self.reader, self.today,
        )  # fmt: skip
        read = sum(not row["missed"] for row in done.rows[before:])
        told = f"{counted(read, 'passage')} read, {len(done.rows) - before - read} found missed, {done.left} left."
        return "\n".join(filter(None, [told, self._decide(), self.report()]))

    def export(self, path: Path, words: int, seed: int | None) -> str:
        """Write what the reader hasn't read of the draw into a sheet; says what was done."""
        n = sheets.export(self.draw(words, seed), self.material.texts, self.ledger.rows, self.reader, path)
        todo = f"Write yes into `read` of each that was read, and what was missed into `missed`: {sheets.FORM}."
        return (
            f"{counted(n, 'passage')} written to {path}. {todo} Then --import it, with the same "
            "--reader; once filled in it quotes the closed zone."
        )

    def import_(self, path: Path) -> str:
        """Add what a filled sheet says to the record, all of it or nothing; says what was done."""
        texts, rows = self.material.texts, self.ledger.rows
        fresh = sheets.import_(path, self.material.passages, texts, rows, reader=self.reader, today=self.today)
        if fresh:
            self.ledger.save([*rows, *fresh])
        read = sum(not row["missed"] for row in fresh)
        told = f"{counted(read, 'passage')} read, {len(fresh) - read} found missed."
        return "\n".join(filter(None, [told, self._decide(), self.report()]))

    def report(self) -> str:
        """What was read, by whom, and what the anonymisation left by their reading."""
        return record.report(self.ledger.rows, self.material.hashes)

    def _decide(self) -> str:
        return record.decide(self.study_dir, self.ledger.rows, self.material, self.locale)
