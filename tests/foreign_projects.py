"""Projects as other programs write them, built here and now, with what each of their codings is on.

What each program does is known from its files, from the importers that others wrote for them and from their issue
trackers: how it counts characters, ends lines, names selections, keeps cases, and where it puts what it has noted.
"""

from __future__ import annotations

import io
import json
import random
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from uuid import UUID, uuid5
from xml.sax.saxutils import quoteattr

import docx as office

SPACE = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
MADE = (2020, 1, 2, 3, 4, 6)
OPENS, CLOSES = "⟪", "⟫"  # around what is nobody's words and may be left out

# ---- what people said


@dataclass(frozen=True)
class Told:
    """A text as a tool holds it (LF), and the spans of it that are nobody's words."""

    name: str
    text: str
    furniture: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, name: str, marked: str) -> Told:
        pieces, spans, length, opened = [], [], 0, 0
        for piece in re.split(f"([{OPENS}{CLOSES}])", marked):
            if piece == OPENS:
                opened = length
            elif piece == CLOSES:
                spans.append((opened, length))
            else:
                pieces.append(piece)
                length += len(piece)
        return cls(name, "".join(pieces), tuple(spans))


SUBJECTS = ("We", "The whole team", "Everybody on the ward", "Nobody in the office", "The two of us", "Some people")
VERBS = ("asked for", "waited for", "talked about", "never agreed on", "had to write down", "were told of", "tried")
OBJECTS = ("a new rota", "the same forms", "more time", "a plan that holds", "what the budget allows", "café meetings")
ENDS = (
    "every single week",
    "before anybody decided",
    "although it was late",
    "and it went well",
    "– at last",
    "😀 mostly",
)
NAMES = ("Dr Sarah Holt", "Sarah Holt", "Quarry Lane Surgery", "Marcus Webb", "Mr Webb")
ASKED = ("How did it begin?", "And then?", "What did you make of that?", "Can you give an example?", "Who decided?")


def interview(seed: int, turns: int, who: str = "Sarah Holt", stamps: bool = False, head: str = "") -> str:
    """A transcript: labels, blank lines, answers of several lines, names, `Yes.` again and again; marked furniture."""
    chance = random.Random(seed)
    lines = [head, ""] if head else []
    for number in range(turns):
        stamp = f"{OPENS}[00:{number:02d}:{chance.randrange(60):02d}]{CLOSES} " if stamps else ""
        lines += [f"{stamp}Interviewer: {chance.choice(ASKED)}", ""]
        answer = [f"{stamp}{who}: " + ("Yes." if number % 3 == 1 else _sentence(chance))]
        if number % 3 != 1:
            answer += [_sentence(chance) for _ in range(chance.randrange(3))]
        if number % 4 == 2:
            answer[-1] += f" It was {chance.choice(NAMES)}."
        lines += [*answer, ""]
    return "\n".join(lines)


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(part) for part in (SUBJECTS, VERBS, OBJECTS, ENDS)]
    return " ".join(words) + chance.choice((".", ".", ", you know.", "!", " …"))


NOTES = "# Notes of the board\n\nThe room was full.\n\nOC: I felt that Marcus Webb was nervous.\n\nYes.\n\nThe chair, Dr Sarah Holt, closed at nine.\n"
FEW = "Interviewer: Who decides here?\n\nP1: In the end Sarah Holt did.\nYes.\n\nInterviewer: Yes.\n\nP1: Yes.\n\nP1: That is all, thank you.\n"


def material(stamps: bool = False, head: str = "") -> tuple[Told, ...]:
    """Three texts: a long interview, one with a generic label, notes of an observation."""
    return (
        Told.of("Interview Sarah Holt 2014-05-01", interview(7, 36, stamps=stamps, head=head)),
        Told.of("Interview 2", FEW),
        Told.of("Observation of the board", NOTES),
    )


