"""Results of a study of two cases, as the audit's pages find them: listed evidence, and the tables that pages show."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
from multicase import claims
from multicase.audit import listing
from multicase.audit.results import Results
from multicase.claims import robustness
from multicase.site.context import Context
from multicase.study import attributes, consent
from multicase.tables import build, catalogue, t05, t16, t21, t22, t23, t24, t29
from multicase.tables.table import Table
from spoken import CLAIM, WORDS, coding, frame

CASES = pd.DataFrame({"case_id": ["k1", "k2"], "label": ["Case 1", "Case 2"]})
CODES = {"yes": "supports", "also": "neutral", "no": "contradicts", "idle": "supports"}
SECRET = "words that nobody agreed to have quoted"
DECLARED = attributes.declared({"attributes": {"participants": {"level": {}}, "codes": {"pace": {}}}})


def evidence() -> pd.DataFrame:
    """Case 1: two sources for, one mixed; case 2: one for, one against, whose words may not be quoted."""
    said = [("k1", 1, "yes"), ("k1", 2, "yes"), ("k1", 3, "yes"), ("k1", 3, "no"), ("k2", 1, "yes"), ("k2", 2, "no")]
    rows = frame([coding(*one, number, theme="style", subtheme="manner") for number, one in enumerate(said, 1)])
    rows["polarity"] = rows["code"].map(CODES)
    rows = rows.assign(
        origin="manual",
        turn=range(1, 7),
        layer="speech",
        is_interviewer=False,
        passage_start=rows["start"],
        passage_end=rows["end"],
    )
    closed = rows["source_id"] == "k2-i02"
    rows.loc[closed, ["exact", "text", "consent"]] = SECRET, SECRET, consent.AGGREGATE
    return rows


def write(root: Path, **tables: pd.DataFrame) -> Results:
    """Write them. tables: rows of tables that stand instead of those that are made, by id."""
    rows = evidence()
    removed = rows[rows["segment_id"] == "k1-i01:1.1"].assign(code="no", polarity="contradicts", coder="coder_2")
    segments = rows.drop_duplicates("segment_id").assign(part=1, left_out="", words=8)
    sources = segments.drop_duplicates("source_id")[["source_id", "case_id", "kind", "date", "consent"]]
    sources = sources.assign(read=True, coders="coder_1;coder_2", segments=1, words=8)
    sources.loc[len(rows)] = ["k2-i09", "k2", "interview", "", "quote", False, "", 0, 0]
    codes = pd.DataFrame(
        {
            "theme": "style", "theme_label": "Style", "subtheme": "manner", "subtheme_label": "Manner", "code": list(CODES),
            "label": [f"The code {code}" for code in CODES], "definition": "D <b>", "include": "", "exclude": "",
            "example": "", "theory": "power", "relation": "extend", "polarity": list(CODES.values()), "rationale": "",
            "code.pace": ["slow", "", "", ""],
        }
    )  # fmt: skip
    participants = (
        segments[["participant_id", "case_id"]].drop_duplicates().assign(role="gp", role_group="gp", level="x")
    )
    register = {
        "claims": [
            CLAIM
            | {"criterion": {"minimum": 2, "cases": 1}, "rivals": [{"rival": "Chance.", "considered": "Not likely."}]}
        ]
    }
    parsed = claims.parse(register)
    audit = root / "audit"
    audit.mkdir(parents=True)
    listed = listing.listed(
        rows, removed, rows.assign(memo=""), segments[[*SEGMENT, "text_sha256", "raw_sha256"]], sources,
        {"cases": CASES, "sources": sources.assign(participants=""), "participants": participants}, codes, DECLARED, k=1, k_beside_words=1,
    )  # fmt: skip
    listing.write(
        listed, parsed, {n: str(audit / f"{n}.csv") for n in listing.FILES} | {"claims": str(audit / "claims.json")}
    )
    data = {
        "cases": CASES, "sources": sources, "participants": participants, "attributes": DECLARED, "claims": register, "codebook": codes,
        "evidence": rows, "read_sources": sources, "verdicts": robustness.judge_all(parsed, rows, removed, list(CASES["case_id"])),
    }  # fmt: skip
    made = {name: module.build(data) for name, module in MODULES.items()}
    for name, table in (made | {name: Table(rows) for name, rows in (PLAIN | tables).items()}).items():
        _write_table(root / "tables", name, table)
    _write_table(root / "figures", "F18", Table(_marks(rows)))
    return Results(root)


SEGMENT = [
    "segment_id", "source_id", "case_id", "kind", "turn", "part", "layer", "participant_id", "is_interviewer", "left_out",
    "start", "end", "text", "words", "locator",
]  # fmt: skip
MODULES = {"T05": t05, "T16": t16, "T21": t21, "T22": t22, "T23": t23, "T24": t24, "T29": t29}
MATERIAL = {
    "documents": 0,
    "interviews": 3,
    "group_interviews": 0,
    "observations": 0,
    "words": 24,
    "first_date": "",
    "last_date": "",
}
CHARTED = {
    "theme": "style",
    "summary": "They ask.",
    "segments": 1,
    "stale": "",
    "evidence": "",
    "quotation": WORDS,
    "said_by": "gp; interview",
}
PLAIN = {
    "T01": pd.DataFrame([{"case": case, "place": "coast", "sampling_rationale": "As slow.", "period": ""} for case in CASES["label"]]),
    "T02": pd.DataFrame([{"case": case} | MATERIAL for case in CASES["label"]]),
    "T03": pd.DataFrame([{"role": "gp", "case": case, "n": 3} for case in CASES["label"]]),
    "T06": pd.DataFrame([{"theme": "style", "case": "Case 1", "polarity": "contradicts", "n_segments": 1, "n_sources": 1}]),
    "T09": pd.DataFrame([{"case": "Case 1"} | CHARTED | {"quoted": "k1-i01:1.1", "against": "", "quoted_against": "", "said_against_by": ""}]),
    "T10": pd.DataFrame([{"ordered_case": "Case 1", "theme": "style", "strength": "strong", "sources": "3 of 3", "exception": ""}]),
    "T19": pd.DataFrame(columns=["code", "units", "coders"]),
    "T20": pd.DataFrame([{"segment": "k1-i01:1.1", "code": "no", "codes_by_coder": "x", "decision": "remove", "reason": "Nobody says no."}]),
    "T25": pd.DataFrame([{"kind": "person", "n": 2, "rule": "register 2", "reviewer": 2, "residual": 0}]),
    "T31": pd.DataFrame([("segments", "headings", unit, n) for unit, n in (("segments", 2), ("words", 1001))], columns=["stage", "reason", "unit", "n"]),
    "T32": pd.DataFrame([("2020-01-01", "codes merged", "old; older", "yes", "Alike.", "migrations.yaml")], columns=["date", "about", "from", "to", "reason", "recorded_in"]),
}  # fmt: skip


def _marks(rows: pd.DataFrame) -> pd.DataFrame:
    labels = dict(zip(CASES["case_id"], CASES["label"], strict=True))
    marks = rows.assign(case=rows["case_id"].map(labels), source=rows["source_id"], read="yes", place=1)
    return marks.assign(segment=rows["segment_id"], **{"from": 0.1, "to": 0.2})


def _write_table(folder: Path, name: str, table: Table) -> None:
    folder.mkdir(exist_ok=True)
    entry = catalogue.core().get(name)
    about = {
        "id": name,
        "title": name,
        "caption": f"What {name} is.",
        "note": table.note,
        "missing": table.missing,
        "labels": {},
    }
    about |= {"lists": entry.lists, "derived": entry.derived} if entry else {}
    path = folder / name
    build.write(table, about, csv=f"{path}.csv", evidence=f"{path}.evidence.parquet", about_path=f"{path}.json")


def context(root: Path, **tables: pd.DataFrame) -> Context:
    """What the pages of these results know."""
    return Context(write(root, **tables), per_case=1)


class Links(HTMLParser):
    """The links and ids of a page, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.ids += [told["id"]] if "id" in told else []
        self.hrefs += [told["href"]] if tag == "a" and "href" in told else []

    def handle_data(self, data):
        self.words += data


def words_of(text: str) -> str:
    """The words of a page, with single spaces."""
    return " ".join(Links(text).words.split())
