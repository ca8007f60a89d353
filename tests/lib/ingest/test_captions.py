"""Captions: every word once, in its place, by the voice that the file names; what is none is left out with a reason."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.ingest import readers
from multicase.ingest.blocks import COMMENT, HIDDEN, REPEATED, SECOND_LABEL, SETTING, STAMP
from multicase.ingest.limits import Budget, Limits
from multicase.study.problems import StudyError

SECRET = "heron"


def clock(seconds, mark="."):
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}000"


def time(n, mark="."):
    return f"{clock(n, mark)} --> {clock(n + 1, mark)}"


def vtt(*cues, header="WEBVTT", between="\n\n"):
    """A file with one time line above each cue's words."""
    return between.join([header, *(f"{time(n)}\n{words}" for n, words in enumerate(cues))]) + "\n"


def srt(*cues):
    return "\n".join(f"{n}\n{time(n, ',')}\n{words}\n" for n, words in enumerate(cues, 1))


def read(text, format=None):
    return readers.read(text.encode(), format or ("vtt" if text.startswith("WEBVTT") else "srt"), "a-i01")


def said(text, format=None):
    return [(block.speaker, block.text) for block in read(text, format).blocks]


def words(text, format=None):
    return [block.text for block in read(text, format).blocks]


def left(text, format=None):
    return [(out.text, out.reason) for out in read(text, format).left_out]


def refused(text, format=None):
    """The places of the lines that are refused; no word of the file is told."""
    with pytest.raises(StudyError) as caught:
        read(text, format)
    assert SECRET not in str(caught.value)
    assert {problem.file for problem in caught.value.problems} == {"a-i01"}
    return [problem.place for problem in caught.value.problems]


# --- tools ---


