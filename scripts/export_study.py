"""Write the anonymised, coded study in the formats of other tools."""

from multicase import frames
from multicase.code.manual import texts_below
from multicase.exchange import exporting
from multicase.exchange.parts import Parts
from multicase.journal import journal
from multicase.study import attributes, codebook, disclosure, files

with journal(snakemake):
    declared = attributes.declared(snakemake.params.study)
    people = disclosure.shown(files.frame(snakemake.input.participants, "participants"), declared, snakemake.params.k)
    parts = Parts(
        study=snakemake.params.name,
        texts=texts_below(snakemake.input.texts),
        codings=frames.read(snakemake.input.codings, "codings"),
        codebook=codebook.read(snakemake.input.codebook[0]),
        participants=people.to_dict("records"),
        sources=files.rows(snakemake.input.sources, "sources"),
        attributes=attributes.in_order_of(
            list(people.columns), ["role_group", *(name for name in attributes.given_up(declared) if name != "role")]
        ),
    )
    exporting.write(parts, snakemake.output)
