"""`multicase adjudicate`: what coders differ on is asked once, written at once, and nothing of the record is lost."""

from __future__ import annotations

import csv
import io
import os
import shutil

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from multicase import frames
from multicase.cli import app
from multicase.cli.adjudicate import desk as desks
from multicase.cli.adjudicate.record import reason as written
from multicase.contracts import CONTRACTS
from multicase.reliability import agreement
from multicase.study import study as studies
from multicase.study.problems import StudyError
from typer.testing import CliRunner

TODAY = "2024-05-01"
TYPES = {"int32": 0, "float64": -1.0, "bool": False, "string": ""}
CODES = ["collaborative", "directive", "slow"]
TEXTS = {"east-i01:1.1": "How did it begin?", "east-i01:2.1": "It was very slow, and we all said so.", "east-i01:4.1": "I rang everybody up.", "west-i01:2.1": "In the end somebody has to decide."}  # fmt: skip
GIVEN = [
    ("c1", "east-i01:2.1", "collaborative", "we all said so", "All of them."), ("c2", "east-i01:2.1", "directive", "It was", ""),
    ("c1", "east-i01:2.1", "slow", "very slow", ""), ("c2", "east-i01:2.1", "slow", "slow", ""),
    ("c2", "east-i01:4.1", "collaborative", "I rang everybody up.", "Asked first."), ("c1", "west-i01:2.1", "directive", "decide", ""),
    ("c2", "west-i01:2.1", "slow", "In the end", ""),
]  # fmt: skip
PAIRS = [
    ("east-i01:2.1", "collaborative"), ("east-i01:2.1", "directive"), ("east-i01:4.1", "collaborative"),
    ("west-i01:2.1", "directive"), ("west-i01:2.1", "slow"),
]  # fmt: skip
HEAD = "segment_id,code,decision,reason,decided_by,date\n"


def rows(contract, given):
    empty = {name: TYPES[kind] for name, kind in CONTRACTS[contract].columns.items()}
    return pd.DataFrame([empty | row for row in given], columns=list(empty))


def segment(name, text):
    source, _, turn = name.removesuffix(".1").partition(":")
    asked = text.endswith("?")
    where = {"segment_id": name, "source_id": source, "turn": int(turn), "part": 1, "layer": "speech", "text": text}
    return where | {"kind": "interview", "is_interviewer": asked, "left_out": "interviewer" if asked else ""}


def build(results):
    """What the stages up to the measurement leave, and nothing after it."""
    segments = rows("segments", [segment(*item) for item in TEXTS.items()])
    codings = rows(
        "codings",
        [
            {"coder": coder, "segment_id": name, "source_id": name[:8], "code": code, "exact": words, "memo": memo, "origin": "manual"}
            for coder, name, code, words, memo in GIVEN
        ],
    )  # fmt: skip
    for folder in ("segments", "codings/dictionary", "reliability"):
        (results / folder).mkdir(parents=True, exist_ok=True)
    frames.write(segments, results / "segments/all-0.parquet", "segments")
    frames.write(codings, results / "codings/manual.parquet", "codings")
    by_dictionary = rows(
        "codings", [{"segment_id": "east-i01:4.1", "code": "slow", "origin": "dictionary", "coder": "dictionary"}]
    )
    frames.write(by_dictionary, results / "codings/dictionary/all-0.parquet", "codings")
    differing = agreement.disagreements(agreement.ratings(codings, segments, CODES))
    differing.to_csv(results / "reliability/disagreements.csv", index=False)


@pytest.fixture
def root(small_study, monkeypatch):
    build(small_study.parent / "results" / small_study.name)
    monkeypatch.chdir(small_study.parent)
    return small_study


def results_of(root):
    return root.parent / "results" / root.name


def desk(root, by="c1;c2"):
    return desks.Desk.of(root, results_of(root), by, TODAY)


def talk(root, *answers, by="c1;c2", again=False, limit=None, **chosen):
    """A session with these answers: what was said at its end, what was shown, and what was asked."""
    answering, shown, asked = iter(answers), [], []

    def ask(prompt):
        asked.append(prompt)
        try:
            return next(answering)
        except StopIteration:
            raise EOFError from None

    sitting = desk(root, by)
    todo = sitting.choose(*(chosen.get(name, ()) for name in ("codes", "sources", "themes")), again, limit)
    return sitting.session(todo, ask, shown.append), "\n".join(shown), asked


