"""Choose the analysed codings and put them into one long table."""

import json
from pathlib import Path

from multicase import frames, themes
from multicase.journal import journal
from multicase.study import codebook, disclosure, files

with journal(snakemake.log[0]):
    codings, about = themes.analysed(
        {
            origin: frames.read(snakemake.input[origin], "codings")
            for origin in ("dictionary", "manual", "model")
            if snakemake.input[origin]
        },
        adjudication=files.rows(snakemake.input.adjudication),
        origins=snakemake.params.origins,
        k=snakemake.params.k_beside_words,
    )
    evidence = themes.evidence(
        codings,
        segments=frames.read(snakemake.input.segments, "segments"),
        sources=files.rows(snakemake.input.sources),
        participants=disclosure.shown(files.rows(snakemake.input.participants) or [], snakemake.params.k),
        codes=codebook.codes(codebook.read(snakemake.input.codebook[0])),
    )
    frames.write(evidence, snakemake.output.evidence, "evidence")
    Path(snakemake.output.analysed).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
