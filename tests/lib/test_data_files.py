"""The package's own data says to each reader of YAML what it seems to say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import multicase
import pytest
import yaml
from multicase.study import files

ROOT = Path(multicase.__file__).parent
PATHS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.yaml"))


def lists(value: Any) -> Iterator[list[Any]]:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, list):
        yield value
    for part in below:
        yield from lists(part)


@pytest.mark.parametrize("path", PATHS)
def test_words_of_a_list_are_texts_whichever_reader_there_is(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    content = yaml.load(text, yaml.SafeLoader)  # which the library falls back on
    assert content == yaml.load(text, files.Loader)
    for values in lists(content):
        assert not any(isinstance(value, bool) for value in values), f"yes, no, on or off without quotes: {values}"
