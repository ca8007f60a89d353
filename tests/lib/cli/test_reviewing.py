"""Reviewing: every answer is saved, nothing that is there is lost, and no replacement gives anybody away."""

from __future__ import annotations

import csv
import os
import stat
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import small_study
from multicase import frames
from multicase.anonymise.propose import QUEUE
from multicase.cli.review import decisions as reviewing
from multicase.cli.review import questions, replacements, sheets
from multicase.contracts import CONTRACTS
from multicase.study.problems import StudyError

CASES = {"a1": "a", "a2": "a", "b1": "b"}
REGISTER = [
    {"entity": "holt", "kind": "person", "name": "Dr Sarah Holt", "aliases": "Sal", "replacement": "GP chair A"},
    {"entity": "hope", "kind": "person", "name": "Ann Hope", "aliases": "", "replacement": ""},
    {"entity": "quarry", "kind": "organisation", "name": "Quarry Lane Surgery", "aliases": "", "replacement": "X9"},
]
NAMES = replacements.Names.of(REGISTER, [{"entity": "hope", "replacement": "P01"}])


def item(text, kind="person", sources="a1;a2;b1", action="pseudonymise", proposed="person", contexts="…one… | …two…"):
    return dict(zip(QUEUE, (text, kind, "7", sources, contexts, action, proposed, ""), strict=True))


def decided(text, action="keep", replacement="", kind="person", scope="study", **more):
    return {"text": text, "kind": kind, "scope": scope, "action": action, "replacement": replacement, **more}


def talk(queue, answers, rows=(), reviewer="r1", names=NAMES):
    """A session with these answers: its outcome, what was shown, what was asked, and what was saved when."""
    given, shown, asked, saved = iter(answers), [], [], []

    def ask(prompt):
        asked.append(prompt)
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    done = questions.session(
        queue, rows, ask, shown.append, saved.append, reviewer, "2024-05-01", cases=CASES, names=names
    )
    return done, "\n".join(shown), asked, saved


def brief(rows):
    return [(row["text"], row["action"], row["replacement"], row["scope"]) for row in rows]


@pytest.mark.parametrize(
    ("answers", "row"),
    [
        (["k"], ("Marsh", "keep", "", "study")),
        (["keep"], ("Marsh", "keep", "", "study")),
        (["K case:b"], ("Marsh", "keep", "", "case:b")),
        (["r"], ("Marsh", "redact", "", "study")),
        (["p", "", ""], ("Marsh", "pseudonymise", "person", "study")),
        (["p", "P07", ""], ("Marsh", "pseudonymise", "P07", "study")),
        (["p", " [P07] ", "study"], ("Marsh", "pseudonymise", "P07", "study")),
        (["p source:a2", "P07"], ("Marsh", "pseudonymise", "P07", "source:a2")),
        (["g", "a board member", "case:a"], ("Marsh", "generalise", "a board member", "case:a")),
        (["g", ".", "k"], ("Marsh", "keep", "", "study")),
        (["x", "", "kk", "?", "k"], ("Marsh", "keep", "", "study")),
        (["p", "P07", "case:zz", "source:b1"], ("Marsh", "pseudonymise", "P07", "source:b1")),
        (["k case:zz", "k"], ("Marsh", "keep", "", "study")),
    ],
)
def test_an_answer_becomes_a_row_with_reviewer_and_date(answers, row):
    done, _, _, saved = talk([item("Marsh")], answers)
    assert brief(done.rows) == [row]
    assert saved[-1] == done.rows
    assert (done.rows[0]["reviewer"], done.rows[0]["date"]) == ("r1", "2024-05-01")


def test_a_string_is_shown_with_kind_count_sources_contexts_and_proposal():
    _, shown, asked, _ = talk([item("Marsh", contexts="…1… | …2… | …3… | …4…")], ["p"])
    for part in ("1 of 1: Marsh", "person, 7 times, in a1, a2, b1", "…1…", "…3…", "pseudonymise as [person]"):
        assert part in shown
    assert "…4…" not in shown
    assert "k keep" in asked[0] and "[person]" in asked[1]


