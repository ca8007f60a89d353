"""Build the study's files from the authored texts: raw files in their formats, tables, and the gold standard.

Run by hand after a change of `authored/` (`python data/gp-leadership/build.py`), never by the workflow. Marks such as
`{{person:anwen-tully|Dr Tully}}` are stripped from the raw files; where they stood in the canonical text is written to
`gold/identifiers.csv`, which only tests and benchmarks read. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import html
import io
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from multicase import ingest
from multicase.anonymise.structure import names_in

STUDY = Path(__file__).parent
AUTHORED = STUDY / "authored"
ORDER = ("harbour", "city", "valley", "fens", "suburb", "moor")  # the cases, in the order of the tables
MARK = re.compile(r"\{\{(?P<kind>[a-z_]+)(?:/(?P<cls>direct|quasi))?:(?P<entity>[a-z0-9-]+)\|(?P<surface>[^{}|]+)\}\}")
DIRECT = frozenset({"person", "phone", "email", "nhs_number", "url", "code"})
REGISTERED = frozenset({"person", "organisation", "place", "email", "phone", "nhs_number", "url", "code", "job"})
DECIDED = frozenset({"person", "organisation", "place", "email", "phone", "nhs_number", "url", "code"})
LEAD = re.compile(r"\|\||<[^>]*>|^[^,]*,[^,]*,")  # what stands before the words in a table row, a cue or a CSV row
CONTEXT = 10  # letters before a mark by which its place is checked


@dataclass(frozen=True)
class Source:
    """One authored source: what stands in its front matter, and its text with and without marks."""

    about: Mapping[str, object]
    marked: str

    @property
    def id(self) -> str:
        return str(self.about["source_id"])

    @property
    def case(self) -> str:
        return self.id.split("-")[0]

    @property
    def body(self) -> str:
        return MARK.sub(lambda found: found["surface"], self.marked)

    @property
    def path(self) -> str:
        return f"raw/{self.case}/{self.id}.{self.about['format']}"


def main() -> None:
    cases = [name for name in ORDER if (AUTHORED / name / "PLANTED.md").is_file()]
    about = {name: yaml.safe_load((AUTHORED / name / "case.yaml").read_text(encoding="utf-8")) for name in cases}
    sources = [read(path) for name in cases for path in sorted((AUTHORED / name).glob(f"{name}-*.txt"))]
    for source in sources:
        path = STUDY / source.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(WRITERS.get(str(source.about["format"]), write_text)(source))
    write_tables(about, sources)
    speakers = list(speaker_rows(sources))
    write("private/speakers.csv", ("source_id", "label", "participant_id", "role", "confirmed"), speakers)
    write("columns.csv", ("source_id", "column", "holds"), [{"source_id": "*", "column": "tags", "holds": "not read"}])
    write("gold/identifiers.csv", GOLD, gold(about, sources, speakers))
    print(f"{len(cases)} cases, {len(sources)} sources, {sum(len(source.body.split()) for source in sources):,} words")


def read(path: Path) -> Source:
    found = re.match(r"---\n(.*?)\n---\n(.*)", path.read_text(encoding="utf-8"), re.S)
    return Source(yaml.safe_load(found[1]), found[2])


# Raw files ---------------------------------------------------------------------------------------------------------


def write_text(source: Source) -> bytes:
    return source.body.encode("utf-8")


def lines_of(source: Source) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a word processor file, and whether each is a heading."""
    for line in source.body.split("\n"):
        if line.strip():
            yield line.removeprefix("# "), line.startswith("# ")


def write_docx(source: Source) -> bytes:
    import docx

    document = docx.Document()
    table = None
    for line, is_heading in lines_of(source):
        if source.about.get("layout") == "table" and "||" in line:
            if table is None:
                table = document.add_table(rows=0, cols=2)
            cells = table.add_row().cells
            cells[0].text, cells[1].text = (part.strip() for part in line.split("||", 1))
            continue
        table = None
        if is_heading:
            document.add_heading(line, level=1)
        else:
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.core_properties.author = "multicase"
    document.save(buffer)
    return timeless(buffer.getvalue())


def write_odt(source: Source) -> bytes:
    from odf.opendocument import OpenDocumentText
    from odf.teletype import addTextToElement
    from odf.text import H, P

    document = OpenDocumentText()
    for line, is_heading in lines_of(source):
        element = H(outlinelevel=1) if is_heading else P()
        addTextToElement(element, line)
        document.text.addElement(element)
    buffer = io.BytesIO()
    document.write(buffer)
    return timeless(buffer.getvalue())


