"""What was missed and found on rereading, made into decisions; and whether the next build will find it by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from multicase.anonymise import register as registers
from multicase.anonymise.capitals import capitals
from multicase.anonymise.decide import RULED, Decisions
from multicase.anonymise.lexicon import Lexicon
from multicase.anonymise.locale import Locale
from multicase.anonymise.names import Reader
from multicase.anonymise.span import Span

Row = Mapping[str, str]
NOTE = "missed, found on rereading"


def of_missed(
    record: Iterable[Row], decisions: Iterable[Row], cases: Mapping[str, str]
) -> tuple[list[dict[str, str]], list[Row]]:
    """The decisions that mask what was missed, by its kind; and the rows of the record that a decision keeps instead.

    record: rows of rereading.csv. decisions: rows of decisions.csv; what one of them holds already is decided. cases:
    source_id -> case_id; a decision holds for the source's case, and what was missed in another source gives none.
    """
    fresh: list[dict[str, str]] = []
    kept: list[Row] = []
    held = list(decisions)
    known = Decisions(held)
    for row in record:
        case = cases.get(row["source_id"])
        if not row["missed"] or case is None:
            continue
        before = known.about(row["missed"], row["kind"], row["source_id"], case)
        if before is None:
            fresh.append(_decision(row, case))
            known = Decisions([*held, *fresh])
        elif before["action"] == "keep":
            kept.append(row)
    return fresh, kept


def _decision(row: Row, case: str) -> dict[str, str]:
    """Redacted without a replacement, it is masked by its kind: `[person]`; dates and ages become vaguer by rule."""
    return {
        "text": row["missed"],
        "kind": row["kind"],
        "scope": f"case:{case}",
        "action": "generalise" if row["kind"] in RULED else "redact",
        "replacement": "",
        "entity": "",
        "reviewer": row["reader"],
        "date": row.get("date", ""),
        "note": NOTE,
    }


def unfound(
    record: Iterable[Row],
    decisions: Iterable[Row],
    *,
    texts: Mapping[str, str],
    cases: Mapping[str, str],
    lexicons: Mapping[str, Lexicon],
    locale: Locale,
) -> list[Row]:
    """What was missed and no decision will find where it stands: a name in small letters that is also a word, mostly.

    texts: source_id -> canonical text. cases: source_id -> case_id. lexicons: by case. Rows of other sources are left
    out, and so is what a decision keeps, or nobody has decided about.
    """
    rows, held = list(record), list(decisions)
    known, decided = registers.build(None, held, None, locale), Decisions(held)
    found: list[Row] = []
    for source_id in sorted({row["source_id"] for row in rows} & texts.keys()):
        case = cases[source_id]
        scopes = frozenset({"study", f"case:{case}", f"source:{source_id}"})
        missed = [row for row in rows if row["source_id"] == source_id and row["missed"]]
        about = [(row, decided.about(row["missed"], row["kind"], source_id, case)) for row in missed]
        masked = [row for row, decision in about if decision is not None and decision["action"] != "keep"]
        spans = registers.find(_reader(texts[source_id], lexicons[case], locale), known, scopes) if masked else []
        spans = [span for span in spans if not _is_kept(span, texts[source_id], decided, source_id, case)]
        found += [
            row
            for row in masked
            if not any(span.start <= int(row["start"]) and int(row["end"]) <= span.end for span in spans)
        ]
    return found


def _is_kept(span: Span, text: str, decided: Decisions, source_id: str, case: str) -> bool:
    """Whether people keep what was found; places at which a name may be a word are decided about apart."""
    row = decided.about(text[span.start : span.end], span.kind, source_id, case)
    return row is not None and row["action"] == "keep"


def _reader(text: str, lexicon: Lexicon, locale: Locale) -> Reader:
    return Reader(text, capitals(text), lexicon, locale)