def record(root):
    path = root / "adjudication.csv"
    return list(csv.DictReader(path.open(encoding="utf-8", newline=""))) if path.is_file() else []


def brief(root):
    return [(row["segment_id"], row["code"], row["decision"], row["reason"]) for row in record(root)]


def seed(root, *lines, head=HEAD):
    (root / "adjudication.csv").write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_a_disagreement_is_shown_with_words_sides_memos_definition_and_other_codes(root):
    told, shown, asked = talk(root)
    assert shown.startswith("5 disagreements: 0 decided, 5 open.\n\n1 of 5\n    east-i01:2.1, interview")
    for line in (
        "before       [interviewer] How did it begin?", "words        It was very slow, and we all said so.",
        "after        I rang everybody up.", "code         Collaborative (collaborative)", "definition Deciding together.",
        "given by     c1 on “we all said so”", "memo of c1: All of them.", "not by       c2",
        "other codes  Directive (directive): c2 (they differ on it too)", "Slow (slow): c1 and c2\n",
    ):  # fmt: skip
        assert line in f"{shown}\n", line
    assert "keep" in asked[0] and told == "0 decisions written to adjudication.csv; 5 of 5 left open."


def test_each_answer_is_written_at_once_with_who_and_when(root):
    told, shown, _ = talk(root, "k", "All spoke.", "r", "1")
    made = {"segment_id": "east-i01:2.1", "reason": "All spoke.", "decided_by": "c1;c2", "date": TODAY}
    assert record(root) == [
        made | {"code": "collaborative", "decision": "keep"}, made | {"code": "directive", "decision": "remove"},
    ]  # fmt: skip
    assert "    1  All spoke." in shown and "3 of 5" in shown and "4 of 5" not in shown
    assert told == "2 decisions written to adjudication.csv; 3 of 5 left open. Run make to apply them."
    studies.load(root)


def test_it_is_written_before_the_next_question(root):
    saved = []

    def ask(_, answers=iter(["k", "a", "s", "r because"])):  # noqa: B008
        saved.append(len(record(root)))
        return next(answers, "q")

    sitting = desk(root)
    sitting.session(sitting.choose((), (), (), again=False, limit=None), ask, lambda _: None)
    assert saved == [0, 0, 1, 1, 2]


def test_what_was_decided_is_not_asked_again_but_with_again_and_then_changed_in_its_place(root):
    seed(root, "east-i01:4.1,collaborative,keep,She asked.,c9,2020-01-01", "west-i01:2.1,slow,keep,It is.,,")
    before = record(root)
    _, shown, _ = talk(root)
    assert "5 disagreements: 2 decided, 3 open." in shown and "1 of 3" in shown
    told, shown, _ = talk(root, "k She asked.", "r Nobody was asked.", again=True, codes=["collaborative"])
    assert "decided      keep: She asked." in shown and "2 of 2" in shown and told.startswith("2 decisions")
    assert record(root)[0] == before[0] | {
        "decision": "remove", "reason": "Nobody was asked.", "decided_by": "c1;c2", "date": TODAY,
    }  # fmt: skip
    assert record(root)[1] == before[1] and brief(root)[2][:2] == PAIRS[0]
    talk(root, "k It is.", again=True, codes=["slow"])
    assert record(root)[1] == before[1]  # what says the same changes no date


def test_rows_columns_and_order_of_the_record_stay(root):
    seed(
        root,
        '"too slow, by far",west-i01:2.1,slow,keep',
        "x,east-i01:4.1,slow,remove",
        head="reason,segment_id,code,decision\n",
    )
    talk(root, "k new", by="")
    text = (root / "adjudication.csv").read_text(encoding="utf-8")
    assert text == (
        "reason,segment_id,code,decision,date\n"
        '"too slow, by far",west-i01:2.1,slow,keep,\nx,east-i01:4.1,slow,remove,\n'
        f"new,east-i01:2.1,collaborative,keep,{TODAY}\n"
    )


def test_the_record_stays_readable_to_whom_it_was(root):
    talk(root, "k a")
    assert (root / "adjudication.csv").stat().st_mode & 0o777 == (root / "codebook.yaml").stat().st_mode & 0o777
    (root / "adjudication.csv").chmod(0o640)
    talk(root, "k a")
    assert (root / "adjudication.csv").stat().st_mode & 0o777 == 0o640 and len(record(root)) == 2


