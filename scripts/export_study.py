"""Write the anonymised, coded study in the formats of other tools."""

from multicase import frames
from multicase.code.manual import texts_below
from multicase.exchange import exporting
from multicase.exchange.parts import Parts
from multicase.journal import journal
from multicase.study import codebook, disclosure, files

with journal(snakemake.log[0]):
    people = files.rows(snakemake.input.participants) or []
    parts = Parts(
        study=snakemake.params.study,
        texts=texts_below(snakemake.input.texts),
        codings=frames.read(snakemake.input.codings, "codings"),
        codebook=codebook.read(snakemake.input.codebook[0]),
        participants=disclosure.generalised_rows(people, snakemake.params.k),
        sources=files.rows(snakemake.input.sources),
    )
    exporting.write(parts, snakemake.output)
