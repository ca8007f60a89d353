"""The layer `learned`: what stands as identifiers stood in texts that people have marked. It asks; it replaces nothing.

The rules know names by their forms; jobs, conditions and places that are called by ordinary words, and names that no
list has, are told by the words around them. Those are weighed here: multinomial logistic regression over the words two
places to either side, their endings and shapes, and pairs of neighbours. Its weights are a table of the locale's
language, which `tests/bench/learn.py` writes. It was not told what the rules know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from csv import QUOTE_NONE
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from multicase.anonymise.locale import Locale, weights_of
from multicase.anonymise.names import Reader
from multicase.anonymise.span import Span

LAYER, RULE = "learned", "marked_texts"
FROM = "seen_from"  # a table's column: the place from which a feature is seen
ALWAYS, BARE = "always", "bare"  # what a table calls the weights of any token, and of any in a text without capitals
NONE = "none"  # the class of a token that identifies nobody
NAMING = ("person", "code", "organisation", "place", "date", "age")
SHARED = ("job", "demographic", "quantity")  # that point to somebody only together with others
KINDS = (NONE, *NAMING, *SHARED)
STEP = 0.1  # of a weight in the table
AROUND = (-2, -1, 0, 1, 2)  # from the token judged to the one that a feature is of
BESIDE = (-2, -1, 0, 1)  # from the token judged to the first of a pair
# How likely the first token of a find must be, and how likely one beside a find: a name's beginning tells its end.
LIKELY, BESIDE_A_FIND = 0.7, 0.12
# The same of persons in a text without capitals, where nothing else tells of a name that is a word.
LIKELY_BARE, BESIDE_A_FIND_BARE = 0.4, 0.05
SURE = 0.9
# What is asked about in each profile: what is sure, of these kinds; in `publication` whatever is found.
ASKED = {"internal": frozenset(NAMING), "deposit": frozenset((*NAMING, "job", "demographic"))}
TOKEN = re.compile(r"(\w+(?:['’&/]\w+)*|[^\w\s]|\n)")
LINE_END, OUTSIDE = "<line>", "<end>"  # the end of a line, and what is beyond either end of a text
SHAPES = ((re.compile(r"[^\W\d_]"), lambda letter: "X" if letter[0].isupper() else "x"), (re.compile(r"\d"), "d"))
RUN = re.compile(r"(.)\1{3,}")
LONGEST_SHAPE = 8


@dataclass(frozen=True)
class Tokens:
    """The words, numbers, marks and ends of lines of a text in order: the text that their features are of, and where
    each stands."""

    texts: Sequence[str]
    starts: np.ndarray
    ends: np.ndarray

    def is_word(self, place: int) -> bool:
        """Whether a token is a word or a number."""
        return self.texts[place][0].isalnum()


def tokens_of(text: str) -> Tokens:
    """The tokens of a text."""
    parts = TOKEN.split(text)  # what lies between two, and a token, in turns
    ends = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts)).cumsum()
    return Tokens([LINE_END if part == "\n" else part for part in parts[1::2]], ends[:-1:2], ends[1::2])


def lower(token: str) -> str:
    """A token as a word, however it is written."""
    return token.lower().replace("’", "'")


@cache
def shape(token: str) -> str:
    """`Xxxx` of Leeds, `XXd` of BD5: small and large letters and digits, no more than four of one in a row."""
    if token in {LINE_END, OUTSIDE}:
        return token
    for pattern, shown in SHAPES:
        token = pattern.sub(shown, token)
    return RUN.sub(r"\1\1\1\1", token)[:LONGEST_SHAPE]


def of_token(token: str) -> list[str]:
    """The features of a token by itself: the word, its shape, how it begins and ends."""
    word = lower(token)
    told = [f"w={word}", f"s={shape(token)}"]
    if not token[0].isalpha():
        return told
    stem = word.removesuffix("'s")
    return [*told, f"b={stem[:3]}", *(f"e={stem[-n:]}" for n in (2, 3, 4) if len(stem) >= n)]


# The features of two neighbours: both words, and each with the other's shape.
OF_PAIRS = {"p=": (lower, lower), "p<": (lower, shape), "p>": (shape, lower)}


def of_pair(first: str, second: str) -> list[str]:
    """The features of two neighbours."""
    return [f"{name}{of_first(first)} {of_second(second)}" for name, (of_first, of_second) in OF_PAIRS.items()]


@dataclass(frozen=True)
class Pairs:
    """The weights of the pairs of one form: what the first and the second may be, numbered, and both as one number."""

    first: Mapping[str, int]
    second: Mapping[str, int]
    numbers: np.ndarray  # rising: that of the first times how many seconds there are, and that of the second
    weights: np.ndarray  # (pairs, 4, kinds), in the order of BESIDE

    def rows(self, first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which of some pairs have weights, and which ones. first, second: as numbered, -1 what can't be."""
        at = np.flatnonzero((first >= 0) & (second >= 0))
        numbers = first[at] * len(self.second) + second[at]
        rows = np.searchsorted(self.numbers, numbers)
        known = np.append(self.numbers, -1)[rows] == numbers
        return at[known], rows[known]


