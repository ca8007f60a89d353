"""Segments are cut where the unit says, quote their text, and hang on nothing but their source."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import frames, segment
from multicase.contracts import CONTRACTS


def turns(*texts, layer="speech", source="a-i01", nested=(), is_interviewer=False):
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
                "is_interviewer": is_interviewer, "start": start, "end": start + len(text), "text": text, "locator": "line 1",
                "text_sha256": "", "raw_sha256": "",
            }
            for source, turn, layer, start, text in rows
        ],
        columns=list(CONTRACTS["anonymised"].columns),
    )  # fmt: skip


SENTENCES = {
    "It began. Then it stopped.": ["It began.", "Then it stopped."],
    "It ended.\nand went on": ["It ended.", "and went on"],
    "no stop here\n\nbut a blank line": ["no stop here", "but a blank line"],
    "it was wrapped\nAnd goes on.": ["it was wrapped\nAnd goes on."],
    # titles, initials and other abbreviations
    "I saw Dr. Holt. She left.": ["I saw Dr. Holt.", "She left."],
    "I saw Dr.\nHolt there.": ["I saw Dr.\nHolt there."],
    "I met J. A. Smith. He left.": ["I met J. A. Smith.", "He left."],
    "So did I. Nobody spoke.": ["So did I.", "Nobody spoke."],
    "We went to hospital A. It was shut.": ["We went to hospital A.", "It was shut."],
    "At 5 p.m. We left by the A.T. Road.": ["At 5 p.m.", "We left by the A.T. Road."],
    "No. We asked No. 10. No. Never.": ["No.", "We asked No. 10.", "No.", "Never."],
    "1. First\n2. Second": ["1. First\n2. Second"],
    "It cost 4.5 per cent, e.g. This… Well": ["It cost 4.5 per cent, e.g. This…", "Well"],
    # quotation marks, pauses, replacements
    "He said “No.” Then he left.": ["He said “No.”", "Then he left."],
    "“Why?” he said. “Because.”": ["“Why?” he said.", "“Because.”"],
    "Er sagte: „Es dauert.“ Dann ging er.": ["Er sagte: „Es dauert.“", "Dann ging er."],
    "Er sagte: »Es dauert.« Dann »ging« er.": ["Er sagte: »Es dauert.«", "Dann »ging« er."],
    "Il dit « c'est long. » Il part. « Oui ! » Non.": ["Il dit « c'est long. »", "Il part.", "« Oui ! »", "Non."],
    "«Es lento.» Luego ‚vino.‘ (Ya.) Sí.": ["«Es lento.»", "Luego ‚vino.‘", "(Ya.)", "Sí."],
    "And then … I thought so. Er... Yes.": ["And then … I thought so.", "Er...", "Yes."],
    "We met [GP no. 2. of A] there. [P01] left?": ["We met [GP no. 2. of A] there.", "[P01] left?"],
    "It was in [village. Near the coast].": ["It was in [village. Near the coast]."],
    # marks of other scripts
    "यह धीमा है। हम रुके।": ["यह धीमा है।", "हम रुके।"],
    "يوم طويل؟ نعم. لا": ["يوم طويل؟", "نعم.", "لا"],
    "这很慢。我们等了三个月！“他们没有来。”": ["这很慢。", "我们等了三个月！", "“他们没有来。”"],
    "遅い。「はい。」と言った": ["遅い。", "「はい。」", "と言った"],
    # a transcript without capitals
    "it began. then it... stopped? yes": ["it began.", "then it... stopped?", "yes"],
    "It began. then it stopped.": ["It began. then it stopped."],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences(text):
    assert list(segment.cut(turns(text), "sentence")["text"]) == SENTENCES[text]


@pytest.mark.parametrize(
    ("locale", "text", "found"),
    [
        ("nl_NL", "Dat is bijv. Amsterdam.", 1),
        ("en_GB", "Dat is bijv. Amsterdam.", 2),
        ("nl_NL", "Mevr. De Vries en mr. Jansen van afd. Zorg, om nr. 5.", 1),
        ("nl_NL", "Dat doet de MR. Daarna, enz. Dan kwam U. Klaar.", 4),
        ("en_IE", "I saw Dr. Holt. So did I. Nobody spoke.", 3),
    ],
)
def test_abbreviations_are_those_of_the_locale(locale, text, found):
    assert len(segment.cut(turns(text), "sentence", locale=locale)) == found


@pytest.mark.parametrize("said", ["GP A", "GP no. 2. Then", "Dr. X? Why! Well"])
def test_what_a_replacement_says_moves_no_sentence(said):
    assert segment.cut(turns(f"I saw [{said}]. Then [{said}] left. Yes."), "sentence")["part"].tolist() == [1, 2, 3]


def test_paragraphs_are_lines():
    assert list(segment.cut(turns("One.\n\nTwo. Three.\n"), "paragraph")["text"]) == ["One.", "Two. Three."]


HEADING_AND_EVENT = pd.concat([turns("One.", layer="heading"), turns("[laughs]", layer="event", source="b")])


def test_headings_and_events_that_stand_alone_are_segments_that_are_not_analysed():
    cut = segment.cut(HEADING_AND_EVENT, "turn")
    frames.conform(cut, "segments")
    assert list(cut["text"]) == ["One.", "[laughs]"] and set(cut["left_out"]) == {segment.NO_SPEECH}


def test_a_study_may_analyse_headings_and_events_and_what_interviewers_say():
    frame = pd.concat(
        [HEADING_AND_EVENT, turns("And then?", source="c", is_interviewer=True), turns("It began.", source="d")]
    )
    told = {
        (speakers, rows): segment.cut(frame, "turn", speakers, rows).set_index("source_id")["left_out"].tolist()
        for speakers in ("participants", "all")
        for rows in ("speech", "all")
    }
    assert told == {
        ("participants", "speech"): ["interviewer", "", "no speech", "no speech"],
        ("participants", "all"): ["interviewer", "", "", ""],
        ("all", "speech"): ["", "", "no speech", "no speech"],
        ("all", "all"): ["", "", "", ""],
    }


@pytest.mark.parametrize("layer", ["speech", "verbatim", "inference"])
def test_speech_and_an_observer_s_notes_are_analysed_and_an_interviewer_s_turns_are_not(layer):
    assert list(segment.cut(turns("One.", layer=layer), "turn")["left_out"]) == [""]
    assert list(segment.cut(turns("One.", layer=layer, is_interviewer=True), "turn")["left_out"]) == ["interviewer"]


def test_events_inside_a_turn_stay_in_its_text_and_count_no_words():
    (row,) = segment.cut(turns("Well [laughs out loud] yes.", nested=[(5, "[laughs out loud]")]), "turn").to_dict(
        "records"
    )
    assert row["text"] == "Well [laughs out loud] yes." and row["words"] == 2


@pytest.mark.parametrize(
    ("event", "after", "found"),
    [
        ("(The siren sounds. A bell rings.)", "and then we left.", ["It was so {} and then we left."]),
        ("(a bell.\n\nA door?)", "and it went on. Then we left.", ["It was so {} and it went on.", "Then we left."]),
        ("*Bell! Door!*", "and we left", ["It was so {} and we left"]),
        ("(He left. He came.)", "Then we left.", ["It was so {}", "Then we left."]),
    ],
)
def test_no_sentence_ends_inside_an_event(event, after, found):
    cut = segment.cut(turns(f"It was so {event} {after}", nested=[(10, event)]), "sentence")
    assert list(cut["text"]) == [text.format(event) for text in found]
    assert sum(cut["words"]) == 3 + segment.count_words(after)


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
