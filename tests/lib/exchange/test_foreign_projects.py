"""Projects as other programs write them come in whole: each coding on exactly its words, or waiting with its reason."""

from __future__ import annotations

from collections import Counter

import foreign_checks as checks
import foreign_projects as foreign
import in_process
import pytest
from multicase.cli import new_study
from multicase.cli.import_codings import projects
from multicase.cli.place import Place
from multicase.exchange import codebook_yaml, codebooks, taguette
from multicase.study import study as studies

KINDS = [*foreign.TOOLS, "taguette"]


def project_of(kind):
    return foreign.taguette()[0] if kind == "taguette" else foreign.refi(kind)


def counted(project):
    """How many codings the file holds, told without the library."""
    is_database = project.file.endswith("sqlite3")
    return checks.in_database(project.data) if is_database else checks.in_xml(project.data)


def held(project, folder):
    """The project's file."""
    file = folder / project.file
    file.write_bytes(project.data)
    return file


def assert_whole(project, study, texts, laid, ids):
    """Every coding of the project stands on its words, or waits; waiting.csv and the segments have all of them."""
    placed, lost = checks.expected(project, texts, ids)
    carried = laid.carried.to_dict("records")
    kept = [row for row in carried if not row["waiting"]]
    assert checks.found(kept, texts.anonymised) == Counter(dict.fromkeys(placed, 1))
    twice = sum(placed.values()) - len(placed)
    waiting = [row for row in carried if row["waiting"]]
    assert len(kept) + twice + len(waiting) == counted(project)
    assert len(waiting) == len(lost) + project.whole and all(laid.waiting["reason"]) and len(laid.waiting) == len(waiting)
    beside = laid.unplaced[~laid.unplaced["reason"].isin(laid.waiting["reason"])]
    passages = laid.codings[["coder", "source_id", "code", "passage_start", "passage_end"]].drop_duplicates()
    assert len(passages) + len(beside) == len(kept)
    spans = {(row["coder"], row["source_id"], row["code"], row["start"], row["end"]) for row in kept}
    assert set(passages.itertuples(index=False, name=None)) <= spans


def assert_no_more_blanks(project, texts, laid, ids):
    """The white space at the ends of a passage is the tool's, or less where ours has less."""
    told = {text.name: text.text for text in project.told}
    theirs = {}
    for item in project.given:
        source, code, coder = ids(item)
        before, after = checks.blanks(told[item.source], item.start, item.end)
        theirs.setdefault((coder, source, code), set()).add((before, after))
    for row in laid.carried[laid.carried["waiting"] == ""].to_dict("records"):
        before, after = checks.blanks(texts.anonymised[row["source_id"]], row["start"], row["end"])
        known = theirs[row["coder"], row["source_id"], row["code"]]
        assert any(one.endswith(before) and other.startswith(after) for one, other in known), row


@pytest.mark.parametrize("kind", KINDS)
def test_a_study_is_made_of_a_project_and_holds_each_coding(kind, tmp_path):
    project = project_of(kind)
    told = new_study.make(held(project, tmp_path), tmp_path / "study")
    study = tmp_path / "study"
    assert studies.load(study).mapping
    texts = in_process.anonymised(study)
    assert texts.asked.empty
    laid = in_process.laid(study, texts, tmp_path)
    ids = checks.named(study, project)
    assert_whole(project, study, texts, laid, ids)
    assert_no_more_blanks(project, texts, laid, ids)
    words = "\n".join(path.read_text() for path in study.rglob("*.csv") if "private" not in path.parts)
    assert "Holt" not in words and not any("Holt" in line for line in told if line.startswith("looked"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_project_is_laid_over_a_study_of_the_raw_files(kind, tmp_path):
    """The study was made before, of files with other line ends or of Word, under other names than the tool's."""
    project = project_of(kind)
    raw = tmp_path / "raw/North"
    raw.mkdir(parents=True)
    is_word, renamed = kind in ("nvivo_windows", "atlas", "taguette"), kind in ("atlas", "qc", "maxqda")
    bodies = {text.name: text.text for text in project.told}
    if kind == "taguette":
        bodies = {page.name: taguette.readable(page.html).text for page in foreign.taguette()[1]}
    files = {}
    for number, (name, body) in enumerate(bodies.items()):
        files[name] = raw / f"{f'file {number}' if renamed else name}.{'docx' if is_word else 'txt'}"
        files[name].write_bytes(foreign.word(body) if is_word else f"\ufeff{body}".replace("\n", "\r\n").encode())
    new_study.make(tmp_path / "raw", tmp_path / "study")
    study, results = tmp_path / "study", tmp_path / "results"
    codes = codebooks.held(project.data, project.file)
    grown = codebooks.grown(codes.codes, project.file, codes.given)
    (study / "codebook.yaml").write_text(codebook_yaml.text(grown.codebook))
    texts = in_process.anonymised(study)
    in_process.written(texts, results)
    projects.bring(held(project, tmp_path), Place(study, results, tmp_path), "", True, None)
    laid = in_process.laid(study, texts, tmp_path)
    origins = {row["file"]: row["source_id"] for row in checks.rows(study / "private/origins.csv")}
    of_path = {code.path: grown.ids[code.guid] for code in codes.codes if code.guid in grown.ids}

    def ids(item):
        source = origins[f"North/{files[item.source].name}"]
        return source, of_path["/".join(item.path)], item.user.replace(" ", "_")

    assert_whole(project, study, texts, laid, ids)
    assert not (study / "codings").exists()