def test_text_can_give_the_terminal_no_commands():
    _, shown, _, _ = talk([item("Ma\x1b[2Jrsh", contexts="\x9b31m\u202e")], [])
    assert not set(shown) & {"\x1b", "\x9b", "\u202e"}


def test_only_scopes_where_the_string_stands_are_offered():
    _, _, asked, _ = talk([item("Marsh", sources="b1")], ["p", "P07"])
    assert "(study | case:b | source:b1)" in asked[-1]


def test_each_answer_is_saved_before_the_next_question():
    _, _, _, saved = talk([item("A1x"), item("B1x")], ["k", "r"])
    assert [len(rows) for rows in saved] == [1, 2]


def test_rows_that_were_there_are_kept_first_and_as_they_are():
    before = [decided("Old", note="why", odd="kept")]
    done, _, _, saved = talk([item("Marsh")], ["k"], before)
    assert saved[0][0] == before[0] and len(done.rows) == 2
    assert before == [decided("Old", note="why", odd="kept")]


@pytest.mark.parametrize("text", ["Marsh", "MARSH", "Marsh's", "Marsh’s"])
def test_what_is_decided_does_not_come_again(text):
    _, shown, asked, saved = talk([item(text)], ["k"], [decided("marsh")])
    assert (shown, asked, saved) == ("", [], [])


def test_another_kind_of_the_same_string_comes():
    done, _, _, _ = talk([item("Marsh", "place")], ["k"], [decided("Marsh")])
    assert len(done.rows) == 2


def test_a_string_decided_for_a_case_comes_again_for_the_rest():
    done, shown, asked, _ = talk([item("Marsh")], ["k case:a", "p", "P07", "case:b"])
    assert brief(done.rows) == [("Marsh", "keep", "", "case:a"), ("Marsh", "pseudonymise", "P07", "case:b")]
    assert "still open in b1" in shown and "(study | case:b | source:b1)" in asked[-2]
    assert done.left == 0


def test_undo_takes_back_the_last_answer_of_this_session_only():
    old = [decided("Old")]
    done, shown, _, saved = talk([item("A1x"), item("B1x")], ["k", "r", "u", "u", "u", "p", "P07", "", "q"], old)
    assert [len(rows) for rows in saved] == [2, 3, 2, 1, 2]
    assert brief(done.rows[1:]) == [("A1x", "pseudonymise", "P07", "study")]
    assert "nothing to undo" in shown
    assert (done.answered, done.left) == (1, 1)


def test_undo_after_a_skip_goes_back_to_the_skipped_string():
    done, _, _, _ = talk([item("A1x"), item("B1x")], ["s", "u", "k", "q"])
    assert brief(done.rows) == [("A1x", "keep", "", "study")]


@pytest.mark.parametrize("ending", [["q"], [], ["p"], ["p", "P07"]])
def test_leaving_anywhere_keeps_the_answers_given(ending):
    done, _, _, saved = talk([item("A1x"), item("B1x")], ["k", *ending])
    assert brief(done.rows) == [("A1x", "keep", "", "study")] and saved == [done.rows]
    again, _, _, _ = talk([item("A1x"), item("B1x")], ["r"], done.rows)
    assert brief(again.rows)[1:] == [("B1x", "redact", "", "study")]


def test_an_interrupt_ends_the_session_like_quitting():
    def ask(_):
        raise KeyboardInterrupt

    done = questions.session([item("A1x")], [], ask, print, print, "r", "2024-01-01", cases=CASES, names=NAMES)
    assert (done.rows, done.left) == ([], 1)


