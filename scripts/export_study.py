"""Write the anonymised, coded study in the formats of other tools."""

from multicase import frames
from multicase.code.manual import texts_below
from multicase.exchange import exporting, gathered
from multicase.journal import journal
from multicase.study import attributes, codebook, files

with journal(snakemake):
    parts = gathered.parts(
        study=snakemake.params.name,
        texts=texts_below(snakemake.input.texts),
        codings=frames.read(snakemake.input.codings, "codings"),
        codebook=codebook.read(snakemake.input.codebook[0]),
        people=files.frame(snakemake.input.participants, "participants"),
        sources=files.rows(snakemake.input.sources, "sources"),
        declared=attributes.declared(snakemake.params.study),
        k=snakemake.params.k,
    )
    exporting.write(parts, snakemake.output)
