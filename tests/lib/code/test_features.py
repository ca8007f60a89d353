"""What is counted once gives each fold what it would have learned alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.code import features
from multicase.code.features import CHARACTERS, WORDS, Learned, Terms
from sklearn.feature_extraction.text import TfidfVectorizer

WRITTEN = st.lists(st.sampled_from(["slow", "slower", "it's", "it", "Years", "né", "a"]), max_size=6).map(" ".join)
# Texts, and which of them are learned from; one is always held out.
FOLDED = st.lists(st.tuples(WRITTEN, st.sampled_from([True, True, False])), min_size=3, max_size=12).map(
    lambda folded: ([*(text for text, _ in folded), "it is slow"], np.array([*(use for _, use in folded), False]))
)


def fitted(kind, texts):
    """The vectoriser that the counts stand for, fitted on these texts alone; None where nothing recurs."""
    alone = TfidfVectorizer(min_df=kind.fewest, max_features=kind.most, sublinear_tf=True, **kind.cut)
    try:
        return alone.fit(texts)
    except ValueError:
        return None


def counted(kind, texts):
    try:
        return [Terms(kind, texts)]
    except ValueError:
        return []


@pytest.mark.parametrize("kind", [WORDS, CHARACTERS], ids=["words", "characters"])
@given(folded=FOLDED)
def test_a_fold_s_features_are_those_of_a_vectoriser_fitted_on_the_fold_alone(kind, folded):
    texts, kept = folded
    alone = fitted(kind, [text for text, use in zip(texts, kept, strict=True) if use])
    terms = counted(kind, texts)
    learned = Learned(terms, kept)
    assert bool(learned) == (alone is not None)
    if alone is None:
        return
    assert list(terms[0].names()[terms[0].recurring(kept)]) == list(alone.get_feature_names_out())
    everything = alone.transform(texts).toarray()
    np.testing.assert_allclose(learned.known(kept).toarray(), everything[kept], atol=1e-12)
    np.testing.assert_allclose(learned.known(~kept).toarray(), everything[~kept], atol=1e-12)
    np.testing.assert_allclose(learned.more(texts).toarray(), everything, atol=1e-12)


@given(folded=FOLDED, most=st.integers(1, 12))
def test_of_too_many_terms_those_taken_are_as_frequent_as_the_vectoriser_s(folded, most):
    texts, kept = folded
    few = replace(CHARACTERS, most=most)
    alone = fitted(few, [text for text, use in zip(texts, kept, strict=True) if use])
    for terms in counted(few, texts) if alone else []:
        often = dict(zip(terms.names(), np.asarray(terms.counts[kept].sum(axis=0)).ravel(), strict=True))
        taken = terms.names()[terms.recurring(kept)]
        assert sorted(often[name] for name in taken) == sorted(often[name] for name in alone.get_feature_names_out())


def test_of_too_many_terms_the_most_frequent_are_taken_and_of_equals_the_first_by_name():
    few = replace(WORDS, cut=WORDS.cut | {"ngram_range": (1, 1)}, most=2)
    terms = Terms(few, ["zebra zebra pear apple", "zebra pear apple", "lone"])
    assert list(terms.names()[terms.recurring(np.array([True, True, True]))]) == ["apple", "zebra"]


def test_words_come_first_and_are_named():
    texts = ["slow years", "slow years", "slow days"]
    learned = Learned(features.count(texts), np.array([True, True, True]))
    assert list(learned.words) == ["slow", "slow years", "years"]
    features_of_days = learned.more(["days"]).toarray()[0]
    assert not features_of_days[:3].any() and len(features_of_days) > 3


def test_where_nothing_recurs_there_is_nothing_to_learn_from():
    assert features.count(["one", "two", "", "six"]) == []
    terms = features.count(["slow", "slow", "quick"])
    assert not Learned(terms, np.array([True, False, True]))
