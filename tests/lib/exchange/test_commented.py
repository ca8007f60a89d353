"""Comments as word processors write them: whose they are, which words they are on, and which of them are codes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import ingest
from multicase.exchange import commented
from multicase.exchange.commented import BESIDE, NO_WORDS
from multicase.exchange.texts_to_code import Writer
from multicase.study.problems import StudyError

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}/relationships" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:w16cid="http://schemas.microsoft.com/office/word/2016/wordml/cid"'
)
KINDS = {
    "document": f"{OFFICE}/relationships/officeDocument",
    "commentsExtended": "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    "commentsIds": "http://schemas.microsoft.com/office/2016/09/relationships/commentsIds",
    "people": "http://schemas.microsoft.com/office/2011/relationships/people",
}
ROOTS = {"commentsExtended": "w15:commentsEx", "commentsIds": "w16cid:commentsIds", "people": "w15:people",
         "header1": "w:hdr", "footnotes": "w:footnotes"}  # fmt: skip
BY = 'w:id="900" w:author="x" w:date="2020-01-01T00:00:00Z"'


def file(body: str, raw: str = "", **parts: str) -> bytes:
    """A document of this body. parts: name -> what its root holds; comments are the comments."""
    kinds = {part: KINDS.get(part) or f"{OFFICE}/relationships/{part.rstrip('1')}" for part in parts}
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{kinds[part]}" Target="{part}.xml"/>' for n, part in enumerate(parts)
    )
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    main = f'<Relationship Id="d" Type="{KINDS["document"]}" Target="word/document.xml"/>'
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f"{head}{main}</Relationships>",
        "word/_rels/document.xml.rels": f"{head}{relations}</Relationships>",
        "word/document.xml": raw or f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for part, inner in parts.items():
        root = ROOTS.get(part, f"w:{part}")
        members[f"word/{part}.xml"] = inner if inner.startswith("<?xml") else f"<{root} {NAMESPACES}>{inner}</{root}>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def r(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inner):
    return f"<w:p>{''.join(one if one.startswith('<') else r(one) for one in inner)}</w:p>"


def start(n=0):
    return f'<w:commentRangeStart w:id="{n}"/>'


def end(n=0):
    return f'<w:commentRangeEnd w:id="{n}"/>'


def sign(n=0):
    return f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{n}"/></w:r>'


def comment(text, n=0, by='w:author="Anna Blom" w:date="2024-05-01T10:00:00Z" w:initials="AB"', paragraph=""):
    """A comment as Word writes it, a paragraph a line; the last one's id names it in other parts."""
    lines = text.split("\n")
    ids = [f' w14:paraId="{paragraph}"' if paragraph and line is lines[-1] else "" for line in lines]
    sign = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    inner = "".join(f"<w:p{id}>{sign}{r(line)}</w:p>" for id, line in zip(ids, lines, strict=True))
    return f'<w:comment w:id="{n}" {by}>{inner}</w:comment>'


def named(author):
    return f'w:author="{author}" w:date="2024-05-02T10:00:00Z"'


def read(body, comments="", names=None, name="folder/Interview 1.docx", **parts):
    return commented.read(file(body, comments=comments, **parts), name, names)


def rows(found):
    return [(one.exact, one.code, one.memo, one.coder) for one in found.codings]


NAMES = {"slow", "pace", "style"}.__contains__
BODY = p("It was ", start(), "very slow", end(), sign(), " there.")


def test_a_comment_is_a_code_on_its_words_by_its_author():
    found = read(BODY, comment("slow: they say so"))
    (coding,) = found.codings
    assert (coding.source, coding.start, coding.end, coding.exact) == ("Interview 1", 7, 16, "very slow")
    assert (coding.code, coding.memo, coding.coder, coding.without) == ("slow", "they say so", "Anna Blom", "")
    assert (coding.prefix, coding.suffix, coding.date) == ("It was ", " there.", "2024-05-01T10:00:00Z")
    (source,) = found.sources
    assert (source.name, source.text, source.ending) == ("Interview 1", "It was very slow there.", "docx")
    assert [code.name for code in found.codes] == ["slow"] and found.users == ("Anna Blom",) and found.notes == ()


