"""A figure is drawn from files, with what its tables say of themselves."""

from __future__ import annotations

import json

import pandas as pd
import pypdf
import pytest
import yaml
from multicase import frames
from multicase.figures import catalogue, draw

T24 = """\
claim,decision,variation,verdict,why,on_everything,changed
C1,a case left out,Unit A: north,divided,w,supported,yes
C1,a case left out,Company (3),supported,w,supported,
"""
T05 = "theme,subtheme,code,rationale,n_segments\npace,slow,wait,r,3\npace,slow,rush,r,1\n"
TABLES = yaml.safe_load("""
tables:
  T11: {title: Who, rows: {case: , role: {speaker: role}}}
figures:
  F07: {title: "Who: speaks", caption: "Segments  of\\n cases", of: T11, draw: bars, rows: case}
  F08: {title: Sides, of: T11, draw: diverging, rows: case, left: {role: gp}, right: {role: nurse}, labels: {gp: doctors}}
  F09: {title: When, of: T11, draw: timeline, rows: case, across: role, stack: role}
  F15: {title: All, of: T11, draw: matrix, rows: case, across: role}
""")


@pytest.fixture
def files(tmp_path):
    """table id, its CSV and what stands around it -> its path."""

    def write(table, csv, **about):
        path = tmp_path / f"{table}.csv"
        path.write_text(csv, encoding="utf-8")
        told = {"title": f"Title of {table}", "note": f"Note of {table}.", "missing": "", "labels": {}} | about
        path.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
        return str(path)

    return write


def entry(figure, tables=None):
    return catalogue.as_mapping(catalogue.of_study(tables)[figure])


def test_a_figure_has_its_title_its_caption_the_note_of_its_table_and_its_tables(files):
    figure, rows, about = draw.draw(entry("F14"), {"T24": files("T24", T24)})
    assert about == {
        "id": "F14", "title": "Leave-one-case-out", "caption": "The verdict on each claim with each case left out.",
        "note": "Note of T24.", "drawn_from": ["T24"],
        "marks": [{"table": "T24", "by": {name: name for name in ("claim", "decision", "variation")}, "whole": {"variation": "none"}, "column": "verdict"}],
        "alt": "Verdicts with each case left out. C1 becomes divided without Unit A: north.",
    }  # fmt: skip
    assert rows["variation"].tolist() == ["none", "Unit A: north", "Company (3)"]
    assert len(figure.axes) == 1


def test_values_are_called_as_the_json_beside_the_table_says(files, look):
    labels = {"code": {"wait": "Waiting (for others)"}, "theme": {"pace": "Pace; of change"}}
    figure, _, about = draw.draw(entry("F03"), {"T05": files("T05", T05, labels=labels)})
    assert {"Waiting (for others)", "Pace; of change", "Rush", "Slow"} <= set(look(figure).texts)
    assert about["alt"] == "1 theme: Pace; of change (1 subtheme, 2 codes). Most segments: Waiting (for others), 3."


@pytest.mark.parametrize(
    ("missing", "told"), [("Not available: nobody.", "Not available: nobody."), ("", "Title of T24 has no rows.")]
)
def test_a_table_without_rows_is_told_in_place_of_the_figure(files, look, missing, told):
    figure, rows, about = draw.draw(entry("F14"), {"T24": files("T24", T24.split("\n")[0] + "\n", missing=missing)})
    assert look(figure).texts == [told] == [about["alt"]]
    assert rows.empty and about["title"] == "Leave-one-case-out" and about["drawn_from"] == ["T24"]


def test_what_stands_under_a_cases_name_is_of_the_tables_json(files, look):
    t01, t02 = (
        "case,setting,secret\nA,rural,hidden\n",
        "case,documents,interviews,group_interviews,observations,words\nA,0,1,0,0,10\n",
    )
    inputs = {"T01": files("T01", t01, in_design=["setting"]), "T02": files("T02", t02)}
    figure, rows, about = draw.draw(entry("F01"), inputs)
    assert "rural" in look(figure).texts and "hidden" not in look(figure).texts
    assert (about["note"], about["drawn_from"]) == ("Note of T02.", ["T01", "T02"])
    assert "setting" in rows and "secret" not in rows


