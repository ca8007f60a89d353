"""What an audit by sample found: how many items were checked, and how many of such items can be wrong at most.

The bound is the upper end of the one-sided 95% interval of Clopper and Pearson (1934), which is exact: with as many
wrong ones in the population as it says, a sample as good as this one has a chance of 5%. For none wrong of n it is
close to 3 / n, the rule of three (Hanley and Lippman-Hand 1983).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from multicase.audit.sampling import SHARES
from multicase.study.files import nearest
from multicase.study.problems import Problem, StudyError

CONFIRMED, DOUBTFUL, WRONG = "confirmed", "doubtful", "wrong"
VERDICTS = (CONFIRMED, DOUBTFUL, WRONG)
LEVEL = 0.95
HEADER = ("study", "build", "version", "seed", "n")
GIVEN = ("verdict", "note", "auditor")
COLUMNS = ("item", "kind", "says", *GIVEN, "words", "page", *HEADER)
ALL = "all"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Tally:
    """Items of a kind: how many were drawn, and what those that were checked turned out to be."""

    kind: str
    drawn: int
    confirmed: int
    doubtful: int
    wrong: int

    @property
    def checked(self) -> int:
        return self.confirmed + self.doubtful + self.wrong

    @property
    def bound(self) -> float:
        """The share of wrong ones, at most."""
        return upper_bound(self.wrong, self.checked)

    @property
    def strict_bound(self) -> float:
        """The same with doubtful ones counted as wrong."""
        return upper_bound(self.wrong + self.doubtful, self.checked)


def upper_bound(wrong: int, n: int) -> float:
    """The share of wrong ones among all, at most, where `wrong` of n checked ones are; 1 where nothing is checked."""
    from scipy.stats import beta

    return 1.0 if wrong >= n else float(beta.ppf(LEVEL, wrong + 1, n - wrong))


def rule_of_three(n: int) -> float:
    """What is often said in place of the bound where none of n is wrong."""
    return min(1.0, 3 / n)


def tallies(audit: Mapping[str, Any]) -> list[Tally]:
    """What an audit found, of all items and then kind by kind. audit: of the schema `audit`."""
    found = []
    for kind in (ALL, *SHARES):
        verdicts = [item["verdict"] for item in audit["items"] if kind in (ALL, item["kind"])]
        found.append(Tally(kind, len(verdicts), *(verdicts.count(verdict) for verdict in VERDICTS)))
    return [tally for tally in found if tally.drawn or tally.kind == ALL]


def of_sheet(rows: Sequence[tuple[int, Row]], drawn: Mapping[str, str], about: Mapping[str, Any], file: str) -> dict:
    """The audit that a filled sheet holds, of the schema `audit`.

    rows: with their numbers. drawn: item -> kind, of the build that is there, by the sheet's own seed and n. about: the
    HEADER of that build. Raises StudyError with everything that is wrong: another study or build, words that are no
    verdict, rows that are missing, twice there or of no item, nothing checked, and nobody who did it.
    """
    problems = [*_of_another(rows, about, file)]
    if not problems:  # the items of another draw are others
        problems += _of_items(rows, drawn, file)
    problems += [*_of_verdicts(rows, file), *_of_the_whole(rows, file)]
    if problems:
        raise StudyError(problems)
    by_item = {row["item"]: row for _, row in rows}
    return {
        **about,
        "version": rows[0][1]["version"],
        "auditors": sorted({row["auditor"].strip() for _, row in rows} - {""}),
        "items": [
            {"item": item, "kind": kind, "verdict": _verdict(by_item[item]), "note": by_item[item]["note"].strip()}
            for item, kind in drawn.items()
        ],
    }


def _verdict(row: Row) -> str:
    return row["verdict"].strip().lower()


def _of_another(rows: Sequence[tuple[int, Row]], about: Mapping[str, Any], file: str) -> Iterable[Problem]:
    """Rows of another study, build or draw, each kind of them once."""
    for name in HEADER:
        other = [(number, row[name]) for number, row in rows if row[name] != str(about[name])]
        if other and name != "version":
            number, found = other[0]
            more = f" and in {len(other) - 1} more rows" if len(other) > 1 else ""
            todo = "Audit the build that is there: multicase audit draw." if name == "build" else "Mend the sheet."
            yield Problem(file, f"row {number}, column {name}", f"'{found}'{more}", f"'{about[name]}'", todo)


def _of_verdicts(rows: Sequence[tuple[int, Row]], file: str) -> Iterable[Problem]:
    for number, row in rows:
        verdict = _verdict(row)
        if verdict not in ("", *VERDICTS):
            todo = f"Mend it{nearest(verdict, list(VERDICTS))}; leave it empty where nothing was checked."
            yield Problem(file, f"row {number}, column verdict", f"'{verdict}'", f"one of {', '.join(VERDICTS)}", todo)


def _of_items(rows: Sequence[tuple[int, Row]], drawn: Mapping[str, str], file: str) -> Iterable[Problem]:
    seen: dict[str, int] = {}
    for number, row in rows:
        item = row["item"]
        if item not in drawn:
            todo = "Remove the row, or draw a new sheet."
            yield Problem(file, f"row {number}, column item", f"'{item}'", "an item that was drawn", todo)
        elif item in seen:
            todo = "Remove one of the rows."
            yield Problem(file, f"row {number}, column item", f"the item of row {seen[item]}", "each only once", todo)
        seen.setdefault(item, number)
    missing = [item for item in drawn if item not in seen]
    if missing:
        todo = "Put the rows back; leave the verdict empty where nothing was checked."
        found = f"no row for {len(missing)} of the {len(drawn)} items that were drawn, such as '{missing[0]}'"
        yield Problem(file, "", found, "a row for each", todo)


def _of_the_whole(rows: Sequence[tuple[int, Row]], file: str) -> Iterable[Problem]:
    if not any(_verdict(row) for _, row in rows):
        yield Problem(file, "column verdict", "no verdict", "at least one", "Check items, and say what you found.")
    if not any(row["auditor"].strip() for _, row in rows):
        yield Problem(file, "column auditor", "nobody", "who checked, in any row", "Write your name or your initials.")


def told(audit: Mapping[str, Any]) -> str:
    """An audit in sentences, for the terminal."""
    whole, *kinds = tallies(audit)
    lines = [
        f"Audit of {audit['study']} by {', '.join(audit['auditors'])}."
        f" Build {audit['build'][:12]}, seed {audit['seed']}.",
        f"{whole.checked} of {whole.drawn} items checked: {_found(whole)}.",
        sentence(whole),
        f"Kind by kind (drawn by shares of {', '.join(f'{share:.0%} {kind}' for kind, share in SHARES.items())}):",
        *(
            f"  {of.kind}: {of.checked} of {of.drawn} checked, {_found(of)}; at most {of.bound:.1%} wrong,"
            f" {of.strict_bound:.1%} with doubtful ones"
            for of in kinds
        ),
    ]
    return "\n".join(lines)


def _found(tally: Tally) -> str:
    return f"{tally.confirmed} confirmed, {tally.doubtful} doubtful, {tally.wrong} wrong"


def sentence(tally: Tally) -> str:
    """How the bounds of a tally are read."""
    if not tally.checked:
        return "Nothing was checked, so that nothing can be said."
    text = (
        f"With 95% confidence at most {tally.bound:.1%} of such items are wrong,"
        f" and at most {tally.strict_bound:.1%} if doubtful ones are counted as wrong."
    )
    return text + (f" (The rule of three says {rule_of_three(tally.checked):.1%}.)" if not tally.wrong else "")
