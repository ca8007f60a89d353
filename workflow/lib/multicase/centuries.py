"""Years told with two digits: one way to know their century, for names of files as for dates in texts."""

from __future__ import annotations

LAST = 50  # the first year of two digits that is of the last century
LAST_OF_BIRTH = 25  # of a birth, which lies in the past


def year(told: int, born: bool = False) -> int:
    """The year that two digits tell. born: it is somebody's year of birth."""
    return told + (1900 if told >= (LAST_OF_BIRTH if born else LAST) else 2000)