TOOLS = {
    "Teams": (
        "WEBVTT\n\n7f3e2a10-0b1c-4d2e-9f00-aa12bb34cc56/12-0\n00:00:03.540 --> 00:00:05.850\n<v Ada Miller>The gate was\nopen.</v>\n\n"
        "7f3e2a10-0b1c-4d2e-9f00-aa12bb34cc56/13-1\n00:00:06.540 --> 00:00:07.850\n<v Tom Reed>Who left it?</v>\n",
        [("Ada Miller", "The gate was open."), ("Tom Reed", "Who left it?")],
        [],
    ),
    "Stream": (
        'WEBVTT\n\nNOTE duration:"00:06:36"\n\nNOTE language:en-us\n\nNOTE Confidence: 0.89\n\n8e1f6a5b-77aa-4c1d-8e2f-0123456789ab\n'
        "00:00:00.000 --> 00:00:05.000\nThe gate.\n\nNOTE Confidence: 0.91\n\n9e1f6a5b-77aa-4c1d-8e2f-0123456789ab\n00:00:05.000 --> 00:00:06.000\nWho?\n",
        [("", "The gate."), ("", "Who?")],
        [('duration:"00:06:36"', COMMENT), ("language:en-us", COMMENT), ("Confidence: 0.89", COMMENT), ("Confidence: 0.91", COMMENT)],
    ),
    "Zoom": (
        "WEBVTT\r\n\r\n1\r\n00:00:03.540 --> 00:00:05.850\r\nAda Miller: The gate.\r\n\r\n2\r\n00:00:06.540 --> 00:00:07.850\r\nTom Reed: Who?\r\n",
        [("", "Ada Miller: The gate."), ("", "Tom Reed: Who?")],
        [],
    ),
    "Whisper": (
        "WEBVTT\n\n00:00.000 --> 00:02.000\n How many?\n\n00:02.000 --> 00:04.000\n 12\n\n00:04.000 --> 00:05.000\n 13\n\n",
        [("", "How many?"), ("", "12"), ("", "13")],
        [],
    ),
    "WhisperX": (
        "WEBVTT\n\n00:00.031 --> 00:02.000\n[SPEAKER_00]: So?\n\n00:02.000 --> 00:04.000\n[SPEAKER_01]: It leaks.\n",
        [("", "[SPEAKER_00]: So?"), ("", "[SPEAKER_01]: It leaks.")],
        [],
    ),
    "noScribe": (
        "WEBVTT talk\n\nNOTE\nmade by a tool\n\n1\n00:00:00.000 --> 00:01:16.400\n<v >(1 minute pause)\n\n2\n00:01:16.400 --> 00:01:28.180\n<v S04>Helper: \n\n"
        "3\n00:01:16.400 --> 00:01:28.180\n<v S04>[00:01:16]\n\n4\n00:01:16.400 --> 00:01:28.180\n<v S04>We shut at nine.\n",
        [("", "(1 minute pause)"), ("S04", "We shut at nine.")],
        [("talk", SETTING), ("made by a tool", COMMENT), ("Helper:", SECOND_LABEL), ("[00:01:16]", STAMP)],
    ),
    "Premiere": (
        "\ufeff1\n00:00:00,000 --> 00:00:02,120\nThe gate was\nopen.\n\n2\n00:00:02,120 --> 00:00:03,000\nWho left it?\n",
        [("", "The gate was open."), ("", "Who left it?")],
        [],
    ),
    "Otter": (
        "1\n00:00:00,000 --> 00:00:02,120\nAda Miller: The gate.\n\n2\n00:00:02,120 --> 00:00:03,000\nTom Reed: Who?\n",
        [("", "Ada Miller: The gate."), ("", "Tom Reed: Who?")],
        [],
    ),
    "Rev": (
        "1\n00:00:00,000 --> 00:00:02,120\n- Was it open?\n- Who left it?\n\n2\n00:00:02,120 --> 00:00:03,000\n- Not me,\nI was home.\n",
        [("", "- Was it open?"), ("", "- Who left it?"), ("", "- Not me, I was home.")],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS)
def test_what_tools_write(tool):
    text, expected, out = TOOLS[tool]
    assert said(text, "vtt" if text.startswith("WEBVTT") else "srt") == expected
    assert left(text, "vtt" if text.startswith("WEBVTT") else "srt") == out


def rolling(lines):
    """As a video site rolls captions up: the line before and a new one, then for 10 ms the new one alone."""
    cues, before = [], " "
    for line in lines:
        first, *others = line.split()
        tagged = first + "".join(f"<00:00:01.{n:03}><c> {word}</c>" for n, word in enumerate(others))
        cues += [f"{before}\n{tagged}", f"{line}\n "]
        before = line
    return vtt(*cues, header="WEBVTT\nKind: captions\nLanguage: en")


def test_rolling_captions_give_each_line_once():
    lines = ["we lost the boat", "and then the house", "yes", "yes", "and more", "of it"]
    assert words(rolling(lines)) == lines
    out = left(rolling(lines))
    assert out[0] == ("Kind: captions Language: en", SETTING)
    assert sorted(out[1:]) == sorted([(line, REPEATED) for line in lines] + [(line, REPEATED) for line in lines[:-1]])


def test_captions_that_roll_without_a_cue_between():
    lines = [f"line {n} of them" for n in range(6)]
    text = vtt(lines[0], *(f"{a}\n{b}" for a, b in pairwise(lines)))
    assert words(text) == lines
    assert left(text) == [(line, REPEATED) for line in lines[:-1]]
    assert [out.locator for out in read(text).left_out] == [f"cue {n}" for n in range(2, 7)]


def test_captions_that_roll_by_three_lines_and_pause():
    lines = ["one", "two", "yes", "yes", "three", "four", "five"]
    windows = ["\n".join(lines[n : n + 3]) for n in range(5)]
    paused = [cue for window in windows for cue in (window, " ")]
    assert " ".join(words(vtt(*windows))).split() == lines
    assert " ".join(words(vtt(*paused))).split() == lines


@pytest.mark.parametrize(
    "cues",
    [
        ["Yes."] * 8,  # nothing new is ever added
        ["one", "one\ntwo", "two\nthree", "three\nfour"],  # too few to tell
        ["one", "one\ntwo", "two\nthree", "four", "five", "six", "six"],  # three pairs of six
        ["<v Ada>yes", "<v Tom>yes\n<v Ada>no", "<v Tom>no\n<v Ada>so", "<v Tom>so\n<v Ada>on", "<v Tom>on\n<v Ada>up"],
    ],
)
def test_people_say_the_same_words_twice(cues):
    heard = " ".join(words(vtt(*cues))).split()
    assert heard == " ".join(cues).replace("<v Ada>", "").replace("<v Tom>", "").split()
    assert left(vtt(*cues)) == []


# --- time lines ---


@pytest.mark.parametrize(
    "line",
    [
        "00:05.000 --> 00:07.000", "00:00:05,000 --> 00:00:07,000", "0:00:05.0 --> 0:00:07.25", "100:00:05.000 --> 100:00:07.000",
        "00:05-->00:07", "  00:00:05.000\t-->  00:00:07.000  ", "75:00.000 --> 75:01.000",
    ],
)  # fmt: skip
@pytest.mark.parametrize("format", ["vtt", "srt"])
def test_time_lines_in_all_their_spellings(line, format):
    head = "WEBVTT\n\n" if format == "vtt" else ""
    text = f"{head}{line}\nOne.\n\n{line}\nTwo.\n"
    assert words(text, format) == ["One.", "Two."]
    assert left(text, format) == []


def test_settings_are_left_out_and_words_behind_the_times_are_not():
    text = f"WEBVTT\n\n{time(0)} align:start position:0% line: -1\nOne.\n\n{time(1)} Two\nthree.\n"
    assert words(text) == ["One.", "Two three."]
    assert left(text) == [("align:start position:0% line: -1", SETTING)]
    assert left(f"1\n{time(0)} X1:63 X2:223\nOne.\n") == [("X1:63 X2:223", SETTING)]


BROKEN = [
    "00:05.000 -> 00:07.000", "00:05.000 —> 00:07.000", "00:05.000 --&gt; 00:07.000", "00:05.000 -- > 00:07.000",
    "00:05.000 > 00:07.000", "00:05.000 → 00:07.000", "00:05.000 - 00:07.000", "00:05.000 00:07.000", "00:05 -> 00:07",
    "00:0x.000 --> 00:07.000", "00:05.000 -->", "--> 00:07.000", "00:05.000 --> 00:07:", "00:05.000 -> 0007.000",
    "00.05.000 --> 00.07.000", "00:00:05:000 --> 00:00:07:000", "00:05.0001 --> 00:07.0002", "00: 00: 05, 000 --> 00: 00: 07, 000",
    "[00:05.000 --> 00:07.000] heron", "2 00:05.000 --> 00:07.000", "I saw a heron. 00:05.000 --> 00:07.000", "I saw a heron. 00:05.000 -> 00:07.000",
]  # fmt: skip


@pytest.mark.parametrize("line", BROKEN)
@pytest.mark.parametrize("format", ["vtt", "srt"])
def test_broken_time_lines_are_refused(line, format):
    head = "WEBVTT\n\n" if format == "vtt" else "\n\n"
    assert refused(f"{head}{time(0)}\nI saw a heron.\n\n{line}\nA heron.\n\n{time(9)}\nHeron.\n", format) == ["line 6"]


def test_all_broken_time_lines_are_refused_at_once():
    text = f"1\n{time(0)}\nA heron.\n\n2\nxx --> yy\nHeron.\n\n3\n00:05.000 -> 00:06.000\nHeron.\n\n12\n00:0:5,0 --- > 00:07,0\nHeron.\n"
    assert refused(text) == ["line 6", "line 10", "line 14"]


@pytest.mark.parametrize(
    "line",
    [
        "It was 3 > 2.", "Click File --> Open.", "We moved from 09:00 -> 17:00.", "- We met at 10:30.", "09:00 - 17:00", "5 -> 6",
        "At 10:30 >> no.", "My laps were 1:05.2, 1:07.3", "3 > 10:30", "He said — 10:00 — no.", "3:1 > 2:1",
    ],
)  # fmt: skip
def test_speech_with_times_and_arrows_is_speech(line):
    assert words(vtt("One.", line)) == ["One.", line]
    assert words(srt("One.", line)) == ["One.", line]
    assert words(vtt("One.", line.replace(" > ", " &gt; "))) == ["One.", line]


def test_times_far_behind_words_are_speech():
    line = "We count " + "1 2 3 4 5 " * 6 + "09:00 -> 17:00"
    assert words(vtt(line)) == [line]


def test_times_in_tags_and_comments_are_no_time_lines():
    assert words(vtt("<00:00:01.000>10:30 was")) == ["10:30 was"]
    assert left(vtt("One.\n\nNOTE was 00:05.000 -> 00:07.000")) == [("was 00:05.000 -> 00:07.000", COMMENT)]


def test_a_file_without_a_cue_is_refused():
    with pytest.raises(StudyError, match="no cue with a time"):
        read("WEBVTT\n\nheron\n")
    assert refused("1\nheron\n") == [""]


def test_a_file_past_the_limit_is_refused():
    with pytest.raises(StudyError, match="more than 1 MB"):
        readers.read(srt("x" * 1_000_000).encode(), "srt", "s", Budget("s", Limits(megabytes=1)))


# --- lines and identifiers ---


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks(end, mark):
    assert words(mark + srt("One\ntwo.", "Three.").replace("\n", end), "srt") == ["One two.", "Three."]
    assert words(mark + vtt("One\ntwo.", "Three.").replace("\n", end), "vtt") == ["One two.", "Three."]


def test_files_put_one_behind_the_other():
    text = f"1\n{time(0)}\nOne.\n\n\ufeff1\n{time(0)}\nTwo.\n"
    assert words(text) == ["One.", "Two."]
    assert left(text) == []


def test_how_the_text_was_read_is_told():
    assert readers.read(srt("Caf\xe9.").encode("cp1252"), "srt", "s").notes != []
    assert read(srt("Caf\xe9.")).notes == []


def test_blocks_stand_where_their_cue_does():
    text = vtt("<v Ada>One.</v>\n<v Tom>Two.</v>", " ", "Three.")
    assert [block.locator for block in read(text).blocks] == ["cue 1", "cue 1", "cue 3"]


@pytest.mark.parametrize("identifiers", [False, True])
def test_words_behind_a_blank_line_are_words_of_the_cue(identifiers):
    one, two = ("1\n", "2\n") if identifiers else ("", "")
    text = f"WEBVTT\n\n{one}{time(0)}\n<v Ada>We lost the boat\n\nand then\n\n\nthe house.\n\n{two}{time(1)}\nGo on.\n\nOr not.\n"
    assert said(text) == [("Ada", "We lost the boat and then the house."), ("", "Go on. Or not.")]
    assert left(text) == []


def test_a_line_above_a_time_line_is_words_where_others_have_no_identifier():
    text = f"WEBVTT\n\n{time(0)}\nOne\n\ntwo\n{time(1)}\nThree.\n\n{time(2)}\nFour.\n"
    assert words(text) == ["One two", "Three.", "Four."]
    assert words(text.replace("two", "12")) == ["One 12", "Three.", "Four."]
    assert left(text) == []


def test_identifiers_with_words_are_left_out():
    text = f"WEBVTT\n\nIntro\n{time(0)}\nOne.\n\ncue two\n{time(1)}\nTwo.\n\n3\n{time(2)}\nThree.\n\nab12-3f/4-0\n{time(3)}\nFour.\n"
    assert words(text) == ["One.", "Two.", "Three.", "Four."]
    assert left(text) == [("Intro", SETTING), ("cue two", SETTING)]
    assert [out.locator for out in read(text).left_out] == ["cue 1", "cue 2"]


def test_numbers_that_count_up_are_identifiers_even_where_most_cues_have_none():
    cues = [f"{time(n)}\nw{n}." for n in range(6)]
    cues[1], cues[3] = "2\n" + cues[1], "4\n" + cues[3]
    assert words("WEBVTT\n\n" + "\n\n".join(cues)) == [f"w{n}." for n in range(6)]
    cues[1] = cues[1].replace("2\n", "9\n", 1)
    assert words("WEBVTT\n\n" + "\n\n".join(cues)) == ["w0. 9", "w1.", "w2. 4", "w3.", "w4.", "w5."]
    assert words("\n\n".join(cues), "srt") == [f"w{n}." for n in range(6)]  # SubRip numbers are in any order


def test_cues_without_a_blank_line_between():
    assert words(srt("One.", "Two.", "Three.").replace("\n\n", "\n")) == ["One.", "Two.", "Three."]
    assert words(vtt("One.", "Two.", "Three.", between="\n")) == ["One.", "Two.", "Three."]


def test_blank_lines_everywhere():
    assert words(srt("One\ntwo.", "Three.", "Four.").replace("\n", "\n\n")) == ["One two.", "Three.", "Four."]


@pytest.mark.parametrize(
    ("before", "cues"),
    [
        ("", ["How far?", "1", "2", "3", "4", "5", "6"]),  # none stands before the first time line
        ("7\n\n", ["One.", "Two.", "9", "Three.", "Four."]),  # most cues have none
        ("7\n\n", ["3", "9", "5"]),  # they don't count up
    ],
)
def test_numbers_above_a_blank_line_are_words(before, cues):
    assert words(before + vtt(*cues, header="").lstrip()) == [*before.split(), *cues]


def test_a_huge_number_is_no_cue_number():
    one, other = "8" * 5000, "9" * 5000
    cues = [f"{time(n)}\nw{n}." for n in range(6)]
    cues[1], cues[3] = f"{one}\n{cues[1]}", f"{other}\n{cues[3]}"
    assert words("WEBVTT\n\n" + "\n\n".join(cues)) == [f"w0. {one}", "w1.", f"w2. {other}", "w3.", "w4.", "w5."]


# --- what WebVTT sets apart ---


def test_header_styles_regions_and_comments_are_left_out():
    text = (
        f"WEBVTT - A talk\nKind: captions\n\nX-TIMESTAMP-MAP=LOCAL:0\n\nSTYLE\n::cue {{ color: red }}\n\n::cue(b) {{}}\n\nREGION\nid:fred\n\n"
        f"NOTE by us\nand them\n\n{time(0)}\nOne.\n\nNOTE\nlater\n\n{time(1)}\nTwo.\n"
    )
    assert words(text) == ["One.", "Two."]
    assert left(text) == [
        ("- A talk Kind: captions", SETTING), ("X-TIMESTAMP-MAP=LOCAL:0", SETTING), ("::cue { color: red }", SETTING), ("::cue(b) {}", SETTING),
        ("id:fred", SETTING), ("by us and them", COMMENT), ("later", COMMENT),
    ]  # fmt: skip
    assert read(text).left_out[0].locator == "line 1"
    assert read(text).left_out[-1].locator == "line 20"


def test_a_comment_ends_at_a_time_line():
    text = f"WEBVTT\n\nNOTE us\n{time(0)}\nOne.\n\nNOTE them\n7\n{time(1)}\nTwo.\n\n8\n{time(2)}\nThree.\n"
    assert words(text) == ["One.", "Two.", "Three."]
    assert left(text) == [("us", COMMENT), ("them", COMMENT)]


def test_words_that_look_like_comments_are_words():
    assert words(vtt("NOTE that.", "So\nNOTE this.", "One.\n\nSTYLE is all.\n\nNOTES.")) == [
        "NOTE that.", "So NOTE this.", "One. STYLE is all. NOTES.",
    ]  # fmt: skip
    assert words(srt("One.\n\nNOTE this.")) == ["One. NOTE this."]


def test_words_before_the_first_cue_are_kept():
    text = f"Ada &amp; Tom\n<i>talk</i>\n\n1\n{time(0)}\nOne.\n"
    assert [(block.text, block.locator) for block in read(text).blocks] == [
        ("Ada & Tom", "line 1"),
        ("talk", "line 2"),
        ("One.", "cue 1"),
    ]
    assert left(text) == []


def test_webvtt_that_is_declared_as_srt_is_read_as_what_it_is():
    assert said(vtt("<v Ada>One.", header="WEBVTT talk"), "srt") == [("Ada", "One.")]


# --- voices, tags, entities ---


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("<v Ada>One.</v>", [("Ada", "One.")]),
        ("<v.loud.first Ada  Miller >One.", [("Ada Miller", "One.")]),
        ("<v Tom &amp; Ada>One.", [("Tom & Ada", "One.")]),
        ("<v Ada>One.\n<v Tom>Two\nthree.", [("Ada", "One."), ("Tom", "Two three.")]),
        ("<v Ada>One.</v> <v Ada>Two.</v>", [("Ada", "One."), ("Ada", "Two.")]),
        ("So <v Ada>one</v> two.", [("", "So"), ("Ada", "one"), ("", "two.")]),
        ("<v Ada>One.</v Ada> two", [("Ada", "One."), ("", "two")]),
        ("<V Ada><I>One.</I></V>", [("Ada", "One.")]),
        ("<v >One.", [("?", "One.")]),
        ("<v>One.", [("?", "One.")]),
        ("<v &nbsp;>One.", [("?", "One.")]),
        ("<v >(a pause)", [("", "(a pause)")]),
        ("<v >Ada: One.", [("", "Ada: One.")]),
        ("<v Ada></v><v Tom>One.", [("Tom", "One.")]),
        ("<v Ada>One\n- Two\nTom: three", [("Ada", "One"), ("Ada", "- Two"), ("Ada", "Tom: three")]),
        ("<v Ada One", [("", "<v Ada One")]),
    ],
)
def test_voices(cue, expected):
    assert said(vtt(cue, "Last.")) == [*expected, ("", "Last.")]
    assert left(vtt(cue)) == []


