"""Add to what the rules found the names that only a trained model sees."""

from multicase import frames
from multicase.anonymise import model
from multicase.journal import journal

with journal(snakemake, closed=True):
    name = snakemake.params.model
    pipelines = {name: model.installed(name)} if name else {}
    if snakemake.input.trained:
        pipelines["trained"] = model.trained(snakemake.input.trained)
    found = model.add(
        texts=frames.read(snakemake.input.texts, "texts"),
        found=frames.read(snakemake.input.found, "identifiers"),
        pipelines=pipelines,
    )
    frames.write(found, snakemake.output[0], "identifiers")
