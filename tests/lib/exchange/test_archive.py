"""An archive from anywhere can neither write a file, nor reach the network, nor fill the memory."""

from __future__ import annotations

import pytest
from multicase.exchange import archive, refi
from multicase.study.problems import StudyError
from other_tools import project, zipped

QDE = '<Project xmlns="urn:QDA-XML:project:1.0"/>'
BOMB = '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Project>&b;</Project>'
OUTSIDE = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>'
REMOTE = '<?xml version="1.0"?><!-- fine --><!DOCTYPE p SYSTEM "http://example.org/p.dtd"><Project/>'


def refused(data):
    with pytest.raises(StudyError) as error:
        refi.read(data, "sent.qdpx")
    assert all(p.file == "sent.qdpx" and p.found and p.expected and p.todo for p in error.value.problems)
    return str(error.value)


@pytest.mark.parametrize("qde", [BOMB, OUTSIDE, REMOTE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_document_types_and_their_entities_are_refused(qde, encoding):
    assert "document type" in refused(zipped([("project.qde", qde.encode(encoding))]))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_they_are_found_without_a_byte_order_mark_too(encoding):
    assert refused(zipped([("project.qde", BOMB.encode(encoding))]))


@pytest.mark.parametrize(
    "hidden",
    [
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE p+AD4<Project/>',
        BOMB.encode("cp037"),
        BOMB.encode("utf-32-le"),
        BOMB.encode("utf-32-be"),
        BOMB.encode("utf-32"),
    ],
)
def test_encodings_in_which_one_could_hide_are_refused(hidden):
    assert "encoding" in refused(zipped([("project.qde", hidden)]))


def test_a_text_that_speaks_of_document_types_is_none():
    qde = "<Project><Description><![CDATA[<!DOCTYPE html>]]> and &lt;!ENTITY</Description></Project>"
    assert refi.read(zipped([("project.qde", qde)]), "p.qdpx").codings == ()


@pytest.mark.parametrize("name", ["../out.txt", "sources/../../out.txt", "/etc/out.txt", "C:/out.txt", "..\\out.txt"])
def test_names_that_lead_out_of_the_archive_are_refused(name):
    assert "leads out" in refused(zipped([("project.qde", QDE), (name, "x")]))


@pytest.mark.parametrize("others", [[("other.qde", QDE)], [("sub/project.QDE", QDE)]])
def test_two_projects_are_refused(others):
    assert "2 projects" in refused(zipped([("project.qde", QDE), *others]))


def test_no_project_is_refused():
    assert "no project" in refused(zipped([("sources/a.txt", "x")]))


def test_a_member_packed_too_strongly_is_refused():
    assert "packed too strongly" in refused(zipped([("project.qde", QDE), ("sources/a.txt", b"\0" * (8 << 20))]))


def test_the_members_altogether_may_not_be_too_large(monkeypatch):
    monkeypatch.setattr(archive, "ALTOGETHER", 50)
    assert "altogether" in refused(zipped([("project.qde", QDE + " " * 50)]))


def test_a_member_may_not_be_too_large(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST", 10)
    assert "at most" in refused(zipped([("project.qde", QDE)]))


def test_two_members_of_one_name_are_refused():
    assert "twice" in refused(zipped([("project.qde", QDE), ("Sources/a.txt", "x"), ("sources/A.txt", "y")]))


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", zipped([("project.qde", QDE)])[:-30]])
def test_what_is_no_zip_archive_is_said_to_be_none(data):
    assert "zip" in refused(data)


@pytest.mark.parametrize("qde", [b"", b"<Project>", b"<Project>&nobody;</Project>", b"\xff\xfe\xff"])
def test_xml_that_is_not_well_formed_is_refused(qde):
    assert refused(zipped([("project.qde", qde)]))


def test_a_damaged_member_is_refused():
    data = bytearray(project("It was slow.", [(7, 11)]))
    at = data.index(b"project.qde") + 30
    data[at : at + 8] = b"\xff" * 8
    assert "unpacked" in refused(bytes(data))


def test_messages_show_no_names_that_move_a_cursor():
    data = bytearray(zipped([("a\x1bb.qde", QDE)]))
    at = data.index(b"<Project") if b"<Project" in data else data.index(b"a\x1bb.qde") + 9
    data[at : at + 4] = b"\xff" * 4
    assert "\x1b" not in refused(bytes(data))


@pytest.mark.parametrize("sign", ["\x0c", "\x1f", "&#12;", "&#x1F;", "&#x0b;"])
def test_signs_that_xml_forbids_are_blanks(sign):
    """A tool quotes them as they stand between the pages of a PDF."""
    root = archive.parse(f'<a name="one{sign}two&#10;three">\t</a>'.encode(), "p.qdpx", "project.qde")
    assert root.get("name") == "one two\nthree" and root.text == "\t"
