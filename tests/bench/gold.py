"""How well identifiers are found, against the shipped study's gold standard. Part of `make bench`; also run alone.

Figures are of tokens (words and numbers), and of entities: an entity counts as found if all its mentions are. What is
flagged is what is replaced or put before a person; what is found and kept by rule (countries, times, durations,
sums) is not. The detector's rules are written without looking at the gold standard.

    python tests/bench/gold.py --program "python my_tagger.py"

measures a program of your own, as `multicase consult` would ask it: the rules alone (without the register), the
program alone, and both as a build puts them together.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import genres
import pandas as pd
from multicase import ingest
from multicase.anonymise import apply, consulting, find, lexicon, locale, programs
from multicase.anonymise.detect import Settings
from multicase.study import files

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "data/gp-leadership"
TOKEN = re.compile(r"\w+")
BASELINE = re.compile(r"\b(?:[A-Z]\w*|\d\w*)")
DIRECT = ("direct", "quasi")
KINDS = (
    "person",
    "organisation",
    "place",
    "date",
    "age",
    "job",
    "quantity",
    "phone",
    "email",
    "nhs_number",
    "url",
    "code",
)
Span = tuple[str, int, int, str]  # source, start, end, kind


def study(path: Path) -> tuple[pd.DataFrame, pd.DataFrame, list[dict[str, str]], list[dict[str, str]]]:
    """Texts, turns, register and gold rows of a study that has a gold standard."""
    sources, speakers = (
        files.rows([path / f"{name}.csv"], Path(name).name) for name in ("sources", "private/speakers")
    )
    columns = files.rows([path / "columns.csv"] if (path / "columns.csv").is_file() else [], "columns")
    read = ingest.ingest(sources, speakers, path, columns)
    texts, turns = read.texts, read.turns
    with (path / "gold/identifiers.csv").open(encoding="utf-8", newline="") as file:
        gold = list(csv.DictReader(file))
    labels = labelled(turns)
    gold = [row for row in gold if int(row["start"]) not in labels[row["source_id"]]]
    return texts, turns, files.rows([path / "private/register.csv"], "register"), gold


def flagged(
    texts: pd.DataFrame,
    turns: pd.DataFrame,
    register: Iterable[Mapping[str, str]] | None,
    records: programs.Records | None = None,
    profile: str = "internal",
) -> list[Span]:
    """What is replaced or queued, without any decision of people; speaker labels are known and don't count.

    records: what programs found, to be laid beside what the rules find.
    """
    settings = Settings(allow_register_only=True, profile=profile)
    spans: list[Span] = []
    for case, of_case in texts.groupby("case_id"):
        spoken = turns[turns["case_id"] == case]
        words = lexicon.of_texts(
            of_case["text"],
            locale.load(settings.locale),
            find.label_names(of_case, spoken),
            find.spoken(of_case, spoken),
        )
        found = find.find(of_case, spoken, words, register, None, settings)
        found = programs.add(of_case, found, records) if records else found
        known = {"register": register, "decisions": None, "pseudonyms": None}
        decided = apply.anonymise(of_case, spoken, found, lexicon=words, settings=settings, **known)[1]
        shown = decided[
            (decided["layer"] != "structure") & ((decided["action"] != "keep") | (decided["by"] == "nobody"))
        ]
        spans += list(shown[["source_id", "start", "end", "kind"]].itertuples(index=False, name=None))
    return spans


def labelled(turns: pd.DataFrame) -> Mapping[str, set[int]]:
    """The code points of each source that belong to speaker labels, which are known beforehand."""
    labels: dict[str, set[int]] = defaultdict(set)
    for turn in turns.itertuples():
        if turn.label_start >= 0:
            labels[turn.source_id].update(range(turn.label_start, turn.label_end))
        elif turn.layer == "label":
            labels[turn.source_id].update(range(turn.start, turn.end))
    return labels


def baseline(texts: pd.DataFrame, turns: pd.DataFrame) -> list[Span]:
    """Every capitalised word and every number, outside the speaker labels."""
    labels = labelled(turns)
    return [
        (row.source_id, *found.span(), "")
        for row in texts.itertuples()
        for found in BASELINE.finditer(row.text)
        if found.start() not in labels[row.source_id]
    ]


def rows(texts: pd.DataFrame, gold: list[dict[str, str]], found: list[Span]) -> Iterator[dict[str, object]]:
    """Token recall, entity recall and precision over all, of direct and quasi-identifiers, and by kind."""
    words = {row.source_id: [word.span() for word in TOKEN.finditer(row.text)] for row in texts.itertuples()}
    places = {source: {start: number for number, (start, _) in enumerate(spans)} for source, spans in words.items()}

    def covered(source: str, start: int, end: int) -> set[tuple[str, int]]:
        at = places[source]
        return {(source, at[place]) for place in range(start, end) if place in at}

    flags = {span: covered(*span[:3]) for span in found}
    every_flag = set().union(*flags.values()) if flags else set()
    marked = [(row, covered(row["source_id"], int(row["start"]), int(row["end"]))) for row in gold]
    every_mark = set().union(*(tokens for _, tokens in marked))
    groups = {"all": lambda row: True}
    groups |= {name: (lambda row, name=name: row["class"] == name) for name in DIRECT}
    groups |= {name: (lambda row, name=name: row["kind"] == name) for name in KINDS}
    for group, belongs in groups.items():
        chosen = [(row, tokens) for row, tokens in marked if belongs(row)]
        if not chosen:
            continue
        wanted = set().union(*(tokens for _, tokens in chosen))
        entities: dict[tuple[str, str], bool] = {}
        for row, tokens in chosen:
            entity = (row["source_id"].split("-")[0], row["entity"])
            entities[entity] = entities.get(entity, True) and tokens <= every_flag
        of_kind = [tokens for (*_, kind), tokens in flags.items() if group in ("all", kind)]
        claimed = set().union(*of_kind) if of_kind else set()
        yield {
            "group": group,
            "mentions": len(chosen),
            "token_recall": len(wanted & every_flag) / len(wanted),
            "entity_recall": sum(entities.values()) / len(entities),
            "precision": len(claimed & every_mark) / len(claimed) if claimed else None,
        }


def figures(path: Path = STUDY) -> dict[str, list[dict[str, object]]]:
    """The rows for detection with the register, without it, without it for publication, and for the baseline."""
    texts, turns, register, gold = study(path)
    return {
        "with the register": list(rows(texts, gold, flagged(texts, turns, register))),
        "without": list(rows(texts, gold, flagged(texts, turns, None))),
        "without, profile publication": list(rows(texts, gold, flagged(texts, turns, None, profile="publication"))),
        "all capitals and numbers": list(rows(texts, gold, baseline(texts, turns))),
    }


def figures_with(command: str, seconds: int, path: Path = STUDY) -> dict[str, list[dict[str, object]]]:
    """The rows for the rules alone, without the register; for a program of the user's own alone; and for both."""
    texts, turns, _, gold = study(path)
    given = dict(zip(texts["source_id"], texts["text"], strict=True))
    with tempfile.TemporaryDirectory() as logs:
        found = consulting.ask(command, "program", given, Path.cwd(), seconds, Path(logs) / "program.log")
    sums = dict(zip(texts["source_id"], texts["text_sha256"], strict=True))
    records = {"program": programs.recorded(sums, found, "")}
    labels = labelled(turns)
    alone = [
        (answer.source_id, answer.start, answer.end, answer.kind)
        for answer in found
        if labels[answer.source_id].isdisjoint(range(answer.start, answer.end))
    ]
    return {
        "rules": list(rows(texts, gold, flagged(texts, turns, None))),
        "program": list(rows(texts, gold, alone)),
        "both": list(rows(texts, gold, flagged(texts, turns, None, records))),
    }


