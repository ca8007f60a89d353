"""Transcripts and surveys as tables: one row a piece of speech, or one row a respondent (CSV and its kin, XLSX)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from multicase.anchoring.spans import count_words
from multicase.ingest import characters, columns, labels
from multicase.ingest.blocks import (
    COLUMN,
    HEADING,
    STAMP,
    TABLE_HEADING,
    Block,
    OpenColumn,
    Reading,
)
from multicase.ingest.limits import Budget
from multicase.ingest.readers import delimited, opening, workbooks
from multicase.ingest.readers.tabular import Table, described, is_of_ids, is_of_questions, lines_of, place_of
from multicase.ingest.refusal import refuse
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

# Names of a column of who speaks by which its rows are respondents, and not pieces of a talk.
RESPONDENT = re.compile(
    r"(?:(?:respondent|response|participant|case|person)s?[ _.-]?)?id|respondents?|(?:nr|no)\.?", re.I
)


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
    before, unless rows are respondents (there are ids, or closed answers and nobody who asks or comes back). Several:
    question by question, a heading (the question, if the table has it, else the column's name) and a block per line of
    each answer. Every other cell is left out; a column with words of which nobody says what it holds is open, and one
    without letters is noted. Raises
    StudyError for rows that don't fit the header, columns without a name of their own, no column of words, answers of
    nobody among those of somebody, formulas without a value, declared columns that aren't there, and the header of
    another export among the rows.
    """
    reading = Reading()
    table = _table(data, format, name, budget, reading)
    if table.header:
        _check_names(table, name)
        _check_rows(table, name)
        _read_table(table, name, reading, declared or {}, declared or {} if own is None else own)
    return reading


def cells(data: bytes, format: str, name: str, budget: Budget) -> tuple[list[str], list[list[str]]]:
    """A table's header and the cells of its rows, for people who are to say what its columns hold."""
    found = table(data, format, name, budget)
    return list(found.header), [list(row) for _, row in found.rows]


def table(data: bytes, format: str, name: str, budget: Budget) -> Table:
    """A table as it stands in a file, whatever its columns hold. Raises StudyError if it is empty, broken, or past a
    limit.
    """
    with opening(format, name, budget):
        return _table(data, format, name, budget, Reading())


def tables(data: bytes, format: str, name: str, budget: Budget) -> list[Table]:
    """Every table of a file as it stands there: of a workbook each sheet with cells, what is hidden or filtered too.
    Raises StudyError as `table` does.
    """
    with opening(format, name, budget):
        return workbooks.whole(data, budget) if format == "xlsx" else [delimited.read(data, name, budget, Reading())]


def _table(data: bytes, format: str, name: str, budget: Budget, reading: Reading) -> Table:
    read = workbooks.read if format == "xlsx" else delimited.read
    found = read(data, name, budget, reading)
    held = [*found.header, *(cell for _, cells in found.rows for cell in cells)]
    texts, notes = characters.read_as_windows(held)  # before U+0085, which may be one of them, ends a line
    reading.notes += notes
    if texts != held:
        rest = iter(texts)
        header = [next(rest) for _ in found.header]
        found = replace(found, header=header, rows=[(n, [next(rest) for _ in cells]) for n, cells in found.rows])
    return described(found)


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


def _check_rows(table: Table, name: str) -> None:
    found, expected = "what Qualtrics calls its columns, below respondents", "such a row below the header alone"
    todo = "Export each survey to a file of its own, or take out this row, the questions above it and their header."
    ids = [n for n, cells in table.rows if is_of_ids(cells)]
    of_survey = ids or [n for n, cells in table.rows if is_of_questions(table.header, cells)]
    wrong = [Problem(name, f"row {n}", found, expected, todo) for n in of_survey]
    if wrong:
        raise StudyError(wrong)


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
    is_by_id = any(RESPONDENT.fullmatch(table.header[n].strip()) for n in who)
    closed = [*at[columns.ATTRIBUTE], *at[columns.NOT_READ]]
    is_by_row = (at[columns.ATTRIBUTE] and not _is_talk(table, who)) or _comes_in_rounds(table, who, closed)
    if len(words) > 1 or is_by_id or is_by_row:
        _check_respondents(table, words, who, name, reading)
    if len(words) == 1:
        _leave_header(table, (), reading)
        _speech(table, words[0], who, reading)
    else:
        _leave_header(table, words, reading)
        _answers(table, words, who, reading)
    others = [n for n in range(len(table.header)) if n not in {*words, *who}]
    for number, row in table.rows:
        for n in others:
            reading.leave(row[n], place_of(number, n), STAMP if n in at[columns.TIME] else COLUMN)
    for title in unsettled:
        filled = [text for row in cells if (text := row[table.header.index(title)]).strip()]
        reading.open_columns.append(OpenColumn(title, len(filled), sum(map(count_words, filled))))
    if unread := columns.unread(table.header, cells, held):
        reading.notes.append(columns.told_unread(unread))