def spans(text: str) -> list[tuple[int, int]]:
    """Passages of a text of every kind that people code, and some that only machines do."""
    found = [(0, 1), (len(text) - 1, len(text)), (0, len(text)), (0, min(40, len(text)))]
    found += [match.span() for match in re.finditer(r"Yes\.", text)][:12]
    found += [match.span() for match in re.finditer(r"Sarah Holt:", text)][:2]  # a label
    found += [match.span() for match in re.finditer(r"Interviewer: [^\n]*", text)][:3]
    found += [match.span() for match in re.finditer(r"[^\n]+\n\n[^\n]+\n", text)][:3]  # over two turns
    found += [match.span() for match in re.finditer(r"[^\n]+\n[^\n]+", text)][:3]  # over the end of a line
    found += [match.span() for match in re.finditer(r"It was [^\n]*\.(?=\n)", text)][:4]  # a name at the end
    found += [match.span() for match in re.finditer(r"(?<=It was )[^\n]*?(?=\.\n)", text)][:2]  # a name and no more
    found += [(start - 8, start + 4) for start in [m.start() for m in re.finditer("(?<=It was )[A-Z]", text)][:2]]
    found += [match.span() for match in re.finditer(r"\[\d\d:\d\d:\d\d\]", text)][:1]
    found += [match.span() for match in re.finditer(r"\[\d\d:\d\d:\d\d\] [^\n]*", text)][1:3]
    found += [match.span() for match in re.finditer("😀", text)][:2]
    found += [match.span() for match in re.finditer(r" [a-z]+ ", text)][:2]  # with the blanks around a word
    found += [match.span() for match in re.finditer(r"[^\n]+\n", text)][3:6]  # with its line end, as lines are coded
    found += [match.span() for match in re.finditer(r"(?<=\n)\n", text)][:1]  # a blank line
    found += [match.span() for match in re.finditer(r"[^\s.]+[.!…]\n", text)][:2]
    found += [match.span() for match in re.finditer(r"[A-Z][^.!\n]*[.!]", text)][5:20]
    return list(dict.fromkeys(found))


# ---- what was coded


@dataclass(frozen=True)
class Given:
    """One code given to one passage of a text (code points, LF), or to no passage at all (start -1)."""

    source: str
    start: int
    end: int
    path: tuple[str, ...]
    user: str
    memo: str = ""


TREE = (
    ("Work",),
    ("Work", "Rotas"),
    ("Work", "Rotas", "Nights"),
    ("Work", "Rotas", "Nights", "Other"),
    ("Home",),
    ("Home", "Rotas"),
    ("Home", "Other"),
    ("and/or",),
    ("other",),
    ("Später – “nie”",),
)
USERS = ("Ann Lee", "Bo")


