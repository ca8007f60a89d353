"""The chain of evidence, of a results folder written by hand: from a cell, a mark or a claim down to words and hashes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from multicase import frames
from multicase.audit import explain, reproduction
from multicase.figures import catalogue as figure_catalogue
from multicase.figures import f13, f14, f17
from multicase.study.problems import StudyError

WITHHELD = "(may be counted, not quoted)"
NORTH, SOUTH = "Case 1: north; hills (pilot)", "Case 2 [south]"
ROLES = {"n-p1": "GP", "n-p2": "GP", "s-p1": "Participant"}
POLARITY = {
    "slow": ("pace", "supports"),
    "fast": ("pace", "contradicts"),
    "money": ("means", "neutral"),
    "time": ("means", "neutral"),
}


def coding(segment, code, consent="quote", person="", **more):
    theme, polarity = POLARITY[code]
    source = segment.partition(":")[0]
    return {
        "segment_id": segment, "source_id": source, "case_id": source[0], "kind": "interview", "date": "2014-05-01",
        "consent": consent, "participant_id": person,
        "theme": theme, "code": code, "polarity": polarity, "coder": "coder_1", "origin": "manual", "rule_id": "",
        "start": "0", "end": "4", "exact": f"words on {code}" if consent == "quote" else WITHHELD,
        "memo": "Why." if consent == "quote" else WITHHELD,
    } | more  # fmt: skip


EVIDENCE = [
    coding("n-i1:1.1", "slow", person="n-p1"),
    coding("n-i1:1.1", "fast", person="n-p1", coder="coder_2"),
    coding("n-i1:2.1", "slow", person="n-p2"),
    coding("n-i1:2.1", "money", person="n-p2"),
    coding("n-i1:3.1", "time", person="n-p2"),
    coding("s-i1:1.1", "slow", "aggregate", person="s-p1"),
    coding("s-i1:2.1", "fast", "aggregate", person="s-p1", origin="dictionary", coder="dictionary", rule_id="fast.i1"),
]


REMOVED = coding("n-i1:3.1", "fast", person="n-p2", coder="coder_2")
# segment -> (speaker, text)
SAID = {
    "n-i1:1.1": ("n-p1", "All of n-i1:1."), "n-i1:2.1": ("n-p2", "All of n-i1:2."), "n-i1:3.1": ("n-p2", "All of n-i1:3."),
    "n-i1:10.1": ("", "And " + "so " * 80 + "on?"), "s-i1:1.1": ("s-p1", WITHHELD), "s-i1:2.1": ("s-p1", WITHHELD),
}  # fmt: skip


class Results:
    """A results folder."""

    def __init__(self, root):
        self.root = root
        for name in ("tables", "figures", "audit"):
            (root / name).mkdir(parents=True, exist_ok=True)

    def table(self, name, frame, behind=None, **about):
        """behind: row -> column -> segments, if the table rests on segments."""
        frame.to_csv(self.root / f"tables/{name}.csv", index=False)
        told = {"title": f"Title of {name}", "caption": f"Caption of {name}", "note": "Note."} | about
        (self.root / f"tables/{name}.json").write_text(json.dumps(told), encoding="utf-8")
        given = [
            (row, column, item) for row, of in (behind or {}).items() for column, items in of.items() for item in items
        ]
        frames.write(
            pd.DataFrame(given, columns=["row", "column", "segment_id"]), self.root / f"tables/{name}.evidence.parquet", "table_evidence"
        )  # fmt: skip

    def figure(self, name, frame, *drawn_from, **about):
        """Its marks rest on what the catalogue says, or on the rows of its first table that have the same key."""
        frame.to_csv(self.root / f"figures/{name}.csv", index=False)
        rows = frames.read(self.root / f"tables/{drawn_from[0]}.evidence.parquet", "table_evidence")["row"]
        keys = [part.partition("=")[0] for part in rows.iloc[0].split(";")] if len(rows) else []
        own = [{"table": drawn_from[0], "by": {column: column for column in frame if column in keys}}]
        marks = figure_catalogue.core()[name].marks if name in figure_catalogue.core() else own
        told = {
            "title": f"Title of {name}",
            "caption": "Drawn.",
            "note": "Note.",
            "drawn_from": list(drawn_from),
            "marks": list(marks),
        } | about
        (self.root / f"figures/{name}.json").write_text(json.dumps(told), encoding="utf-8")

    def listed(self, name, *given):
        pd.DataFrame(given).to_csv(self.root / f"audit/{name}.csv", index=False)

    def claims(self, *given):
        told = [{"id": name, "supports": supports, "contradicts": against} for name, supports, against in given]
        (self.root / "audit/claims.json").write_text(json.dumps(told), encoding="utf-8")

    def explain(self, *asked):
        return explain.explain(self.root, *asked)


def key(theme, case, polarity):
    return f"theme={theme};case={case};polarity={polarity}"


T06 = pd.DataFrame(
    [
        ("pace", NORTH, "supports", 2),
        ("pace", NORTH, "contradicts", 1),
        ("pace", SOUTH, "supports", 1),
        ("means", NORTH, "neutral", 2),
    ],
    columns=["theme", "case", "polarity", "n_segments"],
).assign(n_sources=1, share="0.5")
SLOW_NORTH = ["n-i1:1.1", "n-i1:2.1"]
OVER_ALL = "all cases"
# what holds for a whole claim stands in its first row alone
T23 = pd.DataFrame(
    [
        ("C1", OVER_ALL, "divided", 1, 1, 1, "It is slow.", "slow", "fast"),
        ("C1", NORTH, "insufficient", 1, 1, 0, "", "", ""),
        ("C1", SOUTH, "supported", 1, 0, 1, "", "", ""),
        ("C12", OVER_ALL, "insufficient", 2, 0, 0, "It is money.", "money; time", ""),
        ("C12", NORTH, "insufficient", 2, 0, 0, "", "", ""),
        ("C12", SOUTH, "insufficient", 0, 0, 0, "", "", ""),
    ],
    columns=["claim", "case", "verdict", "n_for", "n_mixed", "n_against", "statement", "codes_for", "codes_against"],
)
T23 = T23.assign(why=[f"reason {n}" for n in range(len(T23))], criterion="c", conditions="d", rivals="")
BEHIND_T23 = {
    f"claim=C1;case={OVER_ALL}": {"n_for": ["n-i1:2.1", "s-i1:1.1"], "n_mixed": ["n-i1:1.1"], "n_against": ["s-i1:2.1"]},
    f"claim=C1;case={NORTH}": {"n_for": ["n-i1:2.1"], "n_mixed": ["n-i1:1.1"]},
    f"claim=C1;case={SOUTH}": {"n_for": ["s-i1:1.1"], "n_against": ["s-i1:2.1"]},
    f"claim=C12;case={OVER_ALL}": {"n_for": ["n-i1:2.1", "n-i1:3.1"]},
    f"claim=C12;case={NORTH}": {"n_for": ["n-i1:2.1", "n-i1:3.1"]},
}  # fmt: skip
T24 = pd.DataFrame(
    [
        ("C1", "a case left out", NORTH, "supported", "divided", "yes"),
        ("C1", "a case left out", SOUTH, "insufficient", "divided", "too little left"),
        ("C1", "a threshold", "minimum 3", "divided", "divided", ""),
        ("C12", "a case left out", NORTH, "insufficient", "insufficient", ""),
        ("C12", "a case left out", SOUTH, "divided", "insufficient", "yes"),
    ],
    columns=["claim", "decision", "variation", "verdict", "on_everything", "changed"],
)
T22 = pd.DataFrame(
    [
        ("C1", "against", "s-i1:2.1", SOUTH, "open: nobody has said"), ("C1", "against", "n-i1:1.1", NORTH, "x"),
        ("C12", "for", "n-i1:3.1", NORTH, "y"),
    ],
    columns=["claim", "side", "segment", "case", "disposition"],
)  # fmt: skip


def left_out(claim, decision, variation):
    return f"claim={claim};decision={decision};variation={variation}"


def laid_open(made):
    """The files of the audit."""
    made.listed("evidence", *EVIDENCE)
    made.listed("removed", REMOVED)
    made.listed("cases", {"case_id": "n", "case": NORTH}, {"case_id": "s", "case": SOUTH})
    made.listed("codes", *({"code": code, "theme": theme, "polarity": of} for code, (theme, of) in POLARITY.items()))
    made.listed("participants", *({"participant_id": name, "shown_as": role} for name, role in ROLES.items()))
    made.listed("sources", *(
        {"source_id": name, "case_id": name[0], "kind": "interview", "date": "2014-05-01", "consent": consent,
         "text_sha256": f"text of {name}", "raw_sha256": f"raw of {name}"}
        for name, consent in (("n-i1", "quote"), ("s-i1", "aggregate"))
    ))  # fmt: skip
    made.listed("segments", *(
        {"segment_id": name, "source_id": name[:4], "case_id": name[0], "kind": "interview", "turn": name[5:-2], "participant_id": person,
         "is_interviewer": str(not person), "left_out": "" if person else "interviewer", "text": text, "locator": "line 3"}
        for name, (person, text) in SAID.items()
    ))  # fmt: skip
    made.claims(("C1", ["slow"], ["fast"]), ("C12", ["money", "time"], []))


@pytest.fixture
def results(laid, tmp_path):
    """A copy of what is laid open."""
    return Results(shutil.copytree(laid.root, tmp_path / "small"))


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    made = Results(tmp_path_factory.mktemp("laid") / "small")
    laid_open(made)
    made.table("T01", pd.DataFrame({"case": [NORTH, SOUTH], "region": ["hills", "coast"]}))
    made.table(
        "T05", pd.DataFrame({"theme": ["pace", "pace"], "code": ["slow", "fast"], "n_segments": [3, 2]}),
        {"theme=pace;code=slow": {"counts": [*SLOW_NORTH, "s-i1:1.1"]}, "theme=pace;code=fast": {"counts": ["n-i1:1.1", "s-i1:2.1"]}},
    )  # fmt: skip
    made.table(
        "T06", T06,
        {key("pace", NORTH, "supports"): {"counts": SLOW_NORTH, "share": ["n-i1:2.1"]}, key("pace", NORTH, "contradicts"): {"counts": ["n-i1:1.1"]},
         key("pace", SOUTH, "supports"): {"counts": ["s-i1:1.1"]}, key("means", NORTH, "neutral"): {"counts": ["n-i1:2.1", "n-i1:3.1"]}},
    )  # fmt: skip
    made.table(
        "T16", pd.DataFrame({"code_a": ["slow"], "code_b": ["money"], "n_segments": [1]}),
        {"code_a=slow;code_b=money": {"counts": ["n-i1:2.1"]}},
    )  # fmt: skip
    made.table(
        "T21", pd.DataFrame({"claim": ["C1", "C1"], "quote_id": ["C1.n-i1:2.1", "C1.n-i1:1.1"], "text": ["words on slow", "words on fast"], "code": ["slow", "fast"]}),
        {"quote_id=C1.n-i1:2.1": {"text": ["n-i1:2.1"]}, "quote_id=C1.n-i1:1.1": {"text": ["n-i1:1.1"]}},
    )  # fmt: skip
    made.table("T22", T22)
    made.table("T23", T23, BEHIND_T23, derived={"verdict": "row"})
    made.table(
        "T24", T24,
        {left_out("C1", "a case left out", NORTH): {"verdict": SLOW_NORTH}, left_out("C1", "a case left out", SOUTH): {"verdict": ["s-i1:1.1", "s-i1:2.1"]},
         left_out("C12", "a case left out", NORTH): {"verdict": ["n-i1:3.1"]}},
    )  # fmt: skip
    return made


def ids(told, name="segments"):
    return [item["segment"] for item in told[name]]


def codes(told, name="segments"):
    return [[entry["code"] for entry in item["codings"]] for item in told[name]]


# Tables


def test_a_table_without_a_row_tells_its_rows_and_columns_and_what_stands_around_it(results):
    told = results.explain("T06")
    assert told["rows"] == {
        1: key("pace", NORTH, "supports"), 2: key("pace", NORTH, "contradicts"), 3: key("pace", SOUTH, "supports"),
        4: key("means", NORTH, "neutral"),
    }  # fmt: skip
    assert told["columns"] == ["theme", "case", "polarity", "n_segments", "n_sources", "share"]
    assert (told["study"], told["target"], told["title"], told["caption"], told["note"]) == (
        "small", "T06", "Title of T06", "Caption of T06", "Note.",
    )  # fmt: skip
    assert "segments" not in told


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("1", 1), ("3", 3), ("4", 4),
        (key("pace", NORTH, "supports"), 1),
        (key("pace", NORTH, "contradicts"), 2),
        (key("pace", SOUTH, "supports"), 3),
        ("theme=means", 4), ("polarity=neutral", 4), ("polarity=contradicts", 2),
        (f"case={SOUTH}", 3),
        (f"polarity=supports;case={SOUTH}", 3),  # in another order
        (f"case={SOUTH} ; theme=pace", 3),
    ],
)  # fmt: skip
def test_a_row_is_named_by_its_number_its_key_or_a_part_of_it(results, row, number):
    assert results.explain("T06", row)["row"] == results.explain("T06")["rows"][number]


@pytest.mark.parametrize(("row", "number"), [(f"case={NORTH};polarity=supports", 1), (f"case={NORTH};theme=means", 4)])
def test_a_part_of_a_key_may_hold_a_semicolon(results, row, number):
    assert results.explain("T06", row)["row"] == results.explain("T06")["rows"][number]


@pytest.mark.parametrize("code", ["c1", "t06", "f02"])
def test_a_code_that_is_called_like_a_claim_a_table_or_a_figure_is_asked_for_as_it_is_written(results, code):
    results.listed("codes", {"code": code, "theme": "pace", "polarity": "supports"})
    row = f"theme=pace;code={code}"
    results.table(
        "T05", pd.DataFrame({"theme": ["pace"], "code": [code], "n_segments": [1]}), {row: {"counts": ["n-i1:1.1"]}}
    )
    assert results.explain(code)["row"] == row
    assert results.explain("T06")["target"] == "T06"


def lost(results, *asked):
    with pytest.raises(StudyError) as error:
        results.explain(*asked)
    return str(error.value)


def test_a_part_that_names_several_rows_is_refused_and_they_are_named(results):
    told = lost(results, "T06", "polarity=supports")
    assert "It names several rows; add a part" in told
    assert key("pace", NORTH, "supports") in told and key("pace", SOUTH, "supports") in told
    assert "contradicts" not in told and "means" not in told


@pytest.mark.parametrize("row", ["theme=mood", "0", "5", "-1", "theme=pac", "pace", "²", "①"])
def test_a_row_that_is_not_there_is_refused_and_those_that_are_are_named(results, row):
    told = lost(results, "T06", row)
    assert f"found '{row}'" in told and all(name in told for name in results.explain("T06")["rows"].values())
    assert "..." not in told


def test_of_the_rows_that_are_there_those_most_like_the_asked_one_come_first_and_twelve_are_named(results):
    frame = pd.DataFrame({"theme": [f"t{n:02d}" for n in range(20)], "case": "x"})
    results.table("T07", frame, {f"theme=t{n:02d};case=x": {"counts": ["n-i1:1.1"]} for n in range(20)})
    listed = lost(results, "T07", "theme=t19;case=y").splitlines()[2:]
    assert listed[0].strip() == "theme=t19;case=x" and len(listed) == 13 and listed[-1].strip() == "..."


def test_a_row_tells_its_cells_and_a_column_one_of_them(results):
    assert results.explain("T06", "3")["cells"] == {
        "theme": "pace", "case": SOUTH, "polarity": "supports", "n_segments": "1", "n_sources": "1", "share": "0.5",
    }  # fmt: skip
    assert results.explain("T06", "3", "n_segments")["cells"] == {"n_segments": "1"}


def test_a_column_that_is_not_there_is_refused_and_those_that_are_are_named(results):
    told = lost(results, "T06", "1", "n_segment")
    assert "nearest: 'n_segments'" in told and all(name in told for name in T06.columns)


@pytest.mark.parametrize(
    ("column", "segments"),
    [
        ("", SLOW_NORTH), ("n_segments", SLOW_NORTH), ("n_sources", SLOW_NORTH), ("share", ["n-i1:2.1"]),
        ("polarity", SLOW_NORTH),  # what names a row rests on the row's
    ],
)  # fmt: skip
def test_the_segments_behind_a_cell_are_those_of_its_column(results, column, segments):
    assert ids(results.explain("T06", "1", column)) == segments


@pytest.mark.parametrize(
    ("column", "segments"),
    [
        ("n_cases", ["n-i1:1.1"]),
        ("n_for", ["n-i1:2.1"]),
        ("case", ["n-i1:1.1", "n-i1:2.1"]),
        ("", ["n-i1:1.1", "n-i1:2.1"]),
    ],
)
def test_counts_rest_on_other_segments_than_a_column_with_evidence_of_its_own(results, column, segments):
    frame = pd.DataFrame({"case": [SOUTH], "n_cases": [1], "n_for": [1]})
    results.table("T07", frame, {f"case={SOUTH}": {"counts": ["n-i1:1.1"], "n_for": ["n-i1:2.1"]}})
    assert ids(results.explain("T07", "1", column)) == segments


def test_a_value_of_0_that_is_no_count_rests_on_what_it_is_worked_out_of(results):
    frame, behind = pd.DataFrame({"case": [SOUTH], "rate": ["0"]}), {f"case={SOUTH}": {"counts": ["n-i1:1.1"]}}
    results.table("T07", frame, behind, derived={"rate": "counts"})
    assert ids(results.explain("T07", "1", "rate")) == ["n-i1:1.1"]


def test_of_a_column_that_is_counted_from_something_else_it_is_said_that_no_segments_stand_behind_it(results):
    results.table("T06", T06.assign(words=40), {key("pace", NORTH, "supports"): {"counts": SLOW_NORTH}})
    told = results.explain("T06", "1", "words")
    assert told["without_segments"].startswith("No segments stand behind words") and "segments" not in told
    assert told["cells"] == {"words": "40"}


@pytest.mark.parametrize(("table", "column"), [("T06", "per_1000_words"), ("T05", "n_codings"), ("T08", "n_for")])
def test_of_results_that_do_not_say_what_a_column_is_worked_out_of_no_emptiness_is_told(results, table, column):
    frame, behind = pd.DataFrame({"case": [SOUTH], column: ["1.5"]}), {f"case={SOUTH}": {"sides": ["n-i1:1.1"]}}
    told = {}
    for name, derived in (("older", {}), ("today's", {"derived": {"another": "counts"}})):
        results.table(table, frame, behind, **derived)
        told[name] = results.explain(table, "1", column)["without_segments"]
    assert told["older"].startswith("An earlier version built these results") and column in told["older"]
    assert told["today's"].startswith(f"No segments stand behind {column}")


def test_a_value_may_hold_what_looks_like_a_part_of_a_key(results):
    odd = "East;b=c"
    results.table("T07", pd.DataFrame({"case": [odd], "n_segments": [1]}), {f"case={odd}": {"counts": ["n-i1:1.1"]}})
    assert ids(results.explain("T07", f"case={odd}")) == ["n-i1:1.1"]


def test_a_table_that_rests_on_no_segments_says_so_and_has_its_rows_by_number(results):
    assert results.explain("T01")["rows"] == {1: "row=1", 2: "row=2"}
    for row in ("2", "row=2"):
        told = results.explain("T01", row)
        assert told["cells"] == {"case": SOUTH, "region": "coast"} and "segments" not in told
        assert told["without_segments"].startswith("This table rests on no segments")


@pytest.mark.parametrize("target", ["t06", "T06"])
def test_a_table_is_named_in_small_letters_too(results, target):
    assert results.explain(target)["target"] == "T06"


def test_a_table_that_is_not_there_is_refused_and_those_that_are_are_named(results):
    told = lost(results, "T99")
    assert "'T99'" in told and all(name in told for name in ("T01", "T06", "T23"))


def test_a_mark_that_is_one_segments_rests_on_it_alone(results):
    marks = [("pace", "slow", "n-i1:2.1"), ("", "", "")]
    results.figure("F18", pd.DataFrame(marks, columns=["theme", "code", "segment"]), "T05")
    told = results.explain("F18", "1")
    assert ids(told) == ["n-i1:2.1"] and codes(told) == [["slow"]]
    assert ids(results.explain("F18", "2")) == []


def test_without_a_finished_build_nothing_is_explained(tmp_path):
    with pytest.raises(StudyError, match=r"no results to audit.*Run make first"):
        explain.explain(tmp_path, "T06")


# Only the codings that count


@pytest.mark.parametrize(
    ("target", "row", "expected"),
    [
        ("T06", key("pace", NORTH, "supports"), [["slow"], ["slow"]]),
        ("T06", key("pace", NORTH, "contradicts"), [["fast"]]),
        ("T06", key("means", NORTH, "neutral"), [["money"], ["time"]]),
        ("T05", "code=fast", [["fast"], ["fast"]]),
        ("T16", "1", [["money", "slow"]]),
        ("T21", "quote_id=C1.n-i1:1.1", [["fast"]]),
        ("T23", f"claim=C1;case={NORTH}", [["fast", "slow"], ["slow"]]),
        ("T24", left_out("C1", "a case left out", NORTH), [["fast", "slow"], ["slow"]]),
    ],
)
def test_only_the_codings_that_count_are_shown(results, target, row, expected):
    assert [sorted(names) for names in codes(results.explain(target, row))] == expected


def test_a_segment_of_which_no_coding_counts_is_shown_with_all(results):
    results.table(
        "T06", T06.iloc[:1].assign(polarity="neutral"), {key("pace", NORTH, "neutral"): {"counts": ["n-i1:1.1"]}}
    )
    assert sorted(codes(results.explain("T06", "1"))[0]) == ["fast", "slow"]


def declared(results, about, **cells):
    """What is shown of segments that have both `slow` and `money`, or `fast`, in a table that the study declares."""
    name = next(iter(cells))
    results.table(
        "T33", pd.DataFrame([cells]), {f"{name}={cells[name]}": {"counts": ["n-i1:1.1", "n-i1:2.1"]}}, codes=about
    )
    return [sorted(names) for names in codes(results.explain("T33", "1"))]


BARRIER = {"over": "coding", "values": {"barrier": ["fast", "money"], "enabler": ["slow"]}}


@pytest.mark.parametrize(
    ("about", "cells", "expected"),
    [
        ({"direction": BARRIER}, {"direction": "barrier"}, [["fast"], ["money"]]),
        ({"direction": BARRIER}, {"direction": "enabler"}, [["slow"], ["slow"]]),
        # two columns of one coding: the codes that have both values
        ({"direction": BARRIER, "pace": {"over": "coding", "values": {"rapid": ["fast", "time"]}}},
         {"direction": "barrier", "pace": "rapid"}, [["fast"], ["money", "slow"]]),
        # over segments: the codes of either column
        ({"a": {"over": "segment", "values": {"x": ["fast"]}}, "b": {"over": "segment", "values": {"y": ["money"]}}},
         {"a": "x", "b": "y"}, [["fast"], ["money"]]),
        # a column over segments says nothing where another is over the coding
        ({"direction": BARRIER, "b": {"over": "segment", "values": {"y": ["slow"]}}},
         {"direction": "barrier", "b": "y"}, [["fast"], ["money"]]),
        # a value that no code has says nothing
        ({"direction": BARRIER}, {"direction": "not coded"}, [["fast", "slow"], ["money", "slow"]]),
        ({"direction": BARRIER, "pace": {"over": "coding", "values": {"rapid": ["fast"]}}},
         {"direction": "enabler", "pace": "not coded"}, [["slow"], ["slow"]]),
        # what the same speaker says elsewhere is no coding of the row
        ({"direction": BARRIER, "pace": {"over": "speaker", "values": {"rapid": ["slow"]}}},
         {"direction": "barrier", "pace": "rapid"}, [["fast"], ["money"]]),
    ],
)  # fmt: skip
def test_of_a_declared_table_only_codings_with_the_row_s_attributes_are_shown(results, about, cells, expected):
    assert declared(results, about, **cells) == expected


# What is told of a segment


def test_a_segment_is_told_with_its_words_what_stands_around_them_and_the_hashes_of_its_text_and_its_raw_file(results):
    (told,) = results.explain("T06", key("pace", NORTH, "contradicts"))["segments"]
    assert told == {
        "segment": "n-i1:1.1", "source_id": "n-i1", "case_id": "n", "case": NORTH, "kind": "interview", "date": "2014-05-01",
        "turn": "1", "participant_id": "n-p1", "role": "GP", "locator": "line 3", "text": "All of n-i1:1.", "text_sha256": "text of n-i1", "raw_sha256": "raw of n-i1",
        "before": None, "after": {"segment": "n-i1:2.1", "role": "GP", "text": "All of n-i1:2."},
        "codings": [{"code": "fast", "polarity": "contradicts", "side": "against", "coder": "coder_2", "origin": "manual",
                     "rule": "", "words": "words on fast", "memo": "Why."}],
    }  # fmt: skip


def test_what_stands_around_a_segment_is_of_its_source_in_the_order_of_the_text_and_shortened(results):
    told = results.explain("n-i1:3.1")
    assert told["before"]["segment"] == "n-i1:2.1" and told["after"]["segment"] == "n-i1:10.1"
    assert told["after"]["role"] == "interviewer" and len(told["after"]["text"]) < 170
    assert told["after"]["text"].startswith("And so") and told["after"]["text"].endswith("so …")
    assert results.explain("n-i1:10.1")["after"] is None


def test_nothing_is_told_of_what_stands_around_words_that_are_withheld(results):
    told = results.explain("s-i1:2.1")
    assert (told["before"], told["after"], told["withheld"]) == (None, None, 1)


def test_words_that_may_not_be_quoted_are_withheld_and_their_coding_is_told(results):
    segments = {item["segment"]: item["codings"] for item in results.explain("T05", "code=fast")["segments"]}
    assert segments["s-i1:2.1"] == [
        {
            "code": "fast",
            "polarity": "contradicts",
            "side": "against",
            "coder": "dictionary",
            "origin": "dictionary",
            "rule": "fast.i1",
            "words": WITHHELD,
            "memo": WITHHELD,
        }
    ]
    assert segments["n-i1:1.1"][0]["words"] == "words on fast"


def test_beside_words_stands_what_may_be_told_of_who_says_them(results):
    assert [item["role"] for item in results.explain("T05", "code=slow")["segments"]] == ["GP", "GP", "Participant"]


def test_nobody_in_particular_has_no_role(results):
    results.listed("participants", {"participant_id": "x-p9", "shown_as": "GP"})
    assert {item["role"] for item in results.explain("T05", "code=slow")["segments"]} == {""}


# What is counted


COUNTED_TABLE = pd.DataFrame(
    {"theme": ["pace"], "n_segments": [3], "n_sources": [2], "n_participants": [3], "n_cases": [2]}
)


@pytest.fixture
def counting(results):
    results.table("T07", COUNTED_TABLE, {"theme=pace": {"counts": ["n-i1:1.1", "n-i1:2.1", "n-i1:10.1", "s-i1:1.1"]}})
    return results


@pytest.mark.parametrize(
    ("column", "what", "units"),
    [
        ("n_sources", "sources", [("n-i1", "interview, 2014-05-01", 3), ("s-i1", "interview, 2014-05-01", 1)]),
        (
            "n_participants",
            "participants",
            [("n-p1", "GP", 1), ("n-p2", "GP", 1), ("(not named)", WITHHELD.strip("()"), 1)],
        ),
        ("n_cases", "cases", [("n", NORTH, 3), ("s", SOUTH, 1)]),
    ],
)
def test_sources_participants_and_cases_are_listed_where_they_are_what_is_counted(counting, column, what, units):
    told = counting.explain("T07", "1", column)
    assert told["counts"] == what and set(told["listed"]) == {what}
    assert [(unit["id"], unit["is"], unit["n_segments"]) for unit in told["listed"][what]] == units


def test_where_segments_are_counted_nothing_else_is_listed_and_a_row_lists_all_that_it_counts(counting):
    assert counting.explain("T07", "1", "n_segments")["listed"] == {}
    assert set(counting.explain("T07", "1")["listed"]) == {"sources", "participants", "cases"}


def test_how_many_segments_are_withheld_is_told(counting):
    assert counting.explain("T07", "1")["withheld"] == 1 and counting.explain("T07", "1")["n_segments"] == 4


def speaking(told):
    return [(unit["id"], unit["case"], unit["speaks"]) for unit in told["speaking"]]


def test_who_counts_on_which_side_of_a_claim_is_told(results):
    results.table("T23", T23, BEHIND_T23)
    assert speaking(results.explain("T23", f"claim=C1;case={SOUTH}")) == [
        ("s-i1", SOUTH, "against"),
        ("s-i1", SOUTH, "for"),
    ]
    assert speaking(results.explain("T23", f"claim=C1;case={SOUTH}", "n_for")) == [("s-i1", SOUTH, "for")]
    assert "speaking" not in results.explain("T23", f"claim=C12;case={SOUTH}")
    assert speaking(results.explain("C12")) == [("n-i1", NORTH, "for")]


def test_where_participants_speak_it_is_they_who_are_told_and_their_source_where_nobody_knows_them(results):
    behind = {f"claim=C1;case={OVER_ALL}": {"n_for": ["n-i1:1.1", "n-i1:2.1"], "n_against": ["n-i1:10.1"]}}
    results.table("T23", T23.assign(unit="participant"), behind)
    told = results.explain("C1")
    assert speaking(told) == [("n-i1", NORTH, "against"), ("n-p1", NORTH, "for"), ("n-p2", NORTH, "for")]


# Figures


@pytest.fixture
def figures(results):
    marks = T06[["theme", "case", "polarity", "n_segments"]]
    results.figure("F04", marks, "T06")
    results.figure("F23", marks[["theme"]].drop_duplicates(), "T06")
    return results


def test_a_figure_without_a_row_tells_its_marks_and_what_it_is_drawn_from(figures):
    told = figures.explain("f04")
    assert told["rows"][3] == f"theme=pace; case={SOUTH}; polarity=supports; n_segments=1" and len(told["rows"]) == 4
    assert (told["target"], told["title"], told["caption"], told["note"]) == ("F04", "Title of F04", "Drawn.", "Note.")
    assert told["drawn_from"] == ["T06"] and "segments" not in told


@pytest.mark.parametrize("row", ["1", f"theme=pace; case={NORTH}; polarity=supports; n_segments=2"])
def test_a_mark_is_told_with_the_rows_of_the_table_that_it_shows_and_the_segments_behind_them(figures, row):
    told = figures.explain("F04", row)
    assert told["mark"] == {"theme": "pace", "case": NORTH, "polarity": "supports", "n_segments": "2"}
    assert told["table_rows"] == {"T06": [key("pace", NORTH, "supports")]}
    assert ids(told) == SLOW_NORTH and codes(told) == [["slow"], ["slow"]]


def test_a_mark_that_is_a_sum_of_several_rows_rests_on_the_segments_of_all(figures):
    told = figures.explain("F23", "1")
    assert told["mark"] == {"theme": "pace"}
    assert told["table_rows"] == {
        "T06": [key("pace", NORTH, "supports"), key("pace", NORTH, "contradicts"), key("pace", SOUTH, "supports")]
    }
    assert ids(told) == ["n-i1:1.1", "n-i1:2.1", "s-i1:1.1"]
    assert [sorted(names) for names in codes(told)] == [["fast", "slow"], ["slow"], ["slow"]]


def test_a_mark_is_found_by_what_its_row_says_though_that_is_no_part_of_the_key(results):
    frame = pd.DataFrame({"theme": ["pace", "means"], "strength": ["strong", "weak"]})
    results.table("T10", frame, {"theme=pace": {"counts": ["n-i1:1.1"]}, "theme=means": {"counts": ["n-i1:3.1"]}})
    by_strength = [{"table": "T10", "by": {"strength": "strength"}}]
    results.figure("F22", pd.DataFrame({"strength": ["weak"], "n": [1]}), "T10", marks=by_strength)
    assert results.explain("F22", "1")["table_rows"] == {"T10": ["theme=means"]}


def test_of_a_mark_of_a_declared_table_only_codings_with_its_attributes_are_shown(results):
    frame = pd.DataFrame({"direction": ["barrier", "enabler"], "n_segments": [2, 2]})
    both = {"counts": ["n-i1:1.1", "n-i1:2.1"]}
    results.table("T33", frame, {"direction=barrier": both, "direction=enabler": both}, codes={"direction": BARRIER})
    results.figure("F20", frame, "T33")
    assert codes(results.explain("F20", "1")) == [["fast"], ["money"]]
    assert codes(results.explain("F20", "2")) == [["slow"], ["slow"]]


def test_a_mark_of_a_verdict_shows_its_row_of_t23_with_the_segments_on_every_side(results):
    results.figure("F13", f13.rows({"T23": T23.assign(themes="pace")}), "T23")
    told = results.explain("F13", f"claim=C1; case={NORTH}")
    assert told["table_rows"] == {"T23": [f"claim=C1;case={NORTH}"]} and ids(told) == ["n-i1:1.1", "n-i1:2.1"]


def test_a_mark_of_a_verdict_without_a_case_shows_its_own_row_of_t24(results):
    results.figure("F14", f14.rows({"T24": T24}), "T24")
    told = results.explain("F14", f"claim=C1; variation={NORTH}")
    assert told["table_rows"] == {"T24": [left_out("C1", "a case left out", NORTH)]} and ids(told) == SLOW_NORTH


def test_a_mark_of_robustness_shows_all_variations_of_its_kind_whatever_they_lead_to(results):
    results.figure("F17", f17.rows({"T24": T24}), "T24")
    told = results.explain("F17", "claim=C1; decision=a case left out")
    assert told["table_rows"] == {"T24": [left_out("C1", "a case left out", case) for case in (NORTH, SOUTH)]}


@pytest.mark.parametrize("row", ["polarity=neutral", "polarity=neutral; n_segments=2"])
def test_a_mark_is_named_by_a_part_of_its_key(figures, row):
    assert figures.explain("F04", row)["mark"]["theme"] == "means"


def test_a_mark_of_one_year_shows_the_rows_of_that_year(results):
    frame = pd.DataFrame({"theme": ["pace", "pace"], "year": ["2014", "2015"], "n_segments": [1, 1]})
    results.table(
        "T34",
        frame,
        {"theme=pace;year=2014": {"counts": ["n-i1:1.1"]}, "theme=pace;year=2015": {"counts": ["n-i1:2.1"]}},
    )
    results.figure("F21", frame, "T34")
    assert results.explain("F21", "1")["table_rows"] == {"T34": ["theme=pace;year=2014"]}


def test_a_mark_that_is_not_there_is_refused_and_those_that_are_are_named(figures):
    told = lost(figures, "F04", "9")
    assert "'9'" in told and f"case={SOUTH}; polarity=supports" in told


def test_a_figure_that_is_not_there_is_refused_and_those_that_are_are_named(figures):
    told = lost(figures, "F99")
    assert "F04" in told and "F23" in told


# Claims, quotations, codes


@pytest.mark.parametrize("target", ["C1", "c1"])
def test_a_claim_is_told_with_its_verdict_over_all_and_the_segments_for_mixed_and_against(results, target):
    told = results.explain(target)
    names = ("target", "statement", "verdict", "why", "criterion", "conditions", "note")
    assert [told[name] for name in names] == ["C1", "It is slow.", "divided", "reason 0", "c", "d", "Note."]
    found = {
        side: (ids(told, f"segments_{side}"), codes(told, f"segments_{side}")) for side in ("for", "mixed", "against")
    }
    assert found == {
        "for": (["n-i1:2.1", "s-i1:1.1"], [["slow"], ["slow"]]), "mixed": (["n-i1:1.1"], [["slow", "fast"]]),
        "against": (["s-i1:2.1"], [["fast"]]),
    }  # fmt: skip


def test_a_claim_is_told_with_its_verdicts_in_each_case_and_why(results):
    assert results.explain("C1")["by_case"] == {NORTH: "insufficient (reason 1)", SOUTH: "supported (reason 2)"}
    assert results.explain("C12")["by_case"] == {NORTH: "insufficient (reason 4)", SOUTH: "insufficient (reason 5)"}


def test_a_claim_is_told_with_what_becomes_of_it_where_a_variation_does_not_keep_the_verdict(results):
    assert results.explain("C1")["changed_by"] == {
        f"a case left out: {NORTH}": "supported",  # without the other there is too little left
    }
    assert results.explain("C12")["changed_by"] == {f"a case left out: {SOUTH}": "divided"}


def test_a_claim_is_told_with_its_own_evidence_against_as_t22_lists_it(results):
    assert results.explain("C1")["evidence_against"] == T22.iloc[:2].to_dict("records")
    assert results.explain("C12")["evidence_against"] == T22.iloc[2:].to_dict("records")


def test_of_a_claim_that_nothing_counts_against_what_is_for_it_is_shown(results):
    assert codes(results.explain("C12"), "segments_for") == [["money"], ["time"]]


@pytest.mark.parametrize("side", ["mixed", "against"])
def test_a_claim_on_a_side_of_which_nothing_counts_has_no_segments_there(results, side):
    assert results.explain("C12")[f"segments_{side}"] == []


@pytest.mark.parametrize(("case", "column"), [(OVER_ALL, "n_mixed"), (OVER_ALL, "n_against"), (SOUTH, "n_for")])
def test_a_count_of_nothing_rests_on_no_segments(results, case, column):
    assert ids(results.explain("T23", f"claim=C12;case={case}", column)) == []


@pytest.mark.parametrize(
    ("column", "segments"), [("n_for", ["n-i1:2.1"]), ("n_mixed", ["n-i1:1.1"]), ("verdict", ["n-i1:1.1", "n-i1:2.1"])]
)
def test_a_count_of_a_claim_in_one_case_rests_on_that_case_s_segments(results, column, segments):
    assert ids(results.explain("T23", f"claim=C1;case={NORTH}", column)) == segments


@pytest.mark.parametrize(
    "asked",
    [("T06", "3"), ("T05", "1", "n_segments"), ("C1",), ("slow",), ("s-i1:1.1",), ("T23", f"claim=C1;case={SOUTH}")],
)
@pytest.mark.parametrize("unit", ["source", "participant"])
def test_who_speaks_in_a_source_that_may_not_be_quoted_is_not_told(results, asked, unit):
    results.table("T23", T23.assign(unit=unit), BEHIND_T23, derived={"verdict": "row"})
    told = results.explain(*asked)
    assert "s-i1" in json.dumps(told) and "s-p1" not in json.dumps(told)


def test_who_is_not_named_counts_all_the_same(results):
    results.table("T23", T23.assign(unit="participant"), BEHIND_T23)
    told = results.explain("C1")["speaking"]
    assert sorted((unit["id"], unit["speaks"]) for unit in told) == [
        ("(not named)", "against"), ("(not named)", "for"), ("n-p1", "mixed"), ("n-p2", "for"),
    ]  # fmt: skip


@pytest.mark.parametrize(("unit", "told"), [("participant", {"n-p2": 1}), ("source", {"n-i1": 1, "s-i1": 1})])
@pytest.mark.parametrize("asked", [("C1",), ("T23", f"claim=C1;case={OVER_ALL}", "n_for")])
def test_who_is_named_speaks_in_what_may_be_quoted_alone(results, asked, unit, told):
    results.table("T23", T23.assign(unit=unit), BEHIND_T23)
    path = results.root / "audit/segments.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows.loc[rows["segment_id"] == "s-i1:1.1", ["participant_id", "case_id"]] = ["n-p2", "n"]
    rows.to_csv(path, index=False)
    speaking = [one for one in results.explain(*asked)["speaking"] if one["speaks"] == "for"]
    assert {one["id"]: one["n_segments"] for one in speaking} == told


def test_words_behind_a_claim_that_may_not_be_quoted_are_withheld(results):
    told = results.explain("C1")
    words = {item["segment"]: item["codings"][0]["words"] for item in told["segments_for"]}
    assert words == {"n-i1:2.1": "words on slow", "s-i1:1.1": WITHHELD}


def test_a_claim_that_is_not_there_is_refused_and_those_that_are_are_named(results):
    told = lost(results, "C9")
    assert "C1" in told and "C12" in told


def test_a_study_without_claims_has_none_to_explain(results):
    results.table("T23", T23.iloc[:0])
    assert "'C1'" in lost(results, "C1")


@pytest.mark.parametrize("target", ["C1.n-i1:1.1", "c1.n-i1:1.1"])
def test_a_quotation_is_the_row_of_t21_with_its_words(results, target):
    told = results.explain(target)
    assert (told["target"], told["row"], told["cells"]) == ("T21", "quote_id=C1.n-i1:1.1", {"text": "words on fast"})
    assert ids(told) == ["n-i1:1.1"]


def test_a_quotation_shows_its_own_coding_alone(results):
    assert codes(results.explain("C1.n-i1:1.1")) == [["fast"]]


@pytest.mark.parametrize("target", ["C1.n-i1:7.1", "C12.n-i1:1.1", "C1.1"])
def test_a_quotation_that_is_not_there_is_refused_and_those_that_are_are_named(results, target):
    assert "quote_id=C1.n-i1:1.1" in lost(results, target)


def test_a_code_is_its_row_of_t05(results):
    told = results.explain("slow")
    assert (told["target"], told["row"]) == ("T05", "theme=pace;code=slow")
    assert told["cells"] == {"theme": "pace", "code": "slow", "n_segments": "3"} and codes(told) == [["slow"]] * 3


# Segments


def test_a_segment_is_told_with_its_text_its_codings_and_all_that_it_stands_behind(results):
    told = results.explain("n-i1:2.1")
    assert (told["target"], told["text"], told["turn"], told["raw_sha256"]) == (
        "n-i1:2.1",
        "All of n-i1:2.",
        "2",
        "raw of n-i1",
    )
    assert [(row["code"], row["coder"], row["words"], row["memo"]) for row in told["codings"]] == [
        ("slow", "coder_1", "words on slow", "Why."), ("money", "coder_1", "words on money", "Why."),
    ]  # fmt: skip
    assert sorted(told["stands_behind"]) == sorted([
        "T05 theme=pace;code=slow (counts)", f"T06 {key('means', NORTH, 'neutral')} (counts)",
        f"T06 {key('pace', NORTH, 'supports')} (counts)", f"T06 {key('pace', NORTH, 'supports')} (share)",
        "T16 code_a=slow;code_b=money (counts)", "T21 quote_id=C1.n-i1:2.1 (text)",
        *(f"T23 claim={claim};case={case} (n_for)" for claim in ("C1", "C12") for case in (NORTH, OVER_ALL)),
        f"T24 {left_out('C1', 'a case left out', NORTH)} (verdict)",
    ])  # fmt: skip


def test_of_a_segment_that_may_not_be_quoted_neither_text_nor_words_nor_memo_is_told(results):
    told = results.explain("s-i1:2.1")
    (coding,) = told["codings"]
    assert [told["text"], coding["words"], coding["memo"]] == [WITHHELD] * 3
    assert (coding["code"], coding["coder"], coding["rule"]) == ("fast", "dictionary", "fast.i1")


def test_what_adjudication_removed_is_told_of_a_segment_and_stands_in_no_count(results):
    told = results.explain("n-i1:3.1")
    assert [row["code"] for row in told["removed"]] == ["fast"] and [row["code"] for row in told["codings"]] == ["time"]


def test_a_segment_that_is_not_analysed_says_why(results):
    assert results.explain("n-i1:10.1")["left_out"] == "interviewer"


def test_a_segment_of_a_known_source_that_is_not_there_is_refused_and_the_source_s_are_named(results):
    told = lost(results, "n-i1:9.1")
    assert "n-i1:1.1" in told and "n-i1:3.1" in told and "s-i1" not in told


def test_what_is_nothing_at_all_is_refused_with_what_can_be_asked(results):
    told = lost(results, "nobody")
    known = "a table (T06), a figure (F08), a claim (C3), a quotation (C3.n-i1:1.1), a code or a segment (n-i1:1.1)"
    assert "'nobody'" in told and known in told


# What it was made from


def manifest(results, *given):
    pd.DataFrame(given, columns=["artefact", "rule", "inputs", "sha256"]).to_csv(
        results.root / "tables/T27.csv", index=False
    )


def test_an_artefact_is_told_with_the_rule_that_made_it_and_its_inputs_with_their_hashes(figures):
    manifest(
        figures, ("tables/T06.csv", "build_table", "study:cases.csv; themes/evidence.parquet", "a" * 64),
        ("themes/evidence.parquet", "themes", "", "b" * 64), ("figures/F04.svg", "draw", "tables/T06.csv", "c" * 64),
        ("tables/T23.csv", "build_table", "themes/evidence.parquet", "d" * 64),
    )  # fmt: skip
    of_table = {"artefact": "tables/T06.csv", "rule": "build_table", "sha256": "a" * 64,
                "inputs": ["study:cases.csv", f"themes/evidence.parquet {'b' * 12}"]}  # fmt: skip
    assert figures.explain("T06")["made"] == figures.explain("T06", "1")["made"] == of_table
    assert figures.explain("F04", "1")["made"]["inputs"] == [f"tables/T06.csv {'a' * 12}"]
    assert figures.explain("F04")["made"]["artefact"] == "figures/F04.svg"
    assert figures.explain("C1")["made"]["sha256"] == "d" * 64
    assert figures.explain("T05")["made"] == {"artefact": "tables/T05.csv"}  # not in the manifest


def test_without_a_manifest_nothing_is_said_of_what_an_artefact_was_made_from(results):
    assert results.explain("T06")["made"] == {"artefact": "tables/T06.csv"}


def test_the_manifest_itself_is_explained_though_nothing_stands_around_it(results):
    manifest(results, ("tables/T06.csv", "build_table", "x", "a"))
    told = results.explain("T27", "1")
    assert told["title"] == "Manifest" and told["cells"]["artefact"] == "tables/T06.csv" and "without_segments" in told


# Published results


def test_published_results_are_explained_like_the_build_from_anywhere(figures, tmp_path, monkeypatch):
    manifest(figures, ("tables/T06.csv", "build_table", "x", "a"))
    copy = tmp_path / "elsewhere/copy"
    monkeypatch.setattr(reproduction, "no_longer", lambda results: [])  # the manifest's hashes are made up
    reproduction.publish(figures.root, copy)
    monkeypatch.chdir(tmp_path / "elsewhere")
    for asked in (("T06", "1"), ("F04", "2"), ("C1",), ("slow",), ("n-i1:2.1",), ("C1.n-i1:1.1",)):
        told = explain.explain(Path("copy"), *asked)
        assert told.pop("study") == "copy" and told == {
            k: v for k, v in figures.explain(*asked).items() if k != "study"
        }
