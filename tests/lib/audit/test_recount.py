"""Recounting: the program that is written from docs/recounting.md alone comes to the library's numbers, and names what differs."""

from __future__ import annotations

import ast
import csv
import itertools
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pandas as pd
import pytest
from multicase import claims
from multicase.audit import listing, recounting
from multicase.claims import judge, units
from multicase.contracts import CONTRACTS
from multicase.digest import file_sha256, text_sha256
from multicase.study import attributes, codebook
from multicase.study.disclosure import WITHHELD
from multicase.tables import t05, t06, t07, t09, t21, t23
from multicase.themes import gather
from small_study import REPOSITORY

SHIPPED = REPOSITORY / "results/gp-leadership"
PUBLISHED = REPOSITORY / "results/published/gp-leadership"
PAGE = (REPOSITORY / "docs/recounting.md").read_text(encoding="utf-8")

# Studies by lot, made by the library

BOOK = {
    "version": "1",
    "themes": [
        {"theme": "pace", "label": "Pace", "rationale": "It takes time.", "subthemes": [
            {"subtheme": "speed", "label": "Speed", "codes": [
                {"code": "slow", "label": "Slow", "polarity": "supports", "attributes": {"facet": "time"}},
                {"code": "quick", "label": "Quick", "polarity": "contradicts"},
                {"code": "late", "label": "Late", "polarity": "supports"},
            ]},
        ]},
        {"theme": "air", "label": "Air", "subthemes": [
            {"subtheme": "windows", "label": "Windows", "codes": [{"code": "open", "label": "Open, or \"ajar\""}]},
        ]},
    ],
}  # fmt: skip
STUDY = {
    "attributes": {
        "cases": {"sector": None},
        "participants": {
            "role_group": {"values": {"nurse": "Nurse", "gp": "General practitioner"}},
            "rank": {"label": "Role", "values": ["novice", "expert"]},
            "site": {"label": "Site"},
            "post": {"values": {"yes": "Has a post", "no": "Has none"}},
        },
    }
}
DECLARED = attributes.declared(STUDY)
CLAIMS = {
    "criterion": {"minimum": 2, "cases": 1},
    "claims": [
        {"claim": "C1", "statement": "It is slow.", "supports": ["slow", "late"], "contradicts": ["quick"], "kinds": ["interview", "document"]},
        {"claim": "C2", "statement": "To them.", "unit": "participant", "supports": ["late"], "contradicts": ["quick", "open"],
         "criterion": {"mixed": "own side", "cases": 2}, "population": {"speakers": {"rank": ["novice"], "role_group": ["gp", "nurse"]}}},
        {"claim": "C3", "statement": "It is quick, or open.", "unit": "segment", "supports": ["quick", "open"], "contradicts": ["slow"],
         "each_of": [["quick"], ["open"]], "criterion": {"mixed": "half", "tolerance": 0.3, "most": 0.5},
         "rivals": [{"rival": "Chance.", "considered": "No."}, {"rival": "None.", "considered": "Yes."}],
         "negative_cases": [{"case": "a", "disposition": "limits the claim", "reason": "r"},
                            {"case": "b", "segment": "b-s0:2.1", "disposition": "coding doubtful", "reason": "r"}]},
        {"claim": "C4", "statement": "It is open.", "supports": ["open"], "criterion": {"mixed": "against"}},
        {"claim": "C5", "statement": "All say so.", "unit": "participant", "supports": ["late"], "contradicts": ["quick", "open"]},
    ],
}  # fmt: skip
WORDS = ["It was “slow”,", "so we waited;\nand waited", "quick, quick", "naïve 𝔄 words", "the rest"]


