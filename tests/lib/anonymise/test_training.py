"""The optional model only adds to the queue: it learns from decisions, tells what it adds, and changes no text."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from multicase import ingest
from multicase.anonymise import apply, find, lexicon, locale, model, propose, training
from multicase.anonymise.detect import Settings
from multicase.contracts import CONTRACTS
from multicase.study.problems import StudyError

NAMES = ["Prewett", "Osgood", "Harland", "Tindall", "Marwood", "Cammish", "Askew", "Venning", "Pollitt", "Ormerod"]
SENTENCES = ["I asked {} about it.", "Then {} rang us back.", "We had {} on the phone.", "You know {} said no."]
DECISIONS = [{"text": name, "kind": "person", "scope": "study", "action": "pseudonymise", "replacement": f"colleague {n}"}
             for n, name in enumerate(NAMES)]  # fmt: skip


def study(sources):
    rows, spoken = [], []
    for source_id, text in sources.items():
        about = {"source_id": source_id, "case_id": "a", "kind": "interview", "format": "txt"}
        read = ingest.ingest_source(text.encode(), about, {"Ann": "a-p01"})
        rows.append(read.text)
        spoken += read.turns
    texts = pd.DataFrame(rows, columns=list(CONTRACTS["texts"].columns))
    turns = pd.DataFrame(spoken, columns=list(CONTRACTS["turns"].columns))
    found = find.find(texts, turns, lexicon.of_texts(texts["text"], locale.load("en_GB")), None, DECISIONS, Settings())
    return texts, turns, found


def talk(number):
    said = [SENTENCES[(number + n) % len(SENTENCES)].format(name) for n, name in enumerate(NAMES)]
    return "".join(f"Ann: {sentence}\n\n" for sentence in [*said, "It was all right then.", "Nobody minded."])


SOURCES = {f"s{number:02d}": talk(number) for number in range(14)}


@pytest.fixture(scope="module")
def learned():
    texts, turns, found = study(SOURCES)
    given = {"register": None, "decisions": DECISIONS, "pseudonyms": None, "settings": Settings(), "seed": 1}
    return training.train_and_report(texts, turns, found, **given)


def test_what_it_adds_is_told_of_sources_that_it_did_not_learn_from(learned):
    _, report = learned
    told = report.set_index("kind").loc["all"]
    held = training.held_out(SOURCES)
    assert len(held) == 2 and told["decided"] == len(NAMES) * len(held)
    assert told["by_model"] > told["decided"] / 2
    assert told["by_either"] == told["by_rules"] + told["beyond_rules"]


def test_the_same_decisions_teach_the_same_model(monkeypatch):
    monkeypatch.setattr(training, "PASSES", 1)  # whatever is drawn by lot is drawn in each
    texts, turns, found = study(SOURCES)
    given = {"register": None, "decisions": DECISIONS, "pseudonyms": None, "settings": Settings(), "seed": 1}
    pipeline, report = training.train_and_report(texts, turns, found, **given)
    again, told = training.train_and_report(texts, turns, found, **given)
    assert again.to_bytes() == pipeline.to_bytes()
    pd.testing.assert_frame_equal(told, report)


def test_its_finds_wait_in_the_queue_and_change_nothing(learned):
    pipeline, _ = learned
    text = "Ann: so then prewett rang us back.\n\nAnn: I asked the secretary about it. I asked Jarrow about it.\n"
    texts, turns, found = study({"new": text})
    found = found[found["text"] != "Jarrow"]
    more = model.add(texts, found, {"trained": pipeline})
    added = more[more["layer"] == "model"]
    assert "Jarrow" in set(added["text"])
    for row in more.itertuples():
        assert texts["text"].iloc[0][row.start : row.end] == row.text
    spans = sorted(zip(more["start"], more["end"], strict=True))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    words = lexicon.of_texts(texts["text"], locale.load("en_GB"))
    done = {"lexicon": words, "register": None, "decisions": DECISIONS, "pseudonyms": None, "settings": Settings()}
    _, identified, _, before = apply.anonymise(texts, turns, found, **done)
    _, identified, _, after = apply.anonymise(texts, turns, more, **done)
    assert before == after
    waiting = propose.queue(identified, texts).set_index("text")
    assert waiting.loc["Jarrow", "proposed_action"] == "pseudonymise"


def test_too_few_decisions_are_refused():
    texts, turns, found = study({"s01": talk(1)})
    given = {"register": None, "decisions": DECISIONS, "pseudonyms": None, "settings": Settings(), "seed": 1}
    with pytest.raises(StudyError, match=r"decided names to learn from; expected at least 100"):
        training.train_and_report(texts, turns, found, **given)


def test_lines_with_something_undecided_teach_nothing():
    texts, _turns, found = study({"s01": "Ann: I asked Prewett about it.\n\nAnn: Dr Jarrow came, and Osgood.\n"})
    known = training.registers.build(None, None, None, training.locales.load("en_GB"))
    decided = training.Decisions(DECISIONS)
    verdicts = [training.decide(row, decided, known, Settings()) for row in found.to_dict("records")]
    told = {line.text.strip(): line for line in training.lines(texts, found, verdicts) if line.text.strip()}
    first, second = told["I asked Prewett about it."], told["Dr Jarrow came, and Osgood."]
    assert first.certain and not second.certain
    start, end, kind = first.names[0]
    assert (first.text[start:end], kind) == ("Prewett", "person")
    assert texts["text"].iloc[0][first.start : first.start + len(first.text)] == first.text


def test_a_pipeline_that_is_not_there_is_named():
    with pytest.raises(StudyError, match=r"anonymise\.model: found 'xx_none_md'"):
        model.installed("xx_none_md")


def test_a_pipeline_without_names_is_refused(tmp_path):
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(StudyError, match="recognises no names"):
        model.installed(str(tmp_path / "blank"))
