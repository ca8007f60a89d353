"""One reading of every open file: for the terms that are leaks wherever they stand, and for those that people judge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from multicase.leaks import residual, scan
from multicase.leaks.contents import pieces
from multicase.leaks.residual import Residue
from multicase.leaks.scan import Hit, Scanner
from multicase.leaks.terms import Term
from multicase.processes import shared_out


@dataclass(frozen=True)
class Found:
    """hits: the leaks, in order. residues: what can't be told from ordinary text, with its places."""

    hits: list[Hit]
    residues: list[Residue]


def search(
    paths: Iterable[Path],
    root: Path,
    scanner: Scanner,
    doubtful: Sequence[Term] = (),
    unjudged: Collection[Path] = frozenset(),
    processes: int = 1,
) -> Found:
    """What stands in some files, in their metadata and in their names below `root`.

    doubtful: the terms that people judge. unjudged: files in which these aren't looked for. processes: among how many
    the files are shared out.
    """
    judged = residual.Search(doubtful)
    ordered = sorted(paths)

    def read(path: Path) -> tuple[set[Hit], set[tuple[str, str]]]:
        name = path.relative_to(root).as_posix()
        hits, places = scan.in_name(name, scanner), set[tuple[str, str]]()
        shown = "a file" if hits else name
        for place, text in pieces(path):
            hits |= scan.in_text(text, shown, place, scanner)
            if path not in unjudged:
                places |= judged.places(text)
        return hits, places

    read_all = shared_out(read, ordered, processes)
    names = [path.relative_to(root).as_posix() for path in ordered]
    return Found(
        hits=sorted(set().union(*(hits for hits, _ in read_all))),
        residues=judged.residues(zip(names, (places for _, places in read_all), strict=True)),
    )