def test_a_write_that_fails_leaves_the_record_as_it_was(root, monkeypatch):
    talk(root, "k a")
    before = (root / "adjudication.csv").read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        talk(root, "k a")
    assert (root / "adjudication.csv").read_bytes() == before and not list(root.glob(".*.part"))


def test_another_code_holds_instead_and_is_not_asked_any_more(root):
    told, shown, _ = talk(root, "o", "7", "1", "Somebody decides.")
    assert brief(root) == [
        ("east-i01:2.1", "collaborative", "remove", "Somebody decides."),
        ("east-i01:2.1", "directive", "keep", "Somebody decides."),
    ]
    assert "    1  Directive (directive): Deciding alone." in shown and "from 1 to 1" in shown
    assert "2 of 5" not in shown and "3 of 5" in shown and told.startswith("2 decisions") and "3 of 5 left" in told


def test_another_code_is_one_on_which_they_differ_too_and_that_is_not_decided(root):
    _, shown, _ = talk(root, "s", "s", "o", "q")
    assert "No other code is open there" in shown
    seed(root, "east-i01:2.1,directive,remove,x,,")
    assert "No other code is open there" in talk(root, "o", "q")[1]
    talk(root, "o", "1", "It does.", again=True)
    assert brief(root)[0] == ("east-i01:2.1", "directive", "keep", "It does.")


def test_a_full_stop_goes_back_from_a_reason_and_from_other_codes(root):
    _, shown, asked = talk(root, "k", ".", "o", ".", "o", "1", ".", "q")
    assert brief(root) == [] and shown.count("1 of 5") == 1 and "2 of 5" not in shown and len(asked) == 8


def test_a_reason_is_needed_and_a_number_that_is_none_is_asked_again(root):
    _, shown, _ = talk(root, "k", "", "  ", "3", "k", "r 1", "2", "1")
    assert "A decision needs its reason." in shown and "There is no earlier reason 3." in shown
    assert [row[3] for row in brief(root)] == ["k", "k"] and "There is no earlier reason 2." in shown


def test_earlier_reasons_are_offered_the_same_codes_first_then_the_latest(root):
    lines = ["east-i01:4.1,collaborative,keep,of this code,,", "west-i01:2.1,slow,keep,slow one,,"]
    seed(root, *lines, "east-i01:4.1,slow,keep,slow two,,", "west-i01:2.1,directive,keep,decides,,")
    _, shown, _ = talk(root, "k", "1", "k", "2")
    assert "1  of this code\n    2  decides\n    3  slow two\n    4  slow one" in shown
    assert "1  decides\n    2  of this code\n    3  slow two" in shown
    assert [row[3] for row in brief(root)[4:]] == ["of this code", "of this code"]
    _, shown, _ = talk(root, "k", again=True, codes=["slow"])
    assert "1  slow one\n    2  slow two" in shown  # what was said of this very decision, then of its code


def test_back_shows_the_one_before_with_its_decision_and_a_new_one_takes_its_place(root):
    _, shown, _ = talk(root, "b", "k a", "b", "r b", "s", "b", "s", "q")
    assert "This is the first one." in shown and "decided      keep: a" in shown and shown.count("1 of 5") == 2
    assert brief(root) == [("east-i01:2.1", "collaborative", "remove", "b")]
    assert [line for line in shown.split("\n") if line.endswith(" of 5")] == [
        "1 of 5",
        "2 of 5",
        "1 of 5",
        "2 of 5",
        "3 of 5",
        "2 of 5",
        "3 of 5",
    ]


def test_the_last_one_can_be_changed_too(root):
    told, _, asked = talk(root, "s", "s", "s", "s", "k a", "b", "r b", "")
    assert brief(root) == [("west-i01:2.1", "slow", "remove", "b")] and "That was the last one" in asked[5]
    assert told.startswith("1 decision written") and "4 of 5 left open" in told


@pytest.mark.parametrize("typed", ["", "x", "kepe it", "7", "backwards"])
def test_what_is_no_key_is_asked_again(root, typed):
    _, shown, _ = talk(root, typed, "keep so", "q")
    assert "Please give one of the keys" in shown and brief(root) == [(*PAIRS[0], "keep", "so")]


