"""An audit by sample from end to end on a small results folder: sheet and page, filled in, reported, kept and shown."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
import yaml
from multicase import frames
from multicase.audit import sampling
from multicase.audit.results import Results
from multicase.cli import app
from multicase.cli import audit as cli_audit
from multicase.digest import file_sha256
from multicase.site import audits
from multicase.site.context import Context
from multicase.study import study as studies
from multicase.study.disclosure import WITHHELD
from multicase.study.problems import StudyError
from openpyxl import load_workbook
from typer.testing import CliRunner

EVIL = "=HYPERLINK(0)<b>"
CODING = {
    "theme": "pace", "polarity": "supports", "origin": "manual", "rule_id": "", "start": "0", "end": "4", "case_id": "n",
}  # fmt: skip


def table(root, name, frame, behind):
    frame.to_csv(root / f"tables/{name}.csv", index=False)
    about = {"title": f"Title of {name}", "caption": "", "note": "", "lists": "segments"}
    (root / f"tables/{name}.json").write_text(json.dumps(about), encoding="utf-8")
    rows = [(row, column, item) for row, (column, items) in behind.items() for item in items]
    path = root / f"tables/{name}.evidence.parquet"
    frames.write(pd.DataFrame(rows, columns=["row", "column", "segment_id"]), path, "table_evidence")


@pytest.fixture
def root(tmp_path):
    made = tmp_path / "small"
    for name in ("tables", "audit"):
        (made / name).mkdir(parents=True)
    texts = {"n-i1:1.1": EVIL, "n-i1:2.1": "Slow it was.", "s-i1:1.1": WITHHELD}
    listed = {
        "cases": [{"case_id": "n", "case": "Case 1"}],
        "sources": [
            {"source_id": name, "case_id": "n", "kind": "interview", "date": "2014", "consent": consent, "text_sha256": "t",
             "raw_sha256": "r"}
            for name, consent in (("n-i1", "quote"), ("s-i1", "aggregate"))
        ],
        "participants": [{"participant_id": "n-p1", "shown_as": "GP"}],
        "codes": [{"code": "slow", "label": "Slowness", "theme": "pace", "polarity": "supports"}],
        "segments": [
            {"segment_id": name, "source_id": name[:4], "case_id": "n", "kind": "interview", "turn": "1", "participant_id": "n-p1",
             "is_interviewer": "False", "layer": "speech", "left_out": "", "words": "3", "text": text, "locator": "line 1"}
            for name, text in texts.items()
        ],
        "evidence": [
            CODING | {"segment_id": name, "source_id": name[:4], "code": "slow", "coder": "ann", "exact": text[:4] if text != WITHHELD else text,
                      "memo": "", "participant_id": "n-p1"}
            for name, text in texts.items()
        ],
    }  # fmt: skip
    for name, rows in (listed | {"removed": listed["evidence"][:0]}).items():
        columns = list(listed.get(name, [{}])[0]) if rows else [*CODING, "segment_id"]
        pd.DataFrame(rows, columns=columns).to_csv(made / f"audit/{name}.csv", index=False)
    (made / "audit/claims.json").write_text(json.dumps([{"id": "C1", "supports": ["slow"], "contradicts": []}]))
    (made / "audit/settings.csv").write_text("setting,value,set_by\nbatches_per_case,1,config.yaml\n", encoding="utf-8")
    counts = pd.DataFrame({"theme": ["pace", "means"], "n_segments": [3, 0], "n_sources": [2, 0]})
    table(made, "T06", counts, {"theme=pace": ("counts", [*texts])})
    quotes = pd.DataFrame(
        {
            "claim": ["C1"],
            "quote_id": ["C1.n-i1:1.1"],
            "side": ["for"],
            "case": ["Case 1"],
            "kind": ["interview"],
            "text": [EVIL],
        }
    )
    table(made, "T21", quotes, {"quote_id=C1.n-i1:1.1": ("text", ["n-i1:1.1"])})
    verdicts = pd.DataFrame(
        {"claim": ["C1"] * 2, "case": ["all cases", "Case 1"], "n_for": [2, 2], "n_mixed": [0, 0], "n_against": [0, 0]}
    )
    table(made, "T23", verdicts, {f"claim=C1;case={case}": ("n_for", [*texts]) for case in ("all cases", "Case 1")})
    (made / "tables/T27.csv").write_text(
        "artefact,rule,inputs,sha256\ntables/T06.csv,build_table,x,0\n", encoding="utf-8"
    )
    return made


def run(*arguments):
    done = CliRunner().invoke(app, ["audit", *map(str, arguments)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def drawn(root, sheet, *more):
    run("draw", root, "--seed", 7, "--to", sheet, *more)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(path, rows, verdict="confirmed", auditor="Ann"):
    filled = [row | {"verdict": row["verdict"] or verdict, "auditor": auditor} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(filled)
    return path


def problems(root, path):
    with pytest.raises(StudyError) as error:
        run("report", path, root)
    return str(error.value)


def test_all_kinds_are_drawn_and_the_sheet_names_build_seed_and_study(root, tmp_path):
    rows = drawn(root, tmp_path / "s.csv")
    kinds = [row["kind"] for row in rows]
    # T06: two counts and one 0 of segments; one quotation; three inputs of the verdict on the one case; three codings
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "numbers": 2,
        "zeros": 1,
        "quotations": 1,
        "verdicts": 3,
        "codings": 3,
    }
    about = {(row["study"], row["build"], row["seed"], row["n"]) for row in rows}
    assert about == {("small", file_sha256(root / "tables/T27.csv"), "7", "60")}
    says = {row["says"] for row in rows}
    assert {"T06 Title of T06: pace: n segments = 3", "T06 Title of T06: means: n segments = 0"} <= says


def test_what_may_not_be_quoted_is_drawn_and_shown_withheld(root, tmp_path):
    rows = drawn(root, tmp_path / "s.csv")
    assert {row["item"] for row in rows if row["kind"] == "codings" and row["words"]} == {
        "s-i1:1.1 | slow | ann | manual | 0-4"
    }
    assert WITHHELD in (tmp_path / "s.html").read_text(encoding="utf-8")


def test_the_page_shows_words_escaped_and_links_into_the_site_from_where_it_lies(root, tmp_path):
    (tmp_path / "far").mkdir()
    drawn(root, tmp_path / "far/s.csv")
    page = (tmp_path / "far/s.html").read_text(encoding="utf-8")
    assert "=HYPERLINK(0)&lt;b&gt;" in page and "<b>=" not in page and EVIL not in page
    assert 'href="../small/audit/sources/n-0/n-i1.html#s2.1"' in page and "<link" not in page


def test_a_workbook_holds_text_alone_and_offers_the_verdicts(root, tmp_path):
    run("draw", root, "--seed", 7, "--to", tmp_path / "s.xlsx")
    sheet = load_workbook(tmp_path / "s.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"confirmed,doubtful,wrong"'


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_filled_sheet_comes_back_as_a_report_beside_it(root, tmp_path, ending):
    path = tmp_path / f"s.{ending}"
    if ending == "csv":
        fill(path, drawn(root, path))
    else:
        run("draw", root, "--seed", 7, "--to", path)
        book = load_workbook(path)
        heads = [cell.value for cell in book.active[1]]
        for number in range(2, book.active.max_row + 1):
            book.active.cell(number, heads.index("verdict") + 1).value = "Confirmed "
        book.active.cell(3, heads.index("auditor") + 1).value = "Ann"
        book.save(path)
    assert "10 of 10 items checked: 10 confirmed" in run("report", path, root)
    (kept,) = tmp_path.glob("*.yaml")
    audit = yaml.safe_load(kept.read_text(encoding="utf-8"))
    assert kept.name == f"ann-7-{file_sha256(root / 'tables/T27.csv')[:8]}.yaml"
    assert audit["auditors"] == ["Ann"] and {item["verdict"] for item in audit["items"]} == {"confirmed"}
    assert "Kept as" in run("report", path, root)  # the same again


def test_another_report_of_the_same_name_is_not_overwritten(root, tmp_path):
    rows = drawn(root, tmp_path / "s.csv")
    run("report", fill(tmp_path / "s.csv", rows), root)
    (kept,) = tmp_path.glob("*.yaml")
    before = kept.read_bytes()
    assert "another report of the same audit" in problems(root, fill(tmp_path / "s.csv", rows, "wrong"))
    assert kept.read_bytes() == before


def test_everything_that_is_wrong_with_a_sheet_is_told_at_once(root, tmp_path):
    first, second, third, *rest = drawn(root, tmp_path / "s.csv")
    rows = [first | {"verdict": "rong"}, second | {"item": "T99 | x"}, third, third, *rest]
    told = problems(root, fill(tmp_path / "s.csv", rows, auditor=" "))
    assert "nearest: 'wrong'" in told and "'T99 | x'" in told and "the item of row 4" in told
    assert f"no row for 1 of the 10 items that were drawn, such as '{second['item']}'" in told and "nobody" in told
    assert not list(tmp_path.glob("*.yaml"))


def test_items_of_another_build_are_refused(root, tmp_path):
    path = fill(tmp_path / "s.csv", drawn(root, tmp_path / "s.csv"))
    (root / "tables/T27.csv").write_text(
        "artefact,rule,inputs,sha256\ntables/T06.csv,build_table,x,1\n", encoding="utf-8"
    )
    told = problems(root, path)
    assert "column build" in told and "and in 9 more rows" in told and "no row for" not in told


def test_a_sheet_in_which_nothing_is_filled_in_is_refused(root, tmp_path):
    drawn(root, tmp_path / "s.csv")
    assert "no verdict" in problems(root, tmp_path / "s.csv")


# Kept in the study, shown on the site


def reported(root, tmp_path, **change):
    run("report", fill(tmp_path / "s.csv", drawn(root, tmp_path / "s.csv")), root)
    (kept,) = tmp_path.glob("*.yaml")
    return {kept.stem: yaml.safe_load(kept.read_text(encoding="utf-8")) | change}


def shown(root, found):
    return audits.pages(Context(Results(root), 1), found, file_sha256(root / "tables/T27.csv"))["audits.html"]


def test_a_sample_to_print_has_boxes_and_what_each_item_rests_on(root):
    made = audits.pages(Context(Results(root), 1), {}, "b")
    page = made["sample.html"]
    there = sampling.items(Results(root))
    assert page.count("☐ confirmed") == page.count('class="drawn"') == min(audits.PRINTED, len(there))
    assert 'href="sample.html"' in made["audits.html"] and 'href="sources/' in page


def test_the_site_shows_a_report_with_its_numbers_and_links(root, tmp_path):
    page = shown(root, reported(root, tmp_path))
    assert "Made on this build" in page and "<td>zeros</td>" in page and "Ann" in page
    assert 'href="evidence/T06/1.html#r1-sources"' in page and "25.9%" in page


def test_the_site_says_where_a_report_is_of_another_build_and_what_is_no_longer_there(root, tmp_path):
    gone = [{"item": "T99 | x", "kind": "numbers", "verdict": "wrong", "note": "<i>"}]
    page = shown(root, reported(root, tmp_path, build="0" * 64, items=gone))
    assert "Made on another build" in page and "T99 | x (not in this build)" in page and "&lt;i&gt;" in page


def test_without_audits_the_page_says_how_to_make_one(root):
    assert "multicase audit draw small" in shown(root, {})


def test_a_study_keeps_reports_and_broken_ones_are_refused_with_their_place(root, tmp_path, small_study):
    folder = small_study / "audits"
    folder.mkdir()
    ((name, audit),) = reported(root, tmp_path).items()
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(audit), encoding="utf-8")
    assert list(studies.load(small_study).audits) == [name]
    assert studies.load(small_study).audit_paths() == [folder / f"{name}.yaml"]
    audit["items"][0]["verdict"] = "fine"
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(audit), encoding="utf-8")
    (folder / "sheet.xlsx").write_bytes(b"")
    with pytest.raises(StudyError) as error:
        studies.load(small_study)
    assert "'fine'" in str(error.value) and "sheet.xlsx" in str(error.value)


def test_of_a_study_the_report_is_kept_in_its_audits(root, tmp_path, monkeypatch):
    study = tmp_path / "repository/data/small"
    study.mkdir(parents=True)
    (tmp_path / "repository/results").mkdir()
    root.rename(tmp_path / "repository/results/small")
    monkeypatch.chdir(tmp_path)
    path = fill(tmp_path / "s.csv", drawn(study, tmp_path / "s.csv"))
    run("report", path, study)
    assert [kept.parent for kept in tmp_path.rglob("*.yaml")] == [Path(study / "audits")]


def test_neither_sheet_nor_page_overwrites_a_file_of_people(root, tmp_path):
    for name in ("s.csv", "s.html"):
        (tmp_path / name).write_text("notes", encoding="utf-8")
        with pytest.raises(StudyError, match="there already"):
            run("draw", root, "--seed", 7, "--to", tmp_path / "s.csv")
        assert (tmp_path / name).read_text(encoding="utf-8") == "notes"
        (tmp_path / name).unlink()
    assert not list(tmp_path.glob("s.*"))


def test_each_auditor_s_report_has_a_file_of_its_own_in_any_script(tmp_path):
    audit = {"build": "a" * 64, "seed": 7}
    for who in (["王伟"], ["Ольга Иванова"], ["Zoë", "ann_b"], ["Zoe"]):
        cli_audit._kept(audit | {"auditors": who}, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{who}-7-aaaaaaaa.yaml" for who in ("王伟", "ольга-иванова", "zoë-ann-b", "zoe")
    }
