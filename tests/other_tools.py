"""A small study's parts for other tools, and projects as these tools would write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

import pandas as pd
import small_study
from multicase.contracts import CONTRACTS
from multicase.exchange.parts import Parts
from multicase.study import files

TEXTS = {
    "east-i01": "You have to take 😀 people with you.\nIt was very slow at [practice A], and we all said so.",
    "east-d01": "The programme will take people with you.",
    "west-i01": "In the end somebody has to decide.",
}
SOURCES = [
    {"source_id": "east-i01", "case_id": "east", "participants": "east-p01", "consent": ""},
    {"source_id": "east-d01", "case_id": "east", "participants": "", "consent": "quote"},
    {"source_id": "west-i01", "case_id": "west", "participants": "west-p01", "consent": "aggregate"},
]
PARTICIPANTS = [
    {"participant_id": "east-p01", "case_id": "east", "role": "GP, chair", "role_group": "gp", "profession": "clinician", "titular": "yes", "organisation_type": "ccg", "level": "strategy", "guessed": "level"},
    {"participant_id": "west-p01", "case_id": "west", "role": "practice manager", "role_group": "manager", "profession": "manager", "titular": "no", "organisation_type": "", "level": ""},
]  # fmt: skip


def coded(source, words, code, coder="coder_1", memo="", texts=TEXTS, **more):
    """A row of the contract `codings` for the first place where words stand."""
    start = texts[source].index(words)
    row = dict.fromkeys(CONTRACTS["codings"].columns, "") | {
        "segment_id": f"{source}:1.1",
        "source_id": source,
        "case_id": source.split("-")[0],
        "code": code,
        "coder": coder,
        "origin": "manual",
        "start": start,
        "end": start + len(words),
        "exact": words,
        "probability": -1.0,
        "anchored": "offset",
        "memo": memo,
    }
    return row | more


def study_parts(rows, texts=TEXTS, **more):
    frame = pd.DataFrame(rows, columns=list(CONTRACTS["codings"].columns))
    book = files.parse_yaml(small_study.FILES["codebook.yaml"])
    given = {"study": "small", "texts": texts, "codings": frame, "codebook": book}
    return Parts(**(given | {"participants": PARTICIPANTS, "sources": SOURCES} | more))


def parts():
    """The small study's parts, with codings of all kinds."""
    return study_parts(
        [
            coded("east-i01", "take 😀 people", "collaborative", memo="with \"quotes\" & <marks>\nand lines"),
            coded("east-i01", "take 😀 people", "collaborative", "coder_2"),
            coded("east-i01", "people with you.\nIt was very slow", "slow"),
            coded("east-i01", "people with you.\nIt was very slow", "slow", segment_id="east-i01:1.2", memo="again"),
            coded("east-d01", "take people", "collaborative", "dictionary", origin="dictionary", rule_id="i1"),
            coded("west-i01", "somebody has to decide", "directive"),
        ]
    )  # fmt: skip


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


GUIDS = {name: f"0000000{number}-AAAA-4bbb-8ccc-00000000000{number}" for number, name in enumerate("tudcs")}
CODE, OTHER, CASE, SOURCE = (f"1111111{n}-AAAA-4bbb-8ccc-000000000000" for n in range(4))


@dataclass(frozen=True)
class Tool:
    """How a tool writes: its unit, what a line end counts, and the spellings that differ."""

    unit: str = "code points"
    crlf: bool = False  # the file's line ends
    two: bool = False  # whether a line end counts as two
    bom: bool = False
    counted: bool = False  # whether the mark counts
    braces: bool = False
    root: str = "project.qde"
    folder: str = "sources"
    inline: bool = False
    name: str = "full"  # what selections are called: full, cut, cut with …, empty, positions

    def width(self, text: str) -> int:
        n = {"code points": len(text), "UTF-16 units": len(text.encode("utf-16-le")) // 2}
        length = n.get(self.unit, len(text.encode()))
        return length + (text.count("\n") if self.two else 0)

    def guid(self, guid: str) -> str:
        return "{" + guid.lower() + "}" if self.braces else guid

    def position(self, text: str, place: int) -> int:
        return self.width(text[:place]) + (self.width("\ufeff") if self.counted else 0)

    def called(self, words: str, start: int, end: int) -> str:
        names = {"full": words, "cut": words[:12], "cut with …": words[:12] + "…", "empty": ""}
        return names.get(self.name, f"{start},{end}")


NVIVO = Tool(unit="UTF-16 units", crlf=True, two=True, bom=True, braces=True, root="Study.qde", folder="Sources")
ATLAS = Tool(crlf=True, folder="sources", name="cut")
MAXQDA = Tool(name="positions", folder="sources")
BYTES = Tool(unit="UTF-8 bytes")


def project(
    text: str,
    spans: Sequence[tuple[int, int]],
    tool: Tool = Tool(),
    selections: str = "",
    extra: str = "",
    called: str = "Slow",
) -> bytes:
    """A project of one source, each of whose spans is given the code so called; selections, extra: more XML."""
    made = []
    for start, end in spans:
        first, last = tool.position(text, start), tool.position(text, end)
        name = quoteattr(tool.called(text[start:end], first, last), {"\n": "&#10;"})
        made.append(
            f'<PlainTextSelection guid="{tool.guid(OTHER)}" name={name} startPosition="{first}" endPosition="{last}">'
            f'<Coding guid="{tool.guid(OTHER)}" creatingUser="{tool.guid(GUIDS["u"])}" creationDateTime="2020-01-02T03:04:05Z">'
            f'<CodeRef targetGUID="{tool.guid(CODE).upper()}"/></Coding></PlainTextSelection>'
        )
    written = ("\ufeff" if tool.bom else "") + (text.replace("\n", "\r\n") if tool.crlf else text)
    path = "" if tool.inline else f' plainTextPath="internal://{SOURCE}.txt"'
    content = f"<PlainTextContent>{text}</PlainTextContent>" if tool.inline else ""
    qde = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">'
        f'<Users><User guid="{tool.guid(GUIDS["u"])}" name="Ann Other"/></Users>'
        f'<CodeBook><Codes><Code guid="{tool.guid(CODE)}" name="{called}" isCodable="true"/></Codes></CodeBook>{extra}'
        f'<Sources><TextSource guid="{tool.guid(SOURCE)}" name="Interview 1.docx"{path}>{content}{"".join(made)}{selections}'
        "</TextSource></Sources></Project>"
    )
    files = [] if tool.inline else [(f"{tool.folder}/{SOURCE.lower()}.txt", written.encode())]
    return zipped([(tool.root, qde), *files])
