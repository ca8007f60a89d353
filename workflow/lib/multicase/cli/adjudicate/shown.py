"""A disagreement in words, for the terminal and for a sheet."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from multicase.audit.segments import cut
from multicase.cli.adjudicate.record import Decision
from multicase.cli.review.questions import plain
from multicase.reliability.disagreements import Disagreement, Given, Said
from multicase.wording import listed

WIDTH = 110
DIFFER = " (they differ on it too)"
TEXTS = ("definition", "include", "exclude", "example")
Code = Mapping[str, str]  # a row of `codebook.codes`


def lines(one: Disagreement, codes: Mapping[str, Code], known: Decision | None) -> Iterator[str]:
    """A disagreement as the terminal shows it. codes: by id. known: what has been decided about it."""
    yield f"    {one.segment_id}, {one.place}"
    if one.before:
        yield from _wrapped("before", speech(one.before, cut(one.before.text, at_end=False)))
    yield from _wrapped("words", speech(one.said, one.said.text))
    if one.after:
        yield from _wrapped("after", speech(one.after, cut(one.after.text, at_end=True)))
    yield from _wrapped("code", name(codes, one.code))
    for text in TEXTS:
        yield from _wrapped(f"  {text}", codes[one.code][text])
    yield from _wrapped("given by", *given(one))
    yield from _wrapped("not by", listed(one.not_given))
    yield from _wrapped("other codes", *(others(one, codes) or ["none"]))
    if known:
        yield from _wrapped("decided", f"{known.decision}: {known.reason}")


def name(codes: Mapping[str, Code], code: str) -> str:
    """A code's label and id; one that the codebook hasn't got by its id alone."""
    return f"{codes[code]['label']} ({code})" if code in codes else code


def definition(code: Code) -> str:
    """What the codebook says of a code, a line for each text."""
    texts = [f"{text}: {code[text]}" if text != "definition" else code[text] for text in TEXTS if code[text]]
    return "\n".join(texts)


def speech(said: Said, text: str) -> str:
    """Words with who says them before."""
    return f"[{said.speaker}] {text}" if said.speaker else text


def given(one: Disagreement) -> list[str]:
    """Who gave the code, on which of the words, and their memos; a line for each."""
    return [line for each in one.given for line in (_on(each, one.said.text), *_memos([each]))]


def others(one: Disagreement, codes: Mapping[str, Code]) -> list[str]:
    """The other codes of the segment, who gave them, and their memos; a line for each."""
    return [
        line
        for code, whose in one.others.items()
        for line in (f"{name(codes, code)}: {_coders(whose)}{DIFFER * (code in one.differing)}", *_memos(whose))
    ]


def _coders(whose: Sequence[Given]) -> str:
    return listed(list(dict.fromkeys(each.coder for each in whose)))


def _on(each: Given, whole: str) -> str:
    return f"{each.coder} on {'all of it' if each.words.strip() == whole.strip() else f'“{each.words}”'}"


def _memos(whose: Sequence[Given]) -> list[str]:
    return list(dict.fromkeys(f"  memo of {each.coder}: {each.memo}" for each in whose if each.memo))


def _wrapped(label: str, *texts: str) -> Iterator[str]:
    """Texts below one another, beside their label; nothing for empty ones."""
    begin = f"    {label:<13}"
    for text in filter(None, texts):
        line = " ".join(text.split())
        indent = " " * (len(begin) + len(text) - len(text.lstrip()))
        yield textwrap.fill(plain(line), WIDTH, initial_indent=begin + indent[len(begin) :], subsequent_indent=indent)
        begin = " " * len(begin)
