"""`multicase run-coder`: a program of the user's own codes what may be quoted; its answers are recorded for builds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multicase.cli import place
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    from multicase.code.material import Material
    from multicase.study.coders import Coder, Record
    from multicase.study.study import Study

SECONDS = 3600
LOGS = "private/coders"  # what coders complain of may hold anything
Confirm = Callable[[str], Any]


def command(
    study: Annotated[Path, typer.Argument(help="the study's directory")],
    name: Annotated[str, typer.Argument(help="the coder, as coders.yaml names it")],
    again: Annotated[bool, typer.Option("--again", help="ask a second time, to see whether it answers alike")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="ask nothing, for scripts")] = False,
    timeout: Annotated[int, typer.Option(min=1, help="seconds that the program may take")] = SECONDS,
) -> None:
    """Have a program of coders.yaml code the segments that may be quoted; record what it answers in codings/."""
    from multicase.study import study as studies

    where = place.unlocked(study)
    found = studies.load(where.study)
    job = Job(found, chosen(found, name), where.results, again, timeout)
    job.run((lambda asked: True) if yes else lambda asked: typer.confirm(asked, abort=True))


def chosen(study: Study, name: str) -> Coder:
    """A coder by its name. Raises StudyError where there is none."""
    from multicase.study import coders, files

    known = {coder.name: coder for coder in coders.declared(study.coders, study.root)}
    if name in known:
        return known[name]
    expected = f"one of {', '.join(known)}" if known else "a coder of coders.yaml"
    todo = f"Name one of them{files.nearest(name, list(known))}." if known else "docs/coding-by-program.md says how."
    raise StudyError([Problem(str(study.root / "coders.yaml"), "", f"no coder '{name}'", expected, todo)])


def handed(study: Study, results: Path) -> Material:
    """What is handed over of the last build. Raises StudyError where there is none that was searched for leaks."""
    from multicase.leaks import open_zone

    found = segments_of(study, results)
    searched = (results / open_zone.REPORT).is_file() and not (results / open_zone.WARNING).exists()
    if found is None or not searched:
        told = "no segments" if found is None else "segments that were not searched for leaks"
        expected = "those of a build that has passed the leak scan"
        todo = "Run make first: others may read what is handed over."
        raise StudyError([Problem(str(results), "", told, expected, todo)])
    return found


def segments_of(study: Study, results: Path) -> Material | None:
    """What of the last build may be handed over; None where nothing was built."""
    from multicase import frames
    from multicase.code import material
    from multicase.study import codebook, consent, disclosure, files

    paths = sorted((results / "segments").glob("*.parquet"))
    if not paths:
        return None
    people = files.frame([str(path)] if (path := study.path("participants")) else [], "participants")
    config = {name: place.section(name, study.settings) for name in ("anonymise", "disclosure")}
    heard = consent.heard(people, study.sources)
    shown = disclosure.shown(heard, study.attributes, disclosure.shown_k(config))
    book = codebook.read(study.path("codebook"))
    return material.material(frames.read(paths, "segments"), study.sources, shown, book)


@dataclass
class Job:
    """One run of a coder, from what it is given to its record."""

    study: Study
    coder: Coder
    results: Path
    again: bool
    seconds: int
    show: Callable[[str], None] = print

    def run(self, confirm: Confirm) -> None:
        """Hand over, ask, and record; before either, `confirm` is asked, which raises where the answer is no."""
        from multicase.code import manual, programs

        material = handed(self.study, self.results)
        before = self._former(material)
        if not material.segments:
            todo = "Those of sources whose consent is quote are handed over, as far as they are analysed."
            raise StudyError([Problem(str(self.results), "", "no segment that may be handed over", "some", todo)])
        self.show(
            f"{self.coder.name} ({self.coder.what}): {counted(len(material.segments), 'segment')} of "
            f"{counted(len(material.sources), 'source')}, anonymised, and the codebook go to: "
            f"{' '.join(self.coder.words)}"
        )
        confirm("Hand them over?")
        folder = self.study.root.resolve()
        logs = folder / LOGS
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = programs.ask(self.coder, material, folder, self.seconds, logs / f"{self.coder.name}.log")
        for line in found.told():
            self.show(line)
        texts = manual.texts_below((self.results / "anonymised").glob("*/"))
        first = programs.head(self.coder, material, folder, found, self.again)
        self._record(programs.record(first, found, texts), before, confirm)

    @property
    def _path(self) -> Path:
        from multicase.study import coders

        return coders.path(self.study.root, self.coder.name, self.again)

    def _former(self, material: Material) -> bytes | None:
        """The record that is there. Raises StudyError where a second run has no first one to be compared with."""
        from multicase.code import programs
        from multicase.study import coders

        first = coders.path(self.study.root, self.coder.name)
        if self.again:
            expected, todo = "a first run of the same program on the same material", "Run it without --again first."
            if not first.is_file():
                raise StudyError([Problem(str(first), "", "no such file", expected, todo)])
            now = programs.digests(self.coder, self.study.root.resolve()) | programs.given_digests(material)
            asked = programs.sound(first).head
            other = [called for name, called in programs.ASKED.items() if asked[name] != now[name]]
            if other:
                raise StudyError([Problem(str(first), "line 1", f"other than now: {', '.join(other)}", expected, todo)])
        return self._path.read_bytes() if self._path.is_file() else None

    def _record(self, after: Record, before: bytes | None, confirm: Confirm) -> None:
        from multicase.closed.locking import write_private
        from multicase.code import programs
        from multicase.study import coders

        content = coders.written(after)
        if content == before:
            self.show(f"{self._path}: the same as before")
            return
        if before is not None:
            self.show(f"{self._path} would be replaced:")
            for line in programs.changes(programs.sound(self._path), after):
                self.show(f"  {line}")
            confirm("Replace it?")
        if (self._path.read_bytes() if self._path.is_file() else None) != before:
            todo = "Nothing was recorded. Run it again."
            raise StudyError([Problem(str(self._path), "", "a file that was changed meanwhile", "the same file", todo)])
        self._path.parent.mkdir(exist_ok=True)
        write_private(self._path, content)
        self._path.chmod(0o644)  # an open file, as people's codings are
        n = counted(len(after.codings), "coding")
        self.show(f"{n} recorded in {self._path}. Run make to have them compared with people's.")