def timeless(data: bytes) -> bytes:
    """A zip archive with its members' times, and times inside its metadata, set to a fixed one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.infolist():
            content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?", b"2016-01-01T00:00:00Z", old.read(member))
            kept = zipfile.ZipInfo(member.filename, (2016, 1, 1, 0, 0, 0))
            kept.compress_type = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(kept, content if member.filename.endswith((".xml", ".rels", "mimetype")) else old.read(member))
    return buffer.getvalue()


def write_rtf(source: Source) -> bytes:
    paragraphs = []
    for line, is_heading in lines_of(source):
        escaped = "".join(rtf_character(char) for char in line)
        paragraphs.append(rf"{{\b {escaped}}}\par" if is_heading else rf"{escaped}\par")
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Calibri;}}\f0\fs22"
    return "\n".join([head, *paragraphs, "}"]).encode("ascii")


def rtf_character(char: str) -> str:
    if char == "\t":
        return r"\tab "
    if char in "\\{}":
        return "\\" + char
    return char if ord(char) < 128 else rf"\u{ord(char)}?"


def write_pdf(source: Source) -> bytes:
    """Paragraphs on pages with header and footer; drawn twice, since the footer tells the number of pages."""
    pages = draw_pdf(source, 0)[1]
    return draw_pdf(source, pages)[0]


def draw_pdf(source: Source, total: int) -> tuple[bytes, int]:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles, drawn = getSampleStyleSheet(), []

    def furniture(canvas, document):
        drawn.append(document.page)
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, A4[1] - 40, str(source.about.get("header", "")))
        footer = str(source.about.get("footer", "Page {page} of {pages}"))
        canvas.drawCentredString(A4[0] / 2, 36, footer.format(page=document.page, pages=total))
        canvas.restoreState()

    story = [
        Paragraph(html.escape(line, quote=False), styles["Heading2" if is_heading else "BodyText"])
        for line, is_heading in lines_of(source)
    ]
    buffer = io.BytesIO()
    template = SimpleDocTemplate(buffer, pagesize=A4, invariant=1, title="", author="")
    template.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue(), len(drawn)


WRITERS = {"docx": write_docx, "odt": write_odt, "rtf": write_rtf, "pdf": write_pdf}


# Tables ------------------------------------------------------------------------------------------------------------


def write_tables(about: Mapping[str, Mapping], sources: Iterable[Source]) -> None:
    case_columns = ("case_id", "label", "region_type", "population_band", "service_redesign", "sampling_rationale")
    cases = [about[name]["case"] | {"case_id": name, "label": f"Case {n}"} for n, name in enumerate(about, 1)]
    write("cases.csv", (*case_columns, "period_start", "period_end"), cases)
    people = [
        person | {"case_id": name, "titular": "yes" if person["titular"] else "no"}
        for name in about
        for person in about[name]["participants"]
    ]
    people_columns = ("participant_id", "case_id", "role", "role_group", "profession", "titular", "organisation_type")
    write("participants.csv", (*people_columns, "level"), people)
    rows = [
        source.about
        | {"case_id": source.case, "path": source.path, "participants": ";".join(source.about["participants"])}
        for source in sources
    ]
    source_columns = ("source_id", "case_id", "kind", "path", "format", "date", "participants", "wave", "consent")
    write("sources.csv", source_columns, rows)
    register, decisions = [], []
    for name in about:
        for entity in about[name]["entities"]:
            if entity["registered"] and entity["kind"] in REGISTERED:
                aliases = ";".join(entity.get("aliases") or [])
                scoped = {"entity": f"{name}-{entity['entity']}", "aliases": aliases, "scope": f"case:{name}"}
                register.append(entity | scoped)
        decisions += decided(name, about[name]["entities"], [source for source in sources if source.case == name])
    write("private/register.csv", ("entity", "kind", "name", "aliases", "scope", "replacement"), register)
    extra = AUTHORED / "decisions.csv"
    if extra.is_file():
        with extra.open(encoding="utf-8", newline="") as file:
            decisions = [*csv.DictReader(file), *decisions]
    unique = {}
    for row in decisions:
        unique.setdefault((row["text"].casefold(), row["kind"], row["scope"]), row)
    columns = ("text", "kind", "scope", "action", "replacement", "entity", "reviewer", "date", "note")
    write("private/decisions.csv", columns, unique.values())


def decided(case: str, entities: Iterable[Mapping], sources: Iterable[Source]) -> Iterator[dict[str, str]]:
    """What the author decided about identifiers that aren't registered: one row per form that stands in the sources."""
    by_id = {entity["entity"]: entity for entity in entities}
    seen = set()
    for source in sources:
        for found in MARK.finditer(source.marked):
            entity = by_id[found["entity"]]
            form = re.sub(r"\s+", " ", found["surface"])
            if entity["kind"] not in DECIDED or (form.casefold(), entity["entity"]) in seen:
                continue
            seen.add((form.casefold(), entity["entity"]))
            yield {
                "text": form,
                "kind": entity["kind"],
                "scope": f"case:{case}",
                "action": "pseudonymise" if entity["kind"] in {"person", "organisation"} else "generalise",
                "replacement": entity["replacement"],
                "entity": f"{case}-{entity['entity']}" if entity["registered"] else "",
                "reviewer": "author",
                "date": "2016-09-01",
                "note": "",
            }


