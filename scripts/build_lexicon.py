"""Collect the words that a case's sources use in lower case."""

from multicase import frames
from multicase.anonymise import lexicon
from multicase.journal import journal

with journal(snakemake, closed=True):
    frames.write(lexicon.of_case(frames.read(snakemake.input.texts, "texts")), snakemake.output[0], "lexicon")