def test_help_explains_and_no_text_commands_the_terminal(root):
    _, shown, _ = talk(root, "?", "k A\x1b[31m \u202ereason\t\x00 here")
    assert "keep: the segment has the code" in shown and brief(root)[0][3] == "A [31m reason here"
    studies.load(root)


def test_codes_sources_themes_and_a_number_choose(root):
    def chosen(**how):
        sitting = desk(root)
        named = [how.get(name, ()) for name in ("codes", "sources", "themes")]
        return [one.pair for one in sitting.choose(*named, how.get("again", False), how.get("limit"))]

    assert chosen() == PAIRS
    assert chosen(codes=["directive", "slow"]) == [PAIRS[1], *PAIRS[3:]]
    assert chosen(sources=["west-i01"]) == PAIRS[3:] and chosen(themes=["style"]) == PAIRS[:4]
    assert chosen(themes=["style"], sources=["west-i01"]) == [PAIRS[3]] and chosen(limit=2) == PAIRS[:2]
    with pytest.raises(StudyError) as caught:
        chosen(codes=["slwo"], sources=["west-i02"], themes=["slow"])
    told = str(caught.value)
    assert (
        "3 problems" in told
        and "--code: found 'slwo'" in told
        and "nearest: 'slow'" in told
        and "nearest: 'west-i01'" in told
    )


def test_the_command_asks_and_writes(root):
    done = CliRunner().invoke(
        app, ["adjudicate", str(root), "--by", "c1", "--code", "slow", "--limit", "1"], input="k\nbecause\n"
    )
    assert "1 of 1" in done.output and "1 decision written" in done.output
    assert [(row["decided_by"], bool(row["date"])) for row in record(root)] == [("c1", True)]


def test_who_decides_is_an_id(root):
    with pytest.raises(StudyError, match="--by: found 'Ann Hope'"):
        desk(root, by="c1; Ann Hope")


def test_a_study_that_goes_against_its_checks_and_is_half_built_is_adjudicated(root):
    (root / "sources.csv").write_text(
        (root / "sources.csv").read_text() + "north-i01,north,interview,raw/x.txt,txt,soon,,,\n"
    )
    (root / "participants.csv").write_text("nothing\n")
    sources = (root / "sources.csv").read_text().replace(",consent\n", ",consent,undeclared\n")
    (root / "sources.csv").write_text(sources)
    shutil.rmtree(root / "raw")
    shutil.rmtree(results_of(root) / "codings/dictionary")
    with pytest.raises(StudyError):
        studies.load(root)
    assert talk(root, "k a")[0].startswith("1 decision")


def test_without_a_measurement_it_is_said_what_to_do(root):
    (results_of(root) / "reliability/disagreements.csv").unlink()
    with pytest.raises(StudyError, match="no list of where coders differ") as caught:
        desk(root)
    assert "Run make first" in str(caught.value)
    shutil.rmtree(results_of(root))
    with pytest.raises(StudyError, match="no list of where coders differ"):
        desk(root)


@pytest.mark.parametrize("gone", ["codings/manual.parquet", "segments/all-0.parquet"])
def test_without_codings_or_segments_it_is_said_what_to_do(root, gone):
    (results_of(root) / gone).unlink()
    with pytest.raises(StudyError, match="Run make first"):
        desk(root)


def test_a_record_or_codebook_against_its_schema_is_refused(root):
    seed(root, "east-i01:2.1,slow,maybe,x,,")
    with pytest.raises(StudyError, match="'maybe'"):
        desk(root)
    seed(root)
    (root / "codebook.yaml").write_text("version: 1\n")
    with pytest.raises(StudyError, match=r"codebook\.yaml"):
        desk(root)


def test_a_source_that_was_closed_since_is_not_shown(root):
    path = root / "sources.csv"
    path.write_text(path.read_text().replace("west-p01,2,quote", "west-p01,2,closed"))
    _, shown, _ = talk(root)
    assert "1 of 3" in shown and "2 more of the last measurement hold no more" in shown


def test_words_that_may_only_be_counted_are_shown_to_those_who_decide(root):
    path = root / "sources.csv"
    path.write_text(path.read_text().replace("east-p01,1,quote", "east-p01,1,aggregate"))
    assert "we all said so." in talk(root)[1]


