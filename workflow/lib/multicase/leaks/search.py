"""One reading of every open file: for the terms that are leaks wherever they stand, and for those that people judge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from multicase.digest import file_sha256
from multicase.leaks import residual, scan
from multicase.leaks.contents import pieces
from multicase.leaks.earlier import Clean
from multicase.leaks.residual import Residue
from multicase.leaks.scan import Hit, Scanner
from multicase.leaks.terms import Term
from multicase.processes import shared_out


@dataclass(frozen=True)
class Found:
    """hits: the leaks, in order. residues: what can't be told from ordinary text, with its places. clean: the files
    without a leak, by their names below the results."""

    hits: list[Hit]
    residues: list[Residue]
    clean: dict[str, Clean]


def search(
    paths: Iterable[Path],
    root: Path,
    scanner: Scanner,
    doubtful: Sequence[Term] = (),
    unjudged: Collection[Path] = frozenset(),
    processes: int = 1,
    earlier: Mapping[str, Clean] = MappingProxyType({}),
) -> Found:
    """What stands in some files, in their metadata and in their names below `root`.

    doubtful: the terms that people judge. unjudged: files in which these aren't looked for. processes: among how many
    the files are shared out. earlier: files in which the same was sought, which aren't read again if they are the same.
    """
    judged = residual.Search(doubtful)

    def read(path: Path) -> tuple[set[Hit], Clean]:
        name, seen = path.relative_to(root).as_posix(), Clean(file_sha256(path), path not in unjudged)
        before = earlier.get(name)
        if before and replace(before, places=frozenset()) == seen:
            return set(), before
        hits, places = scan.in_name(name, scanner), set[tuple[str, str]]()
        shown = "a file" if hits else name
        for place, text in pieces(path):
            hits |= scan.in_text(text, shown, place, scanner)
            if seen.judged:
                places |= judged.places(text)
        return hits, replace(seen, places=frozenset(places))

    ordered = sorted(paths)
    names = [path.relative_to(root).as_posix() for path in ordered]
    read_all = dict(zip(names, shared_out(read, ordered, processes), strict=True))
    return Found(
        hits=sorted(set().union(*(hits for hits, _ in read_all.values()))),
        residues=judged.residues((name, seen.places) for name, (_, seen) in read_all.items()),
        clean={name: seen for name, (hits, seen) in read_all.items() if not hits},
    )
