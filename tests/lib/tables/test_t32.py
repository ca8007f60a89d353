"""T32, the history of the instrument: what was changed, when, from what to what, why, and where it is recorded."""

from __future__ import annotations

import json

import pandas as pd
import pytest
import yaml
from multicase.study import checking, files, study
from multicase.study.problems import StudyError
from multicase.tables import build, catalogue, t32
from site_pages import table_page
from small_study import FILES

NO_FILE = {name: files.frame([], name) for name in ("sources", "claims", "migrations", "adjudication")}


def history(decisions=(), **data):
    """The rows of a study whose codebook records these decisions."""
    instrument = {"version": "2.1"} | ({"decisions": list(decisions)} if decisions else {})
    return t32.build(NO_FILE | {"instrument": instrument} | data)


def migration(date, change, before, after, reason="why"):
    return {"date": date, "change": change, "from": before, "to": after, "reason": reason}


def decision(date, about, reason="why", **told):
    return {"date": date, "about": about, "reason": reason} | told


def adjudicated(*rows):
    """rows: date, decision."""
    told = [{"segment_id": f"s:{n}.1", "code": "slow", "reason": "r"} for n in range(len(rows))]
    dated = [row | {"date": date, "decision": kept} for row, (date, kept) in zip(told, rows, strict=True)]
    return pd.DataFrame(dated)


def rows_of(table):
    return table.frame.to_numpy().tolist()


@pytest.mark.parametrize(
    ("change", "before", "after", "about", "told"),
    [
        ("rename", ["old"], ["slow"], "code renamed", ["old", "slow"]),
        ("merge", ["a", "b"], ["slow"], "codes merged", ["a; b", "slow"]),
        ("split", ["a"], ["slow", "fast"], "code split", ["a", "slow; fast"]),
        ("retire", ["a", "b"], [], "codes retired", ["a; b", ""]),
    ],
)
def test_a_change_of_codes_is_told_with_the_codes_before_and_after(change, before, after, about, told):
    table = history(migrations={"migrations": [migration("2015-01-02", change, before, after, "too wide")]})
    assert rows_of(table) == [["2015-01-02", about, *told, "too wide", "migrations.yaml"]]


def test_every_change_that_the_schema_knows_has_words():
    assert set(t32.CHANGED) == set(files.schema("migrations")["$defs"]["migration"]["properties"]["change"]["enum"])


def test_decisions_of_codebook_and_claims_are_told_with_the_file_they_stand_in():
    table = history(
        [decision("2015-01-02", "slow", **{"from": "a", "to": "b"})],
        claims={"decisions": [decision("2015-01-03", "criterion", "  folded\n  text\n")]},
    )
    assert rows_of(table) == [
        ["2015-01-02", "slow", "a", "b", "why", "codebook.yaml"],
        ["2015-01-03", "criterion", "", "", "folded text", "claims.yaml"],
    ]


def test_decisions_on_closed_sources_stand_nowhere_and_are_not_counted():
    decided = adjudicated(("2015-01-01", "keep"), ("2015-02-01", "remove"), ("2015-02-01", "keep"))
    decided["segment_id"] = ["x:1.1", "x:2.1", "y:1.1"]
    for consent, told in (("closed", ["2015-02-01: 1 kept, 0 removed"]), ("aggregate", None)):
        sources = pd.DataFrame({"source_id": ["x", "y"], "consent": [consent, ""]})
        frame = history(adjudication=decided, sources=sources).frame
        every = ["2015-01-01: 1 kept, 0 removed", "2015-02-01: 1 kept, 1 removed"]
        assert list(frame["date"] + ": " + frame["to"]) == (told or every)
    gone = pd.DataFrame({"source_id": ["x", "y"], "consent": "closed"})
    assert history(adjudication=decided, sources=gone).missing == t32.NOTHING


def test_the_adjudication_is_one_row_a_date_that_says_how_many_were_kept_and_removed():
    table = history(
        adjudication=adjudicated(("2015-02-01", "keep"), ("2015-01-01", "remove"), ("2015-02-01", "remove"), ("2015-02-01", "keep"))
    )  # fmt: skip
    assert table.frame[["date", "about", "to"]].to_numpy().tolist() == [
        ["2015-01-01", "adjudication of 1 decision", "0 kept, 1 removed"],
        ["2015-02-01", "adjudication of 3 decisions", "2 kept, 1 removed"],
    ]
    assert set(table.frame["reason"]) == {"each with its reason in T20"}
    assert set(table.frame["recorded_in"]) == {"adjudication.csv"}


