"""Codings from elsewhere stand on the anonymised text, or in the report: every one of them in one of the two."""

from __future__ import annotations

from dataclasses import replace

import pytest
import small_study
from multicase.exchange import refi
from multicase.exchange.imported import Code, Coding, Imported, Source
from multicase.exchange.importing import lies_on, matched, to_codings
from multicase.exchange.matching import NOTHING, Said
from multicase.exchange.names import Known
from multicase.study import checking, files
from other_tools import NVIVO, project

BOOK = files.parse_yaml(small_study.FILES["codebook.yaml"])
TEXT = "It was slow at [practice A]. We asked them twice. It was slow, they said, and then we stopped asking them."
TEXTS = {"east-i01": TEXT, "west-i01": "Another text."}


def coding(exact, code="Slow", start=-1, prefix="", suffix="", coder="Ann", memo="", path=""):
    end = start + len(exact) if start >= 0 else -1
    return Coding("s", start, end, exact, prefix, suffix, code, path or code, coder, memo)


FILES: dict[str, str] = {}


def imported(*codings, name="east-i01", text=""):
    codes = tuple(Code(item.code, item.code, item.code_path) for item in codings)
    return Imported(codes, (Source("s", name, text),), codings, ())


def bring(*codings, name="east-i01", text="", said=NOTHING, book=BOOK, files=FILES, texts=TEXTS, **more):
    project = imported(*codings, name=name, text=text)
    matches = matched(project, [texts], book, alone="somebody", said=said, files=files)
    rows, report = to_codings(project, texts, matches, **more)
    placed = {coder: kept for coder, coded in rows.items() if (kept := [row for row in coded if not row["waiting"]])}
    waiting = [row for coded in rows.values() for row in coded if row["waiting"]]
    assert len(waiting) == len(report.unplaced)
    return placed, report


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
    assert [item.places for item in report.inexact] == ([(span,)] if how == "fuzzily" else [])
    assert set(row) == set(files.schema("codings")["properties"])
    assert list(checking._row_problems([files.Row(row)], "codings", "x", {})) == []


def test_what_stands_in_several_places_is_listed_with_them():
    rows, report = bring(coding("It was slow"))
    assert rows == {}
    assert counts(report) == {"ambiguous": 1}
    assert report.unplaced[0].places == ((0, 11), (50, 61))


def test_what_stands_among_other_words_only_is_listed_with_where():
    rows, report = bring(coding("stopped asking", prefix="and nobody had told us so: ", suffix="! We sang, one night"))
    assert rows == {}
    assert counts(report) == {"among other words": 1} and len(report.unplaced[0].places) == 1


def test_what_is_lost_or_unknown_is_listed_and_never_quoted():
    rows, report = bring(coding("Dr Holt said it"), coding("We asked", code="Nonsense"), coding("We asked"))
    assert len(rows["Ann"]) == 1
    assert counts(report) == {"by quote": 1, "lost": 1, "unknown code": 1}
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
        ("Interview one", "Other words", "no source of the study"),
        ("Interview one", "", "no source of the study"),
    ],
)
def test_sources_are_matched_by_name_or_text(name, text, how):
    _, report = bring(coding("We asked"), name=name, text=text)
    assert report.sources[0].matched == how
    assert counts(report) == ({"unknown source": 1} if how.startswith("no") else {"by quote": 1})


def test_people_may_say_what_names_mean():
    said = Said({"Interview one": "east-i01"}, {"Old": "slow"}, {"Ann": "coder_1"})
    rows, report = bring(coding("We asked", "Old"), name="Interview one", said=said)
    assert [row["code"] for row in rows["coder_1"]] == ["slow"]
    assert report.sources[0].matched == "as you said"


def test_coders_become_names_of_files_and_stay_apart():
    coders = ["Ann O. Other", "Ann O Other", "", "coder_1", "CODER_1"]
    rows, report = bring(*(coding("We asked", coder=coder) for coder in coders))
    assert len({coder.lower() for coder in rows}) == len(coders)
    assert report.coders["coder_1"] != report.coders["CODER_1"]
    assert report.coders[""] == "somebody"


def test_the_same_coding_twice_is_one_with_both_memos():
    rows, report = bring(coding("We asked", memo="a\nb"), coding("We asked", memo="c"), coding("We asked", memo="c"))
    assert [row["memo"] for row in rows["Ann"]] == ["a b | c"]
    assert counts(report) == {"by quote": 3, "twice": 2}


@pytest.mark.parametrize("memo", ["a", "a | b", "a | b | a", "| a", ""])
def test_a_memo_stays_as_it_is_however_often_it_comes_in(memo):
    once, _ = bring(coding("We asked", memo=memo))
    twice, _ = bring(coding("We asked", memo=memo), coding("We asked", memo=once["Ann"][0]["memo"]))
    assert once["Ann"][0]["memo"] == memo
    parts = [row["memo"].split(" | ") for row in (*once["Ann"], *twice["Ann"])]
    assert set(parts[1]) == set(parts[0]) and len(parts[1]) <= len(parts[0])


