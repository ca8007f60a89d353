"""A study's codings in formats that others read, and what each of these formats can't carry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from multicase.exchange import codebook_files, taguette_out
from multicase.exchange.parts import KEY, OF, Parts
from multicase.exchange.writing import qdc, qdpx
from multicase.office import speakable
from multicase.study.consent import is_open

__all__ = ["losses", "qdc", "qdpx", "tidy_csv", "web_annotations"]

CONTEXT = 32  # characters of prefix and suffix
COLUMNS = (
    "source_id", "case_id", "start", "end", "exact", "prefix", "suffix",
    "theme", "subtheme", "code", "label", "coder", "origin", "memo",
)  # fmt: skip
QDPX, QDC, WEB, CSV = "REFI-QDA project", "REFI-QDA codebook", "W3C Web Annotation", "CSV"
TAGUETTE, TAGS, DATABASE = "Taguette project", "Taguette codebook", "SQLite"
WITH_TEXT = (QDPX, TAGUETTE, WEB, CSV)


def web_annotations(parts: Parts) -> str:
    """The codings as a W3C Web Annotation collection (JSON-LD), one annotation each.

    Web Annotation Data Model (W3C Recommendation, 2017): TextQuoteSelector and TextPositionSelector, the latter in code
    points, end exclusive. A target's source is `urn:multicase:<study>:<source_id>`, since a study has no address; a
    code stands in the body that classifies, a memo in the one that comments.
    """
    page = {"type": "AnnotationPage", "startIndex": 0, "items": [_annotation(parts, row) for row in parts.rows]}
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:uuid:{parts.guid('annotations')}",
        "type": "AnnotationCollection",
        "label": parts.study,
        "total": len(parts.rows),
        "first": {"id": f"urn:uuid:{parts.guid('annotations', 1)}"} | page,
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _annotation(parts: Parts, row: Mapping[str, Any]) -> dict[str, Any]:
    before, after = _context(parts, row)
    bodies = [{"type": "TextualBody", "purpose": "classifying", "value": row["code"]}]
    if row["memo"]:
        bodies.append({"type": "TextualBody", "purpose": "commenting", "value": row["memo"]})
    return {
        "id": f"urn:uuid:{parts.guid('annotation', *(row[name] for name in OF))}",
        "type": "Annotation",
        "motivation": "classifying",
        "creator": {"type": "Person" if row["origin"] == "manual" else "Software", "nickname": row["coder"]},
        "body": bodies,
        "target": {
            "source": f"urn:multicase:{parts.study}:{row['source_id']}",
            "selector": [
                {"type": "TextQuoteSelector", "exact": row["exact"], "prefix": before, "suffix": after},
                {"type": "TextPositionSelector", "start": row["start"], "end": row["end"]},
            ],
        },
    }


def tidy_csv(parts: Parts) -> str:
    """The codings as CSV, one row each: COLUMNS, positions in code points of the anonymised text, end exclusive."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    codes = {row["code"]: row for row in _codes(parts.codebook)}
    for row in parts.rows:
        before, after = _context(parts, row)
        full = row | codes[row["code"]] | {"prefix": before, "suffix": after}
        writer.writerow({name: full[name] for name in COLUMNS})
    return file.getvalue()


def losses(parts: Parts) -> list[dict[str, Any]]:
    """What the exports leave behind: rows of format, what, n (how many it concerns, never none) and why."""
    rows = [
        {"format": name, "what": what, "n": n, "why": why}
        for name, what, n, why in (
            *_withheld(parts),
            *_of_codings(parts),
            *_of_codebook(parts),
            *_of_people(parts),
            *_of_taguette(parts),
            *_of_database(parts),
        )
        if n
    ]
    return sorted(rows, key=lambda row: (row["format"], row["what"]))


Loss = tuple[str, str, int, str]


def _withheld(parts: Parts) -> Iterator[Loss]:
    """What stays in the study because nobody agreed to its quotation."""
    exported = {row["source_id"] for row in parts.exported}
    left = int((~parts.codings["source_id"].isin(exported)).sum())
    for name in WITH_TEXT:
        for consent, n in parts.withheld.items():
            yield name, f"sources whose consent is '{consent}'", n, "only sources that may be quoted are exported"
        yield name, "codings of sources that may not be quoted", left, "their passages may not leave the study"


def _of_codings(parts: Parts) -> Iterator[Loss]:
    exported = {row["source_id"] for row in parts.exported}
    rows = parts.codings[parts.codings["source_id"].isin(exported)]
    merged = len(rows) - len(parts.rows)
    for name in WITH_TEXT:
        yield name, "segment_id", len(rows), "a coding is of a passage; segments come back from the workflow"
        yield name, "rule_id", int((rows["rule_id"] != "").sum()), "which indicator coded it has no place"
        yield name, "probability", int((rows["probability"] >= 0).sum()), "how sure a model was has no place"
        yield name, "anchored", len(rows), "how a quote was found again has no place"
        yield name, "codings alike but for their rule or segment", merged, "one coding each, with all memos"
    other = int((rows["origin"] != "manual").sum())
    odd = [
        row["source_id"]
        for row in parts.exported
        if speakable(parts.texts[row["source_id"]]) != parts.texts[row["source_id"]]
    ]
    for name in (QDPX, TAGUETTE):
        yield name, "origin", other, "a program's codings stand beside people's, under its own user"
        yield (
            name,
            "control characters, CR and byte order marks",
            len(odd),
            "XML can't hold them: a blank or LF instead",
        )
        yield name, "kind, date and wave of sources", len(parts.exported), "left out"
        for of in parts.of_sources:
            if of != "wave":
                yield name, f"attribute '{of}' of sources", sum(bool(row.get(of)) for row in parts.exported), "left out"
    for name in (WEB, CSV):
        yield name, "texts of the sources", len(parts.exported), "only the passages coded, with some words around them"


