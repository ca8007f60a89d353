"""Projects as other programs write them come in whole: each coding on exactly its words, or waiting with its reason."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import foreign_checks as checks
import foreign_projects as foreign
import in_process
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.anonymise.replace import Change, Replaced
from multicase.cli import new_study
from multicase.cli.import_codings import projects
from multicase.cli.place import Place
from multicase.exchange import codebook_yaml, codebooks, importing, matching, taguette
from multicase.study import study as studies

KINDS = [*foreign.TOOLS, "taguette"]


def project_of(kind):
    return foreign.taguette()[0] if kind == "taguette" else foreign.refi(kind)


def counted(project):
    """How many codings the file holds, told without the library."""
    is_database = project.file.endswith("sqlite3")
    return checks.in_database(project.data) if is_database else checks.in_xml(project.data)


def held(project, folder):
    """The project's file."""
    file = folder / project.file
    file.write_bytes(project.data)
    return file


def assert_whole(project, study, texts, laid, ids):
    """Every coding of the project stands on its words, or waits; waiting.csv and the segments have all of them."""
    placed, lost = checks.expected(project, texts, ids)
    carried = laid.carried.to_dict("records")
    kept = [row for row in carried if not row["waiting"]]
    assert checks.found(kept, texts.anonymised) == Counter(dict.fromkeys(placed, 1))
    twice = sum(placed.values()) - len(placed)
    waiting = [row for row in carried if row["waiting"]]
    assert len(kept) + twice + len(waiting) == counted(project)
    assert (
        len(waiting) == len(lost) + project.whole and all(laid.waiting["reason"]) and len(laid.waiting) == len(waiting)
    )
    beside = laid.unplaced[~laid.unplaced["reason"].isin(laid.waiting["reason"])]
    passages = laid.codings[["coder", "source_id", "code", "passage_start", "passage_end"]].drop_duplicates()
    assert len(passages) + len(beside) == len(kept)
    spans = {(row["coder"], row["source_id"], row["code"], row["start"], row["end"]) for row in kept}
    assert set(passages.itertuples(index=False, name=None)) <= spans


def assert_no_more_blanks(project, texts, laid, ids):
    """The white space at the ends of a passage is the tool's, or less where ours has less."""
    told = {text.name: text.text for text in project.told}
    theirs = {}
    for item in project.given:
        source, code, coder = ids(item)
        before, after = checks.blanks(told[item.source], item.start, item.end)
        theirs.setdefault((coder, source, code), set()).add((before, after))
    for row in laid.carried[laid.carried["waiting"] == ""].to_dict("records"):
        before, after = checks.blanks(texts.anonymised[row["source_id"]], row["start"], row["end"])
        known = theirs[row["coder"], row["source_id"], row["code"]]
        assert any(one.endswith(before) and other.startswith(after) for one, other in known), row


