"""A program as a coder: what it is given, which of its answers are codings, what is recorded and read again."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pytest
from multicase.code import manual, material, programs, standing
from multicase.contracts import CONTRACTS
from multicase.exchange import coders as exchange
from multicase.study import coders
from multicase.study.problems import StudyError
from small_study import REPOSITORY

TEXTS = {"a": "Asked: why?\nIt was slow, so very slow.\nWe met often.", "b": "Nobody met us."}
BOOK = {
    "version": "1",
    "themes": [
        {"theme": "t", "label": "T", "definition": "d", "subthemes": [
            {"subtheme": "s", "label": "S", "codes": [
                {"code": code, "label": code.title(), "definition": "d"} for code in ("slow", "met")
            ]}
        ]}
    ],
}  # fmt: skip
SOURCES = [{"source_id": source, "consent": "", "analysed": ""} for source in TEXTS]
PEOPLE = pd.DataFrame({"participant_id": ["p1"], "role_group": ["lay"]})
COMMAND = (sys.executable, "coder.py")


def segment(source, turn, text, start, left_out=""):
    told = dict.fromkeys(CONTRACTS["segments"].columns, "") | {
        "segment_id": f"{source}:{turn}.1", "source_id": source, "case_id": "c", "kind": "interview", "turn": turn, "part": 1,
        "layer": "speech", "participant_id": "p1", "is_interviewer": bool(left_out), "left_out": left_out,
        "start": start, "end": start + len(text), "text": text,
    }  # fmt: skip
    return told


def segments():
    rows = [
        segment("a", 1, "Asked: why?", 0, "interviewer"),
        segment("a", 2, "It was slow, so very slow.", 12),
        segment("a", 3, "We met often.", 39),
        segment("b", 1, "Nobody met us.", 0),
    ]
    return pd.DataFrame(rows, columns=list(CONTRACTS["segments"].columns))


def given(sources=SOURCES, book=BOOK, people=PEOPLE, of=None):
    return material.material(segments() if of is None else of, sources, people, book)


def coder(**more):
    return coders.Coder(
        **({"name": "eyes", "words": COMMAND, "what": "a test", "parameters": {"n": 1}, "prompt": "?"} | more)
    )


def answer(segment_id="a:2.1", code="slow", words="slow", **more):
    return json.dumps({"segment_id": segment_id, "code": code, "words": words} | more).encode()


def answers(*lines):
    return programs.answers(lines, given())


def record(found, root, again=False, asked=None):
    who = asked or coder()
    told = programs.record(programs.head(who, given(), root, found, again), found, TEXTS)
    path = coders.path(root, who.name, again)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(coders.written(told))
    return path


# What is handed over ---------------------------------------------------------------------------------------------


def test_a_coder_is_given_the_codebook_and_then_each_segment_with_what_stands_before_it():
    first, *lines = map(json.loads, given().handed(coder()).decode().splitlines())
    assert [code["code"] for code in first["codebook"]["codes"]] == ["slow", "met"]
    assert (first["parameters"], first["prompt"]) == ({"n": 1}, "?")
    keys = {"segment_id", "kind", "role_group", "text", "before"}
    assert all(set(line) == keys for line in lines)
    assert [(line["segment_id"], line["before"]) for line in lines] == [
        ("a:2.1", "Asked: why?"), ("a:3.1", "It was slow, so very slow."), ("b:1.1", ""),
    ]  # fmt: skip
    assert {line["role_group"] for line in lines} == {"lay"}


@pytest.mark.parametrize("row", [{"consent": "aggregate"}, {"consent": "closed"}, {"analysed": "no"}])
def test_no_words_of_a_source_that_may_not_be_quoted_are_handed_over(row):
    handed = given([SOURCES[0], SOURCES[1] | row])
    assert set(handed.sources) == {"a"} and b"Nobody" not in handed.handed(coder())


# What is a coding ------------------------------------------------------------------------------------------------


def test_words_are_taken_at_their_first_place_as_a_whole_word_and_several_places_are_counted():
    of = segments().assign(text=lambda rows: rows["text"].str.replace("It was slow", "It slowly slow"))
    found = programs.answers([answer(words="slow"), answer(words=" so ")], given(of=of))
    assert [(coding["exact"], coding["start"]) for coding in found.codings] == [("slow", 22), ("so", 28)]
    assert found.several == (1,) and not found.refused


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{slow}", "malformed"),
        (b"[1]", "malformed"),
        (b"\xff", "malformed"),
        (b"[" * 100_000, "malformed"),
        (answer("a:1.1", words="Asked"), "segment"),
        (answer("nowhere"), "segment"),
        (answer(7), "segment"),
        (answer(code="fast"), "code"),
        (answer(words="Slow"), "words"),
        (answer(words="met"), "words"),
        (answer(words=", "), "words"),
        (answer(words=None), "words"),
        (answer(rationale=3), "rationale"),
        (answer(confidence=1.1), "confidence"),
        (answer(confidence=True), "confidence"),
        (answer(confidence=float("nan")), "confidence"),
    ],
)
def test_what_is_no_coding_is_refused_and_told_with_its_line(line, why):
    found = answers(answer(), line, answer("b:1.1", "met", "met"), line)
    assert found.refused == {why: [2, 4]} and len(found.codings) == 2
    assert f"refused: 2 answers {programs.REFUSED[why]} (lines 2 and 4 of its output)" in list(found.told())


def test_the_same_coding_twice_is_one_and_a_rationale_is_one_line_that_can_be_written():
    found = answers(answer(rationale="so\n\x00 \ud800 it", confidence=0.5), answer(), b"", b" \n")
    (coding,) = found.codings
    assert found.repeated == (2,) and found.n == 2
    assert (coding["rationale"], coding["confidence"]) == ("so ? it", 0.5)


# Asking ----------------------------------------------------------------------------------------------------------

READ = "import json, sys, time\nlines = sys.stdin.read().splitlines()\n"


def asked(root, script, seconds=60):
    (root / "coder.py").write_text(script)
    return programs.ask(coder(), given(), root, seconds, root / "log")


def test_a_program_is_asked_in_the_studys_folder_and_its_complaints_go_to_a_log(tmp_path):
    script = READ + "print('oh', file=sys.stderr)\n"
    script += "for line in lines[1:]:\n    s = json.loads(line)\n"
    script += "    print(json.dumps({'segment_id': s['segment_id'], 'code': 'met', 'words': s['text'][:2], 'confidence': 1}))\n"
    found = asked(tmp_path, script)
    assert [coding["exact"] for coding in found.codings] == ["It", "We", "No"]
    assert (tmp_path / "log").read_text() == "oh\n"


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (READ + "sys.exit(3)", "ended with exit code 3"),
        (READ + "time.sleep(60)", "had not ended after 1 second"),
        (READ + "print('{')", "answers of which none is a coding"),
    ],
)
def test_a_program_without_a_good_end_gives_nothing(tmp_path, script, told):
    with pytest.raises(StudyError, match=told):
        asked(tmp_path, script, seconds=1 if "sleep" in script else 60)


def test_megabytes_of_output_are_read_and_counted(tmp_path):
    good = answer("b:1.1", "met", "met").decode()
    found = asked(tmp_path, READ + f"print({good!r})\nfor n in range(100_000):\n    print('nonsense ' * 5)\n")
    assert len(found.codings) == 1 and len(found.refused["malformed"]) == 100_000


def test_no_answer_at_all_is_an_answer(tmp_path):
    assert asked(tmp_path, READ).codings == ()


def test_the_example_of_the_documents_codes_what_it_is_told(tmp_path):
    script = (REPOSITORY / "docs/example_coder.py").read_text()
    (tmp_path / "coder.py").write_text(script)
    who = coder(parameters={"words": {"slow": ["very slow"], "met": ["met"], "unknown": ["us"]}})
    found = programs.ask(who, given(), tmp_path, 60, tmp_path / "log")
    assert [(c["segment_id"], c["code"], c["exact"]) for c in found.codings] == [
        ("a:2.1", "slow", "very slow"), ("a:3.1", "met", "met"), ("b:1.1", "met", "met"),
    ]  # fmt: skip
    assert not found.refused


# The record ------------------------------------------------------------------------------------------------------


def test_a_record_is_read_as_rows_of_a_coder_of_origin_program(tmp_path):
    path = record(answers(answer(words="very slow", rationale="why", confidence=0.5), b"x"), tmp_path)
    head = json.loads(path.read_text().splitlines()[0])
    assert head["refused"] == {"malformed": 1} and head["answers"] == 2
    (row,) = programs.rows(path)
    assert (row["coder"], row["origin"], row["memo"], row["probability"]) == ("eyes", "program", "why", 0.5)
    assert (row["start"], row["exact"], row["line"]) == ("28", "very slow", 2)
    assert exchange.read([path], TEXTS, BOOK) == [row]


def test_the_head_changes_with_all_that_was_asked(tmp_path):
    found = answers(answer())
    (tmp_path / "coder.py").write_text("1")
    before = programs.head(coder(), given(), tmp_path, found, False)
    differ = {
        "command_sha256": coder(words=("python", "other.py")), "what_sha256": coder(what="another"),
        "parameters_sha256": coder(parameters={}), "prompt_sha256": coder(prompt="!"),
    }  # fmt: skip
    for name, who in differ.items():
        after = programs.head(who, given(), tmp_path, found, False)
        assert [key for key in programs.ASKED if after[key] != before[key]] == [name]
    (tmp_path / "coder.py").write_text("2")
    assert programs.head(coder(), given(), tmp_path, found, False)["command_sha256"] != before["command_sha256"]
    other = programs.head(coder(), given(SOURCES[:1]), tmp_path, found, False)
    assert other["input_sha256"] != before["input_sha256"] and other["codebook_sha256"] == before["codebook_sha256"]


@pytest.mark.parametrize(
    ("spoilt", "line"),
    [
        (lambda lines: ["", *lines], "line 1"),
        (lambda lines: [lines[0], "no json"], "line 2"),
        (lambda lines: [lines[0], lines[1].replace('"exact"', '"words"')], "line 2"),
        (lambda lines: [lines[0], lines[1].replace('"start": 19', '"start": "19"')], "line 2"),
        (lambda lines: [lines[0].replace('"eyes"', '"ears"'), lines[1]], "line 1"),
    ],
)
def test_what_is_no_record_is_refused_by_its_line_with_a_remedy(tmp_path, spoilt, line):
    path = record(answers(answer()), tmp_path)
    path.write_text("\n".join(spoilt(path.read_text().splitlines())))
    with pytest.raises(StudyError) as caught:
        programs.rows(path)
    problem = caught.value.problems[0]
    assert (problem.file, problem.place) == (str(path), line) and problem.todo


def test_what_changes_is_told_before_a_record_is_replaced(tmp_path):
    before = programs.sound(record(answers(answer(), answer("a:3.1", "met", "met")), tmp_path))
    path = record(answers(answer(), answer("b:1.1", "met", "met")), tmp_path, asked=coder(prompt="!"))
    assert list(programs.changes(before, programs.sound(path))) == [
        "asked otherwise: its prompt", "codings: 1 more, 1 gone, 1 as before",
    ]  # fmt: skip
    assert list(programs.changes(before, before)) == []


# Reading it in a build -------------------------------------------------------------------------------------------


def placed(path, texts=TEXTS, codes=("slow", "met"), of=None, **more):
    return manual.code(programs.rows(path), texts, segments() if of is None else of, codes, **more)


def test_codings_of_a_program_are_laid_over_segments_with_their_origin_and_confidence(tmp_path):
    codings, unplaced = placed(record(answers(answer(words="very slow", confidence=0.5)), tmp_path))
    (row,) = codings.to_dict("records")
    assert (row["origin"], row["probability"], row["segment_id"], row["anchored"]) == (
        "program",
        0.5,
        "a:2.1",
        "offset",
    )
    assert unplaced.empty


def test_a_coding_of_a_program_that_stands_nowhere_stops_nothing_and_is_counted(tmp_path):
    lines = (answer(words="very slow"), answer("a:3.1", "met", "We met"), answer("b:1.1", "met", "met"))
    path = record(answers(*lines), tmp_path)
    text = TEXTS["a"].replace("very slow", "in no hurry")
    codings, unplaced = placed(path, {"a": text}, codes=["slow"])
    assert codings.empty
    assert sorted(unplaced["reason"]) == sorted([manual.LOST, manual.NO_CODE, manual.NO_SOURCE])
    assert "b" not in set(unplaced["source_id"])
    codings, unplaced = placed(path, {"a": TEXTS["a"]}, closed=["b"])
    assert len(codings) == 2 and list(unplaced["reason"]) == [manual.OF_CLOSED]


def test_a_persons_coding_with_a_code_that_is_gone_still_stops_the_build():
    row = {"source_id": "a", "exact": "very slow", "code": "gone", "file": "f", "line": "2", "coder": "anna"}
    with pytest.raises(StudyError, match="unknown code 'gone'"):
        manual.code([row], TEXTS, segments(), ["slow"])


def test_a_programs_codes_follow_the_history_as_far_as_it_knows_them(tmp_path):
    path = record(answers(answer(), answer("a:3.1", "met", "met")), tmp_path)
    old = {"date": "2015-01-01", "reason": "r"}
    history = [old | {"change": "split", "from": ["slow"], "to": ["long", "late"]}]
    book = json.loads(json.dumps(BOOK).replace('"slow"', '"long"').replace('"met"', '"late"'))
    assert [row["code"] for row in exchange.read([path], TEXTS, book, history)] == ["slow", "met"]
    renamed = [old | {"change": "rename", "from": ["slow"], "to": ["long"]}]
    assert [row["code"] for row in exchange.read([path], TEXTS, book, renamed)] == ["long", "met"]


# Standing --------------------------------------------------------------------------------------------------------


def test_what_changed_since_is_told_of_texts_and_codebook(tmp_path):
    told = programs.sound(record(answers(answer(), b"x"), tmp_path))
    one = standing.of_record(told, given())
    assert standing.since(one) == "" and one["sources"] == ["a", "b"]
    assert standing.notes([one]) == [
        "eyes (a test) read 2 sources and gave 1 coding; of its 2 answers 1 was refused: 1 that are no JSON object."
    ]
    of = segments().assign(text=lambda rows: rows["text"].str.replace("We met", "We saw"))
    assert standing.since(standing.of_record(told, given(of=of))) == "Since eyes was asked, 1 source has changed."
    book = json.loads(json.dumps(BOOK).replace('"d"', '"other"'))
    assert "the codebook has changed" in standing.since(standing.of_record(told, given(book=book)))
    gone = standing.of_record(told, given(SOURCES[:1]))
    assert gone["sources"] == ["a"] and standing.since(gone) == ""


def test_check_tells_what_changed_of_the_program_itself(tmp_path):
    told = programs.sound(record(answers(answer()), tmp_path))
    assert list(standing.stale([told], [coder()], tmp_path, given())) == []
    (line,) = standing.stale([told], [coder(prompt="!", what="x")], tmp_path, None)
    assert "what it is said to be and its prompt have changed" in line and "multicase run-coder" in line