def given(told: Sequence[Told], paths: Sequence[tuple[str, ...]] = TREE, users: Sequence[str] = USERS) -> list[Given]:
    """A coding on every passage of every text, in turn with each code and by each person; some with a memo."""
    found, number = [], 0
    for text in told:
        for start, end in spans(text.text):
            memo = "see <there> & “here”\nagain" if number % 7 == 3 else ""
            path, user = paths[number % len(paths)], users[number % 5 // 4 % len(users)]
            found.append(Given(text.name, start, end, path, user, memo))
            number += 1
    return found


@dataclass(frozen=True)
class Project:
    """A project's file, its texts as the tool holds them, and what is coded in it; whole: given to no passage."""

    file: str
    data: bytes
    told: tuple[Told, ...]
    given: tuple[Given, ...]
    whole: int = 0
    comments: int = 0


# ---- REFI-QDA


@dataclass(frozen=True)
class Tool:
    """How a program writes a REFI-QDA project: what it counts, how it spells, and where it keeps what.

    names: what selections are called: `full`, `cut`, `dots` (cut, with them), `positions`, `line`, `flat` (line ends as
    the raw attribute has them, which XML makes blanks). several: whether codings on the same words share a selection.
    cases: `refs` (SourceRef), `codes` (as codes given to whole texts), `nameless` (one for each source's variables).
    """

    origin: str
    units: str = "code points"
    crlf: bool = False
    two: bool = False
    bom: bool = False
    braces: bool = False
    lower: bool = False
    root: str = "project.qde"
    folder: str = "sources"
    path: str = "internal://"
    inline: bool = False
    names: str = "full"
    several: bool = False
    cases: str = "refs"
    rich: str = ""
    namespace: str = "urn:QDA-XML:project:1.0"
    ending: str = ""  # of the sources' names
    memo: str = "description"  # description, note, link
    sets: bool = False
    picture: bool = False
    whole: bool = False
    representation: bool = False
    user_on: str = "coding"

    def guid(self, *of: object) -> str:
        made = str(uuid5(SPACE, "/".join(map(str, (self.origin, *of)))))
        made = made if self.lower else made.upper()
        return "{" + made + "}" if self.braces else made

    def width(self, text: str) -> int:
        n = {"code points": len(text), "UTF-16 units": len(text.encode("utf-16-le", "surrogatepass")) // 2}[self.units]
        return n + (text.count("\n") if self.two else 0)

    def raw(self, text: str) -> bytes:
        return (("\ufeff" if self.bom else "") + (text.replace("\n", "\r\n") if self.crlf else text)).encode()

    def called(self, text: str, start: int, end: int) -> str:
        words = text[start:end]
        if self.names == "positions":
            return f"{start},{end}"
        if self.names == "line":
            return f"line:{text.count(chr(10), 0, start)}"
        cut = words[:37] + "..." if self.names == "dots" and len(words) > 40 else words[:40]
        return words if self.names in ("full", "flat") else cut


TOOLS = {
    "nvivo_windows": Tool("NVivo 12", "UTF-16 units", crlf=True, two=True, bom=True, root="Care study.qde", folder="Sources", names="", cases="codes", rich="docx", lower=True, braces=True, memo="link"),
    "nvivo_mac": Tool("NVivo 14 (Mac)", "UTF-16 units", lower=True, folder="sources", names="", cases="codes", rich="docx"),
    "atlas": Tool("ATLAS.ti Windows", crlf=True, root="Care study.qde", names="dots", several=True, rich="docx", sets=True, memo="note", user_on="both"),
    "maxqda": Tool("MAXQDA 2022", names="positions", cases="nameless", memo="note", whole=True, representation=True, ending="", picture=True),
    "qualcoder": Tool("QualCoder 3.8", names="flat", lower=True, path="relative://", ending=".txt", picture=True, folder="Sources"),
    "qc": Tool("qc 1.7", names="line", lower=True, several=True, ending=".txt", cases="", memo=""),
    "quirkos": Tool("Quirkos 2.5", "UTF-16 units", names="cut", cases="nameless", lower=True),
    "f4analyse": Tool("f4analyse 3", crlf=True, names="full", bom=True, cases="", memo="note"),
    "dedoose": Tool("Dedoose", inline=True, names="", cases="", memo="description", several=True),
}  # fmt: skip


def refi(
    kind: str, told: Sequence[Told] | None = None, codings: Sequence[Given] | None = None, **change: object
) -> Project:
    """A project as a program writes it; told, codings: others than the usual ones."""
    tool = replace(TOOLS[kind], **change)
    told = tuple(told if told is not None else _told_of(kind))
    codings = list(codings if codings is not None else given(told))
    if kind == "qc":
        codings = list(_of_lines(told, codings))
    made = _Refi(tool, kind, told, codings)
    return Project(f"Care study {kind}.qdpx", made.data(), told, tuple(codings), made.whole, made.comments)


def _told_of(kind: str) -> tuple[Told, ...]:
    heads = {"maxqda": "Care study, first round"}
    return material(stamps=kind in ("maxqda", "f4analyse"), head=heads.get(kind, ""))


def _of_lines(told: Sequence[Told], codings: Sequence[Given]) -> Iterator[Given]:
    """`qc` codes whole lines with their line ends, each line by itself, once by each coder and code."""
    text_of = {text.name: text.text for text in told}
    seen = set()
    for item in codings:
        text = text_of[item.source]
        start = text.rfind("\n", 0, item.start) + 1
        end = text.find("\n", item.start) + 1 or len(text)
        made = replace(item, start=start, end=end, memo="")
        if (key := (made.source, start, made.path, made.user)) not in seen:
            seen.add(key)
            yield made


class _Refi:
    def __init__(self, tool: Tool, kind: str, told: Sequence[Told], codings: Sequence[Given]):
        self.tool, self.kind, self.told, self.codings = tool, kind, told, codings
        self.files: list[tuple[str, bytes]] = []
        self.notes: list[str] = []
        self.links: list[str] = []
        self.whole = self.comments = 0

    def data(self) -> bytes:
        sources = "".join(self._source(text, number) for number, text in enumerate(self.told))
        parts = [
            self._users(), f"<CodeBook><Codes>{self._codes()}</Codes></CodeBook>", self._variables(), self._cases(),
            f"<Sources>{sources}{self._picture()}</Sources>",
            f"<Notes>{''.join(self.notes)}</Notes>" if self.notes else "",
            f"<Links>{''.join(self.links)}</Links>" if self.links else "", self._sets(),
        ]  # fmt: skip
        head = f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="{self.tool.namespace}" name="Care study" origin="{self.tool.origin}" basePath="C:\\Users\\ann">'
        return zipped([(self.tool.root, head + "".join(parts) + "</Project>"), *self.files])

    def guid(self, *of: object) -> str:
        return self.tool.guid(*of)

    def _users(self) -> str:
        users = dict.fromkeys(item.user for item in self.codings if item.user)
        return (
            "<Users>"
            + "".join(f"<User guid={self._q('user', user)} name={quoteattr(user)}/>" for user in users)
            + "</Users>"
        )

    def _q(self, *of: object) -> str:
        return quoteattr(self.guid(*of))

    def _codes(self) -> str:
        paths = {item.path[:depth] for item in self.codings for depth in range(1, len(item.path) + 1)}
        paths |= {path[:depth] for path in TREE for depth in range(1, len(path) + 1)}
        found = self._below((), sorted(paths))
        if self.tool.cases == "codes":
            found += "".join(
                f'<Code guid={self._q("case", text.name)} name={quoteattr(case)} isCodable="true"/>'
                for text, case in zip(self.told, CASES, strict=False)
            )
        return found

    def _below(self, above: tuple[str, ...], paths: Sequence[tuple[str, ...]]) -> str:
        here = [path for path in paths if path[:-1] == above and len(path) == len(above) + 1]
        return "".join(
            f'<Code guid={self._q("code", *path)} name={quoteattr(path[-1])} isCodable="true" color="#3A7F{n:02X}">'
            f"<Description>What {escape(path[-1])} means.</Description>{self._below(path, paths)}</Code>"
            for n, path in enumerate(here)
        )

    def _variables(self) -> str:
        if not self.tool.cases:
            return ""
        return f'<Variables><Variable guid={self._q("variable")} name="Age group" typeOfVariable="Text"><Description/></Variable></Variables>'

    def _value(self, value: str) -> str:
        return f"<VariableValue><VariableRef targetGUID={self._q('variable')}/><TextValue>{value}</TextValue></VariableValue>"

    def _cases(self) -> str:
        if not self.tool.cases:
            return ""
        made = []
        for text, case, age in zip(self.told, CASES, ("40-49", "20-29", ""), strict=False):
            name = "" if self.tool.cases == "nameless" else f" name={quoteattr(case)}"
            key = ("case", text.name) if self.tool.cases != "nameless" else ("document", text.name)
            ref = "" if self.tool.cases == "codes" else f"<SourceRef targetGUID={self._q('source', text.name)}/>"
            made.append(f"<Case guid={self._q(*key)}{name}><Description/>{self._value(age) if age else ''}{ref}</Case>")
        return f"<Cases>{''.join(made)}</Cases>"

    def _source(self, text: Told, number: int) -> str:
        tool, inside = self.tool, "".join(self._selections(text))
        key = self.guid("source", text.name)
        name = self.guid("text", text.name).strip("{}")
        called = quoteattr(text.name + tool.ending)
        content, path = "", f' plainTextPath="{tool.path}{name}.txt"'
        if tool.inline:
            content, path = f"<PlainTextContent>{escape(text.text)}</PlainTextContent>", ""
        else:
            self.files.append((f"{tool.folder}/{name}.txt", tool.raw(text.text)))
        if tool.rich:
            self.files.append((f"{tool.folder}/{name}.{tool.rich}", word(text.text)))
            path += f' richTextPath="{tool.path}{name}.{tool.rich}"'
        if tool.cases == "codes":  # the case is given to the whole text
            inside += f'<PlainTextSelection guid={self._q("of case", text.name)} name="" startPosition="0" endPosition="{tool.width(text.text)}"><Coding guid={self._q("coded case", text.name)}><CodeRef targetGUID={self._q("case", text.name)}/></Coding></PlainTextSelection>'
        if tool.whole and number == 0:
            inside += f"<Coding guid={self._q('whole')} creatingUser={self._q('user', USERS[0])}><CodeRef targetGUID={self._q('code', *TREE[0])}/></Coding>"
            self.whole += 1
        if number == 0:  # a comment
            inside += f'<PlainTextSelection guid={self._q("comment")} name="" startPosition="3" endPosition="9"><Description>only a comment</Description></PlainTextSelection>'
            self.comments += 1
        if tool.representation and number == 1:
            return (
                f'<PDFSource guid={quoteattr(key)} name={called} path="internal://{name}.pdf"><PDFSelection guid={self._q("page")} page="0" firstX="1" firstY="1" secondX="9" secondY="9"><Coding guid={self._q("on page")}><CodeRef targetGUID={self._q("code", *TREE[0])}/></Coding></PDFSelection><Representation guid={self._q("representation")} name="r"{path}>{content}{inside}</Representation></PDFSource>'
                + self._count()
            )
        return f"<TextSource guid={quoteattr(key)} name={called}{path}>{content}{inside}</TextSource>"

    def _count(self) -> str:
        self.whole += 1
        return ""

    def _selections(self, text: Told) -> Iterator[str]:
        tool, groups = self.tool, {}
        for number, item in enumerate(item for item in self.codings if item.source == text.name):
            groups.setdefault((item.start, item.end) if tool.several else number, []).append((number, item))
        for members in groups.values():
            first, item = members[0]
            start, end = (tool.width(text.text[:place]) for place in (item.start, item.end))
            name = quoteattr(
                tool.called(text.text, item.start, item.end), {} if tool.names == "flat" else {"\n": "&#10;"}
            )
            memo = next((item.memo for _, item in members if item.memo), "")
            described = f"<Description>{escape(memo)}</Description>" if memo and tool.memo == "description" else ""
            user = "" if tool.user_on == "coding" else self._by(item)
            key = ("selection", text.name, first)
            if memo and tool.memo == "link":
                self.notes.append(self._note("link", *key, text=memo))
                self.links.append(
                    f'<Link guid={self._q("a link", *key)} direction="OneWay" originGUID={self._q("link", *key)} targetGUID={self._q(*key)}/>'
                )
            codings = "".join(self._coding(text, n, one) for n, one in members)
            yield f'<PlainTextSelection guid={self._q(*key)} name={name} startPosition="{start}" endPosition="{end}"{user} creationDateTime="2020-01-02T03:04:05Z">{described}{codings}</PlainTextSelection>'

    def _coding(self, text: Told, number: int, item: Given) -> str:
        note = ""
        if item.memo and self.tool.memo == "note":
            self.notes.append(self._note("note", text.name, number, text=item.memo))
            note = f"<NoteRef targetGUID={self._q('note', text.name, number)}/>"
        return f'<Coding guid={self._q("coding", text.name, number)}{self._by(item)} creationDateTime="2020-01-02T03:04:05Z"><CodeRef targetGUID={self._q("code", *item.path)}/>{note}</Coding>'

    def _by(self, item: Given) -> str:
        """Who gave a code, where the program names anybody."""
        return f" creatingUser={self._q('user', item.user)}" if item.user else ""

    def _note(self, *of: object, text: str) -> str:
        return f'<Note guid={self._q(*of)} name="Memo" creatingUser={self._q("user", USERS[0])}><PlainTextContent>{escape(text)}</PlainTextContent></Note>'

    def _picture(self) -> str:
        if not self.tool.picture:
            return ""
        self.whole += 1
        self.files.append((f"{self.tool.folder}/board.png", b"\x89PNG"))
        return f'<PictureSource guid={self._q("picture")} name="board.png" path="internal://board.png"><PictureSelection guid={self._q("part")} name="" firstX="1" firstY="1" secondX="5" secondY="5"><Coding guid={self._q("on part")} creatingUser={self._q("user", USERS[0])}><CodeRef targetGUID={self._q("code", *TREE[0])}/></Coding></PictureSelection></PictureSource>'

    def _sets(self) -> str:
        if not self.tool.sets:
            return ""
        members = "".join(f"<MemberCode targetGUID={self._q('code', *path)}/>" for path in TREE[:3])
        return f'<Sets><Set guid={self._q("set")} name="Group of codes">{members}</Set></Sets>'


CASES = ("Sarah Holt", "The second one", "The board")


def word(text: str) -> bytes:
    """A text as a Word document."""
    made = office.Document()
    for line in text.split("\n"):
        made.add_paragraph(line)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def zipped(members: Sequence[tuple[str, str | bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, MADE), content)
    return file.getvalue()


# ---- Taguette

PAGE = re.compile(r"<[^>]*>")


@dataclass
class Page:
    """A document as Taguette keeps it: HTML, and what stands between its tags, in whose bytes it counts."""

    name: str
    html: str
    data: str = field(init=False)

    def __post_init__(self) -> None:
        self.data = re.sub(PAGE, "", self.html).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


def page_of(text: Told) -> Page:
    """A transcript as a converter makes HTML of a docx: a paragraph a line, a list, a table, bold labels."""
    made = []
    for line in text.text.split("\n"):
        if not line:
            continue
        label, sign, words = line.partition(": ")
        line = (
            f"<b>{escape(label, quote=False)}:</b> {escape(words, quote=False)}"
            if sign and len(label) < 30
            else escape(line, quote=False)
        )
        made.append(f"<p>{line}</p>")
    made.insert(2, "<ul>\n<li>one thing</li>\n<li>another &amp; more</li>\n</ul>")
    made.append("<table>\n<tr><td>left</td><td>right</td></tr>\n<tr><td>Yes.</td><td>😀</td></tr>\n</table>")
    return Page(text.name, "\n".join(made))


TAGS = ("work", "work.rotas", "work.rotas.nights", "home", "home.rotas", "other", "and/or")


def taguette(single: bool = False) -> tuple[Project, list[Page]]:
    """A Taguette project, exported by one person (`admin`) if `single`, else a server's with two people."""
    pages = [page_of(text) for text in material()[:2]]
    db = sqlite3.connect(":memory:")
    db.executescript(
        """
        CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT, created TEXT);
        CREATE TABLE users (login TEXT PRIMARY KEY, created TEXT);
        CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT, created TEXT,
                                project_id INTEGER, text_direction TEXT, contents TEXT);
        CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT);
        CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
        CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
        CREATE TABLE commands (id INTEGER PRIMARY KEY, date TEXT, user_login TEXT, project_id INTEGER, document_id INTEGER, payload TEXT);
        INSERT INTO projects VALUES (1, 'Care study', '', '2020-01-01');
        """
    )
    db.executemany("INSERT INTO tags VALUES (?, 1, ?, '')", list(enumerate(TAGS, 1)))
    codings, number = [], 0
    for key, page in enumerate(pages, 1):
        db.execute(
            "INSERT INTO documents VALUES (?, ?, '', 'a.docx', '', 1, 'LEFT_TO_RIGHT', ?)", (key, page.name, page.html)
        )
        for place, (start, end) in enumerate([*spans(page.data), (5, 5)]):
            number += 1
            tags = [1 + place % len(TAGS), *([1 + (place + 3) % len(TAGS)] if place % 4 == 0 else [])]
            who = "admin" if single else ("ann", "bo")[place % 2]
            first, last = len(page.data[:start].encode()), len(page.data[:end].encode())
            db.execute(
                "INSERT INTO highlights VALUES (?, ?, ?, ?, ?)",
                (number, key, first, last, snippet(page.html, start, end)),
            )
            for tag in tags:
                db.execute("INSERT INTO highlight_tags VALUES (?, ?)", (number, tag))
                codings.append(Given(page.name, start, end, (TAGS[tag - 1],), who))
            payload = json.dumps(
                {
                    "type": "highlight_add",
                    "highlight_id": number,
                    "start_offset": first,
                    "end_offset": last,
                    "tags": tags,
                }
            )
            db.execute("INSERT INTO commands VALUES (NULL, '2020-01-02 03:04:05', ?, 1, ?, ?)", (who, key, payload))
    db.commit()
    told = tuple(Told(page.name, page.data) for page in pages)
    return Project("Care study.sqlite3", db.serialize(), told, tuple(codings)), pages


def snippet(html: str, start: int, end: int) -> str:
    """The piece of a page between two places of its text, with the tags that stand within."""
    made, place = [], 0
    for piece in re.split(r"(<[^>]*>|&[a-z]+;)", html):
        if piece.startswith("<"):
            made += [piece] * (start < place < end)
            continue
        whole = piece.startswith("&")
        for char in [piece] if whole else piece:
            made += [char] * (start <= place < end)
            place += 1
    return "".join(made)