def test_decisions_about_what_nobody_coded_are_told_with_their_lines_and_kept(root):
    seed(
        root,
        "east-i01:4.1,slow,keep,of the dictionary,,",
        '"east-i01:4.1",directive,keep,"two\nlines",,',
        "east-i01:9.1,slow,remove,x,,",
    )
    _, shown, _ = talk(root, "k a")
    assert "2 rows are about a code that nobody gave there." in shown
    assert (
        "adjudication.csv, line 4: east-i01:4.1, directive (keep)" in shown
        and "line 5: east-i01:9.1, slow (remove)" in shown
    )
    assert "line 2" not in shown and len(record(root)) == 4


# sheets --------------------------------------------------------------------------------------------------------------


def write(root, path, again=False, **chosen):
    sitting = desk(root)
    return sitting.write(
        sitting.choose(*(chosen.get(name, ()) for name in ("codes", "sources", "themes")), again, None), path
    )


def fill(path, answers):
    """answers: (segment, code) -> column -> what is typed."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    for line in sheet.iter_rows(min_row=2):
        for column, value in answers.get((line[0].value, line[header.index("code")].value), {}).items():
            line[header.index(column)].value = value
    book.save(path)


def answer(decision, reason):
    return {"decision": decision, "reason": reason}


def test_a_workbook_has_a_row_for_each_with_a_choice_and_the_codebook_beside(root, tmp_path):
    path = tmp_path / "open.xlsx"
    assert "5 disagreements written" in write(root, path) and path.stat().st_mode & 0o777 == 0o600
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["open", "codebook"]
    header, first, *rest = book["open"].iter_rows(values_only=True)
    row = dict(zip(header, first, strict=True))
    assert len(rest) == 4 and (row["segment_id"], row["code"], row["decision"], row["reason"]) == (
        *PAIRS[0],
        None,
        None,
    )
    assert (
        row["words"] == "It was very slow, and we all said so." and row["before"] == "[interviewer] How did it begin?"
    )
    assert row["given_by"] == "c1 on “we all said so”\n  memo of c1: All of them." and row["not_given_by"] == "c2"
    assert row["definition"] == "Deciding together." and "Directive (directive): c2 (they differ" in row["other_codes"]
    (choice,) = book["open"].data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"keep,remove"', "K2:K6") and header[10] == "decision"
    assert [line[2] for line in book["codebook"].iter_rows(values_only=True)] == ["code", *CODES]
    again = tmp_path / "again/open.xlsx"
    again.parent.mkdir()
    write(root, again)
    assert again.read_bytes() == path.read_bytes()


def test_a_half_filled_sheet_is_taken_and_taken_twice_adds_nothing(root, tmp_path):
    path = tmp_path / "open.xlsx"
    write(root, path)
    fill(path, {PAIRS[3]: answer("Remove ", " None\ndecides. "), PAIRS[0]: answer("keep", "All.")})
    told = desk(root).take(path, again=False)
    assert told.startswith("2 decisions written to adjudication.csv. Run make") and "2 decided, 3 open" in told
    assert brief(root) == [(*PAIRS[0], "keep", "All."), (*PAIRS[3], "remove", "None decides.")]
    assert {row["decided_by"] for row in record(root)} == {"c1;c2"} and {row["date"] for row in record(root)} == {TODAY}
    before = (root / "adjudication.csv").read_bytes()
    assert desk(root, by="c3").take(path, again=False).startswith("0 decisions")
    assert (root / "adjudication.csv").read_bytes() == before
    studies.load(root)


def test_what_is_wrong_in_a_sheet_is_told_at_once_and_nothing_is_written(root, tmp_path):
    path = tmp_path / "open.xlsx"
    write(root, path)
    fill(
        path,
        {
            PAIRS[0]: answer("keep", "right"), PAIRS[1]: answer("kepe", "x"), PAIRS[2]: answer("keep", " "), PAIRS[3]: answer("", "why"),
            PAIRS[4]: answer("keep", "x") | {"code": "collaborative"},
        },
    )  # fmt: skip
    with pytest.raises(StudyError) as caught:
        desk(root).take(path, again=False)
    found = [(problem.place, problem.found) for problem in caught.value.problems]
    assert found == [
        ("row 3, column decision", "'kepe'"), ("row 4, column reason", "nothing, but a decision"),
        ("row 5, column decision", "nothing, but a reason"), ("row 6, column segment_id", "a code on a segment about which nobody differs"),
    ]  # fmt: skip
    assert "nearest: 'keep'" in str(caught.value) and record(root) == []


def test_one_answered_twice_in_a_sheet_is_refused(root, tmp_path):
    path = tmp_path / "open.csv"
    path.write_text("segment_id,code,decision,reason\n" + 2 * "west-i01:2.1,slow,keep,x\n" + "west-i01:2.1,slow,,\n")
    with pytest.raises(StudyError, match=r"row 3, column segment_id: found the same segment and code as in row 2"):
        desk(root).take(path, again=False)


def test_a_sheet_changes_what_was_decided_only_with_again(root, tmp_path):
    seed(root, "west-i01:2.1,slow,keep,It is.,c9,")
    path = tmp_path / "all.csv"
    write(root, path, codes=["slow"], again=True)
    assert next(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))["reason"] == "It is."
    path.write_text(path.read_text("utf-8-sig").replace("keep,It is.", "remove,No."), encoding="utf-8")
    with pytest.raises(StudyError, match="row 2, column decision: found another decision or reason"):
        desk(root).take(path, again=False)
    desk(root).take(path, again=True)
    assert brief(root) == [(*PAIRS[4], "remove", "No.")]


def test_the_command_writes_a_sheet_and_takes_it_back(root, tmp_path):
    path = tmp_path / "open.xlsx"
    run = CliRunner().invoke
    assert "1 disagreement written" in run(app, ["adjudicate", str(root), "--sheet", str(path), "--limit", "1"]).output
    fill(path, {PAIRS[0]: answer("keep", "All.")})
    assert "1 decision written" in run(app, ["adjudicate", str(root), "--from", str(path)]).output
    assert brief(root) == [(*PAIRS[0], "keep", "All.")]


def test_a_sheet_is_written_or_taken_and_never_both_at_once(root, tmp_path):
    done = CliRunner().invoke(app, ["adjudicate", str(root), "--sheet", str(tmp_path / "a.csv"), "--from", "b.csv"])
    assert "--sheet: found --from beside it" in str(done.exception) and not (tmp_path / "a.csv").exists()


# whatever is decided -------------------------------------------------------------------------------------------------

REASON = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
STEP = st.tuples(st.sampled_from(["k", "r", "o", "s", "b", "?", "x"]), REASON)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sittings=st.lists(st.tuples(st.booleans(), st.lists(STEP, max_size=9)), min_size=1, max_size=3))
def test_whatever_is_decided_in_whatever_order_the_record_holds_it_once_each(root, sittings):
    """Each sitting is followed by what the screen says: what is asked about is the pair that was shown last."""
    (root / "adjudication.csv").unlink(missing_ok=True)
    expected = {}
    for again, steps in sittings:
        pending, lines, now = list(steps), [], {}

        def ask(prompt, pending=pending, lines=lines, now=now):
            if prompt.startswith("k keep"):
                name = next(
                    line for line in reversed(lines) if line.startswith("    east") or line.startswith("    west")
                )
                code = next(line for line in reversed(lines) if line.startswith("    code "))
                now["pair"] = (name.strip().partition(",")[0], code.rpartition("(")[2].rstrip(")"))
                if not pending:
                    return "q"
                now["key"], now["reason"] = pending.pop(0)
                now["other"] = ""
                return now["key"]
            if prompt.startswith("which code"):
                now["other"] = lines[-1].partition("(")[2].partition(")")[0]
                return "1"
            if prompt.startswith("reason"):
                reason = f"r{now['reason']}r"
                expected[now["pair"]] = ("keep" if now["key"] == "k" else "remove", reason)
                if now["key"] == "o":
                    expected[now["pair"][0], now["other"]] = ("keep", reason)
                return reason
            return "" if not pending else pending.pop(0)[0]

        sitting = desk(root)
        sitting.session(sitting.choose((), (), (), again, None), ask, lines.append)
    held = [((row["segment_id"], row["code"]), row["decision"], row["reason"]) for row in record(root)]
    assert held == [(pair, decision, written(reason)) for pair, (decision, reason) in expected.items()]
    studies.load(root)
