"""Work shared out among processes: the same results, in the same order, for any number of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import Any

_work: Callable[[Any], Any]


def shared_out(work: Callable[[Any], Any], items: Sequence[Any], processes: int) -> list[Any]:
    """What `work` makes of each item, in their order.

    Processes are forked, which hands `work` on as it stands and starts at once; where a system doesn't fork safely
    (macOS, Windows) there is one.
    """
    if processes < 2 or len(items) < 2 or sys.platform != "linux":
        return [work(item) for item in items]
    with get_context("fork").Pool(min(processes, len(items)), _take, (work,)) as pool:
        return pool.map(_do, items, chunksize=1)


def _take(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work


def _do(item: Any) -> Any:
    return _work(item)
