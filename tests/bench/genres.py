"""How well identifiers are found in unlike genres: interviews, field notes, minutes, e-mails, judgments, captions.

The texts lie in `genres/`, with their marks in them: `[[class|kind|entity|words]]`. People wrote them who had not seen
the rules. Those in `tuned` were looked at while the rules were written, and the weights of the layer `learned` are of
them (`learn.py`); those in `held_out` never: only their figures. Once some are used, new ones are written to be held
out. Who wrote `told_tuned` and `told_held_out` was asked to tell most of what identifies as people talk, in ordinary
words (`did the books at the mart`, `lost a baby`); twenty captions in `told_tuned` tell rather of names.
A mention is found if every word of it that tells something is replaced or put before a person, in the profile
`publication`, without register or decisions; each text is judged by itself. Whether `the` of `the Infirmary` or `Mrs` of
`Mrs Young` lies in a mark is a matter of who marked: as in the evaluation of the Text Anonymization Benchmark (Pilan et
al. 2022, Computational Linguistics 48) such words count on neither side of a mark's edge. What it is with them is told too.

`words/` holds sentences with names that are ordinary words, `{{Grace}} Okoro signed`, and prose in which such words are
ordinary ones; `plain_tuned/` and `plain_held_out/` hold texts of the same genres that name nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
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
WHOLE = "by whole marks"  # the figures in which words that tell nothing count
# Determiners, adpositions, conjunctions, particles, titles and `no`, as the benchmark has.
TELLING_NOTHING = (
    "a an the this that these those my your his her its our their some any no each every another "
    "of in on at to from for by with about as into over under since until till before after between during near around "
    "up down off out through across along behind beyond per than within without towards against upon "
    "and or but nor so yet not s mr mrs ms no nr"
)
TELL_NOTHING = frozenset(TELLING_NOTHING.split())
SETS = {
    "tuned on": "tuned",
    "held out": "held_out",
    "in ordinary words, tuned on": "told_tuned",
    "in ordinary words, held out": "told_held_out",
}
FLAGGED = "unmarked words flagged"
LAST = (FLAGGED, f"{FLAGGED}, {WHOLE}", "names that are words", "finds in", "words")  # rows of a table


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


def finds(text: str, name: str = "en_GB", profile: str = "publication") -> list[tuple[int, int]]:
    """Where a text is replaced, or put before a person."""
    words, settings = locale.load(name), Settings(locale=name, allow_register_only=True, profile=profile)
    known, decided = register.build(None, None, None, words), Decisions(None)
    found = []
    for span in detect(text, known=known, lexicon=lexicon.of_texts([text], words), locale=words, settings=settings):
        row = {"text": text[span.start : span.end], "source_id": "s", "case_id": "c"}
        row |= {name: getattr(span, name) for name in ("kind", "layer", "rule_id", "entity")}
        verdict = decide(row, decided, known, settings)
        if verdict.action != "keep" or verdict.by == "nobody":
            found.append((span.start, span.end))
    return found


def flagged(text: str, name: str = "en_GB") -> set[int]:
    """The places of a text that are replaced, or put before a person."""
    return places(finds(text, name))


def places(spans: Iterable[tuple[int, int]]) -> set[int]:
    """All places within some spans."""
    return {place for start, end in spans for place in range(start, end)}


def telling(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the words of a mark stand that tell something; all its words, if none does."""
    words = [word.span() for word in WORD.finditer(text, start, end)]
    return [(first, last) for first, last in words if text[first:last].lower() not in TELL_NOTHING] or words