def speaker_rows(sources: Iterable[Source]) -> Iterator[dict[str, str]]:
    for source in sources:
        listed = dict(source.about.get("speakers") or {})
        if source.about.get("default_speaker"):
            listed[""] = source.about["default_speaker"]
        for label, who in listed.items():
            role = "interviewer" if who == "interviewer" else "participant"
            participant = who if role == "participant" else ""
            confirmed = "yes" if label in source.about.get("confirmed", ()) else ""
            row = {"source_id": source.id, "label": label, "participant_id": participant, "role": role}
            yield row | {"confirmed": confirmed}


def write(name: str, columns: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> None:
    path = STUDY / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


# Gold --------------------------------------------------------------------------------------------------------------

GOLD = ("source_id", "start", "end", "text", "kind", "class", "entity")


def gold(about: Mapping[str, Mapping], sources: Iterable[Source], speakers: list[dict]) -> Iterator[dict[str, object]]:
    """Where every mark and every label that is a name stands in the canonical text. Exits if one can't be found."""
    lost = []
    for source in sources:
        entity_of = {person["participant_id"]: person["entity"] for person in about[source.case]["participants"]}
        listed = {
            row["label"]: row["participant_id"] or row["role"] for row in speakers if row["source_id"] == source.id
        }
        described = {"source_id": source.id, "case_id": source.case, "kind": source.about["kind"]}
        described["format"] = source.about["format"]
        read = ingest.ingest_source((STUDY / source.path).read_bytes(), described, listed)
        text = read.text["text"]
        found = list(marks_in(source, text, lost)) + list(labels_in(read.turns, entity_of))
        for row in sorted(found, key=lambda row: row["start"]):
            yield row | {"source_id": source.id, "text": text[row["start"] : row["end"]]}
    if lost:
        sys.exit("\n".join(["marks that can't be found in the canonical text:", *lost]))


def marks_in(source: Source, text: str, lost: list[str]) -> Iterator[dict[str, object]]:
    place = 0
    for mark in MARK.finditer(source.marked):
        if mark.start() < source.marked.find("<body"):
            continue  # a page's title is no part of its text
        before = MARK.sub(lambda found: found["surface"], source.marked[: mark.start()]).rsplit("\n", 1)[-1]
        words = LEAD.split(before)[-1] if source.about["format"] in {"docx", "vtt", "csv", "html"} else before
        letters = re.sub(r"\W", "", html.unescape(re.sub(r"<[^>]*>", "", words)))[-CONTEXT:]
        surface = html.unescape(mark["surface"]) if source.about["format"] == "html" else mark["surface"]
        pattern = re.compile(r"\s+".join(re.escape(word) for word in surface.split()))
        for found in pattern.finditer(text, place):
            head = re.sub(r"\W", "", text[max(0, found.start() - 4 * CONTEXT) : found.start()])
            if head.endswith(letters) or not letters:
                place = found.end()
                cls = mark["cls"] or ("direct" if mark["kind"] in DIRECT else "quasi")
                yield {
                    "start": found.start(),
                    "end": place,
                    "kind": mark["kind"],
                    "class": cls,
                    "entity": mark["entity"],
                }
                break
        else:
            lost.append(f"{source.id}: {mark[0]} after …{before[-30:]}")


def labels_in(turns: Iterable[Mapping], entity_of: Mapping[str, str]) -> Iterator[dict[str, object]]:
    for turn in turns:
        start, end = (
            (turn["label_start"], turn["label_end"]) if turn["layer"] != "label" else (turn["start"], turn["end"])
        )
        label = turn["speaker_label"] or turn["text"]
        if start >= 0 and names_in([label]) and turn["participant_id"] in entity_of:
            entity = entity_of[turn["participant_id"]]
            yield {"start": start, "end": end, "kind": "person", "class": "direct", "entity": entity}


if __name__ == "__main__":
    main()
