"""However a tool counts characters, its selections come to the words that they mean."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.exchange import refi
from multicase.exchange.counting import Selection, agreement, count, written
from other_tools import ATLAS, BYTES, MAXQDA, NVIVO, Tool, project

TEXT = "We said 😀 so.\nIt was “very slow”\nat the café 𝒳 and\nnobody minded at all 😀😀 until\nthe end of the year."
WORDS = ("very slow", "slow”\nat the café", "nobody minded at all 😀😀 until\nthe end", "the year")
SPANS = [(TEXT.index(words), TEXT.index(words) + len(words)) for words in WORDS]


@pytest.mark.parametrize("name", ["full", "cut", "cut with …", "empty", "positions"])
@pytest.mark.parametrize(
    "tool", [NVIVO, ATLAS, MAXQDA, BYTES, Tool(inline=True), Tool(crlf=True, two=True, bom=True, counted=True)]
)
def test_every_tool_is_understood_whatever_it_calls_its_selections(tool, name):
    imported = refi.read(project(TEXT, SPANS, Tool(**(vars(tool) | {"name": name}))), "p.qdpx")
    assert [(coding.start, coding.end) for coding in imported.codings] == SPANS
    assert [coding.exact for coding in imported.codings] == list(WORDS)
    assert imported.sources[0].text == TEXT


@pytest.mark.parametrize(
    ("tool", "said"),
    [
        (NVIVO, "UTF-16 units, line ends as written (told by their quotes)"),
        (ATLAS, "code points, line ends CR LF as one (told by their quotes)"),
        (BYTES, "UTF-8 bytes, line ends as written (told by their quotes)"),
        (MAXQDA, "code points, line ends as written (told by where words begin and end)"),
        (Tool(crlf=True, two=True, bom=True, counted=True), "code points, line ends as written, byte order mark counted"),
    ],
)  # fmt: skip
def test_the_choice_is_told(tool, said):
    assert refi.read(project(TEXT, SPANS, tool), "p.qdpx").sources[0].counting.startswith(said)


def test_what_nothing_tells_is_counted_as_the_standard_has_it_and_said():
    counted = count(written("😀abcdefgh"), [Selection(5, 6)])
    assert counted.spans == ((5, 6),)
    assert "check" in counted.how


def test_where_every_way_agrees_there_is_nothing_to_tell():
    assert "every way" in count(written("It was slow."), [Selection(7, 11, "other")]).how


@pytest.mark.parametrize("position", [(50, 60), (5, 3), (-1, 3), (2, 3)])
def test_positions_that_are_none_are_no_spans(position):
    counted = count(written("a😀b, and\nso on"), [Selection(*position), Selection(0, 3, "a😀")], units=["UTF-16 units"])
    assert counted.spans == (None, (0, 2))


def test_a_position_between_cr_and_lf_is_that_of_the_line_end():
    text = written("slow\r\nso")
    assert count(text, [Selection(0, 5, "slow"), Selection(6, 8, "so")]).spans == ((0, 4), (5, 7))


@pytest.mark.parametrize(
    ("name", "words", "points"),
    [
        ("very slow", "very slow", 3),
        ("very\r\nslow", "very\nslow", 3),
        ("very slow ", "very\nslow", 2),
        ("very…", "very slow", 1),
        ("very ...", "very slow", 1),
        ("nobody minded", "nobody minded at all", 1),
        ("very", "very slow", 0),
        ("", "very slow", 0),
        ("12,16", "slow", 0),
        ("...", "slow", 0),
        ("slow", "", 0),
    ],
)
def test_how_well_a_name_quotes(name, words, points):
    assert agreement(name, words) == points


# Words that no other contains, of letters of every width, so that a quote stands in one place only.
LETTERS = st.text(alphabet="aé€😀𝒳ｦ", max_size=4)


@st.composite
def texts_and_spans(draw):
    parts = draw(st.lists(st.tuples(LETTERS, st.sampled_from([" ", "\n", "\n\n", " 😀 "])), min_size=1, max_size=12))
    text, words = "", []
    for number, (letters, gap) in enumerate(parts):
        word = f"<{number}{letters}>"
        words.append((len(text), len(text) + len(word)))
        text += word + gap
    picks = draw(st.lists(st.tuples(st.sampled_from(words), st.sampled_from(words)), min_size=1, max_size=6))
    return text, [(min(a[0], b[0]), max(a[1], b[1])) for a, b in picks]


TOOLS = st.builds(
    lambda unit, crlf, two, bom, counted, braces, inline: Tool(
        unit, crlf and not inline, two, bom and not inline, counted and bom and not inline, braces, inline=inline
    ),
    st.sampled_from(["code points", "UTF-16 units", "UTF-8 bytes"]),
    *[st.booleans()] * 6,
)


@given(texts_and_spans(), TOOLS)
def test_quotes_lead_to_the_exact_spans(made, tool):
    text, spans = made
    made = project(text.replace("<", "‹").replace(">", "›"), spans, tool)
    assert [(coding.start, coding.end) for coding in refi.read(made, "p.qdpx").codings] == spans


@given(
    st.text(st.characters(codec="utf-8")),
    st.lists(st.tuples(st.integers(-2, 99), st.integers(-2, 99), st.text(max_size=5))),
)
def test_no_text_and_no_position_breaks_it(raw, given_selections):
    text = written(raw)
    counted = count(text, [Selection(*sel) for sel in given_selections])
    assert len(counted.spans) == len(given_selections)
    assert all(span is None or 0 <= span[0] <= span[1] <= len(text.text) for span in counted.spans)
    assert "\r" not in text.text


GERMAN = "Also für mich war es schön, später wurde es schwieriger, weil überall Lehrkräfte fehlten und größere Wege."


@pytest.mark.parametrize("side", ["start", "end"])
def test_a_single_end_inside_a_word_tells_no_other_way_of_counting(side):
    words = [match.span() for match in re.finditer(r"\w+", GERMAN)]
    for (start, _), (_, end) in combinations(words, 2):
        span = (start + 1, end) if side == "start" else (start, end - 1)
        assert count(written(GERMAN), [Selection(*span)]).spans == (span,)
