"""The lexicon: what the words of one case are, in the language and in the case.

It is taken over a case rather than over the study, so that a new source, or a new case, changes no other case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from multicase.anonymise import dictionary, forms, names, plain
from multicase.anonymise.capitals import POSSESSIVE, SMALL, capitals, is_bare, usage
from multicase.anonymise.capitals import WORD as WITH_CAPITAL
from multicase.anonymise.locale import Locale
from multicase.contracts import CONTRACTS

# A registered name that is written small now and then is a transcriber's slip; a word is written small again and again.
FEWEST_SMALL = 3
BEHIND_DETERMINERS = 1 / 4  # of the places of a word that no dictionary has, from which on it is one and nobody's name


@dataclass(frozen=True)
class Lexicon:
    """The words of a case, in small letters.

    lower, capital: how often a word stands in small letters, and with a capital inside a sentence; texts without
    capitals, which write names small too, don't count for the former. language: those that the language has as
    ordinary words. named: how often a word stands in what surely is a person's name, such as one with a title. things:
    words that the language hasn't got, and the case says again and again (`the paeds team`). names: those of several
    words that capitals tell of, and their kinds: `cinder hill`, a place.
    """

    lower: Mapping[str, int]
    capital: Mapping[str, int]
    language: frozenset[str] = frozenset()
    named: Mapping[str, int] = field(default_factory=dict)
    things: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    def is_word(self, word: str) -> bool:
        """Whether the sources use it in lower case, at least as often as with a capital inside a sentence.

        One that the language hasn't got may be a name that somebody wrote small, and has to be common.
        """
        if self.language and word not in self.language:
            return self.is_common(word)
        small = self.lower.get(word, 0)
        return small > 0 and small >= self.capital.get(word, 0)

    def is_common(self, word: str) -> bool:
        """Whether it is surely a word: written small several times, and more often than with a capital."""
        small = self.lower.get(word, 0)
        return small >= FEWEST_SMALL and small > self.capital.get(word, 0)


def of_texts(
    texts: Iterable[str], locale: Locale, label_names: Iterable[str] = (), spoken: Iterable[str] | None = None
) -> Lexicon:
    """The lexicon of some texts; a single file is judged with itself.

    label_names: speaker labels that are names. spoken: the texts without their labels, which tell how each is written.
    """
    texts = [view.text for view in map(plain.read, texts)]
    spoken = texts if spoken is None else [view.text for view in map(plain.read, spoken)]
    every, capital = usage(texts, spoken)
    cased = [text for text, said in zip(texts, spoken, strict=True) if not is_bare(said, capitals(said))]
    lower, _ = usage(cased)
    bases = {POSSESSIVE.sub("", word) for word in every}  # `the kettle's on`, where no kettle stands alone
    language = dictionary.words_in(sorted({*every, *bases, *_with_capitals(texts)}), locale.dictionary)
    first = Lexicon(lower, capital, language)
    first = replace(first, things=_things(cased, first, locale))
    named: Counter[str] = Counter(word for name in label_names for word in forms.name_words(name, locale))
    kinds: dict[str, Counter[str]] = {}
    for text, said in zip(texts, spoken, strict=True):
        reader = names.Reader(text, capitals(text, said), first, locale)
        named.update(names.told(reader))
        for name, kind in names.in_full(reader).items():
            kinds.setdefault(name, Counter())[kind] += 1
    in_full = {name: min(of, key=lambda kind: (kind == "other", -of[kind], kind)) for name, of in kinds.items()}
    return Lexicon(dict(lower), dict(capital), language, dict(named), first.things, in_full)


def _things(texts: Iterable[str], lexicon: Lexicon, locale: Locale) -> frozenset[str]:
    """The words the language hasn't got that a case says again and again, and often behind a determiner."""
    determiners = locale.determiners - locale.conjoining - locale.possessives  # `said that sarah`, `our sarah`
    strange = {word for word in lexicon.lower if word not in lexicon.language and lexicon.is_common(word)}
    if not strange or not determiners:
        return frozenset()
    behind = re.compile(rf"(?i:\b(?:{'|'.join(map(re.escape, sorted(determiners)))}))[ \u00a0]({SMALL.pattern})")
    often = Counter(word.replace("’", "'") for text in texts for word in behind.findall(text))
    return frozenset(word for word in strange if often[word] >= BEHIND_DETERMINERS * lexicon.lower[word])


def _with_capitals(texts: Iterable[str]) -> set[str]:
    """Every word of some texts that stands with a capital anywhere, in small letters."""
    return {
        POSSESSIVE.sub("", word).lower().replace("’", "'") for text in texts for word in set(WITH_CAPITAL.findall(text))
    }


def of_case(
    texts: pd.DataFrame, locale: Locale, label_names: Iterable[str] = (), spoken: Iterable[str] | None = None
) -> pd.DataFrame:
    """The lexicon of one case's texts (contract `texts`), as rows of the contract `lexicon`; see `of_texts`."""
    lexicon = of_texts(texts["text"], locale, label_names, spoken)
    case_id = texts["case_id"].iloc[0]
    rows = [
        {
            "case_id": case_id,
            "word": word,
            "lower": lexicon.lower.get(word, 0),
            "capital": lexicon.capital.get(word, 0),
            "in_language": word in lexicon.language,
            "named": lexicon.named.get(word, 0),
            "thing": word in lexicon.things,
            "name": lexicon.names.get(word, ""),
        }
        for word in sorted({*lexicon.lower, *lexicon.capital, *lexicon.language, *lexicon.named, *lexicon.names})
    ]
    return pd.DataFrame(rows, columns=list(CONTRACTS["lexicon"].columns))


def small(rows: pd.DataFrame) -> set[str]:
    """The words that stand in lower case somewhere, from rows of the contract `lexicon`."""
    return set(rows.loc[rows["lower"] > 0, "word"])


def common(rows: pd.DataFrame) -> set[str]:
    """The words that are surely words in the study (`Lexicon.is_common`), from rows of the contract `lexicon`."""
    sums = rows.groupby("word", sort=False)[["lower", "capital"]].sum()
    return set(sums.index[(sums["lower"] >= FEWEST_SMALL) & (sums["lower"] > sums["capital"])])


def ordinary(rows: pd.DataFrame) -> set[str]:
    """The ordinary words of the language among those of the study, from rows of the contract `lexicon`."""
    return set(rows.loc[rows["in_language"], "word"])


def from_rows(rows: pd.DataFrame) -> Lexicon:
    """A lexicon from rows of its contract."""
    counts = {name: dict(zip(rows["word"], rows[name].tolist(), strict=True)) for name in ("lower", "capital", "named")}
    language, things = (frozenset(rows.loc[rows[name], "word"]) for name in ("in_language", "thing"))
    named = {word: times for word, times in counts["named"].items() if times}
    kinds = {name: kind for name, kind in zip(rows["word"], rows["name"], strict=True) if kind}
    return Lexicon(counts["lower"], counts["capital"], language, named, things, kinds)
