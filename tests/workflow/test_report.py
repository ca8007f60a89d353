"""Snakemake's report of a build: what it shows under which heading, with which caption, and what it must not show."""

from __future__ import annotations

import base64
import html
import json
import re
from functools import cache
from types import SimpleNamespace

import pytest
from docutils.core import publish_parts
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment, Template
from multicase.figures import catalogue as figures
from multicase.study import files
from multicase.tables import catalogue as tables
from small_study import REPOSITORY
from workspace import RESULTS

CAPTIONS = REPOSITORY / "workflow/report"
DECLARED = """
tables:
  T33:
    title: "Who says {what}_, and *where*: `all` |of| it"
    group: "Our own: {two} *stars*"
    caption: "A word_ in braces, {case}, and .. no:: directive."
    rows: {region: {case: region_type}}
"""


def embedded(page: str, name: str) -> dict:
    """A variable that the report's page defines."""
    start = re.search(rf'<script id="[\w-]+">\s*var {name} = ', page).end()
    return json.JSONDecoder().raw_decode(page, start)[0]


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


@pytest.fixture
def no_network(monkeypatch):
    """Whatever is asked for over the network is refused at once."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


def test_report_shows_each_table_and_figure_under_its_heading_with_its_own_caption_and_needs_no_network(
    built, no_network
):
    (built.root / "data/small/tables.yaml").write_text(DECLARED, encoding="utf-8")
    built.snakemake("--report-after-run", "--report", "report.html")
    page = (built.root / "report.html").read_text(encoding="utf-8")
    results = embedded(page, "results")
    categories = embedded(page, "categories")
    heading = {path: group for group, parts in categories.items() for paths in parts.values() for path in paths}
    declared = files.parse_yaml(DECLARED)
    entries = {f"tables/{entry.id}": entry for entry in tables.of_study(declared).values()}
    entries |= {f"figures/{entry.id}": entry for entry in figures.of_study(declared).values()}
    for name, entry in entries.items():
        drawn = name.startswith("figures")
        for ending in (".svg", ".csv") if drawn else (".csv",):
            path = f"{RESULTS}/{name}{ending}"
            shown = results[path]
            assert shown["labels"]["Figure" if drawn else "Table"] == entry.id
            assert shown["labels"]["Title"].replace("\u2060", "") == entry.title
            assert heading[path].replace("\u2060", "") == ("Figures" if drawn else entry.group)
            assert words(shown["caption"]).startswith(f"{entry.title} {entry.caption}".strip())
            assert "system-message" not in shown["caption"]
            held = base64.b64decode(shown["data_uri"].partition("base64,")[2])
            assert held == (built.root / path).read_bytes()
    findings = f"{RESULTS}/findings/findings.html"
    assert heading.pop(findings) == "Findings" and "claim by claim" in words(results[findings]["caption"])
    assert heading.pop(f"{RESULTS}/audit/index.html") == "Audit"
    assert len(heading) == len(entries) + sum(name.startswith("figures") for name in entries)
    about = words(embedded(page, "workflow_desc"))
    assert about.startswith("A small study") and "Synthetic material." in about and "system-message" not in about


def test_report_holds_no_name_of_the_closed_zone_and_says_nothing_of_the_machine(built):
    built.snakemake("--report", "report.zip")
    built.run("python", "-m", "zipfile", "-e", "report.zip", "out")
    held = [path.read_text(encoding="utf-8") for path in sorted((built.root / "out").rglob("*")) if path.is_file()]
    assert len(held) > 50
    for text in held:
        assert not re.search(r"sarah|\bholt\b|quarry lane", text, re.IGNORECASE)
        assert str(built.root) not in text


def test_another_caption_or_heading_in_the_report_reruns_nothing(built):
    built.edit("workflow/report/entry.rst", "holds for this figure too", "is this figure's as well")
    built.edit("workflow/report/workflow.rst", "This report shows", "Here is")
    built.edit("workflow/rules/figures.smk", 'category="Figures"', 'category="Drawings"')
    built.edit("workflow/rules/common.smk", '"Form": form', '"As": form')
    assert built.planned() == []


TEXTS = st.text(st.sampled_from("*`_|\\:.-+#<>[](){}\"' aZ9é") | st.characters(exclude_categories=["C"])).filter(
    str.strip
)


@cache
def template(name: str) -> Template:
    return Environment(trim_blocks=True, lstrip_blocks=True).from_string((CAPTIONS / name).read_text(encoding="utf-8"))


def rendered(name: str, **known) -> str:
    """A caption as Snakemake renders it: first by jinja, then as reStructuredText."""
    return publish_parts(template(name).render(**known), writer="html", settings_overrides={"report_level": 1})[
        "html_body"
    ]


@given(title=TEXTS, caption=TEXTS)
@example(title="\\", caption="\\")
def test_a_caption_is_shown_as_it_is_written_whatever_signs_stand_in_it(title, caption):
    entry = {"title": title, "caption": caption, "about": "T06"}
    page = rendered("entry.rst", snakemake=SimpleNamespace(params=SimpleNamespace(entry=entry)))
    paragraphs = [words(part) for part in re.findall(r"<p>(.*?)</p>", page, re.S)]
    assert paragraphs[:2] == [" ".join(text.split()) for text in (title, caption)]
    assert "system-message" not in page


@given(title=TEXTS, question=TEXTS)
@example(title="\\", question="0")
@example(title="A", question="\\ \\")
def test_what_a_study_says_of_itself_is_shown_as_it_is_written(title, question):
    study = {"title": title, "question": question, "synthetic": True, "disclaimer": question}
    job = SimpleNamespace(rule=SimpleNamespace(name="write_findings"), params=SimpleNamespace(study=study))
    page = rendered("workflow.rst", files=[SimpleNamespace(job=job)])
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    assert words(heading[1]) == " ".join(title.split())
    assert words(re.search(r"<p>(.*?)</p>", page, re.S)[1]) == " ".join(question.split())
    assert "system-message" not in page
