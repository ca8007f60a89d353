"""Be a command of the environment, in a process that has imported what such commands import: `warm.py SCRIPT ARGUMENT...`.

A server of `multicase.prefork` runs it for the tests, most of whose commands end before a new interpreter had imported all.
"""

import os
import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.argv = sys.argv[1:]
    sys.path[:1] = [str(Path(sys.argv[0]).parent), *os.environ["PYTHONPATH"].split(os.pathsep)]
    runpy.run_path(sys.argv[0], run_name="__main__")