def segments_and_codings(lot: random.Random) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Segments, manual codings (some over two segments, some given twice) and sources of three cases."""
    said, coded, sources = [], [], []
    for case, number in itertools.product("abc", range(3)):
        source = f"{case}-s{number}"
        kind = lot.choice(["interview", "document", "observation"])
        text, mine = "", []
        for turn in range(1, lot.randint(2, 8)):
            words = " ".join(lot.sample(WORDS, 3))
            who = "" if kind == "document" else lot.choice(["", f"{case}-p1", f"{case}-p2", f"{case}-p3", f"{case}-x"])
            asks = kind != "document" and lot.random() < 0.2
            unheard = "interviewer" if asks else lot.choice(["", "", "", "", "no speech"])
            mine.append({"segment_id": f"{source}:{turn}.1", "source_id": source, "case_id": case, "kind": kind, "turn": turn, "part": 1,
                         "layer": "speech", "participant_id": who, "is_interviewer": asks, "left_out": lot.choice([unheard, ""]),
                         "start": len(text), "end": len(text) + len(words), "text": words, "words": lot.randint(0, 50), "locator": f"line {turn}"})  # fmt: skip
            text += words + "\n"
        said += [row | {"text_sha256": text_sha256(text), "raw_sha256": text_sha256(source)} for row in mine]
        sources.append({"source_id": source, "case_id": case, "kind": kind, "date": "2015", "analysed": lot.choice(["", "", "no"]),
                        "consent": lot.choice(["", "", "aggregate"])})  # fmt: skip
        for row in mine:
            for _ in range(lot.choice([0, 1, 2, 3])):
                start = row["start"] + lot.randint(0, 1)
                ends = lot.sample([row["end"], min(row["end"] + 10, len(text) - 1)], lot.randint(1, 2))
                code, coder = lot.choice(["slow", "quick", "late", "open"]), lot.choice(["coder_1", "coder_2"])
                for end, other in itertools.product(ends, mine):
                    first, last = max(start, other["start"]), min(end, other["end"])
                    if first < last:
                        coded.append({"segment_id": other["segment_id"], "source_id": source, "case_id": case, "code": code, "coder": coder, "origin": "manual",
                                      "passage_start": start, "passage_end": end, "start": first, "end": last, "exact": text[first:last],
                                      "rule_id": "", "probability": 1.0, "anchored": "exact", "memo": lot.choice(["", "hm"])})  # fmt: skip
    columns = list(CONTRACTS["codings"].columns)
    codings = pd.DataFrame(coded, columns=columns).drop_duplicates(
        ["segment_id", "code", "coder", "passage_start", "passage_end"], ignore_index=True
    )
    return pd.DataFrame(said), codings, pd.DataFrame(sources)


def participants(lot: random.Random) -> pd.DataFrame:
    rows = [
        {"participant_id": f"{case}-p{n}", "case_id": case, "role": lot.choice(["porter", "night_porter"]), "role_group": lot.choice(["gp", "nurse", ""]),
         "rank": lot.choice(["novice", "expert", ""]), "site": "here", "post": lot.choice(["yes", "no", ""])}
        for case in "abc" for n in (1, 2, 3)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def results(root: Path, seed: int) -> Path:
    """The results of a study by lot, as far as they are recounted."""
    lot = random.Random(seed)
    said, codings, sources = segments_and_codings(lot)
    people = participants(lot)
    cases = pd.DataFrame({"case_id": list("cab"), "label": ["Third", "First", "Second, of two"], "sector": "x"})
    codes, parsed, k = codebook.codes(BOOK), claims.parse(CLAIMS), lot.choice([1, 2])
    pairs = list(dict.fromkeys(zip(codings["segment_id"], codings["code"], strict=True)))
    removed = [
        {"segment_id": segment, "code": code, "decision": "remove"}
        for segment, code in lot.sample(pairs, min(6, len(pairs)))
    ]
    empty = {name: pd.DataFrame(columns=list(CONTRACTS[name].columns)) for name in ("codings", "unplaced", "balance")}
    files = {
        "cases": cases,
        "sources": sources,
        "participants": people,
        "readings": pd.DataFrame(),
        "adjudication": pd.DataFrame(removed),
    }
    found = gather.gather(
        {"manual": codings, "dictionary": empty["codings"]}, empty["unplaced"], said, empty["balance"], files, codes, DECLARED,
        sought=(), origins="auto", k=k, k_beside_words=k,
    )  # fmt: skip
    verdicts = judge.judge(parsed, found.evidence, list(cases["case_id"]))
    data = {"cases": cases, "participants": people, "attributes": DECLARED, "codebook": codes, "segments": said, "read_sources": found.sources,
            "evidence": found.evidence, "verdicts": verdicts, "claims": CLAIMS, "summaries": pd.DataFrame({"case_id": [], "theme": []})}  # fmt: skip
    tables = {
        "T05": t05.build(data),
        "T06": t06.build(data),
        "T07": t07.build(data, k, 10, 0),
        "T09": t09.build(data, k),
        "T21": t21.build(data, k),
        "T23": t23.build(data),
    }
    modules = {"T05": t05, "T06": t06, "T07": t07, "T09": t09, "T21": t21, "T23": t23}
    (root / "audit").mkdir(parents=True)
    (root / "tables").mkdir()
    listed = listing.listed(
        found.evidence, found.removed, codings, said, found.sources, files, codes, DECLARED, k=k, k_beside_words=k
    )
    listing.write(
        listed,
        parsed,
        {name: str(root / f"audit/{name}.csv") for name in listing.FILES} | {"claims": str(root / "audit/claims.json")},
    )
    for name, table in tables.items():
        table.frame[list(modules[name].COLUMNS)].to_csv(root / f"tables/{name}.csv", index=False, lineterminator="\n")
        (root / f"tables/{name}.json").write_text(json.dumps({"missing": table.missing}))
    recounting.write(root / "audit/recount.py")
    there = sorted(path for path in root.rglob("*") if path.is_file())
    lines = [f"{path.relative_to(root).as_posix()},r,,{file_sha256(path)}" for path in there]
    text = "\n".join(["artefact,rule,inputs,sha256", *lines, f"themes/evidence.parquet,r,,{'0' * 64}"])
    (root / "tables/T27.csv").write_text(text + "\n")
    return root


def recount(root: Path, *arguments: str, program: str = "audit/recount.py") -> tuple[int, str]:
    """Exit code and what is said; run alone: neither this package nor any other can be imported."""
    command = [sys.executable, "-I", "-S", "-W", "error", str(root / program), *arguments]
    done = subprocess.run(command, capture_output=True, cwd="/", check=False, timeout=120)
    assert not done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return results(tmp_path_factory.mktemp("recount") / "made", seed=3)


@pytest.fixture
def study(made, tmp_path) -> Path:
    """Results of one's own to change, of which nothing stands in the manifest."""
    shutil.copytree(made, tmp_path / "made")
    (tmp_path / "made/tables/T27.csv").write_text("artefact,rule,inputs,sha256\n")
    return tmp_path / "made"


