"""The site's style sheet: no rule of one kind of page lies within a rule for another."""

from __future__ import annotations

import re

from multicase import site


def test_each_block_is_closed_before_the_rules_of_the_next_kind_of_page_begin():
    sheet = re.sub(r"\".*?\"", "", site.style())
    for before in re.split(r"/\*.*?\*/", sheet, flags=re.S):
        assert before.count("{") == before.count("}"), before[-200:]


def test_no_expression_of_the_script_looks_behind_itself_where_a_browser_that_cannot_would_drop_all_of_it():
    literals = re.findall(r"(?<![\w`/])/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/[a-z]*", site.script())
    assert len(literals) > 5 and not [one for one in literals if re.search(r"\(\?<[=!]", one)]
