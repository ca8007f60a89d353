"""Codings from elsewhere stand on the anonymised text, or in the report: every one of them in one of the two."""

from __future__ import annotations

import pytest
import small_study
from multicase.exchange import refi
from multicase.exchange.imported import Code, Coding, Imported, Source
from multicase.exchange.importing import Rename, to_codings
from multicase.exchange.names import Known
from multicase.study import checking, files
from other_tools import NVIVO, project

BOOK = files.parse_yaml(small_study.FILES["codebook.yaml"])
TEXT = "It was slow at [practice A]. We asked them twice. It was slow, they said, and then we stopped asking them."
NOTHING = Rename()
TEXTS = {"east-i01": TEXT, "west-i01": "Another text."}


def coding(exact, code="Slow", start=-1, prefix="", suffix="", coder="Ann", memo="", path=""):
    end = start + len(exact) if start >= 0 else -1
    return Coding("s", start, end, exact, prefix, suffix, code, path or code, coder, memo)


def bring(*codings, name="east-i01", text="", rename=NOTHING, book=BOOK):
    codes = tuple(Code(item.code, item.code, item.code_path) for item in codings)
    return to_codings(Imported(codes, (Source("s", name, text),), codings, ()), TEXTS, book, rename)


def counts(report):
    return dict(report.sources[0].counts)


@pytest.mark.parametrize(
    ("given", "span", "how"),
    [
        (coding("We asked", start=29), (29, 37), "exactly"),
        (coding("We asked", start=3), (29, 37), "by quote"),
        (coding("slow at [Quarry Lane Surgery]"), (7, 27), "by quote"),
        (coding("It was slow", suffix=", they"), (50, 61), "by quote"),
        (coding("and then we stoped asking them"), (74, 105), "fuzzily"),
    ],
)
def test_quotes_are_found(given, span, how):
    rows, report = bring(given)
    (row,) = rows["Ann"]
    assert (int(row["start"]), int(row["end"])) == span
    assert row["exact"] == TEXT[slice(*span)]
    assert (row["source_id"], row["code"]) == ("east-i01", "slow")
    assert row["prefix"] == TEXT[max(0, span[0] - 32) : span[0]]
    assert counts(report) == {how: 1}
    assert report.complete
    assert [item.places for item in report.fuzzy] == ([(span,)] if how == "fuzzily" else [])
    assert set(row) == set(files.schema("codings")["properties"])
    assert list(checking._row_problems([files.Row(row)], "codings", "x", {})) == []


def test_what_stands_in_several_places_is_listed_with_them():
    rows, report = bring(coding("It was slow"))
    assert rows == {}
    assert counts(report) == {"ambiguous": 1}
    assert report.unplaced[0].places == ((0, 11), (50, 61))


def test_what_is_lost_or_unknown_is_listed_and_never_quoted():
    rows, report = bring(coding("Dr Holt said it"), coding("We asked", code="Nonsense"), coding("We asked"))
    assert len(rows["Ann"]) == 1
    assert counts(report) == {"by quote": 1, "lost": 1, "unknown code": 1}
    assert report.unknown_codes == {"Nonsense": 1}
    assert "Holt" not in repr(report)


def test_every_coding_is_a_row_or_listed():
    given = [coding(w, c) for w in ("It was slow", "We asked", "gone") for c in ("Slow", "style", "no")]
    rows, report = bring(*given)
    assert sum(map(len, rows.values())) + len(report.unplaced) == len(given)
    assert sum(counts(report).values()) == len(given)


@pytest.mark.parametrize(
    ("name", "text", "how"),
    [
        ("EAST-I01", "", "by its name"),
        ("East-i01.docx", "", "by its name"),
        ("folder\\east-i01.txt", "", "by its name"),
        ("Interview one", TEXT.replace(" ", "  ") + "\n", "by its text"),
        ("Interview one", "Other words", ""),
        ("Interview one", "", ""),
    ],
)
def test_sources_are_matched_by_name_or_text(name, text, how):
    _, report = bring(coding("We asked"), name=name, text=text)
    assert report.sources[0].matched == how
    assert report.unknown_sources == (() if how else (name,))
    assert counts(report) == ({"by quote": 1} if how else {"unknown source": 1})


def test_people_may_say_what_names_mean():
    rename = Rename({"Interview one": "east-i01"}, {"Old": "slow"}, {"Ann": "coder_1"})
    rows, report = bring(coding("We asked", "Old"), name="Interview one", rename=rename)
    assert [row["code"] for row in rows["coder_1"]] == ["slow"]
    assert report.sources[0].matched == "as you said"


def test_coders_become_names_of_files_and_stay_apart():
    coders = ["Ann O. Other", "Ann O Other", "", "coder_1", "CODER_1"]
    rows, report = bring(*(coding("We asked", coder=coder) for coder in coders))
    assert len({coder.lower() for coder in rows}) == len(coders)
    assert report.coders["coder_1"] != report.coders["CODER_1"]
    assert report.coders[""] == "unknown"


def test_the_same_coding_twice_is_one_with_both_memos():
    rows, report = bring(coding("We asked", memo="a\nb"), coding("We asked", memo="c"), coding("We asked", memo="c"))
    assert [row["memo"] for row in rows["Ann"]] == ["a b | c"]
    assert counts(report) == {"by quote": 3, "twice": 2}


@pytest.mark.parametrize(
    ("called", "found"),
    [
        ("slow", ["slow"]),
        ("SLOW", ["slow"]),
        ("Pace/Speed/Slow", ["slow"]),
        ("pace::speed::slow", ["slow"]),
        ("Speed > Slow", ["slow"]),
        ("Pace", []),
        ("", []),
    ],
)
def test_codes_are_known_by_id_label_and_path(called, found):
    assert Known(BOOK).find(called) == found


def test_a_label_of_two_codes_needs_its_path():
    book = files.parse_yaml(small_study.FILES["codebook.yaml"].replace("label: Directive", "label: Slow"))
    assert Known(book).find("Slow") == ["slow"] or len(Known(book).find("Slow")) == 2
    assert Known(book).find("SLOW") == ["directive", "slow"]
    rows, report = bring(coding("We asked", "SLOW"), coding("We asked", "SLOW", path="Style/Manner/Slow"), book=book)
    assert [row["code"] for row in rows["Ann"]] == ["directive"]
    assert "several codes" in report.unplaced[0].why


def test_a_project_in_another_tools_spelling_comes_home():
    raw = TEXT.replace("[practice A]", "[P 😀]").replace(". ", ".\n")
    start = raw.index("We asked")
    rows, report = to_codings(
        refi.read(project(raw, [(start, start + 8)], NVIVO), "p.qdpx"),
        TEXTS,
        BOOK,
        Rename(sources={"Interview 1.docx": "east-i01"}),
    )
    assert [(row["start"], row["exact"]) for row in rows["Ann_Other"]] == [("29", "We asked")]
    assert report.sources[0].counting.startswith("UTF-16 units")
