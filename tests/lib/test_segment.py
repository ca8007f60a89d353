"""Segments are cut where the unit says, quote their text, and hang on nothing but their source."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import segment
from multicase.contracts import CONTRACTS


def turns(*texts, layer="speech", source="a-i01", nested=()):
    """Anonymised turns that stand one after the other, and rows nested in the first."""
    rows, place = [], 0
    for number, text in enumerate(texts, 1):
        rows.append((source, number, layer, place, text))
        place += len(text) + 2
    rows += [(source, 90 + n, "event", start, text) for n, (start, text) in enumerate(nested)]
    return pd.DataFrame(
        [
            {
                "source_id": source, "case_id": "a", "kind": "interview", "turn": turn, "layer": layer, "participant_id": "p",
                "is_interviewer": False, "start": start, "end": start + len(text), "text": text, "locator": "line 1",
                "text_sha256": "", "raw_sha256": "",
            }
            for source, turn, layer, start, text in rows
        ],
        columns=list(CONTRACTS["anonymised"].columns),
    )  # fmt: skip


SENTENCES = {
    "It began. Then it stopped.": ["It began.", "Then it stopped."],
    "I saw Dr. Holt. She left.": ["I saw Dr. Holt.", "She left."],
    "He said “No.” Then he left.": ["He said “No.”", "Then he left."],
    "We met [GP no. 2. of A] there. Yes?": ["We met [GP no. 2. of A] there.", "Yes?"],
    "It cost 4.5 per cent, e.g. Then… Well": ["It cost 4.5 per cent, e.g. Then…", "Well"],
    "At the J. A. Smith ward. [laughs] Right!": ["At the J. A. Smith ward.", "[laughs] Right!"],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences(text):
    assert list(segment.cut(turns(text), "sentence")["text"]) == SENTENCES[text]


def test_paragraphs_are_lines():
    assert list(segment.cut(turns("One.\n\nTwo. Three.\n"), "paragraph")["text"]) == ["One.", "Two. Three."]


def test_headings_and_events_are_no_segments():
    frame = pd.concat([turns("One.", layer="heading"), turns("[laughs]", layer="event", source="b")])
    assert segment.cut(frame, "turn").empty


def test_events_inside_a_turn_stay_in_its_text_and_count_no_words():
    (row,) = segment.cut(turns("Well [laughs out loud] yes.", nested=[(5, "[laughs out loud]")]), "turn").to_dict(
        "records"
    )
    assert row["text"] == "Well [laughs out loud] yes." and row["words"] == 2


def test_an_unknown_unit_is_an_error():
    with pytest.raises(KeyError):
        segment.cut(turns("One."), "word")


@given(
    st.lists(st.text(alphabet="aB .?![]\n’é", max_size=40), max_size=5),
    st.sampled_from(["turn", "sentence", "paragraph"]),
)
def test_segments_quote_their_turn_and_lose_no_word(texts, unit):
    frame = turns(*texts)
    whole = "".join(text + "  " for text in texts)
    cut = segment.cut(frame, unit)
    for row in cut.itertuples():
        assert whole[row.start : row.end] == row.text == row.text.strip()
    assert cut["segment_id"].is_unique
    assert sum(cut["words"]) == sum(segment.count_words(text) for text in texts)


@given(st.lists(st.text(alphabet="aB .?\n", min_size=1, max_size=30), min_size=1, max_size=4))
def test_another_source_changes_no_segment(texts):
    alone = segment.cut(turns(*texts), "sentence")
    grown = segment.cut(pd.concat([turns("New here.", source="a-i00"), turns(*texts)]), "sentence")
    assert grown[grown["source_id"] == "a-i01"]["segment_id"].tolist() == alone["segment_id"].tolist()
