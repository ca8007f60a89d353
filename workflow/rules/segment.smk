"""Segment: anonymised turns become the units that coders code.

Reads   <results>/anonymised/{batch}.parquet
Writes  <results>/segments/{batch}.parquet
"""


rule segment_turns:
    """Cut turns into {params.unit}s; what is not analysed is kept, with the reason."""
    input:
        "<results>/anonymised/{batch}.parquet",
    output:
        "<results>/segments/{batch}.parquet",
    log:
        "<results>/logs/segment_turns/{batch}.log",
        "<results>/logs/segment_turns/{batch}.json",
    conda:
        "../../environment.yml"
    params:
        unit=config["segment"]["unit"],
        speakers=config["segment"]["speakers"],
        rows=config["segment"]["rows"],
        locale=config["anonymise"]["locale"],
        words=LOCALE,
        code=code_of("segment_turns"),
    script:
        "../../scripts/segment_turns.py"
