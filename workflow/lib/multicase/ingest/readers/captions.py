"""WebVTT and SubRip captions, through webvtt-py."""

from __future__ import annotations

import io

import webvtt

from multicase.ingest.blocks import Block, squeezed
from multicase.ingest.formats import decode
from multicase.ingest.refusal import refuse


def read(data: bytes, format: str, name: str) -> list[Block]:
    """One block per cue; a voice tag names the speaker, a `Name: ` before the words stays where it is."""
    text = decode(data, name)
    try:
        cues = webvtt.from_buffer(io.StringIO(text), format=format)
        found = [(cue.text, getattr(cue, "voice", None) or "") for cue in cues]
    except Exception:  # what the parser says may quote the text
        todo = "Export the captions again, or declare the file as txt in sources.csv."
        raise refuse(name, f"captions that break the rules of {format}", f"a {format} file", todo) from None
    if not found:
        todo = "Mend the column format in sources.csv, or export the captions again."
        raise refuse(name, "no cue with a time", f"a {format} file", todo)
    return [
        Block(squeezed(words), f"cue {number}", voice.strip())
        for number, (words, voice) in enumerate(found, 1)
        if words.strip()
    ]
