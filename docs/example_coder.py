"""A coder for coders.yaml, as small as one can be: it gives a code wherever one of its words is said.

It reads JSON lines from its standard input (the first holds the codebook, the parameters and the prompt; each other
one a segment) and writes a JSON line for each coding to its standard output. docs/coding-by-program.md tells of both.
In place of `spoken` put whatever you want to ask: patterns, a model of your own, a language model.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def spoken(text: str, words: Iterable[str]) -> Iterator[str]:
    """The words that are said in a text, as they stand there."""
    for word in words:
        for found in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
            yield found[0]


def codings(segment: Mapping[str, Any], words_of: Mapping[str, Iterable[str]]) -> Iterator[dict[str, Any]]:
    """What is coded in a segment. words_of: code -> the words that it is given for."""
    for code, words in words_of.items():
        for found in dict.fromkeys(spoken(segment["text"], words)):
            why = f"'{found}' is one of its words"
            yield {"segment_id": segment["segment_id"], "code": code, "words": found, "rationale": why, "confidence": 1}


def main() -> None:
    """Code each segment with the words that coders.yaml names under `parameters`."""
    asked = json.loads(sys.stdin.readline())
    known = {entry["code"] for entry in asked["codebook"]["codes"]}
    words_of = {code: words for code, words in asked["parameters"]["words"].items() if code in known}
    for line in sys.stdin:
        for coding in codings(json.loads(line), words_of):
            print(json.dumps(coding))


if __name__ == "__main__":
    main()