def test_a_part_that_two_memos_share_stands_once():
    rows, _ = bring(coding("We asked", memo="a | b"), coding("We asked", memo="b | c"))
    assert [row["memo"] for row in rows["Ann"]] == ["a | b | c"]


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
    read = refi.read(project(raw, [(start, start + 8)], NVIVO), "p.qdpx")
    said = Said({"Interview 1.docx": "east-i01"}, {}, {})
    rows, report = to_codings(read, TEXTS, matched(read, [TEXTS], BOOK, alone="p", said=said))
    assert [(row["start"], row["exact"]) for row in rows["Ann Other"]] == [("29", "We asked")]
    assert report.sources[0].counting.startswith("UTF-16 units")


def test_a_coding_without_a_passage_waits_and_says_why():
    given = Coding("s", 3, 3, "", "", "", "Slow", "Slow", "Ann", without="of no length")
    project = imported(given)
    rows, report = to_codings(project, TEXTS, matched(project, [TEXTS], BOOK, alone="p"))
    assert [(row["waiting"], row["exact"], row["code"]) for row in rows["Ann"]] == [("of no length", "", "slow")]
    assert counts(report) == {"no passage": 1}


def test_rows_that_wait_satisfy_the_schema_and_quote_only_when_asked():
    project = imported(coding("Dr Holt said it", start=900), coding("We asked", code="Nonsense"))
    matches = matched(project, [TEXTS], BOOK, alone="p")
    for words, quoted in ((False, {""}), (True, {"Dr Holt said it", "We asked"})):
        rows, _ = to_codings(project, TEXTS, matches, words=words)
        assert {row["exact"] for row in rows["Ann"]} == quoted
        assert list(checking._row_problems([files.Row(row) for row in rows["Ann"]], "codings", "x", {})) == []


TWO = small_study.FILES["codebook.yaml"].replace("label: Directive", "label: Slow")


def test_a_name_against_a_path_that_contradicts_it_is_no_match():
    rows, report = bring(coding("We asked", path="Pace/Slow"), coding("We asked", path="Barriers/Slow"))
    assert [row["code"] for row in rows["Ann"]] == ["slow"]
    assert report.unplaced[0].why == "a code of this name stands elsewhere: slow"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("Style/Manner/Slow", "directive"),
        ("Pace/Speed/Slow", "slow"),
        ("Everything/Pace/Slow", "slow"),  # a folder more above
        ("Pace/Slow", "slow"),  # or one less
    ],
)
def test_a_path_tells_codes_of_one_name_apart(path, code):
    rows, _ = bring(coding("We asked", path=path), book=files.parse_yaml(TWO))
    assert [row["code"] for row in rows["Ann"]] == [code]


def test_codes_that_become_one_are_told():
    _, report = bring(coding("We asked", "slow"), coding("We asked", "Slow"))
    assert report.into_one == {"slow": ("Slow", "slow")}


def test_codes_of_one_path_that_become_one_are_told():
    given = [replace(coding("We asked"), code_guid=guid) for guid in ("a", "b")]
    assert bring(*given)[1].into_one == {"slow": ("Slow", "Slow")}


def test_what_is_left_out_on_purpose_is_counted():
    rows, report = bring(coding("We asked"), said=Said({}, {"Slow": "-"}, {}))
    assert rows == {} and counts(report) == {"left out": 1}


def test_a_source_is_matched_by_the_file_that_it_was_made_of():
    _, report = bring(coding("We asked"), name="Anna Smith.docx", files={"east-i01": "A/Anna Smith.docx"})
    assert report.sources[0].matched == "by its file"


def test_a_name_whose_text_is_another_is_not_believed():
    _, report = bring(coding("We asked"), text="Quite other words that have nothing in common with it at all.")
    assert report.sources[0].matched == "named as east-i01, whose text is another"
    assert counts(report) == {"unknown source": 1}


GUIDE = (
    "Please tell me about your school.\nHow did the reform come to your school?\nWhat would you change if you could?\n"
)
FIRST = f"{GUIDE}We are small and poor. It came by letter. I would hire more people. Nobody ever comes to see us here."
SECOND = (
    f"{GUIDE}I teach sport. Everybody was trained in a hotel. Nothing at all. We have money and many pupils to teach."
)


@pytest.mark.parametrize(
    ("texts", "source"),
    [
        ({"i1": FIRST}, ""),  # asked
        ({"i1": FIRST, "i2": SECOND}, "i2"),
        ({"i1": SECOND, "i2": FIRST}, "i1"),
        ({"i1": SECOND, "i2": SECOND}, "i1"),
        ({"i1": SECOND.replace("money", "[money]"), "i2": FIRST}, "i1"),
    ],
)
def test_a_shared_guide_makes_no_two_interviews_one(texts, source):
    match = matched(imported(name="i1", text=SECOND), [texts], BOOK, alone="p").sources["s"]
    assert match.id == source and (source or match.others == ("i1",))


