"""How QDA tools differ in what they read of a REFI-QDA project.

Every tool finds the texts in `sources/` (`qc` nowhere else), and reads codes, selections and their coders alike. They
differ in where they look for cases and attributes. Sources: REFI-QDA standard 1.5; QualCoder's import, which also tells
how projects of MAXQDA, NVivo and ATLAS.ti look (src/qualcoder/refi.py of its repository); projects that NVivo wrote. Of
NVivo, ATLAS.ti and MAXQDA it is assumed that they read what they write.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """What a tool is called and wants.

    linked: a case's sources are found by a code with the case's GUID, given to whole texts; else by SourceRef.
    codable: themes and subthemes may be given to passages too, since the tool knows only codes. groups: sources also
    stand in sets, of their case alone ("cases") or of each attribute of their participants as well ("attributes").
    documents: attributes are of documents, in cases without a name; else of named cases. leaves: what gets lost there.
    """

    name: str
    linked: bool = False
    codable: bool = False
    groups: str = ""
    documents: bool = False
    leaves: tuple[str, ...] = ()


STANDARD = Tool("any tool")
TOOLS = {
    "qualcoder": Tool(
        "QualCoder",
        linked=True,
        leaves=("colours become the nearest ones of QualCoder's own",),
    ),
    "nvivo": Tool(
        "NVivo",
        linked=True,
        codable=True,
        leaves=("themes and subthemes are codes too, which nobody should give to a passage",),
    ),
    "atlasti": Tool(
        "ATLAS.ti",
        groups="attributes",
        leaves=("there are no cases: cases and attributes of participants become document groups",),
    ),
    "maxqda": Tool(
        "MAXQDA",
        codable=True,
        groups="cases",
        documents=True,
        leaves=(
            "themes and subthemes are codes too, which nobody should give to a passage",
            "there are no cases: a case becomes a document set and a document variable",
            "attributes of participants become document variables where a source has one participant only",
        ),
    ),
}
