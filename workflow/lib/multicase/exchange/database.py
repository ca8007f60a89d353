"""The coded study as an SQLite database to be searched and queried, and what Datasette shows of it.

It holds every open source with its segments and codings. Words, notes and the text itself stand only where the source
may be quoted; elsewhere they are NULL, so that counts agree with the study's tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from multicase.exchange import sqlite
from multicase.exchange.parts import KEY, Parts, may_be_quoted
from multicase.study import attributes, codebook
from multicase.study.attributes import Attribute

NAME = "study"  # of the database, as its file is called
TEXT, NUMBER = "TEXT", "INTEGER"
WORDS = "NULL where the source may be counted, but not quoted"
Columns = dict[str, tuple[str, str]]  # name -> type with constraints, description
TABLES: dict[str, tuple[str, Columns]] = {
    "cases": (
        "The cases of the study.",
        {"case_id": (f"{TEXT} PRIMARY KEY", "id of the case"), "label": (TEXT, "what the case is called")},
    ),
    "participants": (
        "Those who speak, as vague as the study shows them.",
        {
            "participant_id": (f"{TEXT} PRIMARY KEY", "id of the participant"),
            "case_id": (f"{TEXT} REFERENCES cases (case_id)", "their case"),
        },
    ),
    "sources": (
        "Interviews, group interviews, observations and documents, anonymised.",
        {
            "source_id": (f"{TEXT} PRIMARY KEY", "id of the source"),
            "case_id": (f"{TEXT} REFERENCES cases (case_id)", "its case"),
            "kind": (TEXT, "kind of source"),
            "date": (TEXT, "when it was made"),
            "consent": (TEXT, "quote: it may be quoted; aggregate: it may be counted"),
            "words": (NUMBER, "words of its segments"),
            "text": (TEXT, f"the anonymised text; {WORDS}"),
        },
    ),
    "source_participants": (
        "Who takes part in which source.",
        {
            "source_id": (f"{TEXT} REFERENCES sources (source_id)", "the source"),
            "participant_id": (f"{TEXT} REFERENCES participants (participant_id)", "the participant"),
        },
    ),
    "segments": (
        "The units of coding, in the order of each source.",
        {
            "id": (f"{NUMBER} PRIMARY KEY", "number of the segment in this file"),
            "segment_id": (f"{TEXT} UNIQUE", "id of the segment: source, turn and part"),
            "source_id": (f"{TEXT} REFERENCES sources (source_id)", "its source"),
            "case_id": (f"{TEXT} REFERENCES cases (case_id)", "its case"),
            "kind": (TEXT, "kind of its source"),
            "turn": (NUMBER, "number of the turn in its source"),
            "part": (NUMBER, "number of the segment in its turn"),
            "layer": (TEXT, "speech, event, heading, verbatim or inference"),
            "participant_id": (f"{TEXT} REFERENCES participants (participant_id)", "who speaks, where that is known"),
            "is_interviewer": (NUMBER, "1 where the interviewer speaks"),
            "left_out": (TEXT, "why it isn't analysed; empty if it is"),
            "start": (NUMBER, "first character in the source's text, from 0"),
            "end": (NUMBER, "the character after its last"),
            "words": (NUMBER, "how many words it has"),
            "text": (TEXT, f"its words; {WORDS}"),
        },
    ),
    "codings": (
        "One code given to one passage by one coder.",
        {
            "id": (f"{NUMBER} PRIMARY KEY", "number of the coding in this file"),
            "source_id": (f"{TEXT} REFERENCES sources (source_id)", "the source"),
            "start": (NUMBER, "first character of the passage in the source's text, from 0"),
            "end": (NUMBER, "the character after its last"),
            "code": (f"{TEXT} REFERENCES codes (code)", "the code"),
            "coder": (TEXT, "who gave it"),
            "origin": (TEXT, "manual: by people; else by which program"),
            "exact": (TEXT, f"the passage's words; {WORDS}"),
            "memo": (TEXT, f"what the coder noted; {WORDS}"),
        },
    ),
    "coding_segments": (
        "Which segments a coding's passage touches.",
        {
            "coding": (f"{NUMBER} REFERENCES codings (id)", "the coding"),
            "segment": (f"{NUMBER} REFERENCES segments (id)", "the segment"),
        },
    ),
}  # fmt: skip
CODES = {
    "theme": "id of the theme",
    "theme_label": "what the theme is called",
    "subtheme": "id of the subtheme",
    "subtheme_label": "what the subtheme is called",
    "code": "id of the code",
    "label": "what the code is called",
    "definition": "what it means",
    "include": "what belongs to it",
    "exclude": "what doesn't",
    "example": "an example",
    "theory": "the construct that it comes from",
    "relation": "how it stands to that construct",
    "polarity": "how it stands to its theme's proposition",
    "rationale": "why it belongs to its theme",
    "version": "version of the codebook",
}
# name -> what it shows, how
VIEWS = {
    "segments_in_context": (
        "Every segment with the labels of all codes that anybody gave it.",
        """SELECT s.id, s.segment_id, s.source_id, s.case_id, s.kind, s.participant_id, s.text,
  (SELECT group_concat(label, '; ') FROM (
     SELECT DISTINCT k.label FROM coding_segments t JOIN codings c ON c.id = t.coding JOIN codes k ON k.code = c.code
     WHERE t.segment = s.id ORDER BY k.label)) AS codes
