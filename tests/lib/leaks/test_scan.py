"""A leak is found wherever it hides, and the report doesn't repeat it."""

from __future__ import annotations

import gzip
import html
import io
import sqlite3
import struct
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pytest
import searching
from multicase import tables
from multicase.anonymise import locale
from multicase.leaks import open_zone, scan, terms
from multicase.study.problems import StudyError
from multicase.tables import catalogue

NAME = "Prewett Lane Surgery"
TERMS = {"prewett lane surgery": "organisation", "cammish": "person"}
SCANNER = scan.Scanner(TERMS)
REGISTER = [
    {"entity": "c", "kind": "person", "name": "Dr Judith Cammish", "aliases": "", "replacement": "GP"},
    {"entity": "d", "kind": "person", "name": "Denise Field", "aliases": "", "replacement": "nurse"},
    {"entity": "k", "kind": "person", "name": "Ann Clarke", "aliases": "", "replacement": "chair"},
]
IDENTIFIERS = pd.DataFrame(columns=["text", "kind", "layer", "action", "by"])


def of_study(*small, decisions=None, register=REGISTER, language="en_GB"):
    """The scanner of a study with REGISTER, whose texts hold these words in lower case."""
    columns = ["case_id", "word", "lower", "capital", "in_language", "named"]
    lexicons = pd.DataFrame([("a", word, 5, 0, True, 0) for word in small], columns=columns).astype(
        {"in_language": bool}
    )
    known = {"register": register, "speakers": [], "decisions": decisions, "locale": locale.load(language)}
    return scan.scanner(IDENTIFIERS, lexicons, **known)[0]


def telling(*given):
    """Term -> kind, of what can be told from ordinary text."""
    return {term.text: term.kind for term in terms.terms(*given) if not term.why}


def png(text):
    chunk = b"Comment\0" + text.encode()
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I4s", len(chunk), b"tEXt")
        + chunk
        + struct.pack(">I", zlib.crc32(b"tEXt" + chunk))
    )


