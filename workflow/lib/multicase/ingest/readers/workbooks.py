"""Tables in workbooks: their sheets, as they are shown and whole, and what a workbook has besides."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from multicase.ingest.blocks import (
    ASIDE,
    COLUMN,
    COMMENT,
    HEADER,
    HIDDEN,
    TABLE_HEADING,
    Block,
    Reading,
    squeezed,
)
from multicase.ingest.limits import Budget, opened
from multicase.ingest.readers.tabular import Table, lines_of, place_of
from multicase.study.problems import Problem, StudyError

MOST_ROWS = 1_048_576
NOTHING_SHOWN = ";;;"  # a number format
ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")
CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')  # fonts, fields and places in a header or footer
DRAWN = frozenset({"drawing", "chart", "chartEx", "chartUserShapes", "diagramData"})
Place = tuple[int, int]


@dataclass
class Layout:
    """What a sheet's file says of its cells: which are hidden or covered by others, and which have no value yet.

    columns: hidden ones, from and to. covered: row -> columns, from and to. furniture: headers and footers.
    """

    rows: set[int] = field(default_factory=set)
    columns: list[Place] = field(default_factory=list)
    covered: dict[int, list[Place]] = field(default_factory=lambda: defaultdict(list))
    uncomputed: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)

    def hides(self, row: int, column: int) -> bool:
        spans = [*self.columns, *self.covered.get(row, ())]
        return row in self.rows or any(first <= column <= last for first, last in spans)


@dataclass
class Sheet:
    """A sheet. cells: place (row, column, from 1) -> text. unshown: places of cells that their format hides."""

    number: int
    title: str
    is_shown: bool
    cells: dict[Place, str]
    unshown: set[Place]
    layout: Layout
    comments: list[tuple[str, str]]  # cell, words
    drawn: list[tuple[str, bool]]  # a line, whether it is hidden


def read(data: bytes, name: str, budget: Budget, reading: Reading) -> Table:
    """The table of the first sheet that is shown and has cells; what the workbook has besides goes to the reading."""
    sheets = _sheets(data, budget, reading)
    chosen = next((sheet for sheet in sheets if sheet.is_shown and sheet.cells), None)
    for sheet in sheets:
        if sheet is not chosen:
            _leave_sheet(sheet, reading)
    if chosen is None:
        return Table([], [], "")
    if chosen.layout.uncomputed:
        expected, todo = "the value of the formula", "Open the file in a spreadsheet program, and save it again."
        raise StudyError(
            Problem(name, f"sheet {chosen.number}, cell {cell}", "a formula without its value", expected, todo)
            for cell in chosen.layout.uncomputed
        )
    return _shown_table(chosen, budget, reading)


def _shown_table(sheet: Sheet, budget: Budget, reading: Reading) -> Table:
    hidden = {place for place in sheet.cells if place in sheet.unshown or sheet.layout.hides(*place)}
    shown: dict[int, dict[int, str]] = defaultdict(dict)
    for place, text in sheet.cells.items():
        if place not in hidden:
            shown[place[0]][place[1]] = text
    top, width = min(shown, default=0), max((max(row) for row in shown.values()), default=0)
    for row, column in sorted(hidden):
        where = place_of(row - top, column - 1) if row > top else f"header, column {column}"
        reading.leave(sheet.cells[row, column], where, HIDDEN)
    if hidden:
        reading.notes.append("rows, columns or cells that are hidden hold words, which aren't read")
    reading.leave(sheet.title, f"sheet {sheet.number}", TABLE_HEADING)
    _leave_besides(sheet, "", reading)
    for line, is_hidden in sheet.drawn:
        if is_hidden:
            reading.leave(line, "text box", HIDDEN)
        else:
            reading.blocks.append(Block(line, "text box", role=ASIDE))
    budget.cells(width * len(shown))
    rows = {row: [shown[row].get(column, "") for column in range(1, width + 1)] for row in sorted(shown)}
    header = [squeezed(title) for title in rows.pop(top, [])]
    return Table(header, [(row - top, cells) for row, cells in rows.items()], f"sheet {sheet.number}, row {top}")


def whole(data: bytes, budget: Budget) -> list[Table]:
    """Every sheet with cells as it stands there, what is hidden or filtered too."""
    return [_whole_table(sheet, budget) for sheet in _sheets(data, budget, Reading()) if sheet.cells]


def _whole_table(sheet: Sheet, budget: Budget) -> Table:
    """A sheet's table with the cells that are hidden."""
    at: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), text in sheet.cells.items():
        at[row][column] = text
    top, width = min(at), max(column for _, column in sheet.cells)
    budget.cells(width * len(at))
    rows = {row: [at[row].get(column, "") for column in range(1, width + 1)] for row in sorted(at)}
    header, where = [squeezed(title) for title in rows.pop(top)], f"sheet {sheet.number}, row"
    numbered = [(row - top, cells) for row, cells in rows.items()]
    places = {number: f"{where} {top + number}" for number, _ in numbered}
    return Table(header, numbered, f"{where} {top}", places, tuple(sheet.layout.uncomputed))


