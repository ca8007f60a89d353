"""The weights of the layer `learned`, from marked texts: `python tests/bench/learn.py` writes those of English anew.

    python tests/bench/learn.py nl_NL FOLDER ...

does so for another locale, from texts marked as those of `genres/` are. The weights are a table, one row for a feature
seen from a place; features seen fewer than FEWEST times are left out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import genres
import numpy as np
from multicase.anonymise import learned, locale, plain
from multicase.anonymise.detect import reading
from multicase.anonymise.learned import ALWAYS, AROUND, BARE, BESIDE, KINDS, OUTSIDE, STEP
from multicase.anonymise.lexicon import Lexicon
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

FEWEST = 4
PASSES = 500
NUMBERS = ("phone", "email", "url")  # told apart by the patterns; here they are codes
TEXTS = ("tuned/*.txt", "plain_tuned/*.txt", "words/plain_tuned.txt")  # that English is learnt from


@dataclass(frozen=True)
class Example:
    """A token: the features that it is judged by, and the number of its kind."""

    features: tuple[str, ...]
    kind: int


def examples(path: Path, words: locale.Locale) -> Iterator[Example]:
    """The tokens of a marked text. Raises ValueError for a mark of a kind that is not learnt."""
    marked = genres.read(path)
    view = plain.read(marked.text)
    reader = reading(view.text, (), Lexicon({}, {}), words)
    kind_at = {
        place: _kind(kind, path)
        for start, end, _, kind in marked.marks
        for place in range(*view.to_new(start, end))
    }  # fmt: skip
    tokens = learned.tokens_of(reader.text)
    judged = _features(tokens.texts, reader.is_bare())
    for start, features in zip(tokens.starts.tolist(), judged, strict=True):
        yield Example(features, kind_at.get(start, 0))


def _kind(kind: str, path: Path) -> int:
    told = "code" if kind in NUMBERS else kind
    if told not in KINDS:
        raise ValueError(f"{path.name}: a mark of kind '{kind}', which is none of {', '.join(KINDS[1:])}")
    return KINDS.index(told)


def _features(tokens: Sequence[str], bare: bool) -> Iterator[tuple[str, ...]]:
    """What each token is judged by: features with the places they are seen from, `1 w=said`."""
    edged = [OUTSIDE, OUTSIDE, *tokens, OUTSIDE, OUTSIDE]
    single = [learned.of_token(token) for token in edged]
    double = [learned.of_pair(*pair) for pair in pairwise(edged)]
    for here in range(2, len(edged) - 2):
        around = [f"{place}\t{name}" for place in AROUND for name in single[here + place]]
        beside = [f"{place}\t{name}" for place in BESIDE for name in double[here + place]]
        yield (*around, *beside, f"0\t{BARE}") if bare else (*around, *beside)


def weights(of: Sequence[Example]) -> tuple[list[str], np.ndarray]:
    """The features kept and their weights in STEPs (features, kinds), the weights of any token in the last row."""
    seen = Counter(name for example in of for name in {*example.features})
    names = sorted(name for name, times in seen.items() if times >= FEWEST)
    column = {name: number for number, name in enumerate(names)}
    places = [(row, column[name]) for row, example in enumerate(of) for name in example.features if name in column]
    rows, columns = np.array(places).T
    told = csr_matrix((np.ones(len(places)), (rows, columns)), (len(of), len(names)))
    model = LogisticRegression(max_iter=PASSES).fit(told, [example.kind for example in of])
    steps = np.rint(np.vstack([_whole(model.coef_, model.classes_).T, _whole(model.intercept_, model.classes_)]) / STEP)
    return [*names, f"0\t{ALWAYS}"], steps.astype(int)


def _whole(told: np.ndarray, classes: Iterable[int]) -> np.ndarray:
    """Weights with a row for each of KINDS; one that stands in no text can't be."""
    every = np.full((len(KINDS), *told.shape[1:]), 0.0)
    every[list(classes)] = told
    return every


def table(names: Sequence[str], steps: np.ndarray) -> str:
    """A table of weights: a row for each feature and place, sorted; what is 0 is left empty."""
    rows = []
    for name, row in zip(names, steps, strict=True):
        place, _, feature = name.partition("\t")
        if row.any():
            rows.append((feature, int(place), *(weight or "" for weight in row)))
    return "".join("\t".join(map(str, row)) + "\n" for row in [("feature", learned.FROM, *KINDS), *sorted(rows)])


def write(name: str, target: Path, paths: Iterable[Path]) -> tuple[int, int]:
    """Write the weights that some marked texts teach; how many tokens they are, and how many rows of weights."""
    words = locale.load(name)
    of = [one for path in paths for one in examples(path, words)]
    told = table(*weights(of))
    target.write_text(told, encoding="utf-8")
    return len(of), told.count("\n") - 1


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("locale", nargs="?", default="en_GB")
    options.add_argument(
        "folders", nargs="*", type=Path, help="of marked texts; else those that English is learnt from"
    )
    given = options.parse_args()
    if given.locale != "en_GB" and not given.folders:
        sys.exit("Name the folders of marked texts of this locale.")
    language = locale.load(given.locale).learned or given.locale
    paths = [path for folder in given.folders for path in sorted(folder.glob("*.txt"))]
    paths = paths or [path for texts in TEXTS for path in sorted(genres.HERE.glob(texts))]
    target = locale.HERE / f"{language}{locale.LEARNED}"
    print("{:,} tokens, {:,} rows".format(*write(given.locale, target, paths)))
