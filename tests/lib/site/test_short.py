"""A page in fewer bytes is the same page: the same words, and links that lead where they led."""

from __future__ import annotations

import posixpath
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import escape
from multicase import site
from multicase.site.short import shortened

PLACES = ["index.html", "tables/T06.html", "evidence/T06/1.html", "sources/n-0/a b.html"]
TARGETS = ["tables/T06.html", "sources/n-0/n-i1.html#s1.1", "evidence/T06/12.html#r3-sources", "../tables/T06.csv", "provenance/index.html#study:a.csv"]  # fmt: skip


def page_of(place, links, words="", more=""):
    """A page of the site with some links, and words in its text and in attributes."""
    root = site.root(place)
    anchors = "".join(f'<li><a href="{root}{href}">{escape(words)}</a></li>\n' for href in links)
    head = f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<script src="{root}site.js" defer></script>\n</head>\n'
    body = f'<main>\n<p id="here"><a href="#here">{escape(words)}</a></p>\n<p title="{escape(words)}">x</p>\n<ul>\n{anchors}</ul>\n{more}</main>'
    return f'{head}<body data-root="{root}">\n{body}\n</body>\n</html>\n'


def read(text, place):
    """Where links and loads lead, what the script finds as the site's folder, and the words in text and attributes."""
    tree = html.document_fromstring(text)
    base = tree.find(".//base")
    there = urljoin(f"file:///results/audit/{place}", "" if base is None else base.get("href"))
    leads = [urljoin(there, address) for address in tree.xpath("//a/@href | //script/@src")]
    leads.append(urljoin(there, tree.find("body").get("data-root") + "words.js"))
    return leads, tree.xpath("//main")[0].text_content().split(), tree.xpath("//@title")


@given(
    st.sampled_from(PLACES),
    st.lists(st.sampled_from(TARGETS), max_size=30),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40)
    | st.sampled_from(['x="y" z', "<a href=x>", 'it\'s href="#a" src=b', "</li></p>", "a > b"]),
)
def test_a_shortened_page_says_the_same_and_leads_to_the_same(place, links, words):
    long = page_of(posixpath.normpath(place), links, words)
    assert read(shortened(long, place), place) == read(long, place)


def test_many_links_to_one_folder_are_told_from_there():
    long = page_of("evidence/T06/1.html", ["sources/n-0/n-i1.html#s1.1"] * 50)
    short = shortened(long, "evidence/T06/1.html")
    assert "<base href=../../sources/n-0/>" in short and "<a href=n-i1.html#s1.1>" in short
    assert len(short) < len(long) - 50 * len("../../sources/n-0/")
    assert "<base" not in shortened(page_of("index.html", ["tables/T06.html"]), "index.html")


@pytest.mark.parametrize("drawing", ['<svg><title>x="y" z</title><a href="../tables/T06.html"/></svg>'])
def test_a_drawing_stays_as_it_is(drawing):
    assert drawing in shortened(page_of("figures/F01.html", ["tables/T06.html"] * 50, more=drawing), "figures/F01.html")
