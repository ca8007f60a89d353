"""Find what people coded in the anonymised text, and lay it over the segments."""

from multicase import frames
from multicase.code import manual
from multicase.exchange import coders
from multicase.journal import journal
from multicase.study import codebook, files

with journal(snakemake):
    book = codebook.read(snakemake.input.codebook[0])
    texts = manual.texts_below(snakemake.input.texts)
    segments = frames.read(snakemake.input.segments, "segments")
    codings, unplaced = manual.code(
        codings=coders.read(
            snakemake.input.codings,
            texts,
            book,
            files.mapping(snakemake.input.migrations).get("migrations", []),
            frames.read(snakemake.input.handed_in, "handed_in"),
            segments,
            snakemake.params.closed,
        ),
        texts=texts,
        segments=segments,
        codes=codebook.code_ids(book),
        closed=snakemake.params.closed,
    )
    frames.write(codings, snakemake.output.codings, "codings")
    frames.write(unplaced, snakemake.output.unplaced, "unplaced")
    manual.write_waiting(unplaced, snakemake.output.waiting)