def test_the_text_is_that_of_ingestion(tmp_path):
    body = (
        p(
            "One  two",
            start(),
            "  ",
            f"<w:del {BY}><w:r><w:delText>gone</w:delText></w:r></w:del>",
            "three ",
            end(),
            sign(),
        )
        + "<w:p/>"
        + p(f"<w:ins {BY}>{r('Four')}</w:ins>", "<w:r><w:br/></w:r>", " e\u0301")
    )
    data = file(body, comments=comment("slow"))
    (tmp_path / "a.docx").write_bytes(data)
    found = commented.read(data, "a.docx")
    assert found.sources[0].text == ingest.canonical_text(tmp_path / "a.docx") == "One two three\nFour\n\u00e9"
    assert found.codings[0].exact.strip() == "three"


@pytest.mark.parametrize(
    ("body", "exact"),
    [
        # over paragraphs, and with marks between them
        (p("a ", start(), "b") + p("c", end(), sign(), " d"), "b\nc"),
        (start() + p("b") + p("c") + end() + p("d", sign()), "b\nc"),
        (p("a") + start() + p("b") + end() + p("c"), "b"),
        (p("a", start()) + "<w:p/>" + p("b", end(), sign()), "\nb"),
        (p("a") + p(start()) + p("b") + p(end(), sign()) + p("c"), "b"),
        # in what is around runs
        (p("a ", f"<w:ins {BY}>{start()}{r('b')}{end()}{sign()}</w:ins>", " c"), "b"),
        (p("a ", f"<w:hyperlink>{start()}{r('b')}</w:hyperlink>", " c", end(), sign()), "b c"),
        (p("a ") + f"<w:sdt><w:sdtContent>{start()}{p('b')}{end()}</w:sdtContent></w:sdt>" + p("c", sign()), "b"),
        # deletions, hidden text and codes of fields are no part of the text
        (p(start(), "b ", f"<w:del {BY}><w:r><w:delText>x</w:delText></w:r></w:del>", "c", end(), "d", sign()), "b c"),
        (p(start(), "b", '<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>', "c", end(), "d", sign()), "bc"),
        (p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "<w:r><w:instrText>PAGE</w:instrText></w:r>",
           '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', start(), "b", end(), sign(),
           '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "c"), "b"),
        # blanks that are squeezed away
        (p("a   ", start(), "  b  ", "  c", end(), "   d", sign()), "b c"),
        (p("   ", start(), "a", end(), "  ", sign()), "a"),
        # composed letters
        (p("e\u0301e\u0301", start(), "e\u0301x", end(), "y", sign()), "\u00e9x"),
        ("<w:p/>" + p("\U0001f600", start(), "\U0001f600\U0001f600", end(), sign(), "z"), "\U0001f600\U0001f600"),
    ],
)  # fmt: skip
def test_words_between_the_marks_are_coded_wherever_the_marks_stand(body, exact):
    (coding,) = read(body, comment("slow")).codings
    assert coding.exact == exact and not coding.without


def table(*lines):
    cells = ["".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in line) for line in lines]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@pytest.mark.parametrize(
    ("body", "exact"),
    [
        (table(["a", p("b ", start(), "c", end(), sign())], ["d", "e"]), "c"),
        (table(["a", p(start(), "b")], [p("c", end(), sign()), "d"]), "b\nc"),
        (table([p(start(), "a"), p("b", end(), sign()), "c"]), "a\tb"),
        (p("x") + start() + table(["a", "b"]) + end() + p("y", sign()), "a\tb"),
        # transcripts in columns: numbers, times and labels stand beside the words
        (table(["1", "Ann:", p("How ", start(), "was it", end(), sign(), "?")], ["2", "Bob:", "Slow."]), "was it"),
        (table([p(start(), "1"), "Ann:", "How was it?"], ["2", "Bob:", p("Slow.", end(), sign())]), "How was it?\nBob: Slow."),
        (p("x ", start(), "y") + table([p("1", end(), sign()), "Ann:", "How?"], ["2", "Bob:", "Slow."]), "y"),
        (table(["a", "b"]).replace("<w:tc><w:p><w:r><w:t xml:space=\"preserve\">b", start() + "<w:tc><w:p><w:r><w:t xml:space=\"preserve\">b").replace("</w:tr>", end() + "</w:tr>") + p("c", sign()), "b"),
        (table(["No", "Speaker", "Text"], ["1", "Ann", "How?"], ["2", "Bob", p(start(), "How?", end(), sign())]), "How?"),
        (table(["Ann:", p("One.") + p(start(), "Two.", end(), sign())], ["Bob:", "Three."]), "Two."),
    ],
)  # fmt: skip
def test_words_in_tables_are_coded_as_well(body, exact):
    found = read(body, comment("slow"))
    assert [one.exact for one in found.codings] == [exact] and not found.codings[0].without


