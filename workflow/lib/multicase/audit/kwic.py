"""Keyword in context: every place where a word stands in the anonymised texts, with what stands around it.

It reads only the open results of the last build. Of sources that may not be quoted, places are counted and their words
withheld.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from multicase import frames
from multicase.anchoring.anchor import PLAIN
from multicase.anchoring.spans import MARKS, WORD
from multicase.study import consent, disclosure
from multicase.study.disclosure import WITHHELD
from multicase.study.files import nearest
from multicase.study.kinds import KINDS
from multicase.study.problems import Problem, StudyError
from multicase.wording import listed

COLUMNS = ("segment", "source", "case", "kind", "role", "left", "word", "right", "n")
LETTER = rf"[\w{MARKS}]"
ANY = rf"{LETTER}*(?:['’‘‑-]{LETTER}+)*"  # what a * stands for
# Signs that are one however they are typed, as for indicators: hyphens and dashes, apostrophes, quotes.
ALIKE = {plain: "".join(sorted({plain, *(chr(of) for of in PLAIN if PLAIN[of] == plain)})) for plain in PLAIN.values()}
INTERVIEWER = "interviewer"
SOURCE, LEFT, RIGHT = "source", "left", "right"  # by what hits are sorted
LIKE = 3  # words that are named where there is no hit
LISTED = 12


@dataclass(frozen=True)
class Concordance:
    """rows: one per hit; of a source that may not be quoted one for all its hits, after the others. Columns: segment,
    source, case, kind, role (of the speaker, or ""), left, word, right, n (hits). searched: in how many sources was
    looked. like: words of the texts that are most like those that stand nowhere, if there is no hit.
    """

    rows: pd.DataFrame
    searched: int
    like: tuple[str, ...]


def concordance(
    results: Path,
    word: str,
    *,
    cases: Sequence[str] = (),
    kinds: Sequence[str] = (),
    codes: Sequence[str] = (),
    whole: bool = False,
    order: str = SOURCE,
    window: int = 60,
) -> Concordance:
    """The places of a word or phrase in the segments of a build.

    word: small and capital letters are the same, accents are not; hyphens, quotes and apostrophes are, however they
    are typed; `*` stands for any letters within a word, white space for any white space. cases, kinds, codes: in which
    alone to look, by their ids; codes by the analysed codings of the segments. whole: whether to look in what isn't
    analysed too, such as interviewers' turns and headings. order: `source`, by place; `left`, by the words before the
    hit, the nearest first; `right`, by those after it. window: characters on each side. Raises StudyError without a
    finished build, for a word without a letter or a digit, and for cases, kinds and codes that aren't there.
    """
    _refuse_unbuilt(results)
    wanted = pattern(word)
    evidence = frames.read(results / "themes/evidence.parquet", "evidence")
    sources = frames.read(results / "themes/sources.parquet", "read_sources")
    _refuse_unknown(results, sources, {"case": cases, "kind": kinds, "code": codes})
    segments = frames.read(sorted((results / "segments").glob("*.parquet")), "segments")
    here = segments["source_id"].isin(sources["source_id"]) & (whole | (segments["left_out"] == ""))
    for column, values in (("case_id", cases), ("kind", kinds)):
        here &= segments[column].isin(list(values)) | (not values)
    if codes:
        here &= segments["segment_id"].isin(evidence.loc[evidence["code"].isin(list(codes)), "segment_id"])
    segments = segments[here]
    quotable = set(sources.loc[sources["consent"] == consent.QUOTE, "source_id"])
    segments = segments.assign(quotes=segments["source_id"].isin(quotable), text=segments["text"].map(_on_one_line))
    rows = _hits(segments, wanted, _roles(results, evidence), order, window)
    like = () if len(rows) else _like(word, segments.loc[segments["quotes"], "text"])
    return Concordance(rows, segments["source_id"].nunique(), like)


def pattern(word: str) -> re.Pattern[str]:
    """What finds a word or phrase; see `concordance`. Raises StudyError for one without a letter or a digit."""
    text = unicodedata.normalize("NFC", re.sub(r"\*+", "*", _on_one_line(word).strip()))
    if not re.search(r"[^\W_]", text):
        todo = "Name a word, a phrase in quotes, or a part of a word with *."
        raise StudyError([Problem("multicase kwic", "", f"'{word}'", "a word with a letter or a digit", todo)])
    before = rf"(?<!{LETTER})" if re.match(r"[\w*]", text) else ""
    after = rf"(?!{LETTER})" if re.search(rf"(?:{LETTER}|\*)$", text) else ""
    inside = "".join(map(_sign, text))
    return re.compile(before + inside + after, re.IGNORECASE)


def _sign(sign: str) -> str:
    plain = sign.translate(PLAIN)
    return ANY if sign == "*" else f"[{re.escape(ALIKE[plain])}]" if plain in ALIKE else re.escape(sign)


def _refuse_unbuilt(results: Path) -> None:
    if not (results / "themes/evidence.parquet").is_file():
        raise StudyError([Problem(str(results), "", "no finished build", "the results of a build", "Run make first.")])


def _roles(results: Path, evidence: pd.DataFrame) -> dict[str, str]:
    """participant_id -> what may stand beside their words: a role that k of the case share, or something vaguer.

    evidence: the contract's rows of a finished build.
    """
    about = json.loads((results / "themes/analysed.json").read_text(encoding="utf-8"))
    people = evidence[evidence["participant_id"] != ""].drop_duplicates("participant_id")
    instead = about["stands_for_role"]
    return disclosure.roles_by_case(people, about["k"], f"speaker.{instead}" if instead else "")


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _refuse_unknown(results: Path, sources: pd.DataFrame, asked: dict[str, Sequence[str]]) -> None:
    codes = pd.read_csv(results / "tables/T05.csv", dtype=str, keep_default_na=False)["code"] if asked["code"] else ()
    there = {"case": sorted(set(sources["case_id"])), "kind": list(KINDS), "code": list(codes)}
    problems = []
    for name, values in asked.items():
        known = there[name]
        more = [f"{len(known) - LISTED} more"] if len(known) > LISTED else []
        for value in (value for value in values if value not in known):
            expected = f"a {name} that is there{nearest(value, known)}"
            problems.append(
                Problem(
                    "multicase kwic",
                    f"--{name}",
                    f"'{value}'",
                    expected,
                    f"There are {listed([*known[:LISTED], *more])}.",
                )
            )
    if problems:
        raise StudyError(problems)


def _hits(
    segments: pd.DataFrame, wanted: re.Pattern[str], roles: dict[str, str], order: str, window: int
) -> pd.DataFrame:
    hits, withheld = [], {}
    for segment in segments.to_dict("records"):
        role = INTERVIEWER if segment["is_interviewer"] else roles.get(segment["participant_id"], "")
        about = {"source": segment["source_id"], "case": segment["case_id"], "kind": segment["kind"]}
        for found in wanted.finditer(segment["text"]):
            if segment["quotes"]:
                left, right = segment["text"][: found.start()], segment["text"][found.end() :]
                here = {"segment": segment["segment_id"], "role": role, "word": found[0], "n": 1}
                hits.append(about | here | {"left": left, "right": right})
            else:
                nothing = {"segment": "", "role": "", "left": "", "word": WITHHELD, "right": "", "n": 0}
                withheld.setdefault(segment["source_id"], about | nothing)["n"] += 1
    keys = {
        SOURCE: lambda hit: [],
        LEFT: lambda hit: _words(hit["left"])[::-1],
        RIGHT: lambda hit: _words(hit["right"]),
    }
    hits.sort(key=keys[order])
    cut = [hit | {"left": hit["left"][-window:], "right": hit["right"][:window]} for hit in hits]
    return pd.DataFrame([*cut, *withheld.values()], columns=list(COLUMNS))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _like(word: str, texts: pd.Series) -> tuple[str, ...]:
    """The words of texts that are most like each of the asked ones that stands nowhere."""
    known = sorted({found for text in texts for found in _words(text)})
    parts = [part.casefold() for part in word.split() if re.search(r"[^\W_]", part)]
    missing = [part for part in parts if not any(pattern(part).fullmatch(found) for found in known)]
    close = (difflib.get_close_matches(part.replace("*", ""), known, n=LIKE) for part in missing)
    return tuple(dict.fromkeys(found for of in close for found in of))
