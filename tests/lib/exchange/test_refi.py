"""What a REFI-QDA project holds comes out as codings or as notes; nothing of it vanishes."""

from __future__ import annotations

import io
import zipfile

import pytest
from multicase.exchange import refi
from other_tools import CASE, CODE, GUIDS, OTHER, SOURCE, Tool, project, zipped

TEXT = "It was very slow, and we all said so."
CODING = f'<Coding guid="{OTHER}"><CodeRef targetGUID="{CODE}"/></Coding>'


def selection(start, end, inside=CODING, name="", more=""):
    return f'<PlainTextSelection guid="{OTHER}" name="{name}" startPosition="{start}" endPosition="{end}"{more}>{inside}</PlainTextSelection>'


def read(selections="", extra="", spans=(), **tool):
    return refi.read(project(TEXT, spans, Tool(**tool), selections, extra), "p.qdpx")


def notes(imported):
    return [note.what for note in imported.notes]


@pytest.mark.parametrize("braces", [True, False])
@pytest.mark.parametrize("folder", ["sources", "Sources", "SOURCES", "Study/sources"])
@pytest.mark.parametrize("root", ["project.qde", "My Study.QDE"])
def test_spellings_do_not_matter(braces, folder, root):
    imported = read(spans=[(7, 16)], braces=braces, folder=folder, root=root)
    (coding,) = imported.codings
    assert (coding.source, coding.start, coding.end, coding.exact) == (SOURCE.lower(), 7, 16, "very slow")
    assert (coding.code, coding.coder, coding.date) == ("Slow", "Ann Other", "2020-01-02T03:04:05Z")
    assert (coding.prefix, coding.suffix) == ("It was ", ", and we all said so.")
    assert imported.notes == ()


def test_nested_codes_have_paths():
    book = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="{{{CODE}}}" name="Pace" isCodable="false"><Description>How fast</Description><Code guid="{OTHER}" name=" Very  slow "/></Code></Codes></CodeBook>'
    upper, lower = refi.read_codebook(book.encode(), "c.qdc")
    assert (upper.name, upper.codable, upper.description) == ("Pace", False, "How fast")
    assert (lower.name, lower.path, lower.codable) == ("Very slow", "Pace/Very slow", True)


def test_several_codings_on_one_selection_are_several():
    imported = read(selection(7, 16, CODING * 2))
    assert [(coding.start, coding.end) for coding in imported.codings] == [(7, 16)] * 2


def test_a_selection_without_a_code_is_a_comment():
    imported = read(selection(7, 16, "<Description>hm</Description>"))
    assert imported.codings == ()
    assert notes(imported) == ["a selection without a code: a comment"]


def test_a_selection_of_no_length_is_told():
    assert [(coding.start, coding.without) for coding in read(selection(7, 7)).codings] == [(7, "of no length")]


def test_a_selection_outside_the_text_keeps_its_quote():
    (coding,) = read(selection(700, 716, name="very slow")).codings
    assert (coding.start, coding.end, coding.exact) == (-1, -1, "very slow")


def test_a_name_that_quotes_something_else_is_told_where_the_others_quote():
    imported = read(selection(7, 16, name="It was quick") + selection(0, 6, name="It was"))
    assert [coding.exact for coding in imported.codings] == ["very slow", "It was"]
    assert any("isn't what stands" in what for what in notes(imported))


def test_cases_that_stand_as_codes_are_no_codes():
    cases = f'<Cases><Case guid="{{{CODE.lower()}}}" name="Ann"/></Cases>'
    imported = read(selection(7, 16), cases)
    assert imported.codes == imported.codings == ()
    assert [(case.name, case.sources) for case in imported.cases] == [("Ann", (SOURCE.lower(),))]
    assert notes(imported).count("1 passage given to the project's cases: not codings") == 1
    assert "left out as cases of the project: 1 code" in notes(imported)


