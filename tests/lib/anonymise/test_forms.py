"""Every form of a known name is found: registered in texts, registered and decided in open files, or told as residual."""

from __future__ import annotations

import pandas as pd
import pytest
import searching
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.anonymise import forms, lexicon, register
from multicase.anonymise.detect import Settings, detect
from multicase.leaks import scan
from ruled import GB

GIVEN = ["Sarah", "Will", "May", "Oluwaseun", "Grace", "Xin", "Róisín", "Mark"]
SURNAMES = ["Holt", "Rice", "Ng", "van der Hoek", "O'Connor", "Adeyemi-Clarke", "Field", "Earl", "King", "Wolcott"]
NAMES = st.tuples(st.sampled_from(GIVEN), st.sampled_from(SURNAMES)).map(" ".join)
EMPTY = pd.DataFrame(columns=["text", "kind", "layer", "action", "by"])


def row(name, kind="person"):
    return {"entity": "e", "kind": kind, "name": name, "aliases": "", "replacement": "somebody"}


def written(name):
    """The forms as they may be written: by kind of rule, with capitals."""
    return [name, *(form for form, rule in forms.personal_forms(name, GB) if rule != "letters")]


@settings(max_examples=60)
@given(NAMES, st.sampled_from(["So I told {} that it was over.", "Then we saw {}, who came late."]))
def test_every_form_of_a_registered_name_is_masked_inside_a_sentence(name, sentence):
    known = register.build([row(name)], None, None, GB)
    for form in written(name):
        text = sentence.format(form)
        told = lexicon.of_texts([text], GB)
        spans = detect(text, known=known, lexicon=told, locale=GB, settings=Settings())
        start = sentence.index("{}")
        places = {place for span in spans for place in range(span.start, span.end)}
        assert all(place in places for place in range(start, start + len(form)) if text[place].isalnum()), form


@settings(max_examples=25)
@given(NAMES)
def test_every_form_of_a_registered_name_in_an_open_file_is_a_leak_or_a_residual(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("open")
    columns = ["case_id", "word", "lower", "capital", "in_language", "named"]
    words = lexicon.of_texts(["will may rice field earl king grace mark so"], GB)
    rows = [("a", word, 1, 0, word in words.language, 0) for word in words.lower]
    lexicons = pd.DataFrame(rows, columns=columns).astype({"in_language": bool})
    known = {"register": [row(name)], "speakers": [], "decisions": None, "locale": GB}
    scanner, doubtful = scan.scanner(EMPTY, lexicons, **known)
    for number, form in enumerate(written(name)):
        path = folder / f"memo{number}.txt"
        path.write_text(f"So they told {form} all of it.")
        leaks = searching.hits([path], folder, scanner)
        assert leaks or searching.residues([path], folder, doubtful), form


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Dr Sarah Holt", "Holt"), ("Dr Sarah Holt", "S. Holt"), ("Dr Sarah Holt", "SarahHolt"), ("Dr Sarah Holt", "Holt, S."),
        ("Anna van der Hoek", "van der Hoek"), ("Anna van der Hoek", "Hoek"), ("Ade Obi-Clarke", "Clarke"),
        ("Sarah Holt", "S.H."), ("Sarah Jane Holt", "S.J.H."),
    ],
)  # fmt: skip
def test_the_forms_of_a_name_are_made_in_one_place(name, form):
    assert form in {text for text, _ in forms.personal_forms(name, GB)}
