"""Files of office programs, and the archives that they are: texts that stay texts, and the same bytes each time."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from openpyxl import Workbook
    from openpyxl.cell import Cell

FORMULA = re.compile(r"'*[=+@\t-]")  # what a spreadsheet would reckon out, and a telephone number's plus
# What XML can't hold (https://www.w3.org/TR/xml/#charsets), and a byte order mark, which readers may take away.
UNSPEAKABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# A theme names fonts of some thirty scripts; several are names of people too, which the leak scan would find.
FONTS_OF_SCRIPTS = re.compile(r"<a:font script=[^>]*>\s*")
EPOCH = (1980, 1, 1, 0, 0, 0)
MAKER = "multicase"


def speakable(text: str) -> str:
    """A text of the same length that XML can hold and no reader changes: LF alone ends lines, no mark opens it."""
    return UNSPEAKABLE.sub(" ", text.replace("\r\n", " \n").replace("\r", "\n"))


def put_text(cell: Cell, text: str) -> None:
    """A text in a cell of a workbook, never a formula: not when it is read, and not when somebody edits it either."""
    cell.value = speakable(text)
    cell.data_type = "s"
    if FORMULA.match(text):
        cell.quotePrefix = True


def element(name: str, **values: object) -> Any:
    """An element of WordprocessingML with its attributes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of these members, in their order."""
    file = io.BytesIO()
    # Stored, not deflated: compressors differ between machines, and the bytes must not.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, content)
    return file.getvalue()


def workbook(book: Workbook) -> bytes:
    """A workbook as .xlsx, without the clock."""
    from openpyxl.writer.excel import ExcelWriter
    from openpyxl.writer.theme import theme_xml

    book.properties.creator = MAKER
    book.properties.created = book.properties.modified = datetime.datetime(*EPOCH)
    book.loaded_theme = FONTS_OF_SCRIPTS.sub("", theme_xml)
    buffer = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(buffer, "w")).save()  # `Workbook.save` would write the time
    return _repacked(buffer)


def blank(title: str, kept: Collection[str]) -> Document:
    """An empty document with some of Word's styles, by their ids, without fonts of their own. python-docx brings a
    theme, 160 styles and a picture, whose names and metadata are nobody's here.
    """
    import docx

    file = docx.Document()
    for part in (file.part.package, file.part):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] not in {"officeDocument", "core-properties", "styles", "settings"}:
                del part.rels[key]
    file.core_properties.title = speakable(title)
    styles = file.styles.element
    for element in list(styles):
        kind = element.tag.rpartition("}")[2]
        if kind == "latentStyles" or (kind == "style" and element.styleId not in kept):
            styles.remove(element)
    for name in ("rFonts", "link"):
        for element in styles.xpath(f".//w:{name}"):
            element.getparent().remove(element)
    return file


def document(file: Document, author: str = MAKER) -> bytes:
    """A document as .docx, without the clock."""
    about = file.core_properties
    about.author, about.comments, about.created, about.modified = author, "", *[datetime.datetime(*EPOCH)] * 2
    buffer = io.BytesIO()
    file.save(buffer)
    return _repacked(buffer)


def _repacked(buffer: io.BytesIO) -> bytes:
    with zipfile.ZipFile(buffer) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})
