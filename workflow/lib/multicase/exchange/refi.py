"""Reading REFI-QDA projects (.qdpx) and codebooks (.qdc), as real tools write them.

Elements and attributes: REFI-QDA standard 1.5 (2019). Names are taken without their namespace, which varies; GUIDs in
either case, with or without braces. What a project holds beside coded text is noted, never passed over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from multicase.exchange.archive import Archive, parse
from multicase.exchange.code_ids import digits
from multicase.exchange.counting import Selection, Written, agreement, count, written
from multicase.exchange.imported import NO_LENGTH, Case, Code, Coding, Imported, Memo, Note, Source
from multicase.wording import counted

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTEXT = 32  # characters of prefix and suffix
# Selections that are no passages of a text, and what they are of.
OTHERS = {
    "PictureSelection": "of a part of a picture",
    "AudioSelection": "of a stretch of a recording",
    "VideoSelection": "of a stretch of a recording",
    "PDFSelection": "of a place on a page, not of words",
}


def read(data: bytes, file: str) -> Imported:
    """A project from a .qdpx file's bytes; file: how messages name it.

    Raises StudyError where the archive or its XML isn't safe or sound (see `archive`). Everything else that can't be
    taken as a coding is a Note.
    """
    archive = Archive(data, file)
    return _Reading(archive, parse(archive.read(archive.root), file, archive.root)).imported()


def read_codebook(data: bytes, file: str) -> tuple[Code, ...]:
    """The codes of a .qdc file, the upper before the lower."""
    return tuple(code for code, _ in _codes(parse(data, file)))


class _Reading:
    """One project while it is read: what its parts refer to, and what has been noted."""

    def __init__(self, archive: Archive, project: _Element):
        self.archive, self.project = archive, project
        self.notes: list[Note] = []
        self.users = self._users()
        self.only_user = next(iter(self.users)) if len(self.users) == 1 else ""
        self.variables = {guid(of): of.get("name") or guid(of) for of in _below(project, "Variables")}
        self.cases = {guid(case) for case in _below(project, "Cases")}
        self.documents = {ref: case for case in _below(project, "Cases") if (ref := _document(case))}
        self.codes = self._codes()
        self.memos = {guid(note): self._content(note, f"note {number}") for number, note in self._noted()}
        self.linked = self._links()
        self.used: set[str] = set()
        self.of_case: dict[str, dict[str, None]] = defaultdict(dict)  # case -> sources of which a passage is its
        self.n_of_cases = 0  # passages that are given to a case, as if it were a code
        self.lies_in: dict[str, str] = {}  # selection -> its source

    def _users(self) -> dict[str, str]:
        """guid -> name; of several users of one name the first alone bears it, since they may be several people."""
        found: dict[str, str] = {}
        for user in _below(self.project, "Users"):
            key = guid(user)
            name = user.get("name") or user.get("id") or key
            if key not in found and name in found.values():
                own = f"{name}_{digits(key)}"
                self.note("", f"a second user called {name}: taken for another person, and called {own}")
                name = own
            found[key] = name
        return found

    def _codes(self) -> dict[str, Code]:
        """The codes by guid; of several with one guid the first, and what is given to any of them is given to it."""
        found: dict[str, Code] = {}
        for code, _ in _codes(self.project):
            if found.setdefault(code.guid, code) is not code:
                self.note("", f"the code '{code.path}' has the GUID of '{found[code.guid].path}': taken for the same")
        return found

    def _noted(self) -> Iterator[tuple[int, _Element]]:
        return enumerate(_below(self.project, "Notes"), 1)

    def _links(self) -> dict[str, list[str]]:
        """What a link ties to a note -> the notes: how some tools keep what was noted on a passage."""
        found: dict[str, list[str]] = defaultdict(list)
        for link in _below(self.project, "Links"):
            ends = [_bare(link.get(end) or "") for end in ("originGUID", "targetGUID")]
            for note, of in (ends, ends[::-1]):
                if note in self.memos and of not in self.memos:
                    found[of].append(note)
        return found

    def imported(self) -> Imported:
        if local(self.project) != "Project":
            self.note("", f"the outermost element is {local(self.project)}, not Project")
        tied = sum(map(len, self.linked.values()))
        for name, known in (("Links", tied), ("Sets", 0), ("Graphs", 0)):
            n = len(_below(self.project, name)) - known
            if n > 0:
                self.note("", f"{n} {name.lower()}: not codings")
        pairs = [self._source(text) for text in [*self._texts(), *self._coded_notes()]]
        if described := sum(bool(_description(source)) for source in _below(self.project, "Sources")):
            self.note("", f"{counted(described, 'description')} of sources: not taken")
        cases = tuple(self._case(case) for case in _below(self.project, "Cases") if not _document(case))
        if self.n_of_cases:
            self.note("", f"{counted(self.n_of_cases, 'passage')} given to the project's cases: not codings")
        unused = sorted(set(self.memos) - self.used)
        if unused:
            self.note("", f"{counted(len(unused), 'note')} that no coding refers to")
        same = len(self.cases & set(self.codes))
        if same:
            self.note("", f"left out as cases of the project: {counted(same, 'code')}")
        return Imported(
            tuple(code for key, code in self.codes.items() if key not in self.cases),
            tuple(source for source, _ in pairs),
            tuple(coding for _, codings in pairs for coding in codings),
            tuple(self.notes),
            cases or self._groups(),
            tuple(self._memos()),
            tuple(self.users.values()),
        )

    def note(self, place: str, what: str) -> None:
        self.notes.append(Note(place, what))

    def _case(self, case: _Element) -> Case:
        """A case with its attributes and the sources that it, or a passage given to it, names."""
        name = _name(case)
        passages = [self.lies_in.get(key, "") for key in _refs(case, "SelectionRef")]
        if lost := passages.count(""):
            self.note(name, f"a case of {counted(lost, 'passage')} that no source holds")
        if codes := _refs(case, "CodeRef"):
            self.note(name, f"a case tied to {counted(len(codes), 'code')}, not to passages: not codings")
        sources = dict.fromkeys([*_refs(case, "SourceRef"), *filter(None, passages), *self.of_case[guid(case)]])
        return Case(guid(case), name, self._values(case), tuple(sources), _description(case))

    def _groups(self) -> tuple[Case, ...]:
        """The sets of sources of a project without cases, where there are several and no source lies in two: so MAXQDA
        keeps its groups of documents.
        """
        sets = [(one, _refs(one, "MemberSource")) for one in _below(self.project, "Sets")]
        groups = [Case(guid(one), _name(one), {}, tuple(refs), is_group=True) for one, refs in sets if refs]
        members = [ref for group in groups for ref in group.sources]
        is_apart = len(members) == len({*members}) and len({group.name for group in groups} - {""}) == len(groups)
        return tuple(groups) if is_apart and len(groups) > 1 else ()

    def _values(self, element: _Element) -> dict[str, str]:
        """Attribute -> value, as written; empty ones are left out, and of several of one name all but the first."""
        found: dict[str, str] = {}
        for pair in _children(element, "VariableValue"):
            ref = next(_children(pair, "VariableRef"), None)
            value = next((part.text for part in pair if local(part).endswith("Value") and part.text), "") or ""
            key = _bare(ref.get("targetGUID") or "") if ref is not None else ""
            if key in self.variables and value.strip():
                if found.setdefault(self.variables[key], value.strip()) != value.strip():
                    self.note(
                        _name(element), f"another value of a second attribute called {self.variables[key]}: left out"
                    )
            elif value.strip():
                self.note(_name(element), "a value of an attribute that the project hasn't got: left out")
        return found

    def _of_document(self, source: str) -> dict[str, str]:
        return self._values(self.documents[source]) if source in self.documents else {}

    def _memos(self) -> Iterator[Memo]:
        of: dict[str, list[str]] = defaultdict(list)
        for element in self.project.iter():
            above = element.getparent()
            if local(element) == "NoteRef" and above is not None:
                of[_bare(element.get("targetGUID") or "")] += _upwards(above)
            for key in self.linked.get(guid(element), ()) if isinstance(element.tag, str) else ():
                of[key] += _upwards(element)
        for note in _below(self.project, "Notes"):
            yield Memo(guid(note), _name(note), self.memos[guid(note)] or "", tuple(dict.fromkeys(of[guid(note)])))

    def _texts(self) -> Iterator[_Text]:
        """What may be coded: text sources, PDFs with the text that comes with them, and recordings with transcripts."""
        seen: set[str] = set()
        for element in _below(self.project, "Sources"):
            name, kind, key = element.get("name") or guid(element), local(element), guid(element)
            transcripts = list(_children(element, "Transcript"))
            texts = [element] if kind == "TextSource" else [*_children(element, "Representation"), *transcripts]
            if kind != "TextSource" and not texts:
                self.note(name, f"a {kind}: no text comes with it")
            for number, text in enumerate(texts or [element], 1):
                while key in seen:
                    key += "+"  # two sources of one GUID are still two
                seen.add(key)
                called = name if number == 1 else f"{name} ({text.get('name') or number})"
                yield _Text(element if number == 1 else None, text if texts else None, key, called)

    def _coded_notes(self) -> Iterator[_Text]:
        """The notes in which somebody coded: field notes and memos, which are sources then."""
        names = {element.get("name") for element in _below(self.project, "Sources")}
        for number, note in self._noted():
            if any(local(part) == "Coding" for part in note.iter()):
                name, key = _name(note) or f"note {number}", guid(note)
                self.used.add(key)
                yield _Text(note, note, key, f"{name} (note)" if name in names else name)

    def _source(self, of: _Text) -> tuple[Source, list[Coding]]:
        raw = self._content(of.text, of.name) if of.text is not None else ""
        text = written(raw or "")
        selections = [] if of.text is None else _selections(of.text)
        counted = count(text, [sel.at for sel in selections])
        self._quotes(of.name, text.text, selections, counted.spans, counted.quoted)
        codings = list(self._elsewhere(of))
        for number, (sel, span) in enumerate(zip(selections, counted.spans, strict=True), 1):
            self.lies_in[guid(sel.element)] = of.key
            codings += self._selected(sel, span, of.key, text, f"{of.name}, selection {number}")
        how = counted.how if raw is not None and selections else ""
        original, ending = self._original(of.element) if of.element is not None else (b"", "")
        values = self._of_document(of.key) | (self._values(of.element) if of.element is not None else {})
        return Source(of.key, of.name, text.text, how, original, ending, values), codings

    def _elsewhere(self, of: _Text) -> Iterator[Coding]:
        """The codings of no passage of the text: of the whole source, of pictures, of stretches of a recording."""
        for part in of.element if of.element is not None else ():
            if local(part) == "Coding":
                yield from self._without(part, part, of, "of a whole source, not of a passage")
            elif what := OTHERS.get(local(part)):
                for coding in _children(part, "Coding"):
                    yield from self._without(coding, part, of, what)

    def _without(self, coding: _Element, around: _Element, of: _Text, why: str) -> Iterator[Coding]:
        coder, date, memo = self._who(coding, around)
        for code in self._given(coding, of.name, of.key):
            yield Coding(of.key, -1, -1, "", "", "", code.name, code.path, coder, memo, date, why, code.guid)

    def _original(self, element: _Element) -> tuple[bytes, str]:
        """The file that the tool made the text of, and its ending; nothing if it doesn't come along."""
        path = element.get("richTextPath") or element.get("path") or ""
        if local(element) not in ("TextSource", "PDFSource") or not path:
            return b"", ""
        return self.archive.source(_file(path)) or b"", path.rpartition(".")[2].lower()

    def _quotes(self, name: str, text: str, selections: Sequence[_Selected], spans: tuple, quoted: int) -> None:
        """Notes the selections whose names quote something else than what stands there, if the others quote it."""
        if not quoted:
            return
        for number, (sel, span) in enumerate(zip(selections, spans, strict=True), 1):
            called = sel.at.name
            if called.strip() and span and span[0] < span[1] and not agreement(called, text[slice(*span)]):
                self.note(f"{name}, selection {number}", "its name isn't what stands at its position; position taken")

    def _selected(
        self, sel: _Selected, span: tuple[int, int] | None, source: str, text: Written, place: str
    ) -> Iterator[Coding]:
        """The codings of one selection, one for each Coding in it."""
        codings = list(_children(sel.element, "Coding"))
        if not codings:
            self.note(place, "a selection without a code: a comment")
            self._memo(sel.element)
        without = NO_LENGTH if span and span[0] == span[1] else ""
        if codings and span is None and text.text:
            self.note(place, "positions outside the text or inside a character; only its name may find it")
        start, end = span or (-1, -1)
        exact = text.text[start:end] if span else sel.at.name
        prefix = text.text[max(0, start - CONTEXT) : start] if span else ""
        suffix = text.text[end : end + CONTEXT] if span else ""
        for coding in codings:
            coder, date, memo = self._who(coding, sel.element)
            for code in self._given(coding, place, source):
                yield Coding(
                    source,
                    start,
                    end,
                    exact,
                    prefix,
                    suffix,
                    code.name,
                    code.path,
                    coder,
                    memo,
                    date,
                    without,
                    code.guid,
                )

    def _who(self, coding: _Element, around: _Element) -> tuple[str, str, str]:
        """Who gave a code, when, and what they noted."""
        user = _bare(coding.get("creatingUser") or around.get("creatingUser") or self.only_user)
        date = coding.get("creationDateTime") or around.get("creationDateTime") or ""
        noted = [self._memo(around)] if around is not coding else []
        return self.users.get(user, user), date, " | ".join(filter(None, [*noted, self._memo(coding)]))

    def _given(self, coding: _Element, place: str, source: str) -> Iterator[Code]:
        """The codes of a Coding; what names none that the codebook has is a code that nobody can tell."""
        refs = _refs(coding, "CodeRef")
        if not refs:
            self.note(place, "a coding without a code")
        for ref in refs or [""]:
            if ref in self.cases:
                self.n_of_cases += 1
                self.of_case[ref][source] = None
            elif ref not in self.codes:
                if refs:
                    self.note(place, f"a code that the codebook hasn't got ({ref or 'no GUID'})")
                yield Code(ref, ref or "?", ref or "?")
            else:
                yield self.codes[ref]

    def _memo(self, element: _Element) -> str:
        """What was noted on a selection or coding: its description and the notes it refers to."""
        parts = [(part.text or "").strip() for part in _children(element, "Description")]
        for key in dict.fromkeys([*_refs(element, "NoteRef"), *self.linked.get(guid(element), ())]):
            self.used.add(key)
            parts.append(" ".join((self.memos.get(key) or "").split()))
        return " | ".join(filter(None, parts))

    def _content(self, element: _Element, place: str) -> str | None:
        """A text or note's characters as written; None, and a Note, if the archive hasn't got them."""
        inline = next(_children(element, "PlainTextContent"), None)
        if inline is not None:
            return inline.text or ""
        path = element.get("plainTextPath") or ""
        data = self.archive.source(_file(path)) if path else None
        if data is None:
            self.note(place, "its text isn't in the archive" if path else "no text is given")
            return None
        try:
            return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
        except UnicodeDecodeError:
            self.note(place, "its text isn't UTF-8, and was not read")
            return None


