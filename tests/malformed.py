"""Studies spoilt in every way that was thought of, one way a variant: tables, documents, settings and their places.

Each variant is refused, with file and remedy, or harmless, and then it says why. `study_variants` makes them all from
one small study that has every kind of file; docs/reliability.md counts them by kind.
"""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import small_study

HASH = "0123456789abcdef" * 4
FURTHER = {
    "columns.csv": "source_id,column,holds,guessed\nwest-i01,Answer,words,\n*,Café,not read,\n",
    "readings.csv": "coder,source_id,unread,round\nanna,east-i01,east-i01:2.1,first\nanna,west-i01,,first\n",
    "adjudication.csv": (
        "segment_id,code,decision,reason,decided_by,date\n"
        "east-i01:2.1,slow,keep,Café talk,anna,2016-02-03\n"
        "west-i01:2.1,slow,remove,It is no pace,anna,2016-02-03\n"
    ),
    "summaries.csv": (
        "case_id,theme,summary,evidence,segments\n"
        "east,style,They decide in the café,0123abcd,east-i01:2.1\n"
        "west,style,One decides,,west-i01:2.1\n"
    ),
    "private/decisions.csv": (
        "text,kind,scope,action,replacement,entity,reviewer,date,note\n"
        "the town,place,study,keep,,,anna,2016-02-03,a café\n"
        "Lane End,place,case:east,pseudonymise,place A,,anna,2016-02-03,\n"
    ),
    "private/pseudonyms.csv": "entity,replacement\nlane,the café\nmill,the mill house\n",
    "private/rereading.csv": (
        "source_id,start,end,words,text_sha256,shown,missed,kind,class,reader,date\n"
        f"east-i01,0,90,20,{HASH},{HASH[:16]},,,,anna,2016-02-03\n"
        f"east-i01,10,20,1,{HASH},,Café,place,quasi,anna,2016-02-03\n"
    ),
    "private/looked.csv": (
        "text,kind,digest,reviewer,date,note\n"
        "Lane,place,0123456789abcdef,anna,2016-02-03,a café\nMill,place,0123456789abcdef,anna,2016-02-03,\n"
    ),
    "private/mapping.csv": "what,name,id,why\nsource,Café talk,east-i01,the same words\ncode,Styles,collaborative,\n",
    "codings/anna.csv": (
        "source_id,start,end,exact,prefix,suffix,code,memo\n"
        "east-i01,,,very slow,,,slow,in the café\neast-i01,,,take people with you,,,collaborative,\n"
    ),
    "private/codings/ben.csv": (
        "source_id,start,end,exact,prefix,suffix,code,memo\n"
        "west-i01,,,somebody has to decide,,,directive,in the café\nwest-i01,,,was not slow,,,slow,\n"
    ),
    "codings/rules.jsonl": "\n".join(
        json.dumps(told)
        for told in (
            {
                "coder": "rules",
                "again": False,
                "what": "regular expressions",
                **{f"{name}_sha256": HASH for name in ("command", "what", "parameters", "prompt", "codebook", "input")},
                "sources": {"east-i01": HASH},
                "segments": 2,
                "answers": 1,
                "refused": {},
                "repeated": 0,
                "several": 0,
            },
            {
                "segment_id": "east-i01:2.1",
                "source_id": "east-i01",
                "start": 10,
                "end": 19,
                "exact": "very slow",
                "prefix": "",
                "suffix": "",
                "code": "slow",
                "rationale": "it says so",
            },
        )
    )
    + "\n",
    "tables.yaml": """\
tables:
  T11:
    title: Codes by level in the café
    rows: {code: {}, level: {speaker: level}}
figures:
  F07: {title: Codes by level, of: T11, draw: bars, rows: code, bars: level}
""",
    "claims.yaml": """\
criterion: {cases: 2, tolerance: 0.25}
claims:
  - claim: C1
    statement: Leaders decide together in the café.
    short: Together
    supports: [collaborative]
    contradicts: [directive]
    population: {about: leaders, speakers: {level: [strategy]}}
    rivals: [{rival: It was the weather, considered: It was not}]
    negative_cases: [{case: west, segment: "west-i01:2.1", disposition: limits the claim, reason: A small place}]
    quotations: [{segment: "east-i01:2.1", code: collaborative, reason: It is the clearest}]
decisions: [{date: "2015-03-02", about: C1, reason: It was too wide}]
""",
    "migrations.yaml": """\
migrations:
  - {date: "2015-03-02", change: rename, from: [steady], to: [slow], reason: A better word in the café}
  - {date: "2015-03-03", change: split, from: [leading], to: [collaborative, directive], reason: Two things}
""",
    "coders.yaml": """\
coders:
  - name: rules
    command: [python, coder.py]
    what: regular expressions, made in the café
    prompt: Which code?
    parameters: {temperature: 0.5}
""",
    "config.yaml": "seed: 7\nanonymise: {profile: deposit}  # the café\nsegment: {unit: turn}\nthemes: {origins: auto}\n",
    "audits/first.yaml": f"""\
study: small
build: {HASH}
version: "1.0"
seed: 1
n: 1
auditors: [anna]
items:
  - {{item: "T05, café", kind: numbers, verdict: confirmed, note: right}}
""",
}
FILES = small_study.FILES | FURTHER
FOLDERS = {folder.as_posix() for name in FILES for folder in Path(name).parents if folder.name}
TABLES = tuple(name for name in FILES if name.endswith(".csv"))
DOCUMENTS = tuple(name for name in FILES if name.endswith(".yaml"))
COLUMNS, CELLS, FORM, BYTES, UNSEEN, REFERENCES, YAML, PLACES, SETTINGS = (
    "columns", "values", "separators, quotes and rows", "encodings and size", "characters that can't be seen",
    "ids and references", "YAML", "names, folders and links", "settings",
)  # fmt: skip


@dataclass(frozen=True)
class Variant:
    """A study spoilt in one way. file: the one that must be named. why: why it is harmless; empty: it is refused.

    is_same: whether the study that is loaded equals the unspoilt one; where it doesn't, `why` says what it takes.
    """

    kind: str
    name: str
    file: str
    spoil: Callable[[Path], None]
    why: str = ""
    is_same: bool = True

    @property
    def is_harmless(self) -> bool:
        return bool(self.why)


def write(root: Path) -> Path:
    """The whole study, unspoilt, below `root`; of one that is there, only the files that aren't as they were."""
    for number, (name, content) in enumerate(FILES.items(), 1):
        path = root / name
        if not is_untouched(path, number):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            os.utime(path, (number, number))
    return root


