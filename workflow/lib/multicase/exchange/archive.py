"""Project archives from anywhere, read without trusting them: members by name, nothing ever written to disk."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from lxml.etree import _Element

MiB = 1 << 20
MEMBERS = 20_000  # members of an archive
LARGEST = 256 * MiB  # one member that is read, unpacked
ALTOGETHER = 1024 * MiB  # all of them
RATIO = 200  # how many times its packed size a member may grow: texts grow less than twenty times
SMALL = MiB  # ... unless it is smaller than this

ENCODINGS = re.compile(r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-8859-\d+|windows-125\d", re.I)
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
# Control characters, as they are or by number, such as the form feed between the pages of a PDF.
NUMBERS = rb"0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f])"
FORBIDDEN = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]|&#(?:" + NUMBERS + rb");", re.I)
DECLARED = re.compile(r"""\A\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
DRIVE = re.compile(r"[A-Za-z]:")
PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.S)

ANOTHER = "Export the project again from the tool that made it."
FOREIGN = "Don't open the file; ask who sent it."


class Archive:
    """The members of a .qdpx file by the name that other members call them; root: the one with the project's XML.

    file: how messages name it. Raises StudyError, here or on reading, for what isn't a zip file, for encrypted,
    duplicate, too large or too strongly packed members, for names that lead out of the archive, and unless there is
    exactly one project.
    """

    def __init__(self, data: bytes, file: str):
        self.file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as error:
            raise refusal(file, "", "no zip archive, or a broken one", "a .qdpx project", ANOTHER) from error
        if len(infos) > MEMBERS:
            raise refusal(file, "", f"{len(infos)} members", f"at most {MEMBERS}", FOREIGN)
        self._left = ALTOGETHER
        self._members = self._checked(infos)
        self.root = self._project()

    def _checked(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """Members by their name in lower case with forward slashes, as far as they are files."""
        members: dict[str, zipfile.ZipInfo] = {}
        problems = []
        for number, info in enumerate(infos, 1):
            name = info.orig_filename.replace("\\", "/")
            place, found = f"member {number}", ""
            if name.endswith("/") or name.startswith("__MACOSX/"):
                continue
            if name.startswith("/") or "\x00" in name or DRIVE.match(name) or ".." in name.split("/"):
                found, expected, todo = "a name that leads out of the archive", "a name inside it", FOREIGN
            elif info.flag_bits & 1:
                found, expected, todo = "an encrypted member", "one without a password", ANOTHER
            elif name.lower() in members:
                found, expected, todo = f"'{_shown(name)}' twice", "each name once", ANOTHER
            elif info.file_size > LARGEST:
                found, expected, todo = f"{info.file_size // MiB} MiB", f"at most {LARGEST // MiB} MiB", ANOTHER
            elif info.file_size > max(SMALL, RATIO * info.compress_size):
                found, expected = "a member packed too strongly", f"at most {RATIO} times its packed size"
                todo = FOREIGN
            if found:
                problems.append(Problem(self.file, place, found, expected, todo))
            members.setdefault(name.lower(), info)
        if problems:
            raise StudyError(problems)
        return members

    def _project(self) -> str:
        roots = [name for name in self._members if name.endswith(".qde")]
        if len(roots) != 1:
            found = f"{len(roots)} projects" if roots else "no project"
            raise refusal(self.file, "", found, "exactly one member that ends in .qde", ANOTHER)
        return roots[0]

    def source(self, name: str) -> bytes | None:
        """The member that `internal://<name>` means, in whatever folder and spelling; None if there is none."""
        wanted = _bare(name)
        found = sorted(member for member in self._members if _bare(member.rpartition("/")[2]) == wanted)
        in_folder = [member for member in found if member.split("/")[0] == "sources"]
        return self.read((in_folder or found)[0]) if found else None

    def read(self, member: str) -> bytes:
        """The bytes of a member, as long as they keep to what its header and the limits allow."""
        info = self._members[member]
        most = min(info.file_size, LARGEST, self._left)
        try:
            with self._zip.open(info) as file:
                content = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise refusal(
                self.file, _shown(member), "a member that can't be unpacked", "a whole one", ANOTHER
            ) from error
        if len(content) > most:
            expected = f"members of the size they say, at most {ALTOGETHER // MiB} MiB altogether"
            raise refusal(self.file, _shown(member), "more than that", expected, FOREIGN)
        self._left -= len(content)
        return content


def parse(data: bytes, file: str, place: str = "") -> _Element:
    """The root of an XML document without comments and processing instructions.

    Raises StudyError for a document type declaration (and so for every entity), whatever it says, for encodings in
    which one could hide, and for XML that isn't well-formed.
    """
    from lxml import etree

    head = _decoded(data)
    declared = DECLARED.match(head)
    # libxml2 knows encodings by their first bytes too, in which no "<" would be seen here, or others than meant.
    if (declared and not ENCODINGS.fullmatch(declared[1])) or "\x00" in head or not head.lstrip().startswith("<"):
        raise refusal(file, place, "no XML, or in an uncommon encoding", "XML in UTF-8", ANOTHER)
    if head[PROLOGUE.match(head).end() :].startswith("<!"):
        raise refusal(file, place, "a document type declaration", "XML without one", FOREIGN)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_speakable(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        where = ", ".join(filter(None, [place, f"line {line}" if line else ""]))
        raise refusal(file, where, "XML that isn't well-formed", "a whole document", ANOTHER) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusal(file, place, "a document type declaration", "XML without one", FOREIGN)
    return root


def refusal(file: str, place: str, found: str, expected: str, todo: str) -> StudyError:
    """One reason not to read a file."""
    return StudyError([Problem(file, place, found, expected, todo)])


def _speakable(data: bytes) -> bytes:
    """The document with blanks for signs that XML forbids, which some tools write within what they quote."""
    return data if data[:2] in UTF_16 else FORBIDDEN.sub(b" ", data)


def _decoded(data: bytes) -> str:
    """The document's characters, as far as the part before its first element needs them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data[:2] in (b"<\x00", b"\x00<"):
        return data.decode("utf-16-le" if data[:1] == b"<" else "utf-16-be", "replace")
    return data.decode("utf-8-sig", "replace")


def _bare(name: str) -> str:
    return name.lower().replace("{", "").replace("}", "")


def _shown(name: str) -> str:
    """A member's name as a message repeats it: short, and nothing that moves a cursor."""
    shown = "".join(char if char.isprintable() else "?" for char in name)
    return shown if len(shown) <= 80 else shown[:79] + "…"
