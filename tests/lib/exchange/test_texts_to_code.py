"""Documents to be coded by comments: all of the text, each place in it, and what was coded come back as they went."""

from __future__ import annotations

import copy
import io
import re
import zipfile

import docx
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from multicase import office
from multicase.exchange import commented
from multicase.exchange.texts_to_code import EVENT, HEADING, HOW, LABEL, MASKED, Given, Writer, _looks, coded
from small_study import FILES

BOOK = yaml.safe_load(FILES["codebook.yaml"])
WRITER = Writer("small", BOOK)
LABELS = {"collaborative": "Collaborative", "directive": "Directive", "slow": "Slow"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "[interviewer]: How was it?\n[east-p01]: Very slow at [practice A]. [laughs]\n\n  Slow.\tToo slow. "
ALPHABET = st.sampled_from(
    [*"ab é:;[]\n\n\t  ", "e\u0301", "\U0001f600", "\u00a0", "\u2028", "\u00ad", "\ufdd0", "<", "&"]
)
TEXTS = st.lists(ALPHABET, max_size=40).map("".join)


def opened(data):
    return docx.Document(io.BytesIO(data))


def read(data):
    return commented.read(data, "anything.docx", WRITER.is_code)


@st.composite
def coded_texts(draw):
    text = draw(TEXTS)
    spans = st.tuples(*[st.integers(0, len(text))] * 2).map(sorted)
    memos = st.lists(st.sampled_from(["it", "is", ";", ":", "slow", "\U0001f600", "directive:"]), max_size=4).map(
        " ".join
    )
    rows = draw(st.lists(st.tuples(spans, st.sampled_from(sorted(LABELS)), memos), max_size=6))
    return text, [Given(start, end, code, memo) for (start, end), code, memo in rows]


@given(coded_texts())
def test_text_spans_codes_memos_and_coder_come_back_as_they_were(made):
    text, codings = made
    found = read(WRITER.document("east-i01", text, codings=codings, coder="Anna Blom"))
    (source,) = found.sources
    assert (source.name, source.text) == ("east-i01", text) and not found.notes
    want = []
    for one in codings:
        has_words = text[one.start : one.end].strip()
        end, why = (one.end, "") if has_words else (one.start, commented.NO_WORDS)
        want.append((one.start, end, text[one.start : end], LABELS[one.code], one.memo, "Anna Blom", why))
    got = [(c.start, c.end, c.exact, c.code, c.memo, c.coder, c.without) for c in found.codings]
    assert sorted(got) == sorted(want)


@given(TEXTS)
def test_every_line_is_a_paragraph_and_word_shows_it_as_it_is(text):
    paragraphs = [paragraph.text for paragraph in opened(WRITER.document("s", text)).paragraphs]
    first = next(n for n, line in enumerate(paragraphs, 1) if commented.BEGUN.fullmatch(line))
    last = next(n for n, line in enumerate(paragraphs) if commented.ENDED.fullmatch(line))
    assert "\n".join(paragraphs[first:last]) == text
    assert [*paragraphs[: first - 1]] == ["Text s", *HOW] and paragraphs[last + 1] == "Codebook"


def test_what_xml_cannot_hold_becomes_a_blank_and_moves_nothing():
    text = "a\x0bb\x00c\r\nd\ufeff"
    (source,) = read(WRITER.document("s", text)).sources
    assert source.text == office.speakable(text) and len(source.text) == len(text)


def test_the_same_text_and_codings_give_the_same_bytes_without_author_or_clock():
    codings = [Given(0, 5, "slow"), Given(3, 9, "directive", "why")]
    data = WRITER.document("s", TEXT, codings=codings, coder="anna")
    assert data == WRITER.document("s", TEXT, codings=list(reversed(codings)), coder="anna")
    about = opened(data).core_properties
    assert about.author == "" and about.created.year == 1980
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {office.EPOCH}
        assert b"w:date" not in archive.read("word/comments.xml")


def test_its_properties_say_of_which_text_it_is():
    with zipfile.ZipFile(io.BytesIO(WRITER.document("east-i01", TEXT))) as archive:
        root = etree.fromstring(archive.read("docProps/custom.xml"))
        values = {one.get("name"): "".join(one.itertext()) for one in root}
        assert "custom.xml" in archive.read("[Content_Types].xml").decode()
    expected = {"study": "small", "source": "east-i01", "text": commented.digest(TEXT)}
    assert values == {f"multicase.{name}": value for name, value in expected.items()}


def test_the_codebook_stands_on_a_page_of_its_own_with_what_belongs_to_each_code():
    book = copy.deepcopy(BOOK)
    book["themes"][1]["subthemes"][0]["codes"][0] |= {"include": "Years.", "exclude": "Days."}
    file = opened(Writer("small", book).document("s", TEXT))
    rows = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]
    assert ["Slow", "It takes long.", "Years.", "Days."] in rows and ["Directive", "Deciding alone.", "", ""] in rows
    heading = next(p for p in file.paragraphs if p.text == "Codebook")
    assert heading.paragraph_format.page_break_before
    assert [p.text for p in file.paragraphs if p.style.name == "Heading 2"] == ["Style: Manner", "Pace: Speed"]


TURNS = [
    {"start": 15, "end": 26, "layer": "speech"}, {"start": 39, "end": 74, "layer": "speech"},
    {"start": 66, "end": 74, "layer": "event"}, {"start": 76, "end": len(TEXT), "layer": "heading"},
]  # fmt: skip