def _of_codebook(parts: Parts) -> Iterator[Loss]:
    codes = list(_codes(parts.codebook))
    for name, form in ((QDPX, "qdpx"), (QDC, "qdc"), (TAGUETTE, "taguette"), (TAGS, "taguette")):
        for loss in codebook_files.losses(parts.codebook, form):
            yield name, loss.what, loss.n, loss.why
        lined = "they stand as lines in the description, and are taken from there when it is read again"
        yield name, "fields of codes beside the definition", len(codes), lined
    indicators = sum(bool(row["given"].get("indicators")) for row in codes)
    yield DATABASE, "indicators of codes", indicators, "what the dictionary coder looks for has no place"
    for name in (WEB, CSV):
        yield name, "definitions of codes", len(codes), "they stand in the REFI-QDA codebook"


def _of_people(parts: Parts) -> Iterator[Loss]:
    unnamed = len(parts.participants) - len(parts.people)
    yield QDPX, "participants whom no exported source names", unnamed, "they have nothing to stand with"
    why = f"only {', '.join(parts.attributes)} are exported"
    yield QDPX, "roles in words", sum(bool(row.get("role")) for row, _ in parts.people), why
    speaking = "who speaks a passage is in the study's tables; a participant is linked to whole sources"
    yield QDPX, "speakers of passages", len(parts.rows), speaking
    for name in (WEB, CSV, TAGUETTE):
        yield name, "participants", len(parts.participants), "have no place"
    yield TAGUETTE, "cases", len(parts.cases), "have no place"


def _of_taguette(parts: Parts) -> Iterator[Loss]:
    rows = parts.rows
    yield TAGUETTE, "memos of codings", sum(bool(row["memo"]) for row in rows), "have no place"
    imported = "Taguette takes whoever imports the project for the coder of everything; the file itself says who coded"
    yield TAGUETTE, "coders", len({row["coder"] for row in rows}), imported
    long = sum(taguette_out.document_name(parts, row["source_id"]) != row["source_id"] for row in parts.exported)
    yield TAGUETTE, "ends of long names of sources", long, "names have 50 characters; the description has the whole id"


def _of_database(parts: Parts) -> Iterator[Loss]:
    """What the database, which is of all open sources, leaves behind."""
    held = [row for row in parts.sources if is_open(row)]
    names = {row["source_id"] for row in held}
    rows = parts.codings[parts.codings["source_id"].isin(names)]
    silent = len(held) - len(parts.exported)
    yield DATABASE, "words of sources that may be counted, not quoted", silent, "nobody agreed to quotation"
    yield DATABASE, "sources whose consent is 'closed'", len(parts.sources) - len(held), "they appear nowhere"
    if "wave" not in parts.of_sources:
        yield DATABASE, "wave of sources", sum(bool(row.get("wave")) for row in held), "left out"
    yield DATABASE, "rule_id", int((rows["rule_id"] != "").sum()), "which indicator coded it has no place"
    yield DATABASE, "probability", int((rows["probability"] >= 0).sum()), "how sure a model was has no place"
    yield DATABASE, "anchored", len(rows), "how a quote was found again has no place"
    alike = int(rows.duplicated(list(KEY)).sum())
    yield DATABASE, "codings alike but for their rule or segment", alike, "one coding each, with all memos and segments"
    yield DATABASE, "claims and verdicts", 1, "they stand in audit/claims.json and the tables"


def _codes(codebook: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for theme in codebook["themes"]:
        for sub in theme["subthemes"]:
            for code in sub["codes"]:
                yield {
                    "theme": theme["theme"],
                    "subtheme": sub["subtheme"],
                    "code": code["code"],
                    "label": code["label"],
                    "given": code,
                }


def _context(parts: Parts, row: Mapping[str, Any]) -> tuple[str, str]:
    """Some words before and after a coding's passage."""
    text = parts.texts[row["source_id"]]
    return text[max(0, row["start"] - CONTEXT) : row["start"]], text[row["end"] : row["end"] + CONTEXT]


def write(parts: Parts, paths: Any) -> None:
    """Write every format. paths: attributes qdpx, qdc, annotations, codings, taguette, tags and losses."""
    Path(paths.qdpx).write_bytes(qdpx(parts))
    Path(paths.qdc).write_bytes(qdc(parts.codebook, parts.study))
    Path(paths.annotations).write_text(web_annotations(parts), encoding="utf-8")
    Path(paths.codings).write_text(tidy_csv(parts), encoding="utf-8", newline="")
    Path(paths.taguette).write_bytes(taguette_out.project(parts))
    Path(paths.tags).write_bytes(codebook_files.written(parts.codebook, "taguette"))
    with Path(paths.losses).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("format", "what", "n", "why"), lineterminator="\n")
        writer.writeheader()
        writer.writerows(losses(parts))
