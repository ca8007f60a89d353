"""Write the anonymised, coded study as a database, and what Datasette shows of it."""

from multicase import frames
from multicase.code.manual import texts_below
from multicase.exchange import database, gathered
from multicase.journal import journal
from multicase.study import attributes, codebook, files
from multicase.study.consent import is_open

with journal(snakemake):
    declared = attributes.declared(snakemake.params.study)
    parts = gathered.parts(
        study=snakemake.params.name,
        texts=texts_below(snakemake.input.texts),
        codings=frames.read(snakemake.input.codings, "codings"),
        codebook=codebook.read(snakemake.input.codebook[0]),
        people=files.frame(snakemake.input.participants, "participants"),
        sources=files.rows(snakemake.input.sources, "sources"),
        declared=declared,
        k=snakemake.params.k,
        chosen=is_open,
    )
    database.write(
        parts,
        segments=frames.read(snakemake.input.segments, "segments"),
        cases=files.rows(snakemake.input.cases, "cases"),
        declared=declared["cases"],
        about=snakemake.params.about,
        paths=snakemake.output,
    )
