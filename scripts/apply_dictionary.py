"""Give segments the codes whose indicators they match."""

from multicase import frames
from multicase.code import dictionary
from multicase.journal import journal
from multicase.study import codebook

with journal(snakemake):
    codings = dictionary.code(
        segments=frames.read(snakemake.input.segments, "segments"),
        anonymised=frames.read(snakemake.input.anonymised, "anonymised"),
        codebook=codebook.read(snakemake.input.codebook[0]),
        locale=snakemake.params.locale,
    )
    frames.write(codings, snakemake.output[0], "codings")
