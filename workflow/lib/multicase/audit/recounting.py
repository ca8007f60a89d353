"""The program that recounts the results without this library: one file, which stands beside what it counts.

It is data of this package, and no module: nothing here can import it, and it imports nothing from here. It is written
from docs/recounting.md, so that two independent ways lead to each number.
"""

from __future__ import annotations

import shutil
from pathlib import Path

PROGRAM = Path(__file__).with_name("recount.py.txt")


def write(path: str | Path) -> None:
    """Write the program."""
    shutil.copyfile(PROGRAM, path)