def _leave_sheet(sheet: Sheet, reading: Reading) -> None:
    """All the words of a sheet that isn't read."""
    where, reason = f"sheet {sheet.number}", COLUMN if sheet.is_shown else HIDDEN
    words = [*sheet.cells.values(), *(line for line, _ in sheet.drawn)]
    reading.leave("\t".join([sheet.title, *words]), where, reason)
    _leave_besides(sheet, f"{where}, ", reading)
    if words:
        reading.notes.append(f"{where}{'' if sheet.is_shown else ', which is hidden,'} has words, which aren't read")


def _leave_besides(sheet: Sheet, where: str, reading: Reading) -> None:
    for cell, words in sheet.comments:
        reading.leave(words, f"{where}cell {cell}", COMMENT)
    for words in sheet.layout.furniture:
        reading.leave(words, f"{where}header or footer", HEADER)


def _sheets(data: bytes, budget: Budget, reading: Reading) -> list[Sheet]:
    from openpyxl import load_workbook

    with opened(data) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl wouldn't write back
        for member in archive.namelist():
            budget.member(archive, member)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if book.chartsheets:
            reading.notes.append("sheets that are charts alone aren't read")
        try:
            return [_sheet(number, sheet, archive, budget) for number, sheet in enumerate(book.worksheets, 1)]
        finally:
            book.close()


def _sheet(number: int, sheet, archive: zipfile.ZipFile, budget: Budget) -> Sheet:
    part = sheet._worksheet_path
    layout = _layout(archive.read(part), budget)
    cells: dict[Place, str] = {}
    unshown: set[Place] = set()
    sheet.reset_dimensions()  # what a file says of them may be wrong
    for row in sheet.iter_rows():
        budget.cells(len(row))
        for cell in row:
            if cell.value is not None and (text := _shown(cell.value, cell.number_format)).strip():
                budget.bytes(len(text))
                cells[cell.row, cell.column] = text
                if cell.number_format == NOTHING_SHOWN:
                    unshown.add((cell.row, cell.column))
    parts = list(_parts(archive, part))
    is_shown = sheet.sheet_state == "visible"
    comments, drawn = list(_comments(archive, parts)), list(_drawn(archive, parts))
    return Sheet(number, sheet.title, is_shown, cells, unshown, layout, comments, drawn)


