"""Train a recogniser of names on the study's own decisions."""

from multicase import frames
from multicase.anonymise import training
from multicase.anonymise.detect import Settings
from multicase.journal import journal
from multicase.study import files

with journal(snakemake, closed=True):
    pipeline, report = training.train_and_report(
        texts=frames.read(snakemake.input.texts, "texts"),
        turns=frames.read(snakemake.input.turns, "turns"),
        found=frames.read(snakemake.input.found, "identifiers"),
        register=files.rows(snakemake.input.register, "register"),
        decisions=files.rows(snakemake.input.decisions, "decisions"),
        pseudonyms=files.rows(snakemake.input.pseudonyms, "pseudonyms"),
        settings=Settings(**snakemake.params.settings),
        seed=snakemake.params.seed,
    )
    report.to_csv(snakemake.output.report, index=False, lineterminator="\n")
    pipeline.to_disk(snakemake.output.model)