def restored(root: Path) -> Path:
    """The study that was spoilt below `root`, unspoilt again, and all else gone from the folder in which it lies."""
    files = {f"{root}/{name}": number for number, name in enumerate(FILES, 1)}
    folders = {str(root), *(f"{root}/{folder}" for folder in FOLDERS)}
    for folder, _, _ in os.walk(root.parent, topdown=False):
        with os.scandir(folder) as entries:
            spoilt = [
                entry
                for entry in entries
                if not (entry.path in files and is_untouched(entry.path, files[entry.path]))
                and not (entry.path in folders and entry.is_dir(follow_symlinks=False))
            ]
        for entry in spoilt:
            (os.rmdir if entry.is_dir(follow_symlinks=False) else os.unlink)(entry.path)
    return write(root)


def is_untouched(path: str | Path, number: int = 0) -> bool:
    """Whether a file is one of the study's own (0: any), unspoilt: each has a time long ago until it is changed."""
    try:
        told = os.lstat(path)
    except OSError:
        return False
    second, rest = divmod(told.st_mtime_ns, 10**9)
    return stat.S_ISREG(told.st_mode) and not rest and (second == number if number else 0 < second <= len(FILES))


def put(name: str, content: str | bytes) -> Callable[[Path], None]:
    """Spoils by a file with this content."""

    def spoil(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    return spoil


def rows_of(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(FILES[name])))


def text_of(rows: list[list[str]], quoting: int = csv.QUOTE_MINIMAL) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n", quoting=quoting).writerows(rows)
    return file.getvalue()


@cache
def study_variants() -> tuple[Variant, ...]:
    """All variants, in a fixed order; their names are unique."""
    found = (
        *(variant for name in TABLES for variant in _of_table(name)),
        *(variant for name in DOCUMENTS for variant in _of_document(name)),
        *_of_values(),
        *_of_references(),
        *_of_records(),
        *_of_places(),
        *_of_settings(),
    )
    assert len({variant.name for variant in found}) == len(found)
    return found


# Which column of each table may be missing, and stands with an accent in one row, if there is one.
FREE = {
    "cases.csv": "label",
    "sources.csv": "",
    "participants.csv": "role",
    "columns.csv": "column",
    "readings.csv": "",
    "adjudication.csv": "reason",
    "summaries.csv": "summary",
    "private/register.csv": "aliases",
    "private/speakers.csv": "label",
    "private/decisions.csv": "note",
    "private/pseudonyms.csv": "replacement",
    "private/rereading.csv": "missed",
    "private/looked.csv": "note",
    "private/mapping.csv": "name",
    "codings/anna.csv": "memo",
    "private/codings/ben.csv": "memo",
}
NEEDED = ("cases.csv", "sources.csv")
FIRST_SEEN = {"codings/anna.csv": "code", "private/codings/ben.csv": "code"}


def _of_table(name: str) -> Iterator[Variant]:
    """What may befall any table."""
    rows, text = rows_of(name), FILES[name]
    header, *body = rows

    def variant(kind: str, what: str, content: str | bytes, why: str = "", is_same: bool = True) -> Variant:
        return Variant(kind, f"{name}: {what}", name, put(name, content), why, is_same)

    def with_header(column: str) -> str:
        return text_of([[column, *header[1:]], *body])

    yield variant(COLUMNS, "a required column deleted", text_of([row[1:] for row in rows]))
    yield variant(COLUMNS, "a column with a slip in its name", with_header(header[0][:-1]))
    yield variant(COLUMNS, "a column called otherwise", with_header("Wer"))
    yield variant(COLUMNS, "a column in capitals", with_header(header[0].upper()))
    yield variant(COLUMNS, "a column twice", text_of([[*row, row[0]] for row in rows]))
    yield variant(COLUMNS, "a column without a name", text_of([[*row, ""] for row in rows]))
    yield variant(COLUMNS, "a column nobody knows", text_of([[*row, "x"] for row in rows]))
    yield variant(COLUMNS, "no header", text_of(body))
    yield variant(COLUMNS, "a title above the header", f"My study\n{text}")
    yield variant(
        COLUMNS, "columns in another order", text_of([row[::-1] for row in rows]), "columns go by their names"
    )
    yield variant(
        COLUMNS,
        "a homoglyph in a column's name",
        with_header(header[0].replace("e", "е").replace("a", "а").replace("o", "о")),
    )

    yield variant(FORM, "semicolons", text.replace(",", ";"))
    yield variant(FORM, "tabs", text.replace(",", "\t"))
    yield variant(FORM, "bars", text.replace(",", "|"))
    yield variant(FORM, "a line that names the separator", f"sep=,\n{text}")
    yield variant(FORM, "an unpaired quote in the header", f'"{text}')
    yield variant(FORM, "an unpaired quote in the last row", f'{text}"{body[0][0]},')
    yield variant(FORM, "a row with too many fields", f"{text}{','.join(['x'] * (len(header) + 1))}\n")
    yield variant(FORM, "a row with one field", f"{text}x\n" if len(header) > 1 else f"{text}x,x\n")
    yield variant(FORM, "the header once more, further down", f"{text}{','.join(header)}\n")
    yield variant(FORM, "a row twice", f"{text}{text_of([body[0]])}")
    yield variant(FORM, "every field in quotes", text_of(rows, csv.QUOTE_ALL), "quotes are none of a value")
    yield variant(FORM, "empty lines", text.replace("\n", "\n\n"), "empty lines are no rows")
    yield variant(FORM, "lines of commas alone", f"{text}{',' * (len(header) - 1)}\n", "a row without a value is none")
    yield variant(FORM, "no line end at the end", text.rstrip("\n"), "the last row ends with the file")
    yield variant(FORM, "line ends of Windows", text.replace("\n", "\r\n"), "any line end ends a row")
    yield variant(FORM, "line ends of old Macs", text.replace("\n", "\r"), "any line end ends a row")
    empty = "the study has none of these yet" if name not in NEEDED else ""
    alone = f"{','.join(header)}\n"
    told = {"participants.csv": "sources.csv"}.get(name, name)  # which names those who aren't there
    yield Variant(FORM, f"{name}: a header alone", told, put(name, alone), empty if told == name else "", is_same=False)

    yield variant(BYTES, "empty", "")
    yield variant(BYTES, "blanks alone", " \n \n")
    yield variant(BYTES, "a byte order mark", "\ufeff" + text, "a mark of UTF-8 is no part of the header")
    yield variant(BYTES, "two byte order marks", "\ufeff\ufeff" + text)
    yield variant(BYTES, "UTF-16", text.encode("utf-16"))
    yield variant(BYTES, "UTF-32", text.encode("utf-32"))
    yield variant(BYTES, "Latin-1", (text + text_of([["é", *body[0][1:]]])).encode("latin-1"))
    yield variant(BYTES, "half a character", text.encode() + b"\xe2\x82")
    yield variant(BYTES, "a lone surrogate", text.encode() + "\ud800".encode("utf-8", "surrogatepass"))
    yield variant(BYTES, "a cell of 10 MB", text_of([header, [*body[0][:-1], "x" * 10_000_000]]))
    yield variant(BYTES, "a header of 1 MB", text_of([[*header, "x" * 1_000_000], *body]))
    yield variant(BYTES, "a workbook under this name", b"PK\x03\x04" + bytes(range(256)) * 8)
    yield variant(BYTES, "zeros", b"\0" * 4096)

    first = header.index(FIRST_SEEN.get(name, header[0]))
    for what, char in UNSEEN_CHARACTERS.items():
        spoilt = [*body[0]]
        spoilt[first] = spoilt[first][:1] + char + spoilt[first][1:]
        yield variant(UNSEEN, what, text_of([header, spoilt, *body[1:]]))
    if "é" in text:
        decomposed = unicodedata.normalize("NFD", text)
        yield variant(
            UNSEEN, "letters with accents beside them", decomposed, "é is the same letter, however it is typed"
        )


