"""Exports are the same byte for byte, are read back as they were, and carry nothing that must stay."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import random
import re
import zipfile

import other_tools as tools
import pytest
import small_study
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from multicase.exchange import exporting, names, refi
from multicase.exchange.importing import matched, to_codings
from multicase.ingest.cleaning import UNSEEN
from multicase.study import files

ORDER = ["Users", "CodeBook", "Variables", "Cases", "Sources", "Description"]
BOOK = files.parse_yaml(small_study.FILES["codebook.yaml"])


def qde(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("project.qde"))


ATTRIBUTES = ("role_group", "profession", "titular", "organisation_type", "level")


def coded(source, words, code, coder="coder_1", **more):
    """A coding of a passage that lies in one segment."""
    row = tools.coded(source, words, code, coder, **more)
    return row | {name: row[name.removeprefix("passage_")] for name in ("passage_start", "passage_end")}


def study_parts(rows, texts=tools.TEXTS, **more):
    return tools.study_parts(rows, texts, **({"attributes": ATTRIBUTES} | more))


def small_parts():
    """The small study's parts, with codings of all kinds, each of a passage that lies in one segment."""
    given = tools.parts()
    codings = given.codings.assign(passage_start=given.codings["start"], passage_end=given.codings["end"])
    return dataclasses.replace(given, codings=codings, attributes=ATTRIBUTES)


def everything(parts):
    """What leaves the study, as text."""
    with zipfile.ZipFile(io.BytesIO(exporting.qdpx(parts))) as archive:
        members = [archive.read(name).decode() for name in archive.namelist()]
    return "\n".join([*members, exporting.web_annotations(parts), exporting.tidy_csv(parts)])


def test_our_project_read_back_gives_the_same_codings():
    parts = small_parts()
    imported = refi.read(exporting.qdpx(parts), "p.qdpx")
    matches = matched(imported, [parts.texts], parts.codebook, alone="somebody")
    rows, report = to_codings(imported, parts.texts, matches)
    found = [
        (coder, row["source_id"], int(row["start"]), int(row["end"]), row["exact"], row["code"], row["memo"])
        for coder in rows
        for row in rows[coder]
    ]
    meant = [
        (
            row["coder"],
            row["source_id"],
            row["start"],
            row["end"],
            row["exact"],
            row["code"],
            " ".join(row["memo"].split()),
        )
        for row in parts.rows
    ]
    assert sorted(found) == sorted(meant)
    assert report.complete
    assert imported.notes == ()
    assert all(set(item.counts) == {"exactly"} for item in report.sources)


# What ingestion leaves out can't stand in a text that is exported.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=80).filter(
    lambda text: not UNSEEN.search(text)
)
PAIRS = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 80), st.sampled_from(["slow", "directive"])), max_size=6)


@given(WORDS, PAIRS)
def test_any_text_comes_back(text, pairs):
    texts = {"east-d01": text, "east-i01": "", "west-i01": ""}
    rows = [
        coded("east-d01", "", code, start=start, end=start + n, exact=text[start : start + n], texts=texts)
        for start, n, code in pairs
        if start + n <= len(text) and text[start : start + n].strip()  # a blank alone doesn't tell what positions count
    ]
    imported = refi.read(exporting.qdpx(study_parts(rows, texts)), "p.qdpx")
    found = sorted((coding.start, coding.end, coding.code) for coding in imported.codings)
    assert found == sorted({(row["start"], row["end"], row["code"].capitalize()) for row in rows})


@pytest.mark.parametrize("write", [exporting.qdpx, exporting.web_annotations, exporting.tidy_csv, exporting.losses])
def test_exports_do_not_hang_on_the_order_of_rows(write):
    parts = small_parts()
    frame = parts.codings.sample(frac=1, random_state=1)
    texts = dict(random.Random(1).sample(sorted(parts.texts.items()), len(parts.texts)))
    other = study_parts(
        frame.to_dict("records"), texts, sources=parts.sources[::-1], participants=parts.participants[::-1]
    )
    assert write(parts) == write(small_parts()) == write(other)


