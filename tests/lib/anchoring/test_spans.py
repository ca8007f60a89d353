"""Events and labels are told for any span, whole or the part of them that lies in it."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.anchoring.spans import Nested


def nested(*spans):
    rows = [{"source_id": "a", "layer": layer, "start": start, "end": end} for layer, start, end in spans]
    return Nested(pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (0, 100, [(10, 30), (50, 60)]),
        (10, 30, [(0, 20)]),
        (20, 55, [(0, 10), (30, 35)]),
        (15, 25, [(0, 10)]),
        (30, 50, []),
        (60, 70, []),
    ],
)
def test_what_lies_in_a_span_is_told_counted_from_its_start(start, end, found):
    events = nested(("event", 10, 30), ("label", 12, 20), ("event", 50, 60), ("speech", 0, 100))
    assert events.within("a", start, end) == found
    assert events.within("b", start, end) == []
