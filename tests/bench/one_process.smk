"""The same jobs as the workflow's, one after the other in this process: what Snakemake costs is the difference.

It stands beside the Snakefile when it is run.
"""

import os
import runpy
import time
from pathlib import Path
from types import SimpleNamespace

OF_A_JOB = (
    "input",
    "output",
    "params",
    "wildcards",
    "log",
    "threads",
    "resources",
)  # of a job, to its script


include: "Snakefile"


onstart:
    began = time.perf_counter()
    dag = workflow.dag
    for job in [job for level in dag.toposorted() for job in level]:
        if job.rule.script:
            for path in (*job.output, *job.log):
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            script = Path("workflow/rules") / job.rule.script
            told = {name: getattr(job, name) for name in OF_A_JOB} | {
                "config": config,
                "rule": job.rule.name,
            }
            runpy.run_path(
                str(script), init_globals={"snakemake": SimpleNamespace(**told)}
            )
    print(f"ONE PROCESS {time.perf_counter() - began:.3f}", flush=True)
    os._exit(0)
