"""Judge the study's claims by their criteria."""

from multicase import claims, frames
from multicase.claims import judge
from multicase.journal import journal
from multicase.study import codebook, files

with journal(snakemake):
    codes = codebook.codes(codebook.read(snakemake.input.codebook[0]))
    verdicts = judge.judge(
        claims.parse(files.mapping(snakemake.input.claims)),
        evidence=frames.read(snakemake.input.evidence, "evidence"),
        cases=list(files.frame(snakemake.input.cases, "cases")["case_id"]),
        called=dict(zip(codes["code"], codes["label"], strict=True)),
    )
    frames.write(verdicts, snakemake.output[0], "verdicts")