@pytest.mark.parametrize(
    ("replacement", "why"),
    [
        ("GP chair A", "the replacement of the entity holt"),
        ("gp CHAIR a", "the replacement of the entity holt"),
        ("P01", "the replacement of the entity hope"),
        ("Holt", "stands in a name"),
        ("lane surgery", "stands in a name"),
        ("Sal", "stands in a name"),
        ("a friend of Sarah Holt", "holds a name of register.csv (entity holt)"),
        ("near Quarry Lane Surgery", "holds a name of register.csv (entity quarry)"),
        ("Bob Marsh", "holds the string itself"),
        ("cousin of Tibbs", "is itself replaced by a decision"),
        ("P50", "another string has it"),
        ("…", "needs a word"),
        ("a [b", "no brackets"),
        ("same:nobody", "neither an entity of register.csv nor a replacement already given; write a new one plainly"),
    ],
)
def test_a_replacement_that_tells_or_confuses_is_refused_with_a_reason(replacement, why):
    before = [decided("Tibbs", "pseudonymise", "P50")]
    done, shown, _, _ = talk([item("Marsh")], ["p", replacement, "P99", ""], before)
    assert why in shown
    assert brief(done.rows[1:]) == [("Marsh", "pseudonymise", "P99", "study")]


@pytest.mark.parametrize(
    ("action", "replacement"),
    [
        ("pseudonymise", "person"),  # the typed mask stands for nobody
        ("pseudonymise", "P51"),
        ("generalise", "a surgery"),
        ("generalise", "the offices of a neighbouring CCG"),  # words that tell nobody apart, decided about or not
        ("generalise", "a town"),  # another decision generalises to it too
    ],
)
def test_a_replacement_that_tells_nothing_is_taken(action, replacement):
    before = [("CCG", "CCG F", "organisation"), ("Street", "street A", "place"), ("Tibbs", "a town", "place")]
    rows = [decided(text, "generalise", other, kind) for text, other, kind in before]
    given = replacements.Given.of([*rows, decided("P51", "keep")])
    assert NAMES.judge(action, replacement, "Marsh", given) == replacements.Replacement(replacement)


@pytest.mark.parametrize(
    ("typed", "text", "entity"),
    [("same:holt", "GP chair A", "holt"), ("same: p01", "P01", "hope"), ("SAME:P50", "P50", "")],
)
def test_same_says_that_a_string_is_another_form_of_an_entity(typed, text, entity):
    given = replacements.Given.of([decided("Tibbs", "pseudonymise", "P50")])
    assert NAMES.judge("pseudonymise", typed, "Marsh", given) == replacements.Replacement(text, entity)


def test_a_form_of_an_entity_takes_its_replacement_without_more_words():
    judged = NAMES.judge("pseudonymise", "GP chair A", "Holt", replacements.Given())
    assert judged == replacements.Replacement("GP chair A", "holt")


# sheets --------------------------------------------------------------------------------------------------------------

ITEMS = [item("Marsh"), item("+44 7700 900123", "phone", "a1", "generalise", "telephone number"), item("=1+1", "code")]


