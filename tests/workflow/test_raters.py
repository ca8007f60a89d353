"""From a table of raters to T19: published coefficients come out of studies that are built whole."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import workspace
from raters import EXAMPLES, MISSING

INTERVIEWERS = "gwet"  # the example whose units interviewers say
LINES = (
    "fleiss"  # the example whose units are lines of a txt, and named by their segments; the others are rows of a CSV
)
STUDY = "data/worked"


def write(path: Path, *rows: tuple[object, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def lines_of(raters: Path, name: str) -> list[tuple[str, str, str, str]]:
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
    write(raters, ("source", "unit", "coder", "code"), *(row for name in EXAMPLES for row in lines_of(raters, name)))
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
