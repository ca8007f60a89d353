"""Limits within which a raw file is read, so that one that was made to do harm, or is broken, is refused in time."""

from __future__ import annotations

import io
import signal
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from multicase.ingest.refusal import refuse

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """How large a source may be. megabytes: unpacked. depth: of nested elements, groups or tables. cells: of tables.

    The values are those of config.yaml, where a study may set others.
    """

    megabytes: int = 256
    depth: int = 200
    cells: int = 2_000_000
    pages: int = 5_000
    seconds: int = 600


@dataclass
class Budget:
    """What is left of the limits while one source is read. Each method raises StudyError past a limit."""

    name: str
    limits: Limits = field(default_factory=Limits)
    _bytes: int = 0
    _cells: int = 0

    def bytes(self, n: int) -> None:
        """`n` more bytes are about to be unpacked, or characters to be written."""
        self._bytes += n
        if self._bytes > self.limits.megabytes * MEGABYTE:
            raise self._over("more than {} MB once unpacked", "megabytes")

    def depth(self, n: int) -> None:
        """An element lies `n` deep."""
        if n > self.limits.depth:
            raise self._over("elements nested more than {} deep", "depth")

    def cells(self, n: int) -> None:
        """`n` more cells are about to be read."""
        self._cells += n
        if self._cells > self.limits.cells:
            raise self._over("tables of more than {} cells", "cells")

    def pages(self, n: int) -> None:
        """The source has `n` pages."""
        if n > self.limits.pages:
            raise self._over("more than {} pages", "pages")

    def member(self, archive: zipfile.ZipFile, member: str) -> bytes:
        """A file of an archive, unpacked no further than the limit."""
        room = self.limits.megabytes * MEGABYTE - self._bytes
        if (told := archive.getinfo(member).file_size) > room:
            self.bytes(told)
        with archive.open(member) as file:  # which may hold more than it tells
            data = file.read(room + 1)
        self.bytes(len(data))
        return data

    def inflated(self, data: bytes) -> int:
        """Counts what a deflated stream unpacks to, keeping none of it; what is no such stream counts as it is."""
        unpack, total, rest = zlib.decompressobj(), 0, data
        try:
            while rest and not unpack.eof:
                piece = unpack.decompress(rest, MEGABYTE)
                total += len(piece)
                self.bytes(len(piece))
                rest = unpack.unconsumed_tail
        except zlib.error:
            self.bytes(len(data))
        return total

    @contextmanager
    def time(self) -> Iterator[None]:
        """Within this no more than the seconds of the limit may pass."""
        if threading.current_thread() is not threading.main_thread():  # signals reach no other
            yield
            return
        before = signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, self.limits.seconds)
        try:
            yield
        except _OutOfTime:
            raise self._over("a file that takes more than {} seconds to read", "seconds") from None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def _over(self, found: str, limit: str):
        most = getattr(self.limits, limit)
        todo = f"Replace or split the file; if it is sound, raise ingest.{limit} in the study's config.yaml."
        return refuse(self.name, found.format(f"{most:,}"), "a file within the limits of config.yaml", todo)


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive that a docx, odt or xlsx file is."""
    return zipfile.ZipFile(io.BytesIO(data))


class _OutOfTime(BaseException):
    """No reader's `except Exception` takes this for a broken file."""


def _stop(_signal, _frame) -> None:
    raise _OutOfTime
