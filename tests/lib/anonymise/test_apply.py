"""A batch is anonymised as a whole: turns move with the text, growth moves nobody else, logs hold no original."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase import ingest
from multicase.anonymise import apply, find, lexicon, locale, propose
from multicase.anonymise.detect import Settings
from multicase.contracts import CONTRACTS

REGISTER = [
    {"entity": "holt", "kind": "person", "name": "Dr Sarah Holt", "aliases": "", "replacement": "GP chair of CCG A"},
    {
        "entity": "gansey",
        "kind": "organisation",
        "name": "Gansey Road Surgery",
        "aliases": "",
        "replacement": "practice A",
    },
]
SENTENCES = st.lists(
    st.sampled_from(["I saw Dr Holt.", "Gansey Road Surgery is late.", "We rang Prewett.", "it was may 2014", "Sarah's dog!", "Nothing."]), min_size=1, max_size=6
)  # fmt: skip


def anonymised(sources):
    """sources: id -> text of an interview with the label `Dr Holt`."""
    speakers = {"Dr Holt": "a-p01", "Int": "interviewer"}
    texts, turns = [], []
    for source_id, text in sources.items():
        about = {"source_id": source_id, "case_id": "a", "kind": "interview", "format": "txt"}
        read = ingest.ingest_source(text.encode(), about, speakers)
        texts.append(read.text)
        turns += read.turns
    texts = pd.DataFrame(texts, columns=list(CONTRACTS["texts"].columns))
    turns = pd.DataFrame(turns, columns=list(CONTRACTS["turns"].columns))
    words = lexicon.of_texts(texts["text"], locale.load("en_GB"))
    found = find.find(texts, turns, words, REGISTER, None, Settings())
    known = {"register": REGISTER, "decisions": None, "pseudonyms": None}
    done = apply.anonymise(texts, turns, found, lexicon=words, settings=Settings(), **known)
    return texts, *done


def test_labels_names_and_organisations_give_way():
    _, _, _, _, texts = anonymised({"s": "Int: So?\n\nDr Holt: I, Sarah Holt, left Gansey Road Surgery in May 2014.\n"})
    assert texts["s"] == "[interviewer]: So?\n\n[a-p01]: I, [GP chair of CCG A], left [practice A] in [spring 2014].\n"


@settings(max_examples=40)
@given(st.lists(SENTENCES, min_size=1, max_size=4))
def test_turns_quote_the_anonymised_text_and_originals_come_back(pieces):
    text = "\n\n".join(f"{('Int', 'Dr Holt')[n % 2]}: {' '.join(words)}" for n, words in enumerate(pieces))
    originals, turns, identifiers, log, texts = anonymised({"s": text})
    for turn in turns.itertuples():
        assert texts["s"][turn.start : turn.end] == turn.text
    back = texts["s"]
    for row in identifiers.sort_values("new_start", ascending=False).itertuples():
        if row.action != "keep":
            assert back[row.new_start : row.new_end] == row.replacement
            back = back[: row.new_start] + row.text + back[row.new_end :]
    assert back == originals["text"].iloc[0]
    assert log["n"].sum() == len(identifiers)
    assert not {"text", "replacement"} & set(log.columns)


def test_another_source_changes_no_text_of_those_there_were():
    one = {"s": "Dr Holt: I rang Prewett at Gansey Road Surgery.\n"}
    before = anonymised(one)[4]
    after = anonymised(one | {"r": "Int: Did Ohrenstein ring?\n"})[4]
    assert after["s"] == before["s"]


def test_the_queue_groups_what_nobody_decided():
    texts, _, identifiers, _, _ = anonymised({"s": "Int: Prewett rang.\n\nDr Holt: So Prewett did, and Lenton.\n"})
    queue = propose.queue(identifiers, texts)
    assert list(queue["text"]) == ["Prewett", "Lenton"]
    assert list(queue["n"]) == [2, 1]
    assert "…" in queue["contexts"].iloc[0]


def test_what_may_be_a_word_waits_apart_and_says_how_it_stands_elsewhere():
    said = "Int: So Will Prewett rang. I asked Will.\n\nDr Holt: I will, and he will too. Will from accounts knew.\n"
    texts, _, identifiers, _, texts_after = anonymised({"s": said})
    queue = propose.queue(identifiers, texts).set_index(["text", "kind"])
    assert queue.loc[("Will", "unclear"), "standing"] == "2 as a name, 2 as a word, 1 unclear"
    proposed = queue.loc[("Will", "unclear"), ["proposed_action", "proposed_replacement"]]
    assert [*proposed] == ["generalise", "name"]  # as it is masked; who accepts what is proposed lets nobody through
    assert queue.loc[("Will", "person"), "n"] == 1 and "[name] from accounts" in texts_after["s"]


def test_a_name_of_ordinary_words_in_small_letters_is_one_question_and_stays():
    said = "Int: We met at Cinder Hill.\n\nDr Holt: I like cinder hill. So cinder hill's mine.\n"
    texts, _, identifiers, _, texts_after = anonymised({"s": said})
    queue = propose.queue(identifiers, texts).set_index(["text", "kind"])
    assert queue.loc[("cinder hill", "unclear"), "standing"] == "1 as a name, 0 as a word, 2 unclear"
    assert queue.loc[("cinder hill", "unclear"), "proposed_action"] == "keep"
    assert "cinder hill's mine" in texts_after["s"] and "Cinder Hill" not in texts_after["s"]


def test_a_phrase_that_some_sources_capitalise_is_one_question_whatever_tells_of_it():
    sources = {
        "s": "Int: He got his Blue Badge then.\n\nDr Holt: My Blue Badge went.\n",
        "r": "Int: A blue badge is blue.\n\nDr Holt: I had no badge. The blue one is a badge, so that badge is blue.\n",
        "q": "Int: The Blue Badge?\n\nDr Holt: No Blue Badge here.\n",
    }
    texts, _, identifiers, _, _ = anonymised(sources)
    queue = propose.queue(identifiers, texts).set_index("text")
    assert [text for text in queue.index if "badge" in text.lower()] == ["Blue Badge"]
    assert queue.loc["Blue Badge", "sources"] == "q;s"


def test_each_name_is_proposed_a_pseudonym_that_nobody_has():
    texts, _, identifiers, _, _ = anonymised({"s": "Int: Prewett Lee rang. Then Sarah Lenton.\n"})
    queue = propose.queue(identifiers, texts, taken=["P07", "O03", "GP"])
    persons = queue[queue["kind"] == "person"]
    assert sorted(persons["proposed_replacement"]) == [f"P{8 + n:02d}" for n in range(len(persons))]


def test_names_of_a_registered_person_are_offered_the_pseudonym_that_is_proposed_for_them():
    finds = pd.DataFrame(
        [("s", 0, 3, "Ann", "person", "register", "ann"), ("s", 8, 11, "Ann", "person", "register", "ann"),
         ("s", 16, 19, "Tom", "person", "name", ""), ("s", 22, 25, "Sal", "person", "register", "sal"),
         ("s", 30, 33, "Sal", "person", "name", "")],
        columns=["source_id", "start", "end", "text", "kind", "layer", "entity"],
    ).assign(by="nobody")  # fmt: skip
    texts = pd.DataFrame({"source_id": ["s"], "text": ["Ann and Ann and Tom ; Sal and Sal"]})
    offered = propose.queue(finds, texts, taken=["P01", "P02"], proposed={"ann": "P01", "sal": "P02"})
    assert dict(zip(offered["text"], offered["proposed_replacement"], strict=True)) == {
        "Ann": "P01", "Sal": "P03", "Tom": "P04",
    }  # fmt: skip


def test_a_registered_person_gets_no_pseudonym_that_a_decision_or_the_register_gave():
    rows = [
        {"entity": "a", "kind": "person", "name": "Ann Lee", "replacement": "P04"},
        {"entity": "b", "kind": "person", "name": "Bob Lyle", "replacement": ""},
    ]
    assert propose.pseudonyms(rows, [], taken=["P04", "P06", "nurse"])["replacement"].tolist() == ["P07"]


def test_pseudonyms_go_on_where_they_ended():
    rows = [{"entity": name, "kind": "person", "replacement": ""} for name in ("a", "b", "c")]
    proposed = propose.pseudonyms(rows, [{"entity": "b", "replacement": "P07"}])
    assert proposed.to_dict("records") == [{"entity": "a", "replacement": "P08"}, {"entity": "c", "replacement": "P09"}]
