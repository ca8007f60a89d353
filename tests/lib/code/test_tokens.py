"""Words are tokens of their own whatever sign stands at their edges; what belongs together isn't cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.code import tokens

SIGNS = '-–—‑,.;:!?…"“”()[]{}<>=|/\\*#^~•«»„§'
AT_EDGES = SIGNS + "'’‘_@$%°&"


def words(text):
    return [token.text for token in tokens.Tokens(text, []).doc]


@pytest.mark.parametrize("sign", AT_EDGES)
def test_a_sign_at_a_word_s_edge_is_no_part_of_it(sign):
    for text in (f"a delay{sign} I mean", f"a {sign}delay now", f"a delay{sign}", f"{sign}{sign}delay{sign}{sign}"):
        assert "delay" in words(text), text


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_between_words_parts_them(sign):
    for text in (f"a delay{sign}I mean", f"a delay{sign}then", f"well{sign}delay", f"a delay{sign}{sign}then"):
        assert "delay" in words(text), text


@pytest.mark.parametrize(
    "text",
    [
        "U.S. e.g. Dr. Ph.D. p.m.", "R&D Q&A covid-19 C++ A+", "3.5 10:30 24/7 1,000",
        "www.nhs.uk a@b.org https://x.org/a.b", "o'clock rock'n'roll l'attente", "यह बहुत धीमा है", ":) :-)",
    ],
)  # fmt: skip
def test_what_belongs_together_is_one_token(text):
    assert words(text) == text.split()


def test_signs_of_scripts_without_blanks_are_tokens():
    assert words("A股很慢。") == ["A", "股", "很", "慢", "。"]
    assert words("한국어 말") == ["한국어", "말"]


def test_an_s_and_a_negation_are_tokens_of_their_own():
    assert words("the practice's didn’t - I.") == ["the", "practice", "'s", "did", "n't", "-", "I", "."]


@given(st.text(st.sampled_from("aB1 -—.,'’()[]|\n\u0301\u00a0"), max_size=30))
def test_tokens_lie_where_they_stand(text):
    cut = tokens.Tokens(text, [])
    for place, token in enumerate(cut.doc):
        start, end = cut.span(place, place + 1)
        assert token.is_space or tokens.plain(text[start:end]) == token.text.strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ジョン・スミス", "ジ ョ ン ・ ス ミ ス"),
        ("ｶﾞｲﾄﾞ", "ｶﾞ ｲ ﾄﾞ"),
        ("か\u3099くA", "か\u3099 く A"),
        ("待つ・delay", "待 つ ・ delay"),
        ("待つ・3", "待 つ ・ 3"),
        ("3・待つ", "3 ・ 待 つ"),
        ("ｶﾞ・3日", "ｶﾞ ・ 3 日"),
        ("待つ。3日", "待 つ 。 3 日"),
        ("3.5時間", "3.5 時 間"),
    ],
)
def test_japanese_signs_are_cut_with_their_marks(text, found):
    assert [token.text for token in tokens.cut(text)] == found.split()