@pytest.mark.parametrize("kind", KINDS)
def test_a_study_is_made_of_a_project_and_holds_each_coding(kind, tmp_path):
    project = project_of(kind)
    told = new_study.make(held(project, tmp_path), tmp_path / "study")
    study = tmp_path / "study"
    assert studies.load(study).mapping
    texts = in_process.anonymised(study)
    assert texts.asked.empty
    laid = in_process.laid(study, texts, tmp_path)
    ids = checks.named(study, project)
    assert_whole(project, study, texts, laid, ids)
    assert_no_more_blanks(project, texts, laid, ids)
    words = "\n".join(path.read_text() for path in study.rglob("*.csv") if "private" not in path.parts)
    assert "Holt" not in words and not any("Holt" in line for line in told if line.startswith("looked"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_project_is_laid_over_a_study_of_the_raw_files(kind, tmp_path):
    """The study was made before, of files with other line ends or of Word, under other names than the tool's."""
    project = project_of(kind)
    raw = tmp_path / "raw/North"
    raw.mkdir(parents=True)
    is_word, renamed = kind in ("nvivo_windows", "atlas", "taguette"), kind in ("atlas", "qc", "maxqda")
    bodies = {text.name: text.text for text in project.told}
    if kind == "taguette":
        bodies = {page.name: taguette.readable(page.html).text for page in foreign.taguette()[1]}
    files = {}
    for number, (name, body) in enumerate(bodies.items()):
        files[name] = raw / f"{f'file {number}' if renamed else name}.{'docx' if is_word else 'txt'}"
        files[name].write_bytes(foreign.word(body) if is_word else f"\ufeff{body}".replace("\n", "\r\n").encode())
    new_study.make(tmp_path / "raw", tmp_path / "study")
    study, results = tmp_path / "study", tmp_path / "results"
    codes = codebooks.held(project.data, project.file)
    grown = codebooks.grown(codes.codes, project.file, codes.given)
    (study / "codebook.yaml").write_text(codebook_yaml.text(grown.codebook))
    texts = in_process.anonymised(study)
    in_process.written(texts, results)
    projects.bring(held(project, tmp_path), Place(study, results, tmp_path), "", True, None)
    laid = in_process.laid(study, texts, tmp_path)
    origins = {row["file"]: row["source_id"] for row in checks.rows(study / "private/origins.csv")}
    of_path = {code.path: grown.ids[code.guid] for code in codes.codes if code.guid in grown.ids}

    def ids(item):
        source = origins[f"North/{files[item.source].name}"]
        return source, of_path["/".join(item.path)], item.user

    assert_whole(project, study, texts, laid, ids)
    assert not (study / "codings").exists()


WORDS = (
    "Yes.",
    "Yes",
    "I",
    "went",
    "é",
    "e\u0301",
    "naïve",
    "so\xadft",
    "😀",
    "–",
    "…",
    ".",
    "?",
    "“",
    "[laughs]",
    "[",
    "]",
    "12:30",
    "P1:",
    "3.5",
)
NAMES = ("Dr Holt", "Holt", "Quarry Lane Surgery")
BLANKS = (" ", " ", " ", "  ", "\n", "\n\n", "\t", "\xa0", " \n")
BOOK = {"version": "1", "themes": [{"theme": "t", "label": "T", "definition": "d", "subthemes": [{"subtheme": "s", "label": "S", "codes": [{"code": f"c{n}", "label": f"C{n}", "definition": "d"} for n in range(12)]}]}]}  # fmt: skip
spelled = st.tuples(st.sampled_from(WORDS), st.sampled_from(BLANKS))
# A name stands between words: what was replaced side by side nobody can tell apart without the names.
named = st.tuples(st.sampled_from(NAMES), st.sampled_from(BLANKS), st.sampled_from(WORDS[:4]), st.sampled_from(BLANKS))


@settings(max_examples=60)
@given(
    pieces=st.lists(st.one_of(spelled, spelled, named), min_size=1, max_size=40),
    kind=st.sampled_from([name for name in foreign.TOOLS if name != "qc"]),
    data=st.data(),
)
def test_passages_of_any_text_stand_on_their_words_before_and_after_anonymisation(pieces, kind, data):
    text = "".join(part for piece in pieces for part in piece)
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30))
    spans = [(0, len(text))]  # a quote that tells how the tool counts
    spans += [(start, min(len(text), start + n)) for start, n in data.draw(st.lists(ends, max_size=11))]
    given_ = [foreign.Given("T", *span, (f"C{n}",), "Ann") for n, span in enumerate(spans)]
    quiet = {
        "cases": "",
        "whole": False,
        "picture": False,
        "representation": False,
        "rich": "",
        "sets": False,
        "ending": "",
    }
    project = foreign.refi(kind, [foreign.Told("T", text)], given_, names="full", **quiet)
    read = importing.read(project.data, project.file)
    (source,) = read.sources
    assert source.text == text
    finds = [found.span() for found in re.finditer("|".join(NAMES), text)]
    for masks in (("",), ("[person A]", "[practice B]")):
        changes = [Change(*span, masks[n % 2]) for n, span in enumerate(finds)] if masks[0] else []
        replaced = Replaced(text, changes)
        told = [{"start": c.start, "end": c.end, "new_start": new[0], "new_end": new[1], "action": ""} for c, new in zip(changes, replaced.spans, strict=True)]  # fmt: skip
        followed = checks.Followed(foreign.Told("T", text), text, told)
        matches = importing.matched(
            read, [{"T": replaced.text}], BOOK, alone="x", said=matching.Said({"T": "T"}, {}, {})
        )
        rows, _ = importing.to_codings(read, {"T": replaced.text}, matches)
        assert len(rows["Ann"]) == len(spans)
        for row in rows["Ann"]:
            start, end = spans[int(row["code"][1:])]
            if row["waiting"]:
                assert not text[start:end].strip(), row
                continue
            found = int(row["start"]), int(row["end"])
            assert checks.core(replaced.text, *found) == followed.span(start, end)
            before, after = checks.blanks(replaced.text, *found)
            assert text[start:end].startswith(before) and text[start:end].endswith(after)


def rough():
    """Texts that are written otherwise than the study keeps them, or hold what is nobody's words."""
    opens, closes = foreign.OPENS, foreign.CLOSES
    base = foreign.interview(3, 9)
    lines, filled = base.split("\n"), [line for line in base.split("\n") if line.strip()]
    foot = "\n".join(
        f"{line}\n{opens}Page {n // 9 + 1} of 9{closes}" if n % 9 == 8 else line for n, line in enumerate(lines)
    )
    margin = "\n".join(f"{opens}{n:3d} {closes}{line}" for n, line in enumerate(filled, 1))
    timed = "\n".join(f"{opens}00:{n:02d}:10{closes}\n{line}" if ":" in line else line for n, line in enumerate(lines))
    return {
        "marks apart from their letters": unicodedata.normalize("NFD", base.replace("waited", "wäïted")),
        "signs that can't be seen": base.replace("asked", "as\xadked").replace("waited", "wait\u200bed"),
        "blanks of all kinds": base.replace("It was ", "It\xa0was\xa0").replace(" the ", "  the\t"),
        "ends of lines of all kinds": base.replace(". ", ".\u2028").replace("Interviewer: How", "\x0cInterviewer: How"),
        "blanks at the ends of lines": base.replace("\n", "  \n"),
        "events with names in them": base.replace(". It was", ". [laughs with Marcus Webb] It was"),
        "footers of pages": foot,
        "numbers down the margin": margin,
        "times on lines of their own": timed,
    }


@pytest.mark.parametrize(("what", "kind"), zip(rough(), ["maxqda", "nvivo_windows", "qualcoder", "atlas"] * 3, strict=False))  # fmt: skip
def test_a_text_that_reading_changes_keeps_its_codings(what, kind, tmp_path):
    quiet = {"picture": False, "whole": False, "representation": False, "rich": ""}
    project = foreign.refi(kind, [foreign.Told.of("Interview", rough()[what])], **quiet)
    new_study.make(held(project, tmp_path), tmp_path / "study")
    texts = in_process.anonymised(tmp_path / "study")
    laid = in_process.laid(tmp_path / "study", texts, tmp_path)
    placed, lost = checks.expected(project, texts, checks.named(tmp_path / "study", project))
    kept = [row for row in laid.carried.to_dict("records") if not row["waiting"]]
    assert set(checks.found(kept, texts.anonymised)) == set(placed) and len(laid.waiting) == len(lost)
    assert "several places" not in " ".join(laid.unplaced["reason"])