UNSEEN_CHARACTERS = {
    "a null character in a value": "\0",
    "an escape character in a value": "\x1b",
    "a mark that turns text round": "\u202e",
    "a blank without width": "\u200b",
    "a soft hyphen": "\u00ad",
    "a byte order mark in a value": "\ufeff",
}


def _of_document(name: str) -> Iterator[Variant]:
    """What may befall any YAML file."""
    text = FILES[name]
    key = text.split(":")[0]

    def variant(kind: str, what: str, content: str | bytes, why: str = "", is_same: bool = True) -> Variant:
        return Variant(kind, f"{name}: {what}", name, put(name, content), why, is_same)

    refused = {
        "a list": "- a\n- b\n",
        "a word": "themes\n",
        "a number": "1\n",
        "a key nobody knows": f"{text}colour: red\n",
        "a key twice": f"{text}{key}: x\n",
        "a tab before a key": f"{text}more:\n\ta: 1\n",
        "a bracket that isn't closed": f"{text}more: [1, 2\n",
        "a quote that isn't closed": f'{text}more: "a\n',
        "a colon too many": f"{text}more: a: b: c\n",
        "two documents": f"{text}---\n{text}",
        "aliases that multiply": _laughs(text),
        "an alias of itself": f"{text}more: &a [*a]\n",
        "an alias of nothing": f"{text}more: *nobody\n",
        "a Python object": f"{text}more: !!python/object/apply:os.system ['true']\n",
        "a tag of nobody's": f"{text}more: !nobody x\n",
        "a number that is a word": f"{text}more: !!int seven\n",
        "a truth that is a word": f"{text}more: !!bool perhaps\n",
        "a date of no calendar": f"{text}more: 2014-13-45\n",
        "no number": f"{text}more: .nan\n",
        "an infinite number": f"{text}more: 1e9999\n",
        "a number of 10,000 digits": f"{text}more: {'9' * 10_000}\n",
        "a number of 1 MB": f"{text}more: {'9' * 1_000_000}\n",
        "a key that is a number": f"{text}1: x\n",
        "a key that YAML takes for a truth": f"{text}yes: x\n",
        "a key that is nothing": f"{text}~: x\n",
        "a key that is a list": f"{text}[a, b]: x\n",
        "a value with a null character": f'{text}more: "a\\0b"\n',
        "half a pair of characters": f'{text}more: "\\ud800"\n',
        "lists in lists, 900 deep": f"{text}more: {'[' * 900}{']' * 900}\n",
        "lists in lists, 100,000 deep": f"{text}more: {'[' * 100_000}{']' * 100_000}\n",
        "keys in keys, 500 deep": text + "more: " + "{a: " * 500 + "1" + "}" * 500 + "\n",
        "other bytes in base 64": f"{text}more: !!binary aGVsbG8=\n",
        "a set": f"{text}more: !!set {{a, b}}\n",
        "an unclosed comment of another language": f"/* {text}",
        "tabs alone": "\t\t\n",
    }
    yield from (variant(YAML, what, content) for what, content in refused.items())
    needed = "" if name not in EMPTY_IS_FINE else "nothing need be said in it"
    yield variant(YAML, "empty", "", needed, is_same=False)
    yield variant(YAML, "a comment alone", "# later\n", needed, is_same=False)
    yield variant(YAML, "nothing, said so", "~\n", needed, is_same=False)
    yield variant(YAML, "a mark at the beginning", f"---\n{text}", "a document may begin with one")
    yield variant(YAML, "a comment", f"# mine\n{text}# end\n", "comments say nothing")
    yield variant(FORM, "line ends of Windows", text.replace("\n", "\r\n"), "any line end ends a line")
    yield variant(FORM, "line ends of old Macs", text.replace("\n", "\r"), "any line end ends a line")
    yield variant(BYTES, "a byte order mark", "\ufeff" + text, "a mark of UTF-8 is no part of a key")
    yield variant(BYTES, "UTF-16", text.encode("utf-16"))
    yield variant(BYTES, "Latin-1", text.replace("e", "é").encode("latin-1"))
    yield variant(BYTES, "a null character", f"{text}more: a\0b\n")
    yield variant(BYTES, "a text of 10 MB", f"{text}more: {'x' * 10_000_000}\n")
    yield variant(BYTES, "a key of 10 MB", f"{text}? {'x' * 10_000_000}\n: 1\n")
    yield variant(BYTES, "a workbook under this name", b"PK\x03\x04" + bytes(range(256)) * 8)
    for what, char in UNSEEN_CHARACTERS.items():
        if char not in "\0\x1b":
            yield variant(UNSEEN, what, f"{text}co{char}lour: red\n")
    if "é" in text:
        decomposed = unicodedata.normalize("NFD", text)
        yield variant(
            UNSEEN, "letters with accents beside them", decomposed, "é is the same letter, however it is typed"
        )


EMPTY_IS_FINE = ("config.yaml",)


