"""Refuse to go on while a question is open about who speaks."""

from multicase import frames
from multicase.ingest import questions
from multicase.journal import journal
from multicase.study import files

with journal(snakemake, closed=True):
    asked = questions.all_of(
        frames.read(snakemake.input.questions, "questions"),
        turns=frames.read(snakemake.input.turns, "turns"),
        speakers=files.rows(snakemake.input.speakers, "speakers"),
    )
    questions.refuse_while_open(asked)
    frames.write_csv(asked, snakemake.output[0])