def _is_talk(table: Table, who: Sequence[int]) -> bool:
    """Whether rows are pieces of a talk, of which an empty cell of who speaks continues the one before.

    Somebody asks by their label, or comes back when others have spoken; a respondent has one row, or a few together.
    """
    said = [label for _, row in table.rows if (label := label_of(row, who))]
    runs = Counter(labels.key(label) for label, _ in groupby(said, key=labels.key))
    return any(n > 1 for n in runs.values()) or any(map(labels.asks, said))


def _comes_in_rounds(table: Table, who: Sequence[int], closed: Sequence[int]) -> bool:
    """Whether rows may be those of people who were asked anew (name, wave, words), so that a row without a name needn't
    go on with the one above: nobody asks, and a closed column has a value in each row, which several rows share, and
    nobody comes twice with one.
    """
    rows = [row for _, row in table.rows if any(cell.strip() for cell in row)]
    said = [(label, row) for row in rows if (label := label_of(row, who))]
    if any(labels.asks(label) for label, _ in said):
        return False
    names = [labels.key(label) for label, _ in said]
    for n in closed:
        values = [row[n].strip().casefold() for _, row in said]
        once = len({*zip(names, values, strict=True)}) == len(said)
        if once and all(row[n].strip() for row in rows) and max(len({*names}), len({*values})) < len(said):
            return True
    return False


def _leave_header(table: Table, headings: Sequence[int], reading: Reading) -> None:
    shown = {n for n in headings if table.title(n) == table.header[n]}
    titles = [title for n, title in enumerate(table.header) if title and n not in shown]
    reading.leave("\t".join(titles), "header", TABLE_HEADING)
    for number, cells in table.describing:
        is_question = not is_of_ids(cells)
        rest = [text for n, text in enumerate(cells) if text.strip() and not (is_question and n in headings)]
        reading.leave("\t".join(rest), f"row {number}", TABLE_HEADING)
    if table.describing:
        rows = counted(len(table.describing), "row")
        reading.notes.append(f"{rows} below the header, in which Qualtrics describes its columns: nobody's answers")


def _speech(table: Table, words: int, who: Sequence[int], reading: Reading) -> None:
    """A row a piece of speech. Who is named in a row without words speaks in the next, unless that names another."""
    waiting, place = "", ""
    unnamed = 0
    for number, row in table.rows:
        label, lines = label_of(row, who), lines_of(row[words])
        if label:
            reading.leave(waiting, place, COLUMN)
            waiting, place = label, place_of(number, who[0])
        if lines:
            unnamed += bool(who) and not waiting
            reading.blocks += _spoken(lines, f"row {number}", waiting)
            waiting = ""
    reading.leave(waiting, place, COLUMN)
    if unnamed:
        reading.notes.append(f"{counted(unnamed, 'row')} without a speaker, as if whoever spoke before went on")


def _check_respondents(table: Table, words: Sequence[int], who: Sequence[int], name: str, reading: Reading) -> None:
    """Raises StudyError for answers of nobody among those of somebody; notes respondents that letters alone part."""
    nobodys = [number for number, row in table.rows if not label_of(row, who) and any(lines_of(row[n]) for n in words)]
    if who and nobodys:
        found, expected = "words of nobody", "somebody in each row of a table of respondents"
        todo = "Fill in the column of who speaks: a number does, or the name above if whoever it is goes on."
        raise StudyError(Problem(name, f"row {number}", found, expected, todo) for number in nobodys)
    first: dict[str, tuple[str, int]] = {}
    for number, row in table.rows:
        label = label_of(row, who)
        before, at = first.setdefault(labels.key(label), (label, number))
        if before != label:
            told = f"the respondent of row {at} in other letters or marks, taken for the same one"
            reading.notes.append(f"row {number}: {told}; if they are two, rename one")


def _answers(table: Table, words: Sequence[int], who: Sequence[int], reading: Reading) -> None:
    """A row a respondent, a column a question."""
    for n in words:
        reading.blocks.append(Block(table.title(n), f"column {n + 1}", role=HEADING))
        for number, row in table.rows:
            reading.blocks += _spoken(lines_of(row[n]), place_of(number, n), label_of(row, who))
    for number, row in table.rows:
        if not any(lines_of(row[n]) for n in words):
            reading.leave(label_of(row, who), f"row {number}", COLUMN)


def _spoken(lines: Sequence[str], place: str, label: str) -> list[Block]:
    return [Block(line, place, "" if at else label) for at, line in enumerate(lines)]


def label_of(row: Sequence[str], who: Sequence[int]) -> str:
    """Who a row says speaks; who: the places of the columns that name them."""
    return " ".join(" ".join(lines_of(row[n])).rstrip(":：").strip() for n in who)
