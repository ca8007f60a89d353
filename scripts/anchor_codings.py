"""Find what people coded in the anonymised text, and lay it over the segments."""

from pathlib import Path

from multicase import frames, schemas, study
from multicase.code import manual
from multicase.journal import journal

with journal(snakemake.log[0]):
    codings = manual.code(
        codings=manual.read(snakemake.input.codings),
        texts=manual.texts_below(snakemake.input.texts),
        segments=frames.read(snakemake.input.segments, "segments"),
        codes=study.code_ids(schemas.parse_yaml(Path(snakemake.input.codebook).read_text(encoding="utf-8-sig"))),
    )
    frames.write(codings, snakemake.output[0], "codings")
