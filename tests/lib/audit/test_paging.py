"""Over which pages evidence goes: a link to a part leads to the page on which the part begins."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from multicase.audit.behind import PER_PAGE, paged, spread

SIZES = st.dictionaries(
    st.integers(0, 40), st.lists(st.integers(1, 3 * PER_PAGE), min_size=1, max_size=5), max_size=12
).map(lambda rows: dict(sorted(rows.items())))


def on_pages(rows):
    """page -> how much it shows; (row, part) -> its pieces."""
    room, pieces = {}, {}
    for row, place in paged(rows).items():
        for part, of in enumerate(spread(rows[row], place.page)):
            pieces[row, part] = of
            for page, start in of:
                room[page] = room.get(page, 0) + min(rows[row][part] - start, PER_PAGE)
    return room, pieces


@given(SIZES)
def test_no_page_shows_more_than_it_may_and_none_is_left_out(rows):
    room, _ = on_pages(rows)
    assert all(n <= PER_PAGE for n in room.values())
    assert sorted(room) == list(range(1, len(room) + 1))


@given(SIZES)
def test_parts_follow_one_another_and_each_begins_where_its_first_piece_stands(rows):
    _, pieces = on_pages(rows)
    pages = [page for of in pieces.values() for page, _ in of]
    assert all(before <= after for before, after in pairwise(pages))
    assert all(start == number * PER_PAGE for of in pieces.values() for number, (_, start) in enumerate(of))


def test_a_part_that_does_not_fit_begins_the_next_page_and_what_shows_nothing_is_nowhere():
    assert spread([100, 200, 50], 3) == [[(3, 0)], [(4, 0)], [(4, 0)]]
    assert spread([600], 1) == [[(1, 0), (2, 250), (3, 500)]]
    assert list(paged({0: [], 1: [0], 2: [5]})) == [2]
