"""No script runs from any text: whatever people write, say or call something is shown as they wrote it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import laid_open
import pandas as pd
import pytest
from lxml import html
from matplotlib.figure import Figure
from multicase import frames, site
from multicase.audit.provenance import Graph, Job
from multicase.audit.results import Results
from multicase.digest import batch_of
from multicase.figures import marks
from multicase.pages import findings
from multicase.site import (
    audits,
    cases,
    claims,
    codes,
    decisions,
    figures,
    front,
    left_out,
    participants,
    provenance,
    sources,
    tables,
)  # fmt: skip
from multicase.site.context import Context
from multicase.site.links import Links

ATTACK = (
    '"><img src=x onerror="spoilt=1"><script>spoilt=2</script><svg onload=spoilt=3></svg>'
    '<a href="javascript:spoilt=4">\'x</a>]]></textarea></title></style>{{ 7 * 7 }}&lt;b&gt;'
    "![x](https://example.org/x.png)[y](javascript:spoilt=5)[z]: https://example.org [p][z]"
)
CASE = "case"
# What people write, by file: the columns that are free text.
FREE = {
    "audit/cases.csv": ["case"],
    "audit/codes.csv": ["theme_label", "subtheme_label", "label", "definition", "include", "exclude", "example", "theory", "rationale", "code.pace"],
    "audit/segments.csv": ["text", "locator"],
    "audit/evidence.csv": ["exact", "memo"],
    "audit/removed.csv": ["exact", "memo"],
    "audit/participants.csv": ["role", "shown_as", "participant.level"],
    "tables/T01.csv": ["place", "sampling_rationale"],
    "tables/T03.csv": ["role"],
    "tables/T09.csv": ["summary", "quotation"],
    "tables/T10.csv": ["exception"],
    "tables/T20.csv": ["reason"],
    "tables/T21.csv": ["quotation", "role", "statement"],
    "tables/T22.csv": ["text", "role"],
    "tables/T23.csv": ["statement", "criterion", "rivals", "why"],
    "tables/T26.csv": ["asks"],
    "tables/T25.csv": ["rule"],
    "tables/T31.csv": ["reason"],
    "tables/T32.csv": ["from", "reason"],
}  # fmt: skip
EMPTY = {  # further tables that the findings read
    "T08": pd.DataFrame(columns=["theme", "kind", "convergence"]),
    "T18": pd.DataFrame(columns=["order", "reached", "new_codes"]),
    "T26": pd.DataFrame([("1", "Who asked?", "open")], columns=["item", "asks", "status"]),
}
READ = ["source_id", "case_id", "kind", "date", "consent", "coders", "read", "segments", "words"]
OF_CASES = {"case", "ordered_case"}
SHOWN = [  # what stands on some page of the site, whole and as it was written
    "case", "theme_label", "subtheme_label", "label", "definition", "include", "exclude", "example", "rationale", "code.pace",
    "text", "memo", "shown_as", "place", "sampling_rationale", "summary", "quotation", "reason", "statement", "criterion",
    "rival", "considered", "title", "question", "caption", "note", "missing", "heading", "parameter", "setting", "from", "auditor", "item", "remark", "package",
]  # fmt: skip


def attack(name: str) -> str:
    """What a text of this name does, if it isn't taken as text."""
    return f"{name}{ATTACK}"


def spoil(root: Path) -> None:
    """Put an attack behind each free text of the results."""
    labels = {label: label + attack(CASE) for label in laid_open.CASES["label"]}
    for path in sorted(root.rglob("*.csv")):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        free = [name for name in FREE.get(path.relative_to(root).as_posix(), []) if name in rows]
        for column in rows:
            if column in OF_CASES:
                rows[column] = rows[column].replace(labels)
            elif column in free:
                rows[column] = rows[column].replace(laid_open.SECRET, "") + attack(column)
        if path.name in ("segments.csv", "evidence.csv"):  # what is coded goes on to the end
            rows["end"] = (rows["end"].astype(int) + len(attack("text"))).astype(str)
        rows.to_csv(path, index=False)
    for path in sorted(root.rglob("*.evidence.parquet")):
        rows = pd.read_parquet(path)
        for label, spoilt in labels.items():
            rows["row"] = rows["row"].str.replace(f"case={label}", f"case={spoilt}", regex=False)
        frames.write(rows, path, "table_evidence")
    for path in sorted([*root.glob("tables/*.json"), *root.glob("figures/*.json")]):
        about = json.loads(path.read_text(encoding="utf-8"))
        about |= {name: attack(name) for name in ("title", "caption", "note", "alt")}
        about["missing"] = attack("missing") if about["id"] == "T19" else ""
        about["headings"] = {"case": attack("heading")}
        path.write_text(json.dumps(about), encoding="utf-8")
    register = json.loads((root / "audit/claims.json").read_text(encoding="utf-8"))
    for claim in register:
        claim["statement"] = attack("statement")
        claim["rivals"] = [{"rival": attack("rival"), "considered": attack("considered")}]
    (root / "audit/claims.json").write_text(json.dumps(register), encoding="utf-8")


def draw(folder: Path) -> None:
    """A figure of two codes, with attacks in the drawing."""
    pd.DataFrame({"code": ["yes", "no"], "n": [4, 2]}).to_csv(folder / "F04.csv", index=False)
    by = {"table": "T05", "by": {"code": "code"}, "column": "n_segments"}
    about = {"id": "F04", "marks": [by], "drawn_from": ["T05"]} | {
        name: attack(name) for name in ("title", "caption", "note", "alt")
    }
    (folder / "F04.json").write_text(json.dumps(about), encoding="utf-8")
    figure = Figure(figsize=(3, 2))
    axes = figure.subplots()
    for place in (0, 1):
        marks.show([place], *axes.barh(place, 1))
    axes.set_title(attack("drawing").replace("{{", "").replace("$", ""))
    figure.savefig(folder / "F04.svg", format="svg", metadata={"Date": None, "Title": attack("drawing")})