def test_the_project_is_as_the_standard_and_its_clients_want_it():
    root = qde(exporting.qdpx(small_parts()))
    assert [etree.QName(child).localname for child in root] == ORDER
    guids = root.xpath("//@guid")
    assert len(guids) == len(set(guids))
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", guid) for guid in guids)
    assert set(root.xpath("//@targetGUID | //@creatingUser")) <= set(guids)
    selections = root.xpath("//*[local-name()='PlainTextSelection']")
    assert all(len(sel.xpath("*[local-name()='Coding']")) == 1 for sel in selections)
    assert all(
        [etree.QName(part).localname for part in sel] in (["Coding"], ["Description", "Coding"]) for sel in selections
    )
    assert not root.xpath("//*[local-name()='NoteRef' or local-name()='PlainTextContent'] | //@basePath")
    assert [code.get("isCodable") for code in root.xpath("//*[local-name()='Code']")] == [
        "false",
        "false",
        "true",
        "true",
        "false",
        "false",
        "true",
    ]


def test_texts_have_lf_and_no_mark_and_keep_their_length():
    texts = tools.TEXTS | {"east-d01": "\ufeffone\r\ntwo\rthree\x00 slow"}
    rows = [coded("east-d01", "slow", "slow", texts=texts)]
    data = exporting.qdpx(study_parts(rows, texts))
    imported = refi.read(data, "p.qdpx")
    assert {len(source.text) for source in imported.sources} == {len(texts["east-d01"]), len(texts["east-i01"])}
    assert [coding.exact for coding in imported.codings] == ["slow"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert all(
            b"\r" not in archive.read(name) and archive.read(name)[:3] != b"\xef\xbb\xbf" for name in archive.namelist()
        )
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_only_what_may_be_quoted_leaves():
    parts = small_parts()
    out = everything(parts)
    assert "west" not in out and "somebody has to decide" not in out
    assert "GP, chair" not in out and "guessed" not in out
    lost = {(row["format"], row["what"]): row["n"] for row in exporting.losses(parts)}
    for name in exporting.WITH_TEXT:
        assert lost[name, "sources whose consent is 'aggregate'"] == 1
        assert lost[name, "codings of sources that may not be quoted"] == 1


@pytest.mark.parametrize("consent", ["aggregate", "closed"])
def test_a_study_of_which_nothing_may_be_quoted_gives_its_codebook_only(consent):
    sources = [row | {"consent": consent} for row in tools.SOURCES]
    parts = study_parts([coded("east-i01", "very slow", "slow")], sources=sources)
    assert [etree.QName(child).localname for child in qde(exporting.qdpx(parts))] == ["CodeBook", "Description"]
    assert "slow at" not in everything(parts)
    assert json.loads(exporting.web_annotations(parts))["total"] == 0


def test_participants_carry_their_groups_only():
    root = qde(exporting.qdpx(small_parts()))
    variables = root.xpath("//*[local-name()='Variable']/@name")
    assert variables == ["kind_of_case", "role_group", "profession", "titular", "organisation_type", "level"]
    cases = {
        case.get("name"): case.xpath("*/*[local-name()='TextValue']/text()")
        for case in root.xpath("//*[local-name()='Case']")
    }
    assert cases == {"east": ["case"], "east-p01": ["participant", "gp", "clinician", "yes", "ccg", "strategy"]}


def test_of_participants_go_the_attributes_that_are_named_and_no_other():
    few = dataclasses.replace(small_parts(), attributes=("role_group", "level"))
    root = qde(exporting.qdpx(few))
    assert root.xpath("//*[local-name()='Variable']/@name") == ["kind_of_case", "role_group", "level"]
    assert root.xpath("//*[local-name()='TextValue']/text()") == ["case", "participant", "gp", "strategy"]
    assert "clinician" not in everything(few)
    (lost,) = [row for row in exporting.losses(few) if row["what"] == "roles in words"]
    assert (lost["n"], lost["why"]) == (1, "only role_group, level are exported")


def test_a_passage_that_touches_several_segments_is_one_coding_of_the_whole_passage():
    whole = "take 😀 people with you.\nIt was very slow"
    first = coded("east-i01", whole, "slow", memo="one thought")
    middle = first["start"] + whole.index("\n")
    text = tools.TEXTS["east-i01"]
    clipped = [
        first | {"end": middle, "exact": text[first["start"] : middle]},
        first | {"segment_id": "east-i01:2.1", "start": middle + 1, "exact": text[middle + 1 : first["end"]]},
    ]
    parts = study_parts(clipped)
    (row,) = csv.DictReader(io.StringIO(exporting.tidy_csv(parts), newline=""))
    assert (row["exact"], int(row["start"]), int(row["end"]), row["memo"]) == (
        whole,
        first["start"],
        first["end"],
        "one thought",
    )
    (item,) = json.loads(exporting.web_annotations(parts))["first"]["items"]
    assert item["target"]["selector"][0]["exact"] == whole
    (coding,) = refi.read(exporting.qdpx(parts), "p.qdpx").codings
    assert (coding.start, coding.end) == (first["start"], first["end"])
    lost = {(row["format"], row["what"]): row["n"] for row in exporting.losses(parts)}
    assert lost[exporting.CSV, "codings alike but for their rule or segment"] == 1


@pytest.mark.parametrize("change", [{"exact": "other"}, {"code": "nonsense"}])
def test_codings_that_do_not_fit_the_study_are_an_error(change):
    with pytest.raises(ValueError, match=r"quotes another text|not in the codebook"):
        exporting.qdpx(study_parts([coded("east-i01", "very slow", "slow") | change]))


def test_a_quotable_source_without_its_text_is_an_error():
    with pytest.raises(ValueError, match="east-d01"):
        exporting.qdpx(study_parts([], {"east-i01": "x"}))


def test_the_codebook_comes_back_with_the_projects_guids():
    codes = refi.read_codebook(exporting.qdc(BOOK, "small"), "c.qdc")
    assert codes == refi.read(exporting.qdpx(small_parts()), "p.qdpx").codes
    assert [code.path for code in codes if code.codable] == [
        "Style/Manner/Collaborative",
        "Style/Manner/Directive",
        "Pace/Speed/Slow",
    ]


def test_names_are_unique_whatever_their_case():
    text = (
        small_study.FILES["codebook.yaml"]
        .replace("label: Manner", "label: STYLE")
        .replace("label: Slow", "label: style (theme style)")
    )
    found = names.unique(files.parse_yaml(text))
    assert len({name.casefold() for name in found.values()}) == len(found)
    assert found["theme", "style"] == "Style (theme style)"
    known = names.Known(files.parse_yaml(text))
    assert all(known.find(name) == [key[1]] for key, name in found.items() if key[0] == "code")


def test_web_annotations_quote_and_place():
    parts = small_parts()
    collection = json.loads(exporting.web_annotations(parts))
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == len(parts.rows)
    for item in items:
        quote, position = item["target"]["selector"]
        text = parts.texts[item["target"]["source"].rpartition(":")[2]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"]) and text[position["end"] :].startswith(
            quote["suffix"]
        )
    assert {item["creator"]["type"] for item in items} == {"Person", "Software"}


def test_csv_has_a_row_for_each_coding():
    parts = small_parts()
    rows = list(csv.DictReader(io.StringIO(exporting.tidy_csv(parts), newline="")))
    assert [(row["exact"], row["code"], row["theme"], row["label"]) for row in rows][:1] == [
        ("take people", "collaborative", "style", "Collaborative")
    ]
    assert [int(row["start"]) for row in rows] == [row["start"] for row in parts.rows]
    assert [row["memo"] for row in rows if row["code"] == "slow"] == ["again"]


def test_another_reader_reads_our_export(tmp_path):
    pytest.importorskip("pyrefiqda")
    from pyrefiqda import RefiCodebook, RefiProject

    parts = small_parts()
    path = tmp_path / "study.qdpx"
    path.write_bytes(exporting.qdpx(parts))
    project = RefiProject.load(path, extract_dir=str(tmp_path / "out"))
    source = next(source for source in project.sources.text_source if source.name == "east-i01")
    text = (tmp_path / "out" / "sources" / source.plain_text_path.removeprefix("internal://")).read_text(
        encoding="utf-8"
    )
    quotes = [text[sel.start_position : sel.end_position] for sel in source.plain_text_selection]
    assert quotes == [row["exact"] for row in parts.rows if row["source_id"] == "east-i01"]
    assert [user.name for user in project.users.user] == ["coder_1", "coder_2", "dictionary"]
    assert [case.name for case in project.cases.case] == ["east", "east-p01"]
    book = tmp_path / "codes.qdc"
    book.write_bytes(exporting.qdc(parts.codebook, parts.study))
    assert RefiCodebook.load(book).codes.code[0].code[0].code[0].name == "Collaborative"
