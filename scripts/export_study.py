"""Write the anonymised, coded study in the formats of other tools."""

from multicase import codebook, disclosure, frames, schemas
from multicase.code.manual import texts_below
from multicase.journal import journal
from multicase.qda import exporting
from multicase.qda.parts import Parts

with journal(snakemake.log[0]):
    people = schemas.rows(snakemake.input.participants) or []
    parts = Parts(
        study=snakemake.params.study,
        texts=texts_below(snakemake.input.texts),
        codings=frames.read(snakemake.input.codings, "codings"),
        codebook=codebook.read(snakemake.input.codebook[0]),
        participants=disclosure.generalised_rows(people, snakemake.params.k),
        sources=schemas.rows(snakemake.input.sources),
    )
    exporting.write(parts, snakemake.output)
