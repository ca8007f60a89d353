"""The provenance pages: from any file to what it was made from and on; every link leads to something that is there."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import unquote

import pytest
from multicase.audit import provenance
from multicase.audit.provenance import Graph, Job
from multicase.digest import text_sha256
from multicase.site import addresses
from multicase.site import provenance as pages

LINK = re.compile(r'href="([^"]+)"')
ANCHOR = re.compile(r'\bid="([^"]+)"')
RAW = [{"source_id": "east-i01", "raw_sha256": "c" * 64}]
ENVIRONMENT = [{"package": "python", "version": "3.11"}]
JOBS = [
    Job("ingest", "east-0", ("study:raw", "study:private/speakers.csv"), ("private/texts/east-0.parquet",), code="1"),
    Job("replace", "east-0", ("private/texts/east-0.parquet",), ("anonymised/east-0",), code="2"),
    Job("gather", "", ("anonymised/east-0", "study:cases.csv"), ("themes/e.parquet",), {"k": 5, "why": "<b>"}, "3"),
    Job("build_table", "T01", ("themes/e.parquet",), ("tables/T01.csv",), {"entry": {"id": "T01"}, "k": 5}, "4"),
    Job("build_table", "T02", ("themes/e.parquet",), ("tables/T02.csv",), {"entry": {"id": "T02"}, "k": 5}, "4"),
]
HASHES = {"anonymised/east-0/east-i01.txt": "a" * 64, "tables/T01.csv": "b" * 64, "study:cases.csv": "d" * 64}


@pytest.fixture
def graph():
    return Graph(JOBS, HASHES)


def made(graph, declared=None):
    return pages.pages(graph, declared or {}, RAW, ENVIRONMENT)


def test_of_a_locked_closed_zone_it_says_that_other_versions_may_have_made_what_is_made_of_it(graph):
    told = "The closed zone was locked."
    assert told in pages.pages(graph, {}, RAW, ENVIRONMENT, is_locked=True)["index.html"]
    assert told not in made(graph)["index.html"]


def test_one_walks_up_and_down_from_any_file_through_folders_too(graph):
    assert graph.made_from("tables/T01.csv").name == "T01"
    assert graph.made_from("anonymised/east-0/east-i01.txt").rule == "replace"
    assert graph.made_from("study:cases.csv") is None
    assert [job.rule for job in graph.makes("anonymised/east-0/east-i01.txt")] == ["gather"]
    assert [job.name for job in graph.makes("themes/e.parquet")] == ["T01", "T02"]
    assert graph.inside("anonymised/east-0") == ["anonymised/east-0/east-i01.txt"]
    assert graph.up("tables/T02.csv") == [
        "anonymised/east-0", "private/texts/east-0.parquet", "study:cases.csv", "study:private/speakers.csv", "study:raw", "themes/e.parquet",
    ]  # fmt: skip
    assert graph.down("study:cases.csv") == ["tables/T01.csv", "tables/T02.csv", "themes/e.parquet"]
    assert graph.inputs() == ["study:cases.csv", "study:private/speakers.csv", "study:raw"]


def broken(made):
    """Links to the provenance pages that lead nowhere."""
    anchors = {name: {html.unescape(anchor) for anchor in ANCHOR.findall(text)} for name, text in made.items()}
    for name, text in made.items():
        for link in LINK.findall(text):
            page, _, anchor = html.unescape(link).partition("#")
            if page.startswith("../") and not page.startswith("../provenance/"):
                continue  # other rooms of the site
            target = page.rpartition("/")[2] or name
            if target not in made or (anchor and unquote(anchor) not in anchors[target]):
                yield name, link


def test_every_link_leads_to_an_anchor_that_is_there(graph):
    assert list(broken(made(graph))) == []
    spoilt = made(graph)
    spoilt["gather.html"] = spoilt["gather.html"].replace('id="themes/e.parquet"', "")
    assert {link.rpartition("#")[2] for _, link in broken(spoilt)} == {"themes/e.parquet"}


def test_no_page_has_an_anchor_twice(graph):
    for name, text in made(graph).items():
        found = ANCHOR.findall(text)
        assert len(found) == len(set(found)), name


def test_a_file_s_address_is_that_of_its_anchor(graph):
    found = made(graph)
    address = addresses.provenance_file("replace", "anonymised/east-0/east-i01.txt")
    page, _, anchor = address.partition("#")
    assert f'id="{anchor}"' in found[page.removeprefix("provenance/")]
    assert 'id="study:cases.csv"' in found["index.html"]
    assert addresses.provenance_input("study:cases.csv") == "provenance/index.html#study:cases.csv"


def test_a_rule_s_page_shows_what_its_jobs_share_once_and_escapes_what_they_were_given(graph):
    found = made(graph)
    assert found["build_table.html"].count("<dt>k</dt>") == 1 and found["build_table.html"].count("<dt>entry</dt>") == 2
    assert "&lt;b&gt;" in found["gather.html"] and "<b>" not in found["gather.html"]
    assert "b" * 64 in found["build_table.html"] and "not listed in this build" in found["build_table.html"]


def test_raw_files_are_told_by_source_on_the_page_of_the_rule_that_reads_them_alone(graph):
    found = made(graph)
    assert [name for name, text in found.items() if "c" * 64 in text] == ["ingest.html"]
    assert "sha256sum FILE" in found["ingest.html"]


def test_very_many_inputs_are_told_by_the_jobs_that_made_them_and_pages_stay_small():
    many = [
        Job("cut", f"b-{n}", ("study:raw",), tuple(f"segments/b-{n}.{part}.parquet" for part in range(5)))
        for n in range(400)
    ]
    paths = [path for job in many for path in job.outputs]
    last = Job("list", "", tuple(paths), ("list.csv",), code="x")
    found = made(Graph([*many, last], dict.fromkeys(paths, "e" * 64)))
    assert 'href="cut.html">cut (400 jobs)</a>' in found["list.html"]
    assert max(map(len, found.values())) < 500_000 and list(broken(found)) == []


def test_the_graph_is_read_from_records_with_the_hashes_of_the_manifest_the_study_and_its_own(tmp_path):
    results, study = tmp_path / "results/small", tmp_path / "study"
    for name, text in {
        "tables/T27.csv": "artefact,rule,inputs,sha256\ntables/T01.csv,build_table,,abc\n",
        "tables/T27.json": "{}",
    }.items():
        (results / name).parent.mkdir(parents=True, exist_ok=True)
        (results / name).write_text(text)
    for name in ("cases.csv", "private/register.csv", "raw/Sarah Holt.txt"):
        (study / name).parent.mkdir(parents=True, exist_ok=True)
        (study / name).write_text(name)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/one.py").write_text("1")
    told = {
        "logs/build_table/T01.json": (["study:cases.csv", "study:private/register.csv"], ["tables/T01.csv"]),
        "logs/build_table/T27.json": (["tables/T01.csv", "logs/build_table/T01.json"], ["tables/T27.csv", "tables/T27.json"]),
        "logs/ingest.json": (["study:raw", "workflow:notebooks/one.py"], ["private/texts/a.parquet"]),
    }  # fmt: skip
    for name, (inputs, outputs) in told.items():
        path = results / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rule = path.parent.name if path.parent.name != "logs" else path.stem
        path.write_text(json.dumps({"rule": rule, "code": "c", "inputs": inputs, "outputs": outputs}))
    records = [results / name for name in told]
    graph = provenance.read(records, results / "tables/T27.csv", study, [tmp_path / "notebooks/one.py"])
    assert [(job.rule, job.name) for job in graph.jobs] == [
        ("build_table", "T01"),
        ("build_table", "T27"),
        ("ingest", ""),
    ]
    assert graph.jobs[1].inputs == ("tables/T01.csv",)
    manifest = (results / "tables/T27.csv").read_text()
    assert graph.sha256 == {
        "tables/T01.csv": "abc",
        "tables/T27.csv": text_sha256(manifest),
        "tables/T27.json": text_sha256("{}"),
        "study:cases.csv": text_sha256("cases.csv"),
        "workflow:notebooks/one.py": text_sha256("1"),
    }


@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ("study:raw", True), ("study:private/register.csv", True), ("private/texts/a.parquet", True),
        ("study:rawdata.csv", False), ("study:cases.csv", False), ("tables/T01.csv", False),
    ],
)  # fmt: skip
def test_what_lies_in_the_closed_zone_is_known_by_its_path(path, closed):
    assert provenance.is_closed(path) is closed
