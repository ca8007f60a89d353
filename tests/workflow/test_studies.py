"""Studies of unlike shapes, each built whole: what their tables say was counted by hand, from the codings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import workspace
from multicase.audit import reproduction

STUDIES = Path(__file__).parents[1] / "studies"


class Built:
    """The results of a study's build."""

    def __init__(self, root: Path, name: str):
        self.results = root / "results" / name

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.results / f"tables/{name}.csv", dtype=str, keep_default_na=False)

    def rows(self, name: str, columns: str) -> list[tuple[str, ...]]:
        """Some columns of a table, blank-separated, row by row."""
        return list(self.table(name)[columns.split()].itertuples(index=False, name=None))

    def about(self, name: str) -> dict:
        folder = "tables" if name[0] == "T" else "figures"
        return json.loads((self.results / f"{folder}/{name}.json").read_text())

    def drawn(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.results / f"figures/{name}.csv", dtype=str, keep_default_na=False)

    def left_out(self) -> dict[tuple[str, str], int]:
        return {(row[0], row[1]): int(row[2]) for row in self.rows("T31", "reason unit n")}

    def open_text(self) -> str:
        files = [
            path for path in self.results.rglob("*") if path.suffix in {".csv", ".json", ".html", ".md", ".jsonld"}
        ]
        return "".join(path.read_text() for path in files if path.relative_to(self.results).parts[0] != "private")


@pytest.fixture
def build(tmp_path):
    def build(name: str) -> Built:
        (tmp_path / "w").mkdir()
        work = workspace.make(tmp_path / "w")
        shutil.copytree(STUDIES / name, work.root / "data" / name)
        checked = work.run("multicase", "check", f"data/{name}")
        assert "no problems" in checked.stdout
        work.snakemake("--config", f"study=data/{name}")
        built = Built(work.root, name)
        assert not (built.results / "DO_NOT_SHARE.txt").exists()
        assert json.loads((built.results / "audit/leaks.json").read_text())["hits"] == 0
        recounted = work.run("python", "-I", "-S", f"results/{name}/audit/recount.py").stdout
        assert recounted.count("all equal") + recounted.count("nothing to recount") == 10, recounted
        return built

    return build


def every_part_says_what_it_lacks(built: Built) -> None:
    """Each table and figure has rows, or says why it has none; the manifest lists each file on the disk, and no other."""
    for path in sorted(built.results.glob("tables/T??.json")):
        table, about = built.table(path.stem), json.loads(path.read_text())
        assert len(table) or about["missing"], path.stem
        assert len(built.table(path.stem).columns) > 1, path.stem
    for path in sorted(built.results.glob("figures/F??.json")):
        assert json.loads(path.read_text())["alt"], path.stem
    manifest_matches_the_disk(built.results)


def manifest_matches_the_disk(results: Path) -> None:
    listed = set(pd.read_csv(results / "tables/T27.csv")["artefact"])
    there = {path.relative_to(results) for path in results.rglob("*") if path.is_file()}
    gates = {
        "audit/leaks.json",
        "audit/reproduction.csv",
        "audit/environment.csv",
        "audit/audits.html",
        "audit/sample.html",
        *reproduction.CRATE,
    }
    made_after = ("audit/provenance/", "audit/evidence/T27/")
    gates |= {name for name in map(Path.as_posix, there) if name.startswith(made_after)}
    own = {f"tables/T27{ending}" for ending in (".csv", ".evidence.parquet", ".json")} | {"audit/tables/T27.html"}
    open_files = {path.as_posix() for path in there if path.parts[0] not in {"private", "logs"} and path.name[0] != "."}
    assert listed == open_files - gates - own


def test_with_the_required_files_and_columns_alone(build):
    built = build("required")
    every_part_says_what_it_lacks(built)
    assert built.rows("T01", "case") == [("Shop",), ("Depot",)]
    assert built.rows("T02", "interviews documents first_date last_date") == [("1", "0", "", "")] * 2
    assert "no participants" in built.about("T03")["missing"]
    assert set(built.table("T05")["n_segments"]) == {"0"}
    assert set(built.table("T08")["convergence"]) == {"not read", "no sources"}
    assert set(built.table("T29")["share_of_sources"]) == set(built.table("T29")["per_1000_words"]) == {"undefined"}
    assert built.left_out()["nobody has read them", "sources"] == 2
    assert "nobody has read" in built.about("T18")["missing"]
    assert "synthetic" not in built.about("T06")["note"]
    findings = (built.results / "findings/findings.md").read_text()
    assert "2 cases, 2 sources (2 interviews)" in findings and "from  to" not in findings and "undated" in findings


