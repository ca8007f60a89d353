"""Each format gives the same words; what can't be read is refused by name and reason, without a word of the text."""

from __future__ import annotations

import io
import sys
import zipfile

import pytest
from multicase import ingest
from multicase.ingest import formats, readers
from multicase.study.problems import StudyError

LINES = ["Adam: It began in the spring.", "Interviewer: And then?", "Adam: We’d rung them all – twice."]


def docx_bytes(lines=LINES):
    import docx

    document = docx.Document()
    document.add_heading("Title", 1)
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def odt_bytes(lines=LINES):
    from odf.opendocument import OpenDocumentText
    from odf.teletype import addTextToElement
    from odf.text import P

    document = OpenDocumentText()
    for line in lines:
        element = P()
        addTextToElement(element, line)
        document.text.addElement(element)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def rtf_bytes(lines=LINES):
    escaped = ["".join(char if ord(char) < 128 else f"\\u{ord(char)}?" for char in line) for line in lines]
    return ("{\\rtf1\\ansi\n" + "\\par\n".join(escaped) + "\\par}").encode()


def pdf_bytes(pages, password=None):
    from reportlab.lib import pdfencrypt
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, encrypt=pdfencrypt.StandardEncryption(password) if password else None)
    for number, lines in enumerate(pages, 1):
        canvas.drawString(72, 800, "The Board, public session")
        for place, line in enumerate(lines):
            canvas.drawString(72, 740 - 14 * place, line)
        canvas.drawString(72, 30, f"Page {number} of {len(pages)}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


SAME = {
    "docx": docx_bytes, "odt": odt_bytes, "rtf": rtf_bytes,
    "txt": lambda: "\n\n".join(LINES).encode(), "md": lambda: "\n\n".join(LINES).encode("utf-8-sig"),
    "html": lambda: ("<html><head><title>x</title></head><body>" + "".join(f"<p>{line}</p>" for line in LINES) + "</body></html>").encode(),
    "rst": lambda: "\r\n\r\n".join(LINES).encode("utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("format", SAME)
def test_formats_give_the_same_turns(format):
    source = {"source_id": "s", "case_id": "c", "kind": "interview", "format": format}
    rows = ingest.ingest_source(SAME[format](), source, {"Adam": "p1", "Interviewer": "interviewer"}).turns
    spoken = [row["text"] for row in rows if row["layer"] == "speech"]
    assert spoken == [line.split(": ", 1)[1] for line in LINES]
    assert all(row["locator"] for row in rows)


def test_a_transcript_in_two_columns():
    import docx

    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for label, words in [
        ("Speaker", "Text"),
        ("I:", "So?"),
        ("JC", "Well."),
        ("", "It goes on for a while, this."),
        ("I", "Hm, and then what was it?"),
    ]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, words
    buffer = io.BytesIO()
    document.save(buffer)
    blocks = readers.read(buffer.getvalue(), "docx", "s").blocks
    assert [(block.speaker, block.text) for block in blocks][:3] == [
        ("I", "So?"),
        ("JC", "Well."),
        ("", "It goes on for a while, this."),
    ]


def test_tracked_deletions_are_no_text_and_insertions_are():
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    paragraph = document.add_paragraph("It was ")
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>very </w:t></w:r></w:ins>'))
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="x"><w:r><w:delText>not </w:delText></w:r></w:del>')
    )
    paragraph.add_run("late.")
    buffer = io.BytesIO()
    document.save(buffer)
    assert readers.read(buffer.getvalue(), "docx", "s").blocks[0].text == "It was very late."


def test_pdf_furniture_goes_and_wrapped_lines_are_joined():
    pages = [
        ["The plan was approved by the govern-", "ing body and will be", "published."],
        ["It is not yet known when", "that will be."],
        ["Nothing else was decided."],
    ]
    blocks = readers.read(pdf_bytes(pages), "pdf", "s").blocks
    assert [(block.text, block.locator) for block in blocks] == [
        ("The plan was approved by the governing body and will be published.", "page 1"),
        ("It is not yet known when that will be.", "page 2"),
        ("Nothing else was decided.", "page 3"),
    ]


def broken_docx():
    data = docx_bytes()
    return data[: len(data) // 2]


def docx_with_broken_xml():
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_bytes())) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:document secret" if name == "word/document.xml" else old.read(name))
    return buffer.getvalue()


REFUSED = {
    "empty": ("txt", lambda: b" \n", "an empty file"),
    "docx cut short": ("docx", broken_docx, "a broken docx file"),
    "docx with broken XML": ("docx", docx_with_broken_xml, "a broken docx file"),
    "docx that is a PDF": ("docx", lambda: pdf_bytes([["secret"]]), "a pdf file"),
    "txt that is a docx": ("txt", docx_bytes, "a docx file"),
    "encrypted docx": ("docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an encrypted or old Office file"),
    "encrypted PDF": ("pdf", lambda: pdf_bytes([["secret"]], password="x"), "an encrypted PDF"),
    "broken PDF": ("pdf", lambda: b"%PDF-1.7 secret", "a broken pdf file"),
    "wrong encoding": ("txt", lambda: b"Adam: d\x81j\xe0 vu", "not UTF-8 at offset 7"),
    "vtt that is plain text": ("vtt", lambda: b"secret words", "plain text"),
    "srt without cues": ("srt", lambda: b"secret words", "no cue with a time"),
    "html without markup": ("html", lambda: b"secret words", "no markup"),
    "csv without speech": ("csv", lambda: b"a,b\n1,secret\n", "no column of speech"),
    "csv with broken quotes": ("csv", lambda: b'speaker,words\nA,"secret\n', "broken CSV"),
    "binary": ("txt", lambda: b"secret\0\1\2", "binary data"),
}  # fmt: skip


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Index/Document.iwa", "secret")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("ending", "data", "found", "todo"),
    [
        ("pdf", b"", "an empty file", "Replace it"), ("docx", b" \n", "an empty file", "Replace it"),
        ("doc", OLD, "an encrypted or old Office file", "save it as docx"), ("xls", OLD, "an encrypted or old", "save it as xlsx"),
        ("zip", zipped(), "no known format", "Unpack it"), ("pages", zipped(), "no known format", "from Pages as docx"),
        ("m4a", b"\0\0\0 ftypM4A \0", "no known format", "transcript"), ("mp4", b"\0\0\0 ftypmp42", "no known format", "transcript"),
        ("jpg", b"\xff\xd8\0", "no known format", "text recognition"), ("bin", b"\0\1", "no known format", "take it out"),
    ],
)  # fmt: skip
def test_a_file_of_no_known_format_is_told_with_what_to_do_about_one_of_its_kind(ending, data, found, todo):
    with pytest.raises(StudyError) as caught:
        formats.detect(data, ending, f"a.{ending}")
    (problem,) = caught.value.problems
    assert found in problem.found and todo in problem.todo
    assert found != "an empty file" or problem.expected == f"a {ending} file with text"


