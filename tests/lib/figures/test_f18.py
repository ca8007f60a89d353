"""F18: each source from its beginning to its end, with what is coded in it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from multicase.figures import f18, style
from multicase.figures.labels import Labels
from multicase.study.kinds import PLURALS

LABELS = Labels([{"labels": {"theme": {"pace": "Pace of change", "trust": "Who is trusted"}}}])
CASES = pd.DataFrame({"case_id": ["south", "north"], "label": ["Ward 2; old wing", "Unit A: north"]})
# in the order of their ids, as the workflow writes them
SOURCES = pd.DataFrame(
    [
        ("n-d1", "north", "document", "2013", True), ("n-i1", "north", "interview", "", True),
        ("n-i2", "north", "interview", "2014-05-01", True), ("n-i3", "north", "interview", "2014-02-01", False),
        ("s-i1", "south", "interview", "2014-03-01", True),
    ],
    columns=["source_id", "case_id", "kind", "date", "read"],
)  # fmt: skip
SEGMENTS = pd.DataFrame(
    {
        "source_id": ["n-d1", "n-i1", "n-i2", "n-i2", "n-i3", "s-i1", "s-i1"],
        "end": [50, 90, 100, 400, 70, 30, 300],
    }
)
EVIDENCE = pd.DataFrame(
    [
        ("n-i2", "trust", "open", "n-i2:1.1", 100, 140, "a"), ("n-i2", "pace", "slow", "n-i2:2.1", 200, 300, "a"),
        ("n-i2", "pace", "slow", "n-i2:2.1", 200, 300, "b"),  # by another coder, of the same words
        ("n-i2", "pace", "fast", "n-i2:2.1", 200, 300, "a"), ("n-i2", "pace", "slow", "n-i2:1.1", 0, 50, "b"),
        ("s-i1", "trust", "open", "s-i1:2.1", 150, 300, "a"), ("n-d1", "pace", "fast", "n-d1:1.1", 0, 7, "a"),
    ],
    columns=["source_id", "theme", "code", "segment_id", "start", "end", "coder"],
)  # fmt: skip
T05 = pd.DataFrame({"theme": ["pace", "pace", "trust"], "code": ["slow", "fast", "open"]})
TABLES = {"T05": T05, "evidence": EVIDENCE, "read_sources": SOURCES, "segments": SEGMENTS, "cases": CASES}
ORDER = ["s-i1", "n-i3", "n-i2", "n-i1", "n-d1"]


def test_sources_stand_in_the_order_of_cases_kinds_dates_and_ids_undated_ones_last():
    rows = f18.rows(TABLES)
    assert list(dict.fromkeys(rows["source"])) == ORDER
    assert list(dict.fromkeys(rows["case"])) == list(CASES["label"])


def test_rows_are_passages_as_shares_of_their_source_by_theme_each_once():
    rows = f18.rows(TABLES)
    mine = rows[rows["source"] == "n-i2"][["theme", "place", "code", "segment", "from", "to"]]
    assert mine.values.tolist() == [
        ["pace", 1, "slow", "n-i2:1.1", 0.0, 0.125], ["pace", 1, "fast", "n-i2:2.1", 0.5, 0.75],
        ["pace", 1, "slow", "n-i2:2.1", 0.5, 0.75], ["trust", 2, "open", "n-i2:1.1", 0.25, 0.35],
    ]  # fmt: skip
    assert rows[rows["source"] == "n-d1"]["to"].tolist() == [0.14]
    assert set(rows[["from", "to"]].dropna().map(lambda share: round(share, 4) == share).values.ravel()) == {True}


def test_a_source_with_nothing_coded_has_a_row_that_says_whether_it_was_read():
    rows = f18.rows(TABLES)
    bare = rows[rows["theme"] == ""]
    assert bare[["source", "kind", "read", "place", "code", "segment"]].values.tolist() == [
        ["n-i3", "interview", "no", 0, "", ""], ["n-i1", "interview", "yes", 0, "", ""],
    ]  # fmt: skip
    assert bare[["from", "to"]].isna().all(axis=None)


def test_the_order_of_the_tables_rows_changes_nothing():
    turned = {name: table.iloc[::-1] if name in ("evidence", "read_sources", "segments") else table for name, table in TABLES.items()}  # fmt: skip
    pd.testing.assert_frame_equal(f18.rows(turned), f18.rows(TABLES))


def test_alt_tells_how_many_sources_there_are_and_in_how_many_each_theme_is():
    assert f18.alt(f18.rows(TABLES), LABELS) == (
        "5 sources of 2 cases, each a strip from its beginning to its end; nobody has read 1 of them. "
        "Sources in which the themes are coded: Pace of change in 2 and Who is trusted in 2."
    )


def papers(seen):
    """The strips from above: their box and colour."""
    found = [(p.get_bbox(), to_hex(p.get_facecolor())) for p in seen.axes[0].patches if not p.get_gid()]
    return sorted(found, key=lambda item: (round(item[0].x0, 3), item[0].y0))


def drawn(seen):
    """(strip's number, lane's share of its thickness, colour) -> blocks as shares of the strip."""
    found = {}
    for block in seen.axes[0].patches:
        box = block.get_bbox()
        for number, (paper, _) in enumerate(papers(seen)) if block.get_gid() else ():
            if paper.y0 - 1e-6 <= box.y0 and box.y1 <= paper.y1 + 1e-6 and paper.x0 - 1e-6 <= box.x0 <= paper.x1:
                lane = round((box.y0 - paper.y0) / paper.height, 3)
                share = tuple(round((x - paper.x0) / paper.width, 3) for x in (box.x0, box.x1))
                found.setdefault((number, lane, to_hex(block.get_facecolor())), []).append(share)
    return found


def test_each_theme_has_a_lane_and_a_colour_and_each_passage_a_block_at_its_place(look):
    seen = look(f18.figure(f18.rows(TABLES), LABELS))
    assert drawn(seen) == {
        (0, 0.5, style.ORANGE): [(0.5, 1.0)],
        (2, 0.0, style.BLUE): [(0.0, 0.125), (0.5, 0.75)],
        (2, 0.5, style.ORANGE): [(0.25, 0.35)],
        (4, 0.0, style.BLUE): [(0.0, 0.14)],
    }
    assert seen.legend() == {"Pace of change": style.BLUE, "Who is trusted": style.ORANGE}


def test_strips_are_named_under_their_case_and_kind_and_all_are_equally_long(look):
    seen = look(f18.figure(f18.rows(TABLES), LABELS))
    assert [text for text in seen.texts if text in {*ORDER, *CASES["label"], *PLURALS.values()}] == [
        "Ward 2; old wing", "interviews", "s-i1", "Unit A: north", "interviews", "n-i3", "n-i2", "n-i1", "documents", "n-d1"
    ]  # fmt: skip
    assert {(round(box.x0, 6), round(box.width, 6)) for box, _ in papers(seen)} == {
        (round(papers(seen)[0][0].x0, 6), round(papers(seen)[0][0].width, 6))
    }
    assert (seen.texts.count("beginning"), seen.texts.count("end")) == (1, 1)


def test_what_nobody_has_read_is_grey_and_says_so_and_what_was_read_without_a_coding_is_not(look):
    seen = look(f18.figure(f18.rows(TABLES), LABELS))
    assert [colour for _, colour in papers(seen)] == [f18.PAPER, style.LINE, *[f18.PAPER] * 3]
    assert (seen.texts.count("not read"), seen.texts.count("nothing coded")) == (1, 1)
    heights = {text.get_text(): round(text.get_position()[1], 4) for text in seen.axes[0].texts}
    assert heights["not read"] == heights["n-i3"] and heights["nothing coded"] == heights["n-i1"]


def passages(*shares, theme="pace", source="s", case="c"):
    return pd.DataFrame(
        [
            {"case": case, "source": source, "kind": "interview", "date": "", "read": "yes", "theme": theme, "place": 1, "code": "x", "segment": f"{source}:{n}", "from": start, "to": end}
            for n, (start, end) in enumerate(shares)
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "blocks"),
    [
        ([(0.1, 0.2), (0.2, 0.4)], [(0.1, 0.4)]),  # touch
        ([(0.1, 0.5), (0.2, 0.3)], [(0.1, 0.5)]),  # one within the other
        ([(0.1, 0.2), (0.3, 0.4)], [(0.1, 0.2), (0.3, 0.4)]),
        ([(0.3, 0.4), (0.1, 0.2), (0.4, 0.5)], [(0.1, 0.2), (0.3, 0.5)]),
    ],
)
def test_passages_of_a_theme_that_touch_are_one_block(look, shares, blocks):
    (found,) = drawn(look(f18.figure(passages(*shares), Labels()))).values()
    assert found == blocks


def test_the_shortest_passage_can_be_seen_and_stays_within_its_strip(look):
    seen = look(f18.figure(passages((0.2, 0.2), (1.0, 1.0)), Labels()))
    ((first, last),) = drawn(seen).values()
    paper = papers(seen)[0][0]
    for start, end in (first, last):
        assert (end - start) * paper.width == pytest.approx(f18.EYE, abs=0.01)
    assert first[0] == 0.2 and last[1] == 1.0


def many(cases, sources, themes, *, name="Case {}"):
    """Each source with a passage of each theme; the first themes are the most frequent."""
    return pd.DataFrame(
        [
            {"case": name.format(c), "source": f"c{c}-s{s:03d}", "kind": list(PLURALS)[s * 4 // sources], "date": "", "read": "yes",
             "theme": f"theme_{t:02d}", "place": t + 1, "code": "x", "segment": f"c{c}-s{s}:{n}", "from": (t % 20) / 20, "to": (t % 20) / 20 + 0.04}
            for c in range(cases) for s in range(sources) for t in range(themes) for n in range(1 + (t >= 3))
        ]
    )  # fmt: skip


def test_of_more_themes_than_colours_the_most_frequent_have_a_lane_and_the_others_share_one(look):
    seen = look(f18.figure(many(1, 1, 11), Labels()))
    shown = [f"Theme {n:02d}" for n in range(3, 11)]
    assert seen.legend() == dict(zip([*shown, "other themes"], style.THEMES, strict=True))
    lanes = {colour: blocks for (_, _, colour), blocks in drawn(seen).items()}
    assert lanes[style.THEMES[8]] == [(0.0, 0.04), (0.05, 0.09), (0.1, 0.14)]
    assert len(look(f18.figure(many(1, 1, 9), Labels())).legend()) == 9


def test_of_too_many_sources_some_are_drawn_evenly_spaced_and_a_note_says_how_many(look):
    rows = many(50, 10, 1)
    seen = look(f18.figure(rows, Labels()))
    shown = [text for text in seen.texts if text.startswith("c") and "-s" in text]
    assert len(shown) == len(papers(seen)) == f18.LIMIT
    steps = np.diff([list(rows["source"].unique()).index(source) for source in sorted(shown, key=lambda s: (int(s[1:].split("-")[0]), s))])  # fmt: skip
    assert set(steps) <= {2, 3}
    assert f"{f18.LIMIT} of 500 sources are drawn, evenly spaced in their order; the CSV file holds all." in seen.texts
    assert not any("are drawn" in text for text in look(f18.figure(many(2, 3, 1), Labels())).texts)


def test_a_case_that_goes_on_in_another_column_is_named_again_with_its_kind(look):
    seen = look(f18.figure(many(1, 90, 6), Labels()))
    assert next(text for text in seen.texts if text.startswith("Case 0")) == "Case 0"
    assert "Case 0, continued: group interviews" in seen.texts
    assert len(papers(seen)) == 90


def test_nothing_coded_at_all_is_drawn_too(look):
    rows = f18.rows(TABLES | {"evidence": EVIDENCE.iloc[:0], "read_sources": SOURCES.assign(read=False)})
    seen = look(f18.figure(rows, LABELS))
    assert seen.texts.count("not read") == 5 and not seen.figure.legends
    assert f18.alt(rows, LABELS).endswith("nobody has read 5 of them. Sources in which the themes are coded: none.")


@pytest.mark.parametrize(
    ("cases", "sources", "themes", "name"),
    [
        (1, 1, 1, "Case {}"), (6, 11, 8, "Case {}"), (1, 90, 3, "Case {}"), (40, 3, 12, "Case {}"), (100, 1, 2, "Case {}"),
        (9, 4, 8, "Unit of those who lead and of those who are led there {}"), (2, 240, 8, "Ward {}; old wing"), (9, 4, 8, "Unit of those who lead and of those who are led there, " * 3 + "{}"),
    ],
)  # fmt: skip
def test_nothing_is_cut_off_and_nothing_overlaps(look, cases, sources, themes, name):
    seen = look(f18.figure(many(cases, sources, themes, name=name), Labels()))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