@pytest.mark.parametrize(
    ("cue", "shown"),
    [
        (
            "<c.yellow.b>a</c> <i>b</i> <b>c</b> <u>d</u> <ruby>e</ruby> <lang>f</lang>g<00:00:01.000>h<01:02.5>i",
            "a b c d e fghi",
        ),
        ("<inaudible> 3 < 5 > 2 A<B <laughs> <video> <code>", "<inaudible> 3 < 5 > 2 A<B <laughs> <video> <code>"),
        ("<font color=red>a</font> <s>b</s> {\\an8}c", "<font color=red>a</font> <s>b</s> {\\an8}c"),
        ("&lt;i&gt; &amp;amp; &#39;&#x27;&rlm; a&nbsp;b AT&T", "<i> &amp; ''\u200f a\xa0b AT&T"),
        ("&nbsp;\na", "a"),
    ],
)
def test_webvtt_tags_and_entities(cue, shown):
    assert words(vtt(cue)) == [shown]
    assert left(vtt(cue)) == []


@pytest.mark.parametrize(
    ("cue", "shown"),
    [
        ('<I>a</I> <b>b</b> <u>c</u> <s>d</s> <font color="#fff">e</font> {\\an8}f{\\pos(1,2)}g', "a b c d e fg"),
        ("<inaudible> <v Ada> <c>3 < 5</c> <small> {\\ {b}", "<inaudible> <v Ada> <c>3 < 5</c> <small> {\\ {b}"),
        ("&lt;i&gt; &amp;amp; &#39; a&nbsp;b", "<i> &amp; ' a\xa0b"),
    ],
)
def test_subrip_tags_and_entities(cue, shown):
    assert words(srt(cue)) == [shown]
    assert left(srt(cue)) == []


