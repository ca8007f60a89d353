"""What a search of some files finds: the leaks, and what people are to judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from multicase.leaks import residual, scan, search, terms


def hits(paths: Iterable[Path], root: Path, scanner: scan.Scanner) -> list[scan.Hit]:
    return search.search(paths, root, scanner).hits


def residues(paths: Iterable[Path], root: Path, doubtful: Sequence[terms.Term]) -> list[residual.Residue]:
    return search.search(paths, root, scan.Scanner({}), doubtful).residues
