"""F02: sources of each kind, stacked, and words beside them."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.figures import f02, style
from multicase.figures.labels import Labels

# The order of the stack is not that of the table's columns.
T02 = {
    "documents": [2, 0, 1],
    "interviews": [5, 1, 0],
    "group_interviews": [1, 0, 0],
    "observations": [0, 3, 0],
    "words": [12345, 800, 0],
}


def rows_of(cases, **columns):
    return f02.rows(
        {"T02": pd.DataFrame({"case": cases} | (columns or T02) | {"first_date": "2014", "last_date": "2015"})}
    )


def test_rows_are_cases_by_kind(odd):
    rows = rows_of(list(odd))
    assert list(rows.columns) == ["case", "kind", "n", "words"]
    found = rows.set_index(["case", "kind"])["n"].to_dict()
    assert found == {
        (case, kind): n
        for kind, numbers in [
            ("document", [2, 0, 1]),
            ("interview", [5, 1, 0]),
            ("group_interview", [1, 0, 0]),
            ("observation", [0, 3, 0]),
        ]
        for case, n in zip(odd, numbers, strict=True)
    }
    assert list(dict.fromkeys(rows["case"])) == list(odd)
    assert rows.drop_duplicates(["case", "words"]).set_index("case")["words"].to_dict() == dict(
        zip(odd, [12345, 800, 0], strict=True)
    )


def test_alt_tells_each_case(odd):
    first, second, third = (
        f02.alt(rows_of(list(odd)), Labels()).removesuffix(".").replace("Ward 2; old", "Ward 2, old").split("; ")
    )
    assert first.startswith("Unit A: north: ") and first.endswith(", 12,345 words") and "observation" not in first
    assert (
        all(part in first for part in ("5 interviews", "2 documents", "1 group interview"))
        and "1 group interviews" not in first
    )
    assert second == "Ward 2, old wing: 1 interview and 3 observations, 800 words"
    assert third == "Company (3): 1 document, 0 words"


def test_bars_are_stacked_in_the_order_of_the_kinds_and_each_has_its_number(look, odd):
    seen = look(f02.figure(rows_of(list(odd)), Labels()))
    interview, group, observation, document = (
        style.KINDS[kind] for kind in ("interview", "group_interview", "observation", "document")
    )
    assert {(bar.y, bar.start, bar.length, bar.colour) for bar in seen.bars(0)} == {
        (0, 0, 5, interview), (0, 5, 1, group), (0, 6, 2, document), (1, 0, 1, interview), (1, 1, 3, observation), (2, 0, 1, document)
    }  # fmt: skip
    # case names are places: texts stand by name
    written = [(text.get_position(), text.get_text()) for text in seen.axes[0].texts]
    assert sorted(((float(x), y), n) for (x, y), n in written) == sorted([
        ((2.5, odd[0]), "5"), ((5.5, odd[0]), "1"), ((7.0, odd[0]), "2"), ((0.5, odd[1]), "1"), ((2.5, odd[1]), "3"), ((0.5, odd[2]), "1")
    ])  # fmt: skip
    assert seen.legend() == {
        "interviews": interview,
        "group interviews": group,
        "observations": observation,
        "documents": document,
    }


def test_words_stand_beside_their_case_and_the_first_case_at_the_top(look, odd):
    seen = look(f02.figure(rows_of(list(odd)), Labels()))
    assert [(bar.y, bar.length) for bar in seen.bars(1)] == [(0, 12345), (1, 800)]
    assert [(text.get_position()[1], text.get_text()) for text in seen.axes[1].texts] == list(
        zip(odd, [" 12,345", " 800", " 0"], strict=True)
    )
    assert seen.down() == dict(enumerate(odd))
    top, bottom = (seen.axes[0].transData.transform((0, y))[1] for y in (0, 2))
    assert top > bottom


@pytest.mark.parametrize(("n", "how"), [(1, "short"), (1, "long"), (6, "short"), (6, "long"), (40, "long")])
def test_nothing_is_cut_off_and_nothing_overlaps(look, named, n, how):
    numbers = {
        "documents": range(n),
        "interviews": 12,
        "group_interviews": 1,
        "observations": 2,
        "words": [123456789] * n,
    }
    seen = look(f02.figure(rows_of(named(n, how), **numbers), Labels()))
    assert len(seen.down()) == n and set(named(n, how)) <= set(seen.texts)
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
