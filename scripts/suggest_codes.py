"""Suggest codes for what nobody has coded, and tell how well the model does."""

from multicase import frames
from multicase.code import model
from multicase.journal import journal
from multicase.study import codebook, files

with journal(snakemake):
    evaluation, suggestions = model.evaluate(
        segments=frames.read(snakemake.input.segments, "segments"),
        manual=frames.read(snakemake.input.manual, "codings"),
        dictionary=frames.read(snakemake.input.dictionary, "codings"),
        adjudication=files.rows(snakemake.input.adjudication, "adjudication") or [],
        codes=codebook.code_ids(codebook.read(snakemake.input.codebook[0])),
        least=snakemake.params.least,
        processes=snakemake.threads,
    )
    evaluation.to_csv(snakemake.output.evaluation, index=False, lineterminator="\n")
    frames.write(suggestions, snakemake.output.suggestions, "codings")
