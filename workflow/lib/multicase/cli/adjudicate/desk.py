"""A sitting over the disagreements of a study: in the terminal, or by spreadsheet.

Nothing here needs a build that went to its end, nor a study without problems: what was measured is enough, and the
study's own codebook, sources and decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from multicase.cli.adjudicate import asking, record, sheets
from multicase.cli.adjudicate.shown import Code
from multicase.cli.ledger import Ledger
from multicase.cli.review.decisions import check_reviewer
from multicase.reliability import disagreements
from multicase.reliability.disagreements import Disagreement
from multicase.study import checking, codebook, consent, files
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    import pandas as pd

AGAIN = "Run make first."
DIFFERING = "reliability/disagreements.csv"


@dataclass(frozen=True)
class Desk:
    """found: the disagreements of the last build, in the order of the texts. gone: how many hold no more. codes: rows
    of `codebook.codes`, by code. stale: rows of the record about what nobody coded, with their lines. by, today: who
    decides, and the date, YYYY-MM-DD.
    """

    found: Sequence[Disagreement]
    gone: int
    codes: Mapping[str, Code]
    ledger: Ledger
    stale: Sequence[files.Row]
    by: str
    today: str

    @classmethod
    def of(cls, study: Path, results: Path, by: str, today: str) -> Desk:
        """results: results/<study>, as far as it is built. by: ids, separated by ;.

        Raises StudyError where nothing has been measured, for a codebook or a record that goes against its schema, and
        for what is no id.
        """
        for who in files.split(by):
            check_reviewer(who, "--by", "coder_1;coder_2")
        ledger = Ledger.open(study / record.FILE, "adjudication", record.COLUMNS)
        codes = _codes(study)
        differing, codings = _differing(results), _codings(results)
        found, gone = disagreements.told(differing, codings["manual"], _segments(results), codes, _closed(study))
        decided = checking.read_csv(ledger.path, "adjudication", record.FILE, []) if ledger.before else []
        stale = disagreements.unfounded(decided, codings.values())
        return cls(found, gone, codes, ledger, stale, by, today)

    def choose(
        self, codes: Iterable[str], sources: Iterable[str], themes: Iterable[str], again: bool, limit: int | None
    ) -> list[Disagreement]:
        """The disagreements to be decided; again: those decided before too. Empty criteria choose all.

        Raises StudyError for codes, sources and themes that there aren't.
        """
        known = record.decided(self.ledger.rows)
        wanted = {"--code": set(codes), "--source": set(sources), "--theme": set(themes)}
        has = {"--code": set(self.codes), "--theme": {code["theme"] for code in self.codes.values()}}
        has["--source"] = {one.source_id for one in self.found}
        problems = [_unknown(option, name, has[option]) for option in wanted for name in wanted[option] - has[option]]
        if problems:
            raise StudyError(problems)
        of = {"--code": lambda one: one.code, "--source": lambda one: one.source_id}
        of["--theme"] = lambda one: self.codes[one.code]["theme"]
        chosen = [
            one
            for one in self.found
            if (again or one.pair not in known)
            and all(not wanted[option] or of[option](one) in wanted[option] for option in wanted)
        ]
        return chosen[:limit]

    def session(
        self,
        todo: Sequence[Disagreement],
        ask: Callable[[str], str] = input,
        show: Callable[[str], None] = print,
    ) -> str:
        """Put disagreements to a person in the terminal; says what was done."""
        show(self.state())
        done = asking.session(todo, self.ledger.rows, self.codes, ask, show, self.save, self.by, self.today)
        told = f"{counted(done.answered, 'decision')} written to {record.FILE}; {done.left} of {len(todo)} left open."
        return f"{told} Run make to apply them." if done.answered else told

    def write(self, todo: Sequence[Disagreement], path: Path) -> str:
        """Write disagreements into a sheet; says what was done."""
        n = sheets.export(todo, self.ledger.rows, self.codes, path)
        todo_next = "Fill in decision and reason, then take it back with --from."
        return f"{self.state()}\n{counted(n, 'disagreement')} written to {path}. {todo_next}"

    def take(self, path: Path, again: bool) -> str:
        """Add what a filled sheet decides, all of it or nothing; says what was done."""
        made = sheets.import_(path, {one.pair for one in self.found}, self.ledger.rows, again)
        if made:
            self.save(record.with_decisions(self.ledger.rows, made, self.by, self.today))
        told = f"{counted(len(made), 'decision')} written to {record.FILE}."
        return f"{told}{' Run make to apply them.' * bool(made)}\n{self.state()}"

    def save(self, rows: list[dict[str, str]]) -> None:
        """Write the record, whole. It belongs to the open zone, and stays readable to whom it was."""
        path = self.ledger.path
        like = path if path.is_file() else path.parent / "codebook.yaml"
        mode = like.stat().st_mode & 0o777
        self.ledger.save(rows)
        path.chmod(mode)

    def state(self) -> str:
        """How much is decided, and which decisions are about nothing."""
        known = record.decided(self.ledger.rows)
        n = sum(one.pair in known for one in self.found)
        lines = [f"{counted(len(self.found), 'disagreement')}: {n} decided, {len(self.found) - n} open."]
        if self.gone:
            lines.append(
                f"{self.gone} more of the last measurement hold no more by the codings, the codebook or the sources, "
                f"and are left out. {AGAIN}"
            )
        if self.stale:
            rows = "row is" if len(self.stale) == 1 else "rows are"
            todo = "The build stops at them: mend segment_id or code, or remove them."
            lines.append(f"{len(self.stale)} {rows} about a code that nobody gave there. {todo}")
            lines += [
                f"  {record.FILE}, line {row.line}: {row['segment_id']}, {row['code']} ({row['decision']})"
                for row in self.stale
            ]
        return "\n".join(lines)


def _unknown(option: str, name: str, known: Iterable[str]) -> Problem:
    where = "a source in which coders differ" if option == "--source" else "one of the codebook"
    return Problem(option, "", f"'{name}'", where, f"Mend it{files.nearest(name, sorted(known))}.")


def _codes(study: Path) -> dict[str, Code]:
    problems: list[Problem] = []
    path = study / "codebook.yaml"
    book = checking.read_yaml(path, "codebook", str(path), problems)
    if book is None:
        raise StudyError(problems)
    return {row["code"]: row for row in codebook.codes(book).to_dict("records")}


def _closed(study: Path) -> set[str]:
    """The sources that may appear nowhere. Whatever else is wrong with sources.csv is no matter here."""
    problems: list[Problem] = []
    path = study / "sources.csv"
    rows = checking.read_csv(path, "sources", str(path), problems, None)
    if not rows:
        raise StudyError(problems)
    return {row["source_id"] for row in rows if row.get("consent") == consent.CLOSED}


def _differing(results: Path) -> pd.DataFrame:
    import pandas as pd

    path = results / DIFFERING
    if not path.is_file():
        found = "no list of where coders differ"
        todo = f"{AGAIN} If it stops before, mend what it names; nothing after this list is needed."
        raise StudyError([Problem(str(path), "", found, "that of the last build", todo)])
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _codings(results: Path) -> dict[str, pd.DataFrame]:
    """The codings by origin, as far as they are built; those of people are."""
    from multicase import frames

    folder = results / "codings"
    found = {"manual": frames.read(_tables(folder, "manual.parquet"), "codings")}
    for origin, pattern in {"dictionary": "dictionary/*.parquet", "model": "model.parquet"}.items():
        found[origin] = frames.read(sorted(folder.glob(pattern)), "codings")
    return found


def _segments(results: Path) -> pd.DataFrame:
    from multicase import frames

    return frames.read(_tables(results / "segments", "*.parquet"), "segments")


def _tables(folder: Path, pattern: str) -> list[Path]:
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise StudyError([Problem(str(folder / pattern), "", "no tables", "those of the last build", AGAIN)])
    return paths