def test_a_code_that_the_codebook_has_not_got_is_told():
    imported = read(selection(7, 16, f'<Coding guid="{OTHER}"><CodeRef targetGUID="{CASE}"/></Coding>'))
    assert [(coding.code, coding.exact) for coding in imported.codings] == [(CASE.lower(), "very slow")]
    assert "a code that the codebook hasn't got" in notes(imported)[0]


def test_codes_of_one_guid_are_told():
    data = _replaced(project(TEXT, [(7, 16)]), "</Codes>", f'<Code guid="{CODE.lower()}" name="Fast"/></Codes>')
    imported = refi.read(data, "p.qdpx")
    assert [code.name for code in imported.codes] == [coding.code for coding in imported.codings] == ["Slow"]
    assert notes(imported) == ["the code 'Fast' has the GUID of 'Slow': taken for the same"]


def test_memos_are_descriptions_and_notes():
    inside = f'<Description>first</Description><Coding guid="{OTHER}"><CodeRef targetGUID="{CODE}"/><NoteRef targetGUID="{GUIDS["d"]}"/></Coding>'
    extra = f'<Notes><Note guid="{{{GUIDS["d"]}}}"><PlainTextContent>second</PlainTextContent></Note><Note guid="{GUIDS["c"]}"><PlainTextContent>x</PlainTextContent></Note></Notes>'
    imported = read(selection(7, 16, inside), extra)
    assert imported.codings[0].memo == "first | second"
    assert "1 note that no coding refers to" in notes(imported)


def test_the_selections_user_stands_in_for_the_codings():
    assert read(selection(7, 16, more=f' creatingUser="{GUIDS["u"]}"')).codings[0].coder == "Ann Other"
    assert read(selection(7, 16)).codings[0].coder == "Ann Other"  # nobody else works in the project
    other = f'</Users><Users><User guid="{OTHER}" name="Bo"/>'
    two = project(TEXT, [], Tool(), selection(7, 16)), other
    assert refi.read(_with(*two), "p.qdpx").codings[0].coder == ""


def test_users_of_one_name_are_told_apart_by_their_guids():
    both = [selection(7, 16, more=f' creatingUser="{user}"') for user in (GUIDS["u"], OTHER)]
    users = f'<User guid="{OTHER}" name="Ann Other"/><User guid="{CASE}" name="Bo"/>'
    imported = refi.read(_with(project(TEXT, [], Tool(), "".join(both)), users), "p.qdpx")
    first, second = (coding.coder for coding in imported.codings)
    assert (
        first == "Ann Other" != second and second.startswith("Ann Other_") and imported.users == (first, second, "Bo")
    )
    assert notes(imported) == [f"a second user called Ann Other: taken for another person, and called {second}"]


def _with(data, users):
    """A project with more users."""
    return _replaced(data, "</Users>", f"{users}</Users>")


