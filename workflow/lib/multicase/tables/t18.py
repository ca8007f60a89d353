"""T18, saturation: how many new codes each further interview brings, and what can be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from multicase import saturation
from multicase.tables.table import Table, cell_evidence
from multicase.wording import counted, listed

COLUMNS = (*saturation.COLUMNS, "in_codebook")


def build(data: Mapping[str, Any], base: int, run: int, threshold: float, permutations: int, seed: int) -> Table:
    """One row per interview that was read (COLUMNS), in the order of their dates. See multicase.saturation.

    Needs read_sources, codebook and evidence, and migrations where the study has some. in_codebook: the codes that the
    codebook holds.
    """
    interviews = saturation.interviews(data["read_sources"])
    read = interviews[interviews["read"].astype(bool)]
    if read.empty:
        return Table(pd.DataFrame(columns=list(COLUMNS)), missing="Not available: nobody has read an interview.")
    rows, new = saturation.saturation(
        read, data["evidence"], base=base, run=run, threshold=threshold, permutations=permutations, seed=seed
    )
    rows = rows.assign(in_codebook=len(data["codebook"]))
    evidence = data["evidence"].merge(new, on=["source_id", "code"])
    evidence = evidence.assign(source=evidence["source_id"])
    # A study without migrations.yaml has an empty column here.
    changes = [entry["date"] for entry in data["migrations"].get("migrations", ())]
    further = _again(data["evidence"], list(rows["source"])), _changed(changes), _unread(len(interviews) - len(read))
    note = " ".join(filter(None, [*sentences(rows), *further]))
    return Table(rows, cell_evidence(evidence, ["source"], "new_codes"), note=note)


@dataclass(frozen=True)
class Outcome:
    """What the rows of T18 come to. Interviews are numbered as they stand in it.

    first: the interview with which saturation is reached, None if it isn't. lost: later ones whose run is above the
    threshold. since: from which one on it holds up to the last, None if it doesn't. low, median, high: of the permuted
    orders that reach it, the interview by which 5%, half and 95% of them have; None if none does. never: how many of
    the orders don't.
    """

    interviews: int
    undated: int
    tied: int  # dated as another is
    base: int
    run: int
    codes: int
    in_codebook: int
    later: int  # codes that came in for the first time after `first`
    judged: bool
    first: int | None
    lost: tuple[int, ...]
    since: int | None
    low: int | None
    median: int | None
    high: int | None
    never: int
    orders: int

    @property
    def enough(self) -> bool:
        """Whether there are interviews enough for a run after the base."""
        return self.interviews >= self.base + self.run


def outcome(rows: pd.DataFrame) -> Outcome:
    """The outcome of rows of T18, as they are made or as they are read again, with numbers as words or not."""
    last, reached = rows.iloc[-1], list(rows["reached"])
    first = reached.index("yes") + 1 if "yes" in reached else None
    lost = tuple(n for n, held in enumerate(reached, 1) if first and n > first and held != "yes")
    had = [int(n) for n in rows["orders_reached"]]
    low, median, high = (_by(had, percent) for percent in (5, 50, 95))
    return Outcome(
        interviews=len(rows),
        undated=list(rows["dated"]).count("no"),
        tied=list(rows["dated"]).count(saturation.TIED),
        base=int(last["base"]),
        run=int(last["run"]),
        codes=int(last["codes"]),
        in_codebook=int(last["in_codebook"]),
        later=int(rows["new_codes"].iloc[first:].astype(int).sum()) if first else 0,
        judged=reached[-1] != saturation.UNJUDGED,
        first=first,
        lost=lost,
        since=max([first, *(n + 1 for n in lost)]) if first and reached[-1] == "yes" else None,
        low=low,
        median=median,
        high=high,
        never=int(last["orders"]) - had[-1],
        orders=int(last["orders"]),
    )


def _by(had: Sequence[int], percent: int) -> int | None:
    """The first interview by which so many percent of the orders that reach saturation at all have reached it."""
    return next((n for n, count in enumerate(had, 1) if had[-1] and 100 * count >= percent * had[-1]), None)


def sentences(rows: pd.DataFrame) -> list[str]:
    """What rows of T18 come to, in words: the result first, then what it hangs on."""
    found = outcome(rows)
    return list(filter(None, [result(found), in_other_orders(found), _undated(found), _tied(found), _codebook(found)]))


def unjudged(found: Outcome) -> str:
    """Why nothing can be judged."""
    if not found.enough:
        needed = found.base + found.run
        there = f"there {'is' if found.interviews == 1 else 'are'} {counted(found.interviews, 'interview')}"
        return f"{there}, and {needed} are needed, a base of {found.base} and a run of {found.run} after it"
    return f"the base of {counted(found.base, 'interview')} brings no code that later ones could be compared with"


def result(found: Outcome) -> str:
    """Whether and when saturation is reached in this order, and whether it lasts."""
    if not found.judged:
        return f"Saturation cannot be judged: {unjudged(found)}."
    run = counted(found.run, "interview")
    method = f"Saturation, by new codes in a run of {run} over those in the first {found.base},"
    if not found.first:
        return f"{method} was not reached in {counted(found.interviews, 'interview')}."
    came = "no code came in" if not found.later else f"{counted(found.later, 'code')} came in for the first time"
    reached = f"{method} was reached by interview {found.first} of {found.interviews}"
    if not found.lost:
        return f"{reached}; {came} after it."
    again = f"it holds again from interview {found.since} on" if found.since else "it does not hold at the end"
    return f"{reached} and lost again at {numbers(found.lost)}; {again}; {came} after it."


def numbers(places: Sequence[int]) -> str:
    """Interviews by their numbers, three or more in a row as a stretch: `3, 5 and 9 to 12`."""
    stretches: list[list[int]] = []
    for place in places:
        if stretches and place == stretches[-1][-1] + 1:
            stretches[-1].append(place)
        else:
            stretches.append([place])
    return listed(
        [
            text
            for found in stretches
            for text in ([f"{found[0]} to {found[-1]}"] if len(found) > 2 else [str(place) for place in found])
        ]
    )


def in_other_orders(found: Outcome) -> str:
    """When it would be reached in other orders; nothing where no order has interviews enough."""
    if not found.enough:
        return ""
    orders = f"{found.orders:,} other orders of the same interviews"
    if found.low is None:
        return f"In none of {orders} would it be reached."
    span = f"interview {found.low}" if found.low == found.high else f"interviews {found.low} to {found.high}"
    if not found.never:
        return f"In each of {orders} it would be reached, by {span} (middle 90%; median {found.median})."
    return (
        f"In {orders} it would be reached by {span} (middle 90% of those that reach it; median {found.median}), and in "
        f"{found.never:,} of them never."
    )


def _undated(found: Outcome) -> str:
    if not found.undated:
        return ""
    if found.undated == found.interviews:
        return "The interviews are undated, so that their order is arbitrary."
    verb, whose = ("is", "its place, the last, is") if found.undated == 1 else ("are", "their places, the last, are")
    return f"{found.undated} of {counted(found.interviews, 'interview')} {verb} undated; {whose} arbitrary."


def _tied(found: Outcome) -> str:
    if not found.tied:
        return ""
    return (
        f"{found.tied} of {counted(found.interviews, 'interview')} are dated alike, or only to the month or year of "
        "another, and stand among themselves in the order of their ids."
    )


def _again(evidence: pd.DataFrame, sources: Sequence[str]) -> str:
    """How many interviews are with people who were interviewed before. sources: in the order of T18."""
    spoken = evidence[evidence["source_id"].isin(list(sources)) & (evidence["participant_id"] != "")]
    who = spoken.groupby("source_id")["participant_id"].agg(set).to_dict()
    met, n = set[str](), 0
    for source in sources:
        people = who.get(source, set())
        n += bool(people & met)
        met |= people
    if not n:
        return ""
    verb = "is" if n == 1 else "are"
    return (
        f"{n} of {counted(len(sources), 'interview')} {verb} with somebody who was interviewed before and may say the "
        f"same again; the method counts interviews of different people, of whom there are {len(met)}."
    )


def _codebook(found: Outcome) -> str:
    return (
        f"The codebook holds {counted(found.in_codebook, 'code')}, and the curve can't rise beyond that; these "
        f"interviews bring {found.codes:,} of them. When a code was added is not recorded; where all stood before "
        "coding began, the curve flattens by itself."
    )


def _changed(dates: Sequence[str]) -> str:
    if not dates:
        return ""
    return (
        f"{counted(len(dates), 'change')} of the codebook after coding had begun {'is' if len(dates) == 1 else 'are'} "
        f"recorded, the last on {max(dates)}; codings are counted with today's codes."
    )


def _unread(n: int) -> str:
    if not n:
        return ""
    verb, does = ("is", "does") if n == 1 else ("are", "do")
    return f"{counted(n, 'interview')} that nobody has read, or that {verb} not analysed, {does} not stand here."
