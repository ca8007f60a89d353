"""Propose decisions about what nobody has decided, and pseudonyms for registered entities without one."""

from multicase import frames
from multicase.anonymise import propose
from multicase.journal import journal
from multicase.study import files

with journal(snakemake, closed=True):
    identifiers = frames.read(snakemake.input.identifiers, "identifiers")
    unmatched = propose.unmatched(files.rows(snakemake.input.decisions, "decisions"), identifiers)
    taken = [
        row.get("replacement") or ""
        for name in ("register", "pseudonyms", "decisions")
        for row in files.rows(snakemake.input[name], name) or []
    ]
    pseudonyms = propose.pseudonyms(
        register=files.rows(snakemake.input.register, "register"),
        given=files.rows(snakemake.input.pseudonyms, "pseudonyms"),
        taken=taken,
    )
    queue = propose.queue(
        identifiers=identifiers,
        texts=frames.read(snakemake.input.texts, "texts"),
        locale=snakemake.params.locale,
        taken=[*taken, *pseudonyms["replacement"]],
        proposed=dict(zip(pseudonyms["entity"], pseudonyms["replacement"], strict=True)),
    )
    unmatched.to_csv(snakemake.output.unmatched, index=False, lineterminator="\n")
    queue.to_csv(snakemake.output.queue, index=False, lineterminator="\n")
    pseudonyms.to_csv(snakemake.output.pseudonyms, index=False, lineterminator="\n")
