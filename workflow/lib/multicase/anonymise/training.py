"""Training the optional model on what people decided: names that they settled, in the lines they stand in.

About five thousand annotated words already help. What it adds is reported on sources that it didn't learn from.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from multicase.anonymise import find, lexicon
from multicase.anonymise import locale as locales
from multicase.anonymise import register as registers
from multicase.anonymise.beyond import meets
from multicase.anonymise.decide import Decisions, Verdict, decide
from multicase.anonymise.detect import Settings
from multicase.anonymise.model import KINDS, seen
from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

Rows = Iterable[Mapping[str, str]] | None
PASSES, BATCH, DROPOUT = 5, 64, 0.2
HELD_OUT = 5  # one source in so many is held out for the report
FEWEST = 100  # decided names without which there is nothing to learn from
AFTER_LABEL = ": \t\u00a0"
REPORT = ("kind", "decided", "by_rules", "by_model", "by_either", "beyond_rules", "model_flags")


@dataclass(frozen=True)
class Line:
    """A line without its speaker label, where it begins in its source, and the decided names in it.

    names: start, end (code points of the line, end exclusive), kind. certain: nothing in it waits for a decision.
    """

    source_id: str
    start: int
    text: str
    names: tuple[tuple[int, int, str], ...]
    certain: bool = True


def train_and_report(
    texts: pd.DataFrame,
    turns: pd.DataFrame,
    found: pd.DataFrame,
    *,
    register: Rows,
    decisions: Rows,
    pseudonyms: Rows,
    settings: Settings,
    seed: int,
) -> tuple[Language, pd.DataFrame]:
    """A pipeline trained on the whole study, and the report (REPORT) on one trained without the sources held out.

    texts, turns, found: contracts `texts`, `turns`, `identifiers`, of the whole study. Raises StudyError where too few
    names are decided.
    """
    known = registers.build(register, None, pseudonyms, locales.load(settings.locale))
    decided = Decisions(decisions)
    examples = lines(texts, found, [decide(row, decided, known, settings) for row in found.to_dict("records")])
    others = held_out(texts["source_id"])
    learned = train([line for line in examples if line.source_id not in others], seed)
    unseen = [line for line in examples if line.source_id in others]
    told = report(unseen, _ruled(texts, turns, others, settings), learned)
    return train(examples, seed), told


def _ruled(texts: pd.DataFrame, turns: pd.DataFrame, others: set[str], settings: Settings) -> pd.DataFrame:
    """What the rules flag in the sources held out when they know neither register nor decisions."""
    flagged = []
    for case_id, of_case in texts.groupby("case_id"):
        chosen = of_case[of_case["source_id"].isin(others)]
        spoken = turns[turns["case_id"] == case_id]
        flagged.append(
            find.find(
                chosen, spoken, lexicon.of_texts(of_case["text"], locales.load(settings.locale)), None, None, settings
            )
        )
    every = pd.concat(flagged, ignore_index=True)
    return every[every["layer"] != "wide"]


def lines(texts: pd.DataFrame, found: pd.DataFrame, verdicts: Sequence[Verdict]) -> list[Line]:
    """The lines of some texts with the names that people decided about, as `train` and `report` take them.

    verdicts: one for each row of found (contract `identifiers`), as `decide` gives them.
    """
    decided = found.assign(by=[v.by for v in verdicts], action=[v.action for v in verdicts])
    spans = dict(list(decided.groupby("source_id", sort=False)))
    return [
        line
        for source in texts.to_dict("records")
        for line in _lines(source, spans.get(source["source_id"], decided.iloc[:0]))
    ]


def held_out(source_ids: Iterable[str]) -> set[str]:
    """The sources that the report is about: one in HELD_OUT, at least one, chosen by their ids alone."""
    mixed = sorted(set(source_ids), key=lambda source_id: hashlib.sha256(source_id.encode()).hexdigest())
    return set(mixed[: max(1, len(mixed) // HELD_OUT)])


def train(examples: Sequence[Line], seed: int) -> Language:
    """A small pipeline that learned names (KINDS) from decided lines; those where something is undecided are left out.

    Raises StudyError where fewer than FEWEST names are decided. The same lines and seed give the same model; the
    workflow fixes the number of threads.
    """
    import spacy
    from spacy.util import compounding, fix_random_seed, minibatch

    known = [line for line in examples if line.certain and line.text.strip()]
    decided = sum(len(line.names) for line in known)
    if decided < FEWEST:
        found, wanted = f"{decided} decided names to learn from", f"at least {FEWEST}"
        todo = "Decide the queue first, or set anonymise.train to false."
        raise StudyError([Problem("config.yaml", "anonymise.train", found, wanted, todo)])
    fix_random_seed(seed)
    draw = random.Random(seed)
    pipeline = spacy.blank("en")
    recogniser = pipeline.add_pipe("ner")
    for kind in KINDS:
        recogniser.add_label(kind)
    given = [_example(pipeline, line) for line in known]
    optimiser = pipeline.initialize(lambda: given)
    for _ in range(PASSES):
        draw.shuffle(given)
        for batch in minibatch(given, size=compounding(4, BATCH, 1.01)):
            pipeline.update(batch, sgd=optimiser, drop=DROPOUT)
    return pipeline


def report(examples: Sequence[Line], ruled: pd.DataFrame, pipeline: Language) -> pd.DataFrame:
    """What a model adds on sources it has not learned from: columns REPORT, a row a kind and one for all.

    examples: held-out lines. ruled: source_id, start, end of what the rules flag there without a register and without
    decisions. decided: mentions that people settled as names; by_rules, by_model, by_either: those of them that are
    met; beyond_rules: those that only the model meets; model_flags: all that it flags.
    """
    flagged = {
        source_id: list(zip(rows["start"], rows["end"], strict=True)) for source_id, rows in ruled.groupby("source_id")
    }
    rows: list[dict[str, object]] = []
    for line in examples:
        names = list(seen(line.text, pipeline))
        rows += [{"kind": kind, "model_flags": 1} for _, _, kind in names]
        for start, end, kind in line.names:
            by_rules = meets(flagged.get(line.source_id, ()), line.start + start, line.start + end)
            by_model = meets([(a, b) for a, b, _ in names], start, end)
            told = (True, by_rules, by_model, by_rules or by_model, by_model and not by_rules)
            rows.append({"kind": kind} | dict(zip(REPORT[1:-1], map(int, told), strict=True)))
    counts = pd.DataFrame(rows, columns=list(REPORT)).fillna(0)
    by_kind = counts.groupby("kind")[list(REPORT[1:])].sum().reindex(KINDS, fill_value=0)
    by_kind.loc["all"] = by_kind.sum()
    return by_kind.astype(int).rename_axis("kind").reset_index()


def _lines(source: Mapping[str, object], found: pd.DataFrame) -> Iterator[Line]:
    spans, place = list(found.itertuples()), 0
    for text in source["text"].split("\n"):
        inside = [span for span in spans if place <= span.start < place + len(text)]
        label = max((span.end - place for span in inside if span.layer == "structure"), default=0)
        begin = len(text) - len(text[label:].lstrip(AFTER_LABEL)) if label else 0
        names = tuple(
            (span.start - place - begin, span.end - place - begin, span.kind)
            for span in inside
            if span.start - place >= begin
            and span.kind in KINDS
            and span.by in {"register", "decision"}
            and span.action != "keep"
        )
        yield Line(source["source_id"], place + begin, text[begin:], names, all(span.by != "nobody" for span in inside))
        place += len(text) + 1


def _example(pipeline: Language, line: Line) -> Example:
    from spacy.training import Example

    document = pipeline.make_doc(line.text)
    # A name that begins or ends inside a token (`Holt's` may be one) is widened to whole tokens.
    entities = [
        (span.start_char, span.end_char, label)
        for start, end, label in line.names
        if (span := document.char_span(start, end, alignment_mode="expand")) is not None
    ]
    return Example.from_dict(document, {"entities": _apart(entities)})


def _apart(entities: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for entity in sorted(entities):
        if not kept or entity[0] >= kept[-1][1]:
            kept.append(entity)
    return kept