def table(measured: Mapping[str, list[dict[str, object]]]) -> str:
    """The figures as a Markdown table: token recall / entity recall / precision for each system."""
    lines = ["| | mentions | " + " | ".join(measured) + " |", "|---|---|" + "---|" * len(measured)]
    for number, first in enumerate(next(iter(measured.values()))):
        cells = []
        for system in measured.values():
            row = system[number]
            precision = "" if row["precision"] is None else f"{row['precision']:.2f}"
            cells.append(f"{row['token_recall']:.3f} / {row['entity_recall']:.3f} / {precision}".removesuffix(" / "))
        lines.append(f"| {first['group'].replace('_', ' ')} | {first['mentions']} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def written(page: str, measured: str, name: str = "gold") -> str:
    """A page with a table between its marks. Raises ValueError for a page without them."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.S)
    if not marks.search(page):
        raise ValueError(f"no marks of '{name}' in the page")
    return marks.sub(lambda found: f"{found[1]}{measured}\n{found[2]}", page)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "--write", action="store_true", help="write the tables into README.md and docs/anonymisation.md"
    )
    options.add_argument("--program", metavar="COMMAND", help="measure this program, and what it adds to the rules")
    options.add_argument("--timeout", metavar="SECONDS", type=int, default=3600, help="that the program may take")
    given = options.parse_args()
    if given.program:
        print(table(figures_with(given.program, given.timeout)))
    else:
        for page, name, told in (
            ("README.md", "gold", table(figures())),
            ("docs/anonymisation.md", "genres", genres.table()),
        ):
            if given.write:
                path = ROOT / page
                path.write_text(written(path.read_text(encoding="utf-8"), told, name), encoding="utf-8")
            print(told, end="\n\n")