def _laughs(text: str) -> str:
    """Nine lists of nine aliases each: a thousand million items once they are written out."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return text + "\n".join(lines) + "\n"


def _replaced(name: str, old: str, new: str) -> str:
    assert old in FILES[name], (name, old)
    return FILES[name].replace(old, new, 1)


def _edits(kind: str, edits: dict[str, tuple[str, ...]]) -> Iterator[Variant]:
    """Variants out of what: (file, old, new), and why it is harmless if it is; with `takes:` before it, what it takes."""
    for what, (name, old, new, *told) in edits.items():
        why = told[0] if told else ""
        spoil = put(name, _replaced(name, old, new))
        is_same = not why.startswith("takes: ")
        yield Variant(kind, f"{name}: {what}", name, spoil, why.replace("takes: ", "it takes ", 1), is_same)


LONG = "x" * 100_001
VALUES: dict[str, tuple[str, ...]] = {
    # cases.csv
    "an id with a blank": ("cases.csv", "east,", "ea st,"),
    "an id in capitals": ("cases.csv", "east,", "East,"),
    "an id that is a number": ("cases.csv", "east,", "1,"),
    "an id that is a path": ("cases.csv", "east,", "../east,"),
    "an id of 300 letters": ("cases.csv", "east,", f"{'e' * 300},"),
    "a homoglyph in an id": ("cases.csv", "east,", "e\u0430st,"),
    "no label": ("cases.csv", "Case 1", ""),
    "a label of 100,000 characters": ("cases.csv", "Case 1", LONG),
    "a label that is a formula": ("cases.csv", "Case 1", "=1+1", "takes: the text; workbooks hold it as a text"),
    "a label with HTML": ("cases.csv", "Case 1", "<b>x</b>", "takes: the text; pages show it as it was written"),
    "a label in another script": ("cases.csv", "Case 1", "מקרה א", "takes: the text; labels may be of any script"),
    "a period that ends before it starts": ("cases.csv", "2016-07", "2012-07"),
    "a month 13": ("cases.csv", "2016-07", "2016-13"),
    "a date as it is said": ("cases.csv", "2016-07", "July 2016"),
    "a year of two digits": ("cases.csv", "2016-07", "16"),
    "a year nought": ("cases.csv", "2016-07", "0000"),
    "a date of other digits": ("cases.csv", "2016-07", "２０１６-07"),
    # sources.csv
    "a kind nobody knows": ("sources.csv", "document", "diary"),
    "a kind in capitals": ("sources.csv", "document", "Document"),
    "a format nobody knows": ("sources.csv", ",txt,", ",wav,"),
    "a format with a point": ("sources.csv", ",txt,", ",.txt,"),
    "the 30th of February": ("sources.csv", "2014-02-03", "2014-02-30"),
    "a date of the wrong order": ("sources.csv", "2014-02-03", "03-02-2014"),
    "a date with a time": ("sources.csv", "2014-02-03", "2014-02-03T10:00"),
    "a date of a spreadsheet": ("sources.csv", "2014-02-03", "41673"),
    "a wave below nought": ("sources.csv", "east-p01,1,", "east-p01,-1,"),
    "half a wave": ("sources.csv", "east-p01,1,", "east-p01,1.5,"),
    "a wave of 40 digits": ("sources.csv", "east-p01,1,", f"east-p01,{'9' * 40},"),
    "a wave in words": ("sources.csv", "east-p01,1,", "east-p01,first,"),
    "a consent nobody knows": ("sources.csv", "quote", "yes"),
    "a source of two cases": ("sources.csv", "east-i01,east,", "east-i01,east;west,"),
    "an id that begins with a digit": ("sources.csv", "east-i01", "1-i01"),
    "an id with a point": ("sources.csv", "east-i01", "east.i01"),
    "an id that is a path too": ("sources.csv", "east-i01", "../../i01"),
    "an id of 250 letters": ("sources.csv", "east-d01", f"east-{'d' * 250}"),
    # participants.csv
    "no role": ("participants.csv", '"GP, chair"', '""', "takes: nothing; a role may be unknown"),
    "a value that isn't declared": ("participants.csv", "frontline", "front"),
    "a value in capitals": ("participants.csv", "frontline", "Frontline"),
    "a truth for a word": ("participants.csv", ",yes,", ",TRUE,"),
    "a formula for a role": ("participants.csv", "practice manager", "=cmd|' /C calc'!A0", "takes: the text; workbooks hold it as a text"),
    # codebook.yaml
    "a version that is a number": ("codebook.yaml", '"1.0"', "1.0"),
    "a version that is a date": ("codebook.yaml", '"1.0"', "2014-02-03", "takes: the date as it is written"),
    "a version of no calendar": ("codebook.yaml", '"1.0"', "2014-02-31", "takes: the text as it is written; a version is no date"),
    "a version with a line end": ("codebook.yaml", '"1.0"', '"1.0\\n"', "takes: the text, without the line end where it is shown"),
    "a label that is a truth": ("codebook.yaml", "label: Slow", "label: no"),
    "a label that is a list": ("codebook.yaml", "label: Slow", "label: [Slow]"),
    "a label that is nothing": ("codebook.yaml", "label: Slow", "label:"),
    "a label of blanks": ("codebook.yaml", "label: Slow", 'label: "  "'),
    "a label with an escape character": ("codebook.yaml", "label: Slow", 'label: "Sl\\eow"'),
    "a label that turns text round": ("codebook.yaml", "label: Slow", 'label: "Sl\\u202eow"'),
    "a label with a blank without width": ("codebook.yaml", "label: Slow", 'label: "Sl\\u200bow"'),
    "a label of two lines": ("codebook.yaml", "label: Slow", 'label: "Sl\\now"', "takes: the text, as folded texts of YAML are written"),
    "a definition with an escape character": ("codebook.yaml", "It takes long.", '"It \\e[31m takes"'),
    "a definition with a null character": ("codebook.yaml", "It takes long.", '"It \\0 takes"'),
    "a definition that is a number": ("codebook.yaml", "It takes long.", "12"),
    "a definition of 100,000 characters": ("codebook.yaml", "It takes long.", LONG),
    "a definition of several lines": ("codebook.yaml", "It takes long.", '"It\\n\\ntakes"', "takes: the text; definitions may be long"),
    "a code's id with a line end": ("codebook.yaml", "code: slow", 'code: "slow\\n"'),
    "a code's id with a dash": ("codebook.yaml", "code: slow", "code: too-slow"),
    "a homoglyph in a code's id": ("codebook.yaml", "code: slow", "code: sl\u043ew"),
    "a code's id of 1,000 letters": ("codebook.yaml", "code: slow", f"code: {'s' * 1000}"),
    "codes that are a mapping": ("codebook.yaml", "        codes:\n          - code: slow", "        codes:\n            code: slow"),
    "no codes": ("codebook.yaml", "themes:", "more:"),
    "a polarity nobody knows": ("codebook.yaml", "polarity: supports", "polarity: for"),
    "a phrase that is a number": ("codebook.yaml", "phrase: very slow", "phrase: 12"),
    "a phrase without a word": ("codebook.yaml", "phrase: very slow", "phrase: '...'"),
    "a phrase and a pattern": ("codebook.yaml", "phrase: very slow", "phrase: very slow, pattern: [{LOWER: slow}]"),
    "a broken regular expression": ("codebook.yaml", "phrase: very slow", "pattern: [{LOWER: {REGEX: '(('}}]"),
    "a regular expression that never ends": ("codebook.yaml", "phrase: very slow", "pattern: [{LOWER: {REGEX: '(a+)+$'}}]"),
    "a length below nought": ("codebook.yaml", "phrase: very slow", "pattern: [{LENGTH: -1}]"),
    "a length of 40 digits": ("codebook.yaml", "phrase: very slow", f"pattern: [{{LENGTH: {'9' * 40}}}]"),
    "bounds the wrong way round": ("codebook.yaml", "phrase: very slow", 'pattern: [{LOWER: a, OP: "{3,1}"}]'),
    "a word for a truth": ("codebook.yaml", "phrase: very slow", 'pattern: [{IS_ALPHA: "true"}]'),
    "a theme merged into another": ("codebook.yaml", "  - theme: pace\n    label: Pace", "  - theme: pace\n    <<: {label: Pace}", "a merged key is a key"),
    # study.yaml
    "a title that is a number": ("study.yaml", "A small study", "2014"),
    "a title of blanks": ("study.yaml", "A small study", '" "'),
    "a truth in quotes": ("study.yaml", "synthetic: true", 'synthetic: "true"'),
    "a truth that is a number": ("study.yaml", "synthetic: true", "synthetic: 1"),
    "a truth said otherwise": ("study.yaml", "synthetic: true", "synthetic: yes", "yes is true in YAML"),
    "values that are truths": ("study.yaml", '["yes", "no"]', "[yes, no]"),
    "values twice": ("study.yaml", '["yes", "no"]', '["yes", "yes", "no"]'),
    "values that are none": ("study.yaml", '["yes", "no"]', "[]"),
    "a value's key that is a truth": ("study.yaml", '["yes", "no"]', "{yes: Yes, no: No}"),
    "a value's key that is a number": ("study.yaml", "{gp: GP,", "{1: GP,"),
    "an attribute in capitals": ("study.yaml", "level:", "Level:"),
    "an attribute that every table has": ("study.yaml", "region_type:", "case_id: {}, region_type:"),
    "two that stand for a role": ("study.yaml", "organisation_type: {}", "organisation_type: {stands_for_role: true}"),
    "attributes of nobody": ("study.yaml", "  participants:\n", "  people:\n"),
    "a question with an escape character": ("study.yaml", "synthetic: true", 'synthetic: true\nquestion: "Who\\e[2J?"'),
    "a script for an address": ("study.yaml", "synthetic: true", "synthetic: true\nlicence: {name: x, url: 'javascript:alert(1)'}"),
    "an address with a line end": ("study.yaml", "synthetic: true", 'synthetic: true\nlicence: {name: x, url: "https://example.org\\n"}'),
    "a day of no calendar": ("study.yaml", "synthetic: true", 'synthetic: true\npublished: "2014-02-30"'),
    "a day without quotes": ("study.yaml", "synthetic: true", "synthetic: true\npublished: 2014-02-03", "takes: the day, as in quotes"),
    "a month of a timeline without quotes": ("study.yaml", "synthetic: true", "synthetic: true\ntimeline: [{date: 2014-02, event: x}]", "takes: 2014-02, which YAML takes for text"),
    "a school nobody knows": ("study.yaml", "synthetic: true", "synthetic: true\nschool: grounded"),
    "an event without words": ("study.yaml", "synthetic: true", 'synthetic: true\ntimeline: [{date: "2014-02", event: ""}]'),
    "an unknown item of a checklist": ("study.yaml", "synthetic: true", "synthetic: true\nreporting: {X99: yes we did}"),
    # private
    "a name of one letter": ("private/register.csv", "Dr Sarah Holt", "X"),
    "a kind of name nobody knows": ("private/register.csv", "holt,person", "holt,human"),
    "a scope nobody knows": ("private/decisions.csv", "case:east", "everywhere"),
    "an action nobody knows": ("private/decisions.csv", ",keep,", ",delete,"),
    "a role nobody knows": ("private/speakers.csv", ",interviewer\n", ",moderator\n"),
    "a participant who is the interviewer": ("private/speakers.csv", "east-p01,participant", "east-p01,interviewer"),
    "a place below nought": ("private/rereading.csv", "east-i01,0,90", "east-i01,-1,90"),
    "a place of 40 digits": ("private/rereading.csv", "east-i01,0,90", f"east-i01,0,{'9' * 40}"),
    "an end before the start": ("private/rereading.csv", "east-i01,10,20", "east-i01,20,10"),
    "a place in other digits": ("private/rereading.csv", "east-i01,0,90", "east-i01,٠,90"),
    "a digest that is none": ("private/looked.csv", "0123456789abcdef", "xyz"),
    "what it names is nothing": ("private/mapping.csv", "source,", "thing,"),
    "one replacement for two": ("private/pseudonyms.csv", "the mill house", "the café"),
    # codings and what rests on them
    "no code": ("codings/anna.csv", "slow,in the", ",in the"),
    "no words": ("codings/anna.csv", "very slow", ""),
    "a start that is a fraction": ("codings/anna.csv", "east-i01,,,very", "east-i01,1.5,,very"),
    "a start of 40 digits": ("codings/anna.csv", "east-i01,,,very", f"east-i01,{'9' * 40},,very"),
    "an end before its start": ("codings/anna.csv", "east-i01,,,very", "east-i01,20,10,very"),
    "an end without a start": ("codings/anna.csv", "east-i01,,,very", "east-i01,,10,very", "takes: the words; where they stand is looked for"),
    "words with a null character": ("codings/anna.csv", "very slow", "very\0slow"),
    "a decision nobody knows": ("adjudication.csv", ",keep,", ",perhaps,"),
    "a decision in capitals": ("adjudication.csv", ",keep,", ",Keep,"),
    "the 31st of April": ("adjudication.csv", "2016-02-03", "2016-04-31"),
    "no reason": ("adjudication.csv", "Café talk", ""),
    "no summary": ("summaries.csv", "They decide in the café", ""),
    "a digest in capitals": ("summaries.csv", "0123abcd", "0123ABCD"),
    "a use nobody knows": ("columns.csv", "words", "answers"),
    # claims.yaml
    "an id that is a word": ("claims.yaml", "claim: C1", "claim: first"),
    "a statement that is nothing": ("claims.yaml", "Leaders decide together in the café.", '""'),
    "a statement with an escape character": ("claims.yaml", "Leaders decide together in the café.", '"Lead\\e[2Jers"'),
    "no case asked for": ("claims.yaml", "cases: 2", "cases: 0"),
    "cases below nought": ("claims.yaml", "cases: 2", "cases: -2"),
    "more cases than there are": ("claims.yaml", "cases: 2", "cases: 9"),
    "one and a half cases": ("claims.yaml", "cases: 2", "cases: 1.5"),
    "cases in quotes": ("claims.yaml", "cases: 2", 'cases: "2"'),
    "cases that are a truth": ("claims.yaml", "cases: 2", "cases: true"),
    "cases with a point": ("claims.yaml", "cases: 2", "cases: 2.0", "two is two"),
    "cases of 40 digits": ("claims.yaml", "cases: 2", f"cases: {'9' * 40}"),
    "a tolerance above one half": ("claims.yaml", "tolerance: 0.25", "tolerance: 0.9"),
    "a tolerance with a comma": ("claims.yaml", "tolerance: 0.25", "tolerance: 0,25"),
    "a tolerance in per cent": ("claims.yaml", "tolerance: 0.25", "tolerance: 25%"),
    "a disposition nobody knows": ("claims.yaml", "limits the claim", "does not matter"),
    "supports that is a word": ("claims.yaml", "supports: [collaborative]", "supports: collaborative"),
    "supports nothing": ("claims.yaml", "supports: [collaborative]", "supports: []"),
    "a code twice": ("claims.yaml", "supports: [collaborative]", "supports: [collaborative, collaborative]"),
    "a decision of no calendar": ("claims.yaml", '"2015-03-02"', '"2015-02-30"'),
    "a decision's day without quotes": ("claims.yaml", '"2015-03-02"', "2015-03-02", "a day is the text that it is written as"),
    # tables.yaml, migrations.yaml, coders.yaml, audits
    "a table of the library's": ("tables.yaml", "T11:", "T05:"),
    "a table that isn't one": ("tables.yaml", "T11:", "Table 1:"),
    "a figure of no table": ("tables.yaml", "of: T11", "of: T12"),
    "a column that isn't there": ("tables.yaml", "bars: level", "bars: pay"),
    "an attribute nobody declared": ("tables.yaml", "speaker: level", "speaker: pay"),
    "a drawing nobody knows": ("tables.yaml", "draw: bars", "draw: pie"),
    "a title that is a truth": ("tables.yaml", "title: Codes by level in the café", "title: yes"),
    "a caption with an escape character": ("tables.yaml", "title: Codes by level in the café", 'title: x\n    caption: "a\\e[2Jb"'),
    "a change nobody knows": ("migrations.yaml", "change: rename", "change: drop"),
    "a change of nothing": ("migrations.yaml", "from: [steady]", "from: []"),
    "a change's day without quotes": ("migrations.yaml", '"2015-03-02"', "2015-03-02", "a day is the text that it is written as"),
    "a change of no calendar": ("migrations.yaml", '"2015-03-02"', '"2015-02-30"'),
    "a command that is a word": ("coders.yaml", "[python, coder.py]", "python coder.py"),
    "a command of nothing": ("coders.yaml", "[python, coder.py]", "[]"),
    "a name that is a path": ("coders.yaml", "name: rules", "name: ../rules"),
    "a prompt out of the closed zone": ("coders.yaml", "prompt: Which code?", "prompt: {file: private/register.csv}"),
    "a prompt outside the study": ("coders.yaml", "prompt: Which code?", "prompt: {file: ../../secret.txt}"),
    "a prompt of the whole system": ("coders.yaml", "prompt: Which code?", "prompt: {file: /etc/hostname}"),
    "a prompt that is a folder": ("coders.yaml", "prompt: Which code?", "prompt: {file: codings}"),
    "a prompt that isn't there": ("coders.yaml", "prompt: Which code?", "prompt: {file: prompts/no.md}"),
    "parameters that are a list": ("coders.yaml", "parameters: {temperature: 0.5}", "parameters: [0.5]"),
    "a verdict nobody knows": ("audits/first.yaml", "verdict: confirmed", "verdict: fine"),
    "no items": ("audits/first.yaml", "n: 1", "n: 0"),
    "a build that is none": ("audits/first.yaml", f"build: {HASH}", "build: last"),
    "a build with a line end": ("audits/first.yaml", f"build: {HASH}", f'build: "{HASH}\\n"'),
    "a seed of 40 digits": ("audits/first.yaml", "seed: 1", f"seed: {'9' * 40}"),
    "a note with an escape character": ("audits/first.yaml", "note: right", 'note: "r\\e[2Jight"'),
}  # fmt: skip


def _of_values() -> Iterator[Variant]:
    """Values that aren't what their column or key holds."""
    yield from _edits(CELLS, VALUES)


