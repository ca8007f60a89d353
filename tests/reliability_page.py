"""docs/reliability.md, from what the tests try: `make reliability` writes it, and a test holds that it is up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import malformed
import malformed_raw
import small_study

PAGE = small_study.REPOSITORY / "docs/reliability.md"
FORMATS = {
    "txt": "plain text", "docx": "Word", "odt": "OpenDocument", "xlsx": "workbooks", "csv": "tables (CSV)",
    "vtt": "captions (VTT)", "srt": "captions (SRT)", "html": "web pages", "rtf": "rich text", "pdf": "PDF",
}  # fmt: skip
TEXT = """\
# What happens to broken and hostile files

Files get broken: a spreadsheet saves semicolons, a row is copied twice, somebody writes `2014-13-45`. Others are made
to do harm. Each file of a study is read with both in mind. There are three ways in which one can end:

- it is **refused**: the message names the file, the line or place, what was found, what is expected and what to do;
  all problems of all files are told at once, and nothing is built;
- it is **harmless**, and taken as what was meant: a byte order mark, line ends of Windows, columns in another order;
- it is taken, and **said**: a note of `multicase check`, a list of what was left out, or a question to you.

It never ends in a program's own error report, and never in a wrong result without a word. The counts below are not of
what somebody remembers: the tests make each of these files anew and look at what becomes of it. `make reliability`
writes this page again.

## Files of a study

One small study that has every kind of file is spoilt in one way at a time. "Harmless" are those that load as the
unspoilt study does, or as another that the file may well mean.

{study}

The harmless ones, and why:

{reasons}

## Raw files

{raw}

A raw file is read within limits that you can change (`ingest` in config.yaml): {bombs} files that unpack to hundreds of megabytes
or to elements without end are refused by a process that has 1 GiB of memory and 20 seconds.

## Files that are made to do harm

| what is tried | what happens |
|---|---|
| YAML whose aliases multiply, lists in lists without end, numbers of a million digits | refused, with the line, before it is unfolded |
| YAML that names an object of a program (`!!python/object`) | refused; no file can start anything |
| Word, OpenDocument and Excel files, projects of other tools, that unpack to more than they say | refused within the limits |
| document types and entities in XML, also those that name a file or an address | refused, and never dropped in silence |
| names in an archive that lead out of it | refused; nothing of an archive is written to the disk |
| a link in `raw/`, `private/`, `codings/` or `audits/`, or in the place of a file, to something outside | refused by `multicase check` and by a build; put the file itself there |
| a folder, pipe or device in the place of a file | refused, and not opened |
| characters that can't be seen, that turn text round or move a cursor | refused in ids, labels and settings; taken out of raw texts, and listed; written as their numbers in messages |
| words like a name that aren't it (letters of another alphabet) | refused: no such id |
| scripts and HTML in what people said or wrote | shown as they were written, on every page |
| formulas (`=1+1`) in what people said or wrote | text in every workbook that is written; see below for CSV |
| a regular expression that searches for ever | refused in the codebook |

The open tables (`tables/*.csv`) hold what people wrote, letter by letter, since the counts behind them are recomputed
from these files. A spreadsheet that opens a CSV file may take a text that begins with `=`, `+`, `-` or `@` for a formula: open
`exports/tables.xlsx` instead, in which every text is a text.

## Faults while it runs

| fault | what happens |
|---|---|
| a run is killed | the next `make` says which process was killed, ends what it left at work, removes its lock and goes on; the files are the same |
| Ctrl-C | one line, exit code 130; what was finished stays |
| two runs at once | `.snakemake/held.json` names host, boot, process and its start. A live run is told and respected; one of another host or container is never taken for dead |
| an intermediate file is cut off, emptied, zeroed or changed | a file that is newer than the sums of its job and has another one goes before a run, with the rest of that job's files, and is made again |
| a file of a build or of the published results is changed, deleted or added | `multicase verify` names it; logs and audit files too. `sha256sum --check SHA256SUMS` reads the published ones without this program |
| a raw file is changed while the study is built | the run fails and names the source; the next run reads it anew |
| the disk is full, a quota is reached, the place can only be read | one problem with its remedy; no record of the job is left |
| `multicase lock` or `unlock` dies at any of its steps | every file stands in the study or in `closed.age`; the next one goes on |
| `multicase lock` from another directory | the closed files of the results are found by what the build wrote into them, or a note says that none were found |

A file that is zeroed with its time kept is found by `verify`, not before a run. What changes in other files of the study than raw ones during a run is
seen by the next run.

## Who can read the closed zone

`raw/` and `private/` hold names. Commands that make them let nobody else on the machine in, and a build makes the `private/`
of its results so. `multicase check` says where others could open one, and how to close it (`chmod 700`). It also says
which files below `raw/` no source names: they are not read.
"""


def table(head: tuple[str, str, str], counts: Mapping[str, Counter[bool]]) -> str:
    """A table in Markdown: a line each kind, how many are refused and how many harmless, and the sums."""
    lines = [f"| {' | '.join(head)} |", "|---|--:|--:|"]
    lines += [f"| {kind} | {n[False]:,} | {n[True]:,} |" for kind, n in counts.items()]
    sums = sum(counts.values(), Counter())
    return "\n".join([*lines, f"| together | {sums[False]:,} | {sums[True]:,} |"])


def counted(of: Iterable[tuple[str, bool]]) -> dict[str, Counter[bool]]:
    """Kind -> how many are harmless (True) and refused (False), the kinds in their order."""
    found: dict[str, Counter[bool]] = {}
    for kind, harmless in of:
        found.setdefault(kind, Counter())[harmless] += 1
    return found


def page() -> str:
    """The page as it should be."""
    variants, raw = malformed.study_variants(), malformed_raw.variants()
    why: dict[str, str] = {}
    for one in (one for one in variants if one.why):
        why.setdefault(one.name.split(": ", 1)[-1], one.why)
    of_study = counted((one.kind, one.is_harmless) for one in variants)
    of_raw = counted((FORMATS[one.format], bool(one.why)) for one in raw)
    return TEXT.format(
        study=table(("what is wrong", "refused", "harmless"), of_study),
        raw=table(("what it is called", "refused", "read whole"), of_raw),
        reasons="\n".join(f"- {what}: {reason}" for what, reason in why.items()),
        bombs=len(malformed_raw.BOMBS),
    )


if __name__ == "__main__":
    Path(PAGE).write_text(page(), encoding="utf-8")
