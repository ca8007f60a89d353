"""Record the settings that hold, and what set each."""

import csv
from pathlib import Path

from multicase.journal import journal
from multicase.study.settings import COLUMNS

with journal(snakemake), Path(snakemake.output[0]).open("w", encoding="utf-8", newline="") as file:
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(snakemake.params.settings)