def test_nested_and_overlapping_comments_are_each_on_their_words():
    body = p(start(0), "a ", start(1), "b ", start(2), "c", end(2), sign(2), end(0), sign(0), " d", end(1), sign(1))
    found = read(body, comment("slow") + comment("pace", 1) + comment("style", 2))
    assert [(one.exact, one.code) for one in found.codings] == [("a b c", "slow"), ("b c d", "pace"), ("c", "style")]


@pytest.mark.parametrize(
    ("body", "exact", "noted"),
    [
        (p("a ", start(), "b", sign(), " c") + p("d"), "b", "sign"),
        (p("a ", start(), "b c") + p("d"), "b c", "paragraph"),
    ],
)
def test_where_the_end_is_missing_it_is_said_what_was_taken(body, exact, noted):
    found = read(body, comment("slow"))
    assert [one.exact for one in found.codings] == [exact]
    assert "is missing" in found.notes[0].what and noted in found.notes[0].what


@pytest.mark.parametrize(
    "body",
    [
        p("one", sign(), " two"),
        p("one", start(), end(), sign(), " two"),
        p("one", end(), sign(), " two"),
        p("one", start(), "  ", end(), sign(), "two"),
        p("one", start(), f"<w:del {BY}><w:r><w:delText>x</w:delText></w:r></w:del>", end(), sign(), " two"),
    ],
)
def test_a_comment_on_no_words_keeps_its_place_and_says_so(body):
    (coding,) = read(body, comment("slow")).codings
    assert (coding.start, coding.end, coding.exact, coding.without) == (3, 3, "", NO_WORDS)


@pytest.mark.parametrize("part", ["header1", "footnotes"])
def test_words_of_headers_and_notes_are_no_part_of_the_text(part):
    inner = p(start(), "aside", end(), sign())
    found = read(
        p("one"), comment("slow"), **{part: f"<w:footnote>{inner}</w:footnote>" if part == "footnotes" else inner}
    )
    assert [(one.start, one.end, one.without) for one in found.codings] == [(-1, -1, BESIDE)]


def test_words_in_a_text_box_are_coded():
    box = p(
        "before ", f"<w:r><w:pict><w:txbxContent>{p(start(), 'boxed', end(), sign())}</w:txbxContent></w:pict></w:r>"
    )
    assert [one.exact for one in read(box + p("after"), comment("slow")).codings] == ["boxed"]


# Who it was, and who answered


@pytest.mark.parametrize(
    ("by", "coder"),
    [
        ('w:author="Anna  Blom" w:initials="AB"', "Anna Blom"),
        ('w:author="" w:initials="AB"', "AB"),
        ('w:initials="AB"', "AB"),
        ("", ""),
    ],
)
def test_the_coder_is_the_author_or_else_the_initials(by, coder):
    assert [one.coder for one in read(BODY, comment("slow", by=by)).codings] == [coder]


def thread(*pairs, done=()):
    inner = "".join(
        f"<w15:commentEx w15:paraId='{key}'{above and f' w15:paraIdParent={above!r}'} w15:done='{int(key in done)}'/>"
        for key, above in pairs
    )
    return {"commentsExtended": inner, "commentsIds": '<w16cid:commentId w16cid:paraId="A" w16cid:durableId="1"/>',
            "people": '<w15:person w15:author="Anna Blom"/>'}  # fmt: skip


TWO = p("It was ", start(0), start(1), "very slow", end(0), sign(0), end(1), sign(1), " there.")


