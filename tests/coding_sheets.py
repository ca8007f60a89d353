"""Segments and a codebook for sheets for coding, and sheets that people filled in with one program or another."""

from __future__ import annotations

import csv
import io

import pandas as pd
from multicase.contracts import CONTRACTS
from multicase.exchange import sheets
from openpyxl import load_workbook

CODEBOOK = {
    "version": "1.0",
    "themes": [
        {
            "theme": "pace", "label": "Pace", "definition": "How fast.",
            "subthemes": [
                {
                    "subtheme": "speed", "label": "Speed",
                    "codes": [
                        {"code": "slow", "label": "Slow", "definition": "It takes long.", "include": "Years."},
                        {"code": "fast", "label": "=Fast", "definition": "It takes no time."},
                        {"code": "both", "label": "Slow; then fast", "definition": "Both."},
                        {"code": "pace_itself", "label": "Pace", "definition": "It is named."},
                    ],
                }
            ],
        }
    ],
}  # fmt: skip
WORDS = [
    "Was it slow?",
    "It was very slow, and we all said so.",
    '- and then "it" wasn\'t.\nNot at all.',
    "=SUM(A1) 😀",
]


def segments(words=WORDS, source="e-i01", **more):
    """Segments of one source, one a turn, two characters apart; the first is an interviewer's."""
    rows, start = [], 0
    for number, text in enumerate(words, 1):
        empty = {name: "" if kind == "string" else 0 for name, kind in CONTRACTS["segments"].columns.items()}
        is_first = number == 1
        who = {"participant_id": "interviewer" if is_first else "e-p01", "is_interviewer": is_first}
        where = {"segment_id": f"{source}:{number}.1", "source_id": source, "turn": number, "part": 1}
        left_out = "interviewer" if is_first else ""
        rows.append(empty | who | where | {"layer": "speech", "text": text, "start": start, "end": start + len(text)})
        rows[-1] |= {"left_out": left_out} | more
        start += len(text) + 2
    return pd.DataFrame(rows)


def text(words=WORDS):
    return "..".join(words)


def coding(segment, code, start, end, memo=""):
    """A coding of the contract, as far as a sheet needs it."""
    return {"segment_id": segment, "code": code, "start": start, "end": end, "memo": memo}


def made(kind, given=(), words=WORDS, codebook=CODEBOOK, study="small", coder="anna"):
    """The bytes of a sheet of a kind, xlsx or csv."""
    rows = list(sheets.rows(segments(words), given, sheets.code_names(codebook)))
    if kind == "csv":
        return sheets.as_csv(rows, study, coder)
    return sheets.as_xlsx(rows, codebook, study, coder)


def filled(data, *cells):
    """A sheet in which people wrote into cells: (row from 1 below the header, column, text)."""
    if data.startswith(b"PK"):
        return changed(data, lambda sheet: [_write(sheet, *cell) for cell in cells])
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    for number, column, value in cells:
        rows[number - 1][header.index(column)] = value
    return as_csv([header, *rows])


def _write(sheet, number, column, value):
    cell = sheet.cell(number + 1, [title.value for title in sheet[1]].index(column) + 1)
    cell.value, cell.data_type = value, "s"


def changed(data, change):
    """A workbook that somebody changed and saved again; change: of its sheet for coding."""
    book = load_workbook(io.BytesIO(data))
    change(book["coding"])
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(rows, delimiter=",", encoding="utf-8"):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode(encoding)
