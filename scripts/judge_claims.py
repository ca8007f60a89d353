"""Judge the study's claims by their criteria, and again with each decision taken otherwise."""

from multicase import claims, frames
from multicase.claims import robustness
from multicase.journal import journal
from multicase.study import codebook, files

with journal(snakemake):
    codes = codebook.told_apart(codebook.codes(codebook.read(snakemake.input.codebook[0])))
    verdicts = robustness.judge_all(
        claims.parse(files.mapping(snakemake.input.claims), snakemake.params.judged),
        evidence=frames.read(snakemake.input.evidence, "evidence"),
        removed=frames.read(snakemake.input.removed, "evidence"),
        cases=list(files.frame(snakemake.input.cases, "cases")["case_id"]),
        called=dict(zip(codes["code"], codes["label"], strict=True)),
    )
    frames.write(verdicts, snakemake.output[0], "verdicts")