@dataclass(frozen=True)
class Weights:
    """A table's weights, in STEPs: for each place from which a feature is seen, one for each of KINDS."""

    tokens: Mapping[str, int]  # feature -> its row of:
    seen: np.ndarray  # (features, 5, kinds), in the order of AROUND
    pairs: Mapping[str, Pairs]  # by form, as in OF_PAIRS
    always: np.ndarray  # of any token
    bare: np.ndarray  # of any token of a text without capitals

    def chances(self, tokens: Sequence[str], bare: bool) -> np.ndarray:
        """(tokens, kinds): how likely each token is of each kind, from 0 to 1; a row adds up to 1.

        What the text repeats is looked up once.
        """
        edged = [OUTSIDE, OUTSIDE, *tokens, OUTSIDE, OUTSIDE]
        sums = np.zeros((len(edged), len(KINDS)), dtype=np.int32)
        sums += self.always + (self.bare if bare else 0)
        index = {word: number for number, word in enumerate(dict.fromkeys(edged))}
        numbers = np.fromiter(map(index.__getitem__, edged), dtype=np.int64, count=len(edged))
        of_words = self._of_words(index)
        _add(sums, AROUND, np.arange(len(edged)), of_words[numbers])
        for form, (of_first, of_second) in OF_PAIRS.items():
            pairs = self.pairs[form]
            first = np.array([pairs.first.get(of_first(word), -1) for word in index])
            second = np.array([pairs.second.get(of_second(word), -1) for word in index])
            at, rows = pairs.rows(first[numbers[:-1]], second[numbers[1:]])
            _add(sums, BESIDE, at, pairs.weights[rows])
        raised = np.exp((sums[2:-2] - sums[2:-2].max(axis=1, keepdims=True)) * STEP)
        return raised / raised.sum(axis=1, keepdims=True)

    def _of_words(self, words: Iterable[str]) -> np.ndarray:
        """(words, 5, kinds): what the features of each word by itself weigh together."""
        rows: list[int] = []
        ends = [0]
        for word in words:
            rows += [self.tokens[name] for name in of_token(word) if name in self.tokens]
            ends.append(len(rows))
        sums = np.zeros((len(rows) + 1, *self.seen.shape[1:]), dtype=np.int32)
        np.cumsum(self.seen[rows], axis=0, out=sums[1:])
        return np.diff(sums[ends], axis=0)


def _add(sums: np.ndarray, places: Sequence[int], at: np.ndarray, weights: np.ndarray) -> None:
    """Add to each token judged what stands around it. at: where; weights: (at, places, kinds)."""
    for column, place in enumerate(places):
        judged = at - place
        inside = (judged >= 0) & (judged < len(sums))
        sums[judged[inside]] += weights[inside, column]


@cache
def load(name: str) -> Weights:
    """The weights `locales/<name>.learned.tsv`, as the locale names it: feature, FROM, and one for each of KINDS."""
    empty = {kind: [""] for kind in KINDS}
    table = pd.read_csv(weights_of(name), sep="\t", quoting=QUOTE_NONE, keep_default_na=False, na_values=empty)
    steps = table[list(KINDS)].fillna(0).to_numpy(dtype=np.int16)
    features = table["feature"]
    always, bare = (steps[(features == name).to_numpy()].sum(axis=0) for name in (ALWAYS, BARE))
    whole = features.isin((ALWAYS, BARE)).to_numpy()
    double = features.str.startswith(tuple(OF_PAIRS)).to_numpy()
    tokens, pairs = (
        _by_feature(features[chosen], table[FROM][chosen], steps[chosen], places)
        for chosen, places in ((~double & ~whole, AROUND), (double, BESIDE))
    )
    names, seen = tokens
    return Weights({name: row for row, name in enumerate(names)}, seen, by_form(*pairs), always, bare)


def _by_feature(
    features: pd.Series, places: pd.Series, steps: np.ndarray, seen: Sequence[int]
) -> tuple[list[str], np.ndarray]:
    """Features and their weights (features, places, kinds). features, places, steps: of each row of a table; seen: all
    places, in order."""
    numbers, names = pd.factorize(features)
    told = np.zeros((len(names), len(seen), len(KINDS)), dtype=np.int16)
    told[numbers, places.to_numpy() - seen[0]] = steps
    return names.tolist(), told