@pytest.mark.parametrize(
    ("answer", "by", "expected"),
    [
        ("I am sure", "Anna Blom", [("slow", "a memo | I am sure", "Anna Blom")]),
        ("pace", "Anna Blom", [("slow", "a memo | pace", "Anna Blom")]),
        ("I doubt it", "Bea", [("slow", "a memo | Bea: I doubt it", "Anna Blom")]),
        ("pace: rather", "Bea", [("slow", "a memo", "Anna Blom"), ("pace", "rather", "Bea")]),
    ],
)
def test_an_answer_is_a_memo_unless_another_coder_gives_a_code(answer, by, expected):
    comments = comment("slow: a memo", paragraph="A") + comment(answer, 1, named(by), "B")
    found = read(TWO, comments, NAMES, **thread(("A", ""), ("B", "A")))
    assert [row[1:] for row in rows(found)] == expected and {row[0] for row in rows(found)} == {"very slow"}
    assert found.notes == ()


def test_the_coder_who_answered_with_a_code_goes_on_with_a_memo_of_it():
    comments = (
        comment("slow", paragraph="A")
        + comment("pace", 1, named("Bea"), "B")
        + comment("why not", 2, named("Bea"), "C")
    )
    found = read(TWO, comments, NAMES, **thread(("A", ""), ("B", "A"), ("C", "A")))
    assert [row[1:] for row in rows(found)] == [("slow", "", "Anna Blom"), ("pace", "why not", "Bea")]
    assert [one.date[:10] for one in found.codings] == ["2024-05-01", "2024-05-02"]


def test_without_a_codebook_an_answer_is_a_code_if_some_comment_is():
    comments = comment("slow", paragraph="A") + comment("no, that is wrong", 1, named("Bea"), "B")
    found = read(TWO, comments, **thread(("A", ""), ("B", "A")))
    assert [row[1:] for row in rows(found)] == [("slow", "Bea: no, that is wrong", "Anna Blom")]
    comments = comment("slow", paragraph="A") + comment("slow", 1, named("Bea"), "B")
    found = read(TWO, comments, **thread(("A", ""), ("B", "A")))
    assert [row[1:] for row in rows(found)] == [("slow", "", "Anna Blom"), ("slow", "", "Bea")]


def test_the_last_paragraph_of_a_comment_names_it_in_its_thread():
    comments = comment("slow\npace", paragraph="A") + comment("sure", 1, named("Anna Blom"), "B")
    found = read(TWO, comments, NAMES, **thread(("A", ""), ("B", "A")))
    assert [row[1:3] for row in rows(found)] == [("slow", "sure"), ("pace", "sure")]


@pytest.mark.parametrize("pairs", [[("A", "A")], [("A", "B"), ("B", "A")], [("A", "gone")]])
def test_answers_that_answer_themselves_or_nothing_are_comments(pairs):
    comments = comment("slow", paragraph="A") + comment("pace", 1, paragraph="B")
    assert {row[1] for row in rows(read(TWO, comments, NAMES, **thread(*pairs)))} == {"slow", "pace"}


def test_resolved_comments_count_and_are_noted():
    comments = comment("slow", paragraph="A") + comment("pace", 1, paragraph="B")
    found = read(TWO, comments, **thread(("A", ""), ("B", ""), done=("A",)))
    assert len(found.codings) == 2 and [note.what[:1] for note in found.notes] == ["1"]


def test_comments_that_are_no_codes_are_noted_with_their_place_and_never_quoted():
    found = read(BODY, comment("Mrs Marsh again?"), NAMES)
    assert found.codings == () and [(note.place, note.what) for note in found.notes] == [
        ("Interview 1, a comment at 7 to 16", "a comment that isn't a code")
    ]
    found = read(BODY, comment("slow; Mrs Marsh"), NAMES)
    assert [row[1] for row in rows(found)] == ["slow"] and "Marsh" not in str(found.notes) and len(found.notes) == 1
    found = read(BODY, comment(""))
    assert found.codings == () and len(found.notes) == 1


# Programs


def test_as_google_docs_writes_it():
    """No initials; marks side by side; answers and what was resolved are comments like others on the same words."""
    comments = "".join(
        f'<w:comment w:author="{who}" w:id="{n}" w:date="2024-05-01T10:00:00Z"><w:p><w:pPr><w:keepNext w:val="0"/></w:pPr>'
        f'<w:r><w:rPr><w:rtl w:val="0"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:comment>'
        for n, (who, text) in enumerate([("Anna", "slow"), ("Bea", "pace"), ("Anna", "_Marked as resolved_")])
    )
    marks = "".join(map(start, range(3))), "".join(end(n) + sign(n) for n in range(3))
    found = read(p(f"{marks[0]}", "very slow", f"{marks[1]}", " there"), comments)
    assert rows(found) == [("very slow", "slow", "", "Anna"), ("very slow", "pace", "", "Bea")]


