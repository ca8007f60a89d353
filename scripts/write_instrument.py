"""Lay the study's instrument open, for those who replicate it."""

from multicase import claims, frames
from multicase.claims import units
from multicase.journal import journal
from multicase.study import files, originals

with journal(snakemake):
    originals.write(
        snakemake.output[0],
        snakemake.params.name,
        snakemake.params.about,
        paths={name: snakemake.input[name][0] for name in originals.DOCUMENTS if snakemake.input.get(name)},
        settings=snakemake.params.settings,
        sources=files.rows(snakemake.input.sources, "sources"),
        passed_on=snakemake.params.passed_on,
        held_back=units.held_back(
            claims.parse(files.mapping(snakemake.input.claims)), frames.read(snakemake.input.evidence, "evidence")
        ),
    )
