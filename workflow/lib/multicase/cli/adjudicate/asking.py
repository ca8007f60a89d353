"""Asking a person about each disagreement, a key at a time.

Input and output are handed in, so that a session needs no terminal: it works from a pipe, and without colours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from multicase.cli.adjudicate import record, shown
from multicase.cli.adjudicate.record import KEEP, REMOVE, Decision, Row
from multicase.reliability.disagreements import Disagreement, Pair

WORDS = {
    "k": KEEP, "r": REMOVE, "o": "other", "s": "skip", "b": "back", "q": "quit", "?": "help",
}  # fmt: skip
KEYS = "k keep  r remove  o other code  s skip  b back  q quit  ? help > "
BACK = "."
HELP = """\
k  keep: the segment has the code          r  remove: it hasn't, whoever gave it
o  other code: this one is removed, and another one there, on which they differ too, is kept, for the same reason
s  skip: it comes again next time          b  back to the one before, to decide it anew
q  quit: everything answered is saved
A reason is asked for: a number takes one that was given before, a full stop alone goes back.
In words it may follow the key: r A value is declared, and nothing was asked."""


@dataclass(frozen=True)
class Outcome:
    """What a session did: how many codes were decided about, and how many disagreements asked for are left open."""

    answered: int
    left: int


def session(
    todo: Sequence[Disagreement],
    rows: Sequence[Row],
    codes: Mapping[str, shown.Code],
    ask: Callable[[str], str],
    show: Callable[[str], None],
    save: Callable[[list[Row]], None],
    by: str,
    today: str,
) -> Outcome:
    """Put disagreements to a person; every answer is saved before the next question.

    rows: of adjudication.csv, which keep their order. codes: rows of `codebook.codes` by code. ask returns what is
    typed after a prompt, and raises EOFError where the input ends: the session then ends, as it does with `quit`. save
    gets all rows. by, today: who decides, and the date of the answers, YYYY-MM-DD.
    """
    talk = _Talk(todo, list(rows), codes, ask, show, save, by, today)
    try:
        while talk.step():
            pass
    except (EOFError, KeyboardInterrupt):
        show("")
    known = record.decided(talk.rows)
    return Outcome(len(talk.answered), sum(one.pair not in known for one in todo))


@dataclass
class _Talk:
    """Where a session is, the record as it is now, and what was decided in this session."""

    todo: Sequence[Disagreement]
    rows: list[Row]
    codes: Mapping[str, shown.Code]
    ask: Callable[[str], str]
    show: Callable[[str], None]
    save: Callable[[list[Row]], None]
    by: str
    today: str
    place: int = 0
    shown: int = -1  # the disagreement that was shown last
    answered: set[Pair] = field(default_factory=set)

    def step(self) -> bool:
        """One answer; whether the session goes on."""
        if self.place == len(self.todo):
            if not self.todo or self.ask("That was the last one. b back  Enter ends > ").strip().lower() != "b":
                return False
            self._back()
            return True
        if self.shown != self.place:
            self._present()
        typed, _, rest = self.ask(KEYS).strip().partition(" ")
        word = WORDS.get(typed.lower()[:1], "")
        if not word or (len(typed) > 1 and not word.startswith(typed.lower())):
            self.show("Please give one of the keys; ? explains them.")
        elif word == "help":
            self.show(HELP)
        elif word == "back":
            self._back()
        elif word == "skip" or (word != "quit" and self._decide(word, rest.strip())):
            self._on()
        return word != "quit"

    @property
    def one(self) -> Disagreement:
        return self.todo[self.place]

    def _present(self) -> None:
        self.shown = self.place
        self.show(f"\n{self.place + 1} of {len(self.todo)}")
        for line in shown.lines(self.one, self.codes, record.decided(self.rows).get(self.one.pair)):
            self.show(line)

    def _on(self) -> None:
        """To the next one that this session hasn't decided about."""
        self.place += 1
        while self.place < len(self.todo) and self.one.pair in self.answered:
            self.place += 1

    def _back(self) -> None:
        if self.place == 0:
            self.show("This is the first one.")
            return
        self.place, self.shown = self.place - 1, -1

    def _decide(self, word: str, reason: str) -> bool:
        """Whether the person has decided, and not gone back."""
        decisions = [(self.one.pair, REMOVE if word == "other" else word)]
        if word == "other":
            other = self._other()
            if not other:
                return False
            decisions.append(((self.one.segment_id, other), KEEP))
        why = self._reason(reason)
        if not why:
            return False
        made = [Decision(pair, decision, why) for pair, decision in decisions]
        rows = record.with_decisions(self.rows, made, self.by, self.today)
        self.save(rows)
        self.rows = rows
        self.answered |= {pair for pair, _ in decisions}
        return True

    def _other(self) -> str:
        """The code that is kept in place of this one; empty where there is none, or the person goes back."""
        asked = {one.pair for one in self.todo}
        known = record.decided(self.rows)
        pairs = [(self.one.segment_id, code) for code in self.one.differing]
        offered = [pair[1] for pair in pairs if pair in asked or pair not in known]
        if not offered:
            self.show("No other code is open there. One that all gave holds already: remove this one.")
            return ""
        for number, code in enumerate(offered, 1):
            self.show(f"    {number}  {shown.name(self.codes, code)}: {self.codes[code]['definition']}")
        return self._numbered(f"which code holds (a number; {BACK} goes back) > ", offered)

    def _numbered(self, prompt: str, items: Sequence[str]) -> str:
        while (typed := self.ask(prompt).strip()) != BACK:
            if (item := _item(typed, items)) is not None:
                return item
            self.show(f"Please give a number from 1 to {len(items)}.")
        return ""

    def _reason(self, typed: str) -> str:
        """Why; empty where the person goes back."""
        if record.reason(typed) and not typed.isdecimal():  # a number would be of a list that isn't shown yet
            return record.reason(typed)
        earlier = record.reasons(self.rows, self.one.pair)
        for number, known in enumerate(earlier, 1):
            self.show(f"    {number}  {known}")
        how = "a number, or in your words" if earlier else "in your words"
        while (typed := record.reason(self.ask(f"reason ({how}; {BACK} goes back) > "))) != BACK:
            if typed and not typed.isdecimal():
                return typed
            if (known := _item(typed, earlier)) is not None:
                return known
            self.show(f"There is no earlier reason {typed}." if typed else "A decision needs its reason.")
        return ""


def _item(typed: str, items: Sequence[str]) -> str | None:
    """The item of a number as people count; None for what is no number of any."""
    number = int(typed) if typed.isdecimal() else 0
    return items[number - 1] if 1 <= number <= len(items) else None
