"""Rich Text Format: every word that is seen in its place and once, every other one left out with the reason."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.ingest import blocks, ingest_source
from multicase.ingest.blocks import ASIDE, HEADING, TEXT, Block
from multicase.ingest.limits import Budget, Limits
from multicase.ingest.readers import rtf
from multicase.study.problems import StudyError

COMMENT, FOOTNOTE, HEADER, NUMBER = blocks.COMMENT, blocks.FOOTNOTE, blocks.HEADER, blocks.NUMBER
DELETED, HIDDEN, MOVED = blocks.DELETED, blocks.HIDDEN, blocks.MOVED
NO_TEXT = (
    "colortbl filetbl revtbl rsidtbl listtable listoverridetable latentstyles info generator themedata datastore "
    "xmlnstbl pict nonshppict shprslt objdata fldinst pn nonesttables bkmkstart bkmkend atnid atnauthor NeXTGraphic"
)
HEADERS = "header headerl headerr headerf footer footerl footerr footerf"
FONTS = (
    r"{\fonttbl{\f0\fswiss\fcharset0 Plain;}{\f1\fnil\fcharset128{\*\panose 02}Wide{\*\falt Wider};}"
    r"{\f2\fcharset204 Eastern;}{\f3\fnil Own;}}"
)
STYLES = (
    r"{\stylesheet{\ql Normal;}{\s1\sbasedon0 heading 1;}{\s2 Tit{\b le};}{\s3 Body heading;}"
    r"{\s4\outlinelevel1 \'dcberschrift;}{\*\cs10 Heading Char;}{\cs11 heading 1 char;}{\ts12 heading grid;}{\ds13 title part;}}"
)


def file(body: str | bytes, head: str = r"\ansi\ansicpg1252\deff0" + FONTS + STYLES, end: str = "}") -> bytes:
    body = body if isinstance(body, bytes) else body.encode("latin-1")
    return b"{\\rtf1" + head.encode() + b"\n" + body + end.encode()


def reading(body: str | bytes, **parts):
    return rtf.read(file(body, **parts), "rtf", "x.rtf", Budget("x.rtf"))


def texts(body: str | bytes, **parts) -> list[str]:
    return [block.text for block in reading(body, **parts).blocks]


def left(body: str) -> list[tuple[str, str]]:
    return [(out.text, out.reason) for out in reading(body).left_out]


@pytest.fixture
def tables(monkeypatch) -> list:
    """The tables that the reader hands on; in the reading stands a block `<table>` for each."""
    seen = []

    def table_blocks(rows, locator, reading):
        seen.append((rows, locator))
        reading.blocks.append(Block("<table>", locator))
        reading.notes.append("noted")

    monkeypatch.setattr(rtf, "table_blocks", table_blocks)
    return seen


# Text


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (r"One two\par" + "\nthree\r\nfour\\par}", ["One two", "threefour"]),
        ("one\\\ntwo\\\r\nthree\\\rfour", ["one", "two", "three", "four"]),
        (r"a\line b\lbr0 c\sect d\page e\column f", ["a", "b", "c", "d", "e", "f"]),
        (r"a\tab b" + "\tc\\\td", ["a\tb\tc\td"]),
        (r"a\~b x\_y so\-ft \{\}\\", ["a\xa0b x-y soft {}\\"]),
        (r"\lquote a\rquote \ldblquote b\rdblquote\emdash\endash\bullet", ["‘a’“b”—–•"]),
        (r"a\emspace\enspace\qmspace b\zwj c\zwnj d\ltrmark e\rtlmark f", ["a\u2003\u2002\u2005b\u200dc\u200cd\u200ee\u200ff"]),
        (r"\b bold\b0  \i it\i0alic {\ul under}\cf1\fs24 lined", ["bold italic underlined"]),
        (r"a\'0ab\'0bc\u8232?d\u8233?e", ["a", "b", "c", "d", "e"]),
        ("a\0b\0", ["ab"]),
        (r"a \bin4 {\v b", ["a b"]),
        (r"a\bin" + "9" * 5000, ["a"]),
        (r"  blanks   squeezed  \par\par\~\par x", ["blanks squeezed", "x"]),
        (r"{}{{}}a{}b{\*}c", ["abc"]),
    ],
)  # fmt: skip
def test_text_and_its_breaks(body, lines):
    assert texts(body) == lines


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"caf\'e9 \'93x\'94", "café “x”"),
        (r"\f2 \'cf\'f0{\f0 \'e9}\'e8\f0\'e9\f9\'e9\f3\'e9", "Прéиééé"),
        (r"\f2 \'cf\plain\'e9", "Пé"),
        (r"\f1 \'93\'fa\'96{}", "日\ufffd"),
        (r"\f1 \'83{A}\'83\~A", "\ufffdA\ufffd\xa0A"),
        (r"\f1 \'93" + "\r\n" + r"\'fa\'83A\'83\'5c\'83\\\'83\b\'83 ", "日アソソ\ufffd\ufffd"),
        (
            b"\\f1 " + "日表{ソ}能".encode("cp932").replace("表".encode("cp932"), "表".encode("cp932") + b"\\b "),
            "日表b ソ能",
        ),
        (b"\\f1 \x83\\'5c\x83\\\\\x83\\'5c.\\f0 \\'e9", "ソソソ.é"),
    ],
)
def test_bytes_are_read_in_the_code_page_of_their_font(body, text):
    assert texts(body) == [text]


def test_half_a_character_at_the_end_is_shown():
    assert (
        texts(b"a\x83", head=r"\ansi\ansicpg932", end="")
        == texts(b"a}\x83", head=r"\ansi\ansicpg932", end="")
        == ["a\ufffd"]
    )


def test_raw_double_bytes_may_look_like_braces_and_backslashes():
    assert texts(b"\\f1 {\x83\x5cx\x83\x7b}\x83\x7d") == ["ソxボマ"]
    assert texts(b"{\x83}\x83\\b b", head=r"\ansi\ansicpg949") == ["\ufffd\ufffdb"]


@pytest.mark.parametrize(
    ("head", "raw", "text"),
    [
        (r"\ansi", b"\xe9", "é"), (r"\mac", b"\x8e", "é"), (r"\pc", b"\x82", "é"), (r"\pca", b"\xb5", "Á"),
        (r"\ansi\ansicpg1251", b"\xcf", "П"), (r"\ansicpg1251\ansi", b"\xcf", "П"), (r"\ansi\ansicpg10000", b"\x8e", "é"), (r"\ansi\ansicpg0", b"\xe9", "é"),
        (r"\ansi\ansicpg932", "日本".encode("cp932"), "日本"), (r"\ansi\ansicpg936", "访谈".encode("gbk"), "访谈"),
        (r"\ansi\ansicpg949", "면담".encode("cp949"), "면담"), (r"\ansi\ansicpg950", "訪談".encode("cp950"), "訪談"),
        (r"\ansi\ansicpg65001", "é日".encode(), "é日"), (r"\ansi\ansicpg28605", b"\xa4", "€"),
        (r"\ansi{\fonttbl\f0\fcharset0 A;\f1\fcharset238 B;}\f1", b"\xb3", "ł"),
        (r"\ansi{\fonttbl{\f0\cpg1251 A;}}\f0", b"\xcf", "П"),
        (r"\ansi\deff4{\fonttbl{\f4\fcharset161 A;}}", b"\xe1", "α"),
        (r"\ansi\ansicpg1251{\fonttbl{\f0\fcharset1 A;}}\f0", b"\xcf", "П"),
    ],
)  # fmt: skip
def test_code_pages(head, raw, text):
    assert texts(b" " + raw, head=head) == [text]
    found = reading("".join(f"\\'{byte:02x}" for byte in raw), head=head)
    assert ([block.text for block in found.blocks], found.notes) == ([text], [])


@pytest.mark.parametrize("charset", rtf.CHARSETS)
def test_every_character_set_has_a_code_page(charset):
    found = reading(r"\f0 plain\'ff", head=rf"\ansi{{\fonttbl{{\f0\fcharset{charset} A;}}}}")
    assert found.blocks[0].text.startswith("plain")
    assert not found.notes


@pytest.mark.parametrize("page", rtf.PAGES)
def test_every_code_page_has_a_codec(page):
    assert texts("plain", head=rf"\ansi\ansicpg{page} ") == ["plain"]


def test_an_unknown_code_page_is_noted_once():
    found = reading(r"\'e9", head=r"\ansi\ansicpg4711\ansicpg4711")
    assert [block.text for block in found.blocks] == ["é"]
    assert found.notes == ["code page unknown (4711), read as cp1252"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\u8217?s", "’s"), (r"\u8217's", "’s"), (r"\u8217\'92s", "’s"), (r"\u8217 ?s", "’s"), (r"\u8217\emdash s", "’s"),
        (r"\u8217\~s", "’s"), (r"\u8217\\s", "’s"), (r"\u8217" + "\n?s", "’s"),
        (r"\uc0\u8212 no", "—no"), (r"{\uc2\u8212\'a1\'aa}x\u8212-y", "—x—y"), (r"{\uc0 \u8212 }\u8212-y", "——y"),
        (r"\uc3\u8212 ab}c", "—c"), (r"{\u8212}c", "—c"), (r"\u8212{c}", "—c"),
        (r"\u-3?", "\ufffd"), (r"\u-10179?\u-8704?", "😀"), (r"\uc0\u55357 \u56832 ", "😀"), (r"\u55357?\u56832?", "😀"),
        (r"\u55357?a\u56832?b\u-10179?", "\ufffda\ufffdb\ufffd"), (r"\u55357{\b\u56832}", "😀"),
        (r"\u128512?x", "😀x"), (r"\u99999999?x\u1114112?", "\ufffdx\ufffd"), (r"a\u0?b\u?", "ab?"),
        (r"\u8217\u8220?x", "’“x"), (r"\u8217\tab x", "’\tx"),
        (r"\uc2\u8217\emdash?x", "’x"), (r"\uc2\u8217\~?x", "’x"), (r"\uc0\uc\u8217?x", "’x"),
    ],
)  # fmt: skip
def test_unicode_and_what_stands_for_it_elsewhere(body, text):
    assert texts(body) == [text]


def test_a_character_without_its_substitute_swallows_no_break():
    assert texts(r"A: it\u8217\par B: so\u8217\line C: no") == ["A: it’", "B: so’", "C: no"]


# What is no text


@pytest.mark.parametrize(
    "group",
    [
        r"{\colortbl;\red255 x;}", r"{\info{\title x}{\author {y}}}", r"{\*\generator x;}", r"{\generator x;}",
        r"{\*\unknown x {y\par} \u8217?\'e9}", r"{\pict\pngblip 89504e47 {\*\blipuid ff}}", r"{\listtable{\list x}}",
        r"{\*\xmlnstbl {\xmlns1 x}}", r"{\nonshppict{\pict ff}}", r"{\*\themedata 504b}", r"{\*\bkmkstart x}",
        r"{\field{\*\fldinst{HYPERLINK {x} \u8217? {\b y}}}}", r"{\pict\bin4 }}}}}", r"{\*\pn\pnlvlblt{\pntxtb x}{\pntxta .}}",
        r"{\info \upr x {\*\ud y}}", r"{\sp{\sn name}{\sv value}}", r"{\*\shppict{\pict ff}}", "{\\*\n\\unknown x}",
        r"{\*\unknown{\footnote x}{\header y}{\shptxt z}\v w\cell\row\par}",
        *(rf"{{\{word} x {{y\par}}}}" for word in NO_TEXT.split()),
    ],
)  # fmt: skip
def test_groups_that_are_no_text(group):
    found = reading(rf"a{group}b\par c")
    assert [block.text for block in found.blocks] == ["ab", "c"]
    assert not found.left_out


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r'{\field{\*\fldinst{HYPERLINK "x"}}{\fldrslt{\ul here}}} and', "here and"),
        (r"{\field{\*\fldinst x}{\*\fldrslt here}}", "here"),
        (r"{\object\objemb{\*\objclass x}{\*\objdata 00ff}{\result shown{\pict ff}}}", "shown"),
        (r"{\upr{ansi}{\*\ud{\u1078?uni}}}", "жuni"),
        (
            r"{\mmath{\*\moMathPara{\moMathParaPr{\mjc c}}{\*\moMath{\mf{\mfPr{\mtype bar}}{\mnum A}{\mden{\mr B}}}}}}",
            "AB",
        ),
        (r"{\revised\revauth1 in}serted", "inserted"),
        (r"{\*\atrfstart 1}said{\*\atrfend 1}", "said"),
    ],
)
def test_groups_that_are_text(body, text):
    found = reading(body)
    assert [block.text for block in found.blocks] == [text]
    assert not found.left_out


# What is left out


@pytest.mark.parametrize(
    ("body", "lines", "out"),
    [
        (r"a {\v gone }b", ["a b"], [("gone", HIDDEN)]),
        (r"a{\v ?}{\deleted \emdash}b", ["ab"], [("?", HIDDEN), ("—", DELETED)]),
        (r"a \v gone\v0  b", ["a b"], [("gone", HIDDEN)]),
        (r"a \v gone\plain  b", ["a b"], [("gone", HIDDEN)]),
        (r"\v1 gone\pard on\plain b", ["b"], [("goneon", HIDDEN)]),
        (r"a{\webhidden 3}b\webhidden 4\webhidden0 c", ["abc"], [("3", HIDDEN), ("4", HIDDEN)]),
        (r"a {\deleted\revauthdel1 gone }b\deleted c\deleted0 d", ["a bd"], [("gone", DELETED), ("c", DELETED)]),
        (r"a{\v\deleted x\deleted0 y}b", ["ab"], [("x", DELETED), ("y", HIDDEN)]),
        (r"a{\mvf there}b{\mvt here}", ["abhere"], [("there", MOVED)]),
        (r"{\xe {index}}a{\tc contents}{\tcn more}", ["a"], [("index", HIDDEN), ("contents", HIDDEN), ("more", HIDDEN)]),
        (r"a{\super\chftn{\footnote\pard\plain{\chftn} one\par two\b\tab three}}.", ["a."], [("one two\tthree", FOOTNOTE)]),
        (r"a{\footnote one}{\footnote\ftnalt two}b", ["ab"], [("one", FOOTNOTE), ("two", FOOTNOTE)]),
        (r"a{\footnote one {\deleted d}{\v h}\trowd c\cell\row}b", ["ab"],
         [("one", FOOTNOTE), ("d", DELETED), ("h", HIDDEN), ("c", FOOTNOTE)]),
        (r"{\deleted{\footnote\pard\plain note}}b", ["b"], [("note", FOOTNOTE)]),
        *((rf"{{\*\{word}\pard continued\par}}b", ["b"], [("continued", FOOTNOTE)])
          for word in ("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn")),
        (r"a{\*\atnid AB}{\*\atnauthor Someone}\chatn{\*\annotation{\*\atndate 1}{\*\atnref 1}\pard\plain mine\par}b", ["ab"],
         [("mine", COMMENT)]),
        (r"{\listtext\pard\plain\f0 1.\tab}a\par{\pntext\f0 2)\tab}b", ["a", "b"], [("1.", NUMBER), ("2)", NUMBER)]),
        (r"{\listtext\f0\'b7\tab}a\par{\pntext \bullet\tab}b", ["a", "b"], []),
        *((rf"{{\{word} \pard H\par\pard I\par}}a", ["a"], [("H I", HEADER)]) for word in HEADERS.split()),
    ],
)  # fmt: skip
def test_left_out_with_the_reason(body, lines, out):
    assert texts(body) == lines
    assert left(body) == out


def test_a_paragraph_whose_end_was_deleted_goes_on():
    assert texts(r"A: one {\deleted gone\par also }two{\mvf\par}\par B: three{\v\par}C: four") == [
        "A: one two",
        "B: three",
        "C: four",
    ]
    assert left(r"one {\deleted gone\par also }two") == [("gone also", DELETED)]


def test_places_are_paragraphs_counted_from_one():
    found = reading(
        r"a\par\par{\header h}b\line c{\v d}\par\trowd x\cell{\v e}y\cell\row z\cell{\deleted f}\cell\row\pard g{\v h}"
    )
    assert [(block.text, block.locator) for block in found.blocks if "table" not in block.locator] == [
        ("a", "paragraph 1"), ("b", "paragraph 3"), ("c", "paragraph 3"), ("g", "paragraph 4"),
    ]  # fmt: skip
    assert [(out.text, out.locator) for out in found.left_out] == [
        ("h", "paragraph 3"), ("d", "paragraph 3"), ("e", "table 1, row 1"), ("f", "table 1, row 2"), ("h", "paragraph 4"),
    ]  # fmt: skip


# Headings


def test_headings_by_outline_level_and_by_the_name_of_the_style():
    body = (
        r"\pard\s1 a\par b\par\pard c\par\pard\s2 d\par\pard\s3 e\par\pard\s4 f\par"
        r"\pard\outlinelevel0 g\par\pard\outlinelevel8 h\par\pard\outlinelevel9 i\par{\pard\s1 j\par}k\par{\s1 l}\par\s1\plain m\par"
    )
    assert "".join(block.text for block in reading(body).blocks) == "abcdefghijklm"
    assert "".join(block.text for block in reading(body).blocks if block.role == HEADING) == "abdfghjm"


# Text boxes


def shape(words: str, fallback: str = "") -> str:
    return (
        r"{\shp{\*\shpinst\shpleft1{\sp{\sn shapeType}{\sv 202}}{\sp{\sn wzName}{\sv Name}}{\shptxt \pard\plain "
        rf"{words}\par}}}}{{\shprslt{{\*\do\dobxcolumn{{\dptxbx{{\dptxbxtext {fallback or words}\par}}}}}}}}}}"
    )


def shown(body: str) -> list[tuple[str, str, str]]:
    return [(block.text, block.role, block.locator) for block in reading(body).blocks]


def test_a_text_box_stands_apart_after_its_paragraph_and_once():
    body = rf"zero\par one {shape(chr(92) + 's1 x' + chr(92) + 'par y')}two\par three"
    assert shown(body) == [
        ("zero", TEXT, "paragraph 1"), ("one two", TEXT, "paragraph 2"), ("x", ASIDE, "paragraph 2"),
        ("y", ASIDE, "paragraph 2"), ("three", TEXT, "paragraph 3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (rf"{{\shpgrp{{\*\shpinst {shape('x')}{shape('y')}}}}}a\par b", ["a", "x", "y", "b"]),
        (rf"a{shape('x ' + shape('inner') + 'y')}\par b", ["a", "x y", "inner", "b"]),
        (r"a{\*\do\dobxcolumn{\dptxbx{\dptxbxtext old}}}\par b", ["a", "old", "b"]),
        (
            r"a{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 136}}{\sp{\sn gtextUNICODE}{\sv Draft}}{\sp{\sn gtextFont}{\sv Font}}}}\par b",
            ["a", "Draft", "b"],
        ),
        (rf"{shape('x')}", ["x"]),
        (r"a{\shp{\*\shpinst not\par\cell{\shptxt x}\row\par}}b", ["ab", "x"]),
        (r"a{\shp{\*\shpinst{\shptxt x", ["a", "x"]),
    ],
)
def test_boxes_in_groups_in_boxes_and_of_old(body, lines):
    assert texts(body) == lines


def test_a_box_is_left_out_with_what_holds_it():
    body = rf"a{{\deleted {shape('gone')}}}{{\v {shape('hidden')}}}{{\header {shape('head')}}}b{shape(r'x{' + chr(92) + 'v y}')}"
    assert texts(body) == ["ab", "x"]
    assert left(body) == [("gone", DELETED), ("hidden", HIDDEN), ("head", HEADER), ("y", HIDDEN)]


# Tables

A_ROW = r"\trowd\cellx1\cellx2"


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        # as Word writes them
        (rf"{A_ROW}\pard\intbl {{I:}}\cell{{How }}{{\b now}}?\cell\pard\intbl{{{A_ROW}\row}}"
         rf"{A_ROW}\pard\intbl P:\cell So.\par\pard\intbl And so.\line On\cell\pard\intbl{{{A_ROW}\row}}\pard",
         [[["I:"], ["How now?"]], [["P:"], ["So.", "And so.", "On"]]]),
        # a definition once, no \intbl, no \pard
        (rf"{A_ROW} a\cell b\cell\row c\cell d\cell\row", [[["a"], ["b"]], [["c"], ["d"]]]),
        (rf"{A_ROW}\intbl a\par b\cell\cell\row\pard", [[["a", "b"], []]]),
        (rf"{A_ROW} a\par b\cell\row\pard", [[["a", "b"]]]),
        (rf"{A_ROW}\intbl a\cell\row b\par c\cell\row\pard", [[["a"]], [["b", "c"]]]),
        (r"\pard\intbl a\cell{\trowd\row}\pard", [[["a"]]]),
        (rf"{A_ROW}\pard a\cell b\row\pard", [[["a"], ["b"]]]),
        (rf"{A_ROW}\pard\intbl a\cell b\par c{{\trowd\row}}{A_ROW}\pard\intbl d\cell{{\trowd\row}}\row\pard",
         [[["a"], ["b", "c"]], [["d"]]]),
        (rf"{A_ROW}\intbl a{{\deleted\cell}}b\cell\row\pard", [[["a"], ["b"]]]),
        # nested
        (r"\trowd\pard\intbl\itap1 A\par\pard\intbl\itap2 n\par m\nestcell o\nestcell{\*\nesttableprops\trowd\nestrow}"
         r"{\nonesttables x\par}\pard\intbl\itap1 tail\cell B\cell{\trowd\row}\pard",
         [[["A", "n", "m", "o", "tail"], ["B"]]]),
        (r"\itap1\trowd\pard\intbl\itap1 out\par\itap2\trowd\cellx2\pard\intbl\itap2 in\nestcell\nestrow"
         r"\pard\intbl\itap1\cell\row\pard", [[["out", "in"]]]),
        (r"\trowd\pard\itap1 a\par b\cell\row\pard", [[["a", "b"]]]),
        (r"\trowd\pard\itap a\par b\cell\row\pard", [[["a", "b"]]]),
    ],
)  # fmt: skip
def test_tables_are_handed_on_whole(tables, body, rows):
    assert texts(rf"before\par {body} after\par") == ["before", "<table>", "after"]
    assert tables == [(rows, "table 1")]


def test_tables_end_where_a_paragraph_stands_between_them(tables):
    body = rf"{A_ROW} a\cell\row{A_ROW} b\cell\row\pard\par{A_ROW} c\cell\row Next\par {A_ROW} d\cell\row"
    assert texts(body) == ["<table>", "<table>", "Next", "<table>"]
    assert tables == [([[["a"]], [["b"]]], "table 1"), ([[["c"]]], "table 2"), ([[["d"]]], "table 3")]


def test_lines_in_no_cell_are_paragraphs(tables):
    body = rf"\pard\intbl a\cell{{\trowd\row}}X: left\par Y: over\par{A_ROW}\pard\intbl b\cell{{\trowd\row}}\pard\intbl end\par"
    assert texts(body) == ["<table>", "X: left", "Y: over", "<table>", "end"]
    assert [block.locator for block in reading(body).blocks if block.text != "<table>"] == [
        f"paragraph {n}" for n in (1, 2, 3)
    ]
    assert [rows for rows, _ in tables][:2] == [[[["a"]]], [[["b"]]]]


def test_a_row_that_the_file_breaks_off_is_a_row(tables):
    assert texts(rf"{A_ROW}\pard\intbl a\cell b", end="") == ["<table>"]
    assert texts(rf"{A_ROW}\pard\intbl a\cell\pard b") == ["<table>"]
    assert texts(rf"{A_ROW}\pard\intbl a\cell\pard b\par") == ["<table>", "b"]
    assert [rows for rows, _ in tables] == [[[["a"], ["b"]]], [[["a"], ["b"]]], [[["a"]]]]


def test_a_box_in_a_table_follows_the_table(tables):
    assert texts(rf"\trowd a{shape('x')}\cell b\cell\row\pard c{shape('y')}") == ["<table>", "x", "c", "y"]
    assert texts(rf"a{shape('x')}\par\trowd b\cell\row\pard c") == ["a", "x", "<table>", "c"]
    assert tables[0][0] == [[["a"], ["b"]]]


def test_a_table_in_a_box_is_an_aside(tables):
    found = shown(rf"one{shape(A_ROW + ' a' + chr(92) + 'cell' + chr(92) + 'row' + chr(92) + 'pard z')}\par")
    assert reading(shape(A_ROW + r" a\cell\row")).notes == ["noted"]
    assert found == [("one", TEXT, "paragraph 1"), ("<table>", ASIDE, "paragraph 1"), ("z", ASIDE, "paragraph 1")]


# Files as programs write them, and broken ones


def test_a_file_of_a_mac():
    head = (
        r"\ansi\ansicpg1252\cocoartf2639" "\n" r"\cocoatextscaling0\cocoaplatform0{\fonttbl\f0\fswiss\fcharset0 Plain;"
        r"\f1\fnil\fcharset0 Faces;}" "\n" r"{\colortbl;\red255\green255\blue255;}{\*\expandedcolortbl;;}\paperw11900"
    )  # fmt: skip
    body = "\\f0\\fs24 \\cf0 I: Was it\\'97so?\\\nP1: \\uc0\\u8212  yes \\f1 \\uc0\\u55357 \\u56832 \\f0 .\\\n"
    assert texts(body, head=head) == ["I: Was it—so?", "P1: — yes 😀."]


def test_a_file_of_word():
    run = r"\rtlch\fcs1 \af0 \ltrch\fcs0 \lang2057\insrsid1"
    body = (
        r"{\*\rsidtbl \rsid1}{\mmathPr\mmathFont34}{\info{\author X}}\paperw1\sectd{\footer \pard\plain{"
        + run
        + r" foot}\par}"
        rf"\pard\plain \ltrpar\ql {run} {{{run} \hich\af0\dbch\af13\loch\f0 I: So}}{{{run} \rquote s}}{{{run} it?\par}}"
        rf"{{\*\latentstyles\lsdstimax1{{\lsdlockedexcept Normal;}}}}{{\*\datastore 0105}}"
    )
    assert texts(body) == ["I: So’sit?"]
    assert left(body) == [("foot", HEADER)]


@pytest.mark.parametrize(
    ("body", "end", "lines"),
    [
        (r"a\par b", "", ["a", "b"]), (r"a{\b b", "", ["ab"]), ("a}b}} c", "}", ["ab c"]), (r"{\*\x a", "", []),
        (r"a\b", "", ["a"]), ("a\\", "", ["a"]), (r"a\'", "", ["a"]), (r"a\'z\'4zb\'", "}", ["az4zb"]), (r"a\'e", "", ["ae"]),
        ("a\\u", "", ["a"]), ("a\\bin", "", ["a"]), ("a\\*b", "}", ["ab"]), (r"a\f b\s c\uc d\itap e\fcharset f\par", "}", ["abcdef"]),
        ("a}\0\0\n\0", "", ["a"]),
    ],
)  # fmt: skip
def test_what_is_there_of_a_broken_file_is_read(body, end, lines):
    assert texts(body, end=end) == lines


def test_before_the_file_a_mark_and_blanks_may_stand():
    assert rtf.read(b"\xef\xbb\xbf\r\n {\\rtf1 a}", "rtf", "x.rtf", Budget("x.rtf")).blocks == [
        Block("a", "paragraph 1")
    ]


@pytest.mark.parametrize(
    ("limits", "body"),
    [
        (Limits(megabytes=0), "a"),
        (Limits(depth=9), "{" * 9),
        (Limits(cells=3), r"a\cell " * 4),
        (Limits(cells=3), r"a\nestcell " * 4),
    ],
)
def test_past_a_limit_the_file_is_refused(limits, body):
    with pytest.raises(StudyError):
        rtf.read(file(body), "rtf", "x.rtf", Budget("x.rtf", limits))


def test_as_many_cells_as_the_limit_says_are_read():
    body = r"a\cell b\nestcell c\cell "
    assert rtf.read(file(body), "rtf", "x.rtf", Budget("x.rtf", Limits(cells=3))).blocks


def test_the_deepest_groups_within_the_limit_are_read():
    assert texts("{" * 150 + "a" + "}" * 150) == ["a"]


@pytest.mark.parametrize(
    "piece",
    [
        r"some words here and there\par ",
        r"{\b w}",
        r"\'e9",
        r"\u8217?",
        r"{\stylesheet a{}",
        r"{\*\shptxt a}",
        r"\trowd a\par ",
    ],
)
def test_long_files_are_read_in_one_pass(piece):
    """Whatever is looked at again and again makes this take minutes."""
    found = rtf.read(file(piece * 20_000, head="\\ansi"), "rtf", "x.rtf", Budget("x.rtf", Limits(depth=10**9)))
    assert found.blocks or "stylesheet" in piece


# Nothing lost, nothing doubled, whatever the order

PIECES = {
    "plain": ("{} ", ""), "group": (r"{{\b {}}} ", ""), "hex": (r"\'93{}\'94 ", ""), "unicode": (r"\u8212-{} ", ""),
    "tab": (r"{}\tab ", ""), "line": (r"{}\line ", ""), "par": (r"{}\par ", ""), "heading": (r"{{\s1 {}\par}}", ""),
    "field": (r"{{\field{{\*\fldinst X}}{{\fldrslt {}}}}} ", ""), "revised": (r"{{\revised {}}} ", ""),
    "cell": (r"\trowd {}\cell\row\pard ", ""),
    "hidden": (r"{{\v {} }}", HIDDEN), "hidden off": (r"\v {} \v0 ", HIDDEN), "deleted": (r"{{\deleted {} }}", DELETED),
    "deleted end": (r"{{\deleted {}\par }}", DELETED), "moved": (r"\mvf {} \plain ", MOVED),
    "footnote": (r"{{\footnote\pard\plain {}\par}}", FOOTNOTE), "header": (r"{{\headerr\pard {}\par}}", HEADER),
    "comment": (r"{{\*\annotation{{\*\atnref 1}}\pard\plain {}}}", COMMENT), "number": (r"{{\listtext\pard {}.\tab}}", NUMBER),
    "box": (shape("{}", "{}").replace("{", "{{").replace("}", "}}").replace("{{}}", "{0}"), ASIDE),
    "skipped": (r"{{\*\skipped {}}}", None), "picture": (r"{{\pict {}}}", None),
}  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.sampled_from(sorted(PIECES)), max_size=40), st.booleans())
def test_each_word_ends_in_one_place_and_in_order(kinds, closed):
    words = [f"w{number}w" for number in range(len(kinds))]
    with mock.patch.object(rtf, "table_blocks", lambda rows, where, into: into.blocks.append(Block(str(rows), where))):
        body = "".join(PIECES[kind][0].format(word) for kind, word in zip(kinds, words, strict=True))
        found = reading(body, end="}" * closed)
    of = {
        fate: [word for kind, word in zip(kinds, words, strict=True) if PIECES[kind][1] == fate]
        for _, fate in PIECES.values()
    }

    def said(texts) -> list[str]:
        return [
            word for text in texts for word in "".join(char if char in "w0123456789" else " " for char in text).split()
        ]

    assert said(block.text for block in found.blocks if block.role != ASIDE) == of[""]
    assert said(block.text for block in found.blocks if block.role == ASIDE) == of[ASIDE]
    for reason in (HIDDEN, DELETED, MOVED, FOOTNOTE, HEADER, COMMENT, NUMBER):
        assert said(out.text for out in found.left_out if out.reason == reason) == of[reason]
    assert not any(block.speaker for block in found.blocks)


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.lists(st.sampled_from(
    [*(f"\\{word}".encode() for word in (*rtf.SINKS, *rtf.REASONS, *rtf.BOXES, "cell", "row", "trowd", "par", "sv", "u", "f1", "bin3")),
     b"{", b"}", b"{\\*", b"\\'83", b"a", b"\x83", b";", b" ", b"-9", b"\\"]), max_size=80).map(b"".join))  # fmt: skip
def test_no_bytes_break_the_reader(data):
    rtf.read(file(data), "rtf", "x.rtf", Budget("x.rtf"))


@pytest.mark.parametrize(("kind", "is_noted"), [(0, False), (1, True), (2, True)])
def test_what_is_chosen_in_a_form_is_noted(kind, is_noted):
    field = rf"{{\field{{\*\fldinst FORM {{\*\formfield{{\fftype{kind}\ffres1{{\*\ffl never}}}}}}}}{{\fldrslt }}}}"
    found = reading(f"So? {field}yes{field}")
    assert [block.text for block in found.blocks] == ["So? yes"]
    assert found.notes == [rtf.UNREAD] * is_noted


@pytest.mark.parametrize(
    ("paragraph", "bold"),
    [
        (r"{\b Ada} And then?\par", "Ada"),
        (r"\b Ada\b0  And then?\par", "Ada"),
        (r"{\b Ada }And then?\par", "Ada"),
        (r"\b Ada\plain  And then?\par", "Ada"),
        (r"{\b A}{\b da}{\b  Reed} said\par", "Ada Reed"),
        (r"{\b \u-10179?}{\b \u-8704? Ada} said\par", "\U0001f600 Ada"),
        (r"{\v gone}{\b Ada} and\par", "Ada"),
        (r"{\pntext 1.\tab}{\b Ada}\tab and\par", "Ada"),
        (r"{\b Ada\line Bo}\par", "Ada"),
        (r"And {\b Ada}\par", ""),
        (r"{\b\b0 Ada} and\par", ""),
    ],
)
def test_what_a_paragraph_begins_with_in_bold_is_told(paragraph, bold):
    first, *others = reading(paragraph).blocks
    assert first.text[: first.bold] == bold and not any(block.bold for block in others)


def test_a_name_in_bold_is_a_label_as_in_word_files():
    turns = r"{\b Ada} And then?\par {\b Bo} It was late, and I was there.\par "
    source = {"source_id": "s", "case_id": "c", "kind": "interview", "format": "rtf"}
    found = ingest_source(file(turns * 3), source, {"Ada": "interviewer", "Bo": "p1"})
    assert [row["participant_id"] for row in found.turns if row["layer"] == "speech"] == ["interviewer", "p1"] * 3
    assert not found.questions