def by_form(names: Sequence[str], weights: np.ndarray) -> dict[str, Pairs]:
    """The weights (pairs, 4, kinds) of features of two neighbours, as of_pair names them, for each of OF_PAIRS."""
    found = {}
    for form in OF_PAIRS:
        rows = [row for row, name in enumerate(names) if name.startswith(form)]
        pairs = [names[row].removeprefix(form).split(" ") for row in rows]
        first, second = ({word: n for n, word in enumerate(dict.fromkeys(pair[of] for pair in pairs))} for of in (0, 1))
        numbers = np.array([first[a] * len(second) + second[b] for a, b in pairs], dtype=np.int64)
        order = np.argsort(numbers)
        found[form] = Pairs(first, second, numbers[order], weights[rows][order])
    return found


def find(reader: Reader, spans: Iterable[Span], profile: str) -> Iterator[Span]:
    """What the rules have left of a text, where its language has weights. spans: what they found, in order.

    profile: what is asked in it is a matter of ASKED: the more are to read a text, the more it asks.
    """
    if not reader.locale.learned:
        return
    tokens = tokens_of(reader.text)
    if not tokens.texts:
        return
    chances = load(reader.locale.learned).chances(tokens.texts, reader.is_bare())
    somebody = 1 - chances[:, 0]
    likely, beside = (somebody >= least for least in _thresholds(chances, reader.is_bare()))
    for first, last in _runs(tokens, likely, beside, _covered(tokens, spans)):
        run = slice(first, last + 1)
        kind = KINDS[1 + int(chances[run, 1:].sum(axis=0).argmax())]
        if _is_asked(kind, somebody[run].max(), _are_listed(tokens.texts[run], reader.locale), profile):
            yield Span(int(tokens.starts[first]), int(tokens.ends[last]), kind, LAYER, RULE)


def _thresholds(chances: np.ndarray, bare: bool) -> tuple[np.ndarray, np.ndarray]:
    """How likely each token must be to be a find, and beside one. chances: tokens by KINDS."""
    person = bare & (chances[:, 1:].argmax(axis=1) + 1 == KINDS.index("person"))
    return np.where(person, LIKELY_BARE, LIKELY), np.where(person, BESIDE_A_FIND_BARE, BESIDE_A_FIND)


def _is_asked(kind: str, chance: float, listed: bool, profile: str) -> bool:
    """Whether a find is put before people. listed: all its words are of those that name nobody."""
    if profile in ASKED:
        return chance >= SURE and not listed and kind in ASKED[profile]
    return chance >= LIKELY or not listed


def _are_listed(tokens: Iterable[str], locale: Locale) -> bool:
    """Whether the locale's lists of words that name nobody have every word: `Counsel to the Inquiry`."""
    listed = (locale.openers, locale.not_identifying, locale.common_words)
    words = (token for token in tokens if token[0].isalnum())
    return all(word in locale.acronyms or any(word.lower() in some for some in listed) for word in words)


def _covered(tokens: Tokens, spans: Iterable[Span]) -> np.ndarray:
    """Whether each token meets one of some spans, which are in order and don't overlap."""
    edges = np.array([(span.start, span.end) for span in spans])
    if not len(edges):
        return np.zeros(len(tokens.texts), dtype=bool)
    last = np.searchsorted(edges[:, 0], tokens.ends) - 1  # the last span that begins before the token ends
    return (last >= 0) & (tokens.starts < edges[last, 1])


def _runs(tokens: Tokens, likely: np.ndarray, beside: np.ndarray, covered: np.ndarray) -> Iterator[tuple[int, int]]:
    """The first and last token of each find: likely ones, with less likely ones beside them or what the rules found."""
    met = covered.copy()
    for place in np.flatnonzero(~met & likely).tolist():
        met[place] = tokens.is_word(place)
    less = np.flatnonzero(~met & beside).tolist()
    less = [place for place in less if tokens.texts[place] != LINE_END]
    for order, before in ((less, -1), (less[::-1], 1)):
        for place in order:
            if not met[place] and 0 <= place + before < len(met):
                met[place] = met[place + before]
    for run in _in_a_row(np.flatnonzero(met & ~covered).tolist()):
        words = [place for place in run if tokens.is_word(place)]
        if words:
            yield words[0], words[-1]


def _in_a_row(places: Iterable[int]) -> Iterator[list[int]]:
    """Rising numbers as runs without a gap."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    if run:
        yield run
