"""A small study taken from raw files to laid codings in one process, as the workflow's rules do it one after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from multicase import frames, ingest, segment
from multicase.anonymise import apply, find, lexicon, locale, register
from multicase.anonymise.detect import Settings
from multicase.code import manual
from multicase.exchange import before, coders
from multicase.ingest import questions
from multicase.study import codebook
from multicase.study import study as studies
from multicase.study.consent import CLOSED

LOCALE = "en_GB"


@dataclass(frozen=True)
class Texts:
    """A study's texts. canonical, anonymised: by source. identifiers, segments: the contracts. asked: open questions."""

    canonical: Mapping[str, str]
    anonymised: Mapping[str, str]
    texts: pd.DataFrame
    identifiers: pd.DataFrame
    segments: pd.DataFrame
    asked: pd.DataFrame


@dataclass(frozen=True)
class Laid:
    """A study's codings. carried: contract `handed_in`; codings, unplaced: the contracts; waiting: waiting.csv."""

    carried: pd.DataFrame
    codings: pd.DataFrame
    unplaced: pd.DataFrame
    waiting: pd.DataFrame


def anonymised(root: Path) -> Texts:
    """The texts of the study in `root`, read and anonymised."""
    study = studies.load(root)
    words = locale.load(LOCALE)
    settings = Settings(locale=LOCALE)
    given = [source for source in study.sources if source["consent"] != CLOSED]
    read = ingest.ingest(given, study.speakers, root, study.columns or [])
    asked = questions.all_of(read.questions, turns=read.turns, speakers=study.speakers)
    done = []
    for case_id, texts in read.texts.groupby("case_id", sort=True):
        turns = read.turns[read.turns["case_id"] == case_id]
        known = lexicon.from_rows(
            lexicon.of_case(texts, words, find.label_names(texts, turns), find.spoken(texts, turns))
        )
        speakers = register.of_speakers(study.speakers, dict.fromkeys(texts["source_id"], case_id))
        found = find.find(
            texts=texts, turns=turns, lexicon=known, register=study.register, decisions=study.decisions,
            settings=settings, speakers=speakers,
        )  # fmt: skip
        done.append(
            apply.anonymise(
                texts=texts,
                turns=turns,
                found=found,
                lexicon=known,
                register=study.register,
                decisions=study.decisions,
                pseudonyms=study.pseudonyms,
                settings=settings,
                speakers=speakers,
            )
        )
    turns, identifiers = (pd.concat([item[n] for item in done], ignore_index=True) for n in (0, 1))
    return Texts(
        dict(zip(read.texts["source_id"], read.texts["text"], strict=True)),
        {source_id: text for item in done for source_id, text in item[3].items()},
        read.texts,
        identifiers,
        segment.cut(turns, "turn"),
        asked,
    )


def laid(root: Path, texts: Texts, folder: Path) -> Laid:
    """What people coded in the study, before and after anonymisation, laid over its texts. folder: for waiting.csv."""
    book = codebook.read(root / "codebook.yaml")
    closed = sorted((root / "private/codings").glob("*.csv"))
    carried = before.carried(manual.read(closed), texts.texts, texts.identifiers)
    carried = frames.conform(carried, "handed_in").to_pandas()
    open_ = sorted((root / "codings").glob("*.csv"))
    given = coders.read(open_, texts.anonymised, book, [], carried)
    codings, unplaced = manual.code(given, texts.anonymised, texts.segments, codebook.code_ids(book))
    manual.write_waiting(unplaced, folder / "waiting.csv")
    return Laid(carried, codings, unplaced, pd.read_csv(folder / "waiting.csv", keep_default_na=False))


def written(texts: Texts, results: Path) -> None:
    """Lays the texts where a build would, for the commands that read a build."""
    frames.write_texts(texts.anonymised, results / "anonymised/all")
    (results / "private/texts").mkdir(parents=True, exist_ok=True)
    frames.write(texts.texts, results / "private/texts/all.parquet", "texts")
    (results / "segments").mkdir(exist_ok=True)
    frames.write(texts.segments, results / "segments/all.parquet", "segments")
