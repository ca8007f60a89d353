"""What programs found: only of texts as they are now, beside what the rules find, and kept until a person decides."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import ingest
from multicase.anonymise import apply, beyond, consulting, find, lexicon, locale, programs, propose
from multicase.anonymise.consulting import Answer
from multicase.anonymise.detect import Settings
from multicase.contracts import CONTRACTS
from multicase.leaks import terms
from multicase.study.problems import StudyError

TEXT = "Ann: I asked Dr Prewett at the royal about it.\n\nAnn: Then marsh and the tall lad from the royal came."
NOTHING = {"register": None, "decisions": None, "pseudonyms": None, "settings": Settings()}


def words_of(texts):
    return lexicon.of_texts(texts["text"], locale.load("en_GB"))


def told(identifiers):
    """What the leak scan looks for in the open files of a study with these identifiers."""
    return {
        term.text for term in terms.terms(identifiers, None, None, set(), set(), locale.load("en_GB")) if not term.why
    }


def study(**sources):
    rows, spoken = [], []
    for source_id, text in sources.items():
        about = {"source_id": source_id, "case_id": "a", "kind": "interview", "format": "txt"}
        read = ingest.ingest_source(text.encode(), about, {"Ann": "a-p01"})
        rows.append(read.text)
        spoken += read.turns
    texts = pd.DataFrame(rows, columns=list(CONTRACTS["texts"].columns))
    turns = pd.DataFrame(spoken, columns=list(CONTRACTS["turns"].columns))
    return texts, turns, find.find(texts, turns, words_of(texts), None, None, Settings())


def seen(texts, *words, kind="place", score=None, program="0" * 64):
    """A record in which every text was read, and each of these words found wherever it stands."""
    answers = []
    for source in texts.itertuples():
        for word in words:
            start = source.text.find(word)
            while start >= 0:
                answers.append(Answer(source.source_id, start, start + len(word), kind, score))
                start = source.text.find(word, start + 1)
    return programs.recorded(dict(zip(texts["source_id"], texts["text_sha256"], strict=True)), answers, program)


def added(more):
    return [(row.text, row.kind, row.rule_id) for row in more[more["layer"] == "program"].itertuples()]


def test_what_only_a_program_saw_waits_in_the_queue_and_changes_no_text():
    texts, turns, found = study(s=TEXT)
    more = programs.add(texts, found, {"eyes": seen(texts, "marsh", kind="person")})
    assert added(more) == [("marsh", "person", "eyes")] and len(more) == len(found) + 1
    _, identified, log, after = apply.anonymise(texts, turns, more, lexicon=words_of(texts), **NOTHING)
    assert (
        after == apply.anonymise(texts, turns, found, lexicon=words_of(texts), **NOTHING)[3] and "marsh" in after["s"]
    )
    assert ("program", "eyes", "keep", "nobody") in set(
        log[["layer", "rule_id", "action", "by"]].itertuples(index=False, name=None)
    )
    assert propose.queue(identified, texts).set_index("text").loc["marsh", "proposed_action"] == "pseudonymise"


def test_a_decision_about_it_holds():
    texts, turns, found = study(s=TEXT)
    more = programs.add(texts, found, {"eyes": seen(texts, "the royal")})
    decision = {
        "text": "the royal",
        "kind": "place",
        "scope": "study",
        "action": "generalise",
        "replacement": "a hospital",
    }
    text = apply.anonymise(texts, turns, more, lexicon=words_of(texts), **NOTHING | {"decisions": [decision]})[3]["s"]
    assert text.count("[a hospital]") == 2 and "royal" not in text


def test_a_find_that_meets_the_rules_or_an_earlier_programs_is_none():
    texts, _turns, found = study(s=TEXT)
    records = {"one": seen(texts, "Dr Prewett at", "tall lad"), "two": seen(texts, "Prewett", "lad from", "came")}
    more = programs.add(texts, found, records)
    assert added(more) == [("tall lad", "place", "one"), ("came", "place", "two")]
    spans = sorted(zip(more["start"], more["end"], strict=True))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_of_a_programs_finds_that_meet_the_likelier_is_kept_and_then_the_longer():
    texts, _turns, found = study(s=TEXT)
    rows = [*seen(texts, "tall lad", score=0.4), *seen(texts, "lad from", score=0.6)]
    assert added(programs.add(texts, found, {"eyes": rows})) == [("lad from", "place", "eyes")]
    rows = [*seen(texts, "tall lad"), *seen(texts, "lad from the")]
    assert added(programs.add(texts, found, {"eyes": rows})) == [("lad from the", "place", "eyes")]


def test_a_find_over_a_line_end_is_one_in_each_line_and_takes_no_speakers_label():
    texts, turns, found = study(s=TEXT)
    more = programs.add(texts, found, {"eyes": seen(texts, "about it.\n\nAnn: Then marsh")})
    assert [text for text, *_ in added(more)] == ["about it.", "Then marsh"]
    assert len(apply.anonymise(texts, turns, more, lexicon=words_of(texts), **NOTHING)[0]) == len(turns)


@given(st.text("ab \n\u2028x", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_the_parts_of_a_span_hold_all_its_letters_and_no_line_end(text, a, b):
    start, end = min(a, b, len(text)), min(max(a, b), len(text))
    parts = [text[i:j] for i, j in beyond.within_lines(text, start, end)]
    assert all(part == part.strip() and "\n" not in part for part in parts)
    assert sum(map(len, "".join(parts).split())) == sum(map(len, text[start:end].split()))


def test_a_line_of_marks_is_no_find_and_spans_that_touch_do_not_meet():
    assert list(beyond.within_lines("a b\n - \n c", 2, 10)) == [(2, 3), (9, 10)]
    assert not beyond.meets([(2, 4)], 4, 6) and not beyond.meets([(2, 4)], 0, 2) and beyond.meets([(2, 4)], 3, 6)


def test_what_was_found_in_another_form_of_a_text_counts_no_more():
    before, _turns, _found = study(s=TEXT, other=TEXT)
    record = seen(before, "marsh")
    texts, _turns, found = study(s="Ann: So. " + TEXT.removeprefix("Ann: "), other=TEXT)
    more = programs.add(texts, found, {"eyes": record})
    assert set(more.loc[more["layer"] == "program", "source_id"]) == {"other"}
    assert programs.unread(texts, record) == ["s"]


def test_a_text_in_which_nothing_was_found_was_read():
    texts, _turns, found = study(s=TEXT)
    record = seen(texts, "nowhere")
    assert [row["start"] for row in record] == [""] and programs.unread(texts, record) == []
    pd.testing.assert_frame_equal(programs.add(texts, found, {"eyes": record}), found, check_dtype=False)


def test_no_record_changes_nothing():
    texts, _turns, found = study(s=TEXT)
    for records in ({}, {"eyes": []}):
        pd.testing.assert_frame_equal(programs.add(texts, found, records), found, check_dtype=False)


@pytest.mark.parametrize(
    "broken", [{"end": "9999"}, {"end": ""}, {"start": "9", "end": "9"}, {"kind": ""}], ids=lambda row: str(row)
)
def test_a_record_that_was_spoilt_is_refused(broken):
    texts, _turns, found = study(s=TEXT)
    record = [row | broken for row in seen(texts, "marsh")]
    with pytest.raises(StudyError, match=r"private/programs/eyes.csv, rows of s: found a find that is none"):
        programs.add(texts, found, {"eyes": record})


def test_a_record_takes_fresh_rows_for_a_source_in_place_of_its_old_ones():
    texts, *_ = study(s=TEXT, t=TEXT)
    before = seen(texts, "marsh", "royal", program="1" * 64)
    fresh = [row for row in seen(texts, "lad", program="2" * 64) if row["source_id"] == "s"]
    rows = programs.merged(before, fresh)
    assert [(row["source_id"], row["program_sha256"][0]) for row in rows] == [("s", "2"), *[("t", "1")] * 3]
    assert [int(row["start"]) for row in rows[1:]] == sorted(int(row["start"]) for row in rows[1:])


def test_unread_texts_and_changed_programs_are_told_with_the_command(tmp_path):
    texts, *_ = study(s=TEXT, t=TEXT)
    program = {"name": "eyes", "command": "eyes --sharp"}
    now = consulting.program_sha256(program["command"], "eyes", tmp_path)

    def told(record):
        return list(programs.notes(texts, {"eyes": record}, [program], tmp_path))

    command = f"multicase consult {tmp_path} --program eyes"
    assert told(seen(texts, "marsh", program=now)) == []
    assert told([]) == [f"eyes has not read 2 of 2 texts as they are now: {command}"]
    assert told(seen(texts, "marsh")) == [f"eyes has changed since it read 2 texts: {command} --again"]
    gone = [row | {"text_sha256": "f" * 64} for row in seen(texts, "marsh")]
    assert told(gone) == told([])


def test_the_report_tells_what_each_adds_and_what_became_of_it():
    texts, turns, ruled = study(s=TEXT)
    records = {
        "one": seen(texts, "Prewett", "marsh", "lad", kind="person") + seen(texts, "the royal"),
        "two": seen(texts, "Prewett"),
    }
    decisions = [
        {"text": "marsh", "kind": "person", "scope": "study", "action": "pseudonymise", "replacement": "P01"},
        {"text": "lad", "kind": "person", "scope": "study", "action": "keep", "replacement": ""},
    ]
    known = find.find(texts, turns, words_of(texts), None, decisions, Settings())
    found = programs.add(texts, known, records)
    identified = apply.anonymise(texts, turns, found, lexicon=words_of(texts), **NOTHING | {"decisions": decisions})[1]
    told = programs.report(texts, identified, ruled, records)
    assert list(told.columns) == list(programs.REPORT)
    assert [tuple(row) for row in told.to_numpy().tolist()] == [
        ("one", "person", 3, 1, 1, 1, 0, 1),
        ("one", "place", 2, 0, 0, 0, 0, 2),
        ("one", "all", 5, 1, 1, 1, 0, 3),
        ("two", "place", 1, 1, 0, 0, 0, 1),
        ("two", "all", 1, 1, 0, 0, 0, 1),
    ]
    assert (told["finds"] == told[["identifier", "keep", "by_setting", "undecided"]].sum(axis=1)).all()


def test_a_date_that_the_settings_generalise_is_settled_by_them():
    texts, turns, ruled = study(s="Ann: It was on 3rd of May 2014, I think.")
    records = {"eyes": seen(texts, "May 2014", kind="date")}
    identified = apply.anonymise(texts, turns, programs.add(texts, ruled, records), lexicon=words_of(texts), **NOTHING)[
        1
    ]
    told = programs.report(texts, identified, ruled, records).set_index("kind")
    assert told.loc["date", ["by_rules", "by_setting"]].tolist() == [1, 1]


def test_the_report_of_nothing_is_empty():
    texts, _turns, ruled = study(s=TEXT)
    assert programs.report(texts, ruled, ruled, {"eyes": []}).empty
    assert list(programs.report(texts, ruled, ruled, {}).columns) == list(programs.REPORT)


def test_what_waits_because_a_program_saw_it_excuses_no_name_from_the_leak_scan():
    columns = list(CONTRACTS["identifiers"].columns)
    rows = [
        dict.fromkeys(columns, "") | {"text": "Prewett", "kind": "person", "action": action, "layer": layer, "by": by}
        for action, layer, by in [("mask", "context", "nobody"), ("keep", "program", "nobody")]
    ]
    waiting, kept = pd.DataFrame(rows), pd.DataFrame([rows[0], rows[1] | {"by": "decision"}])
    assert terms.let_through(waiting).empty and len(terms.let_through(kept)) == 1
    assert "prewett" in told(waiting)
    assert "prewett" not in told(kept)


def test_the_rules_find_a_whole_study_as_they_find_its_cases():
    texts, turns, found = study(s=TEXT, t=TEXT.replace("Prewett", "Osgood"))
    every = find.of_cases(texts, turns, lexicon.of_case(texts, locale.load("en_GB")), None, Settings())
    pd.testing.assert_frame_equal(every, found)


MIDWIFE = "Ann: My wife is a midwife wendy pike. Then Dr Prewett Okonjo came, and The French Bakery of marsh."


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("midwife wendy pike", ["pike"]),
        ("Prewett Okonjo came", []),
        ("The French Bakery of marsh", ["The"]),
        ("midwife", []),
    ],
)
def test_of_what_a_program_saw_the_part_that_no_rule_found_waits(words, left):
    texts, turns, found = study(s=MIDWIFE)
    more = programs.add(texts, found, {"eyes": seen(texts, words, kind="person")})
    assert [text for text, _, _ in added(more)] == left
    spans = sorted(zip(more["start"], more["end"], strict=True))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    _, identified, _, _ = apply.anonymise(texts, turns, more, lexicon=words_of(texts), **NOTHING)
    (told_of, _) = programs.report(texts, identified, found, {"eyes": seen(texts, words)}).to_dict("records")
    assert told_of["undecided"] == (1 if left else told_of["undecided"])
    if words == "midwife":
        assert told_of["by_setting"] == 1


def test_of_what_the_rules_left_ordinary_words_are_no_find():
    texts, _, found = study(s=MIDWIFE)
    record = {"eyes": seen(texts, "The French Bakery of marsh", kind="person")}
    assert added(programs.add(texts, found, record, {"the", "of"})) == []
