"""A codebook in forms that other tools and people take, and what each of them can't carry."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from multicase.exchange import writing
from multicase.exchange.descriptions import codes_of, fields
from multicase.exchange.taguette_out import BETWEEN, INSTEAD, tags
from multicase.office import FORMULA, put_text, speakable, workbook
from multicase.study.attributes import column

COLUMNS = (
    "theme", "theme_label", "theme_definition", "theme_rationale",
    "subtheme", "subtheme_label", "subtheme_definition", "subtheme_rationale",
    "code", "label", "definition", "include", "exclude", "example", "theory", "relation", "polarity", "colour", "path",
    "version",
)  # fmt: skip
WIDE = {
    "definition": 60,
    "include": 40,
    "exclude": 40,
    "example": 40,
    "theme_definition": 40,
    "subtheme_definition": 40,
}
WIDTH = 20  # characters
LONGEST = 32_000  # characters; a cell of a workbook holds 32,767
CUT = " (cut here)"
TAGS = ("tag", "description")  # what Taguette reads a codebook from


@dataclass(frozen=True)
class Loss:
    """What a form leaves behind: how many it concerns, never none, and why."""

    what: str
    n: int
    why: str


def written(codebook: Mapping[str, Any], form: str, study: str = "") -> bytes:
    """A codebook as the bytes of a file, the same each time. form: one of FORMS. study: its name, for GUIDs."""
    return FORMS[form](codebook, study)


def losses(codebook: Mapping[str, Any], form: str) -> list[Loss]:
    """What of a codebook doesn't come back when the file is read again."""
    return [loss for loss in _losses(codebook, form) if loss.n]


def _losses(codebook: Mapping[str, Any], form: str) -> Iterator[Loss]:
    codes = [code for *_, code in codes_of(codebook)]
    groups = [*codebook["themes"], *(sub for theme in codebook["themes"] for sub in theme["subthemes"])]
    indicators = sum(bool(code.get("indicators")) for code in codes)
    yield Loss("indicators of codes", indicators, "what the dictionary coder looks for has no place")
    yield Loss("sets of codes that exclude each other", len(codebook.get("exclusive", ())), "have no place")
    yield Loss("decisions on the codebook", len(codebook.get("decisions", ())), "have no place")
    if form in ("qdc", "qdpx", "taguette"):
        yield Loss("version of the codebook", 1, "has no place")
    if form == "taguette":
        said = sum(bool(group.get("definition") or group.get("rationale")) for group in groups)
        yield Loss("definitions and rationales of themes and subthemes", said, "only codes are tags")
        yield Loss("ids of themes and subthemes", len(groups), "a tag tells their labels")
        yield Loss("colours of codes", sum(bool(code.get("colour")) for code in codes), "tags have none")
        odd = sum(BETWEEN in group["label"] for group in groups)
        yield Loss(
            f"'{BETWEEN}' in labels of themes and subthemes",
            odd,
            f"it stands between the names of a tag; '{INSTEAD}' takes its place",
        )
    if form == "xlsx":
        long = sum(len(cell) > LONGEST for row in _rows(codebook)[1] for cell in row)
        yield Loss("the end of long texts", long, "a cell holds no more; the CSV has them whole")


def _rows(codebook: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Our own columns, and a row for each code."""
    found = [_row(theme, sub, code) | {"version": str(codebook["version"])} for theme, sub, code in codes_of(codebook)]
    attributes = dict.fromkeys(name for row in found for name in row if name.startswith(column("codes", "")))
    header = [*COLUMNS, *attributes]
    return header, [[row.get(name, "") for name in header] for row in found]


def _row(theme: Mapping[str, Any], sub: Mapping[str, Any], code: Mapping[str, Any]) -> dict[str, str]:
    groups = {
        name if part == name else f"{name}_{part}": str(group.get(part, "")).strip()
        for name, group in (("theme", theme), ("subtheme", sub))
        for part in (name, "label", "definition", "rationale")
    }
    return groups | fields(code) | {"code": code["code"], "label": code["label"], "colour": code.get("colour", "")}


def _csv(codebook: Mapping[str, Any], study: str) -> bytes:
    return _as_csv(*_rows(codebook))


def _taguette(codebook: Mapping[str, Any], study: str) -> bytes:
    """A tag for each code, called by its path, with all that is said of it in the description."""
    return _as_csv(TAGS, [[row[name] for name in TAGS] for row in tags(codebook)])


def _as_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """With the signature by which spreadsheets know UTF-8; an apostrophe keeps them from reckoning a text out."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        texts = [speakable(text) for text in row]
        writer.writerow([f"'{text}" if FORMULA.match(text) else text for text in texts])
    return buffer.getvalue().encode("utf-8-sig")


def _xlsx(codebook: Mapping[str, Any], study: str) -> bytes:
    """Every cell is a text, so that no program makes a date or a formula of it."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    header, rows = _rows(codebook)
    book = Workbook()
    sheet = book.active
    sheet.title, sheet.freeze_panes = "codebook", "A2"
    for number, row in enumerate([header, *rows], 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.number_format, cell.alignment = "@", Alignment(vertical="top", wrap_text=True)
            if text:
                put_text(cell, text if len(text) <= LONGEST else text[:LONGEST] + CUT)
    for place, name in enumerate(header, 1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = WIDE.get(name, WIDTH)
    return workbook(book)


# What --to writes: the form, by the file's ending or by its name.
FORMS: dict[str, Callable[[Mapping[str, Any], str], bytes]] = {
    "qdc": writing.qdc,
    "qdpx": writing.codebook_qdpx,
    "csv": _csv,
    "xlsx": _xlsx,
    "taguette": _taguette,
}