def test_without_codings_and_with_a_codebook_without_indicators(build):
    built = build("uncoded")
    every_part_says_what_it_lacks(built)
    assert built.rows("T02", "interviews documents observations group_interviews") == [("1", "1", "1", "0")]
    assert built.rows("T02", "first_date last_date") == [("2019-03-04", "2020")]
    assert (
        sorted(built.rows("T03", "role n")) == [("caretaker", "1"), ("librarian", "1")] or len(built.table("T03")) == 1
    )
    kinds = dict(built.rows("T08", "kind convergence"))
    assert kinds == {
        "interview": "not read", "document": "not read", "observation": "not read", "group_interview": "no sources"
    }  # fmt: skip
    (label,) = built.table("T02")["case"]
    assert built.rows("T23", "claim case verdict n_for n_mixed n_against") == [
        (claim, case, "insufficient", "0", "0", "0") for claim in ("C1", "C2") for case in ("all cases", label)
    ]
    assert built.about("T22")["missing"] == "No segment speaks against any claim."
    assert set(built.rows("T24", "verdict changed")) == {("insufficient", "")}
    assert built.about("F14")["alt"] == "No row of the table is of what the figure shows."  # its only case
    assert built.left_out()["nobody has read them", "sources"] == 3
    assert built.left_out()["headings and events", "words"] == 3
    assert "for nothing is coded" in built.about("T06")["note"]


def test_a_usability_study_with_attributes_cross_tables_and_figures_of_its_own(build):
    built = build("usability")
    every_part_says_what_it_lacks(built)
    assert built.rows("T33", "problem round experience n_segments n_sources n_participants n_cases") == [
        ("navigation", "first", "novice", "2", "2", "2", "2"),
        ("navigation", "first", "expert", "1", "1", "1", "1"),
        ("navigation", "second", "expert", "1", "1", "1", "1"),
        ("navigation", "third", "novice", "2", "1", "2", "1"),
        ("navigation", "third", "no speaker", "1", "1", "0", "1"),
        ("wording", "first", "novice", "1", "1", "1", "1"),
        ("wording", "first", "expert", "1", "1", "1", "1"),
        ("wording", "second", "expert", "2", "2", "2", "2"),
        ("wording", "third", "novice", "1", "1", "1", "1"),
        ("speed", "first", "novice", "1", "1", "1", "1"),
        ("speed", "second", "expert", "1", "1", "1", "1"),
        ("speed", "second", "not recorded", "1", "1", "1", "1"),
        ("speed", "third", "novice", "1", "1", "1", "1"),
        ("speed", "third", "no speaker", "1", "1", "0", "1"),
    ]
    assert built.table("T33")["cases"][0] == "Unit A: north | Ward 2; old wing"
    of_unit = {row[1:3]: row[3] for row in built.rows("T34", "case problem severity n_segments") if row[0][0] == "U"}
    assert of_unit == {
        ("navigation", "major"): "2", ("navigation", "minor"): "1", ("navigation (against)", "minor"): "2",
        ("wording", "major"): "1", ("wording", "minor"): "2", ("wording (against)", "minor"): "2",
        ("speed", "major"): "2",
    }  # fmt: skip
    assert ("obstacles", "navigation + speed + wording", "health", "2", "1") in built.rows(
        "T35", "theme problems sector n_segments n_participants"
    )
    themes = {row[:3]: row[3:] for row in built.rows("T06", "theme case polarity n_segments n_sources n_participants")}
    assert themes["obstacles", "Unit A: north", "supports"] == ("5", "3", "3")
    assert themes["obstacles", "Unit A: north", "contradicts"] == ("4", "2", "2")
    kinds = {row[:2]: row[2] for row in built.rows("T08", "theme kind convergence")}
    assert kinds["obstacles", "observation"] == kinds["help", "document"] == "silent"
    assert {row[0]: row[1] for row in built.rows("T10", "ordered_case sources")} == {
        "Unit A: north": "3 of 3", "Ward 2; old wing": "2 of 3", "Company (3)": "2 of 3"
    }  # fmt: skip
    slow = {row[0]: row[1:] for row in built.rows("T29", "case code n_segments words share_of_sources")}
    assert len(slow) == 3 and ("slow_pages", "2", "51", "0.667") in [
        row[1:] for row in built.rows("T29", "case code n_segments words share_of_sources")
    ]
    assert built.left_out()["nobody has read them", "sources"] == 1
    # novices alone: one source for the claim in Unit A and one on both sides, one for it in Ward 2
    assert built.rows("T23", "claim case verdict n_for n_mixed n_against") == [
        ("C1", "all cases", "insufficient", "2", "1", "0"), ("C1", "Unit A: north", "leaning for", "1", "1", "0"),
        ("C1", "Ward 2; old wing", "insufficient", "1", "0", "0"), ("C1", "Company (3)", "insufficient", "0", "0", "0"),
    ]  # fmt: skip
    assert (
        built.rows("T22", "side case kind source_speaks")
        == [("against", "Unit A: north", "group_interview", "mixed")] * 2
    )
    for figure in ("F13", "F14", "F17", "F19", "F20", "F21", "F22"):
        assert len(built.drawn(figure)), figure
    assert list(dict.fromkeys(built.drawn("F13")["case"])) == [
        "all cases", "Unit A: north", "Ward 2; old wing", "Company (3)"
    ]  # fmt: skip
    assert ("navigation", "first", "3") in list(
        built.drawn("F19")[["problem", "round", "n_segments"]].itertuples(index=False, name=None)
    )
    assert {("obstacles", "health", "10"), ("help", "trade", "1")} <= set(
        built.drawn("F21")[["theme", "sector", "n_segments"]].itertuples(index=False, name=None)
    )
    findings = (built.results / "findings/findings.md").read_text()
    assert "- leaning for: Unit A: north (1 for, 1 mixed, 0 against)" in findings
    assert "Ward 2; old wing (1 for, 0 mixed, 0 against; fewer than 2 sources)" in findings
    assert "Somebody has read 9 of 10 sources" in findings
    assert built.about("F19")["title"] in findings


