"""The optional last layer: names that a trained model sees and no rule found. It puts them before people, no more.

The model is a spaCy pipeline: one that the user has installed, one trained on the study's own decisions (`training`),
or both. Nothing needs it, and nothing is replaced because of it: its finds wait in the queue as cues do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from multicase.anonymise import beyond
from multicase.anonymise.beyond import Find
from multicase.anonymise.labels import kind_of
from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

LAYER = "model"
KINDS = ("person", "organisation", "place")


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


def add(
    texts: pd.DataFrame, found: pd.DataFrame, pipelines: Mapping[str, Language], ordinary: Collection[str] = ()
) -> pd.DataFrame:
    """What the rules found (contract `identifiers`), and what only a model sees, of layer `model`.

    texts: the contract. pipelines: by the name that `rule_id` tells. Of a find that meets
    another the rest is one, unless all of its words are `ordinary`.
    """

    def see(source: Mapping[str, object]) -> Iterator[Find]:
        for name, pipeline in pipelines.items():
            for start, end, kind in seen(str(source["text"]), pipeline):
                yield Find(start, end, kind, LAYER, name)

    return beyond.add(texts, found, see, ordinary)


def seen(text: str, pipeline: Language) -> Iterator[tuple[int, int, str]]:
    """The names that a pipeline sees in a text: start, end, kind. They never leave their line."""
    starts, place, parts = [], 0, text.split("\n")
    for part in parts:
        starts.append(place)
        place += len(part) + 1
    read = [(part, start) for part, start in zip(parts, starts, strict=True) if part.strip()]
    for document, start in pipeline.pipe(read, as_tuples=True):
        for entity in document.ents:
            kind = kind_of(entity.label_)
            if kind in KINDS and any(letter.isalpha() for letter in entity.text):
                yield start + entity.start_char, start + entity.end_char, kind