OF_CASES = {
    "F01": {"T01": "case,size\n{},{}\n{},{}\n", "T02": "case,documents,interviews,group_interviews,observations,words\n{0},0,1,0,0,10\n{2},0,2,0,0,20\n"},
    "F02": {"T02": "case,documents,interviews,group_interviews,observations,words\n{0},0,1,0,0,10\n{2},0,2,0,0,20\n"},
    "F04": {"T06": "theme,case,polarity,n_segments,n_sources\npace,{0},supports,2,1\npace,{2},supports,1,1\n"},
    "F05": {"T07": "theme,by,value,n_participants,value_n,n_segments\npace,Role,{0},1,2,3\npace,Role,{2},1,2,3\n"},
    "F13": {"T23": "claim,case,verdict,n_for,n_mixed,n_against,themes,statement,codes_against\nC1,all cases,supported,2,0,1,pace,S.,x\nC1,{0},supported,1,0,0,,,\nC1,{2},supported,1,0,1,,,\n"},
    "F14": {"T24": T24.replace("Unit A: north", "{0}").replace("Company (3)", "{2}")},
}  # fmt: skip


@pytest.mark.parametrize("names", [("2019", "2020"), ("01", "02"), ("1.1", "1.10"), ("true", "false")])
@pytest.mark.parametrize("figure", OF_CASES)
def test_what_something_is_called_is_shown_letter_by_letter_though_it_looks_like_a_number(files, look, figure, names):
    one, two = names
    inputs = {
        name: files(name, csv.format(one, "0", two, "1"), in_design=["size"]) for name, csv in OF_CASES[figure].items()
    }
    drawing, rows, _ = draw.draw(entry(figure), inputs)
    column = next(name for name in ("case", "variation", "value") if name in rows)
    assert set(names) <= set(rows[column])
    shown = "\n".join(look(drawing).texts)
    assert one in shown and two in shown
    if figure == "F01":  # what stands under a case's name
        assert rows["size"].tolist() == ["0", "1"] and "0" in shown.split("\n")


def test_f13_reads_t23_alone(files):
    t23 = (
        "claim,case,verdict,n_for,n_mixed,n_against,statement,codes_against,themes\nC1,all cases,supported,3,1,0,It is so.,no,\n"
        "C1,Company (3),supported,2,0,0,,,\nC1,Unit A: north,insufficient,1,1,0,,,\n"
    )
    _, rows, about = draw.draw(entry("F13"), {"T23": files("T23", t23)})
    assert rows[["case", "n_for"]].values.tolist() == [["all cases", 3], ["Company (3)", 2], ["Unit A: north", 1]]
    assert about["drawn_from"] == ["T23"]


@pytest.mark.parametrize(("figure", "said"), [("F14", "No row of the table is of what"), ("F17", "Robustness of the")])
def test_of_a_study_of_one_case_the_figures_of_robustness_draw_what_there_is(files, look, figure, said):
    t24 = T24.split("\n")[0] + "\nC1,a threshold,minimum 3,insufficient,w,supported,too little left\n"
    drawn, _, about = draw.draw(entry(figure), {"T24": files("T24", t24)})
    assert about["alt"].startswith(said) and look(drawn).texts


@pytest.fixture
def declared(files, tmp_path):
    """What a declared figure is drawn from: one segment of north stands in two rows."""
    rows = [("Company (3)", "nurse", ["s1"]), ("Unit A: north", "gp", ["s2", "s3"]), ("Unit A: north", "nurse", ["s3"])]
    csv = "case,role,n_segments\n" + "".join(f"{case},{role},{len(of)}\n" for case, role, of in rows)
    path = files("T11", csv, labels={"role": {"gp": "GP: partner"}}, orders={"case": ["Unit A: north", "Company (3)"]})
    behind = [
        {"row": f"case={case};role={role}", "column": "counts", "segment_id": name}
        for case, role, of in rows
        for name in of
    ]
    frames.write(behind, tmp_path / "T11.evidence.parquet", "table_evidence")
    evidence = tmp_path / "evidence.parquet"
    pd.DataFrame(
        [{"segment_id": name, "source_id": "i", "participant_id": "p", "case_id": "a"} for name in ("s1", "s2", "s3")]
    ).to_parquet(evidence)
    return {"T11": path, "evidence": str(evidence)}


