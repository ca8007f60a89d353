"""The chain of evidence: any count in any table can be taken again from its evidence, and any cell be explained."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from multicase import frames
from multicase.audit import explain
from multicase.audit.behind import Behind, coded_as
from multicase.audit.results import Results
from multicase.cli.explain import render
from multicase.study.disclosure import WITHHELD
from multicase.study.problems import StudyError
from multicase.tables.table import COUNTS
from workspace import RESULTS

SHIPPED = Path(__file__).parents[2] / "results/gp-leadership"
# Columns that are counts of distinct segments behind them, though not called so.
SEGMENTS = {"T16": ["n"], "T19": ["given_by_all", "given_by_some"], "T09": ["segments"]}
CELLS = 300


def counted(segments: list[str], evidence: pd.DataFrame) -> dict[str, int]:
    rows = evidence[evidence["segment_id"].isin(segments)].drop_duplicates("segment_id")
    return {
        "n_segments": len(segments),
        "n_sources": rows["source_id"].nunique(),
        "n_participants": rows.loc[rows["participant_id"] != "", "participant_id"].nunique(),
        "n_cases": rows["case_id"].nunique(),
    }


def recount(results: Path, seed: int) -> int:
    """Recounts random cells of all tables; returns how many."""
    evidence = frames.read(results / "themes/evidence.parquet", "evidence")
    cells = []
    for table in sorted(path.stem for path in (results / "tables").glob("T??.csv")):
        behind = Behind(Results(results).table(table))
        frame = behind.table.frame
        if behind.table.evidence.empty:
            continue
        columns = [column for column in (*COUNTS, *SEGMENTS.get(table, [])) if column in frame]
        cells += [(behind, n, column) for n in range(len(frame)) for column in columns]
    # Over all codes the units are segments with each code, of which no list of segments tells the number.
    cells = [cell for cell in cells if not cell[0].table.keys[cell[1]].startswith("code=(")]
    chosen = random.Random(seed).sample(cells, min(CELLS, len(cells)))
    for behind, row, column in chosen:
        shown = behind.table.frame[column].iat[row]
        part = behind.part(row, column) if shown != "0" else None
        segments = list(part.segments) if part else []
        told = counted(segments, evidence).get(column, len(segments))
        assert str(told) == shown, f"{behind.table.id}, {behind.table.keys[row]}, {column}"
    return len(chosen)


def test_random_cells_of_all_tables_are_recounted_from_their_evidence(shown):
    assert recount(shown.root / RESULTS, seed=7) > 50


@pytest.mark.skipif(not (SHIPPED / "tables/T27.csv").is_file(), reason="the shipped study has not been built")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_cells_of_the_shipped_study_are_recounted(seed):
    assert recount(SHIPPED, seed) == CELLS


@pytest.mark.skipif(not (SHIPPED / "audit/evidence.csv").is_file(), reason="the shipped study has not been built")
def test_who_is_listed_as_speaking_on_a_claim_is_as_many_as_are_counted():
    counts = pd.read_csv(SHIPPED / "tables/T23.csv")
    for number, row in enumerate(counts.itertuples(), 1):
        for column in ("n_for", "n_mixed", "n_against"):
            told = explain.explain(SHIPPED, "T23", str(number), column)
            assert len(told.get("speaking", [])) == getattr(row, column), (row.claim, row.case, column)


@pytest.mark.parametrize(
    ("target", "row", "column", "said"),
    [
        ("T06", "theme=style;case=Case 1;polarity=supports", "n_segments", "take people with you"),
        ("T06", "", "", "Name one with --row"),
        ("F04", "1", "", "raw file sha256"),
        ("east-i01:2.1", "", "", "stands behind T06"),
        ("t06", "1", "", "(study small)"),
        ("collaborative", "", "", "take people with you"),
        ("T01", "1", "", "rests on no segments"),
    ],
)
def test_a_cell_a_mark_and_a_segment_are_explained_down_to_the_raw_file(shown, target, row, column, said):
    told = explain.explain(shown.root / RESULTS, target, row, column)
    assert said in " ".join(render(told).split())
    if told.get("segments"):
        assert all(len(segment["raw_sha256"]) == 64 for segment in told["segments"])


@pytest.mark.parametrize(
    ("target", "row", "column"),
    [("T99", "", ""), ("T06", "theme=x", ""), ("T06", "1", "x"), ("nobody", "", ""), ("east-i01", "", "")],
)
def test_what_is_not_there_is_said_with_what_is(shown, target, row, column):
    with pytest.raises(StudyError, match="expected"):
        explain.explain(shown.root / RESULTS, target, row, column)


def test_a_role_that_few_of_the_case_share_does_not_stand_beside_their_words(shown):
    told = explain.explain(shown.root / RESULTS, "T06", "theme=style;case=Case 1;polarity=supports", "n_segments")
    of_interview = [item for item in told["segments"] if item["source_id"] == "east-i01"]
    assert of_interview and {item["role"] for item in of_interview} == {"Participant"}


@pytest.mark.skipif(not (SHIPPED / "tables/T27.csv").is_file(), reason="the shipped study has not been built")
@pytest.mark.parametrize(
    ("target", "row"), [("F08", "2"), ("T11", "1"), ("T14", "3"), ("C3", ""), ("T22", "1"), ("T16", "1")]
)
def test_only_the_codings_that_count_are_shown(target, row):
    told = explain.explain(SHIPPED, target, row)
    results = Results(SHIPPED)
    rows = told.get("table_rows") or {"T23" if target == "C3" else target: [told.get("row", "claim=C3;case=all cases")]}
    wanted: set[str] = set()
    for name, keys in rows.items():
        table = results.table(name)
        wanted = wanted.union(*(coded_as(results, table, table.keys.index(key))["code"] for key in keys))
    parts = ("segments", "segments_for", "segments_mixed", "segments_against")
    for segment in [segment for part in parts for segment in told.get(part, [])]:
        assert {coding["code"] for coding in segment["codings"]} <= wanted


def test_every_quotation_of_the_shipped_study_stands_in_its_source_word_for_word():
    quoted = pd.read_csv(SHIPPED / "tables/T21.csv", keep_default_na=False)
    texts = {path.stem: path.read_bytes().decode() for path in (SHIPPED / "anonymised").glob("*/*.txt")}
    assert len(quoted) > 20
    sources = quoted["segment"].str.partition(":")[0]
    assert [n for n, s, t in zip(quoted["quote_id"], sources, quoted["text"], strict=True) if t not in texts[s]] == []


def test_words_that_may_not_be_quoted_are_withheld(built):
    built.edit("data/small/sources.csv", "east-p01,1,quote", "east-p01,1,aggregate")
    built.snakemake(f"{RESULTS}/tables/T06.csv", f"{RESULTS}/audit/evidence.csv")
    told = explain.explain(built.root / RESULTS, "T06", "theme=style;case=Case 1;polarity=supports", "n_segments")
    of_interview = [item for item in told["segments"] if item["source_id"] == "east-i01"]
    assert of_interview and all(coding["words"] == WITHHELD for item in of_interview for coding in item["codings"])
    assert explain.explain(built.root / RESULTS, "east-i01:2.1")["text"] == WITHHELD
