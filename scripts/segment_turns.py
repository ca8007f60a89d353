"""Cut anonymised turns into segments, the units that coders code."""

from multicase import frames, segment
from multicase.journal import journal

with journal(snakemake):
    segments = segment.cut(
        frames.read(snakemake.input[0], "anonymised"),
        unit=snakemake.params.unit,
        speakers=snakemake.params.speakers,
        rows=snakemake.params.rows,
        locale=snakemake.params.locale,
    )
    frames.write(segments, snakemake.output[0], "segments")