def test_as_libreoffice_writes_it():
    """The sign within a run with properties; empty initials; the end in an empty paragraph behind."""
    by = 'w:author="Anna" w:date="2024-05-01T10:00:00" w:initials=""'
    inner = comment("slow: a\nb", by=by)
    body = p("a ", start(), "b") + p(end(), "<w:r><w:rPr/></w:r>", '<w:r><w:commentReference w:id="0"/></w:r>') + p("c")
    found = read(body, inner, NAMES)
    assert rows(found) == [("b", "slow", "a b", "Anna")]


def test_strict_files_are_read_as_well():
    old = file(BODY, comments=comment("slow"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(old)) as archive, zipfile.ZipFile(buffer, "w") as made:
        for name in archive.namelist():
            text = archive.read(name).decode().replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
            made.writestr(name, text.replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument"))
    assert rows(commented.read(buffer.getvalue(), "a.docx")) == [("very slow", "slow", "", "Anna Blom")]


# Which files


def test_files_with_comments_and_documents_of_ours_are_told_from_others():
    book = {"themes": []}
    assert commented.is_commented(file(BODY, comments=comment("slow")), "a.docx")
    assert commented.is_commented(Writer("small", book).document("s", "Slow."), "a.docx")
    assert not commented.is_commented(file(p("one")), "a.docx")
    assert not commented.is_commented(file(p("one"), comments=""), "a.docx")
    assert not commented.is_commented(b"PK\x03\x04 no archive", "a.docx")
    assert not commented.is_commented(b"text", "a.docx")


MAIN, NOTES = (f'<?xml version="1.0"?><!DOCTYPE d [{{}}]><w:{name} {NAMESPACES}>' for name in ("document", "comments"))
LAUGHS = '<!ENTITY a0 "lollollol">' + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
        (b"", "empty"),
        (b"PK\x03\x04 no archive", "broken"),
        (file("", raw=f"{MAIN.format(LAUGHS)}<w:body>{p('a')}</w:body></w:document>"), "broken"),
        (file(BODY, comments=f'{NOTES.format(LAUGHS)}<w:comment w:id="0" w:author="&a11;"/></w:comments>'), "broken"),
        (file("<w:sdt><w:sdtContent>" * 300 + p("a") + "</w:sdtContent></w:sdt>" * 300), "deep"),
    ],
    ids=["encrypted", "empty", "zip", "declaration", "declaration in comments", "depth"],
)  # fmt: skip
def test_what_is_broken_or_made_to_do_harm_is_refused(data, why):
    with pytest.raises(StudyError) as caught:
        commented.read(data, "a.docx")
    assert why in str(caught.value)


PIECES = st.lists(
    st.one_of(
        st.text("ab \u00e9\U0001f600", min_size=1, max_size=4).map(r),
        st.sampled_from(["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "</w:p><w:p>", f"<w:del {BY}><w:r><w:delText>x</w:delText></w:r></w:del>"]),
    ),
    max_size=8,
)  # fmt: skip


@given(PIECES, PIECES, PIECES)
def test_whatever_stands_around_the_marks_the_words_between_them_are_those_coded(before, within, after):
    """The text before the range, in it and behind it makes the whole text, but for blanks."""
    body = f"<w:p>{''.join(before)}{start()}{''.join(within)}{end()}{sign()}{''.join(after)}{r('.')}</w:p>"
    found = read(body, comment("slow"))
    (coding,), text = found.codings, found.sources[0].text
    shown = ["".join(file_words(part)) for part in (before, within, [*after, r(".")])]
    parts = [text[: coding.start], text[coding.start : coding.end], text[coding.end :]]
    assert ["".join(part.split()) for part in parts] == ["".join(part.split()) for part in shown] or coding.without


def file_words(pieces):
    return [one.partition('preserve">')[2].partition("<")[0] for one in pieces]
