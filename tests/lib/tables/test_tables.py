"""Tables count distinct things, show zeros, and every count can be taken again from its evidence."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.contracts import CONTRACTS
from multicase.study import codebook
from multicase.tables import CATALOGUE, t02, t03, t05, t06, t07, t08, t16, t25
from multicase.tables.table import COUNTS, row_key

BOOK = codebook.codes(
    {
        "version": "1",
        "themes": [
            {"theme": "style", "label": "Style", "subthemes": [{"subtheme": "manner", "label": "Manner", "codes": [
                {"code": "together", "label": "T", "polarity": "supports"}, {"code": "alone", "label": "A", "polarity": "contradicts"}]}]},
            {"theme": "pace", "label": "Pace", "subthemes": [{"subtheme": "speed", "label": "Speed", "codes": [
                {"code": "slow", "label": "S", "polarity": "supports"}]}]},
        ],
    }
)  # fmt: skip
CASES = pd.DataFrame({"case_id": ["a", "b"], "label": ["Case 1", "Case 2"]})
PEOPLE = pd.DataFrame(
    {"participant_id": ["p1", "p2", "p3"], "case_id": ["a", "a", "b"], "role": ["GP", "GP, chair", "manager"], "role_group": ["gp", "gp", "manager"],
     "profession": ["clinician", "clinician", "manager"], "titular": ["no", "yes", "yes"], "organisation_type": ["x", "x", "y"], "level": ["f", "f", "s"]}
)  # fmt: skip
SOURCES = pd.DataFrame({"source_id": ["a-i01", "a-d01", "b-i01"], "case_id": ["a", "a", "b"], "kind": ["interview", "document", "interview"], "date": ["2014-05-01", "", "2015"], "consent": ["", "", ""]})  # fmt: skip


def evidence(*rows):
    """rows: segment, source, kind, participant, role_group, code."""
    found = []
    for segment, source, kind, participant, group, code in rows:
        entry = BOOK.set_index("code").loc[code]
        known = {
            "segment_id": segment,
            "source_id": source,
            "case_id": source[0],
            "kind": kind,
            "participant_id": participant,
            "role_group": group,
        }
        found.append(
            dict.fromkeys(CONTRACTS["evidence"].columns, "")
            | known
            | {"code": code, "theme": entry["theme"], "subtheme": entry["subtheme"], "polarity": entry["polarity"]}
        )
    return pd.DataFrame(found, columns=list(CONTRACTS["evidence"].columns))


EVIDENCE = evidence(
    ("a-i01:1.1", "a-i01", "interview", "p1", "gp", "together"),
    ("a-i01:1.1", "a-i01", "interview", "p1", "gp", "slow"),
    ("a-i01:2.1", "a-i01", "interview", "p2", "gp", "together"),
    ("a-d01:1.1", "a-d01", "document", "", "", "alone"),
    ("b-i01:1.1", "b-i01", "interview", "p3", "manager", "together"),
    ("b-i01:1.1", "b-i01", "interview", "p3", "manager", "slow"),
)
DATA = {"evidence": EVIDENCE, "codebook": BOOK, "cases": CASES, "participants": PEOPLE, "sources": SOURCES}


@pytest.mark.parametrize(
    ("module", "key"),
    [
        (t05, ["theme", "subtheme", "code"]),
        (t06, ["theme", "case", "polarity"]),
        (t07, ["theme", "role"]),
        (t08, ["theme", "kind"]),
    ],
)
def test_counts_can_be_taken_again_from_the_evidence_alone(module, key):
    table = module.build(DATA)
    segments = EVIDENCE.drop_duplicates("segment_id").set_index("segment_id")
    for row, name in zip(table.frame.to_dict("records"), row_key(table.frame[key]), strict=True):
        behind = segments.loc[table.evidence.loc[table.evidence["row"] == name, "segment_id"].unique()]
        people = set(behind["participant_id"]) - {""}
        recounted = (len(behind), behind["source_id"].nunique(), len(people), behind["case_id"].nunique())
        assert tuple(row[column] for column in COUNTS) == recounted


def test_t05_shows_codes_never_given():
    assert t05.build(DATA | {"evidence": evidence()}).frame["n_segments"].tolist() == [0, 0, 0]


def test_t06_has_every_case_of_every_theme_with_its_polarities():
    rows = t06.build(DATA).frame[["theme", "case", "polarity", "n_segments"]].to_numpy().tolist()
    assert rows == [
        ["style", "Case 1", "supports", 2], ["style", "Case 1", "contradicts", 1], ["style", "Case 2", "supports", 1],
        ["style", "Case 2", "contradicts", 0], ["pace", "Case 1", "supports", 1], ["pace", "Case 2", "supports", 1],
    ]  # fmt: skip


def test_t07_gives_the_number_of_people_with_each_role():
    frame = t07.build(DATA).frame
    assert frame[["role", "role_n", "n_participants"]].to_numpy().tolist() == [
        ["gp", 2, 2],
        ["manager", 1, 1],
        ["gp", 2, 1],
        ["manager", 1, 1],
    ]


def test_t08_tells_converging_dissonant_and_silent_kinds_from_kinds_without_sources():
    frame = t08.build(DATA).frame.set_index(["theme", "kind"])["convergence"]
    assert frame["style", "interview"] == "converge" and frame["style", "document"] == "dissonant"
    assert frame["pace", "document"] == "silent" and frame["pace", "observation"] == "no sources"


def test_t16_counts_shared_segments_and_their_share():
    table = t16.build(DATA, min_segments=1)
    assert table.frame.to_numpy().tolist() == [["together", "slow", 2, round(2 / 3, 4), 2]]
    assert sorted(table.evidence["segment_id"]) == ["a-i01:1.1", "b-i01:1.1"]
    assert t16.build(DATA, min_segments=3).frame.empty


def test_t02_counts_sources_words_and_dates():
    segments = pd.DataFrame(
        {
            "segment_id": ["a-i01:1.1", "a-d01:1.1"],
            "case_id": ["a", "a"],
            "kind": ["interview", "document"],
            "words": [10, 5],
        }
    )
    frame = t02.build(DATA | {"segments": segments}).frame
    assert frame.iloc[0].tolist() == ["Case 1", 1, 1, 0, 0, 15, "2014-05-01", "2014-05-01"]
    assert frame.iloc[1].tolist() == ["Case 2", 0, 1, 0, 0, 0, "2015", "2015"]


def test_t03_groups_people_and_names_no_role_in_words():
    frame = t03.build(DATA).frame
    assert frame[["role", "titular", "case", "n"]].to_numpy().tolist() == [
        ["gp", "no", "Case 1", 1],
        ["gp", "yes", "Case 1", 1],
        ["manager", "yes", "Case 2", 1],
    ]


def test_t25_tells_settled_from_residual():
    log = pd.DataFrame(
        {
            "kind": ["person", "person", "date"],
            "layer": ["register", "truecase", "pattern"],
            "by": ["register", "nobody", "rule"],
            "n": [3, 2, 4],
        }
    )
    frame = t25.build({"log": log}).frame.set_index("kind")
    assert frame.loc["person"].tolist() == [5, "register 3; truecase 2", 3, 2]
    assert frame.loc["all", "n"] == 9 and frame.loc["all", "residual"] == 6


@pytest.mark.parametrize("table", CATALOGUE)
def test_every_table_of_the_catalogue_has_its_module(table):
    module = __import__(f"multicase.tables.{table.lower()}", fromlist=["build"])
    assert module.COLUMNS and callable(module.build)
