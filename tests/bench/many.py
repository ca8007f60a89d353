"""A study of many short sources, to see what grows with what: `python tests/bench/many.py FOLDER 20000 --words 250`.

Its interviews are put together, by a seed, from what is said in the shipped study's interviews, with names of its own;
codebook, claims and declarations are the shipped study's. Two coders have coded every fortieth source. Cases, participants
and codings grow with the sources, so that nothing in it stays small.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml
from multicase import ingest
from multicase.study import codebook

SHIPPED = Path(__file__).parents[2] / "data/gp-leadership"
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
LONGEST = 40  # words of a sentence
CODED = 40  # every which source two people have coded
PER_CASE = 1_600  # sources of a case
GIVEN = ("Amara", "Bartosz", "Celia", "Dilip", "Eilidh", "Femi", "Gwen", "Hamza", "Ines", "Jun", "Kofi", "Lowri")
FAMILY = (
    "Abernethy",
    "Bielak",
    "Cardew",
    "Dasgupta",
    "Eskdale",
    "Fashola",
    "Gethin",
    "Haverstock",
    "Ibekwe",
    "Jankauskas",
)
ROWS = "source_id,case_id,kind,path,format,date,participants,wave,consent"


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("sources", type=int)
    parser.add_argument("--words", type=int, default=250, help="of a source, about")
    told = parser.parse_args()
    make(told.folder, told.sources, told.words)


def make(folder: Path, sources: int, words: int) -> None:
    """Write a study with so many sources of about so many words into a folder that isn't there yet."""
    folder.mkdir(parents=True)
    drawn = random.Random(f"{sources} {words}")
    said, book = sentences(), codebook.code_ids(codebook.read(str(SHIPPED / "codebook.yaml")))
    cases = [f"c{number:02d}" for number in range(max(4, -(-sources // PER_CASE)))]
    rows, people, speakers, codings = [], [], [], []
    for number in range(sources):
        case = cases[number % len(cases)]
        source, person = f"{case}-i{number:05d}", f"{case}-p{number:05d}"
        path = f"raw/{case}/{number // 100:03d}/{source}.txt"
        turns = interview(drawn, said, words)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("\n\n".join(turns) + "\n", encoding="utf-8")
        date = f"{2013 + number % 4}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        rows.append([source, case, "interview", path, "txt", date, person, 1 + number % 3, "quote"])
        role = [("GP, chair", "gp", "clinician"), ("practice manager", "manager", "manager")][number % 2]
        people.append([person, case, *role, "no", "general_practice", "frontline"])
        speakers += [[source, "INT", "", "interviewer", ""], [source, "R", person, "participant", ""]]
        if number % CODED == 0:
            codings += [[coder, source, turn, code] for turn in turns[1::2] for coder, code in chosen(drawn, book)]
    shipped(folder, cases)
    write(folder / "sources.csv", ROWS.split(","), rows)
    columns = ["participant_id", "case_id", "role", "role_group", "profession", "titular", "organisation_type", "level"]
    write(folder / "participants.csv", columns, people)
    columns = ["source_id", "label", "participant_id", "role", "confirmed"]
    write(folder / "private/speakers.csv", columns, speakers)
    for coder in ("one", "two"):
        own = [[source, passage(turn), code] for who, source, turn, code in codings if who == coder]
        write(folder / f"codings/{coder}.csv", ["source_id", "exact", "code"], own)


def sentences() -> list[str]:
    """What is said in the shipped study's interviews, sentence by sentence."""
    with (SHIPPED / "sources.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "interview"]
    with (SHIPPED / "private/speakers.csv").open(encoding="utf-8") as file:
        turns = ingest.ingest(rows, list(csv.DictReader(file)), SHIPPED).turns
    spoken = turns.loc[turns["layer"] == "speech", "text"]
    found = {sentence for text in spoken for sentence in SENTENCE.split(" ".join(text.split()))}
    return sorted(sentence for sentence in found if 4 <= len(sentence.split()) <= LONGEST and ":" not in sentence)


def interview(drawn: random.Random, said: Sequence[str], words: int) -> list[str]:
    """Turns of an interviewer and an interviewee in turn, the last word the interviewee's."""
    turns, length = [], 0
    name = f"{drawn.choice(GIVEN)} {drawn.choice(FAMILY)}"
    while length < words:
        asked, told = drawn.choice(said), [drawn.choice(said) for _ in range(drawn.randint(1, 5))]
        if drawn.random() < 0.15:
            told.insert(1, f"It was {name} who said so, and {name.split()[0]} was right.")
        turns += [f"INT: {asked}", f"R: {' '.join(told)}"]
        length += sum(len(turn.split()) for turn in turns[-2:])
    return turns


def chosen(drawn: random.Random, book: Sequence[str]) -> list[tuple[str, str]]:
    """Who gives a turn which code: mostly both the same."""
    if drawn.random() < 0.5:
        return []
    code = drawn.choice(book)
    return [("one", code), ("two", code if drawn.random() < 0.8 else drawn.choice(book))]


def passage(turn: str) -> str:
    """What is coded of a turn: all that is said in it."""
    return turn.partition(": ")[2]


def shipped(folder: Path, cases: Sequence[str]) -> None:
    """What is the shipped study's own, and cases like its."""
    shutil.copyfile(SHIPPED / "codebook.yaml", folder / "codebook.yaml")
    about = yaml.safe_load((SHIPPED / "study.yaml").read_text(encoding="utf-8"))
    kept = {name: about[name] for name in ("question", "attributes", "school") if name in about}
    about = {"title": "A study of many sources", "synthetic": True} | kept
    (folder / "study.yaml").write_text(yaml.safe_dump(about, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (folder / "config.yaml").write_text("batches_per_case: 8\n", encoding="utf-8")
    with (SHIPPED / "cases.csv").open(encoding="utf-8") as file:
        like = list(csv.DictReader(file))
    made = [
        like[number % len(like)] | {"case_id": case, "label": f"Case {number + 1}"} for number, case in enumerate(cases)
    ]
    write(folder / "cases.csv", list(like[0]), [list(row.values()) for row in made])


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
