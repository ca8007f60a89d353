"""What is found and what stands in its place don't hang on order, batches or growth, for random studies."""

from __future__ import annotations

import itertools
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.anonymise import apply, find, lexicon, propose, register
from multicase.anonymise.detect import Settings, detect
from multicase.contracts import CONTRACTS
from ruled import GB

NAMES = ["Anwen Tully", "Mark Field", "Kwabena Mensah", "Leila Farahani", "Rose Carter", "Wei Li"]
REGISTER = [
    {"entity": f"e{n}", "kind": "person", "name": name, "aliases": "", "replacement": ""}
    for n, name in enumerate(NAMES)
]
SENTENCE = st.builds(
    str.format,
    st.sampled_from(
        [
            "We asked {} about it.",
            "{} said no.",
            "so {} rang on 3 May 2014.",
            "Dr {} left.",
            "It was {}'s idea at Quarry Lane Surgery.",
        ]
    ),
    st.sampled_from([*NAMES, "Tully", "anwen", "Mensah", "Prewett", "Mr Cammish", "nobody", "MARK FIELD"]),
)
STUDY = st.lists(st.lists(SENTENCE, min_size=1, max_size=5).map("\n".join), min_size=1, max_size=5)


def frame(texts):
    rows = [
        {
            "source_id": f"a-i{n:02d}",
            "case_id": "a",
            "kind": "interview",
            "text": text,
            "text_sha256": "",
            "raw_sha256": "",
        }
        for n, text in texts
    ]
    return pd.DataFrame(rows, columns=list(CONTRACTS["texts"].columns))


def anonymised(texts, words, pseudonyms=()):
    """Anonymised text by source; texts: (number, text), of one batch. words: the lexicon of the case."""
    sources, turns = frame(texts), pd.DataFrame(columns=list(CONTRACTS["turns"].columns))
    settings_ = Settings(allow_register_only=True)
    found = find.find(sources, turns, words, REGISTER, None, settings_)
    done = apply.anonymise(
        sources,
        turns,
        found,
        lexicon=words,
        register=REGISTER,
        decisions=None,
        pseudonyms=list(pseudonyms),
        settings=settings_,
    )
    return done[3], done[1]


@settings(max_examples=40)
@given(STUDY, st.randoms(use_true_random=False))
def test_neither_order_nor_batches_change_a_text_and_spans_never_overlap(study, chance):
    texts = list(enumerate(study))
    words = lexicon.of_texts(study, GB)
    whole, identifiers = anonymised(texts, words)
    shuffled = texts.copy()
    chance.shuffle(shuffled)
    cut = chance.randrange(len(texts) + 1)
    parts = [anonymised(batch, words)[0] for batch in (shuffled[:cut], shuffled[cut:]) if batch]
    assert {source: text for part in parts for source, text in part.items()} == whole
    for _, rows in identifiers.groupby("source_id"):
        spans = sorted(zip(rows["start"], rows["end"], strict=True))
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@given(
    st.lists(st.sampled_from(range(len(NAMES))), unique=True), st.lists(st.sampled_from(range(len(NAMES))), unique=True)
)
def test_pseudonyms_once_given_never_change_whoever_joins_the_register(first, second):
    rows = [REGISTER[n] for n in first]
    given_ = propose.pseudonyms(rows, []).to_dict("records")
    grown = [*rows, *(REGISTER[n] for n in second if n not in first)]
    more = propose.pseudonyms(grown, given_).to_dict("records")
    taken = {row["entity"]: row["replacement"] for row in given_}
    added = {row["entity"]: row["replacement"] for row in more if row["entity"] not in taken}
    assert all(row["replacement"] == taken[row["entity"]] for row in more if row["entity"] in taken)
    assert not set(added.values()) & set(taken.values()) and len(set(added.values())) == len(added)


def edited(word, chance):
    """The word with one letter left out, put in or changed, or two neighbours swapped; not its first."""
    place, letter = chance.randrange(1, len(word)), chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :] if place > 1 else word + letter,
        ]
    )


def test_nineteen_of_twenty_misspelt_registered_names_are_put_before_a_person():
    chance = random.Random(5)
    surnames = [
        "Tully",
        "Mensah",
        "Farahani",
        "Osgood",
        "Kulkarni",
        "Trevanion",
        "Hartnoll",
        "Shorrock",
        "Adeyemi",
        "Okafor",
    ]
    rows = [
        {"entity": name, "kind": "person", "name": f"Dr Ann {name}", "aliases": "", "replacement": "GP"}
        for name in surnames
    ]
    known, n, found = register.build(rows, None, None, GB), 0, 0
    for _ in range(400):
        slip = edited(chance.choice(surnames), chance)
        if slip in surnames:
            continue
        text = chance.choice(["We asked {} about it.", "{} said no.", "so {} rang.", "it was {}'s idea."]).format(slip)
        spans = detect(text, known=known, lexicon=lexicon.of_texts([text], GB), locale=GB, settings=Settings())
        place = text.index(slip)
        n += 1
        found += any(span.start <= place and place + len(slip) <= span.end for span in spans)
    assert found / n >= 0.95


@pytest.mark.parametrize(
    "written", ["Anwen Tully", "ANWEN TULLY", "anwen tully", "Tully’s", "tully", "A. Tully", "Dr Tully", "A.T."]
)
def test_a_registered_name_is_found_however_it_is_written(written):
    text = f"then we saw {written} there"
    known = register.build(REGISTER, None, None, GB)
    spans = detect(text, known=known, lexicon=lexicon.of_texts([text], GB), locale=GB, settings=Settings())
    assert "e0" in {span.entity for span in spans}


@pytest.mark.parametrize("written", ["mark", "field", "rose"])
def test_a_name_that_is_a_word_is_never_replaced_in_small_letters(written):
    text = f"they made a {written} there"
    known = register.build(REGISTER, None, None, GB)
    assert detect(text, known=known, lexicon=lexicon.of_texts([text], GB), locale=GB, settings=Settings()) == []
