"""Writing REFI-QDA projects (.qdpx) and codebooks (.qdc) that other tools open, and that are the same byte for byte.

REFI-QDA standard 1.5 (2019). One selection for each coding, since tools lose coders where several share one; LF and no
byte order mark, so that every way of counting characters agrees for most texts; no dates, since they would differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from multicase.exchange.descriptions import codes_of, fields, told
from multicase.exchange.names import Key, entries, unique
from multicase.exchange.parts import OF, Parts, guid, may_be_quoted
from multicase.exchange.tools import STANDARD, Tool
from multicase.office import packed, speakable

if TYPE_CHECKING:
    from lxml.etree import _Element

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
ORIGIN = "multicase"
KIND = "kind_of_case"  # tells cases that are participants from cases that are sites
FOLDER = "sources"
OUTSIDE = "Anonymised texts; only sources that may be quoted."
INSIDE = "Anonymised texts for coding inside the study's team; some may not be quoted. Pass them on to nobody."


def qdpx(parts: Parts, tool: Tool = STANDARD) -> bytes:
    """The study as a REFI-QDA project: its texts with all codings, the codebook, participants and cases, as `tool`
    reads them.
    """
    members = {"project.qde": _serialised(_project(parts, tool))}
    for row in parts.exported:
        name = f"{FOLDER}/{parts.guid('source', row['source_id'])}.txt"
        members[name] = speakable(parts.texts[row["source_id"]]).encode("utf-8", "replace")
    return packed(members)


def qdc(codebook: Mapping[str, Any], study: str = "") -> bytes:
    """The codebook as a REFI-QDA codebook; with the study's name its GUIDs are those of `qdpx`."""
    root = _element(None, "CodeBook", CODEBOOK, origin=ORIGIN)
    _codes(_element(root, "Codes"), codebook, study)
    return _serialised(root)


def codebook_qdpx(codebook: Mapping[str, Any], study: str = "") -> bytes:
    """The codebook alone, as a REFI-QDA project without sources: for tools that read no codebooks of their own."""
    root = _element(None, "Project", PROJECT, name=study or "codebook", origin=ORIGIN)
    _codes(_element(_element(root, "CodeBook"), "Codes"), codebook, study)
    return packed({"project.qde": _serialised(root)})


def _project(parts: Parts, tool: Tool) -> _Element:
    """The project's XML, its parts in the standard's order; containers that would be empty are left out."""
    root = _element(None, "Project", PROJECT, name=parts.study, origin=ORIGIN)
    coders = sorted({row["coder"] for row in parts.rows})
    _container(root, "Users", (("User", _user(parts, coder)) for coder in coders))
    codes = _element(_element(root, "CodeBook"), "Codes")
    _codes(codes, parts.codebook, parts.study, tool.codable)
    if tool.linked:
        _case_codes(codes, parts)
    _cases(root, parts, tool)
    _sources(root, parts, tool)
    _sets(root, parts, tool)
    _element(root, "Description").text = OUTSIDE if all(map(may_be_quoted, parts.exported)) else INSIDE
    return root


def _user(parts: Parts, coder: str) -> dict[str, str]:
    return {"guid": parts.guid("coder", coder), "name": coder, "id": coder}


def _codes(root: _Element, codebook: Mapping[str, Any], study: str, codable: bool = False) -> None:
    """Themes, subthemes and codes nested, the first two not to be given to passages unless they are `codable`."""
    names, texts = unique(codebook), _descriptions(codebook)
    colours = {("code", code["code"]): code.get("colour", "") for *_, code in codes_of(codebook)}
    found: dict[Key, _Element] = {}
    for key, _, above in entries(codebook):
        parent = found[above[-1]] if above else root
        may = "true" if codable or key[0] == "code" else "false"
        colour = {"color": colours[key].lower()} if colours.get(key) else {}
        found[key] = _element(parent, "Code", guid=guid(study, *key), name=names[key], isCodable=may, **colour)
        _element(found[key], "Description").text = speakable(texts[key])


def _case_codes(root: _Element, parts: Parts) -> None:
    """A code for each case, by whose GUID such a tool knows that it is the case."""
    taken = {name.casefold() for name in unique(parts.codebook).values()}
    for name, values, _ in _case_values(parts):
        kind = values[KIND]
        called = f"{name} ({kind})" if name.casefold() in taken else name
        taken.add(called.casefold())
        _element(root, "Code", guid=parts.guid("case", kind, name), name=called, isCodable="true")


def _descriptions(codebook: Mapping[str, Any]) -> dict[Key, str]:
    """What stands under each name: its definition, and a line for all else that is said of it."""
    names = unique(codebook)
    texts: dict[Key, str] = {}
    for theme, sub, code in codes_of(codebook):
        for kind, entry in (("theme", theme), ("subtheme", sub), ("code", code)):
            key = (kind, entry[kind])
            own = {"label": entry["label"]} if names[key] != entry["label"] else {}
            texts[key] = told(fields(entry) | own | {"id": entry[kind]})
    return texts


