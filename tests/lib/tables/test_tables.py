"""Tables count distinct things, show zeros, and every count can be taken again from its evidence."""

from __future__ import annotations

import importlib

import pandas as pd
import pytest
from multicase import claims
from multicase.claims import judge, robustness
from multicase.contracts import CONTRACTS
from multicase.figures import catalogue as figures
from multicase.study import attributes, codebook, files
from multicase.tables import catalogue, t02, t03, t05, t06, t07, t08, t16, t22, t23, t24, t25, t29, t30
from multicase.tables.table import COUNTS, row_key
from small_study import REPOSITORY

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
READ = SOURCES.assign(read=True, coders="coder_1", segments=1, words=1)
OWN = attributes.declared(
    {"attributes": {"participants": dict.fromkeys(["organisation_type", "level", "titular", "profession"])}}
)


def evidence(*rows):
    """rows: segment, source, kind, participant, role_group, code."""
    found = []
    for number, (segment, source, kind, participant, group, code) in enumerate(rows):
        entry = BOOK.set_index("code").loc[code]
        known = {
            "segment_id": segment,
            "source_id": source,
            "case_id": source[0],
            "kind": kind,
            "participant_id": participant,
            "role_group": group,
            "passage_start": number,
            "passage_end": number + 1,
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
SEGMENTS = EVIDENCE.drop_duplicates("segment_id").assign(left_out="", is_interviewer=False, words=10)
DATA |= {"read_sources": READ, "attributes": OWN, "segments": SEGMENTS}


@pytest.mark.parametrize(
    ("module", "key"),
    [
        (t05, ["theme", "subtheme", "code"]),
        (t06, ["theme", "case", "polarity"]),
        (t07, ["theme", "by", "value"]),
        (t08, ["theme", "kind"]),
        (t30, ["theme", "case", "kind"]),
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
    frame = t05.build(DATA | {"evidence": evidence()}).frame
    assert frame["n_segments"].tolist() == frame["n_codings"].tolist() == [0, 0, 0]


def test_t05_counts_a_passage_that_touches_two_segments_as_one_coding():
    assert t05.build(DATA).frame.set_index("code")["n_codings"].to_dict() == {"together": 3, "alone": 1, "slow": 2}
    long = evidence(*((f"a-i01:{n}.1", "a-i01", "interview", "p1", "gp", "slow") for n in (1, 2)))
    long = long.assign(passage_start=0, passage_end=90, start=[0, 50], end=[40, 90])
    frame = t05.build(DATA | {"evidence": long}).frame.set_index("code")
    assert frame.loc["slow", ["n_codings", "n_segments"]].tolist() == [1, 2]
    two = pd.concat([long, long.assign(coder="coder_2")])
    assert t05.build(DATA | {"evidence": two}).frame.set_index("code").loc["slow", "n_codings"] == 2


def test_t06_has_every_case_of_every_theme_with_its_polarities():
    rows = t06.build(DATA).frame[["theme", "case", "polarity", "n_segments"]].to_numpy().tolist()
    assert rows == [
        ["style", "Case 1", "supports", 2], ["style", "Case 1", "contradicts", 1], ["style", "Case 2", "supports", 1],
        ["style", "Case 2", "contradicts", 0], ["pace", "Case 1", "supports", 1], ["pace", "Case 2", "supports", 1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "unread", "expected"),
    [
        ((300, 200, 50), (), [[500, "4.000"], [500, "2.000"], [50, "20.000"], [50, "0.000"], [500, "2.000"], [50, "20.000"]]),
        ((300, 200, 50), ("a-d01",), [[300, "6.667"], [300, "3.333"], [50, "20.000"], [50, "0.000"], [300, "3.333"], [50, "20.000"]]),
        ((300, 200, 0), (), [[500, "4.000"], [500, "2.000"], [0, "undefined"], [0, "undefined"], [500, "2.000"], [0, "undefined"]]),
    ],
)  # fmt: skip
def test_t06_tells_segments_per_thousand_words_of_the_sources_of_the_case_that_are_read(words, unread, expected):
    read = READ.assign(words=words, read=~READ["source_id"].isin(unread))
    evidence = EVIDENCE[~EVIDENCE["source_id"].isin(unread) | (EVIDENCE["polarity"] == "contradicts")]
    frame = t06.build(DATA | {"read_sources": read, "evidence": evidence}).frame
    assert frame[["words", "per_1000_words"]].to_numpy().tolist() == expected


@pytest.mark.parametrize("module", [t06, t08, t29, t30])
def test_words_of_sources_that_nobody_has_read_count_nowhere(module):
    more = READ.assign(source_id=READ["source_id"] + "x", read=False, coders="", words=900)
    with_them = module.build(DATA | {"read_sources": pd.concat([READ, more], ignore_index=True)})
    assert with_them.frame.equals(module.build(DATA).frame)


@pytest.mark.parametrize("module", [t06, t07, t08, t29, t30])
def test_the_order_of_evidence_and_of_what_was_read_changes_nothing(module):
    turned = {name: DATA[name].iloc[::-1] for name in ("evidence", "read_sources", "segments", "participants")}
    assert module.build(DATA | turned).frame.equals(module.build(DATA).frame)


def test_t16_counts_shared_segments_and_their_share():
    table = t16.build(DATA, min_segments=1)
    assert table.frame.to_numpy().tolist() == [["together", "slow", 2, round(2 / 3, 4), 2]]
    assert sorted(table.evidence["segment_id"]) == ["a-i01:1.1", "b-i01:1.1"]
    assert t16.build(DATA, min_segments=3).frame.empty


def met(*segments):
    """T16 of codes that meet: for each segment its codes, as letters; a pair must meet twice."""
    book = pd.DataFrame({"code": list("abcd")})
    rows = [(f"s:{n}.1", "a", code) for n, codes in enumerate(segments) for code in codes]
    evidence = pd.DataFrame(rows, columns=["segment_id", "case_id", "code"])
    return t16.build({"codebook": book, "evidence": evidence}, min_segments=2)


@pytest.mark.parametrize(
    ("segments", "n", "note"),
    [
        (("ab", "ab"), 1, ""),
        (("ab", "ab", "ac"), 1, "Left out: 1 pair of codes that meets in fewer than 2 segments (cooccurrence.min_segments)."),
        (("abc", "ab", "cd"), 1, "Left out: 3 pairs of codes that meet in fewer than 2 segments (cooccurrence.min_segments)."),
    ],
)  # fmt: skip
def test_t16_tells_how_many_pairs_meet_too_seldom_to_be_shown(segments, n, note):
    table = met(*segments)
    assert (len(table.frame), table.note, table.missing) == (n, note, "")


@pytest.mark.parametrize(
    ("segments", "missing"),
    [
        (("a", "b"), "Nothing to show: no two codes were given to the same segment."),
        (("ab", "cd"), "Nothing to show. Left out: 2 pairs of codes that meet in fewer than 2 segments (cooccurrence.min_segments)."),
        ((), ""),  # told as of every table
    ],
)  # fmt: skip
def test_an_empty_t16_says_whether_codes_meet_at_all(segments, missing):
    table = met(*segments)
    assert (len(table.frame), table.note, table.missing) == (0, "", missing)


def test_t02_counts_sources_words_and_dates():
    segments = pd.DataFrame(
        {
            "segment_id": ["a-i01:1.1", "a-d01:1.1", "a-d01:2.1"],
            "case_id": ["a", "a", "a"],
            "kind": ["interview", "document", "document"],
            "layer": ["speech", "speech", "heading"],
            "words": [10, 5, 7],
        }
    )
    frame = t02.build(DATA | {"segments": segments}).frame  # words of headings don't count
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
    unread = pd.DataFrame(columns=list(CONTRACTS["rereading"].columns))
    frame = t25.build({"log": log, "rereading": unread}).frame.set_index("kind")
    assert frame.loc["person"].tolist() == [5, "register 3; truecase 2", 3, 2]
    assert frame.loc["all", "n"] == 9 and frame.loc["all", "residual"] == 6


CLAIMS = {"claims": [{"claim": "C1", "statement": "S.", "supports": ["together"], "contradicts": ["alone"],
                      "criterion": {"cases": 1}}]}  # fmt: skip


@pytest.fixture
def judged():
    """Two cases for a claim and one against it, with the verdicts on everything and without each of them."""
    rows = evidence(*(
        (f"{case}-i0{n}:1.1", f"{case}-i0{n}", "interview", f"{case}{n}", "gp", code)
        for case, code in (("a", "together"), ("b", "together"), ("c", "alone")) for n in (1, 2)
    )).assign(exact="words", consent="quote", coder="coder_1")  # fmt: skip
    cases = pd.DataFrame({"case_id": ["a", "b", "c"], "label": ["Case 1", "Case 2", "Case 3"]})
    parsed = claims.parse(CLAIMS)
    verdicts = [
        judge.judge(parsed, rows, list("abc")),
        robustness.judge_again(parsed, rows, rows.iloc[:0], list("abc")),
    ]
    return DATA | {"evidence": rows, "cases": cases, "claims": CLAIMS, "verdicts": pd.concat(verdicts)}


def test_t22_lists_the_segments_that_speak_against_a_claim(judged):
    table = t22.build(judged)
    assert table.frame[["segment", "case"]].to_numpy().tolist() == [["c-i01:1.1", "Case 3"], ["c-i02:1.1", "Case 3"]]
    assert list(table.evidence["segment_id"]) == ["c-i01:1.1", "c-i02:1.1"] and table.missing == ""


def test_t23_tells_the_verdict_and_those_of_the_cases(judged):
    table = t23.build(judged)
    assert table.frame[["case", "verdict", "n_for", "n_against"]].to_numpy().tolist() == [
        ["all cases", "leaning for", 4, 2], ["Case 1", "supported", 2, 0], ["Case 2", "supported", 2, 0],
        ["Case 3", "contradicted", 0, 2],
    ]  # fmt: skip
    assert table.frame["themes"].tolist() == ["style", "", "", ""]
    whole = table.evidence[table.evidence["row"] == "claim=C1;case=all cases"]
    assert whole.groupby("column")["segment_id"].agg(len).to_dict() == {"n_for": 4, "n_against": 2}


def test_t24_tells_what_becomes_of_a_verdict_without_each_case(judged):
    table = t24.build(judged)
    of_cases = table.frame[table.frame["decision"] == robustness.CASES]
    assert of_cases[["variation", "verdict", "on_everything", "changed"]].to_numpy().tolist() == [
        ["Case 1", "divided", "leaning for", "yes"],
        ["Case 2", "divided", "leaning for", "yes"],
        ["Case 3", "supported", "leaning for", "yes"],
    ]
    without = table.evidence[table.evidence["row"] == "claim=C1;decision=a case left out;variation=Case 3"][
        "segment_id"
    ]
    assert {segment[0] for segment in without} == {"c"}


def entries():
    shipped = files.mapping([str(REPOSITORY / "data/gp-leadership/tables.yaml")])
    return catalogue.of_study(shipped) | figures.of_study(shipped)


@pytest.mark.parametrize("name", entries())
def test_every_table_and_figure_of_the_catalogues_has_its_module(name):
    room = "tables" if name.startswith("T") else "figures"
    module = importlib.import_module(f"multicase.{room}.{entries()[name].module}")
    if room == "figures":
        assert callable(module.rows) and callable(module.figure) and callable(module.alt)
    else:
        assert callable(module.build) and (module.COLUMNS if name in catalogue.core() else module.VARIES)


def test_what_a_study_declares_stands_beside_what_every_study_has():
    names = set(entries())
    assert names >= {*catalogue.core(), *figures.core(), "T11", "T12", "T13", "T14", "T15", "F07", "F08", "F09", "F15"}
    assert set(catalogue.of_study(None)) == set(catalogue.core()) and set(figures.of_study(None)) == set(figures.core())
