"""Search every open file for every original, and read the anonymised texts once more; one hit fails the run."""

from pathlib import Path

from multicase import frames
from multicase.anonymise import lexicon, locale
from multicase.code.manual import texts_below
from multicase.journal import journal
from multicase.leaks import earlier, open_zone, redetect, residual, scan, search, terms
from multicase.study import files

with journal(snakemake, closed=True):
    results, words = Path(snakemake.params.results), locale.load(snakemake.params.locale)
    identifiers = frames.read(snakemake.input.identifiers, "identifiers")
    lexicons = frames.read(snakemake.input.lexicons, "lexicon")
    register = files.rows(snakemake.input.register, "register")
    decisions = files.rows(snakemake.input.decisions, "decisions")
    speakers = files.rows(snakemake.input.speakers, "speakers")
    looked = files.rows(snakemake.input.looked, "looked")
    scanner, doubtful = scan.scanner(
        identifiers, lexicons, register=register, speakers=speakers, decisions=decisions, locale=words
    )
    paths = open_zone.files(results)
    unjudged = set(paths) - set(open_zone.results_among(paths))
    record, sought = results / earlier.NAME, earlier.sought(scanner, doubtful, snakemake.params.code)
    before = earlier.recall(record, sought)
    found = search.search(paths, results, scanner, doubtful, unjudged, snakemake.threads, before)
    earlier.keep(record, sought, found.clean)
    hits = found.hits + redetect.redetect(
        texts_below(snakemake.input.texts),
        case_of=snakemake.params.case_of,
        lexicons={case: lexicon.from_rows(rows) for case, rows in lexicons.groupby("case_id")},
        register=register,
        decisions=decisions,
        locale=words,
        kept=terms.let_through(identifiers),
    )
    scan.write_hits(hits, results / scan.HITS)
    if hits:
        open_zone.mark(results, len(hits))
    scan.refuse(hits, results / scan.HITS)
    open_zone.refuse_strangers(results, Path(snakemake.input.manifest), snakemake.input.unlisted)
    residual.write(found.residues, looked, Path(snakemake.output.residual))
    open_zone.mark(results, 0)
    open_zone.write_report(paths, scanner.terms, residual.summary(found.residues, looked), path=snakemake.output.report)
