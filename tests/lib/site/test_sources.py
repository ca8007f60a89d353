"""Pages of sources: each word once and in order, who speaks, what is coded and by whom, and what rests on it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from multicase import frames
from multicase.audit.behind import ONE_SEGMENT
from multicase.audit.results import Results
from multicase.site import addresses, front, given, resting, sources
from multicase.site.context import Context
from multicase.study.disclosure import WITHHELD

SEGMENT = ["turn", "part", "layer", "participant_id", "is_interviewer", "text"]
TEXTS = {
    "n-i1": ("interview", [
        (1, 1, "heading", "", False, "Interview at [practice A]"),
        (2, 1, "speech", "interviewer", True, "How was it?"),
        (3, 1, "speech", "n-p1", False, "It was slow. [laughs]"),
        (3, 2, "speech", "n-p1", False, "Nobody paid & <all> went."),
        (5, 1, "event", "", False, "(a knock)"),
        (6, 1, "speech", "", False, "Come in."),
    ]),
    "n-o1": ("observation", [
        (1, 1, "verbatim", "", False, "The chair is late."),
        (2, 1, "inference", "", False, "Nobody minds."),
        (3, 1, "verbatim", "n-p1", False, "Sorry."),
    ]),
    "n-d1": ("document", [(1, 1, "speech", "", False, "It is agreed.")]),
    "n-i2": ("interview", [
        (1, 1, "speech", "n-p2", False, WITHHELD),
        (2, 1, "speech", "interviewer", True, WITHHELD),
    ]),
}  # fmt: skip
SLOW, MONEY = (7, 12), (0, 11)


def segments():
    rows = []
    for source, (kind, of) in TEXTS.items():
        at = 0
        for row in of:
            told = dict(zip(SEGMENT, row, strict=True))
            end = at + len(told["text"])
            rows.append(
                {"segment_id": f"{source}:{row[0]}.{row[1]}", "source_id": source, "case_id": "n", "kind": kind}
                | told
                | {"left_out": "", "start": at, "end": end, "words": 4, "locator": f"line {row[0]}"}
            )
            at = end + 1
    return pd.DataFrame(rows)


def coding(segment, code, span, coder="coder_1", memo="", **more):
    start = int(segments().set_index("segment_id")["start"][segment])
    return {
        "segment_id": segment, "source_id": segment.partition(":")[0], "case_id": "n", "code": code, "coder": coder,
        "origin": "manual", "rule_id": "", "start": start + span[0], "end": start + span[1], "memo": memo,
        "role_group": "gp",
    } | more  # fmt: skip


KEPT = [
    coding("n-i1:3.1", "slow", SLOW, memo="Says so twice."),
    coding("n-i1:3.1", "fast", (0, 11), coder="coder_2"),
    coding("n-i1:3.2", "money", MONEY),
    coding("n-i1:3.2", "money", (0, 6), coder="coder_2", memo="Less of it."),
    coding("n-o1:1.1", "slow", (0, 9)),
    coding("n-i2:1.1", "slow", (0, 9), memo=WITHHELD),
]
REMOVED = [coding("n-i1:3.2", "slow", (12, 25), coder="coder_2")]
CODES = [("slow", "Slow", "supports"), ("fast", "Fast", "contradicts"), ("money", "Money", "neutral")]
CRITERION = {"minimum": 1, "tolerance": 0.25, "mixed": "neither", "cases": 1, "most": 0.5}


def claim(name, **more):
    told = {"id": name, "statement": "It is slow.", "supports": ["slow"], "contradicts": ["fast"]}
    return told | {"criterion": CRITERION, "unit": "source"} | more


def read_source(name, kind, coders, consent="quote", **more):
    told = {"source_id": name, "case_id": "n", "kind": kind, "date": "2014-05-01", "consent": consent, "read": True}
    hashes = {"text_sha256": f"text of {name}", "raw_sha256": f"raw of {name}"}
    return told | {"coders": coders, "segments": 2, "words": 8} | hashes | more


@pytest.fixture
def results(tmp_path):
    audit = tmp_path / "audit"
    audit.mkdir()
    (tmp_path / "tables").mkdir()
    listed = {
        "cases": pd.DataFrame([{"case_id": "n", "case": "Case 1"}]),
        "sources": pd.DataFrame(
            [
                read_source("n-d1", "document", ""),
                read_source("n-i1", "interview", "coder_1;coder_2"),
                read_source("n-i2", "interview", "coder_1", "aggregate"),
                read_source("n-o1", "observation", "coder_1"),
            ]
        ),
        "participants": pd.DataFrame(
            [
                {"participant_id": "n-p1", "case_id": "n", "role": "gp", "shown_as": "GP"},
                {"participant_id": "n-p2", "case_id": "n", "role": "gp", "shown_as": "nurse"},
            ]
        ),
        "codes": pd.DataFrame(CODES, columns=["code", "label", "polarity"]),
        "segments": segments(),
        "evidence": pd.DataFrame(KEPT),
        "removed": pd.DataFrame(REMOVED),
    }
    for name, rows in listed.items():
        rows.to_csv(audit / f"{name}.csv", index=False)
    register = [claim("C1"), claim("C2", speakers={"role_group": ["nurse"]})]
    (audit / "claims.json").write_text(json.dumps(register), encoding="utf-8")
    table(tmp_path, "T05", {"slow": ["n-i1:3.1", "n-i2:1.1", "n-o1:1.1"], "money": ["n-i1:3.2"]})
    table(tmp_path, "T02", {"n": ["n-i1:3.1", "n-i1:3.2", "n-i1:6.1", "n-i2:1.1"], "m": ["n-o1:1.1"]})
    table(tmp_path, "T21", {"q1": ["n-i1:3.2"], "q2": ["n-o1:1.1"]})
    return Results(tmp_path)


def table(root, name, behind):
    pd.DataFrame({"code": list(behind), "n_segments": 1}).to_csv(root / f"tables/{name}.csv", index=False)
    about = {"title": f"Title {name}", "lists": ONE_SEGMENT if name == "T21" else "segments"}
    (root / f"tables/{name}.json").write_text(json.dumps(about), encoding="utf-8")
    rows = [(f"code={code}", "counts", segment) for code, of in behind.items() for segment in of]
    frames.write(
        pd.DataFrame(rows, columns=["row", "column", "segment_id"]), root / f"tables/{name}.evidence.parquet", "table_evidence"
    )  # fmt: skip


@pytest.fixture
def context(results):
    return Context(results, 1)


@pytest.fixture
def made(context):
    return sources.pages(context, "n-0", ["T02", "T05", "T21"])


class Spans(HTMLParser):
    """The words under each segment's anchor, in order, and the addresses that are asked for."""

    def __init__(self, page):
        super().__init__()
        self.words, self.hrefs, self.ids, self._open = {}, [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.hrefs += [told["href"]] if "href" in told else []
        self.ids += [told["id"]] if "id" in told else []
        if tag in ("span", "mark", "i"):
            anchor = told.get("id", "")
            self._open.append(anchor)
            if anchor:
                self.words[anchor] = ""

    def handle_endtag(self, tag):
        if tag in ("span", "mark", "i"):
            self._open.pop()

    def handle_data(self, data):
        for anchor in filter(None, self._open):
            self.words[anchor] += data


def text_of(page):
    """What stands in a page, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", "", re.sub(r"<(?:dd|br|p|div)[ >]", r" \g<0>", page)).split())


def turn_of(page, anchor):
    """The markup of the turn in which a segment stands."""
    return next(part for part in page.split('<div class="turn')[1:] if f"id={anchor}>" in part).partition("</div>")[0]


def test_each_source_of_the_batch_has_a_page(made):
    assert sorted(made) == [f"sources/n-0/{name}.html" for name in ("n-d1", "n-i1", "n-i2", "n-o1")]


@pytest.mark.parametrize("source", ["n-i1", "n-o1", "n-d1"])
def test_each_segments_words_stand_once_under_its_anchor_and_in_order(made, source):
    page = made[f"sources/n-0/{source}.html"]
    expected = {f"s{row[0]}.{row[1]}": row[-1] for row in TEXTS[source][1]}
    assert list(Spans(page).words.items()) == list(expected.items())
    told, at = text_of(page.replace("&amp;", "&").replace("&lt;", "‹").replace("&gt;", "›")), 0
    for words in expected.values():
        words = words.replace("<", "‹").replace(">", "›")
        assert told.count(words) == 1
        assert told.index(words) > at
        at = told.index(words)


def test_segments_of_one_turn_stand_in_one_paragraph(made):
    turn = turn_of(made["sources/n-0/n-i1.html"], "s3.1")
    assert "id=s3.2" in turn
    assert len(re.findall(r"<p>", turn)) == 2


def test_each_segment_is_addressed_by_the_number_beside_it(made):
    page = Spans(made["sources/n-0/n-i1.html"])
    assert {f"#s{row[0]}.{row[1]}" for row in TEXTS["n-i1"][1]} <= set(page.hrefs)
    assert len(page.ids) == len(set(page.ids))
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)


@pytest.mark.parametrize(
    ("source", "anchor", "kind", "said"),
    [
        ("n-i1", "s1.1", "heading", "heading line 1"),
        ("n-i1", "s2.1", "asked", "interviewer line 2"),
        ("n-i1", "s3.1", "", "GP n-p1 line 3"),
        ("n-i1", "s5.1", "event", "event line 5"),
        ("n-i1", "s6.1", "", "somebody line 6"),
        ("n-o1", "s1.1", "verbatim", "observer notes, line 1"),
        ("n-o1", "s2.1", "inference", "observer inference, line 2"),
        ("n-o1", "s3.1", "", "GP n-p1 notes, line 3"),
        ("n-d1", "s1.1", "", "line 1"),
    ],
)
def test_each_turn_says_in_a_word_who_speaks_and_what_it_is(made, source, anchor, kind, said):
    turn = turn_of(made[f"sources/n-0/{source}.html"], anchor)
    assert turn.partition('"')[0].strip() == kind
    assert text_of(turn[turn.index("<p>") :].partition("</p>")[0]) == said


def test_marks_say_what_lies_over_them_and_overlaps_are_of_both_sides(made):
    turn = turn_of(made["sources/n-0/n-i1.html"], "s3.1")
    assert re.findall(r'<mark class="(\w+)" title="([^"]*)"[^>]*>([^<]*)</mark>', turn)[:3] == [
        ("against", "Fast, against: coder_2 alone", "It was "),
        ("mixed", "Fast, against: coder_2 alone; Slow, for: coder_1 alone", "slow"),
        ("for", "Slow, for: coder_1 alone", "."),
    ]


def test_codings_are_lettered_through_a_turn_where_their_words_end(made):
    turn = turn_of(made["sources/n-0/n-i1.html"], "s3.1")
    assert re.findall(r'data-n="([a-z ]+)">([^<]*)<', turn) == [
        ("a", "slow"), ("b", "."), ("c", "Nobody"), ("c", " paid"), ("d", "&amp; &lt;all&gt; went."),
    ]  # fmt: skip
    assert re.findall(r"<li[^>]*><b>(\w)</b> (?:<s>)?<a[^>]*>(\w+)<", turn) == [
        ("a", "Fast"), ("b", "Slow"), ("c", "Money"), ("d", "Slow"),
    ]  # fmt: skip


def test_codes_that_not_all_readers_gave_say_so(context):
    told = {coding["label"]: coding["who"] for coding in given.codings_of(context, "n-i1:3.2")}
    assert told == {"Money": "coder_1 and coder_2", "Slow": "coder_2 alone; removed by adjudication"}
    assert given.codings_of(context, "n-o1:1.1")[0]["who"] == "coder_1"  # one alone read it


@pytest.mark.parametrize(
    ("coders", "readers", "who"),
    [
        (["a", "b"], ["a", "b", "c"], "a and b, not c"),
        (["a"], ["a", "b", "c"], "a alone"),
        (["a"], ["a"], "a"),
        ([], ["a"], "dictionary slow.i1"),
        (["a"], ["a", "b"], "a alone"),
    ],
)
def test_who_gave_a_code_and_who_of_its_readers_did_not(coders, readers, who):
    rows = [{"coder": name, "origin": "manual", "rule_id": ""} for name in coders]
    program = {"coder": "dictionary", "origin": "dictionary", "rule_id": "slow.i1"}
    assert given._who(rows or [program], set(readers)) == who
    assert given._who([*rows, program], set(readers)) == (f"{who} and dictionary slow.i1" if rows else who)


def test_what_adjudication_removed_is_struck_through_and_marks_nothing_as_coded(made):
    turn = turn_of(made["sources/n-0/n-i1.html"], "s3.2")
    assert re.search(r"<s><a[^>]*>Slow</a></s> <span>for</span> <small>coder_2 alone; removed by adjudication", turn)
    assert 'class="gone" title="Slow, for: coder_2 alone; removed by adjudication"' in turn


def test_memos_name_their_coder_where_several_gave_the_code(made):
    page = made["sources/n-0/n-i1.html"]
    assert "<em>Says so twice.</em>" in page
    assert "<em>coder_2: Less of it.</em>" in page


def test_words_in_brackets_are_told_apart(made):
    page = made["sources/n-0/n-i1.html"]
    assert "Interview at <i>[practice A]</i>" in page
    assert "<i>[laughs]</i>" in page


def test_the_head_leads_to_the_case_the_neighbours_and_how_it_was_anonymised(made):
    page = Spans(made["sources/n-0/n-i1.html"])
    wanted = [addresses.case("n"), addresses.rule("replace_identifiers"), "sources/n-0/n-d1.html", "sources/n-0/n-i2.html"]  # fmt: skip
    assert {f"../../{href}" for href in wanted} <= set(page.hrefs)
    told = text_of(made["sources/n-0/n-i1.html"])
    assert "Anonymised text: text of n-i1, which sha256sum anonymised/n-0/n-i1.txt" in told
    assert "Raw file: raw of n-i1, which sha256sum FILE" in told
    assert "Read by coder_1 and coder_2" in told
    assert "Analysed 2 of 6 segments, 8 of 24 words" in told
    assert "Read by programs" in text_of(made["sources/n-0/n-d1.html"])


def test_all_rows_that_rest_on_a_segment_are_linked_beside_it(made, context):
    shown = [context.results.table(name) for name in ("T02", "T05", "T21")]
    rows = resting.rows_on(shown)
    assert [(table, number) for table, number, _ in rows["n-i1:3.2"]] == [("T02", 1), ("T05", 2), ("T21", 1)]
    assert rows["n-i1:3.2"][1][2] == "evidence/T05/1.html#r2"
    assert rows["n-i1:3.2"][2][2] == "tables/T21.html#row1"  # a row that is one segment has no list
    page = made["sources/n-0/n-i1.html"]
    entries = {tuple(re.findall(r"id=(c[\d.]+)", entry)): entry for entry in page.split("<p>") if "id=c" in entry}
    assert "All 3 segments that count: T02 1" in text_of(page)
    assert "T05 1" in text_of(entries["c3.1",])
    assert "T05 2; T21 1" in text_of(entries["c3.2",])
    assert "Nothing else rests on the other." in text_of(page) and ("c6.1",) not in entries
    assert "evidence/T05/1.html#r2" in entries["c3.2",]


def test_rows_that_the_same_segments_count_in_are_told_once_and_reached_from_each_of_them():
    rows = {"a": (("T05", 1, "x"), ("T06", 1, "y"), ("T07", 1, "z"), ("T08", 1, "v")), "b": (("T05", 1, "x"),)}
    rows |= {"c": rows["a"], "d": (("T09", 1, "w"),)}
    alike = resting.together(rows)
    assert alike == [(("a", "c"), rows["a"][1:])]
    told = sources._counts(dict.fromkeys(("T05", "T06", "T07", "T08", "T09"), ""), list(rows), rows, {})
    assert [group["alike"] for group in told["groups"]] == [(1,), (), ()]
    assert [list(group["tables"]) for group in told["groups"]] == [["T05"], ["T05"], ["T09"]]


def test_what_only_one_segment_counts_in_is_told_beside_it(made):
    told = text_of(made["sources/n-0/n-o1.html"])
    assert "segments that count" not in told
    assert told.endswith("1.1 C1 for T02 2; T05 1; T21 2 ← n-i2")


def test_beside_the_text_stands_in_how_many_rows_a_segment_counts_that_not_all_do(made):
    page = made["sources/n-0/n-i1.html"]
    beside = re.findall(r"<li><a href=\"#(c[\d.]+)\">(?:[\d.]+ )?counts in ([^<]+)</a>", page)
    assert beside == [("c3.1", "1 row"), ("c3.2", "2 rows")]


def test_claims_are_named_by_side_and_only_where_the_speaker_is_asked(made, context):
    assert resting.claims_on(context.results)["n-i1:3.1"] == [("C1", "for"), ("C1", "against")]
    page = made["sources/n-0/n-i1.html"]
    assert re.search(r'<span class="against"><a href="[./]*claims/C1.html">C1</a> against</span>', page)
    assert "claims/C2" not in page


def test_a_source_that_may_not_be_quoted_shows_places_roles_and_codes_and_no_words(made):
    page = made["sources/n-0/n-i2.html"]
    told = text_of(page)
    assert "it may be counted, not quoted" in told
    assert WITHHELD not in page
    assert "n-p2" not in page
    assert "nurse line 1" in told
    assert "4 words" in told
    assert "Slow for coder_1" in told
    assert "<em>" not in page
    assert "<mark" not in page


def test_a_source_without_segments_has_a_page(results):
    results.listed["segments"] = results.listed["segments"].query("source_id != 'n-d1'")
    results.listed["sources"].loc[0, ["text_sha256", "raw_sha256", "read"]] = ["", "", "False"]
    told = text_of(sources.pages(Context(results, 1), "n-0", ["T05"])["sources/n-0/n-d1.html"])
    assert "sha256sum" not in told
    assert "Read by nobody" in told
    assert "What rests on" not in told


@pytest.mark.parametrize("most", [1, 4, 9])
def test_a_long_source_goes_on_on_further_pages_each_of_whole_turns_and_addresses_lead_there(
    results, monkeypatch, most
):
    monkeypatch.setattr("multicase.site.context.WORDS_PER_PAGE", most)
    context = Context(results, 1)
    made = sources.pages(context, "n-0", ["T02", "T05", "T21"])
    mine = [place for place in made if place.startswith("sources/n-0/n-i1")]
    assert len(mine) > 1 and mine[:2] == ["sources/n-0/n-i1.html", "sources/n-0/n-i1.2.html"]
    read = {place: list(Spans(made[place]).words) for place in mine}
    assert [anchor for anchors in read.values() for anchor in anchors] == [f"s{r[0]}.{r[1]}" for r in TEXTS["n-i1"][1]]
    turns = [{anchor.partition(".")[0] for anchor in anchors} for anchors in read.values()]
    assert sum(map(len, turns)) == len(set.union(*turns))
    for name, told in context.segments.items():
        if told["source_id"] == "n-i1":
            place, _, anchor = context.segment(name).partition("#")
            assert anchor in read[place]
    for number, place in enumerate(mine, 1):
        assert f"Part {number} of {len(mine)}" in text_of(made[place])
        ids, inside = Spans(made[place]).ids, [h[1:] for h in Spans(made[place]).hrefs if h.startswith("#")]
        assert set(inside) <= set(ids)
    found = json.loads(front.words(context).partition(" = ")[2].rstrip(";\n").replace("<\\/", "</"))["sources"]
    for source, page, segments in found:
        assert source != "n-i1" or {f"s{place}" for place, _ in segments} <= set(read[page])
