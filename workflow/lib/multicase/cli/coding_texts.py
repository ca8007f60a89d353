"""`multicase coding-texts`: the anonymised texts as documents to be coded by comments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multicase.cli import place, so_far
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    from multicase.study.files import Row


def command(
    coder: Annotated[str, typer.Option(help="who is to code; what they coded already stands in the documents")],
    to: Annotated[Path, typer.Option(help="the folder that the documents go to")],
    study: place.Study = None,
    sources: Annotated[
        list[str] | None, typer.Option(help="only this source, by its id; may be given several times")
    ] = None,
) -> None:
    """Write the anonymised texts as Word documents, to be coded by comments."""
    print(write(place.of(study), coder, sources or (), to))


def write(where: place.Place, coder: str, chosen: Sequence[str], to: Path) -> str:
    """Write a document for each source, or for the chosen ones, into a folder; what was written, in words.

    What the coder has coded by now stands in them, so that nothing seems gone when they come back. Raises StudyError
    without a build, for unknown and closed sources, chosen ones of which the coder has codings in another file, a name
    that is another coder's but for how it is written, and rather than overwrite: a document may hold comments. Then
    nothing is written.
    """
    import pandas as pd

    from multicase import frames, segment
    from multicase.closed.locking import write_private
    from multicase.code.manual import texts_below
    from multicase.contracts import CONTRACTS
    from multicase.exchange.names import coder_id
    from multicase.exchange.texts_to_code import Writer, coded
    from multicase.study import codebook
    from multicase.study import study as studies

    loaded = studies.load(where.study)
    anonymised = where.results / "anonymised"
    batches = sorted(path for path in anonymised.glob("*") if path.is_dir())
    texts = texts_below(batches)
    rows = _chosen(loaded.sources, loaded.open_sources, chosen, str(where.study))
    paths = {row["source_id"]: to / f"{row['source_id']}.docx" for row in rows}
    if missing := [source_id for source_id in paths if source_id not in texts]:
        found = f"no anonymised text of {counted(len(missing), 'source')}"
        raise StudyError([Problem(str(anonymised), "", found, "a finished build", "Run make first.")])
    place.refuse_existing(paths.values(), "Hand it in, or name another folder.")
    turns = frames.read([anonymised / f"{batch.name}.parquet" for batch in batches], "anonymised")
    whole = segment.cut(turns[turns["source_id"].isin(list(paths))], "turn")  # segments may not have been built yet
    codings, unplaced, elsewhere = so_far.given(loaded, where.results, coder_id(coder), whole)
    paths = {source_id: path for source_id, path in paths.items() if source_id not in elsewhere}
    left = [so_far.held(name, coder, file, "documents") for name, file in elsewhere.items()]
    if left and (chosen or not paths):
        raise StudyError(left)
    given = coded(pd.DataFrame(codings, columns=list(CONTRACTS["codings"].columns)), coder_id(coder))
    writer = Writer(loaded.name, codebook.read(loaded.path("codebook")))
    to.mkdir(parents=True, exist_ok=True)
    for source_id, path in paths.items():
        of_source = turns[turns["source_id"] == source_id].to_dict("records")
        write_private(path, writer.document(source_id, texts[source_id], of_source, given.get(source_id, ()), coder))
    n = sum(len(given.get(source_id, ())) for source_id in paths)
    told = f"{counted(len(paths), 'document')} in {to}, with {counted(n, 'coding')} of {coder}"
    beside = so_far.without_place(unplaced, coder, "the documents")
    return "\n".join([told, *beside, *(f"Not among them: {problem}" for problem in left)])


def _chosen(every: Sequence[Row], opened: Sequence[Row], chosen: Sequence[str], study: str) -> list[Row]:
    """The open sources that were chosen, or all of them. Raises StudyError for one that is unknown or closed."""
    ids, may = {row["source_id"] for row in every}, {row["source_id"] for row in opened}
    problems = [
        Problem(
            study, "", f"the source '{name}'{', whose consent is closed' if name in ids else ''}",
            "a source of sources.csv that may be shown", "Leave it out." if name in ids else "Mend the id.",
        )
        for name in dict.fromkeys(chosen)
        if name not in may
    ]  # fmt: skip
    if problems:
        raise StudyError(problems)
    return [row for row in opened if not chosen or row["source_id"] in set(chosen)]
