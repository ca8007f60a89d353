"""Progress as a person sees it: two lines that change, in a terminal; in a log plain lines, now and then."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from progress import Progress
from rich.console import Console, Group, RenderableType
from rich.constrain import Constrain
from rich.live import Live
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Column, Table
from rich.text import Text

NAMED = 3  # jobs at work that are named
REFRESH = 0.25  # seconds
ECHO = 4  # columns left for what Ctrl-C writes into a terminal (^C), so that no line is broken by it
APART = 10  # seconds between two lines of a log, at least
SILENT = 60  # seconds after which a log gets a line, however little was done
PLANNING = "  Looking what is to be made."


class Lines:
    """A log: what is to do, and then a line for each tenth of it, or where nothing was said for a minute."""

    def __init__(self, clock: Callable[[], float]):
        self._clock, self._last, self._tenths = clock, -1.0, -1

    def say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    def show(self, progress: Progress) -> None:
        if not progress.is_running or progress.is_stopping:
            return
        now, tenths = self._clock(), 10 * progress.done // max(progress.total, 1)
        if self._tenths < 0:
            self._note(f"  {counted(progress.total)} to do{_left(progress, now, ', ')}.", now, tenths)
        elif now - self._last >= (APART if tenths > self._tenths else SILENT) and progress.running:
            percent = 100 * progress.done // progress.total
            done = f"{progress.done} of {counted(progress.total)} done ({percent} %)"
            times = f"after {spent(now - progress.start)}{_left(progress, now, ', ')}"
            self._note(f"  {done} {times}; now {at_work(progress)}.", now, tenths)

    def end(self) -> None:
        """Nothing of a log is taken back."""

    def _note(self, line: str, now: float, tenths: int) -> None:
        self.say(line)
        self._last, self._tenths = now, tenths


class Terminal:
    """A bar with counts and times, and below it what runs now; both vanish at the end. What is said stands above them.

    The cursor is never hidden, so that whatever ends this program leaves it there.
    """

    def __init__(self, clock: Callable[[], float]):
        self._clock, self._last = clock, 0.0
        self._console = Console(file=sys.stderr, force_terminal=True, highlight=False)
        self._live: Live | None = None

    def say(self, line: str) -> None:
        self._console.print(Text(line, overflow="fold"))

    def show(self, progress: Progress) -> None:
        now = self._clock()
        if not progress.is_running or (self._live and now - self._last < REFRESH):
            return
        self._last = now
        if self._live is None:
            self._live = Live(
                console=self._console, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False
            )
            self._live.start()
            self._console.show_cursor(True)
        room = self._console.width - ECHO
        self._live.update(Constrain(drawn(progress, now), room), refresh=True)

    def end(self) -> None:
        if self._live:
            self._live.stop()


def fitting(clock: Callable[[], float]) -> Lines | Terminal:
    """The display for what stderr is."""
    return Terminal(clock) if sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb" else Lines(clock)


def drawn(progress: Progress, now: float) -> RenderableType:
    """The two lines: how far it is, and what runs now."""
    beside = [f"{progress.done} of {counted(progress.total)}", spent(now - progress.start)]
    beside += [_left(progress, now)] if _left(progress, now) else []
    row = [Text(told) for told in beside]
    if progress.failed and not progress.is_stopping:
        row.insert(1, Text(f"{len(progress.failed)} failed", style="red"))
    table = Table.grid(Column(ratio=1), *(Column(no_wrap=True) for _ in row), padding=(0, 2, 0, 0), expand=True)
    bar = ProgressBar(max(progress.total, 1), progress.done, complete_style="green", finished_style="green")
    table.add_row(bar, *row)
    below = "stopping: what is at work ends" if progress.is_stopping else f"now {at_work(progress)}"
    return Padding(Group(table, Text(below, no_wrap=True, overflow="ellipsis")), (0, 0, 0, 2), expand=False)


def at_work(progress: Progress) -> str:
    """The jobs that run now, in words: the first few by name."""
    names = [job.name for job in progress.running.values()]
    if not names:
        return "between two jobs" if progress.waiting else "finishing"
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def spent(seconds: float) -> str:
    """Minutes and seconds, or hours, minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def to_come(seconds: float) -> str:
    """A time as vague as it is known."""
    if seconds < 60:
        return "less than a minute left"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"about {minutes} min left"
    hours, minutes = divmod(round(minutes, -1), 60)
    return f"about {hours} h {minutes} min left" if minutes else f"about {hours} h left"


def counted(jobs: int) -> str:
    return "1 job" if jobs == 1 else f"{jobs} jobs"


def _left(progress: Progress, now: float, before: str = "") -> str:
    seconds = progress.seconds_left(now)
    return "" if seconds is None else before + to_come(seconds)
