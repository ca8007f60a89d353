"""The optional last layer: names that a trained model sees and no rule found. It puts them before people, no more.

The model is a spaCy pipeline: one that the user has installed, one trained on the study's own decisions (`training`),
or both. Nothing needs it, and nothing is replaced because of it: its finds wait in the queue as cues do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from multicase.contracts import CONTRACTS
from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

LAYER = "model"
KINDS = ("person", "organisation", "place")
# The labels of spaCy's own English pipelines, and those of one trained on a study.
LABELS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"} | {
    kind: kind for kind in KINDS
}


def installed(name: str) -> Language:
    """An installed spaCy pipeline with a named-entity recogniser. Raises StudyError where there is none."""
    import spacy

    todo = "Install it, name another, or leave anonymise.model empty."
    try:
        pipeline = spacy.load(name)
    except (OSError, ImportError, ValueError):
        found, wanted = f"'{name}', which spaCy can't load", "an installed pipeline"
        raise StudyError([Problem("config.yaml", "anonymise.model", found, wanted, todo)]) from None
    if "ner" not in pipeline.pipe_names:
        found, wanted = f"'{name}', which recognises no names", "a pipeline with the component ner"
        raise StudyError([Problem("config.yaml", "anonymise.model", found, wanted, todo)])
    return pipeline


def trained(folder: str | Path) -> Language:
    """The pipeline that `training` left in a folder."""
    import spacy

    return spacy.load(folder)


def add(texts: pd.DataFrame, found: pd.DataFrame, pipelines: Mapping[str, Language]) -> pd.DataFrame:
    """What the rules found (contract `identifiers`), and what only a model sees, of layer `model`.

    texts: the contract. pipelines: by the name that `rule_id` tells. A find that meets another is none.
    """
    spans = dict(list(found.groupby("source_id", sort=False)))
    rows: list[dict[str, object]] = []
    for source in texts.to_dict("records"):
        known = spans[source["source_id"]] if source["source_id"] in spans else found.iloc[:0]
        taken = [(row.start, row.end) for row in known.itertuples()]
        for name, pipeline in pipelines.items():
            for start, end, kind in seen(source["text"], pipeline):
                if not meets(taken, start, end):
                    taken.append((start, end))
                    rows.append(_row(source, start, end, kind, name))
    columns = list(CONTRACTS["identifiers"].columns)
    more = pd.concat([found, pd.DataFrame(rows, columns=columns)], ignore_index=True) if rows else found
    order = {source_id: place for place, source_id in enumerate(texts["source_id"])}
    more = more.assign(place=more["source_id"].map(order)).sort_values(["place", "start"], kind="stable")
    return more[columns].reset_index(drop=True)


def seen(text: str, pipeline: Language) -> Iterator[tuple[int, int, str]]:
    """The names that a pipeline sees in a text: start, end, kind. They never leave their line."""
    starts, place, parts = [], 0, text.split("\n")
    for part in parts:
        starts.append(place)
        place += len(part) + 1
    read = [(part, start) for part, start in zip(parts, starts, strict=True) if part.strip()]
    for document, start in pipeline.pipe(read, as_tuples=True):
        for entity in document.ents:
            if entity.label_ in LABELS and any(letter.isalpha() for letter in entity.text):
                yield start + entity.start_char, start + entity.end_char, LABELS[entity.label_]


def meets(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < b and a < end for a, b in spans)


def _row(source: Mapping[str, object], start: int, end: int, kind: str, rule: str) -> dict[str, object]:
    return {
        "source_id": source["source_id"],
        "case_id": source["case_id"],
        "start": start,
        "end": end,
        "text": source["text"][start:end],
        "kind": kind,
        "layer": LAYER,
        "rule_id": rule,
        "entity": "",
        "action": "",
        "by": "",
        "replacement": "",
        "new_start": -1,
        "new_end": -1,
    }
