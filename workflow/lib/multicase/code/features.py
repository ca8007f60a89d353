"""What the model coder learns from: the words of texts, and the characters within words, each with its weight.

Each text is counted once. What a fold's model may know (which terms recur, and in how many texts) is taken from the
fold's own rows of these counts, so that the weights are those of scikit-learn's TfidfVectorizer fitted on the fold
alone. Of more recurring terms than are taken, the most frequent are; of equally frequent ones the first by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Kind:
    """Terms of one kind: how they are cut, in how many texts one must stand, and how many are taken at most."""

    cut: dict[str, Any]
    fewest: int
    most: int | None


WORDS = Kind({"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w[\w'’]+\b"}, fewest=2, most=None)
CHARACTERS = Kind({"analyzer": "char_wb", "ngram_range": (3, 4)}, fewest=3, most=20000)


class Terms:
    """The terms of one kind, and how often each stands in each text.

    Terms that stand in fewer texts than any fold asks for are left out from the start.
    """

    def __init__(self, kind: Kind, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import CountVectorizer

        self.kind = kind
        self._counter = CountVectorizer(min_df=kind.fewest, **kind.cut)
        self.counts = self._counter.fit_transform(texts)
        self.counts.sort_indices()

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """The counts of other texts."""
        return self._counter.transform(texts)

    def names(self) -> np.ndarray:
        return self._counter.get_feature_names_out()

    def recurring(self, which: np.ndarray) -> np.ndarray:
        """The places of the terms that stand in enough of the texts; of too many, those of the most frequent."""
        counts, n_terms = self.counts[which], self.counts.shape[1]
        places = np.flatnonzero(np.bincount(counts.indices, minlength=n_terms) >= self.kind.fewest)
        if self.kind.most is None or len(places) <= self.kind.most:
            return places
        often = np.bincount(counts.indices, weights=counts.data, minlength=n_terms)[places]
        return np.sort(places[np.argsort(-often, kind="stable")[: self.kind.most]])


class Learned:
    """What some texts teach of the terms: which there are, and their weights. words: the names of those that are words.

    terms: of each kind that has any; the words first. which: the texts, as a mask.
    """

    def __init__(self, terms: Sequence[Terms], which: np.ndarray) -> None:
        from sklearn.feature_extraction.text import TfidfTransformer

        self._parts = []
        self.words = np.array([], dtype=str)
        for kind in terms:
            places = kind.recurring(which)
            if len(places):
                weights = TfidfTransformer(sublinear_tf=True).fit(kind.counts[which][:, places])
                self._parts.append((kind, places, weights))
                if kind.kind is WORDS:
                    self.words = kind.names()[places]

    def __bool__(self) -> bool:
        return bool(self._parts)

    def known(self, which: np.ndarray) -> csr_matrix:
        """Features (texts by terms) of some of the texts that were counted, as a mask."""
        return self._features([kind.counts[which] for kind, _, _ in self._parts])

    def more(self, texts: Sequence[str]) -> csr_matrix:
        """Features of other texts."""
        return self._features([kind.of(texts) for kind, _, _ in self._parts])

    def _features(self, counts: Sequence[csr_matrix]) -> csr_matrix:
        from scipy.sparse import hstack

        parts = zip(counts, self._parts, strict=True)
        return hstack([weights.transform(counted[:, places]) for counted, (_, places, weights) in parts]).tocsr()


def count(texts: Sequence[str]) -> list[Terms]:
    """The terms of each kind that has any which recur; none where hardly a word recurs."""
    found = []
    for kind in (WORDS, CHARACTERS):
        try:
            found.append(Terms(kind, texts))
        except ValueError:  # scikit-learn's word for: no term stands in enough texts
            continue
    return found
