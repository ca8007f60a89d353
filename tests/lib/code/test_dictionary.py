"""An indicator matches what it says, in any case and typography; exceptions and negations cancel it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import segment
from multicase.anonymise import locale as locales
from multicase.code import dictionary
from multicase.contracts import CONTRACTS


def book(*indicators):
    code = {"code": "c", "label": "C", "definition": "d", "indicators": list(indicators)}
    return {"version": "1", "themes": [{"theme": "t", "subthemes": [{"subtheme": "s", "codes": [code]}]}]}


def hits(text, **indicator):
    return [text[start:end] for _, start, end in dictionary.Coder(book({"id": "i1"} | indicator)).hits(text)]


@pytest.mark.parametrize(
    "text",
    [
        "They take people with them.",
        "TAKE PEOPLE WITH you",
        "take\npeople with",
        "to take people\u00a0with",
        "take  people   with",
        "take\n  people\twith",
    ],
)
def test_a_phrase_matches_in_any_case_and_over_line_breaks(text):
    (hit,) = hits(text, phrase="take people with")
    assert hit.lower().split() == ["take", "people", "with"]


@pytest.mark.parametrize("text", ["I didn’t ask", "I didn't ask", "I DIDN'T ASK", "I Didn’t ask"])
def test_typographic_marks_are_plain_ones(text):
    assert hits(text, phrase="didn't ask") == [text[2:]]


def test_dashes_are_plain_ones():
    assert hits("a well–led team", phrase="well-led") == ["well–led"]


def test_words_match_whole():
    assert hits("a leadership course", phrase="leader") == []


def test_a_token_pattern_matches_with_a_gap():
    pattern = [{"LOWER": {"IN": ["ask", "asked"]}}, {"OP": "?"}, {"LOWER": "practices"}]
    assert hits("We asked the practices and asked practices.", pattern=pattern) == [
        "asked the practices",
        "asked practices",
    ]


def test_an_exception_that_overlaps_cancels():
    assert hits(
        "He took the lead time into account and took the lead.", phrase="took the lead", **{"except": ["lead time"]}
    ) == ["took the lead"]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("We did not really work together.", 0),
        ("No. We work together.", 1),
        ("Nobody would work together", 0),
        ("we dont ever work together", 0),
        ("They DIDN'T work together", 0),
        ("It never helped; we work together", 1),
        ("[never mind] we work together", 1),
        ("I never saw Dr. Holt work together", 0),
        ("not [the GP partner of practice A] to work together", 0),
        ("I don't think, in the end, that they work together", 1),
        ("No, we work together", 1),
        ("No, we don't work together", 0),
        ("We never, no, never work together", 0),
        ("Not only do we work together, we live together", 1),
        ("NO WONDER they work together", 1),
        ("There is no work together", 0),
        ("It is not, really, work together", 0),
        ("Nothing we work together", 1),
        ("nowhere do they work together", 1),
        ("It is nothing but work together", 1),
        ("There was nothing except work together", 1),
        ("Nothing beats work together", 1),
        ("It has nothing to do with work together", 1),
        ("None but they work together", 1),
        ("Nothing, they work together", 1),
        ("There was nothing work together", 0),
        ("NOWHERE work together", 0),
        ("Nowhere. Work together", 1),
        ("There was nothing\n\nwork together", 1),
        ("I can't say no, they work together", 1),
        ("It didn't help, not only did they work together", 1),
        ("We didn't, no, work together", 0),
        ("I don't, no, ever work together", 0),
        ("We never, no doubt, work together", 0),
        ("We never, not only once, work together", 1),
        ("We don't - no - work together", 0),
        ("We can't – no, work together", 1),
        ("We don't... no, we work together", 1),
        ("No, no, they work together", 1),
        ("No, there is no work together", 0),
        ("No - they work together", 1),
        ("No — they work together", 1),
        ("no- they work together", 1),
        ("No... they work together", 1),
        ("No … they work together", 1),
        ("so no; they work together", 1),
        ("a no-work together", 0),
        ('no "work together"', 0),
        ("no [practice A] work together", 0),
        ("There was no (real) work together", 0),
    ],
)
def test_a_negator_shortly_before_cancels_within_the_sentence(text, n):
    assert len(hits(text, phrase="work together", negation="cancel")) == n
    assert len(hits(text, phrase="work together")) == 1


def test_a_text_is_cut_into_sentences_once_however_many_hits_it_has(monkeypatch):
    calls = []
    monkeypatch.setattr(dictionary, "sentences", lambda *text: calls.append(text) or segment.sentences(*text))
    assert len(hits("It was not slow. It was slow. " * 50, phrase="slow", negation="cancel")) == 50
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("said", "n"),
    [
        ("Niets dan steun", 1),
        ("We kregen niets anders dan steun", 1),
        ("niet anders dan steun", 1),
        ("We kregen niets, steun", 1),
        ("Nergens was meer steun", 1),
        ("Niets steun", 0),
        ("We kregen nergens steun", 0),
        ("We kregen niet echt steun", 0),
        ("Niemand gaf steun", 0),
    ],
)
def test_what_denies_the_next_word_denies_nothing_behind_it(said, n):
    coder = dictionary.Coder(book({"id": "i1", "phrase": "steun", "negation": "cancel"}), "nl_NL")
    assert len(list(coder.hits(said))) == n


@pytest.mark.parametrize("said", ["Het was niet traag.", "Het was NOOIT traag", "Er was geen erg traag proces"])
def test_negators_are_those_of_the_locale(said):
    coders = {
        locale: dictionary.Coder(book({"id": "i1", "phrase": "traag", "negation": "cancel"}), locale)
        for locale in ("nl_NL", "en_GB")
    }
    assert not list(coders["nl_NL"].hits(said)) and len(list(coders["en_GB"].hits(said))) == 1
    assert len(list(coders["nl_NL"].hits("Nothing and no: het was traag"))) == 1


@pytest.mark.parametrize(
    ("negator", "said", "n"),
    [
        ("in geen geval", "we hadden in geen geval echt steun", 0),
        ("In geen geval", "IN GEEN GEVAL STEUN", 0),
        ("in geen geval", "we hadden in elk geval steun", 1),
        ("in geen geval", "geval steun", 1),
        ("n’t", "they didn't get steun", 0),
        ("n’t", "they DIDN’T get steun", 0),
        ("ain’t", "there ain't steun, there AIN'T steun", 0),
        ("don’t ever", "they DON'T EVER get steun", 0),
        ("cannot", "they cannot steun", 0),
        ("n’", "je n'ai steun", 0),
        ("n'", "je N’ai steun", 0),
        ("n'", "an steun", 1),
        ("l'un", "il a steun", 1),
        ("non-", "een non-steun", 0),
    ],
)
def test_negators_are_phrases_with_any_apostrophe(monkeypatch, negator, said, n):
    own = replace(locales.load("nl_NL"), negators=frozenset({negator.lower()}))
    monkeypatch.setattr(locales, "load", lambda name: own)
    coder = dictionary.Coder(book({"id": "i1", "phrase": "steun", "negation": "cancel"}), "nl_NL")
    assert len(list(coder.hits(said))) == n


def test_of_overlapping_hits_the_longest_stays():
    pattern = [{"LOWER": "very", "OP": "*"}, {"LOWER": "slow"}]
    assert hits("It is very very slow.", pattern=pattern) == ["very very slow"]


@pytest.mark.parametrize("wide", ["very  slow", "very\n\n slow", "very\u00a0\tslow"])
def test_a_hit_stands_where_it_stood_whatever_the_white_space_before(wide):
    text = f"[practice  A]   said  \n it was {wide}, {wide}"
    assert hits(text, phrase="very slow") == [wide, wide]


def test_a_token_pattern_may_reach_across_a_replacement_and_keeps_it_whole():
    pattern = [{"LOWER": "asked"}, {}, {"LOWER": "twice"}]
    assert hits("We asked [the GP partner] twice.", pattern=pattern) == ["asked [the GP partner] twice"]
    assert hits("We asked [the GP] again", pattern=[{"LOWER": "asked"}, {}]) == ["asked [the GP]"]


def coded(text, nested=(), is_interviewer=False):
    base = {
        "source_id": "a-i01",
        "case_id": "a",
        "kind": "interview",
        "locator": "",
        "text_sha256": "",
        "raw_sha256": "",
        "participant_id": "",
    }
    row = {
        "segment_id": "a-i01:1.1",
        "turn": 1,
        "part": 1,
        "layer": "speech",
        "is_interviewer": is_interviewer,
        "left_out": "interviewer" if is_interviewer else "",
        "start": 10,
        "end": 10 + len(text),
        "text": text,
        "words": 1,
    }
    segments = pd.DataFrame([base | row], columns=list(CONTRACTS["segments"].columns))
    events = [
        base | {"turn": 2, "layer": "event", "is_interviewer": False, "start": 10 + a, "end": 10 + b, "text": text[a:b]}
        for a, b in nested
    ]
    anonymised = pd.DataFrame(events, columns=list(CONTRACTS["anonymised"].columns))
    return dictionary.code(segments, anonymised, book({"id": "i1", "phrase": "very slow"}))


def test_a_coding_quotes_its_words_and_names_its_rule():
    (row,) = coded("It was very slow.").to_dict("records")
    assert (row["start"], row["end"], row["exact"]) == (17, 26, "very slow")
    assert (row["passage_start"], row["passage_end"]) == (17, 26)
    assert (row["rule_id"], row["origin"], row["coder"]) == ("c.i1", "dictionary", "dictionary")


def test_replacements_and_events_are_silent_and_nothing_bridges_them():
    assert coded("He met [a very slow man] there.").empty
    assert coded("It was (very slow) there.", nested=[(7, 18)]).empty
    assert coded("It was very [practice A] slow.").empty


@pytest.mark.parametrize("unit", ["turn", "paragraph", "sentence"])
def test_an_event_is_silent_however_its_turn_is_cut(unit):
    said = "It was fine (It was very slow.\nVery slow. A bell\nwas very slow.) and then\nit was very slow."
    event = said[said.index("(") : said.index(")") + 1]
    base = dict.fromkeys(["kind", "locator", "text_sha256", "raw_sha256"], "") | {"case_id": "a", "source_id": "a-i01"}
    rows = [
        base | {"turn": turn, "layer": layer, "participant_id": "p", "is_interviewer": False, "start": start,
                "end": start + len(text), "text": text}
        for turn, layer, start, text in ((1, "speech", 0, said), (2, "event", said.index("("), event))
    ]  # fmt: skip
    anonymised = pd.DataFrame(rows, columns=list(CONTRACTS["anonymised"].columns))
    found = dictionary.code(segment.cut(anonymised, unit), anonymised, book({"id": "i1", "phrase": "very slow"}))
    assert found["start"].tolist() == [said.rindex("very slow")]


def test_an_interviewer_is_not_coded():
    assert coded("It was very slow.", is_interviewer=True).empty


BOOK = book(
    {"id": "i1", "phrase": "very slow", "except": ["very slow lane"], "negation": "cancel"},
    {"id": "i2", "pattern": [{"LOWER": "we"}, {"OP": "?"}, {"LOWER": {"IN": ["asked", "ask"]}}]},
)
SAID = st.lists(
    st.sampled_from(["very slow", "very", "slow", "lane", "not", "we", "asked", "[P1]", "(laughs)", ".", "\n", "  "]),
    max_size=12,
).map(" ".join)


def frames_of(texts):
    segments, events = [], []
    base = dict.fromkeys(["kind", "locator", "text_sha256", "raw_sha256", "participant_id"], "") | {
        "case_id": "a",
        "source_id": "a-i01",
        "is_interviewer": False,
    }
    place = 0
    for number, text in enumerate(texts, 1):
        row = base | {"turn": number, "start": place, "end": place + len(text), "text": text, "layer": "speech"}
        segments.append(row | {"segment_id": f"a-i01:{number}.1", "part": 1, "words": 1, "left_out": ""})
        at = text.find("(laughs)")
        if at >= 0:
            events.append(row | {"start": place + at, "end": place + at + 8, "text": "(laughs)", "layer": "event"})
        place += len(text) + 1
    return (
        pd.DataFrame(segments, columns=list(CONTRACTS["segments"].columns)),
        pd.DataFrame(events, columns=list(CONTRACTS["anonymised"].columns)),
    )


@given(st.lists(SAID, min_size=1, max_size=6), st.integers(0, 6))
def test_how_segments_are_spread_over_batches_changes_no_coding(texts, cut):
    segments, events = frames_of(texts)
    whole = dictionary.code(segments, events, BOOK)
    parts = [dictionary.code(part, events, BOOK) for part in (segments.iloc[:cut], segments.iloc[cut:]) if len(part)]
    pd.testing.assert_frame_equal(
        whole.astype(object), pd.concat(parts, ignore_index=True).astype(object), check_dtype=False
    )
    text = "\n".join(texts)
    for row in whole.itertuples():
        assert text[row.start : row.end] == row.exact
        assert row.exact.split()[0].lower() in {"very", "we"} and not row.exact.endswith(")")


PATTERNS = [
    [{"LOWER": {"IN": ["ask", "asked"]}}, {"OP": "?"}, {"LOWER": "practices"}],
    [{"LOWER": "very", "OP": "+"}, {"LOWER": "slow"}],
    [{"LOWER": {"REGEX": "^slow"}}, {"LOWER": {"IN": ["work", "ask"]}, "OP": "*"}],
    [{"LOWER": {"IN": ["work"]}, "OP": "?"}, {"TEXT": "Practices"}],
]


@given(
    st.lists(
        st.sampled_from(["ask", "asked", "the", "practices", "Practices", "very", "slow", "slowly", "work", "."]),
        max_size=12,
    )
)
def test_patterns_that_are_passed_over_would_not_have_hit(words):
    coder = dictionary.Coder(book(*({"id": f"i{n}", "pattern": pattern} for n, pattern in enumerate(PATTERNS))))
    some = list(coder.hits(" ".join(words)))
    coder._candidates = lambda _: sorted(coder.patterns)
    assert list(coder.hits(" ".join(words))) == some