LOST: dict[str, tuple[str, ...]] = {
    "a case with a slip": ("sources.csv", "west-i01,west", "west-i01,wst"),
    "a case in capitals": ("sources.csv", "west-i01,west", "west-i01,West"),
    "a homoglyph in a case": ("sources.csv", "west-i01,west", "west-i01,w\u0435st"),
    "a participant nobody knows": ("sources.csv", "east-p01", "east-p09"),
    "a participant of another case": ("sources.csv", "east-p01", "west-p01"),
    "a source twice": ("sources.csv", "east-d01", "east-i01"),
    "a raw file that isn't there": ("sources.csv", "i01.txt", "i09.txt"),
    "a raw file in other capitals": ("sources.csv", "i01.txt", "I01.TXT"),
    "one raw file of two sources": ("sources.csv", "raw/west/i01.txt", "raw/east/i01.txt"),
    "a participant's case nobody knows": ("participants.csv", "west-p01,west", "west-p01,wst"),
    "a participant twice": ("participants.csv", "west-p01,west", "east-p01,west"),
    "a source of columns nobody knows": ("columns.csv", "west-i01", "west-i09"),
    "a read source nobody knows": ("readings.csv", "anna,west-i01", "anna,west-i09"),
    "an unread segment of another source": ("readings.csv", "east-i01:2.1", "west-i01:2.1"),
    "an unread segment that is none": ("readings.csv", "east-i01:2.1", "east-i01 2"),
    "a segment nobody knows": ("adjudication.csv", "east-i01:2.1", "east-i09:2.1"),
    "a segment that is none": ("adjudication.csv", "east-i01:2.1", "east-i01"),
    "a code nobody knows": ("adjudication.csv", "slow,keep", "sloww,keep"),
    "a theme nobody knows": ("summaries.csv", "east,style", "east,stile"),
    "a case of summaries nobody knows": ("summaries.csv", "west,style", "wst,style"),
    "a segment of another case": ("summaries.csv", "west-i01:2.1", "east-i01:2.1"),
    "a label's source nobody knows": ("private/speakers.csv", "west-i01", "west-i09"),
    "a label's participant nobody knows": ("private/speakers.csv", "west-p01", "west-p09"),
    "a label's participant of another case": ("private/speakers.csv", "west-p01", "east-p01"),
    "a scope of no case": ("private/decisions.csv", "case:east", "case:north"),
    "a reread source nobody knows": ("private/rereading.csv", "east-i01,0", "east-i09,0"),
    "a decision against the register": ("private/decisions.csv", "the town,place,study,keep", "Dr Sarah Holt,person,study,keep"),
    "a coded source nobody knows": ("codings/anna.csv", "east-i01,,,very", "east-i09,,,very"),
    "a coded code nobody knows": ("codings/anna.csv", "slow,in", "slowly,in"),
    "a coded source nobody knows, before anonymisation": ("private/codings/ben.csv", "west-i01,,,some", "west-i09,,,some"),
    "a code of today's for one of before": ("codings/anna.csv", "slow,in", "steady,in", "takes: the code, which migrations.yaml leads to today's"),
    "a supporting code nobody knows": ("claims.yaml", "[collaborative]", "[colaborative]"),
    "a code on both sides": ("claims.yaml", "contradicts: [directive]", "contradicts: [collaborative]"),
    "a negative case nobody knows": ("claims.yaml", "case: west", "case: north"),
    "a quotation of no source": ("claims.yaml", 'segment: "east-i01:2.1"', 'segment: "east-i09:2.1"'),
    "a level nobody has": ("claims.yaml", "[strategy]", "[board]"),
    "an attribute nobody has declared": ("claims.yaml", "level: [strategy]", "pay: [strategy]"),
    "a change to a code nobody knows": ("migrations.yaml", "to: [slow]", "to: [slower]"),
    "a change of a code that still stands": ("migrations.yaml", "from: [leading]", "from: [slow]"),
    "a merge into several": ("migrations.yaml", "change: rename, from: [steady], to: [slow]", "change: merge, from: [steady], to: [slow, directive]"),
    "a change that goes round": ("migrations.yaml", "from: [leading], to: [collaborative, directive]", "from: [slow], to: [steady, directive]"),
    "a theme twice": ("codebook.yaml", "theme: pace", "theme: style"),
    "a subtheme twice": ("codebook.yaml", "subtheme: speed", "subtheme: manner"),
    "a code twice in the codebook": ("codebook.yaml", "code: slow", "code: directive"),
    "codes that exclude nobody": ("codebook.yaml", "themes:", "exclusive: [{set: a, codes: [slow, fast]}]\nthemes:"),
    "a round of a source nobody knows": ("study.yaml", "synthetic: true", "synthetic: true\ndouble_coding: {first: [east-i09]}"),
    "a registered name as a label": ("cases.csv", "Case 1", "Quarry Lane Surgery"),
}  # fmt: skip


