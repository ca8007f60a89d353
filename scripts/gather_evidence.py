"""Choose the analysed codings and put them into one long table; say what was read, and what was left out."""

import json
from pathlib import Path

from multicase import frames
from multicase.code import standing
from multicase.journal import journal
from multicase.study import attributes, codebook, files
from multicase.themes import gather

with journal(snakemake):
    book = codebook.read(snakemake.input.codebook[0])
    gathered = gather.gather(
        codings={
            origin: frames.read(snakemake.input[origin], "codings")
            for origin in ("dictionary", "manual", "model", "program")
            if snakemake.input.get(origin)
        },
        unplaced=frames.read(snakemake.input.unplaced, "unplaced"),
        segments=frames.read(snakemake.input.segments, "segments"),
        balance=frames.read(snakemake.input.balance, "balance"),
        people={name: files.frame(snakemake.input[name], name) for name in snakemake.params.people},
        codes=codebook.codes(book),
        sought={code for code, _ in codebook.indicators(book)},
        declared=attributes.declared(snakemake.params.study),
        origins=snakemake.params.origins,
        k=snakemake.params.k,
        k_beside_words=snakemake.params.k_beside_words,
        program_unplaced=frames.read(snakemake.input.get("program_unplaced", []), "unplaced"),
        program_sources=standing.sources_of_first(standing.read(snakemake.input.get("program_coders"))),
    )
    frames.write(gathered.evidence, snakemake.output.evidence, "evidence")
    frames.write(gathered.removed, snakemake.output.removed, "evidence")
    frames.write(gathered.sources, snakemake.output.sources, "read_sources")
    frames.write(gathered.omissions, snakemake.output.omissions, "omissions")
    Path(snakemake.output.analysed).write_text(json.dumps(gathered.about, indent=1) + "\n", encoding="utf-8")
