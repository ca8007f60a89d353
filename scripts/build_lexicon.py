"""Collect what the words of a case are, ordinary ones and names that its texts tell, once it is settled who speaks."""

from multicase import frames
from multicase.anonymise import find, lexicon, locale
from multicase.ingest import questions
from multicase.journal import journal

with journal(snakemake, closed=True):
    questions.refuse_while_open(frames.read(snakemake.input.questions, "questions"))
    texts = frames.read(snakemake.input.texts, "texts")
    turns = frames.read(snakemake.input.turns, "turns")
    words = lexicon.of_case(
        texts, locale.load(snakemake.params.locale), find.label_names(texts, turns), find.spoken(texts, turns)
    )
    frames.write(words, snakemake.output[0], "lexicon")
