"""Writing REFI-QDA projects (.qdpx) and codebooks (.qdc) that other tools open, and that are the same byte for byte.

REFI-QDA standard 1.5 (2019). One selection for each coding, since tools lose coders where several share one; LF and no
byte order mark, so that every way of counting characters agrees for most texts; no dates, since they would differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from multicase.exchange.descriptions import codes_of, fields, told
from multicase.exchange.names import Key, entries, unique
from multicase.exchange.parts import Parts, guid
from multicase.office import packed, speakable

if TYPE_CHECKING:
    from lxml.etree import _Element

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
ORIGIN = "multicase"
KIND = "kind_of_case"  # tells cases that are participants from cases that are sites


def qdpx(parts: Parts) -> bytes:
    """The study as a REFI-QDA project: its quotable texts with all codings, the codebook, participants and cases."""
    members = {"project.qde": _serialised(_project(parts))}
    for row in parts.quotable:
        name = f"Sources/{parts.guid('source', row['source_id'])}.txt"
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


def _project(parts: Parts) -> _Element:
    """The project's XML, its parts in the standard's order; containers that would be empty are left out."""
    root = _element(None, "Project", PROJECT, name=parts.study, origin=ORIGIN)
    coders = sorted({row["coder"] for row in parts.rows})
    _container(root, "Users", (("User", _user(parts, coder)) for coder in coders))
    _codes(_element(_element(root, "CodeBook"), "Codes"), parts.codebook, parts.study)
    _cases(root, parts)
    _sources(root, parts)
    _element(root, "Description").text = "Anonymised texts; only sources that may be quoted."
    return root


def _user(parts: Parts, coder: str) -> dict[str, str]:
    return {"guid": parts.guid("coder", coder), "name": coder, "id": coder}


def _codes(root: _Element, codebook: Mapping[str, Any], study: str) -> None:
    """Themes, subthemes and codes nested, the first two not to be given to passages."""
    names, texts = unique(codebook), _descriptions(codebook)
    colours = {code["code"]: code.get("colour") for *_, code in codes_of(codebook)}
    found: dict[Key, _Element] = {}
    for key, _, above in entries(codebook):
        parent = found[above[-1]] if above else root
        codable = "true" if key[0] == "code" else "false"
        coloured = {"color": colours[key[1]].lower()} if key[0] == "code" and colours[key[1]] else {}
        told = {"guid": guid(study, *key), "name": names[key], "isCodable": codable} | coloured
        found[key] = _element(parent, "Code", **told)
        _element(found[key], "Description").text = speakable(texts[key])


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


def _cases(root: _Element, parts: Parts) -> None:
    cases = list(_case_values(parts))
    variables = [name for name in (KIND, *parts.attributes) if any(name in values for _, values, _ in cases)]
    made = ({"guid": parts.guid("variable", name), "name": name, "typeOfVariable": "Text"} for name in variables)
    _container(root, "Variables", (("Variable", attributes) for attributes in made))
    if not cases:
        return
    container = _element(root, "Cases")
    for name, values, sources in cases:
        case = _element(container, "Case", guid=parts.guid("case", values[KIND], name), name=name)
        for variable, value in values.items():
            pair = _element(case, "VariableValue")
            _element(pair, "VariableRef", targetGUID=parts.guid("variable", variable))
            _element(pair, "TextValue").text = speakable(value)
        for source in sources:
            _element(case, "SourceRef", targetGUID=parts.guid("source", source))


def _case_values(parts: Parts) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    """Cases and participants: name, values of variables, sources."""
    for case, sources in parts.cases.items():
        yield case, {KIND: "case"}, sources
    for row, sources in parts.people:
        values = {name: row[name] for name in parts.attributes if row.get(name)}
        yield row["participant_id"], {KIND: "participant"} | values, sources


def _sources(root: _Element, parts: Parts) -> None:
    if not parts.quotable:
        return
    container = _element(root, "Sources")
    elements = {}
    for row in parts.quotable:
        key = parts.guid("source", row["source_id"])
        path = f"internal://{key}.txt"
        elements[row["source_id"]] = _element(
            container, "TextSource", guid=key, name=row["source_id"], plainTextPath=path
        )
    for row in parts.rows:
        of = (row["source_id"], row["start"], row["end"], row["code"], row["coder"], row["origin"])
        user = parts.guid("coder", row["coder"])
        selection = _element(
            elements[row["source_id"]],
            "PlainTextSelection",
            guid=parts.guid("selection", *of),
            name=speakable(row["exact"]),
            startPosition=str(row["start"]),
            endPosition=str(row["end"]),
            creatingUser=user,
        )
        if row["memo"]:
            _element(selection, "Description").text = speakable(row["memo"])
        coding = _element(selection, "Coding", guid=parts.guid("coding", *of), creatingUser=user)
        _element(coding, "CodeRef", targetGUID=parts.guid("code", row["code"]))


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