def zipped(name, data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def sqlite(path, text=NAME):
    with sqlite3.connect(path) as base:
        base.execute("create table t (a text)")
        base.execute("insert into t values (?)", (text,))
    return path.read_bytes()


def xlsx(text):
    from openpyxl import Workbook

    book, buffer = Workbook(), io.BytesIO()
    book.active["B7"] = text
    book.save(buffer)
    return buffer.getvalue()


def pdf(text):
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    page = Canvas(buffer)
    page.drawString(72, 700, text)
    page.save()
    return buffer.getvalue()


def figure(names, turned):
    """A figure as the workflow writes it, each name on a line of its own, with one label beside another."""
    from multicase.figures import style

    drawn, (axes,) = style.canvas(4)
    for line, name in enumerate(names):
        for place, label in enumerate(["in the year of", name, "and after"]):
            axes.text(place / 3, line / len(names), label, rotation=turned)
    buffer = io.BytesIO()
    drawn.savefig(buffer, format="pdf")
    return buffer.getvalue()


@pytest.mark.parametrize("turned", [0, 7, 45, 90, 200, 300])
def test_a_name_in_a_figure_is_found_at_any_slant_and_in_any_letters(tmp_path, turned):
    names = ["Griffith", "Trevor Fiddes", "Łukasz", "Анна"]  # two ligatures, beyond Latin-1, another alphabet
    (tmp_path / "F10.pdf").write_bytes(figure(names, turned))
    for name in names:
        assert searching.hits([tmp_path / "F10.pdf"], tmp_path, scan.Scanner({name.lower(): "person"})), name


@pytest.mark.parametrize("pattern", ["<w:p><w:t>{}</w:t></w:p>", "<c><is><t>{}</t></is></c>", "<si><t>{}</t></si>"])
def test_what_ends_one_cell_and_begins_the_next_of_an_office_file_is_no_name(tmp_path, pattern):
    member = "xl/worksheets/sheet1.xml"
    cells = [pattern.format(text) for text in ("at Prewett", "Lane Surgery")]
    (tmp_path / "a.xlsx").write_bytes(zipped(member, "".join(cells)))
    assert searching.hits([tmp_path / "a.xlsx"], tmp_path, scan.Scanner({NAME.lower(): "organisation"})) == []
    (tmp_path / "a.xlsx").write_bytes(zipped(member, pattern.format(f"at {NAME}")))
    assert searching.hits([tmp_path / "a.xlsx"], tmp_path, scan.Scanner({NAME.lower(): "organisation"}))


PLANTED = {
    "a.txt": lambda _: f"we met at {NAME} again".encode(),
    "case.csv": lambda _: f"a,b\n1,{NAME.upper()}\n".encode(),
    "split.txt": lambda _: b"at Prewett\nLane Surgery",
    "blanks.txt": lambda _: "at Prewett\u00a0Lane  Surgery".encode(),
    "accent.txt": lambda _: "Mrs Cámmish said".encode(),
    "page.html": lambda _: b"<p>Prewett <b>Lane</b> Surgery</p>",
    "entity.html": lambda _: b"<p>Prewett&nbsp;Lane&#32;Surgery</p>",
    "figure.svg": lambda _: b"<svg><text>Dr Cammish</text></svg>",
    "attribute.svg": lambda _: b'<svg><g id="cammish"/></svg>',
    "deep.json": lambda _: b'{"a": {"b": "Cammish"}}',
    "image.png": lambda _: png("drawn for Cammish"),
    "report.docx": lambda _: zipped("word/document.xml", f"<w:t>{NAME}</w:t>"),
    "member.zip": lambda _: zipped("cammish.txt", "nothing"),
    "base.sqlite": sqlite,
    "job.log": lambda _: b"error near 'Cammish'",
    "hyphen.txt": lambda _: b"the Cam-\nmish plan",
    "soft.txt": lambda _: "the Cam\u00admish plan".encode(),
    "escapes.json": lambda _: b'{"a": "C\\u00e1mmish"}',
    "broken.json": lambda _: b'{"a": "at Prewett\\nLane Surgery"}',
    "address.html": lambda _: b'<a href="?q=C%61mmish">x</a>',
    "alt.html": lambda _: b'<img alt="C&#97;mmish">',
    "utf16.txt": lambda _: "Dr Cammish".encode("utf-16"),
    "latin.txt": lambda _: "Mrs Cámmish".encode("latin-1"),
    "packed.gz": lambda _: gzip.compress(b"Cammish"),
    "sheet.xlsx": lambda _: xlsx("seen by Cammish"),
    "report.pdf": lambda _: pdf("seen by Cammish"),
    "runs.docx": lambda _: zipped("word/document.xml", "<w:t>Cam</w:t><w:t>mish</w:t>"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_name_is_found_and_not_repeated(tmp_path, name):
    (tmp_path / name).write_bytes(PLANTED[name](tmp_path / name))
    hits = searching.hits([tmp_path / name], tmp_path, SCANNER)
    assert hits
    with pytest.raises(StudyError) as caught:
        scan.refuse(hits, Path("private/leaks.csv"))
    told = str(caught.value).lower()
    assert "prewett" not in told and "cammish" not in told
    assert name in told


SLIPS = {
    "a.txt": lambda _: b"as Cammsih said",
    "hyphen.txt": lambda _: b"the Camm-\nisch plan",
    "page.html": lambda _: b"<p>Mrs Cam<b>ish</b></p>",
    "figure.svg": lambda _: b"<svg><text>Dr Kammish</text></svg>",
    "image.png": lambda _: png("drawn for Cammishe"),
    "report.docx": lambda _: zipped("word/document.xml", "<w:t>Camish</w:t>"),
    "report.pdf": lambda _: pdf("seen by Cammisk"),
    "sheet.xlsx": lambda _: xlsx("seen by Cammis"),
    "base.sqlite": lambda path: sqlite(path, "Caammish"),
    "job.log": lambda _: b"error near 'CAMMIHS'",
    "table.csv": lambda _: "1,Cámish".encode(),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_registered_name_with_one_letter_wrong_is_found(tmp_path, name):
    (tmp_path / name).write_bytes(SLIPS[name](tmp_path / name))
    (*_, hit) = searching.hits([tmp_path / name], tmp_path, of_study())
    assert hit.kind == "person" and hit.path == name


def test_a_word_of_the_study_or_what_people_decided_to_keep_is_no_slip(tmp_path):
    (tmp_path / "a.txt").write_text("Denies it. Canmish is a brand. Clarkes, Clarkson.")
    kept = [{"text": "Canmish", "kind": "other", "scope": "study", "action": "keep"}]
    assert {hit.kind for hit in searching.hits([tmp_path / "a.txt"], tmp_path, of_study())} == {"person"}
    quiet = of_study("deny", "clarkes", decisions=kept)
    assert searching.hits([tmp_path / "a.txt"], tmp_path, quiet) == []


@pytest.mark.parametrize("name", ["Thijs Hess", "Casez", "Hierre Wheren"])
def test_the_words_of_the_pages_are_no_slips_of_names_in_another_language(tmp_path, name):
    told = "This study. These cases. Where There Which Codes Cases. Because"
    (tmp_path / "a.html").write_text(f"<p>{told}</p>")
    register = [{"entity": "t", "kind": "person", "name": name, "aliases": "", "replacement": "docent"}]
    scanner = of_study(register=register, language="nl_NL")
    assert searching.hits([tmp_path / "a.html"], tmp_path, scanner) == []
    (tmp_path / "b.txt").write_text(f"en {name} zei")
    assert searching.hits([tmp_path / "b.txt"], tmp_path, scanner)


@pytest.mark.parametrize("found", ["Because Mr Koch", "Thanks Wessel", "There Jansma"])
def test_the_small_words_of_the_pages_are_no_names_found_in_another_language(found):
    columns = {"text": [found], "kind": ["person"], "layer": ["context"], "action": ["redact"], "by": ["nobody"]}
    told = telling(pd.DataFrame(columns), [], [], set(), set(), locale.load("nl_NL"))
    assert found.split()[0].lower() not in told and found.lower() in told


def test_whom_the_pages_cite_is_no_leak_of_a_participant_who_has_the_name(tmp_path):
    for entry in catalogue.core().values():
        told = " ".join([entry.title, entry.caption, entry.not_reflexive])
        (tmp_path / "a.html").write_text(f"<p>{html.escape(told)}</p>")
        assert searching.hits([tmp_path / "a.html"], tmp_path, of_study()) == []
    (tmp_path / "a.html").write_text("<p>so Clarke said in 2021</p>")
    assert searching.hits([tmp_path / "a.html"], tmp_path, of_study())


@pytest.mark.parametrize("author", scan.AUTHORS)
def test_every_author_whom_the_pages_cite_may_be_a_participant(tmp_path, author):
    pages = Path(tables.__file__).parents[1] / "pages"
    texts = [path.read_text() for path in sorted(pages.glob("findings*.j2"))]
    for entry in catalogue.core().values():
        texts += [entry.caption, entry.not_reflexive, html.escape(entry.caption)]
    found = scan.Scanner({author.lower(): "person"})
    assert not any(found.terms_in(text) for text in texts)
    assert found.terms_in(f"Dr {author} said so")


def test_a_name_in_a_file_name_is_found_and_the_file_not_named(tmp_path):
    (tmp_path / "notes_cammish.txt").write_text("nothing")
    (hit,) = searching.hits([tmp_path / "notes_cammish.txt"], tmp_path, SCANNER)
    assert hit.place == "the name of a file" and "cammish" not in str(hit).lower()


def test_a_name_in_a_parquet_column_or_its_metadata_is_found(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"text": ["nothing", "Cammish said so"]})
    pq.write_table(table, tmp_path / "a.parquet")
    pq.write_table(pa.table({"n": [1]}).replace_schema_metadata({"by": "Cammish"}), tmp_path / "b.parquet")
    assert {hit.path for hit in searching.hits(sorted(tmp_path.iterdir()), tmp_path, SCANNER)} == {
        "a.parquet",
        "b.parquet",
    }


@pytest.mark.parametrize("values", [["Cammish"], [["Cammish"]], [{"b": "Cammish"}], [b"Cammish"]])
def test_a_name_deep_in_a_parquet_value_is_found(tmp_path, values):
    import pyarrow as pa
    import pyarrow.parquet as pq

    column = pa.array(values)
    pq.write_table(pa.table({"a": column}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"a": pa.array(["Cammish"]).dictionary_encode()}), tmp_path / "b.parquet")
    assert len({hit.path for hit in searching.hits(sorted(tmp_path.iterdir()), tmp_path, SCANNER)}) == 2


@pytest.mark.parametrize("number", ["01632960123", "01632 960 123", "+44 1632 960123", "(01632) 960-123"])
def test_a_number_is_found_however_it_is_written(tmp_path, number):
    (tmp_path / "a.txt").write_text(f"ring {number} now")
    assert searching.hits([tmp_path / "a.txt"], tmp_path, scan.Scanner({"01632 960123": "phone"}))


def test_a_file_that_only_looks_like_an_archive_is_read_as_it_is(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 by Cammish")
    assert searching.hits([tmp_path / "a.zip"], tmp_path, SCANNER)


def test_a_registered_name_is_looked_for_though_it_is_written_small_once(tmp_path):
    none = pd.DataFrame(columns=["text", "kind", "layer", "action", "by"])
    rows = [{"entity": "f", "kind": "place", "name": "Haxwold", "aliases": "", "replacement": "town"}]
    assert "haxwold" in telling(none, rows, [], {"haxwold"}, set(), locale.load("en_GB"))
    assert "haxwold" not in telling(none, rows, [], {"haxwold"}, {"haxwold"}, locale.load("en_GB"))


def test_parts_of_words_are_no_leak(tmp_path):
    (tmp_path / "a.txt").write_text("cammishes and precammish, prewett lanes, cammish't")
    assert searching.hits([tmp_path / "a.txt"], tmp_path, SCANNER) == []


def test_what_is_searched_for():
    identifiers = pd.DataFrame(
        [("Dr Cammish", "person", "context", "pseudonymise", "decision"), ("Field", "person", "register", "pseudonymise", "register"),
         ("2014", "code", "pattern", "mask", "decision"), ("01632 960123", "phone", "pattern", "generalise", "decision"),
         ("Leeds", "place", "truecase", "keep", "decision"), ("3 May 2014", "date", "pattern", "generalise", "rule")],
        columns=["text", "kind", "layer", "action", "by"],
    )  # fmt: skip
    register = [{"entity": "f", "kind": "person", "name": "Mark Field", "aliases": "", "replacement": "GP"}]
    found = telling(
        identifiers,
        register,
        [{"label": "P1"}, {"label": "Judith Cammish"}],
        {"field", "said"},
        {"field", "said"},
        locale.load("en_GB"),
    )
    assert {"dr cammish", "mark field", "dr field", "01632 960123", "judith cammish"} <= set(found)
    assert not {"field", "mark", "2014", "leeds", "3 may 2014", "p1"} & set(found)


@pytest.mark.parametrize("label", ["Leave. Reflection", "Key Findings Xyloo", "Kowalska", "Überblick Teil"])
def test_what_is_no_speaker_label_is_listed_and_no_leak(label):
    """It stands in the open texts, and nothing that people could do took a leak away."""
    words = locale.load("en_GB")
    row = {"source_id": "s1", "label": label, "participant_id": "", "role": "participant"}
    whys = []
    for rows in ([row], [row | {"role": "not a label"}], [row, row | {"source_id": "s2", "role": "not a label"}]):
        whys.append({term.text: term.why for term in terms.terms(IDENTIFIERS, [], rows, [], [], words)})
    name = terms.folded(label)
    assert whys == [{name: ""}, {name: "capital"}, {name: ""}]


def test_what_waits_for_a_decision_is_searched_for_if_more_than_a_capital_told_it():
    waiting = [("Dr Rajan Pillai", "person", "context"), ("Nadia", "person", "context"), ("Wetherby", "other", "truecase"),
               ("Elm Lane Hub", "other", "truecase"), ("01632 960123", "phone", "pattern")]  # fmt: skip
    rows = [(*row, "mask", "nobody") for row in waiting]
    identifiers = pd.DataFrame(rows, columns=["text", "kind", "layer", "action", "by"])
    found = telling(identifiers, [], [], set(), set(), locale.load("en_GB"))
    assert {"dr rajan pillai", "rajan pillai", "pillai", "nadia", "elm lane hub", "01632 960123"} <= set(found)
    assert "wetherby" not in found


def test_results_with_a_leak_are_marked_until_there_is_none(tmp_path):
    open_zone.mark(tmp_path, 2)
    assert "Share nothing" in (tmp_path / open_zone.WARNING).read_text() and open_zone.files(tmp_path) == []
    open_zone.mark(tmp_path, 0)
    assert not (tmp_path / open_zone.WARNING).exists()


def test_the_open_zone_is_all_but_private_and_audit(tmp_path):
    for name in ("private/queue.csv", "tables/T01.csv", "audit/leaks.json", "index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.relative_to(tmp_path).as_posix() for path in open_zone.files(tmp_path)] == [
        "index.html",
        "tables/T01.csv",
    ]
