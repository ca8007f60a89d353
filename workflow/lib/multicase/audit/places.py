"""Where the files of a build stand in its crate: those that are published by their paths, all others beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from multicase.audit.built import STUDY, Build
from multicase.audit.reproduction import PUBLISHED

Entity = dict[str, Any]

CLOSED_FOLDERS = ("private", "raw")
CLOSED = "Of the closed zone: not part of the published results."
FORMATS = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".py": "text/x-python",
    ".qdc": "application/xml",
    ".qdpx": "application/zip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".yaml": "application/yaml",
}


def refs(ids: Iterable[str]) -> Any:
    """References as JSON-LD has them: one alone stands without a list."""
    refs = [{"@id": name} for name in dict.fromkeys(ids)]
    return refs[0] if len(refs) == 1 else refs


def _folders(files: Iterable[str], named: Collection[str]) -> dict[str, list[str]]:
    """Name -> the files below it, of those names that are folders."""
    found: dict[str, list[str]] = {}
    for file in files:
        folder = file.rpartition("/")[0]
        while folder:
            if folder in named:
                found.setdefault(folder, []).append(file)
            folder = folder.rpartition("/")[0]
    return found


class Places:
    """Where each name of the records stands in the crate.

    named: all names. folders: name -> the files that lie in it, of those that are folders. made: what jobs made.
    supplied: what people gave, and all that jobs took and none made.
    """

    def __init__(self, build: Build) -> None:
        self.files = build.files
        self.made = sorted({name for job in build.jobs for name in job.outputs})
        taken = {name for job in build.jobs for name in job.inputs}
        self.named = sorted({*build.files, *self.made, *taken})
        self.folders = _folders(build.files, frozenset(self.named))
        of_folders = {file for name in self.made for file in self.folders.get(name, ())}
        given = {name for name in build.files if name.startswith(STUDY)}
        self.supplied = sorted((taken | given) - {*self.made} - of_folders)

    def id(self, name: str) -> str:
        is_published = name.split("/")[0] in PUBLISHED and (name in self.files or name in self.folders)
        return ("" if is_published else "#") + quote(name, safe="/:") + ("/" if name in self.folders else "")

    def entity(self, name: str) -> Entity:
        entity = {"@id": self.id(name), "@type": "File", "name": name}
        if name.removeprefix(STUDY).split("/")[0] in CLOSED_FOLDERS:
            return entity | {"@type": "CreativeWork", "description": CLOSED}
        if name in self.folders:
            return entity | {"@type": "Dataset", "hasPart": refs(map(self.id, self.folders[name]))}
        file = self.files.get(name)
        kind = {"encodingFormat": FORMATS.get(PurePosixPath(name).suffix, "application/octet-stream")}
        return entity | kind | ({"contentSize": str(file.size), "sha256": file.sha256} if file else {})