def made(root: Path) -> dict[str, str]:
    """All pages of the site of these results, by their places below it."""
    context = Context(Results(root), per_case=1)
    about = [
        json.loads((root / f"tables/{name}.json").read_text("utf-8")) | {"group": attack("group")}
        for name in context.results.tables
    ]
    told = {"title": attack("title"), "question": attack("question"), "synthetic": True}
    batches = sorted({batch_of(source["case_id"], name, 1) for name, source in context.sources.items()})
    unplaced = pd.DataFrame({"reason": [attack("unplaced")]})
    settings = pd.DataFrame(
        [(attack("setting"), attack("value"), attack("set_by"))], columns=["setting", "value", "set_by"]
    )
    jobs = [
        Job(
            "build_table", "T05", ("study:cases.csv",), ("tables/T05.csv",), {attack("parameter"): attack("value")}, "1"
        )
    ]
    graph = provenance.pages(
        Graph(jobs, {"tables/T05.csv": "a" * 64}), {}, [], [{"package": attack("package"), "version": "1"}]
    )
    found = [kind.pages(context) for kind in (codes, cases, claims)] + [participants.pages(context, 1, 3)]
    found += [sources.pages(context, batch, ["T05", "T23"]) for batch in batches]
    found += [tables.pages(context, context.results.table(name)) for name in context.results.tables]
    found += [figures.pages(context, "F04"), left_out.pages(context, unplaced), decisions.pages(context, settings)]
    audit = {
        "study": "x",
        "build": "a" * 64,
        "version": attack("version"),
        "seed": 1,
        "n": 1,
        "auditors": [attack("auditor")],
    }
    audit["items"] = [{"item": attack("item"), "kind": "numbers", "verdict": "wrong", "note": attack("remark")}]
    found += [audits.pages(context, {"one": audit}, "b" * 64)]
    found += [{f"provenance/{name}": text for name, text in graph.items()}]
    found += [{front.PLACE: front.render(context, told, about, []), "words.js": front.words(context)}]
    found += [{site.STYLE: site.style(), site.SCRIPT: site.script()}]
    return {place: text for pages in found for place, text in pages.items()}


def write_findings(hostile: Path) -> None:
    """Write the findings, as a page and as Markdown."""
    paths = sorted(str(path) for path in (hostile / "tables").glob("T??.csv"))
    read = pd.DataFrame([("k1-i01", "k1", "interview", "", "quote", "c", True, 1, 1)], columns=READ)
    frames.write(read, hostile / "read_sources.parquet", "read_sources")
    (hostile / "findings").mkdir()
    findings.write(
        paths, figures=[], study={"title": attack("title"), "question": attack("question"), "synthetic": True, "disclaimer": attack("disclaimer")},
        read_sources=str(hostile / "read_sources.parquet"), links=Links(Context(Results(hostile), 1), "../audit/"),
        html=str(hostile / "findings/findings.html"), markdown=str(hostile / "findings/findings.md"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Path:
    """A results folder full of attacks, with its site."""
    root = tmp_path_factory.mktemp("hostile")
    laid_open.write(root, **EMPTY)
    spoil(root)
    draw(root / "figures")
    site.write(made(root), root / "audit")
    write_findings(root)
    return root


def pages_of(root: Path) -> list[Path]:
    return sorted([*(root / "audit").rglob("*.html"), root / "findings/findings.html"])


def test_each_text_stands_somewhere_as_it_was_written(hostile):
    told = "".join(
        html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot().text_content() for path in pages_of(hostile)
    )
    assert not [name for name in SHOWN if attack(name) not in told]


def test_no_text_becomes_markup(hostile):
    for path in pages_of(hostile):
        tree = html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()
        assert not tree.xpath("//@onerror | //@onload | //img[@src='x'] | //script[not(@src)] | //textarea"), path.name
        assert not tree.xpath("//@href[contains(., 'javascript:')][not(contains(., '%22'))]"), path.name


def test_in_the_findings_as_markdown_no_tag_and_no_link_stands_raw(hostile):
    text = (hostile / "findings/findings.md").read_text(encoding="utf-8")
    assert "quotation" in text and "spoilt" in text
    assert not re.findall(r"<(?=[a-zA-Z/!?])", text)
    assert not re.findall(r"\](?=[(\[:])(?!\(\.\./figures/F\d\d\.svg\))", text)


def test_in_a_browser_nothing_runs_on_any_page_nor_in_what_is_found(hostile, chromium):
    complaints: list[str] = []
    context = chromium.new_context()
    context.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page = context.new_page()
    for path in pages_of(hostile):
        page.goto(path.as_uri())
        assert page.evaluate("typeof spoilt") == "undefined" and not complaints, path.name
    page.goto((hostile / "audit/tables/T05.html").as_uri())
    page.locator("td a[href*='.html#r']").first.click()
    page.frame_locator("#panel iframe").locator("section.row").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("nav.top input").fill("spoilt")
    page.locator("#found li mark").first.wait_for()
    assert attack("text")[:60] in page.locator("#found").text_content()
    assert page.evaluate("typeof spoilt") == "undefined" and not complaints
    context.close()
