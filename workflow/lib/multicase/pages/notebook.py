"""Notebooks as pages: a percent script is run from top to bottom and shown with what it printed and drew.

The page has no script, needs no network and is the same, byte for byte, for the same results.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import jupytext
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from traitlets.config import Config

from multicase.pages import page

TIMEOUT = 300  # seconds a cell may take


def run(script: str | Path, results: str | Path, path: str | Path) -> None:
    """Run a percent script in the project's root, with the results' folder in MULTICASE_RESULTS, and write its page."""
    book = jupytext.read(script)
    for number, cell in enumerate(book.cells):
        cell["id"] = f"cell-{number}"  # jupytext's are random
    book.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    os.environ["MULTICASE_RESULTS"] = str(Path(results).resolve())
    with tempfile.TemporaryDirectory() as folder:
        # Sockets in a folder of its own instead of ports that others could listen to; no history in the user's home.
        os.environ["IPYTHONDIR"] = folder
        sockets = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
        NotebookClient(book, kernel_name="python3", timeout=TIMEOUT, record_timing=False, config=sockets).execute()
    title = next((line[2:] for cell in book.cells for line in cell["source"].splitlines() if line.startswith("# ")), "")
    body, _ = HTMLExporter(template_name="basic", embed_images=True, exclude_anchor_links=True).from_notebook_node(book)
    Path(path).write_text(page("notebook.html.j2", title=title, body=body), encoding="utf-8")
