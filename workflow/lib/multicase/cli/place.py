"""Where a study and its results lie, wherever a command is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from multicase.ingest.limits import Limits

# How every command names the study: an argument, else the one of config.yaml.
Study = Annotated[Path | None, typer.Argument(help="the study's directory; else the one that config.yaml names")]

# Whose closed files are locked and unlocked with a study's.
Results = Annotated[
    Path | None, typer.Option(help="results/<study>, where they lie elsewhere than here and in the workflow")
]

AUDITED = "audit/evidence.csv"  # what results have that can be audited

Audited = Annotated[
    Path | None,
    typer.Argument(help="the study's directory, or its results, built or published; else the study of config.yaml"),
]


@dataclass(frozen=True)
class Place:
    """A study's directory, the results of its last build, and its version of record."""

    study: Path
    results: Path
    published: Path


def of(study: Path | None = None) -> Place:
    """The place of a study, or of the one that config.yaml names.

    Results lie in the nearest `results` that has some of the study: of this directory, of those above it, of those
    above the study, and of the workflow that this library belongs to, if they say that they are of it; else where the
    workflow would put them. Those that say that they are of another study of the same name are left alone. Raises
    StudyError where no study is named.
    """
    chosen = study if study is not None else _configured()
    name = chosen.resolve().name
    root = _root(chosen) or next(iter(_free([Path(), chosen.resolve().parent], chosen)), chosen)
    return Place(chosen, root / "results" / name, root / "results/published" / name)


def _root(study: Path) -> Path | None:
    """The folder whose `results` are those of a study; None where neither results of it nor a workflow are near."""
    around, name = _free(_near(study), study), study.resolve().name
    own = _free(_far(), study, False)
    built = (folder for folder in (*around, *own) if (folder / "results" / name).is_dir())
    return next(built, None) or next((folder for folder in around if _is_root(folder)), None)


def _free(folders: Iterable[Path], study: Path, otherwise: bool = True) -> list[Path]:
    """Those of some folders whose `results` don't hold results of another study with the same name; otherwise: whether
    results that say of no study whose they are count.
    """
    from multicase.closed import whereabouts

    name = study.resolve().name
    return [folder for folder in folders if whereabouts.is_of(folder / "results" / name, study, otherwise)]


def _near(study: Path) -> list[Path]:
    """This directory, those above it, and those above the study."""
    return [Path(), *Path().resolve().parents, *study.resolve().parents]


def _far() -> Sequence[Path]:
    """The folders in which the workflow lies that this library belongs to."""
    return Path(__file__).resolve().parents


def closed_results(study: Path) -> Path | None:
    """The results of a study that hold closed files of it, wherever the command is called; None where there are none.

    Looked for around here and around the study, and where the workflow lies that this library belongs to.
    """
    from multicase.closed import whereabouts

    return whereabouts.closed_results(study, _near(study), _far())


def results_to_unlock(study: Path) -> Path | None:
    """Where the closed files of a study's results go back to; None where that can't be known.

    That is where closed files of it lie already; where none do, its results, or where the workflow would put them.
    """
    root = _root(study)
    return closed_results(study) or (root / "results" / study.resolve().name if root else None)


def results_of(study: Path | None = None) -> Path:
    """The results of a study to be audited: of its last build, else its version of record.

    A results directory itself, of a build or published, wherever it was copied to, is taken as it is.
    """
    if study is not None and (study / AUDITED).is_file():
        return study
    where = of(study)
    there = (folder for folder in (where.results, where.published) if (folder / AUDITED).is_file())
    return next(there, where.results)


def unlocked(study: Path | None) -> Place:
    """The place of a study whose closed zone is open. Raises StudyError for a locked one."""
    from multicase.study.study import is_locked

    place = of(study)
    if is_locked(place.study):
        found, todo = "a locked study", "Restore it first: multicase unlock."
        raise StudyError([Problem(str(place.study), "", found, "one whose closed zone is open", todo)])
    return place


def refuse_existing(paths: Iterable[Path], todo: str = "Name another file, or remove it.") -> None:
    """Raises StudyError for files that are there already: what a person named to be written may be people's work."""
    there = [path for path in paths if path.exists()]
    if there:
        raise StudyError(Problem(str(path), "", "a file that is there already", "a new file", todo) for path in there)


def _is_root(folder: Path) -> bool:
    return (folder / "config.yaml").is_file() and (folder / "Snakefile").is_file()


def limits(study: Mapping[str, Any]) -> Limits:
    """The limits of a source, for a study whose config.yaml sets `study`."""
    from multicase.ingest.limits import Limits

    return Limits(**section("ingest", study))


def programs(study: Mapping[str, Any]) -> list[dict[str, str]]:
    """The programs that read the texts too, for a study whose config.yaml sets `study`; their names and commands.

    Raises StudyError for a list that goes against its schema.
    """
    from multicase.study import settings

    listed = section("anonymise", study).get("programs") or []
    problems = list(settings.partial_problems({"anonymise": {"programs": listed}}, settings.REPOSITORY, ""))
    if problems:
        raise StudyError(problems)
    return listed


def section(name: str, study: Mapping[str, Any]) -> dict[str, Any]:
    """A section of the nearest config.yaml beside a Snakefile, with what the study's own sets otherwise."""
    found = _configuration()
    repository = (found[1].get(name) or {}) if found else {}
    return repository | (study.get(name) or {})


def locale(study: Mapping[str, Any]) -> str:
    """The locale of a study whose config.yaml sets `study`."""
    return section("anonymise", study).get("locale", "en_GB")


def repository() -> dict[str, Any]:
    """The nearest config.yaml beside a Snakefile; empty where there is none."""
    found = _configuration()
    return found[1] if found else {}


def value(name: str, study: Mapping[str, Any]) -> Any:
    """A setting of no section: what the study's own config.yaml sets, else the nearest one's; None where none does."""
    found = _configuration()
    return study.get(name, found[1].get(name) if found else None)


def _configured() -> Path:
    """The study that the nearest config.yaml beside a Snakefile names, from where that file lies."""
    from multicase.study import settings

    found = _configuration()
    if found:
        return found[0] / settings.named_study(found[1].get("study"), ())
    todo = "Name the study's directory, or run the command where the Snakefile lies."
    raise StudyError([Problem("config.yaml", "", "no such file", "the configuration", todo)])


def _configuration() -> tuple[Path, dict[str, Any]] | None:
    """The folder of the nearest config.yaml beside a Snakefile, and what it says; None where there is none."""
    from multicase.study import files

    for folder in (Path(), *Path().resolve().parents):
        if not _is_root(folder):
            continue
        problems: list[Problem] = []
        path = folder / "config.yaml"
        text = files.read_text(path, str(path), problems)
        content = files.parsed(text, str(path), problems) if text is not None else None
        if problems:
            raise StudyError(problems)
        return folder, content if isinstance(content, dict) else {}
    return None