FROM segments s""",
    ),
    "coded_segments": (
        "Every coded segment and coder, with the labels of the codes that the coder gave it.",
        """SELECT s.segment_id, s.source_id, s.case_id, g.coder, g.origin, group_concat(g.label, '; ') AS codes, s.text
FROM (SELECT DISTINCT t.segment, c.coder, c.origin, k.label
      FROM coding_segments t JOIN codings c ON c.id = t.coding JOIN codes k ON k.code = c.code
      ORDER BY t.segment, c.coder, c.origin, k.label) g JOIN segments s ON s.id = g.segment
GROUP BY g.segment, g.coder, g.origin""",
    ),
    "code_counts": (
        "How many codings, segments, sources, cases and coders each code has; codes that nobody gave have none.",
        """SELECT k.code, k.label, k.theme_label AS theme, count(DISTINCT c.id) AS codings,
  count(DISTINCT t.segment) AS segments, count(DISTINCT c.source_id) AS sources, count(DISTINCT s.case_id) AS cases,
  count(DISTINCT c.coder) AS coders
FROM codes k LEFT JOIN codings c ON c.code = k.code LEFT JOIN coding_segments t ON t.coding = c.id
  LEFT JOIN sources s ON s.source_id = c.source_id
GROUP BY k.code""",
    ),
    "code_by_case": (
        "How many codings, segments and sources each code has in each case.",
        """SELECT k.code, k.label, s.case_id, count(DISTINCT c.id) AS codings, count(DISTINCT t.segment) AS segments,
  count(DISTINCT c.source_id) AS sources
FROM codings c JOIN codes k ON k.code = c.code JOIN sources s ON s.source_id = c.source_id
  LEFT JOIN coding_segments t ON t.coding = c.id