def test_a_school_study_of_twelve_cases_in_sentences_without_dates(build):
    built = build("school")
    every_part_says_what_it_lacks(built)
    assert len(built.table("T01")) == 12 and set(built.table("T02")["first_date"]) == {""}
    table = {row[:3]: row[3:] for row in built.rows("T33", "theme role case n_segments n_participants")}
    assert len(table) == 12 and sum(int(n) for n, _ in table.values()) == 16
    assert table["homework", "teacher", "School 3"] == ("2", "2")
    themes = {row[:3]: row[3] for row in built.rows("T06", "theme case polarity n_segments")}
    assert themes["homework", "School 1", "supports"] == themes["homework", "School 1", "contradicts"] == "1"
    strengths = {row[:2]: row[2:] for row in built.rows("T10", "theme ordered_case strength sources")}
    assert {strengths[theme, f"School {n}"] for theme in ("homework", "parents") for n in range(8, 13)} == {
        ("not read", "0 of 0")
    }
    assert strengths["homework", "School 4"] == ("absent", "0 of 1")
    assert "The interviews are undated" in built.about("T18")["note"] and "has a date" in built.about("F19")["alt"]
    assert "has no readings.csv" in built.about("T08")["note"]
    assert "nobody has read 5 of 12 sources" in built.about("T06")["note"]
    settings = pd.read_csv(built.results / "audit/settings.csv").set_index("setting")
    assert list(settings.loc["segment.unit"]) == ["sentence", "the study's config.yaml"]


def test_a_study_in_which_what_interviewers_say_is_analysed(build):
    built = build("interviewers")
    every_part_says_what_it_lacks(built)
    codes = {row[0]: row[1:] for row in built.rows("T05", "code n_codings n_segments n_participants")}
    assert codes["not_asked"][:2] == ("3", "4")  # one quote spans two turns
    assert codes["leading"][1:] == codes["echo"][1:] == ("2", "0")  # an interviewer is no participant
    assert codes["agenda"][:2] == ("1", "1") and codes["laughter"][1] == "2"
    themes = {row[:3]: row[3] for row in built.rows("T06", "theme case polarity n_segments")}
    by_theme = {key[0::2]: n for key, n in themes.items() if "orth" in key[1]}
    assert by_theme["say", "supports"] == "1" and by_theme["say", "contradicts"] == "2"
    left = built.left_out()
    assert left["in sources marked as not analysed", "codings"] == 2
    assert left["in sources whose consent is closed", "codings"] == 1
    assert not any("interviewer" in reason or "headings" in reason for reason, _ in left)
    assert (
        "not analysed: 2 in sources marked as not analysed and 1 in sources whose consent is closed"
        in (built.about("T06")["note"])
    )
    text = built.open_text()
    assert "south-g02" not in text and "They asked me twice" not in text
    codings = pd.read_csv(built.results / "exports/codings.csv")
    assert len(codings[(codings["source_id"] == "south-g01") & (codings["code"] == "not_asked")]) == 1
