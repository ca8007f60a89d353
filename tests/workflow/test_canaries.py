"""Names planted wherever people write: none stands in an open file without being told as a leak of that file.

The open files are searched here by other code than the scan's.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile

import docx
import pandas as pd
import pytest
from workspace import RESULTS

# Where each is planted -> a person who is registered.
REGISTERED = {
    "text": "Zephyrine Quillbrough",
    "memo": "Ottoline Vaskhembry",
    "codebook": "Peregrin Oxhollow",
    "claim": "Dagfinn Mirecastle",
    "summary": "Thessaly Brackwater",
    "label": "Isaura Pennyweather",
    "file name": "Lorcan Stavebright",
    "property": "Ulrika Hawkspindle",
    "title": "Bertrand Kestlewick",
    "adjudication": "Sidonie Thornwhistle",
}
DECIDED, UNDECIDED = "Marlin Greaveshott", "Ophira Lunnscomb"
EVERY = {**REGISTERED, "decided": DECIDED, "undecided": UNDECIDED}
NEVER_OPEN = {"text", "label", "file name", "property"}
FORMS = (
    "Then Dr Quillbrough rang.", "Then zephyrine quillbrough rang.", "Then Z. Quillbrough rang.", "Then QUILLBROUGH rang.",
    "Then Quilbrough rang.", "Then ZephyrineQuillbrough rang.", "Then Z e p h y r i n e rang.", "Then Quill-\nbrough rang.",
    "Quillbrough's car, and zephyrine@quillbrough.example too.", "Then Quill\u00adbrough rang, and Quillbrough, Zephyrine.",
)  # fmt: skip


def plant(work):
    """The small study with a name in each place where people write."""
    study = work.root / "data/small"

    def write(name, content):
        (study / name).write_text(content, encoding="utf-8")

    def add(name, *rows):
        with (study / name).open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    add(
        "private/register.csv",
        *([f"r{n}", "person", name, "", f"person {n}"] for n, name in enumerate(REGISTERED.values())),
    )
    write(
        "private/decisions.csv",
        "text,kind,scope,action,replacement,entity,reviewer,date,note\n"
        f"{DECIDED},person,study,pseudonymise,a neighbour,,r1,2024-01-01,\n",
    )
    work.edit(
        "data/small/raw/west/i01.txt",
        "P: In the end",
        f"P: {' '.join(FORMS)} So {DECIDED} and Mrs {UNDECIDED} came. In the end",
    )
    add(
        "sources.csv",
        [
            "east-i02",
            "east",
            "interview",
            "raw/east/Lorcan Stavebright.txt",
            "txt",
            "2014-05-03",
            "east-p02",
            "1",
            "quote",
        ],
    )
    write("raw/east/Lorcan Stavebright.txt", "Isaura Pennyweather: It was very slow.\n\nInterviewer: Was it?\n")
    add("private/speakers.csv", ["east-i02", "Isaura Pennyweather", "east-p02", "participant"])
    add("participants.csv", ["east-p02", "east", "GP", "gp", "clinician", "no", "general_practice", "frontline"])
    add("sources.csv", ["east-d02", "east", "document", "raw/east/paper.docx", "docx", "2014-05-04", "", "1", "quote"])
    paper = docx.Document()
    paper.add_paragraph("The programme was very slow, as papers said.")
    paper.core_properties.author = paper.core_properties.last_modified_by = REGISTERED["property"]
    paper.save(study / "raw/east/paper.docx")
    (study / "codings").mkdir()
    for coder, memo in (("a", f"{REGISTERED['memo']} said so, {DECIDED} too"), ("b", f"Mrs {UNDECIDED}")):
        write(
            f"codings/{coder}.csv",
            f'source_id,exact,prefix,suffix,code,memo\neast-i01,you have to take people with you,,,collaborative,"{memo}"\n',
        )
    add("codings/a.csv", ["east-i01", "It was very slow", "", "", "slow", ""])
    write(
        "adjudication.csv",
        f"segment_id,code,decision,reason\neast-i01:2.1,slow,keep,{REGISTERED['adjudication']} was sure of it.\n",
    )
    work.edit("data/small/codebook.yaml", "Deciding together.", f"Deciding together, as {REGISTERED['codebook']} did.")
    work.edit("data/small/study.yaml", "A small study", f"A study after {REGISTERED['title']}")
    write(
        "claims.yaml",
        "criterion: {minimum: 2, tolerance: 0.25, cases: 1, most: 0.6}\nclaims:\n  - claim: C1\n"
        f"    statement: People decide together, {REGISTERED['claim']} says.\n    short: Together\n"
        "    population: {about: people}\n    supports: [collaborative]\n    contradicts: [directive]\n",
    )
    write(
        "summaries.csv",
        f"case_id,theme,summary,segments,evidence\neast,style,{REGISTERED['summary']} tells of it.,east-i01:2.1,\n",
    )
    return work


def texts_of(content):
    """The strings that a file holds, of each of its parts."""
    if content[:4] == b"PAR1":
        yield pd.read_parquet(io.BytesIO(content)).to_csv()
    elif zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.namelist():
                yield part
                yield from texts_of(parts.read(part))
    elif content[:6] == b"SQLite":
        with sqlite3.connect(":memory:") as database:
            database.deserialize(content)
            yield from database.iterdump()
    else:
        yield content.decode("utf-8", "replace")


def run_with_names(work):
    done = plant(work).snakemake("--keep-going", check=False)
    assert done.returncode != 0
    (work.root / "said.txt").write_text(done.stdout + done.stderr, encoding="utf-8")


@pytest.fixture(scope="session")
def results(once):
    """The results of a study with names planted in it; beside its workspace, what the run said."""
    return once("canaries", run_with_names).root / RESULTS


@pytest.fixture(scope="session")
def opened(results):
    """Open file -> its name and all that can be read in it, in small letters."""
    names = {path: str(path.relative_to(results)) for path in sorted(results.rglob("*")) if path.is_file()}
    return {
        name: "\n".join([name, *texts_of(path.read_bytes())]).lower()
        for path, name in names.items()
        if not name.startswith("private/")
    }


def test_a_study_with_names_where_people_write_fails_and_repeats_none(results):
    said = (results.parents[1] / "said.txt").read_text(encoding="utf-8").lower()
    assert "found an original identifier" in said
    assert not [word for name in EVERY.values() for word in name.lower().split() if word in said]
    assert (results / "DO_NOT_SHARE.txt").is_file() and not (results / "audit/leaks.json").exists()


@pytest.mark.parametrize("place", EVERY)
def test_a_name_is_in_no_open_file_or_told_as_a_leak_of_each_that_holds_it(results, opened, place):
    with (results / "private/leaks.csv").open(encoding="utf-8") as file:
        leaks = list(csv.DictReader(file))
    for word in EVERY[place].lower().split():
        holding = {name for name, text in opened.items() if word in text}
        assert bool(holding) == (place not in NEVER_OPEN)
        told = {
            row["file"] for row in leaks if word in row["found"].lower() or row["found"].lower() in EVERY[place].lower()
        }
        assert holding <= told


def test_no_form_of_a_name_is_left_in_a_text(opened):
    texts = [text for name, text in opened.items() if name.startswith(("anonymised/", "audit/sources/", "segments/"))]
    assert texts
    for part in ("quill", "brough", "zeph", "z e p h", "quilb"):
        assert not [text for text in texts if part in text]
