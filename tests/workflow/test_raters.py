"""From a table of raters to T19: published coefficients come out of studies that are built whole."""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import workspace
from multicase.reliability import agreement, coefficients
from raters import EXAMPLES, MISSING
from small_study import REPOSITORY

INTERVIEWERS = "gwet"  # the example whose units interviewers say
LINES = (
    "fleiss"  # the example whose units are lines of a txt, and named by their segments; the others are rows of a CSV
)
STUDY = "data/worked"
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def write(path: Path, *rows: tuple[object, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def lines_of(name: str) -> list[tuple[str, str, str, str]]:
    """The rows of the table of raters for an example; a missing value has none."""
    strings, _ = EXAMPLES[name]
    return [
        (name, f"{name}:{2 * unit}.1" if name == LINES else f"u{unit}", f"{name}_{number}", f"{name} {value}")
        for number, string in enumerate(strings, 1)
        for unit, value in enumerate(string, 1)
        if value != MISSING
    ]


def study_of_examples(root: Path) -> None:
    """A source, a speaker and an exclusive set for each example; the set is kept to the speaker."""
    write(root / "cases.csv", ("case_id", "label"), ("one", "The examples"))
    columns = ("source_id", "case_id", "kind", "path", "format", "participants", "consent")
    write(root / "sources.csv", columns, *(
        (name, "one", "group_interview", f"raw/{name}.{form}", form, "" if name == INTERVIEWERS else f"p-{name}", "quote")
        for name in EXAMPLES for form in ["txt" if name == LINES else "csv"]
    ))  # fmt: skip
    write(root / "participants.csv", ("participant_id", "case_id", "role"), *(
        (f"p-{name}", "one", name) for name in EXAMPLES if name != INTERVIEWERS
    ))  # fmt: skip
    who = {name: "Asking" if name == INTERVIEWERS else "Talking" for name in EXAMPLES}
    write(root / "private/speakers.csv", ("source_id", "label", "participant_id", "role", "confirmed"), *(
        (name, label, "" if name == INTERVIEWERS else f"p-{name}", "interviewer" if name == INTERVIEWERS else "participant", "yes")
        for name, label in who.items()
    ), (LINES, "Other", "", "interviewer", "yes"))  # fmt: skip
    write(root / "columns.csv", ("source_id", "column", "holds"), ("*", "key", "not read"))
    for name, (strings, _) in EXAMPLES.items():
        said = [
            f"So it went on, and {'then ' * (unit % 5)}We were where we had been" for unit in range(len(strings[0]))
        ]
        if name == LINES:
            parts = [line for words in said for line in ("Other: Mm, well.", f"{who[name]}: {words}.")]
            (root / f"raw/{name}.txt").write_text("\n\n".join(parts) + "\n")
        else:
            rows = ((f"u{unit}", who[name], f"{words}.") for unit, words in enumerate(said, 1))
            write(root / f"raw/{name}.csv", ("key", "who", "words"), *rows)
    themes, exclusive = [], []
    for name, (strings, _) in EXAMPLES.items():
        values = sorted({value for string in strings for value in string} - {MISSING})
        codes = [f"{name}_{value}" for value in values]
        listed = "".join(
            f"          - {{code: {code}, label: '{name} {value}', definition: d}}\n" for code, value in zip(codes, values, strict=True)
        )  # fmt: skip
        themes.append(
            f"  - theme: t_{name}\n    label: Theme {name}\n    definition: d\n    subthemes:\n"
            f"      - subtheme: s_{name}\n        label: Sub {name}\n        codes:\n{listed}"
        )
        speakers = "interviewers" if name == INTERVIEWERS else f"{{role: [{name}]}}"
        exclusive.append(f"  - {{set: {name}, codes: [{', '.join(codes)}], speakers: {speakers}}}\n")
    (root / "codebook.yaml").write_text(f'version: "1"\nthemes:\n{"".join(themes)}exclusive:\n{"".join(exclusive)}')
    (root / "config.yaml").write_text("segment: {unit: paragraph}\n")


def test_worked_examples_come_out_of_one_study_as_published(tmp_path):
    (tmp_path / "w").mkdir()
    work = workspace.make(tmp_path / "w")
    study_of_examples(work.root / STUDY)
    raters = tmp_path / "raters.csv"
    write(raters, ("source", "unit", "coder", "code"), *(row for name in EXAMPLES for row in lines_of(name)))
    work.snakemake("results/worked/segments/one-0.parquet", "--config", f"study={STUDY}")
    bring = ("multicase", "import-codings", str(raters), STUDY, "--units", "column:key")
    asked = work.run(*bring, check=False)
    assert asked.returncode == 1 and "--missing unread" in asked.stderr
    assert not (work.root / STUDY / "readings.csv").exists()
    told = work.run(*bring, "--missing", "unread", "--write").stdout
    assert "c_1 9 (3 unread)" in told
    work.snakemake("results/worked/tables/T19.csv", "--config", f"study={STUDY}")
    with (work.root / "results/worked/tables/T19.csv").open() as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    for name, (_, expected) in EXAMPLES.items():
        row = rows[f"(one of {name})"]
        found = {key: row[key] if key == "kappa_by" else float(row[key]) for key in expected}
        assert found == {
            key: value if key == "kappa_by" else pytest.approx(value, abs=6e-4) for key, value in expected.items()
        }, name


SAID = {
    "client": (
        "I was thinking about my drinking.",
        "It is not that easy.",
        "I could try it next week.",
        "They all do it.",
    ),
    "therapist": ("What would it take?", "So you feel two ways about it.", "You could write it down.", "Mm, well."),
}
GIVEN = {"client": ("change", "sustain", "neutral"), "therapist": ("question", "reflection", "other")}


def sessions() -> list[dict[str, object]]:
    """Ratings of three transcripts, of which two were rated by several; a client speaks twice in a row."""
    rows = []
    for transcript, raters in enumerate(((1, 2, 3), (2, 3), (1,))):
        for unit in range(20):
            who = "therapist" if unit % 3 == 0 else "client"
            for rater in raters:
                value = GIVEN[who][(unit * unit + (rater * unit) % 7 // 5 + transcript) % 3]
                rows.append({
                    "transcript_id": transcript, "utterance_id": unit, "interlocutor": who,
                    "utterance_text": SAID[who][(unit + transcript) % 4], "annotator_id": rater,
                    "client_talk_type": value if who == "client" else "n/a",
                    "main_therapist_behaviour": value if who == "therapist" else "n/a",
                })  # fmt: skip
    return rows


def alpha_of(rows: list[dict[str, object]], column: str) -> str:
    units: dict[tuple[object, object], list[object]] = {}
    for row in rows:
        if row[column] != "n/a":
            units.setdefault((row["transcript_id"], row["utterance_id"]), []).append(row[column])
    matrix = [values + [None] * (3 - len(values)) for values in units.values()]
    return agreement.shown(coefficients.krippendorff_alpha(matrix))


def test_the_walk_through_gives_the_coefficients_of_the_table(tmp_path):
    (tmp_path / "w").mkdir()
    work = workspace.make(tmp_path / "w")
    rows = sessions()
    write(work.root / "raters.csv", tuple(rows[0]), *(tuple(row.values()) for row in rows))
    told = (REPOSITORY / "docs/raters.md").read_text(encoding="utf-8")
    blocks = {kind: re.findall(rf"```{kind}\n(.*?)```", told, re.S) for kind in ("python", "yaml", "sh")}
    (script,), (book,), (making, bringing) = blocks["python"], blocks["yaml"], blocks["sh"]
    work.run("python", "-c", script)
    for line in making.splitlines():
        subprocess.run(line, shell=True, check=True, cwd=work.root, env=work.env | {"PATH": PATH})
    (work.root / "sessions/codebook.yaml").write_text(book)
    targets = iter(("segments/case1-0.parquet", "tables/T19.csv"))
    for line in bringing.splitlines():
        more = [f"results/sessions/{next(targets)}"] if line.startswith("snakemake") else []
        program, *options = shlex.split(line)
        work.run(program, *more, *options)
    with (work.root / "results/sessions/tables/T19.csv").open() as file:
        found = {row["code"]: row for row in csv.DictReader(file)}
    assert found["(one of talk)"]["alpha"] == alpha_of(rows, "client_talk_type")
    assert found["(one of behaviour)"]["alpha"] == alpha_of(rows, "main_therapist_behaviour")
    assert found["(one of talk)"]["units"] == "26" and found["(one of behaviour)"]["units"] == "14"
