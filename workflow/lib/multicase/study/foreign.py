"""Files of other programs that can't be read: what they are, and where those programs write one that can."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is, and what to do to get one that can be read."""

    what: str
    todo: str


NVIVO = "In NVivo: Share > Export Project > REFI-QDA Project (.qdpx)."
MAXQDA = "In MAXQDA: Home > Export > Export project as REFI-QDA (.qdpx)."
ATLAS = "In ATLAS.ti: File > Export > QDPX Project."
# What a name's ending says, and the menu that makes what can be read.
ENDINGS = {
    "nvp": Kind("a project of NVivo before 12, or of NVivo for Windows", NVIVO),
    "nvpx": Kind("a project of NVivo for Mac", NVIVO),
    "nvcx": Kind("a codebook of NVivo", "In NVivo: Share > Export > Export Codebook, as REFI-QDA (.qdc)."),
    **dict.fromkeys(
        ("mx18", "mx20", "mx22", "mx24", "mx26", "mx12", "mx11", "mqda"), Kind("a project of MAXQDA", MAXQDA)
    ),
    **dict.fromkeys(("mex", "mex22", "mex24"), Kind("an exchange file of MAXQDA", MAXQDA)),
    "mtr": Kind("a teamwork file of MAXQDA", MAXQDA),
    **dict.fromkeys(("atlproj", "atlproj22", "atlproj23", "atlasproj", "atlcb"), Kind("a bundle of ATLAS.ti", ATLAS)),
    **dict.fromkeys(("hpr", "hpr6", "hpr7"), Kind("a project of an old ATLAS.ti", "Open it in a newer one. " + ATLAS)),
    "qda": Kind("a project of QualCoder", "In QualCoder: Project > Export > REFI-QDA project (.qdpx)."),
    "rqda": Kind(
        "a project of RQDA", "Open it in QualCoder (Project > Import > RQDA), then export a REFI-QDA project."
    ),
    "qdp": Kind("a project of QDA Miner", "In QDA Miner: Project > Export > REFI-QDA project (.qdpx)."),
    "ppj": Kind("a project of QDA Miner", "In QDA Miner: Project > Export > REFI-QDA project (.qdpx)."),
    "tprj": Kind("a project of Transana", "In Transana: Tools > Export > REFI-QDA."),
    "qrk": Kind("a project of Quirkos", "In Quirkos: Export > REFI-QDA Project (.qdpx)."),
    "f4": Kind("a project of f4analyse", "In f4analyse: Export > REFI-QDA (.qdpx)."),
    "f4p": Kind("a project of f4analyse", "In f4analyse: Export > REFI-QDA (.qdpx)."),
    "xls": Kind("a workbook of old Excel", "Save it as .xlsx or CSV."),
    "doc": Kind("a document of old Word", "Save it as .docx: its comments come along."),
    "numbers": Kind("a workbook of Numbers", "In Numbers: File > Export To > Excel (.xlsx) or CSV."),
    "pages": Kind("a document of Pages", "In Pages: File > Export To > Word (.docx)."),
    "ods": Kind("a workbook of LibreOffice", "Save it as .xlsx or CSV."),
    "odt": Kind("a document of LibreOffice", "Save it as .docx: its comments come along."),
    "gdoc": Kind("a link to a Google document", "In Google Docs: File > Download > Microsoft Word (.docx)."),
    "gsheet": Kind("a link to a Google sheet", "In Google Sheets: File > Download > Microsoft Excel (.xlsx)."),
    "qdc": Kind("a codebook, which holds no codings", "Take it in with multicase codebook --from."),
    "pdf": Kind(
        "a print, of which nobody can tell what is coded",
        "Export from the tool itself: from Dedoose the excerpts as XLSX, from Delve the snippets as CSV, from MAXQDA "
        "the coded segments as XLSX or the project as .qdpx.",
    ),
    "zip": Kind("an archive", "Unpack it, and name the file inside."),
    "json": Kind("a file of another form", "Give a CSV table with columns for source, words and code."),
}


def told(file: str) -> Kind | None:
    """What a file is that can't be read, by its name alone; None for one that may be read."""
    return ENDINGS.get(file.lower().rpartition(".")[2])
