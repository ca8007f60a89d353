"""Give segments the codes whose indicators they match."""

from pathlib import Path

from multicase import frames, schemas
from multicase.code import dictionary
from multicase.journal import journal

with journal(snakemake.log[0]):
    codings = dictionary.code(
        segments=frames.read(snakemake.input.segments, "segments"),
        anonymised=frames.read(snakemake.input.anonymised, "anonymised"),
        codebook=schemas.parse_yaml(Path(snakemake.input.codebook).read_text(encoding="utf-8-sig")),
    )
    frames.write(codings, snakemake.output[0], "codings")
