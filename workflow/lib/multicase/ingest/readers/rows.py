"""Transcripts and surveys as tables: one row a piece of speech, or one row a respondent (CSV and its kin, XLSX)."""

from __future__ import annotations

import csv
import datetime
import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from multicase.anchoring.spans import count_words
from multicase.ingest import columns
from multicase.ingest.blocks import (
    ASIDE,
    COLUMN,
    COMMENT,
    HEADER,
    HEADING,
    HIDDEN,
    STAMP,
    TABLE_HEADING,
    Block,
    OpenColumn,
    Reading,
    squeezed,
)
from multicase.ingest.formats import decode
from multicase.ingest.limits import Budget, opened
from multicase.ingest.readers.plain import LINE_ENDS
from multicase.ingest.refusal import refuse
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
NAMED_DELIMITER = re.compile(r"sep=(.)\n", re.I)  # how Excel is told
QUOTES = "Put quotes round fields that hold the delimiter, or export the table again."
csv.field_size_limit(2**31 - 1)  # a cell may hold a whole interview

MOST_ROWS = 1_048_576
NOTHING_SHOWN = ";;;"  # a number format
ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")
CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')  # fonts, fields and places in a header or footer
DRAWN = frozenset({"drawing", "chart", "chartEx", "chartUserShapes", "diagramData"})
Place = tuple[int, int]


@dataclass(frozen=True)
class Table:
    """A table below its header. rows: their numbers (1 for the first below the header) and their cells, one a column.

    place: where the header stands in the file. places: a row's number -> where it stands (`lines 12 to 15`, `sheet 1,
    row 13`). uncomputed: cells with a formula of which nobody has worked out the value.
    """

    header: list[str]
    rows: list[tuple[int, list[str]]]
    place: str
    places: Mapping[int, str] = field(default_factory=dict)
    uncomputed: Sequence[str] = ()


def read(
    data: bytes,
    format: str,
    name: str,
    budget: Budget,
    declared: Mapping[str, str] | None = None,
    own: Collection[str] | None = None,
) -> Reading:
    """The words of a table. declared: column -> what it holds (one of columns.HOLDS), as people say. own: those of them
    that are declared for this table itself, and must be there; None for all.

    One column of words: a block per line of each of its cells, and an empty cell of who speaks continues the one
    before. Several: question by question, a heading (the column's name) and a block per line of each answer. Every
    other cell is left out; a column with words of which nobody says what it holds is open. Raises StudyError for rows
    that don't fit the header, columns without a name of their own, no column of words, answers of nobody among those
    of somebody, formulas without a value, and declared columns that aren't there.
    """
    reading = Reading()
    table = _sheet_table(data, name, budget, reading) if format == "xlsx" else _text_table(data, name, budget, reading)
    if table.header:
        _check_names(table, name)
        _read_table(table, name, reading, declared or {}, declared or {} if own is None else own)
    return reading


def cells(data: bytes, format: str, name: str, budget: Budget) -> tuple[list[str], list[list[str]]]:
    """A table's header and the cells of its rows, for people who are to say what its columns hold."""
    found = table(data, format, name, budget)
    return list(found.header), [list(row) for _, row in found.rows]


def table(data: bytes, format: str, name: str, budget: Budget) -> Table:
    """A table as it stands in a file, whatever its columns hold."""
    make = _sheet_table if format == "xlsx" else _text_table
    return make(data, name, budget, Reading())


def tables(data: bytes, format: str, name: str, budget: Budget) -> list[Table]:
    """Every table of a file as it stands there: of a workbook each sheet with cells, what is hidden or filtered too."""
    if format != "xlsx":
        return [_text_table(data, name, budget, Reading())]
    return [_whole_table(sheet, budget) for sheet in _sheets(data, budget, Reading()) if sheet.cells]


def _check_names(table: Table, name: str) -> None:
    first: dict[str, int] = {}
    problems = []
    for at, title in enumerate(table.header):
        place = f"{table.place}, column {at + 1}"
        if title and first.setdefault(title, at) != at:
            found = f"the name of column {first[title] + 1} again"
            problems.append(Problem(name, place, found, "a name of its own for each column", "Rename the column."))
        elif not title and any(char.isalpha() for _, cells in table.rows for char in cells[at]):
            problems.append(Problem(name, place, "a column of words without a name", "a name", "Name the column."))
    if problems:
        raise StudyError(problems)


