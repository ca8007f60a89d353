"""The drawn rules: read from Snakemake's text or from a build, without circles, every rule once and linked to its page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from multicase.audit import declared
from multicase.audit.provenance import Graph, Job
from multicase.site import graph, layers
from small_study import REPOSITORY

DOT = """digraph snakemake_dag {
    graph[bgcolor=white, margin=0];
    node[shape=box, style=rounded, fontname=sans, fontsize=10, penwidth=2];
\t0[label = "all", color = "0.00 0.6 0.85", style="rounded"];
\t1[label = "build_table", color = "0.10 0.6 0.85", style="rounded"];
\t2[label = "gather", color = "0.40 0.6 0.85", style="rounded"];
\t3[label = "draw_figure", color = "0.26 0.6 0.85", style="rounded,dashed"];
\t4[label = "scan", color = "0.26 0.6 0.85", style="rounded"];
\t1 -> 0
\t2 -> 1
\t1 -> 1
\t1 -> 3
\t3 -> 1
\t1 -> 4
}
"""
DECLARED = {
    "gather": {"stage": "Themes", "stage_about": "", "about": "Join <all>.", "closed": False},
    "scan": {"stage": "Audit", "stage_about": "", "about": "", "closed": True},
}


def test_snakemake_s_text_is_read_and_what_comes_back_to_a_rule_comes_to_its_later_self():
    drawn = graph.of_dot(DOT, DECLARED)
    assert [node.key for node in drawn.nodes] == ["build_table", "build_table again", "draw_figure", "gather", "scan"]
    kept = layers.direct([node.key for node in drawn.nodes], drawn.edges)
    assert kept == {
        ("gather", "build_table"), ("build_table", "draw_figure"), ("draw_figure", "build_table again"), ("build_table again", "scan")
    }  # fmt: skip
    assert [node.closed for node in drawn.nodes] == [False, False, False, False, True]


@pytest.mark.parametrize(
    "edges",
    [
        {("a", "b"), ("b", "a")},
        {("a", "b"), ("b", "c"), ("c", "a"), ("x", "b")},
        {("a", "b"), ("b", "a"), ("b", "c"), ("c", "b"), ("c", "d"), ("d", "a")},
        {("a", "a"), ("a", "b")},
    ],
)
def test_no_circle_is_left(edges):
    found = graph.unrolled(edges)
    names = sorted({name for edge in found for name in edge})
    assert layers.in_order(names, found)
    assert {(a.split()[0], b.split()[0]) for a, b in found} >= {(a, b) for a, b in edges if a != b}


JOBS = [
    Job("ingest", "east-0", ("study:raw", "study:private/speakers.csv"), ("private/texts/east-0.parquet",)),
    Job("gather", "", ("private/texts/east-0.parquet", "study:cases.csv"), ("themes/e.parquet",), {"k": 1}),
    Job("build_table", "T01", ("themes/e.parquet", "study:cases.csv"), ("tables/T01.csv", "tables/T01.json")),
    Job("draw_figure", "F01", ("tables/T01.csv",), ("figures/F01.svg",)),
    Job("build_table", "T27", ("tables/T01.csv", "figures/F01.svg"), ("tables/T27.csv",)),
    Job("record_settings", "", (), ("audit/settings.csv",)),
]


def test_a_build_is_drawn_with_what_people_supplied_and_the_job_that_comes_back_apart():
    drawn = graph.of_build(Graph(JOBS, {}), {"ingest": {"stage": "Ingest", "about": "", "closed": True}})
    nodes = {node.key: node for node in drawn.nodes}
    assert {"raw", "private", "study", "ingest", "build_table", "build_table again"} < set(nodes)
    assert nodes["build_table again"].note == "T27 · 1 file" and nodes["build_table"].note == "2 files"
    assert nodes["raw"].closed and nodes["private"].closed and nodes["ingest"].closed and not nodes["study"].closed
    assert nodes["gather"].supplied and not nodes["draw_figure"].supplied
    assert nodes["draw_figure"].address == "provenance/draw_figure.html"
    assert ("study", "build_table") in drawn.edges and ("build_table", "build_table again") in drawn.edges
    assert ("draw_figure", "build_table") not in drawn.edges


def boxes(svg):
    """Label, x, y, width of each box that has a name."""
    root = ET.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    for group in root.iter(f"{space}g"):
        title, box = group.find(f"{space}title"), group.find(f"{space}rect")
        if title is not None:
            yield title.text, *(float(box.get(name)) for name in ("x", "y", "width"))


def test_the_drawing_is_sound_links_each_rule_and_lets_nothing_overlap():
    drawn = graph.of_build(Graph(JOBS, {}), DECLARED)
    svg = graph.svg(drawn, root="../")
    assert svg == graph.svg(drawn, root="../")
    placed = list(boxes(svg))
    assert len(placed) == len(drawn.nodes)
    for (_, xa, ya, wa), (_, xb, yb, wb) in combinations(placed, 2):
        assert ya != yb or xa + wa < xb or xb + wb < xa
    assert 'href="../provenance/gather.html"' in svg and "Join &lt;all&gt;." in svg
    width = float(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    assert all(x >= 0 and x + w <= width for _, x, _, w in placed)
    assert "href" not in graph.svg(drawn, linked=False)


def test_the_rules_of_the_workflow_are_all_declared_and_those_of_the_closed_zone_told():
    rules = declared.rules((REPOSITORY / "workflow/rules").glob("*.smk"))
    assert set(rules) == {path.stem for path in (REPOSITORY / "scripts").glob("*.py")}
    assert all(rule["stage"] and rule["stage_about"] and rule["about"] for rule in rules.values())
    assert {"ingest_sources", "replace_identifiers", "hash_closed", "scan_leaks"} <= {
        n for n in rules if rules[n]["closed"]
    }
    assert not rules["segment_turns"]["closed"] and not rules["write_provenance"]["closed"]


def test_a_docstring_is_filled_with_the_parameters_that_it_names():
    params = {"unit": "turn", "origins": ["manual", "model"]}
    assert declared.filled("Cut {params.unit}s ({params.origins}) from {params.settings} on", params) == (
        "Cut turns (manual, model) from settings on"
    )


def test_what_comes_from_another_studys_results_is_a_kind_of_its_own():
    jobs = [Job("build_table", "T28", ("results:first/tables/T23.csv", "study:claims.yaml"), ("tables/T28.csv",))]
    nodes = {node.key: node for node in graph.of_build(Graph(jobs, {}), {}).nodes}
    assert nodes["results"].label == "Results of the study replicated" and not nodes["results"].closed
