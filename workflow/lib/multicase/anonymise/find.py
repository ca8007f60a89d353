"""Finding identifiers in a batch of sources: texts, turns and lexicon in, the contract `identifiers` out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from multicase.anonymise import languages, structure
from multicase.anonymise import locale as locales
from multicase.anonymise import register as registers
from multicase.anonymise.detect import Settings, detect
from multicase.anonymise.lexicon import Lexicon, from_rows, of_texts
from multicase.anonymise.span import Span
from multicase.contracts import CONTRACTS
from multicase.ingest.speakers import OBSERVER
from multicase.ingest.turns import INFERENCE
from multicase.study.problems import StudyError

Rows = Iterable[Mapping[str, str]] | None


def ready(locale: str) -> None:
    """Read and compile what detection with a locale takes, for all processes that are forked from this one."""
    words, text = locales.load(locale), "A word."
    known, lexicon = registers.build(None, None, None, words), of_texts([text], words)
    detect(text, known=known, lexicon=lexicon, locale=words, settings=Settings(locale=locale))


def find(
    texts: pd.DataFrame,
    turns: pd.DataFrame,
    lexicon: Lexicon,
    register: Rows,
    decisions: Rows,
    settings: Settings,
    speakers: Iterable[Mapping[str, str]] = (),
) -> pd.DataFrame:
    """Identifiers (contract `identifiers`) of some sources, as yet without action, replacement and new offsets.

    texts, turns: the contracts of these names. speakers: see `register.build`. Raises StudyError naming every source
    written without capitals, or in another language than the locale's, unless the settings accept them.
    """
    locale = locales.load(settings.locale)
    known = registers.build(register, decisions, None, locale, speakers)
    by_source = dict(list(turns.groupby("source_id", sort=False)))
    rows: list[dict[str, object]] = []
    sources = texts.to_dict("records")
    problems = languages.problems(sources, settings.locale, settings.allow_other_language)
    for source in sources:
        spoken = by_source.get(source["source_id"])
        labels = labels_of(spoken) if spoken is not None else []
        try:
            structure.refuse_without_capitals(source["text"], source["source_id"], labels, settings.allow_register_only)
        except StudyError as error:
            problems += error.problems
            continue
        spans = detect(
            source["text"],
            labels=labels,
            label_names=structure.names_in(source["text"][label.start : label.end] for label in labels),
            known=known,
            lexicon=lexicon,
            locale=locale,
            settings=settings,
            scopes=frozenset({"study", f"case:{source['case_id']}", f"source:{source['source_id']}"}),
        )
        rows += [row_of(source, span) for span in spans]
    if problems:
        raise StudyError(problems)
    return pd.DataFrame(rows, columns=list(CONTRACTS["identifiers"].columns))


def label_names(texts: pd.DataFrame, turns: pd.DataFrame) -> list[str]:
    """The speaker labels of some sources that are names, sorted. texts, turns: the contracts of these names."""
    text_of = dict(zip(texts["source_id"], texts["text"], strict=True))
    found: set[str] = set()
    for source_id, spoken in turns.groupby("source_id", sort=True):
        text = text_of[source_id]
        found |= structure.names_in(text[label.start : label.end] for label in labels_of(spoken))
    return sorted(found)


def spoken(texts: pd.DataFrame, turns: pd.DataFrame) -> list[str]:
    """The texts of some sources, each without its speaker labels. texts, turns: the contracts of these names."""
    by_source = dict(list(turns.groupby("source_id", sort=False)))
    return [
        structure.spoken(text, labels_of(by_source[source_id]) if source_id in by_source else ())
        for source_id, text in zip(texts["source_id"], texts["text"], strict=True)
    ]


def of_cases(
    texts: pd.DataFrame, turns: pd.DataFrame, lexicons: pd.DataFrame, register: Rows, settings: Settings
) -> pd.DataFrame:
    """What the rules find in a whole study when nobody has decided anything (contract `identifiers`).

    texts, turns, lexicons: the contracts `texts`, `turns` and `lexicon`, of all cases.
    """
    found = [
        find(
            of_case,
            turns[turns["case_id"] == case_id],
            from_rows(lexicons[lexicons["case_id"] == case_id]),
            register,
            None,
            settings,
        )
        for case_id, of_case in texts.groupby("case_id")
    ]
    return (
        pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(CONTRACTS["identifiers"].columns))
    )


def labels_of(turns: pd.DataFrame) -> list[structure.Label]:
    """Where the speaker labels of a source stand: before its turns, and repeated inside them."""
    labels = []
    for turn in turns.itertuples():
        if turn.label_start >= 0:
            who = OBSERVER if turn.layer == INFERENCE else turn.participant_id  # whose thoughts are nobody's words
            labels.append(structure.Label(turn.label_start, turn.label_end, who))
        elif turn.layer == "label":
            labels.append(structure.Label(turn.start, turn.end, turn.participant_id))
    return labels


def row_of(source: Mapping[str, object], span: Span) -> dict[str, object]:
    """A find as a row of the contract `identifiers`, without a verdict. source: a row of the contract `texts`."""
    return {
        "source_id": source["source_id"],
        "case_id": source["case_id"],
        "start": span.start,
        "end": span.end,
        "text": source["text"][span.start : span.end],
        "kind": span.kind,
        "layer": span.layer,
        "rule_id": span.rule_id,
        "entity": span.entity,
        "action": "",
        "by": "",
        "replacement": "",
        "new_start": -1,
        "new_end": -1,
    }
