"""`multicase reread`: passages of the anonymised texts, read by people, to learn what the anonymisation left."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place

WORDS = 5000


def command(
    study: place.Study = None,
    reader: Annotated[str, typer.Option(help="your id")] = "reader_1",
    words: Annotated[int, typer.Option(min=1, help="how many words to draw")] = WORDS,
    seed: Annotated[int | None, typer.Option(help="seed of the draw; else the one of config.yaml")] = None,
    report: Annotated[bool, typer.Option("--report", help="say what was read, and what was left")] = False,
    export: Annotated[Path | None, typer.Option(help="write the passages to a .csv or .xlsx file")] = None,
    import_: Annotated[Path | None, typer.Option("--import", help="read answers from such a file")] = None,
) -> None:
    """Read passages of the anonymised texts, drawn by a seed, and note what was missed: it is masked from then on."""
    import datetime

    from multicase.cli.reread import reading
    from multicase.study import study as studies

    where = place.unlocked(study)
    found = studies.load(where.study)
    chosen = seed if seed is not None else place.value("seed", found.settings)
    today = datetime.date.today().isoformat()
    desk = reading.Desk.of(found, where.results, reader, today, place.locale(found.settings))
    if report:
        print(desk.report())
    elif export:
        print(desk.export(export, words, chosen))
    elif import_:
        print(desk.import_(import_))
    else:
        print(desk.session(words, chosen))
