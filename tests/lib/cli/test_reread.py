"""`multicase reread`: every answer is saved, what was missed becomes a decision, and only what is anonymised is shown."""

from __future__ import annotations

import csv
import re
import shutil

import openpyxl
import pytest
import small_study
from multicase import frames, ingest
from multicase.anonymise import apply, find, lexicon, locale
from multicase.anonymise.detect import Settings
from multicase.cli import app
from multicase.cli.reread import asking, reading, record
from multicase.study import study as studies
from multicase.study.problems import StudyError
from small_study import FILES
from typer.testing import CliRunner

TODAY = "2024-05-01"


def build(root, results):
    """What the stages from ingestion to replacement leave, of all sources in one batch a case."""
    study = studies.load(root)
    batch = ingest.ingest(study.open_sources, study.speakers, study.root, study.columns)
    for case in sorted(set(batch.texts["case_id"])):
        texts, turns = (frame[frame["case_id"] == case] for frame in (batch.texts, batch.turns))
        words = lexicon.of_case(texts, locale.load("en_GB"))
        rules = {"register": study.register, "decisions": study.decisions}
        known = lexicon.from_rows(words)
        found = find.find(texts, turns, known, **rules, settings=Settings())
        done = apply.anonymise(texts, turns, found, lexicon=known, **rules, pseudonyms=None, settings=Settings())
        tables = {"texts": texts, "turns": turns, "lexicon": words, "identifiers": done[1]}
        for name, rows in tables.items():
            (results / "private" / name).mkdir(parents=True, exist_ok=True)
            frames.write(rows, results / f"private/{name}/{case}.parquet", name)
        frames.write_texts(done[3], results / f"anonymised/{case}-0")
    return results


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The small study, with what its anonymisation leaves: a plumber, and a name in small letters."""
    study = small_study.write(tmp_path_factory.mktemp("built") / "small")
    text = (
        FILES["raw/west/i01.txt"]
        + "\nInterviewer: So?\n\nP: The only plumber in dunny, my plumber, told Sarah Holt’s men.\n"
    )
    (study / "raw/west/i01.txt").write_text(text, encoding="utf-8")
    build(study, study.parent / "results/small")
    return study


@pytest.fixture
def root(built, tmp_path):
    """A copy of it, with its results beside it."""
    shutil.copytree(built.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / built.name


def desk(root, reader="r1"):
    return reading.Desk.of(studies.load(root), root.parent / "results/small", reader, TODAY, "en_GB")


def talk(root, *answers, reader="r1", words=5000, seed=1):
    """A session with these answers: what was said at its end, what was shown, and what was asked."""
    given, shown, asked = iter(answers), [], []

    def ask(prompt):
        asked.append(prompt)
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    return desk(root, reader).session(words, seed, ask, shown.append), "\n".join(shown), asked


def rows(root, name="rereading"):
    path = root / f"private/{name}.csv"
    return list(csv.DictReader(path.open(encoding="utf-8", newline=""))) if path.is_file() else []


def brief(root):
    return [(row["reader"], row["source_id"], row["missed"], row["kind"], row["class"]) for row in rows(root)]


def order(root, seed=1, words=5000):
    return [passage.source_id for passage in desk(root).draw(words, seed)]


@pytest.fixture
def to_west(root):
    """The answers that lead to the passage with the plumber, which is on the way."""
    return [""] * order(root).index("west-i01")


def test_the_anonymised_passage_is_shown_with_its_place_and_nothing_of_the_raw_one(root):
    told, shown, asked = talk(root)
    assert "1 of 3: " in shown and "words" in shown and "Enter" in asked[0]
    assert "0 passages read" in told and "Nobody has reread" in told
    _, shown, _ = talk(root, "", "", "")
    assert "[practice A]" in shown and "[east-p01]: You have to take" in shown and "only plumber in dunny" in shown
    assert not re.search("holt|quarry", shown, re.I)


def test_enter_says_that_nothing_was_missed_and_the_passage_does_not_come_again(root):
    told, _, _ = talk(root, "", "")
    assert "2 passages read, 0 found missed, 1 left." in told and "Reread by 1 reader" in told
    assert [row["missed"] for row in rows(root)] == ["", ""] and rows(root, "decisions") == []
    _, shown, _ = talk(root)
    assert "1 of 1: " in shown
    _, shown, _ = talk(root, reader="r2")
    assert "1 of 3: " in shown


def test_what_was_missed_is_recorded_at_each_of_its_places_and_becomes_one_decision(root, to_west):
    told, shown, _ = talk(root, *to_west, "plumber", "job", "", "dunny", "per", "d", "")
    assert "Noted: plumber (job, quasi), 2 places in this passage." in shown
    assert brief(root)[-4:] == [
        ("r1", "west-i01", "plumber", "job", "quasi"), ("r1", "west-i01", "plumber", "job", "quasi"),
        ("r1", "west-i01", "dunny", "person", "direct"), ("r1", "west-i01", "", "", ""),
    ]  # fmt: skip
    raw = (root / "raw/west/i01.txt").read_text(encoding="utf-8")
    assert [raw[int(row["start"]) : int(row["end"])] for row in rows(root)[-4:-1]] == ["plumber", "plumber", "dunny"]
    assert "2 decisions added to decisions.csv" in told and "Run make" in told
    assert [(row["text"], row["kind"], row["scope"], row["action"], row["reviewer"], row["date"], row["note"]) for row in rows(root, "decisions")] == [
        ("plumber", "job", "case:west", "redact", "r1", TODAY, "missed, found on rereading"),
        ("dunny", "person", "case:west", "redact", "r1", TODAY, "missed, found on rereading"),
    ]  # fmt: skip
    studies.load(root)  # both files pass the study's checks
    assert all((root / f"private/{name}.csv").stat().st_mode & 0o777 == 0o600 for name in ("rereading", "decisions"))


def test_the_next_build_masks_it_and_the_record_stays_where_it_was(root, to_west):
    talk(root, *to_west, "person: dunny", "job: plumber", "")
    before = rows(root)
    build(root, root.parent / "results/small")
    told, shown, _ = talk(root, "", "", "", reader="r2")
    assert "The only [job] in [person], my [job]" in shown
    assert rows(root)[: len(before)] == before
    assert "decision" not in told and "that two read" in told  # of the passages that were shown to both alike
    shared = [row for row in rows(root) if row["source_id"] == "west-i01" and not row["missed"]]
    assert shared[0]["start"] == shared[1]["start"] and shared[0]["shown"] != shared[1]["shown"]


def test_a_second_reader_reads_the_same_passages_whatever_was_decided_since(root, to_west):
    before = order(root)
    talk(root, *to_west, "job: plumber", "")
    build(root, root.parent / "results/small")
    assert order(root) == before
    assert order(root, words=1) == before[: len(order(root, words=1))]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("person: dunny", ("dunny", "person", "direct")), ("Job, direct: the only PLUMBER", ("The only plumber", "job", "direct")),
        ("person (quasi): dunny", ("dunny", "person", "quasi")), ("place:dunny", ("dunny", "place", "quasi")),
    ],
)  # fmt: skip
def test_one_line_may_say_it_all(root, to_west, line, row):
    talk(root, *to_west, line)
    assert brief(root)[-1] == ("r1", "west-i01", *row)


@pytest.mark.parametrize(
    "typed", ["Quarry", "Sarah Holt", "[GP chair A]", "GP chair A", "plumbe", "nobody: plumber", "person: Zed"]
)
def test_words_that_do_not_stand_in_the_passage_are_asked_for_again(root, to_west, typed):
    _, shown, asked = talk(root, *to_west, typed)
    assert "Refused" in shown and "Sarah" not in shown and len(asked) == len(to_west) + 2
    assert not any(row["missed"] for row in rows(root))


def test_a_kind_is_asked_until_it_is_one_and_a_full_stop_goes_back(root, to_west):
    _, shown, asked = talk(root, *to_west, "dunny", "p", "jbo", ".", "dunny", "job", "x", "q", "q")
    assert "one of person, place, phone" in shown and "nearest: 'job'" in shown
    assert brief(root)[-1] == ("r1", "west-i01", "dunny", "job", "quasi")
    assert "direct or quasi [quasi]" in "".join(asked)


def test_what_is_noted_is_not_noted_twice_and_shown_when_the_passage_comes_again(root, to_west):
    _, shown, _ = talk(root, *to_west, "job: plumber", "person: plumber", "q")
    assert "That is noted already." in shown and len(brief(root)) == len(to_west) + 2
    told, shown, _ = talk(root)
    assert "noted before: plumber, plumber" in shown and "1 of" in shown
    assert "noted before" not in talk(root, *to_west, reader="r2")[1]  # who reads blind
    assert "Reread by" not in told or "0 found)" in told  # what was begun doesn't count yet


def test_undo_takes_back_the_last_answer_and_goes_back_to_its_passage(root, to_west):
    _, shown, _ = talk(root, "u", *to_west, "job: plumber", "", "u", "u", "q")
    assert "nothing to undo" in shown and "noted before: plumber, plumber" in shown
    assert brief(root) == [("r1", name, "", "", "") for name in order(root)[: len(to_west)]]
    assert rows(root, "decisions") == []


def test_the_last_passage_can_be_undone_too(root):
    told, shown, asked = talk(root, "", "", "", "u", "q")
    assert "That was the last passage" in asked[3] and shown.count("3 of 3") == 2
    assert "2 passages read, 0 found missed, 1 left." in told and len(rows(root)) == 2


def test_each_answer_is_saved_before_the_next_question(root, to_west):
    saved = []

    def ask(prompt, given=iter([*to_west, "dunny", "person", "", "job: plumber", ""])):  # noqa: B008
        saved.append(len(rows(root)))
        return next(given, "q")

    desk(root).session(5000, 1, ask, lambda _: None)
    n = len(to_west)
    assert saved[: n + 6] == [*range(n + 1), n, n, n + 1, n + 3, n + 4]


def test_an_interrupted_session_keeps_its_answers_and_decides_what_was_found(root, to_west):
    told, _, _ = talk(root, *to_west, "job: plumber")
    assert "1 decision added" in told and brief(root)[-1][2] == "plumber"


def test_help_explains_and_text_gives_the_terminal_no_commands(root):
    path = root / "raw/west/i01.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("my plumber", "my \x9b31m\u202eplumber"), encoding="utf-8")
    build(root, root.parent / "results/small")
    _, shown, _ = talk(root, "?", "", "", "")
    assert "Kinds: person, organisation" in shown and not set(shown) & {"\x9b", "\u202e", "\x1b"}


def test_what_a_decision_keeps_and_what_none_finds_is_told(root, to_west):
    path = root / "private/decisions.csv"
    path.write_text("text,kind,scope,action,replacement\nplumber,job,study,keep,\n")
    told, _, _ = talk(root, *to_west, "job: plumber", "person: men", "place: only", "")
    assert "A decision keeps what somebody found missed; settle it in decisions.csv: plumber (job, west-i01)." in told
    assert "No decision finds this where it stands" in told and "only (place, west-i01)" in told
    assert [row["action"] for row in rows(root, "decisions") if row["text"] == "plumber"] == ["keep"]


def test_a_closed_source_is_drawn_no_more_and_what_was_read_of_it_counts_no_more(root, to_west):
    talk(root, *to_west, "job: plumber", "", "", "")
    assert "2 found)." in desk(root).report()
    path = root / "sources.csv"
    path.write_text(path.read_text().replace("west-p01,2,quote", "west-p01,2,closed"))
    assert "west-i01" not in order(root) and len(order(root)) == 2
    assert "all 0.0" in desk(root).report() and "or is closed: 1 reading" in desk(root).report()


def test_a_changed_text_is_read_anew_and_what_was_read_of_the_old_one_is_told_apart(root):
    talk(root, "", "", "")
    path = root / "raw/east/i01.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("everybody", "all of them"), encoding="utf-8")
    build(root, root.parent / "results/small")
    _, shown, _ = talk(root)
    assert (
        "1 of 1: east-i01" in shown
        and "Not counted, since the source has changed or is closed: 1 reading." in desk(root).report()
    )


def test_texts_of_another_build_are_refused(root):
    (root.parent / "results/small/anonymised/west-0/west-i01.txt").write_text("Else.")
    with pytest.raises(StudyError, match=r"west-i01: found an anonymised text of another build.*Run make first"):
        desk(root)


def test_a_study_that_was_never_built_and_a_reader_with_a_name_are_refused(root, tmp_path):
    with pytest.raises(StudyError, match=r"no tables; expected those of the last build. Run make first"):
        reading.Desk.of(studies.load(root), tmp_path / "nowhere", "r1", TODAY, "en_GB")
    with pytest.raises(StudyError, match=r"--reader: found 'Ann Lee'.*such as reader_2"):
        desk(root, "Ann Lee")


def test_two_readers_are_compared(root, to_west):
    talk(root, "", "", "", reader="r2")
    told, _, _ = talk(root, *to_west, "job: plumber", "person: dunny", "", "", "")
    assert "one found 3, the other 0, both 0" in told and "r1: 3 passages" in told and "r2: 3 passages" in told


# Spreadsheets.


@pytest.fixture(params=["sheet.csv", "sheet.xlsx"])
def exported(root, tmp_path, request):
    path = tmp_path / request.param
    desk(root).export(path, 5000, 1)
    return path


def lines(path):
    if path.suffix == ".csv":
        return list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    header, *values = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [{name: value or "" for name, value in zip(header, line, strict=True)} for line in values]


def fill(path, answers):
    """answers: source -> what stands in its columns."""
    filled = [line | answers.get(line["passage"].partition(":")[0], {}) for line in lines(path)]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(filled[0]))
            writer.writeheader()
            writer.writerows(filled)
        return
    book = openpyxl.load_workbook(path)
    for number, line in enumerate(filled, 2):
        for column, value in enumerate(line.values(), 1):
            book.active.cell(number, column).value = value
    book.save(path)


def test_a_sheet_holds_the_draw_anonymised_and_says_as_much_as_a_session(root, exported):
    sheet = lines(exported)
    assert [line["passage"].partition(":")[0] for line in sheet] == order(root)
    assert not re.search("holt|quarry", " ".join(line["text"] for line in sheet), re.I)
    assert all(line["read"] == line["missed"] == "" for line in sheet)
    assert exported.stat().st_mode & 0o777 == 0o600
    fill(
        exported,
        {"west-i01": {"read": "yes", "missed": "job: plumber\nperson, quasi: dunny"}, "east-i01": {"read": "Yes"}},
    )
    told = desk(root).import_(exported)
    assert "2 passages read, 3 found missed." in told and "2 decisions added" in told
    found = sorted(row[1:] for row in brief(root))
    assert found == [
        ("east-i01", "", "", ""), ("west-i01", "", "", ""), ("west-i01", "dunny", "person", "quasi"),
        ("west-i01", "plumber", "job", "quasi"), ("west-i01", "plumber", "job", "quasi"),
    ]  # fmt: skip
    before = rows(root)
    assert "0 passages read, 0 found missed." in desk(root).import_(exported) and rows(root) == before


def test_a_sheet_that_is_imported_after_the_next_build_loses_nothing(root, exported, to_west):
    talk(root, *to_west, "job: plumber", "", reader="r2")
    build(root, root.parent / "results/small")
    fill(exported, {"west-i01": {"read": "yes", "missed": "job: plumber; person: dunny"}})
    assert "1 passage read, 3 found missed." in desk(root).import_(exported)
    mine, theirs = (
        [row for row in rows(root) if row["reader"] == reader and row["source_id"] == "west-i01"]
        for reader in ("r1", "r2")
    )
    assert {row["shown"] for row in mine} == {row["shown"] for row in theirs}
    assert "both 2" in desk(root).report()


def test_everything_that_is_wrong_in_a_sheet_is_told_at_once_without_its_words_and_nothing_is_written(root, exported):
    fill(
        exported,
        {
            "west-i01": {"read": "yes", "missed": "plumber\njob: dustman\nperson: dunny"},
            "east-i01": {"read": "yes", "missed": "person: Dr Holt"}, "east-d01": {"missed": "place: town"},
        },
    )  # fmt: skip
    with pytest.raises(StudyError) as caught:
        desk(root).import_(exported)
    told = str(caught.value)
    assert len(caught.value.problems) == 4 and "a line without a kind (the 1.)" in told and "(line 2)" in told
    assert "(line 1)" in told and "nothing, but words that were missed" in told
    assert not re.search("plumber|dustman|dunny|town", told) and rows(root) == []


def test_only_yes_says_that_a_passage_was_read(root, exported):
    fill(exported, {"west-i01": {"read": "perhaps"}})
    with pytest.raises(StudyError, match="column read: found something else; expected yes or nothing"):
        desk(root).import_(exported)


@pytest.mark.parametrize("answer", [{"passage": "west-i01:1-2"}, {"version": "0-0"}, {"passage": "x"}])
def test_a_passage_that_is_none_or_whose_text_has_changed_is_refused(root, exported, answer):
    fill(exported, {"west-i01": {"read": "yes"} | answer})
    with pytest.raises(StudyError, match="column passage: found a passage that the study hasn't got"):
        desk(root).import_(exported)


def test_what_was_read_already_is_not_exported_again(root, tmp_path):
    talk(root, "")
    assert "2 passages written" in desk(root).export(tmp_path / "a.csv", 5000, 1)
    assert "3 passages written" in desk(root, "r2").export(tmp_path / "b.csv", 5000, 1)


# The command.


def run(root, *options, text=""):
    return CliRunner().invoke(app, ["reread", str(root), *options], input=text)


def test_the_command_asks_in_a_pipe_and_reports(root, monkeypatch):
    monkeypatch.chdir(root.parent)
    (root.parent / "config.yaml").write_text("seed: 1\n")
    (root.parent / "Snakefile").write_text("")
    done = run(root, "--reader", "r9", text="\n\n\n\n")
    assert done.exit_code == 0 and "3 passages read, 0 found missed, 0 left." in done.stdout
    assert {row["reader"] for row in rows(root)} == {"r9"}
    assert "r9: 3 passages" in run(root, "--report").stdout


def test_the_seed_is_the_studys_the_repositorys_or_the_one_given(root, monkeypatch, tmp_path):
    monkeypatch.chdir(root.parent)
    assert isinstance(run(root).exception, StudyError) and "no seed" in str(run(root).exception)
    (root.parent / "config.yaml").write_text("seed: 4\n")
    (root.parent / "Snakefile").write_text("")
    drawn = []
    monkeypatch.setattr(reading.Desk, "draw", lambda self, words, seed: drawn.append((words, seed)) or [])
    run(root)
    (root / "config.yaml").write_text("seed: 7\n")
    run(root)
    run(root, "--seed", "9", "--words", "100")
    assert drawn == [(5000, 4), (5000, 7), (100, 9)]


def test_kinds_are_kinds_of_decisions_and_have_a_usual_class():
    from multicase.study import files

    kinds = files.schema("decisions")["properties"]["kind"]["enum"]
    assert set(record.KINDS) <= set(kinds) and set(record.KINDS) >= record.DIRECT
    assert (record.usual_class("person"), record.usual_class("job")) == ("direct", "quasi")
    assert all(kind in asking.HELP for kind in record.KINDS)