def test_reading_aids_and_what_tags_hold_are_left_out():
    text = vtt(
        "<ruby>a<rt>x &amp; y</rt>b<rt>z</ruby>c <rt>d</rt>", "<lang en>e</lang> <i think so>f", "<ruby>g<rt>u<v Tom>h"
    )
    assert said(text) == [("", "abc d"), ("", "e f"), ("", "g"), ("Tom", "h")]
    assert left(text) == [("x & y", HIDDEN), ("z", HIDDEN), ("en", SETTING), ("think so", SETTING), ("u", HIDDEN)]


# --- blocks of a cue ---


@pytest.mark.parametrize(
    ("cue", "blocks"),
    [
        ("One\ntwo", ["One two"]),
        ("- Yes.\n- No.", ["- Yes.", "- No."]),
        ("Yes.\n–No.\n-5 now", ["Yes. –No. -5 now"]),
        ("-Yes.\n-No.\n– Well", ["-Yes.", "-No.", "– Well"]),
        (">> Yes.\nso\n>>No.\n>>> Oh.", [">> Yes. so", ">>No.", ">>> Oh."]),
        ("Ada: one\ntwo\nTom: three", ["Ada: one two", "Tom: three"]),
        ("Ada:\none\nTom:\ntwo", ["Ada: one", "Tom: two"]),
        ("one >> two", ["one >> two"]),
    ],
)
def test_a_line_that_shows_another_speaker_begins_a_block(cue, blocks):
    assert words(srt(cue)) == blocks
    assert words(vtt(cue.replace(">>", "&gt;&gt;"))) == blocks