def _of_references() -> Iterator[Variant]:
    """What the files say of one another, where it isn't so."""
    yield from _edits(REFERENCES, LOST)


def _of_records() -> Iterator[Variant]:
    """Records of programs that code."""
    name = "codings/rules.jsonl"
    head, coding, _ = FILES[name].split("\n")

    def changed(line: str, **told: object) -> str:
        return json.dumps(json.loads(line) | told)

    def variant(what: str, content: str | bytes, why: str = "") -> Variant:
        return Variant(CELLS, f"{name}: {what}", name, put(name, content), why)

    yield variant("empty", "")
    yield variant("no JSON", "head\n" + coding + "\n")
    yield variant("a list", f"[]\n{coding}\n")
    yield variant("no head", f"{coding}\n")
    yield variant("a number for a name", f"{changed(head, coder=1)}\n{coding}\n")
    yield variant("another coder", f"{changed(head, coder='ruler')}\n{coding}\n")
    yield variant("a truth for a number", f"{changed(head, segments=True)}\n{coding}\n")
    yield variant("a coding cut off", f"{head}\n{coding[:40]}\n")
    yield variant("a coding of no words", f"{head}\n{changed(coding, exact='')}\n")
    yield variant("a coding below nought", f"{head}\n{changed(coding, start=-1)}\n")
    yield variant("a coding of fractions", f"{head}\n{changed(coding, start=1.5)}\n")
    yield variant("a place of 40 digits", f"{head}\n{changed(coding, end=10**40)}\n")
    yield variant("a place of 10,000 digits", f"{head}\n{coding.replace('19', '9' * 10_000)}\n")
    yield variant("a confidence of two", f"{head}\n{changed(coding, confidence=2)}\n")
    yield variant("a confidence that is no number", f"{head}\n{changed(coding, confidence=float('nan'))}\n")
    lost = "what has no place in the study counts nowhere, and the pages say how many"
    yield variant("an unknown code", f"{head}\n{changed(coding, code='sloww')}\n", lost)
    yield variant("an unknown source", f"{head}\n{changed(coding, source_id='east-i09')}\n", lost)
    yield variant("a null character", f"{head}\n{changed(coding, rationale='a' + chr(0))}\n")
    yield variant("an escape character", f"{head}\n{changed(coding, rationale='a' + chr(27))}\n")
    yield variant("half a pair of characters", f"{head}\n{changed(coding, rationale=chr(0xD800))}\n")
    yield variant("a key twice", f'{head[:-1]}, "again": false}}\n{coding}\n')
    yield variant("lists in lists, 100,000 deep", f"{head}\n{'[' * 100_000}\n")
    yield variant("Latin-1", f"{head}\n{coding}\n".replace("it says so", "café").encode("latin-1"))
    yield variant("UTF-16", f"{head}\n{coding}\n".encode("utf-16"))
    yield variant("zeros", b"\0" * 4096)
    yield variant("line ends of Windows", f"{head}\r\n{coding}\r\n", "blanks at a line's end are none of its object")


