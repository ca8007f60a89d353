"""Raw files spoilt in every way that was thought of: each is refused, or read, and then it is said as what.

No bombs are among these: they are in tests/lib/ingest/test_limits.py and in `BOMBS` here, which a process of their
own reads.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

SPEECH = "Interviewer: How did it begin?\n\nP: It was late, and nobody had lit the stove in the café that night.\n"
WORDS = "nobody had lit the stove"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENTITIES = '<!DOCTYPE x [<!ENTITY who "somebody">]>'


@dataclass(frozen=True)
class Raw:
    """A raw file. why: why it is harmless; empty: it is refused. Harmless ones hold the WORDS, and nothing is lost."""

    name: str
    format: str
    data: bytes
    why: str = ""


def zipped(members: dict[str, str | bytes], level: int = 1) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str = "", head: str = "", members: dict[str, str | bytes] | None = None) -> bytes:
    body = body or "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in SPEECH.split("\n") if line)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/></Relationships>'
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": xml} | (members or {}))


def odt(body: str = "", head: str = "") -> bytes:
    body = body or "".join(f"<text:p>{line}</text:p>" for line in SPEECH.split("\n") if line)
    office, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text"))
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content xmlns:office="{office}" xmlns:text="{text}">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": xml})


def xlsx(head: str = "", rows: str = "") -> bytes:
    cells = ("speaker", "words"), ("Interviewer", "How did it begin?"), ("P", f"It was late, and {WORDS}.")
    rows = rows or "".join(
        f"<row>{''.join(f'<c t={chr(34)}inlineStr{chr(34)}><is><t>{cell}</t></is></c>' for cell in row)}</row>"
        for row in cells
    )
    main, office = (
        f"http://schemas.openxmlformats.org/{name}"
        for name in ("spreadsheetml/2006/main", "officeDocument/2006/relationships")
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (
        f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheet}.worksheet+xml"/></Types>'
    )
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{head}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Interviewer>How did it begin?\n\n00:02.000 --> 00:04.000\n<v P>It was late, and nobody had lit the stove.\n"
SRT = "1\n00:00:00,000 --> 00:00:02,000\nInterviewer: How did it begin?\n\n2\n00:00:02,000 --> 00:00:04,000\nP: It was late, and nobody had lit the stove.\n"
CSV = 'speaker,words\nInterviewer,How did it begin?\nP,"It was late, and nobody had lit the stove."\n'
HTML = "<html><body><p>Interviewer: How did it begin?</p><p>P: It was late, and nobody had lit the stove.</p></body></html>"
RTF = "{\\rtf1\\ansi Interviewer: How did it begin?\\par P: It was late, and nobody had lit the stove.\\par}"
LAUGHS = (
    "<!DOCTYPE x ["
    + '<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
PARAGRAPH = "<w:p><w:r><w:t>P: {}</w:t></w:r></w:p>"


def variants() -> list[Raw]:
    """All of them, in a fixed order; their names are unique."""
    text = SPEECH.encode()
    ends = "any line end ends a line"
    unseen = "marks that can't be seen are taken out, and listed"
    found = [
        Raw("txt: empty", "txt", b""),
        Raw("txt: blanks alone", "txt", b" \n\t\n"),
        Raw("txt: zeros", "txt", b"\0" * 5000),
        Raw("txt: noise", "txt", bytes((n * 7919 + n // 3) % 256 for n in range(5000))),
        Raw("txt: UTF-32", "txt", SPEECH.encode("utf-32")),
        Raw("txt: half a character at the end", "txt", text + b"\xe2\x82"),
        Raw("txt: a picture under this name", "txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
        Raw("txt: a document of Word under this name", "txt", docx()),
        Raw("txt: an old document of Word", "txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        Raw("txt: a PDF under this name", "txt", b"%PDF-1.4\n%%EOF\n"),
        Raw("txt: RTF under this name", "txt", RTF.encode()),
        Raw("txt: UTF-16", "txt", SPEECH.encode("utf-16"), "UTF-16 says so of itself"),
        Raw("txt: UTF-16 without its mark", "txt", SPEECH.encode("utf-16-le"), "it is told by its zeros, and noted"),
        Raw("txt: Windows-1252", "txt", SPEECH.encode("cp1252"), "it is read as such, and noted"),
        Raw("txt: a byte order mark", "txt", b"\xef\xbb\xbf" + text, "a mark of UTF-8 is no word"),
        Raw("txt: line ends of Windows", "txt", text.replace(b"\n", b"\r\n"), ends),
        Raw("txt: line ends of old Macs", "txt", text.replace(b"\n", b"\r"), ends),
        Raw("txt: accents beside their letters", "txt", unicodedata.normalize("NFD", SPEECH).encode(), "é is the same letter"),
        Raw("txt: a null character", "txt", text.replace(b"late", b"la\0te")),
        Raw("txt: an escape character", "txt", text.replace(b"late", b"la\x1bte"), unseen),
        Raw("txt: marks that turn text round", "txt", SPEECH.replace("late", "\u202elate\u202c").encode(), unseen),
        Raw("txt: blanks without width", "txt", SPEECH.replace("late", "la\u200bte").encode(), unseen),
        Raw("txt: a script", "txt", SPEECH.replace("late", "<script>late</script>").encode(), "it is text, and pages show it as such"),
        Raw("txt: a formula", "txt", SPEECH.replace("It was", "=It was").encode(), "it is text, and workbooks hold it as such"),
        Raw("txt: a line of 2 MB", "txt", text + b"P: " + b"so " * 700_000 + b"\n", "a line may be long; who says it is asked"),
        Raw("docx: empty", "docx", b""),
        Raw("docx: sound", "docx", docx(), "nothing is wrong with it"),
        Raw("docx: plain text under this name", "docx", text),
        Raw("docx: cut off", "docx", docx()[:-80]),
        Raw("docx: another archive", "docx", zipped({"a.txt": "x"})),
        Raw("docx: an encrypted one", "docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        Raw("docx: a workbook under this name", "docx", xlsx()),
        Raw("docx: XML that breaks off", "docx", docx(members={"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>'})),
        Raw("docx: without a paragraph", "docx", docx("<w:p/>")),
        Raw("docx: an entity", "docx", docx(PARAGRAPH.format("&who;"), ENTITIES)),
        Raw("docx: an entity from outside", "docx", docx(PARAGRAPH.format("&who;"), '<!DOCTYPE x [<!ENTITY who SYSTEM "file:///etc/passwd">]>')),
        Raw("docx: entities that multiply", "docx", docx(PARAGRAPH.format("&a9;"), LAUGHS)),
        Raw("docx: an entity of nobody's", "docx", docx(PARAGRAPH.format("&nobody;"))),
        Raw("docx: paragraphs 1,000 deep", "docx", docx("<w:sdt><w:sdtContent>" * 500 + PARAGRAPH.format(WORDS) + "</w:sdtContent></w:sdt>" * 500)),
        Raw("docx: bytes damaged in the middle", "docx", (lambda d: d[:400] + b"\xff" * 200 + d[600:])(docx())),
        Raw("odt: sound", "odt", odt(), "nothing is wrong with it"),
        Raw("odt: cut off", "odt", odt()[:-60]),
        Raw("odt: an entity", "odt", odt("<text:p>P: &who;</text:p>", ENTITIES)),
        Raw("odt: an entity from outside", "odt", odt("<text:p>&who;</text:p>", '<!DOCTYPE x [<!ENTITY who SYSTEM "file:///etc/passwd">]>')),
        Raw("odt: entities that multiply", "odt", odt("<text:p>&a9;</text:p>", LAUGHS)),
        Raw("odt: a workbook under this name", "odt", xlsx()),
        Raw("odt: XML that breaks off", "odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a>"})),
        Raw("odt: spans 1,000 deep", "odt", odt(f"<text:p>{'<text:span>' * 1000}{WORDS}{'</text:span>' * 1000}</text:p>")),
        Raw("odt: a million blanks in one element", "odt", odt(f'<text:p>P: {WORDS}<text:s text:c="999999999"/></text:p>'), "blanks side by side are one"),
        Raw("xlsx: sound", "xlsx", xlsx(), "nothing is wrong with it"),
        Raw("xlsx: cut off", "xlsx", xlsx()[:-60]),
        Raw("xlsx: an entity", "xlsx", xlsx(ENTITIES, "<row><c t='inlineStr'><is><t>&who;</t></is></c></row>")),
        Raw("xlsx: entities that multiply", "xlsx", xlsx(LAUGHS, "<row><c t='inlineStr'><is><t>&a9;</t></is></c></row>")),
        Raw("xlsx: without a row", "xlsx", xlsx(rows="<row/>")),
        Raw("xlsx: CSV under this name", "xlsx", CSV.encode()),
        Raw("xlsx: a cell in the last row there can be", "xlsx", xlsx(rows="<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>x</t></is></c></row>")),
        Raw("csv: sound", "csv", CSV.encode(), "nothing is wrong with it"),
        Raw("csv: empty", "csv", b""),
        Raw("csv: a header alone", "csv", b"speaker,words\n"),
        Raw("csv: an unpaired quote", "csv", CSV.encode() + b'P,"and then\n'),
        Raw("csv: semicolons", "csv", CSV.replace(",", ";").replace("late;", "late,").encode(), "the separator is seen"),
        Raw("csv: a byte order mark", "csv", b"\xef\xbb\xbf" + CSV.encode(), "a mark of UTF-8 is no part of the header"),
        Raw("csv: a cell of 1 MB", "csv", CSV.encode() + b"P," + b"so " * 340_000 + b"\n", "a respondent may write much; what the column holds is asked"),
        Raw("csv: rows of different length", "csv", CSV.encode() + b"P,a,b,c\n"),
        Raw("vtt: sound", "vtt", VTT.encode(), "nothing is wrong with it"),
        Raw("vtt: without its first line", "vtt", VTT.encode()[8:]),
        Raw("vtt: without a cue", "vtt", b"WEBVTT\n\n"),
        Raw("srt: sound", "srt", SRT.encode(), "nothing is wrong with it"),
        Raw("srt: times that are none", "srt", SRT.replace("00:00:02,000 -->", "xx -->").encode()),
        Raw("html: sound", "html", HTML.encode(), "nothing is wrong with it"),
        Raw("html: a script in it", "html", HTML.replace("<p>", "<script>x()</script><p>", 1).encode(), "scripts are no words, and are listed"),
        Raw("html: an entity of its own", "html", (ENTITIES + HTML).replace("late", "&who;").encode(), "what no page knows stays as it is typed"),
        Raw("html: without a word", "html", b"<html><body></body></html>"),
        Raw("html: elements 5,000 deep", "html", f"{'<div>' * 5000}<p>P: {WORDS}</p>{'</div>' * 5000}".encode()),
        Raw("rtf: sound", "rtf", RTF.encode(), "nothing is wrong with it"),
        Raw("rtf: cut off", "rtf", RTF.encode()[:-6], "what is there is read, and a note says that it breaks off"),
        Raw("rtf: groups 5,000 deep", "rtf", b"{\\rtf1 " + b"{" * 5000 + b"P: x" + b"}" * 5001),
        Raw("rtf: plain text under this name", "rtf", text),
        Raw("pdf: empty", "pdf", b""),
        Raw("pdf: a head alone", "pdf", b"%PDF-1.7\n"),
        Raw("pdf: noise after the head", "pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20),
        Raw("pdf: text under this name", "pdf", text),
        Raw("pdf: pages of themselves", "pdf", PDF_IN_A_CIRCLE),
    ]  # fmt: skip
    assert len({one.name for one in found}) == len(found)
    return found


PDF_IN_A_CIRCLE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)

# Files that would eat the machine, by name: format, and what makes the bytes.
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "docx: 300 MB of blanks": ("docx", lambda: docx("<w:p><w:r><w:t>" + " " * 300_000_000 + "</w:t></w:r></w:p>")),
    "odt: 300 MB of blanks": ("odt", lambda: odt("<text:p>" + " " * 300_000_000 + "</text:p>")),
    "xlsx: 300 MB of blanks": ("xlsx", lambda: xlsx(rows="<row/>" + " " * 300_000_000)),
    "txt: 300 MB": ("txt", lambda: b"so " * 100_000_000),
    "html: a table in a table, 100,000 times": ("html", lambda: b"<table><tr><td>" * 100_000),
    "rtf: 2 million groups": ("rtf", lambda: b"{\\rtf1 " + b"{" * 2_000_000),
}