def _read_table(
    table: Table, name: str, reading: Reading, declared: Mapping[str, str], needed: Collection[str]
) -> None:
    """Adds a table's words to a reading, each as what its column holds."""
    if missing := len(set(needed) - set(table.header)):
        found = f"a header without {counted(missing, 'column')} that columns.csv declares"
        todo = "Mend the names in columns.csv: they are those of the header, letter by letter."
        raise refuse(name, found, "each of them", todo, table.place)
    cells = [row for _, row in table.rows]
    held, unsettled = columns.settled(table.header, cells, declared)
    at = {kind: [n for n, title in enumerate(table.header) if held.get(title) == kind] for kind in columns.HOLDS}
    words, who = at[columns.WORDS], at[columns.WHO]
    if not words:
        named = ", ".join(columns.NAMES[columns.WORDS][:5])
        expected = f"a column of speech, called one of {named}, or declared in columns.csv"
        todo = "Rename the column, or add rows to columns.csv: source_id,column,holds."
        raise refuse(name, "no column of speech", expected, todo, table.place)
    if len(who) > 1:
        todo = "Let one of them hold who speaks in columns.csv, and the others an attribute."
        raise refuse(name, f"{len(who)} columns of who speaks", "one", todo, table.place)
    if len(words) == 1:
        _leave_header(table, (), reading)
        _speech(table, words[0], who, reading)
    else:
        _leave_header(table, words, reading)
        _answers(table, words, who, name, reading)
    others = [n for n in range(len(table.header)) if n not in {*words, *who}]
    for number, row in table.rows:
        for n in others:
            reading.leave(row[n], _place(number, n), STAMP if n in at[columns.TIME] else COLUMN)
    for title in unsettled:
        filled = [text for row in cells if (text := row[table.header.index(title)]).strip()]
        reading.open_columns.append(OpenColumn(title, len(filled), sum(map(count_words, filled))))


def _leave_header(table: Table, headings: Sequence[int], reading: Reading) -> None:
    titles = [title for n, title in enumerate(table.header) if title and n not in headings]
    reading.leave("\t".join(titles), "header", TABLE_HEADING)


def _speech(table: Table, words: int, who: Sequence[int], reading: Reading) -> None:
    """A row a piece of speech. Who is named in a row without words speaks in the next, unless that names another."""
    waiting, place = "", ""
    unnamed = 0
    for number, row in table.rows:
        label, lines = _label(row, who), _lines(row[words])
        if label:
            reading.leave(waiting, place, COLUMN)
            waiting, place = label, _place(number, who[0])
        if lines:
            unnamed += bool(who) and not waiting
            reading.blocks += _spoken(lines, f"row {number}", waiting)
            waiting = ""
    reading.leave(waiting, place, COLUMN)
    if unnamed:
        reading.notes.append(f"{counted(unnamed, 'row')} without a speaker, as if whoever spoke before went on")


def _answers(table: Table, words: Sequence[int], who: Sequence[int], name: str, reading: Reading) -> None:
    """A row a respondent, a column a question. Raises StudyError for answers of nobody among those of somebody."""
    nobodys = [number for number, row in table.rows if not _label(row, who) and any(_lines(row[n]) for n in words)]
    if who and nobodys:
        found, expected = "words of nobody", "somebody in each row of a table with several columns of words"
        todo = "Fill in the column of who speaks."
        raise StudyError(Problem(name, f"row {number}", found, expected, todo) for number in nobodys)
    for n in words:
        reading.blocks.append(Block(table.header[n], f"column {n + 1}", role=HEADING))
        for number, row in table.rows:
            reading.blocks += _spoken(_lines(row[n]), _place(number, n), _label(row, who))
    for number, row in table.rows:
        if not any(_lines(row[n]) for n in words):
            reading.leave(_label(row, who), f"row {number}", COLUMN)


def _spoken(lines: Sequence[str], place: str, label: str) -> list[Block]:
    return [Block(line, place, "" if at else label) for at, line in enumerate(lines)]


def _label(row: Sequence[str], who: Sequence[int]) -> str:
    return " ".join(" ".join(_lines(row[n])).rstrip(":：").strip() for n in who)


