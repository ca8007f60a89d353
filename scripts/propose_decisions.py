"""Propose decisions about what nobody has decided, and pseudonyms for registered entities without one."""

from multicase import frames, schemas
from multicase.anonymise import propose
from multicase.journal import journal

with journal(snakemake.log[0], closed=True):
    queue = propose.queue(
        identifiers=frames.read(snakemake.input.identifiers, "identifiers"),
        texts=frames.read(snakemake.input.texts, "texts"),
    )
    pseudonyms = propose.pseudonyms(
        register=schemas.rows(snakemake.input.register),
        given=schemas.rows(snakemake.input.pseudonyms),
    )
    queue.to_csv(snakemake.output.queue, index=False, lineterminator="\n")
    pseudonyms.to_csv(snakemake.output.pseudonyms, index=False, lineterminator="\n")
