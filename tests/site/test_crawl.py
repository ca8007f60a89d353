"""The audit site without a browser: its links, its sizes, and that each number is what its evidence shows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest

PAGE, WHOLE = 500_000, 15_000_000  # bytes; pages, script and style without the data files
ROW = re.compile(r"r\d+")
CLICKS = 3


def few(found) -> list:
    """The first of what is wrong, and how much there is of it."""
    found = list(found)
    return [len(found), *found[:10]] if found else []


def test_each_link_leads_to_a_file_in_the_folder_and_to_an_anchor_that_is_there(site):
    ids = {page.path: set(page.ids) for page in site.pages}
    wrong = []
    for page in site.pages:
        for link in dict.fromkeys(page.links):
            if not link.path:
                wrong.append((page.path, link.href, "leads out of the folder"))
            elif link.path not in ids and not (site.folder / link.path).is_file():
                wrong.append((page.path, link.href, "no such file"))
            elif link.anchor and link.anchor not in ids.get(link.path, {link.anchor}):
                wrong.append((page.path, link.href, "no such anchor"))
    assert not few(wrong)


def test_no_page_loads_what_is_not_in_the_folder(site):
    wrong = []
    for page in site.pages:
        for address in page.loads:
            link = page.link(address)
            if not address.startswith("data:") and not (link.path and (site.folder / link.path).is_file()):
                wrong.append((page.path, address[:80]))
        style = "".join(page.tree.xpath("//style/text()"))
        wrong += [(page.path, address) for address in re.findall(r"url\(\s*['\"]?(?!data:|#)[^)]*|@import[^;]*", style)]
    assert not few(wrong)


@pytest.mark.parametrize("name", ["site.js", "site.css"])
def test_neither_script_nor_style_names_an_address(site, name):
    text = (site.folder / "audit" / name).read_text(encoding="utf-8")
    assert not re.findall(r"https?:|//cdn|\bfetch\(|XMLHttpRequest|@import|url\(", text)


def test_an_anchor_stands_once_on_its_page(site):
    assert not few((page.path, name) for page in site.pages for name, n in Counter(page.ids).items() if n > 1)


def test_each_page_of_the_audit_can_be_reached(site):
    there = {path.relative_to(site.folder).as_posix() for path in (site.folder / "audit").rglob("*.html")}
    assert not few(sorted(there - set(site.clicks)))


def test_no_page_and_not_the_whole_audit_is_too_large(site):
    # The findings and notebooks hold their pictures, so that they can be sent to somebody as one file.
    audit = [page for page in site.pages if page.path.startswith("audit/")]
    assert not few((page.path, page.size) for page in audit if page.size > PAGE)
    shown = [path for path in (site.folder / "audit").rglob("*") if path.suffix in {".html", ".js", ".css"}]
    assert sum(path.stat().st_size for path in shown) <= WHOLE


def test_each_row_of_the_evidence_is_linked_from_some_page(site):
    """Of its parts and lists only those that a number counts."""
    led_to = {(link.path, link.anchor) for page in site.pages for link in page.links}
    evidence = [site.page(path) for path in site.below("audit/evidence/")]
    anchors = [(page.path, name) for page in evidence for name in page.ids if ROW.fullmatch(name)]
    assert anchors
    assert not few(anchor for anchor in anchors if anchor not in led_to)


def test_each_segment_that_codes_are_counted_in_is_a_few_clicks_away(site):
    near = {path for path, clicks in site.clicks.items() if clicks <= CLICKS}
    reached = set()
    for path in sorted(near):
        page = site.page(path)
        if path.startswith("audit/sources/"):
            source = unquote(Path(path).stem)
            reached |= {f"{source}:{name[1:]}" for name in page.ids if re.fullmatch(r"s\d+\.\d+", name)}
        elif path.startswith("audit/evidence/"):
            for link in map(page.link, page.tree.xpath("//section/dl/dd/a[1]/@href")):
                reached.add(f"{Path(link.path).stem}:{link.anchor[1:]}")
    behind = set(pd.read_parquet(site.folder / "tables/T05.evidence.parquet")["segment_id"])
    assert behind
    assert not few(sorted(behind - reached))


def test_each_number_is_what_its_evidence_shows(site):
    numbers = [number for path in site.below("audit/tables/") for number in site.numbers(path)]
    assert len(numbers) > 1000
    assert not few(
        (number.page, number.column, number.text, number.link.href, shown)
        for number in numbers
        if (shown := site.shown(number)) != number.value
    )


def test_what_nobody_has_discussed_is_listed_by_case_where_its_number_leads(site):
    rows = pd.read_csv(site.folder / "tables/T23.csv", dtype=str, keep_default_na=False)
    links = site.page("audit/tables/T23.html").tree.xpath(
        "//table[@class='rows']/tbody/tr/td/a[contains(@href, '#undiscussed')]"
    )
    assert [link.text_content() for link in links] == [n for n in rows["undiscussed"] if n != "0"]
    told, listed = {}, Counter()
    for row in rows[rows["case"] != "all cases"].to_dict("records"):
        told[row["claim"], row["case"]] = int(row["undiscussed"])
    for path in sorted({site.page("audit/tables/T23.html").link(link.get("href")).path for link in links}):
        tree = site.page(path).tree
        opened = tree.get_element_by_id("undiscussed").text_content()
        for group in tree.xpath("//details[preceding-sibling::h3[1]][preceding-sibling::h2[1][@id='against']]"):
            if group.xpath("string(preceding-sibling::h3[1])") == opened:
                case = group.xpath("string(summary)").rpartition(":")[0]
                listed[tree.xpath("string(//h1/span[@class='id'])"), case] += len(group.xpath(".//li"))
    assert +listed == +Counter(told) and listed.total()


def test_a_number_in_a_matrix_is_that_of_its_row(site):
    wrong = []
    for path in site.below("audit/tables/"):
        tree = site.page(path).tree
        told = {(a.get("href"), a.text_content()) for a in tree.xpath("//table[@class='rows']//td/a")}
        of_matrix = {(a.get("href"), a.text_content()) for a in tree.xpath("//table[@class='matrix']//td//a")}
        wrong += [(path, *link) for link in sorted(of_matrix - told)]
    assert not few(wrong)
