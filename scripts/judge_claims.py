"""Judge the study's claims by their criteria, and again with each decision taken otherwise."""

import pandas as pd
from multicase import claims, frames
from multicase.claims import judge, robustness
from multicase.journal import journal
from multicase.study import codebook, files

with journal(snakemake):
    codes = codebook.codes(codebook.read(snakemake.input.codebook[0]))
    told = {
        "claims": claims.parse(files.mapping(snakemake.input.claims)),
        "evidence": frames.read(snakemake.input.evidence, "evidence"),
        "cases": list(files.frame(snakemake.input.cases, "cases")["case_id"]),
        "called": dict(zip(codes["code"], codes["label"], strict=True)),
    }
    again = robustness.judge_again(**told, removed=frames.read(snakemake.input.removed, "evidence"))
    frames.write(pd.concat([judge.judge(**told), again]), snakemake.output[0], "verdicts")
