"""`multicase verify`: whether a build is still what it was, and the published one."""

from __future__ import annotations

import sys

import typer

from multicase.cli import place
from multicase.study.problems import Problem, StudyError


def command(study: place.Study = None) -> None:
    """Check that the last build is still what its manifest says, and the one that was published."""
    from multicase import altered
    from multicase.audit import reproduction
    from multicase.study import checking
    from multicase.study import study as studies

    where = place.of(study)
    if not reproduction.manifest(where.results):
        manifest = f"{where.results}/{reproduction.MANIFEST}"
        raise StudyError([Problem(manifest, "", "no manifest", "a finished build", "Run make first.")])
    broken = reproduction.no_longer(where.results)
    for name, status in broken:
        print(f"{where.results}/{name}: {altered.TOLD[status]}", file=sys.stderr)
    spoilt = reproduction.no_longer_published(where.published)
    for name, status in spoilt:
        print(f"{where.published}/{name}: {altered.TOLD[status]}", file=sys.stderr)
    rows = reproduction.compare(where.results, where.published)
    for row in rows:
        if row["status"] != reproduction.IDENTICAL:
            print(f"{row['artefact']}: {row['status']}", file=sys.stderr)
    if broken:
        print("Remove the files of the build that are named above and run make: it makes them again.", file=sys.stderr)
    if spoilt:
        print("Restore the published files from git, or publish anew: multicase publish.", file=sys.stderr)
    if (where.results / altered.WARNING).exists() and not studies.is_locked(
        where.study
    ):  # of a locked one nobody can look
        print(f"{where.results / altered.WARNING}: no leak scan has passed over this build.", file=sys.stderr)
    sources, faults = where.study / studies.TABLES["sources"][0], []
    given = checking.read_csv(sources, "sources", str(sources), faults, None) if sources.is_file() else None
    narrowed = [] if given is None or faults else reproduction.withdrawn(where.published, given)
    for told in [*faults, *narrowed]:
        print(told, file=sys.stderr)
    if faults:
        print("Whether consent has narrowed since can't be told: mend sources.csv.", file=sys.stderr)
    print(reproduction.sentence(rows))
    if broken or spoilt or faults or narrowed or any(row["status"] != reproduction.IDENTICAL for row in rows):
        raise typer.Exit(1)