def test_rows_stand_by_date_those_of_one_day_as_recorded_and_undated_ones_last():
    table = history(
        [decision("2015-03-01", "z"), decision("2015-03-01", "a"), decision("2014-01-01", "first")],
        claims={"decisions": [decision("2015-03-01", "claim")]},
        migrations={"migrations": [migration("2015-03-01", "rename", ["x"], ["y"])]},
        adjudication=adjudicated(("", "keep"), ("2016-01-01", "keep")),
    )
    assert list(table.frame["about"]) == [
        "first", "code renamed", "z", "a", "claim", "adjudication of 1 decision", "adjudication of 1 decision",
    ]  # fmt: skip
    assert list(table.frame["date"])[-2:] == ["2016-01-01", ""]


def test_the_note_says_at_which_version_the_codebook_stands():
    assert history().note == "The codebook stands at version 2.1."


def built(root, **study_says):
    """The table of a study as the workflow builds it, with its page."""
    loaded = study.load(root)
    entry = catalogue.as_mapping(catalogue.core()["T32"])
    names = {need: "codebook" if need == "instrument" else need for need in entry["needs"]}
    paths = {need: [str(path)] if (path := loaded.path(name)) else [] for need, name in names.items()}
    table, about = build.build(entry, paths, {}, study_says)
    return table, about, table_page(table.frame, about)


def test_a_study_without_any_change_says_what_would_stand_here_and_where_it_is_recorded(small_study):
    table, about, page = built(small_study)
    assert table.frame.empty and list(table.frame.columns) == list(t32.COLUMNS)
    for file in ("migrations.yaml", "codebook.yaml", "claims.yaml", "adjudication.csv"):
        assert file in about["missing"] and file in page
    assert about["note"] == "The codebook stands at version 1.0."


@pytest.mark.parametrize("school", [{}, {"school": "codebook"}, {"school": "reflexive"}])
def test_the_history_stands_in_every_school(small_study, school):
    entry = decision("2015-01-02", "slow", "too <wide>")
    text = FILES["codebook.yaml"] + yaml.safe_dump({"decisions": [entry]})
    (small_study / "codebook.yaml").write_text(text, encoding="utf-8")
    table, about, page = built(small_study, **school)
    assert len(table.frame) == 1 and about["missing"] == "" and "too &lt;wide&gt;" in page
    assert json.dumps(about)


# Decisions in codebook.yaml and claims.yaml

CLAIMS = {"claims": [{"claim": "C1", "statement": "It is slow.", "supports": ["slow"]}]}
BOOK = yaml.safe_load(FILES["codebook.yaml"])


@pytest.mark.parametrize(("name", "content"), [("claims", CLAIMS), ("codebook", BOOK)])
@pytest.mark.parametrize(
    ("entry", "sound"),
    [
        (decision("2015-01-02", "slow"), True),
        (decision("2015-01-02", "slow", **{"from": "a", "to": "b"}), True),
        (decision("2015-02-30", "slow"), False),
        (decision("2015-01", "slow"), False),
        (decision("", "slow"), False),
        (decision("2015-01-02", ""), False),
        (decision("2015-01-02", "slow", ""), False),
        (decision("2015-01-02", "slow", by="me"), False),
        ({"date": "2015-01-02", "about": "slow"}, False),
        (decision("2015-01-02", "sl\u202eow"), False),
    ],
)
def test_a_decision_has_a_date_what_it_is_about_and_a_reason(name, content, entry, sound):
    told = content | {"decisions": [entry]}
    assert (not list(checking.yaml_problems(told, name, f"{name}.yaml"))) == sound


def test_both_files_record_decisions_alike():
    assert files.schema("claims")["$defs"]["decision"] == files.schema("codebook")["$defs"]["decision"]


def test_a_broken_decision_is_refused_with_its_line_and_what_to_do(small_study):
    path = small_study / "codebook.yaml"
    path.write_text(FILES["codebook.yaml"] + "decisions:\n- {date: soon, about: slow, reason: r}\n", encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        study.load(small_study)
    (problem,) = caught.value.problems
    line = FILES["codebook.yaml"].count("\n") + 2
    assert problem.place == f"line {line}, decisions[0].date" and problem.found == "'soon'"
    assert "in quotes ('2015-03-02')" in problem.expected and problem.todo == "Mend it."


def test_what_is_the_history_of_the_study_replicated_is_counted_and_not_listed():
    theirs, mine = decision("2014-01-02", "criterion"), decision("2015-01-02", "slow")
    moved = migration("2014-01-03", "retire", ["a"], [])
    inherited = {"original": "first", "entries": [theirs, moved]}
    migrations = {"migrations": [moved | {"assign": {"s:1.1": "b"}}]}
    table = history([theirs, mine], inherited=inherited, migrations=migrations)
    assert list(table.frame["about"]) == ["slow"]
    assert "Not listed: 2 earlier changes made in first" in table.note and "Not listed" not in history([mine]).note
    assert history([theirs], inherited=inherited).missing == t32.NOTHING