@pytest.fixture(scope="module")
def program():
    loader = SourceFileLoader("alone", str(recounting.PROGRAM))
    module = module_from_spec(spec_from_loader("alone", loader))
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    loader.exec_module(module)
    sys.dont_write_bytecode = before
    return module


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def changed(path: Path, chosen: Callable[[dict[str, str]], bool], **cells: str) -> dict[str, str]:
    """Changes cells of the first row that is chosen; returns what it was."""
    rows = rows_of(path)
    row = next(row for row in rows if chosen(row))
    before = dict(row)
    row |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return before


# It comes to the library's numbers


@pytest.mark.parametrize("seed", range(8))
def test_a_study_by_lot_is_recounted_and_all_is_equal(tmp_path, program, capsys, seed):
    code = program.main([str(results(tmp_path / "made", seed))])
    told = capsys.readouterr().out
    assert code == 0, told
    assert told.count("all equal") == 10 and "1 file of the build" not in told


def test_it_says_what_it_did_alone_and_from_anywhere(made):
    code, told = recount(made)
    assert code == 0, told
    (seen,) = re.findall(r"^T06: (\d+) rows, (\d+) cells, all equal\.$", told, re.M)
    assert seen == ("9", "54")  # two polarities of one theme, one of the other, in three cases; six cells each
    assert "Not recounted: interval." in told and "Of the build, 1 file not there, and so not compared." in told
    assert "withheld" in told and told.endswith("Everything that was recounted is as it was found.\n")
    assert recount(made, str(made)) == (code, told)


