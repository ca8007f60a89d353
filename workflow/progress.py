"""How far a run is, what runs now, and how much longer it will take: reckoned from what happens in it.

The time left is what the jobs to come take by the mean of their rules, divided by how many jobs' worth of work a second
of this run does. A rule's mean is that of this run's jobs, together with what earlier builds knew (`durations`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

EARLIER = 3  # as many jobs of this run weigh as much as what is known of earlier ones
ENOUGH = 0.5  # the share of all jobs whose rules must be known before a time is told


@dataclass(frozen=True)
class Job:
    """A job of the run: its rule, what it is called in words, its logs, and when it was begun (seconds)."""

    rule: str
    name: str
    logs: tuple[str, ...]
    begun: float


class Progress:
    """Takes one event after the other, each with the time (seconds of any clock that only goes forward).

    before: rule -> seconds that a job of it took in earlier builds. cores: how many jobs run at once.
    """

    def __init__(self, before: dict[str, float], cores: int, now: float):
        self.start = now
        self.is_running = False
        self.is_stopping = False
        self.done = 0
        self.running: dict[int, Job] = {}
        self.failed: dict[int, Job] = {}
        self._before, self._cores = before, cores
        self._planned: Counter[str] = Counter()
        self._finished: Counter[str] = Counter()
        self._spent: Counter[str] = Counter()
        self._first: float | None = None  # when the first job was begun

    @property
    def total(self) -> int:
        return self._planned.total()

    @property
    def waiting(self) -> int:
        """How many jobs have not been begun."""
        return self.total - self.done - len(self.running) - len(self.failed)

    def take(self, event: dict[str, Any], now: float) -> None:
        match event["event"]:
            case "planned":
                self._planned = Counter(event["rules"])
            case "run":
                self.is_running = True
                self._first = now if self._first is None else self._first
            case "begun":
                name = " ".join([event["rule"].replace("_", " "), *event["of"]])
                self.failed.pop(event["job"], None)  # tried again
                self.running[event["job"]] = Job(event["rule"], name, tuple(event["logs"]), now)
            case "finished" if job := self.running.pop(event["job"], None):
                self.done += 1
                self._finished[job.rule] += 1
                self._spent[job.rule] += now - job.begun
            case "failed" if job := self.running.pop(event["job"], None):
                self.failed[event["job"]] = job

    def seconds_left(self, now: float) -> float | None:
        """None as long as too little is known."""
        means, at_work = self.means(), Counter(job.rule for job in self.running.values())
        known = {rule: n for rule, n in self._planned.items() if rule in means}
        if not known or sum(known.values()) < ENOUGH * self.total:
            return None
        usual = sum(means[rule] * n for rule, n in known.items()) / sum(known.values())
        to_come = self._planned - self._finished - Counter(job.rule for job in self.failed.values())
        work = sum(means.get(rule, usual) * n for rule, n in (to_come - at_work).items())
        work += sum(max(0.0, means.get(job.rule, usual) - (now - job.begun)) for job in self.running.values())
        return work / self._pace(now)

    def means(self) -> dict[str, float]:
        """rule -> seconds that a job of it takes, for every rule of which a job has finished, now or earlier."""
        means = dict(self._before)
        for rule, n in self._finished.items():
            weight = EARLIER if rule in self._before else 0
            means[rule] = (weight * self._before.get(rule, 0.0) + self._spent[rule]) / (weight + n)
        return means

    def _pace(self, now: float) -> float:
        """Seconds of jobs' work in a second of the run."""
        if not self.done or self._first is None or now <= self._first:
            return self._cores
        work = self._spent.total() + sum(now - job.begun for job in self.running.values())
        return max(work / (now - self._first), 0.1)