def test_labels_masks_events_and_headings_look_different():
    looks = _looks(TEXT, TURNS)
    shown = {
        look: "".join(c if one == look else " " for c, one in zip(TEXT, looks, strict=True)).split("  ")
        for look in {*looks}
    }
    assert {part.strip() for part in shown[LABEL]} - {""} == {"[interviewer]:", "[east-p01]:"}
    assert {part.strip() for part in shown[MASKED]} - {""} == {"[practice A]"}
    assert {part.strip() for part in shown[EVENT]} - {""} == {"[laughs]"}
    assert looks[-1] == HEADING
    file = opened(WRITER.document("s", TEXT, TURNS))
    bold = [run.text for paragraph in file.paragraphs[4:6] for run in paragraph.runs if run.bold]
    assert bold == ["[interviewer]: ", "[east-p01]: "]
    assert read(WRITER.document("s", TEXT, TURNS)).sources[0].text == TEXT


def test_changes_are_tracked_so_that_a_slip_can_be_taken_back():
    assert opened(WRITER.document("s", TEXT)).settings.element.find(f"{W}trackRevisions") is not None


def test_a_passage_over_several_segments_is_one_comment_with_all_memos():
    about = {"source_id": "s", "passage_start": 0, "passage_end": 9, "code": "slow", "coder": "anna"}
    rows = [
        about | {"memo": "one"},
        about | {"memo": "two"},
        about | {"memo": "one"},
        about | {"coder": "bob", "memo": "three"},
    ]
    assert coded(pd.DataFrame(rows), "anna") == {"s": [Given(0, 9, "slow", "one | two")]}


# Somebody has worked on the document


def changed(data: bytes, old: str, new: str) -> bytes:
    """The document with something in its XML replaced, once."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as made:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                text = content.decode()
                assert text.count(old) == 1, text.count(old)
                content = text.replace(old, new).encode()
            made.writestr(name, content)
    return buffer.getvalue()


def test_comments_of_another_program_lie_where_it_laid_them():
    file = opened(WRITER.document("east-i01", TEXT, TURNS))
    first, second = file.paragraphs[4:6]
    file.add_comment(runs=[first.runs[-1], second.runs[1]], text="slow; directive: hm", author="Bea", initials="B")
    buffer = io.BytesIO()
    file.save(buffer)
    found = read(buffer.getvalue())
    start, end = TEXT.index("How"), TEXT.index("[practice A]")
    assert [(c.start, c.end, c.exact, c.code, c.memo, c.coder) for c in found.codings] == [
        (start, end, TEXT[start:end], "slow", "", "Bea"), (start, end, TEXT[start:end], "directive", "hm", "Bea"),
    ]  # fmt: skip
    assert found.sources[0].text == TEXT and found.users == ("Bea",)


def test_tracked_changes_of_the_text_are_taken_back():
    data = WRITER.document("s", "Very slow.\nSo slow.", codings=[Given(11, 13, "slow")], coder="a")
    by = 'w:id="90" w:author="a" w:date="2020-01-01T00:00:00Z"'
    deleted = f"<w:del {by}><w:r><w:delText>Very slow.</w:delText></w:r></w:del><w:ins {by}><w:r><w:t>Quick!</w:t></w:r></w:ins>"
    found = read(changed(data, '<w:r><w:t xml:space="preserve">Very slow.</w:t></w:r>', deleted))
    assert found.sources[0].text == "Very slow.\nSo slow." and not found.notes
    assert [(c.start, c.end) for c in found.codings] == [(11, 13)]
    split = f'<w:p><w:pPr><w:rPr><w:ins {by}/></w:rPr></w:pPr><w:r><w:t>Very</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve"> slow.</w:t></w:r></w:p>'
    found = read(changed(data, '<w:p><w:r><w:t xml:space="preserve">Very slow.</w:t></w:r></w:p>', split))
    assert found.sources[0].text == "Very slow.\nSo slow." and not found.notes


def test_a_changed_text_is_said_to_be_changed_and_its_codings_quote_what_is_there():
    data = WRITER.document("s", "Very slow.\nSo slow.", codings=[Given(11, 13, "slow")], coder="a")
    found = read(changed(data, "Very slow.", "Very very slow."))
    assert [c.exact for c in found.codings] == ["So"] and "was changed" in found.notes[0].what


def test_without_the_line_behind_the_text_it_goes_on_to_the_end():
    data = WRITER.document("s", "Slow.", codings=[Given(0, 5, "slow")], coder="a")
    found = read(changed(data, commented.ENDS.format("s", commented.digest("Slow.")), "gone"))
    assert found.sources[0].text.startswith("Slow.\ngone\nCodebook") and found.notes
    assert [c.exact for c in found.codings] == ["Slow."]


@pytest.mark.parametrize("where", ["Text s", "Codebook", HOW[0]])
def test_a_comment_beside_the_text_has_no_passage(where):
    file = opened(WRITER.document("s", TEXT))
    paragraph = next(p for p in file.paragraphs if p.text == where)
    file.add_comment(runs=paragraph.runs, text="slow", author="Bea")
    buffer = io.BytesIO()
    file.save(buffer)
    (coding,) = read(buffer.getvalue()).codings
    assert (coding.start, coding.end, coding.without) == (-1, -1, commented.BESIDE)


def test_a_range_from_before_the_text_into_it_is_cut():
    file = opened(WRITER.document("s", TEXT))
    file.add_comment(runs=[file.paragraphs[0].runs[0], file.paragraphs[4].runs[0]], text="slow", author="Bea")
    buffer = io.BytesIO()
    file.save(buffer)
    (coding,) = read(buffer.getvalue()).codings
    assert coding.start == 0 and re.match(r"\[interviewer\]", coding.exact)
