"""Notebooks as pages: a percent script is run from top to bottom and shown with what it printed and drew.

The page has no script, needs no network and is the same, byte for byte, for the same results.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import jupytext
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from traitlets.config import Config

from multicase.pages import page, view
from multicase.study.problems import Problem, StudyError

TIMEOUT = 300  # seconds a cell may take


def run(script: str | Path, given: Iterable[str | Path], results: str | Path, path: str | Path) -> None:
    """Run a percent script in the project's root, and write its page.

    given: the files of the folder `results` that it sees, in a folder that MULTICASE_RESULTS names. Raises StudyError
    where it asks for another.
    """
    book = jupytext.read(script)
    for number, cell in enumerate(book.cells):
        cell["id"] = f"cell-{number}"  # jupytext's are random
    book.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    with tempfile.TemporaryDirectory() as folder:
        seen = Path(folder, Path(results).name)  # by which what is shown knows its study
        view.lay(given, Path(results), seen)
        os.environ["MULTICASE_RESULTS"] = str(seen)
        # Sockets in a folder of its own instead of ports that others could listen to; no history in the user's home.
        os.environ["IPYTHONDIR"] = folder
        sockets = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
        client = NotebookClient(book, kernel_name="python3", timeout=TIMEOUT, record_timing=False, config=sockets)
        try:
            client.execute()
        except CellExecutionError as error:
            raise _told(error, Path(script), seen) from None
    title = next((line[2:] for cell in book.cells for line in cell["source"].splitlines() if line.startswith("# ")), "")
    body, _ = HTMLExporter(template_name="basic", embed_images=True, exclude_anchor_links=True).from_notebook_node(book)
    Path(path).write_text(page("notebook.html.j2", title=title, body=body), encoding="utf-8")


def _told(error: CellExecutionError, script: Path, seen: Path) -> Exception:
    """A failure of a cell; one for a file that the notebook isn't given says how it gets it."""
    prefix = f"{seen}{os.sep}"
    if error.ename != FileNotFoundError.__name__ or prefix not in error.evalue:
        return error
    name = error.evalue.partition(prefix)[2].partition("'")[0]
    todo = "Name there what it reads: tables and figures by their ids, evidence, segments, audit."
    return StudyError([Problem(str(script), "", f"that it opens {name}", f"a file that {view.READS} names", todo)])
