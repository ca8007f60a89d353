"""Labels are compared in one way, whoever wrote them."""

from __future__ import annotations

import pytest
from multicase.ingest import labels as reading
from multicase.study import labels


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("P1", "p 1:", True),
        ("[P1]", "P1", False),  # an answer for one way of writing it
        ("I -", "I", False),
        ("Mary B.", "MARY B.", True),
        ("Mary B.", "Mary B", False),
        ("Ada (she/her)", "ADA", False),
        ("P1/P2", "P1", False),
    ],
)
def test_rows_of_speakers_are_of_one_label_as_they_are_written(one, other, is_same):
    first, second = (labels.of_row({"source_id": "s", "label": label}) for label in (one, other))
    assert (first == second) == is_same and labels.of_row({"source_id": "t", "label": one}) != first


def test_the_reader_compares_labels_likewise():
    assert reading.key is labels.key and reading.bare is labels.bare
