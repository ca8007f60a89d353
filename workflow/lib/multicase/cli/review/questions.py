"""Asking a person what becomes of each string in the queue, a key at a time.

Input and output are handed in, so that a session needs no terminal: it works from a pipe, and without colours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from multicase.anonymise.decide import key
from multicase.cli.review.replacements import MASKED, SAME, Given, Names, Replacement
from multicase.study.files import nearest, split
from multicase.wording import counted

Row = Mapping[str, str]
Decision = dict[str, str]
ACTIONS = {"k": "keep", "p": "pseudonymise", "g": "generalise", "r": "redact"}
OTHERS = {"s": "skip", "u": "undo", "q": "quit", "?": "help"}
KEYS = "  ".join(f"{letter} {word}" for letter, word in (ACTIONS | OTHERS).items())
SHOWN, LISTED = 3, 12
HELP = f"""\
k  keep: it identifies nobody        p  pseudonymise: a name in place of a name
r  redact: nothing may be said       g  generalise: something vaguer in its place
s  skip: it comes again next time    u  undo the last answer of this session
q  quit: everything answered is saved
p and g ask for the replacement (Enter takes the one proposed, a full stop alone goes back) and for the scope.
A replacement {SAME}ENTITY or {SAME}P07 says: another form of an entity that has its replacement already.
A scope may also follow the key: k case:north"""


@dataclass(frozen=True)
class Outcome:
    """What a session did: the rows of the decisions as they are now, and how many strings were settled or left."""

    rows: list[Decision]
    answered: int
    left: int


@dataclass
class Settled:
    """For which scopes each string of a kind has been decided about."""

    cases: Mapping[str, str]  # source_id -> case_id
    scopes: set[tuple[str, str, str]] = field(default_factory=set)

    def add(self, row: Row) -> None:
        self.scopes.add((key(row["text"]), row["kind"], row["scope"]))

    def remove(self, row: Row) -> None:
        self.scopes.discard((key(row["text"]), row["kind"], row["scope"]))

    def open_sources(self, item: Row) -> list[str]:
        """The sources of a row of the queue in which nobody has decided about its string."""
        text, kind = key(item["text"]), item["kind"]
        return [
            source
            for source in split(item["sources"])
            if not any((text, kind, scope) in self.scopes for scope in scopes_of(source, self.cases))
        ]


def scopes_of(source: str, cases: Mapping[str, str]) -> list[str]:
    """The scopes that hold for a source, the widest first."""
    return ["study", *([f"case:{cases[source]}"] if source in cases else []), f"source:{source}"]


def offered(sources: Iterable[str], cases: Mapping[str, str]) -> list[str]:
    """The scopes that can be chosen for a string that stands in these sources."""
    found = [scopes_of(source, cases) for source in sources]
    return list(dict.fromkeys(["study", *sorted({s[1] for s in found if len(s) > 2}), *sorted(s[-1] for s in found)]))


def session(
    queue_rows: Iterable[Row],
    decisions_rows: Iterable[Row],
    ask: Callable[[str], str],
    show: Callable[[str], None],
    save: Callable[[list[Decision]], None],
    reviewer: str,
    today: str,
    *,
    cases: Mapping[str, str],
    names: Names,
) -> Outcome:
    """Go through the strings that nobody has decided about; every answer is saved before the next question.

    queue_rows: columns of `propose.QUEUE`. decisions_rows: rows of decisions.csv, which are kept as they are. ask
    returns what is typed after a prompt, and raises EOFError where the input ends: the session then ends, as it does
    with `quit`. save gets all rows, new ones last. today: the date of the answers, YYYY-MM-DD. cases: source_id ->
    case_id. A string that was decided about for some of its sources only is asked again for the others.
    """
    talk = _Talk(ask, show, names, reviewer, today)
    progress = _Progress([dict(row) for row in decisions_rows], save, Settled(cases))
    for row in progress.rows:
        progress.settled.add(row)
    todo = [item for item in queue_rows if progress.settled.open_sources(item)]
    place = 0
    try:
        while True:
            while place < len(todo) and not progress.settled.open_sources(todo[place]):
                place += 1
            if place < len(todo):
                sources, number = progress.settled.open_sources(todo[place]), f"{place + 1} of {len(todo)}"
                answer = talk.about(todo[place], sources, offered(sources, cases), number, progress.rows)
            else:
                answer = talk.at_the_end() if progress.history else "quit"
            if answer == "quit":
                break
            if answer != "undo":
                progress.answer(place, answer if isinstance(answer, dict) else None)
                place += answer == "skip"
            elif progress.history:
                place = progress.undo()
            else:
                show("There is nothing to undo in this session.")
    except (EOFError, KeyboardInterrupt):
        show("")
    answered = sum(row is not None for _, row in progress.history)
    return Outcome(progress.rows, answered, sum(bool(progress.settled.open_sources(item)) for item in todo))


@dataclass
class _Progress:
    """All decisions, and which of them this session made: where, and the row, None for a skip."""

    rows: list[Decision]
    save: Callable[[list[Decision]], None]
    settled: Settled
    history: list[tuple[int, Decision | None]] = field(default_factory=list)

    def answer(self, place: int, row: Decision | None) -> None:
        if row is not None:
            self.save([*self.rows, row])
            self.rows.append(row)
            self.settled.add(row)
        self.history.append((place, row))

    def undo(self) -> int:
        """Take back the last answer; returns where it was given."""
        place, row = self.history[-1]
        if row is not None:
            self.save(self.rows[:-1])
            self.settled.remove(self.rows.pop())
        self.history.pop()
        return place


@dataclass(frozen=True)
class _Talk:
    """Questions about one string, asked until there is an answer."""

    ask: Callable[[str], str]
    show: Callable[[str], None]
    names: Names
    reviewer: str
    today: str

    def about(
        self, item: Row, sources: list[str], scopes: list[str], number: str, rows: list[Decision]
    ) -> Decision | str:
        """A decision, or `skip`, `undo` or `quit`."""
        self._present(item, sources, number)
        while True:
            typed, _, scope = self.ask(f"{KEYS} > ").strip().partition(" ")
            word = (ACTIONS | OTHERS).get(typed.lower()[:1], "")
            if not word or (len(typed) > 1 and not word.startswith(typed.lower())):
                self.show("Please give one of the keys; ? explains them.")
            elif word == "help":
                self.show(HELP)
            elif word not in ACTIONS.values():
                return word
            elif found := self._decision(word, scope.strip(), item, scopes, rows):
                return found

    def at_the_end(self) -> str:
        """Whether the last answer stands: `undo` or `quit`."""
        return "undo" if self.ask("That was the last string. u undo  Enter ends > ").strip().lower() == "u" else "quit"

    def _present(self, item: Row, sources: list[str], number: str) -> None:
        n_sources = len(split(item["sources"]))
        where = ", ".join(sources[:LISTED]) + (f" and {len(sources) - LISTED} more" if len(sources) > LISTED else "")
        still = "still open in " if len(sources) < n_sources else "in "
        often = counted(int(item["n"]), "time")
        self.show(f"\n{number}: {plain(item['text'])}  ({item['kind']}, {often}, {still}{where})")
        if item.get("standing"):
            self.show(f"    {item['standing']}: what is decided here is about the unclear ones alone")
        for context in item["contexts"].split(" | ")[:SHOWN]:
            self.show(f"    {plain(context)}")
        proposed = f" as [{plain(item['proposed_replacement'])}]" if item["proposed_replacement"] else ""
        self.show(f"    proposed: {item['proposed_action']}{proposed}")

    def _decision(self, action: str, scope: str, item: Row, scopes: list[str], rows: list[Decision]) -> Decision | None:
        replacement = Replacement()
        if scope and scope not in scopes:
            self._refuse_scope(scope, scopes)
            return None
        if action in MASKED:
            found = self._replacement(action, item, Given.of(rows))
            if found is None:
                return None
            replacement = found
            scope = scope or self._scope(scopes)
        return decision(item, action, replacement, scope or "study", self.reviewer, self.today)

    def _replacement(self, action: str, item: Row, given: Given) -> Replacement | None:
        proposed = item["proposed_replacement"]
        while True:
            typed = self.ask(f"replacement [{plain(proposed)}] > " if proposed else "replacement > ").strip()
            if typed == ".":
                return None
            found = self.names.judge(action, typed or proposed, item["text"], given)
            if not found.refused:
                return found
            self.show(f"Refused: {found.refused}.")

    def _scope(self, scopes: list[str]) -> str:
        shown = " | ".join(scopes[:LISTED]) + (" | ..." if len(scopes) > LISTED else "")
        while True:
            typed = self.ask(f"scope [study] ({shown}) > ").strip() or "study"
            if typed in scopes:
                return typed
            self._refuse_scope(typed, scopes)

    def _refuse_scope(self, scope: str, scopes: list[str]) -> None:
        self.show(f"Refused: the string doesn't stand in the scope {plain(scope)}{nearest(scope, scopes)}.")


def decision(
    item: Row, action: str, replacement: Replacement, scope: str, reviewer: str, today: str, note: str = ""
) -> Decision:
    """A row of decisions.csv."""
    return {
        "text": item["text"],
        "kind": item["kind"],
        "scope": scope,
        "action": action,
        "replacement": replacement.text,
        "entity": replacement.entity,
        "reviewer": reviewer,
        "date": today,
        "note": note,
    }


def plain(text: str) -> str:
    """A text without what a terminal would take for a command."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", " ", text)
