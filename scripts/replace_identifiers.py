"""Decide about what was found in a batch, and replace it."""

from pathlib import Path

from multicase import frames
from multicase.anonymise import apply, lexicon, register
from multicase.anonymise.detect import Settings
from multicase.ingest import balance
from multicase.journal import journal
from multicase.study import files

with journal(snakemake, closed=True):
    turns = frames.read(snakemake.input.turns, "turns")
    anonymised, identifiers, log, texts = apply.anonymise(
        texts=frames.read(snakemake.input.texts, "texts"),
        turns=turns,
        found=frames.read(snakemake.input.found, "identifiers"),
        lexicon=lexicon.from_rows(frames.read(snakemake.input.lexicon, "lexicon")),
        register=files.rows(snakemake.input.register, "register"),
        decisions=files.rows(snakemake.input.decisions, "decisions"),
        pseudonyms=files.rows(snakemake.input.pseudonyms, "pseudonyms"),
        settings=Settings(**snakemake.params.settings),
        speakers=register.of_speakers(files.rows(snakemake.input.speakers, "speakers"), snakemake.params.case_of),
    )
    frames.write(identifiers, snakemake.output.identifiers, "identifiers")
    frames.write(anonymised, snakemake.output.anonymised, "anonymised")
    frames.write(log, snakemake.output.log, "log")
    left_out = frames.read(snakemake.input.left_out, "left_out")
    frames.write(balance.of_rows(turns, left_out), snakemake.output.balance, "balance")
    frames.write_texts(texts, Path(snakemake.output.texts))