def figures(folder: str, name: str = "en_GB") -> dict[str, float]:
    """Words, marks and mentions found by class and by kind, and the share of unmarked words that are flagged."""
    marks, hits, unmarked, masked, words = Counter(), Counter(), 0, Counter(), 0
    for path in sorted((HERE / folder).glob("*.txt")):
        marked = read(path)
        text, spans = marked.text, finds(marked.text, name)
        seen, inside = places(spans), places((start, end) for start, end, *_ in marked.marks)
        at_marks = places(span for span in spans if not inside.isdisjoint(range(*span)))
        for start, end, cls, kind in marked.marks:
            found = places(telling(text, start, end)) <= seen
            genre = re.match("[a-z]+", path.stem)[0]
            for key in (cls, f"{cls} {kind}", f"{cls} in {genre}"):
                marks[key] += 1
                hits[key] += found
            whole = f"{cls} {WHOLE}"
            marks[whole] += 1
            hits[whole] += places(word.span() for word in WORD.finditer(text, start, end)) <= seen
        for word in WORD.finditer(text):
            words += 1
            if (place := word.start()) not in inside:
                unmarked += 1
                masked[WHOLE] += place in seen
                masked[""] += place in seen and not (place in at_marks and word[0].lower() in TELL_NOTHING)
    shares = {"words": words, FLAGGED: masked[""] / unmarked, f"{FLAGGED}, {WHOLE}": masked[WHOLE] / unmarked}
    return shares | {key: hits[key] / n for key, n in marks.items()} | {f"n {key}": n for key, n in marks.items()}


def named(half: str) -> tuple[int, int]:
    """In how many of the sentences of `words` each name that is a word is found, and how many there are."""
    lines = (HERE / "words" / f"{half}.tsv").read_text(encoding="utf-8").splitlines()
    sentences = [line.split("\t")[0] for line in lines]
    return sum(map(_is_caught, sentences)), len(sentences)


def _is_caught(sentence: str) -> bool:
    named, ahead = set(), 0
    for mark in NAMED.finditer(sentence):
        named |= set(range(mark.start() - ahead, mark.start() - ahead + len(mark[1])))
        ahead += 4  # of brackets
    return named <= flagged(NAMED.sub(r"\1", sentence))


def plain(paths: Iterable[Path], profile: str) -> float:
    """The finds in a hundred words of prose without names."""
    texts = [path.read_text(encoding="utf-8") for path in paths]
    every = [places(finds(text, profile=profile)) for text in texts]
    runs = sum(place - 1 not in seen for seen in every for place in seen)
    return 100 * runs / sum(len(WORD.findall(text)) for text in texts)


def column(folder: str) -> dict[str, str]:
    """What a table says of a set of texts, row by row: mentions found, of how many, and what is found without need."""
    told = figures(folder)
    cells = {key: f"{told[key]:.3f} of {told[f'n {key}']:.0f}" for key in told if key.split()[0] in CLASSES}
    cells |= {key: f"{told[key]:.1%}" for key in told if key.startswith(FLAGGED)}
    if (HERE / "words" / f"{folder}.tsv").is_file():
        hit, n = named(folder)
        cells["names that are words"] = f"{hit / n:.3f} of {n}"
        prose = {
            "of prose that names nobody": f"plain_{folder}/*.txt",
            "full of such words": f"words/plain_{folder}.txt",
        }
        cells |= {
            f"finds in 100 words {of}, `{profile}`": f"{plain(sorted(HERE.glob(texts)), profile):.1f}"
            for of, texts in prose.items()
            for profile in ("internal", "publication")
        }
    return cells | {"words": f"{told['words']:,.0f}"}


def table() -> str:
    """The figures of all sets as a Markdown table."""
    columns = [column(folder) for folder in SETS.values()]
    rows = sorted(dict.fromkeys(name for told in columns for name in told), key=_place)
    lines = ["| | " + " | ".join(SETS) + " |", "|---|" + "---|" * len(SETS)]
    lines += [f"| {name} | " + " | ".join(told.get(name, "") for told in columns) + " |" for name in rows]
    return "\n".join(lines)


def _place(name: str) -> tuple[int, int, str]:
    """Where a row stands: a class, a class by genre, a class by kind, and then what else is told, as it comes."""
    if name.split()[0] not in CLASSES:
        return 4, LAST.index(name.partition(" 100")[0]), ""
    if name in CLASSES:
        return 0, CLASSES.index(name), ""
    return 1 if name.endswith(WHOLE) else 2 if " in " in name else 3, 0, name


def column_in(page: str, title: str) -> dict[str, str]:
    """A set's column as a page with the table has it: row -> cell."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")
    ]
    (at,) = {row.index(title) for row in rows if title in row}
    return {row[0]: row[at] for row in rows if len(row) == len(SETS) + 1 and row[0] and row[at]}


if __name__ == "__main__":
    print(table())
