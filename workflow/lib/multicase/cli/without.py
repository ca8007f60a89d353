"""`multicase without`: what a study would be with cases left out, in a directory of its own."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multicase.cli import place
from multicase.study.problems import StudyError
from multicase.wording import listed

if TYPE_CHECKING:
    from multicase.study.study import Study


def command(
    study: Annotated[Path, typer.Argument(help="the study's directory")],
    cases: Annotated[list[str], typer.Argument(help="the cases to leave out, as in cases.csv")],
    to: Annotated[
        Path | None, typer.Option(help="the new directory; else one beside the study, named after both")
    ] = None,
) -> None:
    """Write a study without some of its cases into a directory of its own, to be built and compared."""
    from multicase.study import variants

    where = place.unlocked(study)
    found = loaded(where.study)
    target = to or where.study.with_name(f"{where.study.resolve().name}-without-{'-'.join(cases)}")
    variants.without(found, cases, projects(found, where.results), target)
    print("\n".join([f"{target}: {where.study} without {listed(cases)}", *told(target, where)]))


def loaded(directory: Path) -> Study:
    """The study in a directory, checked."""
    from multicase.study import study as studies

    return studies.load(directory)


def projects(study: Study, results: Path) -> dict[str, list[dict[str, str]]]:
    """Coder -> the codings of the study's projects as rows. Raises StudyError where they need a build."""
    from multicase.cli.import_codings.texts import anonymised
    from multicase.exchange import coders

    paths = [path for path in study.coding_paths() if path.suffix == ".qdpx"]
    by_coder: dict[str, list[dict[str, str]]] = defaultdict(list)
    history = (study.migrations or {}).get("migrations", [])
    for row in coders.rows_of(paths, anonymised(results), study.codebook, history) if paths else []:
        by_coder[str(row["coder"])].append({name: str(value) for name, value in row.items()})
    return dict(by_coder)


def told(target: Path, where: place.Place) -> list[str]:
    """What stands in the way of building it, or how it is built and compared."""
    try:
        loaded(target)
    except StudyError as error:
        return [f"To be mended there first: {problem}" for problem in error.problems]
    return [f"Then: make STUDY={target}; multicase compare {where.study} {target}"]
