"""Files of other programs that can't be read say what they are, and which menu writes one that can."""

from __future__ import annotations

import foreign_projects
import pytest
from multicase.exchange import foreign
from multicase.exchange.importing import read
from multicase.study import foreign as endings
from multicase.study.problems import StudyError

CONTENT = b"something that nobody can read"
MENUS = {
    "nvp": ("NVivo", "Share > Export Project"),
    "nvpx": ("NVivo for Mac", "Share > Export Project"),
    "nvcx": ("codebook of NVivo", ".qdc"),
    "mx20": ("MAXQDA", "Home > Export"),
    "mx22": ("MAXQDA", "Home > Export"),
    "mx24": ("MAXQDA", "Home > Export"),
    "mex": ("exchange file of MAXQDA", "Home > Export"),
    "mtr": ("teamwork file of MAXQDA", "Home > Export"),
    "atlproj": ("ATLAS.ti", "QDPX Project"),
    "atlproj23": ("ATLAS.ti", "QDPX Project"),
    "hpr7": ("old ATLAS.ti", "Open it in a newer one"),
    "qda": ("QualCoder", "REFI-QDA project"),
    "rqda": ("RQDA", "Import > RQDA"),
    "qdp": ("QDA Miner", "REFI-QDA project"),
    "tprj": ("Transana", "REFI-QDA"),
    "qrk": ("Quirkos", "REFI-QDA Project"),
    "f4p": ("f4analyse", "REFI-QDA"),
    "xls": ("old Excel", ".xlsx"),
    "doc": ("old Word", ".docx"),
    "ods": ("LibreOffice", ".xlsx"),
    "odt": ("LibreOffice", ".docx"),
    "pages": ("Pages", "Export To > Word"),
    "numbers": ("Numbers", "Export To > Excel"),
    "gdoc": ("Google", "Download > Microsoft Word"),
    "gsheet": ("Google", "Download > Microsoft Excel"),
    "qdc": ("codebook", "multicase codebook --from"),
    "pdf": ("a print", "Dedoose the excerpts as XLSX"),
    "zip": ("an archive", "Unpack it"),
    "json": ("another form", "columns for source, words and code"),
}


@pytest.mark.parametrize("ending", MENUS)
@pytest.mark.parametrize("upper", [False, True])
def test_what_a_name_says_is_told_with_the_menu_that_helps(ending, upper):
    what, menu = MENUS[ending]
    file = f"My study.{ending.upper() if upper else ending}"
    with pytest.raises(StudyError) as error:
        read(CONTENT, file)
    (problem,) = error.value.problems
    assert what in problem.found and menu in problem.todo and problem.file == file
    assert endings.told(file) == endings.ENDINGS[ending]


@pytest.mark.parametrize(
    ("data", "file", "what"),
    [
        (b"", "study.qdpx", "an empty file"),
        (b" \r\n", "codings.csv", "an empty file"),
        (foreign.OLE + b"x" * 99, "excerpts.xlsx", "encrypted"),
        (foreign.OLE + b"x" * 99, "comments.docx", "encrypted"),
        (b"\n <!DOCTYPE html><html></html>", "excerpts.csv", "a web page"),
        (b"<HTML><body>", "codings.xlsx", "a web page"),
        (b"%PDF-1.7 ...", "codings", "a print"),
        (CONTENT, "codings.xyz", "a file of another kind"),
    ],
)
def test_what_a_file_begins_with_tells_what_its_name_hides(data, file, what):
    with pytest.raises(StudyError, match=what):
        read(data, file)


def test_every_ending_has_a_menu_and_none_that_is_read_is_refused():
    assert set(MENUS) <= set(endings.ENDINGS)
    assert all(kind.what and kind.todo.endswith(".") for kind in endings.ENDINGS.values())
    for project in (foreign_projects.refi("atlas"), foreign_projects.taguette()[0]):
        foreign.refuse(project.data, project.file)
    for file in ("a.qdpx", "a.sqlite3", "a.csv", "a.xlsx", "a.docx", "a.tsv", "no ending"):
        foreign.refuse(b"PK\x03\x04", file)
        assert endings.told(file) is None