@pytest.mark.parametrize(
    "head", ["<html>", "<!DOCTYPE html>\n<html lang='en'>", "\ufeff <HTML xmlns:o='x'>", "<?xml version='1.0'?><html>"]
)
def test_a_page_under_the_ending_of_another_program_is_a_page(head):
    page = f"{head}<body><p>Ann: So it was.</p></body></html>".encode()
    assert [formats.detect(page, ending, "a") for ending in ("doc", "xls", "", "html", "txt")] == ["html"] * 4 + ["txt"]
    assert formats.detect(b"Ann: We wrote <html> there.", "doc", "a") == "txt"


@pytest.mark.parametrize(
    ("ending", "is_told"), [("txt", False), ("text", False), ("", False), ("eml", True), ("ini", True), ("docx", True)]
)
def test_a_text_whose_name_ends_otherwise_is_read_and_told(ending, is_told):
    format = formats.detect(b"Ann: So it was.", ending, "a")
    assert format == "txt" and bool(formats.doubt(format, ending)) == is_told
    assert not formats.doubt("srt", "srt") and not formats.doubt("pdf", "docx")


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason(case):
    format, make, reason = REFUSED[case]
    with pytest.raises(StudyError) as caught:
        readers.read(make(), format, "a-i01")
    told = str(caught.value)
    assert "a-i01" in told and reason in told
    assert "secret" not in told


def test_a_library_that_is_lacking_or_too_old_is_told_as_such_and_not_as_a_broken_file(monkeypatch):
    monkeypatch.delattr(readers, "pdf", raising=False)
    monkeypatch.setitem(sys.modules, "multicase.ingest.readers.pdf", None)
    with pytest.raises(ImportError):
        readers.read(b"%PDF-1.7", "pdf", "a-d01")


def test_a_pdf_without_text_is_refused():
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    with pytest.raises(StudyError, match="a pdf file without text"):
        readers.read(buffer.getvalue(), "pdf", "a-d01")


def test_one_bad_file_does_not_hide_the_others(tmp_path):
    sources = []
    for name, data in (("a", b""), ("b", b"Adam: fine"), ("c", b"\xff\xfe\xfa")):
        (tmp_path / f"{name}.txt").write_bytes(data)
        sources.append({"source_id": name, "case_id": "k", "kind": "interview", "path": f"{name}.txt", "format": "txt"})
    sources.append({"source_id": "d", "case_id": "k", "kind": "interview", "path": "nowhere.txt", "format": "txt"})
    with pytest.raises(StudyError) as caught:
        ingest.ingest(sources, None, tmp_path)
    assert {problem.file for problem in caught.value.problems} == {"a", "c", "d"}


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.md", b"# x", "md"),
        ("b.dat", b"text", "txt"),
        ("c.txt", b"WEBVTT\n\n", "vtt"),
        ("d.doc", b"{\\rtf1 x}", "rtf"),
        ("e.htm", b"<p>x", "html"),
    ],
)
def test_formats_are_told_by_content_first(tmp_path, name, data, format):
    (tmp_path / name).write_bytes(data)
    assert ingest.detect_format(tmp_path / name) == format
