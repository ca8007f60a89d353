"""Decide about what was found in a batch, and replace it."""

from pathlib import Path

from multicase import frames
from multicase.anonymise import apply
from multicase.anonymise.detect import Settings
from multicase.journal import journal
from multicase.study import files

with journal(snakemake, closed=True):
    anonymised, identifiers, log, texts = apply.anonymise(
        texts=frames.read(snakemake.input.texts, "texts"),
        turns=frames.read(snakemake.input.turns, "turns"),
        found=frames.read(snakemake.input.found, "identifiers"),
        register=files.rows(snakemake.input.register, "register"),
        decisions=files.rows(snakemake.input.decisions, "decisions"),
        pseudonyms=files.rows(snakemake.input.pseudonyms, "pseudonyms"),
        settings=Settings(**snakemake.params.settings),
    )
    frames.write(identifiers, snakemake.output.identifiers, "identifiers")
    frames.write(anonymised, snakemake.output.anonymised, "anonymised")
    frames.write(log, snakemake.output.log, "log")
    frames.write_texts(texts, Path(snakemake.output.texts))