def _lines(text: str) -> list[str]:
    return [squeezed(line) for line in LINE_ENDS.sub("\n", text).split("\n") if line.strip()]


def _place(number: int, column: int) -> str:
    return f"row {number}, column {column + 1}"


# Text


@dataclass
class Shape:
    """How a text looks as a table with one delimiter. fields: of its header. rows: below it.

    wrong: line and number of fields of each row that doesn't fit. broken: the line of a row whose quotes are no quotes.
    """

    delimiter: str
    fields: int = 0
    rows: int = 0
    wrong: list[tuple[int, int]] = field(default_factory=list)
    broken: int = 0

    @property
    def fits(self) -> bool:
        return not self.wrong and not self.broken


def _text_table(data: bytes, name: str, budget: Budget, reading: Reading) -> Table:
    budget.bytes(len(data))
    text, notes = decode(data, name)
    reading.notes += notes
    named = NAMED_DELIMITER.match(text)
    text, skipped = (text[named.end() :], 1) if named else (text, 0)
    shape = _shape(text, named[1], skipped) if named else _best_shape(text, reading)
    if shape.broken:
        place = f"line {shape.broken}"
        raise refuse(name, "broken CSV", "a CSV file", "Mend the quotes, or export it again.", place)
    if shape.wrong:
        expected = f"{_fields(shape.fields)}, as the header has"
        raise StudyError(
            Problem(name, f"line {line}", f"a row of {_fields(n)}", expected, QUOTES) for line, n in shape.wrong
        )
    (line, _, header), *rows = _records(text, shape.delimiter, skipped)
    budget.cells(len(header) * len(rows))
    numbered = list(enumerate(rows, 1))
    return Table(
        [squeezed(title) for title in header],
        [(n, row) for n, (_, _, row) in numbered],
        f"line {line}",
        {n: f"line {first}" if first == last else f"lines {first} to {last}" for n, (first, last, _) in numbered},
    )


def _best_shape(text: str, reading: Reading) -> Shape:
    """With the delimiter under which every row fits a header of more than one column; else a single column.

    Where no delimiter does, the shape is the one that the header has, and tells what is wrong with the rows.
    """
    shapes = [_shape(text, delimiter) for delimiter in DELIMITERS]
    fits = [shape for shape in shapes if shape.fits and shape.fields > 1]
    best = max(fits or shapes, key=lambda shape: (shape.fields, -len(shape.wrong)))
    if len(fits) > 1:
        others = " and ".join(DELIMITERS[shape.delimiter] for shape in fits if shape is not best)
        reading.notes.append(
            f"its columns end at {DELIMITERS[best.delimiter]}, but might at {others}: look at its rows"
        )
    if best.fields > 1:
        return best
    # A line above a table, or a table without its header, is no column of one name.
    torn = [shape for shape in shapes if len({n for _, n in shape.wrong}) == 1 and len(shape.wrong) == shape.rows > 1]
    return next(iter([*torn, *(shape for shape in shapes if shape.fits), *shapes]))


def _shape(text: str, delimiter: str, skipped: int = 0) -> Shape:
    shape = Shape(delimiter)
    records = _records(text, delimiter, skipped)
    try:
        for line, _, row in records:
            if not shape.fields:
                shape.fields = len(row)
                continue
            shape.rows += 1
            if len(row) != shape.fields:
                shape.wrong.append((line, len(row)))
    except _BrokenError as error:
        shape.broken = error.line
    return shape


class _BrokenError(Exception):
    def __init__(self, line: int):
        self.line = line


def _records(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, int, list[str]]]:
    """Each row with its first and last line; blank lines, and blank rows that don't fit the header, are none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    fields = 0
    while True:
        line = skipped + reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            raise _BrokenError(line) from None
        if row is None:
            return
        if any(text.strip() for text in row) or (fields and len(row) == fields):
            fields = fields or len(row)
            yield line, skipped + reader.line_num, row


def _fields(n: int) -> str:
    return "1 field" if n == 1 else f"{n} fields"


# Workbooks


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


def _sheet_table(data: bytes, name: str, budget: Budget, reading: Reading) -> Table:
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
        where = _place(row - top, column - 1) if row > top else f"header, column {column}"
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
            yield from ((line, bool(paragraph.xpath(is_hidden))) for line in _lines(words))
