"""A person who is known by a speaker label has the same name in the texts; the register goes before."""

from __future__ import annotations

import pandas as pd
from multicase import ingest
from multicase.anonymise import find, lexicon, locale, register
from multicase.anonymise.decide import Decisions, decide
from multicase.anonymise.detect import Settings, detect

GB = locale.load("en_GB")
SPEAKERS = [
    {"source_id": "a-i01", "label": "Sarah Wolcott", "participant_id": "a-p01", "role": "participant"},
    {"source_id": "a-i01", "label": "P2", "participant_id": "a-p02", "role": "participant"},
    {"source_id": "b-i01", "label": "Interviewer", "participant_id": "", "role": "interviewer"},
]
CASES = {"a-i01": "a", "b-i01": "b"}


def shown(text, rows=None, case="a", case_of=CASES):
    known = register.build(rows, None, None, GB, register.of_speakers(SPEAKERS, case_of))
    spans = detect(
        text, known=known, lexicon=lexicon.of_texts([text], GB), locale=GB, settings=Settings(),
        scopes=frozenset({"study", f"case:{case}"}),
    )  # fmt: skip
    finds = [
        {
            "kind": s.kind,
            "text": text[s.start : s.end],
            "entity": s.entity,
            "layer": s.layer,
            "source_id": "s",
            "case_id": case,
        }
        for s in spans
    ]
    return [decide(find, Decisions(None), known, Settings()).replacement for find in finds]


def test_only_labels_that_are_names_are_entities_and_only_in_their_case():
    assert register.of_speakers(SPEAKERS, CASES) == [
        {"label": "Sarah Wolcott", "participant_id": "a-p01", "scope": "case:a"}
    ]


def test_of_a_source_that_a_job_knows_nothing_of_no_speaker_is_anybody():
    everywhere = {"source_id": "*", "label": "Jan Nowak", "participant_id": "b-p02", "role": "participant"}
    rows = [*SPEAKERS, everywhere, everywhere | {"source_id": "c-i01", "label": "Anna Kowalska"}]
    for case_of in ({"b-i01": "b"}, {}):  # as a job of case b has them; `c-i01` is in no case
        assert register.of_speakers(rows, case_of) == [
            {"label": "Jan Nowak", "participant_id": "b-p02", "scope": "study"}
        ]


def test_a_job_that_knows_the_sources_of_its_case_reads_as_one_that_knows_all():
    own = {source: case for source, case in CASES.items() if case == "b"}
    assert shown("Then I asked Sarah about it.", case="b", case_of=own) == ["[person]"]
    assert shown("Then Mrs Wolcott came.", case="b", case_of=own) == ["[person]"]


def test_the_speakers_name_in_a_text_is_the_speaker():
    assert shown("Then I asked Sarah about it.") == ["[a-p01]"]
    assert shown("Then Mrs Wolcott came.") == ["[a-p01]"]
    assert shown("Then I asked Sarah about it.", case="b") == ["[person]"]


def test_a_registered_name_goes_before_the_label():
    rows = [{"entity": "w", "kind": "person", "name": "Sarah Wolcott", "aliases": "", "replacement": "GP chair"}]
    assert shown("Then I asked Sarah about it.", rows) == ["[GP chair]"]


def test_an_observers_label_says_observer_above_what_they_think():
    source = {"source_id": "a-o01", "case_id": "a", "kind": "observation", "format": "txt"}
    text = "The chair opens.\n\nObserver: Nobody looks up.\n\nP2: It is late.\n\nOC: She sighs.\n"
    turns = pd.DataFrame(ingest.ingest_source(text.encode(), source, {"Observer": "observer", "P2": "a-p02"}).turns)
    assert [label.participant_id for label in find.labels_of(turns)] == ["observer", "a-p02"]