def _moved(old: str, new: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        (root / old).rename(root / new)

    return spoil


def _folder(name: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        (root / name).mkdir()

    return spoil


def _pipe(name: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        (root / name).unlink()
        os.mkfifo(root / name)

    return spoil


def _link(name: str, to: str) -> Callable[[Path], None]:
    """A link instead of a file or folder; to: from the study's directory, or an absolute path."""

    def spoil(root: Path) -> None:
        path, target = root / name, root / to
        if to == "elsewhere":  # what lay here, now outside the study
            target = root.parent / f"{root.name}-elsewhere"
            path.rename(target)
        else:
            path.unlink(missing_ok=True)
        path.symlink_to(target)

    return spoil


def _large(name: str) -> Callable[[Path], None]:
    """A file of 4 GB that takes no room on the disk."""

    def spoil(root: Path) -> None:
        with (root / name).open("r+b") as file:
            file.truncate(4_000_000_000)

    return spoil


def _of_places() -> Iterator[Variant]:
    """Names, folders, links, pipes and devices in the place of files, and files where nobody reads."""

    def variant(what: str, file: str, spoil: Callable[[Path], None], why: str = "", is_same: bool = True) -> Variant:
        return Variant(PLACES, what, file, spoil, why, is_same)

    for name in FILES:
        if name.startswith("raw/") and not name.endswith("i01.txt"):
            continue
        told = "sources.csv" if name.startswith("raw/") else name
        yield variant(f"{name}: a folder", told, _folder(name))
        yield variant(f"{name}: a pipe", told, _pipe(name))
        yield variant(f"{name}: a link that leads out of the study", name, _link(name, "elsewhere"))
        yield variant(f"{name}: a link to nothing", told, _link(name, "nothing"))
        yield variant(f"{name}: a link to a device", told, _link(name, "/dev/zero"))
        yield variant(f"{name}: a link to itself", told, _link(name, name))
        if not name.startswith("raw/"):
            yield variant(f"{name}: 4 GB", name, _large(name))
    for folder in ("raw", "raw/east", "private", "private/codings", "codings", "audits"):
        yield variant(f"{folder}: a folder that lies elsewhere", folder, _link(folder, "elsewhere"))
    for old, new in {
        "claims.yaml": "claims.yml",
        "tables.yaml": "table.yaml",
        "summaries.csv": "summary.csv",
        "participants.csv": "Participants.csv",
        "adjudication.csv": "adjudications.csv",
        "readings.csv": "readings.csv.csv",
        "migrations.yaml": "migration.yaml",
        "config.yaml": "config.yml",
        "study.yaml": "study.yaml.txt",
        "private/register.csv": "register.csv",
        "private/decisions.csv": "private/descisions.csv",
        "private/speakers.csv": "private/speakers.CSV",
        "coders.yaml": "coder.yaml",
        "codings/anna.csv": "codings/anna.CSV",
        "private/codings/ben.csv": "private/codings/ben.xlsx",
        "audits/first.yaml": "audits/first.yml",
        "codebook.yaml": "Codebook.yaml",
    }.items():
        yield variant(f"{old}: called {new}", old if old == "codebook.yaml" else new, _moved(old, new))
    for name in ("{a}.csv", "a\nb.csv", "a\x1b[2J.csv", "=1+1.csv", "a\u202eb.csv", "anna .csv", "-a.csv"):
        yield variant(
            f"codings: a coder called {name!r}", f"codings/{name}", _moved("codings/anna.csv", f"codings/{name}")
        )
    yield variant(
        "codings: a coder who is a program", "codings/rules.csv", _moved("codings/anna.csv", "codings/rules.csv")
    )
    yield variant("codings: a folder in it", "codings/old", _folder("codings/old"))
    yield variant("codings: a coder's workbook", "codings/a.xlsx", put("codings/a.xlsx", "x"))
    yield variant(
        "codings: a file of the system's", "", put("codings/.DS_Store", b"\0\1"), "hidden files are nobody's codings"
    )
    yield variant(
        "codings: a lock of a word processor", "", put("codings/~$anna.csv", b"\0"), "nobody's codings either"
    )
    yield variant("codings: a project that is none", "codings/a.qdpx", put("codings/a.qdpx", "x"))
    yield variant(
        "a text of the study's own", "", put("README.md", "# Mine\n"), "a file that resembles none of the study's"
    )
    yield variant("raw: a file of no source", "", put("raw/east/notes.txt", "x"), "it is in no table, and is not read")

    paths = {
        "an absolute path": "/etc/hostname",
        "a path out of the study": "raw/../../x.txt",
        "a path that goes up and down": "raw/east/../east/i01.txt",
        "a path of Windows": "raw\\east\\i01.txt",
        "a path with a drive": "C:/raw/i01.txt",
        "a path that begins with a point": "./raw/east/i01.txt",
        "a path to a folder": "raw/east",
        "a path to the closed tables": "private/register.csv",
        "a path with braces": "raw/{x}.txt",
        "a path with a null character": "raw/a\0b.txt",
        "a path of 5,000 letters": f"raw/{'a' * 5000}.txt",
        "a path of nothing": "",
        "an address of the web": "https://example.org/i01.txt",
        "a path of the home": "~/i01.txt",
        "a path with a line end": "raw/east/\ni01.txt",
    }
    for what, path in paths.items():
        rows = rows_of("sources.csv")
        rows[1][3] = path
        yield variant(f"sources.csv: {what}", "sources.csv", put("sources.csv", text_of(rows)))


SET: dict[str, tuple[str, ...]] = {
    "a setting nobody knows": ("config.yaml", "seed: 7", "seeds: 7"),
    "a section nobody knows": ("config.yaml", "segment:", "segments:"),
    "a word for a number": ("config.yaml", "seed: 7", "seed: seven"),
    "a number in quotes": ("config.yaml", "seed: 7", 'seed: "7"'),
    "a fraction for a whole number": ("config.yaml", "seed: 7", "seed: 7.5"),
    "a truth for a number": ("config.yaml", "seed: 7", "seed: true"),
    "nothing for a number": ("config.yaml", "seed: 7", "seed:"),
    "a seed below nought": ("config.yaml", "seed: 7", "seed: -7"),
    "a seed of 40 digits": ("config.yaml", "seed: 7", f"seed: {'9' * 40}"),
    "no jobs": ("config.yaml", "seed: 7", "batches_per_case: 0"),
    "a thousand million jobs": ("config.yaml", "seed: 7", "batches_per_case: 1000000000"),
    "jobs of 40 digits": ("config.yaml", "seed: 7", f"batches_per_case: {'9' * 40}"),
    "replicates of 12 digits": ("config.yaml", "seed: 7", "reliability: {replicates: 100000000000}"),
    "permutations of 12 digits": ("config.yaml", "seed: 7", "saturation: {permutations: 100000000000}"),
    "megabytes of 12 digits": ("config.yaml", "seed: 7", "ingest: {megabytes: 100000000000}"),
    "seconds of 12 digits": ("config.yaml", "seed: 7", "ingest: {seconds: 100000000000}"),
    "a depth of 12 digits": ("config.yaml", "seed: 7", "ingest: {depth: 100000000000}"),
    "a threshold above one": ("config.yaml", "seed: 7", "saturation: {threshold: 5}"),
    "a section that is a word": ("config.yaml", "{unit: turn}", "turn"),
    "a section that is a list": ("config.yaml", "{unit: turn}", "[turn]"),
    "a section that is nothing": ("config.yaml", "{unit: turn}", ""),
    "a unit nobody knows": ("config.yaml", "unit: turn", "unit: word"),
    "a profile nobody knows": ("config.yaml", "profile: deposit", "profile: open"),
    "a locale that is a path": ("config.yaml", "profile: deposit", "locale: ../../../etc/passwd"),
    "a locale nobody knows": ("config.yaml", "profile: deposit", "locale: xx_XX"),
    "a language that is a truth": ("config.yaml", "profile: deposit", "locale: no"),
    "origins that are a word": ("config.yaml", "origins: auto", "origins: manual"),
    "no origins": ("config.yaml", "origins: auto", "origins: []"),
    "origins twice": ("config.yaml", "origins: auto", "origins: [manual, manual]"),
    "the study itself": ("config.yaml", "seed: 7", "study: data/other"),
    "a program without a command": ("config.yaml", "profile: deposit", "programs: [{name: a}]"),
    "two programs of one name": ("config.yaml", "profile: deposit", "programs: [{name: a, command: b}, {name: a, command: c}]"),
    "a program that is a path": ("config.yaml", "profile: deposit", "programs: [{name: ../a, command: b}]"),
    "quotes of a command that don't close": ("config.yaml", "profile: deposit", "programs: [{name: a, command: \"b 'c\"}]"),
    "an alias": ("config.yaml", "seed: 7", "seed: &s 7\nbatches_per_case: *s", "takes: the number twice; few aliases are no bomb"),
    "a number of base 8": ("config.yaml", "seed: 7", "seed: 010"),
    "a number of base 60": ("config.yaml", "seed: 7", "seed: 1:30"),
    "a number with lines between its digits": ("config.yaml", "seed: 7", "seed: 1_000"),
}  # fmt: skip


def _of_settings() -> Iterator[Variant]:
    """A study's own config.yaml."""
    yield from _edits(SETTINGS, SET)