@pytest.mark.parametrize("mixed", claims.MIXED_COUNTS_AS)
@pytest.mark.parametrize("tolerance", [0, 0.1, 0.25, 1 / 3, 0.5])
def test_verdicts_on_cases_are_the_librarys_whatever_the_units_say(program, monkeypatch, mixed, tolerance):
    criterion = {"minimum": 2, "tolerance": tolerance, "mixed": mixed, "cases": 1, "most": 0.6}
    claim = claims.parse({"claims": [{"claim": "C1", "statement": "s", "supports": ["a"], "criterion": criterion}]})[0]
    told = {"id": "C1", "criterion": criterion, "each_of": []}
    for n_for, more, even, less, n_against in itertools.product(range(6), range(3), range(2), range(3), range(6)):
        spoken = {
            "for": [(1, 0)] * n_for,
            "mixed": [(2, 1)] * more + [(1, 1)] * even + [(1, 2)] * less,
            "against": [(0, 1)] * n_against,
        }
        monkeypatch.setattr(program, "voices", lambda rows, spoken=spoken: spoken)
        expected = judge.of_case(claim, units.Tally(n_for, more, even, less, n_against)).verdict
        assert program.judge_case(told, []) == expected, spoken


@pytest.mark.parametrize(
    ("most", "tolerance", "cases"), itertools.product([0.5, 0.6, 2 / 3, 1], [0, 0.25, 0.4], [1, 3])
)
def test_verdicts_on_all_cases_are_the_librarys_whatever_those_on_cases_are(program, most, tolerance, cases):
    criterion = {"minimum": 2, "tolerance": tolerance, "mixed": "neither", "cases": cases, "most": most}
    claim = claims.parse({"claims": [{"claim": "C1", "statement": "s", "supports": ["a"], "criterion": criterion}]})[0]
    for n in range(6):
        for verdicts in itertools.combinations_with_replacement(claims.VERDICTS, n):
            expected = judge.over_all(claim, verdicts, ()).verdict
            assert program.judge_all({"criterion": criterion, "kinds": []}, list(verdicts), []) == expected, verdicts


def test_a_share_that_a_computer_makes_a_little_more_of_is_reached_and_every_kind_must_speak(program):
    criterion = {"minimum": 2, "tolerance": 0.25, "mixed": "neither", "cases": 1, "most": 0.56}
    assert 0.56 * 25 > 14
    verdicts = ["supported"] * 14 + ["leaning for"] * 11
    assert program.judge_all({"criterion": criterion, "kinds": []}, verdicts, []) == "supported"
    heard = [{"kind": "interview", "side": "for"}]
    assert program.judge_all({"criterion": criterion, "kinds": ["interview"]}, verdicts, heard) == "supported"
    assert program.judge_all({"criterion": criterion, "kinds": ["document"]}, verdicts, heard) == "leaning for"


@pytest.mark.parametrize("value", [-0.0004, 0.0004, -0.0005, -1.2345, 0.0, 12.5])
def test_differences_are_written_as_the_library_writes_them(program, value):
    assert program.decimals(value, "%+.3f") == f"{value:+z.3f}"


@pytest.mark.skipif(not (SHIPPED / "audit/recount.py").is_file(), reason="the shipped study has not been built")
def test_the_shipped_study_is_recounted_and_all_is_equal():
    code, told = recount(SHIPPED)
    assert code == 0, told
    assert told.count("all equal") == 10


@pytest.mark.skipif(not (PUBLISHED / "audit/recount.py").is_file(), reason="its files are not published")
def test_the_published_study_is_recounted_and_all_is_equal():
    code, told = recount(PUBLISHED)
    assert code == 0, told


# What differs is named


@pytest.mark.parametrize(
    ("table", "column", "key"),
    [("T05", "n_codings", ("code",)), ("T06", "n_sources", ("theme", "case", "polarity")), ("T06", "per_1000_words", ("theme", "case", "polarity")),
     ("T07", "value_n", ("theme", "by", "value")), ("T07", "difference", ("theme", "by", "value")), ("T23", "n_mixed", ("claim", "case")), ("T23", "undiscussed", ("claim", "case"))],
)  # fmt: skip
def test_a_number_that_was_changed_is_named_with_table_row_and_column(study, table, column, key):
    before = changed(
        study / f"tables/{table}.csv", lambda row: row[column] not in ("", "0", "undefined"), **{column: "77"}
    )
    code, told = recount(study)
    place = "; ".join(before[name] for name in key)
    assert code == 1 and f"{place}, {column}: found '77', expected '{before[column]}'\n" in told, told
    assert f"{table}: " in told and "1 difference, named above" in told and told.endswith("1 thing not as expected.\n")


