"""Suggest codes for what nobody has coded, and tell how well the model does."""

from multicase import frames
from multicase.code import model
from multicase.journal import journal
from multicase.reliability import units
from multicase.study import codebook, files

with journal(snakemake):
    book = codebook.read(snakemake.input.codebook[0])
    segments = frames.read(snakemake.input.segments, "segments")
    manual = frames.read(snakemake.input.manual, "codings")
    readings = files.frame(snakemake.input.readings, "readings")
    evaluation, suggestions = model.evaluate(
        segments=segments,
        manual=manual,
        dictionary=frames.read(snakemake.input.dictionary, "codings"),
        adjudication=files.rows(snakemake.input.adjudication, "adjudication") or [],
        codes=codebook.code_ids(book),
        least=snakemake.params.least,
        processes=snakemake.threads,
        read=units.read(readings if len(readings) else None, segments, manual),
        sought={code for code, _ in codebook.indicators(book)},
    )
    evaluation.to_csv(snakemake.output.evaluation, index=False, lineterminator="\n")
    frames.write(suggestions, snakemake.output.suggestions, "codings")
