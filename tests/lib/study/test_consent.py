"""Who speaks only where nothing may appear is no participant of any result, and lends nobody their k."""

from __future__ import annotations

import csv

import pandas as pd
import pytest
from multicase.contracts import CONTRACTS
from multicase.exchange import gathered
from multicase.study import attributes, consent, files, study
from multicase.study.problems import StudyError
from multicase.tables import build, catalogue


@pytest.mark.parametrize(
    ("sources", "silent"),
    [
        ([("p1", "closed")], {"p1"}),
        ([("p1", "closed"), ("p1", "closed")], {"p1"}),
        ([("p1", "closed"), ("p1", "aggregate")], set()),
        ([("p1", ""), ("p1", "closed")], set()),
        ([("p1;p2", "closed"), ("p2 ; p3", "quote")], {"p1"}),
        ([("", "closed"), ("", "quote")], set()),
        ([], set()),
    ],
)
def test_who_speaks_in_closed_sources_alone_is_silent(sources, silent):
    rows = [{"participants": who, "consent": agreed} for who, agreed in sources]
    assert consent.silent(rows) == silent
    people = pd.DataFrame({"participant_id": ["p1", "p2", "p3", "in no source"]})
    assert set(consent.heard(people, rows)["participant_id"]) == set(people["participant_id"]) - silent


DECLARED = attributes.declared({"attributes": {"participants": {"level": {"values": ["front", "top"]}}}})


def written(folder, name, rows):
    """A file of the study with all columns of its schema; its path."""
    columns = [*files.schema(name)["properties"], *(["level"] if name == "participants" else [])]
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


@pytest.fixture
def given(tmp_path):
    """One case of three nurses, of whom one speaks in a closed source alone."""
    people = [{"participant_id": f"p{n}", "case_id": "a", "role": "nurse", "level": "front"} for n in (1, 2, 3)]
    sources = [
        {"source_id": f"a-i{n}", "case_id": "a", "kind": "interview", "participants": f"p{n}", "consent": agreed}
        for n, agreed in ((1, "quote"), (2, "aggregate"), (3, "closed"))
    ]
    rows = {"cases": [{"case_id": "a", "label": "Case A"}], "participants": people, "sources": sources}
    return {name: written(tmp_path, name, of) for name, of in rows.items()}


def test_tables_count_only_who_is_heard_and_hide_them_by_their_own_number(given):
    entry = catalogue.as_mapping(catalogue.core()["T03"])
    declared = {"attributes": {"participants": {"level": {"values": ["front", "top"]}}}}
    counts = {}
    for k in (1, 2, 3):
        options = {"k": k, "shown_k": 1}
        frame = build.build(entry, {need: [path] for need, path in given.items()}, options, declared)[0].frame
        counts[k] = frame[["role", "n"]].astype(str).to_numpy().tolist()
    assert counts == {1: [["nurse", "2"]], 2: [["nurse", "2"]], 3: [["withheld", "2"]]}


@pytest.mark.parametrize("name", ["T03", "T07", "T09", "T21"])
def test_every_table_of_participants_knows_their_consent(name):
    assert {"participants", "sources"} <= set(catalogue.core()[name].needs)


def test_exports_hide_participants_among_those_who_are_heard(given):
    parts = gathered.parts(
        study="s", texts={}, codings=pd.DataFrame(columns=list(CONTRACTS["codings"].columns)), codebook={},
        people=files.frame([given["participants"]], "participants"), sources=files.rows([given["sources"]], "sources"),
        declared=DECLARED, k=3,
    )  # fmt: skip
    assert [(row["participant_id"], row["role"]) for row in parts.participants] == [
        ("p1", "withheld"), ("p2", "withheld"),
    ]  # fmt: skip


CLOSED = "west-i01,west,interview,raw/west/i01.txt,txt,2015-02-03,{},2,closed\n"


@pytest.mark.parametrize(
    ("named", "east", "line"),
    [
        ("west-p01", "", 0),  # both files say that only a closed source has them
        ("", "", 4),  # speakers.csv alone does
        ("", "\neast-d01,P,west-p01,participant", 0),  # heard elsewhere too
        ("west-p01", "\neast-d01,P,west-p01,participant", 5),  # heard where sources.csv says they aren't
    ],
)
def test_who_speaks_where_must_stand_in_sources_csv_where_consent_hangs_on_it(small_study, named, east, line):
    def edit(name, old, new):
        path = small_study / name
        assert old in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    edit("sources.csv", CLOSED.format("west-p01").replace("closed", "quote"), CLOSED.format(named))
    edit("sources.csv", "east-d01,east,document", "east-d01,west,document")
    edit("private/speakers.csv", "west-i01,P,west-p01,participant", f"west-i01,P,west-p01,participant{east}")
    if not line:
        study.load(small_study)
        return
    with pytest.raises(StudyError) as caught:
        study.load(small_study)
    (problem,) = caught.value.problems
    assert problem.place == f"line {line}, column participant_id" and "west-p01" in problem.found
    assert "sources.csv" in problem.todo


OPEN = "west-i02,west,interview,raw/west/i01.txt,txt,2015-02-03,{},2,quote\n"


@pytest.mark.parametrize(
    ("closed", "opened", "rows", "lacking"),
    [
        ("west-p01", None, ["*,P"], ""),
        ("west-p01", "west-p01", ["*,P"], ""),
        ("west-p01", "", ["west-i01,P"], ""),  # nobody says that they speak in the other
        ("", None, ["*,P"], "west-i01"),
        ("west-p01", "", ["*,P"], "west-i02"),
        ("", "", ["*,P"], "west-i01"),  # the label may stand in the closed source alone
        ("", "", ["*,p:", "west-i02,P"], ""),  # heard, by a row of the open source's own
        ("west-p01", "", ["*,P 1", "west-i02,p1"], "west-i02"),  # one label, as the reader compares them
        ("west-p01", "", ["*,P. 1", "west-i02,P 1:"], "west-i02"),
        ("", "", ["*,Ｐ", "west-i02,P"], ""),
        ("west-p01", "", ["*,P", "west-i02,p"], "west-i02"),  # told by that row alone, and once
    ],
)
def test_a_label_of_every_source_is_one_of_each_source_of_its_participant_s_case(
    small_study, closed, opened, rows, lacking
):
    path, speakers = small_study / "sources.csv", small_study / "private/speakers.csv"
    before, there = CLOSED.format("west-p01").replace("closed", "quote"), path.read_text(encoding="utf-8")
    assert before in there
    now = CLOSED.format(closed) + ("" if opened is None else OPEN.format(opened))
    path.write_text(there.replace(before, now), encoding="utf-8")
    listed = "\n".join(f"{row},west-p01,participant" for row in rows)
    there = speakers.read_text(encoding="utf-8")
    speakers.write_text(there.replace("west-i01,P,west-p01,participant", listed), encoding="utf-8")
    problems = []
    try:
        study.load(small_study)
    except StudyError as error:
        problems = [problem for problem in error.problems if "participant_id" in problem.place]
    assert [f"'{lacking}'" in problem.found for problem in problems] == ([True] if lacking else [])
