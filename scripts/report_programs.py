"""Tell what the user's own programs found, how much of it the rules find too, and what people decided about it."""

from pathlib import Path

from multicase import frames
from multicase.anonymise import find, programs
from multicase.anonymise.detect import Settings
from multicase.journal import journal
from multicase.study import files
from multicase.study import programs as records

with journal(snakemake, closed=True):
    texts = frames.read(snakemake.input.texts, "texts")
    report = programs.report(
        texts=texts,
        identifiers=frames.read(snakemake.input.identifiers, "identifiers"),
        ruled=find.of_cases(
            texts=texts,
            turns=frames.read(snakemake.input.turns, "turns"),
            lexicons=frames.read(snakemake.input.lexicons, "lexicon"),
            register=files.rows(snakemake.input.register, "register"),
            settings=Settings(**snakemake.params.settings),
        ),
        records=records.records(Path(snakemake.params.study), snakemake.params.programs),
    )
    frames.write_csv(report, snakemake.output[0])
