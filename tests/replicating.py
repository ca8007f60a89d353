"""A small original with claims, and a replication of it, to be spoilt one way or another."""

from __future__ import annotations

from pathlib import Path

import small_study
from multicase.study import instrument, originals, settings
from multicase.study import replication as replicates
from multicase.study.files import parse_yaml
from multicase.study.study import load

CLAIMS = """\
# What the study says.
criterion: {minimum: 2, cases: 2}
decisions:
  - {date: "2015-01-02", about: C1, reason: It was too wide.}
claims:
  - claim: C1
    statement: Leaders take people with them.
    population: {about: leaders, speakers: {role_group: [gp, manager]}}
    supports: [collaborative]
    contradicts: [directive]
    kinds: [interview, document]
    negative_cases:  # of its own cases
      - case: west
        disposition: limits the claim
        reason: One person's way.
    rivals:
      - {rival: They only say so., considered: Documents say so too.}
  - claim: C2
    statement: Change is slow.
    supports: [slow]
    quotations: [{segment: "east-i01:2.1", code: slow, reason: It is short.}]
"""
LOCK = "replicates: {study: original, instrument: locked}\n"
ADDED = """\
          - code: hasty
            label: Hasty
            definition: It goes too fast.
"""


def original(root: Path) -> Path:
    """The study `original` in `root`, of two cases; it has a criterion that asks for both, and cross-tables."""
    path = small_study.write(root / "original")
    (path / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    (path / "config.yaml").write_text("segment: {unit: sentence}\nanonymise: {locale: nl_NL}\n", encoding="utf-8")
    (path / "tables.yaml").write_text("tables: {T11: {title: Codes, rows: {code: {}}}}\n", encoding="utf-8")
    return path


def replication(root: Path, lock: str = LOCK) -> Path:
    """A replication of it, the study `again` in `root`, with the same material."""
    path = small_study.write(root / "again")
    (path / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    edit(path, "study.yaml", "title: A small study\n", f"title: Again\n{lock}")
    return path


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text, (name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def published(study: Path, results: Path) -> Path:
    """The results of a study as far as its instrument lies there."""
    loaded = load(study)
    said = loaded.study or {}
    repository = parse_yaml((small_study.REPOSITORY / "config.yaml").read_text(encoding="utf-8"))
    held, _ = settings.merged(repository, loaded.settings, repository)
    paths = {name: str(path) for name in originals.DOCUMENTS if (path := loaded.path(name))}
    theirs = replicates.passed_on(loaded)
    originals.write(results / originals.FOLDER, loaded.name, said, paths, held, loaded.sources, theirs)
    return results


def usual() -> dict:
    """The settings of the repository that belong to an instrument."""
    return instrument.settings(parse_yaml((small_study.REPOSITORY / "config.yaml").read_text(encoding="utf-8")))
