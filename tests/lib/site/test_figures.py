"""A figure's page: each mark a link to what it rests on, in the drawing and in a table."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from lxml import etree, html
from matplotlib.figure import Figure
from multicase import frames
from multicase.audit.behind import ONE_SEGMENT
from multicase.audit.results import Results
from multicase.figures import marks
from multicase.site import drawing, figures
from multicase.site.context import Context

HOSTILE = '</title><script>alert(1)</script>" onload="x'
ROWS = [("pace", "north", 2), ("pace", "south", 1), ("trust", "north", 0), ("trust", "south", 1)]
BEHIND = [
    ("pace", "north", "i1:1.1"),
    ("pace", "north", "i1:2.1"),
    ("pace", "south", "i1:2.1"),
    ("trust", "south", "i1:3.1"),
]


def draw(path, shown):
    """A drawing of squares; shown: the rows that each shows."""
    figure = Figure(figsize=(3, 2))
    axes = figure.subplots()
    for place, rows in enumerate(shown):
        marks.show(rows, *axes.barh(place, 1), axes.text(1, place, "1"))
    axes.set_title(HOSTILE)
    figure.savefig(path, format="svg", metadata={"Date": None, "Title": HOSTILE})


@pytest.fixture
def written(tmp_path):
    """written(marks of the figure's CSV, what its JSON says of them, rows drawn): the figure's pages."""
    (tmp_path / "tables").mkdir()
    (tmp_path / "figures").mkdir()
    (tmp_path / "audit").mkdir()
    pd.DataFrame(ROWS, columns=["theme", "case", "n_segments"]).to_csv(tmp_path / "tables/T06.csv", index=False)
    evidence = [{"row": f"theme={t};case={c}", "column": "counts", "segment_id": s} for t, c, s in BEHIND]
    frames.write(evidence, tmp_path / "tables/T06.evidence.parquet", "table_evidence")
    about = {"title": HOSTILE, "caption": "", "note": "", "alt": HOSTILE, "drawn_from": ["T06"]}
    (tmp_path / "tables/T06.json").write_text(json.dumps(about | {"labels": {"theme": {"pace": HOSTILE}}}))
    listed = {
        "sources": [{"source_id": "i1", "case_id": "n", "kind": "interview", "consent": "quote", "date": ""}],
        "cases": [{"case_id": "n", "case": "north"}],
        "codes": [{"code": "rush", "label": HOSTILE, "polarity": "supports"}],
        "participants": [{"participant_id": "p1", "shown_as": "nurse"}],
        "segments": [{"segment_id": f"i1:{n}.1", "source_id": "i1", "case_id": "n", "participant_id": "p1", "is_interviewer": False, "text": HOSTILE, "start": 0, "words": 3, "layer": "speech"} for n in (1, 2, 3)],
        "evidence": [{"segment_id": f"i1:{n}.1", "code": "rush", "theme": theme, "polarity": "supports", "start": 0, "end": 4, "coder": "c", "origin": "manual", "rule_id": "", "memo": ""} for n, theme in ((1, "pace"), (2, "pace"), (3, "trust"))],
    }  # fmt: skip
    for name, rows in listed.items():
        pd.DataFrame(rows).to_csv(tmp_path / f"audit/{name}.csv", index=False)
    (tmp_path / "audit/claims.json").write_text("[]")

    def write(rows, told, shown):
        pd.DataFrame(rows).to_csv(tmp_path / "figures/F04.csv", index=False)
        (tmp_path / "figures/F04.json").write_text(json.dumps(about | {"id": "F04", "marks": told}))
        draw(tmp_path / "figures/F04.svg", shown)
        return figures.pages(Context(Results(tmp_path), 1), "F04")

    return write


FULL = [{"table": "T06", "by": {"theme": "theme", "case": "case"}, "column": "n_segments"}]
BY_THEME = [{"table": "T06", "by": {"theme": "theme"}, "column": "n_segments"}]
CELLS = [dict(zip(("theme", "case", "n_segments"), row, strict=True)) for row in ROWS]


def parsed(made, place="figures/F04.html"):
    return html.fromstring(made[place])


def links(page):
    """The drawing's links that the keyboard reaches: address and title."""
    return [(a.get("href"), a.findtext("title")) for a in page.xpath("//svg//a[not(@tabindex)]")]


def in_table(page):
    return [a.get("href") for a in page.xpath("//div[@class='marks']//a")]


def test_a_mark_of_one_row_leads_to_that_rows_evidence_and_one_of_nothing_nowhere(written):
    made = written(CELLS, FULL, [0, 1, 2, 3])
    expected = [f"../evidence/T06/1.html#r{row}" for row in (1, 2, 4)]
    assert list(made) == ["figures/F04.html"]
    assert [href for href, _ in links(parsed(made))] == expected == in_table(parsed(made))
    assert links(parsed(made))[2][1] == "trust, south: 1 segment"


def test_a_mark_of_a_table_whose_rows_are_one_segment_each_leads_to_its_row(written, tmp_path):
    about = tmp_path / "tables/T06.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {"lists": ONE_SEGMENT}))
    alone = [{"row": "theme=pace;case=north", "column": "counts", "segment_id": "i1:1.1"}]
    frames.write(alone, tmp_path / "tables/T06.evidence.parquet", "table_evidence")
    made = written(CELLS, [{"table": "T06", "by": {"theme": "theme", "case": "case"}}], [0, 1])
    assert [href for href, _ in links(parsed(made))] == ["../tables/T06.html#row1"] == in_table(parsed(made))


def test_numbers_beside_a_mark_lead_there_too_and_are_not_reached_twice(written):
    page = parsed(written(CELLS, FULL, [0]))
    assert [(a.get("href"), a.get("tabindex")) for a in page.xpath("//svg//a")] == [
        ("../evidence/T06/1.html#r1", None), ("../evidence/T06/1.html#r1", "-1")
    ]  # fmt: skip


def test_a_sum_leads_to_evidence_of_the_figures_own_where_each_segment_stands_once(written):
    made = written([{"theme": "pace", "n_segments": 2}, {"theme": "trust", "n_segments": 1}], BY_THEME, [0, 1])
    assert [href for href, _ in links(parsed(made))] == ["../evidence/F04/1.html#r1", "../evidence/F04/1.html#r2"]
    (pace, trust) = parsed(made, "evidence/F04/1.html").xpath("//section")
    assert (len(pace.xpath(".//dd")), len(trust.xpath(".//dd"))) == (2, 1)
    assert pace.xpath("string(.//p[@class='list'][1])").split() == [
        "2",
        "rows",
        "of",
        "T06:",
        "north",
        "2",
        "south",
        "1",
    ]
    assert trust.xpath("string(.//h2/@id)") == "r2"


def test_what_shows_several_rows_is_numbered_after_the_rows(written):
    made = written(CELLS, FULL, [0, 1, [0, 1]])
    assert links(parsed(made))[2][0] == "../evidence/F04/1.html#r5"
    assert links(parsed(made))[2][1].endswith(": 2 segments")
    assert len(in_table(parsed(made))) == 3


def test_a_passage_leads_to_its_place_in_the_source(written):
    rows = [{"case": "north", "source": "i1", "theme": "t", "code": "rush", "segment": f"i1:{n}.1"} for n in (1, 2, 3)]
    page = parsed(written(rows, [{"segment": "segment"}], [0, [1, 2]]))
    assert links(page) == [
        ("../sources/n-0/i1.html#s1.1", "i1 1.1: rush"), ("../sources/n-0/i1.html#s2.1", "i1 2.1 to 3.1: rush")
    ]  # fmt: skip
    assert in_table(page) == [f"../sources/n-0/i1.html#s{n}.1" for n in (1, 2, 3)]


@pytest.mark.parametrize("told", [FULL, BY_THEME])
def test_labels_make_no_element_and_no_handler(written, told):
    made = written(CELLS, told, [0, 1, 2, 3])
    for text in made.values():
        page = html.fromstring(text)
        assert all(script.get("src").endswith("../site.js") for script in page.xpath("//script"))
        assert not page.xpath("//@*[starts-with(name(), 'on')]")


def test_nothing_but_what_matplotlib_draws_gets_into_the_page(tmp_path):
    draw(tmp_path / "F.svg", [0])
    svg = drawing.read(tmp_path / "F.svg")
    for bad in (
        "<script>x()</script>",
        '<foreignObject><p onclick="x()">y</p></foreignObject>',
        '<a href="javascript:x()"><path d="M0 0"/></a>',
        '<path d="M0 0" onclick="x()" href="javascript:x()"/>',
        '<image xlink:href="http://example.org/x.png" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        '<use xlink:href="http://example.org/x.svg#a" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
    ):
        svg.append(etree.fromstring(f'<g xmlns="http://www.w3.org/2000/svg">{bad}</g>')[0])
    made = drawing.inline(svg, {(0,): drawing.Link("x.html", HOSTILE)}, HOSTILE)
    page = etree.fromstring(made)
    assert {element.tag for element in page.iter()} <= {"svg", "a", "title", *drawing.DRAWN}
    assert {value for value in page.xpath("//@href") if not value.startswith("#")} == {"x.html"}
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert page.xpath("//a/title")[0].text == HOSTILE


def test_the_drawing_is_the_same_to_a_hundredth_of_a_point(tmp_path):
    draw(tmp_path / "F.svg", [0, 1])
    svg = drawing.read(tmp_path / "F.svg")
    page = etree.fromstring(drawing.inline(svg, {}, ""))
    before = [path.get("d") for path in svg.iter("{*}path") if path.get("d")]
    after = [path.get("d") for path in page.iter("path") if path.get("d")]
    assert [_points(path) for path in before] == [pytest.approx(_points(path), abs=0.006) for path in after]


def _points(path):
    """Where a path goes, with lines across and down written out."""
    found, x, y = [], 0.0, 0.0
    for command, numbers in drawing.COMMAND.findall(path):
        at = [float(number) for number in numbers.split()]
        at = [x, *at] if command == "V" else [*at, y] if command == "H" else at
        found += at
        x, y = at[-2:] if at else (x, y)
    return found
