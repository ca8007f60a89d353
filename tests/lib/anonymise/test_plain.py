"""A text is read as a person reads it; finds come back to where they stand."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.anonymise import lexicon, plain, register
from multicase.anonymise.detect import Settings, detect
from ruled import GB


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Sar\u200bah Ho\u00adlt", "Sarah Holt"),
        ("S a r a h left", "Sarah left"),
        ("P R I C E was", "PRICE was"),
        ("M r s K i t c h e n sat", "Mrs Kitchen sat"),
        ("S-a-r-a-h said", "Sarah said"),
        ("\uff33\uff41\uff52\uff41\uff48", "Sarah"),
        ("Se&aacute;n said", "Se\u00e1n said"),
        ("Hol-\nt came", "Holt came"),
        ("Adeyemi-\nClarke", "Adeyemi-\nClarke"),
        ("A.B.C.D. came", "A.B.C.D. came"),
        ("it's a b c", "it's a b c"),
        ("I am a b c d", "I am a b c d"),
    ],
)
def test_marks_breaks_and_gaps_are_looked_through(text, read):
    assert plain.read(text).text == read


def hidden(name, how):
    match how:
        case "spaced":
            return " ".join(name)
        case "unseen":
            return "\u200b".join(name)
        case "soft":
            return "\u00ad".join(name)
        case "wide":
            return "".join(chr(ord(char) + 0xFEE0) for char in name)
        case "entities":
            return "".join(f"&#{ord(char)};" for char in name)
        case _:
            return f"{name[:3]}-\n{name[3:]}"


@given(
    st.sampled_from(["Wolcott", "Pemberly", "Krishnamurthy"]),
    st.sampled_from(["spaced", "unseen", "soft", "wide", "entities", "broken"]),
    st.sampled_from(["Then ", "So we told ", "It was "]),
)
def test_a_registered_name_is_found_whole_however_it_is_hidden(name, how, before):
    rows = [{"entity": "p", "kind": "person", "name": f"Ann {name}", "aliases": "", "replacement": "GP"}]
    written = hidden(name, how)
    text = f"{before}{written} about it."
    known, told = register.build(rows, None, None, GB), lexicon.of_texts([text], GB)
    spans = detect(text, known=known, lexicon=told, locale=GB, settings=Settings())
    places = {place for span in spans for place in range(span.start, span.end)}
    letters = [place for place in range(len(before), len(before) + len(written)) if text[place] not in "\n"]
    assert set(letters) - {place for place in letters if text[place] in "-\u200b\u00ad "} <= places
    assert name not in plain.read("".join(char for n, char in enumerate(text) if n not in places)).text


@given(st.text(st.sampled_from("ab \n-&;#\u200b\u00adS\uff21x1"), max_size=60))
def test_offsets_go_there_and_back(text):
    view = plain.read(text)
    if view.replaced is None:
        assert view.text == text
        return
    for place in range(len(view.text)):
        old = view.replaced.to_old(place)
        assert 0 <= old <= len(text)
        if view.text[place] == text[old : old + 1]:
            assert view.replaced.to_new(old) == place or html.unescape(text) != text or view.text[place] == " "
