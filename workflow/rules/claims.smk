"""Claims: verdicts, by the criteria of the claims register.

Reads   <results>/themes/evidence.parquet, removed.parquet; claims.yaml, cases.csv, codebook.yaml
Writes  <results>/claims/verdicts.parquet
"""


rule judge_claims:
    """Judge each claim in each case and over all, and over all again with each single decision taken otherwise."""
    input:
        evidence="<results>/themes/evidence.parquet",
        removed="<results>/themes/removed.parquet",
        claims=study_file("claims"),
        cases=study_file("cases"),
        codebook=study_file("codebook"),
    output:
        "<results>/claims/verdicts.parquet",
    log:
        "<results>/logs/judge_claims.log",
        "<results>/logs/judge_claims.json",
    conda:
        "../../environment.yml"
    params:
        judged=unmet.judged(STUDY),
        code=code_of("judge_claims"),
    script:
        "../../scripts/judge_claims.py"