@pytest.fixture
def loose(monkeypatch):
    """Evidence with only the columns that figures need."""
    load = draw.load
    monkeypatch.setattr(
        draw, "load", lambda need, path, texts: pd.read_parquet(path) if need == "evidence" else load(need, path)
    )


def test_a_declared_figure_counts_a_segment_once_where_it_leaves_out_a_column(declared, loose, look):
    figure, rows, about = draw.draw(entry("F07", TABLES), declared)
    assert rows.values.tolist() == [["Company (3)", 1], ["Unit A: north", 2]]
    seen = look(figure)
    assert seen.down() == {0: "Unit A: north", 1: "Company (3)"}
    assert [(bar.y, bar.length) for bar in seen.bars()] == [(0, 2), (1, 1)]
    assert (about["title"], about["caption"], about["drawn_from"]) == ("Who: speaks", "Segments of cases", ["T11"])
    assert about["alt"] == "Segments. Company (3): 1; Unit A: north: 2."
    assert about["marks"] == [{"table": "T11", "by": {"case": "case"}, "column": "n_segments"}]


def test_a_declared_figure_calls_values_as_it_says_itself_else_as_the_json(declared, loose, look):
    figure, _, about = draw.draw(entry("F08", TABLES), declared)
    assert "segments: doctors to the left, Nurse to the right" in look(figure).texts
    assert about["alt"].startswith("Segments. doctors: Unit A: north (2); Nurse: ")
    assert "GP: partner" in look(draw.draw(entry("F15", TABLES), declared)[0]).texts


def test_a_timeline_without_dates_says_so(declared, loose, look):
    figure, rows, about = draw.draw(entry("F09", TABLES), declared)
    assert rows.empty and about["alt"].startswith("None of the sources") and look(figure).texts == [about["alt"]]


def test_files_are_the_same_byte_for_byte(files, tmp_path):
    def written(name):
        paths = {kind: str(tmp_path / f"{name}.{kind}") for kind in ("svg", "pdf", "png", "csv", "about.json")}
        figure, rows, about = draw.draw(entry("F14"), {"T24": files("T24", T24)})
        about_path = paths["about.json"]
        draw.write(
            figure, rows, about, **{kind: paths[kind] for kind in ("svg", "pdf", "png", "csv")}, about_path=about_path
        )
        return {kind: (tmp_path / f"{name}.{kind}").read_bytes() for kind in paths}

    first, second = written("a"), written("b")
    assert first == second
    assert json.loads(first["about.json"])["id"] == "F14"
    assert (
        first["csv"].decode() == "claim,decision,variation,verdict,changed\nC1,a case left out,none,supported,\n"
        "C1,a case left out,Unit A: north,divided,yes\nC1,a case left out,Company (3),supported,\n"
    )
    assert b"<dc:date>" not in first["svg"] and b"Leave-one-case-out" in first["svg"]
    assert first["png"].startswith(b"\x89PNG")


def test_a_pdf_has_its_title_no_date_and_its_fonts_inside_as_truetype(files, tmp_path):
    figure, rows, about = draw.draw(entry("F14"), {"T24": files("T24", T24)})
    paths = {kind: str(tmp_path / f"a.{kind}") for kind in ("svg", "pdf", "png", "csv")}
    draw.write(figure, rows, about, **paths, about_path=str(tmp_path / "a.json"))
    (page,) = (read := pypdf.PdfReader(paths["pdf"])).pages
    assert dict(read.metadata) == {"/Creator": "multicase", "/Title": "Leave-one-case-out"}
    assert "Company (3)" in page.extract_text()
    for font in page["/Resources"]["/Font"].values():
        assert font["/Subtype"] == "/Type0"
        (descendant,) = font["/DescendantFonts"]
        assert descendant["/Subtype"] == "/CIDFontType2" and "/FontFile2" in descendant["/FontDescriptor"]
