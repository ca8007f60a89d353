"""Carry codings of the texts before anonymisation over to the anonymised texts."""

from multicase import frames
from multicase.code import manual
from multicase.exchange import before
from multicase.journal import journal

with journal(snakemake, closed=True):
    carried = before.carried(
        codings=manual.read(snakemake.input.codings),
        texts=frames.read(snakemake.input.texts, "texts"),
        identifiers=frames.read(snakemake.input.identifiers, "identifiers"),
    )
    frames.write(carried, snakemake.output[0], "handed_in")
