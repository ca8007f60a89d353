"""The `multicase` command: what a person does around the workflow. Each command is a module of its name.

The modules import what is slow to import only when their command runs.
"""

from __future__ import annotations

import gc
import sys

import typer

from multicase.cli import (
    accept,
    adjudicate,
    audit,
    check,
    codebook,
    coding_sheet,
    coding_texts,
    compare,
    consult,
    explain,
    export,
    freeze,
    graph,
    guard,
    identifiers,
    import_codings,
    keygen,
    kwic,
    lock,
    new_study,
    publish,
    reread,
    review,
    run_coder,
    speakers,
    text,
    unlock,
    verify,
    with_,
    without,
)
from multicase.study.problems import StudyError

COMMANDS = (
    new_study, freeze, check, speakers, text, identifiers, consult, review, accept, reread, codebook, coding_sheet,
    coding_texts, run_coder, import_codings, adjudicate, explain, audit, kwic, compare, without, with_, export,
    graph, publish, verify, keygen, lock, unlock, guard,
)  # fmt: skip

SELDOM = 20_000  # objects after which garbage is looked for: a command makes many that stay, and ends soon

app = typer.Typer(
    help="Make, check and inspect qualitative multi-case studies.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in COMMANDS:
    name = module.__name__.rpartition(".")[2].replace("_", "-").strip("-")
    if hasattr(module, "app"):  # a command with commands of its own
        app.add_typer(module.app, name=name)
    else:
        app.command(name)(module.command)


def main() -> None:
    """Run the command; people's mistakes are told without a traceback, with exit code 1."""
    gc.set_threshold(SELDOM)
    try:
        app()
    except StudyError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
