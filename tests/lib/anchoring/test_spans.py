"""Words are counted in any script; events and labels are told for any span, whole or the part that lies in it."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.anchoring.spans import Nested, count_words


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


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("don’t wait e-mail 3.5 a_b", 6),
        ("cafe\u0301 noir", 2),
        ("यह बहुत धीमा है", 4),
        ("שָׁלוֹם לכם", 2),
        ("لا يُمكن", 2),
        ("می\u200cخواهم بروم", 2),
        ("한국어 말", 2),
        ("我们等待很久。", 6),
        ("A股 in 2020年", 5),
        ("รอนานมาก ครับ", 2),
        ("। 。 \u0301", 0),
        ("・・・", 0),
        ("゛ ゜ ゠", 0),
        ("ジョン・スミス", 6),
        ("スーパー", 4),
        ("か\u3099く", 2),
        ("ｶﾀｶﾅ", 4),
        ("ｶﾞｲﾄﾞ ﾗｰﾒﾝ", 7),
        ("･ 待つ", 2),
    ],
)
def test_words_are_counted_in_any_script(text, n):
    assert count_words(text) == n
