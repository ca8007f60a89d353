"""Search every open file for every original identifier; one hit fails the run."""

import json
from pathlib import Path

from multicase import frames, schemas
from multicase.anonymise import locale
from multicase.journal import journal
from multicase.leaks import open_zone, scan, terms

with journal(snakemake.log[0], closed=True):
    results = Path(snakemake.params.results)
    lexicon = frames.read(snakemake.input.lexicons, "lexicon")
    wanted = terms.terms(
        identifiers=frames.read(snakemake.input.identifiers, "identifiers"),
        register=schemas.rows(snakemake.input.register),
        speakers=schemas.rows(snakemake.input.speakers),
        words=set(lexicon.loc[lexicon["lower"] > 0, "word"]),
        locale=locale.load(snakemake.params.locale),
    )
    paths = open_zone.files(results)
    scan.refuse(scan.scan(paths, results, scan.Scanner(wanted)))
    report = {"artefacts": len(paths), "terms": len(wanted), "hits": 0}
    Path(snakemake.output[0]).write_text(json.dumps(report) + "\n", encoding="utf-8")