GROUP BY k.code, s.case_id""",
    ),
}  # fmt: skip
SEARCH = (
    # Datasette knows by the double quotes which table this is an index of.
    'CREATE VIRTUAL TABLE segments_fts USING fts5(text, content="segments", content_rowid="id",'
    " tokenize='unicode61 remove_diacritics 2')"
)
WHERE_A_WORD_STANDS = """SELECT p.segment_id, p.source_id, p.case_id, p.codes, p.text
FROM segments_fts f JOIN segments_in_context p ON p.id = f.rowid
WHERE f.text MATCH escape_fts(:word) ORDER BY p.id"""
FACETS = {
    "sources": ["case_id", "kind", "consent"],
    "segments": ["case_id", "kind", "layer", "left_out"],
    "codings": ["code", "coder", "origin"],
    "codes": ["theme_label", "subtheme_label"],
}
SORTABLE = {
    "sources": ["source_id", "date", "words"],
    "segments": ["id", "words"],
    "codings": ["id", "source_id", "code", "coder"],
}
LABELS = {"cases": "label", "codes": "label", "segments": "segment_id"}


def build(
    parts: Parts, segments: pd.DataFrame, cases: Iterable[Mapping[str, str]], declared: Mapping[str, Attribute]
) -> bytes:
    """The database's bytes.

    parts: of all open sources (`consent.is_open`). segments: the contract. cases: rows of cases.csv. declared: the
    attributes of cases.
    """
    names = _columns(parts, declared)
    mine = segments[segments["source_id"].isin([row["source_id"] for row in parts.exported])]
    mine = mine.sort_values(["source_id", "turn", "part"], kind="stable").reset_index(drop=True)
    with sqlite.built() as base:
        for table, columns in names.items():
            told = ", ".join(f"{sqlite.quoted(name)} {kind}" for name, (kind, _) in columns.items())
            base.connection.execute(f"CREATE TABLE {sqlite.quoted(table)} ({told})")
        for table, rows in _rows(parts, mine, cases).items():
            base.insert(table, *(tuple(row.get(name) for name in names[table]) for row in rows))
        for column in ("source_id", "code"):
            base.connection.execute(f"CREATE INDEX codings_{column} ON codings ({column})")
        base.connection.execute("CREATE INDEX segments_source_id ON segments (source_id)")
        for side in ("coding", "segment"):
            base.connection.execute(f"CREATE INDEX coding_segments_{side} ON coding_segments ({side})")
        for view, (_, sql) in VIEWS.items():
            base.connection.execute(f"CREATE VIEW {view} AS {sql}")
        base.connection.execute(SEARCH)
        for order in ("rebuild", "optimize"):
            base.connection.execute("INSERT INTO segments_fts (segments_fts) VALUES (?)", (order,))
    return base.data


def _columns(parts: Parts, declared: Mapping[str, Attribute]) -> dict[str, Columns]:
    """The columns of every table, the study's own among them."""
    codes = codebook.codes(parts.codebook)
    told = {name: (TEXT, CODES.get(name, f"the code's {name.partition('.')[2]}")) for name in codes}
    told["code"] = (f"{TEXT} PRIMARY KEY", CODES["code"])
    names = {table: dict(columns) for table, (_, columns) in TABLES.items()} | {"codes": told}
    names["cases"] |= {name: (TEXT, attribute.label) for name, attribute in declared.items()}
    names["sources"] |= {name: (TEXT, attributes.in_words(name)) for name in _of_sources(parts)}
    names["participants"] |= {name: (TEXT, attributes.in_words(name)) for name in parts.attributes}
    order = (
        "cases",
        "participants",
        "sources",
        "source_participants",
        "codes",
        "segments",
        "codings",
        "coding_segments",
    )
    return {table: names[table] for table in order}


def _of_sources(parts: Parts) -> list[str]:
    """The attributes of sources that the study declares, but for those called as a column that every database has."""
    return [name for name in parts.of_sources if name not in TABLES["sources"][1]]


Rows = list[Mapping[str, Any]]


def _rows(parts: Parts, segments: pd.DataFrame, cases: Iterable[Mapping[str, str]]) -> dict[str, Rows]:
    """The rows of every table, sorted by their ids."""
    open_cases = set(parts.cases)
    people = [row for row, _ in parts.people]
    quotable = {row["source_id"] for row in parts.exported if may_be_quoted(row)}
    words = segments.groupby("source_id")["words"].sum().to_dict()
    sources = [
        dict(row)
        | {"consent": row["consent"] or "quote", "words": int(words.get(row["source_id"], 0))}
        | {"text": parts.texts[row["source_id"]]}
        for row in parts.exported
    ]
    numbered = [row | {"id": number} for number, row in enumerate(_plain(segments), 1)]
    given = [row | {"id": number} for number, row in enumerate(parts.rows, 1)]
    return {
        "cases": sorted((row for row in cases if row["case_id"] in open_cases), key=lambda row: row["case_id"]),
        "participants": people,
        "sources": [_shown(row, quotable, "text") for row in sources],
        "source_participants": [
            {"source_id": source, "participant_id": row["participant_id"]}
            for row, named in parts.people
            for source in named
        ],
        "codes": _plain(codebook.codes(parts.codebook)),
        "segments": [_shown(row, quotable, "text") for row in _spoken(numbered, people)],
        "codings": [_shown(row, quotable, "exact", "memo") for row in given],
        "coding_segments": list(_touched(parts, given, numbered)),
    }  # fmt: skip


