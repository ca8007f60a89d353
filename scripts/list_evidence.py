"""Lay the evidence open in plain files."""

from multicase import claims, frames
from multicase.audit import listing
from multicase.claims import units
from multicase.journal import journal
from multicase.study import attributes, codebook, files

with journal(snakemake):
    people = {name: files.frame(snakemake.input[name], name) for name in snakemake.params.people}
    evidence = frames.read(snakemake.input.evidence, "evidence")
    found = listing.listed(
        evidence=evidence,
        removed=frames.read(snakemake.input.removed, "evidence"),
        codings=frames.read(snakemake.input.codings, "codings"),
        segments=frames.read(snakemake.input.segments, "segments"),
        read_sources=frames.read(snakemake.input.read_sources, "read_sources"),
        people=people,
        codes=codebook.marked(
            codebook.told_apart(codebook.codes(codebook.read(snakemake.input.codebook[0]))),
            snakemake.params.study.get("added", {}),
        ),
        declared=attributes.declared(snakemake.params.study),
        k=snakemake.params.k,
        k_beside_words=snakemake.params.k_beside_words,
    )
    register = claims.parse(files.mapping(snakemake.input.claims), snakemake.params.judged)
    register = claims.shown(register, people["sources"].to_dict("records"), units.held_back(register, evidence))
    listing.write(found, register, dict(snakemake.output.items()))
