"""Asking a reader what a passage still tells, a line at a time.

Input and output are handed in, so that a session needs no terminal: it works from a pipe, and without colours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from multicase.anonymise.passages import Passage, Text
from multicase.cli.reread import record
from multicase.cli.review.questions import plain
from multicase.study.files import nearest
from multicase.wording import counted

Row = dict[str, str]
COMMANDS = {"u": "undo", "undo": "undo", "q": "quit", "quit": "quit", "?": "help", "help": "help"}
PROMPT = "missed words, Enter: nothing (more)  u undo  q quit  ? help > "
HELP = f"""\
Enter   nothing was missed, or nothing more: the passage is read, the next one comes
words   something that should have been masked, as it stands in the passage; kind and class are asked then
        in one line: `person: Sarah Holt` or `job, direct: the bishop`
u       take back the last answer of this session
q       quit: everything answered is saved; a passage that was begun comes again
Words in brackets, such as [person], stand for what is masked. Kinds: {", ".join(record.KINDS)}.
direct: it names somebody, or leads to them by itself. quasi: it does together with other things."""


@dataclass(frozen=True)
class Outcome:
    """What a session did: the rows of the record as they are now, and how many passages of the draw are left."""

    rows: list[Row]
    left: int


def session(
    draw: Sequence[Passage],
    texts: Mapping[str, Text],
    rows: Iterable[Row],
    ask: Callable[[str], str],
    show: Callable[[str], None],
    save: Callable[[list[Row]], None],
    reader: str,
    today: str,
) -> Outcome:
    """Show the passages of a draw that a reader hasn't read yet; every answer is saved before the next question.

    rows: of rereading.csv, which are kept as they are. ask returns what is typed after a prompt, and raises EOFError
    where the input ends: the session then ends, as it does with `quit`. save gets all rows, new ones last. today: the
    date of the answers, YYYY-MM-DD.
    """
    kept = [dict(row) for row in rows]
    read = record.read_by(kept, reader)
    todo = [passage for passage in draw if not record.is_read(passage, texts[passage.source_id], read)]
    talk = _Talk(todo, texts, kept, ask, show, save, reader, today)
    try:
        while talk.step():
            pass
    except (EOFError, KeyboardInterrupt):
        show("")
    return Outcome(talk.rows, len(todo) - talk.place)


@dataclass
class _Talk:
    """Where a session is, and which rows it added: for each answer the passage that it was about, and how many."""

    todo: Sequence[Passage]
    texts: Mapping[str, Text]
    rows: list[Row]
    ask: Callable[[str], str]
    show: Callable[[str], None]
    save: Callable[[list[Row]], None]
    reader: str
    today: str
    place: int = 0
    shown: int = -1  # the passage that was shown last
    history: list[tuple[int, int]] = field(default_factory=list)

    def step(self) -> bool:
        """One answer; whether the session goes on."""
        if self.place == len(self.todo):
            if not self.history or self.ask("That was the last passage. u undo  Enter ends > ").strip().lower() != "u":
                return False
            self._undo()
            return True
        if self.shown != self.place:
            self._present()
        typed = self.ask(PROMPT).strip()
        command = COMMANDS.get(typed.lower())
        if command == "undo":
            self._undo()
        elif command == "help":
            self.show(HELP)
        elif typed and not command:
            self._missed(typed)
        elif not typed:
            self._add([self._row()])
            self.place += 1
        return command != "quit"

    @property
    def passage(self) -> Passage:
        return self.todo[self.place]

    @property
    def text(self) -> Text:
        return self.texts[self.passage.source_id]

    def _present(self) -> None:
        passage, self.shown = self.passage, self.place
        about = f"{passage.source_id}, {passage.locator}, {counted(passage.words, 'word')}"
        self.show(f"\n{self.place + 1} of {len(self.todo)}: {about}")
        for line in self.text.shown(passage).split("\n"):
            self.show(f"    {plain(line)}".rstrip())
        if noted := [row["missed"] for row in self.rows if self._is_noted(row)]:
            self.show(f"    noted before: {', '.join(map(plain, noted))}")

    def _is_noted(self, row: Row) -> bool:
        mine = row["missed"] and row["reader"] == self.reader and row["source_id"] == self.passage.source_id
        inside = mine and self.passage.start <= int(row["start"]) and int(row["end"]) <= self.passage.end
        return bool(inside and row["text_sha256"] == self.text.sha256)

    def _row(self) -> Row:
        shown = record.digest(self.text.shown(self.passage))
        return record.passage_row(self.passage, self.text, shown, self.reader, self.today)

    def _missed(self, typed: str) -> None:
        told = record.said(typed)
        places = self.text.places(self.passage, told[2] if told else typed)
        if not places:
            self.show(
                "Refused: these words don't stand in the passage. Type them whole, as they stand, without brackets."
            )
            return
        kind, cls = told[:2] if told else self._kind_and_class()
        if not kind:
            return
        rows = record.missed_rows(self.rows, self._row(), self.text, places, kind, cls)
        if not rows:
            self.show("That is noted already.")
            return
        self._add(rows)
        self.show(f"Noted: {plain(rows[0]['missed'])} ({kind}, {cls}), {counted(len(rows), 'place')} in this passage.")

    def _kind_and_class(self) -> tuple[str, str]:
        """What is missed, or nothing where the reader goes back."""
        kind = self._choice(f"kind ({', '.join(record.KINDS)}; . goes back) > ", record.KINDS, "")
        usual = record.usual_class(kind)
        cls = self._choice(f"direct or quasi [{usual}] > ", record.CLASSES, usual) if kind else ""
        return (kind, cls) if cls else ("", "")

    def _choice(self, prompt: str, values: Sequence[str], usual: str) -> str:
        while True:
            typed = self.ask(prompt).strip().lower() or usual
            if typed == ".":
                return ""
            meant = [value for value in values if typed and value.startswith(typed)]
            if len(meant) == 1:
                return meant[0]
            self.show(f"Please give one of {', '.join(meant or values)}{nearest(typed, list(values))}.")

    def _add(self, rows: list[Row]) -> None:
        self.save([*self.rows, *rows])
        self.rows += rows
        self.history.append((self.place, len(rows)))

    def _undo(self) -> None:
        """Take back the last answer; the passage that it was about is shown again."""
        if not self.history:
            self.show("There is nothing to undo in this session.")
            return
        place, n = self.history[-1]
        self.save(self.rows[:-n])
        del self.rows[-n:]
        self.history.pop()
        self.place, self.shown = place, -1