def _replaced(data, old, new):
    """A project with other XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped([(name, archive.read(name).replace(old.encode(), new.encode())) for name in archive.namelist()])


@pytest.mark.parametrize("text", [None, "Slöw".encode("latin-1")])
def test_a_text_that_is_missing_or_not_utf_8_leaves_the_quotes(text):
    data = project(TEXT, [(7, 16)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [("project.qde", archive.read("project.qde"))]
    imported = refi.read(zipped(members + ([(f"sources/{SOURCE}.txt", text)] if text else [])), "p.qdpx")
    assert [(coding.start, coding.exact) for coding in imported.codings] == [(-1, "very slow")]
    assert "its text" in notes(imported)[0]


def test_what_is_no_text_is_told():
    extra = '<Sets><Set guid="x" name="s"/></Sets><Links><Link guid="y"/></Links>'
    audio = f'</TextSource><AudioSource guid="a" name="tape"><AudioSelection guid="b" begin="1" end="2">{CODING}</AudioSelection></AudioSource><TextSource guid="{CASE}" name="empty">{CODING}'
    imported = read(audio, extra)
    assert {"1 links: not codings", "1 sets: not codings", "no text is given"} <= set(notes(imported))
    assert "a AudioSource: no text comes with it" in notes(imported)
    assert [(coding.code, coding.exact, coding.without) for coding in imported.codings] == [
        ("Slow", "", "of a stretch of a recording"),
        ("Slow", "", "of a whole source, not of a passage"),
    ]


@pytest.mark.parametrize("path", ["internal://", "relative://", "relative://sources/", "relative:///", ""])
def test_a_text_is_found_however_its_path_is_written(path):
    data = project(TEXT, [(7, 16)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    spelled = [(name, content.replace(b"internal://", path.encode())) for name, content in members]
    assert refi.read(zipped(spelled), "p.qdpx").sources[0].text == TEXT


def test_a_transcripts_selections_lie_between_its_points():
    points = "".join(f'<SyncPoint guid="p{n}" timeStamp="{n}" position="{n}"/>' for n in (7, 16))
    chosen = f'<TranscriptSelection guid="b" fromSyncPoint="p7" toSyncPoint="{{P16}}">{CODING}</TranscriptSelection>'
    tape = f'</TextSource><AudioSource guid="a" name="tape"><Transcript guid="t" plainTextPath="internal://{SOURCE}.txt">{points}{chosen}</Transcript></AudioSource><TextSource guid="z" name="z">'
    imported = read(tape)
    assert [(coding.source, coding.exact) for coding in imported.codings] == [("a", "very slow")]


def test_cases_come_with_their_attributes_and_sources():
    extra = (
        f'<Variables><Variable guid="v" name="Region"/></Variables><Cases><Case guid="k" name="East"><Description>d</Description>'
        f'<VariableValue><VariableRef targetGUID="V"/><TextValue>coast</TextValue></VariableValue><SourceRef targetGUID="{SOURCE}"/></Case></Cases>'
    )
    (case,) = read("", extra).cases
    assert (case.name, dict(case.values), case.sources) == ("East", {"Region": "coast"}, (SOURCE.lower(),))
    assert case.description == "d"


def test_memos_say_what_refers_to_them():
    inside = f'<Coding guid="{OTHER}"><CodeRef targetGUID="{CODE}"/><NoteRef targetGUID="{GUIDS["d"]}"/></Coding>'
    extra = f'<Notes><Note guid="{GUIDS["d"]}" name="n"><PlainTextContent>second</PlainTextContent></Note></Notes>'
    (memo,) = read(selection(7, 16, inside), extra).memos
    assert (memo.name, memo.text, memo.of) == ("n", "second", (OTHER.lower(), SOURCE.lower()))


def test_a_note_that_a_link_ties_to_a_passage_is_its_memo():
    """As NVivo keeps annotations."""
    note = f'<Notes><Note guid="{GUIDS["d"]}" name="n"><PlainTextContent>second</PlainTextContent></Note></Notes>'
    for origin, target in ((GUIDS["d"], OTHER), (OTHER, GUIDS["d"])):
        link = f'<Links><Link guid="l" originGUID="{{{origin}}}" targetGUID="{target}"/><Link guid="m" originGUID="a" targetGUID="b"/></Links>'
        imported = read(selection(7, 16, CODING.replace(OTHER, CASE)), note + link)
        assert imported.codings[0].memo == "second" and imported.memos[0].of == (OTHER.lower(), SOURCE.lower())
        assert notes(imported) == ["1 links: not codings"]


def test_a_case_without_a_name_holds_the_variables_of_its_document():
    """As MAXQDA and Quirkos keep them."""
    value = '<VariableValue><VariableRef targetGUID="v"/><TextValue>coast</TextValue></VariableValue>'
    variables = '<Variables><Variable guid="v" name="Region"/></Variables>'
    ref = f'<SourceRef targetGUID="{SOURCE}"/>'
    imported = read("", f'{variables}<Cases><Case guid="k">{value}{ref}</Case></Cases>')
    assert imported.cases == () and dict(imported.sources[0].values) == {"Region": "coast"}
    imported = read("", f'{variables}<Cases><Case guid="k">{value}{ref}<SourceRef targetGUID="other"/></Case></Cases>')
    assert len(imported.cases) == 1 and dict(imported.sources[0].values) == {}


def test_an_original_comes_with_its_text():
    data = project(TEXT, [])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    named = [(n, c.replace(b" plainTextPath", b' richTextPath="internal://x.DOCX" plainTextPath')) for n, c in members]
    (source,) = refi.read(zipped([*named, ("sources/x.docx", b"word")]), "p.qdpx").sources
    assert (source.original, source.ending, source.text) == (b"word", "docx", TEXT)


def test_a_pdf_with_a_text_is_read():
    pdf = f'</TextSource><PDFSource guid="{CASE}" name="scan"><Representation guid="r" plainTextPath="internal://{SOURCE}.txt">{selection(7, 16)}</Representation></PDFSource><TextSource guid="z" name="z">'
    assert [(coding.source, coding.exact) for coding in read(pdf).codings] == [(CASE.lower(), "very slow")]


NOTE = "Nobody spoke at first."


def test_what_is_coded_in_a_note_is_a_coding():
    inside = CODING + selection(0, 6) + selection(13, 15)
    notes_ = "".join(
        f'<Note guid="{key}" name="{name}"><PlainTextContent>{NOTE}</PlainTextContent>{coded}</Note>'
        for key, name, coded in (("n1", "Field note", inside), ("n2", "i01", CODING), ("n3", "Idea", ""))
    )
    imported = read(selection(7, 16), f"<Notes>{notes_}</Notes>")
    (first, *coded) = imported.sources
    assert [(source.guid, source.name, source.text) for source in coded] == [
        ("n1", "Field note", NOTE), ("n2", f"{first.name} (note)" if first.name == "i01" else "i01", NOTE),
    ]  # fmt: skip
    assert [(coding.source, coding.exact, coding.without) for coding in imported.codings[1:]] == [
        ("n1", "", "of a whole source, not of a passage"), ("n1", "Nobody", ""), ("n1", "at", ""),
        ("n2", "", "of a whole source, not of a passage"),
    ]  # fmt: skip
    assert notes(imported) == ["1 note that no coding refers to"] and len(imported.memos) == 3


def test_what_a_case_holds_is_taken_or_told():
    pair = '<VariableValue><VariableRef targetGUID="{}"/><TextValue>{}</TextValue></VariableValue>'
    values = "".join(pair.format(*of) for of in (("v", "30"), ("w", "40"), ("x", "50")))
    refs = f'<CodeRef targetGUID="{CODE}"/><SelectionRef targetGUID="{{{OTHER}}}"/><SelectionRef targetGUID="gone"/>'
    variables = "".join(f'<Variable guid="{key}" name="age"/>' for key in "vw")
    extra = f'<Variables>{variables}</Variables><Cases><Case guid="k" name="P1">{values}{refs}</Case></Cases>'
    imported = read(selection(7, 16), extra)
    assert [(case.sources, dict(case.values)) for case in imported.cases] == [((SOURCE.lower(),), {"age": "30"})]
    assert {note.place for note in imported.notes} == {"P1"} and sorted(notes(imported)) == [
        "a case of 1 passage that no source holds",
        "a case tied to 1 code, not to passages: not codings",
        "a value of an attribute that the project hasn't got: left out",
        "another value of a second attribute called age: left out",
    ]


def test_a_sources_description_is_told():
    assert notes(read("<Description>It rained</Description>")) == ["1 description of sources: not taken"]


def test_notes_quote_no_text():
    imported = read(selection(7, 16, "") + selection(5, 5) + selection(900, 901) + selection(0, 2, name="very"))
    assert not any(word in note.what + note.place for note in imported.notes for word in ("very", "all said"))
