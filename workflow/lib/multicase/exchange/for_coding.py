"""A study's texts and codebook as a project to code in, for the study's own team: nothing of it leaves the study."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from multicase import frames
from multicase.code.manual import texts_below
from multicase.contracts import CONTRACTS
from multicase.exchange import gathered, taguette_out
from multicase.exchange.parts import Parts, may_be_quoted
from multicase.exchange.tools import TOOLS
from multicase.exchange.writing import qdpx
from multicase.study import files
from multicase.study.consent import is_open
from multicase.study.problems import Problem, StudyError
from multicase.study.study import Study
from multicase.wording import counted

TAGUETTE = "taguette"
NAMES: Mapping[str, str] = {key: tool.name for key, tool in TOOLS.items()} | {TAGUETTE: "Taguette"}
ENDINGS = {key: ".sqlite3" if key == TAGUETTE else ".qdpx" for key in NAMES}
LEAVES: Mapping[str, tuple[str, ...]] = {key: tool.leaves for key, tool in TOOLS.items()} | {
    TAGUETTE: (
        "there are no cases and no attributes of participants",
        "memos, and who coded: whoever imports the project has coded everything",
    )
}


def parts(study: Study, results: Path, k: int, coded: bool) -> Parts:
    """The open sources of a study as its last build has them; coded: whether with the codings that people gave.

    k: how many must share what is told of a participant. Raises StudyError where texts or codings aren't built.
    """
    texts = texts_below(sorted(path for path in (results / "anonymised").glob("*") if path.is_dir()))
    table = results / "codings/manual.parquet"
    lacking = [row["source_id"] for row in study.open_sources if row["source_id"] not in texts]
    problems = []
    if lacking:
        found = f"no anonymised text of {counted(len(lacking), 'source')}: {', '.join(lacking[:5])}"
        problems.append(Problem(str(results / "anonymised"), "", found, "one for each source", "Run make first."))
    if coded and not table.is_file():
        problems.append(Problem(str(table), "", "no codings", "those of a finished build", "Run make first."))
    if problems:
        raise StudyError(problems)
    people = study.path("participants")
    return gathered.parts(
        study=study.name,
        texts=texts,
        codings=frames.read(table, "codings") if coded else pd.DataFrame(columns=list(CONTRACTS["codings"].columns)),
        codebook=study.codebook,
        people=files.frame([str(people)] if people else [], "participants"),
        sources=study.sources,
        declared=study.attributes,
        k=k,
        chosen=is_open,
    )


def project(parts: Parts, tool: str) -> bytes:
    """The project's file as a tool of NAMES reads it."""
    return taguette_out.project(parts) if tool == TAGUETTE else qdpx(parts, TOOLS[tool])


def told(parts: Parts, tool: str) -> list[str]:
    """What a person should know of it: what it holds, that it stays inside, and what the tool can't show."""
    silent = sum(not may_be_quoted(row) for row in parts.exported)
    rows = parts.rows
    held = [
        f"{counted(len(parts.exported), 'source')} and {counted(len(rows), 'coding') if rows else 'no codings'}"
        f" for {NAMES[tool]}.",
        "This file stays inside the study's team: it holds whole texts"
        + (f", {silent} of which may not be quoted." if silent else "."),
    ]
    return held + [f"In {NAMES[tool]}: {what}." for what in LEAVES[tool]]
