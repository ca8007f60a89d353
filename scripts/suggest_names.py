"""Add to what the rules found what only a trained model or another program sees."""

from pathlib import Path

from multicase import frames
from multicase.anonymise import locale, model, programs
from multicase.journal import journal, note
from multicase.study import programs as records

with journal(snakemake, closed=True):
    name = snakemake.params.model
    pipelines = {name: model.installed(name)} if name else {}
    if snakemake.input.trained:
        pipelines["trained"] = model.trained(snakemake.input.trained)
    texts = frames.read(snakemake.input.texts, "texts")
    asked, study = snakemake.params.programs, Path(snakemake.params.study)
    words = locale.load(snakemake.params.locale)
    ordinary = words.openers | words.determiners | words.titles
    recorded = records.records(study, asked)
    found = model.add(
        texts=texts,
        found=frames.read(snakemake.input.found, "identifiers"),
        pipelines=pipelines,
        ordinary=ordinary,
    )
    found = programs.add(texts, found, recorded, ordinary)
    note(snakemake, programs.notes(texts, recorded, asked, study))
    frames.write(found, snakemake.output[0], "identifiers")
