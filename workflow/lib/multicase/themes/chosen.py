"""Which codings are analysed: their origins, what the adjudication took away, and what captions say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from multicase.anchoring.spans import INFERENCE
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

# What makes rows one coding, however many segments it touches.
CODING = ["source_id", "passage_start", "passage_end", "code", "coder", "origin", "rule_id"]
REMOVED = "removed by adjudication"
PROGRAM = "program"  # codings of programs of the user's own, about which nobody decides


def choose(
    codings: Mapping[str, pd.DataFrame], adjudication: Iterable[Mapping[str, str]], origins: str | Sequence[str]
) -> tuple[pd.DataFrame, list[str], int]:
    """The codings of the analysed origins (contract `codings`, and `left_out`), these origins, and decisions about
    them.

    codings: by origin. origins: `auto` (manual codings if there is any, else the dictionary's) or a list, which is
    pooled; `program` is analysed only where a list names it. adjudication: segment_id, code, decision (keep, remove),
    reason; `remove` takes a code from a segment, whoever gave it; without a decision a code counts if any coder gave
    it. left_out: why a coding isn't analysed, empty if it is. Raises StudyError for an origin without codings to choose
    from, and for decisions about what nobody coded (a program of the user's own is nobody) or that contradict one
    another.
    """
    chosen = _origins(codings, origins)
    decided = list(adjudication)
    _refuse_decisions([of for origin, of in codings.items() if origin != PROGRAM], decided)
    frames = [codings[origin] for origin in chosen if len(codings[origin])]
    pooled = pd.concat(frames, ignore_index=True) if frames else codings[chosen[0]].iloc[:0]
    given = _pairs(pooled)
    taken = removed(decided)
    known = set(given)
    n_decided = sum((row["segment_id"], row["code"]) in known for row in decided)
    left_out = pd.Series([REMOVED if pair in taken else "" for pair in given], dtype=object)
    return pooled.reset_index(drop=True).assign(left_out=left_out), chosen, n_decided


def removed(adjudication: Iterable[Mapping[str, str]]) -> set[tuple[str, str]]:
    """The pairs of segment_id and code that the adjudication took away, whoever gave the code."""
    return {(row["segment_id"], row["code"]) for row in adjudication if row["decision"] == "remove"}


def _pairs(codings: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(codings["segment_id"], codings["code"], strict=True))


def _origins(codings: Mapping[str, pd.DataFrame], origins: str | Sequence[str]) -> list[str]:
    if origins == "auto":
        return ["manual"] if len(codings.get("manual", ())) else ["dictionary"]
    unknown = [origin for origin in origins if origin not in codings]
    if unknown:
        expected = f"some of {', '.join(sorted(codings))}, or auto"
        todo = "Name origins whose codings this workflow makes."
        raise StudyError(Problem("config.yaml", "themes.origins", f"'{origin}'", expected, todo) for origin in unknown)
    return list(origins)


def describe(
    codings: pd.DataFrame,
    origins: Sequence[str],
    n_decided: int,
    omitted: Mapping[str, int],
    readings: str,
    unread: tuple[int, int] = (0, 0),
    sought: tuple[int, int] = (0, 0),
) -> dict[str, object]:
    """What captions say: origins, coders, n_codings, n_adjudicated, sentence and readings.

    codings: of the evidence, with `anchored`. omitted: reason -> codings that are not analysed for it. readings: where
    it is known from who read what. unread: how many sources nobody has read, of how many. sought: how many codes the
    dictionary, which reads every source, looks for, of how many.
    """
    return {
        "origins": list(origins),
        "coders": sorted(codings["coder"].unique()),
        "n_codings": n_codings(codings),
        "n_adjudicated": n_decided,
        "omitted": dict(omitted),
        "readings": readings,
        "sentence": _sentence(codings, origins, n_decided, omitted, unread, sought),
    }


def n_codings(codings: pd.DataFrame) -> int:
    """How many codings: one that touches several segments is one."""
    return len(codings[CODING].drop_duplicates())


def _sentence(
    codings: pd.DataFrame,
    origins: Sequence[str],
    n_decided: int,
    omitted: Mapping[str, int],
    unread: tuple[int, int],
    sought: tuple[int, int],
) -> str:
    """`Analysed: 120 manual codings by coder_1 and coder_2, pooled with 80 dictionary codings, 14 adjudicated.`

    Then how many lie on words only like those coded, how many on what an observer thinks, how many are not analysed,
    and why, and how many sources nobody has read; or how many codes only people can have given, though the dictionary
    counts as having read.
    """
    if codings.empty:
        parts = "nothing, for nothing is coded" if not omitted else "no coding"
    else:
        parts = ", pooled with ".join(_of_origin(codings[codings["origin"] == origin], origin) for origin in origins)
    adjudicated = f", {n_decided:,} adjudicated" if n_decided else ""
    alike = n_codings(codings[codings["anchored"] == "fuzzy"])
    verb = "lies" if alike == 1 else "lie"
    likeness = f"; {alike:,} of them {verb} on words that are only like those coded" if alike else ""
    thought = n_codings(codings[codings["layer"] == INFERENCE])
    verb = "is" if thought == 1 else "are"
    thoughts = f"; {thought:,} of them {verb} of an observer's comments, which nobody said" if thought else ""
    reasons = listed([f"{n:,} {reason}" for reason, n in omitted.items()])
    left = f"; not analysed: {reasons} (T31)" if omitted else ""
    silent = f"; nobody has read {unread[0]:,} of {counted(unread[1], 'source')}" if unread[0] else ""
    alone = (
        f"; the dictionary reads every source and looks for {sought[0]:,} of {counted(sought[1], 'code')}, so that "
        "shares and rates of the others are too low where people read fewer"
    )
    return f"Analysed: {parts}{adjudicated}{likeness}{thoughts}{left}{silent}{alone if sought[0] < sought[1] else ''}."


def _of_origin(rows: pd.DataFrame, origin: str) -> str:
    coders = [coder for coder in sorted(rows["coder"].unique()) if coder != origin]
    return f"{counted(n_codings(rows), f'{origin} coding')}{f' by {listed(coders)}' if coders else ''}"


def _refuse_decisions(codings: Iterable[pd.DataFrame], decided: Sequence[Mapping[str, str]]) -> None:
    """Raises StudyError for decisions about a code that nobody gave to the segment, and for contradictory ones."""
    given = {pair for frame in codings for pair in _pairs(frame)}
    first: dict[tuple[str, str], str] = {}
    problems = []
    for row in decided:
        pair = (row["segment_id"], row["code"])
        place = f"segment {pair[0]}, code {pair[1]}"
        if pair not in given:
            found, expected = "a decision about a code that nobody gave to this segment", "a decision about a coding"
            todo = "Mend segment_id or code, or remove the row."
            problems.append(Problem("adjudication.csv", place, found, expected, todo))
        elif first.setdefault(pair, row["decision"]) != row["decision"]:
            found, todo = "both keep and remove", "Remove the row that doesn't hold."
            problems.append(Problem("adjudication.csv", place, found, "one decision", todo))
    if problems:
        raise StudyError(problems)