def test_a_verdict_that_was_turned_is_named(study):
    before = changed(
        study / "tables/T23.csv", lambda row: row["case"] == "First" and row["claim"] == "C3", verdict="certain"
    )
    code, told = recount(study)
    assert code == 1 and f"T23, C3; First, verdict: found 'certain', expected '{before['verdict']}'" in told


def test_codings_that_were_taken_away_show_in_the_counts(study):
    path = study / "audit/evidence.csv"
    rows = rows_of(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row["code"] != "slow")
    code, told = recount(study)
    assert code == 1 and "T05, pace; speed; slow, n_segments: found" in told and "expected '0'" in told


@pytest.mark.parametrize(("table", "column", "segment"), [("T21", "text", "segment"), ("T09", "quotation", "quoted")])
def test_a_quotation_of_which_a_letter_was_changed_is_named(study, table, column, segment):
    before = changed(study / f"tables/{table}.csv", lambda row: row[column] != "", **{column: "It was quite slow"})
    code, told = recount(study)
    assert (
        code == 1
        and f"{table}, {before[segment]}, {column}: found 'It was quite slow', expected 'words of this segment'" in told
    )


def test_a_quotation_of_words_that_may_not_be_quoted_is_named(study):
    withheld = next(row["segment_id"] for row in rows_of(study / "audit/segments.csv") if row["text"] == WITHHELD)
    changed(study / "tables/T21.csv", lambda row: True, segment=withheld)
    code, told = recount(study)
    assert code == 1 and "expected 'no words, for they may not be quoted'" in told
    changed(study / "audit/evidence.csv", lambda row: row["consent"] != "quote", exact="words all the same")
    assert "exact: found 'words all the same', expected '(may be counted, not quoted)'" in recount(study)[1]


@pytest.mark.parametrize(
    ("file", "column", "value"),
    [("evidence", "exact", "other words"), ("evidence", "theme", "air and light"), ("evidence", "participant_id", "nobody"), ("removed", "polarity", "mixed"),
     ("evidence", "segment_id", "a-s0:99.1"), ("sources", "words", "1")],
)  # fmt: skip
def test_what_the_listed_files_say_otherwise_of_one_another_is_named(study, file, column, value):
    changed(
        study / f"audit/{file}.csv",
        lambda row: (file == "removed" or row["consent"] == "quote") and row[column] not in ("", value),
        **{column: value},
    )
    code, told = recount(study)
    assert code == 1 and f"{column}: found '{value}'" in told


def test_a_file_that_is_not_what_it_was_is_named(made, tmp_path):
    shutil.copytree(made, tmp_path / "made")
    with (tmp_path / "made/audit/cases.csv").open("a") as file:
        file.write("\n")
    (tmp_path / "made/audit/cases.csv").write_text((made / "audit/cases.csv").read_text().replace("Third", "Last"))
    code, told = recount(tmp_path / "made")
    assert code == 1 and "T27, audit/cases.csv, sha256: found" in told


def test_rows_that_lack_stand_twice_or_in_another_order_are_named(study):
    path = study / "tables/T06.csv"
    head, first, second, *rest = path.read_text().splitlines(keepends=True)
    path.write_text("".join([head, second, first, *rest]))
    assert "T06, all, order of the rows" in recount(study)[1]
    path.write_text("".join([head, first, first, *rest]))
    told = recount(study)[1]
    assert "rows: found '2', expected '1'" in told and "rows: found '0', expected '1'" in told


# What it can't do, it says


def test_a_study_without_verdicts_says_why_and_is_no_error(study):
    path = study / "tables/T23.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    code, told = recount(study)
    assert code == 1 and "T23, C1; all cases, rows: found '0', expected '1'" in told  # nothing says why
    (study / "tables/T23.json").write_text('{"missing": "Not applicable. A claim is argued for."}')
    code, told = recount(study)
    assert code == 0 and "T23: no rows, and so nothing to recount. Not applicable. A claim is argued for." in told


