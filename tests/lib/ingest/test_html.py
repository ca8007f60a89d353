"""HTML: what a browser shows is read, line by line; what it doesn't is left out, with a reason."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.ingest import readers
from multicase.ingest.blocks import (
    COMMENT,
    DELETED,
    FOOTNOTE,
    HEADER,
    HEADING,
    HIDDEN,
    NUMBER,
    TEXT,
    Block,
)
from multicase.ingest.limits import Budget, Limits
from multicase.ingest.readers import html
from multicase.study.problems import StudyError


def read(page, **limits):
    data = page if isinstance(page, bytes) else page.encode()
    return html.read(data, "html", "s", Budget("s", Limits(**limits)))


def lines(page):
    return [block.text for block in read(page).blocks]


def left(page):
    return [(one.text, one.reason) for one in read(page).left_out]


@pytest.fixture
def tables(monkeypatch):
    """What is handed to `table_blocks`: locators and rows."""
    seen = []
    monkeypatch.setattr(html, "table_blocks", lambda rows, locator, reading: seen.append((locator, rows)))
    return seen


LINES = {
    "text in the body": ("<body>one<p>two</p>three</body>", ["one", "two", "three"]),
    "blanks": ("<p> one \n\t two<b> three</b></p>", ["one two three"]),
    "no blank between elements": ("<p>on<b>e</b><i>two</i></p>", ["onetwo"]),
    "non-breaking blank": ("<p>one&nbsp; two</p>", ["one\u00a0 two"]),
    "only non-breaking blanks": ("<p>one</p><p>&nbsp;<o:p>&nbsp;</o:p></p>", ["one"]),
    "line break": ("<p>one<br>two<br/>three<b><br></b>four</p>", ["one", "two", "three", "four"]),
    "place for a break": ("<p>on<wbr>e</p>", ["one"]),
    "preformatted": ("<pre>one  two\n\tthree\n\nfour</pre>", ["one two", "\tthree", "four"]),
    "preformatted in part": ("<pre>one<b>\ntwo</b></pre>", ["one", "two"]),
    "kept by style": ("<p style='white-space: pre-wrap'>one\ntwo</p>", ["one", "two"]),
    "kept by a rule": ("<style>p, li { white-space: pre-line; }</style><p>one\ntwo</p>", ["one", "two"]),
    "not kept": ("<pre style='white-space:normal'>one\ntwo</pre><p>three\nfour</p>", ["one two", "three four"]),
    "kept in what is within": ("<div style='white-space:pre'><p>one\ntwo</p></div>", ["one", "two"]),
    "block within inline": ("<b>one<div>two</div>three</b>", ["one", "two", "three"]),
    "unclosed": ("<div>one<p>two<p>three<ul><li>four<li>five</div>six", ["one", "two", "three", "four", "five", "six"]),
    "end tag of no paragraph": ("<p>one<div>two</div>three</p>four", ["one", "two", "three", "four"]),
    "end tag behind a paragraph": ("<p>one</p>two</p>three", ["one", "two", "three"]),
    "end tag behind an element": ("<div><p>one</div>two<i>three</i></p>four", ["one", "twothree", "four"]),
    "end tag before anything": ("<div><b></p>one</b></div>two", ["one", "two"]),
    "break behind a hidden paragraph": ("one<p hidden>x</p><br>two", ["one", "two"]),
    "end tag of a break": ("one</br>two", ["one", "two"]),
    "end tag in a comment": ("<p>one<!-- </p> --></p>", ["one"]),
    "hidden paragraph": ("one<p hidden>x<!-- --></p>two", ["onetwo"]),
    "behind the end": ("<html><body><p>one</p></body>two</html> three<p>four</p>", ["one", "two three", "four"]),
    "entities": (
        "<p>A&amp;B &lt;5&gt; &eacute; &#233; &#xe9; &#128512; &#147;</p>",
        ["A&B <5> é é é 😀 “"],
    ),
    "broken entities": ("<p>A&B AT&T &amp &unknown; &eacute &;</p>", ["A&B AT&T & &unknown; é &;"]),
    "loose brackets": ("<p>one < two > three", ["one < two > three"]),
    "inserted": ("<p>one <ins>two</ins> <s>three</s> <strike>four</strike></p>", ["one two three four"]),
    "list without numbers": ("<ul><li>one<ul><li>two</ul><li>three</ul>", ["one", "two", "three"]),
    "definitions": ("<dl><dt>one<dd>two<dt>three</dl>", ["one", "two", "three"]),
    "details": ("<details><summary>one</summary>two</details>", ["one", "two"]),
    "figure": ("<figure><img alt=x><figcaption>one</figcaption></figure>two", ["one", "two"]),
    "quotation": ("one<blockquote>two</blockquote>three", ["one", "two", "three"]),
    "form": ("one<textarea>two\nthree</textarea><select><option>four<option>five</select>", "one two three four five"),
    "field": ("one<input value=two>three<input type=checkbox value=x>", ["one two three"]),
    "picture": ("one<img alt=x title=x>two", ["one two"]),
    "seen, but not read out": ("<p aria-hidden=true>one</p>", ["one"]),
    "children of a flexible box": ("<div style='display:flex'><span>one</span><span>two</span></div>", ["one", "two"]),
    "blocks by style": ("<span style='display:block'>one</span><span style='display:block'>two</span>", ["one", "two"]),
    "inline by style": ("<p style='display:inline'>one</p>two", ["onetwo"]),
    "inline to the end": ("<html style='display:inline'><body style='display:inline'>one", ["one"]),
    "side by side": ("<div style='display:inline-block'>one</div><div style='display:inline-block'>two</div>", ["one two"]),
    "cells outside of a table": ("<tr><td>one<td>two", ["one", "two"]),
    "xml declaration": ('<?xml version="1.0" encoding="latin-1"?><html><body><p>é</p></body></html>', ["é"]),
    "xml element without words": ('<html><script src="x"/><p>one</p></html>two', ["one", "two"]),
    "comment without words": ("<!---->on<!---->e", ["one"]),
    "named encoding": ("<meta charset=windows-1252><p>é €</p>", ["é €"]),
}  # fmt: skip


@pytest.mark.parametrize("case", LINES)
def test_lines_are_those_of_a_browser(case):
    page, expected = LINES[case]
    assert lines(page) == (expected.split() if isinstance(expected, str) else expected)


BLOCK_TAGS = [
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "menu", "dir", "li", "dl", "dt", "dd", "pre",
    "textarea", "listing", "xmp", "table", "caption", "tr", "td", "th", "section", "article", "header", "footer",
    "main", "nav", "aside", "blockquote", "figure", "figcaption", "address", "center", "details", "summary",
    "fieldset", "legend", "form", "hgroup", "search", "option", "optgroup", "thead", "tbody", "tfoot",
]  # fmt: skip


@pytest.mark.parametrize("tag", BLOCK_TAGS)
def test_a_block_begins_and_ends_a_line(tag):
    assert lines(f"one<{tag}>two</{tag}>three") == ["one", "two", "three"]
    assert lines("one<dialog open>two</dialog>three<hr>four") == ["one", "two", "three", "four"]


@pytest.mark.parametrize("tag", ["pre", "textarea", "listing", "xmp", "plaintext"])
def test_line_breaks_are_kept_where_a_browser_keeps_them(tag):
    assert lines(f"<{tag}>one\ntwo") == ["one", "two"]


@pytest.mark.parametrize("tag", ["img", "button", "select", "object", "embed", "svg", "input"])
def test_what_is_drawn_stands_apart_from_the_words_before_it(tag):
    assert lines(f"one<{tag}>two") == ["one two"]
    assert lines(f"one<{tag} hidden></{tag}>two") == ["onetwo"]


@pytest.mark.parametrize("tag", ["video", "audio", "canvas", "iframe"])
def test_words_for_those_who_can_not_see_something_are_hidden(tag):
    assert lines(f"one<{tag}>x</{tag}>two") == ["one two"]
    assert left(f"one<{tag}>x</{tag}>two") == [("x", HIDDEN)]


@pytest.mark.parametrize("tag", ["template", "noscript", "rt", "rp", "datalist", "noframes", "noembed", "desc"])
def test_words_that_are_never_shown_are_hidden(tag):
    assert lines(f"one<{tag}>x</{tag}>two") == ["onetwo"]
    assert left(f"one<{tag}>x</{tag}>two") == [("x", HIDDEN)]


@pytest.mark.parametrize("kind", ["checkbox", "radio", "password", "file", "image", "color", "range"])
def test_values_that_a_field_does_not_show_are_no_words(kind):
    assert lines(f"one<input type={kind} value=x>") == ["one"]
    assert left(f"one<input type={kind} value=x>") == []


LEFT = {
    "hidden by style": ("<p>one<span style='Display: none !important'>x</span></p>", [("x", HIDDEN)]),
    "invisible": ("one<p style='visibility:hidden'>x <b>y</b></p>", [("x y", HIDDEN)]),
    "collapsed": ("one<p style='visibility:collapse'>x</p>", [("x", HIDDEN)]),
    "hidden by attribute": ("one<div hidden><p>x</p><p>y</p></div>", [("x y", HIDDEN)]),
    "hidden in hidden": ("one<div hidden>x<p style='display:none'>y<b> z</b></p></div>", [("x y z", HIDDEN)]),
    "hidden field": ("one<input type=Hidden value=x>", [("x", HIDDEN)]),
    "closed dialogue": ("one<dialog>x</dialog>", [("x", HIDDEN)]),
    "template": ("one<template><p>x</p></template>", [("x", HIDDEN)]),
    "noscript": ("one<noscript><p>x</p></noscript>", [("x", HIDDEN)]),
    "ruby": ("<ruby>one<rp>(</rp><rt>x</rt><rp>)</rp></ruby>", [("(", HIDDEN), ("x", HIDDEN), (")", HIDDEN)]),
    "hidden by Word": ("one<p style='mso-hide:all'>x</p>", [("x", HIDDEN)]),
    "rule for a class": ("<style>.a, .b {display:none}</style>one<p class='c b'>x</p>", [("x", HIDDEN)]),
    "rule for an id": ("<style>#a{visibility:hidden}</style>one<p id=a>x</p>", [("x", HIDDEN)]),
    "rule for a tag": ("<style><!-- /* a */ em{display:none} --></style>one<em>x</em>", [("x", HIDDEN)]),
    "rule for a class of a tag": ("<style>p.a{mso-hide:all}</style><b class=a>one</b><p class=a>x", [("x", HIDDEN)]),
    "rule on screens": ("<style>@media screen{.a{display:none}}</style>one<p class=a>x</p>", [("x", HIDDEN)]),
    "rule for print": ("<style>@media print{p{display:none}}</style><p>one</p>", []),
    "sheet for print": ("<style media=print>p{display:none}</style><p>one</p>", []),
    "rule for those without scripts": ("<noscript><style>p{display:none}</style></noscript><p>one</p>", []),
    "rule that a stronger one undoes": ("<style>#a{display:block} p{display:none}</style><p id=a>one</p>", []),
    "rule that a later one undoes": ("<style>p{display:none} p{display:block}</style><p>one</p>", []),
    "rule that its own style undoes": ("<style>#a{display:none}</style><p id=a style='display:block'>one</p>", []),
    "rule that is important": ("<style>p{display:none!important}</style>one<p style='display:block'>x", [("x", HIDDEN)]),
    "attribute that style undoes": ("<p hidden style='display:block'>one</p>", []),
    "rules of nothing": ("<style></style><style>}</style><style>{display:none}</style>one", []),
    "deleted": ("<p>one <del>x<b> y</b></del></p>", [("x y", DELETED)]),
    "deleted paragraphs": ("one<del><p>x</p><p>y</p></del>", [("x y", DELETED)]),
    "comment": ("one<!-- x -->", [("x", COMMENT)]),
    "comment of a condition": ("one<!--[if mso]>x<![endif]-->", [("[if mso]>x<![endif]", COMMENT)]),
    "comment in a deletion": ("one<del>x<!-- y --></del>", [("y", COMMENT), ("x", DELETED)]),
    "comment before the page": ("<!-- x --><html><body>one</body></html><!-- y -->", [("x", COMMENT), ("y", COMMENT)]),
    "title": ("<head><title>x</title></head>one", [("x", HEADER)]),
    "title of a drawing": ("one<svg><title>x</title><desc>y</desc></svg>", [("x", HIDDEN), ("y", HIDDEN)]),
    "no words": ("<script>x</script><style>x{}</style>one<div hidden><script>x</script></div>", []),
    "numbers": ("<ol><li>one</ol>", [("1.", NUMBER)]),
}  # fmt: skip


@pytest.mark.parametrize("case", LEFT)
def test_what_is_not_shown_is_left_out(case):
    page, expected = LEFT[case]
    assert lines(page) == ["one"]
    assert left(page) == expected


def test_a_deletion_breaks_lines_and_hidden_words_do_not():
    assert lines("one<del><p>x</p></del>two") == ["one", "two"]
    assert lines("one<p style='visibility:hidden'>x</p>two") == ["one", "two"]
    assert lines("one<p style='display:none'>x<br>y</p>two") == ["onetwo"]
    assert lines("one<p style='mso-hide:all'>x</p>two") == ["onetwo"]


def test_words_shown_within_invisible_ones_are_read():
    page = "<p style='visibility:hidden'>x <b style='visibility:visible'>one</b> y</p>"
    assert lines(page) == ["one"]
    assert left(page) == [("x y", HIDDEN)]
    assert lines("<p style='display:none'>x <b style='visibility:visible'>y</b></p>one") == ["one"]


def test_headings_keep_their_role_to_themselves():
    page = "<h1>One <i>two</i></h1>three<b><h6><a>Four</a><br>five</h6></b><p>six</p><h2>x"
    assert [(block.text, block.role) for block in read(page).blocks] == [
        ("One two", HEADING), ("three", TEXT), ("Four", HEADING), ("five", HEADING), ("six", TEXT), ("x", HEADING),
    ]  # fmt: skip


def test_locators_count_paragraphs_and_tables():
    page = "<!-- a --><p>one<br>two<!-- b --></p><!-- c --><table><tr><td>three<!-- d --></table><p>four"
    reading = read(page)
    assert [(block.text, block.locator) for block in reading.blocks] == [
        ("one", "paragraph 1"), ("two", "paragraph 1"), ("three", "table 1, row 1"), ("four", "paragraph 2"),
    ]  # fmt: skip
    assert [(one.text, one.locator) for one in reading.left_out] == [
        ("a", "before paragraph 1"), ("b", "paragraph 1"), ("c", "after paragraph 1"), ("d", "table 1, row 1"),
    ]  # fmt: skip
    assert read("<title>x</title>one").left_out[0].locator == "head"
    page = "<p> <!-- a -->one<b> </b><!-- b --><br><i hidden>c</i>two<table><caption>x</caption><!-- d --><td>three</table>"
    assert [one.locator for one in read(page).left_out] == [
        "before paragraph 1", "paragraph 1", "paragraph 1", "table 1",
    ]  # fmt: skip


NUMBERS = {
    "from one": ("<ol><li>a<li>b</ol>", "1. 2."),
    "from another": ("<ol start=4><li>a<li>b</ol>", "4. 5."),
    "set anew": ("<ol><li>a<li value=7>b<li>c</ol>", "1. 7. 8."),
    "backwards": ("<ol reversed><li>a<li>b</ol>", "2. 1."),
    "set to no number": ("<ol start=x><li value=y>a</ol>", "1."),
    "list in a list": ("<ol><li>a<ol><li>b<li>c</ol><li>d<ul><li>e</ul></ol>", "1. 1. 2. 2."),
    "hidden item": ("<ol><li>a<li hidden>b<li>c</ol>", "1. 2."),
    "invisible item": ("<ol><li>a<li style='visibility:hidden'>b<li>c</ol>", "1. 3."),
    "deleted item": ("<ol><li>a<del><li>b</del><li>c</ol>", "1. 2. 3."),
    "hidden list": ("a<ol hidden><li>b</ol>", ""),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_of_items_are_left_out(case):
    page, expected = NUMBERS[case]
    assert [text for text, reason in left(page) if reason == NUMBER] == expected.split()
    assert all(line.isalpha() for line in lines(page))


def test_a_number_stands_where_its_item_does():
    numbers = [one.locator for one in read("<p>a<ol><li>b<li>c</ol>").left_out]
    assert numbers == ["paragraph 2", "paragraph 3"]
    assert read("<table><td><ol><li>a</ol></table>").left_out[0].locator == "table 1, row 1"


TABLES = {
    "cells of lines": (
        "<tr><th>a<td>b<br>c<p>d</p></tr><tr><td><td>e</table>",
        [[["a"], ["b", "c", "d"]], [[], ["e"]]],
    ),
    "no rows": ("<td>a<td>b</table>", [[["a"], ["b"]]]),
    "sections": (
        "<tfoot><tr><td>z</tfoot><tbody><tr><td>b</tbody><tbody><tr><td>c</tbody><thead><tr><td>a</thead></table>",
        [[["a"]], [["b"]], [["c"]], [["z"]]],
    ),
    "a row between sections": ("<thead><tr><td>a</thead><td>b</table>", [[["a"]], [["b"]]]),
    "table in a table": (
        "<tr><td>a<table><tr><td>b<td>c<tr><td>d</table>e<td>f</table>",
        [[["a", "b", "c", "d", "e"], ["f"]]],
    ),
    "two columns wide": ("<tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>", [[["a"], [], ["b"]], [["c"], ["d"], ["e"]]]),
    "as wide as the table": ("<tr><td colspan=2>a<tr><td>b<td>c</table>", [[["a"]], [["b"], ["c"]]]),
    "two rows high": (
        "<tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e</table>",
        [[["a"], ["b"]], [[], ["c"]], [["d"], ["e"]]],
    ),
    "the last of two rows": ("<tr><td>a<td rowspan=2>b<tr><td>c</table>", [[["a"], ["b"]], [["c"], []]]),
    "both": (
        "<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c</table>",
        [[["a"], [], ["b"]], [[], [], ["c"]]],
    ),
    "as high as its section": (
        "<tbody><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</tbody><tbody><tr><td>e<td>f</table>",
        [[["a"], ["b"]], [[], ["c"]], [[], ["d"]], [["e"], ["f"]]],
    ),
    "a row, and cells of none": ("<td>a<tr><td>b</tr><td>c</table>", [[["a"]], [["b"]], [["c"]]]),
    "a row behind the foot": ("<tfoot><tr><td>z</tfoot><tr><td>a</table>", [[["a"]], [["z"]]]),
    "empty rows": ("<tr></tr><tr><td rowspan=2>a</tr><tr></tr><tr><td>b</table>", [[["a"]], [[]], [["b"]]]),
    "sections in a cell": (
        "<tr><td>a<table><tbody><tr><td>b</tr></tbody></table><td>c</table>",
        [[["a", "b"], ["c"]]],
    ),
    "hidden row and cell": ("<tr hidden><td>x<tr><td>a<td hidden>x<td>b</table>", [[["a"], ["b"]]]),
    "invisible cell": ("<tr><td style='visibility:hidden'>x<td>b</table>", [[[], ["b"]]]),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_tables_are_handed_on_as_rows(case, tables):
    page, expected = TABLES[case]
    read("<table>" + page)
    assert tables == [("table 1", expected)]


def test_invisible_tables_are_none(tables):
    assert left("<table style='visibility:hidden'><tr><td>x</table><table><td>a</table>") == [("x", HIDDEN)]
    assert tables == [("table 1", [[["a"]]])]


def test_words_round_a_table_keep_their_place(monkeypatch):
    def stub(rows, locator, reading):
        reading.blocks.append(Block("-".join(line for row in rows for cell in row for line in cell), locator))

    monkeypatch.setattr(html, "table_blocks", stub)
    page = "<p>one<table><caption>two</caption><tr><td>a<td hidden>x<td>b</table>three<table><td>c</table>"
    assert [(block.text, block.locator) for block in read(page).blocks] == [
        ("one", "paragraph 1"), ("two", "paragraph 2"), ("a-b", "table 1"), ("three", "paragraph 3"), ("c", "table 2"),
    ]  # fmt: skip
    assert left(page) == [("x", HIDDEN)]
    assert lines("<table>one<tr>two<td>a</table>") == ["one", "two", "a"]
    assert lines("one<table style='display:inline-table'><td>a</table>two") == ["one", "a", "two"]
    assert lines("one<table hidden><tr><td>x</table>") == ["one"]


def test_pages_of_transcription_tools_are_read():
    noscribe = (
        '<html><head><style type="text/css">p, li { white-space: pre-wrap; }</style></head><body>'
        '<p><a name="ts_0_400_S00">S00: We shut at</a><a name="ts_400_900_S00"> nine.</a></p>\n'
        '<p><a name="ts_900_950_S01">S01 <span style="color: #78909C">[00:00:09]</span>: Oh.</a></p></body></html>'
    )
    assert lines(noscribe) == ["S00: We shut at nine.", "S01 [00:00:09]: Oh."]
    assert left(noscribe) == []


def test_pages_of_word_processors_are_read():
    word = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><!--[if gte mso 9]><xml>x</xml><![endif]--></head>"
        "<body lang=EN><?xml:namespace prefix = o /><div class=WordSection1><p class=MsoNormal><span lang=EN-GB>"
        "<span style='mso-list:Ignore'><![if !supportLists]>1.<span style='font:7pt'>&nbsp; </span><![endif]></span>"
        "P1: We <b><span>sh<span>ut</span></span></b><o:p></o:p></span></p>"
        "<p class=MsoNormal><!--[if !supportEmptyParas]-->&nbsp;<!--[endif]--><o:p></o:p></p>"
        "<p>I: <span style='display:none;mso-hide:all'>x</span>When?<o:p></o:p></p></div></body></html>"
    )
    assert lines(word) == ["1.\u00a0 P1: We shut", "I: When?"]
    assert left(word) == [("[if gte mso 9]>x<![endif]".replace("x", "<xml>x</xml>"), COMMENT), ("x", HIDDEN)]


NOTES = {
    "of Word": (
        "<p>one<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a></p><div><br clear=all><hr>"
        "<div id=ftn1><p><a href='#_ftnref1' name='_ftn1'><span>[1]</span></a> x</p></div></div>",
        [("[1]", FOOTNOTE), ("[1] x", FOOTNOTE)],
    ),
    "comments of Word": (
        "<p>one<a class=msocomanchor id='_anchor_1' href='#_msocom_1' name='_msoanchor_1'>[A1]</a></p><div>"
        "<div id='_com_1'><![if !supportAnnotations]><a name='_msocom_1'></a><![endif]><p>[A1]x</p></div></div>",
        [("[A1]", COMMENT), ("[A1]x", COMMENT)],
    ),
    "of Google Docs": (
        "<p>one<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup><sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p>"
        "<hr><div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a><span>&nbsp;x</span></p></div>"
        "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>y</span></p><p>z</p></div>",
        [("[1]", FOOTNOTE), ("[a]", COMMENT), ("[1]\u00a0x", FOOTNOTE), ("[a]y z", COMMENT)],
    ),
    "of LibreOffice": (
        "<p>one<a class='sdfootnoteanc' name='sdfootnote1anc' href='#sdfootnote1sym'><sup>1</sup></a></p>"
        "<div id='sdfootnote1'><p><a class='sdfootnotesym' name='sdfootnote1sym' href='#sdfootnote1anc'>1</a> x</p></div>",
        [("1", FOOTNOTE), ("1 x", FOOTNOTE)],
    ),
    "by role": (
        "<p>one<a role='doc-noteref'>1</a></p><section role='doc-endnotes'><ol><li><p>x</p></li></ol></section>",
        [("1", FOOTNOTE), ("1.", NUMBER), ("x", FOOTNOTE)],
    ),
    "in no division": ("<p><a id='ftnt1'>[1]</a></p>one", [("[1]", FOOTNOTE)]),
    "behind words of a division": ("<div>one<a id='ftnt1'>[1]</a></div>", [("[1]", FOOTNOTE)]),
    "behind a comment and words": (
        "<div><p><!-- x -->one<a id='ftnt1'>[1]</a></p></div>",
        [("x", COMMENT), ("[1]", FOOTNOTE)],
    ),
    "called where a division begins": ("<div><p><a name='_ftnref1'>[1]</a> one</p></div>", [("[1]", FOOTNOTE)]),
    "in no division of its own": (
        "<div><p>one</p><p><a id='ftnt1' href='#ftnt_ref1'>[1]</a></p></div>",
        [("[1]", FOOTNOTE)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NOTES)
def test_notes_are_nobodys_speech(case):
    page, expected = NOTES[case]
    assert lines(page) == ["one"]
    assert left(page) == expected


def test_rules_that_are_not_followed_are_told():
    assert read("<style>p{color:red} .a p{margin:0} a:hover{display:none}</style><p>one").notes == []
    for page in (
        "<style>.a p{display:none}</style>", "<link rel=stylesheet href=a.css>", "<style>@import 'a.css';</style>",
    ):  # fmt: skip
        assert len(read(page + "<p class=a>one").notes) == 1
        assert lines(page + "<p>one") == ["one"]


def test_a_page_may_name_its_encoding():
    page = "<html><head><meta charset='windows-1251'></head><p>Да</p></html>"
    assert lines(page.encode("cp1251")) == ["Да"]
    assert lines(page) == ["Да"]
    assert lines("<p>Да</p>".encode("utf-16")) == ["Да"]
    assert lines("<meta charset=windows-1252><p>é’</p>".encode("cp1252")) == ["é’"]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("P1: secret", "no markup"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related\n\n<p>secret</p>", "a web archive"),
        ("<p hidden>secret</p>", "a html file without text"),
        ("<!-- secret -->", "html file"),
    ],
)
def test_what_is_no_page_is_refused(page, found):
    with pytest.raises(StudyError) as error:
        readers.read(page.encode(), "html", "s")
    assert found in str(error.value)
    assert "secret" not in str(error.value)


def test_limits_hold():
    deep = "<span>" * 300 + "x" + "</span>" * 300
    assert lines("<span>" * 150 + "x") == ["x"]
    assert [block.text for block in read(deep, depth=400).blocks] == ["x"]
    for page, limits in (
        (deep, {}), ("<table>" + "<tr><td>a" * 5, {"cells": 4}), ("<td colspan=900>a<td colspan=900>b", {"cells": 1000}),
        ("<table><tr>" + "<td rowspan=99>a" * 9 + "<tr><td>b" * 9, {"cells": 50}), ("<p>a</p>" + " " * 10**6, {"megabytes": 1}),
    ):  # fmt: skip
        with pytest.raises(StudyError, match="raise ingest"):
            read(page, **limits)


def test_a_page_that_the_parser_gives_up_is_not_read_in_part():
    with pytest.raises(StudyError, match="broken html file"):
        readers.read(b"<p>a</p>" + b"<b>" * 3000 + b"secret", "html", "s", Budget("s", Limits(depth=5000)))


def test_a_megabyte_is_read():
    page = "<p>P1: words that somebody said here, and <b>more</b> of them.</p>\n" * 15_000
    assert len(lines(page)) == 15_000


SHOWN = [
    "{}",
    "<b>{}</b>",
    "<span><i>{}</i></span>",
    "<ins>{}</ins>",
    "<s>{}</s>",
    "<o:p>{}</o:p>",
    "<a name=ts_1_2_S00>{}</a>",
]
UNSHOWN = {
    "<span hidden>{}</span>": HIDDEN, "<i style='display:none'>{}</i>": HIDDEN, "<b class=gone>{}</b>": HIDDEN,
    "<u style='visibility:hidden'>{}</u>": HIDDEN, "<rt>{}</rt>": HIDDEN, "<input type=hidden value={}>": HIDDEN,
    "<noscript>{}</noscript>": HIDDEN, "<template><p>{}</p></template>": HIDDEN, "<del>{}</del>": DELETED,
    "<del><b>{}</b></del>": DELETED, "<!-- {} -->": COMMENT, "<!--{}-->": COMMENT,
}  # fmt: skip
PIECES = st.lists(st.sampled_from(SHOWN + list(UNSHOWN)), min_size=1, max_size=5)
WRAPS = ["<p>{}</p>", "<div>{}</div>", "<blockquote><p>{}</p></blockquote>", "<h2>{}</h2>", "<div><p>{}</div>", "<ul><li>{}</ul>",
         "<b><div>{}</div></b>", "<p style='white-space:pre-wrap'>{}</p>", "<section>{}</section>", "{}<hr>", "<dl><dd>{}</dl>",
         "<div><p></p>{}</p></div>"]  # fmt: skip
OUTSIDE = [
    "<div hidden><p>{}</p></div>",
    "<div class=gone>{}</div>",
    "<del><p>{}</p></del>",
    "<!-- {} -->",
    "<script>{}</script>",
]
PARTS = st.one_of(
    st.tuples(st.just("paragraph"), st.sampled_from(WRAPS), st.lists(PIECES, min_size=1, max_size=3)),
    st.tuples(st.just("list"), st.integers(-3, 30), st.lists(PIECES, min_size=1, max_size=3)),
    st.tuples(st.just("pre"), st.just(""), st.lists(PIECES, min_size=1, max_size=3)),
    st.tuples(st.just("table"), st.booleans(), st.lists(PIECES, min_size=1, max_size=4)),
    st.tuples(st.just("outside"), st.sampled_from(OUTSIDE), st.just([])),
)


class Made:
    """A page made of parts, with the lines that a browser shows of it and the words that it doesn't."""

    def __init__(self, parts):
        self.page, self.lines, self.left, self.words = "<style>.gone{display:none}</style>", [], Counter(), 0
        for kind, how, lines in parts:
            getattr(self, kind)(how, [self.line(pieces) for pieces in lines])

    def word(self):
        self.words += 1
        return f"w{self.words}"

    def line(self, pieces):
        markup, shown = [], []
        for piece in pieces:
            word = self.word()
            markup.append(piece.format(word))
            if piece in UNSHOWN:
                self.left[word, UNSHOWN[piece]] += 1
            else:
                shown.append(word)
        if shown:
            self.lines.append(" ".join(shown))
        return " ".join(markup)

    def paragraph(self, how, lines):
        self.page += how.format("<br>".join(lines))

    def list(self, start, lines):
        self.page += f"<ol start={start}><li>" + "<li>".join(lines) + "</ol>"
        self.left.update((f"{start + n}.", NUMBER) for n in range(len(lines)))

    def pre(self, _, lines):
        self.page += "<pre>" + "\n".join(lines) + "</pre>"

    def table(self, nested, lines):
        cells = "<tr><td>" + "<td>".join(lines)
        self.page += f"<table><tr><td><table>{cells}</table></table>" if nested else f"<table>{cells}</table>"

    def outside(self, how, _):
        word = self.word()
        self.page += how.format(word)
        reason = {"<del": DELETED, "<!--": COMMENT, "<scr": None}.get(how[:4], HIDDEN)
        if reason:
            self.left[word, reason] += 1


def test_words_that_the_parser_leaves_in_the_head_go_on_in_the_body():
    assert lines("<title>t</title><ins>one</ins> two<p>three</p>") == ["one two", "three"]
    assert lines("<style>.x{}</style>one<p>two</p>") == ["one", "two"]


@given(st.lists(PARTS, min_size=1, max_size=6))
@settings(max_examples=200)
def test_every_word_is_in_one_place(parts):
    def stub(rows, locator, reading):
        reading.blocks += [Block(line, locator) for row in rows for cell in row for line in cell]

    made = Made(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "table_blocks", stub)
        reading = read(made.page)
    assert [block.text for block in reading.blocks] == made.lines
    assert Counter((one.text, one.reason) for one in reading.left_out) == made.left
    assert not any(block.speaker for block in reading.blocks)
