"""Find what programs coded in the anonymised text, and say how their records stand to the study as it is now."""

import json
from pathlib import Path

from multicase import frames
from multicase.code import manual, material, programs, standing
from multicase.exchange import coders
from multicase.journal import journal
from multicase.study import attributes, codebook, consent, disclosure, files

with journal(snakemake):
    book = codebook.read(snakemake.input.codebook[0])
    texts = manual.texts_below(snakemake.input.texts)
    segments = frames.read(snakemake.input.segments, "segments")
    migrations = files.mapping(snakemake.input.migrations).get("migrations", [])
    codings, unplaced = manual.code(
        codings=coders.read(snakemake.input.records, texts, book, migrations),
        texts=texts,
        segments=segments,
        codes=codebook.code_ids(book),
        closed=snakemake.params.closed,
    )
    sources = files.rows(snakemake.input.sources, "sources")
    people = consent.heard(files.frame(snakemake.input.participants, "participants"), sources)
    shown = disclosure.shown(people, attributes.declared(snakemake.params.study), snakemake.params.k)
    now = material.material(segments, sources, shown, book)
    told = [standing.of_record(programs.sound(path), now, unplaced) for path in snakemake.input.records]
    frames.write(programs.first(codings), snakemake.output.program, "codings")
    frames.write(programs.again(codings), snakemake.output.retest, "codings")
    frames.write(programs.first(unplaced), snakemake.output.unplaced, "unplaced")
    Path(snakemake.output.standing).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
