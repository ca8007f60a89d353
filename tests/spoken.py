"""Evidence for tests of claims: who says what, in which source."""

from __future__ import annotations

import pandas as pd
from multicase import claims
from multicase.claims import judge
from multicase.contracts import CONTRACTS

CLAIM = {"claim": "C1", "statement": "S.", "supports": ["yes", "also"], "contradicts": ["no"]}
WORDS = "these are eight words and they are said"
SAYS = {"f": ["yes"], "a": ["no"], "m": ["yes", "no"]}


def coding(case, source, code, segment, **more):
    source_id = f"{case}-i{source:02d}"
    row = dict.fromkeys(CONTRACTS["evidence"].columns, "") | {
        "segment_id": f"{source_id}:{segment}.1", "source_id": source_id, "case_id": case, "kind": "interview",
        "code": code, "consent": "quote", "role_group": "gp", "participant_id": f"{case}-p{source:02d}",
        "start": segment, "end": segment + 1, "coder": "coder_1", "exact": WORDS, "text": WORDS,
    }  # fmt: skip
    return row | more


def frame(rows):
    found = pd.DataFrame(rows)
    return found if len(found) else pd.DataFrame(columns=list(CONTRACTS["evidence"].columns))


def evidence(*rows, **more):
    """rows: case, number of the source, code; each a segment of its own."""
    return frame([coding(*row, number, **more) for number, row in enumerate(rows, 1)])


def case(name, pattern):
    """One source for each letter: `f` speaks for, `a` against, `m` both, once each."""
    return [(name, number, code) for number, letter in enumerate(pattern, 1) for code in SAYS[letter]]


def study(*patterns):
    """A case for each pattern: k1, k2 and so on."""
    return evidence(*[row for number, pattern in enumerate(patterns, 1) for row in case(f"k{number}", pattern)])


def names(n):
    return [f"k{number}" for number in range(1, n + 1)]


def parsed(**more):
    return claims.parse({"claims": [CLAIM | more]})


def judged(rows, cases, called=None, **more):
    """The verdicts on everything, by case."""
    return judge.judge(parsed(**more), rows, cases, called).set_index("case_id")


def of_case(pattern, **criterion):
    """The verdict on a case of such sources."""
    return judged(study(pattern), names(1), criterion=criterion).loc["k1", "verdict"]


def of_study(*patterns, **more):
    """The verdict over cases of such sources."""
    return judged(study(*patterns), names(len(patterns)), **more).loc[judge.OVER_ALL, "verdict"]
