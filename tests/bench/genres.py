"""How well identifiers are found in unlike genres: interviews, field notes, minutes, e-mails, judgments, captions.

The texts lie in `genres/`, with their marks in them: `[[class|kind|entity|words]]`. People wrote them who had not seen
the rules. Those in `tuned` were looked at while the rules were written, and the weights of the layer `learned` are of
them (`learn.py`); those in `held_out` never: only their figures. Once some are used, new ones are written to be held out.
A mention is found if every word of it is replaced or put before a person, in the profile `publication`, without register
or decisions; each text is judged by itself.

`words/` holds sentences with names that are ordinary words, `{{Grace}} Okoro signed`, and prose in which such words are
ordinary ones; `plain_tuned/` and `plain_held_out/` hold texts of the same genres that name nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from multicase.anonymise import lexicon, locale, register
from multicase.anonymise.decide import Decisions, decide
from multicase.anonymise.detect import Settings, detect

HERE = Path(__file__).parent / "genres"
MARK = re.compile(r"\[\[(\w+)\|(\w+)\|(\w+)\|(.*?)\]\]", re.S)
WORD = re.compile(r"\w+")
NAMED = re.compile(r"\{\{(.*?)\}\}")
CLASSES = ("direct", "quasi")


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and where they were: start, end, class, kind."""

    text: str
    marks: tuple[tuple[int, int, str, str], ...]


def read(path: Path) -> Marked:
    """A text and its marks. Raises ValueError for brackets that are no mark."""
    raw, pieces, marks, place, length = path.read_text(encoding="utf-8"), [], [], 0, 0
    for mark in MARK.finditer(raw):
        pieces += [raw[place : mark.start()], mark[4]]
        length += mark.start() - place
        marks.append((length, length + len(mark[4]), mark[1], mark[2]))
        length, place = length + len(mark[4]), mark.end()
    text = "".join([*pieces, raw[place:]])
    if "[[" in text or "]]" in text:
        raise ValueError(f"{path.name}: brackets that are no mark")
    return Marked(text, tuple(marks))


def flagged(text: str, name: str = "en_GB") -> set[int]:
    """The places of a text that are replaced, or put before a person."""
    words, settings = locale.load(name), Settings(locale=name, allow_register_only=True, profile="publication")
    known, decided = register.build(None, None, None, words), Decisions(None)
    found: set[int] = set()
    for span in detect(text, known=known, lexicon=lexicon.of_texts([text], words), locale=words, settings=settings):
        row = {"text": text[span.start : span.end], "source_id": "s", "case_id": "c"}
        row |= {name: getattr(span, name) for name in ("kind", "layer", "rule_id", "entity")}
        verdict = decide(row, decided, known, settings)
        if verdict.action != "keep" or verdict.by == "nobody":
            found |= set(range(span.start, span.end))
    return found


def figures(folder: str, name: str = "en_GB") -> dict[str, float]:
    """Words, marks and mentions found by class and by kind, and the share of unmarked words that are flagged."""
    marks, hits, unmarked, masked, words = Counter(), Counter(), 0, 0, 0
    for path in sorted((HERE / folder).glob("*.txt")):
        marked = read(path)
        places = flagged(marked.text, name)
        inside = {place for start, end, *_ in marked.marks for place in range(start, end)}
        for start, end, cls, kind in marked.marks:
            found = all(place in places for place in range(start, end) if marked.text[place].isalnum())
            genre = re.match("[a-z]+", path.stem)[0]
            for key in (cls, f"{cls} {kind}", f"{cls} in {genre}"):
                marks[key] += 1
                hits[key] += found
        for word in WORD.finditer(marked.text):
            words += 1
            if word.start() not in inside:
                unmarked += 1
                masked += word.start() in places
    return {"words": words, "masked": masked / unmarked} | {key: hits[key] / n for key, n in marks.items()} | {
        f"n {key}": n for key, n in marks.items()
    }  # fmt: skip


def named(half: str) -> tuple[int, int]:
    """In how many of the sentences of `words` each name that is a word is found, and how many there are."""
    lines = (HERE / "words" / f"{half}.tsv").read_text(encoding="utf-8").splitlines()
    sentences = [line.split("\t")[0] for line in lines]
    return sum(map(_is_caught, sentences)), len(sentences)


def _is_caught(sentence: str) -> bool:
    places, ahead = set(), 0
    for mark in NAMED.finditer(sentence):
        places |= set(range(mark.start() - ahead, mark.start() - ahead + len(mark[1])))
        ahead += 4  # of brackets
    return places <= flagged(NAMED.sub(r"\1", sentence))


def plain(paths: Iterable[Path]) -> float:
    """The finds in a hundred words of prose without names."""
    texts = [path.read_text(encoding="utf-8") for path in paths]
    finds = sum(place - 1 not in places for places in map(flagged, texts) for place in places)
    return 100 * finds / sum(len(WORD.findall(text)) for text in texts)


def _rows(sets: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    keys = sorted({key for told in sets.values() for key in told if key.split()[0] in CLASSES})
    order = [
        *CLASSES,
        *(key for key in keys if " in " in key),
        *(key for key in keys if " " in key and " in " not in key),
    ]
    for key in order:
        cells = [f"{told[key]:.3f} of {told[f'n {key}']:.0f}" if key in told else "" for told in sets.values()]
        yield f"| {key} | " + " | ".join(cells) + " |"


def table() -> str:
    """The figures of both halves as a Markdown table: mentions found, of how many."""
    sets = {"tuned on": figures("tuned"), "held out": figures("held_out")}
    lines = ["| | " + " | ".join(sets) + " |", "|---|" + "---|" * len(sets)]
    lines += _rows(sets)
    lines.append("| unmarked words flagged | " + " | ".join(f"{told['masked']:.1%}" for told in sets.values()) + " |")
    caught = [named(half) for half in ("tuned", "held_out")]
    lines.append("| names that are words | " + " | ".join(f"{hit / n:.3f} of {n}" for hit, n in caught) + " |")
    for name, texts in (("of prose that names nobody", "plain_{}/*.txt"), ("full of such words", "words/plain_{}.txt")):
        finds = (plain(sorted(HERE.glob(texts.format(half)))) for half in ("tuned", "held_out"))
        lines.append(f"| finds in 100 words {name} | " + " | ".join(f"{told:.1f}" for told in finds) + " |")
    lines.append("| words | " + " | ".join(f"{told['words']:,.0f}" for told in sets.values()) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
