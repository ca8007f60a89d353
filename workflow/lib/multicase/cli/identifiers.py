"""`multicase identifiers`: what the anonymiser finds in one file, judged with that file alone."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from multicase.cli.text import RawFile
from multicase.study import checking
from multicase.study.problems import StudyError
from multicase.wording import counted

FIELDS = ("start", "end", "text", "kind", "layer", "rule_id", "action")


def command(
    file: RawFile,
    register: Annotated[Path | None, typer.Option(help="a register of known names, as private/register.csv")] = None,
    locale: Annotated[str, typer.Option(help="the locale whose words and patterns are used")] = "en_GB",
    as_json: Annotated[
        bool, typer.Option("--json", help="print JSON: start, end, text, kind, layer, rule_id, action")
    ] = False,
) -> None:
    """Print what the anonymiser finds in one file."""
    print(show(file, register, as_json, locale))


def show(file: Path, register: Path | None, as_json: bool, locale: str = "en_GB") -> str:
    """The finds as JSON (offsets into the canonical text), or as a table for people, most frequent first."""
    found = identifiers(file, register, locale)
    if as_json:
        return json.dumps([{name: row[name] for name in FIELDS} for row in found], ensure_ascii=False, indent=1)
    from rich.console import Console
    from rich.table import Table

    tally = Counter((row["text"], row["kind"], row["layer"], row["action"]) for row in found)
    table = Table("text", "kind", "layer", "action", "n", title=f"{counted(len(found), 'identifier')} in {file.name}")
    for (text, kind, layer, action), n in sorted(tally.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(text, kind, layer, action, str(n))
    console = Console()
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def identifiers(file: Path, register: Path | None, locale: str = "en_GB") -> list[dict]:
    """One row of the contract `identifiers` for each find, in the order of the text."""
    import pandas as pd

    from multicase import ingest
    from multicase.anonymise import apply, find, lexicon
    from multicase.anonymise import locale as locales
    from multicase.anonymise.detect import Settings
    from multicase.contracts import CONTRACTS

    problems: list = []
    known = checking.read_csv(register, "register", str(register), problems) if register else None
    if problems:
        raise StudyError(problems)
    source = {"source_id": "file", "case_id": "case", "kind": "interview", "format": ingest.detect_format(file)}
    read = ingest.ingest_source(file.read_bytes(), source, None)
    texts = pd.DataFrame([read.text], columns=list(CONTRACTS["texts"].columns))
    spoken = pd.DataFrame(read.turns, columns=list(CONTRACTS["turns"].columns))
    settings = Settings(locale=locale, allow_register_only=True, allow_other_language=True)
    words = lexicon.of_texts(
        texts["text"], locales.load(settings.locale), find.label_names(texts, spoken), find.spoken(texts, spoken)
    )
    found = find.find(texts, spoken, words, known, None, settings)
    decided = apply.anonymise(
        texts, spoken, found, lexicon=words, register=known, decisions=None, pseudonyms=None, settings=settings
    )[1]
    return decided.to_dict("records")
