"""The audit's front page: what the menu leads to is there, whatever the study has."""

from __future__ import annotations

import re

import pytest
from laid_open import Links, context, words_of
from multicase.site import front

MENU = {"claims", "tables", "figures", "codes", "cases", "participants", "sources"}


@pytest.mark.parametrize("lacking", ["", "claims", "participants"])
def test_what_the_menu_of_each_page_names_is_on_the_front_page(tmp_path, lacking):
    site = context(tmp_path / "r")
    if lacking == "claims":
        site.results.claims = []
    elif lacking:
        site.participants = {}
    page = front.render(site, {}, [], [])
    named = {href.partition("#")[2] for href in Links(page).hrefs if href.startswith("index.html#")}
    assert named == MENU and set(Links(page).ids) >= MENU
    assert ("The study makes no claims." in page) == (lacking == "claims")


def test_one_of_something_is_no_plural(tmp_path):
    site = context(tmp_path / "r")
    site.results.case_labels = {"k1": "Case 1"}
    site.sources = {name: told for name, told in site.sources.items() if name == "k1-i01"}
    told = words_of(front.render(site, {}, [], []))
    assert (
        "of 1 source from 1 case." in told
        and "Case 1 1 source" in told
        and not re.search(r"\b1 (sources|cases)\b", told)
    )
