"""`multicase text`: the text that offsets point into."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

RawFile = Annotated[Path, typer.Argument(help="a raw file: docx, odt, rtf, txt, md, rst, vtt, srt, pdf, html or csv")]


def command(file: RawFile) -> None:
    """Print the canonical text of one raw file, the text that offsets point into."""
    from multicase import ingest

    sys.stdout.write(ingest.canonical_text(file))