@dataclass(frozen=True)
class _Text:
    """A source's element (None for its second text and further ones), the one that holds the text, and its names."""

    element: _Element | None
    text: _Element | None
    key: str
    name: str


@dataclass(frozen=True)
class _Selected:
    element: _Element
    at: Selection


def _selections(text: _Element) -> list[_Selected]:
    """The selections of a text; those of a transcript lie between points that tell their place in it."""
    found = [_Selected(element, _selection(element)) for element in _children(text, "PlainTextSelection")]
    points = {guid(point): _number(point.get("position")) for point in _children(text, "SyncPoint")}
    for element in _children(text, "TranscriptSelection"):
        ends = (points.get(_bare(element.get(side) or ""), -1) for side in ("fromSyncPoint", "toSyncPoint"))
        found.append(_Selected(element, Selection(*ends, element.get("name") or "")))
    return found


def _upwards(element: _Element) -> Iterator[str]:
    """The GUIDs of an element and of the source that it stands in."""
    sources = (around for around in element.iterancestors() if local(around).endswith("Source"))
    return (guid(around) for around in (element, *sources) if around.get("guid"))


def _file(path: str) -> str:
    """The name of the archive's member that a path means: `internal://x.txt`, `relative://x.txt` or a bare name."""
    return path.replace("\\", "/").rpartition("/")[2]