def _cases(root: _Element, parts: Parts, tool: Tool) -> None:
    """Cases with their attributes and sources: sites and participants by name, or documents without one."""
    made = list(_document_values(parts) if tool.documents else _case_values(parts))
    names = dict.fromkeys((KIND, "case", "kind", *parts.attributes))
    variables = [name for name in names if any(name in values for _, values, _ in made)]
    told = ({"guid": parts.guid("variable", name), "name": name, "typeOfVariable": "Text"} for name in variables)
    _container(root, "Variables", (("Variable", attributes) for attributes in told))
    if not made:
        return
    container = _element(root, "Cases")
    for name, values, sources in made:
        of = (values[KIND], name) if name else ("document", *sources)
        case = _element(container, "Case", guid=parts.guid("case", *of), **({"name": name} if name else {}))
        for variable, value in values.items():
            pair = _element(case, "VariableValue")
            _element(pair, "VariableRef", targetGUID=parts.guid("variable", variable))
            _element(pair, "TextValue").text = speakable(value)
        for source in sources:
            _element(case, "SourceRef", targetGUID=parts.guid("source", source))


Valued = tuple[str, dict[str, str], list[str]]  # name, values of variables, sources


def _case_values(parts: Parts) -> Iterator[Valued]:
    """Cases and participants."""
    for case, sources in parts.cases.items():
        yield case, {KIND: "case"}, sources
    for row, sources in parts.people:
        yield row["participant_id"], {KIND: "participant"} | _attributes(parts, row), sources


def _document_values(parts: Parts) -> Iterator[Valued]:
    """Sources, without a name; with the attributes of who speaks there if that is one participant."""
    for row in parts.exported:
        people = [person for person, sources in parts.people if row["source_id"] in sources]
        spoken = _attributes(parts, people[0]) if len(people) == 1 else {}
        kind = {"kind": row["kind"]} if row.get("kind") else {}
        yield "", {"case": row["case_id"]} | kind | spoken, [row["source_id"]]


def _attributes(parts: Parts, person: Mapping[str, str]) -> dict[str, str]:
    return {name: person[name] for name in parts.attributes if person.get(name)}


def _sources(root: _Element, parts: Parts, tool: Tool) -> None:
    if not parts.exported:
        return
    container = _element(root, "Sources")
    elements = {}
    for row in parts.exported:
        key = parts.guid("source", row["source_id"])
        path = f"internal://{key}.txt"
        elements[row["source_id"]] = _element(
            container, "TextSource", guid=key, name=row["source_id"], plainTextPath=path
        )
    for row in parts.rows:
        of = tuple(row[name] for name in OF)
        user = {"creatingUser": parts.guid("coder", row["coder"])}
        code = parts.guid("code", row["code"])
        span = row["start"], row["end"]
        _selection(elements[row["source_id"]], parts, of, span, row["exact"], code, row["memo"], user)
    if tool.linked:
        for name, values, sources in _case_values(parts):
            case = parts.guid("case", values[KIND], name)
            for source in sources:
                if parts.texts[source]:
                    of = ("case", values[KIND], name, source)
                    _selection(elements[source], parts, of, (0, len(parts.texts[source])), "", case)


def _selection(
    source: _Element,
    parts: Parts,
    of: tuple,
    span: tuple[int, int],
    words: str,
    code: str,
    memo: str = "",
    user: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """A code, by its GUID, given to a passage by its span and words; of: what the coding's GUID hangs on."""
    selection = _element(
        source,
        "PlainTextSelection",
        guid=parts.guid("selection", *of),
        name=speakable(words),
        startPosition=str(span[0]),
        endPosition=str(span[1]),
        **user,
    )
    if memo:
        _element(selection, "Description").text = speakable(memo)
    coding = _element(selection, "Coding", guid=parts.guid("coding", *of), **user)
    _element(coding, "CodeRef", targetGUID=code)


def _sets(root: _Element, parts: Parts, tool: Tool) -> None:
    """Sources in groups: of each case and, where the tool has no other place for them, of each attribute's value."""
    groups: dict[str, dict[str, None]] = {}
    if tool.groups:
        groups = {case: dict.fromkeys(sources) for case, sources in parts.cases.items()}
    if tool.groups == "attributes":
        for row, sources in parts.people:
            for name, value in _attributes(parts, row).items():
                groups.setdefault(f"{name}: {value}", {}).update(dict.fromkeys(sources))
    if groups:
        container = _element(root, "Sets")
        for name, sources in groups.items():
            group = _element(container, "Set", guid=parts.guid("set", name), name=name)
            for source in sources:
                _element(group, "MemberSource", targetGUID=parts.guid("source", source))


def _container(root: _Element, name: str, children: Iterator[tuple[str, dict[str, str]]]) -> None:
    """A container with its children, or nothing: the schema allows no empty ones."""
    made = list(children)
    if made:
        container = _element(root, name)
        for child, attributes in made:
            _element(container, child, **attributes)


def _element(parent: _Element | None, tag: str, namespace: str = "", **attributes: str) -> _Element:
    from lxml import etree

    values = {name: speakable(value) for name, value in attributes.items()}
    if parent is None:
        return etree.Element(f"{{{namespace}}}{tag}", values, nsmap={None: namespace})
    namespace = etree.QName(parent).namespace
    return etree.SubElement(parent, f"{{{namespace}}}{tag}", values)


def _serialised(root: _Element) -> bytes:
    from lxml import etree

    head = b'<?xml version="1.0" encoding="utf-8"?>\n'
    return head + etree.tostring(root, encoding="utf-8", xml_declaration=False, pretty_print=True)
