"""Find what people coded in the anonymised text, and lay it over the segments."""

from multicase import frames
from multicase.code import manual
from multicase.exchange import coders
from multicase.journal import journal
from multicase.study import codebook, files, study

with journal(snakemake.log[0]):
    book = codebook.read(snakemake.input.codebook[0])
    texts = manual.texts_below(snakemake.input.texts)
    migrations = files.mapping(snakemake.input.migrations).get("migrations", [])
    codings = manual.code(
        codings=coders.read(snakemake.input.codings, texts, book, migrations),
        texts=texts,
        segments=frames.read(snakemake.input.segments, "segments"),
        codes=study.code_ids(book),
    )
    frames.write(codings, snakemake.output[0], "codings")