@pytest.mark.parametrize("name", ["P1.1", "P1.2", "P1.b", "P1.east", "P1."])
def test_what_follows_a_dot_is_an_ending_only_if_files_end_so(name):
    assert matched(imported(name=name), [{"P1": "Words"}], BOOK, alone="p").sources["s"].id == ""
    assert matched(imported(name=f"{name}.docx"), [{name: "Words"}], BOOK, alone="p").sources["s"].id == name


def test_sources_that_become_one_are_told():
    sources = (Source("s", "east-i01.docx", ""), Source("t", "east-i01.txt", ""), Source("u", "west-i01", ""))
    project = replace(imported(coding("We asked")), sources=sources)
    _, report = to_codings(project, TEXTS, matched(project, [TEXTS], BOOK, alone="p"))
    assert report.sources_into_one == {"east-i01": ("east-i01.docx", "east-i01.txt")}


def test_of_two_sources_of_one_name_each_is_told_by_its_text():
    texts = {"a": "First of all we asked everybody what they wanted to do.", "b": "Nobody said a word of it for weeks."}
    sources = tuple(Source(f"s{n}", "Interview", text) for n, text in enumerate(texts.values()))
    project = Imported((), sources, (), ())
    found = matched(project, [texts], BOOK, alone="p", files={"a": "Interview.txt", "b": "Interview+.txt"}).sources
    assert {key: match.id for key, match in found.items()} == {"s0": "a", "s1": "b"}


def test_time_stamps_on_each_line_make_no_other_text():
    ours = "\n".join(f"Ann: we said {word} once" for word in ["one", "two", "three", "four", "five", "six"])
    theirs = "\n".join(f"[00:0{n}:11] {line}" for n, line in enumerate(ours.split("\n")))
    project = imported(coding("we said"), name="x", text=theirs)
    assert (
        matched(project, [{"s": ours, "t": "Other words, and many of them."}], BOOK, alone="p").sources["s"].id == "s"
    )


def test_of_names_that_differ_in_their_case_the_one_that_is_written_so_is_meant():
    book = files.parse_yaml(small_study.FILES["codebook.yaml"].replace("label: Directive", "label: slow"))
    rows, report = bring(coding("We asked", "slow", path="Style/Manner/slow"), coding("We asked", "Slow"), book=book)
    assert sorted(row["code"] for row in rows["Ann"]) == ["directive", "slow"] and not report.unplaced
    assert (
        bring(coding("We asked", "SLOW"), book=book)[1].unplaced[0].why
        == "a name that several codes have: directive, slow"
    )


def test_codings_of_white_space_wait_and_say_so():
    start = TEXT.index(" We")
    rows, report = bring(coding(" ", start=start), coding("We", start=start + 1), text=TEXT)
    assert [row["exact"] for row in rows["Ann"]] == ["We"] and report.unplaced[0].why == "of white space alone"


def test_a_coding_whose_code_alone_is_unknown_keeps_its_place():
    project = imported(coding("We asked", "Nonsense", start=29), text=TEXT)
    rows, _ = to_codings(project, TEXTS, matched(project, [TEXTS], BOOK, alone="p"))
    assert [(row["start"], row["end"], row["exact"]) for row in rows["Ann"]] == [("29", "37", "")]


def test_a_text_that_is_mostly_the_same_is_matched_and_its_words_found_by_position():
    raw = TEXT.replace("[practice A]", "Quarry Lane Surgery")
    start = raw.rindex("It was slow")
    rows, report = bring(coding("It was slow", start=start), name="x", text=raw)
    assert report.sources[0].matched.startswith("by its text, of which")
    assert [int(row["start"]) for row in rows["Ann"]] == [TEXT.rindex("It was slow")]
    assert counts(report) == {"exactly": 1}


def test_where_a_project_lies_is_told_by_its_texts():
    raw = TEXT.replace("[practice A]", "Quarry Lane Surgery")
    before = {"east-i01": raw}
    for text, quote, lies in (
        (raw, "We asked", False),
        (TEXT, "We asked", True),
        ("", "We asked", True),
        ("", "at Quarry", False),
    ):
        project = imported(coding(quote), text=text)
        assert lies_on(project, matched(project, [TEXTS, before], BOOK, alone="p"), TEXTS, before) == lies


def test_a_source_that_the_study_has_not_got_does_not_tell_where_the_others_lie():
    other = Source("o", "Another", "Words that nobody in the study ever said, at some length.")
    project = replace(imported(coding("We asked"), text=TEXT), sources=(Source("s", "east-i01", TEXT), other))
    project = replace(project, codings=(*project.codings, replace(coding("nobody"), source="o")))
    assert lies_on(project, matched(project, [TEXTS], BOOK, alone="p"), TEXTS, {})
    alone = replace(project, sources=(other,), codings=project.codings[1:])
    assert not lies_on(alone, matched(alone, [TEXTS], BOOK, alone="p"), TEXTS, {})
