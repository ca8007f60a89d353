"""Reading REFI-QDA projects (.qdpx) and codebooks (.qdc), as real tools write them.

Elements and attributes: REFI-QDA standard 1.5 (2019). Names are taken without their namespace, which varies; GUIDs in
either case, with or without braces. What a project holds beside coded text is noted, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from multicase.exchange.archive import Archive, parse
from multicase.exchange.counting import Selection, Written, agreement, count, written
from multicase.exchange.imported import Code, Coding, Imported, Note, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTEXT = 32  # characters of prefix and suffix
INTERNAL = "internal://"
OTHERS = {
    "PictureSource": "PictureSelection",
    "AudioSource": "AudioSelection",
    "VideoSource": "VideoSelection",
    "PDFSource": "PDFSelection",
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
        self.users = {guid(user): user.get("name") or user.get("id") or guid(user) for user in _below(project, "Users")}
        self.cases = {guid(case) for case in _below(project, "Cases")}
        self.codes = {code.guid: code for code, _ in _codes(project)}
        self.memos = {guid(note): self._content(note, f"note {number}") for number, note in self._noted()}
        self.used: set[str] = set()

    def _noted(self) -> Iterator[tuple[int, _Element]]:
        return enumerate(_below(self.project, "Notes"), 1)

    def imported(self) -> Imported:
        if local(self.project) != "Project":
            self.note("", f"the outermost element is {local(self.project)}, not Project")
        for name in ("Links", "Sets", "Graphs"):
            n = len(_below(self.project, name))
            if n:
                self.note("", f"{n} {name.lower()}: not codings")
        pairs = [self._source(element) for element in self._texts()]
        unused = sorted(set(self.memos) - self.used)
        if unused:
            self.note("", f"{len(unused)} notes that no coding refers to")
        same = len(self.cases & set(self.codes))
        if same:
            self.note("", f"{same} codes that are the project's cases: not taken as codes")
        return Imported(
            tuple(code for key, code in self.codes.items() if key not in self.cases),
            tuple(source for source, _ in pairs),
            tuple(coding for _, codings in pairs for coding in codings),
            tuple(self.notes),
        )

    def note(self, place: str, what: str) -> None:
        self.notes.append(Note(place, what))

    def _texts(self) -> Iterator[tuple[_Element, str, str]]:
        """The elements that hold a text with its guid and name: text sources, and PDFs where they come with a text."""
        seen: set[str] = set()
        for element in _below(self.project, "Sources"):
            name = element.get("name") or guid(element)
            kind = local(element)
            if kind != "TextSource":
                parts = [part for part in element if local(part) in (OTHERS.get(kind), "Coding", "Transcript")]
                self.note(name, f"a {kind}: {len(parts)} selections, codings or transcripts in it are not passages")
            text = element if kind == "TextSource" else next(_children(element, "Representation"), None)
            if text is not None:
                key = guid(element)
                while key in seen:
                    key += "+"  # two sources of one GUID are still two
                seen.add(key)
                yield text, key, name

    def _source(self, found: tuple[_Element, str, str]) -> tuple[Source, list[Coding]]:
        element, key, name = found
        raw = self._content(element, name)
        text = written(raw or "")
        selections = list(_children(element, "PlainTextSelection"))
        whole = len(list(_children(element, "Coding")))
        if whole:
            self.note(name, f"{whole} codings of the whole source, not of a passage")
        counted = count(text, [_selection(sel) for sel in selections])
        self._quotes(name, text.text, selections, counted.spans, counted.quoted)
        codings = []
        for number, (sel, span) in enumerate(zip(selections, counted.spans, strict=True), 1):
            codings += self._selected(sel, span, key, text, f"{name}, selection {number}")
        how = counted.how if raw is not None and selections else ""
        return Source(key, name, text.text, how), codings

    def _quotes(self, name: str, text: str, selections: list[_Element], spans: tuple, quoted: int) -> None:
        """Notes the selections whose names quote something else than what stands there, if the others quote it."""
        if not quoted:
            return
        for number, (sel, span) in enumerate(zip(selections, spans, strict=True), 1):
            called = sel.get("name") or ""
            if called.strip() and span and span[0] < span[1] and not agreement(called, text[slice(*span)]):
                self.note(f"{name}, selection {number}", "its name isn't what stands at its position; position taken")

    def _selected(
        self, sel: _Element, span: tuple[int, int] | None, source: str, text: Written, place: str
    ) -> Iterator[Coding]:
        """The codings of one selection, one for each Coding in it."""
        codings = list(_children(sel, "Coding"))
        if not codings:
            self.note(place, "a selection without a code: a comment")
            self._memo(sel)
        if codings and span and span[0] == span[1]:
            self.note(place, f"a selection of no length, with {len(codings)} codings: nothing is coded")
            return
        if codings and span is None and text.text:
            self.note(place, "positions outside the text or inside a character; only its name may find it")
        start, end = span or (-1, -1)
        exact = text.text[start:end] if span else sel.get("name") or ""
        prefix = text.text[max(0, start - CONTEXT) : start] if span else ""
        suffix = text.text[end : end + CONTEXT] if span else ""
        for coding in codings:
            user = _bare(coding.get("creatingUser") or sel.get("creatingUser") or "")
            date = coding.get("creationDateTime") or sel.get("creationDateTime") or ""
            memo = " | ".join(filter(None, [self._memo(sel), self._memo(coding)]))
            for code in self._given(coding, place):
                coder = self.users.get(user, user)
                yield Coding(
                    source, start, end, exact, prefix, suffix, code.name, code.path, coder, memo=memo, date=date
                )

    def _given(self, coding: _Element, place: str) -> Iterator[Code]:
        refs = [_bare(ref.get("targetGUID") or "") for ref in _children(coding, "CodeRef")]
        if not refs:
            self.note(place, "a coding without a code")
        for ref in refs:
            if ref in self.cases:
                self.note(place, "given to a case, not to a code")
            elif ref not in self.codes:
                self.note(place, f"a code that the codebook hasn't got ({ref or 'no GUID'})")
            else:
                yield self.codes[ref]

    def _memo(self, element: _Element) -> str:
        """What was noted on a selection or coding: its description and the notes it refers to."""
        parts = [(part.text or "").strip() for part in _children(element, "Description")]
        for ref in _children(element, "NoteRef"):
            key = _bare(ref.get("targetGUID") or "")
            self.used.add(key)
            parts.append(" ".join((self.memos.get(key) or "").split()))
        return " | ".join(filter(None, parts))

    def _content(self, element: _Element, place: str) -> str | None:
        """A text or note's characters as written; None, and a Note, if the archive hasn't got them."""
        inline = next(_children(element, "PlainTextContent"), None)
        if inline is not None:
            return inline.text or ""
        path = element.get("plainTextPath") or ""
        data = self.archive.source(path[len(INTERNAL) :]) if path.lower().startswith(INTERNAL) else None
        if data is None:
            self.note(place, "its text isn't in the archive" if path else "no text is given")
            return None
        try:
            return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
        except UnicodeDecodeError:
            self.note(place, "its text isn't UTF-8, and was not read")
            return None


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