def _name(element: _Element) -> str:
    return " ".join((element.get("name") or "").split())


def _document(case: _Element) -> str:
    """The source whose variables a case without a name holds, as some tools keep them; "" for any other case."""
    refs = _refs(case, "SourceRef")
    return refs[0] if len(refs) == 1 and not _name(case) else ""


def _refs(element: _Element, name: str) -> list[str]:
    """The GUIDs that an element's references of a kind name."""
    return [_bare(ref.get("targetGUID") or "") for ref in _children(element, name)]


def _description(element: _Element) -> str:
    return " ".join(part.text or "" for part in _children(element, "Description")).strip()


def _codes(root: _Element) -> Iterator[tuple[Code, _Element]]:
    """Every code of a project or codebook, the upper before the lower."""
    for book in [root] if local(root) == "CodeBook" else _children(root, "CodeBook"):
        for codes in _children(book, "Codes"):
            yield from _nested(codes, "")


def _nested(parent: _Element, path: str, above: str = "") -> Iterator[tuple[Code, _Element]]:
    for element in _children(parent, "Code"):
        name = " ".join((element.get("name") or "").split())
        own = f"{path}/{name}" if path else name
        description = " ".join(part.text or "" for part in _children(element, "Description")).strip()
        codable = (element.get("isCodable") or "true").lower() not in ("false", "0")
        colour = (element.get("color") or "").strip().lower()
        colour = colour if re.fullmatch("#[0-9a-f]{6}", colour) else ""
        yield Code(guid(element), name, own, codable, description, above, colour), element
        yield from _nested(element, own, guid(element))


def _selection(element: _Element) -> Selection:
    start, end = (_number(element.get(side)) for side in ("startPosition", "endPosition"))
    return Selection(start, end, element.get("name") or "")


def _number(value: str | None) -> int:
    """A position; -1, which is none, for what isn't a plain number."""
    value = (value or "").strip()
    return int(value) if value.isdecimal() and len(value) < 12 else -1


def _below(project: _Element, container: str) -> list[_Element]:
    return [element for found in _children(project, container) for element in found]


def _children(element: _Element, name: str) -> Iterator[_Element]:
    return (child for child in element if local(child) == name)


def local(element: _Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def guid(element: _Element) -> str:
    """An element's GUID in lower case, without braces."""
    return _bare(element.get("guid") or "")


def _bare(guid: str) -> str:
    return guid.strip().strip("{}").lower()
