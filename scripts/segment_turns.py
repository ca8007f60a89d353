"""Cut anonymised turns into segments, the units that coders code."""

from multicase import frames, segment
from multicase.journal import journal

with journal(snakemake.log[0]):
    frames.write(
        segment.cut(frames.read(snakemake.input[0], "anonymised"), unit=snakemake.params.unit),
        snakemake.output[0],
        "segments",
    )
