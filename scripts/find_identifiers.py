"""Find what points to a person, organisation or place in a batch of sources."""

from multicase import frames
from multicase.anonymise import find, lexicon, register
from multicase.anonymise.detect import Settings
from multicase.journal import journal
from multicase.study import files

with journal(snakemake, closed=True):
    found = find.find(
        texts=frames.read(snakemake.input.texts, "texts"),
        turns=frames.read(snakemake.input.turns, "turns"),
        lexicon=lexicon.from_rows(frames.read(snakemake.input.lexicon, "lexicon")),
        register=files.rows(snakemake.input.register, "register"),
        decisions=files.rows(snakemake.input.decisions, "decisions"),
        settings=Settings(**snakemake.params.settings),
        speakers=register.of_speakers(files.rows(snakemake.input.speakers, "speakers"), snakemake.params.case_of),
    )
    frames.write(found, snakemake.output[0], "identifiers")
