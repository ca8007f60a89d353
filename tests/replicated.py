"""Results of small studies, as a comparison reads them: a folder for each, in which there is nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from multicase import claims, frames
from multicase.claims import judge
from multicase.comparing.outcome import EVIDENCE, Outcome
from multicase.tables import t19, t23
from spoken import CLAIM, case, coding, frame

CRITERION = {"minimum": 2, "cases": 1}
CODES = ("yes", "also", "no")
COLUMNS = (
    "theme",
    "theme_label",
    "subtheme",
    "code",
    "label",
    "definition",
    "include",
    "exclude",
    "polarity",
    "version",
)
SETTINGS = {"seed": "1", "reliability.replicates": "50", "segment.unit": "turn", "segment.speakers": "participants", "anonymise.locale": "en_GB"}  # fmt: skip


def codes(*names, **more):
    """Rows of audit/codes.csv. more: code -> what is otherwise."""
    return [
        dict.fromkeys(COLUMNS, "")
        | {"theme": "style", "code": name, "label": name.title(), "definition": f"Saying {name}.", "version": "1.0"}
        | more.get(name, {})
        for name in names
    ]


def said(patterns, where="k"):
    """A case for each pattern; one source for each letter: `f` speaks for the claim, `a` against, `m` both."""
    rows = [row for number, pattern in enumerate(patterns, 1) for row in case(f"{where}{number}", pattern)]
    return frame([coding(*row, number, theme="style", origin="manual") for number, row in enumerate(rows, 1)])


def write(root, patterns, where="k", register=(CLAIM,), book=None, evidence=None, words=100, agreement=(), **criterion):
    """Write the results of a study; where: what the ids of its cases begin with. Returns them as they are read."""
    rows = said(patterns, where) if evidence is None else evidence
    cases = pd.DataFrame({"case_id": [f"{where}{n}" for n in range(1, len(patterns) + 1)]})
    cases = cases.assign(label="Case " + cases["case_id"])
    content = {
        "claims": [claim | {"criterion": CRITERION | criterion | claim.get("criterion", {})} for claim in register]
    }
    parsed, book = claims.parse(content), pd.DataFrame(book or codes(*CODES))
    sources = rows.drop_duplicates("source_id")[["source_id", "case_id", "kind"]]
    sources = sources.assign(date="", read="True", coders="coder_1", words=words, text_sha256=f"{where} text")
    sources = sources.assign(raw_sha256=f"{where} file")
    root = Path(root)
    files = {
        "audit/cases.csv": cases.rename(columns={"label": "case"}),
        "audit/sources.csv": sources,
        "audit/participants.csv": rows[["participant_id"]].drop_duplicates(),
        "audit/codes.csv": book,
        "audit/evidence.csv": rows,
        "audit/settings.csv": pd.DataFrame(list(SETTINGS.items()), columns=["setting", "value"]),
        "tables/T19.csv": pd.DataFrame(agreement, columns=list(t19.COLUMNS)),
    }
    data = {"cases": cases, "claims": content, "codebook": book, "evidence": rows}
    verdicts = judge.judge(parsed, rows, list(cases["case_id"]))
    table = t23.build(data | {"verdicts": verdicts}) if parsed else None
    files["tables/T23.csv"] = table.frame if table else pd.DataFrame(columns=list(t23.COLUMNS))
    for name, held in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        held.to_csv(root / name, index=False)
    frames.write(table.evidence if table else [], root / EVIDENCE, "table_evidence")
    (root / "audit/claims.json").write_text(json.dumps([asdict(claim) for claim in parsed]))
    return Outcome.read(root)