def fill(path: Path, answers: dict[str, dict[str, str]]) -> Path:
    """Fill in the rows of an exported sheet, by text."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.active
        header = [cell.value for cell in sheet[1]]
        for line in sheet.iter_rows(min_row=2):
            for name, value in answers.get(line[0].value, {}).items():
                line[header.index(name)].value = value
        book.save(path)
        return path
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    rows = list(csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ","))
    for row in rows:
        row.update(answers.get(row["text"].removeprefix("'"), {}))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def imported(path, rows=(), queue=ITEMS):
    return sheets.import_(path, queue, rows, reviewer="r1", today="2024-05-01", cases=CASES, names=NAMES)


@pytest.fixture(params=["queue.csv", "queue.xlsx"])
def sheet(request, tmp_path):
    path = tmp_path / request.param
    assert sheets.export(ITEMS, path) == 3
    return path


def test_a_sheet_has_the_queue_and_empty_answers_and_is_for_its_owner_only(sheet):
    rows = sheets.read(sheet)
    assert [number for number, _ in rows] == [2, 3, 4]
    assert [{name: row[name] for name in QUEUE} for _, row in rows] == ITEMS
    assert {row[name] for _, row in rows for name in sheets.ANSWERS} == {""}
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert imported(sheet) == []


def test_no_text_of_a_sheet_is_a_formula(tmp_path):
    sheets.export(ITEMS, tmp_path / "q.xlsx")
    cells = [cell for line in openpyxl.load_workbook(tmp_path / "q.xlsx").active.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n"} and {cell.number_format for cell in cells} == {"@"}
    sheets.export(ITEMS, tmp_path / "q.csv")
    assert not [line for line in (tmp_path / "q.csv").read_text("utf-8-sig").splitlines() if line[0] in "=+"]


def test_a_filled_sheet_adds_its_rows_and_again_nothing(sheet):
    answers = {
        "Marsh": {"action": "Pseudonymise", "replacement": "P07", "scope": "case:a", "reviewer": "r2", "note": "sure"},
        "+44 7700 900123": {"action": "generalise"},
        "=1+1": {"note": "ask"},
    }
    found = imported(fill(sheet, answers))
    assert brief(found) == [
        ("Marsh", "pseudonymise", "P07", "case:a"),
        ("+44 7700 900123", "generalise", "telephone number", "study"),
    ]
    assert [(row["reviewer"], row["note"], row["date"]) for row in found] == [
        ("r2", "sure", "2024-05-01"),
        ("r1", "", "2024-05-01"),
    ]
    assert imported(sheet, found) == []
    assert imported(sheet, found, queue=[]) == []  # after the next build the queue no longer holds them


def test_another_form_may_stand_before_the_row_that_names_the_entity(sheet):
    answers = {
        "Marsh": {"action": "pseudonymise", "replacement": "same:P07"},
        "+44 7700 900123": {"action": "pseudonymise", "replacement": "P07"},
    }
    assert {row[0]: row[2] for row in brief(imported(fill(sheet, answers)))} == dict.fromkeys(answers, "P07")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"action": "pseudonymize"}, "(nearest: 'pseudonymise')"),
        ({"action": "keep", "replacement": "P07"}, "a replacement for the action keep"),
        ({"replacement": "P07"}, "Fill in the action"),
        ({"scope": "study"}, "Fill in the action"),
        ({"action": "keep", "scope": "case:z"}, "doesn't stand"),
        ({"action": "keep", "scope": "everywhere"}, "doesn't stand"),
        ({"action": "keep", "reviewer": "Ann Hope"}, "column reviewer"),
        ({"action": "generalise", "replacement": "Sarah Holt"}, "is refused: it stands in a name"),
        ({"action": "keep", "text": "Marhs"}, "isn't in the queue"),
        ({"action": "keep", "kind": "place"}, "isn't in the queue"),
    ],
)
def test_a_wrong_row_is_told_by_number_without_quoting(sheet, answer, told):
    with pytest.raises(StudyError) as error:
        imported(fill(sheet, {"Marsh": answer}))
    assert told in str(error.value) and "row 2, column" in str(error.value)
    assert not [text for text in ("Sarah", "Ann Hope", "Marsh", "Marhs") if text in str(error.value)]


def test_all_rows_that_are_wrong_are_told_at_once(sheet):
    answers = {"Marsh": {"action": "x"}, "=1+1": {"action": "keep", "scope": "case:z", "reviewer": "a b"}}
    with pytest.raises(StudyError, match="2 problems") as error:
        imported(fill(sheet, answers))
    assert "row 2" in str(error.value) and "row 4" in str(error.value)


def test_a_sheet_that_says_otherwise_than_before_or_twice_is_told(sheet):
    fill(sheet, {"Marsh": {"action": "keep"}})
    with pytest.raises(StudyError, match=r"another decision than in decisions\.csv"):
        imported(sheet, [decided("MARSH", "redact")])
    fill(sheet, {"=1+1": {"text": "Marsh", "kind": "person", "action": "redact"}})
    with pytest.raises(StudyError, match="another decision than in row 2"):
        imported(sheet)


def test_two_strings_of_a_sheet_get_no_pseudonym_in_common(sheet):
    shared = {"action": "pseudonymise", "replacement": "P07"}
    with pytest.raises(StudyError, match=r"row 4.*another string has it"):
        imported(fill(sheet, {"Marsh": shared, "=1+1": shared}))


def test_a_sheet_is_never_overwritten_and_has_to_be_one(tmp_path, sheet):
    with pytest.raises(StudyError, match="is there already"):
        sheets.export(ITEMS, sheet)
    with pytest.raises(StudyError, match=r"ends in \.csv or \.xlsx"):
        sheets.export(ITEMS, tmp_path / "q.ods")
    (tmp_path / "broken.xlsx").write_bytes(b"no zip")
    (tmp_path / "latin.csv").write_bytes(b"text,kind\n\xe9,")
    (tmp_path / "columns.csv").write_text("text,text,kind\n")
    for name, told in {"broken.xlsx": "can't be read", "latin.csv": "not UTF-8", "columns.csv": "3 problems"}.items():
        with pytest.raises(StudyError, match=told):
            imported(tmp_path / name)


def test_a_number_that_a_spreadsheet_made_of_a_text_is_read_as_text(tmp_path):
    sheets.export([item("12", "code")], tmp_path / "q.xlsx")
    book = openpyxl.load_workbook(tmp_path / "q.xlsx")
    book.active["A2"].value, book.active["I2"].value = 12.0, "redact"
    book.save(tmp_path / "q.xlsx")
    assert brief(imported(tmp_path / "q.xlsx", queue=[item("12", "code")])) == [("12", "redact", "", "study")]


# two reviewers -------------------------------------------------------------------------------------------------------


def found(rows):
    """Identifiers: (source, start, text, kind, by)."""
    empty = {name: "" if kind == "string" else 0 for name, kind in CONTRACTS["identifiers"].columns.items()}
    return pd.DataFrame(
        [
            empty
            | {"source_id": s, "case_id": CASES[s], "start": start, "end": start + len(text), "text": text}
            | {"kind": kind, "by": by, "layer": "context"}
            for s, start, text, kind, by in rows
        ],
        columns=list(CONTRACTS["identifiers"].columns),
    )


def texts(content):
    empty = dict.fromkeys(CONTRACTS["texts"].columns, "")
    return pd.DataFrame([empty | {"source_id": s, "case_id": CASES[s], "text": text} for s, text in content.items()])


def test_a_second_reviewer_sees_the_strings_and_not_the_answers():
    first = [
        decided("marsh", "pseudonymise", "P07", reviewer="r1"),
        decided("Tibbs", "redact", reviewer="r1", scope="case:a"),
        decided("Mine", reviewer="r2"),
        decided("Gone", reviewer="r1"),
    ]
    finds = [
        ("a1", 3, "Marsh", "person", "decision"),
        ("b1", 0, "Marsh's", "place", "nobody"),
        ("a1", 12, "Tibbs", "person", "decision"),
        ("b1", 8, "Tibbs", "person", "nobody"),
        ("a1", 18, "Mine", "person", "decision"),
        ("a1", 23, "Else", "person", "nobody"),
    ]
    rows = reviewing.second_queue(
        first, "r2", found(finds), texts({"a1": "So Marsh or Tibbs Mine Else", "b1": "Marsh's Tibbs"})
    )
    assert [(row["text"], row["kind"], row["n"], row["sources"]) for row in rows] == [
        ("Marsh", "person", "2", "a1;b1"),
        ("Tibbs", "person", "1", "a1"),
    ]
    assert "P07" not in str(rows) and "redact" not in str(rows)
    assert reviewing.second_queue([], "r2", found(finds), texts({})) == []


@pytest.mark.parametrize(
    ("first", "second", "n"),
    [
        (decided("Marsh"), decided("marsh"), 0),
        (decided("Marsh"), decided("Marsh", "redact"), 1),
        (decided("Marsh", "generalise", "a town"), decided("Marsh", "generalise", "A town"), 0),
        (decided("Marsh", "generalise", "a town"), decided("Marsh", "generalise", "a place"), 1),
        (decided("Marsh"), decided("Tibbs", "redact"), 0),
        (decided("Marsh"), decided("Marsh", "redact", kind="place"), 0),
        (decided("Marsh"), decided("Marsh", "redact", scope="case:a"), 1),
        (decided("Marsh", "redact", scope="source:a1"), decided("Marsh", scope="case:a"), 1),
        (decided("Marsh", "redact", scope="source:b1"), decided("Marsh", scope="case:a"), 0),
        (decided("Marsh", "redact", scope="case:b"), decided("Marsh", scope="case:a"), 0),
    ],
)
def test_disagreements_are_differences_of_action_or_replacement_where_both_decided(first, second, n):
    assert len(reviewing.disagreements([first], [second], CASES)) == n
    assert len(reviewing.disagreements([second], [first], CASES)) == n


def test_a_narrow_exception_is_compared_where_it_holds():
    first = [decided("Marsh"), decided("Marsh", "redact", scope="case:a")]
    rows = reviewing.disagreements(first, [decided("Marsh")], CASES)
    assert [(row["scope"], row["first"], row["second"]) for row in rows] == [("case:a", "redact", "keep")]


def test_decisions_that_match_nothing_are_told():
    finds = found([("a1", 0, "Marsh's", "person", "decision")])
    rows = [decided("marsh"), decided("Marsh", scope="case:b"), decided("Tibbs")]
    lost = reviewing.unmatched(rows, finds)
    assert list(zip(lost["text"], lost["scope"], strict=True)) == [("Marsh", "case:b"), ("Tibbs", "study")]


# files ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path):
    """A study and what a build left of it: a queue, identifiers, texts."""
    study, results = small_study.write(tmp_path / "study"), tmp_path / "results/study"
    (results / "private/identifiers").mkdir(parents=True)
    (results / "private/texts").mkdir()
    with (results / "private/queue.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, QUEUE)
        writer.writeheader()
        writer.writerows([item("Marsh", sources="east-i01"), item("Tibbs", sources="east-i01;west-i01")])
    finds = found([("a1", 0, "Marsh", "person", "nobody")]).assign(source_id="east-i01", case_id="east")
    frames.write(finds, results / "private/identifiers/east-0.parquet", "identifiers")
    said = texts({"a1": "Marsh said"}).assign(source_id="east-i01", case_id="east")
    frames.write(said, results / "private/texts/east-0.parquet", "texts")
    return study, results


def review(built, answers, **more):
    given = iter(answers)

    def ask(_):
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    named = {"reviewer": "r1", "today": "2024-05-01"} | more
    return reviewing.review(*built, ask=ask, show=lambda _: None, **named)


def decisions(built, name="decisions.csv"):
    with (built[0] / "private" / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_review_writes_a_file_for_its_owner_only_and_can_be_taken_up_again(built):
    assert "1 decision added to decisions.csv; 1 string left" in review(built, ["k"])
    path = built[0] / "private/decisions.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [path.name for path in path.parent.glob(".*")] == []
    review(built, ["p", "P07", "case:west", "q"])
    assert brief(decisions(built)) == [("Marsh", "keep", "", "study"), ("Tibbs", "pseudonymise", "P07", "case:west")]


def test_rows_columns_and_their_order_stay(built):
    path = built[0] / "private/decisions.csv"
    path.write_text('note,text,kind,scope,action,replacement\n"a, b",Old,person,study,redact,\n', encoding="utf-8-sig")
    review(built, ["k", "u", "k"])
    head, old, new = path.read_text("utf-8").splitlines()
    assert head.startswith("note,text,kind,scope,action,replacement,") and head.endswith("reviewer,date")
    assert old.startswith('"a, b",Old,person,study,redact,') and new.startswith(",Marsh,person,study,keep,")


def test_a_file_that_another_program_changed_is_not_overwritten(built):
    path = built[0] / "private/decisions.csv"
    ledger = reviewing.opened(path)
    path.write_text("text,kind,scope,action,replacement\nNew,person,study,keep,\n")
    with pytest.raises(StudyError, match="changed meanwhile"):
        ledger.save([decided("Marsh")])
    assert brief(decisions(built)) == [("New", "keep", "", "study")]


def test_a_write_that_fails_leaves_the_file_as_it_was(built, monkeypatch):
    review(built, ["k", "q"])
    before = (built[0] / "private/decisions.csv").read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        review(built, ["k"])
    assert (built[0] / "private/decisions.csv").read_bytes() == before


def test_a_second_review_goes_into_a_file_of_its_own_and_is_compared(built):
    review(built, ["k", "q"])
    assert "decisions.r2.csv" in review(built, ["r"], reviewer="r2", second=True)
    assert brief(decisions(built)) == [("Marsh", "keep", "", "study")]
    assert brief(decisions(built, "decisions.r2.csv")) == [("Marsh", "redact", "", "study")]
    told = reviewing.show_disagreements(built[0])
    assert "1 decision, 1 of them otherwise" in told and "Marsh (person, study): r1 keep; r2 redact" in told
    assert "0 strings left" in review(built, [], reviewer="r2", second=True)


def test_a_second_reviewers_sheet_asks_what_others_decided_and_goes_into_a_file_of_its_own(built, tmp_path):
    review(built, ["k", "q"])
    path = tmp_path / "second.xlsx"
    assert "1 strings" in reviewing.export_queue(*built, path, reviewer="r2", second=True)
    fill(path, {"Marsh": {"action": "redact"}})
    told = reviewing.import_sheet(*built, path, reviewer="r2", second=True, today="2024-05-01")
    assert told == "1 decision added to decisions.r2.csv."
    assert brief(decisions(built)) == [("Marsh", "keep", "", "study")]
    assert brief(decisions(built, "decisions.r2.csv")) == [("Marsh", "redact", "", "study")]


def test_a_study_that_declares_attributes_of_sources_is_reviewed_too(built, tmp_path):
    path = built[0] / "sources.csv"
    header, *lines = path.read_text().splitlines()
    path.write_text("\n".join([f"{header},round", *(f"{line},first" for line in lines)]) + "\n")
    assert "2 strings" in reviewing.export_queue(*built, tmp_path / "q.xlsx")
    assert "1 string left" in review(built, ["k", "q"])
    assert brief(decisions(built)) == [("Marsh", "keep", "", "study")]


def test_a_sheet_is_imported_whole_or_not_at_all(built, tmp_path):
    path = tmp_path / "q.xlsx"
    assert "2 strings" in reviewing.export_queue(*built, path)
    named = {"reviewer": "r1", "today": "2024-05-01"}
    fill(path, {"Marsh": {"action": "keep"}, "Tibbs": {"action": "x"}})
    with pytest.raises(StudyError):
        reviewing.import_sheet(*built, path, **named)
    assert not (built[0] / "private/decisions.csv").exists()
    fill(path, {"Tibbs": {"action": "redact"}})
    assert reviewing.import_sheet(*built, path, **named).startswith("2 decisions added")
    before = (built[0] / "private/decisions.csv").stat().st_mtime_ns
    assert reviewing.import_sheet(*built, path, **named).startswith("0 decisions added")
    assert (built[0] / "private/decisions.csv").stat().st_mtime_ns == before


def test_lost_decisions_are_counted_and_named(built):
    review(built, ["k", "k"])
    told = reviewing.show_unmatched(*built)
    assert "1 of 2 decisions without a match" in told and "Tibbs (person, study): keep" in told


@pytest.mark.parametrize("reviewer", ["", "../x", "Ann Hope", "-x", "a.b"])
def test_a_reviewer_is_an_id_that_can_name_a_file(built, reviewer):
    with pytest.raises(StudyError, match="--reviewer"):
        review(built, [], reviewer=reviewer)


def test_without_a_second_review_there_is_nothing_to_compare(built):
    assert "No second reviewer" in reviewing.show_disagreements(built[0])


def test_without_a_build_or_with_broken_decisions_it_is_said_what_to_do(built, tmp_path):
    with pytest.raises(StudyError, match="Run make first"):
        review((built[0], tmp_path / "none"), [])
    with pytest.raises(StudyError, match="Run make first"):
        review((built[0], tmp_path / "none"), [], reviewer="r2", second=True)
    (built[0] / "private/decisions.csv").write_text("text,kind\n")
    with pytest.raises(StudyError, match="no column 'scope'"):
        review(built, [])
