"""Segment: anonymised turns become the units that coders code.

Reads   <results>/anonymised/{batch}.parquet
Writes  <results>/segments/{batch}.parquet
"""


rule segment_turns:
    """Cut turns into {params.unit}s; an interviewer's turns are kept and not coded."""
    input:
        "<results>/anonymised/{batch}.parquet",
    output:
        "<results>/segments/{batch}.parquet",
    log:
        "<results>/logs/segment_turns/{batch}.log",
    conda:
        "../../environment.yml"
    params:
        unit=config["segment"]["unit"],
        code=source_digest("multicase.segment", "multicase.frames"),
    script:
        "../../scripts/segment_turns.py"
