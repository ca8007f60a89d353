"""A coder's file and what comes in again: what is new, what says something else, what is gone, and what stays."""

from __future__ import annotations

import pytest
from multicase.exchange.importing import OF_CODE, OF_SOURCE
from multicase.exchange.merging import merge

TEXT = "It was slow. We asked them. It was slow, they said. Somebody has to decide, and it was late."
TEXTS = {"s": TEXT, "t": "Another text."}


def row(words, code="c", nth=0, memo="", source="s", **more):
    start = -1
    for _ in range(nth + 1):
        start = TEXTS[source].index(words, start + 1)
    return {"source_id": source, "start": str(start), "end": str(start + len(words)), "exact": words, "prefix": "", "suffix": "", "code": code, "memo": memo} | more  # fmt: skip


OLD = [
    row("It was slow"),
    row("It was slow", nth=1),
    row("We asked"),
    row("Somebody has", "d"),
    row("Another", source="t"),
]


def merged(new, sources=("s", "t"), old=OLD, **more):
    found = merge(old, new, sources, TEXTS, **more)
    return found, (len(found.added), len(found.changed), len(found.gone), found.same, found.stay)


def test_the_same_again_is_nothing_new():
    found, counts = merged([dict(item) for item in OLD])
    assert counts == (0, 0, 0, 5, 0) and found.rows == OLD and not found.is_new


def test_like_words_in_two_places_are_two_codings():
    found, counts = merged([row("It was slow", nth=1)], old=[OLD[0]])
    assert counts[0] == 1 and [item["start"] for item in found.rows] == ["0", "28"]


def test_another_code_on_the_same_words_is_another_coding():
    _, counts = merged([*OLD, row("We asked", "d")])
    assert counts == (1, 0, 0, 5, 0)


def test_what_a_whole_export_lacks_is_gone_and_what_a_few_codings_lack_stays():
    found, counts = merged(OLD[:3] + OLD[4:])
    assert counts == (0, 0, 1, 4, 0) and found.gone == [OLD[3]] and OLD[3] not in found.rows
    found, counts = merged([OLD[0], row("decide")])
    assert counts == (1, 0, 0, 1, 4) and all(item in found.rows for item in OLD)


def test_sources_that_the_file_does_not_hold_stay_as_they_are():
    found, counts = merged(OLD[:4], sources=("s",))
    assert counts == (0, 0, 0, 5, 0) and OLD[4] in found.rows


@pytest.mark.parametrize(("memo", "changed"), [("new", 1), ("", 0), ("  old ", 0)])
def test_a_memo_that_says_something_else_is_taken_and_none_takes_none_away(memo, changed):
    old = [row("We asked", memo="old"), *OLD[:2]]
    found, counts = merged([row("We asked", memo=memo), *OLD[:2]], old=old)
    assert counts == (0, changed, 0, 3 - changed, 0)
    assert found.rows[0]["memo"] == ("new" if changed else "old")


def test_the_rest_of_a_row_stays_as_people_wrote_it():
    old = [row("We asked", memo="old") | {"start": "", "end": "", "round": "first"}]
    found, _ = merged([row("We asked", memo="new")], old=old, sources=("s",))
    assert found.rows == [old[0] | {"memo": "new"}]


@pytest.mark.parametrize(
    ("memos", "came", "now"),
    [
        (("x", "y"), ["x | y"], None),  # as an export has them, made one
        (("x", ""), ["x"], None),
        (("", "y"), ["y"], None),
        (("x | y", "y"), ["x | y"], None),
        (("x", "y"), ["x", "y"], None),  # a project with both codes
        (("x", "y"), [""], None),
        (("x", "y"), ["x"], "x"),
        (("x", "y"), ["z\nz"], "z\nz"),
    ],
)
def test_of_codings_whose_codes_became_one_all_memos_are_known(memos, came, now):
    old = [row("We asked", code, memo=memo) for code, memo in zip("ab", memos, strict=True)] + [row("it was late")]
    new = [row("We asked", code, memo=memo) for code, memo in zip("ca", came, strict=False)] + [row("it was late")]
    found, counts = merged(new, old=old, of_today=lambda rows: ["c"] * len(rows))
    assert counts == ((0, 0, 0, 3, 0) if now is None else (0, 1, 0, 1, 0))
    assert found.rows == [item | {"memo": item["memo"] if now is None else now} for item in old[:2]] + old[2:]


def test_what_waited_is_replaced_by_what_waits_now():
    waits = row("We asked", waiting=OF_CODE)
    old = [*OLD, waits, row("decide", source="s", waiting="of no length") | {"source_id": ""}]
    found, counts = merged([*OLD, row("decide", waiting="of no length")], old=old)
    assert counts == (0, 0, 0, 5, 0)
    assert [item["waiting"] for item in found.rows if item.get("waiting")] == ["of no length"]


def test_waiting_rows_of_other_sources_stay():
    waits = row("Another", source="t", waiting="of no length")
    found, _ = merged(OLD[:4], sources=("s",), old=[*OLD[:4], waits])
    assert waits in found.rows


def test_a_coding_whose_code_is_asked_about_takes_none_away_at_its_place():
    new = [*OLD[:3], OLD[4], row("Somebody has", "A new name", waiting=OF_CODE)]
    found, counts = merged(new)
    assert counts == (0, 0, 0, 5, 0) and OLD[3] in found.rows
    _, counts = merged([*OLD[:3], OLD[4], row("Somebody has", "A new name", waiting=OF_SOURCE)])
    assert counts == (0, 0, 1, 4, 0)


def test_what_no_export_holds_is_not_gone():
    _, counts = merged(OLD[:3] + OLD[4:], beside={("s", OLD[3]["start"], "d")})
    assert counts == (0, 0, 0, 5, 0)
    _, counts = merged(OLD[:3] + OLD[4:], beside={("s", OLD[3]["start"], "c")})
    assert counts == (0, 0, 1, 4, 0)


def without_place(words, code="c", **where):
    return {"source_id": "s", "start": "", "end": "", "exact": words, "prefix": "", "suffix": "", "code": code, "memo": "an hour"} | where  # fmt: skip


@pytest.mark.parametrize(
    "lost",
    [
        without_place("words that were cut since"),
        without_place("was"),  # stands in several places
        without_place("words that stood here", start="3", end="24"),
    ],
    ids=["lost", "ambiguous", "moved away"],
)
def test_what_has_no_place_in_the_text_is_in_no_export_and_stays(lost):
    found, counts = merged([dict(item) for item in OLD], old=[*OLD, lost])
    assert counts == (0, 0, 0, 5, 1) and lost in found.rows
    found, counts = merged(OLD[:3] + OLD[4:], old=[*OLD, lost])
    assert found.gone == [OLD[3]] and lost in found.rows
    found, _ = merged([OLD[0]], sources=("s",), old=[OLD[0], *[lost | {"code": f"c{n}"} for n in range(9)]])
    assert len(found.rows) == 10 and (found.same, found.stay) == (
        1,
        9,
    )  # nor do they make a whole export one of a few codings
    found, counts = merged([*OLD, dict(lost)], old=[*OLD, lost])
    assert counts == (0, 0, 0, 6, 0) and found.rows == [*OLD, lost]  # a table of its own may hold it


def test_a_coder_without_codings_is_new():
    found, counts = merged(OLD, old=[])
    assert found.is_new and counts == (5, 0, 0, 0, 0)