def test_a_table_that_is_empty_and_must_not_be_is_named_whatever_it_says(study):
    path = study / "tables/T06.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    (study / "tables/T06.json").write_text('{"missing": "Nothing to show."}')
    assert recount(study)[0] == 1


def without(column):
    def spoil(path):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        frame.drop(columns=column).to_csv(path, index=False)

    return spoil


def with_another(path):
    pd.read_csv(path, dtype=str, keep_default_na=False).assign(n_words="1").to_csv(path, index=False)


def of_another_unit(path):
    path.write_text(path.read_text().replace('"unit": "source"', '"unit": "word"'))


def of_another_criterion(path):
    path.write_text(path.read_text().replace('"mixed": "neither"', '"mixed": "doubly"'))


@pytest.mark.parametrize(
    ("name", "spoil", "told"),
    [
        (
            "audit/evidence.csv",
            without("passage_start"),
            "audit/evidence.csv has no passage_start. It may be of another version",
        ),
        ("audit/claims.json", of_another_unit, "audit/claims.json, C1: this program knows no unit word."),
        (
            "audit/claims.json",
            of_another_criterion,
            "audit/claims.json, C1: this program can't count mixed units as doubly.",
        ),
        ("tables/T06.csv", without("n_sources"), "tables/T06.csv has no n_sources"),
        (
            "tables/T06.csv",
            with_another,
            "T06: this program doesn't know the column n_words, and recounts nothing of it.",
        ),
        ("tables/T07.csv", Path.unlink, "T07: tables/T07.csv isn't there, and nothing of it can be checked."),
        ("tables/T27.csv", Path.unlink, "T27: tables/T27.csv isn't there"),
        ("audit/removed.csv", Path.unlink, "It can't be recounted any further: [Errno 2]"),
    ],
)
def test_what_it_does_not_know_is_told_and_no_success(study, name, spoil, told):
    spoil(study / name)
    code, said = recount(study)
    assert code == 1 and told in said, said


def test_a_folder_that_holds_no_results_is_told_how_to_use_it(tmp_path, made):
    code, told = recount(made, str(tmp_path))
    assert code == 1 and "holds no folder audit/" in told and "python3 recount.py [RESULTS]" in told


# It is independent, and documented


def test_it_needs_python_3_9_and_the_standard_library_alone():
    tree = ast.parse(recounting.PROGRAM.read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"csv", "hashlib", "json", "sys", "collections", "pathlib"}
    assert not re.search(r"\bopen\([^)]*[\"'][wax]", recounting.PROGRAM.read_text(encoding="utf-8"))


def test_no_module_of_the_package_is_of_its_name():
    with pytest.raises(ModuleNotFoundError):
        __import__("multicase.audit.recount")


def section(name: str) -> str:
    found = re.search(rf"^\*\*{re.escape(name)}\*\*(.*?)(?=^\*\*\w+\.(?:csv|json)\*\*|^## )", PAGE, re.M | re.S)
    assert found, name
    return found[1]


@pytest.mark.parametrize("name", listing.FILES)
def test_the_page_names_every_column_of_every_file(made, name):
    with (made / f"audit/{name}.csv").open(encoding="utf-8") as file:
        columns = {column for column in next(csv.reader(file)) if "." not in column} - {"sector"}
    named = set(re.findall(r"`([\w.]+)`", section("evidence.csv" if name == "removed" else name + ".csv")))
    assert columns <= named, columns - named


def test_the_page_names_every_key_of_a_claim(made):
    told = json.loads((made / "audit/claims.json").read_text())[0]
    named = set(re.findall(r"`([\w.]+)`", section("claims.json")))
    assert {*told, *told["criterion"]} <= named


def test_what_is_declared_is_listed_in_its_order_with_what_it_is_called():
    rows = listing._attributes(DECLARED).to_dict("records")
    assert [tuple(row.values()) for row in rows][:5] == [
        ("cases", "sector", "Sector", "", ""), ("participants", "role_group", "Role group", "nurse", "Nurse"),
        ("participants", "role_group", "Role group", "gp", "General practitioner"),
        ("participants", "rank", "Role", "novice", "Novice"), ("participants", "rank", "Role", "expert", "Expert"),
    ]  # fmt: skip