def _shown(value: object, number_format: str) -> str:
    """The value of a cell as people see it."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            number, sign = (value * 100, "%") if "%" in number_format else (value, "")
            return (str(number) if isinstance(number, int) else f"{number:.15g}") + sign
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime():
            return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
        case datetime.time():
            return value.isoformat("milliseconds" if value.microsecond else "seconds")
        case datetime.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), str(value)).replace("\r\n", "\n").replace("\r", "\n")


def _layout(data: bytes, budget: Budget) -> Layout:
    """Raises ValueError where rows don't come in order, or there are more than a sheet can have."""
    from openpyxl.utils import range_boundaries

    layout, last = Layout(), 0
    tags = (
        "col",
        "row",
        "mergeCell",
        *(f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer")),
    )
    for tag, element in _elements(data, tags):
        is_hidden = element.get("hidden") in {"1", "true"}
        if tag == "col" and is_hidden:
            layout.columns.append((int(element.get("min")), int(element.get("max"))))
        elif tag == "row":
            number = int(element.get("r") or last + 1)
            if not last < number <= MOST_ROWS:
                raise ValueError("rows out of order")
            last = number
            layout.rows |= {number} if is_hidden else set()
            layout.uncomputed += [cell.get("r") or "" for cell in element if _is_uncomputed(cell)]
        elif tag == "mergeCell":
            left, top, right, bottom = range_boundaries(element.get("ref"))
            bottom = min(bottom, last)
            budget.cells(max(bottom - top, 0))
            for row in range(top, bottom + 1):
                layout.covered[row].append((left + 1 if row == top else left, right))
        elif tag.endswith(("Header", "Footer")) and element.text:
            layout.furniture.append(CODES.sub(" ", element.text.replace("&&", "\0")).replace("\0", "&"))
    return layout


def _is_uncomputed(cell) -> bool:
    """Whether a cell has a formula, and nobody has worked out its value; an empty text is one."""
    return cell.find("{*}f") is not None and not cell.findtext("{*}v") and cell.get("t") != "str"


def _elements(data: bytes, tags: Sequence[str]) -> Iterator[tuple[str, object]]:
    """The elements of these names, each let go when the next is asked for."""
    from lxml import etree

    options = {"resolve_entities": False, "no_network": True, "huge_tree": True}
    for _, element in etree.iterparse(io.BytesIO(data), tag=[f"{{*}}{tag}" for tag in tags], **options):
        yield etree.QName(element).localname, element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]


def _parts(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """The parts that a part of a workbook leads to, however far: kind, and name in the archive."""
    from openpyxl.packaging.relationship import get_dependents, get_rels_path

    names, seen, waiting = set(archive.namelist()), {part}, [part]
    while waiting:
        relations = get_rels_path(waiting.pop(0))
        for relation in get_dependents(archive, relations) if relations in names else ():
            if relation.TargetMode != "External" and relation.target in names - seen:
                seen.add(relation.target)
                waiting.append(relation.target)
                yield relation.Type.rsplit("/", 1)[-1], relation.target


def _comments(archive: zipfile.ZipFile, parts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Cell and words of each comment. A threaded one stands in the file again, as a comment of the old kind."""
    words = ".//*[local-name()='t']/text() | ./*[local-name()='text']/text()"
    found = [
        (tag, element.get("ref"), "".join(element.xpath(words)))
        for kind, part in parts
        if kind in {"comments", "threadedComment"}
        for tag, element in _elements(archive.read(part), ("comment", "threadedComment"))
    ]
    threads = {cell for tag, cell, _ in found if tag == "threadedComment"}
    yield from ((cell, words) for tag, cell, words in found if tag == "threadedComment" or cell not in threads)


def _drawn(archive: zipfile.ZipFile, parts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, bool]]:
    """The lines of text boxes and charts: their words, and whether they are hidden."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    is_hidden = "ancestor::*/*/*[local-name()='cNvPr'][@hidden='1' or @hidden='true']"
    for part in [part for kind, part in parts if kind in DRAWN]:
        root = etree.fromstring(archive.read(part), parser)
        for paragraph in root.xpath("//*[local-name()='p'][not(ancestor::*[local-name()='Fallback'])]"):
            pieces = paragraph.xpath(".//*[local-name()='t' or local-name()='br']")
            words = "".join("\n" if piece.tag.endswith("}br") else piece.text or "" for piece in pieces)
            yield from ((line, bool(paragraph.xpath(is_hidden))) for line in lines_of(words))
