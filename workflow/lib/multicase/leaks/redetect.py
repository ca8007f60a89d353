"""Re-detection: the anonymised texts are read once more, as if nobody had anonymised them.

Whatever the sure layers still find (the register, patterns of addresses and numbers, a title or a given name with a
name after it) has slipped through, unless people decided to keep it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from multicase.anonymise import again
from multicase.anonymise import register as registers
from multicase.anonymise.decide import Decisions
from multicase.anonymise.lexicon import Lexicon
from multicase.anonymise.locale import Locale
from multicase.leaks.scan import Hit

Rows = Iterable[Mapping[str, str]] | None


def redetect(
    texts: Mapping[str, str],
    case_of: Mapping[str, str],
    lexicons: Mapping[str, Lexicon],
    register: Rows,
    decisions: Rows,
    locale: Locale,
    kept: pd.DataFrame,
) -> list[Hit]:
    """A hit for every name or address that still stands in an anonymised text, by line.

    texts: anonymised texts by source; what stands in brackets is no find. case_of: case by source. lexicons: by case.
    kept: the identifiers (contract of this name) that were let through on purpose.
    """
    known = registers.build(register, decisions, None, locale)
    decided = Decisions(decisions)
    allowed = {(row.source_id, row.text.casefold()) for row in kept.itertuples()}
    hits = []
    for source, text in sorted(texts.items()):
        case, plain = case_of[source], again.emptied(text)
        scopes = frozenset({"study", f"case:{case}", f"source:{source}"})
        for span in again.sure(plain, known, lexicons[case], locale, scopes):
            words = plain[span.start : span.end]
            row = decided.about(words, span.kind, source, case)
            is_kept = (row is not None and row["action"] == "keep") or (source, words.casefold()) in allowed
            if not is_kept:
                line = plain.count("\n", 0, span.start) + 1
                hits.append(Hit(f"anonymised text of {source}", f"line {line}", span.kind, words))
    return hits