def _shown(row: Mapping[str, Any], quotable: set[str], *words: str) -> Mapping[str, Any]:
    """A row whose words are NULL unless its source may be quoted."""
    return row if row["source_id"] in quotable else {**row, **dict.fromkeys(words)}


def _spoken(segments: Iterable[dict[str, Any]], people: Sequence[Mapping[str, str]]) -> Iterator[dict[str, Any]]:
    """Segments with NULL where nobody of the participants speaks."""
    known = {row["participant_id"] for row in people}
    for row in segments:
        yield row | {"participant_id": row["participant_id"] if row["participant_id"] in known else None}


def _touched(parts: Parts, given: Rows, segments: Rows) -> Iterator[dict[str, int]]:
    """The numbers of each coding and of the segments that the stage's table of codings names for it."""
    coding = {tuple(row[name] for name in ("source_id", "start", "end", *KEY[3:])): row["id"] for row in given}
    segment = {row["segment_id"]: row["id"] for row in segments}
    rows = parts.codings[parts.codings["source_id"].isin([row["source_id"] for row in parts.exported])]
    pairs = {
        (coding[tuple(row[name] for name in KEY)], segment[row["segment_id"]])
        for row in rows[[*KEY, "segment_id"]].to_dict("records")
        if row["segment_id"] in segment
    }
    for one, other in sorted(pairs):
        yield {"coding": one, "segment": other}


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows with values that SQLite knows."""
    return frame.astype(object).to_dict("records")


def metadata(about: Mapping[str, Any], parts: Parts, declared: Mapping[str, Attribute]) -> str:
    """What Datasette shows around the database, as JSON: title, licence, tables and their columns, ready queries.

    about: `title`, and perhaps `question`, `disclaimer` and `licence` (`name`, `url`), of study.yaml.
    """
    told = [about.get(name, "") for name in ("question", "disclaimer")]
    licence = about.get("licence") or {}
    head = {
        "title": about["title"],
        "description": " ".join(filter(None, told)),
        "license": licence.get("name", ""),
        "license_url": licence.get("url", ""),
    }
    described = {name: text for name, (text, _) in TABLES.items()} | {"codes": "The codebook."}
    tables: dict[str, dict[str, Any]] = {
        table: {"description": described[table], "columns": {name: text for name, (_, text) in columns.items()}}
        for table, columns in _columns(parts, declared).items()
    }
    for key, of in (("facets", FACETS), ("sortable_columns", SORTABLE), ("label_column", LABELS)):
        for table, value in of.items():
            tables[table][key] = value
    tables |= {view: {"description": text} for view, (text, _) in VIEWS.items()}
    queries = {
        "where_a_word_stands": {
            "title": "Where does a word stand?",
            "description": "Every segment with the word or words, and the codes that it has.",
            "sql": WHERE_A_WORD_STANDS,
        },
        "codes_by_case": {
            "title": "Codes by case",
            "description": VIEWS["code_by_case"][0],
            "sql": "SELECT * FROM code_by_case ORDER BY label, case_id",
        },
    }
    held = {NAME: {"tables": tables, "queries": queries}}
    content = {name: value for name, value in head.items() if value} | {"databases": held}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def write(
    parts: Parts,
    segments: pd.DataFrame,
    cases: Iterable[Mapping[str, str]],
    declared: Mapping[str, Attribute],
    about: Mapping[str, Any],
    paths: Any,
) -> None:
    """Write the database and its metadata. paths: attributes database and metadata, each the path of a file."""
    Path(paths.database).write_bytes(build(parts, segments, cases, declared))
    Path(paths.metadata).write_text(metadata(about, parts, declared), encoding="utf-8")