def test_labels_alone_and_stamps():
    text = vtt(
        "<v S04>Helper：",
        "<v S04>[00:01:16]",
        "<v >Cook:",
        "<v S04>Ask: him.",
        "Ada:",
        "We went.",
        "(1:16.5)",
        "10:30",
        "#00:01:16-5#",
    )
    assert said(text) == [("", "Cook:"), ("S04", "Ask: him."), ("", "Ada:"), ("", "We went."), ("", "10:30")]
    assert left(text) == [
        ("Helper：", SECOND_LABEL),
        ("[00:01:16]", STAMP),
        ("(1:16.5)", STAMP),
        ("#00:01:16-5#", STAMP),
    ]


# --- conservation ---

VOICES = ["Ada Miller", "Tom", "S04"]


@st.composite
def files(draw):
    """A file; its words with who speaks them, in order; and what is none, with the reason."""
    is_vtt = draw(st.booleans())
    numbered = draw(st.booleans())
    counter = iter(range(10**6))
    shown, other = [], []

    def word(reason=None, speaker=""):
        new = f"w{next(counter)}"
        shown.append((speaker, new)) if reason is None else other.append((new, reason))
        return new

    def piece(speaker):
        kinds = ["plain", "tagged", "entity", "unknown", "blank", "break", *(["ruby", "stamp"] if is_vtt else ["font"])]
        out = []
        for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=5)):
            match kind:
                case "plain":
                    out.append(word(speaker=speaker))
                case "tagged":
                    out.append(f"<i>{word(speaker=speaker)}</i>")
                case "entity":
                    out.append(f"&lt; {word(speaker=speaker)} &amp;")
                case "unknown":
                    out.append(f"<{word(speaker=speaker)}>")
                case "blank":
                    out.append(f"{word(speaker=speaker)}\n\n{word(speaker=speaker)}")
                case "break":
                    out.append(f"{word(speaker=speaker)}\n- {word(speaker=speaker)}")
                case "ruby":
                    out.append(f"<ruby>{word(speaker=speaker)}<rt>{word(HIDDEN)}</rt></ruby>")
                case "stamp":
                    out.append(f"<00:00:01.000><c.x> {word(speaker=speaker)}</c>")
                case "font":
                    out.append(f'{{\\an8}}<font size="2">{word(speaker=speaker)}</font>')
        return " ".join(out)

    def cue():
        if not is_vtt or draw(st.booleans()):
            return piece("")
        pieces = [piece("")] if draw(st.booleans()) else []
        for _ in range(draw(st.integers(1, 3))):
            speaker = draw(st.sampled_from(VOICES))
            pieces.append(f"<v {speaker}>{piece(speaker)}{draw(st.sampled_from(['', '</v>']))}")
        return draw(st.sampled_from(["", " ", "\n"])).join(pieces)

    parts = [f"WEBVTT {word(SETTING)}"] if is_vtt else []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        if is_vtt and draw(st.booleans()):
            parts.append(f"NOTE {word(COMMENT)}\n{word(COMMENT)}")
        identifier = draw(st.sampled_from([f"{number}\n", f"{number}ab-0\n"])) if numbered else ""
        if numbered and draw(st.booleans()):
            identifier = f"{word(SETTING)} x\n"
        setting = f" region:{word(SETTING)}" if draw(st.booleans()) else ""
        parts.append(f"{identifier}{time(number, draw(st.sampled_from('.,')))}{setting}\n{cue()}")
    return draw(st.sampled_from(["\n", "\r\n"])).join("\n\n".join(parts).split("\n")), is_vtt, shown, other


@settings(max_examples=200)
@given(files())
def test_every_word_once_in_its_place_by_its_speaker(file):
    text, is_vtt, shown, other = file
    reading = readers.read(text.encode(), "vtt" if is_vtt else "srt", "s")
    told = [(block.speaker, word) for block in reading.blocks for word in re.findall(r"w\d+", block.text)]
    assert told == shown
    out = [(word, line.reason) for line in reading.left_out for word in re.findall(r"w\d+", line.text)]
    assert sorted(out) == sorted(other)


@settings(max_examples=50)
@given(st.lists(st.integers(1, 4), min_size=4, max_size=12))
def test_rolling_captions_lose_and_double_no_word(lengths):
    counter = iter(range(10**6))
    lines = [" ".join(f"w{next(counter)}" for _ in range(length)) for length in lengths]
    assert " ".join(words(rolling(lines))).split() == [f"w{n}" for n in range(sum(lengths))]
