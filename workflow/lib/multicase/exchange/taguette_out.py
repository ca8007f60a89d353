"""Writing Taguette projects: an SQLite file that Taguette opens and imports, and the codebook as CSV.

Taguette keeps a document as HTML, here a paragraph a line, and counts UTF-8 bytes of what stands between the tags. So
that these are the bytes of the text itself, each paragraph but the last ends with its own line end. A highlight is a
passage with all tags that one coder gave it; who that was stands in the log of commands. Tables and limits are those of
Taguette 1.5.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from multicase.exchange import sqlite
from multicase.exchange.descriptions import codes_of, fields, told
from multicase.exchange.parts import Parts
from multicase.office import speakable

REVISION = "db5e31a0233d"  # the form of the tables, as Taguette 1.5 knows it; later ones bring it up to theirs
APPLICATION = 0x54677474
CREATED = "1980-01-01 00:00:00.000000"
PROJECT_NAME, DOCUMENT_NAME, TAG_PATH = 50, 50, 200  # characters that Taguette takes
OWNER = "admin"  # whom a Taguette on one's own machine knows
BETWEEN, INSTEAD = ">", "›"  # what stands between the names of a tag, and what takes its place inside one
LOG = {"type": "highlight_add"}
TABLES = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
CREATE TABLE users (login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME NOT NULL, hashed_password VARCHAR(192),
  disabled BOOLEAN NOT NULL, password_set_date DATETIME, language VARCHAR(10), email VARCHAR(256), email_sent DATETIME);
CREATE UNIQUE INDEX ix_users_email ON users (email);
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE project_members (
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON DELETE CASCADE ON UPDATE CASCADE,
  privileges VARCHAR(11) NOT NULL, PRIMARY KEY (project_id, user_login));
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE INDEX ix_documents_project_id ON documents (project_id);
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
  user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON UPDATE CASCADE,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE, document_id INTEGER, payload TEXT NOT NULL);
CREATE INDEX idx_project_document ON commands (project_id, document_id);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  path VARCHAR(200) NOT NULL, description TEXT NOT NULL, UNIQUE (project_id, path));
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE INDEX ix_highlights_document_id ON highlights (document_id);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL REFERENCES highlights (id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE, PRIMARY KEY (highlight_id, tag_id));
CREATE INDEX ix_highlight_tags_tag_id ON highlight_tags (tag_id);
"""


def project(parts: Parts) -> bytes:
    """The study as a Taguette project: its texts, a tag for each code, a highlight for each passage and coder."""
    numbers = {row["code"]: number for number, row in enumerate(tags(parts.codebook), 1)}
    documents = {row["source_id"]: number for number, row in enumerate(parts.exported, 1)}
    coders = sorted({row["coder"] for row in parts.rows})
    with sqlite.built() as base:
        base.connection.execute(f"PRAGMA application_id = {APPLICATION}")
        for statement in filter(str.strip, TABLES.split(";")):
            base.connection.execute(statement)
        base.insert("alembic_version", (REVISION,))
        logins = dict.fromkeys([OWNER, *coders])
        base.insert("users", *((login, CREATED, None, False, None, None, None, None) for login in logins))
        base.insert("projects", (1, parts.study[:PROJECT_NAME], "", CREATED))
        base.insert("project_members", *((1, login, "ADMIN") for login in logins))
        for row in tags(parts.codebook):
            base.insert("tags", (numbers[row["code"]], 1, row["tag"], row["description"]))
        for source, number in documents.items():
            text, name = speakable(parts.texts[source]), document_name(parts, source)
            base.insert("documents", (number, name, source, f"{name}.txt", CREATED, 1, "LEFT_TO_RIGHT", page(text)))
        for number, (of, codes) in enumerate(_highlights(parts).items(), 1):
            source, start, end, coder = of
            given = sorted(numbers[code] for code in codes)
            text = speakable(parts.texts[source])
            first, last = (len(text[:place].encode()) for place in (start, end))
            base.insert("highlights", (number, documents[source], first, last, page(text[start:end])))
            base.insert("highlight_tags", *((number, tag) for tag in given))
            told = LOG | {"highlight_id": number, "start_offset": first, "end_offset": last, "tags": given}
            payload = json.dumps(told, sort_keys=True)
            base.insert("commands", (number, CREATED, coder, 1, documents[source], payload))
    return base.data


def page(text: str) -> str:
    """A text as HTML, a paragraph a line; between its tags stands the text as it is."""
    lines = text.split("\n")
    ends = ["\n"] * (len(lines) - 1) + [""]
    whole = (line + end for line, end in zip(lines, ends, strict=True))
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in whole if line)


def document_name(parts: Parts, source: str) -> str:
    """What a source is called; an id that is too long for Taguette is cut, and told apart by its GUID."""
    return (
        source if len(source) <= DOCUMENT_NAME else f"{source[: DOCUMENT_NAME - 9]}-{parts.guid('source', source)[:8]}"
    )


def _highlights(parts: Parts) -> dict[tuple[str, int, int, str], dict[str, None]]:
    """Source, start, end and coder -> the codes given there."""
    found: dict[tuple[str, int, int, str], dict[str, None]] = {}
    for row in parts.rows:
        found.setdefault((row["source_id"], row["start"], row["end"], row["coder"]), {})[row["code"]] = None
    return found


def tags(codebook: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The codes: their ids, what their tags are called, and all that is said of them as a description.

    A tag begins with the labels of its theme and subtheme, since Taguette shows together what begins alike; a path that
    gets too long that way gives way to the label or the id alone.
    """
    taken: set[str] = set()
    for theme, sub, code in codes_of(codebook):
        labels = [" ".join(entry["label"].replace(BETWEEN, INSTEAD).split()) for entry in (theme, sub, code)]
        paths = (labels, labels[-1:], [code["code"]])
        names = next((path for path in paths if len(_joined(path)) <= TAG_PATH), [code["code"][:TAG_PATH]])
        while _joined(names).casefold() in taken:
            names = [*names[:-1], f"{names[-1]} ({code['code']})"]
        taken.add(_joined(names).casefold())
        own = {"label": code["label"]} if names[-1] != code["label"] else {}
        description = told(fields(code) | own | {"id": code["code"]})
        yield {"code": code["code"], "tag": _joined(names), "description": description}


def _joined(names: Sequence[str]) -> str:
    return f" {BETWEEN} ".join(names)
